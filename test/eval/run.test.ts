// `npm run eval` as it is run, a process of its own, with a scripted model or with none; and what counts as right.

import { execFile } from 'node:child_process';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Answer } from '../../src/answer/answer.ts';
import type { Quote } from '../../src/statement/quotation.ts';
import { drafts, fails, type Model, type Script, says, startModel } from '../model-server/server.ts';
import { verdictOn } from './measure.ts';

let model: Model | undefined;
afterEach(async () => {
  await model?.stop();
  model = undefined;
});

/** Runs it with nothing configured but what is given: empty values keep a .env of the checkout out. */
async function run(args: string[], script?: Script) {
  model = script && (await startModel(script));
  const own = model ? { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'scripted-1' } : { OPENAI_BASE_URL: '' };
  const env = { ...process.env, OPENAI_API_KEY: '', STATEMENT: '', LOG_LEVEL: '', ...own };
  return new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [path.join(import.meta.dirname, 'run.ts'), ...args],
      { env },
      (error, stdout, stderr) => {
        resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });
}

test('without a model the table has every type of question, and their sum', async () => {
  const { status, stdout, stderr } = await run([]);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^\| the release, answerable \| \d+ \|/m);
  expect(stdout).toMatch(/^\| the release, needs-model, other languages \| \d+ \|/m);
  expect(stdout).toMatch(/^\| all \| \d{3} \|/m);
});

test('through a model it counts what was right, repaired and failed, and what the search alone does', async () => {
  const usage = { promptTokens: 1_500, cachedTokens: 1_280, completionTokens: 40 };
  const claims = [{ text: 'Russia is called the closest ally.', sentences: ['4.4'] }];
  const draft = { outcome: 'answered', claims, premise: null };
  const replies = [says('prose'), drafts(draft, { usage }), drafts(draft, { usage }), fails(404)];
  const { stdout } = await run(['--model', '--json', '--set', 'answerable', '--limit', '3'], replies);
  const { title, rows } = JSON.parse(stdout) as { title: string; rows: Record<string, unknown>[] };
  expect(title).toMatch(/^scripted-1: format json_schema/);
  expect(rows.at(-1)).toMatchObject({ '': 'all', asked: 3, repaired: 1, 'no reply': 1 });
  expect(rows.at(-1)).toHaveProperty('right by words alone');
});

test.each([
  [['--set', 'easy'], 'no set has easy in its name'],
  [['--limit', 'few'], '--limit is few; expected a number'],
  [['--model'], 'no model: set OPENAI_API_KEY or OPENAI_BASE_URL'],
])('%j ends with one line and status 1', async (args, line) => {
  const { status, stdout, stderr } = await run(args);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(line)]);
});

test('right is a gold sentence quoted where there is one, and an abstention where there is none', () => {
  const quotes = (key: string) => [{ keys: [key] }] as unknown as readonly Quote[];
  const common = { usage: null, statements: [] };
  const claims = (key: string): Answer => ({
    kind: 'claims',
    claims: [{ text: 'x', quotes: quotes(key) }],
    premise: null,
    ...common,
  });
  const absent = { kind: 'absent', by: 'model', why: null, ...common } as unknown as Answer;
  const failed: Answer = { kind: 'quotations', why: 'model-failed', quotes: quotes('1.1'), leansOn: null, ...common };
  const isGold = ({ keys }: Quote) => keys.includes('1.1');
  expect([claims('1.1'), claims('2.1'), absent, failed].map((answer) => verdictOn(answer, isGold))).toEqual([
    'right',
    'wrong',
    'abstained',
    'failed',
  ]);
  expect([claims('1.1'), absent].map((answer) => verdictOn(answer, null))).toEqual(['wrong', 'right']);
});
