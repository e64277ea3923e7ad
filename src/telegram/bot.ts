// The bot: what each kind of update leads to. Updates come from the inbox one at a time per chat; inline queries come straight.

import { setTimeout as wait } from 'node:timers/promises';
import { autoRetry } from '@grammyjs/auto-retry';
import { Bot, type Context, GrammyError, HttpError, type RawApi, type Transformer } from 'grammy';
import type { Message, Update, User, UserFromGetMe } from 'grammy/types';
import { MAX_QUESTION } from '../answer/answer.ts';
import { checkQuote } from '../answer/check.ts';
import { StoreUnavailable } from '../store/outage.ts';
import { type Language, languageFor, languageOf, WORDING } from '../wording.ts';
import { type Asked, body, createAnswering, type Desk, EDIT_SECONDS } from './answering.ts';
import { paragraphReply, quotesPage, type Reply, runCommand } from './commands.ts';
import { type Run, TryLater } from './inbox.ts';
import { type Intent, readMessage } from './incoming.ts';
import { answerInline, isAskCard, renderGone } from './inline.ts';
import { type Press, readPress } from './keyboards.ts';
import { isOrdinary, migratedTo, tolerating } from './ordinary.ts';
import { paceCalls } from './pace.ts';
import { type Frame, renderText } from './render.ts';
import { renderCheck } from './render-check.ts';
import { TELEGRAM_WORDING } from './wording.ts';

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
  /** Resolves when the inline queries under way are answered. */
  readonly settled: () => Promise<void>;
};

// Longer than Telegram hangs and still answers: giving up early would send the same message twice.
const CALL_TIMEOUT_SECONDS = 90;
// A wait that another chat need not notice; longer ones go back to the inbox.
const MAX_WAIT_SECONDS = 10;
const OUTAGE_RETRY_MS = 3_000;

type Running = Context & { run: Run };

/**
 * Makes the bot and asks Telegram who it is.
 * @throws GrammyError with code 401 or 404 when the token is wrong.
 */
