// The libraries that know languages. Each is loaded when it is first needed: together they would add 200 ms to every start.

import { createRequire } from 'node:module';
import { lazy, lazyBy } from '../text/lazy.ts';

const require = createRequire(import.meta.url);

// Language: its list in `stopword`, its stemmer in `snowball-stemmers`. The Russian stemmer's endings serve its neighbours too.
const KNOWN: Readonly<Record<string, readonly [list: string, stemmer?: string]>> = {
  en: ['eng', 'english'],
  ru: ['rus', 'russian'],
  uk: ['ukr', 'russian'],
  be: ['', 'russian'],
  de: ['deu', 'german'],
  fr: ['fra', 'french'],
  es: ['spa', 'spanish'],
  pl: ['pol'],
  zh: ['zho'],
  it: ['ita', 'italian'],
  pt: ['por', 'portuguese'],
  nl: ['nld', 'dutch'],
  sv: ['swe', 'swedish'],
  da: ['dan', 'danish'],
  nb: ['nob', 'norwegian'],
  fi: ['fin', 'finnish'],
  hu: ['hun', 'hungarian'],
  ro: ['ron', 'romanian'],
  tr: ['tur', 'turkish'],
  ca: ['cat', 'catalan'],
  cs: ['ces'],
  ar: ['ara', 'arabic'],
  el: ['ell'],
  fa: ['fas'],
  he: ['heb'],
  hi: ['hin'],
  id: ['ind'],
  vi: ['vie'],
  ja: ['jpn'],
  ko: ['kor'],
  th: ['tha'],
};

/** A language's function words as the library spells them; empty where it has none. */
export function listedFunctionWords(language: string): readonly string[] {
  const list = KNOWN[language]?.[0] ?? '';
  return list === '' ? [] : (require(`stopword/src/stopwords_${list}.js`) as Record<string, string[]>)[list]!;
}

const snowball = lazy(
  () => require('snowball-stemmers') as { newStemmer: (name: string) => { stem: (word: string) => string } },
);

/** Takes a word's inflection off; a language that the library does not know keeps its words as they are. */
export const stemmerOf = lazyBy((language: string): ((word: string) => string) => {
  if (language === 'pl') return withoutPolishEnding;
  const name = KNOWN[language]?.[1];
  if (name === undefined) return (word) => word;
  const stemmer = snowball().newStemmer(name);
  return (word) => stemmer.stem(word);
});

/** Polish, which the library lacks: the endings of cases, numbers and persons that most words take, off a folded word. */
function withoutPolishEnding(folded: string): string {
  return folded.length < 4
    ? folded
    : folded.replace(/(?:iami|ami|ach|iego|ego|emu|ymi|imi|owi|ow|om|ie|em|ej|ym|im|[aeiouy])$/, '');
}

const ascii = lazy(() => (require('any-ascii') as { default: (text: string) => string }).default);

/** A word in Latin letters without accents: "Лукашевич" gives "lukashevich". */
export function inLatin(word: string): string {
  return /^[\x20-\x7e]*$/.test(word) ? word : ascii()(word).toLowerCase();
}

const tinyld = lazy(() => require('tinyld') as { detect: (text: string, options: { only?: string[] }) => string });

/** The likeliest of the languages `only`; null where nothing speaks for any. */
export function likeliestLanguage(text: string, only: readonly string[]): string | null {
  return tinyld().detect(text, { only: [...only] }) || null;
}
