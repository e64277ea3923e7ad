// The passages of a message, each judged by its words: what belongs together, whose words they are said to be, what shows it.

import { languageNamed } from '../language/language.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { type Quote, quoteSentences } from '../statement/quotation.ts';
import { leansOnPrevious } from '../statement/reference.ts';
import type { Range } from '../text/range.ts';
import { sentences as sentencesOf } from '../text/sentences.ts';
import { align } from './alignment.ts';
import { type Alleged, allegationIn } from './alleged.ts';
import { type Judged, judgeExact, judgeNear } from './judge.ts';
import { type By, isStranger, type People, peopleOf, SPEAKER } from './people.ts';
import { blockOf, type StatementWords, wordsOfStatement } from './record.ts';
import { withTellers } from './tellers.ts';
import { tokensOf } from './tokens.ts';
import type { PassageCheck } from './verdict.ts';

/** The longest message that is read, in UTF-16 units: the rest of a longer one is left out. */
const MAX_MESSAGE = 20_000;

export type JudgedPassage = { readonly passage: PassageCheck; readonly by: By };

/** Every passage of a message with its verdict by the words, and whom it is given to. Never throws. */
export function judgedIn(message: string, about: OpenStatement): JudgedPassage[] {
  const record = withTellers(wordsOfStatement(about.statement));
  const { isFunctionWord } = languageNamed(about.statement.language);
  const isWord = (word: string) => record.places.has(word.toLowerCase());
  const people = peopleOf(
    about.statement,
    record.owners.map(({ name }) => name),
    isWord,
  );
  const { marked, whole } = allegationIn(message.slice(0, MAX_MESSAGE), isWord);
  const context: Context = { about, record, people, isFunctionWord };
  const passages =
    marked.length > 0 && !isOnePassage(whole[0]!.text, marked, record) ? marked : [withoutFrame(whole, context)];
  return passages.flatMap((alleged) => {
    const by = resolve(alleged.by, context);
    return checkPassage(alleged, by, context).map((passage) => ({ passage, by }));
  });
}

type Context = {
  readonly about: OpenStatement;
  readonly record: StatementWords;
  readonly people: People;
  readonly isFunctionWord: (word: string) => boolean;
};

// --- What belongs together ------------------------------------------------------------------------------------------------------

const MIN_OUTSIDE = 4;
const OUTSIDE_SHARE = 0.6;

/** Whether the marks stand inside one quotation, so that what is outside them was said as well: "as, I quote, ‘…’, then they are wrong". */
function isOnePassage(plain: string, marked: readonly Alleged[], record: StatementWords): boolean {
  if (marked.length > 3) return false;
  const tokens = tokensOf(plain);
  const inside = new Set(
    marked.flatMap(({ text }) => {
      const at = plain.indexOf(text);
      return tokens.flatMap((token, index) => (token.start >= at && token.end <= at + text.length ? [index] : []));
    }),
  );
  const outside = tokens.length - inside.size;
  if (outside < MIN_OUTSIDE) return false;
  const pairs = align(
    tokens.map((token) => token.word),
    record,
  );
  const around = new Set(pairs.flatMap(([mine, token]) => (inside.has(mine) ? [record.sentences[token]!] : [])));
  const own = pairs.filter(
    ([mine, token]) =>
      !inside.has(mine) && record.owners[token]!.kind === 'direct' && around.has(record.sentences[token]!),
  );
  return own.length >= outside * OUTSIDE_SHARE;
}

/** Which of the readings of a message without marks was meant: the first that the statement has, else the one with the least around it. */
function withoutFrame(readings: readonly Alleged[], context: Context): Alleged {
  const { record } = context;
  const isSaid = ({ text, by }: Alleged) => judgeExact(text, resolve(by, context), record) !== null;
  if (isSaid(readings[0]!)) return readings[0]!;
  const tokens = tokensOf(readings[0]!.text);
  const words = tokens.map((token) => token.word);
  const pairs = align(words, record);
  const kind = record.owners[pairs.at(-1)?.[1] ?? 0]?.kind;
  const paired = new Set(pairs.flatMap(([mine, token]) => (record.owners[token]!.kind === kind ? [mine] : [])));
  // What the statement has as well is no frame: "I want" of "I want it" where it has "I don't want it".
  const isFrame = (reading: Alleged, around: Alleged) => {
    const from = readings[0]!.text.indexOf(around.text);
    const at = readings[0]!.text.indexOf(reading.text, from);
    const taken = tokens.flatMap(({ start }, index) =>
      start >= from && start < from + around.text.length && (start < at || start >= at + reading.text.length)
        ? [index]
        : [],
    );
    return taken.filter((index) => paired.has(index)).length * 2 < taken.length;
  };
  return readings.reduce((best, reading) => (!isSaid(best) && isFrame(reading, best) ? reading : best));
}

