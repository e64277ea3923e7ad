// What a message asks of the bot, and where it is none of its business.

import type { Message, MessageEntity } from 'grammy/types';
import { expect, test } from 'vitest';
import { meaningOf } from '../../src/telegram/commands.ts';
import { readMessage } from '../../src/telegram/incoming.ts';

const ME = { id: 99, username: 'On_Record_Bot', meaningOf, mentions: true };
const ANN = { id: 1, is_bot: false, first_name: 'Ann' };
const BOT = { id: 99, is_bot: true, first_name: 'On Record' };

function message(chat: 'private' | 'supergroup', fields: object): Message {
  return { message_id: 1, date: 0, chat: { id: 5, type: chat }, from: ANN, ...fields } as unknown as Message;
}

function entity(type: string, offset: number, length: number): MessageEntity {
  return { type, offset, length } as MessageEntity;
}

test.each([
  ['a question', { text: 'what about Russia?' }, { kind: 'question', text: 'what about Russia?' }],
  [
    '/ask with words',
    { text: '/ask why?', entities: [entity('bot_command', 0, 4)] },
    { kind: 'question', text: 'why?' },
  ],
  ['/ask alone', { text: '/ask', entities: [entity('bot_command', 0, 4)] }, { kind: 'question', text: '' }],
  ['another bot’s command', { text: '/ask@other why?', entities: [entity('bot_command', 0, 10)] }, { kind: 'none' }],
  [
    '/Start with a link',
    { text: '/Start p4-3', entities: [entity('bot_command', 0, 6)] },
    { kind: 'command', name: 'start', argument: 'p4-3' },
  ],
  [
    '/check with marks',
    { text: '/check he said “never again”', entities: [entity('bot_command', 0, 6)] },
    { kind: 'check', alleged: 'he said “never again”' },
  ],
  [
    'words passed on',
    { text: 'Never again', forward_origin: { type: 'hidden_user' } },
    { kind: 'check', alleged: 'Never again' },
  ],
  [
    'a question passed on',
    { text: 'What about Russia?', forward_origin: { type: 'hidden_user' } },
    { kind: 'question', text: 'What about Russia?' },
  ],
  [
    'an unknown command',
    { text: '/what', entities: [entity('bot_command', 0, 5)] },
    { kind: 'command', name: 'help', argument: '' },
  ],
  [
    'a marked part of its own answer',
    {
      text: 'Did he really say that?',
      reply_to_message: { from: BOT, text: 'x' },
      quote: { text: 'he never turned his back' },
    },
    { kind: 'question', text: 'Did he really say that? “he never turned his back”' },
  ],
  [
    'a marked part of its own answer, with a question of its own',
    { text: 'why?', reply_to_message: { from: BOT, text: 'x' }, quote: { text: 'a multi-vector policy' } },
    { kind: 'question', text: 'why? “a multi-vector policy”' },
  ],
  ['a sticker', { sticker: {} }, { kind: 'unreadable' }],
  ['a pin', { pinned_message: {} }, { kind: 'none' }],
  ['a card of its own', { text: 'x', via_bot: BOT }, { kind: 'none' }],
])('in private, %s', (_what, fields, intent) => {
  expect(readMessage(message('private', fields), ME)).toEqual(intent);
});

const alleged = message('supergroup', { message_id: 7, text: 'He said “never again” then' });
const answer = message('supergroup', { message_id: 8, from: BOT, text: 'He called Russia…' });

