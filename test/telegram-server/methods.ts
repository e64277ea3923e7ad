// The Bot API methods, on the world. Parameters come in checked by check.ts; here is what depends on state.

import type {
  BotCommand,
  InlineKeyboardMarkup,
  Message,
  MessageEntity,
  Opts,
  ReplyParameters,
  User,
} from '@grammyjs/types';
import type { Parameters, UploadedFile } from './check.ts';
import { badRequest, Refusal } from './refusal.ts';
import {
  captionText,
  checkCommands,
  checkLength,
  checkPreviewUrl,
  checkWebhook,
  inlineKeyboard,
  inlineResults,
  messageText,
} from './rules.ts';
import { type FormattedText, formatText, MAX_TEXT } from './text.ts';
import type { UpdateQueue } from './updates.ts';
import { botUser, type ChatState, StoredMessage, tooMany, type World } from './world.ts';

type Arguments = Opts<UploadedFile>;
type MethodName = keyof Arguments;

export type CallContext = {
  readonly world: World;
  readonly updates: UpdateQueue;
  readonly allowHttpWebhook: boolean;
  /** Calls `end` when the client hangs up. */
  readonly closed: (end: () => void) => void;
};

/** Answer with a description beside the result, as setWebhook has. */
export class Described {
  readonly result: unknown;
  readonly description: string;

  constructor(result: unknown, description: string) {
    this.result = result;
    this.description = description;
  }
}

type Method<M extends MethodName> = (args: Arguments[M], context: CallContext, profile: Profile) => unknown;

/** What the bot has set about itself. */
export class Profile {
  readonly commands = new Map<string, readonly BotCommand[]>();
  /** name, description and short_description by language, '' for the default. */
  readonly texts = new Map<string, string>();
  menuButton: unknown = { type: 'commands' };
  readonly changes = new Map<string, number[]>();
}

/** Runs `method`; resolves with its result. Throws a Refusal. */
export function runMethod(method: string, parameters: Parameters, context: CallContext, profile: Profile): unknown {
  const run = (METHODS as Readonly<Record<string, Method<never> | undefined>>)[method];
  if (run) return run(parameters as never, context, profile);
  throw new Refusal(501, `Not Implemented: the fake Telegram knows ${method} but does not act it out`);
}

