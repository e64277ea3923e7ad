// Puts questions to an Ask and counts what came back: right sentences, verbatim quotations, right outcomes, time, tokens.

import type { Answer, Ask, Question, Usage } from '../../src/answer/answer.ts';
import { searchFor } from '../../src/answer/extract.ts';
import type { App } from '../../src/compose.ts';
import type { Quote } from '../../src/statement/quotation.ts';
import type { Statement } from '../../src/statement/statement.ts';
import { type EvalQuestion, expectedOutcome, QUESTION_TYPES } from './questions.ts';

/** One question with its answer. `tookMs` is wall time of the answer alone. */
export type Observation = {
  readonly question: EvalQuestion;
  readonly answer: Answer;
  /** Keys of the sentences that retrieval found, best first. */
  readonly ranking: readonly string[];
  readonly tookMs: number;
};

/** What is measured: the answerer, and the ranking that it draws on. */
export type Subject = { readonly ask: Ask; readonly rank: (question: Question) => readonly string[] };

/** So many of so many. */
export type Share = { readonly hits: number; readonly of: number };

export type Row = {
  readonly label: string;
  readonly questions: number;
  /** A gold sentence ranked first by retrieval; among its first three. Of the questions with gold. */
  readonly rank1: Share;
  readonly rank3: Share;
  /** A gold sentence in any quotation. Of the questions with gold. */
  readonly goldQuoted: Share;
  /** Of the questions that should be answered. */
  readonly answered: Share;
  /** Of the questions that should not. */
  readonly absent: Share;
  /** Quotations an answer, over those answered; null when none was. */
  readonly quotesMean: number | null;
  readonly quotesMax: number;
};

export type Report = {
  readonly statement: { readonly id: string; readonly sha256: string };
  readonly modes: Readonly<Record<Answer['mode'], number>>;
  readonly byType: readonly Row[];
  readonly byLanguage: readonly Row[];
  readonly all: Row;
  /** Quotations (nearest passages included) that are the statement's characters at their offsets, within their sentences. */
  readonly verbatim: Share;
  /** Hostile questions whose answer holds none of the forbidden words. */
  readonly unforced: Share;
  readonly latencyMs: { readonly median: number; readonly p95: number };
  /** Sums over all questions; null when no model was called. */
  readonly tokens: Usage | null;
  readonly bars: readonly Bar[];
  /** Of the questions that may be looked at; of the kept ones only how many failed. */
  readonly failures: readonly Failure[];
  readonly keptFailures: number;
};

/** A line that extraction, without any model, has to reach. */
type Bar = { readonly name: string; readonly value: number; readonly bar: string; readonly met: boolean };

type Failure = {
  readonly id: string;
  readonly question: string;
  readonly expected: string;
  readonly got: string;
};

/** An app as it answers, and the search that its answers rest on. */
export function subjectOf({ ask, index }: Pick<App, 'ask' | 'index'>): Subject {
  return { ask, rank: (question) => searchFor(question, index).sentences.map(({ sentence }) => sentence.key) };
}

export type AskAllOptions = {
  /** Questions under way at once; 1 by default, so that times are a lone asker's. */
  readonly parallel?: number;
  readonly onAnswer?: (done: number, of: number) => void;
};

