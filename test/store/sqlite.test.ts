// SQLite as it is met: locked, full, read-only, damaged, on a disk that is slow or fails. An update counts as stored once the disk has
// it, nothing is acknowledged before, work resumes by itself, and each outage is one line.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdtemp, open as openHandle, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createQueue, type Queue } from '../../src/inbox/queue.ts';
import { createOutage, StoreUnavailable } from '../../src/store/outage.ts';
import { checkVersion, openSqlite } from '../../src/store/sqlite.ts';
import { migrate } from '../../src/store/table.ts';
import { TABLES } from '../../src/tables.ts';
import { openTestStore, testLog } from '../helpers/stores.ts';
import { openWorking, update } from '../helpers/working-store.ts';

const run = promisify(execFile);
const PAGE_BYTES = 4_096;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'on-record-sqlite-'));
});
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await rm(directory, { recursive: true, force: true });
});

test('a new file and its folder are for their owner only', async () => {
  const file = join(directory, 'var', 'on-record.sqlite');
  const store = await openTestStore(file);
  for (const path of [file, `${file}-wal`]) expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(directory, 'var'))).mode & 0o777).toBe(0o700);
  await store.close();
});

test('a version of SQLite that can damage its file is refused, and so is another kind of database', async () => {
  expect(() => checkVersion('3.51.2')).toThrow('SQLite 3.51.2 can damage its file; 3.51.3 is needed');
  for (const version of ['3.51.3', '3.52.0', '4.0.0']) expect(() => checkVersion(version)).not.toThrow();
  await expect(openTestStore('mysql://localhost/x')).rejects.toThrow('mysql: is not a database');
  await expect(openTestStore('postgres://me:a/b#c@host/x')).rejects.toThrow(
    /^DATABASE_URL: expected postgres:.*%23 and %2F$/,
  );
});

test('a file locked by another process: refused while locked, handled afterwards, one line each way', async () => {
  const file = join(directory, 'locked.sqlite');
  const { inbox, store, handled, close } = await openWorking(file);
  closers.push(close);
  const locker = await startChild(
    `
    // The inbox writes every few moments: wait for one between.
    const database = new DatabaseSync(process.argv[1], { timeout: 5000 });
    database.exec('begin immediate');
    console.log('ready');
    process.stdin.once('data', () => database.exec('rollback'));
    process.stdin.once('data', () => process.exit());
  `,
    file,
  );
  await expect(inbox.accept([update(1)])).rejects.toThrow(`${file}: locked by another process`);
  await expect(inbox.accept([update(2)])).rejects.toThrow(StoreUnavailable);
  locker.stdin!.write('\n');
  await once(locker, 'exit');
  await inbox.accept([update(1), update(2)]);
  await handled(2);
  expect(store.log.at('error')).toEqual([expect.stringContaining(`${file}: locked by another process`)]);
  expect(store.log.at('info').filter((line) => line.includes('working again'))).toHaveLength(1);
});

test('a full disk: refused while full, nothing lost, resumes when there is room', async () => {
  const file = join(directory, 'full.sqlite');
  // A limit on the size of its files stops the child's writes as a full disk would; any user may set one.
  const child = await startChild(
    `
    import { openWorking, update } from ${source('../helpers/working-store.ts')};
    process.on('SIGXFSZ', () => {});
    const { store, inbox, handled } = await openWorking(process.argv[1]);
    console.log('ready');
    let id = 0;
    for await (const line of createInterface({ input: process.stdin })) {
      if (line === 'fill') {
        let stored = 0;
        try {
          for (; stored < 5000; stored++) await inbox.accept([{ ...update(++id), payload: ' '.repeat(2000) }]);
        } catch (error) {
          console.log(JSON.stringify({ stored, error: error.message, name: error.name }));
        }
      } else {
        await inbox.accept([update(id)]);
        await handled(id);
        await inbox.drain(10000);
        console.log(JSON.stringify({ ...(await store.queue.stats()), id, errors: store.log.at('error') }));
        process.exit();
      }
    }
  `,
    file,
  );
  const answers = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const answer = async () => JSON.parse((await answers.next()).value!);
  await run('prlimit', [`--pid=${child.pid}`, `--fsize=${200 * PAGE_BYTES}:`]);
  child.stdin!.write('fill\n');
  const full = await answer();
  expect(full).toMatchObject({ name: 'StoreUnavailable', error: expect.stringContaining(`${file}: the disk`) });
  expect(full.stored).toBeGreaterThan(0);
  await run('prlimit', [`--pid=${child.pid}`, '--fsize=unlimited:']);
  child.stdin!.write('end\n');
  // The one that was refused was accepted again later.
  expect(await answer()).toMatchObject({
    id: full.stored + 1,
    done: full.stored + 1,
    queued: 0,
    running: 0,
    dead: 0,
    errors: [expect.stringContaining('the disk')],
  });
});

