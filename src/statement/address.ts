// Where a quotation can be seen in its place: on the project's own page, or on the publisher's with a text fragment.

import { type Quote, quoteSentences } from './quotation.ts';
import type { Statement } from './statement.ts';

/**
 * The address of a statement's page with the sentences named by `keys` marked: runs of neighbours are joined, "4.4-4.6,5.1".
 * `publicUrl` is without a slash at its end; '' gives an address that is relative to the site's root. Without keys, the page itself.
 */
export function pageAddress(publicUrl: string, statementId: string, keys: readonly string[]): string {
  const page = `${publicUrl}/s/${encodeURIComponent(statementId)}`;
  return keys.length === 0 ? page : `${page}${placeQuery(keys)}`;
}

/** What follows the page's path: "?q=4.4-4.6#4.4". `part` chooses one of the pieces that a frame cuts a sentence into, from 1. */
export function placeQuery(keys: readonly string[], part: number | null = null): string {
  return `?q=${joinKeys(keys)}${part === null ? '' : `&part=${part}`}#${keys[0]}`;
}

/**
 * Where exactly the words of `quote` are marked: on the project's page where there is one, else at the publisher.
 * `publicUrl` is without a slash at its end.
 */
export function quoteAddress(publicUrl: string | null, statement: Statement, quote: Quote): string {
  if (publicUrl === null) return publisherAddress(statement, quote);
  return `${pageAddress(publicUrl, statement.id, [])}${placeQuery(quote.keys, partOf(statement, quote))}`;
}

/** Which of the quotations of its sentences `quote` is, from 1; null when they give no other. */
export function partOf(statement: Statement, quote: Quote): number | null {
  const pieces = quoteSentences(statement, quote.keys);
  const at = pieces.findIndex((piece) => piece.start === quote.start && piece.end === quote.end);
  return pieces.length > 1 && at >= 0 ? at + 1 : null;
}

/** Keys as an address lists them, neighbours joined: "4.4-4.6,5.1". */
export function joinKeys(keys: readonly string[]): string {
  const runs: { from: string; to: string }[] = [];
  for (const key of keys) {
    const last = runs.at(-1);
    if (last && isNext(last.to, key)) last.to = key;
    else runs.push({ from: key, to: key });
  }
  return runs.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join(',');
}

function isNext(key: string, next: string): boolean {
  const [block, number] = key.split('.');
  return next === `${block}.${Number(number) + 1}`;
}

/**
 * The publisher's address with a text fragment (https://wicg.github.io/scroll-to-text-fragment/), which browsers that know
 * it mark and scroll to, and others pass over. The words are long enough to be found first where they stand.
 */
export function publisherAddress(statement: Statement, quote: Quote): string {
  const { source } = statement;
  return `${source}${source.includes('#') ? '' : '#'}:~:text=${knownDirective(statement, quote)}`;
}

// Finding words that stand nowhere else takes a millisecond a quotation, and the same ones are quoted again and again.
const DIRECTIVES = new WeakMap<Statement, Map<string, string>>();
const MAX_KNOWN = 5_000;

function knownDirective(statement: Statement, quote: Quote): string {
  const known = DIRECTIVES.get(statement) ?? new Map<string, string>();
  DIRECTIVES.set(statement, known);
  const place = `${quote.start}-${quote.end}`;
  const directive = known.get(place) ?? textDirective(statement, quote);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(place, directive);
  return directive;
}

// Longer quotations are named by their first and last words: an address of many hundred characters is cut by some clients.
const WHOLE_UP_TO = 80;
const FEWEST_WORDS = 4;
const MOST_WORDS = 24;

function textDirective(statement: Statement, quote: Quote): string {
  const lower = oneLine(statement.text).toLowerCase();
  const before = oneLine(statement.text.slice(0, quote.start)).trimEnd();
  const words = oneLine(quote.text).trim();
  // Browsers compare without regard to capitals.
  const find = (phrase: string, from = 0) => lower.indexOf(phrase.toLowerCase(), from);
  const startsAt = find(words, before.toLowerCase().length);
  const isFirst = (phrase: string) => startsAt >= 0 && find(phrase) === startsAt;
  if (words.length <= WHOLE_UP_TO) {
    // A short phrase that also stands further up is told apart by what stands before it.
    return isFirst(words) ? encode(words) : `${encode(lastWords(before, FEWEST_WORDS))}-,${encode(words)}`;
  }
  const starts = growing((count) => firstWords(words, count));
  const start = starts.find(isFirst) ?? starts.at(-1)!;
  const endsAt = startsAt + words.toLowerCase().length;
  const ends = growing((count) => lastWords(words, count)).filter((end) => start.length + end.length < words.length);
  const end = ends.find((phrase) => find(phrase, startsAt + start.length) === endsAt - phrase.length);
  return end === undefined ? encode(words) : `${encode(start)},${encode(end)}`;
}

function growing(phrase: (count: number) => string): string[] {
  return Array.from({ length: MOST_WORDS - FEWEST_WORDS + 1 }, (_, more) => phrase(FEWEST_WORDS + more));
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ');
}

// Text fragments match at word boundaries only, and Chinese has no blanks to tell them by.
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
// Far more than MOST_WORDS words take, so that the first words of a paragraph of a megabyte cost nothing.
const ENOUGH = 600;

function firstWords(text: string, count: number): string {
  const word = wordsOf(text.slice(0, ENOUGH))[count - 1];
  return word ? text.slice(0, word.index + word.segment.length) : text;
}

function lastWords(text: string, count: number): string {
  const tail = text.slice(-ENOUGH);
  const word = wordsOf(tail).at(-count);
  return word ? tail.slice(word.index) : tail;
}

function wordsOf(text: string): Intl.SegmentData[] {
  return [...segmenter.segment(text)].filter((segment) => segment.isWordLike);
}

/** A dash would be read as the end of a prefix and a comma as the start of the last words. */
function encode(phrase: string): string {
  return encodeURIComponent(phrase.toWellFormed()).replace(/-/g, '%2D');
}
