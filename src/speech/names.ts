// Where names stand: runs of capitalised words, and where in a run titles end and the name proper begins.

import { genderOf } from './first-names.ts';
import {
  AUXILIARIES,
  BODY_WORDS,
  CALENDAR,
  CONJUNCTIONS,
  DEMONYMS,
  HONORIFICS,
  isPlace,
  isRole,
  NATIONALS,
  PREPOSITIONS,
  SPEECH_NOUNS,
  STARTERS,
  STATES,
  TITLE_TAILS,
  TITLES,
  VERBS,
} from './lexicon.ts';
import type { Token } from './tokens.ts';

/** A run of capitalised words: `from` to `to` (excluded), the name proper from `nameFrom` (`to` when all are titles). */
export type NameRun = { readonly from: number; readonly to: number; readonly nameFrom: number };

/** What the run's sentence tells of it: where it begins and ends, and whether it is set in capitals throughout. */
type Place = {
  readonly text: string;
  readonly first: number;
  readonly to: number;
  readonly titleCase: boolean;
  /** Months that are somebody's surname here: Ida May. */
  readonly months: ReadonlySet<string>;
  /** Words that the text writes with a capital inside sentences too. */
  readonly named: ReadonlySet<string>;
};

export const PARTICLES = new Set('de van von der den bin al la le del di da dos das el ibn du ter ten y'.split(' '));
export const SUFFIX = /^(?:jr|sr|ii|iii|iv|junior|senior)$/u;

/** A headline set in capitals: its words say nothing of where names begin and end. */
export function isTitleCase(tokens: readonly Token[], from: number, to: number): boolean {
  let long = 0;
  let capitals = 0;
  if (tokens[to - 1]?.text === '.') return false;
  for (let at = from; at < to && long < 40; at++) {
    const token = tokens[at]!;
    if (token.kind !== 'word' || token.text.length < 4) continue;
    // "Allan Lee told Erin Bell": such a headline has its verbs in capitals too.
    if (!token.capital && VERBS.has(token.lower)) return false;
    long++;
    if (token.capital) capitals++;
  }
  return long >= 4 && capitals / long > 0.75;
}

/** "Chuck Todd" even in a headline: a known first name and one more word. */
export function isPlainName(tokens: readonly Token[], run: NameRun): boolean {
  return run.to - run.nameFrom === 2 && genderOf(tokens[run.nameFrom]!.text) !== null;
}

export function runFrom(tokens: readonly Token[], at: number, place: Place): NameRun | null {
  const start = tokens[at]!;
  if (isSurname(tokens, at, place)) return { from: at, to: at + 1, nameFrom: at };
  if (!startsName(start) || (STARTERS.has(start.lower) && !goesOnAsName(tokens, at, place))) return null;
  if (place.titleCase && VERBS.has(start.lower)) return null;
  // "the Spaniard said"
  if (NATIONALS.has(start.lower) && tokens[at - 1]?.lower === 'the' && tokens[at + 1]?.capital !== true) return null;
  // "LEE'S CLAIM: …"
  if (SPEECH_NOUNS.has(start.lower) && tokens[at - 1]?.possessive === true && tokens[at + 1]?.text === ':') return null;
  // "Boom."
  if (at === place.first && at + 2 >= place.to && /^[.!?]$/u.test(tokens[at + 1]?.text ?? '')) return null;
  if (at === place.first && (isOrdinary(tokens, at, place) || isDateline(tokens, at, place))) return null;
  let to = at + 1;
  while (to < place.to && !tokens[to - 1]!.possessive) {
    const token = tokens[to]!;
    const next = tokens[to + 1];
    if (
      isSurname(tokens, to, place) &&
      (genderOf(tokens[to - 1]!.text) !== null || HONORIFICS.has(tokens[to - 1]!.lower))
    )
      to++;
    // "Obama To UN: ‘Give it up’"
    else if (/^(?:To|Into|After|Vs)$/u.test(token.text)) break;
    else if (isShoutedBehindName(tokens, at, to)) break;
    else if (startsName(token) && !(place.titleCase && VERBS.has(token.lower)) && !isShoutedWord(token)) to++;
    else if (token.text === ',' && next !== undefined && to + 1 < place.to && next.capital && SUFFIX.test(next.lower))
      to += 2;
    else if (PARTICLES.has(token.lower) && next !== undefined && to + 1 < place.to && startsName(next)) to += 2;
    // "Agnes von der Muhl"
    else if (
      PARTICLES.has(token.lower) &&
      PARTICLES.has(next?.lower ?? '') &&
      to + 2 < place.to &&
      startsName(tokens[to + 2]!)
    )
      to += 3;
    else if (joinsTitle(tokens, at, to, place.to) || isNickname(tokens, to, place)) to += 2;
    else if (joinsBody(tokens, at, to, place.to)) to += 2;
    else break;
  }
  return { from: at, to, nameFrom: nameStart(tokens, at, to, at === place.first) };
}

