// What general words of one language mean in another, by way of English: a list a language, of beginnings and English words.

import { lazyBy } from '../text/lazy.ts';
import { foldWord, termsOf } from '../text/terms.ts';
import { languageNamed } from './language.ts';
import { wordList } from './word-list.ts';

// What inflection may add to a beginning.
const MAX_ENDING = 6;

type Entry = { readonly beginning: string; readonly english: readonly string[] };

/** The stems of the English words for a folded word of `language`, its own for English; empty for what is not listed. */
export function inEnglish(folded: string, language: string): readonly string[] {
  if (language === 'en') return [languageNamed('en').stem(folded)];
  const fitting = (entries(language).get(folded[0] ?? '') ?? []).filter(
    ({ beginning }) => folded.startsWith(beginning) && folded.length - beginning.length <= MAX_ENDING,
  );
  // Of two beginnings the longer tells more: "дорог", "дорож".
  const longest = Math.max(...fitting.map(({ beginning }) => beginning.length));
  return fitting.filter(({ beginning }) => beginning.length === longest).flatMap(({ english }) => english);
}

/** The beginnings of the words of `language` that mean one of some English stems. */
export function beginningsOf(english: readonly string[], language: string): readonly string[] {
  return [...new Set(english.flatMap((stem) => byEnglish(language).get(stem) ?? []))];
}

/** By first letter. */
const entries = lazyBy((language): ReadonlyMap<string, readonly Entry[]> => {
  const english = languageNamed('en');
  const all = wordList(language, 'english').flatMap((line) => {
    const [beginnings = '', meanings = ''] = line.split(' = ');
    const stems = termsOf(meanings).map(({ folded }) => english.stem(folded));
    return beginnings.split(' ').map((beginning) => ({ beginning: foldWord(beginning), english: stems }));
  });
  return Map.groupBy(all, ({ beginning }) => beginning[0] ?? '');
});

const byEnglish = lazyBy((language): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const { beginning, english } of [...entries(language).values()].flat())
    for (const stem of english) found.set(stem, [...(found.get(stem) ?? []), beginning]);
  return found;
});
