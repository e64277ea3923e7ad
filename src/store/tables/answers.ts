// Answers given before, and who asked for them, so that an answer is forgotten with any of its askers.

import type { Codec } from '../codec.ts';
import type { Database, Engine, Queries } from '../engine.ts';
import { raw, sql } from '../sql.ts';
import { DAY_MS, isAbout, type Table } from '../table.ts';
import type { ChatPerson } from './sessions.ts';

export interface Answers {
  /** `key` is a digest: no question stands in it. Null also for an answer that `codec` cannot read; the next takes its place. */
  get<A>(key: string, asker: ChatPerson, codec: Codec<A>): Promise<A | null>;
  put<A>(key: string, asker: ChatPerson, codec: Codec<A>, answer: A): Promise<void>;
}

const KEPT_MS = 30 * DAY_MS;

export const ANSWERS: Table = {
  names: ['answers', 'askers'],
  migrations: {
    '001-first': ({ integer }) => [
      sql`create table answers (key text primary key, answer text not null, created_at ${integer} not null)`,
      sql`create table askers (key text not null, person ${integer} not null, chat ${integer} not null,
        constraint askers_key primary key (key, person, chat))`,
    ],
  },
  forget: (who) => {
    const keys = sql`(select key from askers where ${isAbout(who)})`;
    return [sql`delete from answers where key in ${keys}`, sql`delete from askers where key in ${keys}`];
  },
  purge: ({ now }) => [
    sql`delete from answers where created_at < ${now()} - ${raw(KEPT_MS)}`,
    sql`delete from askers where key not in (select key from answers)`,
  ],
};

export function createAnswers(db: Database, engine: Engine): Answers {
  const noteAsker = (queries: Queries, key: string, { chat, person }: ChatPerson) =>
    queries.run(sql`insert into askers (key, person, chat) values (${key}, ${person}, ${chat}) on conflict do nothing`);
  return {
    get: async (key, asker, codec) => {
      const [row] = await db.all<{ answer: string }>(sql`select answer from answers where key = ${key}`);
      const answer = row === undefined ? null : codec.decode(row.answer);
      if (answer !== null) await noteAsker(db, key, asker);
      return answer;
    },
    put: (key, asker, codec, answer) =>
      db.transaction(async (transaction) => {
        await transaction.run(sql`
          insert into answers (key, answer, created_at) values (${key}, ${codec.encode(answer)}, ${engine.now()})
          on conflict (key) do update set answer = excluded.answer, created_at = excluded.created_at`);
        await noteAsker(transaction, key, asker);
      }),
  };
}
