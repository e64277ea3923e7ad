// What is asked and spent, by day, person and chat: the limits of questions and the budgets of tokens stand on it, over all replicas.

import { z } from 'zod';
import type { Database, Engine } from '../engine.ts';
import { raw, sql } from '../sql.ts';
import { DAY_MS, type Table } from '../table.ts';
import type { ChatPerson } from './sessions.ts';

export type Tokens = {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
};

export type DayUsage = Tokens & { readonly questions: number };

/** Whether a question may be asked now; `waitSeconds` (at least 1) until the next may. */
export type Admission = { readonly kind: 'allowed' } | { readonly kind: 'wait'; readonly waitSeconds: number };

export interface Usage {
  /** Counts a question against `perMinute` in the last 60 s, over all replicas; at midnight in UTC the count begins anew. */
  admit(question: { readonly person: number; readonly perMinute: number }): Promise<Admission>;
  addTokens(who: ChatPerson, tokens: Tokens): Promise<void>;
  /** Today, in UTC; of one person or one chat, or of everyone when null. Tokens of people who were forgotten stay in the sum. */
  today(of: { readonly person: number } | { readonly chat: number } | null): Promise<DayUsage>;
  /** How many people asked something today, in UTC. */
  peopleToday(): Promise<number>;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const KEPT_DAYS = 400;
const TIMES = z.array(z.number());
/** Stands for everyone who was forgotten: the day's budget is spent whoever spent it. */
const FORGOTTEN = 0;

export const USAGE: Table = {
  names: ['usage', 'chat_usage'],
  migrations: {
    '001-first': ({ integer }) => {
      const count = sql`${integer} not null default 0`;
      return [
        sql`create table usage (day integer not null, person ${integer} not null, questions integer not null default 0,
          prompt_tokens ${count}, cached_tokens ${count}, completion_tokens ${count},
          constraint usage_key primary key (day, person))`,
      ];
    },
    '003-recent': () => [
      sql`alter table usage add column recent text not null default '[]'`,
      sql`drop table if exists asks`,
    ],
    '006-usage': ({ integer }) => [
      sql`create table chat_usage (day integer not null, chat ${integer} not null, prompt_tokens ${integer} not null,
        cached_tokens ${integer} not null, completion_tokens ${integer} not null,
        constraint chat_usage_key primary key (day, chat))`,
    ],
  },
  forget: ({ chat, person }) => {
    // A private chat has its person's number.
    const chats = sql`delete from chat_usage where chat = ${chat ?? null} or chat = ${person ?? null}`;
    if (person === undefined) return [chats];
    const sums = ['questions', 'prompt_tokens', 'cached_tokens', 'completion_tokens'];
    const columns = raw(sums.join(', '));
    return [
      chats,
      sql`insert into usage (day, person, ${columns})
        select day, ${raw(FORGOTTEN)}, ${columns} from usage where person = ${person}
        on conflict (day, person) do update set ${added('usage', sums)}`,
      sql`delete from usage where person = ${person}`,
    ];
  },
  purge: (engine) => [
    sql`update usage set recent = '[]' where recent <> '[]' and day < ${dayOf(engine)} - 1`,
    sql`delete from usage where day < ${dayOf(engine)} - ${raw(KEPT_DAYS)}`,
    sql`delete from chat_usage where day < ${dayOf(engine)}`,
  ],
};

export function createUsage(db: Database, engine: Engine): Usage {
  return {
    admit: ({ person, perMinute }) =>
      db.transaction(async (transaction): Promise<Admission> => {
        // Locks the person's row, so that two replicas count one after the other.
        const [row] = await transaction.all<{ day: number; recent: string; now: number }>(sql`
          insert into usage (day, person) values (${dayOf(engine)}, ${person})
          on conflict (day, person) do update set questions = usage.questions
          returning day, recent, ${engine.now()} as now`);
        const { day, recent, now } = row!;
        // Times ahead of the clock are left over from before it stepped back; they block nobody.
        const last = TIMES.parse(JSON.parse(recent)).filter((at) => at > now - MINUTE_MS && at <= now);
        if (last.length >= perMinute) {
          const waitMs = last.at(-perMinute)! + MINUTE_MS - now;
          return { kind: 'wait', waitSeconds: Math.max(1, Math.ceil(waitMs / SECOND_MS)) };
        }
        await transaction.run(sql`
          update usage set questions = questions + 1, recent = ${JSON.stringify([...last, now])}
          where day = ${day} and person = ${person}`);
        return { kind: 'allowed' };
      }),
    addTokens: ({ chat, person }, { promptTokens, cachedTokens, completionTokens }) => {
      const add = (table: string, column: string, id: number) => sql`
        insert into ${raw(table)} (day, ${raw(column)}, prompt_tokens, cached_tokens, completion_tokens)
        values (${dayOf(engine)}, ${id}, ${promptTokens}, ${cachedTokens}, ${completionTokens})
        on conflict (day, ${raw(column)}) do update set ${added(table, ['prompt_tokens', 'cached_tokens', 'completion_tokens'])}`;
      return db.transaction(async (transaction) => {
        await transaction.run(add('usage', 'person', person));
        await transaction.run(add('chat_usage', 'chat', chat));
      });
    },
    today: async (of) => {
      const isChat = of !== null && 'chat' in of;
      const sum = (column: string) => sql`cast(coalesce(sum(${raw(column)}), 0) as ${engine.integer})`;
      const only = of === null ? sql`` : isChat ? sql`and chat = ${of.chat}` : sql`and person = ${of.person}`;
      const [row] = await db.all<DayUsage>(sql`
        select ${isChat ? sql`0` : sum('questions')} as questions, ${sum('prompt_tokens')} as "promptTokens",
          ${sum('cached_tokens')} as "cachedTokens", ${sum('completion_tokens')} as "completionTokens"
        from ${raw(isChat ? 'chat_usage' : 'usage')} where day = ${dayOf(engine)} ${only}`);
      return { ...row! };
    },
    peopleToday: async () => {
      const [row] = await db.all<{ people: number }>(sql`
        select count(*) as people from usage
        where day = ${dayOf(engine)} and person <> ${raw(FORGOTTEN)} and questions > 0`);
      return row!.people;
    },
  };
}

/** For an upsert: what is there and what comes, together. */
function added(table: string, columns: readonly string[]) {
  return raw(columns.map((column) => `${column} = ${table}.${column} + excluded.${column}`).join(', '));
}

/** Whole days since 1970, in UTC: division is whole on both engines. */
function dayOf({ now }: Engine) {
  return sql`(${now()} / ${raw(DAY_MS)})`;
}
