// Extraction: which of the statement's own sentences answer a question when no model does.

import path from 'node:path';
import { expect, test } from 'vitest';
import type { Answer } from '../../src/answer/answer.ts';
import { createAsk } from '../../src/answer/ask.ts';
import { evidenceOf } from '../../src/answer/extract.ts';
import { createIndex } from '../../src/retrieval/search.ts';
import { loadStatement, parseStatement } from '../../src/statement/load.ts';
import type { Statement } from '../../src/statement/statement.ts';
import { statementOf } from '../helpers/web.ts';

const release = await loadStatement(path.resolve('data/2020-11-17-tangible-assistance.md'));
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function answer(
  text: string,
  { after, statement = release }: { after?: string; statement?: Statement } = {},
): Promise<Answer> {
  const turns = after === undefined ? [] : [{ question: after, answer: '' }];
  return createAsk({ statement, index: createIndex(statement), model: null, log: quiet })({ text, turns });
}
const keysOf = (given: Answer) => given.claims.flatMap((claim) => claim.quotes.map((quote) => quote.keys.join('+')));

test('sentences that go on in one speech come as one quotation, the short one at their end too', async () => {
  const given = await answer('what did he say about Russia?');
  expect(keysOf(given)[0]).toBe('4.4+4.5+4.6');
  expect(given.claims[0]!.quotes[0]!.text).toMatch(/never turned our backs on Russia\. Never$/);
});

test('nothing is claimed, and why it was extracted is said', async () => {
  const given = await answer('exports?');
  expect(given).toMatchObject({
    outcome: 'answered',
    mode: 'extract',
    reason: 'no-model',
    usage: null,
    premise: null,
    nearest: [],
  });
  expect(given.claims.map((claim) => claim.text)).toEqual(['']);
});

test('the headline is not quoted beside what it repeats', async () => {
  for (const question of ['tangible assistance', 'что он сказал о Китае?', 'China', 'difficult times']) {
    const kinds = (await answer(question)).claims.flatMap((claim) => claim.quotes.map((quote) => quote.block));
    expect(kinds.length).toBeGreaterThan(0);
    expect(kinds).not.toContain('headline');
  }
});

test('the headline is quoted where nothing else says it', async () => {
  const front =
    '---\ntitle: Zebras win the cup\ndate: 2021-01-01\npublisher: P\nsource: https://p.example\nlanguage: en\nspeaker:\n  name: Jane Doe\n---\n';
  const statement = parseStatement(
    'z.md',
    Buffer.from(`${front}Zebras win the cup\n\nJane Doe spoke of the match on Monday.\n`),
  );
  expect(keysOf(await answer('zebras', { statement }))).toEqual(['headline.1']);
});

test('an abstention shows how much was searched, for which words, and the nearest sentence', async () => {
  const given = await answer('did he mention sanctions?');
  expect(given).toMatchObject({ outcome: 'absent', claims: [] });
  expect(given.searched.sentences).toBe(22);
  expect(given.searched.words).toContain('sanctions');
  expect(given.searched.missing).toContain('sanctions');
  expect(given.nearest.length).toBeLessThanOrEqual(1);
});

test('a question without words of its own has no nearest sentence', () => {
  expect(evidenceOf(createIndex(release).search('what did he say?'), release)).toMatchObject({
    nearest: [],
    searched: { words: [], missing: [] },
  });
});

test('a follow-up without words of its own is read with the question before it', async () => {
  expect(keysOf(await answer('why?', { after: 'Does Belarus have a multi-vector policy?' }))).toContain('5.1');
});

test('in a follow-up the new words weigh more than the old ones', async () => {
  const given = await answer('and the exports?', { after: 'what did he say about Russia?' });
  expect(keysOf(given)[0]).toContain('4.10');
  const leaning = await answer('is that normal for other states?', { after: 'why a multi-vector policy?' });
  expect(keysOf(leaning).join('+').split('+')).toContain('4.14');
});

test('a new subject that the statement does not know stays unanswered, however well the old one was known', async () => {
  expect((await answer('and Ukraine?', { after: 'what did he say about Russia?' })).outcome).toBe('absent');
});

test('what is no question is no reason to search', async () => {
  for (const text of ['', '  ', '?!', '🙂', 'x'.repeat(2_000)]) {
    expect(await answer(text)).toMatchObject({ outcome: 'absent', claims: [], nearest: [], searched: { words: [] } });
  }
});

test('an asker who has stopped gets no answer', async () => {
  const ask = createAsk({ statement: release, index: createIndex(release), model: null, log: quiet });
  const reason = new Error('stopped');
  await expect(ask({ text: 'why?', turns: [] }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test('two short sentences that go on are quoted along, not a third', async () => {
  const statement = statementOf('"The bridge stays! Yes! Oh yes! Always! We shall see to that in May," she said.');
  expect(keysOf(await answer('what of the bridge?', { statement }))).toEqual(['1.1+1.2+1.3']);
});

test('short sentences that go on without end are not all quoted for one of them', async () => {
  const shouts = `"The bridge stays! ${'Yes! '.repeat(5_000)}" she said.`;
  const chinese = `The bridge stays.\n\n${'他说大桥在五月开放。'.repeat(5_000)}`;
  for (const [text, question] of [
    [shouts, 'what of the bridge?'],
    [chinese, '大桥什么时候开放？'],
  ] as const) {
    const { claims } = await answer(question, { statement: statementOf(text) });
    expect(claims.flatMap(({ quotes }) => quotes).every(({ keys }) => keys.length <= 12)).toBe(true);
  }
});
