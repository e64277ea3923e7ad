import { expect, test } from 'vitest';
import { anyLanguageOf, areOfDifferentLanguages, languageOf } from '../../src/language/language-of.ts';

test.each([
  ['en', 'what did she say about the schools?'],
  ['en', 'how much money will hospitals get'],
  ['ru', 'когда откроют мост?'],
  ['uk', 'скільки коштує проїзд?'],
  ['uk', 'що він сказав про податки'],
  ['be', 'хто падпісаў пагадненне?'],
  ['be', 'калі адкрыюць мост'],
  ['de', 'wie viele Menschen verloren ihre Arbeit'],
  ['fr', "combien d'argent pour les hôpitaux ?"],
  ['es', '¿Quién firmó el acuerdo?'],
  ['pl', 'Dlaczego budżet się spóźnia?'],
  ['zh', '大桥什么时候重新开放'],
])('a question in %s is known for one: %s', (language, question) => {
  expect(languageOf(question)).toBe(language);
});

test.each([
  'ok',
  'taxes?',
  'Anna Berg',
  '12:30',
  '',
  '🤝',
  'köprü ne zaman açılacak',
  'көпір қашан ашылады',
  '橋はいつ開きますか',
])('whoever writes "%s" keeps the language they had', (text) => {
  expect(languageOf(text)).toBeNull();
});

test('a caller may name the languages it has', () => {
  expect(languageOf('wie viele Menschen verloren ihre Arbeit', ['en', 'ru'])).toBeNull();
  expect(anyLanguageOf('köprü ne zaman açılacak')).toBe('tr');
});

test('texts of two languages are told apart, and a name tells nothing', () => {
  const statement = 'The mayor said on Monday that the bridge will be open by the end of the year.';
  expect(areOfDifferentLanguages('Когда откроют мост?', statement)).toBe(true);
  expect(areOfDifferentLanguages('wann wird die Brücke geöffnet?', statement)).toBe(true);
  expect(areOfDifferentLanguages('when will the bridge open?', statement)).toBe(false);
  expect(areOfDifferentLanguages('Zürich', statement)).toBe(false);
  expect(areOfDifferentLanguages('???', statement)).toBe(false);
});
