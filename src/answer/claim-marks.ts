// Quotation marks in a claim: they stay only around words that the speaker himself says in the statement, copied from there.

import { terms } from '../retrieval/terms.ts';
import { type Quote, quoteSentences } from '../statement/quote.ts';
import type { Statement } from '../statement/statement.ts';
import { QUOTATION_MARKS } from '../text.ts';

/**
 * `text` with quotation marks only around words that the speaker himself says in the statement, those words copied from it.
 * All other marks go; apostrophes inside and after words stay, as ’.
 */
export function withoutUnfoundQuotations(text: string, statement: Statement): string {
  const marks: number[] = [];
  const characters = Array.from(text);
  const apostrophes = new Set<number>();
  characters.forEach((character, at) => {
    if (!QUOTATION_MARKS.includes(character)) return;
    if (isApostrophe(characters, at)) apostrophes.add(at);
    else marks.push(at);
  });
  const pieces: string[] = [];
  const show = (from: number, to: number) => {
    for (let at = from; at < to; at++) {
      if (apostrophes.has(at)) pieces.push('’');
      else if (!QUOTATION_MARKS.includes(characters[at]!)) pieces.push(characters[at]!);
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
  return pieces.join('').replace(/ {2,}/g, ' ').trim();
}

function isApostrophe(characters: readonly string[], at: number): boolean {
  if (!"'’ʼ′`´".includes(characters[at]!)) return false;
  const before = characters[at - 1] ?? ' ';
  const after = characters[at + 1] ?? ' ';
  if (/\p{L}|\p{N}/u.test(before) && /\p{L}/u.test(after)) return true;
  // "Belarus' policy": a possessive, unless a mark before it is still open.
  return /s/i.test(before) && /[\s.,;:!?)]/.test(after) && !hasOpenSingleMark(characters, at);
}

function hasOpenSingleMark(characters: readonly string[], end: number): boolean {
  for (let at = 0; at < end; at++) {
    const opens = "'‘‚‛‹`".includes(characters[at]!) && !/[\p{L}\p{N}]/u.test(characters[at - 1] ?? ' ');
    if (opens) return true;
  }
  return false;
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
    return statement.text.slice(start, end);
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
    found = quoteSentences(statement, keys)
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
  outer: for (let at = 0; at + sought.length <= words.length; at++) {
    for (let offset = 0; offset < sought.length; offset++) if (words[at + offset] !== sought[offset]) continue outer;
    return at;
  }
  return -1;
}

const TURNS_MEANING =
  /\b(?:not|never|no|nor|none|nobody|nothing|neither|without|if|unless|until|may|might|could|would|perhaps)\b|n['’]t\b/iu;

/** Whether the sentences that hold the stretch have a negation, condition or hedge outside of it. */
function isClipped(statement: Statement, start: number, end: number): boolean {
  return statement.sentences.some((sentence) => {
    if (sentence.end <= start || sentence.start >= end) return false;
    const around = `${statement.text.slice(sentence.start, Math.max(sentence.start, start))} ${statement.text.slice(Math.min(sentence.end, end), sentence.end)}`;
    return TURNS_MEANING.test(around);
  });
}
