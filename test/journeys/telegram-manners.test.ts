// Limits, refusals and outages with the real bot: what it does then, and what it leaves in its log.

import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { launchBot, startBot } from '../helpers/bot.ts';
import { RUSSIA } from '../helpers/drafts.ts';
import { drafts, startModel } from '../model-server/server.ts';
import { startTelegram } from '../telegram-server/server.ts';
import { journey, modelEnv } from './set-up.ts';

const world = journey({ env: { QUESTIONS_PER_MINUTE: '3' } });
const { chatOf } = world;

describe.concurrent('limits', () => {
  test('a person who asks too fast gets one polite notice, and others are answered', async () => {
    const chat = chatOf();
    for (let at = 0; at < 8; at++) chat.send('what about Russia?');
    const messages = [];
    for (let at = 0; at < 4; at++) messages.push((await chat.nextBotMessage()).text);
    expect(messages.filter((text) => text.includes('no model is connected'))).toHaveLength(3);
    expect(messages[3]).toMatch(/^That is a lot of questions at once\. Please wait \d+ s/);
    chat.send('/new');
    expect((await chat.nextBotMessage()).text).toBe('Forgotten. Ask anew.');
    expect(chat.botMessages).toHaveLength(5);
  });

  test('a card asked for too fast keeps its button', async () => {
    const ann = world.telegram.user({ first_name: 'Ann', language_code: 'en' });
    const cards = [];
    for (const query of ['one russia', 'two russia', 'three russia', 'four russia']) {
      cards.push(await ann.inline(query).choose('ask'));
    }
    for (const card of cards) {
      ann.press(card, 0);
      await ann.nextEdit(card);
    }
    expect(cards[3]!.text).toMatch(/Please wait \d+ s/);
    expect(cards[3]!.buttons.map(({ text }) => text)).toEqual(['Get the answer']);
  });

  test('more chats than Telegram takes in a second are all answered in the end', async () => {
    await using narrow = await startTelegram({ floodControl: { allPerSecond: 8 } });
    await using withNarrow = await startBot(narrow);
    const chats = Array.from({ length: 20 }, () => chatOf('en', narrow));
    for (const chat of chats) chat.send('what about Russia?');
    const answers = await Promise.all(chats.map((chat) => chat.nextBotMessage()));
    expect(answers.every(({ text }) => text.includes('our closest ally'))).toBe(true);
    expect(chats.every(({ botMessages }) => botMessages.length === 1)).toBe(true);
    expect(withNarrow.complaints).toEqual([]);
  });

  test.each([2, 11])('a chat that has to wait %i s holds up no other', async (retryAfterSeconds) => {
    const [busy, free] = [chatOf(), chatOf()];
    world.telegram.fail({ method: 'sendMessage', chatId: busy.id, as: { kind: 'flood', retryAfterSeconds } });
    busy.send('what about Russia?');
    free.send('what about China?');
    expect((await free.nextBotMessage()).text).toContain('China');
    expect(busy.botMessages).toEqual([]);
    expect((await busy.nextBotMessage()).text).toContain('our closest ally');
    expect(busy.botMessages).toHaveLength(1);
  });
});

describe.concurrent('normal life is no error', () => {
  // Of each way one; refusals.test.ts has the whole table.
  test.each([
    [403, 'Forbidden: bot was blocked by the user'],
    [403, 'Forbidden: the group chat was deleted'],
    [400, 'Bad Request: chat not found'],
    [400, 'Bad Request: CHAT_RESTRICTED'],
    [400, 'Bad Request: TOPIC_CLOSED'],
  ])('%i %s: once, and the chat’s next message is answered', async (status, description) => {
    const chat = chatOf();
    const as = { kind: 'status', status, description } as const;
    const fault = world.telegram.fail({ chatId: chat.id, method: 'sendMessage', as });
    chat.send('what about Russia?');
    chat.send('/new');
    expect((await chat.nextBotMessage()).text).toBe('Forgotten. Ask anew.');
    expect(fault.hits).toBe(1);
    expect(world.bot.complaints).toEqual([]);
  });

  test('queries that are too old', async () => {
    await using late = await startTelegram({ inlineQueryTtlMs: -1, callbackQueryTtlMs: -1 });
    await using withLate = await startBot(late);
    const chat = chatOf('en', late);
    late.user({ first_name: 'Bob' }).inline('russia');
    chat.send('what about Russia?');
    chat.press(await chat.nextBotMessage(), 'And China?');
    expect((await chat.nextBotMessage()).text).toContain('China');
    expect(late.callsOf('answerInlineQuery')[0]!.response).toMatchObject({ ok: false, code: 400 });
    expect(late.callsOf('answerCallbackQuery')[0]!.response).toMatchObject({ ok: false, code: 400 });
    expect(withLate.complaints).toEqual([]);
  });
});

