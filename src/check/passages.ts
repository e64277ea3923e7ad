// The passages of a message, each judged by its words: what belongs together, whose words they are said to be, what shows it.

import type { OpenStatement } from '../retrieval/open-statement.ts';
import { type Quote, quoteSentences } from '../statement/quotation.ts';
import { leansOnPrevious } from '../statement/reference.ts';
import { sentences as sentencesOf } from '../text/sentences.ts';
import { align } from './alignment.ts';
import { type Alleged, allegationIn } from './alleged.ts';
import { type Judged, judgeExact, judgeNear } from './judge.ts';
import { peopleOf } from './people.ts';
import { isAround } from './phrases.ts';
import { blockOf, type StatementWords, wordsOfStatement } from './record.ts';
import { withTellers } from './tellers.ts';
import { wordsOf } from './tokens.ts';
import { isWorse, type PassageCheck } from './verdict.ts';

/** The longest message that is read, in UTF-16 units: the rest of a longer one is left out. */
const MAX_MESSAGE = 20_000;

/** `whom`: who is said to have said it, by the name in the statement. */
export type JudgedPassage = { readonly passage: PassageCheck; readonly whom: string };

/** Every passage of a message with its verdict by the words. Never throws. */
export function judgedIn(message: string, about: OpenStatement): JudgedPassage[] {
  const record = withTellers(wordsOfStatement(about.statement));
  const isWord = (word: string) => record.places.has(word.toLowerCase());
  const named = new Set(record.owners.flatMap(({ name }) => name ?? []));
  const whomOf = peopleOf(about.statement, named, isWord);
  const { marked, whole } = allegationIn(message.slice(0, MAX_MESSAGE), isWord);
  const passages =
    marked.length > 0 && !isOnePassage(whole[0]!.text, marked, whomOf(null), record)
      ? marked
      : [meant(whole, whomOf, record)];
  return passages.flatMap(({ text, by }) => {
    const whom = whomOf(by);
    return piecesOf(text, whom, record).map(({ text: piece, judged }) => ({
      whom,
      passage: judged
        ? {
            text: piece,
            by,
            verdict: judged.verdict,
            whose: judged.whose,
            quotes: quotesOf(judged, about, record),
            differences: judged.differences,
          }
        : { text: piece, by, verdict: 'absent', whose: null, quotes: nearest(piece, about), differences: [] },
    }));
  });
}

/** Whether most of the words around a passage stand in the statement beside it, said by the same: then they were said as well. */
function standsAround(around: readonly string[], text: string, record: StatementWords): boolean {
  const { sentences, owners, places } = record;
  const own = align(wordsOf(text), record).map(([, token]) => token);
  const beside = new Set(own.map((token) => sentences[token]!));
  const kind = own.length > 0 && owners[own[0]!]!.kind === 'narration' ? 'narration' : 'direct';
  const isBeside = (token: number) => beside.has(sentences[token]!) && owners[token]!.kind === kind;
  return around.filter((word) => places.get(word)?.some(isBeside)).length * 2 > around.length;
}

const MIN_AROUND = 4;
const MAX_WITHIN = 3;

/** Whether the marks stand inside one quotation: "as, I quote, ‘…’, then they are wrong". A name around them only says whose it is. */
function isOnePassage(plain: string, marked: readonly Alleged[], standard: string, record: StatementWords): boolean {
  if (marked.length > MAX_WITHIN) return false;
  const outside = marked.reduce((rest, { text }) => rest.replace(text, ' '), plain);
  const isName = (by: string | null) => by?.split(' ').every((word) => /^\P{Ll}/u.test(word));
  const names = new Set(marked.flatMap(({ by }) => (isName(by) ? wordsOf(by!) : [])));
  const around = wordsOf(outside).filter((word) => !isAround('frame', word) && !names.has(word));
  if (around.length >= MIN_AROUND) return standsAround(around, marked.map(({ text }) => text).join(' '), record);
  return around.length > 0 && judgeExact(plain, standard, record)?.verdict === 'verbatim';
}

/** Which of the readings of a message without marks was meant: the best that the statement has, else the one with the least around it. */
function meant(readings: readonly Alleged[], whomOf: (by: string | null) => string, record: StatementWords): Alleged {
  const exactly = ({ text, by }: Alleged) => judgeExact(text, whomOf(by), record);
  return readings.reduce((best, reading) => {
    const [one, other] = [exactly(best), exactly(reading)];
    if (one !== null) return other !== null && isWorse(one.verdict, other.verdict) ? reading : best;
    // What the statement has as well is no frame: "I want" of "I want it" where it has "I don't want it".
    return standsAround(wordsOf(best.text.replace(reading.text, ' ')), reading.text, record) ? best : reading;
  });
}

type Piece = { readonly text: string; readonly judged: Judged | null };

/** One passage, or several where its sentences stand apart in the statement. */
function piecesOf(text: string, whom: string, record: StatementWords): Piece[] {
  const whole = judgeExact(text, whom, record);
  const parts = whole === null ? sentencesIn(text) : [];
  const runs = parts.length > 1 ? runsOf(parts, whom, record) : [];
  const near = (piece: string) => judgeNear(piece, whom, record);
  if (runs.some(({ judged }) => judged !== null) && !isOneWithChanges(runs))
    return runs.map((run) => ({ ...run, judged: run.judged ?? near(run.text) }));
  const judged = whole ?? near(text);
  return judged !== null || parts.length < 2
    ? [{ text, judged }]
    : parts.map((part) => ({ text: part, judged: near(part) }));
}

/** Neighbouring sentences that stand together in the statement, joined; others alone. */
function runsOf(parts: readonly string[], whom: string, record: StatementWords): Piece[] {
  const runs: Piece[] = [];
  for (const part of parts) {
    const last = runs.at(-1);
    const joined = last?.judged ? `${last.text} ${part}` : part;
    const judged = last?.judged ? judgeExact(joined, whom, record, true) : null;
    if (judged) runs[runs.length - 1] = { text: joined, judged };
    else runs.push({ text: part, judged: judgeExact(part, whom, record, true) });
  }
  return runs;
}

const MAX_GAP = 4;

/** Whether what was cut between two runs is all that parts them: then it is one quotation that was changed, not two. */
function isOneWithChanges(runs: readonly Piece[]): boolean {
  return runs.some(({ judged }, at) => {
    const next = runs[at + 1]?.judged?.tokens[0];
    if (judged?.verdict !== 'clipped' || next === undefined) return false;
    const gap = next - judged.tokens.at(-1)!;
    return gap > 0 && gap <= MAX_GAP;
  });
}

/** The sentences of every paragraph. */
function sentencesIn(text: string): string[] {
  return text
    .split(/\n\s*\n/u)
    .flatMap((paragraph) => sentencesOf(paragraph).map(({ start, end }) => paragraph.slice(start, end)));
}

/** The sentences that words stand in; with the one before where they begin with a reference to it: "He told us so". */
function quotesOf({ tokens: taken }: Judged, about: OpenStatement, record: StatementWords): Quote[] {
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
