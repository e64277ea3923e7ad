// Joining the parts: what is loaded, and what stops the start with one line.

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openApp } from '../src/compose.ts';
import { type Config, parseConfig } from '../src/config.ts';
import { NO_LOG } from '../src/telemetry.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'app-'));
  await cp('data/statements', path.join(folder, 'data'), { recursive: true });
  await cp('prompts', path.join(folder, 'prompts'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

function config(environment: Readonly<Record<string, string>> = {}): Config {
  const folders = {
    data: path.join(folder, 'data'),
    prompts: path.join(folder, 'prompts'),
    var: path.join(folder, 'var'),
  };
  return { ...parseConfig(environment), folders };
}

const failureOf = (environment?: Readonly<Record<string, string>>) =>
  openApp(config(environment), NO_LOG).then(
    () => 'opened',
    (error: Error) => error.message,
  );

const RELEASE = '2020-11-17-tangible-assistance';

test('any number of statements may lie in data/; STATEMENT names one, the newest by name is the default', async () => {
  const release = await readFile(path.join(folder, 'data', `${RELEASE}.md`), 'utf8');
  await writeFile(path.join(folder, 'data', '2031-01-01-later.md'), release);
  expect((await openApp(config(), NO_LOG)).home.statement.id).toBe('2031-01-01-later');
  expect((await openApp(config({ STATEMENT: RELEASE }), NO_LOG)).home.statement.id).toBe(RELEASE);
  const file = path.join(folder, 'data', '2031-01-01-later.md');
  expect((await openApp(config({ STATEMENT: file }), NO_LOG)).file).toBe(file);
});

test('without a key there is no model, with one its name and the prompts’ version', async () => {
  expect((await openApp(config(), NO_LOG)).answering.model).toBeNull();
  const { model } = (await openApp(config({ OPENAI_API_KEY: 'sk-1', OPENAI_MODEL: 'some-model' }), NO_LOG)).answering;
  expect(model).toMatchObject({ name: 'some-model', promptVersion: expect.stringMatching(/^[0-9a-f]{12}$/) });
});

test('an empty data/ is told', async () => {
  await rm(path.join(folder, 'data'), { recursive: true });
  await mkdir(path.join(folder, 'data'));
  for (const file of ['a.txt', 'b.md.bak']) await writeFile(path.join(folder, 'data', file), 'x');
  const rest = await failureOf();
  expect(rest).toContain(path.join(folder, 'data'));
  expect(rest).toContain('expected at least one .md file');
});

test.each([
  ['nothing in it', '', 'no text'],
  ['zero bytes', 'a\u0000b', 'a zero byte at offset 1'],
])('a file in data/ with %s stops the start of whoever asks for it, in one line', async (_, content, expected) => {
  const file = path.join(folder, 'data', '2032-01-01-bad.md');
  await writeFile(file, content);
  const failure = await failureOf({ STATEMENT: '2032-01-01-bad' });
  expect(failure).toMatch(/^[^\n]+$/);
  expect(failure).toContain(file);
  expect(failure).toContain(expected);
});

test.each([{}, { OPENAI_API_KEY: 'sk-1' }])(
  'a prompt with other blanks stops the start, with a key and without: %j',
  async (environment) => {
    const file = path.join(folder, 'prompts', 'answer.md');
    await writeFile(file, (await readFile(file, 'utf8')).replace('{{lines}}', '{{rows}}'));
    expect(await failureOf(environment)).toMatch(/answer\.md: blanks are \[.*rows.*\], the code fills \[.*lines.*\]$/);
  },
);
