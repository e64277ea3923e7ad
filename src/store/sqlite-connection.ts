// One connection to an SQLite file: statements kept prepared, used in turn, patient with another process's lock.

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database, Queries } from './engine.ts';
import { type Sql, sql, textOf } from './sql.ts';

/** How long a statement waits for another process's lock before the database counts as away. */
export const BUSY_MS = 5_000;
const BUSY_RETRY_MS = 20;
const BUSY_LATER_MS = 100;

export const BUSY = 5;
export const LOCKED = 6;

/** Statements kept prepared. Those built here are a few dozen; the rest is room for others. */
const MAX_PREPARED = 128;

/** Who comes as `next` goes before all who came as `later`. */
type Place = 'next' | 'later';

export type SqliteConnection = {
  readonly database: (place: Place) => Database;
  /** Runs `work` when it is its turn. */
  readonly inTurn: <T>(place: Place, work: () => Promise<T>) => Promise<T>;
};

export function createConnection(file: DatabaseSync): SqliteConnection {
  const prepare = createPrepared(file);
  const patiently = createPatience();
  const inTurn = createTurns();
  const begin = sql`begin immediate`;
  const commit = sql`commit`;

  // Within a transaction the lock is held already.
  const attempt = <T>(run: () => T): Promise<T> => (file.isTransaction ? promised(run) : patiently(run));
  const queries: Queries = {
    all: <Row>(statement: Sql) => attempt(() => prepare(statement).all(...statement.values) as Row[]),
    run: (statement) => attempt(() => Number(prepare(statement).run(...statement.values).changes)),
  };
  const transaction = async <T>(work: (queries: Queries) => Promise<T>): Promise<T> => {
    // Immediate: a transaction that reads first and writes later would fail, not wait, if another process wrote in between.
    await patiently(() => prepare(begin).run());
    try {
      const result = await work(queries);
      await patiently(() => prepare(commit).run());
      return result;
    } catch (error) {
      // A full disk rolls back by itself; a second rollback would hide the error that led here.
      if (file.isTransaction) file.exec('rollback');
      throw error;
    }
  };
  return {
    inTurn,
    database: (place) => ({
      all: (statement) => inTurn(place, () => queries.all(statement)),
      run: (statement) => inTurn(place, () => queries.run(statement)),
      transaction: (work) => inTurn(place, () => transaction(work)),
    }),
  };
}

async function promised<T>(run: () => T): Promise<T> {
  return run();
}

function createPrepared(file: DatabaseSync): (statement: Sql) => StatementSync {
  const prepared = new Map<string, StatementSync>();
  return (statement) => {
    const text = textOf(statement, () => '?');
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const made = file.prepare(text);
    if (prepared.size >= MAX_PREPARED) prepared.delete(prepared.keys().next().value!);
    prepared.set(text, made);
    return made;
  };
}

function createTurns(): SqliteConnection['inTurn'] {
  const waiting: Record<Place, (() => void)[]> = { next: [], later: [] };
  let isTaken = false;
  return async (place, work) => {
    if (isTaken) await new Promise<void>((resolve) => waiting[place].push(resolve));
    isTaken = true;
    try {
      return await work();
    } finally {
      const next = waiting.next.shift() ?? waiting.later.shift();
      // The turn passes on without a gap into which somebody could step.
      if (next) next();
      else isTaken = false;
    }
  };
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

export function codeOf(error: unknown): number | null {
  const code = error instanceof Error ? (error as { errcode?: unknown }).errcode : null;
  return typeof code === 'number' ? code : null;
}
