// The inbox as a table: stores updates once, hands each queue's first one to a worker, and takes back what became of it.
// When to ask, what to run and how often to try again is src/telegram/inbox.ts's.

import { type Kysely, type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Engine, Presence } from '../store/engine.ts';
import type { Outage } from '../store/outage.ts';
import { type InboxState, SUSPECT_CUTOFFS, type Tables } from '../store/schema.ts';

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

/** A message that was sent for an update: its id, or the inline message's. */
export type SentMessage = number | string;

export type ClaimedUpdate = {
  readonly updateId: number;
  /** From 1; grows with every start. Whoever reports on this start names it, and is ignored once there is a later one. */
  readonly attempt: number;
  /** Earlier starts whose handler failed. */
  readonly failures: number;
  /** Earlier starts that ended with their process. */
  readonly cutoffs: number;
  readonly payload: string;
  /** Step name to message, from earlier starts. */
  readonly sent: ReadonlyMap<string, SentMessage>;
};

type Start = { readonly updateId: number; readonly attempt: number };

/**
 * What became of a start. `again`: the worker keeps the update and will start it once more, as attempt + 1; `failed` says
 * whether that counts as a failure. `released`: anyone may start it.
 */
export type Settled = Start &
  (
    | { readonly outcome: 'done' | 'released' }
    | { readonly outcome: 'again'; readonly failed: boolean; readonly error: string }
    /** Error null: the last failure's stays. */
    | { readonly outcome: 'dead'; readonly error: string | null }
  );

export type SentRecord = Start & { readonly step: string; readonly message: SentMessage };

export type Recorded = {
  /** The ids whose start is no longer the latest; what was reported of them is ignored. */
  readonly superseded: ReadonlySet<number>;
  /** Resolves once the records survive a loss of power; rejects with StoreUnavailable: then record them again. */
  readonly onDisk: Promise<void>;
};

export type Cycle = {
  readonly settled: readonly Settled[];
  /** At most so many updates are claimed. */
  readonly claim: number;
  /** Whether one update may be claimed that was cut off so often that it may be what ends the process. */
  readonly claimSuspect: boolean;
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
  readonly receivedAt: Date;
  readonly finishedAt: Date;
};

export type InboxStats = Readonly<Record<InboxState, number>> & {
  /** Milliseconds since the oldest waiting update was stored; null when none waits. */
  readonly oldestMs: number | null;
};

export type JoinOptions = {
  /** What stays the same when this process is restarted; replicas on one host may share it. Default: the host's name. */
  readonly identity?: string;
  /** Stops waiting to be let in. */
  readonly signal: AbortSignal;
  /** Called when another process stored updates. */
  readonly onWake: () => void;
  /** Called with the words that other processes `tell`. */
  readonly onTold: (word: string) => void;
  /** A replica silent for so long is dead. Default 12,000. */
  readonly staleMs?: number;
};

export interface InboxStore {
  /** Stores what is not yet known, all or nothing; the number stored. Rejects with StoreUnavailable: then nothing may be acknowledged. */
  put(updates: readonly NewUpdate[]): Promise<number>;
  /** Enters as a worker. On SQLite waits until no other process works on the file. */
  join(options: JoinOptions): Promise<InboxWorker>;
  /** Tells the workers of all other processes something of at most 1,000 characters that is of use at this moment only. */
  tell(word: string): Promise<void>;
  stats(): Promise<InboxStats>;
  /** Newest first, at most 100. */
  dead(): Promise<DeadUpdate[]>;
  /** Queues a dead update again, with its counts at nought. False when there is none of that id. */
  retry(updateId: number): Promise<boolean>;
}

