// A webhook that was taken away, leads elsewhere or fails.

import { expect, test } from 'vitest';
import { watchWebhook, webhookTrouble } from '../../src/telegram/webhook.ts';
import { recordLog } from '../helpers/marked-words.ts';

const URL = 'https://on-record.example/telegram';
const NOW = 1_700_000_000_000;
const info = (over: object = {}) => ({ url: URL, has_custom_certificate: false, pending_update_count: 0, ...over });

test.each([
  [info(), null],
  [info({ url: '' }), /taken away/],
  [info({ url: 'https://other.example/x' }), /leads elsewhere \(other\.example\)/],
  [info({ pending_update_count: 3 }), null],
  [
    info({ pending_update_count: 3, last_error_date: NOW / 1_000 - 5, last_error_message: 'Connection refused' }),
    'Telegram cannot deliver 3 updates: Connection refused',
  ],
  [info({ pending_update_count: 3, last_error_date: NOW / 1_000 - 3_600, last_error_message: 'x' }), null],
  [info({ last_error_date: NOW / 1_000 - 5, last_error_message: 'x' }), null],
])('what is wrong with %o', (found, trouble) => {
  const line = webhookTrouble(found as never, URL, NOW);
  if (trouble === null) expect(line).toBeNull();
  else expect(line).toMatch(trouble);
});

test('taken away, it is set again, with a line; leading elsewhere, it is told of and left', async () => {
  const { log, lines } = recordLog();
  let known = info();
  const set: string[] = [];
  const api = {
    getWebhookInfo: async () => known,
    setWebhook: async (url: string) => {
      set.push(url);
      known = info({ url });
    },
  };
  const store = {
    exclusively: async (_name: string, work: () => Promise<void>) => work(),
    settings: { get: async () => null, update: async () => {} },
  };
  const config = { web: { publicUrl: 'https://on-record.example' }, telegram: { webhookSecret: 'x'.repeat(16) } };
  const ended = new AbortController();
  const watch = watchWebhook({ api, store, config, log, now: () => NOW } as never, ended.signal);
  await watch.look();
  expect([watch.trouble(), set]).toEqual([null, []]);
  known = info({ url: '' });
  await watch.look();
  expect([watch.trouble(), set]).toEqual([null, [URL]]);
  known = info({ url: 'https://other.example/x' });
  await watch.look();
  await watch.look();
  expect(watch.trouble()).toMatch(/leads elsewhere/);
  expect(set).toHaveLength(1);
  known = info();
  await watch.look();
  expect(watch.trouble()).toBeNull();
  expect(lines().map((line) => JSON.parse(line).event)).toEqual([
    'webhook-away',
    'webhook-set',
    'webhook-away',
    'webhook-back',
  ]);
  ended.abort();
});
