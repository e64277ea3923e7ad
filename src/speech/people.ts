// The people and bodies that an English text names: their full names, roles, sex, and each place that names them.

import type { Range } from '../text/range.ts';
import type { Reading } from './reading.ts';
import {
  expand,
  firstOf,
  isBodyName,
  isOffice,
  isPersonNoun,
  lastOf,
  type Named,
  nounOf,
  piecesOf,
  properOf,
  type Sex,
  sexOf,
} from './titles.ts';
import { firstAt, type Token } from './tokens.ts';

/** A speaker known beforehand, with the names and titles he goes by. */
export type KnownSpeaker = {
  readonly name: string;
  readonly names: readonly string[];
  readonly pronoun?: 'he' | 'she' | 'they';
};

export type Person = {
  readonly name: string;
  readonly first: string;
  readonly last: string;
  readonly isBody: boolean;
  /** Something tells that this is somebody: a title, a first name, a role. */
  isSurely: boolean;
  sex: Sex | null;
  /** What he is called where he is introduced: "prime minister", "head nurse". */
  readonly roles: Set<string>;
  /** How often he is named in full. */
  count: number;
};

/** A place that names somebody. */
export type Mention = Range & { readonly person: Person; readonly isSubject: boolean };

export type People = {
  readonly all: readonly Person[];
  readonly mentions: readonly Mention[];
  /** Whom a name means: the same name, or whoever bears it as surname or first name. Of several, who is named most. */
  readonly named: (name: string, title?: string | null) => Person | null;
};

type Run = Range & Named;

const WORD = String.raw`\p{Lu}[\p{L}’'.-]{0,40}`;
const PARTICLE = '(?:de|van|von|der|den|al|bin|ben|la|del|da|du|el|ibn)';
/** Words in capitals that follow each other, as names do. */
export const CAPITALS = new RegExp(
  String.raw`(?<![\p{L}’'-])(?:al-)?${WORD}(?:[ \u00a0](?:${PARTICLE}[ \u00a0]){0,2}(?:(?:of|&)[ \u00a0](?:the[ \u00a0])?(?=\p{Lu}))?(?:al-|bin )?${WORD}){0,12}`,
  'gu',
);
const FEMALE =
  /^(?:mrs|ms|miss|lady|dame|queen|princess|sister|mother|wife|daughter|actress|aunt|widow|girlfriend|grandmother|niece|\w*woman|first lady|girl)\.?$/i;
const MALE =
  /^(?:mr|sir|lord|king|prince|pope|brother|father|husband|son|uncle|widower|boyfriend|grandfather|nephew|\w*(?<!wo)man|boy|fr|imam|rabbi)\.?$/i;
const KIN = /\b(brother|sister|wife|husband|son|daughter|mother|father),? $/i;
const OPENER =
  /^(?:The|A|An|But|And|When|After|As|In|For|From|On|With|Then|While|Former|If|Yet|So|Asked|At|Since|Although|Though|See|Continued|Because|Until|Before|During|By|To|Of|of|That|This|Those|These|Many|Most|Some|Both|Like|Unlike|According|Also|Meanwhile|However|Even|Not|What|Why|How|Where|Who|Will|Is|Are|Was|Does|Did|Has|Have|Despite|Once|Still|Now|Here|There)$/;
// More people than any text of news names; a text made of names stays linear.
const MAX_PEOPLE = 400;

