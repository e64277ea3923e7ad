// Telegram as people meet it: privacy mode, albums, split pastes, marked answers, topics, moves, settings, old buttons, proxies.

import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { startBot } from '../helpers/bot.ts';
import { type Seat, startTelegram } from '../telegram-server/server.ts';
import { journey } from './set-up.ts';

const world = journey();
const { chatOf } = world;
const RUSSIA = 'What did he say about Russia?';
const ALLY = 'our closest ally';

describe.concurrent('privacy mode', () => {
  test('keeps mentions from the bot: it greets with the command, and answers that and replies', async () => {
    const group = world.telegram.group({ bot: 'left' });
    group.addBot();
    const greeting = (await group.nextBotMessage()).text;
    expect(greeting).toContain('/ask@on_record_bot');
    expect(greeting.replaceAll(/\/(?:ask|check)@on_record_bot/g, '')).not.toContain('@on_record_bot');
    group.send(`@on_record_bot ${RUSSIA}`);
    const asked = group.send(`/ask@on_record_bot ${RUSSIA}`);
    const answer = await group.nextBotMessage(({ replyTo }) => replyTo === asked.id);
    expect(answer.text).toContain(ALLY);
    group.send('and China?', { replyTo: answer });
    expect((await group.nextBotMessage()).text).toContain('China');
    expect(group.botMessages).toHaveLength(3);
  });

  test('off, mentions are told of too', async () => {
    await using open = await startTelegram({ privacy: false });
    await using bot = await startBot(open);
    const group = open.group({ bot: 'left' });
    group.addBot();
    expect((await group.nextBotMessage()).text).toContain('or a mention of @on_record_bot');
    expect(bot.complaints).toEqual([]);
  });
});

describe.concurrent('what was sent as one is answered once', () => {
  test('an album', async () => {
    const chat = chatOf();
    const album = { fields: { media_group_id: 'g1' } };
    chat.sendMedia('photo', { caption: RUSSIA, ...album });
    for (let picture = 0; picture < 3; picture++) chat.sendMedia('photo', album);
    chat.send('/new');
    expect((await chat.nextBotMessage()).text).toContain(ALLY);
    expect((await chat.nextBotMessage()).text).toBe('Forgotten. Ask anew.');
  });

  test('a paste that the client split', async () => {
    const chat = chatOf();
    const paste = `He said: “Once again, we have never turned our backs on Russia.” ${'And so on. '.repeat(380)}`;
    chat.send(`/check ${paste.slice(0, 4_050)}`);
    chat.send(paste.slice(4_050));
    chat.send('/new');
    await chat.nextBotMessage();
    expect((await chat.nextBotMessage()).text).toBe('Forgotten. Ask anew.');
    expect(chat.botMessages).toHaveLength(2);
  });
});

test.concurrent('a marked part of the bot’s own answer is asked about, not checked', async () => {
  const chat = chatOf();
  chat.send(RUSSIA);
  const answer = await chat.nextBotMessage();
  chat.send('Did he really say that?', { replyTo: answer, quote: 'we have never turned our backs on Russia' });
  const { text } = await chat.nextBotMessage();
  expect(text).not.toMatch(/Which words|✓|✎|∅/);
  expect(text).toContain('never turned our backs on Russia');
});

test.concurrent('a topic that bots cannot name is left out once, and the answer reaches the chat', async () => {
  const forum = world.telegram.group({ forum: true });
  const thread = forum.createTopic('Politics');
  const as = { kind: 'status', status: 400, description: 'Bad Request: message thread not found' } as const;
  const fault = world.telegram.fail({ method: 'sendMessage', chatId: forum.id, as });
  const asked = forum.send(`/ask ${RUSSIA}`, { thread });
  const answer = await forum.nextBotMessage();
  expect(answer.text).toContain(ALLY);
  expect(answer.replyTo).toBe(asked.id);
  expect(fault.hits).toBe(1);
});

test.concurrent('ALLOWED_CHATS follows a group that becomes a supergroup, over a restart', async () => {
  await using closed = await startTelegram();
  const group = closed.group({ basic: true });
  const options = { env: { ALLOWED_CHATS: String(group.id) } };
  await using bot = await startBot(closed, options);
  const moved = group.migrate();
  moved.send(`/ask ${RUSSIA}`);
  expect((await moved.nextBotMessage()).text).toContain(ALLY);
  expect(bot.lines.map(({ event }) => event)).toContain('allowed-chat-moved');
  expect(bot.complaints).toEqual([]);
});

test.concurrent('100 chats, 20 of them broken for good: the others are answered, and nothing is tried twice', async () => {
  const descriptions = [
    [403, 'Forbidden: the group chat was deleted'],
    [403, "Forbidden: bot can't initiate conversation with a user"],
    [400, 'Bad Request: PRIVACY_PREMIUM_REQUIRED'],
    [400, 'Bad Request: CHAT_SEND_PLAIN_FORBIDDEN'],
  ] as const;
  const chats = Array.from({ length: 100 }, () => chatOf());
  const broken = chats.slice(0, 20).map((chat, at) => {
    const [status, description] = descriptions[at % descriptions.length]!;
    const as = { kind: 'status', status, description } as const;
    return world.telegram.fail({ chatId: chat.id, times: Number.POSITIVE_INFINITY, as });
  });
  for (const chat of chats) chat.send(RUSSIA);
  const answers = await Promise.all(chats.slice(20).map((chat) => chat.nextBotMessage()));
  for (const { text } of answers) expect(text).toContain(ALLY);
  await world.telegram.confirmed();
  expect(broken.map(({ hits }) => hits)).toEqual(broken.map(() => 1));
  for (const fault of broken) fault.stop();
});

