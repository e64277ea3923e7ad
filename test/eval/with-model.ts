// `npm run eval -- --model [--limit N] [--set NAME]`: questions through the connected model, by the way that people's take, as a table of
// Markdown: what was read, right, wrong and left unanswered, beside what the search alone does.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Answer, type AskOptions, claimsOf, type Question } from '../../src/answer/answer.ts';
import { answerBy, openApp } from '../../src/compose.ts';
import { type Config, loadConfig } from '../../src/config.ts';
import { createModel } from '../../src/model/client.ts';
import { describeDialect } from '../../src/model/dialect.ts';
import type { OpenStatement } from '../../src/retrieval/open-statement.ts';
import { openStatement } from '../../src/retrieval/open-statement.ts';
import { loadStatement } from '../../src/speech/load.ts';
import type { Quote } from '../../src/statement/quotation.ts';
import type { Log } from '../../src/telemetry.ts';
import { loadQuestions } from './questions.ts';

const REPLIES = path.join(import.meta.dirname, 'replies');

/** `isGold`: whether a quotation answers it; null where the statement does not. */
type Case = {
  readonly set: string;
  readonly about: OpenStatement;
  readonly question: Question;
  readonly isGold: ((quote: Quote) => boolean) | null;
};

/** What came of one question; `repairs` and `failure` from the log, for an answer does not tell. */
type Outcome = {
  readonly set: string;
  readonly verdict: 'right' | 'wrong' | 'abstained' | 'failed';
  readonly isRightByWords: boolean;
  readonly isRepaired: boolean;
  readonly withheld: number;
  readonly tokens: number;
  readonly firstWordMs: number;
  readonly totalMs: number;
};

