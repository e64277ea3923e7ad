// The SQLite engine: one file, and a lock beside it that says which process works on the inbox.

import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../telemetry.ts';
import type { Engine, EngineOptions, HoldOptions, Reason, RowColumns, Slot } from './engine.ts';
import { join, raw, type Sql, sql } from './sql.ts';
import { BUSY, BUSY_MS, codeOf, createConnection, LOCKED } from './sqlite-connection.ts';
import { createDisk, type SyncFile, syncToDisk } from './sqlite-disk.ts';

/** Before this version two connections could corrupt the file when one reset the log while the other wrote to it. */
const MIN_SQLITE = '3.51.3';

/** The part of the wait for a lock spent inside SQLite, where it stops the whole process. */
const BUSY_BLOCKING_MS = 20;

/** How often a process that may not work yet asks again. The lock of a killed process is free at once. */
const LOCK_RETRY_MS = 100;

/**
 * Pages in the log before they are brought into the file, which stops the process while the disk works: 16 MB. Four times SQLite's
 * default, as most of what is written is the same few pages again and again, and only their last state is brought over.
 */
const CHECKPOINT_PAGES = 4_000;

const PASSING: Readonly<Record<number | string, string>> = {
  [BUSY]: 'locked by another process',
  [LOCKED]: 'locked by another process',
  7: 'out of memory',
  10: 'the disk reports an input or output error',
  13: 'the disk is full',
  // What the system says where the log is brought to the disk without SQLite.
  EIO: 'the disk reports an input or output error',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EMFILE: 'too many files are open',
};
const LASTING: Readonly<Record<number | string, string>> = {
  3: 'no permission to open it',
  8: 'read-only',
  11: 'damaged (restore a backup; it was left as it is)',
  14: 'cannot be opened',
  26: 'not a database (restore a backup; it was left as it is)',
  EROFS: 'read-only',
  EACCES: 'no permission to open it',
  EPERM: 'no permission to open it',
};

/**
 * Throws with one clear line when the file cannot be used; never replaces a damaged one. ":memory:" lives in memory.
 * `syncFile`: a disk for tests.
 */
export function openSqlite({ url: path, log, now }: EngineOptions, syncFile: SyncFile = syncToDisk): Engine {
  checkVersion(process.versions.sqlite ?? 'unknown');
  const file = openFile(path);
  const connection = createConnection(file);
  const { inTurn } = connection;
  const disk = path === ':memory:' ? null : createDisk({ path, file, inTurn, syncFile });
  const at = now ?? Date.now;
  const works = new Map<string, Promise<unknown>>();
  const locks = new Set<DatabaseSync>();
  const database = connection.database('later');
  const urgent = connection.database('next');

  return {
    name: path,
    kind: 'sqlite',
    integer: sql`integer`,
    orderedText: sql`text`,
    database,
    urgent,
    onDisk: async () => disk?.sync(),
    hasDiskFailed: () => disk?.hasFailed() ?? false,
    now: () => sql`cast(${at()} as integer)`,
    each: jsonTable,
    by: (index) => sql`indexed by ${raw(index)}`,
    skipLocked: sql``,
    hint: () => sql`null`,
    migrating: urgent.transaction,
    hold: (options) => hold({ path, locks, log }, options),
    exclusively: async (name, work) => {
      const mine = (works.get(name) ?? Promise.resolve()).then(work, work);
      works.set(name, mine);
      try {
        return await mine;
      } finally {
        if (works.get(name) === mine) works.delete(name);
      }
    },
    diagnose,
    isDuplicate: (error) => codeOf(error) === 2067,
    scrub: async () => {
      await database.all(sql`pragma wal_checkpoint(truncate)`);
    },
    check: async () => {
      const rows = await database.all<{ integrity_check: string }>(sql`pragma integrity_check(20)`);
      return rows.map((row) => row.integrity_check).filter((line) => line !== 'ok');
    },
    backup: async (copy) => {
      if (existsSync(copy)) throw new Error(`${copy}: exists already; a backup is written to a new file`);
      closeSync(openSync(copy, 'wx', 0o600));
      await database.run(sql`vacuum into ${copy}`);
    },
    close: async () => {
      for (const lock of locks) lock.close();
      locks.clear();
      await disk?.close();
      if (file.isOpen) file.close();
    },
  };
}

/** Throws when `version` of SQLite is older than 3.51.3. */
export function checkVersion(version: string): void {
  const [have, least] = [version, MIN_SQLITE].map((text) => text.split('.').map(Number));
  for (let part = 0; part < 3; part++) {
    const difference = (have![part] ?? 0) - (least![part] ?? 0);
    if (difference > 0) return;
    if (difference < 0) {
      throw new Error(`SQLite ${version} can damage its file; ${MIN_SQLITE} is needed (Node 24.15 and later have it)`);
    }
  }
}

function openFile(path: string): DatabaseSync {
  if (path !== ':memory:') {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  }
  const file = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    file.exec('pragma journal_mode = wal');
    // What has to be on the disk before something else happens waits for it in `createDisk`.
    file.exec('pragma synchronous = normal');
    file.exec(`pragma wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    // What /forget removes is overwritten, not only unlinked.
    file.exec('pragma secure_delete = on');
    file.exec('pragma journal_size_limit = 67108864');
    file.exec('select count(*) from sqlite_schema');
    file.exec(`pragma busy_timeout = ${BUSY_BLOCKING_MS}`);
    for (const suffix of ['', '-wal', '-shm']) if (existsSync(path + suffix)) tryChmod(path + suffix);
    return file;
  } catch (error) {
    file.close();
    throw error;
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

export function diagnose(error: unknown): Reason | null {
  const code = codeOf(error);
  // Extended result codes carry the primary one in their low byte.
  const key = code === null ? ((error as NodeJS.ErrnoException | null)?.code ?? '') : code & 0xff;
  const passing = PASSING[key];
  const text = passing ?? LASTING[key];
  return text === undefined ? null : { text, passes: passing !== undefined };
}

function jsonTable(rows: readonly object[], columns: RowColumns): Sql {
  const cells = Object.keys(columns).map((name) => raw(`value ->> '$.${name}' as ${name}`));
  return sql`(select ${join(cells, ', ')} from json_each(${JSON.stringify(rows)})) as given`;
}

/**
 * One process at a time works on the inbox of a file: it holds a lock that the operating system frees when the process
 * ends, however it ends. So every row in `running` is this process's own or a former life's, no lease has to run out and no
 * clock is asked. A second process on the same file stores updates and stands by.
 */
async function hold(
  { path, locks, log }: { path: string; locks: Set<DatabaseSync>; log: Log },
  { signal }: HoldOptions,
): Promise<Slot> {
  const onWait = () => log.warn({ database: path }, `${path}: another process works on its inbox; standing by`);
  const lock = path === ':memory:' ? null : await holdLock(`${path}.lock`, signal, onWait);
  if (lock !== null) locks.add(lock);
  return {
    name: 'file',
    isSole: true,
    release: async () => {
      if (lock !== null && locks.delete(lock)) lock.close();
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