const METHODS: { readonly [M in MethodName]?: Method<M> } = {
  getMe: (_args, { world }) => world.options.bot,
  close: () => true,

  getUpdates({ offset, limit = 100, timeout = 0, allowed_updates }, { updates, closed }) {
    if (limit < 1 || limit > 100) throw badRequest('limit must be 1–100');
    if (timeout < 0) throw badRequest('timeout must be positive');
    updates.allow(allowed_updates);
    // Telegram waits for 50 s at most.
    return updates.poll(offset ?? 0, limit, Math.min(timeout, 50) * 1000, closed);
  },

  setWebhook(args, { updates, allowHttpWebhook }) {
    if (args.url === '') return removeWebhook(args.drop_pending_updates, updates);
    checkWebhook(args.url, args.secret_token, allowHttpWebhook);
    const maxConnections = args.max_connections ?? 40;
    if (maxConnections < 1 || maxConnections > 100) throw badRequest('max_connections must be 1–100');
    updates.allow(args.allowed_updates);
    const same = updates.webhook?.url === args.url;
    updates.setWebhook(
      { url: args.url, secret: args.secret_token, maxConnections },
      args.drop_pending_updates ?? false,
    );
    return new Described(true, same ? 'Webhook is already set' : 'Webhook was set');
  },
  deleteWebhook: (args, { updates }) => removeWebhook(args.drop_pending_updates, updates),
  getWebhookInfo: (_args, { updates }) => updates.webhookInfo(),

  sendMessage(args, { world }) {
    const chat = world.writableChat(args.chat_id);
    const formatted = messageText(args.text, formatting(args.parse_mode, args.entities), 'message is too long');
    checkPreviewUrl(args.link_preview_options?.url);
    return send(world, chat, args, formatted, {
      ...(args.link_preview_options && { link_preview_options: args.link_preview_options }),
    });
  },
  sendRichMessage(args, { world }) {
    const chat = world.writableChat(args.chat_id);
    checkRichMessage(args.rich_message);
    return send(world, chat, args, undefined, { rich_message: args.rich_message as never });
  },

  sendMessageDraft(args, { world }) {
    const formatted = formatText(args.text ?? '', formatting(args.parse_mode, args.entities));
    if (formatted.text.length > MAX_TEXT) throw badRequest('message is too long');
    return draft(world, args, formatted, undefined);
  },
  sendRichMessageDraft(args, { world }) {
    checkRichMessage(args.rich_message, true);
    return draft(world, args, formatText('', {}), args.rich_message);
  },

  sendChatAction(args, { world }) {
    const chat = world.writableChat(args.chat_id);
    // Unlike messages, actions in the general topic do name it.
    if (!(chat.forum && args.message_thread_id === 1)) world.threadIn(chat, args.message_thread_id);
    chat.actions.push({ at: world.options.now(), action: args.action });
    world.options.onChange();
    return true;
  },

  editMessageText(args, { world }) {
    const { message, chat } = editable(world, args);
    checkPreviewUrl(args.link_preview_options?.url);
    if (args.rich_message !== undefined) {
      if (args.text !== undefined) throw badRequest('text and rich_message exclude each other');
      checkRichMessage(args.rich_message);
      const raw = message.raw as { rich_message?: unknown; text?: string; entities?: unknown };
      const same = JSON.stringify(raw.rich_message) === JSON.stringify(args.rich_message);
      return edit(world, chat, message, undefined, inlineKeyboard(args.reply_markup), !same, () => {
        delete raw.text;
        delete raw.entities;
        raw.rich_message = args.rich_message;
      });
    }
    if (args.text === undefined) throw badRequest('message text is empty');
    const formatted = messageText(args.text, formatting(args.parse_mode, args.entities), 'MESSAGE_TOO_LONG');
    if (message.isMedia) throw badRequest('there is no text in the message to edit');
    const previewChanged =
      JSON.stringify(message.raw.link_preview_options) !== JSON.stringify(args.link_preview_options ?? undefined);
    return edit(world, chat, message, formatted, inlineKeyboard(args.reply_markup), previewChanged, () => {
      const raw = message.raw as { link_preview_options?: unknown; rich_message?: unknown };
      delete raw.rich_message;
      if (args.link_preview_options) raw.link_preview_options = args.link_preview_options;
      else delete raw.link_preview_options;
    });
  },
  editMessageCaption(args, { world }) {
    const { message, chat } = editable(world, args);
    if (!message.isMedia) throw badRequest('there is no caption in the message to edit');
    return edit(world, chat, message, captionText(args.caption, args), inlineKeyboard(args.reply_markup), false);
  },
  editMessageReplyMarkup(args, { world }) {
    const { message, chat } = editable(world, args);
    return edit(world, chat, message, undefined, inlineKeyboard(args.reply_markup), false);
  },

  deleteMessage(args, { world }) {
    remove(world, world.writableChat(args.chat_id), args.message_id);
    return true;
  },

  setMessageReaction(args, { world }) {
    existing(world.writableChat(args.chat_id), args.message_id, 'message to react not found');
    if ((args.reaction?.length ?? 0) > 1) throw badRequest('REACTIONS_TOO_MANY');
    if (args.reaction?.some((reaction) => reaction.type === 'paid')) throw badRequest('REACTION_INVALID');
    return true;
  },

  answerCallbackQuery(args, { world }) {
    if ((args.text?.length ?? 0) > 200) throw badRequest('MESSAGE_TOO_LONG');
    if ((args.cache_time ?? 0) < 0) throw badRequest('CACHE_TIME_INVALID');
    const { callbackQueryTtlMs } = world.options;
    const query = world.openQuery(world.callbackQueries, args.callback_query_id, callbackQueryTtlMs);
    // A callback may only open the bot's own links.
    const username = world.options.bot.username;
    if (args.url && !new RegExp(`^(https?://)?(t|telegram)\\.me/${username}\\?`, 'i').test(args.url)) {
      throw badRequest('URL_INVALID');
    }
    query.answer = { text: args.text, showAlert: args.show_alert ?? false, url: args.url };
    world.options.onChange();
    return true;
  },

  answerInlineQuery(args, { world }) {
    const { inlineQueryTtlMs, now } = world.options;
    const query = world.openQuery(world.inlineQueries, args.inline_query_id, inlineQueryTtlMs);
    const cacheTime = args.cache_time ?? 300;
    const nextOffset = args.next_offset ?? '';
    const contents = inlineResults(args.results, nextOffset, args.button, cacheTime);
    query.answer = {
      results: args.results,
      contents,
      nextOffset,
      cacheTime,
      isPersonal: args.is_personal ?? false,
      button: args.button,
    };
    const key = args.is_personal ? `${query.user.id} ${query.cacheKey}` : query.cacheKey;
    if (world.options.inlineCache && cacheTime > 0)
      world.inlineCache.set(key, { until: now() + cacheTime * 1000, answer: query.answer });
    world.options.onChange();
    return true;
  },

  setMyCommands(args, { world }, profile) {
    checkCommands(args.commands);
    profile.commands.set(scopeKey(world, args), args.commands);
    return true;
  },
  setMyName(args, { world }, profile) {
    checkLength(args.name, 64, 'BOT_TITLE_INVALID');
    return setText(world, profile, 'name', args.language_code, args.name);
  },
  setMyDescription(args, { world }, profile) {
    checkLength(args.description, 512, 'BOT_DESCRIPTION_INVALID');
    return setText(world, profile, 'description', args.language_code, args.description);
  },
  setMyShortDescription(args, { world }, profile) {
    checkLength(args.short_description, 120, 'BOT_SHORT_DESCRIPTION_INVALID');
    return setText(world, profile, 'short_description', args.language_code, args.short_description);
  },

  getFile(args, { world }) {
    const bytes = world.files.get(args.file_id);
    if (!bytes) throw badRequest('invalid file_id');
    return { file_id: args.file_id, file_unique_id: args.file_id, file_size: bytes.length, file_path: args.file_id };
  },
  getChatMember(args, { world }) {
    const chat = world.chatFor(args.chat_id);
    if (args.user_id === world.options.bot.id) return { user: botUser(world.options.bot), status: chat.bot };
    const member = chat.members.get(args.user_id);
    if (!member) throw badRequest('PARTICIPANT_ID_INVALID');
    return { user: member.user, status: member.status };
  },
};

