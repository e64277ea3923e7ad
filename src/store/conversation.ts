// What is kept of people: sessions, cached answers, feedback, usage, pending cards, settings; and how all of it is forgotten.

import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Answer, Turn } from '../answer/answer.ts';
import { ANSWER } from '../answer/codec.ts';
import type { Usage } from '../model/model.ts';
import type { KeptTurn } from '../service/conversation.ts';
import { fold } from '../text/fold.ts';
import type { Engine } from './engine.ts';
import type { Outage } from './outage.ts';
import type { Tables } from './schema.ts';

type Parts = { readonly db: Kysely<Tables>; readonly engine: Engine; readonly outage: Outage };

const SECOND = 1_000;
const DAY = 86_400 * SECOND;

/** Whose it is. In a private chat the two ids are the same number. */
export type ChatPerson = { readonly chat: number; readonly person: number };

/** A message of the bot's, by its id, that replies to one of a person's. */
const Reply = z.object({
  to: z.number(),
  by: z.number(),
  /** A digest of the words that it replies to. */
  words: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
});
export type Replied = Readonly<z.infer<typeof Reply>>;

/** One person's conversation with the bot in one chat. */
export type Session = {
  /** Oldest first. */
  readonly turns: readonly KeptTurn[];
  /** The language chosen by the person, BCP 47; null when none was chosen. */
  readonly language: string | null;
  readonly statement: string | null;
  /** Which message replies to which, oldest first. */
  readonly replies: readonly Replied[];
};

/** What is known of a conversation that has not begun. */
export const NEW_SESSION: Session = { turns: [], language: null, statement: null, replies: [] };

export interface Sessions {
  get(who: ChatPerson): Promise<Session>;
  /** Puts what `change` makes of a session in its place. Of changes at the same moment each is given what the one before made. */
  update(who: ChatPerson, change: (session: Session) => Session): Promise<void>;
  /** A group became a supergroup: its sessions go on under the new id, where messages have other ids. */
  moveChat(from: number, to: number): Promise<void>;
}

// The first edition kept turns without ids.
const TURNS = z.array(z.object({ id: z.string().default(''), question: z.string(), answer: z.string() }));
const REPLIES = z.array(Reply);

type SessionRow = Pick<Tables['sessions'], 'turns' | 'language' | 'replies'>;

export function createSessions({ db, engine, outage }: Parts): Sessions {
  const sessionOf = (row: SessionRow): Session => ({
    turns: TURNS.parse(JSON.parse(row.turns)),
    language: row.language,
    statement: null,
    replies: REPLIES.parse(JSON.parse(row.replies)),
  });
  return {
    get: ({ chat, person }) =>
      outage.guard('read', async () => {
        const row = await db
          .selectFrom('sessions')
          .select(['turns', 'language', 'replies'])
          .where('chat', '=', chat)
          .where('person', '=', person)
          .executeTakeFirst();
        return row === undefined ? NEW_SESSION : sessionOf(row);
      }),
    update: ({ chat, person }, change) =>
      outage.guard('write', () =>
        db.transaction().execute(async (transaction) => {
          // Writes before it reads, so that a second replica in the same chat waits here and sees this change.
          const { rows } = await sql<SessionRow>`
            insert into sessions (chat, person, turns, updated_at) values (${chat}, ${person}, '[]', ${engine.now()})
            on conflict (chat, person) do update set updated_at = excluded.updated_at
            returning turns, language, replies`.execute(transaction);
          const { turns, language, replies } = change(sessionOf(rows[0]!));
          await sql`
            update sessions set turns = ${JSON.stringify(turns)}, language = ${language}, replies = ${JSON.stringify(replies)}
            where chat = ${chat} and person = ${person}`.execute(transaction);
        }),
      ),
    moveChat: (from, to) =>
      outage.guard('write', async () => {
        await db.transaction().execute(async (transaction) => {
          // Both ids are told of the move, by two updates: the second finds nothing left to do.
          await transaction
            .deleteFrom('sessions')
            .where('chat', '=', to)
            .where('person', 'in', (persons) =>
              persons.selectFrom('sessions as old').select('old.person').where('old.chat', '=', from),
            )
            .execute();
          await transaction.updateTable('sessions').set({ chat: to, replies: '[]' }).where('chat', '=', from).execute();
        });
      }),
  };
}

