// Albums and split pastes: what people sent as one is one message.

import type { Message } from 'grammy/types';
import { expect, test } from 'vitest';
import { createArrivals, joinMessage } from '../../src/telegram/joining.ts';

const LONG = 'word '.repeat(819).trim();

function message(message_id: number, fields: object): Message {
  return { message_id, date: 100, chat: { id: 5, type: 'private' }, from: { id: 5 }, ...fields } as unknown as Message;
}

/** Hands the messages over in order, each once all have arrived; what is left to be answered. */
async function joined(...messages: readonly Message[]) {
  const cards = new Map<string, { question: string; person: number }>();
  const store = {
    cards: {
      get: async (id: string) => cards.get(id) ?? null,
      put: async (id: string, card: { question: string; person: number }) => void cards.set(id, card),
    },
  };
  const arrivals = createArrivals();
  for (const [at, one] of messages.entries()) arrivals.note({ update_id: at, message: one } as never);
  const left: Message[] = [];
  for (const one of messages) {
    // Nothing more arrives: a wait for it ends at once.
    const whole = await joinMessage(one, 5, { store, arrivals, signal: AbortSignal.abort() });
    if (whole !== null) left.push(whole);
  }
  return left.map(({ message_id, text, caption }) => ({ message_id, words: text ?? caption }));
}

test.each([
  {
    what: 'an album with a caption is its caption',
    messages: [{ caption: 'What did he say?' }, {}, {}, {}].map((fields, at) =>
      message(at, { photo: [], media_group_id: 'g', ...fields }),
    ),
    left: [{ message_id: 0, words: 'What did he say?' }],
  },
  {
    what: 'an album whose second picture has the caption is that',
    messages: [{}, { caption: 'Why?' }, {}].map((fields, at) =>
      message(at, { photo: [], media_group_id: 'g', ...fields }),
    ),
    left: [{ message_id: 1, words: 'Why?' }],
  },
  {
    what: 'an album without words is one picture',
    messages: [0, 1, 2].map((at) => message(at, { photo: [], media_group_id: 'g' })),
    left: [{ message_id: 0, words: undefined }],
  },
  {
    what: 'a paste that the client split is one text',
    messages: [message(1, { text: LONG }), message(2, { text: 'and the end.', date: 101 })],
    left: [{ message_id: 2, words: `${LONG} and the end.` }],
  },
  {
    what: 'a paste in three parts is one text',
    messages: [message(1, { text: LONG }), message(2, { text: LONG }), message(3, { text: 'end' })],
    left: [{ message_id: 3, words: `${LONG} ${LONG} end` }],
  },
  {
    what: 'what follows a paste at once is a message of its own',
    messages: [message(1, { text: LONG }), message(2, { text: 'end' }), message(3, { text: '/new' })],
    left: [
      { message_id: 2, words: `${LONG} end` },
      { message_id: 3, words: '/new' },
    ],
  },
  {
    what: 'a part cut inside a word goes on where it was cut',
    messages: [message(1, { text: 'x'.repeat(4_096) }), message(2, { text: 'yz' })],
    left: [{ message_id: 2, words: `${'x'.repeat(4_096)}yz` }],
  },
  {
    what: 'a long message alone is itself',
    messages: [message(1, { text: LONG })],
    left: [{ message_id: 1, words: LONG }],
  },
  {
    what: 'what somebody says a while later is a message of its own',
    messages: [message(1, { text: LONG }), message(2, { text: 'and?', date: 103 })],
    left: [
      { message_id: 1, words: LONG },
      { message_id: 2, words: 'and?' },
    ],
  },
  {
    what: 'short messages in a row are messages',
    messages: [message(1, { text: 'why?' }), message(2, { text: 'and China?' })],
    left: [
      { message_id: 1, words: 'why?' },
      { message_id: 2, words: 'and China?' },
    ],
  },
  {
    what: 'somebody else’s message is no part',
    messages: [
      message(1, { text: LONG }),
      message(2, { text: 'and?', from: { id: 6 }, chat: { id: 5, type: 'supergroup' } }),
    ],
    left: [{ message_id: 1, words: LONG }],
  },
])('$what', async ({ messages, left }) => {
  expect((await joined(...messages)).slice(0, left.length)).toEqual(left);
});
