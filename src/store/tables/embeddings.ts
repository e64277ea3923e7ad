// What a model made of the sentences of a statement, so that it is asked once for each.

import type { Database, Engine } from '../engine.ts';
import { raw, sql } from '../sql.ts';
import { DAY_MS, type Table } from '../table.ts';

// Made again in seconds where somebody still asks; those of a statement that was removed go with the time.
const KEPT_MS = 180 * DAY_MS;

export const EMBEDDINGS: Table = {
  names: ['embeddings'],
  migrations: {
    '006-embeddings': ({ kind, integer }) => [
      sql`create table embeddings (statement text not null, model text not null, vectors ${raw(kind === 'postgres' ? 'bytea' : 'blob')} not null,
        made_at ${integer} not null, constraint embeddings_key primary key (statement, model))`,
    ],
  },
  forget: null,
  purge: ({ now }) => [sql`delete from embeddings where made_at < ${now()} - ${raw(KEPT_MS)}`],
};

/** The vectors of one model. A key is a digest of the sentences; what is put takes the place of what was kept. */
export function createEmbeddingTable(db: Database, engine: Engine, model: string) {
  return {
    get: async (key: string): Promise<Uint8Array | null> => {
      const rows = await db.all<{ vectors: Uint8Array }>(
        sql`select vectors from embeddings where statement = ${key} and model = ${model}`,
      );
      return rows[0]?.vectors ?? null;
    },
    put: async (key: string, vectors: Uint8Array): Promise<void> => {
      await db.run(sql`
        insert into embeddings (statement, model, vectors, made_at) values (${key}, ${model}, ${vectors}, ${engine.now()})
        on conflict (statement, model) do update set vectors = excluded.vectors, made_at = excluded.made_at`);
    },
  };
}
