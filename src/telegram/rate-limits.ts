// Telegram's speed limits, kept before Telegram has to: per chat, so that a busy one holds up no other. Drafts keep theirs
// in draft.ts. The limit of some 30 messages a second over all chats is left to Telegram, which may have raised it.

import type { RawApi, Transformer } from 'grammy';
import { TryLater } from '../inbox/run.ts';

export type RateLimits = {
  /** Between two edits of one chat, in ms: about one a second is allowed. */
  readonly editGapMs: number;
  /** Messages and edits that may follow each other at once before one a second is the rule. */
  readonly burst: number;
  /** Messages and edits a minute in a group. */
  readonly groupPerMinute: number;
  /** A longer wait is not sat out: the update goes back to the inbox and makes room for others, in ms. */
  readonly maxWaitMs: number;
};

// A little over a second: what leaves here a second apart may arrive closer.
export const RATE_LIMITS: RateLimits = { editGapMs: 1_050, burst: 3, groupPerMinute: 20, maxWaitMs: 10_000 };

const EDITS = new Set(['editMessageText', 'editMessageReplyMarkup']);
const SENDS = new Set(['sendMessage']);
const SECOND_MS = 1_050;
const MINUTE_MS = 60_500;
// Chats that were quiet for a minute owe nothing and need not be remembered; this bounds the rest.
const MAX_CHATS = 10_000;

/** Moments in ms: `freeAt` is when the chat's whole burst is free again. */
type Chat = { freeAt: number; nextEditAt: number; inMinute: readonly number[] };

/**
 * Delays calls that would come too fast for their chat. `now` in ms; `wait` resolves after so many ms.
 * The call rejects with TryLater where it would have to wait for too long.
 */
export function limitRate(
  now: () => number,
  wait: (ms: number, signal: AbortSignal | undefined) => Promise<void>,
  limits: RateLimits = RATE_LIMITS,
): Transformer<RawApi> {
  const chats = new Map<string, Chat>();
  return async (previous, method, payload, signal) => {
    const isEdit = EDITS.has(method);
    if (!isEdit && !SENDS.has(method)) return previous(method, payload, signal);
    const key = chatOf(payload as { chat_id?: unknown; inline_message_id?: unknown });
    const chat = chats.get(key) ?? { freeAt: 0, nextEditAt: 0, inMinute: [] };
    const at = now();
    const moment = nextMoment(chat, { isEdit, isGroup: key.startsWith('-') }, at, limits);
    const delayMs = moment - at;
    if (delayMs > limits.maxWaitMs) throw new TryLater('the chat is full for now', { afterMs: delayMs });
    // Newest last, so that what has been quiet longest is forgotten first.
    chats.delete(key);
    chats.set(key, taken(chat, isEdit, moment, limits));
    if (chats.size > MAX_CHATS) chats.delete(chats.keys().next().value!);
    if (delayMs > 0) await wait(delayMs, signal as AbortSignal | undefined);
    return previous(method, payload, signal);
  };
}

function chatOf(payload: { chat_id?: unknown; inline_message_id?: unknown }): string {
  return String(payload.chat_id ?? payload.inline_message_id ?? '');
}

/** The chat's next free moment for such a call, in ms. */
function nextMoment(chat: Chat, call: { isEdit: boolean; isGroup: boolean }, at: number, limits: RateLimits): number {
  let moment = Math.max(at, chat.freeAt - (limits.burst - 1) * SECOND_MS);
  if (call.isEdit) moment = Math.max(moment, chat.nextEditAt);
  const first = call.isGroup ? chat.inMinute.at(-limits.groupPerMinute) : undefined;
  return first === undefined ? moment : Math.max(moment, first + MINUTE_MS);
}

function taken(chat: Chat, isEdit: boolean, moment: number, limits: RateLimits): Chat {
  return {
    freeAt: Math.max(chat.freeAt, moment) + SECOND_MS,
    nextEditAt: isEdit ? moment + limits.editGapMs : chat.nextEditAt,
    inMinute: [...chat.inMinute.filter((past) => past > moment - MINUTE_MS), moment],
  };
}