/** One worker's view of the inbox. Its calls must not overlap, save `record`, which waits for none. */
export interface InboxWorker {
  /** Stores what was sent: once it resolves, a kill of the process is survived. Of two records of one step the later one stays. */
  record(sent: readonly SentRecord[]): Promise<Recorded>;
  /**
   * Reports what ended and claims what comes next, in one transaction. After a rejection nothing is known of what it did: call
   * `reconcile` first.
   */
  cycle(cycle: Cycle): Promise<CycleResult>;
  /** Shows that this worker lives, and queues again what dead ones held; how many that were. Call every few seconds. */
  tick(): Promise<{ readonly alive: boolean; readonly recovered: number }>;
  /** Queues again what this worker holds in the table but not in `known`: claims whose answer was lost with the connection. */
  reconcile(known: readonly number[]): Promise<number>;
  /** Gives back everything this worker holds and leaves. */
  leave(): Promise<void>;
}

const STALE_MS = 12_000;
const SENT_MESSAGE = z.union([z.number(), z.string()]);

const START = { update_id: 'bigint', attempt: 'bigint' } as const;

/** `identity`: the default of `join`. */
export function createInboxStore(options: {
  db: Kysely<Tables>;
  engine: Engine;
  outage: Outage;
  identity: string;
}): InboxStore {
  const { db, engine, outage } = options;
  return {
    put: async (updates) =>
      updates.length === 0
        ? 0
        : outage.guard('write', async () => {
            const stored = await insert(db, engine, updates);
            // Also when all were known: they may be from a call whose wait for the disk failed.
            await engine.onDisk();
            return stored;
          }),
    join: async ({ identity = options.identity, staleMs = STALE_MS, ...rest }) => {
      const presence = await outage.guard('write', () => engine.enter(db, { identity, staleMs, ...rest }));
      return createWorker({ db, engine, outage, presence });
    },
    tell: (word) => outage.guard('read', () => engine.tell(db, word)),
    stats: () => outage.guard('read', () => stats(db, engine)),
    dead: () => outage.guard('read', () => dead(db)),
    retry: (updateId) =>
      outage.guard('write', async () => {
        const { rows } = await sql`
          update inbox set state = 'queued', failures = 0, cutoffs = 0, finished_at = null
          where update_id = ${updateId} and state = 'dead'
          returning update_id, ${engine.announcement}`.execute(db);
        await engine.onDisk();
        return rows.length === 1;
      }),
  };
}

async function insert(db: Kysely<Tables>, engine: Engine, updates: readonly NewUpdate[]): Promise<number> {
  const rows = engine.each(
    updates.map(({ updateId, ...rest }) => ({ update_id: updateId, ...rest })),
    { update_id: 'bigint', queue: 'text', chat: 'bigint', person: 'bigint', payload: 'text' },
  );
  const { rows: stored } = await sql`
    insert into inbox (update_id, queue, chat, person, payload, state, received_at)
    select update_id, queue, chat, person, payload, 'queued', ${engine.now()} from ${rows} where true
    on conflict (update_id) do nothing
    returning update_id, ${engine.announcement}`.execute(db);
  return stored.length;
}

