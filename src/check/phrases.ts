// The word lists of the check, in data/words: what turns a sentence, and what stands around a quotation in a message.

import { LISTED_LANGUAGES, wordList } from '../language/word-list.ts';
import { lazyBy } from '../text/lazy.ts';
import { isCharacter, wordsOf } from './tokens.ts';

/** `limit` counts only before a figure; `joining` and `opposing` open another main clause. */
export type Idea = Turning | 'opposing' | 'limit' | 'joining' | 'alleging' | 'impersonal' | 'self' | 'that';
type Turning = (typeof TURNING)[number];
const TURNING = ['negation', 'only', 'condition', 'hedge', 'contrast'] as const;

/** The entries of "LANGUAGE/IDEA", or of an idea in all languages ("any/IDEA"), by their first word. */
const phrasesOf = lazyBy((name) => {
  const [language, idea] = name.split('/') as [string, string];
  const entries = (language === 'any' ? LISTED_LANGUAGES : [language]).flatMap((one) => wordList(one, idea));
  return Map.groupBy(entries.map(wordsOf), (words) => words[0] ?? '');
});

/** The language whose lists are read for a text of `language` (BCP 47); English where there are none. */
export function listedLanguage(language: string): string {
  return LISTED_LANGUAGES.find((listed) => listed === language.toLowerCase().split('-')[0]) ?? 'en';
}

/** How many words of the list of `idea` stand in `words` from `at`: the longest entry's length, 0 when none does. */
export function phraseAt(words: readonly string[], at: number, language: string, idea: Idea): number {
  let longest = idea === 'negation' && language === 'en' && words[at]?.endsWith("n't") ? 1 : 0;
  for (const phrase of phrasesOf(`${language}/${idea}`).get(words[at] ?? '') ?? []) {
    if (phrase.length > longest && phrase.every((word, offset) => words[at + offset] === word)) longest = phrase.length;
  }
  return longest;
}

/** Whether a word at this place turns, limits or weakens what is said. */
export function turnsAt(words: readonly string[], at: number, language: string): boolean {
  return TURNING.some((idea) => phraseAt(words, at, language, idea) > 0);
}

/** How many words of a verb like "said", in any language, stand at a place; 0 for none. */
export function allegingAt(words: readonly string[], at: number): number {
  return phraseAt(words, at, 'any', 'alleging');
}

const wordsOfAny = lazyBy(
  (idea) => new Set(LISTED_LANGUAGES.flatMap((language) => wordList(language, idea)).flatMap(wordsOf)),
);

const ASKING = ['asks-time', 'asks-person', 'asks-place', 'asks-reason'] as const;
type Asking = (typeof ASKING)[number];

/** Whether a word of any language asks for something: "when", "who". */
export function isQuestionWord(word: string): boolean {
  return ASKING.some((idea) => isAround(idea, word));
}

/**
 * Whether a word of any language stands around quotations: `frame`: "did", "really", "the"; `truth`: "fake"; `such`: "that" of "did he
 * say that?"; `role`: "minister", also behind what German writes before it.
 */
export function isAround(idea: 'frame' | 'truth' | 'such' | 'role' | 'article' | Asking, word: string): boolean {
  const words = wordsOfAny(idea);
  if (words.has(word)) return idea !== 'role' || !isCharacter(word);
  for (let length = 5; idea === 'role' && length < word.length - 2; length++)
    if (words.has(word.slice(-length))) return true;
  return false;
}
