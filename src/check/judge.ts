// The verdict on one passage by its words: where they stand, whose they are there, and what was cut off or changed.

import { languageNamed } from '../language/language.ts';
import type { Statement } from '../statement/statement.ts';
import { align, differencesOf, isNearCopy, occurrences } from './alignment.ts';
import { type Cut, type Reading, turningCuts } from './clip.ts';
import { STRANGER } from './people.ts';
import { listedLanguage, turnsAt } from './phrases.ts';
import type { Owner, StatementWords } from './record.ts';
import { tellerOf } from './tellers.ts';
import { tokensOf, wordsOf } from './tokens.ts';
import { type Difference, isWorse, type Verdict } from './verdict.ts';

/** A verdict; `tokens` are the words of the statement that it rests on, rising. */
export type Judged = {
  readonly verdict: Verdict;
  readonly whose: string | null;
  readonly tokens: readonly number[];
  readonly differences: readonly Difference[];
};

/** Dots and empty brackets say that something was left out. */
const LEFT_OUT = /\s*(?:[[(]\s*(?:\.{3,}|…+)\s*[\])]|\.{3,}|…+|\[\s*\])\s*/u;

/**
 * The verdict on words that stand in the statement as they are, parts left out under dots in order; null when they don't.
 * `isSpliced`: others stand beside them in the same quotation.
 */
export function judgeExact(text: string, by: string, record: StatementWords, isSpliced = false): Judged | null {
  const [first, ...parts] = text
    .split(LEFT_OUT)
    .map(wordsOf)
    .filter((part) => part.length > 0);
  if (!first) return null;
  let chains = occurrences(first, record).map((piece) => [piece]);
  for (const part of parts) {
    const next = occurrences(part, record);
    chains = chains.flatMap((chain) => {
      const following = next.find((piece) => piece[0]! > chain.at(-1)!.at(-1)!);
      return following ? [[...chain, following]] : [];
    });
  }
  let best: Judged | null = null;
  for (const chain of chains) {
    const judged = judgeChain(chain, by, record, isSpliced);
    if (best === null || isWorse(best.verdict, judged.verdict)) best = judged;
    if (best.verdict === 'verbatim') break;
  }
  return best;
}

function judgeChain(chain: readonly number[][], by: string, record: StatementWords, isSpliced: boolean): Judged {
  const { owners, statement } = record;
  const tokens = chain.flat();
  const result = (verdict: Verdict, whose: string | null = null, cuts: readonly Cut[] = []): Judged => ({
    verdict,
    whose,
    tokens,
    differences: cuts.length > 0 ? shown(tokens, cuts, record) : [],
  });
  const isBys = (token: number) => belongsTo(owners[token]!, by, statement);
  // What somebody quotes from others within his own words is his to say; a part that is all quoted is theirs.
  const foreign =
    chain.find((piece) => !piece.some(isBys))?.[0] ??
    tokens.find((token) => !isBys(token) && owners[token]!.kind !== 'quoted');
  if (by !== STRANGER && tokens.some((token) => owners[token]!.isUnsure && owners[token]!.kind !== 'quoted'))
    return result('unsure-whose');
  const isNarrated = owners[tokens[0]!]!.kind !== 'direct';
  const reading = { record, language: listedLanguage(statement.language), isSpliced };
  if (foreign !== undefined) {
    const { kind } = owners[foreign]!;
    const teller = () => tellerOf(tokens[0]!, { ...reading, isTheirs: (token) => owners[token]!.kind === kind });
    return result('others', whoseOf(owners[foreign]!, by, statement) ?? (teller() || null));
  }
  const own: Reading = {
    ...reading,
    isTheirs: (token) => isBys(token) || (owners[token]!.kind === 'quoted' && !isNarrated),
  };
  const teller = by === statement.publisher ? null : tellerOf(tokens[0]!, own);
  if (teller !== null) return result('others', teller || null);
  const cuts = turningCuts(chain, own);
  return cuts.length > 0 ? result('clipped', null, cuts) : result('verbatim');
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
  runs.sort((one, other) => one.from - other.from);
  return runs.map(({ kind, from, to }) => ({
    kind,
    text: statement.text.slice(tokens[from]!.start, tokens[to - 1]!.end).replace(/\s+/gu, ' '),
  }));
}

/** Whether words of this owner may be put in the mouth of `by`. */
function belongsTo({ kind, name }: Owner, by: string, { publisher, speaker }: Statement): boolean {
  if (kind === 'narration' || kind === 'reported') return by === publisher;
  return name === by && (kind === 'direct' || by !== speaker?.name);
}

/** Whose the words are, for one who took them for `by`'s: a report of what somebody said is its publisher's. */
function whoseOf({ kind, name }: Owner, by: string, { publisher }: Statement): string | null {
  return kind === 'narration' || (kind === 'reported' && name === by) ? publisher : name;
}

/** The verdict on words that are those of the statement but for some; null when they are other words. */
export function judgeNear(text: string, by: string, record: StatementWords): Judged | null {
  const { statement, owners } = record;
  const mine = tokensOf(text);
  const words = mine.map(({ word }) => word);
  const pairs = words.length === 0 ? [] : align(words, record);
  const { isFunctionWord: isFunction } = languageNamed(statement.language);
  const isTurning = (word: string) => turnsAt([word], 0, listedLanguage(statement.language));
  if (pairs.length === 0 || !isNearCopy(words, pairs, record, { isFunction, isTurning })) return null;
  const tokens = pairs.map(([, token]) => token);
  const differences = differencesOf(text, mine, pairs, record);
  const [[, theirs]] = [...Map.groupBy(tokens, (token) => owners[token]!)].sort(
    ([, one], [, other]) => other.length - one.length,
  ) as [[Owner, number[]]];
  const owner = owners[theirs[0]!]!;
  const isBys = belongsTo(owner, by, statement);
  const whose = isBys ? null : whoseOf(owner, by, statement);
  const changed = differences.filter(({ kind }) => kind !== 'same').flatMap((difference) => wordsOf(difference.text));
  const isTelling = changed.some((word) => isTurning(word) || !isFunction(word));
  // Nearly the words of somebody else: whose they are says more than which small ones differ.
  return { verdict: isBys || isTelling || owner.isUnsure ? 'altered' : 'others', whose, tokens, differences };
}
