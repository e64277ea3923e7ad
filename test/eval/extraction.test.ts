// What extraction, without any model, has to reach on the questions that ship with the project.

import { pino } from 'pino';
import { expect, test } from 'vitest';
import { openApp } from '../../src/compose.ts';
import { parseConfig } from '../../src/config.ts';
import { askAll, report, subjectOf } from './measure.ts';
import { loadQuestions } from './questions.ts';

const app = await openApp(parseConfig({ STATEMENT: '2020-11-17-tangible-assistance' }), pino({ level: 'silent' }));
const result = report(await askAll(subjectOf(app), await loadQuestions()), app.statement);

test('without a key every answer is extracted', () => {
  expect(result.modes).toEqual({ model: 0, extract: result.all.questions });
  expect(result.tokens).toBeNull();
});

test.each(result.bars)('$name: $bar', ({ value, bar, met }) => {
  const barred = result.failures.filter(({ id }) => /^en-(?:answerable|absent)-|-hostile-/.test(id));
  const failed = barred.map(({ id, question, got }) => `${id}  ${question}  (${got})`).join('\n');
  expect(met, `${value} is not ${bar}. What failed:\n${failed}`).toBe(true);
});

test('all six bars are measured', () => {
  expect(result.bars).toHaveLength(6);
});
