// The PostgreSQL engine: pg under Kysely, loaded only when it is used, and the session by which replicas know one another.

import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { CompiledQuery, type Kysely, PostgresDialect, sql } from 'kysely';
import type { Client, ClientConfig, CustomTypesConfig, Notification, Pool } from 'pg';
import { z } from 'zod';
import type { Log } from '../telemetry.ts';
import type { Engine, EngineOptions, EnterOptions, Presence, RowColumns } from './engine.ts';
import type { Tables } from './schema.ts';

const POOL = 8;
/** One connection stores, one claims and one records what was sent. */
const INBOX_POOL = 3;
const CONNECT_MS = 5_000;
/** A server that answers nothing for so long is away, even when its connection stands. Longer than any query here takes. */
const QUERY_MS = 15_000;
const RECONNECT_MS = 500;

const CHANNEL = 'on_record_inbox';
const WORDS = 'on_record_words';
/** First half of the advisory locks' keys, so that they meet nobody else's in a shared database. */
const SLOT_LOCKS = 0x6f72_0001;
const WORK_LOCKS = 0x6f72_0002;
/** Replicas of one identity at once. */
const SLOTS = 256;

/**
 * A plan made while a table is empty is kept when it is full. Every query of the store goes by an index and takes few rows, so
 * none may be planned to read or join whole tables; and compiling such short queries only costs time.
 */
const PLANS = 'set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off';

const INT8 = 20;
/** What is told: by whom, and the word. */
const WORD = z.tuple([z.string(), z.string()]);

/** Throws nothing by itself: an absent server shows at the first query. `noticed` hears of connections that break while idle. */
export async function openPostgres(
  { url, log, now }: EngineOptions,
  noticed: (error: unknown) => void,
): Promise<Engine> {
  const { default: pg } = await import('pg');
  const types: CustomTypesConfig = {
    // Telegram's ids stay below 2^53; as text they would have to be turned back at every use.
    getTypeParser: (id, format) => (id === INT8 ? Number : pg.types.getTypeParser(id, format)),
  };
  const config: ClientConfig = {
    connectionString: url,
    types,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    keepAlive: true,
    application_name: 'on-record',
  };
  // What this process announces it knows already.
  const self = randomUUID();
  const closers = new Set<() => Promise<void>>();
  const Prepared = preparing(pg.Client);
  const dialect = (max: number) => {
    const pool: Pool = new pg.Pool({ ...config, max, Client: Prepared });
    pool.on('error', noticed);
    // The pool listens only while a connection is idle: one that breaks between two queries of a transaction would end the process.
    pool.on('connect', (client) => client.on('error', noticed));
    return new PostgresDialect({
      pool,
      onCreateConnection: async (connection) => {
        await connection.executeQuery(CompiledQuery.raw(PLANS));
      },
    });
  };

  return {
    name: nameOf(url),
    kind: 'postgres',
    integer: 'bigint',
    orderedText: sql`text collate "C"`,
    dialect: dialect(POOL),
    inboxDialect: dialect(INBOX_POOL),
    // The server waits for its disk at each commit, for all that are under way at once.
    onDisk: async () => {},
    now: () =>
      now === null
        ? sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
        : sql<number>`${now()}::bigint`,
    each: (rows, columns) => jsonTable(rows, columns),
    by: () => sql``,
    skipLocked: sql`for update of inbox skip locked`,
    announcement: sql`pg_notify(${CHANNEL}, ${self})`,
    tell: async (db, word) => {
      await sql`select pg_notify(${WORDS}, ${JSON.stringify([self, word])})`.execute(db);
    },
    enter: (db, { onWake, onTold, ...options }) => {
      const onNews = ({ channel, payload = '' }: Notification) => {
        if (channel === CHANNEL) {
          if (payload !== self) onWake();
          return;
        }
        const [teller, word] = WORD.parse(JSON.parse(payload));
        if (teller !== self) onTold(word);
      };
      const open = () => openSession(new pg.Client(config), onNews, noticed);
      return enter(db, { ...options, onWake, onTold, open, closers }, noticed, log);
    },
    exclusively: async (name, work) => {
      const client = new pg.Client({ ...config, query_timeout: 0 });
      client.on('error', noticed);
      await client.connect();
      try {
        // Given back when the connection ends, whatever becomes of `work`.
        await client.query('select pg_advisory_lock($1, hashtext($2))', [WORK_LOCKS, name]);
        return await work();
      } finally {
        await client.end();
      }
    },
    diagnose,
    isDuplicate: (error) => codeOf(error) === '23505',
    scrub: async () => {},
    check: async (db) => checkIndexes(db),
    backup: async () => {
      throw new Error('PostgreSQL has its own backup: pg_dump --format=custom --file=FILE "$DATABASE_URL"');
    },
    close: async () => {
      await Promise.all([...closers].map((close) => close()));
    },
  };
}

