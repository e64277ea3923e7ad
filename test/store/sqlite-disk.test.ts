// When an update counts as stored in a file: not before the disk has it, and at one wait for all that come together.

import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createQueue, type NewUpdate, type Queue } from '../../src/inbox/queue.ts';
import type { Database } from '../../src/store/engine.ts';
import { createOutage, StoreUnavailable } from '../../src/store/outage.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { migrate } from '../../src/store/table.ts';
import { TABLES } from '../../src/tables.ts';
import { testLog } from '../helpers/stores.ts';

let folder: string;
let file: string;
let inbox: Queue;
let close: () => Promise<void>;
/** Syncs that were asked for and have not ended. */
const syncs: { readonly end: () => void; readonly fail: (error: Error) => void }[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'on-record-disk-'));
  file = path.join(folder, 'bot.sqlite');
  const log = testLog();
  const engine = openSqlite({ url: file, log, now: null }, () => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    syncs.push({ end: resolve, fail: reject });
    return promise;
  });
  await migrate(engine, TABLES);
  const outage = createOutage({ ...engine, log });
  const [database, urgent] = [engine.database, engine.urgent].map(outage.guarded) as [Database, Database];
  inbox = createQueue({ engine, outage, database, urgent, identity: 'host' }, log);
  close = engine.close;
});

afterEach(async () => {
  for (const { end } of syncs.splice(0)) end();
  await close();
  await rm(folder, { recursive: true });
});

test('an update counts as stored once the disk has it, and is there for the next process before that', async () => {
  const stored = follow(inbox.put([row(1)]));
  await turns();
  expect(stored.state).toBe('open');
  expect(idsIn(file)).toEqual([1]);
  syncs[0]!.end();
  await turns();
  expect(stored.state).toBe('done');
});

test('what comes while the disk works waits for its next turn, all of it for one', async () => {
  const first = follow(inbox.put([row(1)]));
  await turns();
  const later = [2, 3, 4].map((id) => follow(inbox.put([row(id)])));
  await turns();
  expect(syncs).toHaveLength(1);
  syncs[0]!.end();
  await turns();
  expect([first.state, ...later.map(({ state }) => state)]).toEqual(['done', 'open', 'open', 'open']);
  await asked(2);
  syncs[1]!.end();
  await turns();
  expect(later.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
});

test('after the disk failed, an update counts as stored once it stands in the file itself, and not only in its log', async () => {
  const failed = inbox.put([row(1)]);
  await turns();
  expect(idsIn(await copyWithoutLog())).toEqual([]);
  syncs[0]!.fail(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
  await expect(failed).rejects.toThrow(new StoreUnavailable(`${file}: the disk reports an input or output error`));

  expect(await inbox.put([row(1)])).toBe(0);
  expect(idsIn(await copyWithoutLog())).toEqual([1]);

  const next = follow(inbox.put([row(2)]));
  await asked(2);
  expect(next.state).toBe('open');
});

test('a record of what was sent survives a kill at once, and a loss of power when it says so', async () => {
  const put = inbox.put([row(1)]);
  await turns();
  syncs[0]!.end();
  await put;
  const worker = await inbox.join({ signal: new AbortController().signal, onWake: () => {}, onBroadcast: () => {} });
  const { claimed } = await worker.cycle({ settled: [], claim: 1, claimSuspect: false });
  const { onDisk } = await worker.record([{ updateId: 1, attempt: claimed[0]!.attempt, step: 'final', message: 7 }]);
  const safe = follow(onDisk);
  expect(read(file, 'select message from sent')).toEqual([{ message: '7' }]);
  await asked(2);
  expect(safe.state).toBe('open');
  syncs[1]!.end();
  await turns();
  expect(safe.state).toBe('done');
});

function row(updateId: number): NewUpdate {
  return { updateId, queue: `chat:${updateId}`, chat: updateId, person: updateId, payload: '{}' };
}

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

/** The disk has been asked for its `count`th sync. */
async function asked(count: number): Promise<void> {
  await vi.waitUntil(() => syncs.length >= count);
  expect(syncs).toHaveLength(count);
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

/** The file as it would be found if its log were lost. */
async function copyWithoutLog(): Promise<string> {
  const copy = path.join(folder, `copy-${syncs.length}-${Math.random()}.sqlite`);
  await copyFile(file, copy);
  const database = new DatabaseSync(copy);
  database.exec('create table if not exists inbox (update_id integer)');
  database.close();
  return copy;
}
