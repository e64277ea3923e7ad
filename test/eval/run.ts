// `npm run eval [-- --model] [--set WORDS] [--limit N] [--json]`: the questions through the search alone, or through the connected
// model beside it, as a table of Markdown; `npm run eval -- speech | checks | alleged` for the others.

import { parseArgs } from 'node:util';
import type { Answer } from '../../src/answer/answer.ts';
import { claimsOf } from '../../src/answer/answer.ts';
import { answerBy, openApp } from '../../src/compose.ts';
import { type Config, loadConfig } from '../../src/config.ts';
import { createModel } from '../../src/model/client.ts';
import { describeDialect } from '../../src/model/dialect.ts';
import type { Answering } from '../../src/service/service.ts';
import { type Log, NO_LOG } from '../../src/telemetry.ts';
import { ask, type Case, loadCases, type Outcome, type Verdict } from './measure.ts';

type Observation = Outcome & {
  /** What the search alone came to; null where nothing else was asked. */
  readonly byWords: Verdict | null;
  readonly isRepaired: boolean;
};

async function main(args: readonly string[]): Promise<void> {
  if (args[0] === 'speech') return (await import('./speech.ts')).runSpeechEval();
  if (args[0] === 'checks') return (await import('./checks.ts')).runChecksEval();
  if (args[0] === 'alleged') return (await import('./alleged.ts')).runAllegedEval({});
  const { values } = parseArgs({
    args: [...args],
    options: {
      model: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      set: { type: 'string', default: '' },
      limit: { type: 'string', default: '0' },
    },
  });
  if (!/^\d+$/.test(values.limit)) throw new Error(`--limit is ${values.limit}; expected a number of questions`);
  const cases = (await loadCases()).filter(({ set }) => set.includes(values.set));
  if (cases.length === 0) throw new Error(`no set has ${values.set} in its name`);
  // Spread over all sets, not the beginning of the first.
  const every = Math.ceil(cases.length / (Number(values.limit) || cases.length));
  const chosen = cases.filter((_, at) => at % every === 0);
  const config = await loadConfig();
  if (values.model && config.model === null) throw new Error('no model: set OPENAI_API_KEY or OPENAI_BASE_URL');
  const { observations, title } = values.model
    ? await throughModel(config, chosen)
    : await throughSearch(config, chosen);
  const rows = rowsOf(observations);
  console.log(values.json ? JSON.stringify({ title, rows }) : `${title}\n\n${tableOf(rows)}`);
}

type Observed = { readonly title: string; readonly observations: readonly Observation[] };

async function throughSearch(config: Config, cases: readonly Case[]): Promise<Observed> {
  const { answering } = await openApp({ ...config, model: null }, NO_LOG);
  const observations: Observation[] = [];
  for (const one of cases) observations.push({ ...(await ask(answering, one)), byWords: null, isRepaired: false });
  return { title: 'The search alone', observations };
}

async function throughModel(config: Config, cases: readonly Case[]): Promise<Observed> {
  let unreadable = 0;
  const warn: Log['warn'] = (fields) => {
    if (fields.failure === 'unreadable') unreadable++;
    console.error(JSON.stringify(fields));
  };
  const log: Log = { ...NO_LOG, warn, error: warn };
  const model = createModel(config.model!, log);
  const answering: Answering = await answerBy(model, config, log);
  const byWords = (await openApp({ ...config, model: null }, NO_LOG)).answering;
  const observations: Observation[] = [];
  for (const one of cases) {
    unreadable = 0;
    const outcome = await ask(answering, one);
    const { verdict } = await ask(byWords, one);
    observations.push({ ...outcome, byWords: verdict, isRepaired: unreadable === 1 && outcome.verdict !== 'failed' });
    const seconds = (outcome.totalMs / 1_000).toFixed(1);
    const shown = one.kept ? '(kept)' : `${one.question.text}\n${shownIn(outcome.answer)}`;
    console.error(`${observations.length}/${cases.length} ${outcome.verdict} ${seconds} s: ${shown}`);
  }
  return { title: `${config.model!.model}: ${describeDialect(model.dialect())}`, observations };
}

/** What people would read, for whoever watches. */
function shownIn(answer: Answer): string {
  const lines = claimsOf(answer).map(
    ({ text, quotes }) => `   ${text || '–'}  [${quotes.flatMap(({ keys }) => keys).join(' ')}]`,
  );
  const premise = answer.kind === 'claims' && answer.premise ? [`   premise: ${answer.premise}`] : [];
  return [`   ${answer.kind}`, ...lines, ...premise].join('\n');
}

type Row = Readonly<Record<string, string | number>>;

function rowsOf(observations: readonly Observation[]): Row[] {
  const sets = [...new Set(observations.map(({ set }) => set))];
  return [...sets, null].map((wanted) => {
    const all = observations.filter(({ set }) => wanted === null || set === wanted);
    const count = (is: (one: Observation) => boolean) => all.filter(is).length;
    const median = (of: (one: Observation) => number) =>
      all.map(of).sort((one, other) => one - other)[all.length >> 1]!;
    const verdicts = { right: 'right', wrong: 'wrong', abstained: 'abstained' } as const;
    const row = {
      '': wanted ?? 'all',
      asked: all.length,
      ...Object.fromEntries(
        Object.entries(verdicts).map(([name, is]) => [name, count(({ verdict }) => verdict === is)]),
      ),
    };
    if (all[0]!.byWords === null) return row;
    const withheld = ({ answer }: Observation) => claimsOf(answer).filter(({ text }) => text === '').length;
    return {
      ...row,
      'no reply': count(({ verdict }) => verdict === 'failed'),
      repaired: count(({ isRepaired }) => isRepaired),
      'wordings withheld': all.reduce((sum, one) => sum + (one.answer.kind === 'claims' ? withheld(one) : 0), 0),
      tokens: median(({ answer: { usage } }) => (usage?.promptTokens ?? 0) + (usage?.completionTokens ?? 0)),
      'first word, s': (median(({ firstWordMs }) => firstWordMs) / 1_000).toFixed(1),
      'whole, s': (median(({ totalMs }) => totalMs) / 1_000).toFixed(1),
      'right by words alone': count(({ byWords }) => byWords === 'right'),
    };
  });
}

function tableOf(rows: readonly Row[]): string {
  const names = Object.keys(rows[0]!);
  const lines = [names, names.map((_, at) => (at === 0 ? '---' : '--:')), ...rows.map((row) => Object.values(row))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
