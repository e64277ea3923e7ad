// How a model's draft is read: its fields, its keys, and its claims while it is still being written.

import { expect, test } from 'vitest';
import { completeClaims, Draft, readKeys } from '../../src/answer/draft.ts';

const SHOWN = new Map([
  ['title', 'No quota cut this year'],
  ['headline.1', 'Minister: no quota cut'],
  ['2.1', 'The minister spoke on Tuesday.'],
  ['4.3', 'That is settled.'],
  ['4.4', 'After all, we have made it clear that the quota stays what it is.'],
  ['4.5', 'Once again, we have never cut a quota in spring.'],
  ['4.6', '4.5 percent of all boats stay in the harbour.'],
  ['4.10', 'Ten boats will sail.'],
]);

test.each([
  ['[4.4]', '4.4'],
  ['4.4, 4.5', '4.4 4.5'],
  ['4.4; ¶4.5', '4.4 4.5'],
  ['4.4–4.6', '4.4 4.5 4.6'],
  ['4.4-6', '4.4 4.5 4.6'],
  ['4.4 to 4.5', '4.4 4.5'],
  ['4-4', '4.4'],
  ['4:4 and 4,5', '4.4 4.5'],
  ['S4.4', '4.4'],
  ['Sentence 4.4', '4.4'],
  ['paragraph 4, sentence 4', '4.4'],
  ['4.10', '4.10'],
  ['2', '2.1'],
  ['4', ''],
  ['Title', 'title'],
  ['headline.1', 'headline.1'],
  ['4.4 (own) After all, we have made it clear', '4.4'],
  ['Once again, we have never cut a quota in spring', '4.5'],
  ['4.5 percent of all boats stay in the harbour.', '4.6'],
  ['we have never cut “a quota”', '4.5'],
  ['9.9', ''],
  ['the minister', ''],
])('the key %j names %j', (written, keys) => {
  expect(readKeys([written], SHOWN).join(' ')).toBe(keys);
});

test('each key counts once, in the order in which it was named', () => {
  expect(readKeys(['4.5', '[4.4]', '4.5'], SHOWN)).toEqual(['4.5', '4.4']);
});

test.each([
  [{ outcome: 'not_in_statement', claims: [{ text: 'But…', sentences: ['4.4'] }] }, 'not_in_statement', 0],
  [{ outcome: 'not answered', claims: [] }, 'not_in_statement', 0],
  [{ outcome: 'unanswerable' }, 'not_in_statement', 0],
  [{ outcome: 'Answered.', claims: [{ text: 'So.', sentences: ['4.4'] }] }, 'answered', 1],
  [{ claims: [] }, 'not_in_statement', 0],
  [{ claims: 'So.', sentences: ['4.4'] }, 'answered', 1],
])('%j is read as %s', (written, outcome, claims) => {
  const draft = Draft.parse(written);
  expect(draft).toMatchObject({ outcome, premise: null });
  expect(draft.claims).toHaveLength(claims);
});

test.each([{}, [], 'answered', { error: 'no' }, { outcome: 'perhaps' }, { type: 'object', properties: {} }])(
  '%j is no draft',
  (written) => {
    expect(Draft.safeParse(written).success).toBe(false);
  },
);

test('a year or a figure at a claim’s end is none of its keys', () => {
  const { claims } = Draft.parse({
    claims: [{ text: 'It was settled in spring (2020).', sentences: ['4.3'] }, 'It stays [4.4, 4.5].'],
  });
  expect(claims).toEqual([
    { text: 'It was settled in spring (2020).', sentences: ['4.3'] },
    { text: 'It stays.', sentences: [' [4.4, 4.5].'] },
  ]);
});

test('complete claims are read from a draft in the making, whatever stands before it and its strings hold', () => {
  const claims = [
    { text: 'brackets ] } and "quotes" \\', sentences: ['1.1'] },
    { text: '{"outcome"', sentences: [] },
  ];
  const whole = `Here:\n\`\`\`json\n${JSON.stringify({ outcome: 'answered', claims, premise: null })}`;
  let most = 0;
  for (let end = 0; end <= whole.length; end++) {
    const found = completeClaims(whole.slice(0, end));
    expect(found).toEqual(claims.slice(0, found.length));
    expect(found.length).toBeGreaterThanOrEqual(most);
    most = found.length;
  }
  expect(most).toBe(2);
  expect(completeClaims(JSON.stringify({ outcome: 'not_in_statement', claims, premise: null }))).toEqual([]);
});
