// Says why there is no answer, where that is due: to somebody who asks too fast, once.

import { MAX_QUESTION } from '../answer/answer.ts';
import type { Refusal } from '../service/asker.ts';
import { WORDING } from '../wording/wording.ts';
import type { BotParts, Origin } from './context.ts';
import type { Delivery, Target } from './delivery.ts';
import { type Frame, plainMessage } from './format/message.ts';
import { askKeyboard } from './keyboards.ts';

export type Declined = {
  readonly text: string;
  readonly refusal: Refusal;
  readonly frame: Frame;
  readonly target: Target;
};

export type Decline = (origin: Origin, declined: Declined) => Promise<void>;

/** One a process: it remembers who was asked to wait. */
export function createDecline({ now }: Pick<BotParts, 'now'>, delivery: Delivery): Decline {
  const notices = createNotices(now);
  return async (origin, { text, refusal, frame, target }) => {
    const wording = WORDING[frame.language];
    const say = (words: string, where: Target, keyboard?: ReturnType<typeof askKeyboard>) =>
      delivery.deliver(origin, text, { rendered: plainMessage(words), keyboard }, where);
    if (refusal.kind === 'limited') {
      const words = wording.telegram.tooFast(refusal.waitSeconds);
      // The button stays, for a press when the time has come.
      if (target.kind === 'inline') await say(words, target, askKeyboard(text, origin.statement, frame.language));
      // One polite notice until questions are taken again; after that, silence.
      else if (notices.isDue(origin.person, refusal.waitSeconds)) await say(words, { kind: 'new' });
      return;
    }
    // In a group an emoji under an answer is talk among people.
    if (origin.surface === 'group' && refusal.why === 'no-words') return;
    const words =
      refusal.why === 'unknown-statement'
        ? wording.telegram.library.unknown
        : wording.problem(refusal.why, MAX_QUESTION);
    await say(words, target);
  };
}

/** Remembers who was asked to wait, until when. */
function createNotices(now: () => number) {
  const until = new Map<number, number>();
  return {
    isDue(person: number, waitSeconds: number): boolean {
      for (const [known, end] of until) if (end <= now()) until.delete(known);
      if (until.has(person)) return false;
      until.set(person, now() + waitSeconds * 1_000);
      return true;
    },
  };
}
