// Who is who in a news text: the people and bodies it names, their offices, and what a later "Smith" or "the senator" means.

import {
  AUXILIARIES,
  BODY_WORDS,
  CALENDAR,
  CONJUNCTIONS,
  DEMONYMS,
  DETERMINERS,
  genderOf,
  genderOfRole,
  HONORIFICS,
  isPlace,
  isRole,
  PREPOSITIONS,
  SAME_ROLE,
  STARTERS,
  STATES,
  TITLE_TAILS,
  TITLES,
  VERBS,
} from './speech-lexicon.ts';
import type { Reading, Token } from './speech-tokens.ts';

export type Gender = 'male' | 'female' | null;

/** A person or a body that the text names. Gender and roles are learned while reading. */
export type Entity = {
  /** The fullest name that the text gives. */
  name: string;
  readonly kind: 'person' | 'body';
  gender: Gender;
  readonly roles: Set<string>;
  /** How often the full name stands in the text. */
  count: number;
  /** The token where it was last mentioned so far; -1 before. */
  lastAt: number;
};

/** A run of capitalised words: `from` to `to` (excluded), the name proper from `nameFrom`; no entity when all are titles. */
type Run = { readonly from: number; readonly to: number; readonly nameFrom: number; entity: Entity | null };

export type People = {
  /** The run that covers a token, or null. */
  readonly runAt: (token: number) => Run | null;
  readonly entities: readonly Entity[];
  /** Whom a name such as "PENCE" or "Mike Pence" stands for. */
  readonly named: (name: string) => Entity | null;
  /** Whom a title stands for by the caller's list of speakers; null when the list doesn't have it. */
  readonly alias: (mention: string) => Entity | null;
};

const PARTICLES = new Set('de van von der den bin al la le del di da dos das el ibn du ter ten y'.split(' '));
const SUFFIX = /^(?:jr|sr|ii|iii|iv|junior|senior)$/u;

export function findPeople(
  text: string,
  reading: Reading,
  known: readonly { readonly name: string; readonly names: readonly string[] }[],
): People {
  const { tokens } = reading;
  const register = new Register();
  const aliases = new Map<string, Entity>();
  for (const { name, names } of known) {
    const entity = register.add(name.split(/\s+/u), name, 'person');
    for (const alias of [name, ...names]) aliases.set(alias.toLowerCase(), entity);
    for (const alias of names) learnFromAlias(entity, alias);
  }
  const runs: Run[] = [];
  const index = new Int32Array(tokens.length).fill(-1);
  for (const sentence of reading.sentences) {
    const titleCase = isTitleCase(tokens, sentence.from, sentence.to);
    for (let at = sentence.from; at < sentence.to; ) {
      const run = runFrom(tokens, at, { text, first: sentence.from, to: sentence.to, titleCase });
      if (run === null) {
        at++;
        continue;
      }
      index.fill(runs.length, run.from, run.to);
      runs.push(run);
      at = run.to;
    }
    let first = runs.length;
    while (first > 0 && runs[first - 1]!.from >= sentence.from) first--;
    for (const run of runs.slice(first)) {
      if (!titleCase || isPlainName(tokens, run)) register.learnName(text, tokens, run);
    }
  }
  for (const run of runs) {
    run.entity =
      aliases.get(text.slice(tokens[run.from]!.start, endOf(tokens, run)).toLowerCase()) ?? register.find(tokens, run);
  }
  for (const run of runs) if (run.entity !== null) learnRoles(tokens, run, run.entity);
  completeNames(text, tokens, runs);
  return {
    runAt: (token) => runs[index[token] ?? -1] ?? null,
    entities: register.entities,
    named: (name) => register.byName(name.split(/\s+/u)),
    alias: (mention) => aliases.get(mention.toLowerCase()) ?? null,
  };
}

const KIN = /^(?:son|daughter|wife|husband|brother|sister|father|mother|grandson|granddaughter|widow|widower)$/u;

