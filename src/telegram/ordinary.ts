// What Telegram refuses in the normal course of life, told apart from what is wrong.

import { GrammyError, type RawApi, type Transformer } from 'grammy';

// A message edited to what it was, deleted by its reader, or a press that was answered too late.
const NOTHING_TO_DO = [
  /message is not modified/i,
  /message to edit not found/i,
  /message can't be edited/i,
  /message_id_invalid/i,
  /query is too old/i,
  /query id is invalid/i,
  /message to be replied not found/i,
];
// Nobody is there any more to be told.
const GONE = [
  /bot was blocked/i,
  /user is deactivated/i,
  /bot was kicked/i,
  /bot is not a member/i,
  /chat not found/i,
  /not enough rights/i,
  /have no rights/i,
  /need administrator rights/i,
  /CHAT_WRITE_FORBIDDEN/i,
  /TOPIC_CLOSED/i,
  /group chat was deactivated/i,
  /PEER_ID_INVALID/i,
];

/** Whether an error is normal life: there is nothing to do about it, and a second try would fare no better. */
export function isOrdinary(error: unknown): boolean {
  return isRefusal(error, NOTHING_TO_DO) || isRefusal(error, GONE);
}

function isRefusal(error: unknown, patterns: readonly RegExp[]): boolean {
  if (!(error instanceof GrammyError)) return false;
  return (
    (error.error_code === 400 || error.error_code === 403) &&
    patterns.some((pattern) => pattern.test(error.description))
  );
}

/** Whether this Bot API server is too old to know the method. */
export function isUnknownMethod(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code === 404;
}

/** Sends what a group should have got to the supergroup that it has become: only the refusal tells where that is. */
export const followingMoves: Transformer<RawApi> = async (previous, method, payload, signal) => {
  const response = await previous(method, payload, signal);
  if (response.ok) return response;
  const moved = response.parameters?.migrate_to_chat_id;
  if (moved === undefined) return response;
  return previous(method, { ...payload, chat_id: moved }, signal);
};

/** Resolves with what `call` gives, or null where Telegram refuses in the normal course of life. */
export async function tolerating<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (isOrdinary(error)) return null;
    throw error;
  }
}
