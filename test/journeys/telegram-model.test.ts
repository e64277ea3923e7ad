// Private chats with the real bot and a model behind it: drafts that grow by verified claims, Stop, failures, budgets.

import { expect, test } from 'vitest';
import { startBot } from '../helpers/bot.ts';
import { CHINA, NOTHING, questionIn, RUSSIA } from '../helpers/drafts.ts';
import { drafts, fails, type MessageOptions, type Reply } from '../model-server/server.ts';
import { type Seat, startTelegram } from '../telegram-server/server.ts';
import { journey, modelEnv } from './set-up.ts';

// The reply to a question by its first word; each test has a word of its own.
const replies = new Map<string, (call: number) => Reply>();
const calls = new Map<string, number>();
const world = journey({
  model: (request) => {
    const word = questionIn(request).split(' ')[0]!;
    const call = calls.get(word) ?? 0;
    calls.set(word, call + 1);
    return replies.get(word)?.(call) ?? drafts(NOTHING);
  },
  complaints: ['model'],
});
const { chatOf } = world;

/** Holds a reply once `after` has been sent, until released. */
function held(after: string): { hold: NonNullable<MessageOptions['hold']>; release: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { hold: (_index, sent) => (sent.includes(after) ? promise : undefined), release: resolve };
}

const FIRST = RUSSIA.claims[0].text;
const INVENTED = 'He promised Russia a new bridge in Minsk by 2031.';

test.concurrent('a draft says what is read, then shows claim after claim as each is verified, then the answer stands', async () => {
  const { hold, release } = held('"text":"He rejected');
  const draft = { ...RUSSIA, claims: [RUSSIA.claims[0], { text: INVENTED, sentences: ['4.5'] }, RUSSIA.claims[1]] };
  replies.set('claims', () => drafts(draft, { hold }));
  const chat = chatOf();
  chat.send('claims about Russia?');
  const first = await chat.nextDraft();
  expect(first).toMatchObject({ text: 'Reading 6 paragraphs…', canStop: true });
  const second = await chat.nextDraft(({ text }) => text.includes(FIRST));
  expect(second.text).toBe(`${FIRST} [1]\nWriting…`);
  expect(second.draftId).toBe(first.draftId);
  expect(chat.botMessages).toEqual([]);
  release();
  const answer = await chat.nextBotMessage();
  expect(answer.text).toMatch(
    /^He called Russia and the Russians the closest ally of Belarus\. \[1\]\nHe rejected the view that the multi-vector policy means turning away from Russia\. \[\d\]\n\n1 {2}“After all/,
  );
  const numbers = answer.entities.filter(({ type }) => type === 'text_link').slice(0, 2);
  expect(numbers.map(({ offset, length }) => answer.text.slice(offset, offset + length))).toEqual([
    '[1]',
    expect.stringMatching(/^\[\d\]$/),
  ]);
  expect(answer.text).toContain('‘…’ are words he was quoting');
  expect([answer, ...chat.drafts].filter(({ text }) => text.includes('bridge'))).toEqual([]);
  expect(answer.autoLinked).toEqual([]);
});

test.concurrent('Stop ends the model and leaves what was verified', async () => {
  const { hold } = held('"text":"He rejected');
  replies.set('stop', () => drafts(RUSSIA, { hold }));
  const chat = chatOf();
  chat.send('stop after one claim about Russia?');
  await chat.nextDraft(({ text }) => text.includes(FIRST));
  chat.stopDraft();
  const answer = await chat.nextBotMessage();
  expect(answer.text).toMatch(
    /^He called Russia and the Russians the closest ally of Belarus\. \[1\]\nStopped\.\n\n1 {2}“/,
  );
  expect(chat.drafts.filter(({ afterStop }) => afterStop)).toEqual([]);
});

