// PostgreSQL as it is met: stopped, locked, read-only, full, failing over, behind a pooler, with TLS. Nothing is acknowledged that is
// not stored, work resumes by itself, and each outage is one line.

import { execFile } from 'node:child_process';
import { chown, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { StoreUnavailable } from '../../src/store/outage.ts';
import { openStore } from '../../src/store/store.ts';
import { TABLES } from '../../src/tables.ts';
import { NO_PGBOUNCER, type PgBouncer, startPgBouncer } from '../helpers/pgbouncer.ts';
import { startPostgres, type TestPostgres } from '../helpers/postgres.ts';
import { openTestStore, testLog } from '../helpers/stores.ts';
import { eventually, openWorking, update } from '../helpers/working-store.ts';

const run = promisify(execFile);

let postgres: TestPostgres;
let pooler: PgBouncer | null = null;
beforeAll(async () => {
  postgres = await startPostgres();
  if (NO_PGBOUNCER === null) pooler = await startPgBouncer(postgres.url);
});
afterAll(async () => {
  await pooler?.stop();
  await postgres.close();
});
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** As the database's administrator does. */
async function administer(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

const setReadOnly = (is: string) => [
  `alter system set default_transaction_read_only = ${is}`,
  'select pg_reload_conf()',
  "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'on-record'",
];

type Fault = {
  readonly name: string;
  readonly reason: RegExp;
  readonly begin: (url: string) => Promise<(() => Promise<void>) | undefined>;
  readonly isPooled?: true;
};

const FAULTS: readonly Fault[] = [
  {
    name: 'the server stopped and started again',
    reason: /no connection|stopping|broke/,
    begin: async () => {
      await postgres.stop();
      return () => postgres.start();
    },
  },
  {
    name: 'the server stopped and started again behind a pooler',
    reason: /broke|no connection/,
    isPooled: true,
    begin: async () => {
      await postgres.stop();
      return () => postgres.start();
    },
  },
  {
    name: 'the pooler stopped and started again',
    reason: /broke|no connection/,
    isPooled: true,
    begin: () => pooler!.restartable(),
  },
  {
    name: 'the inbox locked by somebody else',
    reason: /locked for too long/,
    begin: async (url) => {
      const locker = new pg.Client(url);
      await locker.connect();
      // Where it meets the inbox's own locks, the two block one another, and the server tells one of them to try again.
      const lock = () => locker.query('rollback; begin; lock table inbox, workers in access exclusive mode');
      while (
        !(await lock().then(Boolean, (error: pg.DatabaseError) => error.code !== '40P01' && Promise.reject(error)))
      );
      return () => locker.end();
    },
  },
  {
    name: 'a fail-over to a server that is read-only at first',
    reason: /read-only|stopping/,
    begin: async (url) => {
      await administer(url, ...setReadOnly('on'));
      return () => administer(url, 'set default_transaction_read_only = off', ...setReadOnly('off'));
    },
  },
  {
    name: 'a full disk',
    reason: /its disk is full/,
    begin: async (url) => {
      // The server's own code for it, from a trigger: no disk is filled here.
      await administer(
        url,
        `create function fill() returns trigger language plpgsql as
          $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`,
        'create trigger full_disk before insert on inbox for each row execute function fill()',
      );
      return () => administer(url, 'drop trigger full_disk on inbox');
    },
  },
];

for (const { name, reason, begin, isPooled } of FAULTS) {
  test.skipIf(isPooled && pooler === null && NO_PGBOUNCER !== null)(
    `${name}: refused meanwhile, nothing lost, one line each way`,
    async () => {
      const direct = await postgres.createDatabase();
      const { store, inbox, handled, close } = await openWorking(isPooled ? pooler!.through(direct) : direct);
      closers.push(close);
      await inbox.accept([update(1)]);
      await handled(1);
      const end = await begin(direct);
      await expect(inbox.accept([update(2)])).rejects.toThrow(StoreUnavailable);
      await expect(inbox.accept([update(3)])).rejects.toThrow(StoreUnavailable);
      expect(store.isAvailable()).toBe(false);
      await end?.();
      await eventually(() => inbox.accept([update(2), update(3)]));
      await handled(3);
      expect(store.log.at('error')).toEqual([expect.stringMatching(reason)]);
      expect(store.log.at('error')[0]).toContain('nothing is acknowledged meanwhile');
      expect(store.log.at('info').filter((line) => line.includes('working again'))).toHaveLength(1);
      expect(store.log.at('warn')).toEqual([]);
    },
  );
}

test('work that runs while the server is away is reported when it is back', async () => {
  const goOn = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  let starts = 0;
  const { store, inbox, close } = await openWorking(await postgres.createDatabase(), {
    handle: async (_payload, { sent }) => {
      starts++;
      begun.resolve();
      await goOn.promise;
      await sent.record('final', 5);
    },
  });
  closers.push(close);
  await inbox.accept([update(1)]);
  await begun.promise;
  await postgres.stop();
  goOn.resolve();
  await expect(inbox.accept([update(2)])).rejects.toThrow(StoreUnavailable);
  await postgres.start();
  await eventually(() => store.ping());
  expect(await inbox.drain(20_000)).toBe(0);
  expect(await store.queue.stats()).toMatchObject({ done: 1, queued: 0, running: 0 });
  expect(starts).toBe(1);
});

test('at the start a server that is away is waited for, with one line', async () => {
  const url = await postgres.createDatabase();
  await postgres.stop();
  const log = testLog();
  const opening = openStore({ url, tables: TABLES, log, waiting: new AbortController().signal });
  await expect.poll(() => log.at('warn')).toEqual([expect.stringMatching(/: no connection; waiting for it$/)]);
  await postgres.start();
  await (await opening).close();
  expect(log.at('info')).toEqual([expect.stringMatching(/: there after \d+ s$/)]);
  expect(log.at('error')).toEqual([]);
});

test('a wait at the start ends with the process', async () => {
  const stopping = new AbortController();
  const log = testLog();
  const opening = openStore({ url: 'postgres://me@127.0.0.1:1/db', tables: TABLES, log, waiting: stopping.signal });
  await expect.poll(() => log.lines).toHaveLength(1);
  stopping.abort();
  await expect(opening).rejects.toThrow('aborted');
});

test('what waiting cannot mend is said at once in one line, without a password', async () => {
  const url = await postgres.createDatabase();
  const open = (address: string) =>
    openStore({ url: address, tables: TABLES, log: testLog(), waiting: new AbortController().signal });
  for (const [address, line] of [
    [url.replace(':postgres@', ':wrong@'), /^postgres 127.0.0.1:\d+\/test_\d+: the server refuses this user, password/],
    [`${url}_none`, /the server refuses this user, password or database$/],
    [`${url}?sslmode=require`, /the server has no TLS, which sslmode asks for$/],
    [`${url}?sslmode=verify-full&sslrootcert=/nowhere/ca.pem`, /\/nowhere\/ca.pem cannot be read$/],
  ] as const) {
    await expect(open(address)).rejects.toThrow(line);
    await expect(open(address)).rejects.not.toThrow('wrong@');
  }
  // Without waiting, as a command by hand asks, an absent one is an error too.
  await expect(openTestStore('postgres://me:hush@127.0.0.1:1/db')).rejects.toThrow(
    'postgres 127.0.0.1:1/db: no connection',
  );
});

test('TLS: encrypted where asked for, and trusted by the CA that the address names', async () => {
  const at = (file: string) => join(postgres.directory, file);
  const { uid, gid } = await stat(postgres.directory);
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...[
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost',
      '-keyout',
      at('tls.key'),
      '-out',
      at('tls.crt'),
    ],
  ]);
  for (const file of ['tls.key', 'tls.crt']) await chown(at(file), uid, gid);
  await administer(
    postgres.url,
    "alter system set ssl_key_file = 'tls.key'",
    "alter system set ssl_cert_file = 'tls.crt'",
    'alter system set ssl = on',
    'select pg_reload_conf()',
  );
  const url = await postgres.createDatabase();
  const open = async (host: string, query: string) => {
    const store = await openTestStore(`${url.replace('127.0.0.1', host)}?${query}`);
    const [row] = await store.parts.database.all<{ ssl: boolean }>({
      texts: ['select ssl from pg_stat_ssl where pid = pg_backend_pid()'],
      values: [],
    });
    await store.close();
    return row!.ssl;
  };
  const ca = `sslrootcert=${at('tls.crt')}`;
  expect(await open('127.0.0.1', 'sslmode=disable')).toBe(false);
  expect(await open('127.0.0.1', 'sslmode=require')).toBe(true);
  expect(await open('127.0.0.1', `sslmode=verify-ca&${ca}`)).toBe(true);
  expect(await open('localhost', `sslmode=verify-full&${ca}`)).toBe(true);
  await expect(open('localhost', 'sslmode=verify-full')).rejects.toThrow('its certificate is not trusted');
  await expect(open('127.0.0.1', `sslmode=verify-full&${ca}`)).rejects.toThrow('its certificate is not trusted');
});
