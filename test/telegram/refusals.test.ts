// Which refusals are for good. The rows are what public reports of such bots name.

import { GrammyError } from 'grammy';
import { expect, test } from 'vitest';
import { isFinal, refusalOf } from '../../src/telegram/refusals.ts';

const error = (error_code: number, description: string) =>
  new GrammyError('refused', { ok: false, error_code, description }, 'sendMessage', {});

test.each([
  [403, 'Forbidden: the group chat was deleted'],
  [403, "Forbidden: bot can't initiate conversation with a user"],
  [403, 'Forbidden: bot was blocked by the user'],
  [403, 'Forbidden: user is deactivated'],
  [403, 'Forbidden: bot was kicked from the supergroup chat'],
  [403, 'Forbidden: bot is not a member of the supergroup chat'],
  [400, 'Bad Request: PRIVACY_PREMIUM_REQUIRED'],
  [400, 'Bad Request: ALLOW_PAYMENT_REQUIRED_10'],
  [400, 'Bad Request: CHAT_RESTRICTED'],
  [400, 'Bad Request: CHAT_SEND_PLAIN_FORBIDDEN'],
  [400, 'Bad Request: CHAT_GUEST_SEND_FORBIDDEN'],
  [400, 'Bad Request: CHAT_WRITE_FORBIDDEN'],
  [400, 'Bad Request: CHAT_ADMIN_REQUIRED'],
  [400, 'Bad Request: USER_BANNED_IN_CHANNEL'],
  [400, 'Bad Request: USER_IS_BLOCKED'],
  [400, 'Bad Request: INPUT_USER_DEACTIVATED'],
  [400, 'Bad Request: CHANNEL_PRIVATE'],
  [400, 'Bad Request: PEER_ID_INVALID'],
  [400, 'Bad Request: TOPIC_CLOSED'],
  [400, 'Bad Request: chat not found'],
  [400, 'Bad Request: not enough rights to send text messages to the chat'],
  [400, 'Bad Request: group chat was deactivated'],
])('%i %s ends the chat’s work', (code, description) => {
  expect(refusalOf(error(code, description))).toBe('chat-gone');
  expect(isFinal(error(code, description))).toBe(true);
});

test.each([
  ['Bad Request: message thread not found', 'topic-gone'],
  ['Bad Request: TOPIC_DELETED', 'topic-gone'],
  ['Bad Request: message is not modified: specified new message content …', 'nothing-to-do'],
  ['Bad Request: message to edit not found', 'nothing-to-do'],
  ['Bad Request: query is too old and response timeout expired or query ID is invalid', 'nothing-to-do'],
  ['Bad Request: REACTION_INVALID', 'nothing-to-do'],
])('%s is %s', (description, kind) => {
  expect(refusalOf(error(400, description))).toBe(kind);
});

test.each([
  [400, 'Bad Request: something nobody has heard of'],
  [400, "Bad Request: can't parse entities"],
  [400, 'Bad Request: message is too long'],
  [401, 'Unauthorized'],
  [429, 'Too Many Requests: retry after 5'],
  [500, 'Internal Server Error'],
  [502, 'Bad Gateway'],
])('%i %s is no refusal for good: it passes, or it is ours to mend', (code, description) => {
  expect(isFinal(error(code, description))).toBe(false);
});