/** Finds who is named in a text; those in `known` first. */
export function findPeople(reading: Reading, known: readonly KnownSpeaker[]): People {
  const { text, masked } = reading;
  const all: Person[] = [];
  const named = (name: string, title: string | null = null) => personNamed(all, name, title);
  const introduce = (run: Run) => introduced(all, reading, run);
  for (const { name, names, pronoun } of known) {
    const person = addPerson(all, name, pronoun === 'they' && isBodyName(name));
    for (const one of names) person?.roles.add(one.toLowerCase());
    if (person && pronoun !== undefined && pronoun !== 'they') person.sex = pronoun === 'he' ? 'male' : 'female';
    if (person && !person.isBody) person.isSurely = true;
  }
  const runs = runsIn(masked, reading);
  // "Luis “Chuy” Ortega"
  for (const [, first, last] of masked.matchAll(/(?<!\p{L})(\p{Lu}\p{Ll}{1,30}) \u00aa{3,20} (\p{Lu}[\p{L}-]{1,40})/gu))
    if (sexOf(first!.toLowerCase()) !== null) addPerson(all, `${first} ${last}`, false);
  // Those who are surely somebody first: "Wisconsin Trump" is no new person where a Trump is known.
  const isSure = ({ name, title }: Run) => title !== null || sexOf(firstOf(name)) !== null;
  const full = runs.filter(({ name }) => isFull(name));
  for (const run of full) if (isSure(run)) introduce(run);
  for (const run of full) {
    const [first, last] = [firstOf(run.name), lastOf(run.name)];
    if (!isSure(run) && !all.some((one) => one.isSurely && one.last === last && one.first !== first)) introduce(run);
  }
  // "President Obama", of whom no more is told.
  for (const run of runs)
    if (run.title !== null && !isFull(run.name) && isSurname(run.name) && named(run.name, run.title) === null)
      introduce(run);
  for (const run of runs) introduceKin(all, reading, runs, run);
  // Who is named in full only in what others say.
  for (const { name } of runsIn(text, reading))
    if (
      isFull(name) &&
      sexOf(firstOf(name)) !== null &&
      !isBodyName(name) &&
      all.every(({ last }) => last !== lastOf(name))
    )
      addPerson(all, name, false);
  const mentions = mentionsIn(runs, reading, named);
  settleSexes(all, mentions, masked);
  return { all, mentions, named };
}

function isFull(name: string): boolean {
  return /[ \u00a0]/.test(name);
}

function isSurname(name: string): boolean {
  return /^\p{Lu}\p{L}*\p{Ll}/u.test(name) && !isOffice(name) && !isBodyName(name);
}

