// The people, chats and messages of the fake Telegram, and what of them the bot gets to see.

import type {
  CallbackQuery,
  Chat,
  ChosenInlineResult,
  InlineKeyboardMarkup,
  InlineQuery,
  InlineQueryResult,
  InlineQueryResultsButton,
  Message,
  MessageEntity,
  Update,
  User,
  UserFromGetMe,
} from '@grammyjs/types';
import { badRequest, Refusal } from './refusal.ts';
import type { InlineContent } from './rules.ts';
import type { FormattedText } from './text.ts';
import type { UpdateKind } from './updates.ts';

export type ChatType = 'private' | 'group' | 'supergroup' | 'channel';
export type BotStatus = 'member' | 'administrator' | 'left' | 'kicked';

/** One state of a message, with the time it came about in ms. */
export type Version = {
  readonly at: number;
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  readonly keyboard: InlineKeyboardMarkup | undefined;
};

/** A message as it now stands; edits change it in place and add a version. */
export class StoredMessage {
  /** The Bot API object, as the bot gets it. */
  readonly raw: Message;
  readonly fromBot: boolean;
  /** Only on a card that was sent through an inline query and carries a keyboard. */
  readonly inlineMessageId: string | undefined;
  readonly versions: Version[] = [];
  givenEntities: readonly MessageEntity[] = [];
  /** What Telegram made clickable by itself. */
  autoEntities: readonly MessageEntity[] = [];
  deleted = false;
  /** How many versions a test has waited for. */
  seen = 1;

  constructor(raw: Message, fromBot: boolean, inlineMessageId?: string) {
    this.raw = raw;
    this.fromBot = fromBot;
    this.inlineMessageId = inlineMessageId;
  }

  get id(): number {
    return this.raw.message_id;
  }

  /** The text, or the caption, or nothing. */
  get text(): string {
    return this.raw.text ?? this.raw.caption ?? '';
  }

  get entities(): readonly MessageEntity[] {
    return this.raw.entities ?? this.raw.caption_entities ?? [];
  }

  get keyboard(): InlineKeyboardMarkup | undefined {
    return this.raw.reply_markup;
  }

  /** The buttons of all rows, in order. */
  get buttons(): readonly InlineKeyboardMarkup['inline_keyboard'][number][number][] {
    return this.keyboard?.inline_keyboard.flat() ?? [];
  }

  /** The message that this one replies to. */
  get replyTo(): number | undefined {
    return this.raw.reply_to_message?.message_id;
  }

  /** The words that Telegram made clickable by itself. */
  get autoLinked(): string[] {
    return this.autoEntities.map(({ offset, length }) => this.text.slice(offset, offset + length));
  }

  /** Sets text, entities and keyboard, and adds a version. */
  write(at: number, formatted: FormattedText | undefined, keyboard: InlineKeyboardMarkup | undefined): void {
    const raw = this.raw as Mutable<Message>;
    if (formatted) {
      const caption = raw.text === undefined && this.isMedia;
      const kind = caption ? 'caption' : 'text';
      const kindOfEntities = caption ? 'caption_entities' : 'entities';
      if (formatted.text === '') delete raw[kind];
      else raw[kind] = formatted.text;
      if (formatted.entities.length > 0) raw[kindOfEntities] = [...formatted.entities];
      else delete raw[kindOfEntities];
      this.givenEntities = formatted.givenEntities;
      this.autoEntities = formatted.autoEntities;
    }
    if (keyboard) raw.reply_markup = keyboard;
    else delete raw.reply_markup;
    this.versions.push({ at, text: this.text, entities: this.entities, keyboard });
  }

