// The SQLite engine: node:sqlite under Kysely, one file, and a lock beside it that says which process works on the inbox.

import { randomUUID } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fdatasync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import type { Log } from '../telemetry.ts';
import type { Engine, EngineOptions, EnterOptions, Presence, RowColumns } from './engine.ts';
import { StoreUnavailable } from './outage.ts';
import type { Tables } from './schema.ts';

/** Before this version two connections could corrupt the file when one reset the log while the other wrote to it. */
const LEAST_SQLITE = '3.51.3';

/** How long a statement waits for another process's lock before the database counts as away. */
const BUSY_MS = 5_000;
/** The part of that wait spent inside SQLite, where it stops the whole process. */
const BUSY_BLOCKING_MS = 20;
const BUSY_RETRY_MS = 20;
const BUSY_LATER_MS = 100;

/** How often a process that may not work yet asks again. The lock of a killed process is free at once. */
const LOCK_RETRY_MS = 100;

/**
 * Pages in the log before they are brought into the file, which stops the process while the disk works: 16 MB. Four times SQLite's
 * default, as most of what is written is the same few pages again and again, and only their last state is brought over.
 */
const CHECKPOINT_PAGES = 4_000;

/** From the end of one sync to the next: what comes together goes together, and a card or a stick is not worn out. */
const SYNC_GAP_MS = 5;

/** Statements kept prepared. Those built here are a few dozen; the rest is room for `in` lists. */
const PREPARED = 128;

const BUSY = 5;
const LOCKED = 6;
const REASONS: Readonly<Record<number, string>> = {
  3: 'no permission to open it',
  [BUSY]: 'locked by another process',
  [LOCKED]: 'locked by another process',
  7: 'out of memory',
  8: 'read-only',
  10: 'the disk reports an input or output error',
  11: 'damaged (restore a backup; it was left as it is)',
  13: 'the disk is full',
  14: 'cannot be opened',
  26: 'not a database (restore a backup; it was left as it is)',
};
/** What the system says where the log is brought to the disk without SQLite. */
const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  EIO: REASONS[10]!,
  ENOSPC: REASONS[13]!,
  EDQUOT: REASONS[13]!,
  EROFS: REASONS[8]!,
};

/** Brings what was written to an open file to the disk. */
export type SyncFile = (file: number) => Promise<void>;

/**
 * Throws with one clear line when the file cannot be used; never replaces a damaged one. ":memory:" lives in memory.
 * `syncFile`: a disk for tests.
 */
