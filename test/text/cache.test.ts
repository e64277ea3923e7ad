import { expect, test } from 'vitest';
import { createKept } from '../../src/text/cache.ts';

test('what is kept is made once, and what was not asked for longest goes first', () => {
  const made: string[] = [];
  const kept = createKept<string | undefined>(2);
  const ask = (name: string) =>
    kept.get(name, () => {
      made.push(name);
      return name === 'nothing' ? undefined : name.toUpperCase();
    });
  expect([ask('one'), ask('nothing'), ask('one'), ask('two'), ask('one'), ask('nothing')]).toEqual([
    'ONE',
    undefined,
    'ONE',
    'TWO',
    'ONE',
    undefined,
  ]);
  expect(made).toEqual(['one', 'nothing', 'two', 'nothing']);
  kept.clear();
  expect(ask('nothing')).toBeUndefined();
  expect(made).toHaveLength(5);
});