  get isMedia(): boolean {
    return MEDIA.some((name) => name in this.raw);
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const MEDIA = ['photo', 'voice', 'audio', 'video', 'document', 'animation', 'video_note'] as const;

/** A draft, each time that the bot changed it. Times in ms. */
export type DraftVersion = {
  readonly at: number;
  readonly draftId: number;
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  readonly autoEntities: readonly MessageEntity[];
  readonly richMessage: object | undefined;
  readonly thread: number | undefined;
  readonly canStop: boolean;
  readonly keepOnStop: boolean;
  /** True when the person had already pressed Stop on this draft. */
  readonly afterStop: boolean;
};

/** A draft shows for half a minute after its last change. */
const DRAFT_MS = 30_000;

export type Member = { readonly user: User; status: 'creator' | 'administrator' | 'member' };

export class ChatState {
  readonly id: number;
  readonly type: ChatType;
  readonly title: string | undefined;
  readonly username: string | undefined;
  readonly person: User | undefined;
  readonly forum: boolean;
  readonly privacy: boolean;
  readonly members = new Map<number, Member>();
  readonly topics = new Map<number, { name: string; closed: boolean; message: Message }>();
  readonly messages = new Map<number, StoredMessage>();
  readonly #fromBot: StoredMessage[] = [];
  readonly drafts: DraftVersion[] = [];
  readonly stoppedDrafts = new Set<number>();
  draftReplaced = false;
  readonly actions: { readonly at: number; readonly action: string }[] = [];
  bot: BotStatus = 'left';
  /** Private chats: the person has written to the bot. */
  started = false;
  blocked = false;
  migratedTo: number | undefined;
  lastMessageId = 0;
  /** Times of the bot's messages and edits, for flood control. */
  sentAt: number[] = [];
  draftedAt: number[] = [];

  constructor(fields: {
    id: number;
    type: ChatType;
    title?: string | undefined;
    username?: string | undefined;
    person?: User | undefined;
    forum?: boolean | undefined;
    privacy?: boolean | undefined;
  }) {
    this.id = fields.id;
    this.type = fields.type;
    this.title = fields.title;
    this.username = fields.username;
    this.person = fields.person;
    this.forum = fields.forum ?? false;
    this.privacy = fields.privacy ?? false;
  }

  /** The chat as it stands in messages. */
  get json(): Chat {
    if (this.type === 'private') {
      const { id, first_name, last_name, username } = this.person!;
      return {
        id,
        type: 'private',
        first_name,
        ...(last_name && { last_name }),
        ...(username && { username }),
      } as Chat;
    }
    return {
      id: this.id,
      type: this.type,
      title: this.title ?? '',
      ...(this.username && { username: this.username }),
      ...(this.forum && { is_forum: true }),
    } as Chat;
  }

  /** Every message of the bot that is not deleted, in order. */
  get botMessages(): StoredMessage[] {
    return this.#fromBot.filter((message) => !message.deleted);
  }

  add(message: StoredMessage): void {
    this.messages.set(message.id, message);
    if (!message.fromBot) return;
    this.#fromBot.push(message);
    this.draftReplaced = true;
  }

  /** The draft that the person still sees: the last one, for half a minute, until the bot sends a message. */
  visibleDraft(now: number): DraftVersion | undefined {
    const last = this.drafts.at(-1);
    return last && now - last.at <= DRAFT_MS && !this.draftReplaced ? last : undefined;
  }
}

/** An inline answer as the person's app shows it. */
export type InlineAnswer = {
  readonly results: readonly InlineQueryResult[];
  readonly contents: ReadonlyMap<string, InlineContent>;
  readonly nextOffset: string;
  /** Seconds. */
  readonly cacheTime: number;
  readonly isPersonal: boolean;
  readonly button: InlineQueryResultsButton | undefined;
};
export type CallbackAnswer = {
  readonly text: string | undefined;
  readonly showAlert: boolean;
  readonly url: string | undefined;
};

/** A query that waits for the bot's answer. */
export type Query<Answer> = { readonly id: string; readonly at: number; answer: Answer | undefined };
export type InlineQueryState = Query<InlineAnswer> & { readonly cacheKey: string; readonly user: User };

export type WorldOptions = {
  readonly bot: UserFromGetMe;
  readonly now: () => number;
  readonly inlineQueryTtlMs: number;
  readonly callbackQueryTtlMs: number;
  readonly inlineFeedback: boolean;
  /** Whether mentions arrive under privacy mode. */
  readonly mentions: boolean;
  readonly inlineCache: boolean;
  readonly floodControl: FloodLimits | null;
  readonly push: <Kind extends UpdateKind>(
    kind: Kind,
    payload: NonNullable<Update[Kind]>,
    lane: number,
  ) => Update | null;
  readonly onChange: () => void;
  readonly warn: (warning: string) => void;
};

/** Telegram documents these as about; a burst is let through before the rate holds. */
export type FloodLimits = {
  /** Messages and edits to one chat at once, then one a second. */
  readonly chatBurst: number;
  /** Messages and edits to one group in any 60 s. */
  readonly groupPerMinute: number;
  /** Messages and edits to all chats in any second. */
  readonly allPerSecond: number;
  /** setMyName, setMyDescription and setMyShortDescription calls that change nothing are free; others in a day, each. */
  readonly renamesPerDay: number;
};

export class World {
  readonly options: WorldOptions;
  /** What people have sent, by its path. */
  readonly files = new Map<string, Uint8Array>();
  readonly chats = new Map<number, ChatState>();
  readonly users = new Map<number, User>();
  readonly inlineMessages = new Map<string, StoredMessage>();
  readonly inlineQueries = new Map<string, InlineQueryState>();
  readonly callbackQueries = new Map<string, Query<CallbackAnswer>>();
  readonly inlineCache = new Map<string, { readonly until: number; readonly answer: InlineAnswer }>();
  // Private chats and basic groups share the bot account's own count; supergroups and channels count for themselves.
  #lastAccountMessageId = 100;
  #lastQueryId = 7_000_000_000_000;
  #allSentAt: number[] = [];

  constructor(options: WorldOptions) {
    this.options = options;
  }

  /** Unix time in seconds. */
  get date(): number {
    return Math.floor(this.options.now() / 1000);
  }

  /** The chat that a bot names, by number or @username. Throws a Refusal when the bot can't know it. */
  chatFor(chatId: number | string): ChatState {
    const numeric = typeof chatId === 'number' ? chatId : /^-?\d+$/.test(chatId) ? Number(chatId) : null;
    const chat =
      numeric === null
        ? [...this.chats.values()].find(
            (each) => each.username && `@${each.username}` === chatId && each.type !== 'private',
          )
        : this.chats.get(numeric);
    if (!chat) throw badRequest('chat not found');
    return chat;
  }

  /** The chat, if the bot may write there now. */
  writableChat(chatId: number | string): ChatState {
    const chat = this.chatFor(chatId);
    if (chat.migratedTo !== undefined) {
      throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
        migrate_to_chat_id: chat.migratedTo,
      });
    }
    if (chat.type === 'private') {
      if (chat.blocked) throw new Refusal(403, 'Forbidden: bot was blocked by the user');
      if (!chat.started) throw new Refusal(403, "Forbidden: bot can't initiate conversation with a user");
      return chat;
    }
    if (chat.bot === 'kicked') throw new Refusal(403, `Forbidden: bot was kicked from the ${chat.type} chat`);
    if (chat.bot === 'left') throw new Refusal(403, `Forbidden: bot is not a member of the ${chat.type} chat`);
    if (chat.type === 'channel' && chat.bot !== 'administrator') {
      throw badRequest('need administrator rights in the channel chat');
    }
    return chat;
  }

