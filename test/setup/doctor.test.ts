// Each part of a set-up broken once, and the whole in order.

import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examine, type Finding, isWell, node, sqlite, toLines } from '../../src/setup/doctor.ts';
import { openStore } from '../../src/store/store.ts';
import { TABLES } from '../../src/tables.ts';
import { NO_LOG } from '../../src/telemetry.ts';
import type { Frames } from '../model-server/frames.ts';
import type { Refusal } from '../model-server/refusals.ts';
import { drafts, type Model, type Script, says, startModel } from '../model-server/server.ts';
import { startTelegram, type Telegram } from '../telegram-server/server.ts';

const GOOD = drafts({
  outcome: 'answered',
  claims: [{ text: 'Russia is called the closest ally.', sentences: ['4.4'] }],
  premise: null,
});
const SECRET = 'a-secret-of-some-length';

let telegram: Telegram;
let model: Model;
let folder: string;
let database: string;
let page: { readonly url: string; readonly close: () => void };

beforeAll(async () => {
  telegram = await startTelegram({ allowHttpWebhook: true });
  model = await startModel(() => GOOD);
  folder = await mkdtemp(path.join(tmpdir(), 'on-record-doctor-'));
  database = path.join(folder, 'sound.sqlite');
  await (await openStore({ url: database, tables: TABLES, log: NO_LOG })).close();
  page = await pageWith('<p>1dc847ea3933 2020-11-17-tangible-assistance</p>');
});
afterAll(async () => {
  page.close();
  await telegram.close();
  await model.stop();
  await rm(folder, { recursive: true });
});

