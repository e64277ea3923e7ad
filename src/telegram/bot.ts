// The bot: what each kind of update leads to. Updates come from the inbox one at a time per chat; inline queries come straight.

import { setTimeout as wait } from 'node:timers/promises';
import { autoRetry } from '@grammyjs/auto-retry';
import { Bot, type Context, GrammyError, HttpError, type RawApi, type Transformer } from 'grammy';
import type { Message, Update, UserFromGetMe } from 'grammy/types';
import { z } from 'zod';
import { MAX_QUESTION } from '../answer/answer.ts';
import { checkWords } from '../check/check.ts';
import { type Run, TryLater } from '../inbox/run.ts';
import { languageOf } from '../language/language-of.ts';
import { NEW_SESSION, type Session } from '../service/stored.ts';
import { StoreUnavailable } from '../store/outage.ts';
import type { Who } from '../store/table.ts';
import { LANGUAGES, type Language, languageFor } from '../wording/language.ts';
import { WORDING } from '../wording/wording.ts';
import { createAnswering, createRefusing } from './answering.ts';
import { createChecking } from './checking.ts';
import { paragraphReply, quotesPage, runCommand } from './commands.ts';
import { createDelivery, EDIT_SECONDS, extras, type Reply } from './delivery.ts';
import type { Asked, AskedQuestion, Desk } from './desk.ts';
import { type Intent, readMessage } from './incoming.ts';
import { createInlineCards, isAskCard, renderGone } from './inline.ts';
import { askKeyboard, examplesOf, type Press, readPress } from './keyboards.ts';
import { followingMoves, isOrdinary, tolerating } from './ordinary.ts';
import { watchCalls } from './outage.ts';
import { paceCalls } from './pace.ts';
import { createProgresses } from './progress.ts';
import { type Frame, ownText, publicAddress, renderText } from './render.ts';

/** The kinds of update that the bot works with; Telegram's default leaves some of them out. */
export const ALLOWED_UPDATES = [
  'message',
  'edited_message',
  'inline_query',
  'chosen_inline_result',
  'callback_query',
  'my_chat_member',
  'stopped_message_generation',
] as const satisfies readonly Exclude<keyof Update, 'update_id'>[];

export type TelegramBot = {
  readonly me: UserFromGetMe;
  readonly api: Bot['api'];
  /** Handles a stored update. Rejects with TryLater while Telegram or the store is at fault. */
  readonly handle: (update: Update, run: Run) => Promise<void>;
  /** One apology to whoever is left without an answer. */
  readonly apologise: (update: Update, run: Run) => Promise<void>;
  /** What must not wait its turn: inline queries are answered, a press on Stop takes effect. True: nothing is left to store. */
  readonly atOnce: (update: Update) => boolean;
  /** Heeds what another replica told. */
  readonly onBroadcast: (message: string) => void;
  /** Resolves when the inline queries under way are answered. */
  readonly settled: () => Promise<void>;
};

// Longer than Telegram hangs and still answers: giving up early would send the same message twice.
const CALL_TIMEOUT_SECONDS = 90;
// A wait that another chat need not notice; longer ones go back to the inbox.
const MAX_WAIT_SECONDS = 10;
const OUTAGE_RETRY_MS = 3_000;
/** Of the store: what became of the failed start cannot be stored either before it is back. */
const STORE_RETRY_MS = 250;
const REFUSED_RETRY_MS = 30_000;
const INIT_TIMEOUT_MS = 15_000;

type Running = Context & { run: Run };

/** What replicas tell one another: that Stop was pressed, and that what they hold of people's words is to go. */
const Broadcast = z.object({
  stop: z.object({ chat: z.number(), draft: z.number() }).optional(),
  forget: z.literal(true).optional(),
});

/**
 * Makes the bot and asks Telegram who it is.
 * @throws GrammyError with code 401 or 404 when the token is wrong.
 */
