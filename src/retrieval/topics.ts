// What a statement is about, for suggestions: its most frequent names and word pairs, without a model.

import type { Statement } from '../statement/statement.ts';
import { backgroundWeight } from './background.ts';
import { kinship } from './spelling.ts';
import { FUNCTION_WORDS, terms } from './terms.ts';

/**
 * Up to `limit` topics as they stand in the statement ("Russia", "multi-vector policy"), most frequent first. The speaker and
 * the publisher are none. Depends on the statement alone, so that a topic's place in the list is as good as a name for it.
 */
export function topicsOf(statement: Statement, limit = 6): readonly string[] {
  const own = new Set(
    terms([statement.speaker?.name, ...(statement.speaker?.names ?? []), statement.publisher].join(' ')).map(
      (term) => term.key,
    ),
  );
  const counts = new Map<string, { surface: string; count: number; words: number }>();
  const note = (key: string, surface: string, words: number) => {
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, { surface, count: 1, words });
  };
  for (const sentence of statement.sentences) {
    if (sentence.kind !== 'paragraph') continue;
    const text = statement.text.slice(sentence.start, sentence.end);
    const words = terms(text);
    words.forEach((term, at) => {
      const surface = text.slice(term.start, term.end);
      if (own.has(term.key) || FUNCTION_WORDS.has(term.folded) || surface.length < 3) return;
      const isName = at > 0 && /^\p{Lu}\p{Ll}/u.test(surface) && text[term.end] !== "'";
      if (isName) note(term.key, surface, 1);
      else if (!/^\p{Lu}/u.test(surface)) pairFrom(text, words, at, own, note);
    });
  }
  const used = new Set<string>();
  return [...counts]
    .map(([key, { surface, count, words }]) => ({
      keys: key.split(' '),
      surface,
      count,
      weight: count * (words === 1 ? NAME : words),
    }))
    .filter(({ count }) => count >= 2)
    .sort((one, other) => other.weight - one.weight || (one.surface < other.surface ? -1 : 1))
    .filter(({ keys }) => {
      // "vector policy" says nothing beside "multi-vector policy", nor "Russians" beside "Russia".
      if (keys.some((key) => used.has(key) || [...used].some((known) => kinship(key, known) > 0))) return false;
      for (const key of keys) used.add(key);
      return true;
    })
    .slice(0, limit)
    .map(({ surface }) => surface);
}

/** A name counts for as much as a phrase of two words and a half: it makes the better question. */
const NAME = 2.5;

const LEAST_WEIGHT = 0.6;

/** A run of two or three words, hyphened ones counted apart, none of which general English is full of. */
function pairFrom(
  text: string,
  words: ReturnType<typeof terms>,
  at: number,
  own: ReadonlySet<string>,
  note: (key: string, surface: string, words: number) => void,
): void {
  for (const length of [3, 2]) {
    const run = words.slice(at, at + length);
    const first = run[0]!;
    const last = run.at(-1)!;
    if (run.length < length || /[^\p{L}\p{N}\s-]/u.test(text.slice(first.start, last.end))) continue;
    if (run.some((term) => FUNCTION_WORDS.has(term.folded) || own.has(term.key))) continue;
    // Half of "multi-vector" is no topic, nor is "vector policy".
    if (/[-‑]/u.test(text[first.start - 1] ?? '') || /[-‑]/u.test(text[last.end] ?? '')) continue;
    // On the whole, not word by word: "policy" alone is in every statement, "multi-vector policy" is not.
    const weight = run.reduce((sum, term) => sum + backgroundWeight(term.key), 0);
    if (weight < LEAST_WEIGHT * length) continue;
    note(run.map((term) => term.key).join(' '), text.slice(first.start, last.end), length);
  }
}
