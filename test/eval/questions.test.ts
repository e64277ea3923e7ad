// The questions of the evaluation are well formed, and numerous enough for its percentages to mean something.

import path from 'node:path';
import { expect, test } from 'vitest';
import { loadStatement } from '../../src/speech/load.ts';
import { fold } from '../../src/text/fold.ts';
import { expectedOutcome, loadQuestions, type QuestionType } from './questions.ts';

const questions = await loadQuestions();
const statement = await loadStatement(
  path.join(import.meta.dirname, '../../data/statements/2020-11-17-tangible-assistance.md'),
);

test('every id is its own and says what the question is', () => {
  expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
  for (const { id, language, type } of questions)
    expect(id).toMatch(new RegExp(`^${language}-(?:fresh-)?${type}-\\d{2,3}$`));
});

test('no question of one conversation is asked twice', () => {
  const asked = questions.map(
    ({ question, turns }) => fold([...turns.map((turn) => turn.question), question].join('\n')).text,
  );
  expect(asked.filter((text, at) => asked.indexOf(text) !== at)).toEqual([]);
});

test('every gold key names a sentence of the statement, once', () => {
  const keys = new Set(statement.sentences.map(({ key }) => key));
  for (const { id, gold } of questions) {
    expect([id, gold.filter((key) => !keys.has(key))]).toEqual([id, []]);
    expect(new Set(gold).size, id).toBe(gold.length);
  }
});

test('gold never covers so much of the statement that any quotation would do', () => {
  // "russia" alone, about whom the release is written, has the widest gold.
  for (const { id, gold } of questions) expect(gold.length, id).toBeLessThanOrEqual(statement.sentences.length / 3);
});

test('what must be answered has gold, what must not has none', () => {
  for (const question of questions) {
    const { id, type, gold } = question;
    if (type === 'absent') expect(gold, id).toEqual([]);
    if (['answerable', 'false-premise', 'general'].includes(type)) expect(gold, id).not.toEqual([]);
    if (type === 'hostile') expect(question.forbidden, id).toBeTruthy();
  }
});

test('only follow-ups stand in a conversation', () => {
  for (const { id, type, turns } of questions) expect(turns.length > 0, id).toBe(type === 'follow-up');
});

test('nothing that is forbidden stands in the statement', () => {
  const text = fold(statement.text).text;
  for (const { id, forbidden } of questions) {
    if (forbidden !== undefined) expect(text.includes(fold(forbidden).text), id).toBe(false);
  }
});

test('no question is a sentence of the statement', () => {
  // People ask; a question that repeats ten words of the text would only measure that words can be looked up.
  const text = fold(statement.text).text;
  for (const { id, question } of questions) {
    const asked = fold(question).text.split(' ');
    for (let at = 0; at + 10 <= asked.length; at++) {
      expect(text.includes(asked.slice(at, at + 10).join(' ')), id).toBe(false);
    }
  }
});

test('every type and language has its share', () => {
  const count = (type: QuestionType, language?: string) =>
    questions.filter((one) => one.type === type && (language === undefined || one.language === language)).length;
  const ofLanguage = (...languages: string[]) =>
    questions.filter(({ language }) => languages.includes(language)).length;

  expect(questions.length).toBeGreaterThanOrEqual(120);
  expect(count('answerable', 'en')).toBeGreaterThanOrEqual(60);
  expect(count('absent', 'en')).toBeGreaterThanOrEqual(20);
  expect(count('false-premise')).toBeGreaterThanOrEqual(8);
  expect(count('follow-up')).toBeGreaterThanOrEqual(8);
  expect(count('misspelt')).toBeGreaterThanOrEqual(8);
  expect(count('hostile')).toBeGreaterThanOrEqual(6);
  expect(count('general')).toBeGreaterThanOrEqual(5);
  expect(ofLanguage('ru')).toBeGreaterThanOrEqual(10);
  expect(ofLanguage('be')).toBeGreaterThanOrEqual(5);
  expect(ofLanguage('zh')).toBeGreaterThanOrEqual(5);
  expect(ofLanguage('de', 'es', 'fr', 'pl', 'uk')).toBeGreaterThanOrEqual(5);
});

test('answered and absent are both expected often enough to be told apart from a bot that always does one', () => {
  const expected = questions.map(expectedOutcome);
  expect(expected.filter((outcome) => outcome === 'answered').length).toBeGreaterThan(100);
  expect(expected.filter((outcome) => outcome === 'absent').length).toBeGreaterThan(40);
});