export async function createTelegramBot(parts: Omit<Desk, 'api'> & { readonly token: string }): Promise<TelegramBot> {
  const { service, home, store, sessions, queue, config, log, metrics } = parts;
  const bot = new Bot<Running>(parts.token, {
    client: { apiRoot: config.telegram.apiRoot, timeoutSeconds: CALL_TIMEOUT_SECONDS },
  });
  // Once, and not for ever as bot.init() does: whoever starts the bot is told what is wrong.
  bot.botInfo = await bot.api.getMe(AbortSignal.timeout(INIT_TIMEOUT_MS) as never);
  const me = bot.botInfo;
  bot.api.config.use(watchCalls(log));
  // By the steady clock: after a step back of the other every chat would wait for as long as that was.
  const steady = () => performance.now();
  bot.api.config.use(paceCalls(steady, (ms, signal) => wait(ms, undefined, signal ? { signal } : {})));
  bot.api.config.use(
    except(
      new Set(['sendMessageDraft', 'sendChatAction', 'answerInlineQuery', 'answerCallbackQuery', 'getUpdates']),
      autoRetry({
        maxRetryAttempts: 2,
        maxDelaySeconds: MAX_WAIT_SECONDS,
        rethrowHttpErrors: true,
        rethrowInternalServerErrors: true,
      }),
    ),
  );
  bot.api.config.use(followingMoves);
  const desk: Desk = { ...parts, api: bot.api };
  const delivery = createDelivery(desk);
  const refusing = createRefusing(desk, delivery);
  const progresses = createProgresses(desk, delivery);
  // Answers are labelled in the language that was asked in; where the letters do not tell, in the person's.
  const answering = createAnswering(desk, delivery, refusing, progresses, (asked) =>
    frameFor(languageOf(asked.text, LANGUAGES) ?? asked.language),
  );
  const checking = createChecking(desk, delivery, refusing, progresses);
  const publicUrl = publicAddress(config.web.publicUrl);
  const runs = new WeakMap<Update, Run>();
  const cards = createInlineCards(home, (alleged) => checkWords(alleged, home), frameFor);
  const inlineUnderWay = new Set<Promise<void>>();

  bot.use((ctx, next) => {
    ctx.run = runs.get(ctx.update)!;
    return next();
  });
  bot.on('message', (ctx) => onMessage(ctx, ctx.message));
  bot.on('edited_message', (ctx) => onEdited(ctx, ctx.editedMessage));
  bot.on('callback_query', onPress);
  bot.on('chosen_inline_result', onChosen);
  bot.on('my_chat_member', onMembership);

  return {
    me,
    api: bot.api,
    handle: async (update, run) => {
      metrics.update(kindOf(update));
      runs.set(update, run);
      try {
        await bot.handleUpdate(update);
      } catch (error) {
        const cause = (error as { error?: unknown }).error ?? error;
        if (isOrdinary(cause)) return;
        throw laterIfOutside(cause);
      }
    },
    apologise: async (update, run) => {
      const press = update.callback_query;
      const chosen = update.chosen_inline_result;
      const language = languageFor((update.message ?? update.edited_message ?? press ?? chosen)?.from?.language_code);
      const text = WORDING[language].failed;
      const card = press?.inline_message_id ?? chosen?.inline_message_id;
      if (card !== undefined) {
        // The button stays: pressing it again is how to ask again.
        const question = chosen?.query.trim() ?? (press && (await questionOf(readPress(press.data ?? ''))));
        const keyboard = question ? { reply_markup: askKeyboard(question, language) } : {};
        await tolerating(bot.api.editMessageTextInline(card, text, keyboard));
        return;
      }
      const message = update.message ?? update.edited_message ?? press?.message;
      if (!message || run.sent.get('final') !== null) return;
      metrics.question(message.chat.type === 'private' ? 'private' : 'group', 'failed');
      const placeholder = run.sent.get('placeholder');
      if (placeholder !== null) await tolerating(bot.api.editMessageText(message.chat.id, Number(placeholder), text));
      else {
        const apology = await tolerating(bot.api.sendMessage(message.chat.id, text, threadOf(message as Message)));
        if (apology !== null) await run.sent.record('final', apology.message_id);
      }
    },
    atOnce: (update) => {
      if (update.inline_query) {
        const answered = onInline(update.inline_query).finally(() => inlineUnderWay.delete(answered));
        inlineUnderWay.add(answered);
        return true;
      }
      const stopped = update.stopped_message_generation;
      if (!stopped) return false;
      if (!progresses.stop(stopped.chat.id, stopped.draft_id)) {
        // Another replica may be at it. If the word does not reach it, its answer goes on to the end, as if nobody had pressed.
        const stop = { chat: stopped.chat.id, draft: stopped.draft_id };
        queue.broadcast(JSON.stringify({ stop })).catch(() => metrics.error('stop'));
      }
      return true;
    },
    onBroadcast: (message) => {
      // One of another version may tell what this one does not know.
      const { data } = Broadcast.safeParse(JSON.parse(message));
      if (data?.stop) progresses.stop(data.stop.chat, data.stop.draft);
      if (data?.forget) dropWords();
    },
    settled: async () => {
      await Promise.allSettled(inlineUnderWay);
    },
  };

  async function onMessage(ctx: Running, message: Message): Promise<void> {
    if (message.migrate_to_chat_id !== undefined) {
      await sessions.moveChat(message.chat.id, message.migrate_to_chat_id);
      await store.settings.moveChat(message.chat.id, message.migrate_to_chat_id);
      return;
    }
    const intent = readMessage(message, me);
    if (intent.kind === 'none' || !(await isAllowed(ctx, message))) return;
    await respond(intent, await askedIn(ctx, message), message);
  }

  /** Questions and quotations to be checked are looked at again when they are edited; a command has had its effect. */
  async function onEdited(ctx: Running, message: Message): Promise<void> {
    if ((message.edit_date ?? message.date) - message.date > EDIT_SECONDS) return;
    const intent = readMessage(message, me);
    if ((intent.kind !== 'question' && intent.kind !== 'check') || !isAllowedChat(message.chat.id)) return;
    await respond(intent, { ...(await askedIn(ctx, message)), isEdit: true }, message);
  }

  async function respond(intent: Exclude<Intent, { kind: 'none' }>, asked: Asked, message: Message): Promise<void> {
    if (intent.kind === 'question') await answering.answer({ ...asked, text: intent.text });
    else if (intent.kind === 'check') {
      const text = message.text ?? message.caption ?? '';
      const { checkWhat } = WORDING[asked.language].telegram;
      if (intent.alleged === null) await reply(asked, { rendered: ownText(checkWhat) }, text);
      else await checking.check({ ...asked, text }, intent.alleged, frameFor(asked.language));
    } else await reply(asked, await replyTo(intent, asked));
  }

  async function onPress(ctx: Running): Promise<void> {
    const query = ctx.callbackQuery!;
    const press = readPress(query.data ?? '');
    const { id: person } = query.from;
    const session = await sessions.get({ chat: query.message?.chat.id ?? person, person });
    const language = languageFor(session.language ?? query.from.language_code);
    const wording = WORDING[language].telegram;
    // Told at once, so that the button stops turning; what follows may take its time.
    const notices: Partial<Record<Press['kind'], string>> = {
      thumb: wording.thanks,
      ask: wording.pressed,
      card: wording.pressed,
    };
    const notice = press === null ? wording.cardGone : notices[press.kind];
    const acknowledged = tolerating(ctx.answerCallbackQuery(notice === undefined ? {} : { text: notice }));
    await Promise.all([acknowledged, press === null ? undefined : pressed(ctx, press, language, session)]);
  }

  async function pressed(ctx: Running, press: Press, language: Language, session: Session): Promise<void> {
    const query = ctx.callbackQuery!;
    const frame = frameFor(language);
    if (query.inline_message_id !== undefined) {
      await pressedInline(ctx, press, query.inline_message_id, language);
      return;
    }
    const message = query.message;
    if (!message || !isAllowedChat(message.chat.id)) return;
    const asked: Asked = {
      ...askedBase(ctx, message.chat.id, query.from.id, language),
      session,
      surface: message.chat.type === 'private' ? 'private' : 'group',
      threadId: threadOf(message as Message).message_thread_id,
      showQuestion: true,
    };
    switch (press.kind) {
      case 'thumb':
        await store.feedback.put({
          chat: message.chat.id,
          person: query.from.id,
          message: message.message_id,
          thumb: press.up ? 'up' : 'down',
          promptVersion: press.promptVersion,
          model: service.model?.name ?? null,
          statement: home.statement.sha256,
        });
        return;
      case 'topic': {
        const topic = desk.topics[press.index];
        const isSame = press.statement === home.statement.sha256.slice(0, 8);
        if (!topic || !isSame) await reply(asked, { rendered: renderGone(frame) });
        else await answering.answer({ ...asked, text: WORDING[language].telegram.andTopic(topic) });
        return;
      }
      case 'example': {
        const example = examplesOf(desk.topics, home.statement.speaker?.pronoun ?? 'they', language)[press.index];
        if (example) await answering.answer({ ...asked, text: example });
        return;
      }
      case 'paragraph':
        await reply(asked, paragraphReply(press.number, frame));
        return;
      case 'quotes': {
        const page = quotesPage(press.page, frame);
        await tolerating(
          bot.api.editMessageText(message.chat.id, message.message_id, page.rendered.text, extras(page)),
        );
        return;
      }
      case 'language': {
        const chosen = frameFor(press.language);
        await sessions.update(asked, (session) => ({ ...session, language: press.language }));
        await reply(asked, { rendered: renderText(WORDING[press.language].telegram.languageSet, chosen) });
        return;
      }
      case 'ask':
      case 'card':
        // These stand under inline messages only.
        return;
    }
  }

  async function pressedInline(ctx: Running, press: Press, inlineMessageId: string, language: Language): Promise<void> {
    const { from } = ctx.callbackQuery!;
    if (press.kind === 'thumb') {
      await store.feedback.put({
        chat: null,
        person: from.id,
        message: inlineMessageId,
        thumb: press.up ? 'up' : 'down',
        promptVersion: press.promptVersion,
        model: service.model?.name ?? null,
        statement: home.statement.sha256,
      });
      return;
    }
    const question = await questionOf(press);
    if (question === null) {
      const gone = renderGone(frameFor(language));
      await tolerating(bot.api.editMessageTextInline(inlineMessageId, gone.text, extras({ rendered: gone })));
      return;
    }
    await fillCard(ctx, from.id, language, question, inlineMessageId);
  }

  /** The question behind an "Ask" button; null when it is another button, or its card is kept no more. */
  async function questionOf(press: Press | null): Promise<string | null> {
    if (press?.kind === 'ask') return press.question;
    return press?.kind === 'card' ? ((await store.cards.get(press.id))?.question ?? null) : null;
  }

  async function onChosen(ctx: Running): Promise<void> {
    const { result_id, inline_message_id, query, from } = ctx.chosenInlineResult!;
    if (!isAskCard(result_id) || inline_message_id === undefined) return;
    await fillCard(ctx, from.id, languageFor(from.language_code), query.trim(), inline_message_id);
  }

  async function fillCard(
    ctx: Running,
    person: number,
    language: Language,
    question: string,
    inlineMessageId: string,
  ): Promise<void> {
    if (!isAllowedChat(person)) return;
    const asked: AskedQuestion = {
      ...askedBase(ctx, person, person, language),
      // What its sender asked in private is not taken into a message that others read.
      session: NEW_SESSION,
      surface: 'inline',
      text: question.slice(0, MAX_QUESTION),
      threadId: undefined,
      showQuestion: true,
    };
    await answering.fillInline(asked, inlineMessageId);
  }

  async function onInline(query: NonNullable<Update['inline_query']>): Promise<void> {
    metrics.update('inline_query');
    const written = languageOf(query.query, LANGUAGES);
    const language = written ?? languageFor(query.from.language_code);
    try {
      const { card, results, ...answer } = isAllowedChat(query.from.id)
        ? cards.answer(query, language)
        : cards.elsewhere(language);
      // Before the cards can be sent: a press on one must find its question.
      if (card !== null) await store.cards.put(card.id, { question: card.question, person: query.from.id });
      // Telegram may show one person's cards to the next only where both would get the same.
      const isPersonal = written === null || config.telegram.allowedChats !== null;
      await tolerating(bot.api.answerInlineQuery(query.id, results, { ...answer, is_personal: isPersonal }));
    } catch (error) {
      // The next keystroke asks again; an inline query that failed is worth a line, not a retry. Outages have a line already.
      metrics.error('inline');
      if (isOutage(error)) return;
      log.warn({ event: 'inline', error: (error as Error).name }, 'an inline query could not be answered');
    }
  }

  async function onMembership(ctx: Running): Promise<void> {
    const { chat, old_chat_member, new_chat_member, from } = ctx.myChatMember!;
    const isIn = (status: string) => status !== 'left' && status !== 'kicked';
    if (!isIn(new_chat_member.status)) {
      // Removed from a group, nothing of it is kept; a person who blocks the bot may come back to the conversation.
      if (chat.type !== 'private') await forget({ chat: chat.id, askedBy: ctx.update.update_id });
      return;
    }
    const isNew = !isIn(old_chat_member.status);
    if (!isNew || chat.type === 'private' || chat.type === 'channel' || !isAllowedChat(chat.id)) return;
    if (ctx.run.sent.get('final') !== null) return;
    const text = WORDING[languageFor(from.language_code)].telegram.addedToGroup({
      username: me.username,
      readsAll: me.can_read_all_group_messages,
      pronoun: home.statement.speaker?.pronoun ?? 'they',
    });
    const message = await tolerating(bot.api.sendMessage(chat.id, text));
    if (message) await ctx.run.sent.record('final', message.message_id);
  }

  async function askedIn(ctx: Running, message: Message): Promise<Asked> {
    // Anonymous admins and people writing as a channel share one account among all groups; the sender's chat tells them apart.
    const person = message.sender_chat?.id ?? message.from?.id ?? message.chat.id;
    const session = await sessions.get({ chat: message.chat.id, person });
    const language = languageFor(session.language ?? message.from?.language_code);
    return {
      ...askedBase(ctx, message.chat.id, person, language),
      session,
      surface: message.chat.type === 'private' ? 'private' : 'group',
      messageId: message.message_id,
      threadId: threadOf(message).message_thread_id,
      showQuestion: false,
    };
  }

  function askedBase(ctx: Running, chat: number, person: number, language: Language) {
    return { chat, person, language, updateId: ctx.update.update_id, run: ctx.run, messageId: null, isEdit: false };
  }

  function frameFor(language: Language): Frame {
    return { about: home, statement: home.statement, language, publicUrl };
  }

  async function replyTo(
    intent: Extract<Intent, { kind: 'command' | 'unreadable' }>,
    asked: Asked,
  ): Promise<Reply | null> {
    const { chat, person, language, updateId } = asked;
    if (intent.kind === 'unreadable') return { rendered: ownText(WORDING[language].telegram.textOnly) };
    const commander = {
      chat,
      person,
      updateId,
      isPrivate: asked.surface === 'private',
      frame: frameFor(language),
      username: me.username,
      readsAll: me.can_read_all_group_messages,
      forget,
    };
    return runCommand(intent.name, intent.argument, commander, desk);
  }

  async function forget(who: Who): Promise<void> {
    await store.forget(who);
    dropWords();
    await queue.broadcast(JSON.stringify({ forget: true }));
  }

  /** What is ready for whoever asks the same next stands under nobody's name; so everybody's goes. */
  function dropWords(): void {
    cards.forget();
  }

  /** Sends a reply once, however often its update is started; `text` is what it replies to, where that may be edited. */
  async function reply(asked: Asked, reply: Reply | null, text: string | null = null): Promise<void> {
    if (reply === null) return;
    await delivery.deliver(asked, text, reply, delivery.targetFor(asked, text));
  }

  function isAllowedChat(chat: number): boolean {
    return config.telegram.allowedChats === null || config.telegram.allowedChats.includes(chat);
  }

  /** Elsewhere the bot says so in private and keeps silent in groups. */
  async function isAllowed(ctx: Running, message: Message): Promise<boolean> {
    if (isAllowedChat(message.chat.id)) return true;
    if (message.chat.type === 'private') {
      const asked = await askedIn(ctx, message);
      await reply(asked, { rendered: ownText(WORDING[asked.language].telegram.notHere) });
    }
    return false;
  }
}