export function openSqlite({ url: path, log, now }: EngineOptions, syncFile: SyncFile = promisify(fdatasync)): Engine {
  checkVersion(process.versions.sqlite ?? 'unknown');
  const database = openFile(path);
  const at = now ?? Date.now;
  const queues = new Map<string, Promise<unknown>>();
  const locks = new Set<DatabaseSync>();
  const connection = new SqliteConnection(database);
  const turns = createTurns();
  const disk = path === ':memory:' ? null : createDisk({ path, database, turns, syncFile });

  return {
    name: path,
    kind: 'sqlite',
    integer: 'integer',
    orderedText: 'text',
    dialect: sqliteDialect(new SqliteFileDriver(connection, { take: () => turns.take('later'), end: turns.end })),
    inboxDialect: sqliteDialect(new SqliteFileDriver(connection, { take: () => turns.take('next'), end: turns.end })),
    onDisk: async () => disk?.sync(),
    now: () => sql<number>`cast(${at()} as integer)`,
    each: (rows, columns) => jsonTable(rows, columns),
    by: (index) => sql`indexed by ${sql.ref(index)}`,
    skipLocked: sql``,
    announcement: sql`null`,
    // One process works on a file.
    tell: async () => {},
    enter: (db, options) => enter({ path, db, locks, log }, options),
    exclusively: async (name, work) => {
      const mine = (queues.get(name) ?? Promise.resolve()).then(work, work);
      queues.set(name, mine);
      try {
        return await mine;
      } finally {
        if (queues.get(name) === mine) queues.delete(name);
      }
    },
    diagnose,
    isDuplicate: (error) => (codeOf(error) ?? 0) === 2067,
    scrub: async (db) => {
      await sql`pragma wal_checkpoint(truncate)`.execute(db);
    },
    check: async (db) => {
      const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check(20)`.execute(db);
      return rows.map((row) => row.integrity_check).filter((line) => line !== 'ok');
    },
    backup: async (db, file) => {
      if (existsSync(file)) throw new Error(`${file}: exists already; a backup is written to a new file`);
      closeSync(openSync(file, 'wx', 0o600));
      await sql`vacuum into ${file}`.execute(db);
    },
    close: async () => {
      for (const lock of locks) lock.close();
      locks.clear();
      await disk?.close();
    },
  };
}

type Disk = { readonly sync: () => Promise<void>; readonly close: () => Promise<void> };

/**
 * Waits for the disk beside the event loop. With synchronous = full SQLite waits at every commit and stops the process meanwhile:
 * answers from Telegram lie unread, and what they say was sent is not on record. So commits are written and not waited for,
 * which loses nothing when the process is killed; and before anything is acknowledged, one sync of the log covers all commits
 * before it, for however many wait.
 */
function createDisk(parts: { path: string; database: DatabaseSync; turns: Turns; syncFile: SyncFile }): Disk {
  const { path, database, turns, syncFile } = parts;
  // The log is there from the first read to the last close. SQLite's locks are on the other files, so closing this one frees none.
  const wal = orUnavailable(path, () => openSync(`${path}-wal`, 'r+'));
  let current: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  let hasFailed = false;
  let endedAt = Number.NEGATIVE_INFINITY;

  const sync = async (): Promise<void> => {
    if (!hasFailed) {
      try {
        await syncFile(wal);
        return;
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
    // After a failure the system takes the log's pages for written: only a copy of them in the file itself proves anything.
    await turns.take('next');
    try {
      const { busy } = database.prepare('pragma wal_checkpoint(full)').get() as { busy: number };
      if (busy !== 0) throw Object.assign(new Error('the log cannot be brought into the file'), { errcode: BUSY });
      hasFailed = false;
    } finally {
      turns.end();
    }
  };

  const begin = async (): Promise<void> => {
    const gapMs = endedAt + SYNC_GAP_MS - performance.now();
    if (gapMs > 0) await delay(gapMs);
    next = null;
    try {
      await sync();
    } finally {
      endedAt = performance.now();
    }
  };

  const request = (): Promise<void> => {
    // The one under way may have begun before the commit that is waited for.
    if (next === null) {
      next = current.catch(() => undefined).then(begin);
      current = next;
    }
    return next;
  };
  return {
    sync: request,
    close: async () => {
      await current.catch(() => undefined);
      closeSync(wal);
    },
  };
}

/** Throws when `version` of SQLite is older than 3.51.3. */
export function checkVersion(version: string): void {
  const [have, least] = [version, LEAST_SQLITE].map((text) => text.split('.').map(Number));
  for (let part = 0; part < 3; part++) {
    const difference = (have![part] ?? 0) - (least![part] ?? 0);
    if (difference > 0) return;
    if (difference < 0) {
      throw new Error(
        `SQLite ${version} can damage its file; ${LEAST_SQLITE} is needed (Node 24.15 and later have it)`,
      );
    }
  }
}

function openFile(path: string): DatabaseSync {
  return orUnavailable(path, () => {
    if (path !== ':memory:') {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
    }
    const database = new DatabaseSync(path, { timeout: BUSY_MS });
    // secure_delete: what /forget removes is overwritten, not only unlinked.
    database.exec('pragma journal_mode = wal');
    // What has to be on the disk before something else happens waits for it in `createDisk`.
    database.exec('pragma synchronous = normal');
    database.exec(`pragma wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    database.exec('pragma secure_delete = on');
    database.exec('pragma journal_size_limit = 67108864');
    database.exec('select count(*) from sqlite_schema');
    database.exec(`pragma busy_timeout = ${BUSY_BLOCKING_MS}`);
    for (const suffix of ['', '-wal', '-shm']) if (existsSync(path + suffix)) tryChmod(path + suffix);
    return database;
  });
}

