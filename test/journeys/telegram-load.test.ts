// Thirty people at once, each with a model that takes ten seconds: nobody waits for another's answer.

import { expect, test } from 'vitest';
import { startBot } from '../helpers/bot.ts';
import { RUSSIA } from '../helpers/drafts.ts';
import { drafts, startModel } from '../model-server/server.ts';
import { startTelegram } from '../telegram-server/server.ts';
import { modelEnv } from './set-up.ts';

const PEOPLE = 30;
const STREAM_MS = 10_000;

test('thirty people who ask at once are all answered in the time of one, and no chat gets more than one draft or edit a second', async () => {
  await using telegram = await startTelegram({ floodControl: { allPerSecond: 1_000 } });
  const model = await startModel(() => drafts(RUSSIA, { durationMs: STREAM_MS }));
  await using bot = await startBot(telegram, { env: modelEnv(model) });
  const chats = Array.from({ length: PEOPLE }, (_, at) =>
    telegram.user({ first_name: `Person ${at}`, language_code: 'en' }).privateChat(),
  );
  const groups = Array.from({ length: 5 }, () => telegram.group());
  const startedAt = performance.now();
  // Each in words of its own: the same question would be answered from what is known.
  chats.forEach((chat, at) => {
    chat.send(`what did he say about Russia, ask number ${at}?`);
  });
  groups.forEach((group, at) => {
    group.send(`/ask what did he say about Russia, group number ${at}?`);
  });
  const answers = await Promise.all(chats.map((chat) => chat.nextBotMessage()));
  const tookMs = performance.now() - startedAt;
  for (const { text } of answers) expect(text).toMatch(/^He called Russia and the Russians/);
  for (const group of groups) {
    const answer = await group.nextBotMessage();
    if (answer.versions.length < 2) await group.nextEdit(answer);
    expect(answer.versions).toHaveLength(2);
  }
  expect(tookMs).toBeGreaterThan(STREAM_MS * 0.9);
  expect(tookMs).toBeLessThan(STREAM_MS + 4_000);
  for (const chat of [...chats, ...groups]) {
    const edits = chat.botMessages.flatMap(({ versions }) => versions.slice(1));
    const times = [...chat.drafts, ...edits].map(({ at }) => at).sort((one, other) => one - other);
    const gaps = times.slice(1).map((at, index) => at - times[index]!);
    expect(Math.min(Number.POSITIVE_INFINITY, ...gaps)).toBeGreaterThanOrEqual(1_000);
  }
  // A draft was shown at once to each, and again with the first claim long before the end.
  for (const chat of chats) {
    expect(chat.drafts[0]!.text).toBe('Reading 6 paragraphs…');
    expect(chat.drafts.some(({ text }) => text.startsWith('He called Russia'))).toBe(true);
  }
  expect(telegram.calls.filter(({ response }) => response?.code === 429)).toEqual([]);
  expect(bot.complaints).toEqual([]);
  await model.stop();
});