test.concurrent('Stop before the first claim leaves a word, and the next question is answered', async () => {
  const { hold } = held('{');
  replies.set('early', () => drafts(RUSSIA, { hold }));
  replies.set('china', () => drafts(CHINA));
  const chat = chatOf();
  chat.send('early stop?');
  await chat.nextDraft();
  chat.stopDraft();
  expect((await chat.nextBotMessage()).text).toBe('Stopped.');
  chat.send('china then?');
  expect((await chat.nextBotMessage()).text).toMatch(/^He said that China/);
});

test.concurrent('a follow-up is asked with the turns before it, and /new forgets them', async () => {
  replies.set('turns', () => drafts(RUSSIA));
  replies.set('why?', () => drafts(CHINA));
  const chat = chatOf();
  chat.send('turns about Russia?');
  await chat.nextBotMessage();
  chat.send('why? turns');
  await chat.nextBotMessage();
  const [followUp] = world.model.requests.filter(({ body }) => questionIn({ body }) === 'why? turns');
  expect(followUp!.body.messages.slice(-3, -1)).toMatchObject([
    { role: 'user', content: 'turns about Russia?' },
    { role: 'assistant', content: expect.stringContaining(FIRST) },
  ]);
  chat.send('/new');
  await chat.nextBotMessage();
  chat.send('why? anew');
  await chat.nextBotMessage();
  const [fresh] = world.model.requests.filter(({ body }) => questionIn({ body }) === 'why? anew');
  expect(JSON.stringify(fresh!.body.messages)).not.toContain('turns about Russia?');
});

test.concurrent('an edited question is asked without the turn that it replaces', async () => {
  replies.set('edit', () => drafts(RUSSIA));
  replies.set('edited', () => drafts(CHINA));
  const chat = chatOf();
  const question = chat.send('edit about Russia?');
  const answer = await chat.nextBotMessage();
  chat.edit(question, 'edited about China?');
  await chat.nextEdit(answer);
  expect(answer.text).toMatch(/^He said that China/);
  const [request] = world.model.requests.filter(({ body }) => questionIn({ body }) === 'edited about China?');
  expect(JSON.stringify(request!.body.messages)).not.toContain('edit about Russia?');
});

