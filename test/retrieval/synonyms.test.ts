// Everyday words find what a text calls otherwise, and prove less than its own words.

import { expect, test } from 'vitest';
import { rankParagraphs } from '../../src/retrieval/rank.ts';
import { synonymsOf } from '../../src/retrieval/synonyms.ts';
import { keyOf } from '../../src/retrieval/terms.ts';

test('synonyms are found by stem, whatever the form', () => {
  expect(synonymsOf(keyOf('grateful'))).toContain(keyOf('thanks'));
  expect(synonymsOf(keyOf('bought'))).toContain(keyOf('purchased'));
  expect(synonymsOf(keyOf('constructor'))).toEqual([]);
});

test('a word the text lacks is found by its synonym', () => {
  const index = rankParagraphs([
    'The ferry sails at noon.',
    'The vessel needs a new engine.',
    'Physicians examined the crew.',
  ]);
  expect(index.search('Which doctors came?', 1)[0]?.index).toBe(2);
});

test('a synonym proves less than the word itself', () => {
  const question = 'Who purchased the harbour?';
  const own = rankParagraphs(['A company purchased the harbour.', 'The school is old.']);
  const other = rankParagraphs(['A company bought the harbour.', 'The school is old.']);
  expect(other.confidence(question)).toBeGreaterThan(0.5);
  expect(other.confidence(question)).toBeLessThan(own.confidence(question));
});

test('a place that stands only in the dateline proves little', () => {
  const report = ['LISBON - The ministers met on Monday to discuss fishing quotas.', 'They agreed on cod and herring.'];
  expect(rankParagraphs(report).confidence('What happened in Lisbon?')).toBeLessThan(0.5);
  expect(rankParagraphs([...report, 'Lisbon was calm.']).confidence('What happened in Lisbon?')).toBeGreaterThan(0.5);
});