/** "Tensions between", "Investigation into": plurals and abstractions, names only where the text has them inside sentences too. */
const COMMON = /\p{L}{3}(?:[^s]s|tion|sion|ment|ness|ism|ance|ence|ship)$/u;

/** The words, in small letters, that have a capital inside a sentence. */
export function capitalsWithin(tokens: readonly Token[], from: number, to: number, found: Set<string>): void {
  for (let at = from + 1; at < to; at++) {
    const { capital, lower } = tokens[at]!;
    if (capital && !/^[.:!?]$/u.test(tokens[at - 1]!.text)) found.add(lower);
  }
}

/** Months that stand behind a first name or "Mrs" somewhere: surnames, in this text. */
export function surnamedLikeMonths(tokens: readonly Token[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [at, { lower, capital, kind }] of tokens.entries()) {
    const before = tokens[at - 1];
    if (kind !== 'word' || !capital || !MONTHS.test(lower) || before === undefined || !before.capital) continue;
    const isName = HONORIFICS.has(before.lower) || (genderOf(before.text) !== null && !MONTHS.test(before.lower));
    if (isName && !/^\p{Nd}/u.test(tokens[at + 1]?.text ?? '')) found.add(lower);
  }
  return found;
}

const MONTHS = /^(?:march|april|may|june|august)$/u;

/** "May insisted" where an Ida May is told of, but not "in May". */
function isSurname(tokens: readonly Token[], at: number, place: Place): boolean {
  const { lower, capital } = tokens[at]!;
  if (!capital || !place.months.has(lower) || /^\p{Nd}/u.test(tokens[at + 1]?.text ?? '')) return false;
  return (
    at === place.first || !/^(?:in|since|until|till|last|next|this|early|late|mid|of)$/u.test(tokens[at - 1]!.lower)
  );
}

/** "WHAT DONNELLY IS READING": a function word or a verb that capitals make look like a name's. */
function isShoutedWord({ text, lower }: Token): boolean {
  if (text.length < 2 || text !== text.toUpperCase()) return false;
  return (
    AUXILIARIES.has(lower) || PREPOSITIONS.has(lower) || CONJUNCTIONS.has(lower) || (VERBS.has(lower) && !isRole(lower))
  );
}

/** "Nicola Stur BANS Scots": behind a whole name in small letters a word of capitals is what its bearer does. */
function isShoutedBehindName(tokens: readonly Token[], from: number, at: number): boolean {
  const { text } = tokens[at]!;
  if (at - from < 2 || !/^\p{Lu}{3,}S$/u.test(text) || genderOf(tokens[at - 2]!.text) === null) return false;
  return /\p{Ll}/u.test(tokens[at - 1]!.text);
}

/** "Sanders-backer", "Texas-based": a qualification, unlike "Jae-in". */
function isQualification(text: string): boolean {
  // "Mum-of-two Ann Lee"
  if (/^\p{Lu}\p{Ll}+-of-\p{Ll}+$/u.test(text)) return true;
  const part = /^\p{Lu}[\p{L}.]+-(\p{Ll}+)$/u.exec(text)?.[1];
  return part !== undefined && (isRole(part) || /^(?:\p{L}{3,}(?:ed|ing)|born|era|area|style|wide|led)$/u.test(part));
}

