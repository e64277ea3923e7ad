// Which updates wait for one another, and whom each is about: read from the update's shape, without knowing its kind.

import type { NewUpdate } from '../inbox/queue.ts';

/** An update as Telegram sends it: JSON with an id and, under one more name, what happened. */
export type AnyUpdate = { readonly update_id: number };

type Event = {
  readonly chat?: { readonly id?: unknown };
  readonly message?: { readonly chat?: { readonly id?: unknown } };
  readonly from?: { readonly id?: unknown };
  readonly user?: { readonly id?: unknown };
  readonly inline_message_id?: unknown;
};

/**
 * The row to store for `update`. Updates of one chat wait for one another; those without a chat for others about the same inline
 * message, or else of the same person. Throws a TypeError where update_id is no whole number.
 */
export function rowOf(update: AnyUpdate): NewUpdate {
  const { update_id: updateId, ...rest } = update;
  if (!Number.isSafeInteger(updateId)) throw new TypeError(`update_id is ${String(updateId)}, no whole number`);
  const [kind, event] = Object.entries(rest).find((entry): entry is [string, Event] => isObject(entry[1])) ?? ['', {}];
  const chat = idOf(event.chat?.id) ?? idOf(event.message?.chat?.id);
  const person = idOf(event.from?.id) ?? idOf(event.user?.id);
  return {
    updateId,
    queue: queueOf({ updateId, kind, chat, person, event }),
    chat,
    person,
    payload: JSON.stringify(update),
  };
}

function queueOf(about: {
  updateId: number;
  kind: string;
  chat: number | null;
  person: number | null;
  event: Event;
}): string {
  const { updateId, kind, chat, person, event } = about;
  // The Stop button is about the answer that is being written: behind it in the chat's queue it would come too late.
  if (kind === 'stopped_message_generation') return `stop:${chat}`;
  if (chat !== null) return `chat:${chat}`;
  if (typeof event.inline_message_id === 'string') return `inline:${event.inline_message_id}`;
  return person === null ? `update:${updateId}` : `person:${person}`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function idOf(value: unknown): number | null {
  return Number.isSafeInteger(value) ? (value as number) : null;
}
