// Where words stand in a statement: to the letter, or nearly.

import type { StatementWords } from './record.ts';
import { isCharacter, type Token } from './tokens.ts';
import type { Difference } from './verdict.ts';

const MAX_OCCURRENCES = 50;

/** Where `part` stands word for word, frames read over: lists of the statement's tokens, at most fifty. */
export function occurrences(part: readonly string[], { places, words, overFrame }: StatementWords): number[][] {
  const found: number[][] = [];
  for (const first of places.get(part[0]!) ?? []) {
    const piece = [first];
    for (const word of part.slice(1, words.length)) {
      const last = piece.at(-1)!;
      const next = words[last + 1] === word ? last + 1 : overFrame.get(last);
      if (next === undefined || words[next] !== word) break;
      piece.push(next);
    }
    if (piece.length === part.length) found.push(piece);
    if (found.length === MAX_OCCURRENCES) break;
  }
  return found;
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
  const { from, to } = windowFor(sought, record);
  const width = to - from + 1;
  const scores = new Int32Array((sought.length + 1) * width);
  const weight = (row: number, column: number): number => {
    const token = from + column - 1;
    if (sought[row - 1] !== record.words[token]) return -GAP;
    return record.owners[token]!.kind === 'direct' ? SPOKEN_MATCH : MATCH;
  };
  let best = 0;
  for (let row = 1; row <= sought.length; row++) {
    for (let column = 1; column < width; column++) {
      const at = row * width + column;
      const score = Math.max(
        0,
        scores[at - width - 1]! + weight(row, column),
        scores[at - width]! - GAP,
        scores[at - 1]! - GAP,
      );
      scores[at] = score;
      if (score > scores[best]!) best = at;
    }
  }
  const pairs: Pair[] = [];
  for (let at = best; scores[at]! > 0; ) {
    const row = Math.floor(at / width);
    const gain = weight(row, at % width);
    if (scores[at] === scores[at - width - 1]! + gain) {
      if (gain > 0) pairs.push([row - 1, from + (at % width) - 1]);
      at -= width + 1;
    } else at -= scores[at] === scores[at - width]! - GAP ? width : 1;
  }
  return pairs.reverse();
}

const MAX_WHOLE = 4_000;

/** The stretch of the statement where the rarer of the words stand closest; all of a short one. */
function windowFor(sought: readonly string[], { words, places }: StatementWords): { from: number; to: number } {
  const size = sought.length * 3 + 60;
  if (words.length <= Math.max(size, Math.min(MAX_WHOLE, 400_000 / sought.length)))
    return { from: 0, to: words.length };
  const step = Math.ceil(size / 2);
  const weights = new Map<number, number>();
  for (const word of new Set(sought)) {
    const tokens = places.get(word) ?? [];
    // What stands everywhere tells nothing of where.
    for (const token of tokens.length > MAX_WHOLE ? [] : tokens) {
      const bucket = Math.floor(token / step);
      weights.set(bucket, (weights.get(bucket) ?? 0) + 1 / tokens.length);
    }
  }
  let best = 0;
  for (const [bucket, weight] of weights) if (weight > (weights.get(best) ?? 0)) best = bucket;
  return { from: Math.max(0, (best - 1) * step), to: Math.min(words.length, (best + 2) * step) };
}

// Of the alleged words, so many must stand in one sentence in the same order for it to be an altered quotation …
const NEAR_SHARE = 0.6;
// … or so many in one unbroken run: a true beginning with an invented end.
const NEAR_RUN = 5;
const MIN_NEAR_WORDS = 3;
// Longer passages may be aligned over several sentences.
const MAX_SHORT = 12;
// A Chinese word is about two characters long.
const CHARACTERS_IN_WORD = 1.7;

/**
 * Whether so much of `words` is aligned that they are those of the statement with changes, and not other words. `isFunction`: whether
 * a word only holds a sentence together; `isTurning`: whether it is a negation, a limit, a doubt.
 */
export function isNearCopy(
  words: readonly string[],
  pairs: readonly Pair[],
  record: StatementWords,
  { isFunction, isTurning }: Readonly<Record<'isFunction' | 'isTurning', (word: string) => boolean>>,
): boolean {
  const unit = words.filter(isCharacter).length * 2 > words.length ? CHARACTERS_IN_WORD : 1;
  const contentOf = (some: readonly Pair[]) => some.filter(([mine]) => !isFunction(words[mine]!)).length;
  const paired = new Set(pairs.map(([mine]) => mine));
  const rest = words.filter((_, at) => !paired.has(at));
  // All but a "not": too few words to be told by their number.
  if (rest.length > 0 && rest.every(isTurning) && pairs.length >= 2 * unit && contentOf(pairs) >= unit) return true;
  const bySentence = [...Map.groupBy(pairs, ([, token]) => record.sentences[token]!).values()];
  const counted =
    words.length > MAX_SHORT ? pairs : bySentence.reduce((most, one) => (one.length > most.length ? one : most));
  const share = counted.length / words.length;
  // One word of weight is enough where all but a word agree: "We have 400 beds".
  if (contentOf(counted) < (share >= 0.7 ? 1 : 2) * unit || counted.length < MIN_NEAR_WORDS * unit) return false;
  return share >= NEAR_SHARE || longestRun(pairs) >= NEAR_RUN * unit;
}

function longestRun(pairs: readonly Pair[]): number {
  let [longest, run] = [0, 0];
  pairs.forEach(([mine, theirs], at) => {
    const [before, there] = pairs[at - 1] ?? [];
    run = before === mine - 1 && there === theirs - 1 ? run + 1 : 1;
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
  const differences: Difference[] = [];
  const add = (kind: Difference['kind'], text: string, tokens: readonly Token[]) => {
    if (tokens.length === 0) return;
    const words = text.slice(tokens[0]!.start, tokens.at(-1)!.end).replace(/\s+/gu, ' ');
    const last = differences.at(-1);
    if (last?.kind === kind) differences[differences.length - 1] = { kind, text: `${last.text} ${words}` };
    else differences.push({ kind, text: words });
  };
  const { text } = record.statement;
  let [from, theirs] = [0, pairs[0]![1]];
  for (const [at, token] of pairs) {
    add('added', alleged, mine.slice(from, at));
    add('missing', text, record.tokens.slice(theirs, token));
    add('same', text, [record.tokens[token]!]);
    [from, theirs] = [at + 1, token + 1];
  }
  add('added', alleged, mine.slice(from));
  return differences;
}
