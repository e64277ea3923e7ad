// Phrases of a word list taken out of a short text, the longest first: what is left says whether the text is more than they are.

import { termsOf } from '../text/terms.ts';

/** `rest`: the folded words that no phrase has. Chinese phrases are found inside a run of characters. */
export function withoutPhrases(
  text: string,
  phrases: readonly string[],
): { readonly rest: string; readonly found: number } {
  let rest = plain(text);
  let found = 0;
  const folded = [...new Set(phrases.map(plain))].sort((one, other) => other.length - one.length);
  for (const phrase of folded) {
    if (phrase.trim() === '') continue;
    const parts = rest.split(phrase);
    found += parts.length - 1;
    rest = parts.join(/\p{Script=Han}/u.test(phrase) ? '' : ' ').replace(/ +/g, ' ');
  }
  return { rest: rest.trim(), found };
}

/** Folded words with a blank around each; characters that are written without blanks stay together. */
function plain(text: string): string {
  const words = termsOf(text.replace(/[’ʼ]/g, "'")).map((term) => term.folded);
  return words.some((word) => /\p{Script=Han}/u.test(word)) ? words.join('') : ` ${words.join(' ')} `;
}
