// The inbox in the database: stores updates once, hands each queue's first one to a worker, and takes back what became of it.
// When to ask, what to run and how often to try again is inbox.ts's.

import type { Queries } from '../store/engine.ts';
import { sql } from '../store/sql.ts';
import type { StoreParts } from '../store/store.ts';
import type { Log } from '../telemetry.ts';
import { createBroadcasts } from './broadcast.ts';
import { type ClaimedUpdate, claim, lastQueue } from './claim.ts';
import { type Lease, takeLease } from './lease.ts';
import { recordSent, type SentRecord, type Settled, settle, withSent } from './settle.ts';
import type { State } from './table.ts';

/** An update to be stored. Those of one `queue` run one after the other, in the order of their ids. */
export type NewUpdate = {
  /** Telegram's update_id. A second update with a known id is ignored. */
  readonly updateId: number;
  readonly queue: string;
  /** Whom it is about, for /forget; null where it names no chat or person. */
  readonly chat: number | null;
  readonly person: number | null;
  /** The update as JSON. */
  readonly payload: string;
};

export type Recorded = {
  /** The ids whose start is no longer the latest; what was reported of them is ignored. */
  readonly superseded: ReadonlySet<number>;
  /** Resolves once the records survive a loss of power; rejects with StoreUnavailable: then record them again. */
  readonly onDisk: Promise<void>;
};

export type CycleResult = {
  readonly claimed: readonly ClaimedUpdate[];
  /** Of `settled`, the ids whose start is no longer the latest; what was reported of them is ignored. */
  readonly superseded: ReadonlySet<number>;
};

export type DeadUpdate = {
  readonly updateId: number;
  readonly failures: number;
  readonly cutoffs: number;
  readonly error: string | null;
  readonly finishedAt: Date;
};

export type QueueStats = Readonly<Record<State, number>> & {
  /** Milliseconds since the oldest waiting update was stored; null when none waits. */
  readonly oldestMs: number | null;
};

export type JoinOptions = {
  /** Stops waiting to be let in. */
  readonly signal: AbortSignal;
  /** Called when another process may have stored updates. */
  readonly onWake: () => void;
  /** Called with what other processes broadcast. */
  readonly onBroadcast: (message: string) => void;
  /** A replica silent for so long is dead. Default 12,000. */
  readonly staleMs?: number;
};

export interface Queue {
  /** Stores what is not yet known, all or nothing; the number stored. Rejects with StoreUnavailable: then nothing may be acknowledged. */
  put(updates: readonly NewUpdate[]): Promise<number>;
  /** Enters as a worker. On SQLite waits until no other process works on the file. */
  join(options: JoinOptions): Promise<QueueWorker>;
  /** To the workers of all other processes, something of use at this moment only. */
  broadcast(message: string): Promise<void>;
  stats(): Promise<QueueStats>;
  /** Newest first, at most 100. */
  dead(): Promise<DeadUpdate[]>;
  /** Queues a dead update again, with its counts at nought. False when there is none of that id. */
  retry(updateId: number): Promise<boolean>;
}

/** One worker's view of the queue. Its calls must not overlap, save `record`, which waits for none. */
export interface QueueWorker {
  /** Stores what was sent: once it resolves, a kill of the process is survived. Of two records of one step the later one stays. */
  record(sent: readonly SentRecord[]): Promise<Recorded>;
  /**
   * Reports what ended and claims what comes next, at most `max` updates and one suspect, in one transaction. After a rejection
   * nothing is known of what it did: call `reconcile` first.
   */
  cycle(settled: readonly Settled[], max: number): Promise<CycleResult>;
  /** Renews the lease, and queues again what dead workers held; how many that were. Call every few seconds. */
  tick(): Promise<{ readonly alive: boolean; readonly recovered: number }>;
  /** Queues again what this worker holds in the table but not in `known`: claims whose answer was lost with the connection. */
  reconcile(known: readonly number[]): Promise<number>;
  /** Gives back everything this worker holds and leaves. */
  leave(): Promise<void>;
}

const STALE_MS = 12_000;