/** What an answer depends on. Questions that differ only in typography, case or closing marks share an answer. */
export type AnswerKey = {
  /** The statement's fingerprint. */
  readonly statement: string;
  readonly question: string;
  /** The earlier exchange it was asked in; empty for a first question. */
  readonly turns: readonly Turn[];
  readonly language: string;
  readonly promptVersion: string;
  /** Null where no model answers. */
  readonly model: string | null;
};

/** Answers given before. Each remembers who asked, so that it can be forgotten with them. */
export interface Answers {
  get(key: AnswerKey, asker: ChatPerson): Promise<Answer | null>;
  put(key: AnswerKey, answer: Answer, asker: ChatPerson): Promise<void>;
}

export function createAnswers({ db, engine, outage }: Parts): Answers {
  const noteAsker = (transaction: Kysely<Tables>, key: string, { chat, person }: ChatPerson) =>
    transaction
      .insertInto('askers')
      .values({ key, person, chat })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  return {
    get: (key, asker) =>
      outage.guard('read', async () => {
        const hash = hashOf(key);
        const row = await db.selectFrom('answers').select('answer').where('key', '=', hash).executeTakeFirst();
        if (row === undefined) return null;
        // An answer in the shape of an older version is no answer; the next one takes its place.
        const { data: answer } = ANSWER.safeParse(JSON.parse(row.answer));
        if (answer === undefined) return null;
        await noteAsker(db, hash, asker);
        return answer;
      }),
    put: (key, answer, asker) =>
      outage.guard('write', () =>
        db.transaction().execute(async (transaction) => {
          const hash = hashOf(key);
          const value = { answer: JSON.stringify(answer), created_at: engine.now() };
          await transaction
            .insertInto('answers')
            .values({ key: hash, ...value })
            .onConflict((conflict) => conflict.column('key').doUpdateSet(value))
            .execute();
          await noteAsker(transaction, hash, asker);
        }),
      ),
  };
}

/** Hashed, so that no question stands in a key. */
function hashOf({ statement, question, turns, language, promptVersion, model }: AnswerKey): string {
  const folded = fold(question)
    .text.trim()
    .replace(/[\s?!.。？！]+$/u, '');
  return createHash('sha256')
    .update(
      JSON.stringify([
        statement,
        folded,
        turns.map((turn) => [turn.question, turn.answer]),
        language,
        promptVersion,
        model,
      ]),
    )
    .digest('hex');
}

export type Thumb = 'up' | 'down';

export type Feedback = {
  /** Null for inline messages. */
  readonly chat: number | null;
  readonly person: number;
  /** The rated message: its id, or the inline message's. */
  readonly message: number | string;
  readonly thumb: Thumb;
  readonly promptVersion: string;
  readonly model: string | null;
  /** The statement's fingerprint. */
  readonly statement: string;
};

export type FeedbackCount = {
  readonly promptVersion: string;
  readonly model: string | null;
  readonly up: number;
  readonly down: number;
};

export interface FeedbackBook {
  /** One per person and message: a changed mind replaces. */
  put(feedback: Feedback): Promise<void>;
  counts(): Promise<FeedbackCount[]>;
}

export function createFeedback({ db, engine, outage }: Parts): FeedbackBook {
  return {
    put: ({ chat, person, message, thumb, promptVersion, model, statement }) =>
      outage.guard('write', async () => {
        const rating = {
          thumb: thumb === 'up' ? 1 : -1,
          prompt_version: promptVersion,
          model,
          statement,
          given_at: engine.now(),
        };
        await db
          .insertInto('feedback')
          .values({ chat, person, message: chat === null ? String(message) : `${chat}/${message}`, ...rating })
          .onConflict((conflict) => conflict.columns(['message', 'person']).doUpdateSet(rating))
          .execute();
      }),
    counts: () =>
      outage.guard('read', async () => {
        const rows = await db
          .selectFrom('feedback')
          .select(['prompt_version', 'model'])
          .select(sql<number>`sum(case when thumb > 0 then 1 else 0 end)`.as('up'))
          .select(sql<number>`sum(case when thumb < 0 then 1 else 0 end)`.as('down'))
          .groupBy(['prompt_version', 'model'])
          .orderBy('prompt_version')
          .orderBy('model')
          .execute();
        return rows.map((row) => ({
          promptVersion: row.prompt_version,
          model: row.model,
          up: Number(row.up),
          down: Number(row.down),
        }));
      }),
  };
}

