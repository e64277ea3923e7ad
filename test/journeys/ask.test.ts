// The main job as a process: a question as an argument, an answer with checked quotations on standard output.

import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { run, shell } from '../helpers/terminal.ts';
import { drafts, type Model, silence, startModel } from '../model-server/server.ts';

const FILE = path.resolve('data/statements/2020-11-17-tangible-assistance.md');
const text = (await readFile(FILE, 'utf8'))
  .split(/^---\n/m)
  .slice(2)
  .join('---\n');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ask-'));
});
afterAll(() => rm(folder, { recursive: true }));

let model: Model | null = null;
afterEach(async () => {
  await model?.stop();
  model = null;
});

test('“what did he say about Russia?” is answered with the closest ally and the backs never turned', async () => {
  const { status, stdout, stderr } = await run(['what did he say about Russia?']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const blocks = stdout.split(/(?=^ \d │)/m);
  for (const words of [
    'our closest ally, our kindred country and people are Russia and the Russians',
    'we have never turned our backs on Russia',
  ]) {
    const block = blocks.find((one) => one.includes(words))!;
    expect(block).toContain('Aleksandr Lukashenko, his own words');
    expect(block).toContain('paragraph 4');
  }
  expect(stdout).toMatch(/^Nearest in the statement \(no model is connected, so I only compare words\)/);
  // Nothing for a terminal is written where there is none.
  expect(stdout).not.toContain('\u001b');
});

test('--json prints one object and nothing else, every quotation at its offsets in the statement', async () => {
  const { status, stdout, stderr } = await run(['--json', 'what did he say about Russia?']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  const answer = JSON.parse(stdout);
  for (const field of ['outcome', 'mode', 'claims', 'premise', 'searched', 'nearest', 'usage', 'statement']) {
    expect(answer).toHaveProperty(field);
  }
  expect(answer).toMatchObject({
    outcome: 'answered',
    mode: 'extract',
    premise: null,
    usage: null,
    nearest: [],
    statement: { id: '2020-11-17-tangible-assistance', sha256: createHash('sha256').update(text).digest('hex') },
  });
  const quotes = answer.claims.flatMap((claim: { quotes: unknown[] }) => claim.quotes);
  expect(quotes.length).toBeGreaterThan(0);
  for (const quote of quotes) {
    expect(Object.keys(quote)).toEqual(['text', 'start', 'end', 'paragraph', 'kind', 'speaker', 'statement']);
    expect(text.slice(quote.start, quote.end)).toBe(quote.text);
  }
});

test('--json of an absent subject carries the evidence', async () => {
  const { stdout } = await run(['--json', 'what did he say about Ukraine?']);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'absent', claims: [], premise: null });
});

test('an abstention names the words that stand nowhere, and claims no more than that', async () => {
  const { status, stdout } = await run(['what did he say about Ukraine?']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^No sentence has “Ukraine”/);
});

test('words that are not in one argument are one question', async () => {
  expect((await run(['what', 'about', 'exports?'])).stdout).toContain('half of our exports');
});

test('--help says how to ask', async () => {
  const { status, stdout } = await run(['--help']);
  expect(status).toBe(0);
  expect(stdout).toContain('npm start -- "QUESTION"');
});

test('an unknown option is one line and exit status 1', async () => {
  const { status, stdout, stderr } = await run(['--colour']);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/--colour/);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

test.each([
  ['an empty question', '', 'Ask me something about the statement'],
  ['blanks', ' \n\t ', 'Ask me something about the statement'],
  ['only marks', '?!… —', 'I see no words to look for'],
  ['only emoji', '🙂👍🏽', 'I see no words to look for'],
  ['100,000 characters', 'why '.repeat(25_000), 'too long for one question'],
])('%s gets a plain, friendly sentence', async (_, question, sentence) => {
  const { status, stdout, stderr } = await run([question]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain(sentence);
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
});

test('an empty question with --json still prints one object', async () => {
  const { status, stdout, stderr } = await run(['--json', '']);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'absent', claims: [] });
  expect(stderr).toContain('Ask me something');
});

test('hostile characters of a question are not written to the terminal', async () => {
  const { stdout } = await run(['what about \u001b]0;title\u0007 \u001b[2Jzebras \u202eand\u009b31m']);
  expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});

test('a reader who closes the pipe early is no error', async () => {
  const { status, stdout, stderr } = await shell('$START "what did he say about Russia?" | head -1');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.split('\n')).toHaveLength(2);
});

// A model