function createWorker(parts: { db: Kysely<Tables>; engine: Engine; outage: Outage; presence: Presence }): InboxWorker {
  const { db, engine, outage, presence } = parts;
  const { life } = presence;
  // Claims go round the queues, so that none starves however fast others fill.
  let cursor = '';

  const cycle = async (transaction: Kysely<Tables>, { settled, claim, claimSuspect }: Cycle): Promise<CycleResult> => {
    const superseded = new Set((await settle(transaction, engine, settled)).map(({ updateId }) => updateId));
    const rows: ClaimedRow[] = [];
    if (claimSuspect) rows.push(...(await claimSuspects(transaction, engine, { life, max: 1 })));
    if (claim > 0) {
      const next = await claimFirst(transaction, engine, { life, after: cursor, max: claim });
      rows.push(...next);
      cursor = next.length < claim ? '' : lastQueue(next, cursor);
    }
    return { claimed: await withSent(transaction, engine, rows), superseded };
  };

  return {
    record: async (sent) => {
      const late = await outage.guard('write', () => recordSent(db, engine, sent));
      const onDisk = outage.guard('write', () => engine.onDisk());
      // Of records that are all superseded nobody waits for it.
      onDisk.catch(() => undefined);
      return { superseded: new Set(late.map(({ updateId }) => updateId)), onDisk };
    },
    cycle: (work) =>
      outage.guard('write', async () => {
        for (;;) {
          try {
            return await db.transaction().execute((transaction) => cycle(transaction, work));
          } catch (error) {
            // Another replica started an update of the same queue in the same moment; now it can be seen.
            if (!engine.isDuplicate(error)) throw error;
          }
        }
      }),
    tick: () =>
      outage.guard('write', () =>
        db.transaction().execute(async (transaction) => {
          const alive = await presence.beat(transaction);
          await presence.buryDead(transaction);
          return { alive, recovered: await recover(transaction) };
        }),
      ),
    reconcile: (known) =>
      outage.guard('write', async () => {
        const held = engine.each(
          known.map((id) => ({ update_id: id })),
          { update_id: 'bigint' },
        );
        const { numAffectedRows } = await sql`
          update inbox set state = 'queued', owner = null
          where state = 'running' and owner = ${life} and update_id not in (select update_id from ${held})`.execute(db);
        return Number(numAffectedRows);
      }),
    leave: () =>
      outage.guard('write', async () => {
        await db
          .updateTable('inbox')
          .set({ state: 'queued', owner: null })
          .where(sql<boolean>`state = 'running'`)
          .where('owner', '=', life)
          .execute();
        await presence.leave(db);
      }),
  };
}

/** Where the round stands after a full claim: at the last queue before it wrapped, or else at the last one. */
function lastQueue(rows: readonly ClaimedRow[], after: string): string {
  const queues = rows.map((row) => row.queue).sort();
  return queues.findLast((queue) => queue <= after) ?? queues.at(-1) ?? '';
}

type ClaimedRow = {
  update_id: number;
  queue: string;
  attempts: number;
  failures: number;
  cutoffs: number;
  payload: string;
};

type Claim = { readonly life: string; readonly max: number };

/** What the claims ask about the queue at hand in `heads`. Scalars: neither engine can turn them into joins over everything. */
function aboutQueue(engine: Engine) {
  const first = (column: 'update_id' | 'cutoffs') => sql`(
    select q.${sql.raw(column)} from inbox as q ${engine.by('inbox_queued')}
    where q.state = 'queued' and q.queue = heads.queue order by q.update_id limit 1
  )`;
  return {
    firstId: first('update_id'),
    isIdle: sql`not exists (
      select 1 from inbox as r ${engine.by('inbox_running')} where r.state = 'running' and r.queue = heads.queue
    )`,
    isSuspect: sql`${first('cutoffs')} >= ${sql.lit(SUSPECT_CUTOFFS)}`,
  };
}

/**
 * Starts the first waiting update of up to `max` queues, going round them from the one `after`. The recursion steps from queue
 * to queue in the index and counts what it may take, so that the cost grows with what is claimed, not with what waits. Suspects
 * are left where they are.
 */
async function claimFirst(
  db: Kysely<Tables>,
  engine: Engine,
  { life, after, max }: Claim & { readonly after: string },
): Promise<ClaimedRow[]> {
  const { isIdle, isSuspect } = aboutQueue(engine);
  const next = (queue: RawBuilder<unknown>) => sql`(
    select i.queue from inbox as i ${engine.by('inbox_queued')}
    where i.state = 'queued' and i.queue > ${queue} order by i.queue limit 1
  )`;
  // Lap 0 goes up from `after` and ends with a null; lap 1 starts at the bottom and ends where lap 0 began.
  const isPast = sql`(heads.lap = 1 and heads.queue > ${after})`;
  const eligible = sql`(heads.queue is not null and not ${isPast} and ${isIdle} and not ${isSuspect})`;
  const heads = sql`heads (queue, lap, taken) as (
    select ${next(sql`${after}`)}, 0, 0
    union all
    select ${next(sql`coalesce(heads.queue, '')`)},
      case when heads.queue is null then 1 else heads.lap end,
      heads.taken + case when ${eligible} then 1 else 0 end
    from heads
    where heads.taken < ${max} and (heads.queue is not null or heads.lap = 0) and not ${isPast}
  )`;
  return claimHeads(db, engine, { life, max, heads, eligible });
}