export function createQueue(parts: StoreParts, log: Log): Queue {
  const { engine, outage, database, urgent } = parts;
  const broadcasts = createBroadcasts(parts);
  return {
    put: async (updates) => {
      if (updates.length === 0) return 0;
      const stored = await insert(parts, updates);
      // Also when all were known: they may be from a call whose wait for the disk failed.
      await outage.guard('write', () => engine.onDisk());
      return stored;
    },
    join: async ({ onWake, onBroadcast, staleMs = STALE_MS, signal }) => {
      const receive = async () => {
        for (const message of await broadcasts.receive()) onBroadcast(message);
      };
      const onHint = (hint: string | null) => {
        if (hint !== 'broadcast') onWake();
        // The outage has its line, and what is missed is of no use later.
        if (hint !== 'work') receive().catch(() => undefined);
      };
      const lease = await outage.guard('write', () => takeLease(parts, { signal, onHint, staleMs, log }));
      // What was said before it came is not for it.
      await receive();
      return createWorker(parts, lease, receive);
    },
    broadcast: (message) => broadcasts.send(message),
    stats: () => stats(parts),
    dead: async () => {
      const rows = await database.all<Omit<DeadUpdate, 'finishedAt'> & { finishedAt: number }>(sql`
        select update_id as "updateId", failures, cutoffs, error, finished_at as "finishedAt" from inbox
        where state = 'dead' order by finished_at desc limit 100`);
      return rows.map((row) => ({ ...row, finishedAt: new Date(row.finishedAt) }));
    },
    retry: async (updateId) => {
      const rows = await urgent.all(sql`
        update inbox set state = 'queued', failures = 0, cutoffs = 0, finished_at = null
        where update_id = ${updateId} and state = 'dead'
        returning update_id, ${engine.hint('work')}`);
      await outage.guard('write', () => engine.onDisk());
      return rows.length === 1;
    },
  };
}

async function insert({ engine, urgent }: StoreParts, updates: readonly NewUpdate[]): Promise<number> {
  const rows = engine.each(
    updates.map(({ updateId, ...rest }) => ({ update_id: updateId, ...rest })),
    { update_id: 'bigint', queue: 'text', chat: 'bigint', person: 'bigint', payload: 'text' },
  );
  const stored = await urgent.all(sql`
    insert into inbox (update_id, queue, chat, person, payload, state, received_at)
    select update_id, queue, chat, person, payload, 'queued', ${engine.now()} from ${rows} where true
    on conflict (update_id) do nothing
    returning update_id, ${engine.hint('work')}`);
  return stored.length;
}

function createWorker(
  { engine, outage, urgent }: StoreParts,
  { worker, ...lease }: Lease,
  receive: () => Promise<void>,
): QueueWorker {
  // Claims go round the queues, so that none starves however fast others fill.
  let cursor = '';

  const cycle = async (db: Queries, settled: readonly Settled[], max: number): Promise<CycleResult> => {
    const superseded = await settle(db, engine, settled);
    const rows = max === 0 ? [] : await claim(db, engine, { worker, after: cursor, max });
    if (max > 0) cursor = rows.length < max ? '' : lastQueue(rows, cursor);
    return { claimed: await withSent(db, engine, rows), superseded };
  };

  return {
    record: async (sent) => {
      const superseded = await recordSent(urgent, engine, sent);
      const onDisk = outage.guard('write', () => engine.onDisk());
      // Of records that are all superseded nobody waits for it.
      onDisk.catch(() => undefined);
      return { superseded, onDisk };
    },
    cycle: async (settled, max) => {
      for (;;) {
        try {
          return await urgent.transaction((db) => cycle(db, settled, max));
        } catch (error) {
          // Another replica started an update of the same queue in the same moment; now it can be seen.
          if (!engine.isDuplicate(error)) throw error;
        }
      }
    },
    tick: async () => {
      // A hint may have been lost with its connection.
      receive().catch(() => undefined);
      return urgent.transaction(async (db) => {
        const alive = await lease.renew(db);
        await lease.expire(db);
        const recovered = await db.run(sql`
          update inbox set state = 'queued', owner = null, cutoffs = cutoffs + 1
          where state = 'running' and owner not in (select id from workers)`);
        return { alive, recovered };
      });
    },
    reconcile: (known) => {
      const held = engine.each(
        known.map((id) => ({ update_id: id })),
        { update_id: 'bigint' },
      );
      return urgent.run(sql`
        update inbox set state = 'queued', owner = null
        where state = 'running' and owner = ${worker} and update_id not in (select update_id from ${held})`);
    },
    leave: async () => {
      await urgent.run(
        sql`update inbox set state = 'queued', owner = null where state = 'running' and owner = ${worker}`,
      );
      await lease.release(urgent);
    },
  };
}

async function stats({ engine, database }: StoreParts): Promise<QueueStats> {
  const rows = await database.all<{ state: State; count: number }>(
    sql`select state, count(*) as count from inbox group by state`,
  );
  const [oldest] = await database.all<{ age: number | null }>(
    sql`select ${engine.now()} - min(received_at) as age from inbox where state in ('queued', 'running')`,
  );
  const counts = Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  return { queued: 0, running: 0, done: 0, dead: 0, ...counts, oldestMs: oldest!.age };
}
