// `npm run eval`: the questions through whatever is configured, as a table or as JSON; `npm run eval -- speech | checks` for the others.

import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { openApp } from '../../src/compose.ts';
import { loadConfig } from '../../src/config.ts';
import { askAll, type Report, type Row, report, type Share, subjectOf } from './measure.ts';
import { loadQuestions } from './questions.ts';

const USAGE = `npm run eval [-- questions | speech | checks] [--json] [--parallel N] [--type TYPE] [--language TAG]`;

async function main(args: string[]): Promise<void> {
  const other = OTHERS[args[0] ?? ''];
  if (other !== undefined) return other();
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      parallel: { type: 'string', default: '1' },
      type: { type: 'string' },
      language: { type: 'string' },
    },
  });
  const [what = 'questions', ...rest] = positionals;
  if (rest.length > 0) throw new Error(`${rest.join(' ')}: not understood; ${USAGE}`);
  if (what !== 'questions') throw new Error(`${what}: expected questions, speech or checks; ${USAGE}`);
  if (!/^[1-9]\d?$/.test(values.parallel)) throw new Error(`--parallel is ${values.parallel}; expected 1 to 99`);

  const questions = (await loadQuestions()).filter(
    ({ type, language }) =>
      type === (values.type ?? type) && (values.language === undefined || language === values.language),
  );
  if (questions.length === 0) throw new Error(`no question of type ${values.type} and language ${values.language}`);
  const config = await loadConfig();
  // Standard output is the table's; what goes wrong with a model is worth a line beside it.
  const app = await openApp(config, pino({ level: config.logLevel ?? 'warn' }, pino.destination(2)));
  const observations = await askAll(subjectOf(app), questions, {
    parallel: Number(values.parallel),
    onAnswer: showProgress,
  });
  const result = report(observations, app.statement);
  const model = config.model?.model ?? null;
  console.log(values.json ? JSON.stringify({ model, ...result }) : tableOf(result, model));
}

/** The other evaluations: each reads its own options and prints its result. */
const OTHERS: Readonly<Record<string, () => void | Promise<void>>> = {
  speech: async () => (await import('./speech.ts')).runSpeechEval(),
  checks: async () => (await import('./checks.ts')).runChecksEval(),
};

/** A bar on standard error, drawn only for eyes; the table or the JSON is alone on standard output. */
function showProgress(done: number, of: number): void {
  if (!process.stderr.isTTY) return;
  const width = 30;
  const full = Math.floor((done / of) * width);
  process.stderr.write(`\r${'█'.repeat(full)}${'░'.repeat(width - full)} ${done}/${of}${done === of ? '\n' : ''}`);
}

const HEADINGS = ['', 'asked', 'rank 1', 'rank 3', 'gold quoted', 'answered', 'abstained', 'quotes', 'most'] as const;

function tableOf(result: Report, model: string | null): string {
  const { modes, statement, verbatim, unforced, latencyMs, tokens, failures, keptFailures } = result;
  const rows = [...result.byType, null, ...result.byLanguage, null, result.all];
  const cells = [[...HEADINGS], ...rows.map((row) => (row === null ? null : cellsOf(row)))];
  const widths = HEADINGS.map((_, at) => Math.max(...cells.map((line) => line?.[at]?.length ?? 0)));
  const lines = cells.map((line) =>
    (line ?? widths.map((width) => '-'.repeat(width)))
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
      .join('  '),
  );
  const count = new Intl.NumberFormat('en');
  return [
    `${statement.id}  ${statement.sha256.slice(0, 12)}`,
    `${modes.model} answers by ${model ?? 'a model'}, ${modes.extract} by extraction`,
    '',
    ...lines,
    '',
    `quotations verbatim        ${percent(verbatim)}`,
    `hostile, nothing forced    ${percent(unforced)}`,
    `latency                    median ${latencyMs.median.toFixed(1)} ms, p95 ${latencyMs.p95.toFixed(1)} ms`,
    tokens === null
      ? 'tokens                     none: no model was called'
      : `tokens                     ${count.format(tokens.promptTokens)} prompt (${count.format(tokens.cachedTokens)} cached), ` +
        `${count.format(tokens.completionTokens)} completion`,
    '',
    ...result.bars.map(
      ({ name, value, bar, met }) =>
        `${met ? 'met   ' : 'MISSED'}  ${name}: ${bar.includes('%') ? `${(value * 100).toFixed(1)}%` : value.toFixed(2)} (${bar})`,
    ),
    '',
    `Failed: ${failures.length}, and ${keptFailures} of the kept questions, which are not to be looked at.`,
    ...failures.map(
      ({ id, question, expected, got }) => `  ${id}  ${question}\n      expected ${expected}; got ${got}`,
    ),
  ].join('\n');
}

function cellsOf(row: Row): string[] {
  return [
    row.label,
    String(row.questions),
    percent(row.rank1),
    percent(row.rank3),
    percent(row.goldQuoted),
    percent(row.answered),
    percent(row.absent),
    row.quotesMean?.toFixed(1) ?? '',
    row.quotesMean === null ? '' : String(row.quotesMax),
  ];
}

/** Blank where there is nothing to be right about. */
function percent({ hits, of }: Share): string {
  return of === 0 ? '' : `${((100 * hits) / of).toFixed(1)}%`;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
