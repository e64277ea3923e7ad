// Answers questions in Telegram: admits them, shows that work is under way, and delivers each answer once.

import {
  type Answer,
  type Claim,
  claimsOf,
  MAX_QUESTION,
  problemWith,
  type Turn,
  whyWithoutModel,
} from '../answer/answer.ts';
import { type AnswerKey, hasTokensLeft, type Session } from '../store/conversation.ts';
import { WORDING } from '../wording/wording.ts';
import type { Admission } from './admission.ts';
import { type Delivery, digest, type Target } from './delivery.ts';
import type { AskedQuestion, Desk } from './desk.ts';
import { answerKeyboard } from './keyboards.ts';
import { type Progresses, quietly, stopSignal, wasStopped } from './progress.ts';
import { type Frame, renderAnswer, renderText } from './render.ts';

export type Answering = {
  /** Answers in a chat: by a message of its own, or in the place of the answer to the question before it was edited. */
  readonly answer: (asked: AskedQuestion) => Promise<void>;
  /** Answers by filling in an inline message. */
  readonly fillInline: (asked: AskedQuestion, inlineMessageId: string) => Promise<void>;
};

const TURNS_KEPT = 4;

/** `answer` null: stopped before there was anything to show. */
type Made = { readonly answer: Answer | null; readonly target: Target };

/** `frameOf` gives what an answer to this question is written for. */
export function createAnswering(
  desk: Desk,
  delivery: Delivery,
  admission: Admission,
  progresses: Progresses,
  frameOf: (asked: AskedQuestion) => Frame,
): Answering {
  const { app, store, config, metrics } = desk;

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
    if (await refused(asked, frame, target)) return;
    const { turns } = asked.session;
    const last = turns.at(-1);
    const replaced = target.kind === 'message' ? target.replied : null;
    const replacesLast = last !== undefined && replaced === digest(last.question);
    const made = await makeAnswer(asked, frame, replacesLast ? turns.slice(0, -1) : turns, target);
    const { answer } = made;
    const question = asked.showQuestion ? asked.text : null;
    const reply =
      answer === null
        ? { rendered: renderText(WORDING[frame.language].stopped, frame) }
        : {
            rendered: renderAnswer(answer, frame, { asked: question }),
            keyboard: answerKeyboard(answer, frame, app, asked),
          };
    const remember = (session: Session): Session => {
      if (answer === null) return session;
      const before = replacesLast ? session.turns.slice(0, -1) : session.turns;
      return { ...session, turns: [...before, turnOf(asked, answer)].slice(-TURNS_KEPT) };
    };
    await delivery.deliver(asked, asked.text, reply, made.target, remember);
  }

  /** Says so and returns true when the text is no question or comes too fast. */
  async function refused(asked: AskedQuestion, frame: Frame, target: Target): Promise<boolean> {
    const problem = problemWith(asked.text);
    if (problem !== null) {
      metrics.question(asked.surface, 'refused');
      // In a group an emoji under an answer is talk among people.
      if (asked.surface === 'group' && problem === 'no-words') return true;
      const rendered = renderText(WORDING[frame.language].problem[problem](MAX_QUESTION), frame);
      await delivery.deliver(asked, asked.text, { rendered }, target);
      return true;
    }
    return !(await admission.admit(asked, frame, target));
  }

  /** The answer, from the cache, the model or extraction. */
  async function makeAnswer(asked: AskedQuestion, frame: Frame, turns: readonly Turn[], target: Target): Promise<Made> {
    const startedAt = desk.now();
    let firstClaimMs: number | null = null;
    const key: AnswerKey = {
      statement: app.statement.sha256,
      question: asked.text,
      turns,
      language: frame.language,
      promptVersion: app.model?.promptVersion ?? 'none',
      model: app.model?.name ?? null,
    };
    const count = (answer: Answer) =>
      metrics.answer(
        asked.surface,
        { ...answer, why: whyWithoutModel(answer) },
        { firstClaimMs, totalMs: desk.now() - startedAt },
      );
    const cached = app.model === null ? null : await store.answers.get(key, asked);
    if (cached !== null) {
      count({ ...cached, usage: null });
      return { answer: cached, target };
    }
    const mayUseModel = app.model !== null && (await hasTokensLeft(store.usage, config.limits.dailyTokenBudget));
    const progress = mayUseModel ? await progresses.show(asked, frame, target) : quietly(target);
    const told: Claim[] = [];
    try {
      const answer = await app.ask(
        { text: asked.text, turns },
        {
          mayUseModel,
          signal: stopSignal(progress, asked),
          onClaim: (claim) => {
            firstClaimMs ??= desk.now() - startedAt;
            told.push(claim);
            progress.add(claim);
          },
        },
      );
      count(answer);
      if (answer.usage !== null) await store.usage.addTokens(asked.person, answer.usage);
      if (whyWithoutModel(answer) === null) await store.answers.put(key, answer, asked);
      return { answer, target: progress.target };
    } catch (error) {
      if (!wasStopped(progress, asked)) throw error;
      metrics.question(asked.surface, 'stopped');
      const { id, sha256 } = app.statement;
      const stopped: Answer = { kind: 'stopped', claims: told, usage: null, statements: [{ id, sha256 }] };
      return { answer: told.length === 0 ? null : stopped, target: progress.target };
    } finally {
      await progress.close();
    }
  }
}

function turnOf(asked: AskedQuestion, answer: Answer): Turn {
  const said = claimsOf(answer).map((claim) => claim.text || claim.quotes.map((quote) => quote.text).join(' '));
  return { question: asked.text, answer: said.join(' ') };
}