export type DayUsage = Usage & { readonly questions: number };

/** Whether a question may be asked now; `waitSeconds` (at least 1) until the next may. */
export type Admission = { readonly kind: 'allowed' } | { readonly kind: 'wait'; readonly waitSeconds: number };

export interface UsageBook {
  /** Counts a question against `perMinute` in the last 60 s, over all replicas; at midnight in UTC the count begins anew. */
  admit(question: { readonly person: number; readonly perMinute: number }): Promise<Admission>;
  addTokens(person: number, usage: Usage): Promise<void>;
  /** Today, in UTC; of one person, or of everyone when null. Tokens of people who were forgotten stay in the sum. */
  today(person: number | null): Promise<DayUsage>;
  /** How many people asked something today, in UTC. */
  peopleToday(): Promise<number>;
}

/** Whether the day's tokens, everybody's together, are below `budget`; null is no limit, and asks nothing. */
export async function hasTokensLeft(usage: UsageBook, budget: number | null): Promise<boolean> {
  if (budget === null) return true;
  const { promptTokens, completionTokens } = await usage.today(null);
  return promptTokens + completionTokens < budget;
}

const MINUTE = 60 * SECOND;
const TIMES = z.array(z.number());
/** Stands for everyone who was forgotten. */
const FORGOTTEN = 0;

export function createUsage({ db, engine, outage }: Parts): UsageBook {
  // Whole division on both engines.
  const day = () => sql<number>`(${engine.now()} / ${sql.lit(DAY)})`;
  return {
    admit: ({ person, perMinute }) =>
      outage.guard('write', () =>
        db.transaction().execute(async (transaction): Promise<Admission> => {
          // Locks the person's row, so that two replicas count one after the other.
          const { rows } = await sql<{ day: number; recent: string; now: number }>`
            insert into usage (day, person) values (${day()}, ${person})
            on conflict (day, person) do update set questions = usage.questions
            returning day, recent, ${engine.now()} as now`.execute(transaction);
          const { day: today, recent, now } = rows[0]!;
          // Times ahead of the clock are left over from before it stepped back; they block nobody.
          const last = TIMES.parse(JSON.parse(recent)).filter((at) => at > now - MINUTE && at <= now);
          if (last.length >= perMinute) {
            const waitMs = last.at(-perMinute)! + MINUTE - now;
            return { kind: 'wait', waitSeconds: Math.max(1, Math.ceil(waitMs / SECOND)) };
          }
          await sql`
            update usage set questions = questions + 1, recent = ${JSON.stringify([...last, now])}
            where day = ${today} and person = ${person}`.execute(transaction);
          return { kind: 'allowed' };
        }),
      ),
    addTokens: (person, { promptTokens, cachedTokens, completionTokens }) =>
      outage.guard('write', async () => {
        await sql`
          insert into usage (day, person, prompt_tokens, cached_tokens, completion_tokens)
          values (${day()}, ${person}, ${promptTokens}, ${cachedTokens}, ${completionTokens})
          on conflict (day, person) do update set
            prompt_tokens = usage.prompt_tokens + excluded.prompt_tokens,
            cached_tokens = usage.cached_tokens + excluded.cached_tokens,
            completion_tokens = usage.completion_tokens + excluded.completion_tokens`.execute(db);
      }),
    today: (person) =>
      outage.guard('read', async () => {
        let query = db
          .selectFrom('usage')
          .select((row) => [
            row.fn.sum<number | null>('questions').as('questions'),
            row.fn.sum<number | null>('prompt_tokens').as('prompt'),
            row.fn.sum<number | null>('cached_tokens').as('cached'),
            row.fn.sum<number | null>('completion_tokens').as('completion'),
          ])
          .where('day', '=', day());
        if (person !== null) query = query.where('person', '=', person);
        const row = await query.executeTakeFirst();
        return {
          questions: Number(row?.questions ?? 0),
          promptTokens: Number(row?.prompt ?? 0),
          cachedTokens: Number(row?.cached ?? 0),
          completionTokens: Number(row?.completion ?? 0),
        };
      }),
    peopleToday: () =>
      outage.guard('read', async () => {
        const row = await db
          .selectFrom('usage')
          .select((row) => row.fn.countAll<number>().as('people'))
          .where('day', '=', day())
          .where('person', '!=', FORGOTTEN)
          .where('questions', '>', 0)
          .executeTakeFirst();
        return Number(row?.people ?? 0);
      }),
  };
}