/** Opens a topic with its service message, whose number is the thread's. */
export function openTopic(world: World, chat: ChatState, by: User, name: string): Message {
  const message = world.message(chat, by, {
    forum_topic_created: { name, icon_color: 7322096 },
    is_topic_message: true,
  });
  (message as { message_thread_id?: number }).message_thread_id = message.message_id;
  chat.topics.set(message.message_id, { name, closed: false, message });
  world.store(chat, new StoredMessage(message, by.is_bot));
  return message;
}

function removeWebhook(dropPending: boolean | undefined, updates: UpdateQueue): Described {
  const had = updates.webhook !== null;
  if (had || dropPending) updates.setWebhook(null, dropPending ?? false);
  return new Described(true, had ? 'Webhook was deleted' : 'Webhook is already deleted');
}

function formatting(parseMode: string | undefined, entities: readonly MessageEntity[] | undefined) {
  return { ...(parseMode !== undefined && { parse_mode: parseMode }), ...(entities !== undefined && { entities }) };
}

/** What all sending methods have in common. */
type Sending = {
  readonly message_thread_id?: number | undefined;
  readonly reply_parameters?: ReplyParameters | undefined;
  readonly reply_markup?: unknown;
  readonly message_effect_id?: string | undefined;
};

function send(
  world: World,
  chat: ChatState,
  args: Sending,
  formatted: FormattedText | undefined,
  content: Partial<Message>,
): Message {
  const keyboard = inlineKeyboard(args.reply_markup);
  if (args.message_effect_id !== undefined && chat.type !== 'private') throw badRequest('EFFECT_ID_INVALID');
  const replied = repliedMessage(world, chat, args.reply_parameters);
  const thread = world.threadIn(chat, args.message_thread_id) ?? replied?.raw.message_thread_id;
  world.countAgainstFlood(chat, 'message');
  const quote = args.reply_parameters?.quote;
  const inForum = chat.forum && thread !== undefined;
  const raw = world.message(chat, botUser(world.options.bot), {
    ...content,
    ...(thread !== undefined && { message_thread_id: thread }),
    ...(inForum && { is_topic_message: true }),
    ...(replied && { reply_to_message: withoutReply(replied.raw) as never }),
    ...(replied && quote && { quote: { text: quote, position: replied.text.indexOf(quote), is_manual: true } }),
  });
  const message = new StoredMessage(raw, true);
  message.write(world.options.now(), formatted, keyboard);
  for (const warning of formatted?.warnings ?? []) world.options.warn(`message ${raw.message_id}: ${warning}`);
  world.store(chat, message);
  return raw;
}

