// The feeds that are watched: when each is due, what its server said of it, which of its entries have been seen.

import type { Database, Engine } from '../engine.ts';
import { sql } from '../sql.ts';
import type { Table } from '../table.ts';

export type WatchedFeed = {
  readonly url: string;
  readonly etag: string | null;
  readonly last_modified: string | null;
  /** Failures in a row. */
  readonly failures: number;
  /** Entries seen, as JSON of the caller's. */
  readonly seen: string;
};

export interface FeedTable {
  /** Watching twice changes nothing. */
  watch(url: string): Promise<void>;
  all(): Promise<WatchedFeed[]>;
  /**
   * One whose time has come, for this caller alone: others get it again only after `leaseMs`, or when `save` says. Null when none is
   * due.
   */
  claim(leaseMs: number): Promise<WatchedFeed | null>;
  save(feed: WatchedFeed, nextInMs: number): Promise<void>;
}

export const FEEDS: Table = {
  names: ['feeds'],
  migrations: {
    '005-statements': ({ integer }) => [
      sql`create table feeds (url text primary key, etag text, last_modified text, failures integer not null, seen text not null, due_at ${integer} not null)`,
    ],
  },
  forget: null,
  purge: () => [],
};

export function createFeedTable(db: Database, engine: Engine): FeedTable {
  const columns = sql`url, etag, last_modified, failures, seen`;
  return {
    watch: async (url) => {
      await db.run(
        sql`insert into feeds (url, failures, seen, due_at) values (${url}, 0, '[]', 0) on conflict do nothing`,
      );
    },
    all: () => db.all(sql`select ${columns} from feeds order by url`),
    claim: async (leaseMs) => {
      const [feed] = await db.all<WatchedFeed>(sql`
        update feeds set due_at = ${engine.now()} + ${leaseMs}
        where url = (select url from feeds where due_at <= ${engine.now()} order by due_at limit 1) and due_at <= ${engine.now()}
        returning ${columns}`);
      return feed ?? null;
    },
    save: async ({ url, etag, last_modified, failures, seen }, nextInMs) => {
      await db.run(sql`
        update feeds set etag = ${etag}, last_modified = ${last_modified}, failures = ${failures}, seen = ${seen}, due_at = ${engine.now()} + ${nextInMs}
        where url = ${url}`);
    },
  };
}
