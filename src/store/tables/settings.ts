// Settings of the bot, of a chat, of a person: each a value of the caller's under a name.

import type { Codec } from '../codec.ts';
import type { Database } from '../engine.ts';
import { type Sql, sql } from '../sql.ts';
import type { Table } from '../table.ts';

/** Whose setting: the bot's own, a chat's or a person's. The last two are forgotten with them. */
export type Scope = 'bot' | { readonly chat: number } | { readonly person: number };

export interface Settings {
  /** Null when not set, or when `codec` cannot read it. */
  get<T>(scope: Scope, name: string, codec: Codec<T>): Promise<T | null>;
  /** Puts what `change` makes of a setting in its place; null unsets. Changes at the same moment follow one another. */
  update<T>(scope: Scope, name: string, codec: Codec<T>, change: (value: T | null) => T | null): Promise<void>;
  /** A group became a supergroup: its settings go on under the new id. Moving twice does no harm. */
  moveChat(from: number, to: number): Promise<void>;
}

export const SETTINGS: Table = {
  names: ['settings'],
  migrations: {
    '001-first': () => [
      sql`create table settings (scope text not null, name text not null, value text not null,
        constraint settings_key primary key (scope, name))`,
    ],
    // Where they stood before; they were of use for two minutes.
    '002-replies': () => [sql`delete from settings where name like 'replied/%'`],
  },
  forget: ({ chat, person }) =>
    [chat === undefined ? null : scopeOf({ chat }), person === undefined ? null : scopeOf({ person })]
      .filter((scope) => scope !== null)
      .map((scope) => sql`delete from settings where scope = ${scope}`),
  purge: () => [],
};

export function createSettings(db: Database): Settings {
  const only = (scope: Scope, name: string): Sql => sql`scope = ${scopeOf(scope)} and name = ${name}`;
  return {
    get: async (scope, name, codec) => {
      const [row] = await db.all<{ value: string }>(sql`select value from settings where ${only(scope, name)}`);
      return row === undefined ? null : codec.decode(row.value);
    },
    update: (scope, name, codec, change) =>
      db.transaction(async (transaction) => {
        // Writes before it reads, so that a second replica waits here and sees this change.
        const [row] = await transaction.all<{ value: string }>(sql`
          insert into settings (scope, name, value) values (${scopeOf(scope)}, ${name}, 'null')
          on conflict (scope, name) do update set value = settings.value returning value`);
        const value = change(row!.value === 'null' ? null : codec.decode(row!.value));
        await transaction.run(
          value === null
            ? sql`delete from settings where ${only(scope, name)}`
            : sql`update settings set value = ${codec.encode(value)} where ${only(scope, name)}`,
        );
      }),
    moveChat: (from, to) =>
      db.transaction(async (transaction) => {
        await transaction.run(sql`
          insert into settings (scope, name, value)
          select ${scopeOf({ chat: to })}, name, value from settings where scope = ${scopeOf({ chat: from })}
          on conflict (scope, name) do update set value = excluded.value`);
        await transaction.run(sql`delete from settings where scope = ${scopeOf({ chat: from })}`);
      }),
  };
}

function scopeOf(scope: Scope): string {
  if (scope === 'bot') return 'bot';
  return 'chat' in scope ? `chat:${scope.chat}` : `person:${scope.person}`;
}