/** A message inside another one has no message inside itself. */
export function withoutReply(raw: Message): Message {
  const { reply_to_message: _inner, ...rest } = raw;
  return structuredClone(rest) as Message;
}

function repliedMessage(world: World, chat: ChatState, reply: ReplyParameters | undefined): StoredMessage | undefined {
  if (!reply) return undefined;
  if (reply.message_id === undefined) throw badRequest('message identifier is not specified');
  const elsewhere = reply.chat_id !== undefined && world.chatFor(reply.chat_id) !== chat;
  const where = elsewhere ? world.chatFor(reply.chat_id!) : chat;
  const message = where.messages.get(reply.message_id);
  if (!message || message.deleted) {
    if (reply.allow_sending_without_reply && !elsewhere) return undefined;
    throw badRequest('message to be replied not found');
  }
  if (reply.quote !== undefined) {
    const quote = formatText(reply.quote, formatting(reply.quote_parse_mode, reply.quote_entities)).text;
    if (quote.length > 1024 || !message.text.includes(quote)) throw badRequest('QUOTE_TEXT_INVALID');
  }
  return message;
}

type DraftArguments = Arguments['sendMessageDraft'] | Arguments['sendRichMessageDraft'];

function draft(world: World, args: DraftArguments, formatted: FormattedText, richMessage: object | undefined): true {
  const chat = world.writableChat(args.chat_id);
  if (chat.type !== 'private') throw badRequest('TEXTDRAFT_PEER_INVALID');
  if (args.draft_id === 0) throw badRequest('draft_id must be non-zero');
  world.threadIn(chat, args.message_thread_id);
  world.countAgainstFlood(chat, 'draft');
  world.draft(chat, {
    at: world.options.now(),
    draftId: args.draft_id,
    text: formatted.text,
    entities: formatted.entities,
    autoEntities: formatted.autoEntities,
    richMessage,
    thread: args.message_thread_id,
    canStop: args.can_stop ?? false,
    keepOnStop: args.keep_on_stop ?? false,
    afterStop: chat.stoppedDrafts.has(args.draft_id),
  });
  return true;
}

