// "Did he say that?" in Telegram with a model behind it: alleged quotations in another language, and what they may cost.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startBot } from '../helpers/bot.ts';
import { allegedIn } from '../helpers/drafts.ts';
import { drafts, fails, type Reply } from '../model-server/server.ts';
import { startTelegram } from '../telegram-server/server.ts';
import { journey, modelEnv } from './set-up.ts';

// The reply to an alleged quotation; each test has quotations of its own.
const replies = new Map<string, () => Reply>();
const SAME = drafts({ verdict: 'same', sentences: ['4.5'] });
const NEVER = Promise.withResolvers<void>().promise;
const world = journey({
  model: (request) => replies.get(allegedIn(request))?.() ?? SAME,
  complaints: ['model'],
});
const { chatOf } = world;

function callsFor(alleged: string): number {
  return world.model.requests.filter((request) => allegedIn(request) === alleged).length;
}

/** A reply that begins and then waits until released. */
function held(): { reply: () => Reply; release: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { reply: () => drafts({ verdict: 'same', sentences: ['4.5'] }, { hold: () => promise }), release: resolve };
}

const BY_MODEL = 'Compared by the model for its sense, not word by word.';
const BACKS = '“Once again, we have never turned our backs on Russia.”';

test.concurrent('a translation of what he said is something like it, over his own sentence, and said to be the model’s', async () => {
  const alleged = 'Мы никогда не отворачивались от России';
  const { reply, release } = held();
  replies.set(alleged, reply);
  const chat = chatOf();
  chat.send(`/check «${alleged}»`);
  expect(await chat.nextDraft()).toMatchObject({ text: 'Reading 6 paragraphs…', canStop: true });
  release();
  const { text } = await chat.nextBotMessage();
  expect(text).toMatch(new RegExp(`^«${alleged}»\n≈ He said something like it:\n${BY_MODEL}\n\n${BACKS}\nAleksandr`));
  expect(chat.botMessages).toHaveLength(1);
});

test.concurrent('in a group the reply takes the place of a word that it is being read', async () => {
  const group = world.telegram.group({ bot: 'administrator' });
  const alleged = group.send('Он сказал: «Мы никогда не поворачивались спиной к России»');
  const mention = group.send('@on_record_bot', { replyTo: alleged });
  const answer = await group.nextBotMessage();
  await group.nextEdit(answer);
  expect(answer.versions.map(({ text }) => text.split('\n')[0])).toEqual([
    'Reading 6 paragraphs…',
    'Он сказал: «Мы никогда не поворачивались спиной к России»',
  ]);
  expect(answer.text).toContain(`\n${BY_MODEL}\n\n${BACKS}`);
  expect(answer.replyTo).toBe(mention.id);
});

test.concurrent.each([
  ['ru', 'Смысл сравнивала модель, не слово в слово.'],
  ['be', 'Сэнс параўноўвала мадэль, не слова ў слова.'],
  ['zh', '由模型比较意思，并非逐字核对。'],
])('whose comparison it was is said in the person’s language: %s', async (language, line) => {
  const chat = chatOf(language);
  chat.send('/check Wir haben Russland nie den Rücken gekehrt');
  expect((await chat.nextBotMessage()).text.split('\n')[2]).toBe(line);
});

test.concurrent('words that he quotes from others are not made his by a translation', async () => {
  const alleged = 'Belarus wendet sich von Russland ab';
  replies.set(alleged, () => drafts({ verdict: 'same', sentences: ['4.9'] }));
  const chat = chatOf();
  chat.send(`/check ${alleged}`);
  const { text } = await chat.nextBotMessage();
  expect(text).toContain('❝ In the statement, but not the speaker’s own words: others are being quoted.');
  expect(text).not.toMatch(/Something like|Verbatim/);
});

test.concurrent('a quotation in the statement’s language is checked at once, without the model', async () => {
  const chat = chatOf();
  chat.send('/check we have turned our backs on Russia');
  expect((await chat.nextBotMessage()).text).toMatch(/\n✎ Not quite/);
  expect(callsFor('we have turned our backs on Russia')).toBe(0);
  expect(chat.drafts).toEqual([]);
});

