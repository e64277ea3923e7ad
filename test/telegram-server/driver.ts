// The people's side of the fake Telegram: what a test does in the place of someone with the app in hand.

import type { Chat, InlineQuery, InlineQueryResult, Message, MessageEntity, User } from '@grammyjs/types';
import { openTopic, withoutReply } from './methods.ts';
import { inlineKeyboard } from './rules.ts';
import { formatText } from './text.ts';
import {
  botUser,
  type CallbackAnswer,
  ChatState,
  type DraftVersion,
  type InlineAnswer,
  type InlineQueryState,
  type Query,
  StoredMessage,
  type World,
} from './world.ts';

/** Resolves with the first value of `look` that is not undefined, null or false; rejects at a deadline with a transcript. */
type WaitFor = <T>(look: () => T | undefined | null | false, what: string) => Promise<T>;

export type Stage = {
  readonly world: World;
  readonly waitFor: WaitFor;
  readonly newId: () => number;
  readonly privacy: boolean;
};

export type UserOptions = Partial<
  Pick<User, 'id' | 'first_name' | 'last_name' | 'username' | 'language_code' | 'is_premium'>
>;

export type GroupOptions = {
  readonly title?: string;
  readonly username?: string;
  /** Only commands, replies and mentions reach the bot. Default: as the bot is set. */
  readonly privacy?: boolean;
  /** With topics. */
  readonly forum?: boolean;
  /** A basic group, which can become a supergroup. Default: a supergroup. */
  readonly basic?: boolean;
  /** Where the bot stands at first. Default: member. `left` is "not there yet". */
  readonly bot?: 'member' | 'administrator' | 'left';
};

export type SendOptions = {
  /** Added to what Telegram finds in the text by itself. */
  readonly entities?: readonly MessageEntity[];
  readonly replyTo?: StoredMessage | Message | number;
  /** The replied words, when the person selected some. */
  readonly quote?: string;
  /** A topic's thread. */
  readonly thread?: number;
  readonly forwardedFrom?: Message['forward_origin'];
  /** The bot that the message was sent through. */
  readonly viaBot?: User;
  /** Sent in the name of a channel or of the group itself. */
  readonly senderChat?: Chat;
  /** Any other fields of the message. */
  readonly fields?: Partial<Message>;
};

export type MediaKind =
  | 'photo'
  | 'voice'
  | 'video'
  | 'audio'
  | 'document'
  | 'animation'
  | 'video_note'
  | 'sticker'
  | 'location'
  | 'venue'
  | 'contact'
  | 'dice'
  | 'poll'
  | 'story';

const GROUP_ANONYMOUS: User = { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };
const CHANNEL_BOT: User = { id: 136817688, is_bot: true, first_name: 'Channel', username: 'Channel_Bot' };

/** A person. */
export class TestUser {
  readonly user: User;
  readonly #stage: Stage;

  constructor(stage: Stage, options: UserOptions) {
    this.#stage = stage;
    const id = options.id ?? stage.newId();
    if (stage.world.users.has(id)) throw new Error(`there is a person ${id} already`);
    this.user = { id, is_bot: false, first_name: `Person ${id}`, ...options } as User;
    stage.world.users.set(id, this.user);
    const chat = new ChatState({ id, type: 'private', person: this.user });
    chat.bot = 'member';
    stage.world.chats.set(id, chat);
  }

  get id(): number {
    return this.user.id;
  }

