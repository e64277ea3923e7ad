// How alike two words are: misspelt, in another form, or heard the same in another alphabet.

import { inLatin } from './libraries.ts';

const MIN_LETTERS = 4;
const MAX_ENDING = 4;
const MIN_SHARED = 0.66;
const SLIP = 0.85;

/** How likely two folded words are one, 0–1: a slip of a letter or two, or one beginning and little else ("employ", "employer"). */
export function likeness(one: string, other: string): number {
  const longer = Math.max(one.length, other.length);
  const shorter = Math.min(one.length, other.length);
  if (shorter < MIN_LETTERS) return 0;
  let shared = 0;
  while (shared < shorter && one[shared] === other[shared]) shared++;
  if (shared >= MIN_LETTERS && shared / longer >= MIN_SHARED && longer - shared <= MAX_ENDING) return shared / longer;
  const allowed = shorter >= 8 ? 2 : shorter >= 5 ? 1 : 0;
  // The first letter is seldom wrong.
  if (longer - shorter > allowed || (shared === 0 && shorter < 7)) return 0;
  let ending = 0;
  while (ending < shorter - shared && one.at(-1 - ending) === other.at(-1 - ending)) ending++;
  // A slip leaves what is before and behind it; with two there is something between them as well.
  if (longer - shared - ending > (allowed === 1 ? 2 : longer / 2)) return 0;
  return edits(one, other) <= allowed ? SLIP : 0;
}

/** Whether two English words of one stem are forms of one word ("tax", "taxed"), not a word and what was made of it ("dictate", "dictator"). */
export function areForms(one: string, other: string): boolean {
  let shared = 0;
  while (shared < one.length && shared < other.length && one[shared] === other[shared]) shared++;
  return ENDING.test(one.slice(shared)) && ENDING.test(other.slice(shared));
}

// "city, cities", "make, making", "plan, planned".
const ENDING = /^[a-z]?(?:|e|s|es|ed|d|y|ies|ied|ing|n|en)$/;

/** Insertions, deletions, substitutions and swaps of neighbours that make one word the other. */
export function edits(one: string, other: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let at = 1; at <= other.length; at++) {
      const same = one[row - 1] === other[at - 1] ? 0 : 1;
      let cost = Math.min(previous[at]! + 1, current[at - 1]! + 1, previous[at - 1]! + same);
      if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1])
        cost = Math.min(cost, before[at - 2]! + 1);
      current.push(cost);
    }
    before = previous;
    previous = current;
  }
  return previous[other.length]!;
}

/** A word's sound in a few Latin letters, by which cognates are told: "экспорт" and "export" both give "eksport". */
export function soundOf(folded: string): string {
  return inLatin(folded)
    .replace(/ph/g, 'f')
    .replace(/x/g, 'ks')
    .replace(/c(?=[eiy])|ts|z/g, 's')
    .replace(/ck|ch|kh|[cq]/g, 'k')
    .replace(/w/g, 'v')
    .replace(/[yj]/g, 'i')
    .replace(/[^a-z\d]/g, '')
    .replace(/(.)\1+/g, '$1');
}
