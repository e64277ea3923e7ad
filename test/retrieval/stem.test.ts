import { expect, test } from 'vitest';
import { stem } from '../../src/retrieval/stem.ts';

test.each([
  ['policies', 'policy'],
  ['traditionally', 'traditional'],
  ['exported', 'exports'],
  ['disrupting', 'disrupted'],
  ['running', 'runs'],
  ['hopeful', 'hope'],
  ['relational', 'relate'],
  ['dying', 'die'],
])('%s and %s have one stem', (first, second) => {
  expect(stem(first)).toBe(stem(second));
});

test.each([
  ['said', 'say'],
  ['children', 'child'],
  ['people', 'person'],
  ['chosen', 'chose'],
])('the irregular forms %s and %s have one stem', (first, second) => {
  expect(stem(first)).toBe(stem(second));
});

test.each([
  ['criticised', 'criticized'],
  ['organisation', 'organization'],
  ['neighbours', 'neighbors'],
  ['centre', 'center'],
  ['defence', 'defense'],
  ['dialogue', 'dialog'],
])('British %s and American %s have one stem', (british, american) => {
  expect(stem(british)).toBe(stem(american));
});

test.each([
  ['four', 'for'],
  ['support', 'suppose'],
  ['news', 'new'],
])('%s and %s keep different stems', (first, second) => {
  expect(stem(first)).not.toBe(stem(second));
});

test.each([
  ['россия', 'россию'],
  ['политика', 'политикои'],
  ['русские', 'русских'],
  ['беларуси', 'беларусью'],
])('the cases %s and %s have one stem', (first, second) => {
  expect(stem(first)).toBe(stem(second));
});

test('words that are not of letters a–z or Cyrillic stay whole', () => {
  expect(['1990s', '中国', 'ελλαδα', ''].map(stem)).toEqual(['1990s', '中国', 'ελλαδα', '']);
});
