// Who is who in a news text: the people and bodies it names, their offices, and what a later "Smith" or "the senator" means.

import {
  AUXILIARIES,
  BODY_WORDS,
  CONJUNCTIONS,
  DETERMINERS,
  genderOf,
  genderOfRole,
  HONORIFICS,
  isPlace,
  isRole,
  PREPOSITIONS,
  SAME_ROLE,
  STATES,
  TITLES,
  VERBS,
} from './speech-lexicon.ts';
import {
  ARTICLED,
  endOf,
  isPlainName,
  isTitleCase,
  type NameRun,
  PARTICLES,
  runFrom,
  SUFFIX,
  surnamedLikeMonths,
} from './speech-names.ts';
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

/** A run with whom it names; no entity when all of it are titles. */
type Run = NameRun & { entity: Entity | null };

export type People = {
  /** The run that covers a token, or null. */
  readonly runAt: (token: number) => Run | null;
  readonly entities: readonly Entity[];
  /** Whom a name such as "PENCE" or "Mike Pence" stands for. */
  readonly named: (name: string) => Entity | null;
  /** Whom a title stands for by the caller's list of speakers; null when the list doesn't have it. */
  readonly alias: (mention: string) => Entity | null;
};

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
  const headlined = new Set<Run>();
  const months = surnamedLikeMonths(tokens);
  const index = new Int32Array(tokens.length).fill(-1);
  for (const sentence of reading.sentences) {
    const titleCase = isTitleCase(tokens, sentence.from, sentence.to);
    for (let at = sentence.from; at < sentence.to; ) {
      const run = runFrom(tokens, at, { text, first: sentence.from, to: sentence.to, titleCase, months });
      if (run === null) {
        at++;
        continue;
      }
      index.fill(runs.length, run.from, run.to);
      runs.push({ ...run, entity: null });
      at = run.to;
    }
    let first = runs.length;
    while (first > 0 && runs[first - 1]!.from >= sentence.from) first--;
    for (const run of runs.slice(first)) {
      if (!titleCase || isPlainName(tokens, run)) register.learnName(text, tokens, run);
      else headlined.add(run);
    }
  }
  const told = sexes(tokens, runs);
  register.keepApart(tokens, runs, told);
  // A headline's capitals make nobody: "Hearing Set for Monday" names only whom the text names too.
  for (const isHeadline of [false, true])
    for (const run of runs)
      if (headlined.has(run) === isHeadline) {
        const mention = text.slice(tokens[run.from]!.start, endOf(tokens, run)).toLowerCase();
        run.entity = aliases.get(mention) ?? register.find(tokens, run, !isHeadline);
      }
  for (const run of runs) if (run.entity !== null) learnRoles(tokens, run, run.entity);
  completeNames(text, tokens, runs, told);
  return {
    runAt: (token) => runs[index[token] ?? -1] ?? null,
    entities: register.entities,
    named: (name) => register.byName(name.split(/\s+/u)),
    alias: (mention) => aliases.get(mention.toLowerCase()) ?? null,
  };
}

const KIN = /^(?:son|daughter|wife|husband|brother|sister|father|mother|grandson|granddaughter|widow|widower)$/u;

