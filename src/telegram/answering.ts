// Answers questions in Telegram: admits them, shows that work is under way, and delivers each answer once.

import type { Api } from 'grammy';
import type { InlineKeyboardMarkup, Message } from 'grammy/types';
import { z } from 'zod';
import { type Answer, type Claim, MAX_QUESTION, problemWith } from '../answer/answer.ts';
import type { App } from '../app.ts';
import type { Config } from '../config.ts';
import type { AnswerKey, ChatPerson } from '../store/conversation.ts';
import type { Store } from '../store/store.ts';
import type { Log, Metrics } from '../telemetry.ts';
import { type Language, languageOf, WORDING } from '../wording.ts';
import type { Rendered } from './defuse.ts';
import { createDrafting, type Draft } from './draft.ts';
import type { Run } from './inbox.ts';
import { answerKeyboard } from './keyboards.ts';
import { isOrdinary, tolerating } from './ordinary.ts';
import { type Frame, renderAnswer, renderText } from './render.ts';
import { TELEGRAM_WORDING } from './wording.ts';

/** What every part of the bot works with. */
export type Desk = {
  readonly api: Api;
  readonly app: App;
  readonly store: Store;
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => number;
};

/** Where an answer goes and who asked. */
export type Asked = ChatPerson & {
  readonly surface: 'private' | 'group' | 'inline' | 'button';
  readonly updateId: number;
  readonly text: string;
  /** The interface's language for this person. */
  readonly language: Language;
  /** The question's message; null for presses and inline messages. */
  readonly messageId: number | null;
  readonly threadId: number | undefined;
  /** Set when there is no message with the question above the answer. */
  readonly showQuestion: boolean;
  readonly run: Run;
};

const TURNS_KEPT = 4;
/** How long after it was sent a question may still be edited, in seconds. */
export const EDIT_SECONDS = 120;

// Which answers belong to which questions of a chat, newest last; only a question's editor needs them, and only for a while.
const Answered = z.array(z.object({ question: z.number(), answer: z.number(), person: z.number() }));
const ANSWERED_KEPT = 20;

export type Answering = {
  /** Answers in a chat by a message of its own. */
  readonly answer: (asked: Asked) => Promise<void>;
  /** Answers by filling in an inline message. */
  readonly fillInline: (asked: Asked, inlineMessageId: string) => Promise<void>;
  /** Answers an edited question anew in the answer's place; false when that answer is not known any more. */
  readonly answerAgain: (asked: Asked) => Promise<boolean>;
  /** Stops the answer that is being made under this draft; false when none is. */
  readonly stop: (chatId: number, draftId: number) => boolean;
};

