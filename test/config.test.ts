// The environment as a Config: defaults, bad values, and the example file that shows every variable.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'dotenv';
import { expect, test } from 'vitest';
import { parseConfig, VARIABLES } from '../src/config.ts';

const example = await readFile(path.resolve('.env.example'), 'utf8');

test('with nothing set there is no bot, no model and no limit, and everything has a default', () => {
  expect(parseConfig({})).toMatchObject({
    statement: null,
    telegram: { token: null, apiRoot: 'https://api.telegram.org', mode: 'polling', adminIds: [], allowedChats: null },
    web: { publicUrl: null, host: '127.0.0.1', port: 8080, adminPort: 8081, ask: null },
    model: null,
    embedding: null,
    prices: null,
    databaseUrl: expect.stringMatching(/^file:.*on-record\.sqlite$/),
    limits: { dailyTokenBudget: null, personTokenBudget: null, groupTokenBudget: null, questionsPerMinute: 6 },
    logLevel: null,
  });
});

test('an empty value, or one of blanks, counts as unset', () => {
  const blank = Object.fromEntries(VARIABLES.map((name, at) => [name, at % 2 ? '' : '  ']));
  expect(parseConfig(blank)).toEqual(parseConfig({}));
});

test('a key or the address of a local server is enough for a model', () => {
  expect(parseConfig({ OPENAI_API_KEY: 'sk-1' }).model).toEqual({
    apiKey: 'sk-1',
    baseUrl: null,
    model: 'gpt-4.1-mini',
    deadlineMs: 45_000,
    maxCompletionTokens: 4_000,
    warmUp: true,
  });
  const local = { OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1', OPENAI_MODEL: 'qwen', ANSWER_DEADLINE_SECONDS: '90' };
  expect(parseConfig(local).model).toMatchObject({ baseUrl: local.OPENAI_BASE_URL, model: 'qwen', deadlineMs: 90_000 });
});

test.each([
  ['http://127.0.0.1:11434/v1/', 'http://127.0.0.1:11434/v1', 300],
  ['http://[::1]:8080/v1', 'http://[::1]:8080/v1', 300],
  ['http://model:8080/v1/chat/completions', 'http://model:8080/v1', 300],
  ['http://192.168.1.20/v1', 'http://192.168.1.20/v1', 300],
  ['http://mac.local:1234/v1', 'http://mac.local:1234/v1', 300],
  ['https://api.example.com/v1', 'https://api.example.com/v1', 45],
  ['https://11.0.0.1/v1', 'https://11.0.0.1/v1', 45],
])('a model at %s is asked at %s and has %i seconds', (address, baseUrl, seconds) => {
  expect(parseConfig({ OPENAI_BASE_URL: address }).model).toMatchObject({ baseUrl, deadlineMs: seconds * 1000 });
});

test.each([
  [{}, null],
  [{ OPENAI_API_KEY: 'sk-1' }, { apiKey: 'sk-1', baseUrl: null }],
  [
    { OPENAI_API_KEY: 'sk-1', OPENAI_BASE_URL: 'http://a/v1' },
    { apiKey: 'sk-1', baseUrl: 'http://a/v1' },
  ],
  [
    { OPENAI_API_KEY: 'sk-1', EMBEDDING_BASE_URL: 'http://b/v1/embeddings' },
    { apiKey: 'none', baseUrl: 'http://b/v1' },
  ],
  [
    { EMBEDDING_API_KEY: 'e-1', EMBEDDING_BASE_URL: 'http://b/v1' },
    { apiKey: 'e-1', baseUrl: 'http://b/v1' },
  ],
])('vectors come from the server that is named, and no other is sent its key: %j', (environment, server) => {
  expect(parseConfig(environment).embedding).toBeNull();
  const parse = () => parseConfig({ ...environment, OPENAI_EMBEDDING_MODEL: 'e5' }).embedding;
  if (server === null) expect(parse).toThrow('OPENAI_API_KEY is not set; OPENAI_EMBEDDING_MODEL needs it');
  else expect(parse()).toEqual({ ...server, model: 'e5' });
});

test('lists, prices and switches are read', () => {
  const config = parseConfig({
    ADMIN_IDS: '1, 2',
    ALLOWED_CHATS: '-1001234567890',
    PRICE_PROMPT_PER_MILLION: '0.40',
    PRICE_COMPLETION_PER_MILLION: '1.6',
    WEB_ASK: 'off',
    PUBLIC_URL: 'https://on-record.example//',
  });
  expect(config.telegram).toMatchObject({ adminIds: [1, 2], allowedChats: [-1001234567890] });
  expect(config.prices).toEqual({ promptPerMillion: 0.4, completionPerMillion: 1.6 });
  expect(config.web).toMatchObject({ ask: false, publicUrl: 'https://on-record.example' });
});

test.each([
  ['PORT', '80a', 'a whole number from 0 to 65535'],
  ['PORT', '-1', 'a whole number from 0 to 65535'],
  ['PORT', '1e3', 'a whole number from 0 to 65535'],
  ['ADMIN_PORT', '99999', 'a whole number from 0 to 65535'],
  ['QUESTIONS_PER_MINUTE', '0', 'a whole number from 1 to 1000'],
  ['DAILY_TOKEN_BUDGET', 'much', 'a whole number from 0'],
  ['ANSWER_DEADLINE_SECONDS', '1.5', 'a whole number from 1 to 600'],
  ['PUBLIC_URL', 'on-record.example', 'http:// or https://'],
  ['OPENAI_BASE_URL', 'javascript:alert(1)', 'http:// or https://'],
  ['TELEGRAM_API_ROOT', 'https//x', 'http:// or https://'],
  ['TELEGRAM_MODE', 'Polling', 'polling or webhook'],
  ['WEB_ASK', 'yes', 'on or off'],
  ['LOG_LEVEL', 'verbose', 'debug, info, warn, error or silent'],
  ['ADMIN_IDS', '1;2', 'separated by commas'],
  ['ALLOWED_CHATS', '@me', 'separated by commas'],
  ['PRICE_PROMPT_PER_MILLION', '$1', 'a price'],
  ['REPLICA', 'a b', 'at most 64 letters'],
])('%s=%s is refused in one line that names both and what was expected', (name, value, expected) => {
  expect(() => parseConfig({ [name]: value })).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/^[^\n]+$/) }),
  );
  expect(() => parseConfig({ [name]: value })).toThrow(`${name} is ${JSON.stringify(value)}; expected`);
  expect(() => parseConfig({ [name]: value })).toThrow(expected);
});

