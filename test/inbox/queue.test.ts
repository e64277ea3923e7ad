// What the queue does, whatever database is under it.

import { afterEach, expect, test } from 'vitest';
import type { NewUpdate, QueueWorker } from '../../src/inbox/queue.ts';
import { sql } from '../../src/store/sql.ts';
import { describeEngines, openTestStore, type TestStore } from '../helpers/stores.ts';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 10, 23, 12);

describeEngines('a queue', ({ hasReplicas, createDatabase }) => {
  const stores: TestStore[] = [];
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
  });
  const open = async (url: string, now: () => number = () => NOON): Promise<TestStore> => {
    const store = await openTestStore(url, { now });
    stores.push(store);
    return store;
  };
  const openNew = async (now?: () => number): Promise<TestStore> => open(await createDatabase(), now);

  test('an update that comes twice is stored once, also after it is done', async () => {
    const store = await openNew();
    expect(await store.queue.put([row(1), row(2)])).toBe(2);
    expect(await store.queue.put([row(2), row(3)])).toBe(1);
    const worker = await join(store);
    await finish(worker, await claim(worker, 10));
    expect(await store.queue.put([row(1)])).toBe(0);
  });

  test('a queue is handed out in the order of ids, one at a time', async () => {
    const store = await openNew();
    await store.queue.put([row(3, 'a'), row(1, 'a'), row(2, 'a'), row(4, 'b')]);
    const worker = await join(store);
    const order: number[] = [];
    for (;;) {
      const claimed = await claim(worker, 10);
      if (claimed.length === 0) break;
      expect(new Set(claimed.map(({ payload }) => payload)).size).toBe(claimed.length);
      order.push(...claimed.map(({ updateId }) => updateId));
      await finish(worker, claimed);
    }
    expect(order.filter((id) => id < 4)).toEqual([1, 2, 3]);
    expect(order).toContain(4);
  });

  test('no queue starves while others fill faster than they are worked off', async () => {
    const store = await openNew();
    const queues = Array.from({ length: 9 }, (_, index) => `queue ${index}`);
    let id = 0;
    const fill = () => store.queue.put(queues.slice(0, 8).map((queue) => row(id++, queue)));
    await store.queue.put([row(id++, 'queue 8')]);
    const worker = await join(store);
    const claimed: string[] = [];
    for (let round = 0; round < 9; round++) {
      await fill();
      const next = await claim(worker, 1);
      claimed.push(...next.map(({ payload }) => payload));
      await finish(worker, next);
    }
    expect(new Set(claimed)).toEqual(new Set(queues));
  });

  test('a claim takes no more than asked', async () => {
    const store = await openNew();
    await store.queue.put(Array.from({ length: 30 }, (_, index) => row(index, `queue ${index}`)));
    const worker = await join(store);
    expect(await claim(worker, 7)).toHaveLength(7);
    expect(await claim(worker, 20)).toHaveLength(20);
    expect(await claim(worker, 20)).toHaveLength(3);
    expect(await claim(worker, 20)).toHaveLength(0);
  });

  test('who reports on a start that is no longer the latest is ignored', async () => {
    const store = await openNew();
    await store.queue.put([row(1)]);
    const worker = await join(store);
    const [first] = await claim(worker, 1);
    await worker.reconcile([]);
    const [second] = await claim(worker, 1);
    expect(second).toMatchObject({ updateId: 1, attempt: 2 });
    expect([...(await finish(worker, [first!])).superseded]).toEqual([1]);
    expect(await store.queue.stats()).toMatchObject({ running: 1, done: 0 });
    expect((await finish(worker, [second!])).superseded.size).toBe(0);
  });

  test('a late record of what was sent is not taken for the next start’s', async () => {
    const store = await openNew();
    await store.queue.put([row(1)]);
    const worker = await join(store);
    const [first] = await claim(worker, 1);
    await worker.reconcile([]);
    await claim(worker, 1);
    const { superseded, onDisk } = await worker.record([{ ...start(first!), step: 'final', message: 7 }]);
    await onDisk;
    expect([...superseded]).toEqual([1]);
    await worker.reconcile([]);
    expect((await claim(worker, 1))[0]!.sent.size).toBe(0);
  });

  test('a worker that has left claims nothing more', async () => {
    const store = await openNew();
    await store.queue.put([row(1)]);
    const worker = await join(store);
    await worker.leave();
    expect(await claim(worker, 1)).toEqual([]);
    expect(await store.queue.stats()).toMatchObject({ queued: 1, running: 0 });
  });

  test('what was sent is there for the next start, and gone once done', async () => {
    const store = await openNew();
    await store.queue.put([row(1)]);
    const worker = await join(store);
    const [first] = await claim(worker, 1);
    expect(first!.sent.size).toBe(0);
    const sent = [
      { ...start(first!), step: 'placeholder', message: 41 },
      { ...start(first!), step: 'card', message: 'AAQ' },
    ];
    await (await worker.record(sent)).onDisk;
    await worker.cycle([{ ...start(first!), outcome: 'released' }], 0);
    const [second] = await claim(worker, 1);
    expect([...second!.sent].sort()).toEqual([
      ['card', 'AAQ'],
      ['placeholder', 41],
    ]);
    await finish(worker, [second!]);
    await store.purge();
    await store.queue.put([row(2)]);
    const [other] = await claim(worker, 1);
    expect(other!.sent.size).toBe(0);
  });

  test('a failed start is counted and kept by its worker; a dead one can be queued again', async () => {
    const store = await openNew();
    await store.queue.put([row(1, 'a'), row(2, 'a')]);
    const worker = await join(store);
    const [first] = await claim(worker, 5);
    const again = { ...start(first!), outcome: 'again', failed: true, error: 'Error: no' } as const;
    await worker.cycle([again], 5);
    expect(await store.queue.stats()).toMatchObject({ running: 1, queued: 1 });
    const dead = { updateId: 1, attempt: 2, outcome: 'dead', error: null } as const;
    const { claimed } = await worker.cycle([dead], 5);
    expect(claimed.map(({ updateId }) => updateId)).toEqual([2]);
    expect(await store.queue.dead()).toMatchObject([{ updateId: 1, failures: 1, error: 'Error: no' }]);
    await finish(worker, claimed);
    expect(await store.queue.retry(1)).toBe(true);
    expect(await store.queue.retry(1)).toBe(false);
    expect(await claim(worker, 5)).toMatchObject([{ updateId: 1, failures: 0 }]);
  });

  test('an update that is cut off too often runs with no other suspect beside it, those cut off least first', async () => {
    const url = await createDatabase();
    const store = await open(url);
    const { database } = store.parts;
    await store.queue.put([row(1, 'a'), row(2, 'b'), row(3, 'c'), row(4, 'b')]);
    const killed = await openTestStore(url);
    await claim(await join(killed), 3);
    // As when the process is killed: nothing is given back.
    await killed.close();
    await database.run(sql`delete from workers`);
    const worker = await join(store);
    expect(await database.all<{ cutoffs: number }>(sql`select cutoffs from inbox order by update_id`)).toMatchObject(
      [1, 1, 1, 0].map((cutoffs) => ({ cutoffs })),
    );
    await database.run(sql`update inbox set cutoffs = 6 - update_id % 2 where update_id < 3`);
    const first = await claim(worker, 5);
    expect(first.map(({ updateId }) => updateId).sort()).toEqual([1, 3]);
    expect(await claim(worker, 5)).toEqual([]);
    await finish(worker, first);
    expect(await claim(worker, 5)).toMatchObject([{ updateId: 2, cutoffs: 6 }]);
  });

  test('done updates hold nothing about anybody and are gone after two days; dead ones stay longer', async () => {
    let now = NOON;
    const store = await openNew(() => now);
    await store.queue.put([row(1, 'a'), row(2, 'b')]);
    const worker = await join(store);
    const [first, second] = await claim(worker, 2);
    const ended = [
      { ...start(first!), outcome: 'done' },
      { ...start(second!), outcome: 'dead', error: 'Error: no' },
    ] as const;
    await worker.cycle(ended, 0);
    now += 2 * DAY - 1;
    expect(await store.purge()).toBe(0);
    now += 2;
    expect(await store.purge()).toBe(1);
    expect(await store.queue.stats()).toMatchObject({ done: 0, dead: 1 });
    expect(await store.queue.put([row(1)])).toBe(1);
    now += 4 * DAY;
    await store.purge();
    expect(await store.queue.stats()).toMatchObject({ dead: 0 });
  });

  test.runIf(hasReplicas)('what is stored in one process wakes the others', async () => {
    const url = await createDatabase();
    const [one, two] = [await open(url), await open(url)];
    const { promise: woken, resolve } = Promise.withResolvers<void>();
    const worker = await join(one, resolve);
    await two.queue.put([row(1)]);
    await woken;
    expect(await claim(worker, 1)).toHaveLength(1);
  });

  test.runIf(hasReplicas)('what one process broadcasts the others hear, and it does not', async () => {
    const url = await createDatabase();
    const [one, two] = [await open(url), await open(url)];
    const heard: string[] = [];
    const ended = Promise.withResolvers<void>();
    await join(one, undefined, (word) => heard.push(`one: ${word}`));
    await join(two, undefined, (word) => {
      heard.push(`two: ${word}`);
      if (word === 'end') ended.resolve();
    });
    await one.queue.broadcast('«стоп» "1"');
    await one.queue.broadcast('end');
    await ended.promise;
    expect(heard.sort()).toEqual(['two: end', 'two: «стоп» "1"']);
  });

  test('an update that is being handled when its person is forgotten ends with nothing of theirs', async () => {
    const store = await openNew();
    await store.queue.put([{ ...row(1), ...ANN }]);
    const worker = await join(store);
    const claimed = await claim(worker, 1);
    await store.forget(ANN);
    expect((await finish(worker, claimed)).superseded.size).toBe(0);
    expect(await store.queue.put([row(1)])).toBe(0);
  });
});

const ANN = { chat: -100, person: 7 };

async function join(
  { queue }: TestStore,
  onWake: () => void = () => {},
  onBroadcast: (message: string) => void = () => {},
): Promise<QueueWorker> {
  const worker = await queue.join({ signal: new AbortController().signal, onWake, onBroadcast });
  await worker.tick();
  return worker;
}

/** A row whose payload is its queue. */
function row(updateId: number, queue = `queue ${updateId}`): NewUpdate {
  return { updateId, queue, chat: null, person: null, payload: queue };
}

function start({ updateId, attempt }: { updateId: number; attempt: number }) {
  return { updateId, attempt };
}

async function claim(worker: QueueWorker, count: number) {
  const { claimed } = await worker.cycle([], count);
  return claimed;
}

function finish(worker: QueueWorker, claimed: readonly { updateId: number; attempt: number }[]) {
  const settled = claimed.map((one) => ({ ...start(one), outcome: 'done' }) as const);
  return worker.cycle(settled, 0);
}
