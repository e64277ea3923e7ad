// Words of like meaning, from the lists: what people ask with beside what officials and papers write.

import { languageNamed } from '../language/language.ts';
import { wordList } from '../language/word-list.ts';
import { lazy } from '../text/lazy.ts';
import { termsOf } from '../text/terms.ts';

/** A stem of like meaning, and how far it stands for the other, 0–1. */
type Related = { readonly stem: string; readonly share: number };

// Of two words for one thing either may be meant otherwise; "Beijing" is hardly ever meant otherwise than "China".
const SHARES = { related: 0.55, nation: 0.85 } as const;

/** The English stems that stand in one line of a list with an English stem; none for most. */
export function relatedTo(stem: string): readonly Related[] {
  return groups().get(stem) ?? NONE;
}

const NONE: readonly Related[] = [];

const groups = lazy((): ReadonlyMap<string, readonly Related[]> => {
  const { stem } = languageNamed('en');
  const found = new Map<string, Related[]>();
  for (const [idea, share] of Object.entries(SHARES)) {
    for (const line of wordList('en', idea)) {
      const stems = termsOf(line).map((term) => stem(term.folded));
      for (const one of stems) {
        const others = stems.filter((other) => other !== one).map((other) => ({ stem: other, share }));
        found.set(one, [...(found.get(one) ?? []), ...others]);
      }
    }
  }
  return found;
});
