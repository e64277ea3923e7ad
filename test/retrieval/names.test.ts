import { expect, test } from 'vitest';
import { englishNames, namesInRun, transliterate } from '../../src/retrieval/names.ts';

test.each([
  ['Россия', 'Russia'],
  ['России', 'Russia'],
  ['русских', 'Russian'],
  ['Расію', 'Russia'],
  ['Росії', 'Russia'],
  ['китайцы', 'China'],
  ['Китаем', 'China'],
  ['белорусы', 'Belarus'],
  ['украинцев', 'Ukraine'],
  ['Rusia', 'Russia'],
  ['rusos', 'Russia'],
  ['Russland', 'Russia'],
  ['russischen', 'Russian'],
  ['chinois', 'Chinese'],
  ['Biélorussie', 'Belarus'],
  ['Bielorrusia', 'Belarus'],
  ['俄罗斯', 'Russia'],
  ['러시아에', 'Russia'],
  ['روسيا', 'Russia'],
  ['ноября', 'November'],
  ['листопада', 'November'],
  ['Соединенные Штаты', 'United States'],
  ['United States', 'American'],
  ['Polish', 'Poland'],
  ['Dutch', 'Netherlands'],
])('%s is found as %s', (name, english) => {
  expect(englishNames(name)).toContain(english);
});

test.each(['польза', 'индексы', 'протесты', 'support', 'vaccine', 'Macron', '支持', '', '?!'])(
  '%s names no place',
  (word) => {
    expect(englishNames(word)).toEqual([]);
  },
);

test('names are found inside a run without blanks', () => {
  expect(namesInRun('关于中国和俄罗斯他说了什么')).toMatchObject([
    { start: 2, end: 4, english: expect.arrayContaining(['China']) },
    { start: 5, end: 8, english: expect.arrayContaining(['Russia']) },
  ]);
});

test('Cyrillic names are written as English papers do', () => {
  expect(['лукашенко', 'минск', 'ельцин', 'abc'].map(transliterate)).toEqual(['lukashenko', 'minsk', 'eltsin', 'abc']);
});
