// The real bot behind a webhook: who is let in, when an update counts as taken, stopping, changing the mode, and two pollers.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BotProcess, launchBot, startBot } from '../helpers/bot.ts';
import { RUSSIA } from '../helpers/drafts.ts';
import { startPostgres, type TestPostgres } from '../helpers/postgres.ts';
import { freePort } from '../helpers/proxy.ts';
import { drafts, startModel } from '../model-server/server.ts';
import { type FailOptions, type Seat, startTelegram, type Telegram } from '../telegram-server/server.ts';

const SECRET = 'a-secret_of-16-characters';
const QUESTION = 'what did he say about Russia?';

let directory: string;
let files = 0;
let postgres: TestPostgres;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'on-record-webhook-'));
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.close();
  await rm(directory, { recursive: true, force: true });
});

describe.concurrent('a webhook', () => {
  test('is set by the bot itself, with its secret and the kinds of update it works with', async () => {
    await using hooked = await startHooked();
    const { telegram, url } = hooked;
    const [call] = telegram.callsOf('setWebhook');
    expect(call!.params).toMatchObject({ url: `${url}/telegram`, secret_token: SECRET });
    expect(call!.params.allowed_updates).toEqual(
      expect.arrayContaining(['message', 'callback_query', 'inline_query', 'stopped_message_generation']),
    );
    expect(telegram.callsOf('getUpdates')).toEqual([]);
    await expectAnswer(chatOf(telegram));
  });

  test('lets nobody in without the secret, and nothing that is no update or too large', async () => {
    await using hooked = await startHooked();
    const { telegram, post } = hooked;
    const chat = chatOf(telegram);
    await expectAnswer(chat);
    const update = JSON.stringify({ update_id: 1, message: { ...chat.messages[0]!.raw, message_id: 99 } });
    expect(await post(update, null)).toBe(401);
    expect(await post(update, 'wrong')).toBe(401);
    expect(await post(update, `${SECRET}x`)).toBe(401);
    expect(await post('no JSON')).toBe(400);
    expect(await post(JSON.stringify({ update_id: 2, text: 'x'.repeat(1_000_000) }))).toBe(413);
    expect(await post(update)).toBe(200);
    await chat.nextBotMessage();
    // A second delivery of what is known is taken, and not answered again.
    expect(await post(update)).toBe(200);
    await expectAnswer(chat);
    expect(chat.botMessages).toHaveLength(3);
  });

  test('says 503 while an update cannot be stored, with one line however many; Telegram brings them again', async () => {
    await using hooked = await startHooked({ databaseUrl: await postgres.createDatabase() });
    const { telegram, bot, post } = hooked;
    await expectAnswer(chatOf(telegram));
    await postgres.stop();
    const chats = Array.from({ length: 20 }, () => chatOf(telegram));
    const answered = Promise.all(chats.map(expectAnswer));
    expect(await post(JSON.stringify({ update_id: 1, message: {} }))).toBe(503);
    await telegram.waitFor(() => telegram.updates.webhookInfo().last_error_message?.includes('503'));
    expect(telegram.updates.size).toBeGreaterThanOrEqual(20);
    await postgres.start();
    await answered;
    expect(chats.map(({ botMessages }) => botMessages.length)).toEqual(chats.map(() => 1));
    expect(bot.complaints.map(({ msg }) => msg)).toEqual([
      expect.stringContaining('nothing is acknowledged meanwhile'),
    ]);
  });

  test('is given up on SIGTERM: what is under way is finished, what comes later waits for the next start', async () => {
    const goOn = Promise.withResolvers<void>();
    const model = await startModel(() => drafts(RUSSIA, { hold: () => goOn.promise }));
    await using hooked = await startHooked({ env: { OPENAI_BASE_URL: model.baseUrl } });
    const { telegram, bot } = hooked;
    const early = chatOf(telegram);
    const earlyAnswered = expectAnswer(early);
    await model.request(0);
    bot.signal('SIGTERM');
    await bot.line(({ event }) => event === 'stopping');
    const late = chatOf(telegram);
    const lateAnswered = expectAnswer(late);
    await telegram.waitFor(() => telegram.updates.webhookInfo().last_error_message);
    goOn.resolve();
    await earlyAnswered;
    expect(await bot.exited).toEqual({ code: 0, signal: null });
    expect(late.botMessages).toEqual([]);
    await hooked.restart();
    await lateAnswered;
    expect([early, late].map(({ botMessages }) => botMessages.length)).toEqual([1, 1]);
    await model.stop();
  });

  test('gives way to polling and comes back, and no question is lost on the way', async () => {
    await using hooked = await startHooked();
    const { telegram } = hooked;
    const chat = chatOf(telegram);
    await expectAnswer(chat);
    await hooked.bot.stop();
    const waiting = expectAnswer(chat);
    await hooked.restart({ TELEGRAM_MODE: 'polling' });
    await waiting;
    expect(telegram.updates.webhook).toBeNull();
    await hooked.bot.stop();
    const waitingAgain = expectAnswer(chat);
    await hooked.restart();
    await waitingAgain;
    expect(telegram.updates.webhook?.url).toBe(`${hooked.url}/telegram`);
    expect(chat.botMessages).toHaveLength(3);
  });

  test('is left as it is when the bot starts again soon, and set anew with another secret', async () => {
    await using hooked = await startHooked();
    const { telegram } = hooked;
    await hooked.bot.stop();
    await hooked.restart();
    expect(telegram.callsOf('setWebhook')).toHaveLength(1);
    await hooked.bot.stop();
    await hooked.restart({ WEBHOOK_SECRET: 'another-secret-of-it' });
    expect(telegram.callsOf('setWebhook')).toHaveLength(2);
    await expectAnswer(chatOf(telegram));
  });
});

