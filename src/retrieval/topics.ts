// What a statement is about, for suggestions: its most frequent names and runs of words, without a model.

import { type Language, languageNamed } from '../language/language.ts';
import { likeness } from '../language/likeness.ts';
import type { Statement } from '../statement/statement.ts';
import { type Term, termsOf } from '../text/terms.ts';

// A name counts for as much as a run of two words and a half: it makes the better question.
const NAME_WORDS = 2.5;
const MIN_COUNT = 2;
const MIN_LETTERS = 3;

type Topic = { readonly stems: readonly string[]; readonly surface: string; readonly words: number; count: number };

/**
 * Up to `limit` topics as they stand in the statement ("Norway", "harbour tax"), most frequent first. The speaker and the
 * publisher are none. Depends on the statement alone, so that a topic's place in the list is as good as a name for it.
 */
export function topicsOf(statement: Statement, limit = 6): readonly string[] {
  const language = languageNamed(statement.language);
  const people = [statement.speaker?.name, ...(statement.speaker?.names ?? []), statement.publisher].join(' ');
  const own = new Set(termsOf(people).map(({ folded }) => language.stem(folded)));
  const topics = new Map<string, Topic>();
  for (const { kind, start, end } of statement.sentences) {
    if (kind !== 'paragraph') continue;
    for (const found of topicsIn(statement.text.slice(start, end), own, language)) {
      const known = topics.get(found.stems.join(' '));
      if (known) known.count++;
      else topics.set(found.stems.join(' '), found);
    }
  }
  const used: string[] = [];
  const worth = ({ count, words }: Topic) => count * words;
  return [...topics.values()]
    .filter(({ count }) => count >= MIN_COUNT)
    .sort((one, other) => worth(other) - worth(one) || (one.surface < other.surface ? -1 : 1))
    .filter(({ stems }) => {
      // "Tax increase" says little beside "harbour tax", and "Norwegian" beside "Norway".
      if (stems.some((stem) => used.some((known) => known === stem || likeness(known, stem) > 0))) return false;
      used.push(...stems);
      return true;
    })
    .slice(0, limit)
    .map(({ surface }) => surface);
}

function topicsIn(text: string, own: ReadonlySet<string>, language: Language): Topic[] {
  const terms = termsOf(text);
  const found: Topic[] = [];
  const add = (run: readonly Term[], words: number) => {
    const stems = run.map(({ folded }) => language.stem(folded));
    const isNew = !stems.some((stem) => own.has(stem)) && !run.some(({ folded }) => language.isFunctionWord(folded));
    if (isNew) found.push({ stems, surface: text.slice(run[0]!.start, run.at(-1)!.end), words, count: 1 });
  };
  terms.forEach((term, at) => {
    const surface = text.slice(term.start, term.end);
    if (surface.length < MIN_LETTERS) return;
    if (!/^\p{Lu}/u.test(surface))
      for (const length of [2, 3]) if (isRun(text, terms, at, length)) add(terms.slice(at, at + length), length);
    if (at > 0 && /^\p{Lu}\p{Ll}/u.test(surface)) add([term], NAME_WORDS);
  });
  return found;
}

/** Whether so many words stand together: nothing but blanks and hyphens between them, and no half of a hyphened word at an end. */
function isRun(text: string, terms: readonly Term[], at: number, length: number): boolean {
  const first = terms[at]!;
  const last = terms[at + length - 1];
  if (last === undefined || /[^\p{L}\p{N}\s-]/u.test(text.slice(first.start, last.end))) return false;
  return !/[-‑]/u.test(text[first.start - 1] ?? '') && !/[-‑]/u.test(text[last.end] ?? '');
}
