// Puts together what people sent as one: an album arrives as a message a picture, a long paste as messages within a second.

import { setTimeout as wait } from 'node:timers/promises';
import type { Message, Update } from 'grammy/types';
import { z } from 'zod';
import type { Store } from '../store/store.ts';

// Clients cut at 4,096, a little sooner where there is a blank.
const MIN_CUT_UTF16 = 3_900;
const MAX_UTF16 = 4_096;
const MAX_GAP_SECONDS = 1;
const MAX_WAIT_MS = 1_000;
const MAX_KNOWN = 1_000;

/** What arrives, noted before it is stored: a message that waits to be handled may learn that more of it has come. */
export type Arrivals = {
  readonly note: (update: Update) => void;
  /** Whether a message that `accept` likes has arrived in this chat, or does so within a second. */
  readonly follows: (chat: number, accept: (message: Message) => boolean, signal: AbortSignal) => Promise<boolean>;
};

export function createArrivals(): Arrivals {
  const latest: Message[] = [];
  const waiting = new Set<(message: Message) => void>();
  return {
    note: ({ message }) => {
      if (!message) return;
      const { chat, message_id, date, from, sender_chat, media_group_id, text, caption } = message;
      // That there are words is enough; what they say is nobody's to keep.
      const words = { text: text && '', caption: caption && '' };
      const arrived = { chat, message_id, date, from, sender_chat, media_group_id, ...words } as Message;
      latest.push(arrived);
      if (latest.length > MAX_KNOWN) latest.shift();
      for (const look of waiting) look(arrived);
    },
    follows: async (chat, accept, signal) => {
      const isIt = (message: Message) => message.chat.id === chat && accept(message);
      if (latest.some(isIt)) return true;
      const found = new AbortController();
      const look = (message: Message) => isIt(message) && found.abort();
      waiting.add(look);
      await wait(MAX_WAIT_MS, undefined, { signal: AbortSignal.any([found.signal, signal]) }).catch(() => undefined);
      waiting.delete(look);
      return found.signal.aborted;
    },
  };
}

/** The first part of a paste, kept until the next one has come. */
const Part = z.object({
  messageId: z.number(),
  date: z.number(),
  text: z.string(),
  /** The message that it was joined with; no other is its next part. */
  nextId: z.number().optional(),
  entities: z.custom<NonNullable<Message['entities']>>(Array.isArray),
});

/**
 * The message with what was sent right before it and belongs to it. Null where more is to come, or where the others of its album
 * are answered: then there is nothing to do for this one.
 */
export async function joinMessage(
  message: Message,
  person: number,
  { store, arrivals, signal }: { store: Pick<Store, 'cards'>; arrivals: Arrivals; signal: AbortSignal },
): Promise<Message | null> {
  if (message.media_group_id !== undefined) return ofAlbum(message, message.media_group_id);
  if (message.text === undefined) return message;
  const id = `part:${message.chat.id}:${person}`;
  const card = await store.cards.get(id);
  const known = card === null ? null : Part.safeParse(JSON.parse(card.question)).data;
  const isNext = known && isPartOf(known, message) ? known : null;
  const joined =
    isNext === null ? message : { ...message, text: join(isNext.text, message.text), entities: isNext.entities };
  if (isNext !== null) await keep({ ...isNext, nextId: message.message_id });
  if (message.text.length < MIN_CUT_UTF16) return joined;
  const part = {
    messageId: message.message_id,
    date: message.date,
    text: joined.text ?? '',
    entities: joined.entities ?? [],
  };
  await keep(part);
  return (await arrivals.follows(message.chat.id, continues, signal)) ? null : joined;

  async function keep(kept: z.infer<typeof Part>): Promise<void> {
    await store.cards.put(id, { question: JSON.stringify(kept), person });
  }

  function continues(other: Message): boolean {
    const isSame = (other.sender_chat?.id ?? other.from?.id) === (message.sender_chat?.id ?? message.from?.id);
    const isRightAfter = other.message_id > message.message_id && other.date - message.date <= MAX_GAP_SECONDS;
    return isSame && isRightAfter && other.text !== undefined;
  }

  async function ofAlbum(picture: Message, album: string): Promise<Message | null> {
    const name = `album:${album}`;
    if (picture.caption === undefined) {
      if ((await store.cards.get(name)) !== null) return null;
      const isCaption = (other: Message) => other.media_group_id === album && other.caption !== undefined;
      if (await arrivals.follows(picture.chat.id, isCaption, signal)) return null;
    }
    await store.cards.put(name, { question: '', person });
    return picture;
  }
}

function isPartOf({ messageId, nextId, date }: z.infer<typeof Part>, next: Message): boolean {
  const isFree = nextId === undefined || nextId === next.message_id;
  return isFree && next.message_id > messageId && next.date - date <= MAX_GAP_SECONDS;
}

/** A part of full length was cut where it was; a shorter one at a blank. */
function join(first: string, next: string): string {
  return first.length % MAX_UTF16 === 0 ? first + next : `${first} ${next}`;
}
