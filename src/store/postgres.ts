// The PostgreSQL engine, loaded only when it is used, and the session by which a replica holds its slot and hears of others.

import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Engine, EngineOptions, HoldOptions, Reason, RowColumns, Slot } from './engine.ts';
import { createPostgres, type Postgres } from './postgres-connection.ts';
import { join, raw, type Sql, sql } from './sql.ts';

const POOL = 8;
/** One connection stores, one claims and one records what was sent. */
const URGENT_POOL = 3;
const RECONNECT_MS = 500;
/** How often others' news are looked for where the server cannot give a hint. */
const POLL_MS = 250;

const CHANNEL = 'on_record';
/** First half of the advisory locks' keys, so that they meet nobody else's in a shared database. */
const SLOT_LOCKS = 0x6f72_0001;
const WORK_LOCKS = 0x6f72_0002;
const MIGRATION_LOCK = 0x6f72_0003;
/** Replicas of one identity at once. */
const MAX_SLOTS = 256;

/** Throws nothing by itself: an absent server shows at the first query. `noticed` hears of connections that break while idle. */
export async function openPostgres({ url, now }: EngineOptions, noticed: (error: unknown) => void): Promise<Engine> {
  const postgres = await createPostgres(url, noticed);
  // Its own hints tell this process nothing.
  const self = randomUUID();
  const sessions = new Set<() => Promise<void>>();
  const database = postgres.database(POOL);

  return {
    name: nameOf(url),
    kind: 'postgres',
    integer: sql`bigint`,
    orderedText: sql`text collate "C"`,
    database,
    urgent: postgres.database(URGENT_POOL),
    // The server waits for its disk at each commit, for all that are under way at once.
    onDisk: async () => {},
    hasDiskFailed: () => false,
    now: () => (now === null ? sql`(extract(epoch from clock_timestamp()) * 1000)::bigint` : sql`${now()}::bigint`),
    each: jsonTable,
    by: () => sql``,
    skipLocked: sql`for update of inbox skip locked`,
    hint: (kind) => sql`pg_notify(${CHANNEL}, ${`${self} ${kind}`})`,
    hold: (options) => hold({ postgres, self, sessions, noticed }, options),
    migrating: (work) =>
      postgres.alone(async (queries) => {
        await queries.all(sql`select pg_advisory_xact_lock(${raw(MIGRATION_LOCK)})`);
        return work(queries);
      }),
    // A lock of a transaction, so that it holds behind a pooler too; given back when the connection ends, whatever becomes of `work`.
    exclusively: (name, work) =>
      postgres.alone(async (queries) => {
        await queries.all(sql`select pg_advisory_xact_lock(${raw(WORK_LOCKS)}, hashtext(${name}))`);
        return work();
      }),
    diagnose,
    isDuplicate: (error) => codeOf(error) === '23505',
    scrub: async () => {},
    check: async () => {
      const rows = await database.all<{ name: string }>(sql`
        select indexrelid::regclass::text as name from pg_index
        join pg_class on pg_class.oid = indrelid
        where not indisvalid and relnamespace = current_schema()::regnamespace`);
      return rows.map((row) => `index ${row.name} is not valid: REINDEX INDEX ${row.name}`);
    },
    backup: async () => {
      throw new Error('PostgreSQL has its own backup: pg_dump --format=custom --file=FILE "$DATABASE_URL"');
    },
    close: async () => {
      await Promise.all([...sessions].map((end) => end()));
      await postgres.close();
    },
  };
}

/** "host:5432/database": what may stand in a log. */
function nameOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `postgres ${hostname === '' ? 'localhost' : hostname}:${port === '' ? '5432' : port}${pathname}`;
}

function codeOf(error: unknown): string | null {
  const code = error instanceof Error ? (error as { code?: unknown }).code : null;
  return typeof code === 'string' ? code : null;
}

/** By code, why the database is away. What waiting cannot mend stands below. */
const PASSING: readonly (readonly [RegExp, string])[] = [
  [/^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT)$/, 'no connection'],
  [/^(?:ENOTFOUND|EAI_AGAIN)$/, 'its host is not found'],
  [/^57P0[1-5]$/, 'the server is stopping or starting'],
  [/^08...$/, 'the connection broke'],
  [/^53100$/, 'its disk is full'],
  [/^53...$/, 'the server is out of connections or memory'],
  [/^25006$/, 'read-only'],
  [/^(?:55P03|57014|40P01)$/, 'locked for too long'],
  [/^(?:58...|XX00[012])$/, 'the server reports damage or an input or output error'],
];
const LASTING: readonly (readonly [RegExp, string])[] = [
  [/^(?:28...|3D000)$/, 'the server refuses this user, password or database'],
  [/^42501$/, 'this user may not make or change tables'],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_TLS/,
    'its certificate is not trusted (sslrootcert=FILE in the address names its CA)',
  ],
];

