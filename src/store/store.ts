// What outlives a request: what is kept of conversations, and the database under the inbox. One store over SQLite or PostgreSQL.

import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../telemetry.ts';
import type { Database, Engine } from './engine.ts';
import { createOutage, type Outage, StoreUnavailable } from './outage.ts';
import { sql } from './sql.ts';
import { MAX_PURGED, migrate, type Table, type Who } from './table.ts';
import { type Answers, createAnswers } from './tables/answers.ts';
import { type Cards, createCards } from './tables/cards.ts';
import { createFeedback, type Feedback } from './tables/feedback.ts';
import { createSessions, type Sessions } from './tables/sessions.ts';
import { createSettings, type Settings } from './tables/settings.ts';
import { createUsage, type Usage } from './tables/usage.ts';

/**
 * Every call may reject with StoreUnavailable while the database is away; each outage is logged once by the store itself.
 * Chat and person ids are Telegram's numbers.
 */
export interface Store {
  /** The database as people know it: the file, or host and database. */
  readonly name: string;
  readonly sessions: Sessions;
  readonly answers: Answers;
  readonly feedback: Feedback;
  readonly usage: Usage;
  readonly cards: Cards;
  readonly settings: Settings;
  /** For those who bring a table of their own. */
  readonly parts: StoreParts;
  /** Removes everything about a person (in every chat) and of a chat (by everyone), from every table. */
  forget(who: Who): Promise<void>;
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

export type StoreParts = {
  readonly engine: Engine;
  readonly outage: Outage;
  readonly database: Database;
  /** See `Engine.urgent`. */
  readonly urgent: Database;
  /** What stays the same when this process is restarted. */
  readonly identity: string;
};

export type OpenStore = {
  /**
   * `postgres://…`, or the path of an SQLite file (also as `file:PATH` or `sqlite:PATH`), or ":memory:". A missing file is made,
   * readable by its owner only.
   */
  readonly url: string;
  /** All of the program's, whatever the process does with them: see tables.ts. */
  readonly tables: readonly Table[];
  readonly log: Log;
  /** Given: a database that is away for now is waited for, until the signal is aborted. Default: it is an error at once. */
  readonly waiting?: AbortSignal;
  /** A clock for tests, epoch milliseconds. Default: the database's clock on PostgreSQL, the process's on SQLite. */
  readonly now?: () => number;
  /** What stays the same when this process is restarted. Default: the host's name. */
  readonly identity?: string;
};

const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 1_000;

/**
 * Rejects with one clear line when the database cannot be used; a damaged one is left as it is. What passes by itself is waited
 * for where `waiting` is given, with one line when it begins and one when it ends.
 */
export async function openStore({
  tables,
  log,
  waiting,
  now,
  identity = hostname(),
  ...options
}: OpenStore): Promise<Store> {
  const url = locate(options.url);
  for (let pauseMs = FIRST_PAUSE_MS, since: number | null = null; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
    const opened = await tryOpen({ url, tables, log, now: now ?? null, identity });
    if (opened.kind === 'open') {
      const seconds = since === null ? 0 : Math.round((performance.now() - since) / 1_000);
      if (since !== null)
        log.info({ database: opened.store.name, seconds }, `${opened.store.name}: there after ${seconds} s`);
      return opened.store;
    }
    if (!opened.passes || waiting === undefined) throw opened.error;
    if (since === null) log.warn({ event: 'waiting' }, `${opened.error.message}; waiting for it`);
    since ??= performance.now();
    await delay(pauseMs, undefined, { signal: waiting });
  }
}

type Opened =
  | { readonly kind: 'open'; readonly store: Store }
  | { readonly kind: 'away'; readonly passes: boolean; readonly error: Error };

async function tryOpen(options: {
  url: string;
  tables: readonly Table[];
  log: Log;
  now: (() => number) | null;
  identity: string;
}): Promise<Opened> {
  const { url, tables, log, identity } = options;
  let outage: Outage | null = null;
  const away = (name: string, diagnose: Engine['diagnose'], cause: unknown): Opened => {
    const reason = diagnose(cause);
    if (reason === null) throw cause;
    return { kind: 'away', passes: reason.passes, error: new StoreUnavailable(`${name}: ${reason.text}`, { cause }) };
  };
  let engine: Engine;
  if (url.startsWith('postgres')) {
    const { openPostgres } = await import('./postgres.ts');
    engine = await openPostgres(options, (error) => outage?.noticed(error));
  } else {
    const { diagnose, openSqlite } = await import('./sqlite.ts');
    try {
      engine = openSqlite(options);
    } catch (cause) {
      return away(url, diagnose, cause);
    }
  }
  try {
    await migrate(engine, tables);
  } catch (cause) {
    await engine.close();
    return away(engine.name, engine.diagnose, cause);
  }
  outage = createOutage({ ...engine, log });
  const database = outage.guarded(engine.database);
  const parts = { engine, outage, database, urgent: outage.guarded(engine.urgent), identity };
  const close = async () => {
    // What breaks from here on breaks because it is to end.
    outage = null;
    await engine.close();
  };
  return { kind: 'open', store: { ...storeOf(parts, tables), close } };
}

function storeOf(parts: StoreParts, tables: readonly Table[]): Omit<Store, 'close'> {
  const { engine, outage, database } = parts;
  return {
    name: engine.name,
    parts,
    sessions: createSessions(database, engine),
    answers: createAnswers(database, engine),
    feedback: createFeedback(database, engine),
    usage: createUsage(database, engine),
    cards: createCards(database, engine),
    settings: createSettings(database),
    forget: (who) => outage.guard('write', () => forget(engine, tables, who)),
    purge: () => purge(parts, tables),
    exclusively: async (name, work) => {
      // Only the lock's failures are the database's: what `work` throws is its own.
      const lock = () => engine.exclusively(name, () => Promise.allSettled([work()]));
      const [outcome] = await outage.guard('read', lock);
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    },
    ping: async () => {
      await database.all(sql`select name from settings limit 1`);
    },
    isAvailable: () => !outage.isOut(),
    check: () => outage.guard('read', () => engine.check()),
    backup: (file) => engine.backup(file),
  };
}

/**
 * What is being handled at this moment ends by itself and then holds nothing of anybody. The day's spent tokens stay, under
 * nobody's name.
 */
async function forget(engine: Engine, tables: readonly Table[], who: Who): Promise<void> {
  if (who.chat === undefined && who.person === undefined) return;
  await engine.database.transaction(async (transaction) => {
    for (const table of tables) for (const statement of table.forget?.(who) ?? []) await transaction.run(statement);
  });
  await engine.scrub();
}

async function purge({ engine, database }: StoreParts, tables: readonly Table[]): Promise<number> {
  let removed = 0;
  for (const statement of tables.flatMap((table) => table.purge(engine))) {
    for (;;) {
      const count = await database.run(statement);
      removed += count;
      if (count < MAX_PURGED) break;
    }
  }
  return removed;
}

/** A PostgreSQL address as it stands, or the path of a file. */
export function locate(url: string): string {
  if (/^postgres(?:ql)?:\/\//.test(url)) {
    if (URL.canParse(url)) return url;
    throw new Error(
      'DATABASE_URL: expected postgres://user:password@host:5432/name; # and / in a password are %23 and %2F',
    );
  }
  if (url === ':memory:') return url;
  const file = /^(?:sqlite|file):(?:\/\/)?(?<path>.+)$/.exec(url)?.groups?.path;
  if (file !== undefined) return file;
  const scheme = /^(?<scheme>[a-z][a-z0-9+.-]+):/i.exec(url)?.groups?.scheme;
  if (scheme !== undefined)
    throw new Error(`DATABASE_URL: ${scheme}: is not a database this program knows (postgres://… or a file)`);
  return url;
}