test.concurrent('a model that fails leaves the words to decide, and says nothing of itself', async () => {
  const alleged = 'Мы нигде не предавали Россию';
  replies.set(alleged, () => fails());
  const chat = chatOf();
  chat.send(`/check ${alleged}`);
  const { text } = await chat.nextBotMessage();
  expect(text).toMatch(
    new RegExp(`^${alleged}\n∅ Not in this statement in these words\\.\nThe languages differ, .+\nNearest:`),
  );
  expect(callsFor(alleged)).toBeGreaterThan(1);
});

test.concurrent('Stop ends the comparison', async () => {
  const alleged = 'Мы остановились на полпути к России';
  replies.set(alleged, () => drafts({ verdict: 'same', sentences: ['4.5'] }, { hold: () => NEVER }));
  const chat = chatOf();
  chat.send(`/check ${alleged}`);
  await chat.nextDraft();
  chat.stopDraft();
  expect((await chat.nextBotMessage()).text).toBe('Stopped.');
});

test.concurrent('an edited message is checked anew, in the place of its first reply', async () => {
  const chat = chatOf();
  const message = chat.send('/check we have turned our backs on Russia');
  const reply = await chat.nextBotMessage();
  chat.edit(message, '/check Россия нам близка, и мы не отвернёмся от неё');
  await chat.nextEdit(reply);
  expect(reply.text).toContain(BY_MODEL);
  expect(chat.botMessages).toHaveLength(1);
});

test('past the day’s tokens, which comparisons count towards, the words decide', async () => {
  await using other = await startTelegram();
  await using poor = await startBot(other, { env: { ...modelEnv(world.model), DAILY_TOKEN_BUDGET: '100' } });
  const [first, second] = ['Мы не отворачивались от России никогда', 'Мы не отворачиваемся от России'];
  const chat = chatOf('en', other);
  chat.send(`/check ${first}`);
  expect((await chat.nextBotMessage()).text).toContain(BY_MODEL);
  chat.send(`/check ${second}`);
  const { text } = await chat.nextBotMessage();
  expect(text).toMatch(
    new RegExp(`^${second}\n∅ Not in this statement in these words\\.\nThe languages differ, .+\nNearest:`),
  );
  expect([callsFor(first), callsFor(second)]).toEqual([1, 0]);
  expect(poor.complaints).toEqual([]);
});

test('comparisons count as questions do; checks by words are not held up', async () => {
  await using other = await startTelegram();
  await using slow = await startBot(other, { env: { ...modelEnv(world.model), QUESTIONS_PER_MINUTE: '1' } });
  const chat = chatOf('en', other);
  chat.send('/check Мы от России не отворачивались');
  expect((await chat.nextBotMessage()).text).toContain(BY_MODEL);
  chat.send('/check Мы от России не отвернулись');
  expect((await chat.nextBotMessage()).text).toMatch(/^That is a lot of questions at once\. Please wait \d+ s/);
  chat.send("/check It's an axiom");
  expect((await chat.nextBotMessage()).text).toMatch(/\n✓ Verbatim/);
  expect(callsFor('Мы от России не отвернулись')).toBe(0);
  expect(slow.complaints).toEqual([]);
});

test('killed while the model compares, the bot replies once, in the place of its placeholder', async () => {
  await using other = await startTelegram();
  const folder = await mkdtemp(path.join(tmpdir(), 'on-record-check-'));
  const options = {
    databaseUrl: `file:${path.join(folder, 'bot.sqlite')}`,
    env: { ...modelEnv(world.model), REPLICA: 'one' },
  };
  const alleged = 'Мы ни разу не отворачивались от России';
  const asked = Promise.withResolvers<void>();
  replies.set(alleged, () => {
    asked.resolve();
    return callsFor(alleged) > 1 ? SAME : drafts({ verdict: 'same' }, { hold: () => NEVER });
  });
  const group = other.group();
  const killed = await startBot(other, options);
  group.send(`/check ${alleged}`);
  const placeholder = await group.nextBotMessage();
  await asked.promise;
  await killed.stop('SIGKILL');
  await using again = await startBot(other, options);
  await group.nextEdit(placeholder);
  expect(placeholder.text).toContain(BY_MODEL);
  expect(group.botMessages).toHaveLength(1);
  expect(again.complaints).toEqual([]);
  await rm(folder, { recursive: true });
});
