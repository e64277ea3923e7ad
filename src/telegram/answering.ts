// Answers questions in Telegram: hands them to the service, shows that work is under way, and delivers each answer once.

import { MAX_QUESTION } from '../answer/answer.ts';
import { isRefusal, type Refusal } from '../service/asker.ts';
import { WORDING } from '../wording/wording.ts';
import type { Delivery, Target } from './delivery.ts';
import type { AskedQuestion, Desk } from './desk.ts';
import { answerKeyboard, askKeyboard } from './keyboards.ts';
import { type Progresses, quietly } from './progress.ts';
import { type Frame, renderAnswer, renderText } from './render.ts';

export type Answering = {
  /** Answers in a chat: by a message of its own, or in the place of the answer to the question before it was edited. */
  readonly answer: (asked: AskedQuestion) => Promise<void>;
  /** Answers by filling in an inline message. */
  readonly fillInline: (asked: AskedQuestion, inlineMessageId: string) => Promise<void>;
};

/** `frameOf` gives what an answer to this question is written for. */
export function createAnswering(
  desk: Desk,
  delivery: Delivery,
  refusing: Refusing,
  progresses: Progresses,
  frameOf: (asked: AskedQuestion) => Frame,
): Answering {
  return {
    answer: async (asked) => {
      if (asked.run.sent.get('final') !== null) return;
      const target = delivery.targetFor(asked, asked.text);
      if (target.kind === 'unchanged') return;
      await answerAt(asked, target);
    },
    fillInline: (asked, inlineMessageId) => answerAt(asked, { kind: 'inline', id: inlineMessageId }),
  };

  async function answerAt(asked: AskedQuestion, target: Target): Promise<void> {
    const frame = frameOf(asked);
    let progress = quietly(target);
    const stop = new AbortController();
    const outcome = await desk.service
      .answer(
        askerOf(asked, frame.language),
        { text: asked.text },
        {
          signal: asked.run.signal,
          stop: stop.signal,
          onModel: async () => {
            progress = await progresses.show(asked, frame, target, stop);
          },
          onProgress: (claim) => progress.add(claim),
        },
      )
      .finally(() => progress.close());
    if (isRefusal(outcome)) {
      await refusing.refuse(asked, outcome, frame, progress.target);
      return;
    }
    const isEmpty = outcome.kind === 'stopped' && outcome.claims.length === 0;
    const reply = isEmpty
      ? { rendered: renderText(WORDING[frame.language].stopped, frame) }
      : {
          rendered: renderAnswer(outcome, frame, { asked: asked.showQuestion ? asked.text : null }),
          keyboard: answerKeyboard(outcome, frame, desk, asked),
        };
    await delivery.deliver(asked, asked.text, reply, progress.target);
  }
}

/** Who asks, as the service has it. */
export function askerOf(asked: AskedQuestion, language: Frame['language']) {
  const { surface, chat, person, run, messageId, updateId } = asked;
  // An edited question keeps its message's id, so its answer takes the place of the one before.
  const turn = messageId === null ? `u${updateId}` : String(messageId);
  return {
    ...{ surface, chat, person, language },
    conversation: surface === 'inline' ? null : { turn },
    isAdmitted: run.attempt > 1,
  };
}

export type Refusing = {
  /** Says why there is no answer, where that is due. */
  readonly refuse: (asked: AskedQuestion, refusal: Refusal, frame: Frame, target: Target) => Promise<void>;
};

/** One a process: it remembers who was told to wait. */
export function createRefusing({ now }: Pick<Desk, 'now'>, delivery: Delivery): Refusing {
  const notices = createNotices(now);
  return {
    refuse: async (asked, refusal, frame, target) => {
      if (refusal.kind === 'limited') {
        const rendered = renderText(WORDING[frame.language].telegram.tooFast(refusal.waitSeconds), frame);
        if (target.kind === 'inline') {
          // The button stays, for a press when the time has come.
          const keyboard = askKeyboard(asked.text, frame.language);
          await delivery.deliver(asked, asked.text, { rendered, keyboard }, target);
        } else if (notices.isDue(asked.person, refusal.waitSeconds)) {
          // One polite notice until questions are taken again; after that, silence.
          await delivery.deliver(asked, asked.text, { rendered }, { kind: 'new' });
        }
        return;
      }
      // In a group an emoji under an answer is talk among people.
      if (asked.surface === 'group' && refusal.why === 'no-words') return;
      const text =
        refusal.why === 'unknown-statement'
          ? WORDING[frame.language].telegram.cardGone
          : WORDING[frame.language].problem[refusal.why](MAX_QUESTION);
      await delivery.deliver(asked, asked.text, { rendered: renderText(text, frame) }, target);
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
