// Quotation marks in a claim: they stay only around words that somebody says in the sentences it cites, copied from there. Words in
// marks that stand nowhere in them are an invented quotation, and without its marks it would be no truer.

import { wordsOfAll } from '../../language/word-list.ts';
import type { Quote } from '../../statement/quotation.ts';
import { QUOTATION_MARKS } from '../../text/fold.ts';
import { lazy } from '../../text/lazy.ts';
import { type Term, termsOf } from '../../text/terms.ts';
import type { CitedClaim, Grounding, Withheld } from './claim.ts';

// Unicode's quotation marks, and what else is typed for one: primes, backticks, modifier letters, Hebrew and ornamental marks.
const MARK = new RegExp(
  `[${QUOTATION_MARKS}\\p{Quotation_Mark}\u02b9-\u02bd\u02ca\u02cb\u02dd\u02ee\u02f5\u02f6\u05f3\u05f4\u055a\u2032-\u2037\u275b-\u2760\u276e\u276f\u{1f676}-\u{1f678}]`,
  'u',
);
// One or two words in marks are a name, a title or a word that is held at arm's length.
const MIN_QUOTED_WORDS = 3;

export function marks({ written, cited }: CitedClaim, _: Grounding): Withheld | null {
  const known = ` ${foldedOf(cited)} `;
  const invented = markedIn(written).some((words) => {
    const folded = foldedOf(words);
    return termsOf(words).length >= MIN_QUOTED_WORDS && !known.includes(` ${folded} `) && !isTitle(words);
  });
  return invented ? 'marks' : null;
}

function foldedOf(text: string): string {
  return termsOf(text)
    .map((term) => term.folded)
    .join(' ');
}

/** What stands between each mark and the next; behind a last one that nothing closes, all that follows. */
function markedIn(text: string): string[] {
  const { characters, marks: at } = readMarks(text);
  return at
    .map((mark, index) => characters.slice(mark + 1, at[index + 1] ?? characters.length).join(''))
    .filter((_, index) => index % 2 === 0 || at.length % 2 === 1);
}

/** "Blue Strait Ferries", "Враново Тек": every word of a name begins with a capital, as none but the first of a quotation does. */
function isTitle(words: string): boolean {
  const long = words.match(/\p{L}{4,}/gu) ?? [];
  return long.length > 0 && long.every((word) => /^\p{Lu}/u.test(word)) && words.length <= 60;
}

type Marks = {
  readonly characters: readonly string[];
  readonly marks: readonly number[];
  readonly apostrophes: ReadonlySet<number>;
};

function readMarks(text: string): Marks {
  const marks: number[] = [];
  const apostrophes = new Set<number>();
  // "<<so>>" and ",,so''" are guillemets and low marks on keyboards without them.
  const characters = Array.from(
    text
      .replaceAll('<<', '«')
      .replaceAll('>>', '»')
      .replace(/,,(?=\S)/g, '„'),
  );
  characters.forEach((character, at) => {
    if (!MARK.test(character)) return;
    if (isApostrophe(characters, at)) apostrophes.add(at);
    else marks.push(at);
  });
  return { characters, marks, apostrophes };
}

/** `text` with marks only around words of `quotes`, those words copied from there. Other marks go; apostrophes stay, as ’. */
export function withProvenMarks(text: string, quotes: readonly Quote[], around: string): string {
  const { characters, marks, apostrophes } = readMarks(text);
  const pieces: string[] = [];
  const show = (from: number, to: number) => {
    for (let at = from; at < to; at++) {
      if (apostrophes.has(at)) pieces.push('’');
      else if (!MARK.test(characters[at]!)) pieces.push(characters[at]!);
      // Where a mark was all that parted two words, they stay apart.
      else if (SPACED.test(characters[at - 1] ?? ' ') && SPACED.test(characters[at + 1] ?? ' ')) pieces.push(' ');
    }
  };
  let at = 0;
  for (let first = 0; first < marks.length; first++) {
    const open = marks[first]!;
    if (open < at) continue;
    const match = longestFound(characters, marks, first, quotes, around);
    if (!match) continue;
    show(at, open);
    pieces.push('“', match.words, '”');
    at = match.end;
  }
  show(at, characters.length);
  // Blanks that stood on both sides of a mark; those of copied words are the statement's.
  return pieces
    .join('')
    .replace(/“[^”]*”| {2,}/g, (found) => (found.startsWith('“') ? found : ' '))
    .trim();
}

// Letters of scripts that part words by blanks, where a mark between two of them opens nothing.
const SPACED = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Georgian}\p{M}]/u;

