// Reads a question against a text: which of its words matter, and which stems of the text stand for each.

import { type Asked, askedOf } from '../language/asked.ts';
import { functionWords, languageNamed } from '../language/language.ts';
import { isFunctionWordElsewhere, languageOf } from '../language/language-of.ts';
import { areForms, edits, likeness, soundOf } from '../language/likeness.ts';
import { beginningsOf, inEnglish } from '../language/meaning.ts';
import { englishNames } from '../language/names.ts';
import { relatedTo } from '../language/related.ts';
import { withShortNames } from '../language/short-names.ts';
import { lazyBy } from '../text/lazy.ts';
import { type Term, termsOf } from '../text/terms.ts';
import { type Passages, pairsOf, type Query, type Sought } from './passages.ts';

export type QuestionWord = Sought & {
  readonly surface: string;
  /** Written with a capital where none is due. */
  readonly isName: boolean;
  /** It stands there only as another word made of the same stem. */
  readonly isDerived: boolean;
};
export type QuestionRead = Omit<Query, 'words'> & {
  readonly words: readonly QuestionWord[];
  /** BCP 47 of the question where it is surely not the text's own; then little can be said of a word that is missing. */
  readonly otherLanguage: string | null;
  readonly asked: Asked;
};
/** A factor for a word's weight; 0 takes it for a word that only holds the question together. */
export type Weigh = (folded: string, stem: string, isThere: boolean) => number;

// How far what is not the word itself stands for it: misspelt, made of it, the other word in its language, its translation.
const ALIKE = 0.8;
const TRANSLATED = 0.9;
const DERIVED = 0.75;
const SAME_MEANING = 0.55;
// A word of another language may well stand in the text, in the text's language.
const UNTRANSLATED = 0.3;
// What is pasted beyond this is not read.
const MAX_QUESTION_UTF16 = 8_000;
const MAX_WORDS = 400;
// For each of these all stems of one first letter are gone through.
const MAX_UNKNOWN = 40;
const MAX_FORMS = 4;
const MIN_KNOWN = 0.55;

export function readQuestion(question: string, text: Passages, weigh: Weigh = () => 1): QuestionRead {
  const all = withShortNames(termsOf(question.slice(0, MAX_QUESTION_UTF16)).slice(0, MAX_WORDS), text.language.tag);
  const terms = all.filter(({ folded }) => !text.language.isFunctionWord(folded)).map((term) => read(term, text));
  const found = terms.filter(({ isThere }) => isThere).length;
  // Most questions are in the text's language: it has most of their words, and nothing needs to be looked into further.
  const isOwn =
    all.length - terms.length + found > MIN_KNOWN * all.length ||
    !(
      /[^\p{ASCII}\P{L}]/u.test(question) ||
      terms.some(({ folded, isThere }) => !isThere && isFunctionWordElsewhere(folded, text.language.tag))
    );
  const language = isOwn ? null : languageOf(question);
  const otherLanguage = language === text.language.tag ? null : language;
  const asked = askedOf(all, otherLanguage ?? text.language.tag);
  const words = new Map<string, QuestionWord>();
  // German writes every noun with a capital.
  const hasNames = (otherLanguage ?? text.language.tag) !== 'de';
  let unknown = 0;
  for (const { start, end, folded, stem, isThere } of terms) {
    if (words.has(folded) || asked.words.has(folded) || (!isThere && isFiller(folded, text, otherLanguage))) continue;
    const weight = weigh(folded, stem, isThere);
    if (weight === 0) continue;
    const mayLook = isThere || ++unknown <= MAX_UNKNOWN;
    const forms = mayLook ? formsOf({ folded, stem, isThere, otherLanguage }, text) : new Map();
    const isLost = forms.size === 0 && otherLanguage !== null;
    words.set(folded, {
      surface: question.slice(start, end),
      isName: start > 0 && hasNames && /^\p{Lu}/u.test(question.slice(start, start + 2)),
      isDerived: isThere && !isForm({ folded, stem }, text),
      folded,
      forms,
      weight: isLost ? weight * UNTRANSLATED : weight,
    });
  }
  return { words: [...words.values()], pairs: pairsOf(all.map((term) => term.folded)), otherLanguage, asked };
}

