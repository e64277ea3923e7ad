import { expect, test } from 'vitest';
import { TryLater } from '../../src/inbox/run.ts';
import { limitRate, RATE_LIMITS } from '../../src/telegram/rate-limits.ts';

/** A clock that only waiting moves, and what was sent when. */
function limited() {
  let now = 1_000_000;
  const sent: { readonly method: string; readonly at: number }[] = [];
  const transformer = limitRate(
    () => now,
    async (ms) => {
      now += ms;
    },
  );
  const call = async (method: string, payload: object) => {
    await transformer(
      (async (name: string) => sent.push({ method: name, at: now })) as never,
      method as never,
      payload as never,
      undefined,
    );
  };
  return {
    call,
    sent,
    pass: (ms: number) => {
      now += ms;
    },
    gaps: () => sent.slice(1).map(({ at }, index) => at - sent[index]!.at),
  };
}

test('a chat gets three messages at once, then one a second', async () => {
  const { call, gaps } = limited();
  for (let at = 0; at < 6; at++) await call('sendMessage', { chat_id: 1 });
  expect(gaps().slice(0, 2)).toEqual([0, 0]);
  expect(Math.min(...gaps().slice(2))).toBeGreaterThanOrEqual(1_000);
});

test('edits of a chat are a second apart, an inline message’s too', async () => {
  const { call, gaps } = limited();
  for (let at = 0; at < 4; at++) await call('editMessageText', { inline_message_id: 'x' });
  expect(Math.min(...gaps())).toBeGreaterThanOrEqual(1_000);
});

test('an edit right after a message does not wait for it', async () => {
  const { call, gaps } = limited();
  await call('sendMessage', { chat_id: 1 });
  await call('editMessageText', { chat_id: 1 });
  expect(gaps()).toEqual([0]);
});

test('chats do not wait for one another, nor what is no message', async () => {
  const { call, gaps } = limited();
  for (let at = 0; at < 30; at++) await call('sendMessage', { chat_id: at + 1 });
  for (let at = 0; at < 30; at++) await call('answerCallbackQuery', { chat_id: 1 });
  expect(Math.max(...gaps())).toBe(0);
});

test('a group gets at most twenty messages and edits in any minute; what would wait long is put off', async () => {
  const { call, sent, pass } = limited();
  for (let round = 0; round < 6; round++) {
    for (let at = 0; at < 10; at++) {
      const method = at % 2 === 0 ? 'sendMessage' : 'editMessageText';
      await call(method, { chat_id: -5 }).catch((error: unknown) => {
        expect(error).toBeInstanceOf(TryLater);
        expect((error as TryLater).afterMs).toBeGreaterThan(RATE_LIMITS.maxWaitMs);
        pass(5_000);
      });
    }
  }
  expect(sent.length).toBeGreaterThan(40);
  for (const { at } of sent) {
    expect(sent.filter((other) => other.at >= at && other.at < at + 60_000).length).toBeLessThanOrEqual(20);
  }
});
