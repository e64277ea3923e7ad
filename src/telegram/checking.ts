// Checks alleged quotations in Telegram: at once by their words, and where it takes the model, admitted, shown and counted as a
// question is.

import { hasTokensLeft } from '../store/conversation.ts';
import { WORDING } from '../wording/wording.ts';
import type { Admission } from './admission.ts';
import type { Rendered } from './defuse.ts';
import type { Delivery, Target } from './delivery.ts';
import type { AskedQuestion, Desk } from './desk.ts';
import { type Progresses, stopSignal, wasStopped } from './progress.ts';
import { type Frame, renderText } from './render.ts';
import { renderCheck } from './render-check.ts';

export type Checking = {
  /** Replies once, however often its update is started; `asked.text` is the message that `alleged` was found in or asked by. */
  readonly check: (asked: AskedQuestion, alleged: string, frame: Frame) => Promise<void>;
};

export function createChecking(
  { app, store, config, metrics }: Desk,
  delivery: Delivery,
  admission: Admission,
  progresses: Progresses,
): Checking {
  return {
    async check(asked, alleged, frame) {
      if (asked.run.sent.get('final') !== null) return;
      const target = delivery.targetFor(asked, asked.text);
      if (target.kind === 'unchanged') return;
      const byWords = app.checker.byWords(alleged);
      const takesModel =
        app.checker.needsModel(byWords) && (await hasTokensLeft(store.usage, config.limits.dailyTokenBudget));
      if (!takesModel) {
        const rendered = renderCheck(byWords, frame, alleged);
        await delivery.deliver(asked, asked.text, { rendered }, target);
      } else if (await admission.admit(asked, frame, target)) {
        await checkByModel(asked, alleged, frame, target);
      }
    },
  };

  async function checkByModel(asked: AskedQuestion, alleged: string, frame: Frame, target: Target): Promise<void> {
    const progress = await progresses.show(asked, frame, target);
    let rendered: Rendered;
    try {
      const checked = await app.checker.check(alleged, { signal: stopSignal(progress, asked) });
      const { usage } = checked;
      if (usage !== null) {
        metrics.tokens(usage);
        await store.usage.addTokens(asked.person, usage);
      }
      rendered = renderCheck(checked, frame, alleged);
    } catch (error) {
      if (!wasStopped(progress, asked)) throw error;
      metrics.question(asked.surface, 'stopped');
      rendered = renderText(WORDING[frame.language].stopped, frame);
    } finally {
      await progress.close();
    }
    await delivery.deliver(asked, asked.text, { rendered }, progress.target);
  }
}
