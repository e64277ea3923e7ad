// Groups with the real bot: spoken to or silent, topics, two people at once, coming and going, becoming a supergroup.

import { describe, expect, test } from 'vitest';
import { CHINA, questionIn, RUSSIA } from '../helpers/drafts.ts';
import { drafts } from '../model-server/server.ts';
import type { Seat } from '../telegram-server/server.ts';
import { journey } from './set-up.ts';

const world = journey();

/** Sends something that is answered, and tells that nothing before it was. */
async function expectSilenceIn(group: Seat): Promise<void> {
  const before = group.botMessages.length;
  const probe = group.send('/new@on_record_bot');
  const answer = await group.nextBotMessage(({ replyTo }) => replyTo === probe.id);
  expect(group.botMessages.slice(before)).toEqual([answer]);
}

describe.concurrent('the bot answers', () => {
  test.each([
    ['a mention', (group: Seat) => group.send('@on_record_bot what did he say about Russia?')],
    ['a mention at the end', (group: Seat) => group.send('what did he say about Russia, @On_Record_Bot?')],
    ['/ask', (group: Seat) => group.send('/ask what did he say about Russia?')],
    ['/ask with its name', (group: Seat) => group.send('/ask@on_record_bot what did he say about Russia?')],
    [
      'a mention in a caption',
      (group: Seat) => group.sendMedia('photo', { caption: '@on_record_bot what did he say about Russia?' }),
    ],
    [
      'a mention without a username',
      (group: Seat) =>
        group.send('On Record, what did he say about Russia?', {
          entities: [{ type: 'text_mention', offset: 0, length: 9, user: world.telegram.bot }],
        }),
    ],
    [
      'an anonymous admin',
      (group: Seat) => group.send('/ask what did he say about Russia?', { senderChat: group.chat.json }),
    ],
    [
      'somebody who writes as a channel',
      (group: Seat) =>
        group.send('@on_record_bot what did he say about Russia?', {
          senderChat: { id: -1_009_999, type: 'channel', title: 'A channel' },
        }),
    ],
  ])('%s, as a reply to the asker and without suggestions', async (_what, ask) => {
    // Mentions arrive where the bot is an admin.
    const group = world.telegram.group({ bot: 'administrator' });
    const question = ask(group);
    const answer = await group.nextBotMessage();
    expect(answer.text).toContain('our closest ally');
    expect(answer.replyTo).toBe(question.id);
    expect(answer.buttons.map(({ text }) => text)).toEqual(['👍', '👎', 'Open in the source']);
    expect(answer.autoLinked).toEqual([]);
  });

  test('a reply to its message, with the last question in mind', async () => {
    const group = world.telegram.group();
    group.send('/ask what is the multi-vector policy?');
    const answer = await group.nextBotMessage();
    group.send('why?', { replyTo: answer });
    expect((await group.nextBotMessage()).text).toContain('We have to pursue a multi-vector policy because');
  });

  test('in the topic that it was asked in', async () => {
    const group = world.telegram.group({ forum: true, bot: 'administrator' });
    const thread = group.createTopic('Politics');
    group.send('@on_record_bot what did he say about Russia?', { thread });
    const answer = await group.nextBotMessage();
    expect(answer.raw).toMatchObject({ message_thread_id: thread, is_topic_message: true });
    group.send('and China?', { thread, replyTo: answer });
    expect((await group.nextBotMessage()).raw).toMatchObject({ message_thread_id: thread });
    // The topic's first message is by a person; that all others "reply" to it asks nothing of the bot.
    group.send('nice weather', { thread });
    await expectSilenceIn(group);
  });

  test('in a reply thread of a group without topics', async () => {
    const group = world.telegram.group({ bot: 'administrator' });
    const first = group.send('we never turned our backs on Russia, he said');
    group.send('@on_record_bot did he say that?', { replyTo: first });
    const check = await group.nextBotMessage();
    expect(check.text).toMatch(/Verbatim|Not quite/);
    group.send('@on_record_bot and about China?', { replyTo: check });
    expect((await group.nextBotMessage()).text).toContain('China');
  });

  test('an edited question in the place of its answer, and one that only now mentions it', async () => {
    const group = world.telegram.group({ privacy: false });
    const question = group.send('@on_record_bot what about Chna');
    const answer = await group.nextBotMessage();
    group.edit(question, '@on_record_bot what about Russia?');
    await group.nextEdit(answer);
    expect(answer.text).toContain('our closest ally');
    const late = group.send('what about China?');
    await expectSilenceIn(group);
    group.edit(late, '@on_record_bot what about China?');
    expect((await group.nextBotMessage()).replyTo).toBe(late.id);
  });

  test('whether an alleged quotation was said: a mention or /check in reply to it', async () => {
    const group = world.telegram.group({ bot: 'administrator' });
    const alleged = group.send('He said: “we have turned our backs on Russia”');
    group.send('@on_record_bot', { replyTo: alleged });
    expect((await group.nextBotMessage()).text).toMatch(/✎ Not quite/);
    group.send('/check', { replyTo: alleged });
    expect((await group.nextBotMessage()).text).toMatch(/✎ Not quite/);
    group.send('/check@on_record_bot', { replyTo: alleged, quote: 'our backs on Russia' });
    expect((await group.nextBotMessage()).text).toMatch(/^our backs on Russia\n/);
  });
});