export function createAnswering(desk: Desk): Answering {
  const { api, app, store, config, log, metrics } = desk;
  const startDraft = createDrafting(api, log);
  const stoppable = new Map<string, AbortController>();
  const warned = createNotices(desk.now);

  const frameFor = (asked: Asked): Frame => ({
    statement: app.statement,
    // Answers are labelled in the language that was asked in; where the letters do not tell, in the person's.
    language: languageOf(asked.text) ?? asked.language,
    publicUrl: config.web.publicUrl,
  });

  return {
    answer: async (asked) => {
      const { sent } = asked.run;
      // An earlier start delivered it and was cut off before it could say so.
      if (sent.get('final') !== null) return;
      const frame = frameFor(asked);
      if (await refused(asked, frame)) return;
      const isGroup = asked.surface === 'group';
      const placeholder = isGroup ? await placeholderFor(asked, frame) : null;
      const answer = await makeAnswer(asked, frame, !isGroup);
      const rendered = answer === null ? stoppedText(frame) : renderAnswer(answer, frame, shownQuestion(asked));
      const keyboard = answer === null ? undefined : answerKeyboard(answer, frame, app, asked);
      const messageId = await deliver(asked, rendered, keyboard, placeholder);
      if (messageId !== null) {
        await sent.record('final', messageId);
        if (asked.messageId !== null) await noteAnswered(asked, asked.messageId, messageId);
      }
      if (answer !== null) await store.sessions.addTurn(asked, turnOf(asked, answer), TURNS_KEPT);
    },

    fillInline: async (asked, inlineMessageId) => {
      const frame = frameFor(asked);
      if (await refused(asked, frame, inlineMessageId)) return;
      const answer = await makeAnswer(asked, frame, false);
      const rendered = answer === null ? stoppedText(frame) : renderAnswer(answer, frame, asked.text);
      const keyboard = answer === null ? undefined : answerKeyboard(answer, frame, app, asked);
      await tolerating(
        api.editMessageTextInline(inlineMessageId, rendered.text, { ...body(rendered), ...markup(keyboard) }),
      );
    },

    answerAgain: async (asked) => {
      const known = (await store.settings.get({ chat: asked.chat }, 'answered', Answered)) ?? [];
      const pair = known.find(({ question, person }) => question === asked.messageId && person === asked.person);
      if (!pair) return false;
      const frame = frameFor(asked);
      if (await refused(asked, frame)) return true;
      const answer = await makeAnswer(asked, frame, false);
      const rendered = answer === null ? stoppedText(frame) : renderAnswer(answer, frame, null);
      const keyboard = answer === null ? undefined : answerKeyboard(answer, frame, app, asked);
      await tolerating(
        api.editMessageText(asked.chat, pair.answer, rendered.text, { ...body(rendered), ...markup(keyboard) }),
      );
      if (answer !== null) await store.sessions.replaceTurn(asked, turnOf(asked, answer));
      return true;
    },

    stop: (chatId, draftId) => {
      const controller = stoppable.get(`${chatId}/${draftId}`);
      controller?.abort(STOPPED);
      return controller !== undefined;
    },
  };

  /** Says so and returns true when the text is no question or comes too fast. */
  async function refused(asked: Asked, frame: Frame, inlineMessageId?: string): Promise<boolean> {
    const problem = problemWith(asked.text);
    if (problem !== null) {
      await say(asked, renderText(WORDING[frame.language].problem[problem](MAX_QUESTION), frame), inlineMessageId);
      return true;
    }
    const admission = await store.usage.admit({
      key: String(asked.updateId),
      person: asked.person,
      perMinute: config.limits.questionsPerMinute,
    });
    if (admission.kind === 'allowed') return false;
    metrics.question(surfaceOf(asked), 'limited');
    // One polite notice until questions are taken again; after that, silence.
    if (inlineMessageId !== undefined || warned.isDue(asked.person, admission.waitSeconds)) {
      await say(
        asked,
        renderText(TELEGRAM_WORDING[frame.language].tooFast(admission.waitSeconds), frame),
        inlineMessageId,
      );
    }
    return true;
  }

  async function say(asked: Asked, rendered: Rendered, inlineMessageId?: string): Promise<void> {
    if (inlineMessageId === undefined) await deliver(asked, rendered, undefined, null);
    else await tolerating(api.editMessageTextInline(inlineMessageId, rendered.text, body(rendered)));
  }

  /** The answer, from the cache, the model or extraction; null when the asker stopped it before there was anything. */
  async function makeAnswer(asked: Asked, frame: Frame, withDraft: boolean): Promise<Answer | null> {
    const session = await store.sessions.get(asked);
    const startedAt = desk.now();
    let firstClaimMs: number | null = null;
    const key: AnswerKey = {
      statement: app.statement.sha256,
      question: asked.text,
      turns: session.turns,
      language: frame.language,
      promptVersion: app.model?.promptVersion ?? 'none',
      model: app.model?.name ?? null,
    };
    const cached = app.model === null ? null : await store.answers.get(key, asked);
    if (cached !== null) {
      metrics.answer(
        surfaceOf(asked),
        { ...cached, usage: null },
        { firstClaimMs: null, totalMs: desk.now() - startedAt },
      );
      return cached;
    }
    const mayUseModel = app.model !== null && (await hasBudget());
    const told: Claim[] = [];
    const draft = withDraft && mayUseModel ? openDraft(asked, frame) : null;
    try {
      const signals = [asked.run.signal, ...(draft ? [draft.stop.signal] : [])];
      const answer = await app.ask(
        { text: asked.text, turns: session.turns },
        {
          mayUseModel,
          signal: AbortSignal.any(signals),
          onClaim: (claim) => {
            firstClaimMs ??= desk.now() - startedAt;
            told.push(claim);
            draft?.shown.add(claim);
          },
        },
      );
      metrics.answer(surfaceOf(asked), answer, { firstClaimMs, totalMs: desk.now() - startedAt });
      if (answer.usage !== null) await store.usage.addTokens(asked.person, answer.usage);
      if (answer.mode === 'model') await store.answers.put(key, answer, asked);
      return answer;
    } catch (error) {
      if (!draft?.stop.signal.aborted || asked.run.signal.aborted) throw error;
      metrics.question(surfaceOf(asked), 'stopped');
      return told.length === 0 ? null : stoppedAnswer(told, app);
    } finally {
      await draft?.close();
    }
  }

  async function hasBudget(): Promise<boolean> {
    const { dailyTokenBudget } = config.limits;
    if (dailyTokenBudget === null) return true;
    const { promptTokens, completionTokens } = await store.usage.today(null);
    return promptTokens + completionTokens < dailyTokenBudget;
  }

  function openDraft(asked: Asked, frame: Frame): { shown: Draft; stop: AbortController; close: () => Promise<void> } {
    // The update's id, as a positive 31-bit number: a re-run goes on with the same draft.
    const draftId = (asked.updateId % 0x7fff_fffe) + 1;
    const name = `${asked.chat}/${draftId}`;
    const stop = new AbortController();
    stoppable.set(name, stop);
    const shown = startDraft({ chatId: asked.chat, threadId: asked.threadId, draftId }, frame);
    return {
      shown,
      stop,
      close: async () => {
        stoppable.delete(name);
        await shown.close();
      },
    };
  }

  /** The message that says that the bot is reading, sent once for all starts of this update; null when it cannot be sent. */
  async function placeholderFor(asked: Asked, frame: Frame): Promise<number | null> {
    const known = asked.run.sent.get('placeholder');
    if (known !== null) return Number(known);
    // Extraction takes no time: the answer itself is the first message.
    if (app.model === null) return null;
    const { reading } = TELEGRAM_WORDING[frame.language];
    const paragraphs = app.statement.blocks.filter((block) => block.kind === 'paragraph').length;
    const message = await tolerating(send(asked, renderText(reading(paragraphs), frame)));
    if (message === null) return null;
    await asked.run.sent.record('placeholder', message.message_id);
    return message.message_id;
  }

  /** Sends or edits; the message's id, or null where nobody is there to read it. */
  async function deliver(
    asked: Asked,
    rendered: Rendered,
    keyboard: InlineKeyboardMarkup | undefined,
    placeholder: number | null,
  ): Promise<number | null> {
    if (placeholder !== null) {
      try {
        await api.editMessageText(asked.chat, placeholder, rendered.text, { ...body(rendered), ...markup(keyboard) });
        return placeholder;
      } catch (error) {
        // Deleted in the meantime: the answer is sent after all. "Not modified" is an earlier start's work.
        if (!isOrdinary(error)) throw error;
        if (/not modified/i.test((error as Error).message)) return placeholder;
      }
    }
    const message = await tolerating(send(asked, rendered, keyboard));
    return message?.message_id ?? null;
  }

  function send(asked: Asked, rendered: Rendered, keyboard?: InlineKeyboardMarkup): Promise<Message.TextMessage> {
    const reply =
      asked.surface === 'group' && asked.messageId !== null
        ? { reply_parameters: { message_id: asked.messageId, allow_sending_without_reply: true } }
        : {};
    const thread = asked.threadId === undefined ? {} : { message_thread_id: asked.threadId };
    return api.sendMessage(asked.chat, rendered.text, { ...body(rendered), ...markup(keyboard), ...reply, ...thread });
  }

  async function noteAnswered(asked: Asked, question: number, answer: number): Promise<void> {
    const known = (await store.settings.get({ chat: asked.chat }, 'answered', Answered)) ?? [];
    const latest = [...known, { question, answer, person: asked.person }].slice(-ANSWERED_KEPT);
    await store.settings.set({ chat: asked.chat }, 'answered', latest);
  }

  function stoppedText(frame: Frame): Rendered {
    return renderText(TELEGRAM_WORDING[frame.language].stopped, frame);
  }
}

const STOPPED = new Error('stopped by the asker');

/** Text, entities and what goes with every message. */
export function body(rendered: Rendered) {
  return { entities: rendered.entities, link_preview_options: { is_disabled: true } };
}

function markup(keyboard: InlineKeyboardMarkup | undefined) {
  return keyboard === undefined ? {} : { reply_markup: keyboard };
}

/** As it is counted: a press is a question in the chat where the button stands. */
function surfaceOf({ surface }: Asked) {
  return surface === 'button' ? 'private' : surface;
}

function shownQuestion(asked: Asked): string | null {
  return asked.showQuestion ? asked.text : null;
}

function turnOf(asked: Asked, answer: Answer) {
  const said = answer.claims.map((claim) => claim.text || claim.quotes.map((quote) => quote.text).join(' '));
  return { question: asked.text, answer: said.join(' ') };
}

function stoppedAnswer(claims: readonly Claim[], app: App): Answer {
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
