import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isContent, terms } from '../../src/retrieval/terms.ts';

const folded = (text: string) => terms(text).map((term) => term.folded);

test('accents, case, possessives and group separators fold away', () => {
  expect(folded('Café’s 1,000 Belarus’ Élan')).toEqual(['cafe', '1000', 'belarus', 'elan']);
});

test('a hyphen parts a word and decimals stay whole', () => {
  expect(folded('multi-vector 3.5')).toEqual(['multi', 'vector', '3.5']);
});

test('the country is not the pronoun, points or not', () => {
  const [us, points, pronoun] = terms('US U.S. us');
  expect(us!.key).toBe(points!.key);
  expect(pronoun!.key).not.toBe(us!.key);
  expect([us, points, pronoun].map((term) => isContent(term!))).toEqual([true, true, false]);
});

test('scripts without blanks are read in pairs of characters, each where it stands', () => {
  expect(terms('о 关于中国')).toMatchObject([
    { folded: 'о', start: 0, end: 1 },
    { folded: '关于', start: 2, end: 4 },
    { folded: '于中', start: 3, end: 5 },
    { folded: '中国', start: 4, end: 6 },
  ]);
});

test('vowel signs of Indic scripts tell words apart', () => {
  const [first, second] = folded('रूस रास');
  expect(first).not.toBe(second);
});

test('every term stands inside the text, in order', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
      let last = 0;
      for (const { start, end } of terms(text)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
        last = start;
      }
    }),
  );
});