test.concurrent('what the model finds nothing for is declined with evidence', async () => {
  const chat = chatOf();
  chat.send('anything about Uruguay?');
  expect((await chat.nextBotMessage()).text).toMatch(/^The statement doesn't say\./);
});

test.concurrent('a model that fails is said to have failed, and the sentences are quoted', async () => {
  replies.set('failing', () => fails());
  const chat = chatOf();
  chat.send('failing about Russia?');
  expect((await chat.nextBotMessage()).text).toMatch(
    /^Nearest in the statement \(the model did not answer, .*\n\n1 {2}“/,
  );
});

test.concurrent('a claim that holds a link, a mention and a command shows them as plain words', async () => {
  const text = 'He called Russia the closest ally; see https://evil.com, @durov, #tag and /start or mail a@evil.com.';
  replies.set('hostile', () => drafts({ ...RUSSIA, claims: [{ text, sentences: ['4.4'] }] }));
  const chat = chatOf();
  chat.send('hostile https://evil.com @durov #tag /start a@evil.com about Russia?');
  const answer = await chat.nextBotMessage();
  expect(answer.autoLinked).toEqual([]);
  expect(chat.drafts.flatMap(({ autoEntities }) => autoEntities)).toEqual([]);
  expect(answer.text.replaceAll('\u2060', '')).toContain('our closest ally');
});

test.concurrent('the same question is answered again without the model', async () => {
  replies.set('cached', () => drafts(RUSSIA));
  for (const text of ['cached about Russia?', 'Cached about RUSSIA']) {
    const chat = chatOf();
    chat.send(text);
    expect((await chat.nextBotMessage()).text).toMatch(/^He called Russia/);
  }
  expect(calls.get('cached')).toBe(1);
});

test.concurrent('a press on a suggestion streams like a question', async () => {
  replies.set('suggest', () => drafts(RUSSIA));
  const { hold, release } = held('{');
  replies.set('And', () => drafts(CHINA, { hold }));
  const chat = chatOf();
  chat.send('suggest about Russia?');
  const answer = await chat.nextBotMessage();
  chat.press(answer, 'And China?');
  await chat.nextDraft(({ draftId }) => draftId !== chat.drafts[0]!.draftId);
  release();
  const next = await chat.nextBotMessage();
  expect(next.text).toMatch(/^And China\?\nHe said that China/);
});

test('past the day’s tokens answers are extracted, and say so', async () => {
  await using other = await startTelegram();
  await using poor = await startBot(other, { env: { ...modelEnv(world.model), DAILY_TOKEN_BUDGET: '100' } });
  replies.set('budget', () => drafts(RUSSIA));
  const chat = other.user({ first_name: 'Ann', language_code: 'en' }).privateChat();
  chat.send('budget about Russia?');
  expect((await chat.nextBotMessage()).text).toMatch(/^He called Russia/);
  chat.send('budget: what did he say about China?');
  expect((await chat.nextBotMessage()).text).toMatch(/Nearest in the statement \(today's model budget is spent/);
  expect(calls.get('budget')).toBe(1);
  expect(poor.complaints).toEqual([]);
});

test('a person and a group have budgets of their own; /usage shows them to who runs the bot', async () => {
  await using other = await startTelegram();
  const env = { ...modelEnv(world.model), PERSON_TOKEN_BUDGET: '100', GROUP_TOKEN_BUDGET: '1500', ADMIN_IDS: '4242' };
  await using capped = await startBot(other, { env });
  replies.set('capped:', () => drafts(RUSSIA));
  const ask = async (seat: Seat, text: string) => {
    const asked = seat.send(`/ask capped: ${text}`);
    await other.waitFor(() =>
      seat.botMessages.some(({ replyTo, text }) => replyTo === asked.id && !/^Reading/.test(text)),
    );
    return seat.botMessages.find(({ replyTo }) => replyTo === asked.id)!.text;
  };
  const group = other.group();
  const people = [4242, 4243, 4244].map((id) => group.as(other.user({ id, first_name: 'Ann', language_code: 'en' })));
  const [admin, bob, eve] = people as [Seat, Seat, Seat];
  expect(await ask(admin, 'what did he say about Russia?')).toMatch(/^He called Russia/);
  expect(await ask(admin, 'and what about China?')).toContain('budget is spent');
  expect(await ask(bob, 'what of Russia, please?')).toMatch(/^He called Russia/);
  expect(await ask(eve, 'Russia, what of it?')).toContain('budget is spent');
  admin.send('/usage');
  const { text } = await group.nextBotMessage(({ text }) => text.startsWith('Tokens'));
  expect(text).toMatch(/^Tokens today: \d+, no limit\.\nYou: \d+ of 100\.\nThis chat: \d+ of 1500\.$/);
  expect(capped.complaints).toEqual([]);
});

test('a Bot API server without drafts shows "typing", then one message', async () => {
  await using old = await startTelegram({ without: ['sendMessageDraft', 'sendRichMessageDraft'] });
  await using withOld = await startBot(old, { env: modelEnv(world.model) });
  const { hold, release } = held('"text":"He rejected');
  replies.set('old', () => drafts(RUSSIA, { hold }));
  const chat = old.user({ first_name: 'Ann', language_code: 'en' }).privateChat();
  chat.send('old about Russia?');
  await old.call('sendChatAction', ({ params }) => params.action === 'typing');
  release();
  expect((await chat.nextBotMessage()).text).toMatch(/^He called Russia/);
  chat.send('old again about Russia?');
  await chat.nextBotMessage();
  expect(chat.botMessages).toHaveLength(2);
  expect(withOld.complaints).toEqual([]);
});
