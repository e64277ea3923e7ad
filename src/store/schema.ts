// The tables, and the migrations that make them. Times are epoch milliseconds, days are whole days since 1970 in UTC.

import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Engine } from './engine.ts';

/**
 * `queued` waits, `running` is held by a worker, `done` is kept for a while so that Telegram's second delivery is known,
 * `dead` failed too often and waits for `npm run store -- retry`.
 */
export type InboxState = 'queued' | 'running' | 'done' | 'dead';

/** From so many cut-off starts on an update may be what ends the process, and runs with no other suspect beside it. */
export const SUSPECT_CUTOFFS = 5;

export type Tables = {
  inbox: {
    update_id: number;
    /** Updates of one queue run one after the other. Empty once done: a finished row names nobody. */
    queue: string;
    chat: number | null;
    person: number | null;
    state: InboxState;
    /** Counts every start; who finishes must name the count it started with. */
    attempts: number;
    /** Starts whose handler failed. */
    failures: number;
    /** Starts that ended with their process. */
    cutoffs: number;
    /** The worker's life while running. */
    owner: string | null;
    /** The update as JSON; null once done. */
    payload: string | null;
    /** Why it failed last. */
    error: string | null;
    received_at: number;
    finished_at: number | null;
  };
  workers: { life: string; slot: string; beat: number };
  sent: { update_id: number; step: string; message: string };
  sessions: {
    chat: number;
    person: number;
    turns: string;
    language: string | null;
    replies: string;
    updated_at: number;
  };
  answers: { key: string; answer: string; created_at: number };
  askers: { key: string; person: number; chat: number };
  feedback: {
    message: string;
    person: number;
    chat: number | null;
    thumb: number;
    prompt_version: string;
    model: string | null;
    statement: string;
    given_at: number;
  };
  usage: {
    day: number;
    /** 0 holds what was forgotten: the day's budget is spent whoever spent it. */
    person: number;
    questions: number;
    prompt_tokens: number;
    cached_tokens: number;
    completion_tokens: number;
    /** When the last questions were asked, as a JSON list. */
    recent: string;
  };
  cards: { id: string; person: number; question: string; made_at: number };
  settings: { scope: string; name: string; value: string };
};

/** Brings the database up to this program's schema. Starters at the same moment wait for one another. */
export async function migrate(db: Kysely<Tables>, engine: Engine): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations(engine) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

