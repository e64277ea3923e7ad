// Drafts of statements that wait for a person to look at them: what somebody sent in, what a feed brought.

import type { Database, Engine } from '../engine.ts';
import { raw, sql } from '../sql.ts';
import { DAY_MS, isAbout, type Table } from '../table.ts';

export type WaitingDraft = {
  /** The first twelve digits of its text's fingerprint. */
  readonly key: string;
  /** JSON of the caller's. */
  readonly draft: string;
  /** Who sent it and where; null for what a feed brought. */
  readonly person: number | null;
  readonly chat: number | null;
};

export interface DraftTable {
  /** The same text once more takes the place of the first. */
  put(draft: WaitingDraft): Promise<void>;
  get(key: string): Promise<WaitingDraft | null>;
  /** Takes it out: of two who confirm at once one gets it. Null when it is gone. */
  take(key: string): Promise<WaitingDraft | null>;
  /** What feeds brought, the latest first. */
  fromFeeds(most: number): Promise<WaitingDraft[]>;
}

const KEPT_MS = 60 * DAY_MS;

export const DRAFTS: Table = {
  names: ['drafts'],
  migrations: {
    '005-statements': ({ integer }) => [
      sql`create table drafts (key text primary key, draft text not null, person ${integer}, chat ${integer}, made_at ${integer} not null)`,
      sql`create index drafts_made on drafts (made_at)`,
    ],
  },
  forget: (who) => [sql`delete from drafts where ${isAbout(who)}`],
  purge: ({ now }) => [sql`delete from drafts where made_at < ${now()} - ${raw(KEPT_MS)}`],
};

export function createDraftTable(db: Database, engine: Engine): DraftTable {
  const columns = sql`key, draft, person, chat`;
  return {
    put: async ({ key, draft, person, chat }) => {
      await db.run(sql`
        insert into drafts (key, draft, person, chat, made_at) values (${key}, ${draft}, ${person}, ${chat}, ${engine.now()})
        on conflict (key) do update set draft = excluded.draft, person = excluded.person, chat = excluded.chat, made_at = excluded.made_at`);
    },
    get: async (key) => (await db.all<WaitingDraft>(sql`select ${columns} from drafts where key = ${key}`))[0] ?? null,
    take: async (key) =>
      (await db.all<WaitingDraft>(sql`delete from drafts where key = ${key} returning ${columns}`))[0] ?? null,
    fromFeeds: (most) =>
      db.all<WaitingDraft>(sql`select ${columns} from drafts where person is null order by made_at desc limit ${most}`),
  };
}
