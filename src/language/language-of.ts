// Which language a text is in: by its letters where they tell, by its function words where they are plain, else by the library.

import { termsOf } from '../text/terms.ts';
import { functionWords } from './language.ts';
import { likeliestLanguage } from './libraries.ts';
import { LISTED_LANGUAGES } from './word-list.ts';

// A text's language shows in its first lines.
const SAMPLE_UTF16 = 1_000;
// The library takes its time over each word, and a few lines are enough for it.
const GUESSED_UTF16 = 300;
// One or two words in Latin letters may be a name, or borrowed: they tell of no language.
const MIN_LATIN_WORDS = 3;
// Two telling function words of one language, and none of another.
const MIN_TELLING = 2;

const SCRIPTS: readonly (readonly [name: string, letters: RegExp, languages: readonly string[]])[] = [
  ['Latin', /\p{Script=Latin}/gu, ['en', 'de', 'fr', 'es', 'pl', 'it', 'pt', 'nl', 'tr', 'vi']],
  ['Cyrillic', /\p{Script=Cyrillic}/gu, ['ru', 'uk', 'be', 'kk', 'bg', 'sr']],
  ['Kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu, ['ja']],
  ['Han', /\p{Script=Han}/gu, ['zh']],
  ['Hangul', /\p{Script=Hangul}/gu, ['ko']],
  ['Arabic', /\p{Script=Arabic}/gu, ['ar']],
  ['Greek', /\p{Script=Greek}/gu, ['el']],
  ['Hebrew', /\p{Script=Hebrew}/gu, ['he']],
  ['Devanagari', /\p{Script=Devanagari}/gu, ['hi']],
  ['Thai', /\p{Script=Thai}/gu, ['th']],
];

/** Letters that a language has to itself among its neighbours, and letters that it does not have. */
const LETTERS: readonly (readonly [language: string, own: RegExp | null, foreign: RegExp])[] = [
  ['kk', /[әқғңұүһ]/iu, /[їєґў]/iu],
  ['be', /ў/iu, /[иїєґщъ]/iu],
  ['uk', /[їєґ]/iu, /[ыэёъў]/iu],
  ['ru', null, /[іїєґў]/iu],
  ['bg', null, /[ыэёіїєґў]/iu],
  ['sr', /[ђћљњџј]/iu, /[ыэёіїєґўйяюьъщ]/iu],
];

/**
 * The language of a question, one of `among` (the listed languages by default); null where it is another, or where its words are
 * too few to tell: whoever asks then keeps the language they had. BCP 47.
 */
export function languageOf<T extends string>(text: string, among: readonly T[]): T | null;
export function languageOf(text: string): (typeof LISTED_LANGUAGES)[number] | null;
export function languageOf(text: string, among: readonly string[] = LISTED_LANGUAGES): string | null {
  const found = anyLanguageOf(text);
  return found !== null && among.includes(found) ? found : null;
}

/** The language of a text of any kind, known to the lists or not; null where it is too short to tell. */
export function anyLanguageOf(text: string): string | null {
  const sample = text.slice(0, SAMPLE_UTF16);
  const script = scriptOf(sample);
  if (script === null) return null;
  const [name, , languages] = script;
  const possible = languages.filter((language) => mayBe(language, sample));
  if (possible.length < 2) return possible[0] ?? null;
  const words = termsOf(sample).map((term) => term.folded);
  if (name === 'Latin' && words.length < MIN_LATIN_WORDS) return null;
  return plainly(words, possible) ?? likeliestLanguage(sample.slice(0, GUESSED_UTF16), possible);
}

/** Whether a folded word is a function word of another listed language than `language`. */
export function isFunctionWordElsewhere(folded: string, language: string): boolean {
  return LISTED_LANGUAGES.some((other) => other !== language && functionWords(other).has(folded));
}

/** Whether two texts are surely written in different languages: by their scripts, or by what can be told of each. */
export function areOfDifferentLanguages(one: string, other: string): boolean {
  const scripts = [one, other].map((text) => scriptOf(text.slice(0, SAMPLE_UTF16))?.[0]);
  if (scripts.includes(undefined)) return false;
  if (scripts[0] !== scripts[1]) return true;
  const [first, second] = [anyLanguageOf(one), anyLanguageOf(other)];
  return first !== null && second !== null && first !== second;
}

/** The script of most letters; Japanese is written in two, and a little kana tells. */
function scriptOf(text: string): (typeof SCRIPTS)[number] | null {
  let best: (typeof SCRIPTS)[number] | null = null;
  let most = 0;
  for (const script of SCRIPTS) {
    const count = (text.match(script[1])?.length ?? 0) * (script[0] === 'Kana' ? 4 : 1);
    if (count > most) [best, most] = [script, count];
  }
  return best;
}

function mayBe(language: string, text: string): boolean {
  const known = LETTERS.find(([tag]) => tag === language);
  if (known === undefined) return true;
  const [, own, foreign] = known;
  const isOthers = LETTERS.some(([tag, letters]) => tag !== language && letters?.test(text));
  return !foreign.test(text) && (own?.test(text) || !isOthers);
}

/** The one language whose function words, those that no other has, stand among `words`: English mostly, and then nothing is loaded. */
function plainly(words: readonly string[], possible: readonly string[]): string | null {
  const telling = LISTED_LANGUAGES.filter((language) => possible.includes(language)).map((language) => ({
    language,
    count: words.filter((word) => tells(word, language)).length,
  }));
  const [best, next] = telling.sort((a, b) => b.count - a.count);
  return best && best.count >= MIN_TELLING && (next?.count ?? 0) === 0 ? best.language : null;
}

function tells(word: string, language: string): boolean {
  return (
    functionWords(language).has(word) &&
    LISTED_LANGUAGES.every((other) => other === language || !functionWords(other).has(word))
  );
}
