// Checks alleged quotations in Telegram: at once by their words, and where it takes the model, shown and counted as a question is.

import { isRefusal } from '../service/asker.ts';
import { WORDING } from '../wording/wording.ts';
import { askerOf, type Refusing } from './answering.ts';
import type { Delivery } from './delivery.ts';
import type { AskedQuestion, Desk } from './desk.ts';
import { type Progresses, quietly } from './progress.ts';
import { type Frame, renderText } from './render.ts';
import { renderCheck } from './render-check.ts';

export type Checking = {
  /** Replies once, however often its update is started; `asked.text` is the message that `alleged` was found in or asked by. */
  readonly check: (asked: AskedQuestion, alleged: string, frame: Frame) => Promise<void>;
};

export function createChecking(
  { service }: Desk,
  delivery: Delivery,
  refusing: Refusing,
  progresses: Progresses,
): Checking {
  return {
    async check(asked, alleged, frame) {
      if (asked.run.sent.get('final') !== null) return;
      const target = delivery.targetFor(asked, asked.text);
      if (target.kind === 'unchanged') return;
      let progress = quietly(target);
      const stop = new AbortController();
      try {
        const outcome = await service.check(
          askerOf(asked, frame.language),
          { text: alleged },
          {
            signal: asked.run.signal,
            stop: stop.signal,
            onModel: async () => {
              progress = await progresses.show(asked, frame, target, stop);
            },
          },
        );
        await progress.close();
        if (isRefusal(outcome)) await refusing.refuse(asked, outcome, frame, progress.target);
        else
          await delivery.deliver(
            asked,
            asked.text,
            { rendered: renderCheck(outcome, frame, alleged) },
            progress.target,
          );
      } catch (error) {
        await progress.close();
        if (asked.run.signal.aborted || !stop.signal.aborted) throw error;
        const rendered = renderText(WORDING[frame.language].stopped, frame);
        await delivery.deliver(asked, asked.text, { rendered }, progress.target);
      }
    },
  };
}
