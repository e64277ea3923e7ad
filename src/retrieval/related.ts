// Words of like meaning, from the lists: what people ask with beside what officials and papers write.

import { type Language, languageNamed } from '../language/language.ts';
import { wordList } from '../language/word-list.ts';
import { lazyBy } from '../text/lazy.ts';
import { termsOf } from '../text/terms.ts';

/** The stems of the words that stand in one line of `related.txt` with a stem of `language`; none for most. */
export function relatedTo(stem: string, language: Language): readonly string[] {
  return groups(language.tag).get(stem) ?? [];
}

const groups = lazyBy((tag): ReadonlyMap<string, readonly string[]> => {
  const { stem } = languageNamed(tag);
  const found = new Map<string, string[]>();
  for (const line of wordList(tag, 'related')) {
    const stems = termsOf(line).map((term) => stem(term.folded));
    for (const one of stems) found.set(one, [...(found.get(one) ?? []), ...stems.filter((other) => other !== one)]);
  }
  return found;
});
