// Words of like meaning, from the lists: what people ask with beside what officials and papers write.

import { type Language, languageNamed } from '../language/language.ts';
import { wordList } from '../language/word-list.ts';
import { lazyBy } from '../text/lazy.ts';
import { termsOf } from '../text/terms.ts';

/** A stem of like meaning, and how far it stands for the other, 0–1. */
type Related = { readonly stem: string; readonly share: number };

// Of two words for one thing either may be meant otherwise; "Beijing" is hardly ever meant otherwise than "China".
const SHARES = { related: 0.55, nation: 0.85 } as const;

/** The stems that stand in one line of a list with a stem of `language`; none for most. */
export function relatedTo(stem: string, language: Language): readonly Related[] {
  return groups(language.tag).get(stem) ?? [];
}

const groups = lazyBy((tag): ReadonlyMap<string, readonly Related[]> => {
  const { stem } = languageNamed(tag);
  const found = new Map<string, Related[]>();
  for (const [idea, share] of Object.entries(SHARES)) {
    for (const line of wordList(tag, idea)) {
      const stems = termsOf(line).map((term) => stem(term.folded));
      for (const one of stems) {
        const others = stems.filter((other) => other !== one).map((other) => ({ stem: other, share }));
        found.set(one, [...(found.get(one) ?? []), ...others]);
      }
    }
  }
  return found;
});
