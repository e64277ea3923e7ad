// Questions to offer, from the statement at hand.

import { type Answer, claimsOf } from '../answer/answer.ts';
import type { Pronoun } from '../statement/statement.ts';
import type { Language } from './language.ts';
import { WORDING } from './wording.ts';

/** Questions that the statement at hand answers. */
export function examplesOf(topics: readonly string[], pronoun: Pronoun, language: Language): readonly string[] {
  const { exampleAbout, exampleWhole } = WORDING[language].telegram;
  return [...topics.slice(0, 2).map((topic) => exampleAbout(topic, pronoun)), exampleWhole];
}

const MAX_SUGGESTIONS = 2;

/** What to ask next: topics that neither the question nor its answer speaks of, with their places among all. */
export function suggestionsOf(
  topics: readonly string[],
  question: string,
  answer: Answer,
): readonly { readonly topic: string; readonly index: number }[] {
  const said = [question, ...claimsOf(answer).map(({ text }) => text)].join(' ').toLowerCase();
  return topics
    .map((topic, index) => ({ topic, index }))
    .filter(({ topic }) => !said.includes(topic.toLowerCase().slice(0, Math.max(4, topic.length - 2))))
    .slice(0, MAX_SUGGESTIONS);
}
