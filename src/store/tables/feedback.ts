// Thumbs: one per person and message, with what made the answer, so that versions can be compared.

import type { Database, Engine } from '../engine.ts';
import { sql } from '../sql.ts';
import { isAbout, type Table } from '../table.ts';

export type Rating = {
  /** Null for inline messages. */
  readonly chat: number | null;
  readonly person: number;
  /** The rated message: its id, or the inline message's. */
  readonly message: number | string;
  readonly thumb: 'up' | 'down';
  readonly promptVersion: string;
  readonly model: string | null;
  /** The statement's fingerprint. */
  readonly statement: string;
};

export type RatingCount = {
  readonly promptVersion: string;
  readonly model: string | null;
  readonly up: number;
  readonly down: number;
};

export interface Feedback {
  /** A changed mind replaces. */
  put(rating: Rating): Promise<void>;
  counts(): Promise<RatingCount[]>;
}

export const FEEDBACK: Table = {
  names: ['feedback'],
  migrations: {
    '001-first': ({ integer }) => [
      sql`create table feedback (message text not null, person ${integer} not null, chat ${integer}, thumb integer not null,
        prompt_version text not null, model text, statement text not null, given_at ${integer} not null,
        constraint feedback_key primary key (message, person))`,
    ],
  },
  forget: (who) => [sql`delete from feedback where ${isAbout(who)}`],
  purge: () => [],
};

export function createFeedback(db: Database, engine: Engine): Feedback {
  return {
    put: async ({ chat, person, message, thumb, promptVersion, model, statement }) => {
      const where = chat === null ? String(message) : `${chat}/${message}`;
      await db.run(sql`
        insert into feedback (message, person, chat, thumb, prompt_version, model, statement, given_at)
        values (${where}, ${person}, ${chat}, ${thumb === 'up' ? 1 : -1}, ${promptVersion}, ${model}, ${statement}, ${engine.now()})
        on conflict (message, person) do update set thumb = excluded.thumb, prompt_version = excluded.prompt_version,
          model = excluded.model, statement = excluded.statement, given_at = excluded.given_at`);
    },
    counts: () =>
      db.all<RatingCount>(sql`
        select prompt_version as "promptVersion", model, sum(case when thumb > 0 then 1 else 0 end) as up,
          sum(case when thumb < 0 then 1 else 0 end) as down
        from feedback group by prompt_version, model order by prompt_version, model`),
  };
}