describe.concurrent('the bot is silent', () => {
  test('where nobody speaks to it, with admin rights too', async () => {
    const group = world.telegram.group({ bot: 'administrator' });
    const ann = group.as(world.telegram.user({ first_name: 'Ann' }));
    const message = ann.send('what did he say about Russia?');
    ann.send('I do not think so', { replyTo: message });
    ann.send('/ask@another_bot what did he say about Russia?');
    ann.send('/check@another_bot');
    ann.send('/unknown');
    ann.send('mail me at a@on_record_bot.example or see t.me/on_record_bot_fans');
    ann.send('@on_record_bot_fans is a channel');
    ann.sendMedia('voice');
    ann.sendMedia('sticker');
    ann.sendMedia('poll');
    ann.send('a post of the channel with @on_record_bot in it', { fields: { is_automatic_forward: true } });
    ann.send('said through the bot @on_record_bot', { viaBot: world.telegram.bot });
    await expectSilenceIn(group);
  });

  test('to another bot', async () => {
    const group = world.telegram.group({ bot: 'administrator' });
    const other = world.telegram.user({ first_name: 'Other' });
    Object.assign(other.user, { is_bot: true });
    group.as(other).send('@on_record_bot what did he say about Russia?');
    await expectSilenceIn(group);
  });

  test('about an emoji under its answer', async () => {
    const group = world.telegram.group();
    group.send('/ask what about Russia?');
    const answer = await group.nextBotMessage();
    group.send('👍👍', { replyTo: answer });
    await expectSilenceIn(group);
  });

  test('in channels', async () => {
    const channel = world.telegram.user({ first_name: 'Editor' }).channel();
    channel.send('@on_record_bot what did he say about Russia?');
    await world.telegram.confirmed();
    expect(channel.botMessages).toEqual([]);
  });
});

describe.concurrent('coming and going', () => {
  test('added, the bot says how to speak to it, once; promoted, it says nothing', async () => {
    const group = world.telegram.group({ bot: 'left' });
    group.addBot();
    expect((await group.nextBotMessage()).text).toMatch(
      /\/ask@on_record_bot and your question, or a reply to one of my messages\./,
    );
    group.promoteBot();
    group.demoteBot();
    await expectSilenceIn(group);
  });

  test('removed, it forgets the group; added again, it greets again and starts anew', async () => {
    const group = world.telegram.group();
    group.send('/ask what is the multi-vector policy?');
    await group.nextBotMessage();
    group.removeBot();
    group.addBot();
    expect((await group.nextBotMessage()).text).toMatch(/^Hello\./);
    group.send('/ask why?');
    expect((await group.nextBotMessage()).text).not.toContain('We have to pursue a multi-vector policy because');
  });

  test('blocked in private and unblocked, it answers again', async () => {
    const chat = world.telegram.user({ first_name: 'Ann', language_code: 'en' }).privateChat();
    chat.send('/new');
    await chat.nextBotMessage();
    chat.block();
    await world.telegram.confirmed();
    chat.unblock();
    chat.send('what about Russia?');
    expect((await chat.nextBotMessage()).text).toContain('our closest ally');
  });

  test('a group that becomes a supergroup goes on with its conversation', async () => {
    const group = world.telegram.group({ basic: true });
    group.send('/ask what is the multi-vector policy?');
    await group.nextBotMessage();
    const moved = group.migrate();
    moved.send('/ask why?');
    expect((await moved.nextBotMessage()).text).toContain('We have to pursue a multi-vector policy because');
  });

  test('an update that made the group a supergroup before its answer gets it there', async () => {
    const group = world.telegram.group({ basic: true });
    const update = group.send('/ask what about Russia?');
    const moved = group.migrate();
    expect(update.id).toBeGreaterThan(0);
    expect((await moved.nextBotMessage()).text).toContain('our closest ally');
  });
});