function read(term: Term, text: Passages) {
  const stem = text.stemOf(term.folded);
  return { ...term, stem, isThere: text.has(stem) };
}

/** Whether a word that the text has not only holds the question together: in the question's language, or misspelt. */
function isFiller(folded: string, text: Passages, otherLanguage: string | null): boolean {
  if (otherLanguage !== null) return languageNamed(otherLanguage).isFunctionWord(folded);
  return (
    longFunctionWords(text.language.tag)
      .get(folded[0]!)
      ?.some((word) => Math.abs(word.length - folded.length) < 2 && edits(word, folded) === 1) === true
  );
}

const longFunctionWords = lazyBy((tag) =>
  Map.groupBy(
    [...functionWords(tag)].filter((word) => word.length > 3),
    (word) => word[0]!,
  ),
);

type Unread = {
  readonly folded: string;
  readonly stem: string;
  readonly isThere: boolean;
  readonly otherLanguage: string | null;
};

/** The stems of the text that stand for a word, best first: itself, what it means, words of like meaning, other forms and slips. */
function formsOf(asked: Unread, text: Passages): Map<string, number> {
  const found = new Map<string, number>();
  const add = (stem: string, share: number) => {
    if (share > (found.get(stem) ?? 0)) found.set(stem, share);
  };
  if (asked.isThere) add(asked.stem, isForm(asked, text) ? 1 : DERIVED);
  const { tag } = text.language;
  const language = asked.otherLanguage ?? tag;
  const meant = tag === 'en' && language === 'en' ? [asked.stem] : [...inEnglish(asked.folded, language)];
  if (asked.otherLanguage !== null) meant.push(...englishNames(asked.folded, language).map(languageNamed('en').stem));
  for (const stem of stemsFor(meant, text)) add(stem, asked.otherLanguage === null ? SAME_MEANING : TRANSLATED);
  for (const one of meant)
    for (const { stem: other, share } of relatedTo(one)) for (const stem of stemsFor([other], text)) add(stem, share);
  if (found.size === 0) for (const [stem, share] of alike(asked, text)) add(stem, ALIKE * share);
  if (found.size < 2) return found;
  return new Map([...found].sort((one, other) => other[1] - one[1]).slice(0, MAX_FORMS));
}

function isForm({ folded, stem }: Pick<Unread, 'folded' | 'stem'>, text: Passages): boolean {
  if (text.language.tag !== 'en') return true;
  const words = text.spellings(stem);
  return words.length === 0 || words.includes(folded) || words.some((word) => areForms(word, folded));
}

/** The stems of the text for English stems. */
function stemsFor(english: readonly string[], text: Passages): readonly string[] {
  if (english.length === 0 || text.language.tag === 'en') return english.filter(text.has);
  return beginningsOf(english, text.language.tag).flatMap((beginning) =>
    (text.words.get(beginning[0]!) ?? []).filter(([word]) => word.startsWith(beginning)).map(([, stem]) => stem),
  );
}

/** Words of the text that are misspelt alike, or for another language heard alike: "президент", "president". */
function alike({ folded, stem, otherLanguage }: Unread, text: Passages): [string, number][] {
  const heard = otherLanguage === null ? null : soundOf(languageNamed(otherLanguage).stem(folded));
  const wanted = heard ?? stem;
  const found: [string, number][] = [];
  for (const [letter, words] of text.words) {
    if ((heard === null ? letter : soundOf(letter)[0]) !== wanted[0]) continue;
    for (const [, other] of words) {
      const share = likeness(wanted, heard === null ? other : soundOf(other));
      if (share > 0) found.push([other, share]);
    }
  }
  return found;
}
