// Which updates wait for one another, and whom each is about.

import { expect, test } from 'vitest';
import { rowOf } from '../../src/telegram/inbox-row.ts';

const ann = { id: 7, is_bot: false };
const chat = { id: -100, type: 'supergroup' };

test.for([
  { kind: 'message', event: { chat, from: ann, text: 'x' }, row: ['chat:-100', -100, 7] },
  { kind: 'edited_message', event: { chat, from: ann, text: 'x' }, row: ['chat:-100', -100, 7] },
  { kind: 'channel_post', event: { chat, text: 'x' }, row: ['chat:-100', -100, null] },
  { kind: 'callback_query', event: { id: '1', from: ann, message: { chat } }, row: ['chat:-100', -100, 7] },
  { kind: 'callback_query', event: { id: '1', from: ann, inline_message_id: 'AAQ' }, row: ['inline:AAQ', null, 7] },
  { kind: 'chosen_inline_result', event: { from: ann, inline_message_id: 'AAQ' }, row: ['inline:AAQ', null, 7] },
  { kind: 'chosen_inline_result', event: { from: ann, result_id: '1' }, row: ['person:7', null, 7] },
  { kind: 'my_chat_member', event: { chat, from: ann }, row: ['chat:-100', -100, 7] },
  { kind: 'message_reaction', event: { chat, user: ann }, row: ['chat:-100', -100, 7] },
  { kind: 'stopped_message_generation', event: { chat: ann, draft_id: 1 }, row: ['stop:7', 7, null] },
  { kind: 'poll', event: { id: '1' }, row: ['update:5', null, null] },
])('$kind waits in $row.0', ({ kind, event, row }) => {
  const update = { update_id: 5, [kind]: event };
  const [queue, aboutChat, person] = row;
  expect(rowOf(update)).toEqual({ updateId: 5, queue, chat: aboutChat, person, payload: JSON.stringify(update) });
});

test('an update that says nothing is stored all the same', () => {
  expect(rowOf({ update_id: 5 })).toMatchObject({ queue: 'update:5', payload: '{"update_id":5}' });
});

test.for([Number.NaN, 1.5, '5', undefined, null])('%s is no update_id', (id) => {
  expect(() => rowOf({ update_id: id as number })).toThrow(TypeError);
});