  /** The person's chat with the bot. The bot cannot write there before the person has. */
  privateChat(): Seat {
    return new Seat(this.#stage, this, this.#stage.world.chats.get(this.id)!);
  }

  /** A new group that the person owns, with the bot in it unless `bot` says otherwise. No updates are made of that. */
  group(options: GroupOptions = {}): Seat {
    const { world, newId, privacy } = this.#stage;
    const basic = options.basic ?? false;
    const chat = new ChatState({
      id: basic ? -newId() : -1_000_000_000_000 - newId(),
      type: basic ? 'group' : 'supergroup',
      title: options.title ?? 'A group',
      username: options.username,
      forum: options.forum,
      privacy: options.privacy ?? privacy,
    });
    chat.bot = options.bot ?? 'member';
    chat.members.set(this.id, { user: this.user, status: 'creator' });
    world.chats.set(chat.id, chat);
    return new Seat(this.#stage, this, chat);
  }

  /** A new channel of the person's, with the bot as an administrator unless `bot` says otherwise. */
  channel(
    options: { readonly title?: string; readonly username?: string; readonly bot?: 'administrator' | 'left' } = {},
  ): Seat {
    const { world, newId } = this.#stage;
    const chat = new ChatState({
      id: -1_000_000_000_000 - newId(),
      type: 'channel',
      title: options.title ?? 'A channel',
      username: options.username,
    });
    chat.bot = options.bot ?? 'administrator';
    chat.members.set(this.id, { user: this.user, status: 'creator' });
    world.chats.set(chat.id, chat);
    return new Seat(this.#stage, this, chat);
  }

  /** Types `@bot query` in a chat that the bot is not in. */
  inline(
    query: string,
    options: { readonly offset?: string; readonly chatType?: InlineQuery['chat_type'] } = {},
  ): InlineAsk {
    return askInline(this.#stage, this, null, query, options.offset ?? '', options.chatType ?? 'private');
  }

  /** Presses a button of a message or card; see Seat.press. */
  press(message: StoredMessage, which: ButtonChoice): PressedButton {
    const state = this.#stage.world.callbackQuery(this.user, message, callbackData(message, which), this.id);
    return new PressedButton(this.#stage, state);
  }

  /** Waits for an edit of a card that no test has waited for yet. */
  nextEdit(card: StoredMessage): Promise<StoredMessage> {
    return nextEdit(this.#stage, card);
  }
}

async function nextEdit(stage: Stage, message: StoredMessage): Promise<StoredMessage> {
  await stage.waitFor(() => message.versions.length > message.seen, `an edit of message ${message.id}`);
  message.seen = message.versions.length;
  return message;
}

/** A person in a chat. */
export class Seat {
  readonly chat: ChatState;
  readonly user: TestUser;
  readonly #stage: Stage;
  #returned = new Set<StoredMessage>();

  constructor(stage: Stage, user: TestUser, chat: ChatState) {
    this.#stage = stage;
    this.user = user;
    this.chat = chat;
  }

  get id(): number {
    return this.chat.id;
  }

  /** All messages that are not deleted, as they now stand. */
  get messages(): StoredMessage[] {
    return [...this.chat.messages.values()].filter((message) => !message.deleted);
  }

  /** The bot's messages that are not deleted, as they now stand. */
  get botMessages(): StoredMessage[] {
    return this.chat.botMessages;
  }

  get drafts(): readonly DraftVersion[] {
    return this.chat.drafts;
  }

  /** Another person in the same chat; joins without a word. */
  as(user: TestUser): Seat {
    if (!this.chat.members.has(user.id)) this.chat.members.set(user.id, { user: user.user, status: 'member' });
    return new Seat(this.#stage, user, this.chat);
  }

  /** Sends a text as the app would. Throws where the app would not let one: nothing to send, or over 4,096 units. */
  send(text: string, options: SendOptions = {}): StoredMessage {
    const formatted = formatText(text, options.entities ? { entities: options.entities } : {});
    if (formatted.text === '' || formatted.text.length > 4096) {
      throw new Error(`the app sends 1–4096 UTF-16 units at a time, not ${formatted.text.length}`);
    }
    return this.#put(
      { text: formatted.text, ...(formatted.entities.length > 0 && { entities: [...formatted.entities] }) },
      options,
    );
  }

  /** Sends a photo, voice message, sticker, poll and so on; `caption` where there can be one. */
  sendMedia(kind: MediaKind, options: SendOptions & { readonly caption?: string } = {}): StoredMessage {
    const formatted = options.caption === undefined ? null : formatText(options.caption, {});
    return this.#put(
      {
        ...media(kind, this.user.user),
        ...(formatted && { caption: formatted.text }),
        ...(formatted && formatted.entities.length > 0 && { caption_entities: [...formatted.entities] }),
      },
      options,
    );
  }

  /** Sends a file that the bot can download. */
  sendFile(name: string, bytes: Uint8Array, options: SendOptions = {}): StoredMessage {
    const id = `file-${this.#stage.newId()}/${name}`;
    this.#stage.world.files.set(id, bytes);
    const document = { file_id: id, file_unique_id: id, file_name: name, file_size: bytes.length };
    return this.#put({ document }, options);
  }

  /** Changes the text of a message sent from here. */
  edit(message: StoredMessage, text: string): void {
    const formatted = formatText(text, {});
    (message.raw as { edit_date?: number }).edit_date = this.#stage.world.date;
    message.write(this.#stage.world.options.now(), formatted, message.keyboard);
    this.#stage.world.deliver(this.chat, message.raw, true);
    this.#stage.world.options.onChange();
  }

  delete(message: StoredMessage): void {
    // Bots are not told.
    message.deleted = true;
    this.#stage.world.options.onChange();
  }

  /** Presses a callback button, chosen by its label, its data or its place. Other kinds of button ask the bot nothing: throws. */
  press(message: StoredMessage, which: ButtonChoice): PressedButton {
    const data = callbackData(message, which);
    const lane = message.inlineMessageId ? this.user.id : this.chat.id;
    return new PressedButton(this.#stage, this.#stage.world.callbackQuery(this.user.user, message, data, lane));
  }

  /** Types `@bot query` in this chat. */
  inline(query: string, options: { readonly offset?: string } = {}): InlineAsk {
    const type = this.chat.type === 'private' ? 'sender' : this.chat.type;
    return askInline(this.#stage, this.user, this.chat, query, options.offset ?? '', type);
  }

  /** Presses Stop on the draft that shows. Throws when none does, or it has no such button. */
  stopDraft(): DraftVersion {
    const { world } = this.#stage;
    const draft = this.chat.visibleDraft(world.options.now());
    if (!draft) throw new Error('no draft shows in this chat');
    if (!draft.canStop) throw new Error('the draft has no Stop button: can_stop was not set');
    if (this.chat.stoppedDrafts.has(draft.draftId)) throw new Error('the draft was stopped before');
    this.chat.stoppedDrafts.add(draft.draftId);
    world.options.push(
      'stopped_message_generation',
      {
        chat: this.chat.json as Chat.PrivateChat,
        ...(draft.thread !== undefined && { message_thread_id: draft.thread }),
        draft_id: draft.draftId,
      },
      this.chat.id,
    );
    return draft;
  }

  react(message: StoredMessage, emoji: string): void {
    const { world } = this.#stage;
    if (this.chat.type !== 'private' && this.chat.bot !== 'administrator') return;
    world.options.push(
      'message_reaction',
      {
        chat: this.chat.json,
        message_id: message.id,
        user: this.user.user,
        date: world.date,
        old_reaction: [],
        new_reaction: [{ type: 'emoji', emoji }],
      } as never,
      this.chat.id,
    );
  }

  /** Blocks the bot. */
  block(): void {
    this.chat.blocked = true;
    this.#stage.world.memberUpdate(this.chat, this.user.user, 'member', 'kicked');
  }

  unblock(): void {
    this.chat.blocked = false;
    this.#stage.world.memberUpdate(this.chat, this.user.user, 'kicked', 'member');
  }

  addBot(): void {
    this.#changeBot('member');
    this.#service({ new_chat_members: [botUser(this.#stage.world.options.bot)] });
  }

  removeBot(): void {
    const { bot } = this.#stage.world.options;
    // The message that says so is the last the bot sees.
    this.#service({ left_chat_member: botUser(bot) });
    this.#changeBot('kicked');
  }

  promoteBot(): void {
    this.#changeBot('administrator');
  }

  demoteBot(): void {
    this.#changeBot('member');
  }

  /** Another person joins, with the service message and, for a bot with admin rights that asked for it, chat_member. */
  join(user: TestUser): Seat {
    const seat = this.as(user);
    const { world } = this.#stage;
    if (this.chat.bot === 'administrator') {
      const member = (status: string) => ({ user: user.user, status });
      world.options.push(
        'chat_member',
        {
          chat: this.chat.json,
          from: user.user,
          date: world.date,
          old_chat_member: member('left'),
          new_chat_member: member('member'),
        } as never,
        this.chat.id,
      );
    }
    seat.#service({ new_chat_members: [user.user] });
    return seat;
  }

  /** Makes a basic group a supergroup; returns the seat there. Sending to the old one fails from now on. */
  migrate(): Seat {
    const { world, newId } = this.#stage;
    const old = this.chat;
    if (old.type !== 'group') throw new Error('only a basic group can become a supergroup');
    const chat = new ChatState({
      id: -1_000_000_000_000 - newId(),
      type: 'supergroup',
      title: old.title,
      privacy: old.privacy,
    });
    chat.bot = old.bot;
    for (const [id, member] of old.members) chat.members.set(id, member);
    world.chats.set(chat.id, chat);
    this.#service({ migrate_to_chat_id: chat.id });
    old.migratedTo = chat.id;
    const seat = new Seat(this.#stage, this.user, chat);
    seat.#service({ migrate_from_chat_id: old.id });
    return seat;
  }

  /** Opens a topic of a forum; returns its thread. */
  createTopic(name: string): number {
    if (!this.chat.forum) throw new Error('only a forum has topics');
    const message = openTopic(this.#stage.world, this.chat, this.user.user, name);
    this.#stage.world.deliver(this.chat, message);
    return message.message_id;
  }

  closeTopic(thread: number): void {
    const topic = this.chat.topics.get(thread);
    if (!topic) throw new Error(`no topic has the thread ${thread}`);
    topic.closed = true;
    this.#service({ forum_topic_closed: {}, message_thread_id: thread, is_topic_message: true });
  }

  /** The bot's next message here that this seat has not been given yet and `accept` likes; waits for it. */
  async nextBotMessage(accept: (message: StoredMessage) => boolean = () => true): Promise<StoredMessage> {
    const message = await this.#stage.waitFor(
      () => this.chat.botMessages.find((each) => !this.#returned.has(each) && accept(each)),
      `the bot's next message in chat ${this.chat.id}`,
    );
    this.#returned.add(message);
    return message;
  }

  /** Waits for an edit of `message` that no test has waited for yet; edits since then count as one. */
  nextEdit(message: StoredMessage): Promise<StoredMessage> {
    return nextEdit(this.#stage, message);
  }

  /** The first draft so far that `accept` likes; waits for it. */
  nextDraft(accept: (draft: DraftVersion) => boolean = () => true): Promise<DraftVersion> {
    return this.#stage.waitFor(() => this.chat.drafts.find(accept), `a draft in chat ${this.chat.id}`);
  }

  #changeBot(after: 'member' | 'administrator' | 'kicked'): void {
    const before = this.chat.bot;
    this.chat.bot = after;
    this.#stage.world.memberUpdate(this.chat, this.user.user, before, after);
  }

  #service(fields: Partial<Message>): void {
    const { world } = this.#stage;
    const raw = world.message(this.chat, this.user.user, fields);
    world.store(this.chat, new StoredMessage(raw, false));
    world.deliver(this.chat, raw);
  }

  #put(content: Partial<Message>, options: SendOptions): StoredMessage {
    const { world } = this.#stage;
    const { chat } = this;
    if (chat.type === 'private') {
      if (chat.blocked) throw new Error('the app does not send to a blocked bot');
      chat.started = true;
    }
    const replied = this.#replied(options.replyTo);
    const topic = chat.forum ? chat.topics.get(options.thread ?? -1) : undefined;
    if (options.thread !== undefined && !topic) throw new Error(`no topic has the thread ${options.thread}`);
    // A supergroup without topics numbers its reply threads too; only is_topic_message tells a topic.
    const thread = topic
      ? options.thread
      : replied && chat.type === 'supergroup'
        ? (replied.message_thread_id ?? replied.message_id)
        : undefined;
    const shown = replied ?? topic?.message;
    const sender = options.senderChat;
    const from =
      chat.type === 'channel'
        ? undefined
        : sender
          ? sender.id === chat.id
            ? GROUP_ANONYMOUS
            : CHANNEL_BOT
          : this.user.user;
    const raw = world.message(chat, from, {
      ...content,
      ...((sender ?? (chat.type === 'channel' ? chat.json : undefined)) && { sender_chat: sender ?? chat.json }),
      ...(thread !== undefined && { message_thread_id: thread }),
      ...(topic && { is_topic_message: true }),
      ...(shown && { reply_to_message: withoutReply(shown) as never }),
      ...(options.quote !== undefined && {
        quote: { text: options.quote, position: messageBody(shown).indexOf(options.quote), is_manual: true },
      }),
      ...(options.forwardedFrom && { forward_origin: options.forwardedFrom }),
      ...(options.viaBot && { via_bot: options.viaBot }),
      ...options.fields,
    });
    const message = new StoredMessage(raw, false);
    message.versions.push({
      at: world.options.now(),
      text: message.text,
      entities: message.entities,
      keyboard: undefined,
    });
    world.store(chat, message);
    world.deliver(chat, raw);
    return message;
  }

  #replied(target: SendOptions['replyTo']): Message | undefined {
    if (target === undefined) return undefined;
    const id = typeof target === 'number' ? target : target instanceof StoredMessage ? target.id : target.message_id;
    const message = this.chat.messages.get(id);
    if (!message) throw new Error(`chat ${this.chat.id} has no message ${id}`);
    return message.raw;
  }
}

/** A button by its label, its callback data, or its place counted from 0 over all rows. */
export type ButtonChoice = string | number;

function callbackData(message: StoredMessage, which: ButtonChoice): string {
  const { buttons } = message;
  const button =
    typeof which === 'number'
      ? buttons[which]
      : buttons.find((each) => each.text === which || ('callback_data' in each && each.callback_data === which));
  const labels = buttons.map((each) => each.text).join(' | ');
  if (!button) throw new Error(`no button "${which}" among: ${labels || 'none at all'}`);
  if (!('callback_data' in button)) throw new Error(`the button "${button.text}" is not a callback button`);
  return button.callback_data;
}

/** A callback query on its way. */
export class PressedButton {
  readonly id: string;
  readonly #stage: Stage;
  readonly #state: Query<CallbackAnswer>;

  constructor(stage: Stage, state: Query<CallbackAnswer>) {
    this.#stage = stage;
    this.#state = state;
    this.id = state.id;
  }

  /** What the bot answered; waits for it. */
  answer(): Promise<CallbackAnswer> {
    return this.#stage.waitFor(() => this.#state.answer, `an answer to callback query ${this.id}`);
  }
}

function askInline(
  stage: Stage,
  user: TestUser,
  chat: ChatState | null,
  query: string,
  offset: string,
  chatType: InlineQuery['chat_type'],
): InlineAsk {
  if ([...query].length > 256) throw new Error('an inline query has at most 256 characters');
  const { world } = stage;
  const key = JSON.stringify([query, offset]);
  const now = world.options.now();
  const cached = [world.inlineCache.get(`${user.id} ${key}`), world.inlineCache.get(key)].find(
    (entry) => entry && entry.until > now,
  );
  if (cached) return new InlineAsk(stage, user, chat, query, cached.answer);
  return new InlineAsk(stage, user, chat, query, world.inlineQuery(user.user, query, offset, chatType));
}

/** An inline query on its way. */
export class InlineAsk {
  /** Null when Telegram answered from what the bot let it keep. */
  readonly id: string | null;
  readonly #stage: Stage;
  readonly #user: TestUser;
  readonly #chat: ChatState | null;
  readonly #query: string;
  readonly #state: InlineQueryState | { readonly answer: InlineAnswer };

  constructor(
    stage: Stage,
    user: TestUser,
    chat: ChatState | null,
    query: string,
    state: InlineQueryState | InlineAnswer,
  ) {
    this.#stage = stage;
    this.#user = user;
    this.#chat = chat;
    this.#query = query;
    this.#state = 'results' in state ? { answer: state } : state;
    this.id = 'results' in state ? null : state.id;
  }

  /** The cards; waits for them. */
  answer(): Promise<InlineAnswer> {
    return this.#stage.waitFor(() => this.#state.answer, `an answer to the inline query "${this.#query}"`);
  }

  /**
   * Sends a card, chosen by its place or identifier. With inline feedback on, the bot hears of it; only a card with a
   * keyboard has an inline_message_id. Where the bot is in the chat it also sees the message, as sent via itself.
   */
  async choose(which: number | string | InlineQueryResult): Promise<StoredMessage> {
    const answer = await this.answer();
    const { world } = this.#stage;
    const result =
      typeof which === 'number'
        ? answer.results[which]
        : answer.results.find((each) => each.id === (typeof which === 'string' ? which : which.id));
    if (!result) throw new Error(`no result ${String(which)} among ${answer.results.length}`);
    const { formatted, keyboard } = answer.contents.get(result.id)!;
    const bot = botUser(world.options.bot);
    const chat = this.#chat ?? elsewhere(this.#user.user);
    const inlineMessageId = keyboard ? `AQAAA${world.nextQueryId()}` : undefined;
    const raw = world.message(chat, this.#user.user, { via_bot: bot, text: '' });
    const message = new StoredMessage(raw, false, inlineMessageId);
    message.write(world.options.now(), formatted, inlineKeyboard(keyboard));
    if (inlineMessageId) world.inlineMessages.set(inlineMessageId, message);
    if (this.#chat) {
      if (this.#chat.type === 'private') this.#chat.started = true;
      world.store(this.#chat, message);
      world.deliver(this.#chat, raw);
    }
    world.chosenResult({
      result_id: result.id,
      from: this.#user.user,
      query: this.#query,
      ...(inlineMessageId && { inline_message_id: inlineMessageId }),
    });
    return message;
  }
}

// A chat between people, which the bot knows nothing of.
function elsewhere(person: User): ChatState {
  return new ChatState({ id: person.id, type: 'private', person });
}

function messageBody(message: Message | undefined): string {
  return message?.text ?? message?.caption ?? '';
}

function media(kind: MediaKind, user: User): Partial<Message> {
  const file = { file_id: `file-${kind}`, file_unique_id: kind, file_size: 1024 };
  const size = { width: 320, height: 320 };
  const kinds: Record<MediaKind, object> = {
    photo: { photo: [{ ...file, ...size }] },
    voice: { voice: { ...file, duration: 3, mime_type: 'audio/ogg' } },
    video: { video: { ...file, ...size, duration: 3 } },
    audio: { audio: { ...file, duration: 3 } },
    document: { document: { ...file, file_name: 'paper.pdf', mime_type: 'application/pdf' } },
    animation: {
      animation: { ...file, ...size, duration: 3 },
      document: { ...file, file_name: 'a.mp4', mime_type: 'video/mp4' },
    },
    video_note: { video_note: { ...file, length: 240, duration: 3 } },
    sticker: { sticker: { ...file, ...size, type: 'regular', is_animated: false, is_video: false, emoji: '👍' } },
    location: { location: { latitude: 53.9, longitude: 27.56 } },
    venue: {
      venue: { location: { latitude: 53.9, longitude: 27.56 }, title: 'A square', address: 'A street' },
      location: { latitude: 53.9, longitude: 27.56 },
    },
    contact: { contact: { phone_number: '375291234567', first_name: user.first_name, user_id: user.id } },
    dice: { dice: { emoji: '🎲', value: 4 } },
    poll: {
      poll: {
        id: '1',
        question: 'Yes or no?',
        options: [
          { text: 'Yes', voter_count: 0 },
          { text: 'No', voter_count: 0 },
        ],
        total_voter_count: 0,
        is_closed: false,
        is_anonymous: true,
        type: 'regular',
        allows_multiple_answers: false,
      },
    },
    story: { story: { id: 1, chat: { id: user.id, type: 'private', first_name: user.first_name } } },
  };
  return kinds[kind] as Partial<Message>;
}
