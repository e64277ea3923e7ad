// A database that the first edition made (the .sql files beside this one, written out by its own program) goes on.

import { readFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { codecOf } from '../../src/store/codec.ts';
import { sql } from '../../src/store/sql.ts';
import { describeEngines, openTestStore } from '../helpers/stores.ts';

const NOON = Date.UTC(2026, 10, 23, 12);
const ANN = { chat: 7, person: 7 };

describeEngines('a database of the first edition', ({ hasReplicas, createEmpty }) => {
  test('keeps what was stored, what was sent and what was said, and is migrated once', async () => {
    const url = await createEmpty();
    await fill(
      url,
      await readFile(`${import.meta.dirname}/first-edition.${hasReplicas ? 'postgres' : 'sqlite'}.sql`, 'utf8'),
    );
    await (await openTestStore(url)).close();
    const store = await openTestStore(url, { now: () => NOON });

    expect(await store.queue.stats()).toMatchObject({ queued: 1, running: 1, done: 1, dead: 1 });
    expect(await store.sessions.get(ANN)).toEqual({
      turns: [{ id: '', question: 'Что "он" сказал?', answer: 'It said so.\u0000' }],
      language: 'be',
      statement: null,
      replies: [{ to: 5, by: 6, words: 'abc', at: NOON }],
    });
    expect(await store.sessions.get({ chat: -5, person: 8 })).toMatchObject({ turns: [], language: null });
    expect(await store.feedback.counts()).toEqual([{ promptVersion: 'v1', model: 'm', up: 1, down: 0 }]);
    expect(await store.usage.today({ person: 7 })).toMatchObject({ questions: 1, promptTokens: 100 });
    expect(await store.cards.get('c1')).toEqual({ question: 'what?', person: 7 });
    const webhook = codecOf(z.object({ version: z.string(), at: z.number() }));
    expect(await store.settings.get('bot', 'webhook', webhook)).toEqual({ version: 'v', at: NOON });

    await store.parts.database.run(sql`delete from workers`);
    const worker = await store.queue.join({
      signal: new AbortController().signal,
      onWake: () => {},
      onBroadcast: () => {},
    });
    await worker.tick();
    const { claimed } = await worker.cycle([], 5);
    expect(claimed.map(({ updateId, attempt, sent }) => [updateId, attempt, [...sent]]).sort()).toEqual([
      [3, 2, [['placeholder', 41]]],
      [4, 1, []],
    ]);
    await store.forget(ANN);
    expect(await store.queue.stats()).toMatchObject({ running: 2, dead: 0 });
    expect(await store.parts.database.all(sql`select key from answers`)).toEqual([]);
    await store.close();
  });
});

async function fill(url: string, statements: string): Promise<void> {
  if (!url.startsWith('postgres')) {
    const file = new DatabaseSync(url);
    file.exec(statements);
    file.close();
    return;
  }
  const client = new pg.Client(url);
  await client.connect();
  await client.query(statements);
  await client.end();
}