export async function createTelegramBot(parts: Omit<Desk, 'api'> & { readonly token: string }): Promise<TelegramBot> {
  const { app, store, config, log, metrics } = parts;
  const bot = new Bot<Running>(parts.token, {
    client: { apiRoot: config.telegram.apiRoot, timeoutSeconds: CALL_TIMEOUT_SECONDS },
  });
  await bot.init();
  const me = bot.botInfo;
  bot.api.config.use(paceCalls(parts.now, (ms, signal) => wait(ms, undefined, signal ? { signal } : {})));
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
  const desk: Desk = { ...parts, api: bot.api };
  const answering = createAnswering(desk);
  const runs = new WeakMap<Update, Run>();
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
      const message = update.message ?? update.edited_message ?? update.callback_query?.message;
      if (!message || run.sent.get('final') !== null) return;
      const language = languageFor((update.message ?? update.callback_query)?.from?.language_code);
      const text = WORDING[language].failed;
      const placeholder = run.sent.get('placeholder');
      if (placeholder !== null) await tolerating(bot.api.editMessageText(message.chat.id, Number(placeholder), text));
      else {
        const threadId = threadIdOf(message as Message);
        await tolerating(
          bot.api.sendMessage(message.chat.id, text, threadId === undefined ? {} : { message_thread_id: threadId }),
        );
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
      answering.stop(stopped.chat.id, stopped.draft_id);
      return true;
    },
    settled: async () => {
      await Promise.allSettled(inlineUnderWay);
    },
  };

  async function onMessage(ctx: Running, message: Message): Promise<void> {
    if (message.migrate_to_chat_id !== undefined) {
      await store.sessions.moveChat(message.chat.id, message.migrate_to_chat_id);
      return;
    }
    const intent = readMessage(message, me);
    if (intent.kind === 'none') return;
    if (!(await isAllowed(ctx, message))) return;
    const place = await placeOf(ctx, message);
    if (intent.kind === 'question') await answering.answer({ ...place.asked, text: intent.text });
    else await reply(place, await replyTo(intent, place));
  }

  async function onEdited(ctx: Running, message: Message): Promise<void> {
    const edited = message.edit_date ?? message.date;
    if (edited - message.date > EDIT_SECONDS) return;
    const intent = readMessage(message, me);
    if (intent.kind !== 'question' || !isAllowedChat(message.chat.id)) return;
    const place = await placeOf(ctx, message);
    await answering.answerAgain({ ...place.asked, text: intent.text });
  }

  async function onPress(ctx: Running): Promise<void> {
    const query = ctx.callbackQuery!;
    const press = readPress(query.data ?? '');
    const language = await languageOfPerson(query.message?.chat.id ?? query.from.id, query.from);
    const wording = TELEGRAM_WORDING[language];
    // Told at once, so that the button stops turning; what follows may take its time.
    const notice = press === null ? wording.cardGone : press.kind === 'thumb' ? wording.thanks : undefined;
    const acknowledged = tolerating(ctx.answerCallbackQuery(notice === undefined ? {} : { text: notice }));
    await Promise.all([acknowledged, press === null ? undefined : pressed(ctx, press, language)]);
  }

  async function pressed(ctx: Running, press: Press, language: Language): Promise<void> {
    const query = ctx.callbackQuery!;
    const frame = frameFor(language);
    if (query.inline_message_id !== undefined) {
      await pressedInline(ctx, press, query.inline_message_id, language);
      return;
    }
    const message = query.message;
    if (!message || !isAllowedChat(message.chat.id)) return;
    const place: Place = {
      asked: {
        ...askedBase(ctx, message.chat.id, query.from.id, language),
        surface: 'button',
        threadId: threadIdOf(message as Message),
        showQuestion: true,
      },
      isPrivate: message.chat.type === 'private',
    };
    switch (press.kind) {
      case 'thumb':
        await store.feedback.put({
          chat: message.chat.id,
          person: query.from.id,
          message: message.message_id,
          thumb: press.up ? 'up' : 'down',
          promptVersion: press.promptVersion,
          model: app.model?.name ?? null,
          statement: app.statement.sha256,
        });
        return;
      case 'topic': {
        const topic = app.topics[press.index];
        const isSame = press.statement === app.statement.sha256.slice(0, 8);
        if (!topic || !isSame) await reply(place, { rendered: renderGone(frame) });
        else await answering.answer({ ...place.asked, text: TELEGRAM_WORDING[language].andTopic(topic) });
        return;
      }
      case 'example': {
        const example = TELEGRAM_WORDING[language].examples[press.index];
        if (example) await answering.answer({ ...place.asked, text: example });
        return;
      }
      case 'paragraph':
        await reply(place, paragraphReply(press.number, frame));
        return;
      case 'quotes': {
        const page = quotesPage(press.page, frame);
        await tolerating(
          bot.api.editMessageText(message.chat.id, message.message_id, page.rendered.text, options(page)),
        );
        return;
      }
      case 'language': {
        const chosen = frameFor(press.language);
        await store.sessions.setLanguage({ chat: message.chat.id, person: query.from.id }, press.language);
        await reply(place, { rendered: renderText(TELEGRAM_WORDING[press.language].languageSet, chosen) });
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
        model: app.model?.name ?? null,
        statement: app.statement.sha256,
      });
      return;
    }
    const question =
      press.kind === 'ask' ? press.question : press.kind === 'card' ? await cardQuestion(press.id) : null;
    if (question === null) {
      const gone = renderGone(frameFor(language));
      await tolerating(bot.api.editMessageTextInline(inlineMessageId, gone.text, body(gone)));
      return;
    }
    await fillCard(ctx, from.id, language, question, inlineMessageId);
  }

  async function cardQuestion(id: string): Promise<string | null> {
    return (await store.cards.get(id))?.question ?? null;
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
    const asked: Asked = {
      ...askedBase(ctx, person, person, language),
      surface: 'inline',
      text: question.slice(0, MAX_QUESTION),
      messageId: null,
      threadId: undefined,
      showQuestion: true,
    };
    await answering.fillInline(asked, inlineMessageId);
  }

  async function onInline(query: NonNullable<Update['inline_query']>): Promise<void> {
    const frame = frameFor(languageOf(query.query) ?? languageFor(query.from.language_code));
    try {
      const { card, results, ...options } = answerInline(query, app, frame);
      await tolerating(bot.api.answerInlineQuery(query.id, [...results], options));
      if (card !== null) await store.cards.put(card.id, { question: card.question, person: query.from.id });
    } catch (error) {
      // The next keystroke asks again; an inline query that failed is worth a line, not a retry.
      metrics.error('inline');
      log.warn({ event: 'inline', error: (error as Error).name }, 'an inline query could not be answered');
    }
  }

  async function onMembership(ctx: Running): Promise<void> {
    const { chat, old_chat_member, new_chat_member, from } = ctx.myChatMember!;
    const isIn = (status: string) => status !== 'left' && status !== 'kicked';
    if (!isIn(new_chat_member.status)) {
      // Removed from a group, nothing of it is kept; a person who blocks the bot may come back to the conversation.
      if (chat.type !== 'private') await store.forget({ chat: chat.id });
      return;
    }
    const isNew = !isIn(old_chat_member.status);
    if (!isNew || chat.type === 'private' || chat.type === 'channel' || !isAllowedChat(chat.id)) return;
    if (ctx.run.sent.get('final') !== null) return;
    const text = TELEGRAM_WORDING[languageFor(from.language_code)].addedToGroup(me.username);
    const message = await tolerating(bot.api.sendMessage(chat.id, text));
    if (message) await ctx.run.sent.record('final', message.message_id);
  }

  type Place = { readonly asked: Omit<Asked, 'text'>; readonly isPrivate: boolean };

  async function placeOf(ctx: Running, message: Message): Promise<Place> {
    const isPrivate = message.chat.type === 'private';
    const person = message.from?.id ?? message.sender_chat?.id ?? message.chat.id;
    const language = await languageOfPerson(message.chat.id, message.from, person);
    return {
      isPrivate,
      asked: {
        ...askedBase(ctx, message.chat.id, person, language),
        surface: isPrivate ? 'private' : 'group',
        messageId: message.message_id,
        threadId: threadIdOf(message),
        showQuestion: false,
      },
    };
  }

  function askedBase(ctx: Running, chat: number, person: number, language: Language) {
    return { chat, person, language, updateId: ctx.update.update_id, run: ctx.run, messageId: null };
  }

  async function languageOfPerson(chat: number, from: User | undefined, person = from?.id ?? chat): Promise<Language> {
    const { language } = await store.sessions.get({ chat, person });
    return languageFor(language ?? from?.language_code);
  }

  function frameFor(language: Language): Frame {
    return { statement: app.statement, language, publicUrl: config.web.publicUrl };
  }

  async function replyTo(intent: Exclude<Intent, { kind: 'question' | 'none' }>, place: Place): Promise<Reply | null> {
    const { chat, person, language } = place.asked;
    const frame = frameFor(language);
    switch (intent.kind) {
      case 'command':
        return runCommand(
          intent.name,
          intent.argument,
          { chat, person, isPrivate: place.isPrivate, frame, username: me.username },
          desk,
        );
      case 'check': {
        if (intent.alleged === null) return { rendered: renderText(TELEGRAM_WORDING[language].checkWhat, frame) };
        return { rendered: renderCheck(checkQuote(intent.alleged, app.statement), frame, intent.alleged) };
      }
      case 'unreadable':
        return { rendered: renderText(TELEGRAM_WORDING[language].textOnly, frame) };
    }
  }

  /** Sends a reply once, however often its update is started. */
  async function reply({ asked, isPrivate }: Place, reply: Reply | null): Promise<void> {
    if (reply === null || asked.run.sent.get('final') !== null) return;
    const replying =
      isPrivate || asked.messageId === null
        ? {}
        : { reply_parameters: { message_id: asked.messageId, allow_sending_without_reply: true } };
    const thread = asked.threadId === undefined ? {} : { message_thread_id: asked.threadId };
    const sent = await tolerating(
      bot.api.sendMessage(asked.chat, reply.rendered.text, { ...options(reply), ...replying, ...thread }),
    );
    if (sent) await asked.run.sent.record('final', sent.message_id);
  }

  function isAllowedChat(chat: number): boolean {
    return config.telegram.allowedChats === null || config.telegram.allowedChats.includes(chat);
  }

  /** Elsewhere the bot says so in private and keeps silent in groups. */
  async function isAllowed(ctx: Running, message: Message): Promise<boolean> {
    if (isAllowedChat(message.chat.id)) return true;
    if (message.chat.type === 'private') {
      const place = await placeOf(ctx, message);
      await reply(place, {
        rendered: renderText(TELEGRAM_WORDING[place.asked.language].notHere, frameFor(place.asked.language)),
      });
    }
    return false;
  }
}

