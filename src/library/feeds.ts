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

async function poll(feed: WatchedFeed, parts: FeedParts): Promise<number> {
  const { url, etag, last_modified } = feed;
  try {
    const fetched = await fetchPublic(url, { ...parts.fetching, known: { etag, lastModified: last_modified } });
    if (fetched === null) {
      await parts.feeds.save({ ...feed, failures: 0 }, EVERY_MS);
      return 0;
    }
    const entries = entriesOf(decodeText(fetched.bytes), fetched.url);
    const { seen, taken, isAll } = await takeNew(feed, entries, parts);
    // Where some are left the feed is asked again as if for the first time.
    const known = isAll
      ? { etag: fetched.etag, last_modified: fetched.lastModified }
      : { etag: null, last_modified: null };
    await parts.feeds.save(
      { url, ...known, failures: 0, seen: JSON.stringify(seen.slice(-MAX_SEEN)) },
      isAll ? EVERY_MS : 60_000,
    );
    return taken;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const failures = feed.failures + 1;
    parts.log.warn({ event: 'feed', failures }, error.message);
    await parts.feeds.save({ ...feed, failures }, Math.min(EVERY_MS * 2 ** failures, MAX_PAUSE_MS));
    return 0;
  }
}

const Seen = z.array(z.string());

async function takeNew(feed: WatchedFeed, entries: readonly Entry[], { accept, fetching, log }: FeedParts) {
  const seen = Seen.parse(JSON.parse(feed.seen));
  const fresh = entries.filter(({ key }) => !seen.includes(key)).slice(0, MAX_ENTRIES + 1);
  let taken = 0;
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
  return { seen, taken, isAll: fresh.length <= MAX_ENTRIES };
}

/** `key` tells an entry and its revision from others. */
type Entry = { readonly key: string; readonly link: string };

/** The entries of a feed, oldest first. @throws Refused where it is none. */
function entriesOf(source: string, url: string): Entry[] {
  let parsed: ReturnType<typeof parseFeed>;
  try {
    parsed = parseFeed(source);
  } catch (cause) {
    throw new Refused(`${new URL(url).host} sends no RSS or Atom feed`, { cause });
  }
  const entries = entriesIn(parsed).flatMap(({ link, id, changed }): Entry[] => {
    const address = link && URL.parse(link, url);
    if (!address) return [];
    const key = createHash('sha256')
      .update(`${id ?? address.href} ${String(changed ?? '')}`)
      .digest('hex')
      .slice(0, 16);
    return [{ key, link: address.href }];
  });
  return entries.reverse();
}

type Found = {
  readonly link?: string | undefined;
  readonly id?: string | undefined;
  /** When it was changed last, in whatever form. */
  readonly changed?: unknown;
};

function entriesIn(parsed: ReturnType<typeof parseFeed>): Found[] {
  if (parsed.format === 'atom') {
    return (parsed.feed.entries ?? []).map(({ id, links = [], updated }) => ({
      id,
      link: (links.find(({ rel }) => rel === undefined || rel === 'alternate') ?? links[0])?.href,
      changed: updated,
    }));
  }
  if (parsed.format === 'rss')
    return (parsed.feed.items ?? []).map(({ link, guid, pubDate }) => ({
      link: link ?? guid?.value,
      id: guid?.value,
      changed: pubDate,
    }));
  return [];
}
