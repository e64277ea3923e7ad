// Watches RSS and Atom feeds: each new entry's page becomes a draft that waits for a person, or a statement at once.
// Polite to whoever is asked: at most every quarter of an hour, with what its server said last time, and ever less after failures.

import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { parseFeed } from 'feedsmith';
import { z } from 'zod';
import type { FeedTable, WatchedFeed } from '../store/tables/feeds.ts';
import type { Log } from '../telemetry.ts';
import { decodeText } from './import/encoding.ts';
import { type FetchOptions, fetchPublic } from './import/fetch.ts';
import { Refused } from './import/refused.ts';
import { prepareAddress } from './offer.ts';
import type { Prepared } from './prepare.ts';

export type FeedParts = {
  readonly feeds: FeedTable;
  /** Takes an entry's statement: keeps it as a draft, or adds it. */
  readonly accept: (prepared: Prepared) => Promise<void>;
  readonly fetching: FetchOptions;
  readonly log: Log;
};

const EVERY_MS = 15 * 60_000;
const MAX_PAUSE_MS = 24 * 60 * 60_000;
// A feed that begins with its whole archive is taken in over several polls.
const MAX_ENTRIES = 20;
const MAX_SEEN = 1_000;

const LOOK_EVERY_MS = 60_000;

/** Polls what is due every minute until `signal` is aborted. A database that is away is waited for. */
export async function followFeeds(parts: FeedParts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pollFeeds(parts).catch((error: unknown) => parts.log.warn({ event: 'feeds' }, (error as Error).message));
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

// Whoever claimed a feed and died holds it no longer than this.
const LEASE_MS = 5 * 60_000;

/** Polls the feeds that are due, each once whoever else polls; the number of new entries taken. */
export async function pollFeeds(parts: FeedParts): Promise<number> {
  let taken = 0;
  for (let feed = await parts.feeds.claim(LEASE_MS); feed !== null; feed = await parts.feeds.claim(LEASE_MS))
    taken += await poll(feed, parts);
  return taken;
}

async function poll(feed: WatchedFeed, { feeds, accept, fetching, log }: FeedParts): Promise<number> {
  let taken = 0;
  try {
    const fetched = await fetchPublic(feed.url, {
      ...fetching,
      known: { etag: feed.etag, lastModified: feed.last_modified },
    });
    const seen = Seen.parse(JSON.parse(feed.seen));
    const fresh =
      fetched === null
        ? []
        : entriesOf(decodeText(fetched.bytes), fetched.url).filter(({ key }) => !seen.includes(key));
    for (const { key, link } of fresh.slice(0, MAX_ENTRIES)) {
      try {
        await accept(await prepareAddress(link, {}, fetching));
        taken++;
      } catch (error) {
        // One page that is gone keeps nobody from the others.
        if (!(error instanceof Refused)) throw error;
        log.warn({ event: 'feed-entry' }, error.message);
      }
      seen.push(key);
    }
    // Where some are left the feed is soon asked again, as if for the first time.
    const isAll = fresh.length <= MAX_ENTRIES;
    const { etag = feed.etag, lastModified: last_modified = feed.last_modified } = isAll
      ? (fetched ?? {})
      : { etag: null, lastModified: null };
    await feeds.save(
      { url: feed.url, etag, last_modified, failures: 0, seen: JSON.stringify(seen.slice(-MAX_SEEN)) },
      isAll ? EVERY_MS : LOOK_EVERY_MS,
    );
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const failures = feed.failures + 1;
    log.warn({ event: 'feed', failures }, error.message);
    await feeds.save({ ...feed, failures }, Math.min(EVERY_MS * 2 ** failures, MAX_PAUSE_MS));
  }
  return taken;
}

const Seen = z.array(z.string());

/** The entries of a feed, oldest first; `key` tells one and its revision from others. @throws Refused where it is no feed. */
function entriesOf(source: string, url: string): { readonly key: string; readonly link: string }[] {
  let parsed: ReturnType<typeof parseFeed>;
  try {
    parsed = parseFeed(source);
  } catch (cause) {
    throw new Refused(`${new URL(url).host} sends no RSS or Atom feed`, { cause });
  }
  return entriesIn(parsed)
    .flatMap(({ link = '', id, changed }) => {
      const address = link === '' ? null : URL.parse(link, url);
      const revision = `${id ?? address?.href} ${String(changed ?? '')}`;
      return address
        ? [{ key: createHash('sha256').update(revision).digest('hex').slice(0, 16), link: address.href }]
        : [];
    })
    .reverse();
}

type Found = { readonly link?: string | undefined; readonly id?: string | undefined; readonly changed?: unknown };

function entriesIn({ format, feed }: ReturnType<typeof parseFeed>): Found[] {
  if (format === 'rss')
    return (feed.items ?? []).map(({ link, guid, pubDate }) => ({
      link: link ?? guid?.value,
      id: guid?.value,
      changed: pubDate,
    }));
  if (format !== 'atom') return [];
  return (feed.entries ?? []).map(({ id, links = [], updated }) => {
    const page = links.find(({ rel }) => rel === undefined || rel === 'alternate') ?? links[0];
    return { id, link: page?.href, changed: updated };
  });
}
