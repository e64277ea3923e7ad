// Claiming: which queues' first updates a worker starts next, in one statement.

import type { Engine, Queries } from '../store/engine.ts';
import { raw, type Sql, sql } from '../store/sql.ts';
import { type SentMessage, SUSPECT_CUTOFFS } from './table.ts';

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

export type ClaimedRow = Omit<ClaimedUpdate, 'sent'> & { readonly queue: string };

/**
 * Starts the first waiting update of up to `max` queues, going round them from the one `after`. The recursion steps from queue
 * to queue in the index and counts what it may take, so that the cost grows with what is claimed, not with what waits.
 *
 * An update that was cut off so often that it may be what ends the process is a suspect: it waits until no other is running, and
 * those cut off least go first, for they are likelier to be innocent.
 */
export function claim(
  db: Queries,
  engine: Engine,
  { worker, after, max }: { readonly worker: string; readonly after: string; readonly max: number },
): Promise<ClaimedRow[]> {
  // Scalars: neither engine can turn them into joins over everything.
  const first = (column: 'update_id' | 'cutoffs') => sql`(
    select q.${raw(column)} from inbox as q ${engine.by('inbox_queued')}
    where q.state = 'queued' and q.queue = heads.queue order by q.update_id limit 1
  )`;
  const isIdle = (queue: string) => sql`not exists (
    select 1 from inbox as r ${engine.by('inbox_running')} where r.state = 'running' and r.queue = ${raw(queue)}
  )`;
  const next = (queue: Sql) => sql`(
    select i.queue from inbox as i ${engine.by('inbox_queued')}
    where i.state = 'queued' and i.queue > ${queue} order by i.queue limit 1
  )`;
  // Lap 0 goes up from `after` and ends with a null; lap 1 starts at the bottom and ends where lap 0 began.
  const isPast = sql`(heads.lap = 1 and heads.queue > ${after})`;
  const isFree = sql`(heads.queue is not null and not ${isPast} and ${isIdle('heads.queue')}
    and ${first('cutoffs')} < ${raw(SUSPECT_CUTOFFS)})`;
  // A worker whose lease has expired claims nothing more, even before it learns of it.
  return db.all<ClaimedRow>(sql`
    with recursive heads (queue, lap, taken) as (
      select ${next(sql`${after}`)}, 0, 0
      union all
      select ${next(sql`coalesce(heads.queue, '')`)},
        case when heads.queue is null then 1 else heads.lap end,
        heads.taken + case when ${isFree} then 1 else 0 end
      from heads
      where heads.taken < ${max} and (heads.queue is not null or heads.lap = 0) and not ${isPast}
    ),
    firsts as materialized (select ${first('update_id')} as update_id from heads where ${isFree} limit ${max}),
    suspect as materialized (
      select s.update_id from inbox as s ${engine.by('inbox_suspect')}
      where s.state = 'queued' and s.cutoffs >= ${raw(SUSPECT_CUTOFFS)} and ${isIdle('s.queue')}
        and not exists (
          select 1 from inbox as r ${engine.by('inbox_running')}
          where r.state = 'running' and r.cutoffs >= ${raw(SUSPECT_CUTOFFS)})
        and not exists (
          select 1 from inbox as q ${engine.by('inbox_queued')}
          where q.state = 'queued' and q.queue = s.queue and q.update_id < s.update_id)
      order by s.cutoffs, s.update_id limit 1
    ),
    picked as materialized (
      select inbox.update_id from inbox
      where inbox.update_id in (select update_id from firsts union all select update_id from suspect)
        and inbox.state = 'queued' and exists (select 1 from workers where id = ${worker}) ${engine.skipLocked}
    )
    update inbox set state = 'running', owner = ${worker}, attempts = attempts + 1
    where update_id in (select update_id from picked)
    returning update_id as "updateId", queue, attempts as attempt, failures, cutoffs, payload`);
}

/** Where the round stands after a full claim: at the last queue before it wrapped, or else at the last one. */
export function lastQueue(rows: readonly ClaimedRow[], after: string): string {
  const queues = rows.map((row) => row.queue).sort();
  return queues.findLast((queue) => queue <= after) ?? queues.at(-1) ?? '';
}