export async function runModelEval(args: readonly string[]): Promise<void> {
  const options = {
    model: { type: 'boolean' },
    limit: { type: 'string', default: '0' },
    set: { type: 'string' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const config = await loadConfig();
  if (config.model === null) throw new Error('no model is connected: set OPENAI_API_KEY or OPENAI_BASE_URL');
  const cases = (await loadCases(config)).filter(({ set }) => values.set === undefined || set === values.set);
  const limit = Number(values.limit);
  // Spread over the whole set, not its beginning.
  const chosen = limit > 0 ? cases.filter((_, at) => at % Math.ceil(cases.length / limit) === 0) : cases;
  let unreadable = 0;
  const quiet = () => {};
  const warn: Log['warn'] = (fields) => {
    if (fields.failure === 'unreadable') unreadable++;
    process.stderr.write(`${JSON.stringify(fields)}\n`);
  };
  const log: Log = { debug: quiet, info: quiet, warn, error: warn };
  const model = createModel(config.model, log);
  const answering = await answerBy(model, config, log);
  const byWords = (await openApp({ ...config, model: null }, log)).answering;
  const outcomes: Outcome[] = [];
  for (const one of chosen) {
    unreadable = 0;
    const startedAt = performance.now();
    let firstWordMs: number | null = null;
    const onLife: AskOptions['onLife'] = (what) => {
      if (what === 'writing') firstWordMs ??= performance.now() - startedAt;
    };
    const answer = await answering.ask(one.about)(one.question, { onLife });
    const totalMs = performance.now() - startedAt;
    const verdict = verdictOn(answer, one.isGold);
    outcomes.push({
      set: one.set,
      verdict,
      isRightByWords: verdictOn(await byWords.ask(one.about)(one.question), one.isGold) === 'right',
      isRepaired: unreadable === 1 && verdict !== 'failed',
      withheld: answer.kind === 'claims' ? answer.claims.filter(({ text }) => text === '').length : 0,
      tokens: (answer.usage?.promptTokens ?? 0) + (answer.usage?.completionTokens ?? 0),
      firstWordMs: firstWordMs ?? totalMs,
      totalMs,
    });
    process.stderr.write(
      `${outcomes.length}/${chosen.length} ${verdict} ${Math.round(totalMs / 100) / 10} s: ${one.question.text}\n${shownIn(answer)}\n`,
    );
  }
  console.log(`${config.model.model}, ${describeDialect(model.dialect())}\n\n${tableOf(outcomes)}`);
}

/** What people would read, for whoever watches. */
function shownIn(answer: Answer): string {
  const lines = claimsOf(answer).map(
    ({ text, quotes }) => `   ${text || '–'}  [${quotes.flatMap(({ keys }) => keys).join(' ')}]`,
  );
  const premise = answer.kind === 'claims' && answer.premise ? [`   premise: ${answer.premise}`] : [];
  return [`   ${answer.kind}`, ...lines, ...premise].join('\n');
}

function verdictOn(answer: Answer, isGold: Case['isGold']): Outcome['verdict'] {
  if (answer.kind === 'quotations' && answer.why === 'model-failed') return 'failed';
  const isAbsent = answer.kind === 'absent';
  if (isGold === null) return isAbsent ? 'right' : 'wrong';
  if (isAbsent) return 'abstained';
  return claimsOf(answer).some(({ quotes }) => quotes.some(isGold)) ? 'right' : 'wrong';
}

async function loadCases(config: Config): Promise<Case[]> {
  const { home } = await openApp({ ...config, model: null, statement: null }, SILENT);
  const ours = (await loadQuestions()).map(({ question, turns, gold }): Case => {
    const isGold = gold.length === 0 ? null : ({ keys }: Quote) => keys.some((key) => gold.includes(key));
    return { set: 'the release', about: home, question: { text: question, turns }, isGold };
  });
  const files = (await readdir(REPLIES).catch(() => [])).filter((name) => /^\d.*\.json$/.test(name));
  const others = await Promise.all(files.map(casesIn));
  return [...ours, ...others.flat()];
}

const SILENT: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

type Replies = {
  readonly statement: string;
  readonly right: readonly {
    readonly question: string;
    readonly reply: { readonly claims: readonly { readonly sentences: readonly string[] }[] };
  }[];
};

/** The sentences that a capable model named are gold. */
async function casesIn(file: string): Promise<Case[]> {
  const { statement, right } = JSON.parse(await readFile(path.join(REPLIES, file), 'utf8')) as Replies;
  const about = openStatement(await loadStatement(path.join(REPLIES, statement)));
  return right.map(({ question, reply }) => {
    const named = reply.claims.flatMap(({ sentences }) => sentences);
    const isGold = ({ text }: Quote) => named.some((one) => one.includes(text) || text.includes(one));
    return {
      set: '14 invented statements',
      about,
      question: { text: question, turns: [] },
      isGold: named.length === 0 ? null : isGold,
    };
  });
}

const COLUMNS = [
  '',
  'asked',
  'right',
  'wrong',
  'abstained',
  'no reply',
  'repaired',
  'wordings withheld',
  'tokens',
  'first word, s',
  'whole, s',
  'right by words alone',
];

function tableOf(outcomes: readonly Outcome[]): string {
  const sets = [...new Set(outcomes.map(({ set }) => set))];
  const rows = sets.map((set) => {
    const all = outcomes.filter((outcome) => outcome.set === set);
    const count = (is: (outcome: Outcome) => boolean) => all.filter(is).length;
    const median = (of: (outcome: Outcome) => number) =>
      all.map(of).sort((one, other) => one - other)[all.length >> 1]!;
    return [
      set,
      all.length,
      ...(['right', 'wrong', 'abstained', 'failed'] as const).map((verdict) =>
        count((outcome) => outcome.verdict === verdict),
      ),
      count(({ isRepaired }) => isRepaired),
      all.reduce((sum, { withheld }) => sum + withheld, 0),
      median(({ tokens }) => tokens),
      (median(({ firstWordMs }) => firstWordMs) / 1_000).toFixed(1),
      (median(({ totalMs }) => totalMs) / 1_000).toFixed(1),
      count(({ isRightByWords }) => isRightByWords),
    ];
  });
  const lines = [COLUMNS, COLUMNS.map((_, at) => (at === 0 ? '---' : '--:')), ...rows].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
  return lines.join('\n');
}

if (import.meta.main) await runModelEval(process.argv.slice(2));