/** A question offered on an inline card, kept until somebody sends the card and presses its button. */
export type Card = { readonly question: string; readonly person: number };

export interface Cards {
  /** `id` is the result's or the inline message's. A second card of that id replaces the first. */
  put(id: string, card: Card): Promise<void>;
  /** Null when unknown or older than a day. */
  get(id: string): Promise<Card | null>;
}

const CARD_AGE = DAY;

export function createCards({ db, engine, outage }: Parts): Cards {
  return {
    put: (id, { question, person }) =>
      outage.guard('write', async () => {
        // As JSON: PostgreSQL's text cannot hold every character that a question can.
        const card = { person, question: JSON.stringify(question), made_at: engine.now() };
        await db
          .insertInto('cards')
          .values({ id, ...card })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(card))
          .execute();
      }),
    get: (id) =>
      outage.guard('read', async () => {
        const row = await db
          .selectFrom('cards')
          .select(['question', 'person'])
          .where('id', '=', id)
          .where('made_at', '>', sql<number>`${engine.now()} - ${sql.lit(CARD_AGE)}`)
          .executeTakeFirst();
        return row === undefined ? null : { question: z.string().parse(JSON.parse(row.question)), person: row.person };
      }),
  };
}

/** Whose setting: the bot's own, a chat's or a person's. The last two are forgotten with them. */
export type Scope = 'bot' | { readonly chat: number } | { readonly person: number };

export interface Settings {
  /** Null when not set. Throws when what is stored does not fit `schema`. */
  get<T>(scope: Scope, name: string, schema: z.ZodType<T>): Promise<T | null>;
  /** Null unsets. */
  set(scope: Scope, name: string, value: unknown): Promise<void>;
}

export function createSettings({ db, outage }: Parts): Settings {
  return {
    get: (scope, name, schema) =>
      outage.guard('read', async () => {
        const row = await db
          .selectFrom('settings')
          .select('value')
          .where('scope', '=', scopeOf(scope))
          .where('name', '=', name)
          .executeTakeFirst();
        return row === undefined ? null : schema.parse(JSON.parse(row.value));
      }),
    set: (scope, name, value) =>
      outage.guard('write', async () => {
        if (value === null || value === undefined) {
          await db.deleteFrom('settings').where('scope', '=', scopeOf(scope)).where('name', '=', name).execute();
          return;
        }
        const json = JSON.stringify(value);
        await db
          .insertInto('settings')
          .values({ scope: scopeOf(scope), name, value: json })
          .onConflict((conflict) => conflict.columns(['scope', 'name']).doUpdateSet({ value: json }))
          .execute();
      }),
  };
}

function scopeOf(scope: Scope): string {
  if (scope === 'bot') return 'bot';
  return 'chat' in scope ? `chat:${scope.chat}` : `person:${scope.person}`;
}

/** Who is to be forgotten: everything about the person in every chat, and everything of the chat by everyone in it. */
export type Forget = {
  readonly chat?: number;
  readonly person?: number;
  /** The update that asks for it. Later ones that wait were sent after the wish and are still to be answered; default: none stays. */
  readonly askedBy?: number;
};

/**
 * Removes rows about `person` and rows about `chat` from every table. What is being handled at this moment ends by itself and
 * then holds nothing of anybody. The day's spent tokens stay, under nobody's name.
 */
