// Whether a text does nothing but ask "did he say that?" of something else.

import { allegingAt, isAround } from './phrases.ts';
import { isCharacter, tokensOf } from './tokens.ts';

const LONGEST = 120;
// A name of characters is told by nothing, and what asks for something else is no name.
const ASKS_ELSE = /[谁哪怎何几]|什么/u;
const MAX_NAME_CHARACTERS = 8;

/** Whether `text` asks "did he say that?", "is it true?" and names nothing itself, in any of the listed languages. */
export function asksWhetherSaid(text: string): boolean {
  if (text.length > LONGEST || ASKS_ELSE.test(text)) return false;
  const tokens = tokensOf(text).filter(({ word }) => !/^[吗么呢]$/u.test(word));
  const words = tokens.map(({ word }) => word);
  const verb = words.findIndex((_, at) => allegingAt(words, at) > 0);
  const isTruth = (word: string) => isAround('truth', word);
  const isAllFrame = tokens.every(({ word, start }, at) => {
    if (verb >= 0 && at >= verb && at < verb + allegingAt(words, verb)) return true;
    if (isTruth(word) || (['frame', 'role', 'such'] as const).some((idea) => isAround(idea, word))) return true;
    // Somebody's name before the verb: "did Anna Berg say that?"
    return at < verb && (isCharacter(word) ? at < MAX_NAME_CHARACTERS : /\p{Lu}/u.test(text[start]!));
  });
  const isSuch = words.some((word) => isAround('such', word));
  return isAllFrame && ((verb >= 0 && isSuch) || (words.some(isTruth) && (isSuch || words.every(isTruth))));
}
