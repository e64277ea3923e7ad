// Where a reply goes when it was delivered before, when the question was edited, and what it can do without.

import { GrammyError } from 'grammy';
import { expect, test } from 'vitest';
import { NEW_SESSION, type Session } from '../../src/service/stored.ts';
import { createDelivery, type Reply } from '../../src/telegram/delivery.ts';

type Sending = {
  readonly message_thread_id?: number;
  readonly reply_parameters?: object;
  readonly reply_markup?: object;
};

/** `refuse`: what Telegram says to a call, null for taking it. */
function delivering(refuse: (method: string, sending: Sending) => string | null = () => null) {
  let session = NEW_SESSION;
  const calls: string[] = [];
  const sendings: Sending[] = [];
  const sent = new Map<string, number>();
  const take = (method: string, call: string, sending: Sending) => {
    calls.push(call);
    sendings.push(sending);
    const refusal = refuse(method, sending);
    if (refusal === null) return;
    throw new GrammyError(
      'refused',
      { ok: false, error_code: 400, description: `Bad Request: ${refusal}` },
      method,
      {},
    );
  };
  const parts = {
    now: () => 1_000,
    sessions: {
      update: async (_who: object, change: (session: Session) => Session) => {
        session = change(session);
      },
    },
    api: {
      sendMessage: async (_chat: number, _text: string, sending: Sending) => {
        take('sendMessage', 'send', sending);
        return { message_id: 40 + calls.length };
      },
      editMessageText: async (_chat: number, id: number, _text: string, sending: Sending) =>
        take('editMessageText', `edit ${id}`, sending),
    },
  };
  const origin = (over: object = {}) =>
    ({
      ...{ chat: 1, person: 1, surface: 'private', messageId: 7, session, threadId: undefined, isEdit: false },
      run: {
        sent: {
          get: (step: string) => sent.get(step) ?? null,
          record: async (step: string, id: number) => void sent.set(step, id),
        },
      },
      ...over,
    }) as never;
  return { delivery: createDelivery(parts as never), origin, calls, sendings, sent };
}

const REPLY: Reply = { rendered: { text: 'So it is.', entities: [] } };

test('an edit that changes no word leaves the reply as it stands, any other changes it', async () => {
  const { delivery, origin } = delivering();
  await delivery.deliver(origin(), 'why?', REPLY, { kind: 'new' });
  expect(delivery.targetFor(origin({ isEdit: true }), 'why?')).toEqual({ kind: 'unchanged' });
  expect(delivery.targetFor(origin({ isEdit: true }), 'why not?')).toMatchObject({ kind: 'message', id: 41 });
});

test('a reply that was delivered is not delivered again', async () => {
  const { delivery, origin, calls } = delivering();
  for (let start = 0; start < 2; start++) await delivery.deliver(origin(), 'why?', REPLY, { kind: 'new' });
  expect(calls).toEqual(['send']);
});

test.each([
  ['message is not modified', ['edit 9'], 9],
  ['message to edit not found', ['edit 9', 'send'], 42],
] as const)('where Telegram says “%s” the reply stands once', async (refusal, expected, final) => {
  const { delivery, origin, calls, sent } = delivering((method) => (method === 'editMessageText' ? refusal : null));
  await delivery.deliver(origin(), 'why?', REPLY, { kind: 'message', id: 9 });
  expect(calls).toEqual(expected);
  expect(sent.get('final')).toBe(final);
});

const NEW_BUTTONS = {
  inline_keyboard: [[{ text: 'x', callback_data: 'q:1' }], [{ text: 'Copy', copy_text: { text: 'y' } }]],
};

test.each([
  {
    lacks: 'a topic that cannot be named',
    refuse: ({ message_thread_id }: Sending) => (message_thread_id === undefined ? null : 'message thread not found'),
    left: { reply_parameters: { message_id: 7, quote: 'never' } },
  },
  {
    lacks: 'words to point at',
    refuse: ({ reply_parameters }: Sending) =>
      reply_parameters && 'quote' in reply_parameters ? 'QUOTE_TEXT_INVALID' : null,
    left: { message_thread_id: 77, reply_parameters: { message_id: 7 } },
  },
  {
    lacks: 'buttons that an old server does not know',
    refuse: ({ reply_markup }: Sending) =>
      JSON.stringify(reply_markup).includes('copy_text') ? 'Text buttons are unallowed' : null,
    left: { reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'q:1' }]] } },
  },
])('a reply does without $lacks, once', async ({ refuse, left }) => {
  const { delivery, origin, calls, sendings, sent } = delivering((_method, sending) => refuse(sending));
  const reply = { ...REPLY, pointsAt: 'never', keyboard: NEW_BUTTONS };
  await delivery.deliver(origin({ surface: 'group', threadId: 77 }), 'why?', reply, { kind: 'new' });
  expect(calls).toEqual(['send', 'send']);
  expect(sendings[1]).toMatchObject(left);
  expect(sent.get('final')).toBe(42);
});

test('what cannot be left out is not tried again', async () => {
  const { delivery, origin, calls } = delivering(() => 'CHAT_RESTRICTED');
  await expect(delivery.deliver(origin({ threadId: 77 }), 'why?', REPLY, { kind: 'new' })).rejects.toThrow();
  expect(calls).toEqual(['send']);
});