/** Exactly one content, at most 32,768 characters of text. */
function checkRichMessage(message: object, draft = false): void {
  const contents = ['blocks', 'html', 'markdown'].filter((name) => name in message);
  if (contents.length !== 1) throw badRequest('exactly one of blocks, html and markdown must be given');
  const letters = richLength((message as Record<string, unknown>)[contents[0]!]);
  if (letters === 0 && !draft) throw badRequest('message text is empty');
  if (letters > 32_768) throw badRequest('message is too long');
}

const RICH_TEXT_FIELDS = new Set(['text', 'credit', 'expression', 'alternative_text', 'label']);

function richLength(value: unknown, field = 'text'): number {
  if (typeof value === 'string') return RICH_TEXT_FIELDS.has(field) ? [...value].length : 0;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + richLength(item, field), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, inner]) => sum + richLength(inner, name), 0);
}

type Target = { readonly chat_id?: number | string; readonly message_id?: number; readonly inline_message_id?: string };

function editable(world: World, args: Target): { message: StoredMessage; chat: ChatState | undefined } {
  if (args.inline_message_id !== undefined) {
    if (args.chat_id !== undefined || args.message_id !== undefined) {
      throw badRequest('inline_message_id goes without chat_id and message_id');
    }
    const message = world.inlineMessages.get(args.inline_message_id);
    if (!message) throw badRequest('MESSAGE_ID_INVALID');
    return { message, chat: undefined };
  }
  if (args.chat_id === undefined) throw badRequest('chat_id is empty');
  if (args.message_id === undefined) throw badRequest('message identifier is not specified');
  const chat = world.writableChat(args.chat_id);
  const message = existing(chat, args.message_id, 'message to edit not found');
  if (!message.fromBot) throw badRequest("message can't be edited");
  return { message, chat };
}

function existing(chat: ChatState, id: number, missing: string): StoredMessage {
  const message = chat.messages.get(id);
  if (!message || message.deleted) throw badRequest(missing);
  return message;
}

function edit(
  world: World,
  chat: ChatState | undefined,
  message: StoredMessage,
  formatted: FormattedText | undefined,
  keyboard: InlineKeyboardMarkup | undefined,
  otherChange: boolean,
  apply?: () => void,
): Message | true {
  const sameText =
    !formatted ||
    (formatted.text === message.text && JSON.stringify(formatted.entities) === JSON.stringify(message.entities));
  if (sameText && !otherChange && JSON.stringify(keyboard) === JSON.stringify(message.keyboard)) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  }
  if (chat) world.countAgainstFlood(chat, 'message');
  apply?.();
  (message.raw as { edit_date?: number }).edit_date = world.date;
  message.write(world.options.now(), formatted, keyboard);
  for (const warning of formatted?.warnings ?? []) world.options.warn(`message ${message.id}: ${warning}`);
  world.options.onChange();
  return chat ? message.raw : true;
}

function remove(world: World, chat: ChatState, id: number): void {
  const message = existing(chat, id, 'message to delete not found');
  const mayDelete = message.fromBot || chat.type === 'private' || chat.bot === 'administrator';
  if (!mayDelete) throw badRequest("message can't be deleted");
  message.deleted = true;
  world.options.onChange();
}

function scopeKey(world: World, args: Arguments['getMyCommands']): string {
  const scope = args.scope ?? { type: 'default' };
  if ('chat_id' in scope) world.chatFor(scope.chat_id);
  return JSON.stringify([scope, args.language_code ?? '']);
}

function setText(world: World, profile: Profile, what: string, language: string | undefined, text = ''): true {
  const key = `${what} ${language ?? ''}`;
  if (profile.texts.get(key) === text) return true;
  const limit = world.options.floodControl?.renamesPerDay;
  if (limit !== undefined) {
    const now = world.options.now();
    const changes = (profile.changes.get(key) ?? []).filter((at) => at > now - 86_400_000);
    if (changes.length >= limit) throw tooMany(changes[0]! + 86_400_000 - now);
    profile.changes.set(key, [...changes, now]);
  }
  profile.texts.set(key, text);
  return true;
}
