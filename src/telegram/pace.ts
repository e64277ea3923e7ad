// Telegram's speed limits, kept before Telegram has to: per chat, so that a busy one holds up no other.

import type { RawApi, Transformer } from 'grammy';

export type Pace = {
  /** Between two edits or drafts of one chat, in ms: about one a second is allowed. */
  readonly editGapMs: number;
  /** Messages that may follow each other at once before one a second is the rule. */
  readonly burst: number;
  /** Messages and edits a minute in a group. */
  readonly groupPerMinute: number;
};

export const PACE: Pace = { editGapMs: 1_000, burst: 3, groupPerMinute: 20 };

const EDITS = new Set(['editMessageText', 'editMessageReplyMarkup', 'sendMessageDraft']);
const SENDS = new Set(['sendMessage']);
const MINUTE_MS = 60_000;
// More chats than this in the last minute, and the limit of some 30 messages a second in all is the one that counts.
const MAX_CHATS = 10_000;

type Chat = { nextEditAt: number; sendSlots: number[]; inMinute: number[] };

/** Delays calls that would come too fast for their chat. `now` in ms; `wait` resolves after so many ms. */
export function paceCalls(
  now: () => number,
  wait: (ms: number, signal: AbortSignal | undefined) => Promise<void>,
  pace: Pace = PACE,
): Transformer<RawApi> {
  const chats = new Map<string, Chat>();
  return async (previous, method, payload, signal) => {
    const isEdit = EDITS.has(method);
    if (!isEdit && !SENDS.has(method)) return previous(method, payload, signal);
    const key = chatOf(payload as { chat_id?: unknown; inline_message_id?: unknown });
    const chat = chats.get(key) ?? { nextEditAt: 0, sendSlots: [], inMinute: [] };
    // Newest last, so that what has been quiet longest is forgotten first.
    chats.delete(key);
    chats.set(key, chat);
    if (chats.size > MAX_CHATS) chats.delete(chats.keys().next().value!);
    const delayMs = reserve(chat, { isEdit, isGroup: key.startsWith('-') }, now(), pace) - now();
    if (delayMs > 0) await wait(delayMs, signal as AbortSignal | undefined);
    return previous(method, payload, signal);
  };
}

function chatOf(payload: { chat_id?: unknown; inline_message_id?: unknown }): string {
  return String(payload.chat_id ?? payload.inline_message_id ?? '');
}

/** Takes the chat's next free moment for such a call and returns it, in ms. */
function reserve(chat: Chat, call: { isEdit: boolean; isGroup: boolean }, at: number, pace: Pace): number {
  let moment = at;
  if (call.isEdit) {
    moment = Math.max(moment, chat.nextEditAt);
  } else {
    // The burst before last must be as many seconds old as it holds messages.
    const before = chat.sendSlots.at(-pace.burst);
    if (before !== undefined) moment = Math.max(moment, before + pace.burst * 1_000);
  }
  if (call.isGroup) {
    chat.inMinute = chat.inMinute.filter((past) => past > moment - MINUTE_MS);
    const first = chat.inMinute.at(-pace.groupPerMinute);
    if (first !== undefined) moment = Math.max(moment, first + MINUTE_MS);
    chat.inMinute.push(moment);
  }
  if (call.isEdit) chat.nextEditAt = moment + pace.editGapMs;
  else chat.sendSlots = [...chat.sendSlots.slice(-pace.burst), moment];
  return moment;
}