test('two people asking at once do not mix their follow-ups', async () => {
  const group = world.telegram.group();
  const ann = group.as(world.telegram.user({ first_name: 'Ann' }));
  const bob = group.as(world.telegram.user({ first_name: 'Bob' }));
  const questions = [ann.send('/ask what is the multi-vector policy?'), bob.send('/ask what half of exports?')];
  for (const question of questions) await group.nextBotMessage(({ replyTo }) => replyTo === question.id);
  const [annWhy, bobWhy] = [ann.send('/ask why?'), bob.send('/ask why?')];
  const toAnn = await group.nextBotMessage(({ replyTo }) => replyTo === annWhy.id);
  const toBob = await group.nextBotMessage(({ replyTo }) => replyTo === bobWhy.id);
  expect(toAnn.text).toContain('We have to pursue a multi-vector policy because');
  expect(toBob.text).toContain('half of our exports');
});

describe('with a model', () => {
  const modelled = journey({
    telegram: { floodControl: true },
    model: (request) => drafts(/China/.test(questionIn(request)) ? CHINA : RUSSIA),
  });

  test('a placeholder is sent, then edited once into the answer; there is no draft', async () => {
    const group = modelled.telegram.group();
    const question = group.send('/ask what about Russia?');
    const answer = await group.nextBotMessage();
    await group.nextEdit(answer);
    expect(answer.versions.map(({ text }) => text.split('\n')[0])).toEqual([
      'Reading 6 paragraphs…',
      'He called Russia and the Russians the closest ally of Belarus. [1]',
    ]);
    expect(answer.replyTo).toBe(question.id);
    expect(answer.entities.some(({ type }) => type === 'expandable_blockquote')).toBe(true);
    expect(modelled.telegram.callsOf('sendMessageDraft')).toEqual([]);
    // The same question again is answered at once from what is known.
    group.send('/ask What about RUSSIA', { replyTo: question });
    const again = await group
      .as(modelled.telegram.user({ first_name: 'Bob' }))
      .nextBotMessage(({ id }) => id > answer.id);
    expect(again.text).toBeTruthy();
  });

  test('a placeholder that was deleted in the meantime is replaced by the answer', async () => {
    const group = modelled.telegram.group();
    const fault = modelled.telegram.fail({
      method: 'editMessageText',
      chatId: group.id,
      as: { kind: 'status', status: 400, description: 'Bad Request: message to edit not found' },
    });
    group.send('/ask what about China?');
    const placeholder = await group.nextBotMessage();
    expect(placeholder.text).toBe('Reading 6 paragraphs…');
    expect((await group.nextBotMessage()).text).toMatch(/^He said that China and Russia/);
    expect(fault.hits).toBe(1);
  });

  test('a group that moves while its answer is made gets the answer where it is now', async () => {
    const group = modelled.telegram.group({ basic: true });
    group.send('/ask what did he say of China, the country?');
    await group.nextBotMessage(({ text }) => text.startsWith('Reading'));
    const moved = group.migrate();
    expect((await moved.nextBotMessage()).text).toMatch(/^He said that China and Russia/);
  });
});
