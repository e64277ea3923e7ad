// Where words stand in a statement: to the letter, or nearly.

import { blockOf, type Order, type StatementWords } from './record.ts';
import { isCharacter, type Token } from './tokens.ts';
import type { Difference } from './verdict.ts';

/** A run of words of the statement, as places in an order; `to` excluded. */
export type Run = { readonly from: number; readonly to: number };

const MAX_RUNS = 50;

/** The places in `order` where `part` stands word for word. At most fifty. */
export function occurrences(part: readonly string[], record: StatementWords, order: Order): Run[] {
  const anchor = rarestOf(part, record);
  const runs: Run[] = [];
  for (const token of record.places.get(part[anchor]!) ?? []) {
    const place = order.place[token]!;
    const from = place - anchor;
    if (place < 0 || from < 0 || from + part.length > order.at.length) continue;
    if (!part.every((word, offset) => record.words[order.at[from + offset]!] === word)) continue;
    if (isOneSpeech({ from, to: from + part.length }, record, order)) runs.push({ from, to: from + part.length });
    if (runs.length === MAX_RUNS) break;
  }
  return runs;
}

function rarestOf(part: readonly string[], { places }: StatementWords): number {
  let rarest = 0;
  const count = (at: number): number => places.get(part[at]!)?.length ?? 0;
  for (let at = 1; at < part.length && count(rarest) > 1; at++) if (count(at) < count(rarest)) rarest = at;
  return rarest;
}

/** Words may be read on over a frame only where the same person goes on in the same block, and no sentence of others stands between. */
function isOneSpeech({ from, to }: Run, { owners, sentences }: StatementWords, { at }: Order): boolean {
  for (let place = from + 1; place < to; place++) {
    const [before, here] = [at[place - 1]!, at[place]!];
    if (here === before + 1) continue;
    if (blockOf(sentences[before]!) !== blockOf(sentences[here]!)) return false;
    if (owners[before]!.name !== owners[here]!.name) return false;
    for (let token = before + 1; token < here; token++) {
      if (sentences[token] !== sentences[before] && sentences[token] !== sentences[here]) return false;
    }
  }
  return true;
}

/** Which of the alleged words stand where: pairs of an index in both, rising. */
export type Pair = readonly [alleged: number, token: number];

const MATCH = 40;
// Of two places that fit alike, the one where somebody speaks.
const SPOKEN_MATCH = 41;
const GAP = 20;
/** How many words are aligned: the work grows with the square of their number. */
const MAX_ALIGNED = 400;

/**
 * The best local alignment of the words with the statement's (Smith and Waterman, 1981): a match counts twice as much as a change
 * or a gap. Empty when nothing fits.
 */
export function align(words: readonly string[], record: StatementWords): readonly Pair[] {
  const sought = words.slice(0, MAX_ALIGNED);
  const spoken = alignIn(sought, record, record.spoken);
  const all = alignIn(sought, record, record.all);
  return spoken.score >= all.score ? spoken.pairs : all.pairs;
}

function alignIn(sought: readonly string[], record: StatementWords, order: Order): { score: number; pairs: Pair[] } {
  const { from, to } = windowFor(sought, record, order);
  const width = to - from + 1;
  if (width < 2) return { score: 0, pairs: [] };
  const scores = new Int32Array((sought.length + 1) * width);
  const weight = (row: number, column: number): number => {
    const token = order.at[from + column - 1]!;
    if (sought[row - 1] !== record.words[token]) return -GAP;
    return record.owners[token]!.kind === 'direct' ? SPOKEN_MATCH : MATCH;
  };
  let best = 0;
  for (let row = 1; row <= sought.length; row++) {
    for (let column = 1; column < width; column++) {
      const score = Math.max(
        0,
        scores[(row - 1) * width + column - 1]! + weight(row, column),
        scores[(row - 1) * width + column]! - GAP,
        scores[row * width + column - 1]! - GAP,
      );
      scores[row * width + column] = score;
      if (score > scores[best]!) best = row * width + column;
    }
  }
  const pairs: Pair[] = [];
  let at = best;
  while (scores[at]! > 0) {
    const row = Math.floor(at / width);
    const gain = weight(row, at % width);
    if (scores[at] === scores[at - width - 1]! + gain) {
      if (gain > 0) pairs.push([row - 1, order.at[from + (at % width) - 1]!]);
      at -= width + 1;
    } else at -= scores[at] === scores[at - width]! - GAP ? width : 1;
  }
  return { score: scores[best]!, pairs: pairs.reverse() };
}

const MAX_WHOLE = 4_000;

