// A worker's lease: a row that says it lives. Work whose worker's row is gone is queued again.

import { randomUUID } from 'node:crypto';
import type { Queries, Slot } from '../store/engine.ts';
import { sql } from '../store/sql.ts';
import type { StoreParts } from '../store/store.ts';
import type { Log } from '../telemetry.ts';

export type Lease = {
  /** This life of the process: rows it runs carry it. The next process of the machine has another. */
  readonly worker: string;
  /** Shows that this worker lives. False: others took it for dead, and its work with it. */
  readonly renew: (db: Queries) => Promise<boolean>;
  /** Ends the leases of workers that are silent. */
  readonly expire: (db: Queries) => Promise<void>;
  readonly release: (db: Queries) => Promise<void>;
};

export type LeaseOptions = {
  /** Stops waiting to be let in. */
  readonly signal: AbortSignal;
  /** Others may have stored work, or said something; null: either. */
  readonly onHint: (hint: string | null) => void;
  /** A worker whose heartbeat stood still for so long, watched on this process's steady clock, is dead. */
  readonly staleMs: number;
  readonly log: Log;
};

/**
 * A slot that is free proves that its former holder is gone; so does, where there are several, a heartbeat that stood still while
 * this process could reach the database all along. No two clocks are compared, so none that steps can break a lease or lengthen it.
 */
export async function takeLease({ engine, urgent, identity }: StoreParts, options: LeaseOptions): Promise<Lease> {
  const { signal, onHint, log } = options;
  const worker = randomUUID();
  const slot: Slot = await engine.hold({
    identity,
    signal,
    onHint,
    onMoved: async (name) => {
      await urgent.run(sql`update workers set slot = ${name} where id = ${worker}`);
    },
  });
  const isFormer = slot.isSole ? sql`true` : sql`slot = ${slot.name}`;
  try {
    await urgent.transaction(async (transaction) => {
      const former = await transaction.run(sql`delete from workers where ${isFormer}`);
      await transaction.run(sql`insert into workers (id, slot, heartbeat) values (${worker}, ${slot.name}, 0)`);
      if (former > 0) log.info({ slot: slot.name, former }, `took over slot ${slot.name} of a former life`);
    });
  } catch (error) {
    await slot.release();
    throw error;
  }
  const expire = createExpiry(worker, options);
  return {
    worker,
    renew: async (db) =>
      slot.isSole || (await db.run(sql`update workers set heartbeat = heartbeat + 1 where id = ${worker}`)) === 1,
    expire: async (db) => {
      if (!slot.isSole) await expire(db);
    },
    release: async (db) => {
      try {
        await db.run(sql`delete from workers where id = ${worker}`);
      } finally {
        await slot.release();
      }
    },
  };
}

function createExpiry(worker: string, { staleMs, log }: LeaseOptions): (db: Queries) => Promise<void> {
  const seen = new Map<string, { heartbeat: number; since: number }>();
  let lastLook = Number.NEGATIVE_INFINITY;
  return async (db) => {
    const at = performance.now();
    // After a gap in watching nobody's silence proves anything: the database may have been away for them too.
    if (at - lastLook > staleMs / 2) seen.clear();
    lastLook = at;
    const others = await db.all<{ id: string; heartbeat: number; slot: string }>(
      sql`select id, heartbeat, slot from workers where id <> ${worker}`,
    );
    for (const known of seen.keys()) if (!others.some(({ id }) => id === known)) seen.delete(known);
    for (const { id, heartbeat, slot } of others) {
      const last = seen.get(id);
      if (last === undefined || last.heartbeat !== heartbeat) seen.set(id, { heartbeat, since: at });
      else if (at - last.since >= staleMs) {
        const isOver = await db.run(sql`delete from workers where id = ${id} and heartbeat = ${heartbeat}`);
        if (isOver === 1) log.warn({ slot }, `replica ${slot} is silent; taking over its work`);
      }
    }
  };
}
