// Words as an alleged quotation and a statement are compared by: typography made plain, layout gone.

import { fold } from '../text/fold.ts';
import type { Range } from '../text/range.ts';

/** A word where it stands in the text that was passed in. */
export type Token = Range & { readonly word: string };

// A word with the signs that change its value ("$5", "50%", "-3"). Hyphens part words, so that "multi vector" is "multi-vector";
// where no blanks part words, each character is one.
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|(?:(?<![\p{L}\p{N}])-(?=\p{N}))?\p{Sc}?(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}\p{M}])+(?:['.,](?=[\p{L}\p{N}])(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}\p{M}])+)*[%‰°\p{Sc}]?|[%‰°+=<>\p{Sc}]/gu;
// "n'est" is two words: one of them denies.
const ELISION = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\p{L})/u;

/** The words of `text` in order. Linear in its length. */
export function tokensOf(text: string): Token[] {
  const folded = fold(text);
  const tokens: Token[] = [];
  const add = (word: string, from: number) => {
    const start = folded.sourceAt(from);
    const last = folded.sourceAt(from + word.length - 1);
    tokens.push({ word: plain(word), start, end: last + (text.codePointAt(last)! > 0xffff ? 2 : 1) });
  };
  for (const { 0: match, index } of folded.text.matchAll(WORD)) {
    const elided = ELISION.exec(match)?.[0] ?? '';
    if (elided !== '') add(elided.slice(0, -1), index);
    add(match.slice(elided.length), index + elided.length);
  }
  return tokens;
}

/** Only the words. */
export function wordsOf(text: string): string[] {
  return tokensOf(text).map((token) => token.word);
}

const THOUSANDS = /(?<=^\D?\d{1,3})[.,](?=\d{3}(?:[.,]\d{3})*\D?$)|(?<=\d{3})[.,](?=\d{3}\D?$)/gu;

// "ё" is printed with and without its points, thousands with and without theirs, and capitals know no "ß" and no "ı".
function plain(word: string): string {
  if (/^[a-z']*$/.test(word)) return word;
  if (/\d[.,]\d{3}/u.test(word)) return word.replace(THOUSANDS, '');
  return word.replaceAll('ё', 'е').replaceAll('ß', 'ss').replaceAll('ı', 'i');
}

/** Whether the word is written without blanks around it, as Chinese is: a character and not a word. */
export function isCharacter(word: string): boolean {
  return /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u.test(word);
}
