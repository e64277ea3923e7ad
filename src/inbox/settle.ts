// Settling: what became of a start, and what was sent for it. Whoever names a start that is no longer the latest is ignored.

import { z } from 'zod';
import type { Engine, Queries } from '../store/engine.ts';
import { raw, sql } from '../store/sql.ts';
import type { ClaimedRow, ClaimedUpdate } from './claim.ts';
import type { SentMessage, State } from './table.ts';

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

const SENT_MESSAGE = z.union([z.number(), z.string()]);
const START = { update_id: 'bigint', attempt: 'bigint' } as const;

/** The ids of starts that are no longer the latest. */
export async function settle(db: Queries, engine: Engine, reports: readonly Settled[]): Promise<ReadonlySet<number>> {
  if (reports.length === 0) return new Set();
  const rows = engine.each(reports.map(asRow), {
    ...START,
    state: 'text',
    restart: 'bigint',
    failed: 'bigint',
    error: 'text',
  });
  // A finished row keeps its id, so that a second delivery is known, and nothing about anybody.
  const unlessDone = (column: string) => sql`case when given.state <> 'done' then inbox.${raw(column)} end`;
  const settled = await db.all<{ update_id: number; state: State }>(sql`
    update inbox set state = given.state,
      attempts = attempts + given.restart, failures = failures + given.failed,
      error = case when given.state <> 'done' then coalesce(given.error, inbox.error) end,
      owner = case when given.state = 'running' then owner end,
      finished_at = case when given.state in ('done', 'dead') then ${engine.now()} end,
      queue = coalesce(${unlessDone('queue')}, ''), chat = ${unlessDone('chat')}, person = ${unlessDone('person')},
      payload = ${unlessDone('payload')}
    from ${rows}
    where inbox.state = 'running' and inbox.update_id = given.update_id and inbox.attempts = given.attempt
    returning inbox.update_id, inbox.state`);
  const done = settled.filter(({ state }) => state === 'done');
  if (done.length > 0) {
    const ids = engine.each(done, { update_id: 'bigint' });
    await db.run(sql`delete from sent where update_id in (select update_id from ${ids})`);
  }
  return lateAmong(reports, settled);
}

/** Of starts that were named, the ids of those that the database did not take up. */
function lateAmong(starts: readonly Start[], taken: readonly { update_id: number }[]): ReadonlySet<number> {
  const late = new Set(starts.map(({ updateId }) => updateId));
  for (const { update_id } of taken) late.delete(update_id);
  return late;
}

function asRow(report: Settled) {
  const states = { done: 'done', again: 'running', released: 'queued', dead: 'dead' } as const;
  return {
    update_id: report.updateId,
    attempt: report.attempt,
    state: states[report.outcome],
    restart: report.outcome === 'again' ? 1 : 0,
    failed: report.outcome === 'again' && report.failed ? 1 : 0,
    error: 'error' in report ? report.error : null,
  };
}

/** Of two records of one step the later one stays. The ids of starts that are no longer the latest. */
export async function recordSent(
  db: Queries,
  engine: Engine,
  records: readonly SentRecord[],
): Promise<ReadonlySet<number>> {
  const rows = engine.each(
    records.map(({ updateId, message, ...rest }) => ({
      ...rest,
      update_id: updateId,
      message: JSON.stringify(message),
    })),
    { ...START, step: 'text', message: 'text' },
  );
  const stored = await db.all<{ update_id: number }>(sql`
    insert into sent (update_id, step, message)
    select update_id, step, message from ${rows}
    where exists (
      select 1 from inbox
      where inbox.update_id = given.update_id and state = 'running' and attempts = given.attempt
    )
    on conflict (update_id, step) do update set message = excluded.message
    returning update_id`);
  return lateAmong(records, stored);
}

/** With what earlier starts sent. */
export async function withSent(db: Queries, engine: Engine, rows: readonly ClaimedRow[]): Promise<ClaimedUpdate[]> {
  const again = rows.filter(({ attempt }) => attempt > 1).map(({ updateId }) => ({ update_id: updateId }));
  const found =
    again.length === 0
      ? []
      : await db.all<{ update_id: number; step: string; message: string }>(sql`
          select update_id, step, message from sent
          where update_id in (select update_id from ${engine.each(again, { update_id: 'bigint' })})`);
  return rows.map(({ queue: _, ...row }) => {
    const own = found.filter(({ update_id }) => update_id === row.updateId);
    const sent = own.map(({ step, message }) => [step, SENT_MESSAGE.parse(JSON.parse(message))] as const);
    return { ...row, sent: new Map(sent) };
  });
}