describe.concurrent('outages', () => {
  test('a server that fails, hangs up or talks nonsense is waited for, with a line an outage', async () => {
    await using ill = await startTelegram();
    await using withIll = await startBot(ill);
    const chat = chatOf('en', ill);
    ill.fail({ method: 'sendMessage', as: { kind: 'status', status: 502, description: 'Bad Gateway' } });
    ill.fail({ method: 'getUpdates', times: 2, as: { kind: 'status', status: 500 } });
    chat.send('what about Russia?');
    expect((await chat.nextBotMessage()).text).toContain('our closest ally');
    ill.fail({ method: 'getUpdates', as: { kind: 'reset' } });
    ill.fail({ method: 'sendMessage', as: { kind: 'garbage' } });
    chat.send('what about China?');
    expect((await chat.nextBotMessage()).text).toContain('China');
    expect(chat.botMessages).toHaveLength(2);
    for (const { event } of withIll.complaints) expect(event).toMatch(/-away$/);
    expect(withIll.complaints.length).toBeLessThanOrEqual(2);
  });

  test('a handler that throws costs one apology and a line, while others are answered', async () => {
    await using odd = await startTelegram();
    await using withOdd = await startBot(odd);
    const [poor, other] = [chatOf('en', odd), chatOf('en', odd)];
    const description = 'Bad Request: something nobody has heard of';
    odd.fail({ method: 'sendMessage', chatId: poor.id, times: 5, as: { kind: 'status', status: 400, description } });
    const ann = odd.user({ first_name: 'Bob', language_code: 'en' });
    const card = await ann.inline('russia').choose('ask');
    odd.fail({ method: 'editMessageText', times: 5, as: { kind: 'status', status: 400, description } });
    ann.press(card, 'Get the answer');
    poor.send('what about Russia?');
    poor.send('/new');
    other.send('what about Russia?');
    expect((await other.nextBotMessage()).text).toContain('our closest ally');
    expect((await poor.nextBotMessage()).text).toBe('Something went wrong on my side. Please ask again.');
    expect((await poor.nextBotMessage()).text).toBe('Forgotten. Ask anew.');
    if (card.versions.length < 2) await ann.nextEdit(card);
    expect(card.text).toBe('Something went wrong on my side. Please ask again.');
    ann.press(card, 'Get the answer');
    await odd.waitFor(() => card.text.includes('our closest ally'), 'the card to be filled in');
    expect(poor.botMessages).toHaveLength(2);
    // One for each update given up, and at most one in ten seconds that tells of failures.
    expect(withOdd.complaints.filter(({ level }) => level >= 50)).toHaveLength(2);
    expect(withOdd.complaints.filter(({ level }) => level < 50).length).toBeLessThanOrEqual(2);
  });
});

test.concurrent('elsewhere than in ALLOWED_CHATS the bot says so in private, is silent in groups and shows no cards', async () => {
  await using closed = await startTelegram();
  const group = closed.group();
  const ann = closed.user({ first_name: 'Ann', language_code: 'en' });
  await using withClosed = await startBot(closed, { env: { ALLOWED_CHATS: `${group.id},${ann.id}` } });
  const elsewhere = closed.group();
  const stranger = chatOf('en', closed);
  stranger.send('what about Russia?');
  expect((await stranger.nextBotMessage()).text).toBe('This bot answers in certain chats only.');
  elsewhere.send('/ask what about Russia?');
  elsewhere.removeBot();
  elsewhere.addBot();
  const { results, button } = await stranger.user.inline('russia').answer();
  expect({ results, button }).toEqual({
    results: [],
    button: { text: 'This bot answers in certain chats only.', start_parameter: 'inline' },
  });
  for (const chat of [group, ann.privateChat()]) {
    chat.send('/ask what about Russia?');
    expect((await chat.nextBotMessage()).text).toContain('our closest ally');
  }
  expect((await ann.inline('russia').answer()).results.length).toBeGreaterThan(3);
  await closed.confirmed();
  expect(elsewhere.botMessages).toEqual([]);
  expect(withClosed.complaints).toEqual([]);
});

