// A durable queue of updates: each queue's in order, queues at once, again when one fails, never acknowledged before it is stored.
// Knows ids, queues and payloads; what an update says is the handler's.
//
// An update's states, as they stand in the table:
//
//                        ┌──────────── released, or cut off with its process ───────────┐
//                        ▼                                                              │
//      put ─────────▶ queued ─────── claim: first of a queue of which none runs ───▶ running ─── done ──▶ done ─── 2 days ──▶ gone
//                        ▲                                                           │   ▲ │
//                        │                                                           └───┘ └── dead ──▶ dead ─── 5 days ──▶ gone
//                        └────────────────────────── retry by hand ─────────────── again, after a pause ─┘
//
// - `again` stays with its worker, so that the queue waits for it: a failed start counts, TryLater does not.
// - `dead` after MAX_FAILURES failed starts or MAX_CUTOFFS cut-off ones, with one call of `onDead` before.
// - Every start has a number. Whoever reports on a start that is no longer the latest is ignored: another worker has it.
// - A worker holds its updates by a lease (lease.ts). When it ends, what it held is queued, and counts as cut off.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { inBatches } from './batch.ts';
import type { NewUpdate } from './queue.ts';
import { Worker, type WorkerOptions } from './worker.ts';

/** See WorkerOptions for the defaults. */
export type InboxOptions = Omit<WorkerOptions, keyof typeof DEFAULTS> & Partial<WorkerOptions>;

export interface Inbox {
  /**
   * Resolves once everything is stored (or was before): only then may it be acknowledged. Rejects with StoreUnavailable when it
   * cannot be stored now. Updates accepted at the same moment share one transaction.
   */
  accept(updates: readonly NewUpdate[]): Promise<void>;
  /** Begins to work, and resumes whenever the database does. */
  start(): void;
  /**
   * Claims nothing more, waits up to `ms` for what runs, then aborts it and gives it back for others to start. Resolves with the
   * number of updates cut off. `accept` goes on storing.
   */
  drain(ms: number): Promise<number>;
}

/** Updates stored in one transaction. */
const MAX_PUT = 1_000;

const DEFAULTS = {
  concurrency: 50,
  backoffMs: [1_000, 5_000, 20_000, 60_000],
  timeoutMs: 300_000,
  heartbeatMs: 3_000,
  staleMs: 12_000,
} as const;

export function createInbox(options: InboxOptions): Inbox {
  const { queue } = options;
  const worker = new Worker({ ...DEFAULTS, ...options });
  const put = inBatches<readonly NewUpdate[], void>({
    work: async (lists) => {
      if ((await queue.put(lists.flat())) > 0) worker.wake();
    },
    // What arrives in one turn of the event loop shares a transaction.
    begin: nextTurn,
    sizeOf: (rows) => rows.length,
    max: MAX_PUT,
  });
  return {
    accept: async (updates) => {
      if (updates.length > 0) await put(updates);
    },
    start: () => worker.start(),
    drain: (ms) => worker.drain(ms),
  };
}
