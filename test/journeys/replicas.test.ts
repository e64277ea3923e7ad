// Two replicas of the real bot on one PostgreSQL, behind a proxy: what one of them knows, both know.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Replicas, startReplicas } from '../helpers/replicas.ts';
import type { Seat } from '../helpers/telegram.ts';

let replicas: Replicas;

beforeAll(async () => {
  replicas = await startReplicas(() => ({ QUESTIONS_PER_MINUTE: '3' }));
});
afterAll(() => replicas.close());

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

// The last test: it leaves one replica.
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

function newChat(): Seat {
  return replicas.telegram.user({ language_code: 'en' }).privateChat();
}

/** The question, once it is answered. */
async function ask(chat: Seat, text: string) {
  const question = chat.send(text);
  await chat.nextBotMessage();
  return question.raw;
}
