// What every store does, whatever database is under it.

import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Answer, Turn } from '../../src/answer/answer.ts';
import type { NewUpdate } from '../../src/inbox/queue.ts';
import { createMeaning } from '../../src/retrieval/meaning.ts';
import { NEW_SESSION, type Session } from '../../src/service/stored.ts';
import { codecOf } from '../../src/store/codec.ts';
import { raw, sql } from '../../src/store/sql.ts';
import { createEmbeddingTable } from '../../src/store/tables/embeddings.ts';
import type { Scope } from '../../src/store/tables/settings.ts';
import { TABLES } from '../../src/tables.ts';
import { describeEngines, openTestStore, type TestStore } from '../helpers/stores.ts';
import { statementOf } from '../helpers/web.ts';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 10, 23, 12);

describeEngines('a store', ({ createDatabase, createEmpty }) => {
  const stores: TestStore[] = [];
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
  });

  const open = async (url: string, now: () => number = () => NOON): Promise<TestStore> => {
    const store = await openTestStore(url, { now });
    stores.push(store);
    return store;
  };
  const openNew = async (now?: () => number): Promise<TestStore> => open(await createDatabase(), now);

  test('two starters at once both find the tables', async () => {
    const url = await createEmpty();
    const opened = await Promise.all([open(url), open(url), open(url)]);
    await Promise.all(opened.map((store, index) => store.queue.put([row(index)])));
    expect(await opened[0]!.queue.stats()).toMatchObject({ queued: 3 });
  });

  test('a session keeps its turns and its language, and the next life finds them', async () => {
    const url = await createDatabase();
    const store = await open(url);
    for (const name of ['one', 'two', 'three'])
      await store.sessions.update(ANN, adding({ question: name, answer: '\u0000 ok' }, 2));
    await store.sessions.update(ANN, (session) => ({ ...session, language: 'be' }));
    expect(await (await open(url)).sessions.get(ANN)).toEqual({
      turns: [
        { id: '', question: 'two', answer: '\u0000 ok' },
        { id: '', question: 'three', answer: '\u0000 ok' },
      ],
      language: 'be',
      statement: null,
      replies: [],
    });
    expect(await store.sessions.get(BOB)).toEqual(NEW_SESSION);
  });

  test('the vectors of sentences come back as they were, for one model', async () => {
    const { database, engine } = (await openNew()).parts;
    const statement = statementOf('One.\n\nTwo.\n\nThree.');
    let passages = 0;
    const embed = async (kind: string, texts: readonly string[]) => {
      if (kind === 'passage') passages += texts.length;
      return texts.map((text) => Float32Array.of(text.length / 8, 0.5, -1 / 3));
    };
    const meaningFor = (model: string) => createMeaning(embed, createEmbeddingTable(database, engine, model));
    const first = await meaningFor('m')('two?', statement);
    expect([first.size, passages]).toEqual([statement.sentences.length, statement.sentences.length]);
    expect(await meaningFor('m')('two?', statement)).toEqual(first);
    expect(passages).toBe(first.size);
    await meaningFor('other')('two?', statement);
    expect(passages).toBe(2 * first.size);
  });

  test('which message replies to which is known, and forgotten when the chat’s messages get other ids', async () => {
    const store = await openNew();
    const replies = [{ to: 7, by: 8, words: 'abc', at: NOON }];
    const group = { chat: -5, person: ANN.person };
    for (const who of [ANN, group]) await store.sessions.update(who, (session) => ({ ...session, replies }));
    await store.sessions.moveChat(-5, -1005);
    expect((await store.sessions.get(ANN)).replies).toEqual(replies);
    expect((await store.sessions.get({ ...group, chat: -1005 })).replies).toEqual([]);
  });

  test('a move that is told twice keeps what was said, whatever was noted of the old chat between the two', async () => {
    const store = await openNew();
    const [old, moved] = [-6, -1006].map((chat) => ({ chat, person: ANN.person }));
    await store.sessions.update(old!, adding({ question: 'q', answer: 'a' }, 20));
    await store.sessions.moveChat(-6, -1006);
    const replies = [{ to: 7, by: 8, words: 'abc', at: NOON }];
    await store.sessions.update(old!, (session) => ({ ...session, replies }));
    await store.sessions.moveChat(-6, -1006);
    expect((await store.sessions.get(moved!)).turns).toMatchObject([{ question: 'q', answer: 'a' }]);
    expect((await store.sessions.get(old!)).replies).toEqual([]);
  });

  test('an answer is found again for the same question however it is typed, and for no other', async () => {
    const store = await openNew();
    await store.answers.put(KEY, ANSWER, ANN);
    expect(await store.answers.get({ ...KEY, question: ' what did  “He” say' }, BOB)).toEqual(ANSWER);
    for (const other of [
      { ...KEY, statement: 'other' },
      { ...KEY, question: 'What did she say?' },
      { ...KEY, language: 'ru' },
      { ...KEY, promptVersion: 'v2' },
      { ...KEY, model: 'other' },
      { ...KEY, turns: [{ question: 'q', answer: 'a' }] },
    ]) {
      expect(await store.answers.get(other, BOB)).toBeNull();
    }
  });

  test('a changed mind replaces a thumb', async () => {
    const store = await openNew();
    const feedback = { chat: 1, person: 5, message: 3, promptVersion: 'p1', model: 'm', statement: 's' } as const;
    await store.feedback.put({ ...feedback, thumb: 'up' });
    await store.feedback.put({ ...feedback, thumb: 'down' });
    await store.feedback.put({ ...feedback, person: 6, thumb: 'up' });
    await store.feedback.put({
      ...feedback,
      chat: null,
      message: 'AAQ',
      thumb: 'up',
      promptVersion: 'p2',
      model: null,
    });
    expect(await store.feedback.counts()).toEqual([
      { promptVersion: 'p1', model: 'm', up: 1, down: 1 },
      { promptVersion: 'p2', model: null, up: 1, down: 0 },
    ]);
  });

  test('questions per minute are counted over all replicas', async () => {
    let now = NOON;
    const url = await createDatabase();
    const replicas = [await open(url, () => now), await open(url, () => now)];
    const ask = (replica = 0) => replicas[replica]!.usage.admit({ person: 5, perMinute: 2 });
    expect(await ask()).toEqual({ kind: 'allowed' });
    now += 20_000;
    expect(await ask(1)).toEqual({ kind: 'allowed' });
    expect(await ask()).toEqual({ kind: 'wait', waitSeconds: 40 });
    expect(await ask(1)).toEqual({ kind: 'wait', waitSeconds: 40 });
    now += 500;
    // Told in whole seconds, never one too few.
    expect(await ask()).toEqual({ kind: 'wait', waitSeconds: 40 });
    now += 39_500;
    expect(await ask()).toEqual({ kind: 'allowed' });
    expect(await replicas[1]!.usage.today({ person: 5 })).toMatchObject({ questions: 3 });
  });

  test('when somebody asked last is known for a day at most', async () => {
    let now = NOON;
    const url = await createDatabase();
    const store = await open(url, () => now);
    await store.usage.admit({ person: 5, perMinute: 1 });
    expect(await store.purge()).toBe(0);
    now += 2 * DAY;
    expect(await store.purge()).toBe(1);
    expect(await store.purge()).toBe(0);
  });

  test('tokens add up by day, person and chat; only who asked something counts as a person of the day', async () => {
    let now = NOON;
    const store = await openNew(() => now);
    const usage = { promptTokens: 100, cachedTokens: 40, completionTokens: 7 };
    const [chat, person] = [-1, 5];
    for (const who of [
      { chat, person },
      { chat: person, person },
      { chat, person: 6 },
    ]) {
      await store.usage.addTokens(who, usage);
    }
    expect(await store.usage.today({ chat })).toMatchObject({ promptTokens: 200 });
    expect(await store.usage.today({ chat: person })).toMatchObject({ promptTokens: 100 });
    expect(await store.usage.today({ person })).toEqual({
      questions: 0,
      promptTokens: 200,
      cachedTokens: 80,
      completionTokens: 14,
    });
    expect(await store.usage.today(null)).toMatchObject({ promptTokens: 300 });
    expect(await store.usage.peopleToday()).toBe(0);
    await store.usage.admit({ person: 6, perMinute: 1 });
    expect(await store.usage.peopleToday()).toBe(1);
    now += DAY;
    expect(await store.usage.today(null)).toMatchObject({ questions: 0, promptTokens: 0 });
  });

  test('a card is found for a day, and a clock that steps back an hour blocks nobody', async () => {
    let now = NOON;
    const store = await openNew(() => now);
    const card = { question: 'what\u0000 about \ud83d?', person: 5 };
    await store.usage.admit({ person: 5, perMinute: 1 });
    await store.cards.put('r:1', card);
    now -= 3_600_000;
    expect(await store.usage.admit({ person: 5, perMinute: 1 })).toEqual({ kind: 'allowed' });
    expect(await store.cards.get('r:1')).toEqual(card);
    expect(await store.cards.get('r:2')).toBeNull();
    now = NOON + DAY + 1;
    expect(await store.cards.get('r:1')).toBeNull();
  });

  test('a setting is kept by scope and name, and what cannot be read counts as not set', async () => {
    const store = await openNew();
    const set = (scope: Scope, name: string, value: unknown) =>
      store.settings.update(scope, name, ANYTHING, () => value);
    await set('bot', 'webhook', { url: 'https://example.org' });
    await set({ chat: 1 }, 'statement', 'a');
    const webhook = codecOf(z.object({ url: z.string() }));
    expect(await store.settings.get('bot', 'webhook', webhook)).toEqual({ url: 'https://example.org' });
    expect(await store.settings.get('bot', 'webhook', TEXT)).toBeNull();
    expect(await store.settings.get({ chat: 2 }, 'statement', TEXT)).toBeNull();
    await store.settings.moveChat(1, -1001);
    await store.settings.moveChat(1, -1001);
    expect(await store.settings.get({ chat: -1001 }, 'statement', TEXT)).toBe('a');
    await set({ chat: -1001 }, 'statement', null);
    expect(await store.settings.get({ chat: -1001 }, 'statement', TEXT)).toBeNull();
  });

  test('what replicas change at the same moment is each given what the one before made', async () => {
    const url = await createDatabase();
    const replicas = [await open(url), await open(url)];
    const atOnce = <T>(change: (store: TestStore, index: number) => Promise<T>) =>
      Promise.all(Array.from({ length: 10 }, (_, index) => change(replicas[index % 2]!, index)));
    await atOnce(({ sessions }, index) => sessions.update(ANN, adding({ question: String(index), answer: '' }, 20)));
    expect((await replicas[0]!.sessions.get(ANN)).turns).toHaveLength(10);
    const count = codecOf(z.number());
    await atOnce(({ settings }) => settings.update({ chat: 1 }, 'count', count, (known) => (known ?? 0) + 1));
    expect(await replicas[0]!.settings.get({ chat: 1 }, 'count', count)).toBe(10);
    const asked = await atOnce(({ usage }) => usage.admit({ person: 5, perMinute: 4 }));
    expect(asked.filter(({ kind }) => kind === 'allowed')).toHaveLength(4);
  });

  test('work of one name runs once at a time', async () => {
    const store = await openNew();
    let inside = 0;
    const results = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        store.exclusively('webhook', async () => {
          inside++;
          expect(inside).toBe(1);
          await store.ping();
          inside--;
          return index;
        }),
      ),
    );
    expect(results).toEqual([0, 1, 2, 3, 4]);
    await expect(store.exclusively('webhook', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await store.exclusively('webhook', async () => 'free again')).toBe('free again');
  });

  test('forgetting a person leaves nothing of theirs in any table, and others alone', async () => {
    const store = await openNew();
    for (const { who, mark } of [
      { who: ANN, mark: 'anns-words' },
      { who: BOB, mark: 'bobs-words' },
    ]) {
      await store.queue.put([{ ...row(who.person, mark), ...who }]);
      await store.sessions.update(who, adding({ question: mark, answer: mark }, 3));
      await store.answers.put({ ...KEY, question: mark }, { ...ANSWER, premise: mark }, who);
      await store.feedback.put({ ...who, message: 1, thumb: 'up', promptVersion: mark, model: null, statement: 's' });
      await store.usage.addTokens(who, { promptTokens: 5, cachedTokens: 0, completionTokens: 0 });
      await store.usage.admit({ person: who.person, perMinute: 5 });
      await store.cards.put(mark, { question: mark, person: who.person });
      await store.settings.update({ person: who.person }, 'x', TEXT, () => mark);
      await store.settings.update({ chat: who.chat }, 'x', TEXT, () => mark);
    }
    await store.answers.get({ ...KEY, question: 'bobs-words' }, ANN);
    await store.forget(ANN);

    for (const name of (await columnsOf(store)).keys()) {
      const rows = await store.parts.database.all<object>(sql`select * from ${raw(name)}`);
      const cells = rows.flatMap((row) => Object.values(row)).map(String);
      expect(
        cells.filter((cell) => /anns-words|^7$|-100$/.test(cell)),
        name,
      ).toEqual([]);
    }
    expect(await store.answers.get({ ...KEY, question: 'bobs-words' }, BOB)).toBeNull();
    expect(await store.feedback.counts()).toHaveLength(1);
    expect(await store.usage.today(null)).toMatchObject({ questions: 2, promptTokens: 10 });
    expect(await store.queue.stats()).toMatchObject({ queued: 1 });
    expect((await store.sessions.get(BOB)).turns).toHaveLength(1);
    expect(await store.cards.get('bobs-words')).not.toBeNull();
    expect(await store.settings.get({ chat: BOB.chat }, 'x', TEXT)).toBe('bobs-words');
  });

  test('every table belongs to somebody, and one with a person in it says what of it is forgotten', async () => {
    const columns = await columnsOf(await openNew());
    const about = [...columns].filter(([, names]) => /\b(?:person|chat|scope|asker|user)\b/.test(names));
    expect(about.length).toBeGreaterThan(5);
    for (const name of columns.keys()) {
      // A full-text table has tables of its own, named after it.
      const owner = TABLES.find(({ names }) => names.some((own) => name === own || name.startsWith(`${own}_`)));
      expect(owner, name).toBeDefined();
      if (about.some(([table]) => table === name)) expect(owner!.forget, name).not.toBeNull();
    }
  });

  test('what a person sent after the wish to be forgotten stays to be answered', async () => {
    const store = await openNew();
    await store.queue.put([1, 2, 3].map((id) => ({ ...row(id), ...ANN })));
    await store.forget({ ...ANN, askedBy: 2 });
    expect(await store.queue.stats()).toMatchObject({ queued: 2 });
  });
});

