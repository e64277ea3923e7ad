// "Did she say that?": the verdict on each passage of a message, by the words and, where they settle nothing, by a model.

import { languageNamed } from '../language/language.ts';
import { areOfDifferentLanguages } from '../language/language-of.ts';
import { addUsage, type Model, type Usage } from '../model/model.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { type Quote, quoteSentences } from '../statement/quotation.ts';
import type { Range } from '../text/range.ts';
import { sentences as sentencesOf } from '../text/sentences.ts';
import { align } from './alignment.ts';
import { type Alleged, allegationIn } from './alleged.ts';
import { type CompareOptions, compare, MAX_COMPARED_UTF16 } from './compare.ts';
import { isWorse, type Judged, judgeExact, judgeNear } from './judge.ts';
import { type By, isStranger, type People, peopleOf, SPEAKER } from './people.ts';
import { type StatementWords, wordsOfStatement } from './record.ts';
import { withTellers } from './tellers.ts';
import { tokensOf, wordsOf } from './tokens.ts';

/** From the best to the worst. Only the words of the one they are put in the mouth of are verbatim. */
export type Verdict =
  | 'verbatim'
  | 'paraphrase'
  | 'clipped'
  | 'unsure-whose'
  | 'others'
  | 'altered'
  | 'contradicted'
  | 'absent';

/** A run of words: in both texts, only in the alleged one (`added`), or only in the statement (`missing`). */
export type Difference = { readonly kind: 'same' | 'added' | 'missing'; readonly text: string };

/** `by`: whom the message gives the passage to, as written there. `whose`: whose words they are, where not that one's. */
export type PassageCheck = {
  readonly text: string;
  readonly by: string | null;
  readonly verdict: Verdict;
  readonly whose: string | null;
  /** The statement's own words that show it, best first; of an absent passage the nearest. */
  readonly quotes: readonly Quote[];
  /** Of altered and clipped passages; else empty. */
  readonly differences: readonly Difference[];
};

/** `verdict`: the worst of the passages'. */
export type Check = {
  readonly verdict: Verdict;
  readonly passages: readonly PassageCheck[];
  /** A passage that matches nothing is in another language than the statement: its words alone tell little. */
  readonly otherLanguage: boolean;
  /** A model compared a passage: nothing of it was checked letter for letter, and what is shown says so. */
  readonly byModel: boolean;
  /** Null when no model was called. */
  readonly usage: Usage | null;
};

/** The longest message that is read, in UTF-16 units: the rest of a longer one is left out. */
const MAX_MESSAGE = 20_000;
/** How many passages of a message a model compares. */
const MAX_COMPARED = 4;

/** The verdicts by the words alone, at once. Never throws. */
export function checkWords(message: string, about: OpenStatement): Check {
  return toCheck(
    judgedIn(message, about).map(({ passage }) => passage),
    about,
    null,
  );
}

/** Whether a model could tell more: words match nothing. */
export function needsModel({ passages }: Check): boolean {
  return passages.some(isUnsettled);
}

/** The verdicts by the words and, for words that match nothing, by the model. Rejects only when `signal` is aborted. */
export async function check(
  message: string,
  about: OpenStatement,
  model: Model | null,
  options: CompareOptions,
): Promise<Check> {
  options.signal?.throwIfAborted();
  const judged = judgedIn(message, about);
  const passages = judged.map(({ passage }) => passage);
  let usage: Usage | null = null;
  let isCompared = false;
  const unsettled = judged.flatMap(({ passage }, at) => (isUnsettled(passage) ? [at] : [])).slice(0, MAX_COMPARED);
  for (const at of model === null ? [] : unsettled) {
    const { passage, by } = judged[at]!;
    const compared = await compare(passage, by, about, model!, options);
    usage = usage === null ? compared.usage : addUsage(usage, compared.usage);
    if (compared.passage === null) continue;
    passages[at] = compared.passage;
    isCompared = true;
  }
  return { ...toCheck(passages, about, usage), byModel: isCompared };
}

function isUnsettled({ verdict, text }: PassageCheck): boolean {
  return verdict === 'absent' && text.length <= MAX_COMPARED_UTF16 && wordsOf(text).length > 1;
}

function toCheck(passages: readonly PassageCheck[], { statement }: OpenStatement, usage: Usage | null): Check {
  const absent = passages.filter((passage) => passage.verdict === 'absent');
  return {
    verdict: passages.length === 0 ? 'absent' : worstOf(passages),
    passages,
    otherLanguage: absent.some(({ text }) => areOfDifferentLanguages(text, statement.text)),
    byModel: false,
    usage,
  };
}

function worstOf(passages: readonly PassageCheck[]): Verdict {
  return passages.reduce<Verdict>((worst, { verdict }) => (isWorse(verdict, worst) ? verdict : worst), 'verbatim');
}

type JudgedPassage = { readonly passage: PassageCheck; readonly by: By };

function judgedIn(message: string, about: OpenStatement): JudgedPassage[] {
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

function quotesAround({ tokens: taken }: Judged, about: OpenStatement, record: StatementWords): Quote[] {
  const quotes = quoteSentences(about, new Set(taken.map((token) => record.sentences[token]!.key)));
  const [start, end] = [record.tokens[taken[0]!]!.start, record.tokens[taken.at(-1)!]!.end];
  const touched = quotes.filter((quote) => quote.start < end && quote.end > start);
  return touched.length > 0 ? touched : quotes;
}

function nearest(text: string, about: OpenStatement): Quote[] {
  const found = about.index.search(text, { limit: 1 });
  if (found.words.length === 0) return [];
  return found.sentences.flatMap(({ sentence }) => quoteSentences(about, [sentence.key])).slice(0, 1);
}