  /** The topic a message goes to; throws a Refusal for one that isn't there. */
  threadIn(chat: ChatState, thread: number | undefined): number | undefined {
    if (thread === undefined) return undefined;
    const topic = chat.topics.get(thread);
    // The general topic is addressed by leaving the parameter out; 1 is refused, as Telegram does.
    if (!topic) throw badRequest('message thread not found');
    if (topic.closed && chat.bot !== 'administrator') throw badRequest('TOPIC_CLOSED');
    return thread;
  }

  nextMessageId(chat: ChatState): number {
    if (chat.type === 'private' || chat.type === 'group') return ++this.#lastAccountMessageId;
    return ++chat.lastMessageId;
  }

  nextQueryId(): string {
    return String(++this.#lastQueryId);
  }

  /** Puts a message into its chat. */
  store(chat: ChatState, message: StoredMessage): StoredMessage {
    chat.add(message);
    this.options.onChange();
    return message;
  }

  draft(chat: ChatState, version: DraftVersion): void {
    chat.drafts.push(version);
    chat.draftReplaced = false;
    this.options.onChange();
  }

  /** The parts that every message in `chat` has. */
  message(chat: ChatState, from: User | undefined, rest: Partial<Message>): Message {
    return {
      message_id: this.nextMessageId(chat),
      ...(from && { from }),
      chat: chat.json,
      date: this.date,
      ...rest,
    } as Message;
  }

  /** Tells the bot of a person's message, if it is for its eyes. */
  deliver(chat: ChatState, message: Message, edited = false): Update | null {
    if (!this.visible(chat, message)) return null;
    const channel = chat.type === 'channel';
    const kind = channel ? (edited ? 'edited_channel_post' : 'channel_post') : edited ? 'edited_message' : 'message';
    return this.options.push(kind, structuredClone(message) as never, chat.id);
  }

  /** Group privacy: without admin rights a bot sees commands, replies to it, its own cards and service messages; mentions where asked for. */
  visible(chat: ChatState, message: Message): boolean {
    if (chat.type === 'private') return !chat.blocked;
    if (chat.bot !== 'administrator' && chat.bot !== 'member') return false;
    if (chat.bot === 'administrator' || !chat.privacy) return true;
    const { bot } = this.options;
    if (SERVICE.some((name) => name in message)) return true;
    if (message.via_bot?.id === bot.id) return true;
    const replied = message.reply_to_message;
    if (replied?.from?.id === bot.id && !('forum_topic_created' in replied)) return true;
    const text = message.text ?? message.caption ?? '';
    const name = `@${bot.username}`.toLowerCase();
    const { mentions } = this.options;
    return (message.entities ?? message.caption_entities ?? []).some((entity) => {
      if (entity.type === 'text_mention') return mentions && entity.user.id === bot.id;
      const words = text.slice(entity.offset, entity.offset + entity.length).toLowerCase();
      if (entity.type === 'mention') return mentions && words === name;
      if (entity.type !== 'bot_command' || entity.offset !== 0) return false;
      return !words.includes('@') || words.endsWith(name);
    });
  }

  memberUpdate(chat: ChatState, by: User, before: BotStatus, after: BotStatus): void {
    const member = (status: BotStatus) => {
      const user: User = botUser(this.options.bot);
      if (status === 'administrator') return { user, ...ADMIN_RIGHTS };
      return status === 'kicked' ? { user, status, until_date: 0 } : { user, status };
    };
    this.options.push(
      'my_chat_member',
      {
        chat: chat.json,
        from: by,
        date: this.date,
        old_chat_member: member(before),
        new_chat_member: member(after),
      } as never,
      chat.id,
    );
  }

  /** Counts a message, edit or draft against the limits; throws a 429 with the seconds to wait. */
  countAgainstFlood(chat: ChatState, kind: 'message' | 'draft'): void {
    const limits = this.options.floodControl;
    if (!limits) return;
    const now = this.options.now();
    const minuteAgo = now - 60_000;
    const times = (kind === 'draft' ? chat.draftedAt : chat.sentAt).filter((at) => at > minuteAgo);
    let waitMs = bucketWaitMs(times, now, limits.chatBurst);
    if (kind === 'message') {
      if (chat.type !== 'private' && times.length >= limits.groupPerMinute) {
        waitMs = Math.max(waitMs, times.at(-limits.groupPerMinute)! + 60_000 - now);
      }
      this.#allSentAt = this.#allSentAt.filter((at) => at > now - 1000);
      if (this.#allSentAt.length >= limits.allPerSecond) waitMs = Math.max(waitMs, 1);
    }
    if (waitMs > 0) throw tooMany(waitMs);
    times.push(now);
    if (kind === 'draft') chat.draftedAt = times;
    else {
      chat.sentAt = times;
      this.#allSentAt.push(now);
    }
  }

  inlineQuery(user: User, query: string, offset: string, chatType: InlineQuery['chat_type']): InlineQueryState {
    const id = this.nextQueryId();
    const state: InlineQueryState = {
      id,
      at: this.options.now(),
      answer: undefined,
      user,
      cacheKey: JSON.stringify([query, offset]),
    };
    this.inlineQueries.set(id, state);
    const update: InlineQuery = { id, from: user, query, offset, ...(chatType && { chat_type: chatType }) };
    this.options.push('inline_query', update, user.id);
    return state;
  }

  chosenResult(result: ChosenInlineResult): void {
    if (this.options.inlineFeedback) this.options.push('chosen_inline_result', result, result.from.id);
  }

  callbackQuery(user: User, message: StoredMessage, data: string, lane: number): Query<CallbackAnswer> {
    const state: Query<CallbackAnswer> = { id: this.nextQueryId(), at: this.options.now(), answer: undefined };
    this.callbackQueries.set(state.id, state);
    const query = {
      id: state.id,
      from: user,
      ...(message.inlineMessageId
        ? { inline_message_id: message.inlineMessageId }
        : { message: structuredClone(message.raw) }),
      chat_instance: String(lane * 31 + 17),
      data,
    } as CallbackQuery;
    this.options.push('callback_query', query, lane);
    return state;
  }

  /** The open query, or a Refusal: unknown, answered before, or too old. */
  openQuery<Q extends Query<unknown>>(queries: ReadonlyMap<string, Q>, id: string, ttlMs: number): Q {
    const query = queries.get(id);
    if (!query || query.answer !== undefined || this.options.now() - query.at > ttlMs) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid');
    }
    return query;
  }
}

/** A 429 that asks to wait for `waitMs`, in whole seconds. */
export function tooMany(waitMs: number): Refusal {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
}

/** The bot as it stands in messages: without what only getMe tells. */
export function botUser({ id, is_bot, first_name, username }: UserFromGetMe): User {
  return { id, is_bot, first_name, username };
}

// A bucket of `burst` that fills by one a second; `times` are those of the last minute.
function bucketWaitMs(times: readonly number[], now: number, burst: number): number {
  let level = burst;
  let last = times[0] ?? now;
  for (const at of times) {
    level = Math.min(burst, level + (at - last) / 1000) - 1;
    last = at;
  }
  level = Math.min(burst, level + (now - last) / 1000);
  return level >= 1 ? 0 : (1 - level) * 1000;
}

const SERVICE = [
  'new_chat_members',
  'left_chat_member',
  'new_chat_title',
  'group_chat_created',
  'pinned_message',
  'migrate_to_chat_id',
  'migrate_from_chat_id',
  'forum_topic_created',
  'forum_topic_closed',
  'forum_topic_reopened',
] as const;

const ADMIN_RIGHTS = {
  status: 'administrator',
  can_be_edited: false,
  is_anonymous: false,
  can_manage_chat: true,
  can_delete_messages: true,
  can_manage_video_chats: true,
  can_restrict_members: true,
  can_promote_members: false,
  can_change_info: true,
  can_invite_users: true,
  can_post_stories: false,
  can_edit_stories: false,
  can_delete_stories: false,
} as const;
