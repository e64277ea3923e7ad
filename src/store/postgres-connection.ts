// Connections to PostgreSQL as it is met: behind a pooler or not, with TLS, locked, failing over.

import { createHash } from 'node:crypto';
import type { Client, ClientBase, ClientConfig, CustomTypesConfig, Pool, PoolClient } from 'pg';
import type { Database, Queries } from './engine.ts';
import { type Sql, textOf } from './sql.ts';

const CONNECT_MS = 5_000;
/** A connection that lies still for so long is asked whether anybody is there: what stands between may have forgotten it. */
const KEEP_ALIVE_MS = 10_000;
/** A server that answers nothing for so long is away, even when its connection stands. Longer than any query here takes. */
const QUERY_MS = 15_000;
/** How long the server waits for another's lock before it says so: less than QUERY_MS, so that the connection stays good. */
const LOCK_MS = 2_000;

/**
 * A plan made while a table is empty is kept when it is full. Every query of the store goes by an index and takes few rows, so
 * none may be planned to read or join whole tables; and compiling such short queries only costs time.
 */
const PLANS = 'set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off';

const INT8 = 20;

export type Postgres = {
  readonly database: (max: number) => Database;
  /** A connection that is the caller's to end; `isPooled`: the next statement may reach another session. */
  readonly connect: () => Promise<{ readonly client: Client; readonly isPooled: boolean }>;
  /** Runs `work` in a transaction on a connection of its own, however long it takes. */
  readonly alone: <T>(work: (queries: Queries) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
};

/** `noticed` hears of connections that break while idle. Loads pg; an absent server shows at the first query. */
export async function createPostgres(url: string, noticed: (error: unknown) => void): Promise<Postgres> {
  const { default: pg } = await import('pg');
  const types: CustomTypesConfig = {
    // Telegram's ids stay below 2^53; as text they would have to be turned back at every use.
    getTypeParser: (id, format) => (id === INT8 ? Number : pg.types.getTypeParser(id, format)),
  };
  const config: ClientConfig = {
    connectionString: libpqUrl(url),
    types,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    application_name: 'on-record',
  };
  const connect = async (options: ClientConfig = {}) => {
    const client = new pg.Client({ ...config, ...options });
    client.on('error', noticed);
    await client.connect();
    return client;
  };
  const pools: Pool[] = [];
  const named = createNames();
  // Behind a pooler a prepared statement or a setting would be left in a session that others use next.
  let isPooled = true;
  return {
    database: (max) => {
      const onConnect = async (client: ClientBase): Promise<void> => {
        // The pool listens only while a connection is idle: one that breaks between two queries of a transaction would end the process.
        client.on('error', noticed);
        isPooled = await isBehindPooler(client);
        if (!isPooled) await client.query(`${PLANS}; set lock_timeout = ${LOCK_MS}`);
      };
      const pool = new pg.Pool({ ...config, max, onConnect });
      pool.on('error', noticed);
      pools.push(pool);
      return databaseOn(pool, {
        queriesOn: (client) => queriesOn(client, isPooled ? null : named),
        begin: () => (isPooled ? `begin; set local lock_timeout = ${LOCK_MS}` : 'begin'),
      });
    },
    connect: async () => {
      const client = await connect();
      return { client, isPooled: await isBehindPooler(client) };
    },
    alone: async (work) => {
      const client = await connect({ query_timeout: 0 });
      try {
        await client.query('begin');
        const result = await work(queriesOn(client, null));
        await client.query('commit');
        return result;
      } finally {
        await client.end();
      }
    },
    close: async () => {
      await Promise.all(pools.map((pool) => pool.end()));
    },
  };
}

function databaseOn(
  pool: Pool,
  { queriesOn, begin }: { queriesOn: (client: ClientBase) => Queries; begin: () => string },
): Database {
  const withClient = async <T>(work: (client: PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    let isSpent = false;
    try {
      return await work(client);
    } catch (error) {
      isSpent = isLastOfConnection(error);
      throw error;
    } finally {
      client.release(isSpent);
    }
  };
  return {
    all: (statement) => withClient((client) => queriesOn(client).all(statement)),
    run: (statement) => withClient((client) => queriesOn(client).run(statement)),
    transaction: (work) =>
      withClient(async (client) => {
        await client.query(begin());
        try {
          const result = await work(queriesOn(client));
          await client.query('commit');
          return result;
        } catch (error) {
          if (!isLastOfConnection(error)) await client.query('rollback');
          throw error;
        }
      }),
  };
}

/** `named` gives a statement the name that it is prepared under; null: none is prepared. */
function queriesOn(client: ClientBase, named: ((text: string) => string) | null): Queries {
  const query = (statement: Sql) => {
    const text = textOf(statement, (number) => `$${number}`);
    const values = [...statement.values];
    return named === null || values.length === 0
      ? client.query(text, values)
      : client.query({ name: named(text), text, values });
  };
  return {
    all: async (statement) => (await query(statement)).rows,
    run: async (statement) => (await query(statement)).rowCount ?? 0,
  };
}

/**
 * What sslmode means to PostgreSQL's own programs, from which people copy their addresses: `require` encrypts and asks for no
 * certificate that is trusted, `verify-full` does. `prefer` and `allow`, which would go on without, are taken at their word least.
 */
function libpqUrl(address: string): string {
  const url = new URL(address);
  const mode = url.searchParams.get('sslmode');
  if (mode === 'allow') url.searchParams.set('sslmode', 'disable');
  if (mode !== null && mode !== 'no-verify' && !url.searchParams.has('uselibpqcompat')) {
    url.searchParams.set('uselibpqcompat', 'true');
  }
  return url.href;
}

/** A pooler gives its clients numbers of its own for the session that they think they have. */
async function isBehindPooler(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]!.pid !== (client as { processID?: number | null }).processID;
}

/**
 * Names for statements that the server keeps planned: planning the claim takes longer than running it. There are a few dozen
 * with fixed texts, as batches travel as one parameter.
 */
function createNames(): (text: string) => string {
  const names = new Map<string, string>();
  return (text) => {
    const name = names.get(text) ?? createHash('sha1').update(text).digest('hex');
    names.set(text, name);
    return name;
  };
}

/** After it the connection is worth nothing: a query may still be under way on it, or its server has become a standby. */
function isLastOfConnection(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message: string };
  return (
    code === '25006' || message === 'Query read timeout' || (typeof code !== 'string' && /connection/i.test(message))
  );
}
