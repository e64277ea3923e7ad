// The words that stand around a quotation when somebody asks whether it was said, in every listed language at once.

import { wordsOfAll } from '../language/word-list.ts';
import { lazy } from '../text/lazy.ts';
import { wordsOf } from './tokens.ts';

const phrases = (idea: string) => [...wordsOfAll(idea).values()].flat().map(wordsOf);
const wordSet = (idea: string) => lazy(() => new Set(phrases(idea).flat()));

const asking = wordSet('frame');
const role = wordSet('role');
const truth = wordSet('truth');
const such = wordSet('such');
const alleging = lazy(() => Map.groupBy(phrases('alleging'), (phrase) => phrase[0]!));

/** "did", "really", "the": no part of words or names. */
export function isAskingWord(word: string): boolean {
  return asking().has(word);
}

/** "minister", "Dr", "statement": no name of anybody. */
export function isRoleWord(word: string): boolean {
  if (role().has(word)) return true;
  // "Betriebsratschefin": German writes whose in front.
  for (let length = MIN_ROLE; length < word.length - 2; length++) if (role().has(word.slice(-length))) return true;
  return false;
}

const MIN_ROLE = 5;

export function isTruthWord(word: string): boolean {
  return truth().has(word);
}

/** "that" of "did he say that?". */
export function isSuchWord(word: string): boolean {
  return such().has(word);
}

/** How many words of a verb like "said" stand at a place; 0 for none. */
export function isAllegingAt(words: readonly string[], at: number): number {
  let longest = 0;
  for (const phrase of alleging().get(words[at] ?? '') ?? []) {
    if (phrase.length > longest && phrase.every((word, offset) => words[at + offset] === word)) longest = phrase.length;
  }
  return longest;
}
