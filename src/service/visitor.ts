// A visitor of the page has no name: who they are for limits is told from their address, without keeping it.

import { createHmac } from 'node:crypto';
import type { Language } from '../wording/language.ts';
import type { Asker } from './asker.ts';

/** Below zero, where no person of Telegram's is; 47 bits, which every store holds. `salt` is what keeps the address from being guessed. */
export function visitorId(address: string, salt: string): number {
  return -1 - createHmac('sha256', salt).update(address).digest().readUIntBE(0, 6);
}

/** Somebody without a conversation: what they lean on comes with their question. */
export function visitor(surface: Asker['surface'], person: number, language: Language): Asker {
  return { surface, chat: person, person, language, conversation: null, isAdmitted: false };
}