/** Gives people known by one name the rest of it: "Trump's son Eric", a surname that only a quotation gives in full. */
function completeNames(
  text: string,
  tokens: readonly Token[],
  runs: readonly Run[],
  told: ReadonlyMap<string, Gender>,
): void {
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
    const name = inside.get(entity.name.toLowerCase()) ?? entity.name;
    const sex = told.get(entity.name.toLowerCase()) ?? null;
    // "President Wolf and his wife": no Mara Wolf of whom somebody speaks.
    if (sex === null || (genderOf(name.split(' ')[0]!) ?? sex) === sex) entity.name = name;
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
    if (parts.length < 2 || (parts.length === 2 && isSuffix(parts[1]!))) return;
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

  /**
   * "President Wolf", of whom the text says "he" and gives no first name, is not the Mara Wolf whom it names once further on:
   * surnames that stand with an office before anybody of the other sex is named in full are somebody's own.
   */
  keepApart(tokens: readonly Token[], runs: readonly Run[], told: ReadonlyMap<string, Gender>): void {
    const named = new Set<string>();
    const early = new Set<string>();
    for (const run of runs) {
      const parts = nameParts(tokens, run);
      const surname = parts.at(-1)?.toLowerCase() ?? '';
      if (parts.length > 1) named.add(surname);
      else if (run.nameFrom > run.from && this.hints(tokens, run).gender === null && !named.has(surname))
        early.add(surname);
    }
    if (early.size === 0) return;
    for (const surname of early) {
      const sex = told.get(surname) ?? null;
      const isOther = ({ gender, count }: Entity): boolean => gender !== null && gender !== sex && count < 3;
      if (sex !== null && this.bySurname.get(surname)?.every(isOther) === true) this.bySurname.delete(surname);
    }
  }

  /** Whom a run names; one whom nothing told of yet only if `isNew` may be. */
  find(tokens: readonly Token[], run: Run, isNew: boolean): Entity | null {
    const parts = nameParts(tokens, run);
    if (parts.length === 0) return this.named(tokens, run);
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
    if (parts.length === 2 && isSuffix(parts[1]!)) {
      // "Wolf Jr."
      const family = this.bySurname.get(parts[0]!.toLowerCase());
      const junior = family?.find(({ name }) => name.toLowerCase().endsWith(` ${parts[1]!.toLowerCase()}`));
      if (junior !== undefined) return junior;
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
    if (old !== undefined || !isNew) return old ?? null;
    const article = tokens[run.from - 1]?.lower === 'the' && run.nameFrom === run.from && !qualifies(tokens[run.to]);
    const kind = article
      ? 'body'
      : parts.length === 1 && run.nameFrom === run.from
        ? kindOf(parts)
        : kindOf(parts) === 'body' && run.nameFrom === run.from
          ? 'body'
          : 'person';
    const placed = kind === 'person' && parts.length === 1 && run.nameFrom === run.from && isPlaced(tokens, run.from);
    const entity: Entity = {
      name: parts.join(' '),
      kind: placed ? 'body' : kind,
      gender: kind === 'person' ? genderOf(parts[0]!) : null,
      roles: new Set(),
      count: 0,
      lastAt: -1,
    };
    this.single.set(key, entity);
    this.entities.push(entity);
    return entity;
  }

  /** "Bishop said", where the text has a Peter Bishop: a surname that is a title too. */
  private named(tokens: readonly Token[], run: Run): Entity | null {
    if (run.to - run.from > 1 || DETERMINERS.has(tokens[run.from - 1]?.lower ?? '')) return null;
    const people = this.bySurname.get(tokens[run.from]!.lower)?.filter((entity) => entity.kind === 'person');
    return people === undefined ? null : best(people, { gender: null, roles: [] });
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

/** What pronouns tell of people named by surname: "President Wolf praised his wife" makes Wolf a man; by surname. */
function sexes(tokens: readonly Token[], runs: readonly Run[]): ReadonlyMap<string, Gender> {
  const votes = new Map<string, number>();
  for (const run of runs) {
    if (run.to - run.nameFrom !== 1) continue;
    const surname = nameParts(tokens, run)[0]!.toLowerCase();
    for (let at = run.to; at < Math.min(tokens.length, run.to + 12); at++) {
      const { lower, kind, capital } = tokens[at]!;
      if (kind === 'quotation' || capital) break;
      const vote = /^(?:he|his|him)$/u.test(lower) ? 1 : /^(?:she|her|hers)$/u.test(lower) ? -1 : 0;
      if (vote === 0) continue;
      votes.set(surname, (votes.get(surname) ?? 0) + vote);
      break;
    }
  }
  return new Map([...votes].map(([surname, sum]) => [surname, sum > 0 ? 'male' : sum < 0 ? 'female' : null]));
}

/** "in Lorwick", "in Dunmere, Lorwick and Easton": where, and nobody. */
function isPlaced(tokens: readonly Token[], from: number): boolean {
  if (genderOf(tokens[from]!.text) !== null || tokens[from]!.possessive) return false;
  for (let at = from - 1; at >= Math.max(0, from - 8); at--) {
    const { lower, capital, text } = tokens[at]!;
    if (/^(?:in|near|outside|throughout)$/u.test(lower)) return true;
    if (!capital && text !== ',' && lower !== 'and') return false;
  }
  return false;
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

function isSuffix(part: string): boolean {
  return SUFFIX.test(part.toLowerCase().replace('.', ''));
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
  const core = parts.filter((part) => !isSuffix(part));
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
  const past = /^(?:former|ex|late|then|onetime|past|incoming|future)$/u.test(tokens[run.from - 1]?.lower ?? '');
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
    const party = /^([rd])-([\p{L}.]+)/u.exec(token.lower);
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