/** What `open` opens. Throws StoreUnavailable with the reason where it cannot. */
function orUnavailable<T>(path: string, open: () => T): T {
  try {
    return open();
  } catch (cause) {
    const reason = diagnose(cause) ?? (cause instanceof Error ? cause.message : String(cause));
    throw new StoreUnavailable(`${path}: ${reason}`, { cause });
  }
}

function tryChmod(path: string): void {
  try {
    chmodSync(path, 0o600);
  } catch (error) {
    // A file of another owner or on a read-only disk keeps its mode; whether it can be used shows at the first write.
    if (!['EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

function codeOf(error: unknown): number | null {
  const code = error instanceof Error ? (error as { errcode?: unknown }).errcode : null;
  return typeof code === 'number' ? code : null;
}

function diagnose(error: unknown): string | null {
  const code = codeOf(error);
  // Extended result codes carry the primary one in their low byte.
  if (code !== null) return REASONS[code & 0xff] ?? null;
  return (error instanceof Error && SYSTEM_REASONS[(error as NodeJS.ErrnoException).code ?? '']) || null;
}

function jsonTable(rows: readonly object[], columns: RowColumns) {
  const cells = Object.keys(columns).map((name) => sql`value ->> ${sql.lit(`$.${name}`)} as ${sql.ref(name)}`);
  return sql`(select ${sql.join(cells)} from json_each(${JSON.stringify(rows)})) as given`;
}

/**
 * One process at a time works on the inbox of a file: it holds a lock that the operating system frees when the process
 * ends, however it ends. So every row in `running` is this process's own or a former life's, no lease has to run out and no
 * clock is asked. A second process on the same file stores updates and stands by.
 */
async function enter(
  { path, db, locks, log }: { path: string; db: Kysely<Tables>; locks: Set<DatabaseSync>; log: Log },
  { signal }: EnterOptions,
): Promise<Presence> {
  const onWait = () => log.warn({ database: path }, `${path}: another process works on its inbox; standing by`);
  const lock = path === ':memory:' ? null : await holdLock(`${path}.lock`, signal, onWait);
  if (lock !== null) locks.add(lock);
  const unlock = (): void => {
    if (lock !== null && locks.delete(lock)) lock.close();
  };
  const life = randomUUID();
  try {
    await db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('workers').execute();
      await transaction.insertInto('workers').values({ life, slot: 'file', beat: 0 }).execute();
    });
  } catch (error) {
    unlock();
    throw error;
  }
  return {
    life,
    beat: async () => true,
    buryDead: async () => {},
    leave: async () => {
      try {
        await db.deleteFrom('workers').where('life', '=', life).execute();
      } finally {
        unlock();
      }
    },
  };
}

async function holdLock(path: string, signal: AbortSignal, onWait: () => void): Promise<DatabaseSync> {
  for (let waits = 0; ; waits++) {
    signal.throwIfAborted();
    const lock = new DatabaseSync(path, { timeout: 0 });
    try {
      // An exclusive transaction that writes nothing: it holds the file's lock and leaves the file empty.
      lock.exec('begin exclusive');
      return lock;
    } catch (error) {
      lock.close();
      if (((codeOf(error) ?? 0) & 0xff) !== BUSY) throw error;
    }
    if (waits === 1) onWait();
    await delay(LOCK_RETRY_MS, undefined, { signal });
  }
}

function sqliteDialect(driver: Driver): Dialect {
  return {
    createAdapter: () => new TransactionalDdlAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** Kysely takes SQLite's schema changes for final; inside a transaction they roll back, and two starters must not interleave. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class SqliteFileDriver implements Driver {
  readonly #connection: SqliteConnection;
  readonly #turn: { readonly take: () => Promise<void>; readonly end: () => void };

  constructor(connection: SqliteConnection, turn: { readonly take: () => Promise<void>; readonly end: () => void }) {
    this.#connection = connection;
    this.#turn = turn;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    await this.#turn.take();
    return this.#connection;
  }

  // Immediate: a transaction that reads first and writes later would fail, not wait, if another process wrote in between.
  async beginTransaction(): Promise<void> {
    await this.#connection.run('begin immediate');
  }

  async commitTransaction(): Promise<void> {
    await this.#connection.run('commit');
  }

  // A full disk rolls back by itself; a second rollback would hide the error that led here.
  async rollbackTransaction(): Promise<void> {
    const { database } = this.#connection;
    if (database.isTransaction) database.exec('rollback');
  }

  async releaseConnection(): Promise<void> {
    this.#turn.end();
  }

  async destroy(): Promise<void> {
    this.#connection.close();
  }
}

type Turns = { readonly take: (place: 'next' | 'later') => Promise<void>; readonly end: () => void };

/** One connection, used in turn; who comes as `next` goes before all who came as `later`. */
function createTurns(): Turns {
  const waiting = { next: [] as (() => void)[], later: [] as (() => void)[] };
  let isTaken = false;
  return {
    take: async (place) => {
      if (isTaken) await new Promise<void>((resolve) => waiting[place].push(resolve));
      isTaken = true;
    },
    end: () => {
      const next = waiting.next.shift() ?? waiting.later.shift();
      // The turn passes on without a gap into which somebody could step.
      if (next) next();
      else isTaken = false;
    },
  };
}

class SqliteConnection implements DatabaseConnection {
  readonly database: DatabaseSync;
  readonly patiently = createPatience();
  readonly #prepared = new Map<string, { statement: StatementSync; returnsRows: boolean }>();

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  run(text: string): Promise<void> {
    return this.patiently(() => {
      this.#prepare(text).statement.run();
    });
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const run = (): QueryResult<R> => {
      const { statement, returnsRows } = this.#prepare(query.sql);
      const parameters = query.parameters as SQLInputValue[];
      if (returnsRows) return { rows: statement.all(...parameters) as R[] };
      const { changes, lastInsertRowid } = statement.run(...parameters);
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
    };
    return this.database.isTransaction ? run() : this.patiently(run);
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('the SQLite engine does not stream: every query of the store is bounded');
  }

  close(): void {
    this.#prepared.clear();
    if (this.database.isOpen) this.database.close();
  }

  #prepare(text: string): { statement: StatementSync; returnsRows: boolean } {
    const known = this.#prepared.get(text);
    if (known !== undefined) return known;
    const statement = this.database.prepare(text);
    const prepared = { statement, returnsRows: statement.columns().length > 0 };
    if (this.#prepared.size >= PREPARED) this.#prepared.delete(this.#prepared.keys().next().value!);
    this.#prepared.set(text, prepared);
    return prepared;
  }
}

/**
 * Waits for another process's lock without stopping this one: streams, health and other chats go on. The wait is for the lock,
 * not for the call: once it has lasted BUSY_MS, further calls try for a moment only, so that none queues behind the others' waits.
 */
function createPatience(): <T>(run: () => T) => Promise<T> {
  let lockedSince: number | null = null;
  return async (run) => {
    const leastUntil = performance.now() + BUSY_LATER_MS;
    for (;;) {
      try {
        const result = run();
        lockedSince = null;
        return result;
      } catch (error) {
        const code = (codeOf(error) ?? 0) & 0xff;
        if (code !== BUSY && code !== LOCKED) throw error;
        const now = performance.now();
        lockedSince ??= now;
        if (now > Math.max(lockedSince + BUSY_MS, leastUntil)) throw error;
        await delay(BUSY_RETRY_MS);
      }
    }
  };
}