/** The stretch of the order, some paragraphs at most, where the rarer of the words stand closest. */
function windowFor(sought: readonly string[], record: StatementWords, { at, place }: Order): Run {
  const size = sought.length * 3 + 60;
  if (at.length <= Math.max(size, Math.min(MAX_WHOLE, 400_000 / sought.length))) return { from: 0, to: at.length };
  const step = Math.ceil(size / 2);
  const weights = new Map<number, number>();
  for (const word of new Set(sought)) {
    const tokens = record.places.get(word) ?? [];
    // What stands everywhere tells nothing of where.
    if (tokens.length > MAX_WHOLE) continue;
    for (const token of tokens) {
      if (place[token]! < 0) continue;
      const bucket = Math.floor(place[token]! / step);
      weights.set(bucket, (weights.get(bucket) ?? 0) + 1 / tokens.length);
    }
  }
  let best = 0;
  for (const [bucket, weight] of weights) if (weight > (weights.get(best) ?? 0)) best = bucket;
  return { from: Math.max(0, (best - 1) * step), to: Math.min(at.length, (best + 2) * step) };
}

// Of the alleged words, so many must stand in the statement in the same order for it to be an altered quotation …
const NEAR_SHARE = 0.6;
// … or so many in one unbroken run: a true beginning with an invented end.
const NEAR_RUN = 5;
const MIN_NEAR_WORDS = 3;
// A Chinese word is about two characters long.
const CHARACTERS_IN_WORD = 1.7;

export type WordKinds = {
  /** Whether a word only holds a sentence together. */
  readonly isFunction: (word: string) => boolean;
  /** Whether a word turns what is said: a negation, a limit, a doubt. */
  readonly isTurning: (word: string) => boolean;
};

/** Whether so much of `words` is aligned that they are those of the statement with changes, and not other words. */
export function isNearCopy(
  words: readonly string[],
  pairs: readonly Pair[],
  { sentences }: StatementWords,
  { isFunction, isTurning }: WordKinds,
): boolean {
  const unit = words.filter(isCharacter).length * 2 > words.length ? CHARACTERS_IN_WORD : 1;
  const paired = new Set(pairs.map(([mine]) => mine));
  const contentOf = (some: readonly Pair[]) => some.filter(([mine]) => !isFunction(words[mine]!)).length;
  // All but a "not": too few words to be told by their number.
  const rest = words.filter((_, at) => !paired.has(at));
  if (rest.length > 0 && rest.every(isTurning) && pairs.length >= 2 * unit && contentOf(pairs) >= unit) return true;
  // Short runs out of two sentences are no copy of either.
  const bySentence = Map.groupBy(pairs, ([, token]) => sentences[token]!);
  const most = [...bySentence.values()].sort((one, other) => other.length - one.length)[0]!;
  const counted = words.length > MAX_SHORT ? pairs : most;
  const share = counted.length / words.length;
  // One word of weight is enough where all but a word agree: "We have 400 beds".
  if (contentOf(counted) < (share >= 0.7 ? 1 : 2) * unit || counted.length < MIN_NEAR_WORDS * unit) return false;
  return share >= NEAR_SHARE || longestRun(pairs) >= NEAR_RUN * unit;
}

const MAX_SHORT = 12;

function longestRun(pairs: readonly Pair[]): number {
  let longest = 0;
  let run = 0;
  pairs.forEach(([mine, theirs], at) => {
    const before = pairs[at - 1];
    run = before && before[0] === mine - 1 && before[1] === theirs - 1 ? run + 1 : 1;
    longest = Math.max(longest, run);
  });
  return longest;
}

/** Both texts word by word: what they share in the statement's spelling, what only one of them has in its own. */
export function differencesOf(
  alleged: string,
  mine: readonly Token[],
  pairs: readonly Pair[],
  record: StatementWords,
): Difference[] {
  const { tokens, statement, owners } = record;
  const differences: Difference[] = [];
  const add = (kind: Difference['kind'], text: string) => {
    if (text === '') return;
    const last = differences.at(-1);
    if (last?.kind === kind) differences[differences.length - 1] = { kind, text: `${last.text} ${text}` };
    else differences.push({ kind, text });
  };
  const allegedText = (from: number, to: number) =>
    from < to ? alleged.slice(mine[from]!.start, mine[to - 1]!.end).replace(/\s+/gu, ' ') : '';
  // A frame that was read over is no part of anybody's words.
  const statementText = (from: number, to: number, kind: string) => {
    let [first, last] = [from, to];
    while (first < last && kind !== owners[first]!.kind && kind === 'direct') first++;
    while (first < last && kind !== owners[last - 1]!.kind && kind === 'direct') last--;
    return first < last ? statement.text.slice(tokens[first]!.start, tokens[last - 1]!.end).replace(/\s+/gu, ' ') : '';
  };
  let from = 0;
  let theirs = pairs[0]![1];
  for (const [at, token] of pairs) {
    add('added', allegedText(from, at));
    add('missing', statementText(theirs, token, owners[token]!.kind));
    add('same', statement.text.slice(tokens[token]!.start, tokens[token]!.end));
    from = at + 1;
    theirs = token + 1;
  }
  add('added', allegedText(from, mine.length));
  return differences;
}
