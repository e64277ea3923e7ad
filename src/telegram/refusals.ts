// What Telegram refuses for good, told apart from passing faults, in this one place: what stands here is never tried again.

import { GrammyError } from 'grammy';

/**
 * `nothing-to-do`: a message edited to what it was or deleted by its reader, a press answered too late. `chat-gone`: nobody is
 * there to be told, or nothing may be said there. `topic-gone`: the topic cannot be named, the chat can. `quote-gone`: the words
 * to point at are not in the message. `button-unknown`: the server is too old for a button. `method-unknown`: for the method.
 */
export type RefusalKind =
  | 'nothing-to-do'
  | 'chat-gone'
  | 'topic-gone'
  | 'quote-gone'
  | 'button-unknown'
  | 'method-unknown';

/** By code and description; the first that fits. Telegram's descriptions are sentences, those of its core words in capitals. */
const REFUSALS: readonly (readonly [code: number, kind: RefusalKind, description: RegExp])[] = [
  [
    400,
    'nothing-to-do',
    /message is not modified|message to (?:edit|delete|react|be replied) not found|MESSAGE_ID_INVALID/i,
  ],
  [400, 'nothing-to-do', /message can't be (?:edited|deleted)|query is too old|query id is invalid|QUERY_ID_INVALID/i],
  [400, 'nothing-to-do', /REACTIONS?_(?:INVALID|EMPTY)|REACTION_|not enough rights to (?:react|set)/i],
  [400, 'topic-gone', /(?:message )?thread not found|TOPIC_(?:DELETED|ID_INVALID|NOT_FOUND)/i],
  [400, 'quote-gone', /quote/i],
  [400, 'button-unknown', /button|keyboard|reply markup/i],
  [
    400,
    'chat-gone',
    /chat not found|user not found|(?:not enough|have no|need administrator) rights|group chat was deactivated/i,
  ],
  [400, 'chat-gone', /bot is not a member|user is deactivated|have no access|can't (?:write|send messages) to/i],
  [400, 'chat-gone', /\b(?:CHAT|CHANNEL|USER|INPUT_USER|PEER|PRIVACY|ALLOW_PAYMENT|TOPIC|YOU_BLOCKED|BOT)_[A-Z_0-9]+/],
  // Blocked, kicked, deleted, never begun: a 403 is a door that is shut.
  [403, 'chat-gone', /./],
  [404, 'method-unknown', /./],
];

/** What kind of refusal an error is; null for a fault that may pass, and for one of our own. */
export function refusalOf(error: unknown): RefusalKind | null {
  if (!(error instanceof GrammyError)) return null;
  const { error_code: code, description } = error;
  return REFUSALS.find(([known, , pattern]) => known === code && pattern.test(description))?.[1] ?? null;
}

/** Whether a second try would fare no better, and nobody is at fault. What a reply can do without is left out first. */
export function isFinal(error: unknown): boolean {
  const kind = refusalOf(error);
  return kind === 'nothing-to-do' || kind === 'chat-gone' || kind === 'topic-gone';
}

/** Resolves with what `call` gives, or null where Telegram refuses for good: for what is a courtesy. */
export async function ignoringRefusals<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (isFinal(error)) return null;
    throw error;
  }
}