function threadOf(message: Message): { message_thread_id?: number } {
  // Replies in groups without topics carry a thread's id as well; only a topic may be written to.
  return message.is_topic_message && message.message_thread_id !== undefined
    ? { message_thread_id: message.message_thread_id }
    : {};
}

function kindOf(update: Update): string {
  return ALLOWED_UPDATES.find((kind) => update[kind] !== undefined) ?? 'other';
}

/** Applies `transformer` to all methods but these: a retried draft would show the past, a retried query is too late. */
function except(methods: ReadonlySet<string>, transformer: Transformer<RawApi>): Transformer<RawApi> {
  return (previous, method, payload, signal) =>
    methods.has(method) ? previous(method, payload, signal) : transformer(previous, method, payload, signal);
}

/** Of Telegram or the store. */
function isOutage(error: unknown): boolean {
  if (error instanceof GrammyError) return error.error_code >= 500;
  return error instanceof HttpError || error instanceof StoreUnavailable;
}

/** What Telegram or the store is at fault for does not count against the update. */
function laterIfOutside(error: unknown): unknown {
  if (error instanceof GrammyError) {
    const seconds = error.parameters.retry_after;
    if (seconds !== undefined) return new TryLater('Telegram asks to wait', { afterMs: seconds * 1_000, cause: error });
    if (error.error_code >= 500) return new TryLater('Telegram fails', { afterMs: OUTAGE_RETRY_MS, cause: error });
    // The token was revoked. Polling ends the process over it; behind a webhook questions wait for the new one.
    if (error.error_code === 401)
      return new TryLater('the token is refused', { afterMs: REFUSED_RETRY_MS, cause: error });
    return error;
  }
  if (error instanceof HttpError)
    return new TryLater('no connection to Telegram', { afterMs: OUTAGE_RETRY_MS, cause: error });
  if (error instanceof StoreUnavailable)
    return new TryLater('the store is away', { afterMs: STORE_RETRY_MS, cause: error });
  return error;
}
