// What the benches ask: the evaluation's questions that the statement answers, in turn, as people would not all ask the same.

import { loadQuestions } from '../eval/questions.ts';

const questions = (await loadQuestions()).filter(({ type }) => type === 'answerable').map(({ question }) => question);
let asked = 0;

export function nextQuestion(): string {
  return questions[asked++ % questions.length]!;
}
