// Who may have the model work now: QUESTIONS_PER_MINUTE for each person, and one polite notice to who is over it.

import { TELEGRAM_WORDING } from '../wording/telegram.ts';
import type { Delivery, Target } from './delivery.ts';
import type { AskedQuestion, Desk } from './desk.ts';
import { askKeyboard } from './keyboards.ts';
import { type Frame, renderText } from './render.ts';

export type Admission = {
  /** True when the person may ask now. Says when, and returns false, when it comes too fast. */
  readonly admit: (asked: AskedQuestion, frame: Frame, target: Target) => Promise<boolean>;
};

/** One a process: it remembers who was told to wait. */
export function createAdmission({ store, config, metrics, now }: Desk, delivery: Delivery): Admission {
  const warned = createNotices(now);
  return {
    async admit(asked, frame, target) {
      // A start after the first asks nothing new.
      if (asked.run.attempt > 1) return true;
      const { person } = asked;
      const admission = await store.usage.admit({ person, perMinute: config.limits.questionsPerMinute });
      if (admission.kind === 'allowed') return true;
      metrics.question(asked.surface, 'limited');
      const rendered = renderText(TELEGRAM_WORDING[frame.language].tooFast(admission.waitSeconds), frame);
      if (target.kind === 'inline') {
        // The button stays, for a press when the time has come.
        const keyboard = askKeyboard(asked.text, frame.language);
        await delivery.deliver(asked, asked.text, { rendered, keyboard }, target);
      } else if (warned.isDue(asked.person, admission.waitSeconds)) {
        // One polite notice until questions are taken again; after that, silence.
        await delivery.deliver(asked, asked.text, { rendered }, { kind: 'new' });
      }
      return false;
    },
  };
}

/** Remembers who was told to wait, until when. */
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
