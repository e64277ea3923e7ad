import { expect, test } from 'vitest';
import { headerLines } from '../../src/statement/header.ts';
import { leansOnPrevious } from '../../src/statement/reference.ts';

test.each([
  ['He told us so.', true],
  ['“This is what our policy is about.', true],
  ['And that is why we came.', true],
  ['Именно поэтому мы здесь.', true],
  ['Deshalb bleiben wir.', true],
  ['C’est pourquoi nous restons.', true],
  ['他没有出席。', true],
  ['The bridge opens in May.', false],
  ['But taxes rise.', false],
  ['Мост откроют в мае.', false],
])('%s leans on the sentence before it: %s', (sentence, leans) => {
  expect(leansOnPrevious(sentence)).toBe(leans);
});

test('of the header what is known is citable', () => {
  const header = {
    id: 'x',
    sha256: '0',
    title: 'T',
    date: null,
    publisher: 'BelTA',
    carriedBy: 'Ministry',
    source: null,
    language: 'en',
    form: 'report',
    speaker: null,
  } as const;
  expect(headerLines(header)).toEqual([
    { key: 'title', text: 'T' },
    { key: 'publisher', text: 'BelTA, carried by Ministry' },
  ]);
});
