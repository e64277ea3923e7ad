// Words of like meaning, from the lists: what people ask with beside what officials and papers write.

import { createCache } from '../text/cache.ts';
import { lazy } from '../text/lazy.ts';
import { termsOf } from '../text/terms.ts';
import { languageNamed } from './language.ts';
import { wordList } from './word-list.ts';

/** A stem of like meaning, and how far it stands for the other, 0–1. */
type Related = { readonly stem: string; readonly share: number };

// Of two words for one thing either may be meant otherwise; "Beijing" is hardly ever meant otherwise than "China".
const SHARES = { related: 0.55, nation: 0.85 } as const;
// A word and its stem begin alike, "fly" and "fli" but for the last of these.
const BEGINNING_LETTERS = 3;
// Asked words are the same few thousand.
const MAX_KNOWN = 5_000;

/** The English stems that stand in one line of a list with an English stem; none for most. */
export function relatedTo(stem: string): readonly Related[] {
  return lookUp()(stem);
}

/** Listed words are stemmed when they are looked up: stemming all of them would take longer than a first answer. */
const lookUp = lazy(() => {
  const english = languageNamed('en');
  const beginning = (word: string) => word.slice(0, BEGINNING_LETTERS).replace(/y$/, 'i');
  const lines = Object.entries(SHARES).flatMap(([idea, share]) =>
    wordList('en', idea).map((entry) => ({ line: termsOf(entry).map((term) => term.folded), share })),
  );
  const entries = Map.groupBy(
    lines.flatMap(({ line, share }) => line.map((word) => ({ word, line, share }))),
    ({ word }) => beginning(word),
  );
  const known = createCache<readonly Related[]>(MAX_KNOWN);
  return (stem: string) =>
    known.get(stem, () =>
      (entries.get(beginning(stem)) ?? [])
        .filter(({ word }) => english.stem(word) === stem)
        .flatMap(({ line, share }) => line.map((word) => ({ stem: english.stem(word), share })))
        .filter((related) => related.stem !== stem),
    );
});
