// The words of a text that say something, and whether a word stands among others in some form.

import { isCalendarWord } from '../../language/calendar.ts';
import { languageNamed } from '../../language/language.ts';
import { numberWords } from '../../language/number-words.ts';
import { wordList } from '../../language/word-list.ts';
import { lazyBy } from '../../text/lazy.ts';
import { foldWord, termsOf } from '../../text/terms.ts';

export type ContentWord = { readonly folded: string; readonly stem: string };

const frame = lazyBy(
  (language) =>
    new Set(
      ['saying', 'opinion', 'according-to', 'third-person', 'negation'].flatMap((idea) =>
        wordList(language, idea).map(foldWord),
      ),
    ),
);

/** The words of `text`, in the language `tag`, that are neither function words nor numbers nor verbs of saying. */
export function contentOf(text: string, tag: string): ContentWord[] {
  const language = languageNamed(tag);
  return termsOf(text)
    .filter(
      ({ folded }) =>
        /\p{L}/u.test(folded) &&
        !language.isFunctionWord(folded) &&
        !frame(language.tag).has(folded) &&
        !isCalendarWord(folded, language.tag) &&
        !numberWords(language.tag).words.has(folded) &&
        (folded.length > 1 || /\p{Script=Han}/u.test(folded)),
    )
    .map(({ folded }) => ({ folded, stem: language.stem(folded) }));
}

const MIN_SHARED = 4;

/** Whether a word stands among `others`: the same stem, or the same beginning and little else. */
export function isMatched(word: ContentWord, others: readonly ContentWord[]): boolean {
  return others.some(
    (other) =>
      other.stem === word.stem || sharesBeginning(word.folded, other.folded) || isHanPart(word.folded, other.folded),
  );
}

function sharesBeginning(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length);
  let shared = 0;
  while (shared < shorter && one[shared] === other[shared]) shared++;
  return shared >= MIN_SHARED && shared >= 0.5 * Math.max(one.length, other.length);
}

/** "通车" and "开通": Chinese words that share a character and more are seldom strangers. */
function isHanPart(one: string, other: string): boolean {
  if (!/\p{Script=Han}/u.test(one)) return false;
  return [...one].some((character) => other.includes(character)) && (one.length > 1 || other.includes(one));
}
