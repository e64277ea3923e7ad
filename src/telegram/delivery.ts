// Brings a reply to where it belongs, once: as a new message, or in the place of one that stands there already.

import { createHash } from 'node:crypto';
import type { Api } from 'grammy';
import type { InlineKeyboardMarkup, Message } from 'grammy/types';
import type { Replied } from '../service/stored.ts';
import { type BotParts, EDIT_SECONDS, type Origin } from './context.ts';
import type { Rendered } from './format/auto-links.ts';
import { ignoringRefusals, refusalOf } from './refusals.ts';

/** A message to be sent. */
export type Reply = {
  readonly rendered: Rendered;
  readonly keyboard?: InlineKeyboardMarkup | undefined;
  /** Words of the message that is replied to, which the reply is about: it points at them. */
  readonly pointsAt?: string | null;
};

/** Where a reply goes. `unchanged`: it stands there already, for what was edited is not what it replied to. */
export type Target =
  | { readonly kind: 'new' }
  | { readonly kind: 'message'; readonly id: number }
  | { readonly kind: 'inline'; readonly id: string }
  | { readonly kind: 'unchanged' };

export type Delivery = {
  /** Where the reply to `text` goes: into an earlier start's placeholder, or the reply to the message before it was edited. */
  readonly targetFor: (origin: Origin, text: string | null) => Target;
  /** Says that the answer is being made, in a message of its own that the answer will take the place of. */
  readonly place: (origin: Origin, rendered: Rendered) => Promise<Target>;
  /** Sends or edits, and remembers what was sent for which words; for null, words that nobody edits, it does not. */
  readonly deliver: (origin: Origin, text: string | null, reply: Reply, target: Target) => Promise<void>;
  /** A reply to a command or a press: sent once, however often its update is started. */
  readonly reply: (origin: Origin, reply: Reply) => Promise<void>;
};

const MAX_REPLIES = 20;
const MAX_POINTED_UTF16 = 1_024;

export function createDelivery({ api, sessions, now }: Pick<BotParts, 'api' | 'sessions' | 'now'>): Delivery {
  const delivery: Delivery = {
    targetFor: ({ run, isEdit, session, messageId }, text) => {
      const placeholder = run.sent.get('placeholder');
      if (placeholder !== null) return { kind: 'message', id: Number(placeholder) };
      if (!isEdit || text === null) return { kind: 'new' };
      const known = session.replies.find(({ to }) => to === messageId);
      if (!known) return { kind: 'new' };
      return known.words === digest(text) ? { kind: 'unchanged' } : { kind: 'message', id: known.by };
    },

    place: async (origin, rendered) => {
      const message = await send(api, origin, { rendered });
      await origin.run.sent.record('placeholder', message.message_id);
      return { kind: 'message', id: message.message_id };
    },

    deliver: async (origin, text, reply, target) => {
      const { sent } = origin.run;
      // An earlier start delivered it and was cut off before it could say so.
      if (target.kind === 'unchanged' || sent.get('final') !== null) return;
      if (target.kind === 'inline') {
        await ignoringRefusals(api.editMessageTextInline(target.id, reply.rendered.text, extras(reply)));
        return;
      }
      const id =
        target.kind === 'message' ? await replace(api, origin, target.id, reply) : await sendNew(api, origin, reply);
      await sent.record('final', id);
      const { messageId: to } = origin;
      if (to === null || text === null) return;
      const answered = { to, by: id, words: digest(text), at: now() };
      await sessions.update(origin, (session) => ({
        ...session,
        replies: withReply(session.replies, answered),
      }));
    },

    reply: (origin, reply) => delivery.deliver(origin, null, reply, delivery.targetFor(origin, null)),
  };
  return delivery;
}

/** The id of the message that now holds the reply. */
async function replace(api: Api, origin: Origin, id: number, reply: Reply): Promise<number> {
  try {
    await simplifying(reply, {}, (simpler) =>
      api.editMessageText(origin.chat, id, reply.rendered.text, extras(simpler)),
    );
    return id;
  } catch (error) {
    if (refusalOf(error) !== 'nothing-to-do') throw error;
    // An earlier start's work. Any other refusal: the message was deleted, and the reply is sent after all.
    return /not modified/i.test((error as Error).message) ? id : sendNew(api, origin, reply);
  }
}

async function sendNew(api: Api, origin: Origin, reply: Reply): Promise<number> {
  return (await send(api, origin, reply)).message_id;
}

function send(api: Api, origin: Origin, reply: Reply): Promise<Message.TextMessage> {
  const thread = origin.threadId === undefined ? {} : { message_thread_id: origin.threadId };
  return simplifying(reply, thread, (simpler, where) =>
    api.sendMessage(origin.chat, simpler.rendered.text, {
      ...extras(simpler),
      ...where,
      ...replying(origin, simpler),
    }),
  );
}

type Thread = { readonly message_thread_id?: number };

/** Once more, without it, where the server or the chat lacks something that the reply can do without: each is left out once. */
async function simplifying<T>(
  reply: Reply,
  thread: Thread,
  call: (reply: Reply, thread: Thread) => Promise<T>,
): Promise<T> {
  try {
    return await call(reply, thread);
  } catch (error) {
    const kind = refusalOf(error);
    if (kind === 'topic-gone' && thread.message_thread_id !== undefined) return simplifying(reply, {}, call);
    if (kind === 'quote-gone' && reply.pointsAt) return simplifying({ ...reply, pointsAt: null }, thread, call);
    const plain = withoutNewButtons(reply.keyboard);
    if (kind === 'button-unknown' && plain !== reply.keyboard)
      return simplifying({ ...reply, keyboard: plain }, thread, call);
    throw error;
  }
}

/** Buttons that older Bot API servers do not know are left out; the same keyboard where it has none. */
function withoutNewButtons(keyboard: InlineKeyboardMarkup | undefined): InlineKeyboardMarkup | undefined {
  const isNew = (button: object) => 'copy_text' in button || 'switch_inline_query_chosen_chat' in button;
  if (!keyboard?.inline_keyboard.flat().some(isNew)) return keyboard;
  const rows = keyboard.inline_keyboard.map((row) => row.filter((button) => !isNew(button)));
  return { inline_keyboard: rows.filter((row) => row.length > 0) };
}

function replying({ surface, messageId }: Origin, { pointsAt }: Reply) {
  if (messageId === null) return {};
  const quote = pointsAt && pointsAt.length <= MAX_POINTED_UTF16 ? { quote: pointsAt } : {};
  if (surface !== 'group' && !('quote' in quote)) return {};
  return { reply_parameters: { message_id: messageId, allow_sending_without_reply: true, ...quote } };
}

/** Of use as long as what was replied to may be edited. */
function withReply(replies: readonly Replied[], latest: Replied): readonly Replied[] {
  const others = replies.filter(({ to, at }) => to !== latest.to && at > latest.at - 2_000 * EDIT_SECONDS);
  return [...others, latest].slice(-MAX_REPLIES);
}

/** Tells words from other words without keeping them. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

/** Text entities and what goes with every message: previews are off. */
export function body(rendered: Rendered) {
  return { entities: rendered.entities, link_preview_options: { is_disabled: true } };
}

/** What goes with a reply's text. */
export function extras({ rendered, keyboard }: Reply) {
  return { ...body(rendered), ...(keyboard === undefined ? {} : { reply_markup: keyboard }) };
}
