// The verdict on one passage by its words: where they stand, whose they are there, and what was cut off or changed.

import type { Statement } from '../statement/statement.ts';
import { align, differencesOf, isNearCopy, occurrences, type Pair } from './alignment.ts';

import { type Cut, type Reading, turningCuts } from './clip.ts';
import type { By } from './people.ts';
import { listedLanguage, turns } from './qualifiers.ts';
import type { Order, Owner, StatementWords } from './record.ts';
import { tellerOf } from './tellers.ts';
import { type Token, tokensOf, wordsOf } from './tokens.ts';
import { type Difference, isWorse, type Verdict } from './verdict.ts';

/** A verdict; `tokens` are the words of the statement that it rests on, rising. */
export type Judged = {
  readonly verdict: Verdict;
  readonly whose: string | null;
  readonly tokens: readonly number[];
  readonly differences: readonly Difference[];
};

// --- To the letter ------------------------------------------------------------------------------------------------------------

/** Dots and empty brackets say that something was left out. */
const LEFT_OUT = /\s*(?:[[(]\s*(?:\.{3,}|…+)\s*[\])]|\.{3,}|…+|\[\s*\])\s*/u;
const MAX_CHAINS = 50;

/**
 * The verdict on words that stand in the statement as they are, parts left out under dots in order; null when they don't.
 * `isSpliced`: others stand beside them in the same quotation.
 */
export function judgeExact(text: string, by: By, record: StatementWords, isSpliced = false): Judged | null {
  const parts = text
    .split(LEFT_OUT)
    .map(wordsOf)
    .filter((part) => part.length > 0);
  if (parts.length === 0) return null;
  let best: Judged | null = null;
  for (const chain of chains(parts, record)) {
    const judged = judgeChain(chain, by, record, isSpliced);
    if (best === null || isWorse(best.verdict, judged.verdict)) best = judged;
    if (best.verdict === 'verbatim') break;
  }
  return best;
}

/** Where the parts stand one after the other: lists of tokens, one for each part. */
function chains(parts: readonly (readonly string[])[], record: StatementWords): number[][][] {
  let found = placesOf(parts[0]!, record).map((piece) => [piece]);
  for (const part of parts.slice(1)) {
    const next = placesOf(part, record);
    found = found.flatMap((chain) => {
      const end = chain.at(-1)!.at(-1)!;
      const following = next.find((piece) => piece[0]! > end);
      return following === undefined ? [] : [[...chain, following]];
    });
  }
  return found.slice(0, MAX_CHAINS);
}

function placesOf(part: readonly string[], record: StatementWords): number[][] {
  const found = (order: Order) =>
    occurrences(part, record, order).map(({ from, to }) => Array.from(order.at.subarray(from, to)));
  const straight = found(record.all);
  const overFrames = found(record.spoken).filter((piece) => piece.at(-1)! - piece[0]! >= piece.length);
  return [...straight, ...overFrames].sort((one, other) => one[0]! - other[0]!);
}

function judgeChain(chain: readonly (readonly number[])[], by: By, record: StatementWords, isSpliced: boolean): Judged {
  const { owners, statement } = record;
  const taken = chain.flat();
  const from = taken[0]!;
  const isBys = (token: number) => belongsTo(owners[token]!, by, statement);
  const own = taken.filter(isBys);
  const quoted = taken.filter((token) => !isBys(token) && owners[token]!.kind === 'quoted');
  const rest = taken.filter((token) => !isBys(token) && owners[token]!.kind !== 'quoted');
  const base = { tokens: taken, whose: null, differences: [] };
  if (by.kind !== 'stranger' && [...own, ...rest].some((token) => owners[token]!.isUnsure)) {
    return { ...base, verdict: 'unsure-whose' };
  }
  const reading: Reading = {
    record,
    language: listedLanguage(statement.language),
    isSpliced,
    isTheirs: (token) => isBys(token) || (owners[token]!.kind === 'quoted' && !isNarrated(owners[from]!)),
  };
  // A part that is all quoted from others makes the whole theirs.
  const isAllQuoted = chain.some((piece) => piece.every((token) => !isBys(token)));
  if (isAllQuoted || rest.length > 0) {
    const owner = owners[rest[0] ?? quoted[0]!]!;
    const isTheirs = (token: number) => owners[token]!.kind === owner.kind;
    const whose = whoseOf(owner, by, statement) ?? tellerOf(from, { ...reading, isTheirs });
    return { ...base, verdict: 'others', whose };
  }
  const teller = by.kind === 'publisher' ? null : tellerOf(from, reading);
  if (teller !== null) return { ...base, verdict: 'others', whose: teller };
  const cuts = turningCuts(chain, reading);
  const halves = cutsThroughQuoted(chain, record);
  if (cuts.length === 0 && halves.length === 0) return { ...base, verdict: 'verbatim' };
  return { ...base, verdict: 'clipped', differences: shown(taken, [...cuts, ...halves], record) };
}

