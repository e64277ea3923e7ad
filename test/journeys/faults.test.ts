// The real bot while its disk, its database, Telegram or the clock fails it: no question is lost, none is answered twice, and
// each outage is one line. Faults of the database alone are in test/store/faults.test.ts.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BotProcess, launchBot, startBot } from '../helpers/bot.ts';
import { RUSSIA } from '../helpers/drafts.ts';
import { startPostgres, type TestPostgres } from '../helpers/postgres.ts';
import { drafts, startModel } from '../model-server/server.ts';
import { type Seat, startTelegram, type Telegram } from '../telegram-server/server.ts';

const ALWAYS = Number.POSITIVE_INFINITY;
/** Outages end by themselves within the longest pause between two tries. */
const DEADLINE_MS = 45_000;

let directory: string;
let postgres: TestPostgres;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'on-record-faults-'));
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.close();
  await rm(directory, { recursive: true, force: true });
});

describe.concurrent('the database', () => {
  test.skipIf(!canMount())('on a full disk: questions wait at Telegram until there is room', async () => {
    const disk = await mountSmallDisk('full', '4m');
    try {
      await using telegram = await startTelegram({ deadlineMs: DEADLINE_MS });
      await using bot = await startBot(telegram, { databaseUrl: `file:${disk}/bot.sqlite` });
      await askIn(chatsOf(telegram, 3));
      const filler = path.join(disk, 'filler');
      // As much as there is, then no more.
      await writeFile(filler, Buffer.alloc(8 << 20)).catch(({ code }) => expect(code).toBe('ENOSPC'));
      const chats = chatsOf(telegram, 60);
      const answered = askIn(chats);
      await bot.line(({ level }) => level >= 50);
      expect(telegram.updates.size).toBeGreaterThan(0);
      await rm(filler);
      await answered;
      expectAnsweredOnce(chats);
      expectOneLine(bot, /bot\.sqlite: the disk is full; waiting for it, nothing is acknowledged meanwhile$/);
      await bot.line(({ msg }) => msg.includes('working again after'));
      expect(await bot.stop()).toEqual({ code: 0, signal: null });
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  test.skipIf(!canMount())('on a read-only disk: the start says so in one line', async () => {
    const disk = await mountSmallDisk('read-only', '4m');
    try {
      await using telegram = await startTelegram();
      const databaseUrl = `file:${disk}/bot.sqlite`;
      await (await startBot(telegram, { databaseUrl })).stop();
      execFileSync('mount', ['-o', 'remount,ro', disk]);
      await expectRefusedStart(telegram, databaseUrl, /bot\.sqlite: (read-only|cannot be opened)$/);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  test('that is damaged: the start says so in one line and leaves it as it is', async () => {
    await using telegram = await startTelegram();
    const file = path.join(directory, 'damaged.sqlite');
    await writeFile(file, 'This was a database once. '.repeat(500));
    await expectRefusedStart(telegram, `file:${file}`, /damaged\.sqlite: not a database \(restore a backup; .*\)$/);
  });

  test('locked by another process: questions wait until it is free', async () => {
    await using telegram = await startTelegram({ deadlineMs: DEADLINE_MS });
    const file = path.join(directory, 'locked.sqlite');
    await using bot = await startBot(telegram, { databaseUrl: `file:${file}` });
    const locker = await lock(file);
    const chats = chatsOf(telegram, 20);
    const answered = askIn(chats);
    await bot.line(({ level }) => level >= 50);
    expect(chats.flatMap(({ botMessages }) => botMessages)).toEqual([]);
    locker.kill('SIGKILL');
    await answered;
    expectAnsweredOnce(chats);
    expectOneLine(bot, /locked\.sqlite: locked by another process; waiting for it/);
    expect(await bot.stop()).toEqual({ code: 0, signal: null });
  });

  test('PostgreSQL stopped and started again: what was under way is finished, what came meanwhile is answered', async () => {
    const goOn = Promise.withResolvers<void>();
    const model = await startModel(() => drafts(RUSSIA, { hold: () => goOn.promise }));
    await using telegram = await startTelegram({ deadlineMs: DEADLINE_MS });
    await using bot = await startBot(telegram, {
      databaseUrl: await postgres.createDatabase(),
      env: { OPENAI_BASE_URL: model.baseUrl },
    });
    const before = chatsOf(telegram, 5);
    const answeredBefore = askIn(before);
    await model.request(4);
    await postgres.stop();
    goOn.resolve();
    const meanwhile = chatsOf(telegram, 20);
    const answeredMeanwhile = askIn(meanwhile);
    await bot.line(({ level }) => level >= 50);
    await postgres.start();
    await Promise.all([answeredBefore, answeredMeanwhile]);
    expectAnsweredOnce([...before, ...meanwhile]);
    expectOneLine(bot, /^postgres 127\.0\.0\.1:\d+\/\w+: .*; waiting for it, nothing is acknowledged meanwhile$/);
    await bot.line(({ msg }) => msg.includes('working again after'));
    expect(await bot.stop()).toEqual({ code: 0, signal: null });
    await model.stop();
  });
});

describe.concurrent('Telegram', () => {
  test('answers 500 to everything: answers that were ready are sent when it is back, one line each way', async () => {
    const goOn = Promise.withResolvers<void>();
    const model = await startModel(() => drafts(RUSSIA, { hold: () => goOn.promise }));
    await using telegram = await startTelegram({ deadlineMs: DEADLINE_MS });
    await using bot = await startBot(telegram, { env: { OPENAI_BASE_URL: model.baseUrl } });
    const chats = chatsOf(telegram, 30);
    const answered = askIn(chats);
    await model.request(29);
    const down = telegram.fail({ times: ALWAYS, as: { kind: 'status', status: 500 } });
    goOn.resolve();
    const later = chatsOf(telegram, 10);
    const answeredLater = askIn(later);
    await telegram.waitFor(() => down.hits > 60);
    down.stop();
    await Promise.all([answered, answeredLater]);
    expectAnsweredOnce([...chats, ...later]);
    expectOneLine(bot, /^Telegram \(http:.*\) fails \(500\); what waits for it is tried until it answers$/);
    await bot.line(({ event }) => event === 'telegram-back');
    expect(await bot.stop()).toEqual({ code: 0, signal: null });
    await model.stop();
  });

  // A minute as Telegram hangs goes the same way as these 12 s: a call is given 90 s, and one that takes 10 is told of.
  test('hangs: nothing is sent twice, one line each way', async () => {
    await using telegram = await startTelegram({ deadlineMs: DEADLINE_MS });
    await using bot = await startBot(telegram);
    const hanging = telegram.fail({ times: ALWAYS, as: { kind: 'hang', ms: 12_000 } });
    const chats = chatsOf(telegram, 20);
    const answered = askIn(chats);
    await bot.line(({ event }) => event === 'telegram-away');
    hanging.stop();
    await answered;
    expectAnsweredOnce(chats);
    expectOneLine(bot, /^Telegram \(http:.*\) has not answered for 10 s; what waits for it is tried until it answers$/);
    await bot.line(({ event }) => event === 'telegram-back');
    expect(await bot.stop()).toEqual({ code: 0, signal: null });
  });

  test('cannot be reached: the connection breaks before each call, then is there again', async () => {
    await using telegram = await startTelegram({ deadlineMs: DEADLINE_MS });
    await using bot = await startBot(telegram);
    const down = telegram.fail({ times: ALWAYS, as: { kind: 'reset' } });
    const chats = chatsOf(telegram, 10);
    const answered = askIn(chats);
    await telegram.waitFor(() => down.hits > 1);
    down.stop();
    await answered;
    expectAnsweredOnce(chats);
    expectOneLine(bot, /^Telegram \(http:.*\) cannot be reached; /);
    expect(await bot.stop()).toEqual({ code: 0, signal: null });
  });
});

test('the clock stepping back an hour keeps nobody waiting', async () => {
  await using telegram = await startTelegram();
  await using bot = await startBot(telegram, { env: { QUESTIONS_PER_MINUTE: '5', NODE_OPTIONS: STEPPING_CLOCK } });
  const chats = chatsOf(telegram, 5);
  await askIn(chats);
  bot.signal('SIGUSR2');
  const { time } = await bot.line(({ event }) => event === 'stepped');
  expect(Date.now() - Date.parse(String(time))).toBeGreaterThan(3_500_000);
  for (let round = 0; round < 3; round++) await askIn(chats);
  for (const { botMessages } of chats) expect(botMessages).toHaveLength(4);
  expect(bot.complaints).toEqual([]);
  expect(await bot.stop()).toEqual({ code: 0, signal: null });
});

/** A clock that steps back an hour on a signal and says so as the bot says things. */
const STEPPING_CLOCK = `--import data:text/javascript,${encodeURIComponent(`
  const Real = Date;
  let stepMs = 0;
  globalThis.Date = class extends Real {
    constructor(...given) { given.length === 0 ? super(Real.now() + stepMs) : super(...given); }
    static now() { return Real.now() + stepMs; }
  };
  process.on('SIGUSR2', () => {
    stepMs -= 3600000;
    console.log(JSON.stringify({ level: 30, event: 'stepped', time: new Date(), msg: 'the clock stepped back' }));
  });
`)}`;

function chatsOf(telegram: Telegram, count: number): Seat[] {
  return Array.from({ length: count }, () => telegram.user({ language_code: 'en' }).privateChat());
}

/** Asks in each chat at once; resolves when each has its answer. */
async function askIn(chats: readonly Seat[]): Promise<void> {
  await Promise.all(
    chats.map(async (chat) => {
      chat.send('what did he say about Russia?');
      expect((await chat.nextBotMessage()).text).toContain('our closest ally');
    }),
  );
}

function expectAnsweredOnce(chats: readonly Seat[]): void {
  expect(chats.map(({ botMessages }) => botMessages.length)).toEqual(chats.map(() => 1));
}

/** Besides, a bot that has just started may have been setting its profile. */
function expectOneLine(bot: BotProcess, line: RegExp): void {
  const complaints = bot.complaints.filter(({ event }) => event !== 'profile');
  expect(complaints.map(({ msg }) => msg)).toEqual([expect.stringMatching(line)]);
}

async function expectRefusedStart(telegram: Telegram, databaseUrl: string, line: RegExp): Promise<void> {
  const bot = await launchBot(telegram, { databaseUrl });
  expect(await bot.exited).toEqual({ code: 1, signal: null });
  expect(bot.lines).toEqual([]);
  expect(bot.printed).toEqual([expect.stringMatching(line)]);
  await bot.stop();
}

/** Holds the file's write lock until it is killed. */
async function lock(file: string): Promise<ChildProcess> {
  const code = `
    const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(process.argv[1], { timeout: 5000 });
    database.exec('begin immediate');
    console.log('locked');
    setInterval(() => database.isOpen, 1000);
  `;
  const child = spawn(process.execPath, ['-e', code, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(createInterface({ input: child.stdout }), 'line');
  return child;
}

/** A disk of `size` of its own; only root may make one. */
async function mountSmallDisk(name: string, size: string): Promise<string> {
  const folder = await mkdtemp(path.join(directory, `${name}-`));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  return folder;
}

function canMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    // A namespace of its own: nothing is left behind.
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
