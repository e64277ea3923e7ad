// Examples of questions, from the statement at hand.

import type { Pronoun } from '../statement/statement.ts';
import type { Language } from './language.ts';
import { WORDING } from './wording.ts';

/** Questions that the statement at hand answers. */
export function examplesOf(topics: readonly string[], pronoun: Pronoun, language: Language): readonly string[] {
  const { exampleAbout, exampleWhole } = WORDING[language].telegram;
  return [...topics.slice(0, 2).map((topic) => exampleAbout(topic, pronoun)), exampleWhole];
}
