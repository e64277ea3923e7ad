// Which texts are surely in another language than a statement, and which may well be in its own.

import { describe, expect, test } from 'vitest';
import { isInAnotherLanguage } from '../../src/retrieval/other-language.ts';
import { readCheckCases, statement, statementOf } from '../eval/checks.ts';

const GERMAN =
  'Wir haben Russland nie den Rücken gekehrt. Das ist unser engster Verbündeter, und wir haben das immer gesagt. Heute geht die Hälfte der Ausfuhren auf andere Märkte.';
const RUSSIAN =
  'Мы никогда не отворачивались от России. Это наш ближайший союзник, и мы всегда об этом говорили. Сегодня половина экспорта идёт на внешние рынки.';

test('of all alleged quotations in English none is taken for another language, of all others each is', () => {
  // Letters typed at random are of no language.
  const cases = readCheckCases().filter(({ alleged }) => /[\p{L}]/u.test(alleged) && alleged !== 'asdf qwer zxcv');
  const isOther = (alleged: string) =>
    /[\p{Script=Cyrillic}\p{Script=Han}]{3}/u.test(alleged) || /^Belarus wendet/.test(alleged);
  for (const one of cases) {
    expect(isInAnotherLanguage(one.alleged, statementOf(one).text), one.alleged).toBe(isOther(one.alleged));
  }
});

test.each([
  'Wir haben Russland nie den Rücken gekehrt',
  'Nunca le hemos dado la espalda a Rusia',
  'Nous n’avons jamais tourné le dos à la Russie',
  'Non abbiamo mai voltato le spalle alla Russia',
  'Nunca virámos as costas à Rússia',
  'Nigdy nie odwróciliśmy się od Rosji',
  'Rusya’ya asla sırtımızı dönmedik',
  'We hebben Rusland nooit de rug toegekeerd',
  'Vi har aldrig vänt Ryssland ryggen',
  'Chúng tôi chưa bao giờ quay lưng lại với Nga',
  'Hatujawahi kuipa Urusi kisogo kamwe',
  'My nikogda ne otvorachivalis ot Rossii',
  'Das ist ein Axiom',
  'Это аксиома',
  '这是公理。',
  'نحن لم ندر ظهورنا لروسيا',
])('is no English: %s', (text) => {
  expect(isInAnotherLanguage(text, statement.text)).toBe(true);
});

test.each([
  'Never',
  'Россия',
  'Russia closest ally',
  'Half exports sold foreign markets',
  'Putin Macron Scholz Biden Xi',
  'we turned backs on russia',
  'der Standard says Lukashenko lied about Russia',
  'quid pro quo with Russia, vis-a-vis China',
  'They kidnapped protesters, tortured journalists, rigged elections',
  'Nyet means nyet, comrade',
  'C’est un axiome',
  '50% 20%',
  '',
  '🙂🙂',
])('may well be English, or says too little: %s', (text) => {
  expect(isInAnotherLanguage(text, statement.text)).toBe(false);
});

describe('a statement in another language than English', () => {
  test.each([
    ['We have never turned our backs on Russia', GERMAN, true],
    ['Nous sommes un allié de la Russie', GERMAN, true],
    ['Russland ist unser Feind', GERMAN, false],
    ['We never turned our backs on Russia', RUSSIAN, true],
    ['Мы ніколі не адварочваліся ад Расіі', RUSSIAN, true],
    ['Никогда Россия не была нашим врагом', RUSSIAN, false],
  ])('%s', (text, of, expected) => {
    expect(isInAnotherLanguage(text, of)).toBe(expected);
  });
});
