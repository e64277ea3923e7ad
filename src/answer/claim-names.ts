// Names in a claim: each must stand in the text that the claim may speak of, in whatever form or language it is written there.

import { backgroundWeight } from '../retrieval/background.ts';
import { englishNotions } from '../retrieval/foreign.ts';
import { englishNames, namesInRun, transliterate } from '../retrieval/names.ts';
import { kinship, slip } from '../retrieval/spelling.ts';
import { FUNCTION_WORDS, keyOf, type Term, terms } from '../retrieval/terms.ts';
import { sentences } from '../text/sentences.ts';

/**
 * Whether every name in `text` stands in `allowed`. What cannot be told from a common word counts as none.
 * @param answer What the text belongs to. The claims of one answer mostly share their `allowed`: what was read of it stays with
 *   the answer, and goes with it.
 */
export function namesStand(text: string, allowed: string, answer: object): boolean {
  const names = namesIn(parted(text));
  if (names.length === 0) return true;
  let last = LAST_KNOWN.get(answer);
  if (last?.allowed !== allowed) {
    last = { allowed, known: knownWords(parted(allowed)) };
    LAST_KNOWN.set(answer, last);
  }
  const { known } = last;
  return names.every((name) => stands(name, known));
}

/** With articles and prepositions apart from their names: "l’Ukraine". */
function parted(text: string): string {
  return text.replace(/(?<=[\p{L}\p{N}\p{M}])['’ʼ](?=\p{Lu})/gu, ' ');
}

/** `english`: the English words for the name of a country, people, language, continent or month; empty for other names. */
type Name = { readonly surface: string; readonly folded: string; readonly english: readonly string[] };

/** The words of `text` that are, or may be, names: written with a capital where a common word is not, or known as names. */
function namesIn(text: string): Name[] {
  const found: Name[] = [];
  for (const [run] of text.matchAll(UNSPACED)) {
    for (const { start, end, english } of namesInRun(run)) {
      const surface = run.slice(start, end);
      found.push({ surface, folded: surface, english });
    }
  }
  const isGerman = readsGerman(text);
  for (const range of sentences(text)) {
    const words = wordsOf(text.slice(range.start, range.end));
    for (let at = 0; at < words.length; ) {
      const length = longNameAt(words, at, found);
      if (length === 0 && isName(words, at, isGerman)) found.push(nameOf(words[at]!.surface));
      at += Math.max(1, length);
    }
  }
  return found;
}

// Written without blanks: names are found inside the run.
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{2,}/gu;

type Word = Term & {
  readonly surface: string;
  /** In lower case with its accents: folding makes "ў" of "у" and "ä" of "a". */
  readonly lower: string;
  readonly isCapital: boolean;
  /** Whether nothing but blanks stands between this word and the one before it. */
  readonly follows: boolean;
};

function wordsOf(sentence: string): Word[] {
  let before = -1;
  return terms(sentence).map((term) => {
    const surface = sentence.slice(term.start, term.end);
    const follows = before >= 0 && sentence.slice(before, term.start).trim() === '';
    before = term.end;
    return { ...term, surface, lower: surface.toLowerCase(), isCapital: /^\p{Lu}/u.test(surface), follows };
  });
}

function nameOf(surface: string): Name {
  return { surface, folded: keyless(surface), english: englishNames(surface) };
}

function keyless(surface: string): string {
  return terms(surface)[0]?.folded ?? surface.toLowerCase();
}

/** Adds a name of two or three words ("United States", "Соединённых Штатов") to `found`; of how many words it is, 0 for none. */
function longNameAt(words: readonly Word[], at: number, found: Name[]): number {
  if (!words[at]!.isCapital) return 0;
  for (const length of [3, 2]) {
    const parts = words.slice(at, at + length);
    if (parts.length < length || !parts.slice(1).every((word) => word.follows)) continue;
    // Outside Cyrillic all of such a name has capitals: "Европейский союз", "European Union".
    if (!parts.at(-1)!.isCapital && !/^\p{Script=Cyrillic}/u.test(words[at]!.surface)) continue;
    const surface = parts.map((word) => word.surface).join(' ');
    const english = englishNames(surface);
    if (english.length === 0) continue;
    found.push({ surface, folded: surface.toLowerCase(), english });
    return length;
  }
  return 0;
}

function isName(words: readonly Word[], at: number, isGerman: boolean): boolean {
  const word = words[at]!;
  if (FUNCTION_WORDS.has(word.folded) && !/^\p{Lu}{2,}$/u.test(word.surface)) return false;
  if (word.isCapital) {
    if (englishNames(word.surface).length > 0) return true;
    if (at === 0) return isNamedFirst(words, isGerman);
    return isGerman ? isGermanName(words, at) : true;
  }
  // Adjectives and peoples are written small in many languages: "российский", "китайцы", "russische".
  if (PEOPLE_ENDING.test(word.lower)) return englishNames(word.surface).length > 0;
  const isUncased = !/[\p{Lu}\p{Ll}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word.surface);
  return isUncased && englishNames(word.surface).length > 0;
}

const PEOPLE_ENDING =
  /(?:ск|цк)\p{L}{1,3}$|(?:ец|цы|цев|цам|цами|цах|цем|цу|ане|яне|анам|янам|ян|анин\p{L}*|янин\p{L}*|ійц\p{L}*|ійск\p{L}*)$|isch\p{L}{0,2}$|sk(?:i|a|ie|iej|iego|im|ich)$/u;

// Verbs behind which, or before which, stands who speaks.
const SPEAKS =
  /^(?:is|was|has|had|will|said|says|told|tells|called|calls|asked|asks|did|does|added|noted|stressed|warned|claimed|claims|thanked|praised|criticised|criticized|promised|ordered|instructed|supports?|supported|helped|wants?|wanted|believes?|thinks?|сказал|сказала|заявил|заявила|назвал|назвала|отметил|подчеркнул|напомнил|спросил|поручил|считает|добавил|призвал|пообещал|сообщил|говорит|утверждает|поблагодарил|сказаў|заявіў|назваў|адзначыў|падкрэсліў|нагадаў|спытаў|даручыў|лічыць|дадаў|заклікаў|sagte|sagt|erklärte|betonte|nannte|forderte|meinte|fragte|kritisierte|lobte|versprach|warnte|dit|déclaré|affirmé|dijo|afirmó|declaró|powiedział|stwierdził|сказав|заявив)$/u;
const JOINS = /^(?:and|und|и|і|й|et|y|e)$/u;
const PRONOUN =
  /^(?:он|она|оно|они|ён|яна|яно|яны|він|вона|воно|вони|er|sie|es|il|elle|ils|on|él|ella|ellos|ona|ono|oni)$/u;
// People who are spoken of without being named.
const ROLES =
  /^(?:president|leader|head|minister|speaker|agency|ministry|government|politician|author|президент|глава|лидер|политик|агентство|руководитель|министр|министерство|правительство|автор|спикер|прэзідэнт|кіраўнік|лідар|міністр|міністэрства|урад|агенцтва|аўтар|präsident|staatschef|regierung|président|presidente|prezydent)$/u;
// What makes a common word of an English first word: endings of verbs, adverbs and nouns made from them, and plurals.
const COMMON_ENDING =
  /(?:ing|ed|ly|tion|sion|ment|ness|ity|ance|ence|ship|ism|ist|cy|gy|phy|ure|ive|ous|ful|ble|al|ic|ers|ors|ies|es|s)$/u;

/** Whether the first word of a sentence, whose capital tells nothing, is a name: by what follows it. */
function isNamedFirst(words: readonly Word[], isGerman: boolean): boolean {
  const [word, next, third] = words;
  if (!word || !next || PRONOUN.test(word.lower) || ROLES.test(word.lower)) return false;
  const isCommon = COMMON_ENDING.test(word.folded) || backgroundWeight(word.key) < 1;
  const isLatin = /^\p{Script=Latin}/u.test(word.surface);
  // "Putin's words", "Putin and Xi".
  if (/['’]s$/u.test(word.surface)) return !isCommon;
  if (SPEAKS.test(next.lower)) return !isCommon || !isLatin;
  // "Vladimir Putin said". In German the second word may be any noun.
  if (next.isCapital && next.follows && !isGerman) return !isCommon && englishNames(next.surface).length === 0;
  if (JOINS.test(next.lower) && third?.isCapital && !isGerman) return !isCommon;
  return isLatin && !isCommon && !isGerman && /(?:ed|[^s]s)$/u.test(next.folded) && backgroundWeight(next.key) < 1;
}

// Two of these, or one and a letter that is at home there, and a Latin text reads German, where every noun has a capital.
const GERMAN_WORDS =
  /(?<!\p{L})(?:der|die|das|und|nicht|den|dem|dass|sich|für|von|ist|wird|zu|hat|haben|sind|mit|auf|ein|eine|einer|eines|im|am|zum|zur|nie|seine|ihre|auch|wie|sie|er|es|werden|wurde|sagte|bei|aus|nach|gegen|über|oder|noch|des|dieser|diese)(?!\p{L})/giu;

function readsGerman(text: string): boolean {
  const count = text.match(GERMAN_WORDS)?.length ?? 0;
  return count >= 2 || (count === 1 && /[äöüß]/iu.test(text));
}

/** In German a name is told from a noun by the capital before it ("Wladimir Putin") or by a verb that a person speaks with. */
function isGermanName(words: readonly Word[], at: number): boolean {
  const word = words[at]!;
  const before = words[at - 1]!;
  if (ROLES.test(word.lower)) return false;
  if (before.isCapital && word.follows && !GERMAN_FIRST.test(before.lower)) return true;
  return word.follows && (SPEAKS_ALONE.test(before.lower) || before.lower === 'laut');
}

const GERMAN_FIRST =
  /^(?:der|die|das|den|dem|des|ein|eine|einer|eines|einem|einen|seine|seiner|ihre|ihrer|unsere|keine|viele|alle|diese|dieser|mit|von|für|als|laut|in|im|zu|zum|zur|bei|nach|auch|so|wie|wenn)$/u;
const SPEAKS_ALONE = /^(?:sagte|erklärte|betonte|nannte|forderte|meinte|fragte|kritisierte|lobte|versprach|warnte)$/u;

type Known = {
  readonly terms: readonly Term[];
  readonly keys: ReadonlySet<string>;
  /** Keys of the English words for the names that stand there. */
  readonly names: ReadonlySet<string>;
  readonly initials: string;
};

const LAST_KNOWN = new WeakMap<object, { readonly allowed: string; readonly known: Known }>();

/** The words that a claim's names are looked for in. */
function knownWords(text: string): Known {
  const words = wordsOf(text);
  const names = namesIn(text).flatMap((name) => name.english);
  return {
    terms: words,
    keys: new Set(words.map((word) => word.key)),
    names: new Set(names.map(keyOfAll)),
    initials: words
      .filter((word) => !FUNCTION_WORDS.has(word.folded))
      .map((word) => (word.isCapital ? word.surface[0]!.toLowerCase() : ' '))
      .join(''),
  };
}

function keyOfAll(name: string): string {
  return name
    .split(/[\s-]+/)
    .map(keyOf)
    .join(' ');
}

function stands(name: Name, known: Known): boolean {
  const key = keyOfAll(name.surface);
  if (known.keys.has(key)) return true;
  // A known name stands under one of its own forms or not at all: Niger is no form of Nigeria, Slovenia no slip for Slovakia.
  if (name.english.length > 0) {
    return name.english.some((form) => known.names.has(keyOfAll(form)) || known.keys.has(keyOfAll(form)));
  }
  if (/^\p{Lu}{2,5}$/u.test(name.surface) && known.initials.includes(initialsOf(name.surface))) return true;
  if (englishNotions(name.folded).some((notion) => known.keys.has(keyOf(notion)))) return true;
  const official = OFFICIAL.find(([beginning]) => name.folded.startsWith(beginning))?.[1];
  if (official !== undefined && known.keys.has(keyOf(official))) return true;
  return known.terms.some((term) => isSameName(name, key, term));
}

// The foreign ministry's short names are made of words that no English text has.
const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ['МИД', 'mfa'],
  ['МЗС', 'mfa'],
]);

function initialsOf(surface: string): string {
  return SHORT_NAMES.get(surface) ?? surface.toLowerCase();
}

// Parts of countries' and bodies' names that are spelt too differently to be seen as one word.
const OFFICIAL: readonly (readonly [beginning: string, english: string])[] = [
  ['республик', 'republic'],
  ['рэспублік', 'republic'],
  ['союз', 'union'],
  ['саюз', 'union'],
  ['совет', 'council'],
  ['савет', 'council'],
  ['парламент', 'parliament'],
];

/** Whether a name and a word of the text are one name: related forms, another romanisation, or another alphabet. */
function isSameName(name: Name, key: string, term: Term): boolean {
  if (kinship(key, term.key) > 0) return true;
  const latin = transliterate(name.folded);
  const stems = [latin, transliterate(name.folded.replace(CASE_ENDING, ''))].map(consonantsOf);
  if (stems.some((consonants) => consonants.length >= 4 && consonants === consonantsOf(term.folded))) return true;
  if (COMMON_FOREIGN.test(name.surface.toLowerCase()) && sharesBeginning(latin, term.folded)) return true;
  if (latin === name.folded) return false;
  const rest = latin.length - term.folded.length;
  return slip(latin, term.folded) > 0 || (term.folded.length >= 4 && rest <= 3 && latin.startsWith(term.folded));
}

// Russian and Belarusian names end differently in each case: "Макроном", "Путина".
const CASE_ENDING = /(?<=\p{Script=Cyrillic}{3})(?:ого|ому|ами|ом|ем|ым|им|ой|ей|ых|а|у|е|я|ю|ы)$/u;
// Words of offices and bodies, which are written with a capital but are no names of their own: "министерство" is the
// ministry, "Föderation" the federation. Six letters in common are no accident there.
const COMMON_FOREIGN =
  /(?:ств\p{L}{1,3}|ци[яиюей]\p{L}{0,2}|ент\p{L}{0,3}|цы[яі]\p{L}{0,2}|ium|iums|ion|ionen|stère)$/u;

function sharesBeginning(one: string, other: string): boolean {
  return one.length >= 6 && other.length >= 6 && one.slice(0, 6) === other.slice(0, 6);
}

/** A name's consonants in the spelling that romanisations share: "Alexander", "Aleksandr" and "Alyaksandr" are "lksndr". */
function consonantsOf(word: string): string {
  const plain = word
    .replace(/tsch|tch/g, 'ch')
    .replace(/sch|ch|sh/g, 'š')
    .replace(/x/g, 'ks')
    .replace(/ph/g, 'f')
    .replace(/w/g, 'v')
    .replace(/ck|c|q/g, 'k');
  const first = /^[aeiouy]/.test(plain) ? 'a' : '';
  return first + plain.replace(/[aeiouyj'’]/g, '').replace(/(.)\1+/g, '$1');
}
