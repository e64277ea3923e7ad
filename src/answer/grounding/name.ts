// Every name of a claim stands in what it cites, was asked for, or is in the header: in whatever spelling, case or alphabet.

import { isCalendarWord } from '../../language/calendar.ts';
import { languageNamed } from '../../language/language.ts';
import { inLatin } from '../../language/libraries.ts';
import { placesIn } from '../../language/places.ts';
import { isFormOf, soundDistance } from '../../language/sounds.ts';
import { wordList, wordsOfAll } from '../../language/word-list.ts';
import { lazy, lazyBy } from '../../text/lazy.ts';
import { sentences } from '../../text/sentences.ts';
import { foldWord } from '../../text/terms.ts';
import {
  type CitedClaim,
  type Grounding,
  languagesOf,
  type Source,
  sourceIn,
  sourcesOf,
  type Withheld,
} from './claim.ts';

export function name(claim: CitedClaim, grounding: Grounding): Withheld | null {
  const { statement } = grounding.about;
  const sources = sourcesOf(claim, grounding);
  const full = fullNames(sources.map(({ text }) => text).join('\n'), statement.text).join('\n');
  return namesStand({ text: claim.text, languages: claim.languages }, [...sources, sourceIn(full, statement.language)])
    ? null
    : 'name';
}

/** Whether every name in a text stands in one of `sources`. What can't be told from a common word is none. */
export function namesStand({ text, languages }: Source, sources: readonly Source[]): boolean {
  const plain = withoutPoints(text);
  const places = placesIn(plain, languages);
  const names = namesIn(plain, languages[0] ?? 'en').filter(
    (own) => !places.some((place) => place.start <= own.start && own.end <= place.end),
  );
  if (places.length === 0 && names.length === 0) return true;
  const codes = new Set(
    sources.flatMap((source) => placesIn(withoutPoints(source.text), source.languages).flatMap((place) => place.codes)),
  );
  // The union is spoken of as the continent.
  if (codes.has('EU')) codes.add('150');
  if (codes.has('150')) codes.add('EU');
  const known = knownWords(sources.map((source) => withoutPoints(source.text)));
  return (
    places.every(
      (place) =>
        place.codes.some((code) => codes.has(code)) || known.words.has(foldWord(plain.slice(place.start, place.end))),
    ) && names.every((own) => stands(own, known, isOfBody(own, plain, languages[0] ?? 'en')))
  );
}

/** "U.S." as "US", "St." as "Saint". */
export function withoutPoints(text: string): string {
  return text
    .replace(/(?<![\p{L}.])(?:\p{Lu}\.){2,}/gu, (points) => `${points.replace(/\./g, '')} `)
    .replace(/(?<!\p{L})St\.?(?= \p{Lu})/gu, 'Saint');
}