/** "al-Assad", "d'Estaing": a name that its article makes begin with a small letter. */
export const ARTICLED = /^(?:al|el|ul|ad|ar|as|ash|at|az|an|bin|d|l)[-’']\p{Lu}/u;

function startsName(token: Token): boolean {
  return (
    token.kind === 'word' &&
    (token.capital || ARTICLED.test(token.text)) &&
    !CALENDAR.has(token.lower) &&
    token.text.length < 40 &&
    !isQualification(token.text) &&
    !/^(?:[RDI]|Pro|Anti|Non|Ex|Pre|Post|Mid)-\p{L}/u.test(token.text)
  );
}

/** "James “Mad Dog” Mattis": what stands in marks between the parts of a name. */
function isNickname(tokens: readonly Token[], at: number, place: Place): boolean {
  const token = tokens[at]!;
  const next = tokens[at + 1];
  if (token.kind !== 'quotation' || next === undefined || at + 1 >= place.to || !startsName(next)) return false;
  if (isRole(next.lower) || TITLES.has(next.lower) || BODY_WORDS.has(tokens[at - 1]!.lower)) return false;
  return NICKNAME.test(place.text.slice(token.start, Math.min(token.end, token.start + 30)));
}

const NICKNAME = /^["“”'‘’]\p{Lu}[\p{L}.’'-]{0,14}(?: \p{Lu}[\p{L}.’'-]{0,14})?["“”'‘’]$/u;

/** "Customs and Border Protection", "Health and Human Services": one body, since its last word says so. */
function joinsBody(tokens: readonly Token[], from: number, at: number, to: number): boolean {
  if (tokens[at]!.lower !== 'and' || at - from > 2) return false;
  for (let before = from; before < at; before++) {
    const { lower, text } = tokens[before]!;
    if (genderOf(text) !== null || TITLES.has(lower) || isPlace(lower) || BODY_WORDS.has(lower)) return false;
  }
  let last = at + 1;
  while (last < to && last - at < 4 && startsName(tokens[last]!) && !tokens[last]!.possessive) last++;
  if (last < at + 3 || genderOf(tokens[at + 1]!.text) !== null) return false;
  return /^(?:protection|enforcement|services|service|administration|development|agency|committee|department|commission|bureau|authority|association|union|institute|center|council|foundation|society)$/u.test(
    tokens[last - 1]!.lower,
  );
}

/** "HARLOW Donald Reyes met", "JUST SEEN President Wolf": what is shouted before a name is no part of it. */
function isDateline(tokens: readonly Token[], at: number, place: Place): boolean {
  const { text } = tokens[at]!;
  if (!/^\p{Lu}{4,}$/u.test(text)) return false;
  for (let next = at + 1; next < Math.min(place.to, at + 4); next++) {
    const token = tokens[next]!;
    if (token.kind !== 'word' || !token.capital) return false;
    if (token.text !== token.text.toUpperCase())
      return genderOf(token.text) !== null || (next === at + 1 && isPlace(tokens[at]!.lower));
  }
  return false;
}

/** A word capitalised only because it opens the sentence: "Analyzing the poll", "Reporters asked". */
function isOrdinary(tokens: readonly Token[], at: number, place: Place): boolean {
  const { lower, possessive } = tokens[at]!;
  const next = tokens[at + 1];
  if (next !== undefined && at + 1 < place.to && startsName(next))
    return /(?:ing|ly)$/u.test(lower) && genderOf(lower) === null;
  if (TITLES.has(lower) || genderOf(lower) !== null) return false;
  const opens = next !== undefined && (PREPOSITIONS.has(next.lower) || CONJUNCTIONS.has(next.lower));
  return (
    /(?:ing|ly)$/u.test(lower) ||
    (next?.lower === 'by' && PARTICIPLES.test(lower)) ||
    (isRole(lower) && !possessive) ||
    (opens && /ed$/u.test(lower)) ||
    (!possessive && !place.named.has(lower) && COMMON.test(lower) && !VERBS.has(next?.lower ?? ''))
  );
}

/** "Stung by the vote", "Driven by fear": participles that do not look like one. */
const PARTICIPLES =
  /^(?:stung|struck|hit|hurt|caught|beaten|driven|shaken|torn|worn|led|fed|bought|brought|sent|built|held|seen|flanked|overtaken|undone|written|drawn)$/u;

/** "Will Smith" at a sentence's start is a name, "The Smith" is not. */
function goesOnAsName(tokens: readonly Token[], at: number, place: Place): boolean {
  const token = tokens[at]!;
  const next = tokens[at + 1];
  return (
    next !== undefined &&
    at + 1 < place.to &&
    startsName(next) &&
    genderOf(token.text) !== null &&
    !STARTERS.has(next.lower)
  );
}

/** "Secretary of State John Kerry", "Minister for Europe Ann Smith", "University of Chicago". */
function joinsTitle(tokens: readonly Token[], from: number, at: number, to: number): boolean {
  const next = tokens[at + 1];
  if (next === undefined || at + 1 >= to || !startsName(next)) return false;
  const link = tokens[at]!.lower;
  const before = tokens[at - 1]!.lower;
  if (link === 'of' || link === 'for') {
    if (TITLES.has(before) || /^(?:director|minister|secretary|speaker|chief|general)$/u.test(before))
      return TITLE_TAILS.has(next.lower) || firstNameAfter(tokens, at + 1, to) >= 0;
    return link === 'of' && BODY_WORDS.has(before) && !TITLES.has(before) && at - from <= 3;
  }
  if (link === 'and' || link === '&') return TITLE_TAILS.has(before) && TITLE_TAILS.has(next.lower);
  return false;
}

/** Where a person begins within a few capitalised words: "Harbour Affairs | Ann Lee"; -1 when none does. */
function firstNameAfter(tokens: readonly Token[], from: number, to: number): number {
  for (let at = from; at < Math.min(to - 1, from + 4); at++) {
    const token = tokens[at]!;
    if (!startsName(token) || token.possessive) return -1;
    if (at > from && genderOf(token.text) !== null && startsName(tokens[at + 1]!)) return at;
  }
  return -1;
}

const SURNAMES_TOO =
  /^(?:park|day|house|hill|lake|post|church|bank|white|west|north|black|green|young|bill|may|war|show|price|hall|castle|rivers|street|strange|king|news|world|mountain|award|sea)$/u;

/** What somebody does for a living, or is, at a sentence's start before his name. */
const TRADE = /(?:or|er|ist|ian|ant|ent|ee|man|woman)$/u;

function nameStart(tokens: readonly Token[], from: number, to: number, opens: boolean): number {
  const last = to - 1;
  // No name at all: "the Texas Republican", "the House Speaker", "the Attorney General".
  if (TITLES.has(tokens[last]!.lower) && isOffice(tokens, from, last)) return to;
  const body = BODY_WORDS.has(tokens[last]!.lower);
  // "Sen. Hill", "Rep. Bo Hill"
  const titled =
    TITLES.has(tokens[last - 1]?.lower ?? '') ||
    (last - 2 >= from && TITLES.has(tokens[last - 2]!.lower) && !BODY_WORDS.has(tokens[last - 1]!.lower));
  if (to - from > 1 && body && !(SURNAMES_TOO.test(tokens[last]!.lower) && titled)) return from;
  let start = afterCredit(tokens, from, to);
  for (let at = start; at < to - 1; at++) {
    const { lower } = tokens[at]!;
    const afterFirst = at > from && at - 1 === start && genderOf(tokens[at - 1]!.text) !== null;
    const title =
      (TITLES.has(lower) && !(afterFirst && at === to - 2)) ||
      // "Moderator Lester Vane", "Harbour Patrol Agent Hector Ruiz"
      (isRole(lower) && !afterFirst && genderOf(tokens[at + 1]!.text) !== null);
    const tail = TITLE_TAILS.has(lower) && at === start && at > from;
    // "Homeowner Ed Dale said"
    const trade =
      opens &&
      at === from &&
      TRADE.test(lower) &&
      genderOf(lower) === null &&
      genderOf(tokens[at + 1]!.text) !== null &&
      to - from > 2;
    if (title || tail || trade) start = at + 1;
    else if ((lower === 'of' || lower === 'and' || lower === 'for') && start === at)
      start = lower === 'and' ? at + 1 : Math.max(at + 1, firstNameAfter(tokens, at + 1, to));
    else if (at === from && DEMONYMS.has(lower) && to - from >= 2) start = at + 1;
  }
  // "South Korean President Park Geun-hye", "District of Maryland Rod Rosen"
  for (let at = start + 1; at < to - 1; at++) {
    const { lower } = tokens[at - 1]!;
    const isTitle = TITLES.has(lower) && at - 1 > start && genderOf(tokens[start]!.text) === null;
    const isKnown =
      genderOf(tokens[at]!.text) !== null && (isPlace(lower) || BODY_WORDS.has(lower) || DEMONYMS.has(lower));
    if (isTitle || (isKnown && at - start > 1)) start = at;
  }
  // All titles: "the Attorney General".
  if (start === last && (TITLES.has(tokens[last]!.lower) || TITLE_TAILS.has(tokens[last]!.lower)) && start > from)
    return to;
  if (to - from === 1 && TITLES.has(tokens[from]!.lower)) return to;
  // "the Arizonan"
  if (to - from === 1 && STATES.has(tokens[from]!.lower) && !isPlace(tokens[from]!.lower)) return to;
  return start;
}

/** "AP Photo Lee": a picture's credit glued to the caption's first name. */
function afterCredit(tokens: readonly Token[], from: number, to: number): number {
  let at = from;
  let isCredit = false;
  for (; at < to - 1 && CREDIT.test(tokens[at]!.lower); at++)
    isCredit ||= /^(?:photos?|images?|pictures?)$/u.test(tokens[at]!.lower);
  return isCredit ? at : from;
}

const CREDIT =
  /^(?:ap|afp|epa|pa|upi|reuters|getty|file|stock|handout|courtesy|shutterstock|alamy|photos?|images?|pictures?)$/u;

function isOffice(tokens: readonly Token[], from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const { lower } = tokens[at]!;
    const part =
      isPlace(lower) || TITLES.has(lower) || TITLE_TAILS.has(lower) || DEMONYMS.has(lower) || BODY_WORDS.has(lower);
    if (!part && lower !== 'of' && lower !== 'and') return false;
  }
  return true;
}

export function endOf(tokens: readonly Token[], run: NameRun): number {
  const last = tokens[run.to - 1]!;
  return last.possessive ? last.end - (/['’]s$/iu.test(last.text) ? 2 : 1) : last.end;
}
