// The inbox's tables: updates, what was sent for them, the processes that work on them, and what those tell one another.

import { raw, sql } from '../store/sql.ts';
import { DAY_MS, isAbout, MAX_PURGED, type Table } from '../store/table.ts';

/** See the head of inbox.ts. */
export type State = 'queued' | 'running' | 'done' | 'dead';

/** From so many cut-off starts on an update may be what ends the process, and runs with no other suspect beside it. */
export const SUSPECT_CUTOFFS = 5;

/** A message that was sent for an update: its id, or the inline message's. */
export type SentMessage = number | string;

// A bot's update ids may restart anywhere after a quiet week: a row that stayed so long would swallow a new update.
const DONE_KEPT_MS = 2 * DAY_MS;
const DEAD_KEPT_MS = 5 * DAY_MS;
export const BROADCAST_KEPT_MS = 60_000;

export const INBOX: Table = {
  names: ['inbox', 'sent', 'workers', 'broadcasts'],
  migrations: {
    '001-first': ({ kind, integer, orderedText }) => [
      // attempts counts every start, and who finishes must name the count it started with. failures: starts whose handler
      // failed. cutoffs: starts that ended with their process. owner: the worker while running. queue is empty and payload null
      // once done: a finished row names nobody.
      sql`create table inbox (update_id ${integer} primary key, queue ${orderedText} not null, chat ${integer}, person ${integer},
        state text not null, attempts integer not null default 0, failures integer not null default 0,
        cutoffs integer not null default 0, owner text, payload text, error text, received_at ${integer} not null,
        finished_at ${integer})`,
      sql`create index inbox_queued on inbox (queue, update_id) where state = 'queued'`,
      // The backstop: whatever two replicas do at once, one queue has one running update.
      sql`create unique index inbox_running on inbox (queue) where state = 'running'`,
      sql`create index inbox_suspect on inbox (cutoffs) where state = 'queued' and cutoffs >= ${raw(SUSPECT_CUTOFFS)}`,
      sql`create index inbox_finished on inbox (finished_at) where finished_at is not null`,
      // Rows change state three times and are gone in two days: the default of a fifth of the table is far too late.
      ...(kind === 'postgres'
        ? [sql`alter table inbox set (autovacuum_vacuum_scale_factor = 0.02, fillfactor = 80)`]
        : []),
      sql`create table workers (life text primary key, slot text not null, beat ${integer} not null)`,
      sql`create table sent (update_id ${integer} not null, step text not null, message text not null,
        constraint sent_key primary key (update_id, step))`,
    ],
    '005-inbox': ({ integer }) => [
      sql`alter table workers rename column life to id`,
      sql`alter table workers rename column beat to heartbeat`,
      sql`create table broadcasts (id text primary key, sender text not null, message text not null, sent_at ${integer} not null)`,
    ],
  },
  // What is being handled ends by itself, and then names nobody. Broadcasts are gone in a minute.
  forget: (who) => {
    const isEarlier = who.askedBy === undefined ? sql`` : sql`and update_id < ${who.askedBy}`;
    const waiting = sql`(state = 'dead' or (state = 'queued' ${isEarlier})) and ${isAbout(who)}`;
    return [
      sql`delete from sent where update_id in (select update_id from inbox where ${waiting})`,
      sql`delete from inbox where ${waiting}`,
    ];
  },
  purge: ({ now }) => [
    ...[['done', DONE_KEPT_MS] as const, ['dead', DEAD_KEPT_MS] as const].map(
      ([state, keptMs]) => sql`delete from inbox where update_id in (
        select update_id from inbox where state = ${raw(`'${state}'`)} and finished_at < ${now()} - ${raw(keptMs)}
        limit ${raw(MAX_PURGED)})`,
    ),
    sql`delete from sent where update_id not in (select update_id from inbox)`,
    sql`delete from broadcasts where sent_at < ${now()} - ${raw(BROADCAST_KEPT_MS)}`,
  ],
};
