import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { entriesOf, LISTED_LANGUAGES, wordList, wordsOfAll } from '../../src/language/word-list.ts';

test('a list has one entry a line, and comments and blanks are none', () => {
  expect(entriesOf('# verbs\nsay\r\n\n  speak of  # of a thing\n#\nсказать\n')).toEqual(['say', 'speak of', 'сказать']);
});

test('a list that is not there is empty, in one language and in all', () => {
  expect(wordList('en', 'no-such-idea')).toEqual([]);
  expect(wordsOfAll('no-such-idea')).toEqual(new Map(LISTED_LANGUAGES.map((language) => [language, []])));
  expect(wordList('../../src', 'function')).toEqual([]);
});

test('every folder of lists is a listed language, and no list holds an entry twice', () => {
  for (const language of readdirSync('data/words')) {
    expect(LISTED_LANGUAGES).toContain(language);
    for (const file of readdirSync(`data/words/${language}`)) {
      const entries = entriesOf(readFileSync(`data/words/${language}/${file}`, 'utf8'));
      expect([language, file, entries.filter((entry, at) => entries.indexOf(entry) !== at)]).toEqual([
        language,
        file,
        [],
      ]);
    }
  }
});