// What pg says without a code.
const MESSAGES =
  /^(?:Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|timeout expired)/i;

function diagnose(error: unknown): Reason | null {
  // Node tries every address of a host and reports the failures together.
  if (error instanceof AggregateError && error.errors.length > 0) return diagnose(error.errors[0]);
  const code = codeOf(error) ?? '';
  const { message = '', syscall, path } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  if (syscall === 'open') return { text: `${path} cannot be read`, passes: false };
  for (const [pattern, text] of PASSING) if (pattern.test(code)) return { text, passes: true };
  for (const [pattern, text] of LASTING) if (pattern.test(code)) return { text, passes: false };
  if (MESSAGES.test(message)) return { text: 'the connection broke or does not answer', passes: true };
  if (/does not support SSL/i.test(message))
    return { text: 'the server has no TLS, which sslmode asks for', passes: false };
  return null;
}

function jsonTable(rows: readonly object[], columns: RowColumns): Sql {
  const cells = Object.entries(columns).map(([name, type]) => raw(`${name} ${type}`));
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) as given (${join(cells, ', ')})`;
}

type Parts = {
  readonly postgres: Postgres;
  readonly self: string;
  /** How to end each session that is open. */
  readonly sessions: Set<() => Promise<void>>;
  readonly noticed: (error: unknown) => void;
};

/**
 * A replica holds one session for as long as it works. In it stand an advisory lock on the lowest free slot of its identity
 * ("host#0"), which PostgreSQL frees when the process dies, and the ear for other replicas' hints. Whoever gets a slot knows
 * that its former holder is gone.
 *
 * Behind a pooler no lock outlasts a transaction and no hint arrives: the slot is one that nobody had before, and news are
 * looked for instead.
 */
async function hold(parts: Parts, { identity, onHint, onMoved, signal }: HoldOptions): Promise<Slot> {
  const { postgres, self, sessions, noticed } = parts;
  let isReleased = false;
  let client: Client | null = null;
  let timer: NodeJS.Timeout | null = null;

  /** The slot that it has then, and when it has lost it. */
  const open = async (wanted: string | null): Promise<{ slot: string; lost: Promise<void> }> => {
    const opened = await postgres.connect();
    if (opened.isPooled) {
      await opened.client.end();
      timer ??= setInterval(onHint, POLL_MS, null);
      return { slot: wanted ?? `${identity}#${randomUUID().slice(-12)}`, lost: new Promise(() => {}) };
    }
    ({ client } = opened);
    const lost = new Promise<void>((resolve) => client!.once('end', resolve));
    client.on('notification', ({ payload = '' }) => {
      const [sender, kind = null] = payload.split(' ');
      if (sender !== self) onHint(kind);
    });
    await client.query(`listen ${CHANNEL}`);
    return { slot: await takeSlot(client, identity, wanted), lost };
  };
  const reopen = async (slot: string): Promise<void> => {
    while (!isReleased) {
      await delay(RECONNECT_MS, undefined, { ref: false });
      if (isReleased) return;
      try {
        const next = await open(slot);
        if (next.slot !== slot) await onMoved(next.slot);
        onHint(null);
        void next.lost.then(() => reopen(next.slot));
        return;
      } catch (error) {
        noticed(error);
        await client?.end().catch(noticed);
      }
    }
  };
  const release = async (): Promise<void> => {
    isReleased = true;
    sessions.delete(release);
    if (timer !== null) clearInterval(timer);
    await client?.end().catch(noticed);
  };
  sessions.add(release);
  try {
    const { slot, lost } = await open(null);
    signal.throwIfAborted();
    void lost.then(() => reopen(slot));
    return { name: slot, isSole: false, release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** The slot `wanted`, or the lowest free one. */
async function takeSlot(client: Client, identity: string, wanted: string | null): Promise<string> {
  const slots = Array.from({ length: MAX_SLOTS }, (_, number) => `${identity}#${number}`);
  if (wanted !== null) slots.unshift(wanted);
  for (const slot of slots) {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as mine', [
      SLOT_LOCKS,
      slot,
    ]);
    if (rows[0]?.mine) return slot;
  }
  throw new Error(`${MAX_SLOTS} replicas are running as ${identity}`);
}
