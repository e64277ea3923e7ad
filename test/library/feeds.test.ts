// Feeds are polled politely and once, whoever polls.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { pollFeeds } from '../../src/library/feeds.ts';
import type { Prepared } from '../../src/library/prepare.ts';
import { openStore } from '../../src/store/store.ts';
import { createFeedTable } from '../../src/store/tables/feeds.ts';
import { TABLES } from '../../src/tables.ts';
import { describeEngines, testLog } from '../helpers/stores.ts';

const MINUTE_MS = 60_000;

/** `body` is what /feed answers; null: it fails. Pages say their name. */
async function serve(body: (base: string) => string | null) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    asked.push(request.url!);
    if (request.url !== '/feed')
      return void response.end(
        `<html><body><main><p>The page ${request.url} says a word or two.</p></main></body></html>`,
      );
    const feed = body(base);
    if (feed === null) return void response.writeHead(503).end();
    response.end(feed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed` };
}

const rss = (links: readonly string[]) =>
  `<rss version="2.0"><channel><title>M</title>${links.map((link) => `<item><title>t</title><link>${link}</link></item>`).join('')}</channel></rss>`;
describeEngines('feeds', ({ createDatabase }) => {
  async function open(url: string, place: string, clock: { now: number }) {
    const log = testLog();
    const store = await openStore({ url: place, tables: TABLES, log, now: () => clock.now });
    onTestFinished(() => store.close());
    const feeds = createFeedTable(store.parts.database, store.parts.engine);
    await feeds.watch(url);
    const accepted: string[] = [];
    const accept = async ({ statement }: Prepared) => void accepted.push(statement.source!.replace(/.*\//, ''));
    return {
      log,
      accepted,
      poll: () => pollFeeds({ feeds, accept, fetching: { allowLoopback: true }, log }),
    };
  }

  test('two that poll at once ask the feed once and take each entry once, the oldest first', async () => {
    const { asked, url } = await serve((base) => rss([`${base}/b`, `${base}/a`]));
    const place = await createDatabase();
    const clock = { now: 0 };
    const [one, other] = [await open(url, place, clock), await open(url, place, clock)];
    await Promise.all([one.poll(), other.poll()]);
    expect(asked).toEqual(['/feed', '/a', '/b']);
    expect([...one.accepted, ...other.accepted]).toEqual(['a', 'b']);
    clock.now += 20 * MINUTE_MS;
    expect(await one.poll()).toBe(0);
    expect(asked).toEqual(['/feed', '/a', '/b', '/feed']);
  });

  test('a feed that fails is asked ever less, and once it is back as before', async () => {
    const state = { isUp: false };
    const { asked, url } = await serve((base) => (state.isUp ? rss([`${base}/a`]) : null));
    const clock = { now: 0 };
    const { poll, log, accepted } = await open(url, await createDatabase(), clock);
    const at: number[] = [];
    for (; clock.now < 200 * MINUTE_MS; clock.now += 5 * MINUTE_MS) {
      const before = asked.length;
      await poll();
      if (asked.length > before) at.push(clock.now / MINUTE_MS);
    }
    expect(at).toEqual([0, 30, 90]);
    expect(log.at('warn')).toHaveLength(3);
    state.isUp = true;
    clock.now = 300 * MINUTE_MS;
    await poll();
    expect(accepted).toEqual(['a']);
  });
});

test('a long archive is taken in over several polls, and what is no feed is said', async () => {
  const { url } = await serve((base) => rss(Array.from({ length: 25 }, (_, at) => `${base}/${at}`)));
  const page = await serve(() => '<html><body>no feed</body></html>');
  const clock = { now: 0 };
  const log = testLog();
  const store = await openStore({ url: ':memory:', tables: TABLES, log, now: () => clock.now });
  onTestFinished(() => store.close());
  const feeds = createFeedTable(store.parts.database, store.parts.engine);
  await feeds.watch(url);
  await feeds.watch(page.url);
  const poll = () =>
    pollFeeds({
      feeds,
      accept: async () => {},
      fetching: { allowLoopback: true },
      log,
    });
  expect(await poll()).toBe(20);
  expect(log.at('warn')).toEqual([expect.stringContaining('sends no RSS or Atom feed')]);
  clock.now += 2 * MINUTE_MS;
  expect(await poll()).toBe(5);
});
