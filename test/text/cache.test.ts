import { expect, test } from 'vitest';
import { createCache } from '../../src/text/cache.ts';

/** A cache of upper-cased keys, and what it had to make so far. */
function counted(cache: ReturnType<typeof createCache<string | undefined>>) {
  const made: string[] = [];
  const ask = (key: string) =>
    cache.get(key, () => {
      made.push(key);
      return key === 'nothing' ? undefined : key.toUpperCase();
    });
  return { ask, made };
}

test('a value is made once, what was not asked for longest goes first, and clearing drops all', () => {
  const cache = createCache<string | undefined>(2);
  const { ask, made } = counted(cache);
  const asked = ['one', 'nothing', 'one', 'two', 'one', 'nothing'];
  expect(asked.map(ask)).toEqual(['ONE', undefined, 'ONE', 'TWO', 'ONE', undefined]);
  expect(made).toEqual(['one', 'nothing', 'two', 'nothing']);
  cache.clear();
  expect(ask('nothing')).toBeUndefined();
  expect(made).toHaveLength(5);
});

test('a cache by size holds what fits, and never what is larger than the largest', () => {
  const { ask, made } = counted(createCache(10, { largest: 6, sizeOf: (_, key) => key.length }));
  for (const key of ['four', 'fives', 'four', 'sevenss', 'sevenss', 'two', 'fives', 'four']) ask(key);
  expect(made).toEqual(['four', 'fives', 'sevenss', 'sevenss', 'two', 'fives', 'four']);
});