/**
 * A client that prepares what it is asked once per connection: planning the claim takes longer than running it. The store has a
 * few dozen statements with fixed texts, as batches travel as one parameter.
 */
function preparing(base: typeof Client): typeof Client {
  const names = new Map<string, string>();
  return class extends base {
    // biome-ignore lint/suspicious/noExplicitAny: one of pg's many overloads is used here, by Kysely.
    override query(text: any, values?: any): any {
      if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0) return super.query(text, values);
      let name = names.get(text);
      if (name === undefined) {
        name = createHash('sha1').update(text).digest('hex');
        names.set(text, name);
      }
      return super.query({ name, text, values });
    }
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

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT)$/, 'no connection'],
  [/^(?:ENOTFOUND|EAI_AGAIN)$/, 'its host is not found'],
  [/^57P0[1-5]$/, 'the server is stopping or starting'],
  [/^08...$/, 'the connection broke'],
  [/^53100$/, 'its disk is full'],
  [/^53...$/, 'the server is out of connections or memory'],
  [/^25006$/, 'read-only'],
  [/^(?:28...|3D000)$/, 'the server refuses this user, password or database'],
  [/^(?:55P03|57014)$/, 'locked for too long'],
  [/^(?:58...|XX00[012])$/, 'the server reports damage or an input or output error'],
];

// What pg says without a code.
const MESSAGES =
  /^(?:Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|timeout expired|The server does not support)/i;

function diagnose(error: unknown): string | null {
  // Node tries every address of a host and reports the failures together.
  if (error instanceof AggregateError && error.errors.length > 0) return diagnose(error.errors[0]);
  const code = codeOf(error);
  for (const [pattern, reason] of REASONS) if (code !== null && pattern.test(code)) return reason;
  return error instanceof Error && MESSAGES.test(error.message) ? 'the connection broke or does not answer' : null;
}

function jsonTable(rows: readonly object[], columns: RowColumns) {
  const cells = Object.entries(columns).map(([name, type]) => sql`${sql.ref(name)} ${sql.raw(type)}`);
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) as given (${sql.join(cells)})`;
}

async function checkIndexes(db: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select indexrelid::regclass::text as name from pg_index
    join pg_class on pg_class.oid = indrelid
    where not indisvalid and relnamespace = current_schema()::regnamespace`.execute(db);
  return rows.map((row) => `index ${row.name} is not valid: REINDEX INDEX ${row.name}`);
}

/**
 * A replica holds one session for as long as it works. In it stand an advisory lock on the lowest free slot of its identity
 * ("host#0"), which PostgreSQL frees when the process dies, and the ear for other replicas' news. Whoever gets a slot knows
 * that its former holder is gone, and takes that life's work at once.
 *
 * Other lives are judged by their beat: one that stood still for `staleMs` of this process's steady clock, while this process
 * could reach the database all along, is over. No two clocks are compared, so none that steps can break a lease or lengthen it.
 */