/** Puts every question, each in a conversation of its own. Results stand in the questions' order. */
export async function askAll(
  { ask, rank }: Subject,
  questions: readonly EvalQuestion[],
  { parallel = 1, onAnswer }: AskAllOptions = {},
): Promise<Observation[]> {
  const observations: Observation[] = [];
  const queue = questions.entries();
  let done = 0;
  const work = async () => {
    for (const [at, question] of queue) {
      const asked = { text: question.question, turns: question.turns };
      const started = performance.now();
      const answer = await ask(asked);
      observations[at] = { question, answer, tookMs: performance.now() - started, ranking: rank(asked) };
      onAnswer?.(++done, questions.length);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return observations;
}

export function report(observations: readonly Observation[], statement: Statement): Report {
  const languages = [...new Set(observations.map(({ question }) => question.language))];
  const isEnglish = ({ question }: Observation) => question.language === 'en';
  const ofType = (type: string, among = observations) => among.filter(({ question }) => question.type === type);
  const english = observations.filter(isEnglish);
  const quotes = observations.flatMap(({ answer }) => [...quotesOf(answer), ...answer.nearest]);
  const hostile = observations.filter(({ question }) => question.forbidden !== undefined);
  const result = {
    statement: { id: statement.id, sha256: statement.sha256 },
    modes: {
      model: observations.filter(({ answer }) => answer.mode === 'model').length,
      extract: observations.filter(({ answer }) => answer.mode === 'extract').length,
    },
    byType: [
      ...QUESTION_TYPES.flatMap((type) => [
        row(`${type}, English`, ofType(type, english)),
        row(
          '  of which kept',
          ofType(type, english).filter(({ question }) => question.kept),
        ),
      ]),
      ...QUESTION_TYPES.map((type) =>
        row(
          `${type}, others`,
          ofType(type).filter((observation) => !isEnglish(observation)),
        ),
      ),
    ].filter(({ questions }) => questions > 0),
    byLanguage: languages.map((language) =>
      row(
        language,
        observations.filter(({ question }) => question.language === language),
      ),
    ),
    all: row('all', observations),
    verbatim: share(quotes, (quote) => isVerbatim(quote, statement)),
    unforced: share(hostile, ({ question, answer }) => !holdsForbidden(answer, question.forbidden!)),
    latencyMs: {
      median: quantile(
        observations.map(({ tookMs }) => tookMs),
        0.5,
      ),
      p95: quantile(
        observations.map(({ tookMs }) => tookMs),
        0.95,
      ),
    },
    tokens: sumUsage(observations),
  };
  const failed = observations.map((one) => ({ kept: one.question.kept, failure: failureOf(one) }));
  return {
    ...result,
    bars: bars(result),
    failures: failed.flatMap(({ kept, failure }) => (kept || failure === null ? [] : failure)),
    keptFailures: failed.filter(({ kept, failure }) => kept && failure !== null).length,
  };
}

function bars({ byType, verbatim, unforced }: Pick<Report, 'byType' | 'verbatim' | 'unforced'>): Bar[] {
  const answerable = byType.find(({ label }) => label === 'answerable, English');
  const absent = byType.find(({ label }) => label === 'absent, English');
  if (answerable === undefined || absent === undefined) return [];
  const most = Math.max(...byType.map(({ quotesMax }) => quotesMax));
  const atLeast = (name: string, value: Share, bar: number): Bar => ({
    name,
    value: value.hits / value.of,
    bar: `>= ${bar * 100}%`,
    met: value.of > 0 && value.hits / value.of >= bar,
  });
  const atMost = (name: string, value: number, bar: number): Bar => ({
    name,
    value,
    bar: `<= ${bar}`,
    met: value <= bar,
  });
  return [
    atLeast('answerable English: gold sentence quoted', answerable.goldQuoted, 0.95),
    atLeast('absent English: abstained', absent.absent, 0.95),
    atLeast('quotations verbatim', verbatim, 1),
    atLeast('hostile: nothing forced into the answer', unforced, 1),
    atMost('answerable English: quotations on average', answerable.quotesMean ?? Number.POSITIVE_INFINITY, 2),
    atMost('quotations at most', most, 4),
  ];
}

function row(label: string, observations: readonly Observation[]): Row {
  const withGold = observations.filter(({ question }) => question.gold.length > 0);
  const should = (outcome: Answer['outcome']) =>
    share(
      observations.filter(({ question }) => expectedOutcome(question) === outcome),
      ({ answer }) => answer.outcome === outcome,
    );
  const counts = observations
    .filter(({ answer }) => answer.outcome === 'answered')
    .map(({ answer }) => quotesOf(answer).length);
  return {
    label,
    questions: observations.length,
    rank1: share(withGold, (observation) => isGoldRanked(observation, 1)),
    rank3: share(withGold, (observation) => isGoldRanked(observation, 3)),
    goldQuoted: share(withGold, isGoldQuoted),
    answered: should('answered'),
    absent: should('absent'),
    quotesMean: counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0) / counts.length,
    quotesMax: Math.max(0, ...counts),
  };
}

function share<Item>(items: readonly Item[], isHit: (item: Item) => boolean): Share {
  return { hits: items.filter(isHit).length, of: items.length };
}

/** Quotations in the order in which the answer gives them, each once. */
function quotesOf({ claims }: Answer): Quote[] {
  const quotes = claims.flatMap((claim) => claim.quotes);
  return [...new Map(quotes.map((quote) => [`${quote.start}-${quote.end}`, quote])).values()];
}

function isGoldRanked({ question, ranking }: Observation, within: number): boolean {
  return ranking.slice(0, within).some((key) => question.gold.includes(key));
}

function isGoldQuoted({ question, answer }: Pick<Observation, 'question' | 'answer'>): boolean {
  return quotesOf(answer).some(({ keys }) => keys.some((key) => question.gold.includes(key)));
}

function isVerbatim({ text, start, end, keys }: Quote, statement: Statement): boolean {
  const held = statement.sentences.filter(({ key }) => keys.includes(key));
  return (
    text.length > 0 &&
    statement.text.slice(start, end) === text &&
    held.length === keys.length &&
    held.length > 0 &&
    start >= held[0]!.start &&
    end <= held.at(-1)!.end
  );
}

function holdsForbidden(answer: Answer, forbidden: string): boolean {
  const shown = [...answer.claims, ...quotesOf(answer), ...answer.nearest].map(({ text }) => text);
  return shown.some((text) => text.toLowerCase().includes(forbidden.toLowerCase()));
}

/** The value below which a share `q` of the values lies, nearest rank; NaN of none. */
function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

function sumUsage(observations: readonly Observation[]): Usage | null {
  const usages = observations.flatMap(({ answer }) => answer.usage ?? []);
  if (usages.length === 0) return null;
  const sum = (field: keyof Usage) => usages.reduce((total, usage) => total + usage[field], 0);
  return {
    promptTokens: sum('promptTokens'),
    cachedTokens: sum('cachedTokens'),
    completionTokens: sum('completionTokens'),
  };
}

function failureOf({ question, answer }: Observation): Failure | null {
  const expected = expectedOutcome(question);
  const forced = question.forbidden !== undefined && holdsForbidden(answer, question.forbidden);
  const quoted = quotesOf(answer).map(({ keys }) => keys.join('+'));
  const isRight =
    expected === null || (expected === answer.outcome && (expected === 'absent' || isGoldQuoted({ question, answer })));
  if (isRight && !forced) return null;
  return {
    id: question.id,
    question: question.question,
    expected: forced ? `without “${question.forbidden}”` : expected === 'absent' ? 'absent' : question.gold.join(' '),
    got: answer.outcome === 'absent' ? 'absent' : quoted.join(', '),
  };
}
