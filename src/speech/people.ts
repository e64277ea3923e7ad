// Who is who in a news text: the people and bodies it names, their offices, and what a later "Smith" or "the senator" means.

import { genderOf } from './first-names.ts';
import {
  DETERMINERS,
  genderOfRole,
  HONORIFICS,
  isPlace,
  isRole,
  PREPOSITIONS,
  SAME_ROLE,
  STATES,
  TITLES,
} from './lexicon.ts';
import {
  capitalsWithin,
  endOf,
  isPlainName,
  isTitleCase,
  type NameRun,
  runFrom,
  SUFFIX,
  surnamedLikeMonths,
} from './names.ts';
import { nameParts, Register } from './register.ts';
import type { Reading, Token } from './tokens.ts';

export type Gender = 'male' | 'female' | null;

/** A person or a body that the text names. Gender and roles are learned while reading. */
export type Entity = {
  /** The fullest name that the text gives. */
  name: string;
  kind: 'person' | 'body';
  gender: Gender;
  readonly roles: Set<string>;
  /** How often the full name stands in the text. */
  count: number;
  /** The token where it was last mentioned so far; -1 before. */
  lastAt: number;
};

/** A run with whom it names; no entity when all of it are titles. */
export type Run = Omit<NameRun, 'nameFrom'> & { nameFrom: number; entity: Entity | null };

export type People = {
  /** The run that covers a token, or null. */
  readonly runAt: (token: number) => Run | null;
  /** The run that covers a token when it names a person who owns nothing there: "Smith", but not "Smith's"; or null. */
  readonly personAt: (token: number) => Run | null;
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
  const named = new Set<string>();
  for (const { from, to } of reading.sentences)
    if (!isTitleCase(tokens, from, to)) capitalsWithin(tokens, from, to, named);
  const index = new Int32Array(tokens.length).fill(-1);
  for (const sentence of reading.sentences) {
    const titleCase = isTitleCase(tokens, sentence.from, sentence.to);
    for (let at = sentence.from; at < sentence.to; ) {
      const run = runFrom(tokens, at, { text, first: sentence.from, to: sentence.to, titleCase, months, named });
      if (run === null) {
        at++;
        continue;
      }
      index.fill(runs.length, run.from, run.to);
      runs.push({ ...run, entity: null });
      at = run.to;
    }
    if (!titleCase) continue;
    for (let last = runs.length - 1; last >= 0 && runs[last]!.from >= sentence.from; last--)
      if (!isPlainName(tokens, runs[last]!)) headlined.add(runs[last]!);
  }
  unglue(tokens, runs, headlined);
  for (const run of runs) if (!headlined.has(run)) register.learnName(text, tokens, run);
  const told = sexes(tokens, runs);
  register.keepApart(tokens, runs, told);
  // A headline's capitals make nobody: "Hearing Set for Monday" names only whom the text names too.
  for (const isHeadline of [false, true])
    for (const run of runs)
      if (headlined.has(run) === isHeadline) {
        const mention = text.slice(tokens[run.from]!.start, endOf(tokens, run)).toLowerCase();
        run.entity = aliases.get(mention) ?? register.find(tokens, run, !isHeadline);
      }
  for (const run of runs) {
    if (run.entity === null) continue;
    learnRoles(tokens, run, run.entity);
    // "Nestor, which sells tea, said": people are told of by "who".
    const isThing = tokens[run.to]?.text === ',' && tokens[run.to + 1]?.lower === 'which';
    if (isThing && run.entity.gender === null && run.entity.roles.size === 0) run.entity.kind = 'body';
  }
  completeNames(text, tokens, runs, told);
  const runAt = (token: number): Run | null => runs[index[token] ?? -1] ?? null;
  return {
    runAt,
    personAt: (token) => {
      const run = runAt(token);
      return run?.entity?.kind === 'person' && !tokens[run.to - 1]!.possessive ? run : null;
    },
    entities: register.entities,
    named: (name) => register.byName(name.split(/\s+/u)),
    alias: (mention) => aliases.get(mention.toLowerCase()) ?? null,
  };
}

/**
 * "Combative Wolf rails", "Rock Legend Cal Wolf": in a run that ends in what the text gives as a whole name elsewhere, or in that
 * name's surname behind a word that the text has in small letters too, what stands before describes its bearer.
 */
