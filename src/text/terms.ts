// The words of a text as they are compared: lower case, without accents, in scripts with and without blanks between words.

import { lazy } from './lazy.ts';
import type { Range } from './range.ts';

/** A word where it stands, and folded as it is compared. */
export type Term = Range & { readonly folded: string };

// Letters with points between them are one word: "U.S.", "e.g.", "С.-Пб." is none.
const WORD =
  /(?<![\p{L}\p{N}])(?:\p{L}\.){2,}|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’ʼ](?=\p{L})[\p{L}\p{M}]+|[.,](?=\p{N})\p{N}+)*/gu;
// Scripts without blanks between words: the platform knows where their words end.
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u;
const segmenter = lazy(() => new Intl.Segmenter('zh', { granularity: 'word' }));
// No word is longer; what is longer is noise, and some of what is done with a word takes its length squared.
const MAX_WORD_UTF16 = 48;
// The segmenter is given no more at once: it slows down over a run of any length.
const MAX_RUN_UTF16 = 200;

/** The terms of `text` in order. Linear in its length. */
export function termsOf(text: string): Term[] {
  const found: Term[] = [];
  const add = (start: number, word: string) => {
    const folded = foldWord(word.length > MAX_WORD_UTF16 ? word.slice(0, MAX_WORD_UTF16) : word);
    if (folded !== '') found.push({ start, end: start + word.length, folded });
  };
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!UNSPACED.test(word)) add(index, word);
    else
      for (let at = 0; at < word.length; at += MAX_RUN_UTF16)
        for (const { segment, index: inside } of segmenter().segment(word.slice(at, at + MAX_RUN_UTF16)))
          add(index + at + inside, segment);
  }
  return found;
}

/** Lower case without accents, possessive 's, apostrophes and invisible marks; "1,000" becomes "1000", "US" the country, "us" stays. */
export function foldWord(word: string): string {
  if (word === 'US' || word === 'U.S.') return 'usa';
  const lower = word.toLowerCase();
  if (/^[a-z\d]*$/.test(lower)) return lower;
  return (
    lower
      .normalize('NFKD')
      .toLowerCase()
      // French and Italian articles: "l'eau".
      .replace(/^(?:[cdjlmnst]|qu)['’](?=\p{L}{2})/u, '')
      .replace(/['’ʼ]s$|['’ʼ,]|[\u0300-\u036f\p{Cf}]|\.(?!\p{N})/gu, '')
  );
}