test('a read-only file is named at the start', async () => {
  const file = join(directory, 'readonly.sqlite');
  await (await openTestStore(file)).close();
  await chmod(file, 0o444);
  await chmod(directory, 0o555);
  const code = `
    import { openTestStore } from ${source('../helpers/stores.ts')};
    await openTestStore(process.argv[1]).then(() => console.log('opened'), (error) => console.log(error.message));
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
  { part: 'tables', at: 2 * PAGE_BYTES },
])('a file with a damaged $part is named and left as it is', async ({ at }) => {
  const file = join(directory, 'damaged.sqlite');
  const sound = await openTestStore(file);
  await sound.queue.put([update(1)]);
  await sound.close();
  const size = (await stat(file)).size;
  const handle = await openHandle(file, 'r+');
  await handle.write(Buffer.alloc(at === 0 ? 100 : size - at, 0x5a), 0, null, at);
  await handle.close();
  const before = await readFile(file);
  await expect(openTestStore(file)).rejects.toThrow(new RegExp(`^${file}: (?:damaged|not a database)`));
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
  const store = await openTestStore(file);
  const bytes = async () => Buffer.concat(await Promise.all([file, `${file}-wal`].map((path) => readFile(path))));
  const secret = 'a-word-that-nobody-else-would-write';
  const turns = [{ id: '', question: secret, answer: secret.repeat(50) }];
  await store.sessions.update({ chat: 1, person: 1 }, (session) => ({ ...session, turns }));
  await store.cards.put('c', { question: secret, person: 1 });
  expect((await bytes()).includes(secret)).toBe(true);
  await store.forget({ chat: 1, person: 1 });
  expect((await bytes()).includes(secret)).toBe(false);
  await store.close();
});

test('a clock that steps back an hour keeps no update waiting', async () => {
  let now = Date.UTC(2026, 10, 23, 12);
  const { inbox, handled, close } = await openWorking(join(directory, 'clock.sqlite'), { now: () => now });
  closers.push(close);
  await inbox.accept([update(1)]);
  now -= 3_600_000;
  await inbox.accept([update(2), update(3)]);
  await handled(3);
});

describe('on a disk that takes its time', () => {
  let file: string;
  let queue: Queue;
  /** Syncs that were asked for and have not ended. */
  const syncs: { readonly end: () => void; readonly fail: (error: Error) => void }[] = [];
  beforeEach(async () => {
    file = join(directory, 'bot.sqlite');
    const log = testLog();
    const engine = openSqlite({ url: file, log, now: null }, () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      syncs.push({ end: resolve, fail: reject });
      return promise;
    });
    await migrate(engine, TABLES);
    const outage = createOutage({ ...engine, log });
    const database = outage.guarded(engine.database);
    queue = createQueue({ engine, outage, database, urgent: database, identity: 'host' }, log);
    closers.push(async () => {
      for (const { end } of syncs.splice(0)) end();
      await engine.close();
    });
  });

  test('an update counts as stored once the disk has it, and is there for the next process before that', async () => {
    const stored = follow(queue.put([update(1)]));
    await turns();
    expect(stored.state).toBe('open');
    expect(idsIn(file)).toEqual([1]);
    syncs[0]!.end();
    await turns();
    expect(stored.state).toBe('done');
  });

  test('what comes while the disk works waits for its next turn, all of it for one', async () => {
    const first = follow(queue.put([update(1)]));
    await turns();
    const later = [2, 3, 4].map((id) => follow(queue.put([update(id)])));
    await turns();
    expect(syncs).toHaveLength(1);
    syncs[0]!.end();
    await turns();
    expect([first, ...later].map(({ state }) => state)).toEqual(['done', 'open', 'open', 'open']);
    await asked(2);
    syncs[1]!.end();
    await turns();
    expect(later.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  });

  test('after the disk failed, an update counts as stored once it stands in the file itself, and not only in its log', async () => {
    const failed = queue.put([update(1)]);
    await turns();
    expect(idsIn(await copyWithoutLog())).toEqual([]);
    syncs[0]!.fail(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
    await expect(failed).rejects.toThrow(new StoreUnavailable(`${file}: the disk reports an input or output error`));
    expect(await queue.put([update(1)])).toBe(0);
    expect(idsIn(await copyWithoutLog())).toEqual([1]);
    const next = follow(queue.put([update(2)]));
    await asked(2);
    expect(next.state).toBe('open');
  });

  test('a record of what was sent survives a kill at once, and a loss of power when it says so', async () => {
    const put = queue.put([update(1)]);
    await turns();
    syncs[0]!.end();
    await put;
    const worker = await queue.join({
      signal: new AbortController().signal,
      onWake: () => {},
      onBroadcast: () => {},
    });
    await worker.cycle([], 1);
    const { onDisk } = await worker.record([{ updateId: 1, attempt: 1, step: 'final', message: 7 }]);
    const safe = follow(onDisk);
    expect(read(file, 'select message from sent')).toEqual([{ message: '7' }]);
    await asked(2);
    expect(safe.state).toBe('open');
    syncs[1]!.end();
    await turns();
    expect(safe.state).toBe('done');
  });

  /** The disk has been asked for its `count`th sync. */
  async function asked(count: number): Promise<void> {
    await vi.waitUntil(() => syncs.length >= count);
    expect(syncs).toHaveLength(count);
  }

  /** The file as it would be found if its log were lost. */
  async function copyWithoutLog(): Promise<string> {
    const copy = join(await mkdtemp(join(directory, 'copy-')), 'bot.sqlite');
    await copyFile(file, copy);
    const database = new DatabaseSync(copy);
    database.exec('create table if not exists inbox (update_id integer)');
    database.close();
    return copy;
  }
});

function follow(work: Promise<unknown>): { state: 'open' | 'done' | 'failed' } {
  const followed: { state: 'open' | 'done' | 'failed' } = { state: 'open' };
  work.then(
    () => {
      followed.state = 'done';
    },
    () => {
      followed.state = 'failed';
    },
  );
  return followed;
}

/** All that can happen by itself has happened. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function idsIn(path: string): number[] {
  return read(path, 'select update_id from inbox order by 1').map(({ update_id }) => update_id as number);
}

function read(path: string, query: string): Record<string, unknown>[] {
  const database = new DatabaseSync(path);
  try {
    return database.prepare(query).all();
  } finally {
    database.close();
  }
}

/** Runs `code` in a process of its own; resolves when it prints "ready". */
async function startChild(code: string, file: string): Promise<ChildProcess> {
  const imports = `import { DatabaseSync } from 'node:sqlite';\nimport { createInterface } from 'node:readline';\n`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', imports + code, file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  closers.push(async () => child.kill('SIGKILL'));
  expect(await once(createInterface({ input: child.stdout! }), 'line')).toEqual(['ready']);
  return child;
}

/** The address of a module for the code of a child. */
function source(path: string): string {
  return JSON.stringify(new URL(path, import.meta.url).href);
}
