// Brings a reply to where it belongs, once: as a new message, or in the place of one that stands there already.

import { createHash } from 'node:crypto';
import type { InlineKeyboardMarkup, Message } from 'grammy/types';
import type { Replied } from '../service/stored.ts';
import type { Rendered } from './defuse.ts';
import type { Asked, Desk } from './desk.ts';
import { isOrdinary, tolerating } from './ordinary.ts';

/** A message to be sent. */
export type Reply = { readonly rendered: Rendered; readonly keyboard?: InlineKeyboardMarkup | undefined };

/** Where a reply goes. `unchanged`: it stands there already, for what was edited is not what it replied to. */
export type Target =
  | { readonly kind: 'new' }
  /** `replied` tells the words that the message replied to before they were edited, as `digest` has them. */
  | { readonly kind: 'message'; readonly id: number; readonly replied: string | null }
  | { readonly kind: 'inline'; readonly id: string }
  | { readonly kind: 'unchanged' };

export type Delivery = {
  /** Where the reply to `text` goes: into an earlier start's placeholder, or the reply to the message before it was edited. */
  readonly targetFor: (asked: Asked, text: string | null) => Target;
  /** Says that the answer is being made, in a message of its own that the answer will take the place of. */
  readonly place: (asked: Asked, rendered: Rendered) => Promise<Target>;
  /**
   * Sends or edits, and remembers what was sent for which words; for null, words that nobody edits, it does not.
   */
  readonly deliver: (asked: Asked, text: string | null, reply: Reply, target: Target) => Promise<void>;
};

/** How long after it was sent a message may still be edited to be answered anew, in seconds. */
export const EDIT_SECONDS = 120;

const REPLIES_KEPT = 20;
const NEW: Target = { kind: 'new' };

export function createDelivery({ api, sessions, now }: Pick<Desk, 'api' | 'sessions' | 'now'>): Delivery {
  return {
    targetFor: (asked, text) => {
      const placeholder = asked.run.sent.get('placeholder');
      if (placeholder !== null) return { kind: 'message', id: Number(placeholder), replied: null };
      if (!asked.isEdit || text === null) return NEW;
      const known = asked.session.replies.find(({ to }) => to === asked.messageId);
      if (!known) return NEW;
      return known.words === digest(text)
        ? { kind: 'unchanged' }
        : { kind: 'message', id: known.by, replied: known.words };
    },

    place: async (asked, rendered) => {
      const message = await tolerating(send(asked, { rendered }));
      if (message === null) return NEW;
      await asked.run.sent.record('placeholder', message.message_id);
      return { kind: 'message', id: message.message_id, replied: null };
    },

    deliver: async (asked, text, reply, target) => {
      const { sent } = asked.run;
      // An earlier start delivered it and was cut off before it could say so.
      if (target.kind === 'unchanged' || sent.get('final') !== null) return;
      if (target.kind === 'inline') {
        await tolerating(api.editMessageTextInline(target.id, reply.rendered.text, extras(reply)));
        return;
      }
      const id = await (target.kind === 'message' ? replace(asked, target.id, reply) : sendNew(asked, reply));
      if (id === null) return;
      await sent.record('final', id);
      const { messageId: to } = asked;
      if (to === null || text === null) return;
      const answered = { to, by: id, words: digest(text), at: now() };
      await sessions.update(asked, (session) => ({
        ...session,
        replies: withReply(session.replies, answered),
      }));
    },
  };

  /** The id of the message that now holds the reply, null where nobody is there to read it. */
  async function replace(asked: Asked, id: number, reply: Reply): Promise<number | null> {
    try {
      await api.editMessageText(asked.chat, id, reply.rendered.text, extras(reply));
      return id;
    } catch (error) {
      if (!isOrdinary(error)) throw error;
      // An earlier start's work. Any other refusal: the message was deleted, and the reply is sent after all.
      return /not modified/i.test((error as Error).message) ? id : sendNew(asked, reply);
    }
  }

  async function sendNew(asked: Asked, reply: Reply): Promise<number | null> {
    return (await tolerating(send(asked, reply)))?.message_id ?? null;
  }

  function send(asked: Asked, reply: Reply): Promise<Message.TextMessage> {
    const replying =
      asked.surface === 'group' && asked.messageId !== null
        ? { reply_parameters: { message_id: asked.messageId, allow_sending_without_reply: true } }
        : {};
    const thread = asked.threadId === undefined ? {} : { message_thread_id: asked.threadId };
    return api.sendMessage(asked.chat, reply.rendered.text, { ...extras(reply), ...replying, ...thread });
  }
}

/** Of use as long as what was replied to may be edited. */
function withReply(replies: readonly Replied[], latest: Replied): readonly Replied[] {
  const others = replies.filter(({ to, at }) => to !== latest.to && at > latest.at - 2_000 * EDIT_SECONDS);
  return [...others, latest].slice(-REPLIES_KEPT);
}

/** Tells words from other words without keeping them. */
export function digest(text: string): string {
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
