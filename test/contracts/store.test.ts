// What every store does, whatever database is under it.

import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Answer, Turn } from '../../src/answer/answer.ts';
import type { InboxWorker, NewUpdate } from '../../src/inbox/table.ts';
import { NEW_SESSION, type Session } from '../../src/store/conversation.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { testEngines, testLog } from '../helpers/stores.ts';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 10, 23, 12);

describe.each(testEngines())('a store on $name', ({ createDatabase }) => {
  const stores: Store[] = [];
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
  });

  const open = async (url: string, now: () => number = () => NOON, identity = 'host'): Promise<Store> => {
    const store = await openStore({ url, log: testLog(), now, identity });
    stores.push(store);
    return store;
  };
  const openNew = async (now?: () => number): Promise<Store> => open(await createDatabase(), now);

  test('two starters at once both find the tables', async () => {
    const url = await createDatabase();
    const opened = await Promise.all([open(url), open(url), open(url)]);
    await Promise.all(opened.map((store, index) => store.inbox.put([row(index)])));
    expect(await opened[0]!.inbox.stats()).toMatchObject({ queued: 3 });
  });

  test('what one life stored the next finds', async () => {
    const url = await createDatabase();
    const first = await open(url);
    await first.sessions.update(ANN, adding({ question: 'q', answer: 'a' }, 3));
    await first.close();
    expect(await (await open(url)).sessions.get(ANN)).toEqual({
      turns: [{ question: 'q', answer: 'a' }],
      language: null,
      replies: [],
    });
    stores.shift();
  });

  describe('inbox', () => {
    test('an update that comes twice is stored once, also after it is done', async () => {
      const store = await openNew();
      expect(await store.inbox.put([row(1), row(2)])).toBe(2);
      expect(await store.inbox.put([row(2), row(3)])).toBe(1);
      const worker = await join(store);
      await finish(worker, await claim(worker, 10));
      expect(await store.inbox.put([row(1)])).toBe(0);
    });

    test('a queue is handed out in the order of ids, one at a time', async () => {
      const store = await openNew();
      await store.inbox.put([row(3, 'a'), row(1, 'a'), row(2, 'a'), row(4, 'b')]);
      const worker = await join(store);
      const order: number[] = [];
      for (;;) {
        const claimed = await claim(worker, 10);
        if (claimed.length === 0) break;
        expect(new Set(claimed.map(({ payload }) => payload)).size).toBe(claimed.length);
        order.push(...claimed.map(({ updateId }) => updateId));
        await finish(worker, claimed);
      }
      expect(order.filter((id) => id < 4)).toEqual([1, 2, 3]);
      expect(order).toContain(4);
    });

    test('no queue starves while others fill faster than they are worked off', async () => {
      const store = await openNew();
      const queues = Array.from({ length: 9 }, (_, index) => `queue ${index}`);
      let id = 0;
      const fill = () => store.inbox.put(queues.slice(0, 8).map((queue) => row(id++, queue)));
      await store.inbox.put([row(id++, 'queue 8')]);
      const worker = await join(store);
      const claimed: string[] = [];
      for (let round = 0; round < 9; round++) {
        await fill();
        const next = await claim(worker, 1);
        claimed.push(...next.map(({ payload }) => payload));
        await finish(worker, next);
      }
      expect(new Set(claimed)).toEqual(new Set(queues));
    });

    test('a claim takes no more than asked', async () => {
      const store = await openNew();
      await store.inbox.put(Array.from({ length: 30 }, (_, index) => row(index, `queue ${index}`)));
      const worker = await join(store);
      expect(await claim(worker, 7)).toHaveLength(7);
      expect(await claim(worker, 20)).toHaveLength(20);
      expect(await claim(worker, 20)).toHaveLength(3);
      expect(await claim(worker, 20)).toHaveLength(0);
    });

    test('who reports on a start that is no longer the latest is ignored', async () => {
      const store = await openNew();
      await store.inbox.put([row(1)]);
      const worker = await join(store);
      const [first] = await claim(worker, 1);
      await worker.reconcile([]);
      const [second] = await claim(worker, 1);
      expect(second).toMatchObject({ updateId: 1, attempt: 2 });
      expect([...(await finish(worker, [first!])).superseded]).toEqual([1]);
      expect(await store.inbox.stats()).toMatchObject({ running: 1, done: 0 });
      expect((await finish(worker, [second!])).superseded.size).toBe(0);
    });

    test('a late record of what was sent is not taken for the next start’s', async () => {
      const store = await openNew();
      await store.inbox.put([row(1)]);
      const worker = await join(store);
      const [first] = await claim(worker, 1);
      await worker.reconcile([]);
      await claim(worker, 1);
      const { superseded, onDisk } = await worker.record([{ ...start(first!), step: 'final', message: 7 }]);
      await onDisk;
      expect([...superseded]).toEqual([1]);
      await worker.reconcile([]);
      expect((await claim(worker, 1))[0]!.sent.size).toBe(0);
    });

    test('a worker that has left claims nothing more', async () => {
      const store = await openNew();
      await store.inbox.put([row(1)]);
      const worker = await join(store);
      await worker.leave();
      expect(await claim(worker, 1)).toEqual([]);
      expect(await store.inbox.stats()).toMatchObject({ queued: 1, running: 0 });
    });

    test('what was sent is there for the next start, and gone once done', async () => {
      const store = await openNew();
      await store.inbox.put([row(1)]);
      const worker = await join(store);
      const [first] = await claim(worker, 1);
      expect(first!.sent.size).toBe(0);
      const sent = [
        { ...start(first!), step: 'placeholder', message: 41 },
        { ...start(first!), step: 'card', message: 'AAQ' },
      ];
      await (await worker.record(sent)).onDisk;
      await worker.cycle({ settled: [{ ...start(first!), outcome: 'released' }], claim: 0, claimSuspect: false });
      const [second] = await claim(worker, 1);
      expect([...second!.sent].sort()).toEqual([
        ['card', 'AAQ'],
        ['placeholder', 41],
      ]);
      await finish(worker, [second!]);
      await store.purge();
      await store.inbox.put([row(2)]);
      const [other] = await claim(worker, 1);
      expect(other!.sent.size).toBe(0);
    });

    test('a failed start is counted and kept by its worker; a dead one can be queued again', async () => {
      const store = await openNew();
      await store.inbox.put([row(1, 'a'), row(2, 'a')]);
      const worker = await join(store);
      const [first] = await claim(worker, 5);
      const again = { ...start(first!), outcome: 'again', failed: true, error: 'Error: no' } as const;
      await worker.cycle({ settled: [again], claim: 5, claimSuspect: false });
      expect(await store.inbox.stats()).toMatchObject({ running: 1, queued: 1 });
      const dead = { updateId: 1, attempt: 2, outcome: 'dead', error: null } as const;
      const { claimed } = await worker.cycle({ settled: [dead], claim: 5, claimSuspect: false });
      expect(claimed.map(({ updateId }) => updateId)).toEqual([2]);
      expect(await store.inbox.dead()).toMatchObject([{ updateId: 1, failures: 1, error: 'Error: no' }]);
      await finish(worker, claimed);
      expect(await store.inbox.retry(1)).toBe(true);
      expect(await store.inbox.retry(1)).toBe(false);
      expect(await claim(worker, 5)).toMatchObject([{ updateId: 1, failures: 0 }]);
    });

    test('an update that is cut off too often runs with no other suspect beside it', async () => {
      const url = await createDatabase();
      const first = await open(url);
      await first.inbox.put([row(1, 'a'), row(2, 'b'), row(3, 'c')]);
      for (let life = 0; life < 5; life++) {
        // Closed without leaving, as when the process is killed.
        const store = await openStore({ url, log: testLog(), identity: 'host' });
        const worker = await join(store);
        await worker.cycle({ settled: [], claim: 2, claimSuspect: false });
        await store.close();
      }
      const takeSuspect = { settled: [], claim: 0, claimSuspect: true } as const;
      const last = await openStore({ url, log: testLog(), identity: 'host' });
      expect((await (await join(last)).cycle(takeSuspect)).claimed).toMatchObject([{ updateId: 1, cutoffs: 5 }]);
      await last.close();
      const worker = await join(first);
      expect(await claim(worker, 5)).toMatchObject([{ updateId: 3, cutoffs: 0 }]);
      // The one that was cut off least is the likelier to be innocent.
      expect((await worker.cycle(takeSuspect)).claimed).toMatchObject([{ updateId: 2, cutoffs: 5 }]);
    });

    test('done updates hold nothing about anybody and are gone after two days; dead ones stay longer', async () => {
      let now = NOON;
      const store = await openNew(() => now);
      await store.inbox.put([row(1, 'a'), row(2, 'b')]);
      const worker = await join(store);
      const [first, second] = await claim(worker, 2);
      await worker.cycle({
        settled: [
          { ...start(first!), outcome: 'done' },
          { ...start(second!), outcome: 'dead', error: 'Error: no' },
        ],
        claim: 0,
        claimSuspect: false,
      });
      now += 2 * DAY - 1;
      expect(await store.purge()).toBe(0);
      now += 2;
      expect(await store.purge()).toBe(1);
      expect(await store.inbox.stats()).toMatchObject({ done: 0, dead: 1 });
      expect(await store.inbox.put([row(1)])).toBe(1);
      now += 4 * DAY;
      await store.purge();
      expect(await store.inbox.stats()).toMatchObject({ dead: 0 });
    });

    test('what is stored in one process wakes the others', async ({ skip }) => {
      const url = await createDatabase();
      const [one, two] = [await open(url), await open(url)];
      skip(one.name.endsWith('.sqlite'), 'one process works on a file');
      const { promise: woken, resolve } = Promise.withResolvers<void>();
      const worker = await join(one, resolve);
      await two.inbox.put([row(1)]);
      await woken;
      expect(await claim(worker, 1)).toHaveLength(1);
    });

    test('what one process tells the others hear, and it does not', async ({ skip }) => {
      const url = await createDatabase();
      const [one, two] = [await open(url), await open(url)];
      skip(one.name.endsWith('.sqlite'), 'one process works on a file');
      const heard: string[] = [];
      const ended = Promise.withResolvers<void>();
      await join(one, undefined, (word) => heard.push(`one: ${word}`));
      await join(two, undefined, (word) => {
        heard.push(`two: ${word}`);
        if (word === 'end') ended.resolve();
      });
      await one.inbox.tell('«стоп» "1"');
      await one.inbox.tell('end');
      await ended.promise;
      expect(heard).toEqual(['two: «стоп» "1"', 'two: end']);
    });
  });

  test('a session keeps the latest turns and its language', async () => {
    const store = await openNew();
    for (const name of ['one', 'two', 'three'])
      await store.sessions.update(ANN, adding({ question: name, answer: '\u0000 ok' }, 2));
    await store.sessions.update(ANN, (session) => ({ ...session, language: 'be' }));
    expect(await store.sessions.get(ANN)).toEqual({
      turns: [
        { question: 'two', answer: '\u0000 ok' },
        { question: 'three', answer: '\u0000 ok' },
      ],
      language: 'be',
      replies: [],
    });
    expect(await store.sessions.get(BOB)).toEqual(NEW_SESSION);
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

  test('turns added at the same moment are all kept', async () => {
    const url = await createDatabase();
    const replicas = [await open(url), await open(url)];
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        replicas[index % 2]!.sessions.update(ANN, adding({ question: String(index), answer: '' }, 20)),
      ),
    );
    expect((await replicas[0]!.sessions.get(ANN)).turns).toHaveLength(10);
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
      { ...KEY, model: null },
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
    expect(await replicas[1]!.usage.today(5)).toMatchObject({ questions: 3 });
  });

  test('of questions asked at the same moment no more are admitted than may be', async () => {
    const url = await createDatabase();
    const replicas = [await open(url), await open(url)];
    const asked = await Promise.all(
      Array.from({ length: 10 }, (_, at) => replicas[at % 2]!.usage.admit({ person: 5, perMinute: 4 })),
    );
    expect(asked.filter(({ kind }) => kind === 'allowed')).toHaveLength(4);
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

  test('only who asked something counts as a person of the day', async () => {
    const store = await openNew();
    await store.usage.addTokens(5, { promptTokens: 5, cachedTokens: 0, completionTokens: 0 });
    expect(await store.usage.peopleToday()).toBe(0);
    await store.usage.admit({ person: 6, perMinute: 1 });
    expect(await store.usage.peopleToday()).toBe(1);
  });

  test('a clock that steps back an hour blocks nobody', async () => {
    let now = NOON;
    const store = await openNew(() => now);
    await store.usage.admit({ person: 5, perMinute: 1 });
    await store.cards.put('c', { question: 'q', person: 5 });
    await store.inbox.put([row(1)]);
    now -= 3_600_000;
    expect(await store.usage.admit({ person: 5, perMinute: 1 })).toEqual({ kind: 'allowed' });
    expect(await store.cards.get('c')).toEqual({ question: 'q', person: 5 });
    const worker = await join(store);
    expect(await claim(worker, 1)).toHaveLength(1);
  });

  test('tokens add up by day and person', async () => {
    let now = NOON;
    const store = await openNew(() => now);
    const usage = { promptTokens: 100, cachedTokens: 40, completionTokens: 7 };
    await Promise.all([
      store.usage.addTokens(5, usage),
      store.usage.addTokens(5, usage),
      store.usage.addTokens(6, usage),
    ]);
    expect(await store.usage.today(5)).toEqual({
      questions: 0,
      promptTokens: 200,
      cachedTokens: 80,
      completionTokens: 14,
    });
    expect(await store.usage.today(null)).toMatchObject({ promptTokens: 300 });
    now += DAY;
    expect(await store.usage.today(null)).toMatchObject({ promptTokens: 0 });
  });

  test('a card is found for a day', async () => {
    let now = NOON;
    const store = await openNew(() => now);
    const question = 'what\u0000 about \ud83d?';
    await store.cards.put('r:1', { question, person: 5 });
    expect(await store.cards.get('r:1')).toEqual({ question, person: 5 });
    expect(await store.cards.get('r:2')).toBeNull();
    now += DAY + 1;
    expect(await store.cards.get('r:1')).toBeNull();
  });

  test('settings are kept by scope and name', async () => {
    const store = await openNew();
    await store.settings.set('bot', 'webhook', { url: 'https://example.org' });
    await store.settings.set({ chat: 1 }, 'statement', 'a');
    const webhook = z.object({ url: z.string() });
    expect(await store.settings.get('bot', 'webhook', webhook)).toEqual({ url: 'https://example.org' });
    expect(await store.settings.get({ chat: 2 }, 'statement', z.string())).toBeNull();
    await store.settings.set({ chat: 1 }, 'statement', null);
    expect(await store.settings.get({ chat: 1 }, 'statement', z.string())).toBeNull();
    await expect(store.settings.get('bot', 'webhook', z.string())).rejects.toThrow();
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
      await store.inbox.put([{ ...row(who.person, mark), ...who }]);
      await store.sessions.update(who, adding({ question: mark, answer: mark }, 3));
      await store.answers.put({ ...KEY, question: mark }, { ...ANSWER, premise: mark }, who);
      await store.feedback.put({ ...who, message: 1, thumb: 'up', promptVersion: mark, model: null, statement: 's' });
      await store.usage.addTokens(who.person, { promptTokens: 5, cachedTokens: 0, completionTokens: 0 });
      await store.usage.admit({ person: who.person, perMinute: 5 });
      await store.cards.put(mark, { question: mark, person: who.person });
      await store.settings.set({ person: who.person }, 'x', mark);
      await store.settings.set({ chat: who.chat }, 'x', mark);
    }
    await store.answers.get({ ...KEY, question: 'bobs-words' }, ANN);
    await store.forget(ANN);

    expect(await store.sessions.get(ANN)).toEqual(NEW_SESSION);
    expect(await store.answers.get({ ...KEY, question: 'anns-words' }, BOB)).toBeNull();
    expect(await store.answers.get({ ...KEY, question: 'bobs-words' }, BOB)).toBeNull();
    expect(await store.feedback.counts()).toHaveLength(1);
    expect(await store.usage.today(ANN.person)).toMatchObject({ questions: 0, promptTokens: 0 });
    expect(await store.usage.today(null)).toMatchObject({ questions: 2, promptTokens: 10 });
    expect(await store.cards.get('anns-words')).toBeNull();
    expect(await store.settings.get({ person: ANN.person }, 'x', z.string())).toBeNull();
    expect(await store.settings.get({ chat: ANN.chat }, 'x', z.string())).toBeNull();
    expect(await store.inbox.stats()).toMatchObject({ queued: 1 });
    expect((await store.sessions.get(BOB)).turns).toHaveLength(1);
    expect(await store.cards.get('bobs-words')).not.toBeNull();
  });

  test('what a person sent after the wish to be forgotten stays to be answered', async () => {
    const store = await openNew();
    await store.inbox.put([1, 2, 3].map((id) => ({ ...row(id), ...ANN })));
    await store.forget({ ...ANN, askedBy: 2 });
    expect(await store.inbox.stats()).toMatchObject({ queued: 2 });
  });

  test('an update that is being handled when its person is forgotten ends with nothing of theirs', async () => {
    const store = await openNew();
    await store.inbox.put([{ ...row(1), ...ANN }]);
    const worker = await join(store);
    const claimed = await claim(worker, 1);
    await store.forget(ANN);
    expect((await finish(worker, claimed)).superseded.size).toBe(0);
    expect(await store.inbox.put([row(1)])).toBe(0);
  });

  async function join(
    store: Store,
    onWake: () => void = () => {},
    onTold: (word: string) => void = () => {},
  ): Promise<InboxWorker> {
    const worker = await store.inbox.join({ signal: new AbortController().signal, onWake, onTold });
    await worker.tick();
    return worker;
  }
});

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