async function enter(
  db: Kysely<Tables>,
  {
    identity,
    signal,
    onWake,
    staleMs,
    open,
    closers,
  }: EnterOptions & { open: () => Promise<Client>; closers: Set<() => Promise<void>> },
  noticed: (error: unknown) => void,
  log: Log,
): Promise<Presence> {
  const life = randomUUID();
  let left = false;
  let session = await open();
  let slot = await takeSlot(session, identity, null);

  const keep = (): void => {
    session.once('end', () => void reopen());
  };
  const reopen = async (): Promise<void> => {
    while (!left) {
      await delay(RECONNECT_MS, undefined, { ref: false });
      if (left) return;
      try {
        session = await open();
        slot = await takeSlot(session, identity, slot);
        await db.updateTable('workers').set({ slot }).where('life', '=', life).execute();
        keep();
        onWake();
        return;
      } catch (error) {
        noticed(error);
        await session.end().catch(noticed);
      }
    }
  };
  keep();
  const end = async (): Promise<void> => {
    left = true;
    closers.delete(end);
    await session.end().catch(noticed);
  };
  closers.add(end);

  try {
    signal.throwIfAborted();
    await db.transaction().execute(async (transaction) => {
      const former = await transaction.deleteFrom('workers').where('slot', '=', slot).returning('life').execute();
      await transaction.insertInto('workers').values({ life, slot, beat: 0 }).execute();
      if (former.length > 0) log.info({ slot, former: former.length }, `took over slot ${slot} of a former life`);
    });
  } catch (error) {
    await end();
    throw error;
  }

  const seen = new Map<string, { beat: number; since: number }>();
  let lastLook = Number.NEGATIVE_INFINITY;
  return {
    life,
    beat: async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('workers')
        .set((row) => ({ beat: row('beat', '+', 1) }))
        .where('life', '=', life)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    buryDead: async (transaction) => {
      const at = performance.now();
      // After a gap in watching nobody's silence proves anything: the database may have been away for them too.
      if (at - lastLook > staleMs / 2) seen.clear();
      lastLook = at;
      const others = await transaction
        .selectFrom('workers')
        .select(['life', 'beat', 'slot'])
        .where('life', '!=', life)
        .execute();
      for (const known of seen.keys()) if (!others.some((other) => other.life === known)) seen.delete(known);
      for (const other of others) {
        const last = seen.get(other.life);
        if (last === undefined || last.beat !== other.beat) {
          seen.set(other.life, { beat: other.beat, since: at });
        } else if (at - last.since >= staleMs) {
          const { numDeletedRows } = await transaction
            .deleteFrom('workers')
            .where('life', '=', other.life)
            .where('beat', '=', other.beat)
            .executeTakeFirst();
          if (numDeletedRows === 1n)
            log.warn({ slot: other.slot }, `replica ${other.slot} is silent; taking over its work`);
        }
      }
    },
    leave: async () => {
      try {
        await db.deleteFrom('workers').where('life', '=', life).execute();
      } finally {
        await end();
      }
    },
  };
}

async function openSession(
  session: Client,
  onNews: (notification: Notification) => void,
  noticed: (error: unknown) => void,
): Promise<Client> {
  session.on('error', noticed);
  session.on('notification', onNews);
  await session.connect();
  await session.query(`listen ${CHANNEL}; listen ${WORDS}`);
  return session;
}

/** The slot `wanted`, or the lowest free one. */
async function takeSlot(session: Client, identity: string, wanted: string | null): Promise<string> {
  const slots = Array.from({ length: SLOTS }, (_, number) => `${identity}#${number}`);
  if (wanted !== null) slots.unshift(wanted);
  for (const slot of slots) {
    const { rows } = await session.query<{ mine: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as mine', [
      SLOT_LOCKS,
      slot,
    ]);
    if (rows[0]?.mine) return slot;
  }
  throw new Error(`${SLOTS} replicas are running as ${identity}`);
}
