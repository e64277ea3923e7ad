// Sentences that begin with a reference to the one before: "He told us so", "This is what …", "А это значит …".

import { wordsOfAll } from '../language/word-list.ts';
import { lazy } from '../text/lazy.ts';
import { words } from '../text/words.ts';

const references = lazy(() => {
  const entries = [...wordsOfAll('reference').values()].flat().map((entry) => entry.toLowerCase());
  return {
    words: new Set(entries.filter((entry) => !/\p{Script=Han}/u.test(entry))),
    starts: entries.filter((entry) => /\p{Script=Han}/u.test(entry)),
  };
});

/**
 * Whether a sentence cannot be understood without the one before it, by how it begins: a pronoun, "this", "that is why". One that
 * opens a quotation or a paragraph may lean all the same.
 */
export function leansOnPrevious(sentence: string): boolean {
  const plain = sentence
    .replace(/^[^\p{L}]+/u, '')
    .toLowerCase()
    .replaceAll('’', "'");
  if (references().starts.some((entry) => plain.startsWith(entry))) return true;
  const [first = '', second = '', third = ''] = words(plain.slice(0, 80)).map(({ text }) => text);
  const known = references().words;
  // "And this", "But he": what only joins is looked over.
  return (
    [first, `${first} ${second}`, `${first} ${second} ${third}`].some((entry) => known.has(entry)) ||
    (JOINS.test(first) && [second, `${second} ${third}`].some((entry) => known.has(entry)))
  );
}

const JOINS = /^(?:and|but|so|yet|or|then|и|а|но|і|й|та|але|und|aber|doch|et|mais|y|pero|i|ale)$/u;