type Word = {
  readonly text: string;
  readonly folded: string;
  readonly start: number;
  readonly end: number;
  readonly isCapital: boolean;
  readonly follows: boolean;
};
const WORD = /[\p{L}\p{M}][\p{L}\p{M}\p{N}]*(?:['’ʼ](?=\p{L})[\p{L}\p{M}]+)*/gu;

function wordsOf(text: string): Word[] {
  let before = -1;
  return Array.from(text.matchAll(WORD), (match) => {
    const word = match[0].replace(/['’ʼ]s$/u, '');
    const start = match.index;
    const follows = before >= 0 && /^[\s-]*$/.test(text.slice(before, start));
    before = start + match[0].length;
    return {
      text: word,
      folded: foldWord(word),
      start,
      end: start + word.length,
      isCapital: /^\p{Lu}/u.test(word),
      follows,
    };
  });
}

// Languages whose nouns have cases by their endings.
const INFLECTED: ReadonlySet<string> = new Set(['ru', 'uk', 'be', 'pl']);

/** The folded words of lists of one language: "en title body". */
const listed = lazyBy((name) => {
  const [language = '', ...ideas] = name.split(' ');
  return new Set(ideas.flatMap((idea) => wordList(language, idea).map(foldWord)));
});
const commonAbroad = lazy(() => new Set([...wordsOfAll('common-capital').values()].flat().map(foldWord)));
const isSaying = (word: Word, language: string) => listed(`${language} saying opinion`).has(word.folded);

function namesIn(text: string, language: string): Word[] {
  return sentences(text).flatMap(({ start, end }) => {
    const words = wordsOf(text.slice(start, end)).map((word) => ({
      ...word,
      start: word.start + start,
      end: word.end + start,
    }));
    return words.filter((word, at) => word.isCapital && isName(words, at, language, text));
  });
}

function isName(words: readonly Word[], at: number, language: string, text: string): boolean {
  const word = words[at]!;
  if (word.folded.length < 2 || isCommon(word, language) || isCalendarWord(word.text, language)) return false;
  if (/^\p{Lu}{2,}$/u.test(word.text)) return true;
  const before = words[at - 1];
  const next = words[at + 1]?.follows ? words[at + 1] : undefined;
  const speaks = next !== undefined && isSaying(next, language);
  if (before === undefined || /[:“"«„—–]\s*$/u.test(text.slice(0, word.start))) {
    // "Elena Sidorova", "Keller said": the capital of a first word tells nothing by itself.
    if (isSaying(word, language) || listed(`${language} according-to`).has(word.folded)) return false;
    if (speaks) return !/(?:s|ing|ed|ly|ion|ment|[ыиі])$/u.test(word.text);
    const leads = next?.isCapital && !isCommon(next, language) && placesIn(next.text, [language]).length === 0;
    return leads === true && (language !== 'de' || !/e[nrsm]?$/u.test(word.folded));
  }
  if (language !== 'de') return true;
  // Every German noun has a capital: a name is what follows another one, stands behind "nach" or speaks.
  if (speaks || /^(?:nach|in|aus|bei|laut)$/i.test(before.text)) return true;
  if (!before.isCapital || !word.follows || text[before.end] === '-' || isCalendarWord(before.text, language))
    return false;
  return listed('de title').has(before.folded) || (at > 1 && !isCommon(before, language));
}

/** Offices, bodies and the like have capitals without being anybody's name. */
function isCommon({ text, folded }: Word, language: string): boolean {
  if (languageNamed(language).isFunctionWord(folded) && !/^\p{Lu}{2,}$/u.test(text)) return true;
  const common = listed(`${language} title body common-capital third-person negation`);
  if (common.has(folded) || common.has(folded.replace(/s$/, ''))) return true;
  // "PIB" is one in languages that have no lists as well.
  if (/^\p{Lu}{2,}$/u.test(text) && commonAbroad().has(folded)) return true;
  // "Министерству", "Ministerstwem": its cases.
  return (
    INFLECTED.has(language) &&
    folded.length > 4 &&
    [...common].some((known) => known.length > 3 && isFormOf(folded, known))
  );
}

/** The words of `text` that are, or are part of, names of people, bodies or places. */
export function nameWordsIn(text: string, languages: readonly string[]): string[] {
  const plain = withoutPoints(text);
  const places = placesIn(plain, languages).flatMap((place) => plain.slice(place.start, place.end).split(/[\s-]+/));
  return [...new Set([...places, ...namesIn(plain, languages[0] ?? 'en').map((word) => word.text)])];
}

/** Whether a name stands in `text`, of the statement's `language`, in whatever spelling or alphabet. */
export function standsIn(own: string, text: string, language: string): boolean {
  if (/\p{Script=Han}/u.test(own) && /\p{Script=Han}/u.test(text))
    return commonHan(own, text) >= Math.min(2, own.length);
  const codes = placesIn(withoutPoints(own), languagesOf(own, language)).flatMap((place) => place.codes);
  if (
    codes.length > 0 &&
    placesIn(withoutPoints(text), languagesOf(text, language)).some((place) =>
      place.codes.some((code) => codes.includes(code)),
    )
  )
    return true;
  const known = knownWords([withoutPoints(text)]);
  return wordsOf(withoutPoints(own)).some((word) => stands(word, known));
}

/** How many characters in a row two Chinese texts share. */
function commonHan(one: string, other: string): number {
  let most = 0;
  for (let start = 0; start < one.length; start++)
    while (start + most < one.length && other.includes(one.slice(start, start + most + 1))) most++;
  return most;
}

/** "Danube Development Bank": whether a name is part of a run of words with capitals that is called a bank, a fund, a ministry. */
function isOfBody(own: Word, text: string, language: string): boolean {
  const run = /^[^.,;:()"“”«»]*/u.exec(text.slice(own.end))?.[0] ?? '';
  const capitals = /^(?:[ -]\p{Lu}[\p{L}\p{M}]*)+/u.exec(run)?.[0].trim().split(/[ -]+/) ?? [];
  return capitals.some((word) => wordList(language, 'body').includes(word.toLowerCase()));
}

type Known = {
  readonly words: ReadonlySet<string>;
  readonly initials: string;
  readonly han: string;
};

function knownWords(allowed: readonly string[]): Known {
  const words = allowed.flatMap(wordsOf);
  return {
    words: new Set(words.flatMap((word) => [word.folded, ...word.folded.split(/['’]/)])),
    // "Ministry of Foreign Affairs" is "mfa".
    initials: words.map((word) => (word.isCapital ? word.folded[0] : word.folded.length < 4 ? '' : ' ')).join(''),
    han: allowed.join('\n').replace(/[^\p{Script=Han}]+/gu, ' '),
  };
}

const MAX_CYRILLIC = 0.1;
const MAX_LATIN = 0.06;
const MAX_OTHER_ALPHABET = 0.2;
// What a body's name is made of is half translated.
const MAX_IN_BODY = 0.3;
const MAX_HAN = 0.26;
const MAX_HAN_NAME = 6;

function stands(word: Word, known: Known, isOfBody = false): boolean {
  const farthest = isOfBody ? MAX_IN_BODY : MAX_OTHER_ALPHABET;
  if (known.words.has(word.folded)) return true;
  if (/^\p{Lu}{2,6}$/u.test(word.text) && known.initials.includes(word.folded)) return true;
  const alphabet = alphabetOf(word.folded);
  const forms = [word.folded, withoutCase(word.folded)];
  for (const other of known.words) {
    const theirs = alphabetOf(other);
    if (theirs === 'Han') continue;
    if (theirs === alphabet && isFormOf(word.folded, other)) return true;
    // Russian, Ukrainian and Belarusian write one name each in its own way, and so do romanisations: "Aleksandr", "Alexander".
    const near =
      theirs !== alphabet ? farthest : word.folded.length < 4 ? 0 : alphabet === 'Cyrillic' ? MAX_CYRILLIC : MAX_LATIN;
    // "Krzyżanowski" is "Кшижановський" with its ending.
    const others = theirs === alphabet ? [withoutCase(other)] : [other, withoutCase(other)];
    if (forms.some((form) => others.some((one) => soundDistance(form, one) <= near))) return true;
  }
  return soundsInHan(word.folded, known.han);
}

function withoutCase(folded: string): string {
  return /\p{Script=Cyrillic}/u.test(folded) && folded.length > 4
    ? folded
        .replace(/сь?к(?:ого|ому|[иоы]и|ая|[иы]м|ую|ою|и|і|а)$/u, '')
        .replace(/(?:ого|ому|ами|ами|еві|ові|ієи|ією|[оеиі]и|[оеиі]ю|[оеиыі]м|[аяуюеыиі])$/u, '')
    : folded;
}

function alphabetOf(word: string): string {
  if (/\p{Script=Han}/u.test(word)) return 'Han';
  return /\p{Script=Cyrillic}/u.test(word) ? 'Cyrillic' : /\p{Script=Latin}/u.test(word) ? 'Latin' : 'other';
}

/** Chinese writes a foreign name with a few characters that sound like it, and its own names are told by their sound. */
function soundsInHan(folded: string, han: string): boolean {
  for (const run of han.split(' ')) {
    const syllables = Array.from(run, inLatin);
    for (let at = 0; at < syllables.length; at++)
      for (let length = 1; length <= MAX_HAN_NAME && at + length <= syllables.length; length++) {
        const sound = syllables.slice(at, at + length).join('');
        if (Math.abs(sound.length - folded.length) <= 3 && soundDistance(folded, sound) <= MAX_HAN) return true;
      }
  }
  return false;
}

/** Names that the statement has in full where `allowed` has a part: who is "Mwaura" here is "Daniel Kiptoo Mwaura" there. */
function fullNames(allowed: string, text: string): string[] {
  const known = new Set(wordsOf(allowed).flatMap((word) => (word.isCapital ? [word.folded] : [])));
  const runs =
    text.match(
      /\p{Lu}[\p{L}\p{M}'’-]+(?: (?:(?:al|de|del|der|den|la|van|von|di|da) ){0,2}\p{Lu}[\p{L}\p{M}'’-]+)+/gu,
    ) ?? [];
  return runs.filter((run) => wordsOf(run).some((word) => known.has(word.folded)));
}
