// From the words of a question to the statements that speak of them, best first, and to the places in their texts.
// First the database: statements with the rarest of the words. Then their texts: those whose sentences hold most of the words together.

import { languageNamed } from '../language/language.ts';
import type { StatementTable, StoredStatement } from '../store/tables/statements.ts';
import { termsOf } from '../text/terms.ts';
import { keyOf, type QueryWord, queryWords, sharedNames, stemsAnywhere, stemsIn } from './stems.ts';

export type Candidate = {
  readonly row: StoredStatement;
  /** Higher is better; comparable within one search. */
  readonly score: number;
  /** The part of all the words that stands in its best sentence, 0–1. */
  readonly share: number;
  /** Offsets of words in its best sentences, the best sentence first. */
  readonly places: readonly number[];
};

// Enough for every question that a person can tell apart by its words; the texts of more would take as long to read as all else.
const MAX_READ = 20;
// Statements numbered by the database for one search. A word in more of them tells too little to begin with.
const MAX_NUMBERED = 800;
const MAX_ASKED_WORDS = 8;
// Words anywhere in a statement count, but less than those that stand together in one sentence.
const WHOLE_SHARE = 0.4;
// What a statement says again and again is its matter.
const REPEAT_SHARE = 0.05;
// With so little of what the best has, a statement speaks of something else.
const MIN_SHARE = 0.3;

type Weighed = {
  readonly word: QueryWord;
  readonly stems: readonly string[];
  readonly weight: number;
  readonly count: number;
};

/** The statements that have most of `words`, at most twenty. */
export async function searchStatements(words: string, table: StatementTable): Promise<Candidate[]> {
  const all = await weigh(queryWords(words), table);
  const weighed = all.filter(({ stems }) => stems.length > 0);
  const numbers = await numbersFor(weighed, table);
  const rows = await table.getAll(numbers);
  const found = rows.map((row) => readCandidate(row, weighed, all.length));
  const best = Math.max(...found.map(({ score }) => score));
  return found
    .filter(({ score }) => score > 0 && score >= best * MIN_SHARE)
    .sort((one, other) => other.score - one.score || other.row.number - one.row.number);
}

/** The rarest words first; those that stand nowhere have no stems. */
async function weigh(words: readonly QueryWord[], table: StatementTable): Promise<Weighed[]> {
  const total = await table.count();
  const counts = await table.frequencies([...new Set(words.flatMap(stemsAnywhere))]);
  return words
    .map((word) => {
      const stems = stemsAnywhere(word).filter((stem) => counts.has(stem));
      const all = stems.reduce((sum, stem) => sum + counts.get(stem)!, 0);
      const count = Math.min(total, all);
      return { word, stems, count, weight: Math.log(1 + (total - count + 0.5) / (count + 0.5)) };
    })
    .sort((one, other) => one.count - other.count);
}

/** Numbers of statements, those with most of the words' weight first. */
async function numbersFor(words: readonly Weighed[], table: StatementTable): Promise<number[]> {
  const scores = new Map<number, number>();
  const asked = words.slice(0, MAX_ASKED_WORDS);
  let room = MAX_NUMBERED;
  const rare = asked.filter(({ count }) => {
    room -= count;
    return room >= 0;
  });
  const common = asked.slice(rare.length);
  const score = async (groups: readonly (readonly string[])[], weight: number) => {
    for (const number of await table.having(groups, MAX_NUMBERED))
      scores.set(number, (scores.get(number) ?? 0) + weight);
  };
  for (const { stems, weight } of rare) await score([stems], weight);
  // The common words tell apart those that have a rare one; alone they stand everywhere.
  const anyRare = rare.flatMap(({ stems }) => stems);
  if (rare.length > 0) for (const { stems, weight } of common) await score([anyRare, stems], weight);
  for (let most = common.length; most > 0 && scores.size < MAX_READ; most--) {
    const groups = common.slice(0, most);
    const weight = groups.reduce((sum, word) => sum + word.weight, 0);
    const stems = groups.map((word) => word.stems);
    for (const number of await table.having(stems, MAX_READ))
      scores.set(number, Math.max(scores.get(number) ?? 0, weight));
  }
  return [...scores]
    .sort(([oneNumber, one], [otherNumber, other]) => other - one || otherNumber - oneNumber)
    .slice(0, MAX_READ)
    .map(([number]) => number);
}

const MAX_PLACES = 3;

function readCandidate(row: StoredStatement, words: readonly Weighed[], asked: number): Candidate {
  const find = createFinder(row, words);
  const weightOf = (mask: number) => words.reduce((sum, { weight }, at) => (mask & (1 << at) ? sum + weight : sum), 0);
  // The header's words are found with the text's, and stand in no sentence of it.
  let whole = termsOf(row.header).reduce((mask, { folded }) => mask | find(folded), 0);
  const best: { weight: number; place: number; mask: number }[] = [];
  let all = 0;
  let mask = 0;
  let place = 0;
  const end = (): void => {
    if (mask !== 0) {
      const weight = weightOf(mask);
      all += weight;
      best.push({ weight, place, mask });
      best.sort((one, other) => other.weight - one.weight);
      best.length = Math.min(best.length, MAX_PLACES);
    }
    whole |= mask;
    mask = 0;
  };
  let last = 0;
  for (const { folded, start, end: stop } of termsOf(row.text)) {
    if (/[.!?…。！？\n]/u.test(row.text.slice(last, start))) end();
    last = stop;
    const found = find(folded);
    if (mask === 0) place = start;
    mask |= found;
  }
  end();
  const places = best.filter(({ weight }) => weight > best[0]!.weight * 0.6).map((one) => one.place);
  const most = best[0]?.weight ?? 0;
  const share = words.filter((_, at) => (best[0]?.mask ?? 0) & (1 << at)).length / asked;
  return { row, share, places, score: most + WHOLE_SHARE * weightOf(whole) + REPEAT_SHARE * Math.min(all, 4 * most) };
}

/** Which of `words` a folded word is, as bits. Only words that begin like one of the stems are stemmed. */
function createFinder(row: StoredStatement, words: readonly Weighed[]): (folded: string) => number {
  const language = languageNamed((JSON.parse(row.header) as { language: string }).language);
  const bits = new Map<string, number>();
  words.forEach(({ word }, at) => {
    for (const stem of stemsIn(word, language.tag)) bits.set(stem, (bits.get(stem) ?? 0) | (1 << at));
  });
  // "flies" and "fly" share one letter.
  const beginnings = new Set([...bits.keys()].map((stem) => stem.slice(0, stem.length < 4 ? 1 : 2)));
  const known = new Map<string, number>();
  return (folded) => {
    if (language.tag === 'en' && !beginnings.has(folded.slice(0, 2)) && !beginnings.has(folded.slice(0, 1))) return 0;
    let found = known.get(folded);
    if (found === undefined) {
      const stems = [keyOf(language.stem(folded)), ...sharedNames(folded, language.tag)];
      found = stems.reduce((mask, stem) => mask | (bits.get(stem) ?? 0), 0);
      known.set(folded, found);
    }
    return found;
  };
}