const ANSWER: Answer = {
  outcome: 'answered',
  mode: 'model',
  reason: null,
  claims: [
    {
      text: 'He said so.',
      quotes: [
        {
          start: 1,
          end: 3,
          text: 'so',
          keys: ['1.1'],
          block: 'paragraph',
          paragraph: 1,
          kind: 'direct',
          speaker: 'A. Speaker',
          quoted: [{ start: 1, end: 2 }],
        },
      ],
    },
  ],
  premise: null,
  searched: { sentences: 22, words: ['so'], missing: [] },
  nearest: [],
  usage: { promptTokens: 1, cachedTokens: 0, completionTokens: 2 },
  statement: { id: 'a', sha256: 'sha' },
};

/** A row whose payload is its queue. */
function row(updateId: number, queue = `queue ${updateId}`): NewUpdate {
  return { updateId, queue, chat: null, person: null, payload: queue };
}

function start({ updateId, attempt }: { updateId: number; attempt: number }) {
  return { updateId, attempt };
}

/** The session with one more turn, of which the latest `keep` stay. */
function adding(turn: Turn, keep: number): (session: Session) => Session {
  return (session) => ({ ...session, turns: [...session.turns, turn].slice(-keep) });
}

async function claim(worker: InboxWorker, count: number) {
  const { claimed } = await worker.cycle({ settled: [], claim: count, claimSuspect: false });
  return claimed;
}

function finish(worker: InboxWorker, claimed: readonly { updateId: number; attempt: number }[]) {
  const settled = claimed.map((one) => ({ ...start(one), outcome: 'done' }) as const);
  return worker.cycle({ settled, claim: 0, claimSuspect: false });
}
