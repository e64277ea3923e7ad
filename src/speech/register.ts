// The register of a text's names: people and bodies under their full names, surnames, first names and initials.

import { genderOf, sexOf } from './first-names.ts';
import {
  AUXILIARIES,
  BODY_WORDS,
  CONJUNCTIONS,
  DETERMINERS,
  HONORIFICS,
  isPlace,
  PREPOSITIONS,
  TITLES,
  VERBS,
} from './lexicon.ts';
import { ARTICLED, endOf, PARTICLES, SUFFIX } from './names.ts';
import type { Entity, Gender, Run } from './people.ts';
import type { Token } from './tokens.ts';

/** The names of a text, and whom each short form of them means. */
export class Register {
  readonly entities: Entity[] = [];
  private readonly full = new Map<string, Entity>();
  private readonly bySurname = new Map<string, Entity[]>();
  private readonly byFirst = new Map<string, Entity[]>();
  private readonly single = new Map<string, Entity>();
  private readonly byInitials = new Map<string, Entity>();

  add(parts: readonly string[], name: string, kind: Entity['kind']): Entity {
    const key = fullKey(parts);
    const old = this.full.get(key);
    if (old !== undefined) {
      old.count++;
      return old;
    }
    const gender = kind === 'person' ? sexOf(parts[0] ?? '') : null;
    const entity: Entity = { name, kind, gender, roles: new Set(), count: 1, lastAt: -1 };
    this.full.set(key, entity);
    this.entities.push(entity);
    if (kind === 'person') {
      for (const surname of surnames(parts)) push(this.bySurname, surname, entity);
      // "BW: …" in a transcript.
      const initials = parts.map((part) => part[0]).join('');
      if (initials.length === parts.length && !this.byInitials.has(initials)) this.byInitials.set(initials, entity);
      push(this.byFirst, parts[0]!.toLowerCase(), entity);
    } else {
      const initials = parts
        .filter((part) => /^\p{Lu}/u.test(part))
        .map((part) => (/^\p{Lu}{2,}$/u.test(part) ? part : part[0]));
      // "the Treasury" is the Treasury Department.
      if (parts.length === 2 && /^(?:Department|Ministry)$/u.test(parts[1]!))
        push(this.bySurname, parts[0]!.toLowerCase(), entity);
      // "General Motors Co" is GM.
      const isFirm = /^(?:Co|Corp|Inc|Ltd|Plc|LLC)\.?$/u.test(parts.at(-1)!);
      if (isFirm) initials.pop();
      if (initials.length > 2 || (isFirm && initials.length > 1))
        push(this.bySurname, initials.join('').toLowerCase(), entity);
    }
    return entity;
  }

