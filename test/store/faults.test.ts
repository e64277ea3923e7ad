// The database locked, full, read-only, damaged, stopped: nothing is acknowledged that is not stored, work resumes by itself, and
// each outage is one line.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, open as openHandle, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createInbox } from '../../src/inbox/inbox.ts';
import type { NewUpdate } from '../../src/inbox/queue.ts';
import { StoreUnavailable } from '../../src/store/outage.ts';
import { checkVersion } from '../../src/store/sqlite.ts';
import { startPostgres, type TestPostgres } from '../helpers/postgres.ts';
import { openTestStore, type TestStore } from '../helpers/stores.ts';

const run = promisify(execFile);
const SIZE_OF_PAGE = 4_096;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'on-record-faults-'));
});
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await rm(directory, { recursive: true, force: true });
});

describe('SQLite', () => {
  test('a new file and its folder are for their owner only', async () => {
    const file = join(directory, 'var', 'on-record.sqlite');
    await openNew(file);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(`${file}-wal`)).mode & 0o777).toBe(0o600);
    expect((await stat(join(directory, 'var'))).mode & 0o777).toBe(0o700);
  });

  test('a version of SQLite that can damage its file is refused', () => {
    expect(() => checkVersion('3.51.2')).toThrow('SQLite 3.51.2 can damage its file; 3.51.3 is needed');
    for (const version of ['3.51.3', '3.52.0', '4.0.0']) expect(() => checkVersion(version)).not.toThrow();
  });

  test('an address of another kind of database is refused', async () => {
    await expect(openTestStore('mysql://localhost/x')).rejects.toThrow('mysql: is not a database');
  });

  test('a file locked by another process: refused while locked, handled afterwards, one line each way', async () => {
    const file = join(directory, 'locked.sqlite');
    const { inbox, log, handled } = await openWorking(file);
    const locker = await startChild(
      `
      // The inbox writes every few moments: wait for one between.
      const database = new DatabaseSync(process.argv[1], { timeout: 5000 });
      database.exec('begin immediate');
      console.log('locked');
      process.stdin.once('data', () => database.exec('rollback'));
      process.stdin.once('data', () => process.exit());
    `,
      [file],
    );
    await expect(inbox.accept([message(1)])).rejects.toThrow(`${file}: locked by another process`);
    await expect(inbox.accept([message(2)])).rejects.toThrow(StoreUnavailable);
    locker.stdin!.write('\n');
    await once(locker, 'exit');
    await inbox.accept([message(1), message(2)]);
    await handled(2);
    expect(log.at('error')).toHaveLength(1);
    expect(log.at('error')[0]).toContain(`${file}: locked by another process`);
    expect(log.at('info').filter((line) => line.includes('working again'))).toHaveLength(1);
  });

  test('a full disk: refused while full, nothing lost, resumes when there is room', async () => {
    // A limit on the size of its files stops the child's writes as a full disk would; any user may set one.
    const file = join(directory, 'full.sqlite');
    const child = await startChild(
      `
      import { openStore } from ${JSON.stringify(new URL('../../src/store/store.ts', import.meta.url).href)};
      import { createInbox } from ${JSON.stringify(new URL('../../src/inbox/inbox.ts', import.meta.url).href)};
      import { createQueue } from ${JSON.stringify(new URL('../../src/inbox/queue.ts', import.meta.url).href)};
      import { TABLES } from ${JSON.stringify(new URL('../../src/tables.ts', import.meta.url).href)};
      import { createInterface } from 'node:readline';
      process.on('SIGXFSZ', () => {});
      const errors = [];
      const log = { debug() {}, info() {}, warn() {}, error: (_fields, text) => errors.push(text) };
      const store = await openStore({ url: process.argv[1], tables: TABLES, log });
      const queue = createQueue(store.parts, log);
      const handled = new Set();
      let tell = () => {};
      const handle = async (id) => { handled.add(Number(id)); tell(); };
      const inbox = createInbox({ queue, log, heartbeatMs: 50, onBroadcast() {}, purge: store.purge, onDead: async () => {}, handle });
      const row = (id, text) => ({ updateId: id, queue: String(id), chat: id, person: null, payload: String(id) + text });
      inbox.start();
      console.log('ready');
      let id = 0;
      for await (const line of createInterface({ input: process.stdin })) {
        if (line === 'fill') {
          let stored = 0;
          try {
            for (; stored < 5000; stored++) await inbox.accept([row(++id, ' '.repeat(2000))]);
          } catch (error) {
            console.log(JSON.stringify({ stored, error: error.message, name: error.name }));
          }
        } else {
          await inbox.accept([row(id, '')]);
          await new Promise((resolve) => { tell = () => handled.size === id && resolve(); tell(); });
          await inbox.drain(10000);
          const { done, queued, running, dead } = await queue.stats();
          console.log(JSON.stringify({ handled: handled.size, done, left: queued + running + dead, errors }));
          process.exit();
        }
      }
    `,
      [file],
      'ready',
    );
    const answers = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
    await run('prlimit', [`--pid=${child.pid}`, `--fsize=${200 * SIZE_OF_PAGE}:`]);
    child.stdin!.write('fill\n');
    const full = JSON.parse((await answers.next()).value!) as { stored: number; error: string; name: string };
    expect(full.name).toBe('StoreUnavailable');
    expect(full.error).toContain(`${file}: the disk`);
    expect(full.stored).toBeGreaterThan(0);
    await run('prlimit', [`--pid=${child.pid}`, '--fsize=unlimited:']);
    child.stdin!.write('end\n');
    const end = JSON.parse((await answers.next()).value!) as {
      handled: number;
      done: number;
      left: number;
      errors: string[];
    };
    // The one that was refused was accepted again later.
    expect(end).toMatchObject({ handled: full.stored + 1, done: full.stored + 1, left: 0 });
    expect(end.errors).toEqual([expect.stringContaining('the disk')]);
  });

  test('a read-only file is named at the start', async () => {
    const file = join(directory, 'readonly.sqlite');
    await (await openTestStore(file)).close();
    await chmod(file, 0o444);
    await chmod(directory, 0o555);
    const code = `
      import { openStore } from ${JSON.stringify(new URL('../../src/store/store.ts', import.meta.url).href)};
      import { TABLES } from ${JSON.stringify(new URL('../../src/tables.ts', import.meta.url).href)};
      const log = { debug() {}, info() {}, warn() {}, error() {} };
      await openStore({ url: process.argv[1], tables: TABLES, log }).then(() => console.log('opened'), (error) => console.log(error.message));
    `;
    // Root may write anything, so the child is nobody.
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code, file], nobody);
    await chmod(directory, 0o755);
    expect(stdout.trim()).toMatch(new RegExp(`^${file}: (?:read-only|cannot be opened|no permission to open it)$`));
  });

  test.for([
    { part: 'header', at: 0 },
    { part: 'schema', at: 110 },
    { part: 'tables', at: 2 * SIZE_OF_PAGE },
  ])('a file with a damaged $part is named and left as it is', async ({ at }) => {
    const file = join(directory, 'damaged.sqlite');
    const sound = await openTestStore(file);
    await sound.queue.put([{ updateId: 1, queue: 'a', chat: null, person: null, payload: '{}' }]);
    await sound.close();
    const size = (await stat(file)).size;
    const handle = await openHandle(file, 'r+');
    await handle.write(Buffer.alloc(at === 0 ? 100 : size - at, 0x5a), 0, null, at);
    await handle.close();
    const before = await readFile(file);
    const opening = openTestStore(file);
    await expect(opening).rejects.toThrow(`${file}: `);
    await expect(opening).rejects.toThrow(/damaged|not a database/);
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  test('a file that is something else is named and left as it is', async () => {
    const file = join(directory, 'notes.txt');
    await writeFile(file, 'These are notes, and no database at all. '.repeat(100));
    await expect(openTestStore(file)).rejects.toThrow(`${file}: not a database`);
    expect(await readFile(file, 'utf8')).toMatch(/^These are notes/);
  });

  test('after forgetting, the words stand in none of the files', async () => {
    const file = join(directory, 'forget.sqlite');
    const store = await openNew(file);
    const secret = 'a-word-that-nobody-else-would-write';
    const turns = [{ id: '', question: secret, answer: secret.repeat(50) }];
    await store.sessions.update({ chat: 1, person: 1 }, (session) => ({ ...session, turns }));
    await store.cards.put('c', { question: secret, person: 1 });
    expect((await bytesOf(file)).includes(secret)).toBe(true);
    await store.forget({ chat: 1, person: 1 });
    expect((await bytesOf(file)).includes(secret)).toBe(false);
  });

  test('a clock that steps back an hour keeps no update waiting', async () => {
    let now = Date.UTC(2026, 10, 23, 12);
    const file = join(directory, 'clock.sqlite');
    const { inbox, handled } = await openWorking(file, () => now);
    await inbox.accept([message(1)]);
    now -= 3_600_000;
    await inbox.accept([message(2), message(3)]);
    await handled(3);
  });
});