test.each([
  ['TELEGRAM_BOT_TOKEN', 'secret-secret-secret'],
  ['WEBHOOK_SECRET', 'secret secret secret'],
  ['DATABASE_URL', 'mysql://user:secret@host/db'],
])('%s is refused without being shown whole', (name, value) => {
  expect(() => parseConfig({ [name]: value })).toThrow(`${name} is "${value.slice(0, 4)}…"`);
  expect(() => parseConfig({ [name]: value })).not.toThrow(/secret.secret|user:secret/);
});

test('a webhook needs an address and a secret, prices come in pairs', () => {
  const webhook = { TELEGRAM_BOT_TOKEN: '1:a', TELEGRAM_MODE: 'webhook' };
  expect(() => parseConfig(webhook)).toThrow('PUBLIC_URL is not set; TELEGRAM_MODE=webhook needs');
  expect(() => parseConfig({ ...webhook, PUBLIC_URL: 'https://a.example' })).toThrow('WEBHOOK_SECRET is not set');
  expect(() => parseConfig({ PRICE_PROMPT_PER_MILLION: '1' })).toThrow('PRICE_COMPLETION_PER_MILLION is not set');
});

test('a value of any length gives a short line', () => {
  expect(() => parseConfig({ PORT: '9'.repeat(100_000) })).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/^.{1,200}$/) }),
  );
});

test('.env.example shows every variable once, each behind one line that says what it is, and is itself a valid environment', () => {
  const lines = example.split('\n');
  const shown = lines.flatMap((line, at) =>
    /^[A-Z_]+=/.test(line) ? [{ name: line.split('=')[0]!, before: lines[at - 1]! }] : [],
  );
  expect(shown.map(({ name }) => name).sort()).toEqual([...VARIABLES].sort());
  for (const { before } of shown) expect(before).toMatch(/^# \S.+\.$/);
  // What it shows as values are the defaults.
  expect(parseConfig(parse(example))).toEqual(parseConfig({}));
});
