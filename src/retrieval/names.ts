// Names of countries, peoples, languages, continents and months in other languages, as English text has them, and Cyrillic
// in Latin letters. The names are the platform's own (Intl); they are read on first use, for reading them takes milliseconds.

import { stem } from './stem.ts';
import { foldWord } from './terms.ts';

/**
 * The English words for a name in any of the languages below, inflected forms included: "России", "русских", "俄罗斯" and
 * "Rusia" give "Russia" and "Russian". English names give their relatives: "Poland", "Polish". Two or three words may be
 * given at once ("Соединённые Штаты"). Empty for what is no such name. `isEnglish`: a word in Latin letters stands in an English
 * question, and other languages' names need not be read.
 */
export function englishNames(surface: string, isEnglish = false): readonly string[] {
  const words = surface
    .split(/[\s-]+/)
    .map(foldWord)
    .filter((word) => word !== '');
  const own = scriptOf(surface);
  const script = isEnglish && own === SCRIPTS[0] ? ENGLISH : own;
  if (words.length === 0 || script === null) return [];
  const names = namesOf(script);
  const exact = names.exact.get(words.join(' ')) ?? names.exact.get(keyOf(words));
  if (exact !== undefined) return [...exact];
  if (words.length > 1) return [];
  return [...(script.inflect(words[0]!, names) ?? [])];
}

/** The names inside a run of characters without blanks ("关于中国"), longest first where they overlap. */
export function namesInRun(
  run: string,
): { readonly start: number; readonly end: number; readonly english: readonly string[] }[] {
  const found: { start: number; end: number; english: readonly string[] }[] = [];
  const script = scriptOf(run);
  if (script === null) return found;
  const { exact, longest } = namesOf(script);
  for (let start = 0; start < run.length; ) {
    let end = Math.min(run.length, start + longest);
    // One character is a name too rarely to be taken for one.
    while (end > start + 1 && !exact.has(run.slice(start, end))) end--;
    if (end > start + 1) {
      found.push({ start, end, english: [...exact.get(run.slice(start, end))!] });
      start = end;
    } else start++;
  }
  return found;
}

type Names = {
  /** English words by folded name and by its words' stems. */
  readonly exact: ReadonlyMap<string, ReadonlySet<string>>;
  /** One-word names by their first three characters, for inflected forms. */
  readonly byStart: ReadonlyMap<string, readonly string[]>;
  /** UTF-16 units of the longest name. */
  readonly longest: number;
};

type Script = {
  readonly letters: RegExp;
  readonly languages: readonly string[];
  readonly inflect: (word: string, names: Names) => ReadonlySet<string> | undefined;
};