function isNarrated({ kind }: Owner): boolean {
  return kind === 'narration' || kind === 'reported';
}

/** Words that somebody quotes from others, cut in two: the rest of them is missing. */
function cutsThroughQuoted(chain: readonly (readonly number[])[], { owners, sentences }: StatementWords): Cut[] {
  return chain.flatMap((piece) => {
    const [first, last] = [piece[0]!, piece.at(-1)!];
    const goesOn = (one: number, other: number) =>
      owners[one]!.kind === 'quoted' && owners[one] === owners[other] && sentences[one] === sentences[other];
    const cuts: Cut[] = [];
    if (first > 0 && goesOn(first, first - 1)) cuts.push({ from: first - 1, to: first });
    if (last + 1 < owners.length && goesOn(last, last + 1)) cuts.push({ from: last + 1, to: last + 2 });
    return cuts;
  });
}

/** The words that were taken and, in their places, those that were cut. */
function shown(taken: readonly number[], cuts: readonly Cut[], { tokens, statement }: StatementWords): Difference[] {
  const runs: { kind: 'same' | 'missing'; from: number; to: number }[] = cuts.map((cut) => ({
    kind: 'missing',
    ...cut,
  }));
  for (const token of taken) {
    const last = runs.at(-1);
    if (last?.kind === 'same' && last.to === token) last.to = token + 1;
    else runs.push({ kind: 'same', from: token, to: token + 1 });
  }
  return runs
    .sort((one, other) => one.from - other.from)
    .map(({ kind, from, to }) => ({
      kind,
      text: statement.text.slice(tokens[from]!.start, tokens[to - 1]!.end).replace(/\s+/gu, ' '),
    }));
}

/** Whether words of this owner may be put in the mouth of `by`. */
function belongsTo(owner: Owner, by: By, { speaker, publisher }: Statement): boolean {
  if (by.kind === 'stranger') return false;
  if (by.kind === 'person') return owner.name === by.name && (owner.kind === 'direct' || owner.kind === 'quoted');
  const isPublishers = isNarrated(owner) || (owner.name !== null && owner.name === publisher);
  if (by.kind === 'publisher' || speaker === null) return isPublishers;
  return owner.kind === 'direct' ? owner.name === speaker.name : isPublishers && speaker.name === publisher;
}

/** Whose the words are, for one who took them for `by`'s: a report of what somebody said is its publisher's. */
function whoseOf(owner: Owner, by: By, { speaker, publisher }: Statement): string | null {
  const name = by.kind === 'person' ? by.name : by.kind === 'speaker' ? (speaker?.name ?? null) : null;
  if (owner.kind === 'narration' || (owner.kind === 'reported' && owner.name === name)) return publisher;
  return owner.name;
}

// --- Nearly --------------------------------------------------------------------------------------------------------------------

/** The verdict on words that are those of the statement but for some; null when they are other words. */
export function judgeNear(
  text: string,
  by: By,
  record: StatementWords,
  isFunction: (word: string) => boolean,
): Judged | null {
  const mine: readonly Token[] = tokensOf(text);
  const words = mine.map((token) => token.word);
  if (words.length === 0) return null;
  const pairs = align(words, record);
  const language = listedLanguage(record.statement.language);
  const isTurning = (word: string) => turns([word], language);
  if (pairs.length === 0 || !isNearCopy(words, pairs, record, { isFunction, isTurning })) return null;
  const differences = differencesOf(text, mine, pairs, record);
  const owner = mostFrequent(pairs, record);
  const { statement } = record;
  const base = { tokens: pairs.map(([, token]) => token), differences };
  const whose = belongsTo(owner, by, statement) ? null : whoseOf(owner, by, statement);
  const changed = differences.filter(({ kind }) => kind !== 'same').flatMap((difference) => wordsOf(difference.text));
  const isTelling = turns(changed, language) || changed.some((word) => !isFunction(word));
  // Nearly the words of somebody else: whose they are says more than which small ones differ.
  if (!belongsTo(owner, by, statement) && !owner.isUnsure && !isTelling) return { ...base, verdict: 'others', whose };
  return { ...base, verdict: 'altered', whose };
}

function mostFrequent(pairs: readonly Pair[], { owners }: StatementWords): Owner {
  const counts = new Map<Owner, number>();
  for (const [, token] of pairs) counts.set(owners[token]!, (counts.get(owners[token]!) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]![0];
}
