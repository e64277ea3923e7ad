// What kind of thing a question asks for (a number, a time, a place, a person, a reason), and whether a sentence has one.

import { lazyBy } from '../text/lazy.ts';
import { foldWord, type Term, termsOf } from '../text/terms.ts';
import { wordList } from './word-list.ts';

export type Kind = 'duration' | 'money' | 'number' | 'time' | 'place' | 'person' | 'reason';

export type Asked = {
  readonly kind: Kind | null;
  /** Folded words that an answer has in some form: "berths" of "how many berths", "Chinese" and "city" of "which Chinese city". */
  readonly heads: readonly string[];
  /** The folded words that it asks with: they are looked for nowhere. */
  readonly words: ReadonlySet<string>;
};

/** A way of asking, as it is found in the joined words of a question. */
type Phrase = { readonly text: string; readonly head: string | null };

// At one place, of ways of one length the first of these is meant.
const KINDS: readonly Kind[] = ['duration', 'money', 'time', 'number', 'place', 'person', 'reason'];

/** `language`: BCP 47 of the question that `terms` are. */
export function askedOf(terms: readonly Term[], language: string): Asked {
  const text = joined(terms, language);
  const found = waysIn(text, language);
  const ways = found.filter(({ idea }) => idea !== 'chooses');
  // "What time" and "which year" are ways of asking themselves.
  const chosen = found.find(({ idea, at }) => idea === 'chooses' && !ways.some((way) => way.at === at));
  // "Who was there when the bridge fell?" asks for no time.
  const isAlone = chosen === undefined && ways.every(({ idea }) => idea === 'time');
  const first = ways.find(({ idea }) => idea !== 'time' || isAlone);
  if (first === undefined)
    return { kind: null, heads: chosen ? wordsAfter(chosen, text, MAX_CHOSEN) : [], words: NO_WORDS };
  const kind = first.idea as Kind;
  const words = new Set(first.text.trim().split(' '));
  if (first.head !== null) words.delete(first.head);
  return {
    kind: kind === 'number' && ways.some(({ idea }) => idea === 'money') ? 'money' : kind,
    heads: first.head !== null ? [first.head] : kind === 'number' ? wordsAfter(first, text, 1) : [],
    words,
  };
}

const NO_WORDS: ReadonlySet<string> = new Set();

type Way = Phrase & { readonly idea: Kind | 'chooses'; readonly at: number };

/** The ways of asking that stand in a question's joined words, in order, of those at one place the longest first. */
function waysIn(text: string, language: string): Way[] {
  const byLetter = ways(language);
  const found: Way[] = [];
  for (let at = 0; at < text.length; at++) {
    if (language !== 'zh' && text[at] !== ' ') continue;
    for (const way of byLetter.get(text.slice(at, at + 2).trim()[0] ?? '') ?? [])
      if (text.startsWith(way.text, at)) found.push({ ...way, at });
  }
  return found;
}

/** By their first letter, the longest first. */
const ways = lazyBy((language) =>
  Map.groupBy(
    [...KINDS, 'chooses' as const]
      .flatMap((idea) =>
        phrases(`${language}/${idea === 'chooses' ? idea : `asks-${idea}`}`).map((phrase) => ({ ...phrase, idea })),
      )
      .sort((one, other) => other.text.length - one.text.length),
    ({ text }) => text.trim()[0] ?? '',
  ),
);

// "Which Chinese city": what is chosen has seldom more words.
const MAX_CHOSEN = 2;

/** The words right after a way of asking, at most `most`: what is counted or chosen, and function words, which are looked for nowhere. */
function wordsAfter({ at, text }: Way, question: string, most: number): readonly string[] {
  return question
    .slice(at + text.length)
    .trim()
    .split(' ')
    .slice(0, most);
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
