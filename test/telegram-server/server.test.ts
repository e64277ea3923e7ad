// Each thing that the fake Telegram refuses, and each thing that it can do.

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Bot } from 'grammy';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { methodNames } from './check.ts';
import { tableFrom } from './generate-table.ts';
import { findAutoEntities, type Seat, startTelegram, type Telegram, type TelegramOptions } from './server.ts';

type Answer = {
  readonly ok: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects to be there
  readonly result: any;
  readonly error_code: number;
  readonly description: string;
  readonly parameters?: { readonly retry_after?: number; readonly migrate_to_chat_id?: number };
};

async function call(telegram: Telegram, method: string, params: object = {}, token = telegram.token): Promise<Answer> {
  const response = await fetch(`${telegram.apiRoot}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  return (await response.json()) as Answer;
}

/** Runs `bot` by long polling for as long as the scope lasts. */
async function running(telegram: Telegram, setUp: (bot: Bot) => void) {
  const bot = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } });
  setUp(bot);
  await bot.init();
  const done = bot.start();
  return {
    bot,
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await done;
    },
  };
}

const startWith = (options: TelegramOptions = {}) => startTelegram({ deadlineMs: 5000, ...options });

/** A clock that stands still until it is moved. */
function handClock() {
  let time = Date.UTC(2026, 10, 23);
  return { now: () => time, advance: (ms: number) => (time += ms) };
}

test('the table is what the installed declarations say', async () => {
  const table = tableFrom(new URL('../../node_modules/@grammyjs/types/', import.meta.url));
  const { default: committed } = await import('./api-table.json', { with: { type: 'json' } });
  expect(committed).toEqual(table);
  expect(methodNames()).toHaveLength(185);
  expect(table.methods.sendMessageDraft).toHaveProperty('can_stop', 'bool');
  expect(table.types.UpdateKind).toContain("'stopped_message_generation'");
});

describe('what is refused', () => {
  let telegram: Telegram;
  let ann: Seat;
  let forum: Seat;
  let group: Seat;
  let own: number;
  beforeAll(async () => {
    telegram = await startWith();
    ann = telegram.user({ id: 11, first_name: 'Ann' }).privateChat();
    ann.send('/start');
    group = telegram.user({ id: 12, first_name: 'Bob' }).group({ title: 'Neighbours' });
    forum = telegram.user({ id: 13, first_name: 'Cid' }).group({ title: 'Forum', forum: true });
    own = (await call(telegram, 'sendMessage', { chat_id: 11, text: 'abc' })).result.message_id;
  });
  afterAll(() => telegram.close());

  const text = (text: unknown, rest: object = {}) => ['sendMessage', () => ({ chat_id: 11, text, ...rest })] as const;
  const entities = (...list: readonly (readonly [string, number, number, object?])[]) =>
    text('one 😀 three four', {
      entities: list.map(([type, offset, length, rest]) => ({ type, offset, length, ...rest })),
    });
  const button = (fields: object) => text('x', { reply_markup: { inline_keyboard: [[{ text: 'press', ...fields }]] } });
  const card = (id: string) => ({
    type: 'article',
    id,
    title: 'A card',
    input_message_content: { message_text: 'words' },
  });
  const inline = (rest: object) =>
    ['answerInlineQuery', () => ({ inline_query_id: telegram.user().inline('q').id, results: [], ...rest })] as const;
  const reply = (parameters: object) => text('x', { reply_parameters: parameters });

  type Row = readonly [string, readonly [string, () => object], RegExp];
  const rows: readonly Row[] = [
    ['an unknown method', ['sendMesage', () => ({})], /^Not Found: method not found$/],
    ['an unknown parameter', text('x', { disable_web_page_preview: true }), /unknown parameter "disable_web_page_pre/],
    ['a deprecated parameter', text('x', { reply_to_message_id: 1 }), /unknown parameter "reply_to_message_id"/],
    ['an unknown field inside a parameter', text('x', { link_preview_options: { off: true } }), /unknown field "off"/],
    ['a missing chat', ['sendMessage', () => ({ text: 'x' })], /chat_id is empty/],
    ['a missing parameter', ['answerCallbackQuery', () => ({})], /parameter "callback_query_id" is required/],
    ['a number for a text', text(5), /text must be a String/],
    ['a text for a flag', text('x', { disable_notification: 'yes' }), /disable_notification must be a Boolean/],
    ['a text for a whole number', ['editMessageText', () => ({ chat_id: 11, message_id: '1', text: 'x' })], /Integer/],
    ['half a number', ['editMessageText', () => ({ chat_id: 11, message_id: 1.5, text: 'x' })], /must be an Integer/],
    ['an object for an array', text('x', { entities: {} }), /entities must be an Array/],
    ['an unknown parse mode', text('x', { parse_mode: 'BBCode' }), /parse_mode must be one of/],
    [
      'an unknown chat action',
      ['sendChatAction', () => ({ chat_id: 11, action: 'thinking' })],
      /action must be one of/,
    ],
    ['half a character', text('\ud83d'), /strings must be encoded in UTF-8/],

    ['an empty text', text(''), /message text is empty/],
    ['a text of blanks', text(' \n\t '), /message text is empty/],
    ['a text of joiners', text('\u2060\u200b'), /message text is empty/],
    ['4,097 units', text('x'.repeat(4097)), /^Bad Request: message is too long$/],
    ['2,049 emoji of two units each', text('😀'.repeat(2049)), /message is too long/],
    ['a chat that is not there', ['sendMessage', () => ({ chat_id: 404, text: 'x' })], /^Bad Request: chat not found$/],
    ['a user name that is not there', ['sendMessage', () => ({ chat_id: '@nobody', text: 'x' })], /chat not found/],

    ['an entity before the text', entities(['bold', -1, 2]), /incorrect offset -1/],
    ['an entity without length', entities(['bold', 0, 0]), /incorrect length 0/],
    ['an entity past the end', entities(['bold', 10, 9]), /ends after the end of the text at UTF-16 offset 17/],
    ['an entity from half an emoji', entities(['bold', 5, 3]), /begins in a middle of a UTF-16 symbol/],
    ['an entity to half an emoji', entities(['bold', 0, 5]), /ends in a middle of a UTF-16 symbol/],
    ['entities that overlap in part', entities(['bold', 0, 6], ['italic', 4, 8]), /overlap in part: bold at 0–6/],
    ['a quotation in a quotation', entities(['blockquote', 0, 12], ['expandable_blockquote', 0, 6]), /can't be nested/],
    ['bold code', entities(['bold', 0, 12], ['code', 0, 3]), /code can't share its place/],
    ['a link inside code', entities(['pre', 0, 12], ['text_link', 0, 3, { url: 'https://a.by' }]), /code can't share/],
    [
      'a link in a link',
      entities(['text_link', 0, 12, { url: 'a.by' }], ['text_link', 0, 3, { url: 'b.by' }]),
      /contain/,
    ],
    ['a link without address', entities(['text_link', 0, 3]), /has no field "url"/],
    ['a link to nowhere', entities(['text_link', 0, 3, { url: 'http://' }]), /text_link URL 'http:\/\/' is invalid/],
    ['a link to a script', entities(['text_link', 0, 3, { url: 'javascript:alert(1)' }]), /Unsupported URL protocol/],
    ['a link to one label', entities(['text_link', 0, 3, { url: 'http://localhost:80/' }]), /Wrong HTTP URL/],
    ['a link with a blank', entities(['text_link', 0, 3, { url: 'https://a.by/a b' }]), /Wrong HTTP URL/],
    ['an unknown entity', entities(['shout', 0, 3]), /unknown type 'shout'/],
    ['entities beside parse_mode', text('x', { parse_mode: 'HTML', entities: [] }), /exclude each other/],
    ['HTML that does not close', text('<b>x', { parse_mode: 'HTML' }), /Can't find end tag .* "b"/],
    ['HTML with an unknown tag', text('<h1>x</h1>', { parse_mode: 'HTML' }), /Unsupported start tag "h1"/],
    ['HTML closed crosswise', text('<b><i>x</b></i>', { parse_mode: 'HTML' }), /Unmatched end tag/],

    ['a button that does nothing', button({}), /text buttons are unallowed in the inline keyboard/],
    ['a button that does two things', button({ url: 'a.by', callback_data: 'x' }), /exactly one action/],
    ['a button of an unknown kind', button({ explode: true }), /unknown field "explode"/],
    ['a button without label', button({ text: '', callback_data: 'x' }), /button text must be non-empty/],
    ['empty callback data', button({ callback_data: '' }), /BUTTON_DATA_INVALID/],
    ['65 bytes of callback data', button({ callback_data: 'x'.repeat(65) }), /BUTTON_DATA_INVALID/],
    ['33 Cyrillic letters of callback data', button({ callback_data: 'я'.repeat(33) }), /BUTTON_DATA_INVALID/],
    ['a button to nowhere', button({ url: 'http://localhost/' }), /inline keyboard button URL '.*' is invalid/],
    ['nothing to copy', button({ copy_text: { text: '' } }), /BUTTON_COPY_TEXT_INVALID/],
    ['257 characters to copy', button({ copy_text: { text: 'x'.repeat(257) } }), /BUTTON_COPY_TEXT_INVALID/],
    ['a Web App over http', button({ web_app: { url: 'http://a.by' } }), /Only HTTPS links are allowed/],
    ['a keyboard that is no array of rows', text('x', { reply_markup: { inline_keyboard: [{}] } }), /must be an Array/],
    [
      'a hundred and one buttons',
      text('x', { reply_markup: { inline_keyboard: Array(101).fill([{ text: 'x', callback_data: 'x' }]) } }),
      /REPLY_MARKUP_TOO_LONG/,
    ],
    ['a reply keyboard without buttons', text('x', { reply_markup: { keyboard: [] } }), /at least one button/],

    ['a reply to nothing', reply({ message_id: 99_999 }), /message to be replied not found/],
    ['a reply without a number', reply({}), /message identifier is not specified/],
    ['a quotation that is not there', reply({ message_id: 101, quote: 'begin' }), /QUOTE_TEXT_INVALID/],
    ['a thread where there are no topics', text('x', { message_thread_id: 5 }), /message thread not found/],
    [
      'a topic that is not there',
      ['sendMessage', () => ({ chat_id: forum.id, text: 'x', message_thread_id: 77 })],
      /message thread not found/,
    ],
    [
      'the general topic by its number',
      ['sendMessage', () => ({ chat_id: forum.id, text: 'x', message_thread_id: 1 })],
      /message thread not found/,
    ],

    [
      'an edit that changes nothing',
      ['editMessageText', () => ({ chat_id: 11, message_id: own, text: 'abc' })],
      /^Bad Request: message is not modified: /,
    ],
    [
      'an edit of nothing',
      ['editMessageText', () => ({ chat_id: 11, message_id: 999, text: 'x' })],
      /message to edit not found/,
    ],
    [
      "an edit of someone's message",
      ['editMessageText', () => ({ chat_id: 11, message_id: 101, text: 'x' })],
      /message can't be edited/,
    ],
    ['an edit without a message', ['editMessageText', () => ({ chat_id: 11, text: 'x' })], /message identifier is not/],
    [
      'an edit of an unknown card',
      ['editMessageText', () => ({ inline_message_id: 'x', text: 'x' })],
      /MESSAGE_ID_INVALID/,
    ],
    [
      'an edit to 4,097 units',
      ['editMessageText', () => ({ chat_id: 11, message_id: own, text: 'x'.repeat(4097) })],
      /MESSAGE_TOO_LONG/,
    ],
    [
      'an edit to a reply keyboard',
      ['editMessageText', () => ({ chat_id: 11, message_id: own, text: 'x', reply_markup: { keyboard: [['a']] } })],
      /unknown field "keyboard"/,
    ],
    [
      'a caption on a text',
      ['editMessageCaption', () => ({ chat_id: 11, message_id: own, caption: 'x' })],
      /no caption in the message/,
    ],
    ['deleting nothing', ['deleteMessage', () => ({ chat_id: 11, message_id: 999 })], /message to delete not found/],

    [
      'a draft in a group',
      ['sendMessageDraft', () => ({ chat_id: group.id, draft_id: 1, text: 'x' })],
      /TEXTDRAFT_PEER_INVALID/,
    ],
    [
      'a draft numbered 0',
      ['sendMessageDraft', () => ({ chat_id: 11, draft_id: 0, text: 'x' })],
      /draft_id must be non-zero/,
    ],
    [
      'a draft of 4,097 units',
      ['sendMessageDraft', () => ({ chat_id: 11, draft_id: 1, text: 'x'.repeat(4097) })],
      /too long/,
    ],
    [
      'a rich draft in a group',
      ['sendRichMessageDraft', () => ({ chat_id: group.id, draft_id: 1, rich_message: { html: 'x' } })],
      /TEXTDRAFT/,
    ],
    [
      'a rich message of two kinds',
      ['sendRichMessage', () => ({ chat_id: 11, rich_message: { html: 'x', markdown: 'x' } })],
      /exactly one of/,
    ],
    [
      'a rich message of 32,769 characters',
      ['sendRichMessage', () => ({ chat_id: 11, rich_message: { html: 'x'.repeat(32_769) } })],
      /too long/,
    ],
    [
      'a rich block of an unknown type',
      ['sendRichMessage', () => ({ chat_id: 11, rich_message: { blocks: [{ type: 'cloud' }] } })],
      /unknown type 'cloud'/,
    ],

    [
      'fifty-one cards',
      inline({ results: Array.from({ length: 51 }, (_, index) => card(String(index))) }),
      /RESULTS_TOO_MUCH/,
    ],
    ['two cards of one name', inline({ results: [card('a'), card('a')] }), /RESULT_ID_DUPLICATE/],
    ['a card without name', inline({ results: [card('')] }), /RESULT_ID_EMPTY/],
    ['a card with a name of 65 bytes', inline({ results: [card('x'.repeat(65))] }), /RESULT_ID_INVALID/],
    ['a card without title', inline({ results: [{ ...card('a'), title: undefined }] }), /has no field "title"/],
    ['a card of an unknown type', inline({ results: [{ ...card('a'), type: 'poster' }] }), /unknown type 'poster'/],
    [
      'a card with too long a text',
      inline({ results: [{ ...card('a'), input_message_content: { message_text: 'x'.repeat(4097) } }] }),
      /MESSAGE_TOO_LONG/,
    ],
    [
      'a card with an empty text',
      inline({ results: [{ ...card('a'), input_message_content: { message_text: '' } }] }),
      /message text is empty/,
    ],
    [
      'a card with a wrong button',
      inline({
        results: [
          { ...card('a'), reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'x'.repeat(65) }]] } },
        ],
      }),
      /BUTTON_DATA_INVALID/,
    ],
    ['65 bytes of next offset', inline({ next_offset: 'x'.repeat(65) }), /NEXT_OFFSET_INVALID/],
    [
      'a start parameter with a blank',
      inline({ button: { text: 'Ask', start_parameter: 'a b' } }),
      /START_PARAM_INVALID/,
    ],
    [
      'a start parameter of 65',
      inline({ button: { text: 'Ask', start_parameter: 'x'.repeat(65) } }),
      /START_PARAM_INVALID/,
    ],
    [
      'an unknown inline query',
      inline({ inline_query_id: '5' }),
      /query is too old and response timeout expired or query ID is invalid/,
    ],
    ['an unknown callback query', ['answerCallbackQuery', () => ({ callback_query_id: '5' })], /query is too old/],
    [
      '201 characters of callback answer',
      ['answerCallbackQuery', () => ({ callback_query_id: '5', text: 'x'.repeat(201) })],
      /MESSAGE_TOO_LONG/,
    ],

    [
      'a command with a capital',
      ['setMyCommands', () => ({ commands: [{ command: 'Ask', description: 'x' }] })],
      /BOT_COMMAND_INVALID/,
    ],
    [
      'a command of 33',
      ['setMyCommands', () => ({ commands: [{ command: 'x'.repeat(33), description: 'x' }] })],
      /BOT_COMMAND_INVALID/,
    ],
    [
      'a command undescribed',
      ['setMyCommands', () => ({ commands: [{ command: 'ask', description: '' }] })],
      /COMMAND_DESCRIPTION_INVALID/,
    ],
    [
      'a description of 257',
      ['setMyCommands', () => ({ commands: [{ command: 'ask', description: 'x'.repeat(257) }] })],
      /DESCRIPTION_INVALID/,
    ],
    [
      'a hundred and one commands',
      ['setMyCommands', () => ({ commands: Array(101).fill({ command: 'ask', description: 'x' }) })],
      /COMMANDS_TOO_MUCH/,
    ],
    [
      'an unknown language',
      ['setMyCommands', () => ({ commands: [], language_code: 'en-GB' })],
      /invalid language code/,
    ],
    [
      'an unknown scope',
      ['setMyCommands', () => ({ commands: [], scope: { type: 'everyone' } })],
      /unknown type 'everyone'/,
    ],
    ['a bot name of 65', ['setMyName', () => ({ name: 'x'.repeat(65) })], /BOT_TITLE_INVALID/],
    [
      'a bot description of 513',
      ['setMyDescription', () => ({ description: 'x'.repeat(513) })],
      /BOT_DESCRIPTION_INVALID/,
    ],
    [
      'an about text of 121',
      ['setMyShortDescription', () => ({ short_description: 'x'.repeat(121) })],
      /SHORT_DESCRIPTION_INVALID/,
    ],

    [
      'a webhook over http',
      ['setWebhook', () => ({ url: 'http://example.org/' })],
      /An HTTPS URL must be provided for webhook/,
    ],
    [
      'a webhook on port 3000',
      ['setWebhook', () => ({ url: 'https://example.org:3000/' })],
      /only on ports 80, 88, 443 or 8443/,
    ],
    ['a webhook on loopback', ['setWebhook', () => ({ url: 'https://127.0.0.1/' })], /is reserved/],
    ['a webhook that is no URL', ['setWebhook', () => ({ url: 'here' })], /invalid webhook URL/],
    [
      'a secret with a point',
      ['setWebhook', () => ({ url: 'https://example.org/', secret_token: 'a.b' })],
      /unallowed characters/,
    ],
    [
      'an empty secret',
      ['setWebhook', () => ({ url: 'https://example.org/', secret_token: '' })],
      /unallowed characters/,
    ],
    [
      'a secret of 257',
      ['setWebhook', () => ({ url: 'https://example.org/', secret_token: 'x'.repeat(257) })],
      /secret token is too long/,
    ],
    [
      'a hundred and one connections',
      ['setWebhook', () => ({ url: 'https://example.org/', max_connections: 101 })],
      /max_connections/,
    ],
    [
      'an unknown kind of update',
      ['getUpdates', () => ({ allowed_updates: ['massage'] })],
      /allowed_updates\[0\] must be one of/,
    ],
    ['a hundred and one updates', ['getUpdates', () => ({ limit: 101 })], /limit must be 1–100/],
    [
      'two reactions',
      [
        'setMessageReaction',
        () => ({
          chat_id: 11,
          message_id: 101,
          reaction: [
            { type: 'emoji', emoji: '👍' },
            { type: 'emoji', emoji: '👎' },
          ],
        }),
      ],
      /REACTIONS_TOO_MANY/,
    ],
    [
      'a reaction with any emoji',
      ['setMessageReaction', () => ({ chat_id: 11, message_id: 101, reaction: [{ type: 'emoji', emoji: '🧷' }] })],
      /must be one of/,
    ],
    [
      'what it does not act out',
      ['sendInvoice', () => ({ chat_id: 11, title: 'x', description: 'x', payload: 'x', currency: 'XTR', prices: [] })],
      /^Not Implemented: the fake Telegram knows sendInvoice/,
    ],
  ];

  test.each(rows)('%s', async (_what, [method, params], complaint) => {
    const before = ann.messages.length;
    const answer = await call(telegram, method, params());
    expect(answer.ok).toBe(false);
    expect(answer.description).toMatch(complaint);
    expect(ann.messages.length).toBe(before);
  });

  test('a wrong token, and one that is no token', async () => {
    const wrong = `${telegram.token.slice(0, -1)}X`;
    expect(await call(telegram, 'getMe', {}, wrong)).toMatchObject({ error_code: 401, description: 'Unauthorized' });
    expect(await call(telegram, 'getMe', {}, 'secret')).toMatchObject({ error_code: 404, description: 'Not Found' });
  });
});

describe('what is let in', () => {
  let telegram: Telegram;
  let ann: Seat;
  beforeEach(async () => {
    telegram = await startWith();
    ann = telegram.user({ first_name: 'Ann', username: 'ann_smith' }).privateChat();
    ann.send('/start');
  });
  afterEach(() => telegram.close());

  const send = async (text: string, rest: object = {}) => {
    const answer = await call(telegram, 'sendMessage', { chat_id: ann.id, text, ...rest });
    expect(answer).toMatchObject({ ok: true });
    return answer.result;
  };

  test('text is trimmed and entities move with it', async () => {
    const message = await send('\n  one\r\n two\u202e  ', { entities: [{ type: 'bold', offset: 3, length: 10 }] });
    expect(message.text).toBe('one\n two');
    expect(message.entities).toEqual([{ type: 'bold', offset: 0, length: 8 }]);
  });

  test('the hundred-and-first entity is dropped, and a warning says so', async () => {
    const entities = Array.from({ length: 101 }, (_, index) => ({ type: 'bold', offset: index * 2, length: 1 }));
    const message = await send('x '.repeat(101).trim(), { entities });
    expect(message.entities).toHaveLength(100);
    expect(telegram.warnings).toEqual([expect.stringContaining('1 entities past the first 100 were dropped')]);
  });

  test('64 bytes of callback data, links with a point or of Telegram itself', async () => {
    const message = await send('x', {
      reply_markup: {
        inline_keyboard: [
          [{ text: 'a', callback_data: 'я'.repeat(32) }],
          [],
          [
            { text: 'b', url: 'http://127.0.0.1:8080/a' },
            { text: 'c', url: 'tg://user?id=5' },
            { text: 'd', url: 'belta.by' },
          ],
          [{ text: 'e', switch_inline_query_current_chat: '' }],
        ],
      },
    });
    expect(message.reply_markup.inline_keyboard).toHaveLength(3);
  });

  test('a reply quotes its message, and goes without where that is allowed', async () => {
    const question = ann.send('what did he say about Russia?');
    const message = await send('this', { reply_parameters: { message_id: question.id, quote: 'about Russia' } });
    expect(message.reply_to_message.message_id).toBe(question.id);
    expect(message.quote).toMatchObject({ text: 'about Russia', position: 16 });
    const alone = await send('that', { reply_parameters: { message_id: 9999, allow_sending_without_reply: true } });
    expect(alone.reply_to_message).toBeUndefined();
  });

  test('an older server does not know the methods it is without', async () => {
    await using older = await startWith({ without: ['sendMessageDraft'] });
    const bob = older.user().privateChat();
    bob.send('/start');
    const answer = await call(older, 'sendMessageDraft', { chat_id: bob.id, draft_id: 1, text: 'x' });
    expect(answer).toMatchObject({ error_code: 404, description: 'Not Found: method not found' });
  });
});

describe('what Telegram links by itself', () => {
  const linked = (text: string, entities: Parameters<typeof findAutoEntities>[1] = []) =>
    findAutoEntities(text, entities).map(
      ({ type, offset, length }) => `${type} ${text.slice(offset, offset + length)}`,
    );

  test.each([
    ['see belta.by, and https://belta.by/a?b=c#d.', ['url belta.by', 'url https://belta.by/a?b=c#d']],
    ['президент.рф и BELTA.BY', ['url президент.рф', 'url BELTA.BY']],
    ['(http://a.by/b_(c)) «a.by»', ['url http://a.by/b_(c)', 'url a.by']],
    ['192.168.0.1:80/x and tg://user?id=5', ['url 192.168.0.1:80/x', 'url tg://user?id=5']],
    ['@ann_smith, #Минск #2020 #a1 $USD $usd', ['mention @ann_smith', 'hashtag #Минск', 'hashtag #a1', 'cashtag $USD']],
    [
      '/ask and /ask@on_record_bot. (/help)',
      ['bot_command /ask', 'bot_command /ask@on_record_bot', 'bot_command /help'],
    ],
    ['write to a.b@belta.by or call +375 29 123-45-67', ['email a.b@belta.by', 'phone_number +375 29 123-45-67']],
  ])('%s', (text, expected) => expect(linked(text)).toEqual(expected));

  test.each([
    'He left.In Minsk, Mr. Smith of the U.S. said 3.5 p.m. was fine, e.g. and/or 9/11, 5.6.7, a.b.c',
    'a@b, @abc, mail@ home, x/ask, km/h, №5, #1, C#, $5, A$AP, 100$ 999.999.1.1',
    'belta\u2060.by @\u2060ann_smith #\u2060Minsk /\u2060ask $\u2060USD belta.\u2060by',
    'Что он сказал о Китае? 1,5 млрд. В 2020 г. «Беларусь» — страна.',
  ])('nothing in: %s', (text) => expect(linked(text)).toEqual([]));

  test('nothing inside code or links, but inside bold and quotations', () => {
    const text = '@ann_smith belta.by #tag /ask';
    const at = (type: 'bold' | 'blockquote' | 'code' | 'pre') => ({ type, offset: 0, length: text.length });
    expect(linked(text, [at('code')])).toEqual([]);
    expect(linked(text, [at('pre') as never])).toEqual([]);
    expect(linked(text, [{ type: 'text_link', offset: 11, length: 8, url: 'https://a.by' }])).toHaveLength(3);
    expect(linked(text, [at('bold')])).toHaveLength(4);
    expect(linked(text, [at('blockquote')])).toHaveLength(4);
  });
});

describe('updates by long polling', () => {
  let telegram: Telegram;
  let ann: Seat;
  beforeEach(async () => {
    telegram = await startWith();
    ann = telegram.user({ first_name: 'Ann', language_code: 'be' }).privateChat();
  });
  afterEach(() => telegram.close());
  const ids = (answer: Answer): number[] => answer.result.map((update: { update_id: number }) => update.update_id);

  test('an update comes again until a higher offset confirms it', async () => {
    ann.send('one');
    ann.send('two');
    const first = ids(await call(telegram, 'getUpdates'));
    expect(first).toEqual([first[0], first[0]! + 1]);
    expect(ids(await call(telegram, 'getUpdates'))).toEqual(first);
    expect(ids(await call(telegram, 'getUpdates', { offset: first[1] }))).toEqual([first[1]]);
    expect(ids(await call(telegram, 'getUpdates', { limit: 1 }))).toEqual([first[1]]);
    expect(ids(await call(telegram, 'getUpdates', { offset: first[1]! + 1 }))).toEqual([]);
    expect(telegram.updates.size).toBe(0);
  });

  test('of two polls the earlier is ended', async () => {
    const first = call(telegram, 'getUpdates', { timeout: 50 });
    await telegram.waitFor(() => telegram.callsOf('getUpdates').length === 1);
    const second = call(telegram, 'getUpdates', { timeout: 50 });
    expect(await first).toMatchObject({ error_code: 409, description: /^Conflict: terminated by other getUpdates/ });
    ann.send('hello');
    expect(ids(await second)).toHaveLength(1);
  });

  test('kinds of update are sent as asked for, and by default without the costly ones', async () => {
    const kinds = async () => {
      const { result } = await call(telegram, 'getUpdates');
      return result.map((update: object) => Object.keys(update)[1]);
    };
    const group = telegram.group({ bot: 'administrator' });
    const message = group.send('hello');
    group.react(message, '👍');
    expect(await kinds()).toEqual(['message']);
    await call(telegram, 'getUpdates', { allowed_updates: ['message_reaction', 'chat_member'] });
    group.send('unseen');
    group.react(message, '👍');
    group.join(telegram.user());
    expect(await kinds()).toEqual(['message', 'message_reaction', 'chat_member']);
    await call(telegram, 'getUpdates', { allowed_updates: [] });
    group.react(message, '👎');
    expect(await kinds()).toHaveLength(3);
  });
});

describe('updates by webhook', () => {
  type Hit = { readonly body: { update_id: number; message: { text: string } }; readonly request: IncomingMessage };
  let telegram: Telegram;
  let server: Server;
  let url: string;
  let hits: Hit[];
  let answer: (hit: Hit, count: number) => number | object | Promise<number | object>;
  beforeEach(async () => {
    telegram = await startWith({ allowHttpWebhook: true, webhookRetryMs: [5, 10] });
    hits = [];
    answer = () => 200;
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', async () => {
        const hit = { body: JSON.parse(Buffer.concat(chunks).toString()), request };
        hits.push(hit);
        const outcome = await answer(hit, hits.length);
        response.statusCode = typeof outcome === 'number' ? outcome : 200;
        response.end(typeof outcome === 'number' ? '' : JSON.stringify(outcome));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  });
  afterEach(async () => {
    await telegram.close();
    server.closeAllConnections();
    server.close();
  });
  const texts = () => hits.map((hit) => hit.body.message.text);

  test('an update is posted with the secret, and gone once that is answered with 2xx', async () => {
    const set = await call(telegram, 'setWebhook', { url, secret_token: 'abc_-9' });
    expect(set).toMatchObject({ result: true, description: 'Webhook was set' });
    telegram.user().privateChat().send('hello');
    await telegram.confirmed();
    expect(texts()).toEqual(['hello']);
    expect(hits[0]?.request.headers['x-telegram-bot-api-secret-token']).toBe('abc_-9');
    expect((await call(telegram, 'getWebhookInfo')).result).toMatchObject({ url, pending_update_count: 0 });
  });

  test('anything but 2xx is tried again, and what follows in that chat waits', async () => {
    answer = (_hit, count) => (count < 3 ? 500 : 204);
    await call(telegram, 'setWebhook', { url });
    const ann = telegram.user().privateChat();
    ann.send('one');
    ann.send('two');
    await telegram.confirmed();
    expect(texts()).toEqual(['one', 'one', 'one', 'two']);
    const info = (await call(telegram, 'getWebhookInfo')).result;
    expect(info.last_error_message).toBe('Wrong response from the webhook: 500');
  });

  test('polling is refused while a webhook is set; deleting it may drop what waits', async () => {
    answer = () => 503;
    await call(telegram, 'setWebhook', { url });
    telegram.user().privateChat().send('hello');
    expect(await call(telegram, 'getUpdates')).toMatchObject({
      error_code: 409,
      description: /^Conflict: can't use getUpdates method while webhook is active/,
    });
    expect(await call(telegram, 'deleteWebhook')).toMatchObject({ description: 'Webhook was deleted' });
    expect((await call(telegram, 'getUpdates')).result).toHaveLength(1);
    await call(telegram, 'deleteWebhook', { drop_pending_updates: true });
    expect((await call(telegram, 'getUpdates')).result).toEqual([]);
  });
});

describe('people and chats', () => {
  let telegram: Telegram;
  beforeEach(async () => {
    telegram = await startWith({ privacy: true });
  });
  afterEach(() => telegram.close());
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects to be there
  const seen = async (): Promise<any[]> => {
    const { result } = await call(telegram, 'getUpdates');
    if (result.length > 0) await call(telegram, 'getUpdates', { offset: result.at(-1).update_id + 1 });
    return result;
  };
  const say = (chat: Seat, text: string, rest: object = {}) =>
    call(telegram, 'sendMessage', { chat_id: chat.id, text, ...rest });

  test('the bot cannot write first, nor to who blocked it', async () => {
    const ann = telegram.user().privateChat();
    expect(await say(ann, 'x')).toMatchObject({ error_code: 403, description: /can't initiate conversation/ });
    ann.send('/start');
    expect(await say(ann, 'x')).toMatchObject({ ok: true });
    ann.block();
    expect(await say(ann, 'x')).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
    ann.unblock();
    expect(await say(ann, 'x')).toMatchObject({ ok: true });
    const members = (await seen()).filter((update) => update.my_chat_member);
    expect(members.map((update) => update.my_chat_member.new_chat_member.status)).toEqual(['kicked', 'member']);
  });

  test('under privacy mode a bot sees commands, replies, its own cards and service messages, and no mentions', async () => {
    const group = telegram.user({ first_name: 'Ann' }).group({ title: 'Neighbours' });
    const own = (await say(group, 'from the bot')).result.message_id;
    const bob = telegram.user({ first_name: 'Bob' });
    const other = group.send('hello all');
    group.send('/ask@another_bot what?');
    group.send('see on_record_bot');
    group.send('try /ask');
    group.send('not a reply to it', { replyTo: other });
    group.sendMedia('photo', { caption: 'look' });
    group.send('hey @On_Record_Bot what?');
    group.sendMedia('photo', { caption: 'what of @on_record_bot' });
    expect(await seen()).toEqual([]);
    group.send('/ask what?');
    group.send('/ask@on_record_bot what?');
    group.send('and?', { replyTo: own });
    group.send('a card', { viaBot: { id: telegram.bot.id, is_bot: true, first_name: 'On Record' } });
    group.join(bob);
    expect((await seen()).map((update) => update.message.text ?? Object.keys(update.message).at(-1))).toEqual([
      '/ask what?',
      '/ask@on_record_bot what?',
      'and?',
      'a card',
      'new_chat_members',
    ]);
    group.promoteBot();
    group.send('everything now');
    expect(await seen()).toHaveLength(2);
    const open = telegram.user().group({ privacy: false });
    open.send('everything here');
    expect(await seen()).toHaveLength(1);
  });

  test('topics: messages keep their thread, refer to its first message, and a closed one is closed', async () => {
    const forum = telegram.user({ first_name: 'Ann' }).group({ title: 'Forum', forum: true, privacy: false });
    const thread = forum.createTopic('Russia');
    forum.send('in the topic', { thread });
    forum.send('in general');
    const [created, inTopic, general] = (await seen()).map((update) => update.message);
    expect(created).toMatchObject({ message_thread_id: thread, forum_topic_created: { name: 'Russia' } });
    expect(inTopic).toMatchObject({
      message_thread_id: thread,
      is_topic_message: true,
      reply_to_message: { message_id: thread, forum_topic_created: {} },
      chat: { is_forum: true },
    });
    expect(general.message_thread_id).toBeUndefined();
    const answer = await say(forum, 'here', { message_thread_id: thread });
    expect(answer.result).toMatchObject({ message_thread_id: thread, is_topic_message: true });
    const typing = { chat_id: forum.id, action: 'typing', message_thread_id: 1 };
    expect(await call(telegram, 'sendChatAction', typing)).toMatchObject({ ok: true });
    forum.closeTopic(thread);
    expect(await say(forum, 'here', { message_thread_id: thread })).toMatchObject({ description: /TOPIC_CLOSED/ });
  });

  test('being added, promoted and removed', async () => {
    const group = telegram.user({ first_name: 'Ann' }).group({ title: 'Neighbours', bot: 'left' });
    expect(await say(group, 'x')).toMatchObject({
      error_code: 403,
      description: /bot is not a member of the supergroup/,
    });
    group.addBot();
    group.promoteBot();
    expect(await say(group, 'x')).toMatchObject({ ok: true });
    group.removeBot();
    expect(await say(group, 'x')).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was kicked from the supergroup chat',
    });
    const updates = await seen();
    const statuses = updates.flatMap(({ my_chat_member: change }) =>
      change ? [[change.old_chat_member.status, change.new_chat_member.status]] : [],
    );
    expect(statuses).toEqual([
      ['left', 'member'],
      ['member', 'administrator'],
      ['administrator', 'kicked'],
    ]);
    expect(updates.some((update) => update.message?.left_chat_member?.id === telegram.bot.id)).toBe(true);
  });

  test('a basic group that became a supergroup names its new number', async () => {
    const group = telegram.user().group({ basic: true, title: 'Neighbours' });
    expect(await say(group, 'x')).toMatchObject({ ok: true });
    const upgraded = group.migrate();
    expect(await say(group, 'x')).toMatchObject({
      error_code: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: upgraded.id },
    });
    expect(await say(upgraded, 'x')).toMatchObject({ ok: true });
    const [to, from] = (await seen()).map((update) => update.message);
    expect(to).toMatchObject({ chat: { id: group.id }, migrate_to_chat_id: upgraded.id });
    expect(from).toMatchObject({ chat: { id: upgraded.id }, migrate_from_chat_id: group.id });
  });
});

describe('drafts', () => {
  test('are kept with their times, stopped once, and replaced by a message', async () => {
    const clock = handClock();
    await using telegram = await startWith({ now: clock.now });
    const ann = telegram.user().privateChat();
    ann.send('question');
    const draft = (text: string, rest: object = {}) =>
      call(telegram, 'sendMessageDraft', { chat_id: ann.id, draft_id: 7, text, ...rest });
    await draft('');
    expect(() => ann.stopDraft()).toThrow(/no Stop button/);
    clock.advance(1500);
    await draft('One claim.', { can_stop: true, keep_on_stop: true });
    expect(ann.drafts.map(({ text, canStop }) => [text, canStop])).toEqual([
      ['', false],
      ['One claim.', true],
    ]);
    expect(ann.drafts[1]!.at - ann.drafts[0]!.at).toBe(1500);
    expect(ann.stopDraft()).toMatchObject({ draftId: 7, keepOnStop: true });
    expect(() => ann.stopDraft()).toThrow(/was stopped before/);
    const { result } = await call(telegram, 'getUpdates', { offset: -1 });
    expect(result[0].stopped_message_generation).toEqual({ chat: ann.chat.json, draft_id: 7 });
    await draft('One claim. Two.', { can_stop: true });
    expect(ann.drafts.at(-1)).toMatchObject({ afterStop: true });
    await call(telegram, 'sendMessage', { chat_id: ann.id, text: 'done' });
    expect(() => ann.stopDraft()).toThrow(/no draft shows/);
  });
});

describe('buttons and inline queries', () => {
  const keyboard = {
    inline_keyboard: [
      [{ text: 'And China?', callback_data: 'q:china' }],
      [{ text: 'Source', url: 'https://belta.by/' }],
    ],
  };

  test('a pressed button is answered once', async () => {
    await using telegram = await startWith();
    await using _run = await running(telegram, (bot) => {
      bot.on('message', (ctx) => ctx.reply('answer', { reply_markup: keyboard }));
      bot.on('callback_query:data', (ctx) =>
        ctx.answerCallbackQuery({ text: ctx.callbackQuery.data, show_alert: true }),
      );
    });
    const ann = telegram.user().privateChat();
    ann.send('question');
    const reply = await ann.nextBotMessage();
    const pressed = ann.press(reply, 'And China?');
    expect(await pressed.answer()).toEqual({ text: 'q:china', showAlert: true, url: undefined });
    const again = await call(telegram, 'answerCallbackQuery', { callback_query_id: pressed.id });
    expect(again.description).toMatch(/query is too old/);
    expect(() => ann.press(reply, 'Source')).toThrow(/not a callback button/);
    expect(() => ann.press(reply, 'Nope')).toThrow(/no button "Nope" among: And China\? \| Source/);
    await telegram.confirmed();
  });

  test('queries answered too late are refused', async () => {
    const clock = handClock();
    await using telegram = await startWith({ now: clock.now });
    const ann = telegram.user();
    const inline = ann.inline('russia');
    clock.advance(10_001);
    const late = await call(telegram, 'answerInlineQuery', { inline_query_id: inline.id, results: [] });
    expect(late.description).toMatch(/query is too old and response timeout expired/);
  });

  test('an inline query has its offset and kind of chat, and a card chosen is a message of its own', async () => {
    await using telegram = await startWith({ inlineFeedback: true });
    const chosen: object[] = [];
    await using _run = await running(telegram, (bot) => {
      bot.on('inline_query', (ctx) =>
        ctx.answerInlineQuery(
          [
            {
              type: 'article',
              id: 'ask',
              title: 'Ask',
              input_message_content: { message_text: `Reading ${ctx.inlineQuery.query}…` },
              reply_markup: keyboard,
            },
            {
              type: 'article',
              id: '4.4',
              title: 'A sentence',
              input_message_content: {
                message_text: 'Never',
                entities: [{ type: 'bold', offset: 0, length: 5 }],
              },
            },
          ],
          { next_offset: `after ${ctx.inlineQuery.offset || 'start'}`, cache_time: 60, is_personal: true },
        ),
      );
      bot.on('chosen_inline_result', async (ctx) => {
        chosen.push(ctx.chosenInlineResult);
        if (ctx.inlineMessageId) await ctx.editMessageText('The answer', { reply_markup: keyboard });
      });
      bot.on('callback_query', (ctx) => ctx.answerCallbackQuery(ctx.inlineMessageId ? 'card' : 'message'));
    });
    const ann = telegram.user({ first_name: 'Ann' });
    const first = ann.inline('russia', { chatType: 'supergroup' });
    const answer = await first.answer();
    expect(answer).toMatchObject({ nextOffset: 'after start', cacheTime: 60, isPersonal: true });
    expect((await ann.inline('russia', { offset: answer.nextOffset }).answer()).nextOffset).toBe('after after start');
    const plain = await first.choose('4.4');
    expect(plain.inlineMessageId).toBeUndefined();
    expect(plain.entities).toEqual([{ type: 'bold', offset: 0, length: 5 }]);
    const ask = await first.choose(0);
    expect(ask.versions[0]?.text).toBe('Reading russia…');
    expect((await ann.nextEdit(ask)).text).toBe('The answer');
    expect(chosen).toEqual([
      { result_id: '4.4', from: ann.user, query: 'russia' },
      { result_id: 'ask', from: ann.user, query: 'russia', inline_message_id: ask.inlineMessageId },
    ]);
    expect((await ann.press(ask, 0).answer()).text).toBe('card');
    await telegram.confirmed();
  });
});

describe('flood control', () => {
  test('a chat takes a short burst, then about a message a second', async () => {
    const clock = handClock();
    await using telegram = await startWith({ floodControl: true, now: clock.now });
    const ann = telegram.user().privateChat();
    ann.send('/start');
    const send = () => call(telegram, 'sendMessage', { chat_id: ann.id, text: 'x' });
    for (let count = 0; count < 3; count++) expect(await send()).toMatchObject({ ok: true });
    expect(await send()).toMatchObject({
      error_code: 429,
      description: 'Too Many Requests: retry after 1',
      parameters: { retry_after: 1 },
    });
    clock.advance(1000);
    expect(await send()).toMatchObject({ ok: true });
    expect(await send()).toMatchObject({ error_code: 429 });
    const draft = () => call(telegram, 'sendMessageDraft', { chat_id: ann.id, draft_id: 1, text: 'x' });
    expect(await draft()).toMatchObject({ ok: true });
  });

  test('a group takes twenty messages and edits a minute', async () => {
    const clock = handClock();
    await using telegram = await startWith({ floodControl: true, now: clock.now });
    const group = telegram.group();
    const { result } = await call(telegram, 'sendMessage', { chat_id: group.id, text: 'x' });
    const edit = (text: string) =>
      call(telegram, 'editMessageText', { chat_id: group.id, message_id: result.message_id, text });
    for (let count = 1; count < 20; count++) {
      clock.advance(1000);
      expect(await edit(`${count}`)).toMatchObject({ ok: true });
    }
    clock.advance(1000);
    expect(await edit('one more')).toMatchObject({ error_code: 429, parameters: { retry_after: 40 } });
    clock.advance(40_000);
    expect(await edit('one more')).toMatchObject({ ok: true });
  });

  test('all chats together take thirty a second, and a bot is not renamed all day', async () => {
    const clock = handClock();
    await using telegram = await startWith({ floodControl: true, now: clock.now });
    const send = () => {
      const chat = telegram.user().privateChat();
      chat.send('/start');
      return call(telegram, 'sendMessage', { chat_id: chat.id, text: 'x' });
    };
    for (let count = 0; count < 30; count++) expect(await send()).toMatchObject({ ok: true });
    expect(await send()).toMatchObject({ error_code: 429 });
    const rename = (name: string) => call(telegram, 'setMyName', { name });
    for (const name of ['a', 'b', 'c', 'c']) expect(await rename(name)).toMatchObject({ ok: true });
    expect(await rename('d')).toMatchObject({ error_code: 429, parameters: { retry_after: 86_400 } });
  });
});

describe('faults on demand', () => {
  let telegram: Telegram;
  let ann: Seat;
  beforeEach(async () => {
    telegram = await startWith();
    ann = telegram.user().privateChat();
    ann.send('/start');
  });
  afterEach(() => telegram.close());
  const send = () => call(telegram, 'sendMessage', { chat_id: ann.id, text: 'x' });

  test('a call hangs for a while and then goes through, unless the client gave up', async () => {
    telegram.fail({ as: { kind: 'hang', ms: 5 } });
    expect(await send()).toMatchObject({ ok: true });
    telegram.fail({ as: { kind: 'hang', ms: Number.POSITIVE_INFINITY } });
    const gone = new AbortController();
    const hanging = fetch(`${telegram.apiRoot}/bot${telegram.token}/sendMessage?chat_id=${ann.id}&text=x`, {
      signal: gone.signal,
    }).catch(() => 'gave up');
    await telegram.waitFor(() => telegram.calls.at(-1)?.fault === 'hang');
    gone.abort();
    expect(await hanging).toBe('gave up');
    expect(ann.botMessages).toHaveLength(1);
  });
});

describe('waiting', () => {
  test('a deadline tells what happened instead', async () => {
    await using telegram = await startWith({ deadlineMs: 50 });
    const ann = telegram.user().privateChat();
    ann.send('hello');
    await call(telegram, 'sendMessage', { chat_id: 5, text: 'astray' });
    const error: Error = await ann.nextBotMessage().then(
      () => new Error('there was one'),
      (reason) => reason,
    );
    expect(error.message).toMatch(/waited 50 ms in vain for the bot's next message in chat/);
    expect(error.message).toMatch(/-> \d+ message .*hello/);
    expect(error.message).toMatch(/<- sendMessage .*astray.* = 400 Bad Request: chat not found/);
    expect(error.message).toMatch(/1 updates unconfirmed/);
  });
});
