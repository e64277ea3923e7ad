// A language as far as words are compared in it: which of them only hold a sentence together, and their stems.

import { lazyBy } from '../text/lazy.ts';
import { foldWord } from '../text/terms.ts';
import { listedFunctionWords, stemmerOf } from './libraries.ts';
import { wordList } from './word-list.ts';

export type Language = {
  /** BCP 47, the primary part. */
  readonly tag: string;
  /** Whether a folded word only holds a sentence or a question together. */
  readonly isFunctionWord: (folded: string) => boolean;
  /** The stem of a folded word: what its forms share. Irregular forms have the stem of the first in their line of the list. */
  readonly stem: (folded: string) => string;
};

/** The language of a BCP 47 tag; one that nothing is known of has no function words, and its words are their own stems. */
export function languageNamed(tag: string): Language {
  // A header may hold anything; the primary part of a tag has two or three letters.
  return named(/^[a-z]{2,3}(?=$|[-_])/.exec(tag.toLowerCase())?.[0] ?? 'und');
}

// Taking a stem costs twenty times what finding it again does, and most words of a text are the same few thousand.
const MAX_STEMS = 20_000;

const named = lazyBy((tag): Language => {
  const irregular = new Map(
    wordList(tag, 'irregular').flatMap((line) => {
      const [first, ...others] = line.split(' ').map(foldWord);
      return others.map((other) => [other, first!] as const);
    }),
  );
  const stems = new Map<string, string>();
  return {
    tag,
    isFunctionWord: (folded) => functionWords(tag).has(folded),
    stem: (folded) => {
      const known = stems.get(folded);
      if (known !== undefined) return known;
      const stem = foldWord(stemmerOf(tag)(irregular.get(folded) ?? folded));
      // Emptied, not thinned out: to keep count of what was used last would cost as much as the stems.
      if (stems.size === MAX_STEMS) stems.clear();
      stems.set(folded, stem);
      return stem;
    },
  };
});

/** The folded function words of a language: the library's, and those of `function.txt`. */
export const functionWords = lazyBy(
  (tag: string): ReadonlySet<string> =>
    new Set([...listedFunctionWords(tag), ...wordList(tag, 'function')].map(foldWord)),
);