/** One passage, or several where its sentences stand apart in the statement. */
function checkPassage({ text, by }: Alleged, whom: By, context: Context): PassageCheck[] {
  const { record, isFunctionWord } = context;
  const done = (judged: Judged | null, part: string) => toPassage(judged, part, by, context);
  const exact = judgeExact(text, whom, record);
  if (exact !== null) return [done(exact, text)];
  const parts = sentencesIn(text);
  if (parts.length > 1) {
    const runs = longestRuns(parts, text, whom, record);
    const exactRuns = runs.filter((run) => run.judged !== null);
    if (exactRuns.length > 0 && !isOneWithChanges(runs)) {
      return runs.map((run) => done(run.judged ?? judgeNear(run.text, whom, record, isFunctionWord), run.text));
    }
  }
  const near = judgeNear(text, whom, record, isFunctionWord);
  if (near !== null || parts.length < 2) return [done(near, text)];
  return parts.map((part) => {
    const piece = text.slice(part.start, part.end);
    return done(judgeNear(piece, whom, record, isFunctionWord), piece);
  });
}

type Run = { readonly text: string; readonly judged: Judged | null };

/** Neighbouring sentences that stand together in the statement, joined; others alone. */
function longestRuns(parts: readonly Range[], text: string, by: By, record: StatementWords): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < parts.length; ) {
    let end = at + 1;
    const slice = (to: number) => text.slice(parts[at]!.start, parts[to - 1]!.end);
    let judged = judgeExact(slice(end), by, record, true);
    while (judged !== null && end < parts.length) {
      const longer = judgeExact(slice(end + 1), by, record, true);
      if (longer === null) break;
      [judged, end] = [longer, end + 1];
    }
    runs.push({ text: slice(end), judged });
    at = end;
  }
  return runs;
}

/** Whether what was cut between two runs is all that parts them: then it is one quotation that was changed, not two. */
function isOneWithChanges(runs: readonly Run[]): boolean {
  return runs.some(({ judged }, at) => {
    const next = runs[at + 1]?.judged ?? null;
    if (judged === null || next === null || judged.verdict !== 'clipped') return false;
    const gap = next.tokens[0]! - judged.tokens.at(-1)!;
    return gap > 0 && gap <= MAX_GAP;
  });
}

const MAX_GAP = 4;

/** The sentences of every paragraph; a line between blank lines ends one as a stop does. */
function sentencesIn(text: string): Range[] {
  return Array.from(text.matchAll(/\S(?:.*\n(?!\s*\n))*.*/gu)).flatMap(({ 0: paragraph, index }) =>
    sentencesOf(paragraph).map(({ start, end }) => ({ start: index + start, end: index + end })),
  );
}

// --- Who, and what is shown -------------------------------------------------------------------------------------------------------

function resolve(by: string | null, { people, about }: Context): By {
  if (by === null) return SPEAKER;
  return people.find(by) ?? (isStranger(by, people, about.statement) ? { kind: 'stranger' } : SPEAKER);
}

function toPassage(judged: Judged | null, text: string, by: string | null, { about, record }: Context): PassageCheck {
  if (judged === null)
    return { text, by, verdict: 'absent', whose: null, quotes: nearest(text, about), differences: [] };
  const { verdict, whose, differences } = judged;
  return { text, by, verdict, whose, quotes: quotesAround(judged, about, record), differences };
}

/** The sentences that words stand in; with the one before where they begin with a reference to it: "He told us so". */
function quotesAround({ tokens: taken }: Judged, about: OpenStatement, record: StatementWords): Quote[] {
  const { sentences, text } = about.statement;
  const first = record.tokens[taken[0]!]!;
  const own = record.sentences[taken[0]!]!;
  const previous = sentences[about.places.get(own.key)! - 1];
  const leans = previous && blockOf(previous) === blockOf(own) && leansOnPrevious(text.slice(first.start, own.end));
  const keys = taken.map((token) => record.sentences[token]!.key);
  const quotes = quoteSentences(about, new Set(leans ? [previous.key, ...keys] : keys));
  const [start, end] = [leans ? previous.start : first.start, record.tokens[taken.at(-1)!]!.end];
  const touched = quotes.filter((quote) => quote.start < end && quote.end > start);
  return touched.length > 0 ? touched : quotes;
}

function nearest(text: string, about: OpenStatement): Quote[] {
  const found = about.index.search(text, { limit: 1 });
  if (found.words.length === 0) return [];
  return found.sentences.flatMap(({ sentence }) => quoteSentences(about, [sentence.key])).slice(0, 1);
}
