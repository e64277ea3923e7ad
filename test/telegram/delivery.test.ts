// Where a reply goes when it was delivered before, or when the question was edited.

import { GrammyError } from 'grammy';
import { expect, test } from 'vitest';
import { NEW_SESSION, type Session } from '../../src/store/conversation.ts';
import { createDelivery } from '../../src/telegram/delivery.ts';

function delivering(refusal: string | null = null) {
  let session = NEW_SESSION;
  const calls: string[] = [];
  const sent = new Map<string, number>();
  const desk = {
    now: () => 1_000,
    store: {
      sessions: {
        update: async (_who: object, change: (session: Session) => Session) => {
          session = change(session);
        },
      },
    },
    api: {
      sendMessage: async () => {
        calls.push('send');
        return { message_id: 40 + calls.length };
      },
      editMessageText: async (_chat: number, id: number) => {
        calls.push(`edit ${id}`);
        if (refusal !== null) {
          const answer = { ok: false, error_code: 400, description: `Bad Request: ${refusal}` } as const;
          throw new GrammyError('refused', answer, 'editMessageText', {});
        }
      },
    },
  };
  const asked = (isEdit: boolean) => ({
    chat: 1,
    person: 1,
    surface: 'private',
    messageId: 7,
    session,
    threadId: undefined,
    isEdit,
    run: {
      sent: {
        get: (step: string) => sent.get(step) ?? null,
        record: async (step: string, id: number) => void sent.set(step, id),
      },
    },
  });
  return { delivery: createDelivery(desk as never), asked: (isEdit = false) => asked(isEdit) as never, calls, sent };
}

const REPLY = { rendered: { text: 'So it is.', entities: [] } };

test('an edit that changes no word leaves the reply as it stands, any other changes it', async () => {
  const { delivery, asked } = delivering();
  await delivery.deliver(asked(), 'why?', REPLY, { kind: 'new' });
  expect(delivery.targetFor(asked(true), 'why?')).toEqual({ kind: 'unchanged' });
  expect(delivery.targetFor(asked(true), 'why not?')).toMatchObject({ kind: 'message', id: 41 });
});

test('a reply that was delivered is not delivered again', async () => {
  const { delivery, asked, calls } = delivering();
  for (let start = 0; start < 2; start++) await delivery.deliver(asked(), 'why?', REPLY, { kind: 'new' });
  expect(calls).toEqual(['send']);
});

test.each([
  ['message is not modified', ['edit 9'], 9],
  ['message to edit not found', ['edit 9', 'send'], 42],
] as const)('where Telegram says “%s” the reply stands once', async (refusal, expected, final) => {
  const { delivery, asked, calls, sent } = delivering(refusal);
  await delivery.deliver(asked(), 'why?', REPLY, { kind: 'message', id: 9, replied: null });
  expect(calls).toEqual(expected);
  expect(sent.get('final')).toBe(final);
});