describe.concurrent('starting and ending', () => {
  const token = (wrong: string) => ({ token: wrong, apiRoot: world.telegram.apiRoot });
  test.each([
    [
      'refused',
      () => token(`7000000002:${'x'.repeat(35)}`),
      /^TELEGRAM_BOT_TOKEN is refused by Telegram \(401\); expected the token that BotFather gave/,
    ],
    ['too short', () => token('7000000002:short'), /^TELEGRAM_BOT_TOKEN is refused by Telegram \(404\)/],
    ['malformed', () => token('not a token'), /^TELEGRAM_BOT_TOKEN is "not …"; expected a token as BotFather gives it/],
  ])('a token that is %s ends the start with one line', async (_what, where, line) => {
    await using wrong = await launchBot(where());
    expect(await wrong.exited).toEqual({ code: 1, signal: null });
    expect(wrong.printed).toEqual([expect.stringMatching(line)]);
    expect(wrong.lines).toEqual([]);
  });

  test.each([
    ['getMe', { kind: 'flood', retryAfterSeconds: 2 }],
    ['getMe', { kind: 'status', status: 502 }],
    ['getMe', { kind: 'reset' }],
    ['deleteWebhook', { kind: 'status', status: 502 }],
  ] as const)('a passing fault at %s is waited out: %o', async (method, as) => {
    await using slow = await startTelegram();
    const fault = slow.fail({ method, as });
    const chat = chatOf('en', slow);
    chat.send('what about Russia?');
    await using patient = await startBot(slow);
    expect((await chat.nextBotMessage()).text).toContain('our closest ally');
    expect(fault.hits).toBe(1);
    // A short wait that Telegram asks for is worth no line.
    expect(patient.complaints.length).toBeLessThanOrEqual(1);
  });

  test('a Telegram that cannot be reached is waited for, in one line that names it, until the bot is told to end', async () => {
    const apiRoot = `http://127.0.0.1:${await freePort()}`;
    await using alone = await launchBot({ token: world.telegram.token, apiRoot });
    const { msg } = await alone.line(({ event }) => event === 'telegram-away');
    expect(msg).toContain(apiRoot);
    expect(await alone.stop()).toEqual({ code: 0, signal: null });
    expect(alone.complaints).toHaveLength(1);
  });

  test('a token that is revoked while the bot runs ends it with one line', async () => {
    await using other = await startTelegram();
    const running = await startBot(other);
    const fault = { kind: 'status', status: 401, description: 'Unauthorized' } as const;
    other.fail({ method: 'getUpdates', times: Number.POSITIVE_INFINITY, as: fault });
    chatOf('en', other).send('/new');
    expect(await running.exited).toEqual({ code: 1, signal: null });
    expect(running.printed).toEqual([expect.stringMatching(/^TELEGRAM_BOT_TOKEN is refused by Telegram \(401\)/)]);
    await running.stop();
  });

  test('SIGTERM lets an answer end and exits 0', async () => {
    await using other = await startTelegram();
    const { promise, resolve } = Promise.withResolvers<void>();
    const hold = (_index: number, sent: string) => (sent.includes('closest ally') ? promise : undefined);
    const model = await startModel([drafts(RUSSIA, { hold })]);
    const running = await startBot(other, { env: modelEnv(model) });
    const chat = chatOf('en', other);
    chat.send('what about Russia?');
    await chat.nextDraft();
    running.signal('SIGTERM');
    await running.line(({ event }) => event === 'stopping');
    resolve();
    expect((await chat.nextBotMessage()).text).toMatch(/^He called Russia/);
    expect(await running.exited).toEqual({ code: 0, signal: null });
    expect(running.complaints).toEqual([]);
    await running.stop();
    await model.stop();
  });

  test('an answer that would take longer than ten seconds is cut off, and given by the next start', async () => {
    await using other = await startTelegram();
    const never = new Promise<void>(() => {});
    const model = await startModel([drafts(RUSSIA, { hold: () => never }), drafts(RUSSIA)]);
    const folder = await mkdtemp(path.join(tmpdir(), 'on-record-cut-off-'));
    const databaseUrl = `file:${path.join(folder, 'bot.sqlite')}`;
    const env = modelEnv(model);
    const running = await startBot(other, { env, databaseUrl });
    const chat = chatOf('en', other);
    chat.send('what about Russia?');
    await chat.nextDraft();
    const startedAt = performance.now();
    expect(await running.stop()).toEqual({ code: 0, signal: null });
    expect(performance.now() - startedAt).toBeLessThan(11_000);
    expect(chat.botMessages).toEqual([]);
    await using next = await startBot(other, { env, databaseUrl });
    expect((await chat.nextBotMessage()).text).toMatch(/^He called Russia/);
    expect((await next.stop()).code).toBe(0);
    expect(chat.botMessages).toHaveLength(1);
    await model.stop();
    await rm(folder, { recursive: true });
  });

  test('a second signal ends the process at once', async () => {
    await using other = await startTelegram();
    const model = await startModel(() => drafts(RUSSIA, { hold: () => new Promise<void>(() => {}) }));
    const running = await startBot(other, { env: modelEnv(model) });
    const chat = chatOf('en', other);
    chat.send('what about Russia?');
    await chat.nextDraft();
    running.signal('SIGTERM');
    await running.line(({ event }) => event === 'stopping');
    const startedAt = performance.now();
    expect(await running.stop('SIGINT')).toEqual({ code: null, signal: 'SIGINT' });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    await model.stop();
  });
});

test.concurrent('behind a webhook the bot answers the same, with the secret only', async () => {
  await using other = await startTelegram({ allowHttpWebhook: true });
  const port = await freePort();
  await using hooked = await startBot(other, {
    env: {
      TELEGRAM_MODE: 'webhook',
      WEBHOOK_SECRET: 'a-secret-of-some-length',
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      PORT: String(port),
    },
  });
  const chat = chatOf('en', other);
  chat.send('what about Russia?');
  expect((await chat.nextBotMessage()).text).toContain('our closest ally');
  expect((await chat.user.inline('russia').answer()).results.length).toBeGreaterThan(3);
  const forged = await fetch(`http://127.0.0.1:${port}/telegram`, { method: 'POST', body: '{"update_id":1}' });
  expect(forged.status).toBe(401);
  expect(hooked.complaints.map(({ msg }) => msg)).toEqual([]);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