/** Starts updates that were cut off so often that they may be what ends the process, those cut off least first. */
async function claimSuspects(db: Kysely<Tables>, engine: Engine, claim: Claim): Promise<ClaimedRow[]> {
  const { isIdle, isSuspect } = aboutQueue(engine);
  const heads = sql`heads as (
    select s.queue from inbox as s ${engine.by('inbox_suspect')} where s.state = 'queued' and s.cutoffs >= ${sql.lit(SUSPECT_CUTOFFS)}
    order by s.cutoffs, s.update_id limit 100
  )`;
  return claimHeads(db, engine, { ...claim, heads, eligible: sql`${isIdle} and ${isSuspect}` });
}

/** Of the queues that the table expression `heads` names, starts the first `max` eligible ones' first updates. */
async function claimHeads(
  db: Kysely<Tables>,
  engine: Engine,
  {
    life,
    max,
    heads,
    eligible,
  }: Claim & { readonly heads: RawBuilder<unknown>; readonly eligible: RawBuilder<unknown> },
): Promise<ClaimedRow[]> {
  // A worker that others buried claims nothing more, even before it learns of it.
  const { rows } = await sql<ClaimedRow>`
    with recursive ${heads},
    firsts as materialized (select ${aboutQueue(engine).firstId} as update_id from heads where ${eligible} limit ${max}),
    picked as materialized (
      select inbox.update_id from inbox
      where inbox.update_id in (select update_id from firsts) and inbox.state = 'queued'
        and exists (select 1 from workers where life = ${life}) ${engine.skipLocked}
    )
    update inbox set state = 'running', owner = ${life}, attempts = attempts + 1
    where update_id in (select update_id from picked)
    returning update_id, queue, attempts, failures, cutoffs, payload`.execute(db);
  return rows;
}

async function withSent(db: Kysely<Tables>, engine: Engine, rows: readonly ClaimedRow[]): Promise<ClaimedUpdate[]> {
  const sent = new Map<number, Map<string, SentMessage>>();
  const again = rows.filter((row) => row.attempts > 1).map((row) => ({ update_id: row.update_id }));
  if (again.length > 0) {
    const ids = sql<number>`(select update_id from ${engine.each(again, { update_id: 'bigint' })})`;
    const found = await db.selectFrom('sent').selectAll().where('update_id', 'in', ids).execute();
    for (const { update_id, step, message } of found) {
      const steps = sent.get(update_id) ?? new Map<string, SentMessage>();
      sent.set(update_id, steps.set(step, SENT_MESSAGE.parse(JSON.parse(message))));
    }
  }
  return rows.map((row) => ({
    updateId: row.update_id,
    attempt: row.attempts,
    failures: row.failures,
    cutoffs: row.cutoffs,
    payload: row.payload,
    sent: sent.get(row.update_id) ?? new Map(),
  }));
}

/** The records of starts that are no longer the latest. */
async function recordSent(db: Kysely<Tables>, engine: Engine, records: readonly SentRecord[]): Promise<SentRecord[]> {
  if (records.length === 0) return [];
  const rows = engine.each(
    records.map(({ updateId, attempt, step, message }) => ({
      update_id: updateId,
      attempt,
      step,
      message: JSON.stringify(message),
    })),
    { ...START, step: 'text', message: 'text' },
  );
  const { rows: stored } = await sql<{ update_id: number }>`
    insert into sent (update_id, step, message)
    select update_id, step, message from ${rows}
    where exists (
      select 1 from inbox
      where inbox.update_id = given.update_id and state = 'running' and attempts = given.attempt
    )
    on conflict (update_id, step) do update set message = excluded.message
    returning update_id`.execute(db);
  const known = new Set(stored.map((row) => row.update_id));
  return records.filter((record) => !known.has(record.updateId));
}