export async function forget({ db, engine, outage }: Parts, { chat, person, askedBy }: Forget): Promise<void> {
  if (chat === undefined && person === undefined) return;
  await outage.guard('write', async () => {
    await db.transaction().execute(async (transaction) => {
      const about = sql<boolean>`(chat = ${chat ?? null} or person = ${person ?? null})`;
      const isOlder = askedBy === undefined ? sql<boolean>`1 = 1` : sql<boolean>`update_id < ${askedBy}`;
      const waiting = sql<boolean>`(state = 'dead' or (state = 'queued' and ${isOlder})) and ${about}`;
      await sql`delete from sent where update_id in (select update_id from inbox where ${waiting})`.execute(
        transaction,
      );
      await sql`delete from inbox where ${waiting}`.execute(transaction);
      await transaction.deleteFrom('sessions').where(about).execute();
      await transaction.deleteFrom('feedback').where(about).execute();
      const keys = transaction.selectFrom('askers').select('key').where(about);
      await transaction.deleteFrom('answers').where('key', 'in', keys).execute();
      await transaction.deleteFrom('askers').where('key', 'in', keys).execute();
      if (chat !== undefined) await transaction.deleteFrom('settings').where('scope', '=', scopeOf({ chat })).execute();
      if (person === undefined) return;
      await transaction.deleteFrom('settings').where('scope', '=', scopeOf({ person })).execute();
      await transaction.deleteFrom('cards').where('person', '=', person).execute();
      await sql`
        insert into usage (day, person, questions, prompt_tokens, cached_tokens, completion_tokens)
        select day, ${FORGOTTEN}, questions, prompt_tokens, cached_tokens, completion_tokens from usage where person = ${person}
        on conflict (day, person) do update set
          questions = usage.questions + excluded.questions,
          prompt_tokens = usage.prompt_tokens + excluded.prompt_tokens,
          cached_tokens = usage.cached_tokens + excluded.cached_tokens,
          completion_tokens = usage.completion_tokens + excluded.completion_tokens`.execute(transaction);
      await transaction.deleteFrom('usage').where('person', '=', person).execute();
    });
    await engine.scrub(db);
  });
}

/** How long things are kept, in milliseconds. */
const KEPT = {
  // A bot's update ids may restart anywhere after a quiet week: a row that stayed so long would swallow a new update.
  done: 2 * DAY,
  dead: 5 * DAY,
  sessions: 30 * DAY,
  answers: 30 * DAY,
  usage: 400 * DAY,
} as const;

/** Rows removed in one transaction, so that a long-neglected table blocks nobody for long. */
const PURGE_ROWS = 2_000;

/** Removes what has been kept long enough; the number of rows. */
export async function purge({ db, engine, outage }: Parts): Promise<number> {
  const before = (age: number) => sql<number>`${engine.now()} - ${sql.lit(age)}`;
  const statements = [
    sql`delete from inbox where update_id in (
      select update_id from inbox where state = 'done' and finished_at < ${before(KEPT.done)} limit ${PURGE_ROWS})`,
    sql`delete from inbox where update_id in (
      select update_id from inbox where state = 'dead' and finished_at < ${before(KEPT.dead)} limit ${PURGE_ROWS})`,
    sql`delete from sent where update_id not in (select update_id from inbox)`,
    sql`delete from sessions where updated_at < ${before(KEPT.sessions)}`,
    sql`delete from answers where created_at < ${before(KEPT.answers)}`,
    sql`delete from askers where key not in (select key from answers)`,
    sql`update usage set recent = '[]' where recent <> '[]' and day < (${before(DAY)}) / ${sql.lit(DAY)}`,
    sql`delete from cards where made_at < ${before(CARD_AGE)}`,
    sql`delete from usage where day < (${before(KEPT.usage)}) / ${sql.lit(DAY)}`,
  ];
  let removed = 0;
  for (const statement of statements) {
    for (;;) {
      const { numAffectedRows } = await outage.guard('write', () => statement.execute(db));
      removed += Number(numAffectedRows ?? 0);
      if (Number(numAffectedRows ?? 0) < PURGE_ROWS) break;
    }
  }
  return removed;
}
