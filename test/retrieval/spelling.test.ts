import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areCompatriots, edits, kinship, slip } from '../../src/retrieval/spelling.ts';

test.each([
  ['abuot', 'about'],
  ['rusia', 'russia'],
  ['polisy', 'policy'],
  ['exprots', 'exports'],
  ['goverment', 'government'],
  ['grievences', 'grievances'],
  ['aly', 'ally'],
])('%s is a slip for %s', (typed, meant) => {
  expect(slip(typed, meant)).toBeGreaterThan(0.5);
});

test.each([
  ['iran', 'iraq'],
  ['austria', 'australia'],
  ['war', 'was'],
  ['poland', 'holland'],
  ['vaccine', 'machine'],
])('%s is another word than %s', (typed, other) => {
  expect(slip(typed, other)).toBe(0);
});

test.each([
  ['belarus', 'belarusian'],
  ['russia', 'russian'],
  ['lithuania', 'lithuanian'],
  ['sovereign', 'sovereignti'],
])('%s and %s are one word in two forms', (first, second) => {
  expect(kinship(first, second)).toBeGreaterThan(0.6);
});

test.each([
  ['support', 'suppos'],
  ['protest', 'protect'],
  ['polish', 'polici'],
])('%s and %s are strangers', (first, second) => {
  expect(kinship(first, second)).toBe(0);
});

test('a place and its people are told from other words that begin alike', () => {
  expect(areCompatriots('russia', 'russian')).toBe(true);
  expect(areCompatriots('china', 'chines')).toBe(true);
  expect(areCompatriots('countri', 'counter')).toBe(false);
});

test('edits are counted the same from either side, and none means equal', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcde'), maxLength: 9 });
  fc.assert(
    fc.property(word, word, (first, second) => {
      const count = edits(first, second, 20);
      expect(count).toBe(edits(second, first, 20));
      expect(count === 0).toBe(first === second);
      expect(edits(first, second, 1)).toBe(Math.min(count, 2));
    }),
  );
});
