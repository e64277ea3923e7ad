// Quotation marks in a claim: they stay only around words that the speaker himself says in the statement, copied from there.

import { terms } from '../retrieval/terms.ts';
import { placesOf, type Quote, quoteSentences } from '../statement/quotation.ts';
import type { Statement } from '../statement/statement.ts';
import { QUOTATION_MARKS } from '../text/fold.ts';

// Unicode's quotation marks, and what else is typed for one: primes, backticks, modifier letters, Hebrew and ornamental marks.
const MARK = new RegExp(
  `[${QUOTATION_MARKS}\\p{Quotation_Mark}\u02b9-\u02bd\u02ca\u02cb\u02dd\u02ee\u02f5\u02f6\u05f3\u05f4\u055a\u2032-\u2037\u275b-\u2760\u276e\u276f\u{1f676}-\u{1f678}]`,
  'u',
);

/**
 * `text` with quotation marks only around words that the speaker himself says in the statement, those words copied from it.
 * All other marks go; apostrophes inside and after words stay, as ’.
 */
export function withoutUnfoundQuotations(text: string, statement: Statement): string {
  const marks: number[] = [];
  // "<<so>>" and ",,so''" are guillemets and low marks on keyboards without them.
  const characters = Array.from(
    text
      .replaceAll('<<', '«')
      .replaceAll('>>', '»')
      .replace(/,,(?=\S)/g, '„'),
  );
  const apostrophes = new Set<number>();
  characters.forEach((character, at) => {
    if (!MARK.test(character)) return;
    if (isApostrophe(characters, at)) apostrophes.add(at);
    else marks.push(at);
  });
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
    const match = longestFound(characters, marks, first, statement);
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
  statement: Statement,
): { words: string; end: number } | null {
  const open = marks[first]!;
  for (let last = Math.min(marks.length - 1, first + MAX_MARKS_SPANNED); last > first; last--) {
    const close = marks[last]!;
    const words = findOwnWords(characters.slice(open + 1, close).join(''), statement);
    if (words !== null) return { words, end: close + 1 };
  }
  return null;
}

/** The speaker's own words that read like `words`, letter for letter from the statement; null where there are none. */
function findOwnWords(words: string, statement: Statement): string | null {
  const sought = foldedWords(words);
  if (sought.length === 0) return null;
  for (const quote of ownWords(statement)) {
    const at = indexOfWords(quote.words, sought);
    if (at < 0) continue;
    const start = quote.terms[at]!.start;
    const end = quote.terms[at + sought.length - 1]!.end;
    // Words of others keep the marks that say so, or lose the speaker's.
    if (quote.quoted.some((inner) => inner.start < end && inner.end > start)) continue;
    if (isClipped(statement, start, end)) continue;
    const copied = statement.text.slice(start, end);
    // A claim is one line, and marks inside would be paired with ours.
    if (/[\n\r]/.test(copied)) continue;
    if (Array.from(copied).some((character, inner, all) => MARK.test(character) && !isApostrophe(all, inner))) continue;
    return copied;
  }
  return null;
}

type OwnWords = {
  readonly words: readonly string[];
  readonly terms: readonly { start: number; end: number }[];
  readonly quoted: Quote['quoted'];
};

const OWN_WORDS = new WeakMap<Statement, readonly OwnWords[]>();

/** All that is said in the speakers' own words, one entry for each stretch that no frame interrupts. */
function ownWords(statement: Statement): readonly OwnWords[] {
  let found = OWN_WORDS.get(statement);
  if (!found) {
    const keys = statement.sentences.map((sentence) => sentence.key);
    found = quoteSentences({ statement, places: placesOf(statement) }, keys)
      .filter((quote) => quote.kind === 'direct')
      .map((quote) => {
        const words = terms(quote.text).map((term) => ({
          folded: term.folded,
          start: quote.start + term.start,
          end: quote.start + term.end,
        }));
        return { words: words.map((word) => word.folded), terms: words, quoted: quote.quoted };
      });
    OWN_WORDS.set(statement, found);
  }
  return found;
}

function foldedWords(text: string): string[] {
  return terms(text).map((term) => term.folded);
}

function indexOfWords(words: readonly string[], sought: readonly string[]): number {
  for (let at = words.indexOf(sought[0]!); at >= 0; at = words.indexOf(sought[0]!, at + 1)) {
    if (sought.every((word, offset) => words[at + offset] === word)) return at;
  }
  return -1;
}

const TURNS_MEANING =
  /\b(?:not|never|no|nor|none|nobody|nothing|neither|hardly|without|if|unless|until|may|might|could|would|perhaps|whether|allegedly|cannot|nicht|kein\w*|nie|wenn|falls|pas|jamais|si|sin|nunca|nie|jeśli)\b|n['’]t\b|(?<!\p{L})(?:не|ни|нет|никогда|если|бы|без|якобы|может|ня|ні|няма|ніколі|калі|якщо|немає)(?!\p{L})|不|没|如果|若|可能/iu;

/** Whether the sentences that hold the stretch have a negation, condition or hedge outside of it. */
function isClipped(statement: Statement, start: number, end: number): boolean {
  return statement.sentences.some((sentence) => {
    if (sentence.end <= start || sentence.start >= end) return false;
    const around = `${statement.text.slice(sentence.start, Math.max(sentence.start, start))} ${statement.text.slice(Math.min(sentence.end, end), sentence.end)}`;
    return TURNS_MEANING.test(around);
  });
}
