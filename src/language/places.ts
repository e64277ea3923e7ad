// Countries, unions and continents that a text names, by their codes: as a name, a people, an adjective or a capital that stands for it.

import { lazy, lazyBy } from '../text/lazy.ts';
import { foldWord } from '../text/terms.ts';
import { languageNamed } from './language.ts';
import { wordList } from './word-list.ts';

/** A place where it is named. `codes`: "US", "150" (Europe); several where one word names several. */
export type NamedPlace = { readonly start: number; readonly end: number; readonly codes: readonly string[] };

const MAX_NAME_WORDS = 4;

/** The places that `text`, in one of `languages` (BCP 47), names, in order. */
export function placesIn(text: string, languages: readonly string[]): NamedPlace[] {
  const found = hanPlaces(text);
  const words = Array.from(text.matchAll(/[\p{L}\p{M}]+/gu), (match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
  for (let at = 0; at < words.length; ) {
    const [length, codes] = placeAt(words.slice(at, at + MAX_NAME_WORDS), text, languages);
    if (length > 0) found.push({ start: words[at]!.start, end: words[at + length - 1]!.end, codes });
    at += Math.max(1, length);
  }
  return found;
}

function placeAt(
  words: readonly { text: string; start: number; end: number }[],
  text: string,
  languages: readonly string[],
): [length: number, codes: readonly string[]] {
  const isCapital = /^\p{Lu}/u.test(words[0]!.text);
  for (let length = words.length; length > 0; length--) {
    const parts = words.slice(0, length);
    if (parts.some((word, at) => at > 0 && !/^[\s-]+$/.test(text.slice(parts[at - 1]!.end, word.start)))) continue;
    const surface = parts.map((word) => word.text).join(' ');
    for (const language of languages) {
      const codes = length === 1 ? codesOf(surface, language) : isCapital ? longCodes(surface, language) : undefined;
      if (codes) return [length, codes];
    }
  }
  return [0, []];
}

function longCodes(surface: string, language: string): readonly string[] | undefined {
  const { exact, begins } = namesOf(language);
  if (!begins.has(foldWord(surface).slice(0, 3))) return undefined;
  return exact.get(fold(surface)) ?? exact.get(stemKey(surface, language));
}

function codesOf(word: string, language: string): readonly string[] | undefined {
  const folded = fold(word);
  // "Us", "in", "no": codes and short names have their capitals.
  if (folded.length <= 3 && word !== word.toUpperCase()) return undefined;
  // English writes peoples and adjectives large too: "turkey" and "chad" are none.
  if (language === 'en' && !/^\p{Lu}/u.test(word)) return undefined;
  const names = namesOf(language);
  const exact = names.exact.get(folded);
  if (exact) return exact;
  return inflected(folded, names, language, /^\p{Ll}/u.test(word));
}

/** What may follow a name's stem to make its cases, its people or its adjective. */
const ENDINGS: readonly (readonly [languages: readonly string[], stripped: RegExp, ending: RegExp])[] = [
  [
    ['ru', 'uk', 'be', 'bg'],
    /(?:[иы]и|ая|[иі][яі]|[аяеоуыиіь])$/u,
    new RegExp(
      `^(?:${[
        '(?:[иі]?(?:[аяеоуюыиіь]|ею|еи|ои|ою|ом|ем|ам|ям|ами|ями|амі|ямі|ах|ях|ов|ев|ів|ау|яу))?',
        '(?:[иіыоа]?и?(?:н|ан|ян)?ь?[сц]?ь?к)?(?:ии|ыи|іи|ая|яя|ое|ие|ые|ого|ому|ага|аму|им|ым|ім|ом|ую|ои|еи|аи|их|ых|іх|ими|ымі|імі|ою|[аеуиіы])',
        '[яаеиі]?(?:нин|нец|нц|нк|нок|ц|ец|ч|чан|ян|ан|к|ок|нин)(?:[аоуыиіяею]|ом|ем|ам|ами|амі|ах|ев|ов|ів|ау)?',
      ].join('|')})$`,
      'u',
    ),
  ],
  [
    ['pl', 'cs'],
    /(?:ia|ie|[aeyio])$/u,
    /^(?:[aeiouy]{0,2}|(?:i?[jn]|a|y)?[csz]?k?(?:i|a|ie|iego|iej|im|iemu|ich|imi|u|ej|ego|ch)|a?nin\p{L}{0,4}|an(?:ie|om|ami|ach)|cz[yk]\p{L}{0,4}|zech|[eo]m|ami|ach|ow|owi)$/u,
  ],
  [
    [],
    /(?:land|reich|ien|ia|ie|e?y|[aeo]s?|s)$/u,
    /^(?:[aeo]s?|s|n|en|e[rsmn]|ern|is|innen|erin|n?isch(?:e[nrsm]?)?|n?er(?:n|s|in|innen)?|ais(?:es?)?|ois(?:es?)?|[iy]|i?[aeo]m|ish|ach|[it]?ens?|i?ennes?|[in]?i?ans?|i?ains?|i?aines?|ese|[in]?[ae]nse?s?|i?an[oa]s?|en[oa]s?|es[ae]?s?|ique|yans?)?$/u,
  ],
];

function inflected(folded: string, names: Names, language: string, isSmall: boolean): readonly string[] | undefined {
  const [, stripped, ending] = ENDINGS.find(([languages]) => languages.includes(language)) ?? ENDINGS.at(-1)!;
  let best: string | null = null;
  let longest = 3;
  for (const name of names.byStart.get(folded.slice(0, 3)) ?? []) {
    const short = name.replace(stripped, '');
    for (const base of [
      name,
      /\p{Script=Cyrillic}/u.test(name) ? name.slice(0, -1) : name,
      short,
      short.replace(/г$/u, 'ж').replace(/к$/u, 'ч'),
    ]) {
      if (base.length <= longest || !folded.startsWith(base) || !ending.test(folded.slice(base.length))) continue;
      // Written small it is an adjective or a people, no case of the name: "самой" is not Samoa's.
      if (isSmall && !names.small.has(name) && folded.length - base.length < 2) continue;
      best = name;
      longest = base.length;
    }
  }
  return best === null ? undefined : names.exact.get(best);
}

type Names = {
  /** By folded name, and by the stems of names of several words. */
  readonly exact: ReadonlyMap<string, readonly string[]>;
  /** Names of one word by their first three letters. */
  readonly byStart: ReadonlyMap<string, readonly string[]>;
  /** The first three letters of names of several words. */
  readonly begins: ReadonlySet<string>;
  /** Names of languages and peoples, which many languages write small. */
  readonly small: ReadonlySet<string>;
  readonly longest: number;
};

const CODES = Array.from({ length: 676 }, (_, at) => String.fromCharCode(65 + Math.floor(at / 26), 65 + (at % 26)));
const CONTINENTS = ['002', '019', '142', '150'];
// Codes for private use and tests, not places; and what is at home in so many countries that it tells none of them.
const NO_PLACE = new Set(['XA', 'XB', 'ZZ', 'QO']);
const SPREAD = new Set(['en', 'ar', 'es', 'pt', 'fr']);
const HOME: Readonly<Record<string, string>> = { es: 'ES', pt: 'PT', fr: 'FR' };

/** Some 10 ms a language, once. */
const namesOf = lazyBy((language): Names => {
  const exact = new Map<string, string[]>();
  const add = (name: string | undefined, code: string) => {
    // "Congo - Kinshasa", "Hong Kong SAR China", "Myanmar (Burma)": what is added to tell places apart is no name.
    const plain = name?.replace(/ (?:- |SAR|САР|\().*$|[(（].*$/u, '').trim();
    if (!plain) return;
    for (const key of new Set([fold(plain), ...(/[\s-]/.test(plain) ? [stemKey(plain, language)] : [])])) {
      const codes = exact.get(key);
      if (codes === undefined) exact.set(key, [code]);
      else if (!codes.includes(code)) codes.push(code);
    }
  };
  const [long, short] = (['long', 'short'] as const).map(
    (style) => new Intl.DisplayNames(language, { type: 'region', style, fallback: 'none' }),
  );
  const tongues = new Intl.DisplayNames(language, { type: 'language', fallback: 'none' });
  for (const code of [...CODES, ...CONTINENTS]) {
    if (NO_PLACE.has(code)) continue;
    add(long!.of(code), code);
    add(short!.of(code), code);
  }
  const large = new Set(exact.keys());
  for (const [tongue, code] of homes()) add(tongues.of(tongue), code);
  for (const idea of ['country', 'people'])
    for (const line of wordList(language, idea)) {
      const [code, ...names] = line.split(' ');
      for (const name of names) add(name.replace(/_/g, ' '), code!);
    }
  const byStart = Map.groupBy(
    [...exact.keys()].filter((name) => !/\s/.test(name)),
    (name) => name.slice(0, 3),
  );
  const small = new Set([...exact.keys()].filter((name) => !large.has(name)));
  const begins = new Set(
    [...exact.keys()].filter((name) => /\s/.test(name)).map((name) => name.replace(/^=/, '').slice(0, 3)),
  );
  return { exact, byStart, begins, small, longest: Math.max(0, ...Array.from(exact.keys(), (name) => name.length)) };
});

/** Languages that are called after a country, with its code. */
const homes = lazy((): [tongue: string, code: string][] =>
  CODES.map((code) => code.toLowerCase()).flatMap((tongue): [string, string][] => {
    const home = HOME[tongue] ?? (SPREAD.has(tongue) ? undefined : new Intl.Locale(tongue).maximize().region);
    return home === undefined ? [] : [[tongue, home]];
  }),
);

function fold(name: string): string {
  return name
    .split(/[\s-]+/)
    .map((word) => (word === 'US' ? 'us' : foldWord(word)))
    .join(' ');
}

function stemKey(name: string, language: string): string {
  const { stem } = languageNamed(language);
  return `=${fold(name).split(' ').map(stem).join(' ')}`;
}

/** In Chinese no blank parts a name from what stands around it: the longest that begins at each character. */
function hanPlaces(text: string): NamedPlace[] {
  const found: NamedPlace[] = [];
  for (const { 0: run, index } of text.matchAll(/\p{Script=Han}{2,}/gu)) {
    const { exact, longest } = namesOf('zh');
    for (let at = 0; at < run.length; ) {
      let end = Math.min(run.length, at + longest);
      while (end > at + 1 && !exact.has(run.slice(at, end))) end--;
      if (end > at + 1) found.push({ start: index + at, end: index + end, codes: exact.get(run.slice(at, end))! });
      at = Math.max(end, at + 1);
    }
  }
  return found;
}
