import { expect, test } from 'vitest';
import type { RawUpdate, Webhook } from '../../src/web/webhook.ts';
import { recordLog } from '../helpers/marked-words.ts';
import { openSite } from '../helpers/web.ts';

const SECRET = 'a-secret_of-16-characters';
const PATH = '/telegram';

async function openHook(accept: Webhook['accept'] = async () => {}) {
  const { log, lines } = recordLog();
  const { site } = await openSite({ webhook: { path: PATH, secret: SECRET, accept }, log });
  const send = async (body: string | ReadableStream, headers: Record<string, string> = {}) => {
    const response = await site.request(PATH, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET, ...headers },
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    });
    return response.status;
  };
  return { send, lines, site };
}

test('an update is acknowledged only once it is stored', async () => {
  const stored = Promise.withResolvers<void>();
  const updates: RawUpdate[] = [];
  const { send } = await openHook((update) => {
    updates.push(update);
    return stored.promise;
  });
  let status: number | null = null;
  const sent = send(JSON.stringify({ update_id: 7, message: { text: 'hello' } })).then((code) => (status = code));
  // Everything that can happen without the store has happened after a turn of the loop.
  await new Promise(setImmediate);
  expect(updates).toEqual([{ update_id: 7, message: { text: 'hello' } }]);
  expect(status).toBeNull();
  stored.resolve();
  await sent;
  expect(status).toBe(200);
});

test('an update that could not be stored is sent again by Telegram, and logged without its words', async () => {
  const { send, lines } = await openHook(async () => {
    throw new Error('database is locked: insert into inbox values (hello)');
  });
  expect(await send(JSON.stringify({ update_id: 7, message: { text: 'hello' } }))).toBe(503);
  expect(lines()).toHaveLength(1);
  expect(lines()[0]).toContain('"update":7');
  expect(lines()[0]).not.toContain('hello');
});

test('a wrong or missing secret is turned away before the body is looked at', async () => {
  let accepted = 0;
  const { send, site } = await openHook(async () => {
    accepted++;
  });
  for (const secret of ['', 'wrong', `${SECRET}x`, SECRET.slice(0, -1), SECRET.toUpperCase()]) {
    expect(await send('not json', { 'x-telegram-bot-api-secret-token': secret })).toBe(401);
  }
  expect((await site.request(PATH, { method: 'POST', body: '{"update_id":1}' })).status).toBe(401);
  expect((await site.request(PATH)).status).toBe(404);
  expect(accepted).toBe(0);
});

test('what is no update is refused', async () => {
  const { send } = await openHook();
  for (const body of ['', '{', 'null', '[]', '{}', '"x"', '{"update_id":"7"}', '{"update_id":1.5}', '\u0000']) {
    expect(await send(body)).toBe(400);
  }
});

test('a body over a megabyte is refused, announced or not', async () => {
  const { send } = await openHook();
  const update = JSON.stringify({ update_id: 1, text: 'x'.repeat(1_000_000) });
  expect(await send(update, { 'content-length': String(update.length) })).toBe(413);
  let pulled = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulled++;
      controller.enqueue(new Uint8Array(100_000));
    },
  });
  expect(await send(endless)).toBe(413);
  expect(pulled).toBeLessThan(20);
});
