import { expect, test } from 'vitest';
import { topicsOf } from '../../src/retrieval/topics.ts';
import { loadRelease, statementOf } from '../helpers/web.ts';

test('topics are what a statement comes back to: names and whole phrases, not the speaker', async () => {
  expect(topicsOf(await loadRelease()).slice(0, 3)).toEqual(['Russia', 'multi-vector policy', 'China']);
});

test('a statement that repeats nothing has none', () => {
  expect(topicsOf(statementOf('It rained.'))).toEqual([]);
});

test('at most so many as asked for', async () => {
  expect(topicsOf(await loadRelease(), 2)).toHaveLength(2);
});