describe('PostgreSQL', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.close());

  test('stopped and started again: refused meanwhile, nothing lost, one line each way', async () => {
    const { inbox, log, handled, store } = await openWorking(await postgres.createDatabase());
    await inbox.accept([message(1)]);
    await handled(1);
    await postgres.stop();
    for (let id = 2; id < 30; id++) await expect(inbox.accept([message(id)])).rejects.toThrow(StoreUnavailable);
    await expect(store.ping()).rejects.toThrow(StoreUnavailable);
    expect(store.isAvailable()).toBe(false);
    await postgres.start();
    await eventually(() => inbox.accept([message(2)]));
    await handled(2);
    expect(log.at('error')).toEqual([expect.stringContaining('nothing is acknowledged meanwhile')]);
    expect(log.at('info').filter((line) => line.includes('working again'))).toHaveLength(1);
    expect(log.at('warn')).toEqual([]);
  });

  test('work that runs while the server is away is reported when it is back', async () => {
    const goOn = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const store = await openNew(await postgres.createDatabase());
    let starts = 0;
    const inbox = createInbox({
      ...store,
      heartbeatMs: 50,
      onBroadcast: () => {},
      onDead: async () => {},
      handle: async (_payload, { sent }) => {
        starts++;
        begun.resolve();
        await goOn.promise;
        await sent.record('final', 5);
      },
    });
    closers.push(() => inbox.drain(0));
    inbox.start();
    await inbox.accept([message(1)]);
    await begun.promise;
    await postgres.stop();
    goOn.resolve();
    await expect(inbox.accept([message(2)])).rejects.toThrow(StoreUnavailable);
    await postgres.start();
    await eventually(() => store.ping());
    expect(await inbox.drain(20_000)).toBe(0);
    expect(await store.queue.stats()).toMatchObject({ done: 1, queued: 0, running: 0 });
    expect(starts).toBe(1);
  });

  test('an address where nothing listens is named without its password', async () => {
    const opening = openTestStore('postgres://me:hush@127.0.0.1:1/db');
    await expect(opening).rejects.toThrow('postgres 127.0.0.1:1/db: no connection');
    await expect(opening).rejects.toThrow(StoreUnavailable);
  });

  test('a wrong password is said to be one', async () => {
    const url = (await postgres.createDatabase()).replace(':postgres@', ':wrong@');
    await expect(openTestStore(url)).rejects.toThrow('refuses this user, password or database');
  });
});

