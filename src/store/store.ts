// What outlives a request: the inbox, and what is kept of conversations. One store over SQLite or PostgreSQL.

import { hostname } from 'node:os';
import { Kysely } from 'kysely';
import { createInboxStore, type InboxStore } from '../inbox/table.ts';
import type { Log } from '../telemetry.ts';
import {
  type Answers,
  type Cards,
  createAnswers,
  createCards,
  createFeedback,
  createSessions,
  createSettings,
  createUsage,
  type FeedbackBook,
  type Forget,
  forget,
  purge,
  type Sessions,
  type Settings,
  type UsageBook,
} from './conversation.ts';
import type { Engine } from './engine.ts';
import { createOutage, type Outage, StoreUnavailable } from './outage.ts';
import { openPostgres } from './postgres.ts';
import { migrate, type Tables } from './schema.ts';
import { openSqlite } from './sqlite.ts';

/**
 * Every call may reject with StoreUnavailable while the database is away; each outage is logged once by the store itself.
 * Chat and person ids are Telegram's numbers.
 */
export interface Store {
  /** The database as people know it: the file, or host and database. */
  readonly name: string;
  readonly inbox: InboxStore;
  readonly sessions: Sessions;
  readonly answers: Answers;
  readonly feedback: FeedbackBook;
  readonly usage: UsageBook;
  readonly cards: Cards;
  readonly settings: Settings;
  /** Removes everything about a person (in every chat) and of a chat (by everyone), from every table. */
  forget(who: Forget): Promise<void>;
  /** Removes what has been kept long enough, done updates after two days among it; the number of rows. */
  purge(): Promise<number>;
  /** Runs `work` while no replica runs work of the same name; on SQLite, while no other call of this process does. */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Asks the database something small: resolves when it answers. */
  ping(): Promise<void>;
  /** False from the first failed call of an outage to the first write that succeeds. */
  isAvailable(): boolean;
  /** The engine's integrity findings; empty when sound. */
  check(): Promise<string[]>;
  /** Copies the database, in use or not, to a new file. Throws on PostgreSQL, naming pg_dump. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

export type OpenStore = {
  /**
   * `postgres://…`, or the path of an SQLite file (also as `file:PATH` or `sqlite:PATH`), or ":memory:". A missing file is made,
   * readable by its owner only.
   */
  readonly url: string;
  readonly log: Log;
  /** A clock for tests, epoch milliseconds. Default: the database's clock on PostgreSQL, the process's on SQLite. */
  readonly now?: () => number;
  /** What stays the same when this process is restarted, for `inbox.join`. Default: the host's name. */
  readonly identity?: string;
};

/** Rejects with one clear line when the database cannot be used; a damaged one is left as it is. */
export async function openStore({ url, log, now, identity = hostname() }: OpenStore): Promise<Store> {
  let outage: Outage | null = null;
  const options = { url: locate(url), log, now: now ?? null };
  const engine: Engine = options.url.startsWith('postgres')
    ? await openPostgres(options, (error) => outage?.noticed(error))
    : openSqlite(options);
  outage = createOutage({ name: engine.name, diagnose: engine.diagnose, log });

  const db = new Kysely<Tables>({ dialect: engine.dialect });
  try {
    await migrate(db, engine);
  } catch (cause) {
    await db.destroy();
    const reason = engine.diagnose(cause);
    if (reason === null) throw cause;
    throw new StoreUnavailable(`${engine.name}: ${reason}`, { cause });
  }

  const inboxDb = new Kysely<Tables>({ dialect: engine.inboxDialect });
  const parts = { db, engine, outage };
  return {
    name: engine.name,
    inbox: createInboxStore({ ...parts, db: inboxDb, identity }),
    sessions: createSessions(parts),
    answers: createAnswers(parts),
    feedback: createFeedback(parts),
    usage: createUsage(parts),
    cards: createCards(parts),
    settings: createSettings(parts),
    forget: (who) => forget(parts, who),
    purge: () => purge(parts),
    exclusively: (name, work) => engine.exclusively(name, work),
    ping: async () => {
      await parts.outage.guard('read', () => db.selectFrom('settings').select('name').limit(1).execute());
    },
    isAvailable: () => !parts.outage.isOut(),
    check: () => parts.outage.guard('read', () => engine.check(db)),
    backup: (file) => engine.backup(db, file),
    close: async () => {
      await engine.close();
      await inboxDb.destroy();
      await db.destroy();
    },
  };
}

/** A PostgreSQL address as it stands, or the path of a file. */
export function locate(url: string): string {
  if (/^postgres(?:ql)?:\/\//.test(url)) return url;
  if (url === ':memory:') return url;
  const file = /^(?:sqlite|file):(?:\/\/)?(?<path>.+)$/.exec(url)?.groups?.path;
  if (file !== undefined) return file;
  const scheme = /^(?<scheme>[a-z][a-z0-9+.-]+):/i.exec(url)?.groups?.scheme;
  if (scheme !== undefined)
    throw new Error(`DATABASE_URL: ${scheme}: is not a database this program knows (postgres://… or a file)`);
  return url;
}