function isApostrophe(characters: readonly string[], at: number): boolean {
  if (!"'’ʼ′`´".includes(characters[at]!)) return false;
  const before = characters[at - 1] ?? ' ';
  const after = characters[at + 1] ?? ' ';
  if ((SPACED.test(before) || /\p{N}/u.test(before)) && SPACED.test(after)) {
    // "'so'they": after an open mark, between two long words, it closes. Contractions and elisions are short on one side.
    const isShort = lettersFrom(characters, at, -1) <= 3 || lettersFrom(characters, at, 1) <= 3;
    return isShort || !hasOpenSingleMark(characters, at);
  }
  // "Belarus' policy": a possessive, unless a mark before it is still open.
  return /s/i.test(before) && /[\s.,;:!?)]/.test(after) && !hasOpenSingleMark(characters, at);
}

/** How many letters stand side by side before (`step` -1) or after (1) a character. */
function lettersFrom(characters: readonly string[], at: number, step: 1 | -1): number {
  let count = 0;
  while (SPACED.test(characters[at + step * (count + 1)] ?? ' ')) count++;
  return count;
}

function hasOpenSingleMark(characters: readonly string[], end: number): boolean {
  let open = false;
  for (let at = 0; at < end; at++) {
    if (!"'‘‚‛‹`’´′".includes(characters[at]!)) continue;
    const before = /[\p{L}\p{N}\p{P}]/u.test(characters[at - 1] ?? ' ');
    const after = /[\p{L}\p{N}]/u.test(characters[at + 1] ?? ' ');
    if (!before && after) open = true;
    else if (before && !after) open = false;
  }
  return open;
}

// A reply that nests or strews more marks than this is not quoting.
const MAX_MARKS_SPANNED = 6;

function longestFound(
  characters: readonly string[],
  marks: readonly number[],
  first: number,
  quotes: readonly Quote[],
  around: string,
): { words: string; end: number } | null {
  const open = marks[first]!;
  for (let last = Math.min(marks.length - 1, first + MAX_MARKS_SPANNED); last > first; last--) {
    const close = marks[last]!;
    const words = copied(characters.slice(open + 1, close).join(''), quotes, around);
    if (words !== null) return { words, end: close + 1 };
  }
  return null;
}

/** The own words among `quotes` that read like `words`, letter for letter; null where there are none that may stand alone. */
function copied(words: string, quotes: readonly Quote[], around: string): string | null {
  const sought = termsOf(words).map((term) => term.folded);
  if (sought.length === 0) return null;
  for (const quote of quotes) {
    if (quote.kind !== 'direct') continue;
    const terms = termsOf(quote.text);
    const at = indexOfWords(terms, sought);
    if (at < 0) continue;
    const [start, end] = [terms[at]!.start, terms[at + sought.length - 1]!.end];
    // Words of others keep the marks that say so, or lose the speaker's.
    if (quote.quoted.some((inner) => inner.start < quote.start + end && inner.end > quote.start + start)) continue;
    const found = quote.text.slice(start, end);
    // A claim is one line, and marks inside would be paired with ours.
    if (/[\n\r]/.test(found)) continue;
    if (Array.from(found).some((character, inner, all) => MARK.test(character) && !isApostrophe(all, inner))) continue;
    if (isClipped(found, around)) continue;
    return found;
  }
  return null;
}

function indexOfWords(terms: readonly Term[], sought: readonly string[]): number {
  for (let at = 0; at + sought.length <= terms.length; at++) {
    if (sought.every((word, offset) => terms[at + offset]!.folded === word)) return at;
  }
  return -1;
}

const TURNING = lazy(() => {
  const words = ['negation', 'condition', 'hedge'].flatMap((idea) => [...wordsOfAll(idea).values()].flat());
  const han = words.filter((word) => /\p{Script=Han}/u.test(word));
  return {
    folded: new Set(
      words.map((word) =>
        termsOf(word)
          .map((term) => term.folded)
          .join(' '),
      ),
    ),
    han,
  };
});

/** Whether the sentence that holds `words` has a negation, condition or hedge outside of them. */
function isClipped(words: string, cited: string): boolean {
  return cited.split('\n').some((sentence) => {
    const at = sentence.indexOf(words);
    if (at < 0) return false;
    const around = `${sentence.slice(0, at)} ${sentence.slice(at + words.length)}`;
    const terms = termsOf(around).map((term) => term.folded);
    return (
      terms.some((term) => TURNING().folded.has(term)) ||
      TURNING().han.some((word) => around.includes(word)) ||
      /n['’]t\b/.test(around)
    );
  });
}
