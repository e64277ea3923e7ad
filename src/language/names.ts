// Names of countries, languages and months in English for a word of another language, inflected or not. The platform has the names.

import { lazyBy } from '../text/lazy.ts';
import { foldWord, termsOf } from '../text/terms.ts';
import { wordList } from './word-list.ts';

// Codes of two letters, whether or not a language or a region has them.
const TONGUES = Array.from({ length: 676 }, (_, at) => String.fromCharCode(97 + Math.floor(at / 26), 97 + (at % 26)));
const REGIONS = TONGUES.map((code) => code.toUpperCase());

const MAX_ENDING = 4;
const MIN_SHARED = 0.6;

type Name = { readonly folded: string; readonly english: readonly string[] };

/** English words, lower case, for a folded word of `language` (BCP 47); none for what names no country, language or month. */
export function englishNames(folded: string, language: string): readonly string[] {
  let best: readonly string[] = [];
  let most = 0;
  for (const name of namesIn(language).get(folded.slice(0, 2)) ?? []) {
    if (name.folded === folded) return name.english;
    let shared = 2;
    while (shared < name.folded.length && name.folded[shared] === folded[shared]) shared++;
    // Endings change: "россия", "россии", "российский".
    const isOne = shared >= 3 && shared >= MIN_SHARED * name.folded.length && folded.length - shared <= MAX_ENDING;
    if (isOne && shared > most) [best, most] = [name.english, shared];
  }
  return best;
}

/** By the first two letters; some 15 ms a language, once. */
const namesIn = lazyBy((language): ReadonlyMap<string, readonly Name[]> => {
  const found = new Map<string, Name[]>();
  const add = (name: string | undefined, english: string | undefined) => {
    // Of a name of several words the last tells most: "United Kingdom", "South Korea".
    const word = termsOf(english ?? '').at(-1)?.folded;
    const folded = foldWord(name ?? '');
    if (word === undefined || folded.length < 2 || /\s|\d/.test(folded)) return;
    const start = folded.slice(0, 2);
    const known = found.get(start) ?? [];
    if (!known.some((other) => other.folded === folded)) known.push({ folded, english: [word] });
    found.set(start, known);
  };
  // "States" alone is no country.
  const shortest = new Map(wordList('en', 'country').map((entry) => entry.split(' ') as [string, string]));
  for (const type of ['region', 'language'] as const) {
    const own = new Intl.DisplayNames(language, { type, fallback: 'none' });
    const english = new Intl.DisplayNames('en', { type, fallback: 'none' });
    for (const code of type === 'region' ? REGIONS : TONGUES) add(own.of(code), shortest.get(code) ?? english.of(code));
  }
  for (let month = 0; month < 12; month++) add(monthIn(language, month), monthIn('en', month));
  // What people say where the platform has a newer or a longer name, after the region's code.
  for (const entry of wordList(language, 'country')) {
    const [code, ...said] = entry.split(' ');
    for (const name of said)
      add(name, shortest.get(code!) ?? new Intl.DisplayNames('en', { type: 'region' }).of(code!));
  }
  return found;
});

function monthIn(language: string, month: number): string {
  const format = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
  return format.format(new Date(Date.UTC(2020, month, 15)));
}
