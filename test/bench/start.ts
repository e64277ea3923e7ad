// `npm run bench:start`: how long one extracted answer takes as a process, next to the shortest run that Node knows.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const RUNS = 10;
const BAR = 6;

const QUESTION = ['start', '-s', '--', 'what did he say about Russia?'];

/** What a shell finds, outside of the folders that npm puts first. */
const FOLDERS = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => !folder.includes('node_modules'));

function commandOf(name: string): string {
  const found = FOLDERS.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
  if (found === undefined) throw new Error(`${name}: not in PATH`);
  return found;
}

/** Wall time in milliseconds. */
function time(name: string, args: readonly string[]): number {
  const startedAt = performance.now();
  const { status, error } = spawnSync(commandOf(name), args, {
    cwd: ROOT,
    env: { ...process.env, PATH: FOLDERS.join(path.delimiter), OPENAI_API_KEY: '', OPENAI_BASE_URL: '', STATEMENT: '' },
    stdio: 'ignore',
  });
  if (status !== 0) throw new Error(`${name} ${args.join(' ')}: exit status ${status}`, { cause: error });
  return performance.now() - startedAt;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}

export type StartTimes = { readonly answerMs: number; readonly nothingMs: number };

/** Medians of one extracted answer by `npm start`, and of `node -e 0`. */
export function measureStart(): StartTimes {
  // The first run fills the compile cache. The two take turns, so that whatever else the machine does hits both.
  time('npm', QUESTION);
  const answers: number[] = [];
  const nothings: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    nothings.push(time('node', ['-e', '0']));
    answers.push(time('npm', QUESTION));
  }
  return { answerMs: median(answers), nothingMs: median(nothings) };
}

if (import.meta.main) {
  const { answerMs, nothingMs } = measureStart();
  const ratio = answerMs / nothingMs;
  console.log(`npm start -- "…"  median ${answerMs.toFixed(0)} ms of ${RUNS}`);
  console.log(`node -e 0         median ${nothingMs.toFixed(0)} ms of ${RUNS}`);
  console.log(`${ratio <= BAR ? 'met   ' : 'MISSED'} ${ratio.toFixed(1)} times (<= ${BAR})`);
  if (ratio > BAR) process.exitCode = 1;
}
