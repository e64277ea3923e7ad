// "Did he say that?": alleged quotations are checked at once by their words, and where it takes the model, shown as a question is.

import { Composer } from 'grammy';
import { isRefusal } from '../service/asker.ts';
import { WORDING } from '../wording/wording.ts';
import { askerOf, whileShown } from './ask.ts';
import { type BotContext, frameOf, type Origin } from './context.ts';
import type { Target } from './delivery.ts';
import { checkMessage } from './format/check.ts';
import { ownMessage, plainMessage } from './format/message.ts';
import type { Tools } from './tools.ts';

export function checking(tools: Tools): Composer<BotContext> {
  const { delivery } = tools;
  const composer = new Composer<BotContext>();
  composer.use(async ({ origin, intent, msg }, next) => {
    if (intent.kind !== 'check') return next();
    // The message that the words were found in or asked by: edited, it is looked at again.
    const text = msg?.text ?? msg?.caption ?? '';
    const target = delivery.targetFor(origin, text);
    if (origin.run.sent.get('final') !== null || target.kind === 'unchanged') return;
    if (intent.alleged === null) {
      const { checkWhat } = WORDING[origin.language].telegram;
      await delivery.deliver(origin, text, { rendered: ownMessage(checkWhat) }, target);
    } else await check(tools, origin, { text, alleged: intent.alleged }, target);
  });
  return composer;
}

async function check(
  tools: Tools,
  origin: Origin,
  { text, alleged }: { readonly text: string; readonly alleged: string },
  first: Target,
): Promise<void> {
  const { service, delivery, decline } = tools;
  const frame = frameOf(origin, tools);
  const { outcome, target } = await whileShown(tools, { origin, frame, target: first }, (progress, stop) => {
    return service
      .check(
        askerOf(origin, frame.language),
        { text: alleged, statement: origin.statement },
        { signal: origin.run.signal, stop, onModel: progress.show, onLife: (work) => progress.current().doing(work) },
      )
      .catch((error: unknown) => {
        if (origin.run.signal.aborted || !stop.aborted) throw error;
        return null;
      });
  });
  if (outcome === null) {
    await delivery.deliver(origin, text, { rendered: plainMessage(WORDING[frame.language].stopped) }, target);
  } else if (isRefusal(outcome)) await decline(origin, { text, refusal: outcome, frame, target });
  else {
    // Where the words are a part of the message, the reply points at them.
    const pointsAt = text !== alleged && text.includes(alleged) ? alleged : null;
    await delivery.deliver(origin, text, { rendered: checkMessage(outcome, frame, alleged), pointsAt }, target);
  }
}