function mentionsIn(runs: readonly Run[], reading: Reading, named: People['named']): Mention[] {
  return runs.flatMap(({ name, title, start, end }) => {
    const person = named(name, title);
    if (person === null) return [];
    if (isFull(name)) person.count++;
    if (title !== null) addRole(person, title);
    const isOwner = /^['’]s?(?!\p{L})/u.test(reading.masked.slice(end, end + 3));
    return [{ start, end, person, isSubject: !isOwner && isSubjectAt(reading, start) }];
  });
}

function personNamed(all: readonly Person[], name: string, title: string | null): Person | null {
  const plain = name.toLowerCase();
  const [first, last] = [firstOf(plain), lastOf(plain)];
  const isSame = (one: Person) => plain.includes(' ') && one.last === last && one.first === first;
  const exact = all.find((one) => one.name.toLowerCase() === plain || isSame(one));
  if (exact) return exact;
  const sex = /^mr\b/i.test(title ?? '') ? 'male' : /^m(?:r?s|iss)\b/i.test(title ?? '') ? 'female' : null;
  const fits = all.filter((one) => {
    if (sex !== null && one.sex !== null && one.sex !== sex) return false;
    if (plain.includes(' ')) return one.name.toLowerCase().endsWith(` ${plain}`);
    return one.last === plain || (!one.isBody && one.first === plain) || acronym(one.name) === name;
  });
  const surnames = fits.filter((one) => one.last === plain);
  const some = surnames.length > 0 ? surnames : fits;
  return some.toSorted((one, other) => other.count - one.count)[0] ?? null;
}

function acronym(name: string): string {
  return Array.from(name.matchAll(/(?<=^|\s)\p{Lu}/gu), ([letter]) => letter).join('');
}

/** Names as they stand in the text, titles cut off. */
function runsIn(text: string, reading: Reading): Run[] {
  const found: Run[] = [];
  for (const match of text.matchAll(CAPITALS)) {
    for (const piece of piecesOf(match[0], match.index)) {
      let run = piece.run.replace(/['’]s?$/u, '');
      let start = piece.start;
      // A word that is no name elsewhere, or is none to the tagger, only opens the sentence.
      for (let opener = firstWord(run); opener && isOpener(opener, start, reading); opener = firstWord(run)) {
        run = run.slice(opener.length + 1);
        start += opener.length + 1;
      }
      const { name, title } = properOf(run);
      const isShouted = /^\p{Lu}{2,}[ \u00a0][\p{Lu} \u00a0]+$/u.test(name) && sexOf(firstOf(name)) === null;
      if (name === '' || isShouted) continue;
      const from = start + run.lastIndexOf(name);
      found.push({ name, title, start: from, end: from + name.length });
    }
  }
  return found;
}

function firstWord(run: string): string | null {
  return /^(\p{L}+)[ \u00a0]/u.exec(run)?.[1] ?? null;
}

function isOpener(word: string, start: number, { tokens, starts, small }: Reading): boolean {
  if (OPENER.test(word)) return true;
  const lower = word.toLowerCase();
  if (isOffice(word) || sexOf(lower) !== null) return false;
  const token = tokens[firstAt(tokens, start)];
  const pos = token?.start === start ? token.pos : '';
  return (
    /^(?:ADP|SCONJ|ADV|CCONJ|DET|AUX|PRON|POSS)$/.test(pos) ||
    (starts.has(start) && (pos === 'VERB' || small.has(lower)))
  );
}

function introduced(all: Person[], reading: Reading, { name, title, start, end }: Run): void {
  const [first, last] = [firstOf(name), lastOf(name)];
  const same = all.find((one) => one.name === name || (one.first === first && one.last === last));
  if (same) {
    describe(same, reading, start, end);
    return;
  }
  const isPerson = title !== null || sexOf(first) !== null;
  const isThe = /\bthe\s$/i.test(reading.masked.slice(Math.max(0, start - 5), start));
  const person = addPerson(all, name, !isPerson && (isBodyName(name) || /\s(?:of|for|and|&)\s/.test(name) || isThe));
  if (person === null) return;
  if (title !== null) addRole(person, title);
  describe(person, reading, start, end);
}

/** "her husband, Dick," is a Beck where she is. */
function introduceKin(all: Person[], reading: Reading, runs: readonly Run[], { name, start, end }: Run): void {
  const kin = isFull(name) ? null : KIN.exec(reading.masked.slice(Math.max(0, start - 20), start));
  if (kin === null || all.some(({ first }) => first === name.toLowerCase())) return;
  const owner = runs.findLast((one) => one.end < start && personNamed(all, one.name, null)?.isBody === false);
  const surname = owner && personNamed(all, owner.name, null)!.name.split(' ').at(-1);
  const person = surname === undefined ? null : addPerson(all, `${name} ${surname}`, false);
  if (person === null) return;
  addRole(person, kin[1]!);
  describe(person, reading, start, end);
}

function addPerson(all: Person[], name: string, isBody: boolean): Person | null {
  if (all.length >= MAX_PEOPLE) return null;
  const sex = isBody ? null : sexOf(firstOf(name));
  const [first, last] = [firstOf(name), lastOf(name)];
  const person = { name, first, last, isBody, isSurely: sex !== null, sex, roles: new Set<string>(), count: 0 };
  all.push(person);
  return person;
}

function addRole(person: Person, role: string): void {
  const words = role.toLowerCase().replaceAll('.', '').trim().split(/\s+/);
  const full = words.map(expand).join(' ');
  person.roles.add(full);
  if (person.isBody) return;
  person.isSurely = true;
  const noun = nounOf(full);
  person.sex = FEMALE.test(noun) ? 'female' : MALE.test(noun) ? 'male' : person.sex;
}

/** "spokesman John Kirby", "Victor Osei, 54, the head nurse", "Her husband, Dick Beck,", "Smith is the mayor". */
function describe(person: Person, { tokens, masked }: Reading, start: number, end: number): void {
  let at = firstAt(tokens, start);
  if (tokens[at]?.start !== start && (tokens[at - 1]?.end ?? 0) > start) at--;
  const token = tokens[at];
  if (token === undefined || token.start > start) return;
  const words: string[] = [];
  for (let left = at - 1; left >= 0 && words.length < 6; left--) {
    const { pos, lower, end: to } = tokens[left]!;
    if (!/^(?:NOUN|ADJ|PROPN)$/.test(pos) || masked.slice(to, to + 1).trim() !== '') break;
    words.unshift(lower);
  }
  if (words.length > 0 && isPersonNoun(words.at(-1)!)) addRole(person, words.join(' '));
  const left = at - 1 - words.length;
  const before = tokens[left]?.text === ',' ? roleBefore(tokens, left - 1) : null;
  if (before !== null) addRole(person, before);
  let right = Math.max(at, firstAt(tokens, end));
  if (tokens[right]?.text === ',' && /^\d+$/.test(tokens[right + 1]?.text ?? '')) right += 2;
  if (!/^(?:,|—|–|is|was|became|who)$/.test(tokens[right]?.lower ?? '')) return;
  const behind = roleBehind(tokens, right + 1);
  if (behind !== null) addRole(person, behind);
}

function roleBefore(tokens: readonly Token[], last: number): string | null {
  const words: string[] = [];
  for (let at = last; at >= 0 && words.length < 8 && /^(?:NOUN|ADJ|PROPN|PART|ADP)$/.test(tokens[at]!.pos); at--)
    words.unshift(tokens[at]!.lower);
  const role = words.join(' ');
  return isPersonNoun(nounOf(role)) ? role : null;
}

function roleBehind(tokens: readonly Token[], first: number): string | null {
  const words: string[] = [];
  let head = '';
  for (let at = first; at < tokens.length && words.length < 9; at++) {
    const { pos, lower } = tokens[at]!;
    const isLead = (/^(?:DET|POSS|NUM)$/.test(pos) && head === '') || (pos === 'ADV' && words.length === 0);
    if (isLead) continue;
    const isNoun = /^(?:NOUN|PROPN)$/.test(pos);
    if (!isNoun && !/^(?:ADJ|PART)$/.test(pos) && !(head !== '' && /^(?:ADP|DET|POSS)$/.test(pos))) break;
    words.push(lower);
    if (isNoun && !words.some((word) => /^(?:of|for|at|in|to|from|with)$/.test(word))) head = lower;
  }
  return isPersonNoun(head) ? words.join(' ') : null;
}

const BEFORE_SUBJECT =
  /(?:^|[.!?:;\n\u00aa]["'”’]?,?\s{1,4}|\b(?:and|but|that|as|when|after|while)\s|, )(?:(?:[Tt]he|[Aa]n?|[Hh]er|[Hh]is)\s)?(?:(?!(?:on|whether|of|to|with|by|for|in|at|from|about|that|and|against|over|than|like|as)\s)[\p{L}.’'-]{1,40}\s){0,3}$/u;

function isSubjectAt({ masked, starts }: Reading, start: number): boolean {
  return starts.has(start) || BEFORE_SUBJECT.test(masked.slice(Math.max(0, start - 160), start));
}

/** Whoever's name says nothing is what the first pronoun behind it says, if nobody else stands between. */
function settleSexes(all: readonly Person[], mentions: readonly Mention[], masked: string): void {
  const votes = new Map<Person, number>();
  for (const [at, { end, person }] of mentions.entries()) {
    if (person.sex !== null || person.isBody || !person.isSurely) continue;
    const until = Math.min(mentions[at + 1]?.start ?? Infinity, end + 240);
    const pronoun = /(?<!\p{L})(?:he|his|him|she|her)(?!\p{L})/iu.exec(masked.slice(end, until))?.[0].toLowerCase();
    if (pronoun) votes.set(person, (votes.get(person) ?? 0) + (/^h(?:e|is|im)$/.test(pronoun) ? 1 : -1));
  }
  for (const person of all) {
    const vote = votes.get(person) ?? 0;
    if (vote !== 0) person.sex = vote > 0 ? 'male' : 'female';
  }
}