test.each([
  ['talk', { text: 'what about Russia?' }, { kind: 'none' }],
  [
    'a mention in any case',
    { text: 'so, @on_record_bot, why?', entities: [entity('mention', 4, 14)] },
    { kind: 'question', text: 'so, why?' },
  ],
  ['a longer name', { text: '@on_record_bots why?', entities: [entity('mention', 0, 15)] }, { kind: 'none' }],
  [
    'a mention at the end',
    { text: 'why, @on_record_bot?', entities: [entity('mention', 5, 14)] },
    { kind: 'question', text: 'why?' },
  ],
  ['a mention alone', { text: '@on_record_bot', entities: [entity('mention', 0, 14)] }, { kind: 'question', text: '' }],
  [
    'a mention alone in reply',
    { text: '@on_record_bot', entities: [entity('mention', 0, 14)], reply_to_message: alleged },
    { kind: 'check', alleged: 'He said “never again” then' },
  ],
  [
    'a question in reply to words',
    { text: '@on_record_bot why?', entities: [entity('mention', 0, 14)], reply_to_message: alleged },
    { kind: 'question', text: 'why?' },
  ],
  ['a reply to it', { text: 'why?', reply_to_message: answer }, { kind: 'question', text: 'why?' }],
  ['a reply to others', { text: 'why?', reply_to_message: alleged }, { kind: 'none' }],
  [
    'a message in a topic that it opened',
    { text: 'why?', reply_to_message: { ...answer, forum_topic_created: { name: 'x' } } },
    { kind: 'none' },
  ],
  [
    '/check in reply',
    { text: '/check', entities: [entity('bot_command', 0, 6)], reply_to_message: alleged },
    { kind: 'check', alleged: 'He said “never again” then' },
  ],
  [
    '/check of some words',
    { text: '/check', entities: [entity('bot_command', 0, 6)], reply_to_message: alleged, quote: { text: 'He said' } },
    { kind: 'check', alleged: 'He said' },
  ],
  [
    '/ask in reply',
    {
      text: '/ask',
      entities: [entity('bot_command', 0, 4)],
      reply_to_message: message('supergroup', { text: 'What about Russia?' }),
    },
    { kind: 'question', text: 'What about Russia?' },
  ],
  [
    'its own command with its name in any case',
    { text: '/ask@on_RECORD_bot why?', entities: [entity('bot_command', 0, 18)] },
    { kind: 'question', text: 'why?' },
  ],
  [
    '/check in reply to itself',
    { text: '/check', entities: [entity('bot_command', 0, 6)], reply_to_message: answer },
    { kind: 'check', alleged: null },
  ],
  ['a command of others', { text: '/weather', entities: [entity('bot_command', 0, 8)] }, { kind: 'none' }],
  [
    'a bot',
    { text: '@on_record_bot why?', entities: [entity('mention', 0, 14)], from: { ...BOT, id: 3 } },
    { kind: 'none' },
  ],
  [
    'an anonymous admin',
    {
      text: '@on_record_bot why?',
      entities: [entity('mention', 0, 14)],
      from: { id: 1_087_968_824, is_bot: true, first_name: 'Group' },
    },
    { kind: 'question', text: 'why?' },
  ],
  [
    'a post that came by itself from the linked channel',
    { text: '@on_record_bot why?', entities: [entity('mention', 0, 14)], is_automatic_forward: true },
    { kind: 'none' },
  ],
  [
    'a marked part of its own answer',
    { text: 'is it so?', reply_to_message: answer, quote: { text: 'He called Russia' } },
    { kind: 'question', text: 'is it so? “He called Russia”' },
  ],
  [
    'a quotation of another chat, checked',
    { text: '/check', entities: [entity('bot_command', 0, 6)], external_reply: {}, quote: { text: 'never again' } },
    { kind: 'check', alleged: 'never again' },
  ],
  ['a voice message', { voice: {} }, { kind: 'none' }],
])('in a group, %s', (_what, fields, intent) => {
  expect(readMessage(message('supergroup', fields), ME)).toEqual(intent);
});

test('where mentions are not answered, commands and replies still are', () => {
  const quiet = { ...ME, mentions: false };
  const mention = { text: '@on_record_bot why?', entities: [entity('mention', 0, 14)] };
  expect(readMessage(message('supergroup', mention), quiet)).toEqual({ kind: 'none' });
  expect(readMessage(message('supergroup', { ...mention, reply_to_message: answer }), quiet).kind).toBe('question');
  const command = { text: '/ask why?', entities: [entity('bot_command', 0, 4)] };
  expect(readMessage(message('supergroup', command), quiet).kind).toBe('question');
});
