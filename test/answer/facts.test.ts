// What the header answers by rule, what is ordinary talk, and what no rule may take for either.

import { expect, test } from 'vitest';
import { factOf } from '../../src/answer/facts.ts';
import { talkOf } from '../../src/answer/talk.ts';
import { loadStatement, parseStatement } from '../../src/speech/load.ts';
import { placesOf } from '../../src/statement/quotation.ts';

const statement = await loadStatement('data/statements/2020-11-17-tangible-assistance.md');
const about = { statement, places: placesOf(statement) };

test.each([
  [
    'date',
    'when did he say this?',
    'When was this said',
    'is it from 2020?',
    'Is this from 2021',
    'when did Lukashenko speak',
    'what date was the statement published?',
  ],
  [
    'date',
    'когда он это сказал?',
    'коли це було сказано?',
    'калі ён гэта сказаў?',
    '他什么时候说的？',
    'какого числа вышла статья',
  ],
  [
    'speaker',
    'who said this?',
    'Who is speaking?',
    'who is he',
    'who made this statement?',
    'кто это сказал?',
    'хто це сказав?',
    'хто гэта сказаў',
    '这是谁说的？',
  ],
  [
    'place',
    'where did he say it',
    'in which city was the speech given?',
    'где он это сказал?',
    'де він це сказав?',
    'дзе ён гэта сказаў?',
    '他在哪里说的？',
  ],
  [
    'publisher',
    'which agency reported this?',
    'what agency',
    'who published it',
    'какое агентство это сообщило?',
    '这是哪家通讯社的报道？',
  ],
  ['signature', 'who signed it?', 'кто подписал заявление?', '谁签署的？'],
  ['title', 'what is the title?', 'whats it called?', 'как называется статья?', 'як називається?', '标题是什么？'],
  ['language', 'what language is this in', 'на каком языке?', 'якою мовою?'],
  ['length', 'how long is the statement?', 'how many paragraphs does the text have', 'сколько слов в тексте?'],
  ['source', 'what is the source?', 'where can I read it?', 'есть ссылка?'],
] as const)('the header answers for the %s: %s', (name, ...questions) => {
  for (const question of questions) expect([question, factOf(question, about)?.fact.name]).toEqual([question, name]);
});

test('a fact is what the header has, with the sentence that shows it', () => {
  expect(factOf('when did he say this?', about)).toMatchObject({
    fact: { value: '2020-11-17' },
    quotes: [{ keys: ['date.1'] }],
  });
  expect(factOf('where did he say it?', about)).toMatchObject({
    fact: { value: 'MINSK' },
    quotes: [{ keys: ['1.1'] }],
  });
  expect(factOf('who signed it?', about)?.quotes[0]?.block).toBe('signature');
});

test.each([
  [
    'en',
    'when will the bridge open?',
    'who will pay for it?',
    'where is the harbour?',
    'how long will it take?',
    'who is the closest ally?',
    'what is called an axiom?',
    'when was it built?',
    'when did the war start?',
    'who said Belarus is weak?',
  ],
  ['ru', 'когда откроют мост?', 'кто заплатит?', 'где построят порт?', 'сколько это стоит?', 'кто союзник Беларуси?'],
  ['uk and be', 'коли відкриють міст?', 'хто заплатить?', 'калі адкрыюць мост?', 'дзе пабудуюць порт?'],
  ['zh', '大桥什么时候开通？', '谁来付钱？', '港口在哪里？'],
])('a question about the matter is none about the statement: %s', (_, ...questions) => {
  for (const question of questions) expect([question, factOf(question, about)]).toEqual([question, null]);
});

test('what the header does not know is no fact', () => {
  const bare = parseStatement('x.md', Buffer.from('---\ntitle: T\n---\nWe came. We saw.'));
  const unknown = { statement: bare, places: placesOf(bare) };
  for (const question of [
    'when was this said?',
    'who said this?',
    'where was it said?',
    'who signed it?',
    'what agency',
  ]) {
    expect([question, factOf(question, unknown)]).toEqual([question, null]);
  }
});

test.each([
  ['greeting', 'hi', 'hello!', 'Good morning', 'привет', 'Вітаю!', 'прывітанне', '你好', 'hallo', '/start'],
  ['thanks', 'thanks', 'Thank you very much!', 'ok thanks', 'bye', 'спасибо', 'дякую', 'дзякуй', '谢谢！', 'danke'],
  [
    'help',
    'help',
    'what can you do?',
    'who made you?',
    'are you a bot?',
    'Привет, что ты умеешь?',
    'што ты ўмееш?',
    '你能做什么？',
  ],
  ['acknowledged', 'ok', 'lol', 'Yes', 'понятно', 'добре', 'добра', '好的'],
] as const)('ordinary talk is answered as talk: %s', (talk, ...messages) => {
  for (const message of messages) expect([message, talkOf(message)]).toEqual([message, talk]);
});

test('what asks anything more is no talk', () => {
  for (const message of [
    'hi, what did he say about Russia?',
    'thanks to whom?',
    'more',
    'why',
    'and China?',
    'what is this about?',
    'да или нет?',
    '',
    '🙂',
  ]) {
    expect([message, talkOf(message)]).toEqual([message, null]);
  }
});
