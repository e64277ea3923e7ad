// Every database under one suite: a new, empty one for each test, and a log that can be read.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { createQueue, type Queue } from '../../src/inbox/queue.ts';
import type { AnswerCache } from '../../src/service/service.ts';
import { type Sessions, storedAnswers, storedSessions } from '../../src/service/stored.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { TABLES } from '../../src/tables.ts';
import type { Log } from '../../src/telemetry.ts';
import { NO_PGBOUNCER, type PgBouncer, startPgBouncer } from './pgbouncer.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';

export type TestEngine = {
  readonly name: string;
  /** Processes share the work; of a file's only one works. */
  readonly hasReplicas: boolean;
  /** Without a row in it. The one before is not used any more. */
  readonly createDatabase: () => Promise<string>;
  /** Without a table in it. */
  readonly createEmpty: () => Promise<string>;
};

type Suite = (engine: TestEngine) => void;

/** Runs a suite on SQLite, PostgreSQL, and PostgreSQL behind a PgBouncer in transaction mode. The server starts once for the file. */
export const describeEngines = (name: string, tests: Suite): void => describeOn(name, tests, true);

/** Without the PgBouncer, for what its other suites tell. */
export const describeDirectEngines = (name: string, tests: Suite): void => describeOn(name, tests, false);

function describeOn(suite: string, tests: Suite, isPooledToo: boolean): void {
  let postgres: TestPostgres;
  let pgBouncer: PgBouncer | null = null;
  let directory: string;
  let files = 0;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'on-record-test-'));
    postgres = await startPostgres();
    if (NO_PGBOUNCER === null && isPooledToo) pgBouncer = await startPgBouncer(postgres.url);
  });
  afterAll(async () => {
    await pgBouncer?.stop();
    await postgres?.close();
    await rm(directory, { recursive: true, force: true });
  });
  const createFile = async () => {
    files++;
    return join(directory, `${files}.sqlite`);
  };
  /** Making a database and its tables takes longer than most tests: one is emptied again and again. */
  const onServer = (through: (url: string) => string): Pick<TestEngine, 'createDatabase' | 'createEmpty'> => {
    let url: string | null = null;
    return {
      createDatabase: async () => {
        if (url === null) url = await postgres.createDatabase();
        else await truncate(url);
        return through(url);
      },
      createEmpty: async () => through(await postgres.createDatabase()),
    };
  };
  describe(`${suite} on SQLite`, () =>
    tests({ name: 'SQLite', hasReplicas: false, createDatabase: createFile, createEmpty: createFile }));
  describe(`${suite} on PostgreSQL`, () => tests({ name: 'PostgreSQL', hasReplicas: true, ...onServer((url) => url) }));
  if (!isPooledToo) return;
  const because = NO_PGBOUNCER === null ? '' : ` (not run: ${NO_PGBOUNCER})`;
  describe.skipIf(NO_PGBOUNCER !== null)(`${suite} on PostgreSQL behind PgBouncer${because}`, () =>
    tests({ name: 'PgBouncer', hasReplicas: true, ...onServer((url) => pgBouncer!.through(url)) }),
  );
}

async function truncate(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`do $$ declare names text; begin
    select string_agg(quote_ident(tablename), ', ') into names from pg_tables
      where schemaname = 'public' and tablename <> 'kysely_migration';
    execute 'truncate ' || names;
  end $$`);
  await client.end();
}

/** A store as the bot uses it. */
export type TestStore = Omit<Store, 'sessions' | 'answers'> & {
  readonly queue: Queue;
  readonly sessions: Sessions;
  readonly answers: AnswerCache;
  readonly log: TestLog;
};

export async function openTestStore(
  url: string,
  options: { now?: () => number; identity?: string } = {},
): Promise<TestStore> {
  const log = testLog();
  const store = await openStore({ url, tables: TABLES, log, identity: 'host', ...options });
  const queue = createQueue(store.parts, log);
  return { ...store, queue, sessions: storedSessions(store), answers: storedAnswers(store), log };
}

export type LogLine = { readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly text: string };

export type TestLog = Log & { readonly lines: LogLine[]; readonly at: (level: LogLine['level']) => string[] };

/** Keeps what is logged. */
export function testLog(): TestLog {
  const lines: LogLine[] = [];
  const at =
    (level: LogLine['level']) =>
    (first: unknown, second?: unknown): void => {
      lines.push({ level, text: String(second ?? first) });
    };
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } as unknown as Log;
  return Object.assign(log, {
    lines,
    at: (level: LogLine['level']) => lines.filter((line) => line.level === level).map((line) => line.text),
  });
}