async function openNew(url: string, now?: () => number): Promise<TestStore> {
  const store = await openTestStore(url, now === undefined ? {} : { now });
  closers.push(() => store.close());
  return store;
}

async function openWorking(url: string, now?: () => number) {
  const store = await openNew(url, now);
  let count = 0;
  let notify = (): void => {};
  const inbox = createInbox({
    ...store,
    heartbeatMs: 50,
    onBroadcast: () => {},
    onDead: async () => {},
    handle: async () => {
      count++;
      notify();
    },
  });
  closers.push(() => inbox.drain(0));
  inbox.start();
  /** Resolves once so many have been handled in all. */
  const handled = (wanted: number): Promise<void> =>
    new Promise((resolve) => {
      notify = () => {
        if (count >= wanted) resolve();
      };
      notify();
    });
  return { inbox, store, log: store.log, handled };
}

function message(id: number): NewUpdate {
  return { updateId: id, queue: String(id), chat: id, person: null, payload: '{}' };
}

/** Tries again for as long as the store is away. */
async function eventually<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }
}

/** Runs `code` in a process of its own; resolves when it prints its first line. */
async function startChild(code: string, args: string[], ready = 'locked'): Promise<ChildProcess> {
  const source = `import { DatabaseSync } from 'node:sqlite';\n${code}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  closers.push(async () => child.kill('SIGKILL'));
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  expect(line).toBe(ready);
  return child;
}

async function bytesOf(file: string): Promise<Buffer> {
  return Buffer.concat(await Promise.all([file, `${file}-wal`].map((path) => readFile(path))));
}
