// Where a quotation can be seen in its place: on the project's own page, or on the publisher's with a text fragment.

import type { Quote } from './quotation.ts';

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
 * Where exactly the words of `quote` are marked: on the project's page where there is one, else at the publisher; null where the
 * statement has no address. `publicUrl` is without a slash at its end.
 */
export function quoteAddress(publicUrl: string | null, quote: Quote): string | null {
  if (publicUrl === null) return publisherAddress(quote);
  return `${pageAddress(publicUrl, quote.header.id, [])}${placeQuery(quote.keys, quote.part)}`;
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
 * it mark and scroll to, and others pass over; null where the statement has no address.
 */
export function publisherAddress({ text, before, header: { source } }: Quote): string | null {
  if (source === null) return null;
  return `${source}${source.includes('#') ? '' : '#'}:~:text=${textDirective(oneLine(text).trim(), oneLine(before))}`;
}

// Longer quotations are named by their first and last words: an address of many hundred characters is cut by some clients.
const WHOLE_UP_TO = 120;
// Words by which a passage is told from others of the same text; shorter ones are told apart by what stands before them too.
const NAMING_WORDS = 8;
const PREFIX_WORDS = 4;

function textDirective(words: string, before: string): string {
  if (words.length <= WHOLE_UP_TO) {
    const isShort = wordsOf(words).length < NAMING_WORDS;
    const prefix = isShort ? lastWords(before.trimEnd(), PREFIX_WORDS) : '';
    return prefix === '' ? encode(words) : `${encode(prefix)}-,${encode(words)}`;
  }
  return `${encode(firstWords(words, NAMING_WORDS))},${encode(lastWords(words, NAMING_WORDS))}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ');
}

// Text fragments match at word boundaries only, and Chinese has no blanks to tell them by.
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
// Far more than NAMING_WORDS words take, so that the first words of a paragraph of a megabyte cost nothing.
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