/** Gives people known by one name the rest of it: "Trump's son Eric", a surname that only a quotation gives in full. */
function completeNames(text: string, tokens: readonly Token[], runs: readonly Run[]): void {
  let inside: ReadonlyMap<string, string> | null = null;
  for (const [index, run] of runs.entries()) {
    const { entity } = run;
    if (entity === null || entity.kind !== 'person' || entity.count > 0 || entity.name.includes(' ')) continue;
    const family = familyOf(tokens, runs, index);
    if (family !== null && run.to - run.nameFrom === 1) {
      entity.name = `${entity.name} ${family}`;
      continue;
    }
    inside ??= namesInQuotations(text, tokens);
    entity.name = inside.get(entity.name.toLowerCase()) ?? entity.name;
  }
}

/** The surname of somebody introduced as another's kin: "Trump's son Eric", "Her husband, Dick,". */
function familyOf(tokens: readonly Token[], runs: readonly Run[], index: number): string | null {
  const { from, to } = runs[index]!;
  const apposed = tokens[from - 1]?.text === ',';
  // "Her husband, Dick, said", but not "of her son, Sherrod said".
  if (apposed && tokens[to]?.kind !== 'point') return null;
  const kin = apposed ? from - 2 : from - 1;
  if (kin < 0 || !KIN.test(tokens[kin]!.lower)) return null;
  for (let at = kin - 1; at >= Math.max(0, kin - 4); at--) {
    const token = tokens[at]!;
    if (token.kind !== 'word') return null;
    const gender = token.lower === 'his' ? 'male' : token.lower === 'her' ? 'female' : null;
    if (!token.possessive && gender === null) continue;
    const owner = runs
      .slice(Math.max(0, index - 12), index)
      .findLast(
        ({ entity, to }) =>
          entity?.kind === 'person' &&
          (gender === null ? to === at + 1 : entity.gender === null || entity.gender === gender),
      );
    const parts = owner?.entity?.name.split(' ').filter((part) => !SUFFIX.test(part.toLowerCase().replace('.', '')));
    return parts?.at(-1) ?? null;
  }
  return null;
}

