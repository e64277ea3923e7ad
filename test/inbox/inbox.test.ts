// The inbox over every database: order, retries, giving up, what was sent, and the next life.

import { afterEach, expect, test } from 'vitest';
import { createInbox, type Inbox, type InboxOptions } from '../../src/inbox/inbox.ts';
import type { NewUpdate, Queue, QueueWorker } from '../../src/inbox/queue.ts';
import { type Run, Superseded, TryLater } from '../../src/inbox/run.ts';
import { StoreUnavailable } from '../../src/store/outage.ts';
import { sql } from '../../src/store/sql.ts';
import { describeDirectEngines, openTestStore, type TestStore } from '../helpers/stores.ts';

type Handle = (id: number, run: Run, queue: string) => Promise<void>;

type Options = Partial<Omit<InboxOptions, 'handle' | 'onDead' | 'queue'>> & {
  readonly handle?: Handle;
  readonly onDead?: Handle;
  /** What stands between the inbox and its queue. */
  readonly through?: (queue: Queue) => Queue;
};

type Life = {
  readonly inbox: Inbox;
  readonly store: TestStore;
  /** Null: as a kill would, nothing is given back. */
  readonly end: (drainMs: number | null) => Promise<number>;
};

describeDirectEngines('an inbox', ({ hasReplicas, createDatabase }) => {
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  const openLife = async (url: string, { handle, onDead, through, ...options }: Options): Promise<Life> => {
    const store = await openTestStore(url);
    const reading = (handler: Handle | undefined) => async (payload: string, run: Run) => {
      const { id, queue } = JSON.parse(payload);
      await handler?.(id, run, queue);
    };
    const inbox = createInbox({
      queue: through?.(store.queue) ?? store.queue,
      log: store.log,
      backoffMs: [1, 1, 1, 1],
      heartbeatMs: 50,
      handle: reading(handle),
      onDead: reading(onDead),
      onBroadcast: () => {},
      purge: store.purge,
      ...options,
    });
    let isOpen = true;
    const end = async (ms: number | null): Promise<number> => {
      if (!isOpen) return 0;
      isOpen = false;
      if (ms === null) closers.push(() => inbox.drain(0));
      const cutOff = ms === null ? 0 : await inbox.drain(ms);
      await store.close();
      return cutOff;
    };
    closers.push(() => end(0));
    inbox.start();
    return { inbox, store, end };
  };
  const openNew = async (options: Options): Promise<Life> => openLife(await createDatabase(), options);

  test('each queue is handled in order, and every update once', async () => {
    const handled = new Map<string, number[]>();
    const all = counter(300);
    const { inbox } = await openNew({
      concurrency: 8,
      handle: async (id, _run, queue) => {
        await Promise.resolve();
        handled.set(queue, [...(handled.get(queue) ?? []), id]);
        all.add();
      },
    });
    const updates = Array.from({ length: 300 }, (_, index) => row(index + 1, index % 7));
    await Promise.all([
      inbox.accept(updates.slice(0, 200)),
      ...updates.slice(150).map((update) => inbox.accept([update])),
    ]);
    await all.reached;
    expect([...handled.values()].flat().sort(byNumber)).toEqual(updates.map(({ updateId }) => updateId));
    for (const ids of handled.values()) expect(ids).toEqual(ids.toSorted(byNumber));
  });

  test('queues are handled at once, one queue is not', async () => {
    const both = counter(2);
    const last = counter(3);
    const events: string[] = [];
    const { inbox } = await openNew({
      handle: async (id) => {
        events.push(`start ${id}`);
        if (id < 3) {
          // Neither goes on before the other has begun.
          both.add();
          await both.reached;
        }
        events.push(`end ${id}`);
        last.add();
      },
    });
    await inbox.accept([row(1, 1), row(2, 2), row(3, 1)]);
    await last.reached;
    expect(events.indexOf('start 3')).toBeGreaterThan(events.indexOf('end 1'));
  });

  test('an update that fails five times is given up with one apology, and blocks only its own queue meanwhile', async () => {
    const order: string[] = [];
    const end = counter(3);
    const { inbox, store } = await openNew({
      handle: async (id) => {
        order.push(`handle ${id}`);
        if (id === 1) throw new Error('poison');
        end.add();
      },
      onDead: async (id) => {
        order.push(`sorry ${id}`);
        end.add();
      },
    });
    await inbox.accept([row(1, 1), row(2, 1), row(3, 2)]);
    await end.reached;
    expect(order.filter((line) => line.endsWith(' 1'))).toEqual([...Array(5).fill('handle 1'), 'sorry 1']);
    expect(order.indexOf('handle 3')).toBeLessThan(order.indexOf('sorry 1'));
    expect(order.indexOf('handle 2')).toBeGreaterThan(order.indexOf('sorry 1'));
    expect(await inbox.drain(1_000)).toBe(0);
    expect(await store.queue.stats()).toMatchObject({ dead: 1, done: 2, queued: 0, running: 0 });
    expect(await store.queue.dead()).toMatchObject([{ updateId: 1, failures: 5, error: 'Error: poison' }]);
    expect(store.log.at('error')).toHaveLength(1);
    expect(store.log.at('warn')).toHaveLength(1);
  });

  test('an outage of the outside is waited for, however often', async () => {
    let starts = 0;
    const end = counter(1);
    const { inbox, store } = await openNew({
      handle: async (_id, { attempt }) => {
        starts++;
        expect(attempt).toBe(starts);
        if (starts <= 8) throw new TryLater('Telegram is away', { afterMs: 1 });
        end.add();
      },
    });
    await inbox.accept([row(1)]);
    await end.reached;
    await inbox.drain(1_000);
    expect(await store.queue.stats()).toMatchObject({ dead: 0, done: 1 });
  });

  test('a re-run knows what was sent', async () => {
    const seen: unknown[] = [];
    const end = counter(1);
    const { inbox } = await openNew({
      handle: async (_id, { attempt, sent }) => {
        seen.push([attempt, sent.get('placeholder'), sent.get('final')]);
        if (attempt === 3) return end.add();
        await (attempt === 1 ? sent.record('placeholder', 41) : sent.record('final', 'AAQ'));
        throw new Error('after the send');
      },
    });
    await inbox.accept([row(1)]);
    await end.reached;
    expect(seen).toEqual([
      [1, null, null],
      [2, 41, null],
      [3, 41, 'AAQ'],
    ]);
  });

  test('the next life takes up what a killed one was doing, and knows what it sent', async () => {
    const url = await createDatabase();
    const sent = counter(1);
    const first = await openLife(url, {
      handle: async (_id, run) => {
        await run.sent.record('final', 7);
        sent.add();
        await aborted(run);
      },
    });
    await first.inbox.accept([row(1, 1), row(2, 1)]);
    await sent.reached;
    await first.end(null);

    const handled: unknown[] = [];
    const end = counter(2);
    await openLife(url, {
      handle: async (id, run) => {
        handled.push([id, run.attempt, run.sent.get('final')]);
        end.add();
      },
    });
    await end.reached;
    expect(handled).toEqual([
      [1, 2, 7],
      [2, 1, null],
    ]);
  });

  test('draining ends what runs, gives back what waits, and still stores', async () => {
    const begun = counter(2);
    const goOn = counter(1);
    const { inbox, store } = await openNew({
      backoffMs: [60_000],
      handle: async (id) => {
        begun.add();
        if (id === 1) await goOn.reached;
        else throw new Error('waits a minute');
      },
    });
    await inbox.accept([row(1, 1), row(2, 2), row(3, 1)]);
    await begun.reached;
    const drained = inbox.drain(10_000);
    await inbox.accept([row(4, 4)]);
    goOn.add();
    expect(await drained).toBe(0);
    expect(await store.queue.stats()).toMatchObject({ done: 1, queued: 3, running: 0 });
  });

  test('what does not end in time is cut off, counted, and left to the next life', async () => {
    const begun = counter(1);
    const { inbox, store } = await openNew({
      handle: async (_id, run) => {
        begun.add();
        await aborted(run);
      },
    });
    await inbox.accept([row(1)]);
    await begun.reached;
    expect(await inbox.drain(1)).toBe(1);
    expect(await store.queue.stats()).toMatchObject({ queued: 1, running: 0, dead: 0 });
  });

  test('a handler that takes too long fails, even when it does not listen; what it sent then is known to the next start', async () => {
    const end = counter(2);
    const seen: unknown[] = [];
    const { inbox } = await openNew({
      timeoutMs: 50,
      // The first failure is followed by the first wait.
      backoffMs: [1, 3_600_000],
      handle: async (id, run) => {
        if (run.attempt > 1) {
          seen.push([id, run.sent.get('late')]);
          return end.add();
        }
        if (id === 1) await new Promise(() => {});
        await aborted(run).catch(() => undefined);
        await run.sent.record('late', 41);
        throw new Error('too late');
      },
    });
    await inbox.accept([row(1, 1), row(2, 2)]);
    await end.reached;
    expect(seen.sort()).toEqual([
      [1, null],
      [2, 41],
    ]);
  });

  test('what comes at once is stored together, a thousand at most; what cannot be stored is not accepted', async () => {
    const sizes: number[] = [];
    let isFull = false;
    const { inbox } = await openNew({
      through: (queue) => ({
        ...queue,
        put: (rows) => {
          sizes.push(rows.length);
          return isFull ? Promise.reject(new Error('the disk is full')) : queue.put(rows);
        },
      }),
    });
    const batch = (from: number) => Array.from({ length: 400 }, (_, at) => row(from + at, 1));
    await Promise.all([batch(1), batch(1_001), batch(2_001)].map((updates) => inbox.accept(updates)));
    expect(sizes).toEqual([800, 400]);
    isFull = true;
    await expect(inbox.accept([row(9_999)])).rejects.toThrow('the disk is full');
  });

  test.each([
    [14, ['handled']],
    [15, ['apology']],
    [20, []],
  ] as const)('an update that ended its process %i times leaves %j', async (cutoffs, expected) => {
    const seen: string[] = [];
    const end = counter(1);
    const { inbox, store } = await openNew({
      through: throughWorker((worker) => ({
        ...worker,
        cycle: async (settled, max) => {
          const result = await worker.cycle(settled, max);
          const claimed = result.claimed.map((one) => (one.updateId === 1 ? { ...one, cutoffs } : one));
          return { ...result, claimed };
        },
      })),
      handle: async (id) => {
        if (id === 1) seen.push('handled');
        else end.add();
      },
      onDead: async () => {
        seen.push('apology');
      },
    });
    // The second of the queue begins once the first is settled.
    await inbox.accept([row(1, 1), row(2, 1)]);
    await end.reached;
    await inbox.drain(1_000);
    expect(seen).toEqual(expected);
    expect(await store.queue.stats()).toMatchObject(cutoffs < 15 ? { done: 2 } : { done: 1, dead: 1 });
  });

  test('updates that were cut off often run one after the other, without waiting for a heartbeat between them', async () => {
    const url = await createDatabase();
    const before = await openTestStore(url);
    await before.queue.put([row(1), row(2), row(3)]);
    await before.parts.database.run(sql`update inbox set cutoffs = 5`);
    await before.close();
    let running = 0;
    let most = 0;
    const end = counter(3);
    await openLife(url, {
      heartbeatMs: 600_000,
      handle: async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        end.add();
      },
    });
    await end.reached;
    expect(most).toBe(1);
  });

  test.each(['before', 'after'] as const)(
    'a connection lost %s a transaction loses no report and no claim',
    async (when) => {
      const lost = { claim: false, report: false };
      const handled: number[] = [];
      const end = counter(2);
      const { inbox, store } = await openNew({
        through: throughWorker((worker) => ({
          ...worker,
          cycle: async (settled, max) => {
            const kind = settled.length > 0 ? 'report' : 'claim';
            const lose = () => {
              lost[kind] = true;
              throw new Error('the connection is lost');
            };
            if (when === 'before' && !lost[kind]) lose();
            const result = await worker.cycle(settled, max);
            if (when === 'after' && !lost[kind] && (kind === 'report' || result.claimed.length > 0)) lose();
            return result;
          },
        })),
        handle: async (id) => {
          handled.push(id);
          end.add();
        },
      });
      await inbox.accept([row(1, 1), row(2, 1)]);
      await end.reached;
      await inbox.drain(1_000);
      expect(lost).toEqual({ claim: true, report: true });
      expect(handled).toEqual([1, 2]);
      expect(await store.queue.stats()).toMatchObject({ done: 2, queued: 0, running: 0 });
    },
  );

  test('a record that the connection or the disk refused is made again before its handler goes on', async () => {
    const records: string[] = [];
    const end = counter(1);
    const { inbox } = await openNew({
      through: throughWorker((worker) => ({
        ...worker,
        record: async (sent) => {
          records.push(...sent.map(({ step }) => step));
          if (records.length === 1) throw new StoreUnavailable('the connection is lost');
          const recorded = await worker.record(sent);
          if (records.length > 2) return recorded;
          const onDisk = Promise.reject(new StoreUnavailable('the disk fails'));
          onDisk.catch(() => undefined);
          return { ...recorded, onDisk };
        },
      })),
      handle: async (_id, { sent }) => {
        await sent.record('final', 7);
        records.push('went on');
        end.add();
      },
    });
    await inbox.accept([row(1)]);
    await end.reached;
    expect(records).toEqual(['final', 'final', 'final', 'went on']);
  });

  test.runIf(hasReplicas)('a replica that falls silent loses its work and stops doing it', async () => {
    const url = await createDatabase();
    const begun = counter(1);
    const taken = counter(1);
    const refused: unknown[] = [];
    const end = counter(1);
    const silent = await openLife(url, {
      // Its heart beats when it joins and then not again while this test runs.
      heartbeatMs: 600_000,
      handle: async (_id, { signal, sent }) => {
        begun.add();
        await taken.reached;
        await sent.record('final', 1).catch((error: unknown) => refused.push(error));
        expect(signal.aborted).toBe(true);
        end.add();
      },
    });
    await silent.inbox.accept([row(1)]);
    await begun.reached;
    const other = await openLife(url, {
      staleMs: 200,
      handle: async (_id, { attempt }) => {
        expect(attempt).toBe(2);
        taken.add();
      },
    });
    await end.reached;
    expect(refused).toEqual([expect.any(Superseded)]);
    expect(await other.inbox.drain(1_000)).toBe(0);
    expect(await other.store.queue.stats()).toMatchObject({ done: 1, running: 0 });
    expect(other.store.log.at('warn')).toEqual([
      expect.stringMatching(/^replica host#\S+ is silent; taking over its work$/),
    ]);
  });

  test.runIf(hasReplicas)('two replicas share the work, each queue in order', async () => {
    const url = await createDatabase();
    const all = counter(400);
    const handled = new Map<string, number[]>();
    const busy = new Set<string>();
    const by = [0, 0];
    const open = (replica: number) =>
      openLife(url, {
        concurrency: 5,
        handle: async (id, _run, queue) => {
          expect(busy.has(queue)).toBe(false);
          busy.add(queue);
          await new Promise((resolve) => setImmediate(resolve));
          handled.set(queue, [...(handled.get(queue) ?? []), id]);
          by[replica]!++;
          busy.delete(queue);
          all.add();
        },
      });
    const lives = [await open(0), await open(1)];
    for (let id = 1; id <= 400; id += 20) {
      const batch = Array.from({ length: 20 }, (_, index) => row(id + index, index % 10));
      await lives[id % 40 === 1 ? 0 : 1]!.inbox.accept(batch);
    }
    await all.reached;
    expect([...handled.values()].flat()).toHaveLength(400);
    for (const ids of handled.values()) expect(ids).toEqual(ids.toSorted(byNumber));
    expect(Math.min(...by)).toBeGreaterThan(0);
  });

  test.runIf(!hasReplicas)('a second process on one file stands by until the first ends', async () => {
    const url = await createDatabase();
    const [byFirst, bySecond] = [counter(1), counter(1)];
    const first = await openLife(url, { handle: async () => byFirst.add() });
    await first.inbox.accept([row(1)]);
    await byFirst.reached;
    const second = await openLife(url, { handle: async () => bySecond.add() });
    await second.inbox.accept([row(2)]);
    await first.inbox.drain(1_000);
    await second.inbox.accept([row(3)]);
    await bySecond.reached;
  });
});

function row(updateId: number, number = updateId): NewUpdate {
  const queue = `queue ${number}`;
  return { updateId, queue, chat: null, person: null, payload: JSON.stringify({ id: updateId, queue }) };
}

function throughWorker(change: (worker: QueueWorker) => QueueWorker): (queue: Queue) => Queue {
  return (queue) => ({ ...queue, join: async (options) => change(await queue.join(options)) });
}

/** Rejects when the run is to end. */
function aborted({ signal }: Run): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

function byNumber(one: number, other: number): number {
  return one - other;
}

/** Resolves `reached` when `add` has been called `count` times. */
function counter(count: number): { readonly add: () => void; readonly reached: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let added = 0;
  return {
    add: () => {
      added++;
      if (added >= count) resolve();
    },
    reached: promise,
  };
}