  learnName(text: string, tokens: readonly Token[], run: Run): void {
    const parts = nameParts(tokens, run);
    if (parts.length < 2 || (parts.length === 2 && isSuffix(parts[1]!))) return;
    const kind =
      isTitledSurname(tokens, run, parts) ||
      isOfficeHolder(tokens, run) ||
      (kindOf(parts) === 'person' && !isWhere(tokens, run))
        ? 'person'
        : 'body';
    if (kind === 'person' && parts.length > 5) return;
    const from = kind === 'body' && run.nameFrom > run.from ? run.from : run.nameFrom;
    if (
      kind === 'person' &&
      PARTICLES.has(parts[0]!.toLowerCase()) &&
      this.bySurname.has(parts.slice(-2).join(' ').toLowerCase())
    )
      return;
    // "McMorris Rodgers", when Cathy McMorris Rodgers was there before.
    const isShort = kind === 'person' && parts.length === 2 && genderOf(parts[0]!) === null;
    if (isShort && this.bySurname.has(parts.join(' ').toLowerCase())) return;
    const isHonoured = run.to - 1 > run.nameFrom && isPostnominal(tokens[run.to - 1]!);
    const nameEnd = isHonoured ? tokens[run.to - 2]!.end : endOf(tokens, run);
    const nickname = tokens.slice(run.from, run.to).find((token) => token.kind === 'quotation');
    const written = (start: number, end: number): string => text.slice(start, end).replaceAll(/\s+/gu, ' ');
    const name =
      nickname === undefined
        ? written(tokens[from]!.start, nameEnd)
        : `${written(tokens[from]!.start, nickname.start)}${written(nickname.end, nameEnd).trimStart()}`;
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
        tokens[run.from + i]!.text.replace(/['’][sS]?$/u, ''),
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
    const article =
      tokens[run.from - 1]?.lower === 'the' &&
      run.nameFrom === run.from &&
      (tokens[run.to - 1]!.possessive || !qualifies(tokens[run.to]));
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
    const initials = words.length === 1 ? this.byInitials.get(parts.at(-1)!.toUpperCase()) : undefined;
    if (people === undefined && initials !== undefined && last.length < 4) return initials;
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

/** "Democrat Cy Green", "Rep. Bo Hill": behind an office, what else would be a park or a party is a surname. */
/** "President Park Geun-hye": no park. */
function isOfficeHolder(tokens: readonly Token[], run: Run): boolean {
  for (let at = run.from; at < run.nameFrom; at++)
    if (
      /^(?:president|minister|senator|sen|rep|gov|governor|mayor|chancellor|mr|mrs|ms|dr|prof|professor|king|queen)$/u.test(
        tokens[at]!.lower,
      )
    )
      return run.to - run.nameFrom <= 3 && run.nameFrom < run.to;
  return false;
}

function isTitledSurname(tokens: readonly Token[], run: Run, parts: readonly string[]): boolean {
  return (
    parts.length === 2 &&
    run.nameFrom > run.from &&
    TITLES.has(tokens[run.nameFrom - 1]!.lower) &&
    !BODY_WORDS.has(parts[0]!.toLowerCase()) &&
    /^(?:park|hill|lake|church|bank|west|north|black|green|young|price|hall|castle|rivers|street|king|mountain|bridge|banks)$/iu.test(
      parts[1]!,
    )
  );
}

/** "in Range Valley": two words behind "in" that begin with no first name. */
function isWhere(tokens: readonly Token[], run: Run): boolean {
  const isIn = /^(?:in|near|across|outside|throughout)$/u.test(tokens[run.from - 1]?.lower ?? '');
  return (
    isIn && run.nameFrom === run.from && genderOf(tokens[run.from]!.text) === null && !tokens[run.to - 1]!.possessive
  );
}

/** "in Lorwick", "in Dunmere, Lorwick and Easton": where, and nobody. */
function isPlaced(tokens: readonly Token[], from: number): boolean {
  if (genderOf(tokens[from]!.text) !== null || tokens[from]!.possessive) return false;
  for (let at = from - 1; at >= Math.max(0, from - 8); at--) {
    const { lower, capital, text } = tokens[at]!;
    if (/^(?:in|near|outside|throughout)$/u.test(lower)) return true;
    if (
      lower === 'of' &&
      /^(?:city|town|village|port|suburb|province|region|capital)$/u.test(tokens[at - 1]?.lower ?? '')
    )
      return true;
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

export function nameParts(tokens: readonly Token[], run: Run): string[] {
  const parts: string[] = [];
  for (let at = run.nameFrom; at < run.to; at++) {
    const token = tokens[at]!;
    if (at > run.nameFrom && at === run.to - 1 && isPostnominal(token)) break;
    if (token.kind === 'word') parts.push(token.possessive ? token.text.replace(/['’][sS]?$/u, '') : token.text);
  }
  return parts;
}

/** "Ann Lee QC": what a rank, a seat or a degree adds behind a name is no part of it, unlike "Jr.". */
function isPostnominal({ text }: Token): boolean {
  return /^(?:[QK]C|[CO]BE|MBE|MP|MEP|MSP|MD|Ph\.?D\.?|Esq\.?)(?:['’]s?)?$/u.test(text);
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
  // "Public Health England"
  if (parts.length > 2 && isPlace(lower.at(-1)!) && genderOf(parts[0]!) === null) return 'body';
  // "Flight QZ8501"
  if (parts.some((part) => /\p{L}\p{Nd}|^\p{Nd}/u.test(part))) return 'body';
  return lower.every(isPlace) ? 'body' : 'person';
}
