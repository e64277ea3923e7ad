// A question offered on an inline card, kept until somebody sends the card and presses its button.

import { z } from 'zod';
import type { Database, Engine } from '../engine.ts';
import { raw, sql } from '../sql.ts';
import { DAY_MS, type Table } from '../table.ts';

type Card = { readonly question: string; readonly person: number };

export interface Cards {
  /** `id` is the result's or the inline message's. A second card of that id replaces the first. */
  put(id: string, card: Card): Promise<void>;
  /** Null when unknown or older than a day. */
  get(id: string): Promise<Card | null>;
}

export const CARDS: Table = {
  names: ['cards'],
  migrations: {
    '001-first': ({ integer }) => [
      sql`create table cards (id text primary key, person ${integer} not null, question text not null, made_at ${integer} not null)`,
      sql`create index cards_made on cards (made_at)`,
    ],
  },
  forget: ({ person }) => [sql`delete from cards where person = ${person ?? null}`],
  purge: ({ now }) => [sql`delete from cards where made_at < ${now()} - ${raw(DAY_MS)}`],
};

export function createCards(db: Database, engine: Engine): Cards {
  return {
    put: async (id, { question, person }) => {
      // As JSON: PostgreSQL's text cannot hold every character that a question can.
      await db.run(sql`
        insert into cards (id, person, question, made_at)
        values (${id}, ${person}, ${JSON.stringify(question)}, ${engine.now()})
        on conflict (id) do update set person = excluded.person, question = excluded.question, made_at = excluded.made_at`);
    },
    get: async (id) => {
      const [row] = await db.all<Card>(sql`
        select question, person from cards where id = ${id} and made_at > ${engine.now()} - ${raw(DAY_MS)}`);
      return row === undefined ? null : { question: z.string().parse(JSON.parse(row.question)), person: row.person };
    },
  };
}
