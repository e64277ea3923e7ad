// Quotation marks in a claim. None is shown: the sentences themselves stand below. But words in marks that stand nowhere in the
// sentences it cites are an invented quotation, and without its marks it would be no truer.

import { QUOTATION_MARKS } from '../../text/fold.ts';
import { termsOf } from '../../text/terms.ts';
import type { CitedClaim, Grounding, Withheld } from './claim.ts';

// Unicode's quotation marks, and what else is typed for one: primes, backticks, modifier letters, Hebrew and ornamental marks.
const MARK = new RegExp(
  `[${QUOTATION_MARKS}\\p{Quotation_Mark}\u02b9-\u02bd\u02ca\u02cb\u02dd\u02ee\u02f5\u02f6\u05f3\u05f4\u055a\u2032-\u2037\u275b-\u2760\u276e\u276f\u{1f676}-\u{1f678}]`,
  'u',
);
// Letters of scripts that part words by blanks: between two of them a mark opens nothing.
const SPACED = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Georgian}\p{M}\p{N}]/u;
// One or two words in marks are a name, a title or a word that is held at arm's length.
const MIN_QUOTED_WORDS = 3;

export function marks({ written, cited }: CitedClaim, _: Grounding): Withheld | null {
  const known = ` ${foldedOf(cited)} `;
  const invented = partsOf(written).some(({ text, isMarked }) => {
    if (!isMarked || termsOf(text).length < MIN_QUOTED_WORDS || isTitle(text)) return false;
    return !known.includes(` ${foldedOf(text)} `);
  });
  return invented ? 'marks' : null;
}

/** `text` without quotation marks; apostrophes inside and after words stay, as ’. */
export function withoutMarks(text: string): string {
  // Where a mark was all that parted two words, they stay apart.
  const glued = (before: string, after: string) => SPACED.test(before.at(-1) ?? ' ') && SPACED.test(after[0] ?? ' ');
  return partsOf(text)
    .reduce((whole, part) => `${whole}${glued(whole, part.text) ? ' ' : ''}${part.text}`, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

type Part = { readonly text: string; readonly isMarked: boolean };

/** What stands between marks, each mark with the next; behind a last one that nothing closes, all that follows. */
function partsOf(text: string): Part[] {
  // "<<so>>" and ",,so''" are guillemets and low marks on keyboards without them.
  const characters = Array.from(text.replace(/<<|>>/g, '"').replace(/,,(?=\S)/g, '„'));
  const parts: { text: string; isMarked: boolean }[] = [{ text: '', isMarked: false }];
  characters.forEach((character, at) => {
    const part = parts.at(-1)!;
    if (!MARK.test(character)) part.text += character;
    else if (isApostrophe(characters, at, part.isMarked)) part.text += '’';
    else parts.push({ text: '', isMarked: !part.isMarked });
  });
  return parts;
}

/** "Isn't", "l'Ukraine", "the Russians' ally": short on one side, or after an s while no mark is open. */
function isApostrophe(characters: readonly string[], at: number, isOpen: boolean): boolean {
  if (!"'’ʼ′`´".includes(characters[at]!)) return false;
  const [before, after] = [characters[at - 1] ?? ' ', characters[at + 1] ?? ' '];
  if (SPACED.test(before) && SPACED.test(after))
    return !isOpen || lettersFrom(characters, at, -1) <= 3 || lettersFrom(characters, at, 1) <= 3;
  return /s/i.test(before) && /[\s.,;:!?)]/.test(after) && !isOpen;
}

/** How many letters stand side by side before (`step` -1) or after (1) a character. */
function lettersFrom(characters: readonly string[], at: number, step: 1 | -1): number {
  let count = 0;
  while (SPACED.test(characters[at + step * (count + 1)] ?? ' ')) count++;
  return count;
}

function foldedOf(text: string): string {
  return termsOf(text)
    .map((term) => term.folded)
    .join(' ');
}

/** "Blue Strait Ferries", "Враново Тек": every word of a name begins with a capital, as none but the first of a quotation does. */
function isTitle(words: string): boolean {
  const long = words.match(/\p{L}{4,}/gu) ?? [];
  return long.length > 0 && words.length <= 60 && long.every((word) => /^\p{Lu}/u.test(word));
}