/** The names of each table's columns. */
async function columnsOf({ parts: { database, engine } }: TestStore): Promise<ReadonlyMap<string, string>> {
  const columns = await database.all<{ name: string; column: string }>(
    engine.kind === 'sqlite'
      ? sql`select m.name, c.name as column from sqlite_schema as m join pragma_table_info(m.name) as c where m.type = 'table'`
      : sql`select table_name as name, column_name as column from information_schema.columns where table_schema = 'public'`,
  );
  const own = columns.filter(({ name }) => name !== 'kysely_migration' && !name.startsWith('sqlite_'));
  const names = [...new Set(own.map(({ name }) => name))];
  return new Map(names.map((name) => [name, own.flatMap((of) => (of.name === name ? of.column : [])).join(' ')]));
}

const TEXT = codecOf(z.string());
const ANYTHING = codecOf<unknown>(z.unknown());

const ANN = { chat: -100, person: 7 };
const BOB = { chat: -200, person: 8 };

const KEY = {
  statement: 'sha',
  question: 'What did "he" say?',
  turns: [],
  language: 'en',
  promptVersion: 'v1',
  model: 'm',
} as const;

const ANSWER = {
  kind: 'claims',
  claims: [{ text: 'He said so.', quotes: [] }],
  premise: null as string | null,
  usage: { promptTokens: 1, cachedTokens: 0, completionTokens: 2 },
  statements: [{ id: 'a', sha256: 'sha' }],
} satisfies Answer;

/** A row whose payload is its queue. */
function row(updateId: number, queue = `queue ${updateId}`): NewUpdate {
  return { updateId, queue, chat: null, person: null, payload: queue };
}

/** The session with one more turn, of which the latest `keep` stay. */
function adding(turn: Turn, keep: number): (session: Session) => Session {
  return (session) => ({ ...session, turns: [...session.turns, { id: '', ...turn }].slice(-keep) });
}
