// What a handler works with: grammY's Context, the run of the update that it stands for, and who wrote what to the bot where.

import { type Api, Context } from 'grammy';
import type { Message, Update, UserFromGetMe } from 'grammy/types';
import type { Config } from '../config.ts';
import type { Queue } from '../inbox/queue.ts';
import type { Run } from '../inbox/run.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import type { ChatPerson } from '../service/conversation.ts';
import type { Service } from '../service/service.ts';
import { NEW_SESSION, type Session, type Sessions } from '../service/stored.ts';
import type { Store } from '../store/store.ts';
import type { Log, Metrics } from '../telemetry.ts';
import { type Language, languageFor } from '../wording/language.ts';
import { type Press, readPress } from './buttons.ts';
import { type ChatSettings, DEFAULT_SETTINGS, readChatSettings } from './chat-settings.ts';
import { type Frame, publicAddress } from './format/message.ts';
import { type Intent, NO_INTENT, type Reader, readMessage } from './incoming.ts';
import { type Arrivals, joinMessage } from './joining.ts';

export type BotParts = {
  readonly api: Api;
  readonly me: UserFromGetMe;
  readonly service: Service;
  /** What is asked about where no statement is chosen. */
  readonly home: OpenStatement;
  readonly store: Store;
  readonly sessions: Sessions;
  readonly queue: Queue;
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** How long after it was sent a message may still be edited to be answered anew, in seconds. */
export const EDIT_SECONDS = 120;

/** Who wrote what to the bot, and where its reply goes. */
export type Origin = ChatPerson & {
  readonly surface: 'private' | 'group' | 'inline';
  readonly updateId: number;
  /** The message that is replied to; null for presses and inline messages. */
  readonly messageId: number | null;
  readonly threadId: number | undefined;
  /** Whether the message was answered before and then edited. */
  readonly isEdit: boolean;
  /** The conversation so far; a new one where others read along whom it does not concern. */
  readonly session: Session;
  readonly settings: ChatSettings;
  /** The interface's language for this person. */
  readonly language: Language;
  /** The statement chosen here, by the first digits of its fingerprint; null: none is. */
  readonly statement: string | null;
  readonly run: Run;
};

export type BotContext = Context & {
  readonly origin: Origin;
  /** A new message, joined with what was sent as one with it; null for every other kind of update. */
  readonly whole: Message | null;
  /** What a message asks for; `none` for every other kind of update. */
  readonly intent: Intent;
  /** What a pressed button asks for; null for every other kind of update, and for a button that this version does not know. */
  readonly press: Press | null;
};

/** `arrivals`: what has come and is not handled yet. */
export async function openContext(
  update: Update,
  run: Run,
  parts: BotParts & Pick<Reader, 'meaningOf'> & { readonly arrivals: Arrivals },
): Promise<BotContext> {
  const context = new Context(update, parts.api, parts.me);
  const { store, arrivals, meaningOf } = parts;
  const whole = context.message
    ? await joinMessage(context.message, personIn(context), { store, arrivals, signal: run.signal })
    : null;
  const read = (mentions: boolean): Intent => {
    const reader = { id: context.me.id, username: context.me.username, meaningOf, mentions };
    return whole === null ? editedIntent(context.editedMessage, reader) : readMessage(whole, reader);
  };
  // Of talk among people, which a bot with admin rights sees all of, nothing needs to be looked up.
  const isTalk = context.message !== undefined && context.chat?.type !== 'private' && read(true).kind === 'none';
  const origin = await originOf(context, run, isTalk ? null : parts);
  const intent = read(origin.settings.mentions);
  return Object.assign(context, { origin, whole, intent, press: readPress(context.callbackQuery?.data ?? '') });
}

/** Of a message that was edited while it may still be answered anew: a command has had its effect. */
function editedIntent(message: Message | undefined, reader: Reader): Intent {
  if (!message || (message.edit_date ?? message.date) - message.date > EDIT_SECONDS) return NO_INTENT;
  const intent = readMessage(message, reader);
  return intent.kind === 'question' || intent.kind === 'check' ? intent : NO_INTENT;
}

async function originOf(
  context: Context,
  run: Run,
  parts: Pick<BotParts, 'store' | 'sessions'> | null,
): Promise<Origin> {
  const { update } = context;
  const message = context.message ?? context.editedMessage;
  const isInline = context.chat === undefined;
  const person = personIn(context);
  const chat = context.chat?.id ?? person;
  const [session, settings] = await Promise.all([
    parts?.sessions.get({ chat, person }) ?? NEW_SESSION,
    parts ? readChatSettings(parts.store, chat) : DEFAULT_SETTINGS,
  ]);
  const threadId = threadOf(context.msg);
  return {
    chat,
    person,
    surface: isInline ? 'inline' : context.chat?.type === 'private' ? 'private' : 'group',
    updateId: update.update_id,
    messageId: message?.message_id ?? null,
    threadId,
    isEdit: context.editedMessage !== undefined,
    // What its sender asked in private is not taken into a message that others read.
    session: isInline ? NEW_SESSION : session,
    settings,
    language: languageFor(session.language ?? settings.language ?? context.from?.language_code),
    statement: settings.topics[String(threadId)] ?? settings.statement ?? session.statement,
    run,
  };
}

/** Anonymous admins and people writing as a channel share one account among all groups; the sender's chat tells them apart. */
function personIn({ message, editedMessage, from, chat }: Context): number {
  return (message ?? editedMessage)?.sender_chat?.id ?? from?.id ?? chat?.id ?? 0;
}

/** Replies in groups without topics carry a thread's id as well; only a topic may be written to. */
function threadOf(message: Message | undefined): number | undefined {
  return message?.is_topic_message ? message.message_thread_id : undefined;
}

/** What messages here are written for, in `language` where an answer's is not the person's. */
export function frameOf({ language, settings }: Origin, { config }: BotParts, other?: Language | null): Frame {
  return {
    language: other ?? language,
    publicUrl: publicAddress(config.web.publicUrl),
    isFolded: settings.evidence === 'folded',
  };
}

/** The statement that is asked about here; the home statement where the chosen one is no more. */
export async function statementHere({ statement }: Origin, { service, home }: BotParts): Promise<OpenStatement> {
  return (statement === null ? null : await service.open(statement)) ?? home;
}
