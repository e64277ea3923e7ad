// Whether a short text is surely in another language than a statement: by its letters and, where they are the same, by its words.

import { AMBIGUOUS } from './foreign.ts';
import { type Language, languageOf, languagesWith } from './languages.ts';
import { FUNCTION_WORDS, terms } from './terms.ts';

// A statement's language shows in a few paragraphs.
const SAMPLE_UTF16 = 20_000;
// A single word may be a name, or borrowed: it tells of no language.
const FEWEST_WORDS = 2;
// Two function words of one language stand in a text of another by chance less often than one does.
const FEWEST_TELLING = 2;
// Of the words of running text that are no names, a statement's language has at least twice as many.
const MOST_KNOWN = 1 / 4;
const FEWEST_PLAIN = 3;

/** False where the text is too short to tell or may well be in the language of `statement`, which is a text of any length. */
export function isInAnotherLanguage(text: string, statement: string): boolean {
  const words = terms(text).map((term) => ({ ...term, surface: text.slice(term.start, term.end) }));
  if (words.length < FEWEST_WORDS) return false;
  const sample = statement.slice(0, SAMPLE_UTF16);
  const script = scriptOf(text);
  if (script === null) return false;
  if (script !== scriptOf(sample)) return true;
  const sampled = terms(sample).map((term) => term.folded);
  const home: Home = {
    language: languageOf(sampled),
    words: new Set(sampled),
    letters: new Set(sample.normalize('NFC').toLowerCase()),
  };
  return tellsOfAnother(words, home) || isUnknown(words, home);
}

type Word = { readonly folded: string; readonly surface: string };
/** What is known of the statement's language: which it is, and the words and letters that stand in it. */
type Home = {
  readonly language: Language;
  readonly words: ReadonlySet<string>;
  readonly letters: ReadonlySet<string>;
};

// One language may be written in several of these; what counts is which of them most of its letters are from.
const SCRIPTS = ['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Devanagari', 'Thai', 'Hangul', 'Han', 'Kana'].map(
  (name) => ({
    name,
    letters: new RegExp(name === 'Kana' ? '[\\p{Script=Hiragana}\\p{Script=Katakana}]' : `\\p{Script=${name}}`, 'gu'),
  }),
);

/** The script of most letters; null where none of these is. */
function scriptOf(text: string): string | null {
  let best: string | null = null;
  let most = 0;
  for (const { name, letters } of SCRIPTS) {
    const count = text.match(letters)?.length ?? 0;
    if (count > most) {
      best = name;
      most = count;
    }
  }
  return best;
}

/** Whether what tells of some other language outnumbers what tells of the statement's. */
function tellsOfAnother(words: readonly Word[], home: Home): boolean {
  const others = new Map<string, number>();
  let own = 0;
  let strange = 0;
  for (const { folded, surface } of words) {
    if (hasStrangeLetter(surface, home)) {
      strange++;
      continue;
    }
    const tags = new Set([...languagesWith(folded), ...(FUNCTION_WORDS.has(folded) ? ['en'] : [])]);
    if (tags.has(home.language.tag)) own++;
    else if (!AMBIGUOUS.has(folded)) for (const tag of tags) others.set(tag, (others.get(tag) ?? 0) + 1);
  }
  return strange + Math.max(0, ...others.values()) >= Math.max(FEWEST_TELLING, own + 1);
}

/** Whether a word that is no name has an accent or a letter which the statement has nowhere: "dönmedik". */
function hasStrangeLetter(surface: string, { letters }: Home): boolean {
  return isPlain(surface) && /[^\p{ASCII}]/u.test(surface) && [...surface.normalize('NFC')].some(isStrange);

  function isStrange(letter: string): boolean {
    return /[^\p{ASCII}\P{L}]/u.test(letter) && !letters.has(letter);
  }
}

/** Whether hardly a word of it, names aside, is one of the statement's language or stands in the statement. */
function isUnknown(words: readonly Word[], { language, words: known }: Home): boolean {
  const plain = words.filter(({ surface }) => isPlain(surface));
  if (plain.length < FEWEST_PLAIN) return false;
  const ours = plain.filter(
    ({ folded }) =>
      language.isFunctionWord(folded) ||
      known.has(folded) ||
      (language.weight(language.stem(folded)) < 1 && languagesWith(folded).length === 0),
  );
  return ours.length <= plain.length * MOST_KNOWN;
}

/** Written small, as no name is. */
function isPlain(surface: string): boolean {
  return /^\p{Ll}/u.test(surface);
}
