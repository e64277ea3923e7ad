// The library in Telegram: a statement is sent in, looked at, corrected, saved and asked about; a group chooses its own.

import { describe, expect, test } from 'vitest';
import { startBot } from '../helpers/bot.ts';
import { type Seat, startTelegram } from '../telegram-server/server.ts';
import { journey } from './set-up.ts';

const ADMIN = 4_242;
const world = journey({ env: { ADMIN_IDS: String(ADMIN) } });
const { chatOf } = world;

const COD = [
  'Fisheries minister: no quota cut this year',
  '18 September 2024, Ministry of Fisheries',
  '“We will not cut the cod quota this year,” Liv Aasgaard told reporters in Bergen. “The stock is healthy, and the boats know it.”',
  'She added that the herring quota would be reviewed in spring, when the counts of the research vessels are in. The ministry said that no other decision had been taken, and that the fishing villages of the north would be heard before any was.',
].join('\n\n');
const FROM_CHANNEL = {
  forwardedFrom: {
    type: 'channel',
    chat: { id: -1_007, type: 'channel', title: 'Ministry of Fisheries', username: 'fisheries' },
    message_id: 7,
    date: Date.UTC(2024, 8, 18) / 1_000,
  },
} as const;

let seat: Seat | null = null;
function admin(): Seat {
  seat ??= world.telegram.user({ id: ADMIN, first_name: 'Admin', language_code: 'en' }).privateChat();
  return seat;
}

describe('somebody who may', () => {
  test('forwards a statement, corrects the preview, saves it and asks about it; a group chooses it', async () => {
    const chat = admin();
    chat.send(COD, FROM_CHANNEL);
    const preview = await chat.nextBotMessage();
    expect(preview.text).toContain('Fisheries minister: no quota cut this year');
    expect(preview.text).toContain('18 September 2024 · Ministry of Fisheries');
    expect(preview.buttons.map(({ text }) => text)).toEqual(['Save', 'Change…', 'Show the text', 'Discard']);
    chat.press(preview, 'Change…');
    expect((await chat.nextBotMessage()).text).toContain('speaker: Full Name');
    chat.send('speaker: Liv Aasgaard\ndate: 2024-09-19', { replyTo: preview });
    const corrected = await chat.nextBotMessage();
    expect(corrected.text).toContain('19 September 2024');
    expect(corrected.text).toContain('Speaker: Liv Aasgaard');
    chat.press(corrected, 'Show the text');
    expect((await chat.nextBotMessage()).text).toContain('the boats know it');
    chat.press(corrected, 'Save');
    expect((await chat.nextBotMessage()).text).toMatch(/^Saved: “Fisheries minister/);
    chat.press(corrected, 'Save');
    expect((await chat.nextBotMessage()).text).toMatch(/^This preview is too old/);
    chat.send('what about the cod quota?');
    const answer = await chat.nextBotMessage();
    expect(answer.text).toContain('“We will not cut the cod quota this year');
    expect(answer.text).toContain('Ministry of Fisheries, 19 September 2024');

    const owner = world.telegram.user({ first_name: 'Owner', language_code: 'en' });
    const group = owner.group();
    group.as(world.telegram.user({ first_name: 'Ann', language_code: 'en' })).send('/use');
    expect((await group.nextBotMessage()).text).toMatch(/^Only the admins/);
    group.send('/use');
    const choice = await group.nextBotMessage();
    const labels = choice.buttons.map(({ text }) => text);
    expect(labels).toEqual(['All of them', expect.stringContaining('Fisheries'), expect.stringContaining('Tangible')]);
    group.press(choice, labels[1]!);
    expect((await group.nextBotMessage()).text).toMatch(/^Questions here are now about “Fisheries/);
    group.send('/ask what about the herring?');
    expect((await group.nextBotMessage()).text).toContain('herring quota');

    const stranger = chatOf();
    stranger.send('/statements cod');
    expect((await stranger.nextBotMessage()).buttons).toHaveLength(1);
    stranger.send('what was said of the cod quota?');
    expect((await stranger.nextBotMessage()).text).toContain('“We will not cut the cod quota this year');
    stranger.send('/check “We will not cut the cod quota this year”');
    expect((await stranger.nextBotMessage()).text).toContain('✓ Verbatim');
    const { results } = await stranger.user.inline('cod quota').answer();
    expect((results as readonly { description: string }[])[1]!.description).toContain('19 September 2024');
  });

  test('sends a file; what cannot be read is one line, and nothing is stored', async () => {
    const chat = admin();
    chat.sendFile(
      'harbour.txt',
      Buffer.from('Harbour toll stays\n\nThe toll of the harbour stays as it is, the council decided on Monday.'),
    );
    const preview = await chat.nextBotMessage();
    expect(preview.text).toMatch(/^Harbour toll stays\n/);
    chat.press(preview, 'Discard');
    expect((await chat.nextBotMessage()).text).toBe('Discarded. Nothing was stored.');
    chat.sendFile('broken.pdf', Buffer.from('%PDF-1.7 and nothing more'));
    expect((await chat.nextBotMessage()).text).toMatch(/^Nothing was stored: [^\n]+$/);
    chat.send('http://127.0.0.1:1/secret');
    expect((await chat.nextBotMessage()).text).toMatch(/^Nothing was stored: [^\n]+$/);
  });
});

test('others are told so for a file; their links and forwards are questions and quotations', async () => {
  const chat = chatOf();
  chat.sendFile('harbour.txt', Buffer.from('Harbour toll stays'));
  expect((await chat.nextBotMessage()).text).toBe('Only certain people may add statements here.');
  chat.send('“We have never turned our backs on Russia”', FROM_CHANNEL);
  expect((await chat.nextBotMessage()).text).toContain('Verbatim');
});

test('one topic of a forum asks about one statement; the page of buttons turns', async () => {
  await using open = await startTelegram();
  await using bot = await startBot(open, { env: { LIBRARY_OPEN: 'on', QUESTIONS_PER_MINUTE: '100' } });
  const chat = chatOf('en', open);
  for (let number = 0; number < 11; number++) {
    const text = `Report number ${number}\n\n${number + 1} May 2024\n\n${`The fleet counted ${number} hundred vessels. `.repeat(12)}`;
    chat.send(text, { forwardedFrom: { type: 'hidden_user', sender_user_name: 'Zed', date: 1_714_000_000 } });
    chat.press(await chat.nextBotMessage(), 'Save');
    expect((await chat.nextBotMessage()).text).toMatch(/^Saved/);
  }
  chat.send('/statements');
  const list = await chat.nextBotMessage();
  expect(list.text).toMatch(/^12 statements/);
  chat.press(list, '›');
  await chat.nextEdit(list);
  expect(list.buttons.map(({ text }) => text)).toContain('2 of 2');
  const forum = open.group({ forum: true });
  const thread = forum.createTopic('Fleet');
  forum.send('/use number 7', { thread });
  const choice = await forum.nextBotMessage();
  forum.press(choice, choice.buttons.find(({ text }) => text.includes('number 7'))!.text);
  expect((await forum.nextBotMessage()).text).toContain('Report number 7');
  forum.send('/ask how many vessels were counted?', { thread });
  expect((await forum.nextBotMessage()).text).toContain('7 hundred vessels');
  expect(bot.complaints).toEqual([]);
});
