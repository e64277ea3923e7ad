// A person's conversation in a chat: one value of the caller's each, kept for a month after it last changed.

import type { Codec } from '../codec.ts';
import type { Database, Engine } from '../engine.ts';
import { raw, sql } from '../sql.ts';
import { DAY_MS, isAbout, type Table } from '../table.ts';

/** Whose it is. In a private chat the two ids are the same number. */
export type ChatPerson = { readonly chat: number; readonly person: number };

export interface Sessions {
  /** Null when there is none, or none that `codec` can read. */
  get<S>(who: ChatPerson, codec: Codec<S>): Promise<S | null>;
  /** Puts what `change` makes of a session in its place. Of changes at the same moment each is given what the one before made. */
  update<S>(who: ChatPerson, codec: Codec<S>, change: (session: S | null) => S): Promise<void>;
  /** A group became a supergroup: its sessions go on under the new id, as `change` makes them. Moving twice does no harm. */
  moveChat<S>(from: number, to: number, codec: Codec<S>, change: (session: S | null) => S): Promise<void>;
}

const KEPT_MS = 30 * DAY_MS;

export const SESSIONS: Table = {
  names: ['sessions'],
  migrations: {
    '001-first': ({ integer }) => [
      sql`create table sessions (chat ${integer} not null, person ${integer} not null, turns text not null, language text,
        updated_at ${integer} not null, constraint sessions_key primary key (chat, person))`,
    ],
    '002-replies': () => [sql`alter table sessions add column replies text not null default '[]'`],
    '004-sessions': () => [
      sql`alter table sessions add column value text not null default 'null'`,
      // A language is a code, and the other two are JSON already.
      sql`update sessions set value = '{"turns":' || turns || ',"language":' || coalesce('"' || language || '"', 'null')
        || ',"replies":' || replies || ',"statement":null}'`,
      ...['turns', 'language', 'replies'].map((column) => sql`alter table sessions drop column ${raw(column)}`),
    ],
  },
  forget: (who) => [sql`delete from sessions where ${isAbout(who)}`],
  purge: ({ now }) => [sql`delete from sessions where updated_at < ${now()} - ${raw(KEPT_MS)}`],
};

export function createSessions(db: Database, engine: Engine): Sessions {
  return {
    get: async ({ chat, person }, codec) => {
      const [row] = await db.all<{ value: string }>(
        sql`select value from sessions where chat = ${chat} and person = ${person}`,
      );
      return row === undefined ? null : codec.decode(row.value);
    },
    update: ({ chat, person }, codec, change) =>
      db.transaction(async (transaction) => {
        // Writes before it reads, so that a second replica in the same chat waits here and sees this change.
        const [row] = await transaction.all<{ value: string }>(sql`
          insert into sessions (chat, person, updated_at) values (${chat}, ${person}, ${engine.now()})
          on conflict (chat, person) do update set updated_at = excluded.updated_at returning value`);
        const value = codec.encode(change(codec.decode(row!.value)));
        await transaction.run(sql`update sessions set value = ${value} where chat = ${chat} and person = ${person}`);
      }),
    moveChat: (from, to, codec, change) =>
      db.transaction(async (transaction) => {
        const moved = await transaction.all<{ person: number; value: string }>(
          sql`delete from sessions where chat = ${from} returning person, value`,
        );
        for (const { person, value } of moved) {
          // The move is told twice, and what was noted of the old chat between the two is not what was said in it.
          const next = codec.encode(change(codec.decode(value)));
          await transaction.run(sql`
            insert into sessions (chat, person, value, updated_at) values (${to}, ${person}, ${next}, ${engine.now()})
            on conflict (chat, person) do nothing`);
        }
      }),
  };
}