/** Surnames that stand behind a known first name inside quotations, each with its whole name. */
function namesInQuotations(text: string, tokens: readonly Token[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind !== 'quotation') continue;
    for (const [name, first, last] of text
      .slice(token.start, token.end)
      .matchAll(/(\p{Lu}\p{Ll}+) (\p{Lu}\p{L}+(?:[-’']\p{Lu}\p{L}+)?)/gu)) {
      const key = last!.toLowerCase();
      if (genderOf(first!) !== null && !found.has(key)) found.set(key, name);
    }
  }
  return found;
}

function learnFromAlias(entity: Entity, alias: string): void {
  for (const word of alias.toLowerCase().split(/\s+/u)) {
    if (isRole(word) || TITLES.has(word)) entity.roles.add(word);
  }
}

/** A headline set in capitals: its words say nothing of where names begin and end. */
function isTitleCase(tokens: readonly Token[], from: number, to: number): boolean {
  let long = 0;
  let capitals = 0;
  if (tokens[to - 1]?.text === '.') return false;
  for (let at = from; at < to && long < 40; at++) {
    const token = tokens[at]!;
    if (token.kind !== 'word' || token.text.length < 4) continue;
    long++;
    if (token.capital) capitals++;
  }
  return long >= 4 && capitals / long > 0.75;
}

/** "Chuck Todd" even in a headline: a known first name and one more word. */
function isPlainName(tokens: readonly Token[], run: Run): boolean {
  return run.to - run.nameFrom === 2 && genderOf(tokens[run.nameFrom]!.text) !== null;
}

type Place = { readonly text: string; readonly first: number; readonly to: number; readonly titleCase: boolean };

function runFrom(tokens: readonly Token[], at: number, place: Place): Run | null {
  const start = tokens[at]!;
  if (!startsName(start) || (STARTERS.has(start.lower) && !goesOnAsName(tokens, at, place))) return null;
  if (place.titleCase && VERBS.has(start.lower)) return null;
  if (at === place.first && isOrdinary(tokens, at, place)) return null;
  let to = at + 1;
  while (to < place.to && !tokens[to - 1]!.possessive) {
    const token = tokens[to]!;
    const next = tokens[to + 1];
    if (startsName(token) && !(place.titleCase && VERBS.has(token.lower)) && !isShoutedWord(token)) to++;
    else if (token.text === ',' && next !== undefined && to + 1 < place.to && SUFFIX.test(next.lower)) to += 2;
    else if (PARTICLES.has(token.lower) && next !== undefined && to + 1 < place.to && startsName(next)) to += 2;
    else if (joinsTitle(tokens, at, to, place.to) || isNickname(tokens, to, place)) to += 2;
    else if (joinsBody(tokens, at, to, place.to)) to += 2;
    else break;
  }
  return { from: at, to, nameFrom: nameStart(tokens, at, to), entity: null };
}

/** "WHAT DONNELLY IS READING": a function word or a verb that capitals make look like a name's. */
function isShoutedWord({ text, lower }: Token): boolean {
  if (text.length < 2 || text !== text.toUpperCase()) return false;
  return (
    AUXILIARIES.has(lower) || PREPOSITIONS.has(lower) || CONJUNCTIONS.has(lower) || (VERBS.has(lower) && !isRole(lower))
  );
}

/** "Sanders-backer", "Texas-based": a qualification, unlike "Jae-in". */
function isQualification(text: string): boolean {
  const part = /^\p{Lu}[\p{L}.]+-(\p{Ll}+)$/u.exec(text)?.[1];
  return part !== undefined && (isRole(part) || /^(?:\p{L}{3,}(?:ed|ing)|born|era|area|style|wide|led)$/u.test(part));
}

/** "al-Assad", "d'Estaing": a name that its article makes begin with a small letter. */
const ARTICLED = /^(?:al|el|ul|ad|ar|as|ash|at|az|an|bin|d|l)[-’']\p{Lu}/u;

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

/** A word capitalised only because it opens the sentence: "Analyzing the poll", "Reporters asked". */
function isOrdinary(tokens: readonly Token[], at: number, place: Place): boolean {
  const { lower, possessive } = tokens[at]!;
  const next = tokens[at + 1];
  if (next !== undefined && at + 1 < place.to && startsName(next))
    return /(?:ing|ly)$/u.test(lower) && genderOf(lower) === null;
  if (TITLES.has(lower) || genderOf(lower) !== null) return false;
  const opens = next !== undefined && (PREPOSITIONS.has(next.lower) || CONJUNCTIONS.has(next.lower));
  return /(?:ing|ly)$/u.test(lower) || (isRole(lower) && !possessive) || (opens && /ed$/u.test(lower));
}

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
      return TITLE_TAILS.has(next.lower);
    return link === 'of' && BODY_WORDS.has(before) && !TITLES.has(before) && at - from <= 3;
  }
  if (link === 'and' || link === '&') return TITLE_TAILS.has(before) && TITLE_TAILS.has(next.lower);
  return false;
}

const SURNAMES_TOO =
  /^(?:park|day|house|hill|lake|post|church|bank|white|west|north|black|green|young|bill|may|war|show|price|hall|castle|rivers|street|strange|king|news|world|mountain|award|sea)$/u;

function nameStart(tokens: readonly Token[], from: number, to: number): number {
  const last = to - 1;
  // No name at all: "the Texas Republican", "the House Speaker", "the Attorney General".
  if (TITLES.has(tokens[last]!.lower) && isOffice(tokens, from, last)) return to;
  const body = BODY_WORDS.has(tokens[last]!.lower);
  if (to - from > 1 && body && !(SURNAMES_TOO.test(tokens[last]!.lower) && TITLES.has(tokens[last - 1]!.lower)))
    return from;
  let start = from;
  for (let at = from; at < to - 1; at++) {
    const { lower } = tokens[at]!;
    const title =
      TITLES.has(lower) && !(at > from && at === to - 2 && genderOf(tokens[at - 1]!.text) !== null && at - 1 === start);
    const tail = TITLE_TAILS.has(lower) && at === start && at > from;
    if (title || tail) start = at + 1;
    else if ((lower === 'of' || lower === 'and' || lower === 'for') && start === at) start = at + 1;
    else if (at === from && DEMONYMS.has(lower) && to - from >= 2) start = at + 1;
  }
  // All titles: "the Attorney General".
  if (start === last && (TITLES.has(tokens[last]!.lower) || TITLE_TAILS.has(tokens[last]!.lower)) && start > from)
    return to;
  if (to - from === 1 && TITLES.has(tokens[from]!.lower)) return to;
  // "the Arizonan"
  if (to - from === 1 && STATES.has(tokens[from]!.lower) && !isPlace(tokens[from]!.lower)) return to;
  return start;
}

function isOffice(tokens: readonly Token[], from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const { lower } = tokens[at]!;
    const part =
      isPlace(lower) || TITLES.has(lower) || TITLE_TAILS.has(lower) || DEMONYMS.has(lower) || BODY_WORDS.has(lower);
    if (!part && lower !== 'of' && lower !== 'and') return false;
  }
  return true;
}

function endOf(tokens: readonly Token[], run: Run): number {
  const last = tokens[run.to - 1]!;
  return last.possessive ? last.end - (/['’]s$/u.test(last.text) ? 2 : 1) : last.end;
}

class Register {
  readonly entities: Entity[] = [];
  private readonly full = new Map<string, Entity>();
  private readonly bySurname = new Map<string, Entity[]>();
  private readonly byFirst = new Map<string, Entity[]>();
  private readonly single = new Map<string, Entity>();

  add(parts: readonly string[], name: string, kind: Entity['kind']): Entity {
    const key = fullKey(parts);
    const old = this.full.get(key);
    if (old !== undefined) {
      old.count++;
      return old;
    }
    const gender = kind === 'person' ? genderOf(parts[0] ?? '') : null;
    const entity: Entity = { name, kind, gender, roles: new Set(), count: 1, lastAt: -1 };
    this.full.set(key, entity);
    this.entities.push(entity);
    if (kind === 'person') {
      for (const surname of surnames(parts)) push(this.bySurname, surname, entity);
      push(this.byFirst, parts[0]!.toLowerCase(), entity);
    } else {
      const initials = parts.filter((part) => /^\p{Lu}/u.test(part)).map((part) => part[0]);
      if (initials.length > 2) push(this.bySurname, initials.join('').toLowerCase(), entity);
    }
    return entity;
  }

  learnName(text: string, tokens: readonly Token[], run: Run): void {
    const parts = nameParts(tokens, run);
    if (parts.length < 2) return;
    const kind = kindOf(parts);
    if (kind === 'person' && parts.length > 5) return;
    const from = kind === 'body' && run.nameFrom > run.from ? run.from : run.nameFrom;
    if (
      kind === 'person' &&
      PARTICLES.has(parts[0]!.toLowerCase()) &&
      this.bySurname.has(parts.slice(-2).join(' ').toLowerCase())
    )
      return;
    const nickname = tokens.slice(run.from, run.to).find((token) => token.kind === 'quotation');
    const written = (start: number, end: number): string => text.slice(start, end).replaceAll(/\s+/gu, ' ');
    const name =
      nickname === undefined
        ? written(tokens[from]!.start, endOf(tokens, run))
        : `${written(tokens[from]!.start, nickname.start)}${written(nickname.end, endOf(tokens, run)).trimStart()}`;
    this.add(kind === 'body' ? name.split(' ') : parts, kind === 'person' ? lowered(name) : name, kind);
  }

  find(tokens: readonly Token[], run: Run): Entity | null {
    const parts = nameParts(tokens, run);
    if (parts.length === 0) return null;
    if (parts.length > 1) {
      const exact = this.full.get(fullKey(parts));
      if (exact !== undefined) return exact;
      const surname = this.bySurname.get(parts.slice(-2).join(' ').toLowerCase());
      if (surname !== undefined) return best(surname, this.hints(tokens, run));
      const whole = Array.from({ length: run.to - run.from }, (_, i) =>
        tokens[run.from + i]!.text.replace(/['’]s?$/u, ''),
      );
      const body = this.full.get(fullKey(whole));
      if (body !== undefined) return body;
    }
    const last = parts.at(-1)!;
    const candidates =
      this.bySurname.get(last.toLowerCase()) ?? (parts.length === 1 ? this.byFirst.get(last.toLowerCase()) : undefined);
    if (candidates !== undefined) {
      const hints = this.hints(tokens, run);
      const chosen = best(candidates, hints);
      // "Mrs. Clinton" says which Clinton the text is mostly about.
      if (chosen !== null && (hints.gender !== null || hints.roles.length > 0)) chosen.count++;
      if (chosen !== null) return chosen;
    }
    const key = parts.join(' ').toLowerCase();
    const old = this.single.get(key);
    if (old !== undefined) return old;
    const article = tokens[run.from - 1]?.lower === 'the' && run.nameFrom === run.from && !qualifies(tokens[run.to]);
    const kind = article
      ? 'body'
      : parts.length === 1 && run.nameFrom === run.from
        ? kindOf(parts)
        : kindOf(parts) === 'body' && run.nameFrom === run.from
          ? 'body'
          : 'person';
    const entity: Entity = {
      name: parts.join(' '),
      kind,
      gender: kind === 'person' ? genderOf(parts[0]!) : null,
      roles: new Set(),
      count: 0,
      lastAt: -1,
    };
    this.single.set(key, entity);
    this.entities.push(entity);
    return entity;
  }

  byName(parts: readonly string[]): Entity | null {
    const words = parts.map((part) => part.toLowerCase().replace(/[.,:]+$/u, '')).filter((part) => !TITLES.has(part));
    const last = words.at(-1);
    if (last === undefined) return null;
    const exact = this.full.get(fullKey(words));
    if (exact !== undefined) return exact;
    const people = this.bySurname.get(last)?.filter((entity) => entity.kind === 'person');
    return people === undefined ? (this.single.get(last) ?? null) : best(people, { gender: null, roles: [] });
  }

  private hints(tokens: readonly Token[], run: Run): Hints {
    const titles = Array.from({ length: run.nameFrom - run.from }, (_, i) => tokens[run.from + i]!.lower);
    const gender = titles.map((title) => HONORIFICS.get(title) ?? null).find((one) => one !== null) ?? null;
    return { gender, roles: titles.filter((title) => !HONORIFICS.has(title)) };
  }
}

/** "RACHEL MADDOW" as names are written; others as they stand. */
function lowered(name: string): string {
  if (name !== name.toUpperCase() || !/\p{Lu}{3}/u.test(name)) return name;
  return name.toLowerCase().replaceAll(/(?<![\p{L}’'])\p{L}/gu, (letter) => letter.toUpperCase());
}

/** Whether a noun follows that a name only qualifies: "the Trump campaign". */
function qualifies(next: Token | undefined): boolean {
  if (next === undefined || next.kind !== 'word' || next.capital) return false;
  return (
    !PREPOSITIONS.has(next.lower) &&
    !CONJUNCTIONS.has(next.lower) &&
    !AUXILIARIES.has(next.lower) &&
    !VERBS.has(next.lower)
  );
}

type Hints = { readonly gender: Gender; readonly roles: readonly string[] };

function best(candidates: readonly Entity[], hints: Hints): Entity | null {
  let chosen: Entity | null = null;
  let chosenScore = -1;
  for (const entity of candidates.slice(0, 20)) {
    if (hints.gender !== null && entity.gender !== null && hints.gender !== entity.gender) continue;
    const office = hints.roles.some((role) => entity.roles.has(role)) ? 1000 : 0;
    const score = office + entity.count;
    if (score > chosenScore) {
      chosen = entity;
      chosenScore = score;
    }
  }
  return chosen;
}

function push(map: Map<string, Entity[]>, key: string, entity: Entity): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [entity]);
  else if (!list.includes(entity) && list.length < 50) list.push(entity);
}

function nameParts(tokens: readonly Token[], run: Run): string[] {
  const parts: string[] = [];
  for (let at = run.nameFrom; at < run.to; at++) {
    const token = tokens[at]!;
    if (token.kind === 'word') parts.push(token.possessive ? token.text.replace(/['’]s?$/u, '') : token.text);
  }
  return parts;
}

function fullKey(parts: readonly string[]): string {
  const words = parts.map((part) => part.toLowerCase().replaceAll(/[.’]/gu, (c) => (c === '.' ? '' : "'")));
  const core = words.filter((word, at) => at === 0 || word.length > 1);
  return core.join(' ');
}

function surnames(parts: readonly string[]): string[] {
  const core = parts.filter((part) => !SUFFIX.test(part.toLowerCase().replace('.', '')));
  const last = core.at(-1)?.toLowerCase();
  if (last === undefined) return [];
  const found = [last];
  // "Assad" is Bashar al-Assad.
  if (ARTICLED.test(core.at(-1)!)) found.push(last.replace(/^\p{L}+[-’']/u, ''));
  if (core.length > 2) found.push(core.slice(-2).join(' ').toLowerCase());
  return found;
}

function kindOf(parts: readonly string[]): Entity['kind'] {
  const lower = parts.map((part) => part.toLowerCase());
  if (parts.length === 1) {
    const [one] = parts as [string];
    if (isPlace(lower[0]!) || BODY_WORDS.has(lower[0]!)) return 'body';
    return /^[\p{Lu}&.]{2,}$/u.test(one) ? 'body' : 'person';
  }
  if (genderOf(parts[0]!) !== null && parts.length <= 4 && !BODY_WORDS.has(lower.at(-1)!)) return 'person';
  if (
    genderOf(parts[0]!) !== null &&
    parts.length === 2 &&
    !/^(?:university|college|committee|foundation|house|times|post|news|party|center|institute|county|city)$/u.test(
      lower[1]!,
    )
  )
    return 'person';
  if (lower.some((word) => BODY_WORDS.has(word) || word === 'of' || word === 'and')) return 'body';
  if (parts.some((part) => /^\p{Lu}{3,}s?$/u.test(part)) && !parts.every((part) => /^\p{Lu}+$/u.test(part)))
    return 'body';
  return lower.every(isPlace) ? 'body' : 'person';
}

function learnRoles(tokens: readonly Token[], run: Run, entity: Entity): void {
  if (entity.kind !== 'person') return;
  const learn = (word: string): void => {
    entity.roles.add(word);
    entity.gender ??= HONORIFICS.get(word) ?? genderOfRole(word);
  };
  const past = /^(?:former|ex|late|then|onetime|past)$/u.test(tokens[run.from - 1]?.lower ?? '');
  for (let at = run.from; at < run.nameFrom; at++) {
    if (past || tokens[at]!.lower === 'former') entity.gender ??= HONORIFICS.get(tokens[at]!.lower) ?? null;
    else learn(tokens[at]!.lower);
  }
  let before = run.from - 1;
  // "city engineer Maria Delgado"
  if (before >= 0 && tokens[before]!.kind === 'word' && isRole(tokens[before]!.lower)) {
    for (let steps = 0; steps < 4 && before >= 0; steps++, before--) {
      const token = tokens[before]!;
      if (token.kind !== 'word' || DETERMINERS.has(token.lower) || PREPOSITIONS.has(token.lower)) break;
      if (!token.capital && isRole(token.lower)) learn(token.lower);
    }
  } else if (
    tokens[before]?.text === ',' &&
    before > 0 &&
    isRole(tokens[before - 1]!.lower) &&
    !tokens[before - 1]!.capital
  ) {
    // "the inspector, Kurt Oberlin, had"
    learn(tokens[before - 1]!.lower);
  }
  if (tokens[run.to - 1]!.possessive) return;
  const next = tokens[run.to];
  const home = tokens[run.to + 1];
  if (next?.lower === 'of' && home !== undefined && isPlace(home.lower)) learn(STATES.get(home.lower) ?? home.lower);
  const copula = next !== undefined && /^(?:is|was|became|remains)$/u.test(next.lower);
  if (next?.text !== ',' && next?.text !== '(' && !copula) return;
  for (let at = run.to + 1; at < Math.min(tokens.length, run.to + 12); at++) {
    const token = tokens[at]!;
    if (token.kind !== 'word') {
      if (token.text === '-') continue;
      break;
    }
    const party = /^([rd])-(\p{L}+)/u.exec(token.lower);
    if (party !== null) {
      learn(party[1] === 'r' ? 'republican' : 'democrat');
      learn(STATES.get(party[2]!) ?? party[2]!);
    }
    if (/^(?:who|whose|which|said|says|told)$/u.test(token.lower)) break;
    if (PREPOSITIONS.has(token.lower) && at > run.to + 1) break;
    if (isRole(token.lower) || TITLES.has(token.lower)) learn(token.lower);
  }
}

/** Whether an entity holds an office, by any of the names for it. */
export function holds(entity: Entity, role: string): boolean {
  if (entity.roles.has(role)) return true;
  for (const held of entity.roles) if (SAME_ROLE[held]?.includes(role) === true) return true;
  return false;
}
