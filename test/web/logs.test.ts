import { expect, test } from 'vitest';
import type { Ask } from '../../src/answer/answer.ts';
import { createMetrics } from '../../src/telemetry.ts';
import { leaksIn, markedWords, recordLog } from '../helpers/marked-words.ts';
import { askOf, loadRelease, openSite } from '../helpers/web.ts';

const release = await loadRelease();

test('no word of anybody, no token and no key gets into the log or the counters, whatever happens', async () => {
  const words = markedWords(
    'question',
    'secret',
    'wrongSecret',
    'update',
    'query',
    'agent',
    'referer',
    'error',
    'path',
  );
  const { log, text, lines } = recordLog();
  const metrics = await createMetrics();
  let isBroken = false;
  const extract = askOf(release, log);
  const ask: Ask = (question, options) => {
    if (isBroken) throw new Error(`${words.error} at ${question.text}`);
    return extract(question, options);
  };
  const accept = async () => {
    if (isBroken) throw new Error(words.error);
  };
  const { site, page } = await openSite({
    ask,
    log,
    metrics,
    webhook: { path: '/hook', secret: words.secret, accept },
  });
  const headers = { 'user-agent': words.agent, referer: `https://x.example/${words.referer}` };
  const ask2 = (more: Record<string, string> = {}) =>
    site.request(`${page}?${new URLSearchParams({ x: words.query, ask: `${words.question} Russia?` })}`, {
      headers: { ...headers, ...more },
    });
  const hook = (secret: string) =>
    site.request('/hook', {
      method: 'POST',
      body: JSON.stringify({ update_id: 1, message: { text: words.update } }),
      headers: { 'x-telegram-bot-api-secret-token': secret },
    });
  for (const broken of [false, true]) {
    isBroken = broken;
    await (await ask2()).text();
    await (await ask2({ accept: 'application/x-ndjson' })).text();
    await site.request(`${page}?q=${words.query}`, { headers });
    await site.request(`/s/${words.path}`, { headers });
    expect((await hook(words.secret)).status).toBe(broken ? 503 : 200);
    expect((await hook(words.wrongSecret)).status).toBe(401);
  }
  // One line a question, and one for each of the three failures.
  expect(lines()).toHaveLength(5);
  expect(leaksIn(text(), words)).toEqual([]);
  expect(leaksIn(await metrics.registry.metrics(), words)).toEqual([]);
});

test('what would leak is found, plain or encoded', () => {
  const words = markedWords('one', 'two');
  const forms = [
    words.one.toUpperCase(),
    Buffer.from(`xy${words.one}z`).toString('base64'),
    Buffer.from(words.one).toString('hex'),
  ];
  for (const form of forms) expect(leaksIn(`{"a":"${form}"}`, words)).toEqual(['one']);
  expect(leaksIn('{"a":"nothing"}', words)).toEqual([]);
});
