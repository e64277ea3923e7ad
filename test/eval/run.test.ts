// `npm run eval` as it is run: a process of its own, with a scripted model or with none.

import { execFile } from 'node:child_process';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { drafts, fails, type Model, startModel } from '../model-server/server.ts';
import type { Report } from './measure.ts';

let model: Model | undefined;
afterEach(async () => {
  await model?.stop();
  model = undefined;
});

type Run = { readonly status: number; readonly stdout: string; readonly stderr: string };

/** Runs the evaluation with nothing configured but what is given: empty values keep a .env of the checkout out. */
function run(args: string[], environment: Record<string, string> = {}): Promise<Run> {
  const env = { ...process.env, OPENAI_API_KEY: '', OPENAI_BASE_URL: '', STATEMENT: '', LOG_LEVEL: '', ...environment };
  return new Promise((resolve) => {
    const script = path.join(import.meta.dirname, 'run.ts');
    execFile(process.execPath, [script, ...args], { env }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

test('--json prints one JSON object and nothing else', async () => {
  const { status, stdout, stderr } = await run(['--json']);
  const result = JSON.parse(stdout) as Report & { readonly model: string | null };
  expect(status).toBe(0);
  expect(stderr).toBe('');
  expect(result.model).toBeNull();
  expect(result.all.questions).toBe(result.modes.extract);
  expect(result.all.questions).toBeGreaterThanOrEqual(120);
  expect(result.bars).toHaveLength(6);
});

test('the table names every type, language and bar', async () => {
  const { status, stdout } = await run([]);
  expect(status).toBe(0);
  for (const line of [
    /^answerable, English +\d+ /m,
    /^absent, English +\d+ /m,
    /^ {2}of which kept +\d+ /m,
    /^zh +\d+ /m,
    /^all +\d+ /m,
  ]) {
    expect(stdout).toMatch(line);
  }
  expect(stdout).toMatch(/^latency +median \d/m);
  expect(stdout.match(/^(?:met|MISSED) /gm)).toHaveLength(6);
});

test('a configured model is asked, and its tokens are counted', async () => {
  const usage = { promptTokens: 1500, cachedTokens: 1280, completionTokens: 40 };
  const draft = {
    outcome: 'answered',
    claims: [{ text: 'Russia is the closest ally.', sentences: ['4.4'] }],
    premise: null,
  };
  model = await startModel(() => drafts(draft, { usage }));
  const environment = { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'scripted-1' };
  const { stdout } = await run(['--json', '--type', 'general', '--language', 'en', '--parallel', '3'], environment);
  const result = JSON.parse(stdout) as Report & { readonly model: string | null };

  expect(result.model).toBe('scripted-1');
  expect(result.modes).toEqual({ model: 7, extract: 0 });
  expect(result.tokens).toEqual({ promptTokens: 10_500, cachedTokens: 8_960, completionTokens: 280 });
  expect(model.requests).toHaveLength(7);
});

test('a model that refuses the key shows as extraction, with a line on standard error', async () => {
  model = await startModel(() => fails(403));
  const { stdout, stderr } = await run(['--json', '--type', 'general', '--language', 'ru'], {
    OPENAI_BASE_URL: model.baseUrl,
  });
  expect((JSON.parse(stdout) as Report).modes).toEqual({ model: 0, extract: 1 });
  expect(stderr).not.toBe('');
});

test.each([
  [['answers'], 'answers: expected questions, speech or checks'],
  [['--parallel', '0'], '--parallel is 0; expected 1 to 99'],
  [['--type', 'easy'], 'no question of type easy'],
])('%j ends with one line and status 1', async (args, line) => {
  const { status, stdout, stderr } = await run(args);
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(line)]);
});
