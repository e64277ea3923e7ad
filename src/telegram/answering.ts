// Answers questions in Telegram: admits them, shows that work is under way, and delivers each answer once.

import { type Answer, type Claim, MAX_QUESTION, problemWith, type Turn } from '../answer/answer.ts';
import { type AnswerKey, hasTokensLeft, type Session } from '../store/conversation.ts';
import { WORDING } from '../wording.ts';
import { type Delivery, digest, type Target } from './delivery.ts';
import type { Asked, AskedQuestion, Desk } from './desk.ts';
import { createDrafting } from './draft.ts';
import { answerKeyboard, askKeyboard } from './keyboards.ts';
import { bodyOf, type Frame, renderAnswer, renderText } from './render.ts';
import { TELEGRAM_WORDING } from './wording.ts';

export type Answering = {
  /** Answers in a chat: by a message of its own, or in the place of the answer to the question before it was edited. */
  readonly answer: (asked: AskedQuestion) => Promise<void>;
  /** Answers by filling in an inline message. */
  readonly fillInline: (asked: AskedQuestion, inlineMessageId: string) => Promise<void>;
  /**
   * Stops the answer that is being made under this draft; false when none is. Another replica's answer goes on to its end:
   * the press reaches one process only.
   */
  readonly stop: (chatId: number, draftId: number) => boolean;
};

const TURNS_KEPT = 4;

/** What a person sees while the model works. */
type Progress = {
  /** Where the answer goes now. */
  readonly target: Target;
  readonly add: (claim: Claim) => void;
  /** Aborted when the person presses Stop; null where there is no such button. */
  readonly stopped: AbortSignal | null;
  readonly close: () => Promise<void>;
};

/** `answer` null: stopped before there was anything to show. */
type Made = { readonly answer: Answer | null; readonly isStopped: boolean; readonly target: Target };

/** `frameOf` gives what an answer to this question is written for. */
export function createAnswering(desk: Desk, delivery: Delivery, frameOf: (asked: AskedQuestion) => Frame): Answering {
  const { api, app, store, config, log, metrics } = desk;
  const startDraft = createDrafting(api, log);
  const stoppable = new Map<string, AbortController>();
  const warned = createNotices(desk.now);

  return {
    answer: async (asked) => {
      if (asked.run.sent.get('final') !== null) return;
      const target = delivery.targetFor(asked, asked.text);
      if (target.kind === 'unchanged') return;
      await answerAt(asked, target);
    },
    fillInline: (asked, inlineMessageId) => answerAt(asked, { kind: 'inline', id: inlineMessageId }),
    stop: (chatId, draftId) => {
      const controller = stoppable.get(`${chatId}/${draftId}`);
      controller?.abort(STOPPED);
      return controller !== undefined;
    },
  };

  async function answerAt(asked: AskedQuestion, target: Target): Promise<void> {
    const frame = frameOf(asked);
    if (await refused(asked, frame, target)) return;
    const { turns } = asked.session;
    const last = turns.at(-1);
    const replaced = target.kind === 'message' ? target.replied : null;
    const replacesLast = last !== undefined && replaced === digest(last.question);
    const made = await makeAnswer(asked, frame, replacesLast ? turns.slice(0, -1) : turns, target);
    const { answer, isStopped } = made;
    const question = asked.showQuestion ? asked.text : null;
    const reply =
      answer === null
        ? { rendered: renderText(WORDING[frame.language].stopped, frame) }
        : {
            rendered: renderAnswer(answer, frame, { asked: question, isStopped }),
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
    const admission = await store.usage.admit({
      key: String(asked.updateId),
      person: asked.person,
      perMinute: config.limits.questionsPerMinute,
    });
    if (admission.kind === 'allowed') return false;
    metrics.question(asked.surface, 'limited');
    const rendered = renderText(TELEGRAM_WORDING[frame.language].tooFast(admission.waitSeconds), frame);
    if (target.kind === 'inline') {
      // The button stays, for a press when the time has come.
      await delivery.deliver(
        asked,
        asked.text,
        { rendered, keyboard: askKeyboard(asked.text, frame.language) },
        target,
      );
    } else if (warned.isDue(asked.person, admission.waitSeconds)) {
      // One polite notice until questions are taken again; after that, silence.
      await delivery.deliver(asked, asked.text, { rendered }, { kind: 'new' });
    }
    return true;
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
      metrics.answer(asked.surface, answer, { firstClaimMs, totalMs: desk.now() - startedAt });
    const cached = app.model === null ? null : await store.answers.get(key, asked);
    if (cached !== null) {
      count({ ...cached, usage: null });
      return { answer: cached, isStopped: false, target };
    }
    const mayUseModel = app.model !== null && (await hasTokensLeft(store.usage, config.limits.dailyTokenBudget));
    const progress = mayUseModel ? await showProgress(asked, frame, target) : quietly(target);
    const told: Claim[] = [];
    try {
      const signals = [asked.run.signal, ...(progress.stopped ? [progress.stopped] : [])];
      const answer = await app.ask(
        { text: asked.text, turns },
        {
          mayUseModel,
          signal: AbortSignal.any(signals),
          onClaim: (claim) => {
            firstClaimMs ??= desk.now() - startedAt;
            told.push(claim);
            progress.add(claim);
          },
        },
      );
      count(answer);
      if (answer.usage !== null) await store.usage.addTokens(asked.person, answer.usage);
      if (answer.mode === 'model') await store.answers.put(key, answer, asked);
      return { answer, isStopped: false, target: progress.target };
    } catch (error) {
      if (!progress.stopped?.aborted || asked.run.signal.aborted) throw error;
      metrics.question(asked.surface, 'stopped');
      return { answer: told.length === 0 ? null : soFar(told), isStopped: true, target: progress.target };
    } finally {
      await progress.close();
    }
  }

  /** A draft with a Stop button in a private chat, a placeholder in a group; an answer that stands stays until the next. */
  async function showProgress(asked: Asked, frame: Frame, target: Target): Promise<Progress> {
    if (target.kind !== 'new') return quietly(target);
    if (asked.surface === 'group') {
      const { reading } = TELEGRAM_WORDING[frame.language];
      return quietly(await delivery.place(asked, renderText(reading(bodyOf(app.statement).length), frame)));
    }
    // The update's id, as a positive 31-bit number: a re-run goes on with the same draft.
    const draftId = (asked.updateId % 0x7fff_fffe) + 1;
    const name = `${asked.chat}/${draftId}`;
    const stop = new AbortController();
    stoppable.set(name, stop);
    const draft = startDraft({ chatId: asked.chat, threadId: asked.threadId, draftId }, frame);
    return {
      target,
      add: draft.add,
      stopped: stop.signal,
      close: async () => {
        stoppable.delete(name);
        await draft.close();
      },
    };
  }

  /** What was verified before the person stopped the model. */
  function soFar(claims: readonly Claim[]): Answer {
    return {
      outcome: 'answered',
      mode: 'model',
      reason: null,
      claims,
      premise: null,
      searched: { sentences: 0, words: [], missing: [] },
      nearest: [],
      usage: null,
      statement: { id: app.statement.id, sha256: app.statement.sha256 },
    };
  }
}

const STOPPED = new Error('stopped by the asker');

function quietly(target: Target): Progress {
  return { target, add: () => {}, stopped: null, close: async () => {} };
}

function turnOf(asked: AskedQuestion, answer: Answer): Turn {
  const said = answer.claims.map((claim) => claim.text || claim.quotes.map((quote) => quote.text).join(' '));
  return { question: asked.text, answer: said.join(' ') };
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
