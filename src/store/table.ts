// What a table brings with it: how it is made, what of it is forgotten with a person, how long it is kept. A new table is a file
// of this shape and a line in the list that openStore is given.

import type { Engine } from './engine.ts';
import { type Sql, sql } from './sql.ts';

/** Who is to be forgotten: everything about the person in every chat, and everything of the chat by everyone in it. */
export type Who = {
  readonly chat?: number;
  readonly person?: number;
  /** The update that asks for it. Later ones that wait were sent after the wish and are still to be answered; default: none stays. */
  readonly askedBy?: number;
};

export type Table = {
  /** What it makes in the database. */
  readonly names: readonly string[];
  /**
   * Statements by the name of their migration. All tables' together run once, in the order of their names, those of one name in
   * the order of the tables. A name never changes; a new one is "005-TABLE" or the like, with the next number.
   */
  readonly migrations: Readonly<Record<string, (engine: Engine) => readonly Sql[]>>;
  /** Removes what is about somebody. Null: nothing in it is about anybody. */
  readonly forget: ((who: Who) => readonly Sql[]) | null;
  /** Removes what was kept long enough, MAX_PURGED rows at a time where they can be many. */
  readonly purge: (engine: Engine) => readonly Sql[];
};

/** Rows removed by one statement, so that a long-neglected table blocks nobody for long. */
export const MAX_PURGED = 2_000;

export const DAY_MS = 86_400_000;

/** A condition on columns named chat and person. */
export function isAbout({ chat, person }: Who): Sql {
  return sql`(chat = ${chat ?? null} or person = ${person ?? null})`;
}

/** The library that the first edition used named it; every database since has it. */
const LEDGER = sql`kysely_migration`;

/** Brings the database up to the tables' latest shape. Starters at the same moment wait for one another. */
export async function migrate(engine: Engine, tables: readonly Table[]): Promise<void> {
  const steps = [...new Set(tables.flatMap(({ migrations }) => Object.keys(migrations)))].sort();
  await engine.migrating(async (db) => {
    await db.run(
      sql`create table if not exists ${LEDGER} (name varchar(255) not null primary key, timestamp varchar(255) not null)`,
    );
    const done = new Set((await db.all<{ name: string }>(sql`select name from ${LEDGER}`)).map(({ name }) => name));
    const unknown = [...done].filter((name) => !steps.includes(name));
    if (unknown.length > 0) throw new Error(`${engine.name}: made by a newer version of this program (${unknown})`);
    for (const name of steps) {
      if (done.has(name)) continue;
      for (const { migrations } of tables)
        for (const statement of migrations[name]?.(engine) ?? []) await db.run(statement);
      await db.run(sql`insert into ${LEDGER} (name, timestamp) values (${name}, ${new Date().toISOString()})`);
    }
  });
}
