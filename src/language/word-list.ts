// The word lists in data/words, a file a language and idea. This is the only place that reads them.

import { readFileSync } from 'node:fs';
import { lazyBy } from '../text/lazy.ts';

/** The languages that have a folder in data/words, BCP 47. */
export const LISTED_LANGUAGES = ['en', 'ru', 'uk', 'be', 'de', 'fr', 'es', 'pl', 'zh'] as const;
export type ListedLanguage = (typeof LISTED_LANGUAGES)[number];

/**
 * The entries of `data/words/<language>/<idea>.txt` in the file's order, as they are written there: a word or several with
 * blanks between. Empty where there is no such file, as for a language that is not listed. Read once.
 */
export function wordList(language: string, idea: string): readonly string[] {
  return LISTED_LANGUAGES.some((listed) => listed === language) ? read(`${language}/${idea}`) : [];
}

/** The same idea in every listed language; a language without the list has an empty one. */
export function wordsOfAll(idea: string): ReadonlyMap<ListedLanguage, readonly string[]> {
  return new Map(LISTED_LANGUAGES.map((language) => [language, wordList(language, idea)]));
}

const read = lazyBy((name): readonly string[] => {
  try {
    return entriesOf(readFileSync(new URL(`../../data/words/${name}.txt`, import.meta.url), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
});

/** The entries of a list's text: one a line; `#` begins a comment; blank lines and blanks around an entry don't count. */
export function entriesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');
}
