// What kind of thing a question asks for (a number, a time, a place, a person, a reason), and whether a sentence has one.

import { wordList } from '../language/word-list.ts';
import { lazyBy } from '../text/lazy.ts';
import { foldWord, type Term, termsOf } from '../text/terms.ts';

export type Kind = 'duration' | 'money' | 'number' | 'time' | 'place' | 'person' | 'reason';

export type Asked = {
  readonly kind: Kind | null;
  /** The folded word that an answer has in some form: "berths" of "how many berths", "deep" of "how deep"; null mostly. */
  readonly head: string | null;
  /** The folded words that it asks with: they are looked for nowhere. */
  readonly words: ReadonlySet<string>;
};

/** A way of asking, as it is found in the joined words of a question. */
type Phrase = { readonly text: string; readonly head: string | null };

const KINDS: readonly Kind[] = ['duration', 'money', 'time', 'number', 'place', 'person', 'reason'];

/** `language`: BCP 47 of the question that `terms` are. */
export function askedOf(terms: readonly Term[], language: string): Asked {
  const text = joined(terms, language);
  const ways = KINDS.flatMap((kind) => {
    const found = phrases(`${language}/asks-${kind}`)
      .map((phrase) => ({ kind, phrase, at: text.indexOf(phrase.text) }))
      .filter(({ at }) => at >= 0);
    return found
      .sort((one, other) => one.at - other.at || other.phrase.text.length - one.phrase.text.length)
      .slice(0, 1);
  }).sort((one, other) => one.at - other.at || other.phrase.text.length - one.phrase.text.length);
  const chosen = chosenIn(text, language);
  // "Who was there when the bridge fell?" asks for no time.
  const first = ways.find(({ kind }) => kind !== 'time' || (ways.length === 1 && chosen === null));
  if (first === undefined) return { kind: null, head: chosen, words: new Set() };
  const { kind, at, phrase } = first;
  const isMoney = kind === 'number' && ways.some((way) => way.kind === 'money');
  const counted =
    kind === 'number'
      ? (text
          .slice(at + phrase.text.length)
          .trim()
          .split(' ')[0] ?? null)
      : null;
  const words = new Set(phrase.text.trim().split(' '));
  if (phrase.head !== null) words.delete(phrase.head);
  return { kind: isMoney ? 'money' : kind, head: phrase.head ?? counted, words };
}

/** Whether a sentence has what is asked for; true for what the words of a sentence cannot tell. */
export function hasKind(kind: Kind | null, sentence: string, language: string): boolean {
  if (kind === null || kind === 'place' || kind === 'person') return true;
  const terms = termsOf(sentence);
  const has = (idea: string) => terms.some(({ folded }) => wordsIn(`${language}/${idea}`).has(folded));
  if (kind === 'time') return has('time') || TIME.test(sentence);
  if (kind === 'reason')
    return phrases(`${language}/reason`).some(({ text }) => joined(terms, language).includes(text));
  // Years, dates and hours are numbers of another kind.
  const hasNumber = /\p{N}/u.test(sentence.replace(DATES, '')) || has('number');
  if (kind === 'money') return hasNumber && (has('money') || /\p{Sc}/u.test(sentence));
  return hasNumber && (kind !== 'duration' || has('time'));
}

const TIME = /\b(?:19|20)\d\d\b|\d[:.]\d\d|\d+\s*[年月日号点]/u;
const DATES = /\b(?:19|20)\d\d\b|\b\d{1,2}\.? (?=\p{Lu}\p{Ll}{2})|(?<=\p{Lu}\p{Ll}{2,8}\.? )\d{1,2}\b(?! ?\p{Ll})/gu;

/** The last of the words right after "which" or "what" that says what is to be chosen: "city" of "which Chinese city". */
function chosenIn(text: string, language: string): string | null {
  for (const { text: phrase } of phrases(`${language}/chooses`)) {
    const at = text.indexOf(phrase);
    if (at >= 0)
      return (
        text
          .slice(at + phrase.length)
          .trim()
          .split(' ')[0] ?? null
      );
  }
  return null;
}

// Words with blanks around each, so that a phrase is found as whole words; without any where the script has none.
function joined(terms: readonly Term[], language: string): string {
  const words = terms.map((term) => term.folded);
  return language === 'zh' ? words.join('') : ` ${words.join(' ')} `;
}

const phrases = lazyBy((name): readonly Phrase[] => {
  const [language, idea] = name.split('/') as [string, string];
  return wordList(language, idea).map((entry) => ({
    text: joined(termsOf(entry.replace('*', '')), language),
    head: entry.includes('*') ? foldWord(entry.slice(entry.indexOf('*') + 1)) : null,
  }));
});

const wordsIn = lazyBy((name): ReadonlySet<string> => {
  const [language, idea] = name.split('/') as [string, string];
  return new Set(wordList(language, idea).map(foldWord));
});
