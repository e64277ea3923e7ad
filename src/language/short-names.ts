// Names of several words that people also write short: "United States" and "US" are one word to whoever compares.

import { lazyBy } from '../text/lazy.ts';
import { foldWord, type Term } from '../text/terms.ts';
import { wordList } from './word-list.ts';

/** The terms of a text with each listed long name as one term that has the short one's letters. */
export function withShortNames(terms: readonly Term[], language: string): readonly Term[] {
  const names = shortNames(language);
  if (names.size === 0) return terms;
  const found: Term[] = [];
  for (let at = 0; at < terms.length; at++) {
    const [first, second] = [terms[at]!, terms[at + 1]];
    const short = second && names.get(first.folded)?.get(second.folded);
    found.push(short ? { start: first.start, end: second.end, folded: short } : first);
    if (short) at++;
  }
  return found;
}

/** Short names by the first and the second word of the long one. */
const shortNames = lazyBy((language): ReadonlyMap<string, ReadonlyMap<string, string>> => {
  const found = new Map<string, Map<string, string>>();
  for (const entry of wordList(language, 'short-name')) {
    const [short = '', long = ''] = entry.split(' = ');
    const [first = '', second = ''] = long.split(' ').map(foldWord);
    found.set(first, (found.get(first) ?? new Map<string, string>()).set(second, foldWord(short)));
  }
  return found;
});