function unglue(tokens: readonly Token[], runs: readonly Run[], headlined: ReadonlySet<Run>): void {
  const whole = new Set<string>();
  const surnames = new Set<string>();
  for (const run of runs) {
    const parts = nameParts(tokens, run);
    if (headlined.has(run) || parts.length !== 2 || genderOf(parts[0]!) === null) continue;
    whole.add(parts.join(' '));
    surnames.add(parts[1]!);
  }
  if (whole.size === 0) return;
  let small: ReadonlySet<string> | null = null;
  for (const run of runs) {
    const parts = nameParts(tokens, run);
    if (parts.length < 2 || parts.length > 5 || genderOf(parts[0]!) !== null || run.to - run.nameFrom !== parts.length)
      continue;
    const cut = parts.length - 2;
    if (cut > 0 && whole.has(parts.slice(cut).join(' '))) run.nameFrom += cut;
    else if (cut === 0 && surnames.has(parts[1]!)) {
      // "| Getty Lee calls for calm": an agency's credit.
      const isCredit = /^(?:getty|afp|reuters|shutterstock|alamy)$/iu.test(parts[0]!);
      small ??= new Set(tokens.filter(({ kind, capital }) => kind === 'word' && !capital).map(({ lower }) => lower));
      if (isCredit || small.has(parts[0]!.toLowerCase())) run.nameFrom++;
    }
  }
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
      entity.name = `${entity.name} ${family.name}`;
      // "his wife, Pat," is no Patrick.
      entity.gender = family.gender ?? entity.gender;
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
function familyOf(
  tokens: readonly Token[],
  runs: readonly Run[],
  index: number,
): { readonly name: string; readonly gender: Gender } | null {
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
          (entity.name.includes(' ') || entity.gender !== null || entity.roles.size > 0) &&
          (gender === null ? to === at + 1 : entity.gender === null || entity.gender === gender),
      );
    const parts = owner?.entity?.name.split(' ').filter((part) => !SUFFIX.test(part.toLowerCase().replace('.', '')));
    const name = parts?.at(-1);
    return name === undefined ? null : { name, gender: genderOfRole(tokens[kin]!.lower) };
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

function learnRoles(tokens: readonly Token[], run: Run, entity: Entity): void {
  if (entity.kind !== 'person') return;
  const learn = (word: string): void => {
    entity.roles.add(word);
    entity.gender ??= HONORIFICS.get(word) ?? genderOfRole(word);
  };
  const past = /^(?:former|ex|late|then|onetime|past|incoming|future)$/u.test(tokens[run.from - 1]?.lower ?? '');
  for (let at = run.from; at < run.nameFrom; at++) {
    if (past || tokens[at]!.lower === 'former') {
      entity.gender ??= HONORIFICS.get(tokens[at]!.lower) ?? null;
      // "the former mayor"
      entity.roles.add(`former ${tokens[at]!.lower}`);
    } else learn(tokens[at]!.lower);
  }
  let before = run.from - 1;
  // "city engineer Maria Delgado"
  if (before >= 0 && tokens[before]!.kind === 'word' && isRole(tokens[before]!.lower)) {
    for (let steps = 0; steps < 4 && before >= 0; steps++, before--) {
      const token = tokens[before]!;
      if (token.kind !== 'word' || DETERMINERS.has(token.lower) || PREPOSITIONS.has(token.lower)) break;
      // "Democratic nominee Ann Lee"
      if (token.capital ? /^(?:democratic|republican)$/u.test(token.lower) : isRole(token.lower)) learn(token.lower);
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
  if (isOfAnother(tokens, run.to + 1)) return;
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
    // "Ann Lee, 45, …": the 45-year-old.
    if (at === run.to + 1 && /^\p{Nd}{2}$/u.test(token.text)) learn(`${token.text}-year-old`);
    if (PREPOSITIONS.has(token.lower) && at > run.to + 1) break;
    if (isRole(token.lower) || TITLES.has(token.lower)) learn(token.lower);
  }
}

/** "Candy Crow, | former New York Mayor Rudy Giuli said": the office is of the name behind it. */
function isOfAnother(tokens: readonly Token[], from: number): boolean {
  for (let at = from; at < Math.min(tokens.length - 1, from + 7) && tokens[at]!.kind === 'word'; at++) {
    const { capital, text, lower } = tokens[at]!;
    const isOffice = TITLES.has(tokens[at - 1]!.lower) && at > from;
    if (lower === 'who' || lower === 'of') return false;
    if (capital && isOffice && genderOf(text) !== null && tokens[at + 1]!.capital) return true;
  }
  return false;
}

/** Whether an entity holds an office, by any of the names for it. */
export function holds(entity: Entity, role: string): boolean {
  if (entity.roles.has(role)) return true;
  for (const held of entity.roles) if (SAME_ROLE[held]?.includes(role) === true) return true;
  return false;
}
