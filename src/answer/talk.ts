// Ordinary talk: a greeting, thanks, "what can you do?", "ok". It asks nothing of a statement, and is answered as a person would.

import { wordsOfAll } from '../language/word-list.ts';
import { lazyBy } from '../text/lazy.ts';
import type { Talk } from './answer.ts';
import { withoutPhrases } from './phrases.ts';

// In the order in which they count: "hi, what can you do?" asks for help.
const KINDS: readonly Talk[] = ['help', 'thanks', 'greeting', 'acknowledged'];

const phrases = lazyBy((kind) => [...wordsOfAll(kind).values()].flat());

const MAX_TALK_UTF16 = 80;

/** What kind of talk a message is; null where anything of it is more than that. */
export function talkOf(text: string): Talk | null {
  if (text.length > MAX_TALK_UTF16) return null;
  const all = KINDS.flatMap(phrases);
  if (withoutPhrases(text, all).rest !== '') return null;
  return KINDS.find((kind) => withoutPhrases(text, phrases(kind)).found > 0) ?? null;
}
