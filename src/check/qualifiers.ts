// The words whose loss or addition turns a sentence: negations, limits, conditions, hedges, contrasts. Lists in data/words.

import { LISTED_LANGUAGES, wordList } from '../language/word-list.ts';
import { lazyBy } from '../text/lazy.ts';
import { wordsOf } from './tokens.ts';

/** `limit` counts only before a figure; `joining` and `opposing` open another main clause. */
export type Idea =
  | 'negation'
  | 'only'
  | 'condition'
  | 'hedge'
  | 'contrast'
  | 'opposing'
  | 'limit'
  | 'joining'
  | 'alleging'
  | 'impersonal'
  | 'self'
  | 'that';

/** Phrases by their first word, as lists of words. */
type Phrases = ReadonlyMap<string, readonly (readonly string[])[]>;

const phrasesOf = lazyBy((name): Phrases => {
  const [language, idea] = name.split('/') as [string, string];
  const phrases = new Map<string, string[][]>();
  for (const entry of wordList(language, idea)) {
    const words = wordsOf(entry);
    if (words.length > 0) phrases.set(words[0]!, [...(phrases.get(words[0]!) ?? []), words]);
  }
  return phrases;
});

/** The language whose lists are read for a text of `language` (BCP 47); English where there are none. */
export function listedLanguage(language: string): string {
  const base = language.toLowerCase().split('-')[0]!;
  return LISTED_LANGUAGES.find((listed) => listed === base) ?? 'en';
}

/** How many words of the list of `idea` stand in `words` from `at`: the longest entry's length, 0 when none does. */
export function phraseAt(words: readonly string[], at: number, language: string, idea: Idea): number {
  let longest = idea === 'negation' && language === 'en' && words[at]?.endsWith("n't") ? 1 : 0;
  for (const phrase of phrasesOf(`${language}/${idea}`).get(words[at] ?? '') ?? []) {
    if (phrase.length > longest && phrase.every((word, offset) => words[at + offset] === word)) longest = phrase.length;
  }
  return longest;
}

const TURNING = ['negation', 'only', 'condition', 'hedge', 'contrast'] as const;

/** Whether any of the words turns, limits or weakens what is said. */
export function turns(words: readonly string[], language: string): boolean {
  return words.some((_, at) => TURNING.some((idea) => phraseAt(words, at, language, idea) > 0));
}

const FIGURES_WITHIN = 3;

/** Whether a limit before a figure stands at `at`: "over 7.5 tonnes". */
export function limitsFigure(words: readonly string[], at: number, language: string): boolean {
  const length = phraseAt(words, at, language, 'limit');
  return length > 0 && words.slice(at + length, at + length + FIGURES_WITHIN).some((word) => /\p{N}/u.test(word));
}
