// The dialogue against a Telegram and a model on the loopback: over a pipe, and at a terminal.

import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { parse } from 'dotenv';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { setUp } from '../../src/setup/setup.ts';
import { drafts, type Model, type Reply, rejectsKey, says, startModel } from '../model-server/server.ts';
import { startTelegram, type Telegram } from '../telegram-server/server.ts';

const KEY = 'sk-a-key-that-nobody-may-see';
const GOOD = drafts({
  outcome: 'answered',
  claims: [{ text: 'Russia is called the closest ally.', sentences: ['4.4'] }],
  premise: null,
});

let telegram: Telegram;
let model: Model;
let replies: Reply[];
let folder: string;
let file: string;

beforeAll(async () => {
  telegram = await startTelegram({ bot: { supports_inline_queries: false } });
  model = await startModel(() => replies.shift() ?? GOOD);
});
afterAll(async () => {
  await telegram.close();
  await model.stop();
});
beforeEach(async () => {
  replies = [];
  folder = await mkdtemp(path.join(tmpdir(), 'on-record-setup-'));
  file = path.join(folder, '.env');
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the dialogue over a pipe with all lines there from the start, as `npm run setup < answers` has them. */
async function run(lines: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const input = new PassThrough();
  const { output, text } = collect();
  input.end(lines.map((line) => `${line}\n`).join(''));
  const status = await setUp({ input, output, file, environment: { ...servers(), ...environment } });
  return { status, said: text() };
}

function servers() {
  return { TELEGRAM_API_ROOT: telegram.apiRoot, OPENAI_BASE_URL: model.baseUrl };
}

function collect() {
  const output = new PassThrough();
  const chunks: string[] = [];
  output.on('data', (chunk) => chunks.push(String(chunk)));
  return { output, text: () => chunks.join('') };
}

async function written(): Promise<Record<string, string>> {
  return parse(await readFile(file));
}

test('a good token and a good key are checked and written for their owner alone', async () => {
  const { status, said } = await run([telegram.token, KEY]);
  expect(status).toBe(0);
  expect(await written()).toEqual({ TELEGRAM_BOT_TOKEN: telegram.token, OPENAI_API_KEY: KEY });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(said).toContain('It is @on_record_bot.');
  expect(said).toContain('a right answer');
});

test('what BotFather has not been told is named', async () => {
  const { said } = await run([telegram.token, '']);
  expect(said).toContain('Inline mode is off. In @BotFather: /setinline, choose @on_record_bot.');
  expect(said).not.toContain('cannot be added to groups');
});

test('a token that Telegram does not know is asked for again', async () => {
  const wrong = telegram.token.replace(/.$/, 'x');
  const { status, said } = await run([wrong, telegram.token, KEY]);
  expect(status).toBe(0);
  expect(said).toContain('Telegram does not know this token');
  expect(await written()).toMatchObject({ TELEGRAM_BOT_TOKEN: telegram.token });
});

test('a text that is no token is asked for again without asking Telegram', async () => {
  const before = telegram.calls.length;
  const { said } = await run(['my bot', telegram.token, KEY]);
  expect(said).toContain('That is no token');
  expect(telegram.calls.length - before).toBe(1);
});

test('a key that the server refuses is asked for again', async () => {
  replies = [rejectsKey()];
  const { status, said } = await run([telegram.token, 'sk-wrong', KEY]);
  expect(status).toBe(0);
  expect(said).toContain('Is OPENAI_API_KEY a key of this server');
  expect(await written()).toMatchObject({ OPENAI_API_KEY: KEY });
});

test('a model that ignores the schema is kept only on request', async () => {
  replies = [says('It opens in May!'), says('In May!')];
  const { said } = await run([telegram.token, KEY, 'y']);
  expect(said).toContain('not in the form that is asked for');
  expect(await written()).toMatchObject({ OPENAI_API_KEY: KEY });
});

test('a Telegram that cannot be reached is said, and the token kept only on request', async () => {
  const { said } = await run([telegram.token, 'y', KEY], { TELEGRAM_API_ROOT: 'http://127.0.0.1:1' });
  expect(said).toContain('http://127.0.0.1:1 cannot be asked');
  expect(await written()).toMatchObject({ TELEGRAM_BOT_TOKEN: telegram.token });
});

test('the address of a local server is taken in the place of a key, with its model', async () => {
  await run([telegram.token, model.baseUrl, '', 'llama'], { OPENAI_BASE_URL: '' });
  expect(await written()).toEqual({
    TELEGRAM_BOT_TOKEN: telegram.token,
    OPENAI_BASE_URL: model.baseUrl,
    OPENAI_MODEL: 'llama',
  });
  expect(model.requests.at(-1)!.body.model).toBe('llama');
});

test('a second run keeps what is there, and never touches what it does not ask about', async () => {
  const before = `# my bot\nPORT=9000\nTELEGRAM_BOT_TOKEN=${telegram.token}\nOPENAI_API_KEY=${KEY}\n`;
  await writeFile(file, before);
  const { status, said } = await run(['', ''], parse(before));
  expect(status).toBe(0);
  expect(said).toContain('Nothing has changed');
  expect(await readFile(file, 'utf8')).toBe(before);
});

test('"-" takes out what is there', async () => {
  const before = `PORT=9000\nTELEGRAM_BOT_TOKEN=${telegram.token}\nOPENAI_API_KEY=${KEY}\n`;
  await writeFile(file, before);
  await run(['-', '-'], parse(before));
  expect(await readFile(file, 'utf8')).toBe('PORT=9000\n');
});

test('an input that ends half-way leaves everything as it was', async () => {
  const { status, said } = await run([telegram.token]);
  expect(status).toBe(1);
  expect(said).toContain('Nothing was written.');
  expect(existsSync(file)).toBe(false);
});

/** A terminal as readline sees one; `rawModes` is what it was switched to. */
function terminal() {
  const rawModes: boolean[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (mode: boolean) => {
      rawModes.push(mode);
    },
  });
  const { output, text } = collect();
  const shown = async (words: string) => {
    while (!text().includes(words)) await new Promise((resolve) => output.once('data', resolve));
  };
  return { input, output: Object.assign(output, { isTTY: true, columns: 80 }), text, shown, rawModes };
}

test('at a terminal neither token nor key is echoed', async () => {
  const { input, output, text, shown } = terminal();
  const done = setUp({ input, output, file, environment: servers() });
  await shown('Token (');
  input.write(`${telegram.token}\r`);
  await shown('Key or address (');
  input.write(`${KEY}\r`);
  expect(await done).toBe(0);
  expect(text()).not.toContain(telegram.token.slice(4));
  expect(text()).not.toContain(KEY.slice(4));
});

test('ctrl-C leaves everything as it was and gives the terminal back', async () => {
  await writeFile(file, 'PORT=9000\n');
  const { input, output, shown, rawModes } = terminal();
  const done = setUp({ input, output, file, environment: servers() });
  await shown('Token (');
  input.write(`${telegram.token}\r`);
  await shown('Key or address (');
  input.write('sk-half\u0003');
  expect(await done).toBe(130);
  expect(await readFile(file, 'utf8')).toBe('PORT=9000\n');
  expect(rawModes.at(-1)).toBe(false);
});

test('ctrl-C during a check does not wait for the server', async () => {
  telegram.fail({ method: 'getMe', as: { kind: 'hang', ms: 60_000 } });
  const { input, output, shown } = terminal();
  const done = setUp({ input, output, file, environment: servers() });
  await shown('Token (');
  input.write(`${telegram.token}\r`);
  await telegram.waitFor(() => telegram.calls.some((call) => call.method === 'getMe' && call.fault === 'hang'));
  input.write('\u0003');
  expect(await done).toBe(130);
  expect(existsSync(file)).toBe(false);
});