/** A page at its own address, as the bot's root leads to one. */
async function pageWith(body: string) {
  const server = createServer((request, response) => {
    if (request.url === '/') response.writeHead(302, { location: '/s/2020-11-17-tangible-assistance' }).end();
    else response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => server.close() };
}

async function look(environment: Readonly<Record<string, string>>): Promise<Readonly<Record<string, Finding>>> {
  const findings = await examine({
    TELEGRAM_API_ROOT: telegram.apiRoot,
    OPENAI_BASE_URL: model.baseUrl,
    DATABASE_URL: `file:${database}`,
    PUBLIC_URL: page.url,
    ...environment,
  });
  return Object.fromEntries(findings.map((finding) => [finding.part, finding]));
}

test('a sound set-up has a tick on every line', async () => {
  const findings = Object.values(await look({ TELEGRAM_BOT_TOKEN: telegram.token }));
  expect(findings.map(({ part, state }) => [part, state])).toEqual(
    ['Node', 'SQLite', 'statement', 'store', 'token', 'BotFather', 'webhook', 'model', 'page'].map((part) => [
      part,
      'ok',
    ]),
  );
  expect(isWell(findings)).toBe(true);
  expect(toLines(findings)).toContain('Nothing is wrong.');
});

test('what is not set up is a note, not a fault', async () => {
  const findings = await examine({ DATABASE_URL: `file:${database}`, PORT: '1' });
  expect(isWell(findings)).toBe(true);
  expect(findings.filter(({ state }) => state === 'note').map(({ part }) => part)).toEqual(['token', 'model', 'page']);
});

test('a variable that cannot be is the one fault, named', async () => {
  const { configuration } = await look({ PORT: 'high' });
  expect(configuration).toMatchObject({ state: 'wrong', found: expect.stringContaining('PORT is "high"') });
});

test('an older Node and an older SQLite are faults', () => {
  expect(node('20.19.0').state).toBe('wrong');
  expect(node('24.14.9').state).toBe('wrong');
  expect(node('24.15.0').state).toBe('ok');
  expect(sqlite('3.51.2').state).toBe('wrong');
});

test('a statement that is not there is a fault', async () => {
  const { statement } = await look({ STATEMENT: 'nothing-of-the-kind' });
  expect(statement).toMatchObject({ state: 'wrong', found: expect.stringContaining('nothing-of-the-kind') });
});

test('a damaged database is a fault, and is left as it is', async () => {
  const damaged = path.join(folder, 'damaged.sqlite');
  await writeFile(
    damaged,
    'no database at all, whatever its name may be; and longer than a header of a hundred bytes is'.repeat(3),
  );
  const { store } = await look({ DATABASE_URL: `file:${damaged}` });
  expect(store).toMatchObject({ state: 'wrong', found: expect.stringContaining('not a database') });
});

test('a token that Telegram does not know is a fault; the webhook is then not spoken of', async () => {
  const { token, webhook } = await look({ TELEGRAM_BOT_TOKEN: telegram.token.replace(/.$/, 'x') });
  expect(token).toMatchObject({ state: 'wrong', found: expect.stringContaining('does not know it') });
  expect(webhook).toBeUndefined();
});

test('a Telegram that is away is a fault of its address', async () => {
  const { token } = await look({ TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: 'http://127.0.0.1:1' });
  expect(token).toMatchObject({ state: 'wrong', found: expect.stringContaining('http://127.0.0.1:1') });
});

test('a webhook that the configuration does not want, and one that is not set, are faults', async () => {
  const webhookMode = { TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_MODE: 'webhook', WEBHOOK_SECRET: SECRET };
  expect((await look(webhookMode)).webhook).toMatchObject({ state: 'wrong', found: expect.stringMatching(/^none/) });
  await fetch(`${telegram.apiRoot}/bot${telegram.token}/setWebhook?url=${encodeURIComponent(`${page.url}/telegram`)}`);
  expect((await look(webhookMode)).webhook).toMatchObject({ state: 'ok' });
  expect((await look({ TELEGRAM_BOT_TOKEN: telegram.token })).webhook).toMatchObject({ state: 'wrong' });
  await fetch(`${telegram.apiRoot}/bot${telegram.token}/deleteWebhook`);
});

const HALF = '{"outcome":"answered","claims":[{"te';
const EVERYTHING = '*';

test.each<
  [string, { refusal?: object; frames?: Frames; script?: Script; models?: readonly object[] }, string, RegExp, string]
>([
  ['a key that is wrong', { refusal: { status: 401, body: 'no' } }, '', /OPENAI_API_KEY a key of this server/, 'wrong'],
  [
    'a model that it lacks',
    { refusal: { status: 404, body: 'no such model' } },
    '',
    /the server has small, large/,
    'wrong',
  ],
  ['one not pulled', { refusal: { status: 404, body: 'try pulling it first' } }, '', /ollama pull scripted/, 'wrong'],
  ['an address that lacks /v1', {}, '/v1', /OPENAI_BASE_URL=http:.*\/v1/, 'wrong'],
  [
    'an empty account',
    { refusal: { status: 402, body: 'Insufficient Balance' } },
    '',
    /nothing left to spend/,
    'wrong',
  ],
  [
    'a page in its place',
    { frames: { name: 'x', raw: '<html>Sign in</html>' }, models: [] },
    '',
    /sign-in page or a proxy/,
    'wrong',
  ],
  ['a small context', { refusal: { status: 400, body: 'exceeds the context size (512)' } }, '', /--ctx-size/, 'wrong'],
  [
    'thoughts without end',
    { script: () => says('', { finishReason: 'length' }) },
    '',
    /MAX_COMPLETION_TOKENS/,
    'wrong',
  ],
  ['prose', { script: () => says('In May, I think.') }, '', /choose another model/, 'wrong'],
  ['half a reply', { script: () => says(HALF) }, '', /choose another model/, 'wrong'],
  [
    'an abstention',
    { script: () => drafts({ outcome: 'not_in_statement', claims: [], premise: null }) },
    '',
    /expect abstentions/,
    'note',
  ],
  [
    'a prompt cut short',
    { script: () => ({ ...GOOD, usage: { promptTokens: 99, cachedTokens: 0, completionTokens: 9 } }) },
    '',
    /read 99 of about/,
    'note',
  ],
])('%s: the doctor says what to do', async (_, { refusal, frames, script, models }, cut, advice, state) => {
  const server = await startModel(script ?? (() => GOOD), {
    ...(refusal && { refusals: [{ name: 'x', refuses: EVERYTHING, ...refusal } as Refusal] }),
    ...(frames && { frames }),
    models: models ?? [{ id: 'small' }, { id: 'large' }],
  });
  const address = cut === '' ? server.baseUrl : server.baseUrl.slice(0, -cut.length);
  const { model: found } = await look({ OPENAI_BASE_URL: address, OPENAI_MODEL: 'scripted', OPENAI_API_KEY: 'sk-x' });
  expect(found).toMatchObject({ state, advice: expect.stringMatching(advice) });
  await server.stop();
});

test('a sound model is told with its dialect, its first word and its context', async () => {
  const server = await startModel(() => GOOD, {
    refusals: [{ name: 'x', refuses: 'json_schema', status: 400, body: 'json_schema is not supported' }],
    models: [{ id: 'scripted', max_model_len: 8_192 }],
  });
  const { model: found } = await look({ OPENAI_BASE_URL: server.baseUrl, OPENAI_MODEL: 'scripted' });
  expect(found).toMatchObject({ state: 'ok', advice: null });
  expect(found!.found).toMatch(
    /a right answer in \d.* first word after \d.* tokens of 8192; format json_object, .*stream/,
  );
  await server.stop();
});

test('a public address that leads nowhere is a fault', async () => {
  const { page: nowhere } = await look({ PUBLIC_URL: 'http://127.0.0.1:1' });
  expect(nowhere!.state).toBe('wrong');
});

test('no line holds the token or the key', async () => {
  const environment = { TELEGRAM_BOT_TOKEN: telegram.token, OPENAI_API_KEY: 'sk-a-key-that-nobody-may-see' };
  for (const more of [{}, { TELEGRAM_API_ROOT: 'http://127.0.0.1:1', OPENAI_BASE_URL: 'http://127.0.0.1:1' }]) {
    const lines = toLines(Object.values(await look({ ...environment, ...more })));
    expect(lines).not.toContain(telegram.token.slice(-20));
    expect(lines).not.toContain('nobody-may-see');
  }
});
