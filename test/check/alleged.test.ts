// What a message alleges, and of whom: marks of every kind, names before and behind, and the words that only ask.

import { expect, test } from 'vitest';
import { allegationIn } from '../../src/check/alleged.ts';
import { asksWhetherSaid, bringsWords } from '../../src/check/asks.ts';

test.each<[string, readonly (readonly [text: string, by: string | null])[]]>([
  ['Berg: “We wait.”', [['We wait.', 'Berg']]],
  ['"We wait" - Anna Berg', [['We wait', 'Anna Berg']]],
  ['«Мы ждём» — заявила Анна Берг', [['Мы ждём', 'Анна Берг']]],
  ['„Wir warten“, sagte Berg.', [['Wir warten', 'Berg']]],
  ['»Wir warten« (Berg)', [['Wir warten', 'Berg']]],
  ['« Nous attendons », Anne Berg', [['Nous attendons', 'Anne Berg']]],
  ['¿de verdad dijo "Esperamos la respuesta"?', [['Esperamos la respuesta', null]]],
  ['czy Berg naprawdę powiedziała „Czekamy na odpowiedź”?', [['Czekamy na odpowiedź', 'Berg']]],
  ['чи справді Берг сказала «Ми чекаємо»?', [['Ми чекаємо', 'Берг']]],
  ['ці праўда, што Берг сказала «Мы чакаем»?', [['Мы чакаем', 'Берг']]],
  ['市长安娜说：“我们等待”', [['我们等待', '市长安娜']]],
  ['「我们等待」——安娜', [['我们等待', '安娜']]],
  ["Berg said 'We are the workers' friends', ok", [["We are the workers' friends", 'Berg']]],
  [
    '“One thing,” she said. “And another.”',
    [
      ['One thing', null],
      ['And another.', null],
    ],
  ],
  [
    'Berg said “one thing” and “another thing”',
    [
      ['one thing', 'Berg'],
      ['another thing', 'Berg'],
    ],
  ],
  [
    'Berg: “One thing.” Ek: “Another thing.”',
    [
      ['One thing.', 'Berg'],
      ['Another thing.', 'Ek'],
    ],
  ],
  [
    '“One thing” — Berg. “Another thing” — Ek',
    [
      ['One thing', 'Berg'],
      ['Another thing', 'Ek'],
    ],
  ],
  ['"They say \'no\' and “never” to us"', [["They say 'no' and “never” to us", null]]],
])('passages in marks and whom they are given to: %s', (message, expected) => {
  expect(allegationIn(message).marked.map(({ text, by }) => [text, by])).toEqual(expected);
});

test.each([
  ['did she really say we will wait???', 'we will wait'],
  ['Is it true that Anna Berg said that we will wait?', 'we will wait'],
  ['Anna Berg: we will wait', 'we will wait'],
  ['MS. BERG: we will wait', 'we will wait'],
  ['We will wait (Anna Berg)', 'We will wait'],
  ['> we will\n> wait [3]\n— A. Berg', 'we will\nwait'],
  ['RT @berg: we will wait https://example.org/1', 'we will wait'],
  ['правда ли, что она сказала, что мы ждём?', 'мы ждём'],
  ['hat sie gesagt wir warten?', 'wir warten'],
  ['a-t-elle vraiment dit que nous attendons ?', 'nous attendons'],
  ['她真的说过我们等待吗？', '我们等待'],
])('without marks the frame is no part of the words: %s', (message, words) => {
  expect(allegationIn(message).whole.at(-1)!.text).toBe(words);
});

test('a word broken at a line end is joined where the statement has it, else its hyphen stays', () => {
  const isWord = (word: string) => word === 'kindred';
  expect(allegationIn('our kin-\ndred, multi-\nvector policy', isWord).whole[0]!.text).toBe(
    'our kindred, multi-vector policy',
  );
});

test.each([
  'did he say that?',
  'Did Anna Berg really say this',
  'is this true?',
  'Fake?',
  'true or false?',
  'Он правда так сказал?',
  'это правда?',
  'Ён сапраўды так сказаў?',
  'чи справді він це сказав?',
  'hat sie das wirklich gesagt?',
  'a-t-il vraiment dit ça ?',
  '¿de verdad dijo eso?',
  'czy on naprawdę to powiedział?',
  '他这么说过吗',
  '这是真的吗？',
  '卢卡申科说过这话吗？',
])('%s asks whether it was said', (text) => {
  expect(asksWhetherSaid(text)).toBe(true);
});

test.each([
  'what did he say about Russia?',
  'did he say that Russia is an ally?',
  'why did he say that?',
  'hello',
  '',
  'that is true of Belarus',
  'who said that?',
  'he is right',
  'Что он сказал о Китае?',
  'Он сказал, что Россия союзник?',
  'правда о Беларуси',
  'was hat sie über den Hafen gesagt?',
  "qu'a-t-elle dit du port ?",
  '他说了什么？',
  '他为什么这么说？',
])('%s asks something else', (text) => {
  expect(asksWhetherSaid(text)).toBe(false);
});

test.each([
  '“we have always turned our backs”',
  '> "our closest ally are Russia"',
  'Lukashenko: "we will never be friends with Russia"',
  '"we will never be friends" — Lukashenko',
  'Lukashenko said: "we have always turned our backs"',
  '"We are friends", "we never turned", Berg said.',
  'did he say "we have turned our backs on Russia"?',
  "did Anna Berg really say 'we are not friends'?",
  'is it true that he said "we are never friends"?',
  'Правда ли, что он сказал «мы никогда не отворачивались»?',
  '«мы всегда вместе», сказал Лукашенко',
  'hat sie gesagt „wir sind keine Freunde“?',
  '他说过“我们从来没有背弃俄罗斯”吗？',
  '卢卡申科：“我们从来没有背弃”',
])('%s brings the words to be checked', (text) => {
  expect(bringsWords(text)).toBe(true);
});

test.each([
  'what does he mean by "multi-vector policy"?',
  'did he say "Russia"?',
  'why did he say "we have turned our backs on Russia"?',
  'who said "we have never turned our backs"?',
  'When did he say "we never turned our backs on Russia"?',
  'in which context did he say "a friend in need is a friend indeed"?',
  'что значит «наши самые близкие люди»?',
  '他为什么说“我们从来没有背弃俄罗斯”？',
])('%s asks about words, not whether they were said', (text) => {
  expect(bringsWords(text)).toBe(false);
});