describe.concurrent('a start', () => {
  test('waits while Telegram fails at setWebhook, and answers once it can', async () => {
    await using hooked = await startHooked({ failing: { method: 'setWebhook', as: { kind: 'status', status: 500 } } });
    await expectAnswer(chatOf(hooked.telegram));
    expect(hooked.bot.complaints.map(({ event }) => event)).toEqual(['telegram-away']);
  });

  test('ends with one line where Telegram refuses the address', async () => {
    await using telegram = await startTelegram();
    const bot = await launchBot(telegram, {
      env: { TELEGRAM_MODE: 'webhook', WEBHOOK_SECRET: SECRET, PUBLIC_URL: 'http://127.0.0.1:1', PORT: '0' },
    });
    expect(await bot.exited).toEqual({ code: 1, signal: null });
    expect(bot.printed).toEqual([expect.stringMatching(/^PUBLIC_URL: Telegram refuses it as a webhook/)]);
    await bot.stop();
  });
});

test.concurrent('a webhook that was taken away is noticed within a minute and set again; nothing is lost', async () => {
  await using hooked = await startHooked();
  const { telegram, bot } = hooked;
  await fetch(`${telegram.apiRoot}/bot${telegram.token}/deleteWebhook`, { method: 'POST' });
  const chat = chatOf(telegram);
  const answered = expectAnswer(chat);
  expect((await bot.line(({ event }) => event === 'webhook-away')).msg).toMatch(/taken away/);
  await answered;
  expect(chat.botMessages).toHaveLength(1);
});

describe.concurrent('a second process with the same token', () => {
  test('that polls too is told of in one line by each, however many questions come', async () => {
    await using telegram = await startTelegram();
    await using one = await startBot(telegram);
    await using other = await startBot(telegram);
    await Promise.all([one, other].map((bot) => bot.line(({ event }) => event === 'updates-away')));
    // Each question gives one of the two a poll that goes well.
    for (let round = 0; round < 6; round++) await expectAnswer(chatOf(telegram));
    for (const bot of [one, other]) {
      expect(bot.complaints.map(({ msg }) => msg)).toEqual([
        'another process polls with this token: stop one of the two (409)',
      ]);
    }
  });

  test('that sets a webhook is told of in one line by the one that polls', async () => {
    await using hooked = await startHooked({ env: { TELEGRAM_MODE: 'polling' } });
    const { telegram, bot, url } = hooked;
    const body = new URLSearchParams({ url: `${url}/elsewhere` });
    await fetch(`${telegram.apiRoot}/bot${telegram.token}/setWebhook`, { method: 'POST', body });
    const polls = telegram.callsOf('getUpdates').length;
    await telegram.waitFor(() => telegram.callsOf('getUpdates').length > polls + 1);
    expect(bot.complaints.map(({ msg }) => msg)).toEqual([
      'a webhook was set for this token: another process runs this bot with TELEGRAM_MODE=webhook',
    ]);
  });
});

type Hooked = AsyncDisposable & {
  readonly telegram: Telegram;
  readonly url: string;
  /** The process that runs now. */
  readonly bot: BotProcess;
  /** The status that the bot answers a delivery with; `secret` null sends none. */
  readonly post: (body: string, secret?: string | null) => Promise<number>;
  /** Starts the bot again on the same port and database; `env` is set over what it was started with. */
  readonly restart: (env?: Readonly<Record<string, string>>) => Promise<void>;
};

type HookedOptions = {
  /** What Telegram does at the start. */
  readonly failing?: FailOptions;
  readonly env?: Readonly<Record<string, string>>;
  readonly databaseUrl?: string;
};

async function startHooked(options: HookedOptions = {}): Promise<Hooked> {
  const telegram = await startTelegram({
    allowHttpWebhook: true,
    webhookRetryMs: [50, 100, 200],
    deadlineMs: 45_000,
  });
  if (options.failing) telegram.fail(options.failing);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const databaseUrl = options.databaseUrl ?? `file:${path.join(directory, `${files++}.sqlite`)}`;
  const start = (env: Readonly<Record<string, string>> = {}) =>
    startBot(telegram, {
      databaseUrl,
      env: {
        TELEGRAM_MODE: 'webhook',
        WEBHOOK_SECRET: SECRET,
        PUBLIC_URL: url,
        PORT: port,
        QUESTIONS_PER_MINUTE: '100',
        ...options.env,
        ...env,
      },
    });
  let bot = await start();
  return {
    telegram,
    url,
    get bot() {
      return bot;
    },
    post: async (body, secret = SECRET) => {
      const headers = {
        'content-type': 'application/json',
        ...(secret !== null && { 'x-telegram-bot-api-secret-token': secret }),
      };
      return (await fetch(`${url}/telegram`, { method: 'POST', body, headers })).status;
    },
    restart: async (env) => {
      bot = await start(env);
    },
    [Symbol.asyncDispose]: async () => {
      expect(await bot.stop()).toEqual({ code: 0, signal: null });
      await telegram.close();
    },
  };
}

function chatOf(telegram: Telegram): Seat {
  return telegram.user({ language_code: 'en' }).privateChat();
}

async function expectAnswer(chat: Seat): Promise<void> {
  chat.send(QUESTION);
  expect((await chat.nextBotMessage()).text).toMatch(/closest ally/);
}
