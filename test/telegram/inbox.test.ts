// The inbox on both engines: order, retries, giving up, what was sent, and the next life.

import { afterEach, describe, expect, test } from 'vitest';
import { createInbox, type Inbox, type InboxOptions, Superseded, TryLater } from '../../src/inbox/inbox.ts';
import { StoreUnavailable } from '../../src/store/outage.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { rowOf } from '../../src/telegram/inbox-row.ts';
import { testEngines, testLog } from '../helpers/stores.ts';

type Message = { update_id: number; message: { chat: { id: number }; from: { id: number }; text: string } };

describe.each(testEngines())('an inbox on $name', ({ createDatabase }) => {
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  const openLife = async (url: string, options: Partial<InboxOptions<Message>>): Promise<Life> => {
    const log = testLog();
    const store = await openStore({ url, log, identity: 'host' });
    const inbox = createInbox<Message>({
      store,
      log,
      backoffMs: [1, 1, 1, 1],
      beatMs: 50,
      handle: async () => {},
      onDead: async () => {},
      ...options,
    });
    let open = true;
    const end = async (ms: number | null): Promise<number> => {
      if (!open) return 0;
      open = false;
      if (ms === null) {
        // As a kill would: nothing is given back.
        await store.close();
        closers.push(() => inbox.drain(0));
        return 0;
      }
      const cutOff = await inbox.drain(ms);
      await store.close();
      return cutOff;
    };
    closers.push(() => end(0));
    return { inbox, store, log, end };
  };

  const openNew = async (options: Partial<InboxOptions<Message>>): Promise<Life> => {
    const life = await openLife(await createDatabase(), options);
    life.inbox.start();
    return life;
  };

  test('each chat is handled in order, and every update once', async () => {
    const count = 300;
    const handled = new Map<number, number[]>();
    const all = counter(count);
    const { inbox } = await openNew({
      concurrency: 8,
      handle: async ({ update_id, message }) => {
        const chat = handled.get(message.chat.id) ?? [];
        handled.set(message.chat.id, chat);
        await Promise.resolve();
        chat.push(update_id);
        all.add();
      },
    });
    const updates = Array.from({ length: count }, (_, index) => message(index + 1, index % 7));
    await Promise.all([
      inbox.accept(updates.slice(0, 200)),
      ...updates.slice(150).map((update) => inbox.accept(update)),
    ]);
    await all.reached;
    expect([...handled.values()].flat().sort((a, b) => a - b)).toEqual(updates.map((update) => update.update_id));
    for (const ids of handled.values()) expect(ids).toEqual([...ids].sort((a, b) => a - b));
  });

  test('chats are handled at once, one chat is not', async () => {
    const both = counter(2);
    const events: string[] = [];
    const last = counter(3);
    const { inbox } = await openNew({
      handle: async ({ update_id, message }) => {
        events.push(`start ${update_id}`);
        if (update_id < 3) {
          // Neither goes on before the other has begun.
          both.add();
          await both.reached;
        }
        events.push(`end ${update_id}`);
        last.add();
        expect(message.text).toBe(`text ${update_id}`);
      },
    });
    await inbox.accept([message(1, 1), message(2, 2), message(3, 1)]);
    await last.reached;
    expect(events.indexOf('start 3')).toBeGreaterThan(events.indexOf('end 1'));
  });

  test('an update that fails five times is given up with one apology, and blocks only its own chat meanwhile', async () => {
    const order: string[] = [];
    const end = counter(3);
    const { inbox, store, log } = await openNew({
      handle: async ({ update_id }) => {
        order.push(`handle ${update_id}`);
        if (update_id === 1) throw new Error('poison');
        end.add();
      },
      onDead: async ({ update_id }) => {
        order.push(`sorry ${update_id}`);
        end.add();
      },
    });
    await inbox.accept([message(1, 1), message(2, 1), message(3, 2)]);
    await end.reached;
    expect(order.filter((line) => line.endsWith(' 1'))).toEqual([...Array(5).fill('handle 1'), 'sorry 1']);
    expect(order.indexOf('handle 3')).toBeLessThan(order.indexOf('sorry 1'));
    expect(order.indexOf('handle 2')).toBeGreaterThan(order.indexOf('sorry 1'));
    expect(await inbox.drain(1_000)).toBe(0);
    expect(await store.inbox.stats()).toMatchObject({ dead: 1, done: 2, queued: 0, running: 0 });
    expect(await store.inbox.dead()).toMatchObject([{ updateId: 1, failures: 5, error: 'Error: poison' }]);
    expect(log.at('error')).toHaveLength(1);
    expect(log.at('warn')).toHaveLength(1);
  });

  test('an outage of the outside is waited for, however often', async () => {
    let starts = 0;
    const end = counter(1);
    const { inbox, store } = await openNew({
      handle: async (_update, { attempt }) => {
        starts++;
        expect(attempt).toBe(starts);
        if (starts <= 8) throw new TryLater('Telegram is away', { afterMs: 1 });
        end.add();
      },
    });
    await inbox.accept(message(1, 1));
    await end.reached;
    await inbox.drain(1_000);
    expect(await store.inbox.stats()).toMatchObject({ dead: 0, done: 1 });
  });

  test('a re-run knows what was sent', async () => {
    const seen: unknown[] = [];
    const end = counter(1);
    const { inbox } = await openNew({
      handle: async (_update, { attempt, sent }) => {
        seen.push([attempt, sent.get('placeholder'), sent.get('final')]);
        if (attempt === 1) {
          await sent.record('placeholder', 41);
          throw new Error('after the send');
        }
        if (attempt === 2) {
          await sent.record('final', 'AAQ');
          expect(sent.get('final')).toBe('AAQ');
          throw new Error('again');
        }
        end.add();
      },
    });
    await inbox.accept(message(1, 1));
    await end.reached;
    expect(seen).toEqual([
      [1, null, null],
      [2, 41, null],
      [3, 41, 'AAQ'],
    ]);
  });

  test('the next life takes up at once what a killed one was doing, and knows what it sent', async () => {
    const url = await createDatabase();
    const sent = counter(1);
    const first = await openLife(url, {
      handle: async (_update, run) => {
        await run.sent.record('final', 7);
        sent.add();
        await new Promise((_resolve, reject) => run.signal.addEventListener('abort', () => reject(run.signal.reason)));
      },
    });
    first.inbox.start();
    await first.inbox.accept([message(1, 1), message(2, 1)]);
    await sent.reached;
    await first.end(null);

    const handled: unknown[] = [];
    const end = counter(2);
    const restartedAt = performance.now();
    const second = await openLife(url, {
      handle: async ({ update_id }, run) => {
        handled.push([update_id, run.attempt, run.sent.get('final')]);
        end.add();
      },
    });
    second.inbox.start();
    await end.reached;
    expect(performance.now() - restartedAt).toBeLessThan(3_000);
    expect(handled).toEqual([
      [1, 2, 7],
      [2, 1, null],
    ]);
  });

  test('draining ends what runs, gives back what waits, and still stores', async () => {
    const url = await createDatabase();
    const begun = counter(2);
    const goOn = counter(1);
    const first = await openLife(url, {
      backoffMs: [60_000],
      handle: async ({ update_id }) => {
        begun.add();
        if (update_id === 1) await goOn.reached;
        else throw new Error('waits a minute');
      },
    });
    first.inbox.start();
    await first.inbox.accept([message(1, 1), message(2, 2), message(3, 1)]);
    await begun.reached;
    const drained = first.inbox.drain(10_000);
    await first.inbox.accept(message(4, 4));
    goOn.add();
    expect(await drained).toBe(0);
    expect(await first.store.inbox.stats()).toMatchObject({ done: 1, queued: 3, running: 0 });
  });

  test('what does not end in time is cut off, counted, and left to the next life', async () => {
    const begun = counter(1);
    const { inbox, store } = await openNew({
      handle: async (_update, { signal }) => {
        begun.add();
        await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    });
    await inbox.accept(message(1, 1));
    await begun.reached;
    expect(await inbox.drain(1)).toBe(1);
    expect(await store.inbox.stats()).toMatchObject({ queued: 1, running: 0, dead: 0 });
  });

  test('a handler that takes too long fails, even when it does not listen', async () => {
    const second = counter(1);
    const { inbox } = await openNew({
      timeoutMs: 50,
      handle: async (_update, { attempt }) => {
        if (attempt === 1) await new Promise(() => {});
        second.add();
      },
    });
    await inbox.accept(message(1, 1));
    await second.reached;
  });

  test('the first failure is followed by the first wait', async () => {
    const end = counter(1);
    const { inbox } = await openNew({
      backoffMs: [1, 3_600_000],
      handle: async (_update, { attempt }) => {
        if (attempt === 1) throw new Error('once');
        end.add();
      },
    });
    await inbox.accept(message(1, 1));
    await end.reached;
  });

  test('what cannot be stored is not accepted', async () => {
    const store = await openStore({ url: await createDatabase(), log: testLog(), identity: 'host' });
    closers.push(() => store.close());
    const put = () => Promise.reject(new Error('the disk is full'));
    const { inbox } = await openLife(await createDatabase(), { store: { ...store, inbox: { ...store.inbox, put } } });
    await expect(inbox.accept(message(1, 1))).rejects.toThrow('the disk is full');
  });

  test('what comes at once is stored together, a thousand at most', async () => {
    const store = await openStore({ url: await createDatabase(), log: testLog(), identity: 'host' });
    closers.push(() => store.close());
    const sizes: number[] = [];
    const put: Store['inbox']['put'] = (rows) => {
      sizes.push(rows.length);
      return store.inbox.put(rows);
    };
    const { inbox } = await openLife(await createDatabase(), { store: { ...store, inbox: { ...store.inbox, put } } });
    const batch = (from: number) => Array.from({ length: 400 }, (_, at) => message(from + at, 1));
    await Promise.all([batch(1), batch(1_001), batch(2_001)].map((updates) => inbox.accept(updates)));
    expect(sizes).toEqual([800, 400]);
  });

  test.each([
    [14, ['handled']],
    [15, ['apology']],
    [20, []],
  ] as const)('an update that ended its process %i times leaves %j', async (cutoffs, expected) => {
    const store = await openStore({ url: await createDatabase(), log: testLog(), identity: 'host' });
    closers.push(() => store.close());
    const join: Store['inbox']['join'] = async (options) => {
      const worker = await store.inbox.join(options);
      const cycle: typeof worker.cycle = async (work) => {
        const result = await worker.cycle(work);
        const claimed = result.claimed.map((one) => (one.updateId === 1 ? { ...one, cutoffs } : one));
        return { ...result, claimed };
      };
      return { ...worker, cycle };
    };
    const seen: string[] = [];
    const end = counter(1);
    const { inbox } = await openNew({
      store: { ...store, inbox: { ...store.inbox, join } },
      handle: async ({ update_id }) => {
        if (update_id === 1) seen.push('handled');
        else end.add();
      },
      onDead: async () => {
        seen.push('apology');
      },
    });
    // The second of the chat begins once the first is settled.
    await inbox.accept([message(1, 1), message(2, 1)]);
    await end.reached;
    await inbox.drain(1_000);
    expect(seen).toEqual(expected);
    expect(await store.inbox.stats()).toMatchObject(cutoffs < 15 ? { done: 2 } : { done: 1, dead: 1 });
  });

  test('updates that were cut off often run one after the other, without waiting for a beat between them', async () => {
    const url = await createDatabase();
    const first = await openStore({ url, log: testLog(), identity: 'host' });
    await first.inbox.put([1, 2, 3].map((id) => rowOf(message(id, id))));
    await first.close();
    for (let life = 0; life < 5; life++) {
      // Closed without leaving, as when the process is killed.
      const store = await openStore({ url, log: testLog(), identity: 'host' });
      const worker = await store.inbox.join({
        signal: new AbortController().signal,
        onWake: () => {},
        onTold: () => {},
      });
      await worker.tick();
      await worker.cycle({ settled: [], claim: 3, claimSuspect: false });
      await store.close();
    }
    let running = 0;
    let most = 0;
    const end = counter(3);
    const { inbox } = await openLife(url, {
      beatMs: 600_000,
      handle: async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        end.add();
      },
    });
    inbox.start();
    await end.reached;
    expect(most).toBe(1);
  });

  test('what a handler sent when its time was up is known to the next start', async () => {
    const second = counter(1);
    const seen: unknown[] = [];
    const { inbox } = await openNew({
      timeoutMs: 50,
      handle: async (_update, { attempt, signal, sent }) => {
        if (attempt > 1) {
          seen.push(sent.get('late'));
          second.add();
          return;
        }
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        await sent.record('late', 41).then(
          () => seen.push('recorded'),
          () => seen.push('refused'),
        );
        throw new Error('too late');
      },
    });
    await inbox.accept(message(1, 1));
    await second.reached;
    expect(seen).toEqual(['recorded', 41]);
  });

  test.each(['before', 'after'] as const)(
    'a connection lost %s a transaction loses no report and no claim',
    async (when) => {
      const store = await openStore({ url: await createDatabase(), log: testLog(), identity: 'host' });
      closers.push(() => store.close());
      const lost = { claim: false, report: false };
      const lossy: Store = {
        ...store,
        inbox: {
          ...store.inbox,
          join: async (options) => {
            const worker = await store.inbox.join(options);
            const cycle: typeof worker.cycle = async (work) => {
              const kind = work.settled.length > 0 ? 'report' : 'claim';
              if (when === 'before' && !lost[kind]) {
                lost[kind] = true;
                throw new Error('the connection is lost');
              }
              const result = await worker.cycle(work);
              if (when === 'after' && !lost[kind] && (kind === 'report' || result.claimed.length > 0)) {
                lost[kind] = true;
                throw new Error('the connection is lost');
              }
              return result;
            };
            return { ...worker, cycle };
          },
        },
      };
      const handled: number[] = [];
      const end = counter(2);
      const { inbox } = await openNew({
        store: lossy,
        handle: async ({ update_id }) => {
          handled.push(update_id);
          end.add();
        },
      });
      await inbox.accept([message(1, 1), message(2, 1)]);
      await end.reached;
      await inbox.drain(1_000);
      expect(lost).toEqual({ claim: true, report: true });
      expect(handled).toEqual([1, 2]);
      expect(await store.inbox.stats()).toMatchObject({ done: 2, queued: 0, running: 0 });
    },
  );

  test('a record that the connection or the disk refused is made again before its handler goes on', async () => {
    const store = await openStore({ url: await createDatabase(), log: testLog(), identity: 'host' });
    closers.push(() => store.close());
    const records: string[] = [];
    const failing: Store = {
      ...store,
      inbox: {
        ...store.inbox,
        join: async (options) => {
          const worker = await store.inbox.join(options);
          const record: typeof worker.record = async (sent) => {
            records.push(...sent.map(({ step }) => step));
            if (records.length === 1) throw new StoreUnavailable('the connection is lost');
            const recorded = await worker.record(sent);
            if (records.length > 2) return recorded;
            const onDisk = Promise.reject(new StoreUnavailable('the disk fails'));
            onDisk.catch(() => undefined);
            return { ...recorded, onDisk };
          };
          return { ...worker, record };
        },
      },
    };
    const end = counter(1);
    const { inbox } = await openNew({
      store: failing,
      handle: async (_update, { sent }) => {
        await sent.record('final', 7);
        records.push('went on');
        end.add();
      },
    });
    await inbox.accept(message(1, 1));
    await end.reached;
    expect(records).toEqual(['final', 'final', 'final', 'went on']);
  });

  test('the Stop button is heard while its chat is busy', async () => {
    const stopped = counter(1);
    const end = counter(1);
    const { inbox } = await openNew({
      handle: async (update) => {
        if ('stopped_message_generation' in update) {
          stopped.add();
          return;
        }
        await stopped.reached;
        end.add();
      },
    });
    await inbox.accept(message(1, 1));
    await inbox.accept({ update_id: 2, stopped_message_generation: { chat: { id: 1 }, draft_id: 1 } } as never);
    await end.reached;
  });

  test('an update without an id is refused and hurts no other', async () => {
    const end = counter(1);
    const { inbox } = await openNew({ handle: async () => end.add() });
    const bad = inbox.accept({ ...message(1, 1), update_id: Number.NaN });
    await Promise.all([expect(bad).rejects.toThrow(TypeError), inbox.accept(message(2, 1))]);
    await end.reached;
  });

  test('a replica that falls silent loses its work and stops doing it', async ({ skip }) => {
    const url = await createDatabase();
    skip(!url.startsWith('postgres'), 'one process works on a file');
    const begun = counter(1);
    const taken = counter(1);
    const told = counter(1);
    const refused: unknown[] = [];
    const silent = await openLife(url, {
      // It beats when it enters and then not again while this test runs.
      beatMs: 600_000,
      handle: async (_update, { signal, sent }) => {
        begun.add();
        await taken.reached;
        await sent.record('final', 1).catch((error: unknown) => refused.push(error));
        expect(signal.aborted).toBe(true);
        told.add();
      },
    });
    silent.inbox.start();
    await silent.inbox.accept(message(1, 1));
    await begun.reached;
    const other = await openLife(url, {
      staleMs: 200,
      handle: async (_update, { attempt }) => {
        expect(attempt).toBe(2);
        taken.add();
      },
    });
    other.inbox.start();
    await told.reached;
    expect(refused).toEqual([expect.any(Superseded)]);
    expect(await other.inbox.drain(1_000)).toBe(0);
    expect(await other.store.inbox.stats()).toMatchObject({ done: 1, running: 0 });
    expect(other.log.at('warn')).toEqual(['replica host#0 is silent; taking over its work']);
  });

  test('two replicas share the work, each chat in order', async ({ skip }) => {
    const url = await createDatabase();
    skip(!url.startsWith('postgres'), 'one process works on a file');
    const count = 400;
    const all = counter(count);
    const chats = new Map<number, number[]>();
    const busy = new Set<number>();
    const by = [0, 0];
    const lives = await Promise.all(
      [0, 1].map((replica) =>
        openLife(url, {
          concurrency: 5,
          handle: async ({ update_id, message }) => {
            expect(busy.has(message.chat.id)).toBe(false);
            busy.add(message.chat.id);
            await new Promise((resolve) => setImmediate(resolve));
            chats.set(message.chat.id, [...(chats.get(message.chat.id) ?? []), update_id]);
            by[replica]!++;
            busy.delete(message.chat.id);
            all.add();
          },
        }),
      ),
    );
    for (const { inbox } of lives) inbox.start();
    for (let id = 1; id <= count; id += 20) {
      const batch = Array.from({ length: 20 }, (_, index) => message(id + index, index % 10));
      await lives[id % 40 === 1 ? 0 : 1]!.inbox.accept(batch);
    }
    await all.reached;
    expect([...chats.values()].flat()).toHaveLength(count);
    for (const ids of chats.values()) expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(Math.min(...by)).toBeGreaterThan(0);
  });

  test('a second process on one file stands by until the first ends', async ({ skip }) => {
    const url = await createDatabase();
    skip(url.startsWith('postgres'), 'replicas work together');
    const first = await openLife(url, {});
    first.inbox.start();
    const handled = counter(1);
    await first.inbox.accept(message(1, 1));
    const second = await openLife(url, { handle: async () => handled.add() });
    second.inbox.start();
    await first.inbox.drain(1_000);
    await second.inbox.accept(message(2, 1));
    await handled.reached;
    expect(second.inbox.state().working).toBe(true);
  });
});

type Life = {
  readonly inbox: Inbox<Message>;
  readonly store: Store;
  readonly log: ReturnType<typeof testLog>;
  readonly end: (drainMs: number | null) => Promise<number>;
};

function message(id: number, chat: number): Message {
  return { update_id: id, message: { chat: { id: chat }, from: { id: chat }, text: `text ${id}` } };
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