function migrations({ integer, orderedText, kind }: Engine): Record<string, Migration> {
  return {
    '001-first': {
      up: async (db: Kysely<unknown>) => {
        await db.schema
          .createTable('inbox')
          .addColumn('update_id', integer, (column) => column.primaryKey())
          .addColumn('queue', orderedText, (column) => column.notNull())
          .addColumn('chat', integer)
          .addColumn('person', integer)
          .addColumn('state', 'text', (column) => column.notNull())
          .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
          .addColumn('failures', 'integer', (column) => column.notNull().defaultTo(0))
          .addColumn('cutoffs', 'integer', (column) => column.notNull().defaultTo(0))
          .addColumn('owner', 'text')
          .addColumn('payload', 'text')
          .addColumn('error', 'text')
          .addColumn('received_at', integer, (column) => column.notNull())
          .addColumn('finished_at', integer)
          .execute();
        await sql`create index inbox_queued on inbox (queue, update_id) where state = 'queued'`.execute(db);
        // The backstop: whatever two replicas do at once, one queue has one running update.
        await sql`create unique index inbox_running on inbox (queue) where state = 'running'`.execute(db);
        await sql
          .raw(`create index inbox_suspect on inbox (cutoffs) where state = 'queued' and cutoffs >= ${SUSPECT_CUTOFFS}`)
          .execute(db);
        await sql`create index inbox_finished on inbox (finished_at) where finished_at is not null`.execute(db);
        if (kind === 'postgres') {
          // Rows change state three times and are gone in two days: the default of a fifth of the table is far too late.
          await sql`alter table inbox set (autovacuum_vacuum_scale_factor = 0.02, fillfactor = 80)`.execute(db);
        }
        await db.schema
          .createTable('workers')
          .addColumn('life', 'text', (column) => column.primaryKey())
          .addColumn('slot', 'text', (column) => column.notNull())
          .addColumn('beat', integer, (column) => column.notNull())
          .execute();
        await db.schema
          .createTable('sent')
          .addColumn('update_id', integer, (column) => column.notNull())
          .addColumn('step', 'text', (column) => column.notNull())
          .addColumn('message', 'text', (column) => column.notNull())
          .addPrimaryKeyConstraint('sent_key', ['update_id', 'step'])
          .execute();
        await db.schema
          .createTable('sessions')
          .addColumn('chat', integer, (column) => column.notNull())
          .addColumn('person', integer, (column) => column.notNull())
          .addColumn('turns', 'text', (column) => column.notNull())
          .addColumn('language', 'text')
          .addColumn('updated_at', integer, (column) => column.notNull())
          .addPrimaryKeyConstraint('sessions_key', ['chat', 'person'])
          .execute();
        await db.schema
          .createTable('answers')
          .addColumn('key', 'text', (column) => column.primaryKey())
          .addColumn('answer', 'text', (column) => column.notNull())
          .addColumn('created_at', integer, (column) => column.notNull())
          .execute();
        await db.schema
          .createTable('askers')
          .addColumn('key', 'text', (column) => column.notNull())
          .addColumn('person', integer, (column) => column.notNull())
          .addColumn('chat', integer, (column) => column.notNull())
          .addPrimaryKeyConstraint('askers_key', ['key', 'person', 'chat'])
          .execute();
        await db.schema
          .createTable('feedback')
          .addColumn('message', 'text', (column) => column.notNull())
          .addColumn('person', integer, (column) => column.notNull())
          .addColumn('chat', integer)
          .addColumn('thumb', 'integer', (column) => column.notNull())
          .addColumn('prompt_version', 'text', (column) => column.notNull())
          .addColumn('model', 'text')
          .addColumn('statement', 'text', (column) => column.notNull())
          .addColumn('given_at', integer, (column) => column.notNull())
          .addPrimaryKeyConstraint('feedback_key', ['message', 'person'])
          .execute();
        await db.schema
          .createTable('usage')
          .addColumn('day', 'integer', (column) => column.notNull())
          .addColumn('person', integer, (column) => column.notNull())
          .addColumn('questions', 'integer', (column) => column.notNull().defaultTo(0))
          .addColumn('prompt_tokens', integer, (column) => column.notNull().defaultTo(0))
          .addColumn('cached_tokens', integer, (column) => column.notNull().defaultTo(0))
          .addColumn('completion_tokens', integer, (column) => column.notNull().defaultTo(0))
          .addPrimaryKeyConstraint('usage_key', ['day', 'person'])
          .execute();
        await db.schema
          .createTable('asks')
          .addColumn('key', 'text', (column) => column.primaryKey())
          .addColumn('person', integer, (column) => column.notNull())
          .addColumn('asked_at', integer, (column) => column.notNull())
          .execute();
        await db.schema.createIndex('asks_person').on('asks').columns(['person', 'asked_at']).execute();
        await db.schema
          .createTable('cards')
          .addColumn('id', 'text', (column) => column.primaryKey())
          .addColumn('person', integer, (column) => column.notNull())
          .addColumn('question', 'text', (column) => column.notNull())
          .addColumn('made_at', integer, (column) => column.notNull())
          .execute();
        await db.schema.createIndex('cards_made').on('cards').column('made_at').execute();
        await db.schema
          .createTable('settings')
          .addColumn('scope', 'text', (column) => column.notNull())
          .addColumn('name', 'text', (column) => column.notNull())
          .addColumn('value', 'text', (column) => column.notNull())
          .addPrimaryKeyConstraint('settings_key', ['scope', 'name'])
          .execute();
      },
    },
    '002-replies': {
      up: async (db: Kysely<unknown>) => {
        await db.schema
          .alterTable('sessions')
          .addColumn('replies', 'text', (column) => column.notNull().defaultTo('[]'))
          .execute();
        // Where they stood before; they were of use for two minutes.
        await sql`delete from settings where name like 'replied/%'`.execute(db);
      },
    },
    '003-recent': {
      up: async (db: Kysely<unknown>) => {
        await db.schema
          .alterTable('usage')
          .addColumn('recent', 'text', (column) => column.notNull().defaultTo('[]'))
          .execute();
        await db.schema.dropTable('asks').execute();
      },
    },
  };
}