test('a model’s claims are shown with numbered quotations, and --json carries what it cost', async () => {
  const claims = [{ text: 'He called Russia \u001b\u0007the\u009b \u202eclosest ally.', sentences: ['4.4'] }];
  const usage = { promptTokens: 900, cachedTokens: 800, completionTokens: 30 };
  model = await startModel(() => drafts({ outcome: 'answered', claims, premise: null }, { usage }));
  const env = { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: model.baseUrl };
  const plain = await run(['what did he say about Russia?'], { env });
  expect(plain.stderr).toBe('');
  expect(plain.stdout).toMatch(/^He called Russia the closest ally\. \[1\]\n\n 1 │ “After all/);
  const json = JSON.parse((await run(['--json', 'what did he say about Russia?'], { env })).stdout);
  expect(json).toMatchObject({ outcome: 'answered', mode: 'model', usage });
});

test('a model that does not answer in time gives way to the statement’s own sentences', async () => {
  model = await startModel(() => silence());
  const env = { OPENAI_BASE_URL: model.baseUrl, ANSWER_DEADLINE_SECONDS: '1' };
  const { status, stdout, stderr } = await run(['what did he say about Russia?'], { env });
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Nearest in the statement \(the model did not answer/);
  expect(stdout).toContain('our closest ally');
  expect(stderr).toContain('"failure":"deadline"');
});

// What stops the start

const FRONT = (await readFile(FILE, 'utf8')).slice(0, -text.length);

test.each([
  ['a missing file', null, 'no such file'],
  ['an empty file', '', 'no text'],
  ['a binary file', '\u0000\u0001\u0002', 'a zero byte at offset 0'],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x80]), 'not UTF-8'],
  ['front matter without its end', '---\ntitle: A\n', 'expected'],
  ['no text', FRONT, 'expected the statement'],
  ['a wrong date', FRONT.replace('2020-11-17', 'yesterday') + text, 'date is "yesterday"'],
  ['a missing title', `${FRONT.replace(/^title:.*$/m, '')}${text}`, 'title is missing'],
  ['an unknown field', `${FRONT.replace('title:', 'mood: calm\ntitle:')}${text}`, 'mood'],
  ['broken YAML', `---\ntitle: [A\n---\n${text}`, 'front matter is not YAML'],
] as const)('a statement that is %s stops the start with one line', async (_, content, expected) => {
  const file = path.join(folder, 'statement.md');
  await rm(file, { force: true });
  if (content !== null) await writeFile(file, content);
  const { status, stdout, stderr } = await run(['why?'], { env: { STATEMENT: file } });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toContain(file);
  expect(stderr).toContain(expected);
});

test('a statement that is not in data/ is told with those that are', async () => {
  const { status, stderr } = await run(['why?'], { env: { STATEMENT: 'nowhere' } });
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^STATEMENT is "nowhere"; expected a file's path or one of: .*2020-11-17-tangible-assistance.*\n$/,
  );
});

test('a text without front matter takes its first line as its title', async () => {
  const file = path.join(folder, 'plain.md');
  await writeFile(file, 'A word on the harbour\n\nThe harbour tax will not rise this year.\n');
  const { stdout, stderr } = await run(['will the harbour tax rise?'], { env: { STATEMENT: file } });
  expect(stderr).toBe('');
  expect(stdout).toContain('The harbour tax will not rise this year.');
});

test('--in names one statement by its id or the first digits of its fingerprint, and says so when there is none', async () => {
  const digits = createHash('sha256').update(text).digest('hex').slice(0, 6);
  for (const name of ['2020-11-17-tangible-assistance', digits]) {
    expect((await run(['--in', name, 'exports?'])).stdout).toContain('half of our exports');
  }
  expect((await run(['--in', 'nothing', 'exports?'])).stdout).toContain('No statement is known by that name.');
});

test.each([
  ['PORT', 'eighty', 'a whole number from 0 to 65535'],
  ['PORT', '65536', 'a whole number from 0 to 65535'],
  ['OPENAI_BASE_URL', 'ftp://example.org', 'an http:// or https:// address'],
  ['TELEGRAM_MODE', 'push', 'polling or webhook'],
  ['LOG_LEVEL', 'loud', 'debug, info, warn, error or silent'],
  ['ANSWER_DEADLINE_SECONDS', '0', 'a whole number from 1 to 600'],
  ['ADMIN_IDS', 'me', 'Telegram ids'],
])('%s=%s stops the start with one line that says what was expected', async (name, value, expected) => {
  const { status, stdout, stderr } = await run(['why?'], { env: { [name]: value } });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toContain(`${name} is "${value}"`);
  expect(stderr).toContain(expected);
});
