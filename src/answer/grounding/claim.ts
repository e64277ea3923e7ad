// A claim as the rules of grounding read it: its words, what it cites, and what else it may speak of.

import { anyLanguageOf } from '../../language/language-of.ts';
import type { Places, Quote } from '../../statement/quotation.ts';

/** The rule that withheld a wording. The names appear in logs and metrics. */
export type Withheld =
  | 'too-long'
  | 'empty'
  | 'imitation'
  | 'marks'
  | 'number'
  | 'name'
  | 'attribution'
  | 'negation'
  | 'not-carried';

export type Grounding = {
  readonly about: Places;
  /** The keys that the model was shown. */
  readonly shown: ReadonlySet<string>;
  /** What the asker wrote, earlier questions included: its numbers and names may be spoken of. */
  readonly asked: string;
};

export type CitedClaim = {
  /** One line, without keys and quotation marks. */
  readonly text: string;
  /** What the model wrote before that. */
  readonly written: string;
  readonly keys: readonly string[];
  readonly quotes: readonly Quote[];
  /** The sentences it cites, a line each. */
  readonly cited: string;
  /** What the claims before it in the same answer say: "she" may be who they speak of. */
  readonly before: string;
  /** Languages that its words may be of, the likeliest first. */
  readonly languages: readonly string[];
  /** Whether it is in the statement's language, and can be compared word by word. */
  readonly isSameLanguage: boolean;
};

/** Looks for one thing that may not be shown; null where the wording keeps to it. */
export type Rule = (claim: CitedClaim, grounding: Grounding) => Withheld | null;

/** The sentences of `keys`, a line each. */
export function textOf({ statement, places }: Places, keys: readonly string[]): string {
  return keys
    .flatMap((key) => places.get(key) ?? [])
    .sort((one, other) => one - other)
    .map((at) => statement.text.slice(statement.sentences[at]!.start, statement.sentences[at]!.end))
    .join('\n');
}

/** A text that a claim's names and numbers may come from, and the languages that it may be read in. */
export type Source = { readonly text: string; readonly languages: readonly string[] };

/** What a claim may speak of: what it cites, who speaks there, who published and spoke and when, and what was asked. */
export function sourcesOf({ cited, quotes }: CitedClaim, { about, asked }: Grounding): Source[] {
  const { publisher, carriedBy, date, speaker, language } = about.statement;
  const header = [
    publisher,
    carriedBy,
    speaker?.name,
    ...(speaker?.names ?? []),
    ...quotes.map((quote) => quote.speaker),
  ];
  const names = header.filter((part) => part != null).join('\n');
  return [
    sourceIn(`${cited}\n${names}`, language),
    sourceIn(date ?? '', language),
    { text: asked, languages: languagesOf(asked, language) },
  ];
}

/** A text of the statement, in its language. */
export function sourceIn(text: string, language: string): Source {
  const own = primary(language);
  return { text, languages: own === 'en' || !/\p{Script=Latin}/u.test(text) ? [own] : [own, 'en'] };
}

const SCRIPTS: readonly (readonly [letters: RegExp, languages: readonly string[]])[] = [
  [/\p{Script=Latin}/gu, ['en', 'de', 'fr', 'es', 'pl', 'pt', 'it', 'vi']],
  [/\p{Script=Cyrillic}/gu, ['ru', 'uk', 'be']],
  [/\p{Script=Han}/gu, ['zh']],
];

/** Languages that words of `text` may be read in: its own, then `also` and English where they share its letters. */
export function languagesOf(text: string, also: string): string[] {
  const own = anyLanguageOf(text);
  const counts = SCRIPTS.map(([letters, languages]) => ({ languages, count: text.match(letters)?.length ?? 0 }));
  const script = counts.reduce((most, next) => (next.count > most.count ? next : most)).languages;
  const shared = [primary(also), 'en'].filter((language) => script.includes(language));
  // Russian, Ukrainian and Belarusian names and numbers are close enough to be read together.
  const neighbours = script.includes('ru') ? ['ru', 'uk', 'be'] : [];
  // A name may stand in other letters than the rest.
  const others = counts
    .filter(({ languages, count }) => count > 0 && languages !== script)
    .map(({ languages }) => languages[0]!);
  return [...new Set([...(own === null ? [] : [own]), ...shared, ...neighbours, ...others])];
}

export function primary(tag: string): string {
  return tag.toLowerCase().split(/[-_]/)[0] ?? tag;
}

/** Whether `text` is in the language `tag`; where its words are too few to tell, its letters decide. */
export function isIn(text: string, tag: string): boolean {
  const own = primary(tag);
  return languagesOf(text, own).includes(own) && (anyLanguageOf(text) ?? own) === own;
}
