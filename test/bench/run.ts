// `npm run bench`: every figure beside its reference, measured in one run on one machine. `--json` prints it as an object, `--keep`
// writes docs/bench.json and docs/bench.md, from which README's figures are taken.

import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measureBot } from './bot.ts';
import { measureRetrieval } from './compare-retrieval.ts';
import type { Figure } from './figures.ts';
import { measureGrowth } from './growth.ts';
import { measureStart } from './start.ts';
import { measureTokens } from './tokens.ts';
import { measureWeb } from './web.ts';

export type Run = {
  /** ISO 8601 day. */
  readonly date: string;
  readonly machine: { readonly processor: string; readonly cores: number; readonly node: string };
  readonly figures: readonly Figure[];
};

const DOCS = path.join(import.meta.dirname, '../../docs');

/** In the order of the table; one after the other, so that none takes time from another. */
const BENCHES: readonly (() => Promise<readonly Figure[]>)[] = [
  measureRetrieval,
  measureTokens,
  measureGrowth,
  measureBot,
  async () => {
    const [bare, ...pages] = await measureWeb();
    return pages.map(([what, value]) => ({
      part: 'The page',
      what,
      value,
      unit: 'a second',
      reference: { what: bare![0], value: bare![1] },
    }));
  },
  async () => {
    const { answerMs, nothingMs } = measureStart();
    const reference = { what: 'node -e 0', value: nothingMs };
    return [{ part: 'From a cold start', what: 'npm start -- "QUESTION"', value: answerMs, unit: 'ms', reference }];
  },
];

export function tableOf({ date, machine, figures }: Run): string {
  const lines = figures.map(({ part, what, value, unit, reference }, at) => {
    const cells = [
      figures[at - 1]?.part === part ? '' : part,
      what,
      `${inDigits(value)} ${unit}`,
      reference === null ? '' : `${inDigits(reference.value)} ${unit}`,
      reference === null ? '' : reference.what,
      reference === null || unit === '%' ? '' : `${(value / reference.value).toFixed(2)} ×`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `${date}, ${machine.processor}, ${machine.cores} cores, Node ${machine.node}`,
    '',
    '| | | here | reference | what that is | ratio |',
    '|---|---|--:|--:|---|--:|',
    ...lines,
  ].join('\n');
}

/** Three digits that say something; whole numbers from a hundred on. */
function inDigits(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return Number(value.toPrecision(3)).toString();
}

async function measure(): Promise<Run> {
  const figures: Figure[] = [];
  for (const bench of BENCHES) figures.push(...(await bench()));
  const [processor] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: { processor: processor?.model.trim() ?? 'unknown', cores: cpus().length, node: process.versions.node },
    figures,
  };
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, keep: { type: 'boolean' } } });
  const run = await measure();
  if (values.keep) {
    await writeFile(path.join(DOCS, 'bench.json'), `${JSON.stringify(run, null, 2)}\n`);
    await writeFile(
      path.join(DOCS, 'bench.md'),
      `# Figures\n\nMade by \`npm run bench -- --keep\`.\n\n${tableOf(run)}\n`,
    );
  }
  process.stdout.write(values.json ? `${JSON.stringify(run)}\n` : `${tableOf(run)}\n`);
}