test.concurrent('a poll that hangs on a dead connection is given up ten seconds after its time', async () => {
  await using dead = await startTelegram({ deadlineMs: 55_000 });
  await using bot = await startBot(dead);
  dead.fail({ method: 'getUpdates', as: { kind: 'hang', ms: 120_000 } });
  const chat = chatOf('en', dead);
  chat.send('/new');
  await chat.nextBotMessage();
  chat.send('/new');
  expect((await chat.nextBotMessage()).text).toBe('Forgotten. Ask anew.');
  expect(bot.complaints.map(({ event }) => event)).toContain('updates-away');
});

test.concurrent('Telegram is reached through the proxy that the environment names', async () => {
  await using behind = await startTelegram();
  const target = new URL(behind.apiRoot);
  let proxied = 0;
  // An HTTP proxy is asked for whole addresses.
  const proxy = createServer((incoming, outgoing) => {
    proxied++;
    const { pathname, search } = new URL(incoming.url!);
    const options = { port: target.port, path: pathname + search, method: incoming.method, headers: incoming.headers };
    incoming.pipe(
      request(options, (answer) => {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
      }).on('error', () => outgoing.destroy()),
    );
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  const where = { token: behind.token, apiRoot: 'http://telegram.invalid' };
  await using bot = await startBot(where, { env: { http_proxy: `http://127.0.0.1:${port}` } });
  const chat = chatOf('en', behind);
  chat.send(RUSSIA);
  expect((await chat.nextBotMessage()).text).toContain(ALLY);
  expect(proxied).toBeGreaterThan(2);
  expect(bot.complaints).toEqual([]);
  proxy.closeAllConnections();
  proxy.close();
});

describe.concurrent('/settings', () => {
  const press = async (chat: Seat, label: string) => {
    chat.send('/settings');
    const menu = await chat.nextBotMessage(({ text }) => text.startsWith('Settings'));
    const [button] = menu.buttons.filter(({ text }) => text.startsWith(label));
    chat.press(menu, button!.text);
    await chat.nextEdit(menu);
    return menu;
  };

  test('of a private chat: open evidence, the language', async () => {
    const chat = chatOf();
    expect((await press(chat, 'Quotations')).buttons.map(({ text }) => text)).toContain('Quotations: open');
    chat.send(RUSSIA);
    const answer = await chat.nextBotMessage();
    expect(answer.entities.map(({ type }) => type)).not.toContain('expandable_blockquote');
    expect((await press(chat, 'Language')).text).toMatch(/^Настройки/);
    chat.send('/new');
    expect((await chat.nextBotMessage()).text).toBe('Забыто. Спрашивайте заново.');
  });

  test('of a group, by its admins: who may ask, and whether mentions answer', async () => {
    const owner = world.telegram.user({ first_name: 'Owner', language_code: 'en' });
    const group = owner.group({ bot: 'administrator' });
    const member = group.as(world.telegram.user({ first_name: 'Ann', language_code: 'en' }));
    member.send('/settings');
    expect((await group.nextBotMessage()).text).toBe('Only the admins of this group can change its settings.');
    await press(group, 'Answer mentions');
    group.send(`@on_record_bot ${RUSSIA}`);
    await press(group, 'Who may ask');
    member.send(`/ask ${RUSSIA}`);
    const asked = group.send(`/ask ${RUSSIA}`);
    expect((await group.nextBotMessage(({ replyTo }) => replyTo === asked.id)).text).toContain(ALLY);
    expect(group.botMessages.filter(({ text }) => text.includes(ALLY))).toHaveLength(1);
  });
});

test.concurrent('buttons and links of the first edition still work', async () => {
  const chat = chatOf();
  chat.send('/quotes');
  const message = await chat.nextBotMessage();
  const presses: readonly (readonly [data: string, text: RegExp])[] = [
    ['f:0:1dc847ea', /^And .*\?\n/],
    ['e:0', /^What did he say about .*\?\n/],
    ['p:4', /^paragraph 4\n/],
    ['l:en', /^I will speak English here/],
  ];
  const [[button]] = message.keyboard!.inline_keyboard as unknown as [[{ callback_data: string }]];
  for (const [data, text] of presses) {
    button.callback_data = data;
    chat.press(message, 0);
    expect((await chat.nextBotMessage()).text).toMatch(text);
  }
  button.callback_data = 't:+:none';
  expect((await chat.press(message, 0).answer()).text).toBe('Thank you.');
  chat.send('/start p4-3');
  expect((await chat.nextBotMessage()).text).toMatch(/^“We would like to hear/);
});

test.concurrent('a quotation can be copied and passed on; the card that is passed on is that quotation', async () => {
  const chat = chatOf();
  chat.send('/source 4.3');
  const passage = await chat.nextBotMessage();
  const [copy, share] = passage.buttons as unknown as [
    { copy_text: { text: string } },
    { switch_inline_query_chosen_chat: { query: string } },
  ];
  expect(copy.copy_text.text).toMatch(
    /^“We would like to hear .*\n— Aleksandr Lukashenko, his own words\nBelTA, 17 November 2020/s,
  );
  const { results } = await chat.user.inline(share.switch_inline_query_chosen_chat.query).answer();
  expect((results as readonly { title: string }[]).map(({ title }) => title)).toEqual([
    '“We would like to hear their grievances in this regard?”',
  ]);
});

test.concurrent('a check points at the words that it checked', async () => {
  const group = world.telegram.group();
  const text = 'Somebody told me this: “Once again, we have never turned our backs on Russia.” Was it so?';
  const asked = group.send(`/check@on_record_bot ${text}`);
  expect((await group.nextBotMessage()).raw).toMatchObject({
    reply_to_message: { message_id: asked.id },
    quote: { text: expect.stringContaining('never turned our backs') },
  });
});
