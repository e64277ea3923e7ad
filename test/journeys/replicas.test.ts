// Two replicas of the real bot on one PostgreSQL behind a pooler, and a proxy in front that brings updates to either: what one of them
// knows, both know.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RUSSIA } from '../helpers/drafts.ts';
import { type Replicas, startReplicas } from '../helpers/replicas.ts';
import { drafts, startModel } from '../model-server/server.ts';
import type { Seat } from '../telegram-server/server.ts';

let replicas: Replicas;
let folders: readonly [string, string];

const QUESTION = 'what did he say to the lamplighters of Zanzibar?';
// One for each: Telegram answers the same query itself.
const QUERIES = [
  'what did he say to the tinsmiths of Zanzibar?',
  'what did he say to the glaziers of Zanzibar?',
] as const;

beforeAll(async () => {
  folders = [await mkdtemp(path.join(tmpdir(), 'heap-')), await mkdtemp(path.join(tmpdir(), 'heap-'))];
  replicas = await startReplicas((replica) => ({
    QUESTIONS_PER_MINUTE: '3',
    NODE_OPTIONS: `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${folders[replica]}`,
  }));
});
afterAll(async () => {
  await replicas.close();
  for (const folder of folders) await rm(folder, { recursive: true });
});

test('of two that start at the same moment, only one sets the webhook', () => {
  expect(replicas.telegram.callsOf('setWebhook')).toHaveLength(1);
});

test('an update that is brought to both is answered once', async () => {
  const chat = newChat();
  const { proxy, ports } = replicas;
  proxy.aim([ports[0]]);
  const question = await ask(chat, 'what did he say about Russia?');
  const body = JSON.stringify({ update_id: 777, message: { ...question, message_id: question.message_id + 100 } });
  const headers = {
    'content-type': 'application/json',
    'x-telegram-bot-api-secret-token': 'a-secret_of-16-characters',
  };
  const statuses = await Promise.all(
    [...ports, ...ports].map(async (port) => {
      const response = await fetch(`http://127.0.0.1:${port}/telegram`, { method: 'POST', body, headers });
      return response.status;
    }),
  );
  expect(statuses).toEqual([200, 200, 200, 200]);
  await chat.nextBotMessage();
  await ask(chat, 'what did he say about China?');
  expect(chat.botMessages).toHaveLength(3);
});

test('questions brought to either are answered in the order they were asked', async () => {
  replicas.proxy.aim(replicas.ports);
  const chats = Array.from({ length: 20 }, newChat);
  const questions = ['what did he say about Russia?', 'what about China?', 'why the multi-vector policy?'];
  for (const question of questions) for (const chat of chats) chat.send(question);
  for (const chat of chats) {
    for (const words of [/closest ally/, /China/, /We have to pursue a multi-vector policy/]) {
      expect((await chat.nextBotMessage()).text).toMatch(words);
    }
  }
});

test('after /forget, no question is left in the memory of any replica', async () => {
  const { telegram, proxy, ports, bots } = replicas;
  const user = telegram.user({ language_code: 'en' });
  const chat = user.privateChat();

  /** Which of the questions stand in a replica's memory. */
  const remembered = async (replica: 0 | 1) => {
    const before = await readdir(folders[replica]);
    bots[replica].signal('SIGUSR2');
    const isWritten = async () => (await readdir(folders[replica])).find((file) => !before.includes(file));
    await expect.poll(isWritten, { timeout: 30_000 }).toBeDefined();
    // The process stands still while it writes: what it answers, it answers afterwards.
    await fetch(new URL('/healthz', `http://127.0.0.1:${ports[replica]}`));
    const snapshot = await readFile(path.join(folders[replica], (await isWritten())!), 'utf8');
    const { strings } = JSON.parse(snapshot) as { strings: string[] };
    return [QUESTION, QUERIES[replica]].filter((text) => strings.some((string) => string.includes(text)));
  };

  for (const replica of [0, 1] as const) {
    proxy.aim([ports[replica]]);
    expect((await user.inline(QUERIES[replica]).answer()).results.length).toBeGreaterThan(0);
  }
  chat.send(QUESTION);
  await chat.nextBotMessage();
  const kept = [await remembered(0), await remembered(1)];
  expect(kept).toEqual(QUERIES.map((query) => expect.arrayContaining([query])));

  chat.send('/forget');
  expect((await chat.nextBotMessage()).text).toMatch(/^Deleted/);
  // What a server or a parser still holds of the last request goes with the next.
  for (const port of ports) {
    proxy.aim([port]);
    await user.inline(`${port}`).answer();
    chat.send('/new');
    await chat.nextBotMessage();
  }
  // Behind a pooler a broadcast takes a moment.
  const left = async () => [await remembered(0), await remembered(1)];
  await expect.poll(left, { timeout: 30_000 }).toEqual([[], []]);
});

// The last test of these two: it leaves one.
test('what was asked of one is known to the other: the conversation and the limit', async () => {
  const chat = newChat();
  const { proxy, ports, bots } = replicas;
  proxy.aim([ports[0]]);
  await ask(chat, 'what is the multi-vector policy?');
  await bots[0].stop();
  proxy.aim([ports[1]]);
  chat.send('why?');
  expect((await chat.nextBotMessage()).text).toContain('We have to pursue a multi-vector policy because');
  await ask(chat, 'what did he say about Russia?');
  chat.send('and about China?');
  expect((await chat.nextBotMessage()).text).toMatch(/^That is a lot of questions at once/);
});

test('Stop ends the answer of whichever replica it is that answers', async () => {
  // No reply comes to its end: what ends it is Stop.
  const never = new Promise<void>(() => {});
  const asked: number[] = [];
  const model = await startModel(({ headers }) => {
    asked.push(Number(headers.authorization?.split('-').at(-1)));
    return drafts(RUSSIA, { hold: (_index, sent) => (sent.includes('"text":"He rejected') ? never : undefined) });
  });
  const answering = await startReplicas((replica) => ({
    OPENAI_BASE_URL: model.baseUrl,
    OPENAI_API_KEY: `replica-${replica}`,
  }));
  const { telegram, proxy, ports } = answering;

  const chat = telegram.user({ language_code: 'en' }).privateChat();
  proxy.aim([ports[0]]);
  chat.send('what did he say about Russia?');
  await chat.nextDraft(({ text }) => text.includes(RUSSIA.claims[0].text));
  // Work goes to any replica that is free: whichever answers, the press is brought to the other.
  proxy.aim([ports[1 - asked[0]!]!]);
  chat.stopDraft();
  expect((await chat.nextBotMessage()).text).toMatch(/^He called Russia .*\nStopped\.\n/);
  expect(asked).toHaveLength(1);

  await answering.close();
  await model.stop();
});

function newChat(): Seat {
  return replicas.telegram.user({ language_code: 'en' }).privateChat();
}

/** The question, once it is answered. */
async function ask(chat: Seat, text: string) {
  const question = chat.send(text);
  await chat.nextBotMessage();
  return question.raw;
}
