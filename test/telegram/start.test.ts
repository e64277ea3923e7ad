// What the start waits for, and what ends it.

import { GrammyError, HttpError } from 'grammy';
import { expect, test } from 'vitest';
import { patiently, startError } from '../../src/telegram/start.ts';
import { recordLog } from '../helpers/marked-words.ts';

const refused = (error_code: number, retry_after?: number) =>
  new GrammyError(
    'refused',
    { ok: false, error_code, description: 'x', ...(retry_after === undefined ? {} : { parameters: { retry_after } }) },
    'getMe',
    {},
  );

test.each([
  ['asks to wait', refused(429, 0), 1],
  ['fails', refused(502), 0],
  ['cannot be reached', new HttpError('x', new Error('ECONNRESET')), 0],
])('a Telegram that %s is tried again until it answers', async (_what, fault, told) => {
  const { log, lines } = recordLog();
  let calls = 0;
  const call = async () => {
    if (++calls < 2) throw fault;
    return 'me';
  };
  expect(await patiently('getMe', call, { log, signal: new AbortController().signal })).toBe('me');
  expect(lines().filter((line) => line.includes('start-waits'))).toHaveLength(told);
});

test.each([401, 404])('a token that is refused (%i) ends the start at once, in one line', async (code) => {
  const { log } = recordLog();
  const refusal = patiently('getMe', () => Promise.reject(refused(code)), {
    log,
    signal: new AbortController().signal,
  });
  const error = await refusal.catch(startError);
  expect((error as Error).message).toMatch(/^TELEGRAM_BOT_TOKEN is refused by Telegram/);
});

test('told to end, a start that waits is given up', async () => {
  const { log } = recordLog();
  const ending = new AbortController();
  const start = patiently('getMe', () => Promise.reject(refused(502)), { log, signal: ending.signal });
  ending.abort(new Error('ended'));
  await expect(start).rejects.toThrow('ended');
});