/** The reports of starts that are no longer the latest. */
async function settle(db: Kysely<Tables>, engine: Engine, reports: readonly Settled[]): Promise<Settled[]> {
  if (reports.length === 0) return [];
  const accepted = new Set<number>();
  const done = reports.filter((report) => report.outcome === 'done');
  if (done.length > 0) {
    const rows = engine.each(
      done.map(({ updateId, attempt }) => ({ update_id: updateId, attempt })),
      START,
    );
    // A finished row keeps its id, so that a second delivery is known, and nothing about anybody.
    const { rows: finished } = await sql<{ update_id: number }>`
      update inbox set state = 'done', owner = null, finished_at = ${engine.now()},
        queue = '', chat = null, person = null, payload = null, error = null
      where state = 'running' and (update_id, attempts) in (select update_id, attempt from ${rows})
      returning update_id`.execute(db);
    for (const { update_id } of finished) accepted.add(update_id);
    const ids = engine.each(finished, { update_id: 'bigint' });
    await sql`delete from sent where update_id in (select update_id from ${ids})`.execute(db);
  }
  const rest = reports.filter((report) => report.outcome !== 'done');
  if (rest.length > 0) {
    const rows = engine.each(rest.map(asRow), {
      ...START,
      state: 'text',
      restart: 'bigint',
      failed: 'bigint',
      error: 'text',
    });
    const { rows: changed } = await sql<{ update_id: number }>`
      update inbox set state = given.state,
        attempts = attempts + given.restart, failures = failures + given.failed,
        error = coalesce(given.error, inbox.error),
        owner = case when given.state = 'running' then owner end,
        finished_at = case when given.state = 'dead' then ${engine.now()} end
      from ${rows}
      where inbox.state = 'running' and inbox.update_id = given.update_id and inbox.attempts = given.attempt
      returning inbox.update_id`.execute(db);
    for (const { update_id } of changed) accepted.add(update_id);
  }
  return reports.filter((report) => !accepted.has(report.updateId));
}

function asRow(report: Exclude<Settled, { outcome: 'done' }>) {
  const start = { update_id: report.updateId, attempt: report.attempt };
  switch (report.outcome) {
    case 'again':
      return { ...start, state: 'running', restart: 1, failed: report.failed ? 1 : 0, error: report.error };
    case 'released':
      return { ...start, state: 'queued', restart: 0, failed: 0, error: null };
    case 'dead':
      return { ...start, state: 'dead', restart: 0, failed: 0, error: report.error };
    default:
      throw new Error(`no outcome of a start: ${(report as Settled).outcome}`);
  }
}

async function recover(db: Kysely<Tables>): Promise<number> {
  const { numAffectedRows } = await sql`
    update inbox set state = 'queued', owner = null, cutoffs = cutoffs + 1
    where state = 'running' and owner not in (select life from workers)`.execute(db);
  return Number(numAffectedRows);
}

async function stats(db: Kysely<Tables>, engine: Engine): Promise<InboxStats> {
  const rows = await db
    .selectFrom('inbox')
    .select((row) => ['state', row.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  const { rows: waiting } = await sql<{ age: number | null }>`
    select ${engine.now()} - min(received_at) as age from inbox where state in ('queued', 'running')`.execute(db);
  const counts: Record<InboxState, number> = { queued: 0, running: 0, done: 0, dead: 0 };
  for (const { state, count } of rows) counts[state] = Number(count);
  return { ...counts, oldestMs: waiting[0]?.age ?? null };
}

async function dead(db: Kysely<Tables>): Promise<DeadUpdate[]> {
  const rows = await db
    .selectFrom('inbox')
    .select(['update_id', 'failures', 'cutoffs', 'error', 'received_at', 'finished_at'])
    .where('state', '=', 'dead')
    .orderBy('finished_at', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    updateId: row.update_id,
    failures: row.failures,
    cutoffs: row.cutoffs,
    error: row.error,
    receivedAt: new Date(row.received_at),
    finishedAt: new Date(row.finished_at!),
  }));
}