// The languages whose names are read for a word of each script: the interface's own, then the widest spread.
const SCRIPTS: readonly Script[] = [
  {
    letters: /^[\p{Script=Latin}\p{M}'’.\s-]+$/u,
    languages: ['en', 'de', 'es', 'fr', 'it', 'pt', 'pl'],
    inflect: inflectLatin,
  },
  { letters: /^[\p{Script=Cyrillic}\p{M}'’.\s-]+$/u, languages: ['ru', 'be', 'uk', 'bg'], inflect: inflectCyrillic },
  { letters: /\p{Script=Hangul}/u, languages: ['ko'], inflect: containing },
  { letters: /[\p{Script=Hiragana}\p{Script=Katakana}]/u, languages: ['ja'], inflect: containing },
  { letters: /\p{Script=Han}/u, languages: ['zh', 'zh-Hant', 'ja'], inflect: containing },
  { letters: /\p{Script=Arabic}/u, languages: ['ar', 'fa'], inflect: containing },
  { letters: /\p{Script=Hebrew}/u, languages: ['he'], inflect: containing },
  { letters: /\p{Script=Greek}/u, languages: ['el'], inflect: containing },
  { letters: /\p{Script=Devanagari}/u, languages: ['hi'], inflect: containing },
];

const ENGLISH: Script = { ...SCRIPTS[0]!, languages: ['en'] };

function scriptOf(surface: string): Script | null {
  return SCRIPTS.find(({ letters }) => letters.test(surface)) ?? null;
}

const read = new Map<Script, Names>();

function namesOf(script: Script): Names {
  const known = read.get(script);
  if (known !== undefined) return known;
  const exact = new Map<string, Set<string>>();
  const byStart = new Map<string, string[]>();
  let longest = 0;
  for (const language of script.languages) {
    for (const [name, english] of namesIn(language)) {
      const words = name
        .split(/[\s-]+/)
        .map(foldWord)
        .filter((word) => word !== '');
      const whole = words.join(' ');
      if (whole === '') continue;
      longest = Math.max(longest, whole.length);
      for (const key of new Set([whole, keyOf(words)])) {
        const forms = exact.get(key);
        if (forms === undefined) exact.set(key, new Set(english));
        else for (const form of english) forms.add(form);
      }
      if (words.length > 1) continue;
      const start = whole.slice(0, 3);
      const others = byStart.get(start);
      if (others === undefined) byStart.set(start, [whole]);
      else if (!others.includes(whole)) others.push(whole);
    }
  }
  const names = { exact, byStart, longest };
  read.set(script, names);
  return names;
}

function keyOf(words: readonly string[]): string {
  return `=${words.map((word) => stem(word)).join(' ')}`;
}

type Concept = {
  readonly english: readonly string[];
  readonly nameIn: (language: string) => readonly (string | undefined)[];
};

let concepts: readonly Concept[] | null = null;

/** Every name in `language` with the English words for what it names. */
function namesIn(language: string): [name: string, english: readonly string[]][] {
  concepts ??= [...places(), ...languagesWithoutPlace(), ...months()];
  const found: [string, readonly string[]][] = [];
  for (const { english, nameIn } of concepts) {
    for (const name of nameIn(language)) if (name !== undefined) found.push([name, english]);
    if (language === 'en') for (const name of english) found.push([name, english]);
  }
  return found;
}

// What peoples are called in English where neither the country's name nor its language tells, other common names, and the capitals
// that stand for their governments.
const ALSO: Readonly<Record<string, string>> = {
  US: 'USA America American Americans Washington',
  GB: 'Britain British Briton Britons England English London',
  CH: 'Swiss',
  NL: 'Holland',
  CZ: 'Czech Czechs',
  PL: 'Pole Poles Warsaw',
  DK: 'Dane Danes',
  ES: 'Spaniard Spaniards',
  SE: 'Swede Swedes',
  FI: 'Finn Finns',
  TR: 'Turkey Turk Turks Ankara',
  PT: 'Portuguese',
  AE: 'UAE Emirates Emirati',
  KR: 'Korea',
  IR: 'Iranian Tehran',
  MM: 'Myanmar Burma',
  EU: 'EU Brussels',
  UN: 'UN',
  '019': 'America American',
  '150': 'European',
  UA: 'Kyiv Kiev',
  RU: 'Moscow Kremlin',
  CN: 'Beijing Peking',
  BY: 'Minsk',
  DE: 'Berlin',
  FR: 'Paris',
  JP: 'Tokyo',
  IN: 'Delhi',
  LT: 'Vilnius',
  LV: 'Riga',
  IL: 'Jerusalem',
  KP: 'Pyongyang',
  KZ: 'Astana',
};
// What people still say where the platform has a newer or a longer name.
const ALSO_ABROAD: Readonly<Record<string, string>> = {
  BY: 'Белоруссия белорус Weißrussland weißrussisch Weissrussland Минск Мінск 明斯克',
  DE: 'немец немцы',
  PL: 'поляк Варшава Warschau',
  US: 'Америка американец Amerika Amerikaner Вашингтон Вашынгтон 华盛顿',
  GB: 'Британия британец Англия Großbritannien',
  KR: 'Корея',
  RU: 'Москва Moskau Moscú Moscou Mosca Кремль 莫斯科',
  CN: 'Пекин Пекін Peking Pekín Pékin Pechino 北京',
  UA: 'Киев Київ Kiew',
  EU: 'Брюссель Brüssel Bruselas Bruxelles',
};
// Spoken in so many countries that their name tells none of them; English, Portuguese and Arabic.
const SPREAD = new Set(['en', 'pt', 'ar']);
const CONTINENTS = ['002', '009', '019', '142', '150'];
// Codes for private use and tests, not places.
const NO_PLACE = new Set(['XA', 'XB', 'ZZ', 'QO']);

function letterPairs(): string[] {
  const pairs: string[] = [];
  for (let first = 65; first <= 90; first++) {
    for (let second = 65; second <= 90; second++) pairs.push(String.fromCharCode(first, second));
  }
  return pairs;
}

function places(): Concept[] {
  const found: Concept[] = [];
  const english = displayNames('en', 'region');
  for (const code of [...letterPairs(), ...CONTINENTS]) {
    const name = NO_PLACE.has(code) ? undefined : english.of(code);
    if (name === undefined) continue;
    const tongues = tonguesOf(code, name);
    found.push({
      english: [
        ...new Set(
          [
            name,
            shortNames('en').of(code),
            ...(ALSO[code]?.split(' ') ?? []),
            ...tongues.map((tongue) => displayNames('en', 'language').of(tongue)),
          ]
            // "Congo - Kinshasa", "Hong Kong SAR China", "Myanmar (Burma)": what is added to tell places apart is no name.
            .map((form) => form?.replace(/ (?:-|SAR|\().*$/, ''))
            .filter((form) => form !== undefined),
        ),
      ],
      nameIn: (language) => [
        displayNames(language, 'region')
          .of(code)
          ?.replace(/ ?[-(（].*$/, (end) => (end.startsWith('-') ? end : '')),
        shortNames(language).of(code),
        ...(ALSO_ABROAD[code]?.split(' ') ?? []),
        ...tongues.map((tongue) => displayNames(language, 'language').of(tongue)),
      ],
    });
  }
  return found;
}

/** The languages a country shares its name with: each is the other's likeliest, or their names begin alike. */
function tonguesOf(code: string, name: string): readonly string[] {
  if (!/^[A-Z]{2}$/.test(code)) return [];
  const likeliest = new Intl.Locale(`und-${code}`).maximize().language;
  homes ??= Map.groupBy(letterPairs(), (pair) => new Intl.Locale(pair.toLowerCase()).maximize().region ?? '');
  return (homes.get(code) ?? [])
    .map((pair) => pair.toLowerCase())
    .filter((language) => !SPREAD.has(language))
    .filter(
      (language) =>
        language === likeliest || displayNames('en', 'language').of(language)?.startsWith(name.slice(0, 4)) === true,
    );
}

/** By country, the languages most of whose speakers are likeliest there. */
let homes: ReadonlyMap<string, readonly string[]> | null = null;

function languagesWithoutPlace(): Concept[] {
  return Array.from(SPREAD, (code) => ({
    english: [displayNames('en', 'language').of(code)!],
    nameIn: (language: string) => [displayNames(language, 'language').of(code)],
  }));
}

function months(): Concept[] {
  return Array.from({ length: 12 }, (_, month) => {
    const day = new Date(Date.UTC(2020, month, 17));
    const forms = (language: string) => [
      new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(day),
      // With a day the month is inflected: "17 ноября".
      new Intl.DateTimeFormat(language, { month: 'long', day: 'numeric', timeZone: 'UTC' })
        .formatToParts(day)
        .find((part) => part.type === 'month')!.value,
    ];
    // Chinese and its neighbours number their months, and a number is no name.
    return { english: [forms('en')[0]!], nameIn: (language) => forms(language).filter((name) => !/\d/.test(name)) };
  });
}

const displays = new Map<string, Intl.DisplayNames>();

function displayNames(
  language: string,
  type: 'region' | 'language',
  style: 'long' | 'short' = 'long',
): Intl.DisplayNames {
  const key = `${language} ${type} ${style}`;
  const known = displays.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DisplayNames(language, { type, style, fallback: 'none' });
  displays.set(key, made);
  return made;
}

function shortNames(language: string): Intl.DisplayNames {
  return displayNames(language, 'region', 'short');
}

// Case endings are off already; what may follow a country's stem makes its adjective or its people:
// китай-ский, китай-цы, росси-яне, украин-ки, литов-цы.
const SLAVIC_FORM = /^(?:[иі]?(?:[иі]?с?к|ц|ч|[яаеі]?н(?:ец|ц|к|ск)?|ж|[оае]?в)?[иіыаяеуюо]?[йяеіи]?)$/u;

function inflectCyrillic(word: string, names: Names): ReadonlySet<string> | undefined {
  const stemmed = stem(word);
  let best: string | null = null;
  for (const name of names.byStart.get(word.slice(0, 3)) ?? []) {
    const base = stem(name);
    if (base.length < 4 || (best !== null && base.length <= stem(best).length)) continue;
    // норвег-ия, норвеж-цы: the stem's last consonant softens.
    if (!stemmed.startsWith(base) && !stemmed.startsWith(base.replace(/г$/, 'ж').replace(/к$/, 'ч'))) continue;
    if (SLAVIC_FORM.test(stemmed.slice(base.length))) best = name;
  }
  return best === null ? undefined : names.exact.get(best);
}

// What German, Spanish, French and their neighbours add to a name or put in place of its ending: russ-isch, russ-en,
// chin-os, aleman-es, polon-ais.
const LATIN_ENDING = /(?:land|reich|isch|ien|ia|ie|[aeo]s?|s)$/;
const LATIN_FORM =
  /^(?:[aeo]s?|s|n|en|e[rsmn]|ern|is|innen|isch(?:e[nrsm]?)?|ais(?:es?)?|ois(?:es?)?|[iy]|[aeo]m|ach|iens?|iennes?|i?ans?|ese|an[oa]s?|es[ae]?s?|ensis)?$/;

function inflectLatin(word: string, names: Names): ReadonlySet<string> | undefined {
  let best: string | null = null;
  let shared = 0;
  for (const name of names.byStart.get(word.slice(0, 3)) ?? []) {
    for (const base of [name, name.replace(LATIN_ENDING, '')]) {
      if (base.length < 3 || base.length <= shared || !word.startsWith(base)) continue;
      if (base.length < 4 && word.length - base.length > 2) continue;
      if (!LATIN_FORM.test(word.slice(base.length))) continue;
      best = name;
      shared = base.length;
    }
  }
  return best === null ? undefined : names.exact.get(best);
}

/** Where particles are written on to the name: "في روسيا", "러시아는". */
function containing(word: string, names: Names): ReadonlySet<string> | undefined {
  let best: string | null = null;
  for (const name of names.exact.keys()) {
    if (name.length < 2 || name.length < word.length - 3 || !word.includes(name)) continue;
    if (best === null || name.length > best.length) best = name;
  }
  return best === null ? undefined : names.exact.get(best);
}

const LATIN: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  ґ: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  є: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  і: 'i',
  ї: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ў: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  ј: 'j',
  љ: 'lj',
  њ: 'nj',
  ћ: 'c',
  ђ: 'd',
  џ: 'dz',
};

/** A folded Cyrillic word in Latin letters, the way English papers write names ("лукашенко", "lukashenko"); others unchanged. */
export function transliterate(folded: string): string {
  return folded.replace(/\p{Script=Cyrillic}/gu, (letter) => LATIN[letter] ?? letter);
}