function options({ rendered, keyboard }: Reply) {
  return { ...body(rendered), ...(keyboard === undefined ? {} : { reply_markup: keyboard }) };
}

function threadIdOf(message: Message): number | undefined {
  return message.is_topic_message ? message.message_thread_id : undefined;
}

function kindOf(update: Update): string {
  return ALLOWED_UPDATES.find((kind) => update[kind] !== undefined) ?? 'other';
}

/** Applies `transformer` to all methods but these: a retried draft would show the past, a retried query is too late. */
function except(methods: ReadonlySet<string>, transformer: Transformer<RawApi>): Transformer<RawApi> {
  return (previous, method, payload, signal) =>
    methods.has(method) ? previous(method, payload, signal) : transformer(previous, method, payload, signal);
}

/** What Telegram or the store is at fault for does not count against the update. */
function laterIfOutside(error: unknown): unknown {
  if (error instanceof GrammyError) {
    const seconds = error.parameters.retry_after;
    if (seconds !== undefined) return new TryLater('Telegram asks to wait', { afterMs: seconds * 1_000, cause: error });
    if (error.error_code >= 500) return new TryLater('Telegram fails', { afterMs: OUTAGE_RETRY_MS, cause: error });
    // The group has a new id; the update that tells so moves the session, and this one has nobody to answer to.
    if (migratedTo(error) !== null) return new TryLater('the group moved', { afterMs: OUTAGE_RETRY_MS, cause: error });
    return error;
  }
  if (error instanceof HttpError)
    return new TryLater('no connection to Telegram', { afterMs: OUTAGE_RETRY_MS, cause: error });
  if (error instanceof StoreUnavailable)
    return new TryLater('the store is away', { afterMs: OUTAGE_RETRY_MS, cause: error });
  return error;
}
