import { expect, test } from 'vitest';
import { languageNamed } from '../../src/language/language.ts';
import { likeness, soundOf } from '../../src/language/likeness.ts';
import { englishNames } from '../../src/language/names.ts';

test.each([
  ['ru', 'китаем', 'china'],
  ['ru', 'голландии', 'netherlands'],
  ['uk', 'швеції', 'sweden'],
  ['be', 'польшчы', 'poland'],
  ['de', 'norwegens', 'norway'],
  ['fr', 'islande', 'iceland'],
  ['es', 'marzo', 'march'],
  ['pl', 'czechach', 'czechia'],
  ['zh', '美国', 'usa'],
])('a country or month of a question in %s is looked for in English: %s', (language, word, english) => {
  expect(englishNames(word, language)).toContain(english);
});

test('a word that names no country has no English name, in a language that nothing is known of either', () => {
  expect(englishNames('мост', 'ru')).toEqual([]);
  expect(englishNames('köprü', 'xx')).toEqual([]);
});

test('words that are heard alike or differ by a slip are alike, others are not', () => {
  for (const [one, other] of [
    ['goverment', 'government'],
    ['recieve', 'receive'],
    ['employ', 'employers'],
    [soundOf('президент'), soundOf('president')],
    [soundOf('экспорт'), soundOf('export')],
  ] as const)
    expect([one, other, likeness(one, other) > 0.5]).toEqual([one, other, true]);
  for (const [one, other] of [
    ['tax', 'tap'],
    ['station', 'nation'],
    ['port', 'sport'],
    ['minister', 'mister'],
  ] as const)
    expect([one, other, likeness(one, other)]).toEqual([one, other, 0]);
});

test('forms of a word have one stem, irregular ones too, and function words are known in every listed language', () => {
  const english = languageNamed('en-GB');
  expect(english.stem('agreements')).toBe(english.stem('agreement'));
  expect(english.stem('sold')).toBe(english.stem('selling'));
  expect(languageNamed('ru').stem('мостами')).toBe(languageNamed('ru').stem('мост'));
  for (const [tag, word] of Object.entries({
    en: 'whose',
    ru: 'когда',
    uk: 'що',
    be: 'калі',
    de: 'wann',
    fr: 'quand',
    es: 'donde',
    pl: 'kiedy',
    zh: '什么',
  }))
    expect([tag, languageNamed(tag).isFunctionWord(word)]).toEqual([tag, true]);
  for (const tag of ['tlh', 'constructor', '', 'en?'])
    expect([tag, languageNamed(tag).stem('running'), languageNamed(tag).isFunctionWord('the')]).toEqual([
      tag,
      'running',
      false,
    ]);
});
