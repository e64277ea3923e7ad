// Names of people as a text writes them, in any listed language: what may be one, and what stands before it as a title.

import { wordList, wordsOfAll } from '../language/word-list.ts';
import { lazyBy } from '../text/lazy.ts';

/** The words of an idea in all listed languages, in small letters. */
export const inAnyLanguage = lazyBy(
  (idea: string): ReadonlySet<string> =>
    new Set([...wordsOfAll(idea).values()].flat().map((word) => word.toLowerCase())),
);

const PARTICLE =
  /^(?:de|del|della|di|da|das|do|dos|du|der|den|van|von|zu|zum|la|le|las|los|el|al|bin|ibn|ben|y|e|af|ter)$/;
/** "Betriebsratschefin", "Klinikleiter": German makes one word of a field and an office. */
const GERMAN_TITLE =
  /\p{L}{3}(?:chef|leiter|minister|meister|sprecher|präsident|direktor|führer|vorsitzender?|beauftragter?|anwält|anwalt|kommissar|inspektor|forscher|dezernent|sekretär)(?:in|e)?$/u;
const INITIALS = /^(?:\p{Lu}\.[ \u00a0]?){1,3}(?=\p{Lu})/u;
const HAN = /^[\p{Script=Han}·]+$/u;
const MAX_WORDS = 12;

/** Whether a word is a title or a role: "Minister", "MS.", "Корреспондент". */
export function isTitle(word: string): boolean {
  const plain = word.toLowerCase().replace(/[.,]+$/u, '');
  const titles = inAnyLanguage('title');
  return titles.has(plain) || titles.has(plain.slice(plain.search(/[^-‑]+$/u))) || GERMAN_TITLE.test(plain);
}

/** Whether a word may be a part of a name: a capital, and no word that only holds a sentence together. */
export function isNameWord(word: string): boolean {
  const plain = word.replace(/[.,]+$/u, '');
  if (!/^(?:al-|d['’]|l['’]|o['’])?\p{Lu}[\p{L}\p{M}'’.‑-]*$/iu.test(plain) || !/\p{Lu}/u.test(plain)) return false;
  const lower = plain.toLowerCase();
  if (wordList('en', 'no-name').includes(lower) || inAnyLanguage('first-person').has(lower)) return false;
  // "Bo" is a word in Polish, "Ma" in French: beside another name such a short word is one too.
  return !inAnyLanguage('no-name').has(lower) || /^\p{Script=Latin}{1,3}$/u.test(lower);
}

/**
 * The name at the end of a phrase, titles cut off: "Anna Berg" of "Mayor of Sundby Anna Berg", "Harrow" of "MS. HARROW". Null where
 * it ends in no name: "the mayor", "Not".
 */
export function nameIn(phrase: string): string | null {
  const plain = phrase.replace(/[\s,:：]+$/u, '').trim();
  if (HAN.test(plain)) return hanName(plain);
  const words = plain
    .replace(INITIALS, '')
    .split(/[ \u00a0]+/u)
    .slice(-MAX_WORDS);
  let first = words.length;
  while (first > 0 && (isNameWord(words[first - 1]!) || (first < words.length && PARTICLE.test(words[first - 1]!))))
    first--;
  while (first < words.length && (PARTICLE.test(words[first]!.toLowerCase()) || isTitle(words[first]!))) first++;
  // "Ministerpräsident Dr. Reuter": whatever stands before the last title is one too.
  for (let at = words.length - 2; at > first; at--) if (isTitle(words[at]!)) first = at + 1;
  // "ДБР Ян Кшижановський"
  if (words.length - first > 2 && isShouted(words[first]!) && !isShouted(words.at(-1)!)) first++;
  const name = words
    .slice(first)
    .join(' ')
    .replace(/[.,]+$/u, '');
  if (name === '' || isTitle(name) || inAnyLanguage('no-name').has(name.toLowerCase())) return null;
  return isShouted(name) && (name.length > 2 || first > 0) ? inSmallLetters(name) : name;
}

/** "市长安娜" is 安娜; a title alone is nobody's name. */
function hanName(phrase: string): string | null {
  let name = phrase;
  for (const title of wordList('zh', 'title')) {
    const at = phrase.lastIndexOf(title);
    const rest = at >= 0 ? phrase.slice(at + title.length) : name;
    if (rest.length < name.length) name = rest;
  }
  return name.length < 2 || name.length > 12 ? null : name;
}

function isShouted(name: string): boolean {
  return name.length > 1 && name === name.toUpperCase() && name !== name.toLowerCase();
}

/** "ANNA BERG" reads "Anna Berg". */
function inSmallLetters(name: string): string {
  return name.toLowerCase().replace(/(?<![\p{L}’'])\p{L}/gu, (letter) => letter.toUpperCase());
}

/** Whether two names may be one person's: the same, or one is the other's surname. */
export function isSameName(one: string, other: string): boolean {
  const [shorter, longer] = [one, other].map(plainName).sort((a, b) => a.length - b.length) as [string, string];
  return (
    shorter !== '' &&
    (shorter === longer || longer.endsWith(` ${shorter}`) || (HAN.test(one) && longer.endsWith(shorter)))
  );
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[.,]/gu, '').replace(/\s+/gu, ' ').trim();
}

/** Whether somebody says "I" or "we" in a text. */
export function hasFirstPerson(text: string): boolean {
  const words =
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[\p{L}\p{M}']+/gu) ?? [];
  return words.some((word) => inAnyLanguage('first-person').has(word) || /我/u.test(word));
}

/** Whether a line begins with an entry of a list, and the entry ends there. */
export function opensWith(line: string, idea: string): boolean {
  const plain = line.toLowerCase();
  for (const entry of inAnyLanguage(idea)) {
    const isWhole = HAN.test(entry) || !/[\p{L}\p{N}]/u.test(plain[entry.length] ?? ' ');
    if (isWhole && plain.startsWith(entry)) return true;
  }
  return false;
}

/** "Lee" is whoever the text calls so in full, or has these initials. */
export function fullNameIn(text: string, name: string): string {
  if (name.includes(' ')) return name;
  const isInitials = /^\p{Lu}{2,3}$/u.test(name);
  const word = String.raw`\p{Lu}[\p{L}'’-]{1,30}`;
  const escaped = name.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
  const pattern = isInitials
    ? Array.from(name, (letter) => String.raw`${letter}\p{Ll}[\p{L}'’-]{0,30}`).join(' ')
    : `(?:${word} ){1,2}${escaped}(?![\\p{L}])`;
  for (const [found] of text.matchAll(new RegExp(String.raw`(?<!\p{L})${pattern}`, 'gu'))) {
    const full = nameIn(found);
    if (full?.includes(' ')) return full;
  }
  return name;
}

/** Whether a name is that of several, or of a body: "The Governments of Sweden and Kenya", "Monetary Policy Committee". */
export function isGroupName(name: string): boolean {
  return GROUP.test(name) || / (?:and|und|et|y|i|и|і|и|&) |^(?:the|die|les|los|las) /iu.test(name);
}

const GROUP =
  /(?<!\p{L})(?:governments?|council|members|leaders|ministers|committee|parties|sides|nations|union|group|signatories|association|alliance|board|commission|coalition|academy|bishops|federation|society|foundation|teachers|parents|workers|staff|residents|employees|students)(?!\p{L})|правительств|уряд|урад|совет|рада|комитет|комітет|регион|regierung|ausschuss|verband|gouvernement|conseil|comité|gobierno|consejo|rząd|rada|komitet|政府|双方|各方|委员会/iu;
