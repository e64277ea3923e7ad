// In whose mouth words are put: the names in a message against those whom the statement knows.

import { wordList } from '../language/word-list.ts';
import type { Statement } from '../statement/statement.ts';
import { isAround } from './phrases.ts';
import { isCharacter, wordsOf } from './tokens.ts';

/** Who is said to have said it where the statement knows nobody of that name. Others go by their name in the statement. */
export const STRANGER = '\0';

type Known = { readonly name: string; readonly words: readonly string[]; readonly roles: readonly string[] };

/** Finds whom `by`, as it is written in a message, means; the statement's speaker, or its publisher, where it names nobody. */
export function peopleOf(
  statement: Statement,
  owners: ReadonlySet<string>,
  isWord: (word: string) => boolean,
): (by: string | null) => string {
  const { speaker, publisher, title, text } = statement;
  const standard = speaker?.name ?? publisher ?? STRANGER;
  const header = `${title} ${publisher ?? ''} ${speaker ? [speaker.name, ...speaker.names].join(' ') : ''}`;
  const others = [...owners].filter((name) => name !== standard && name !== publisher);
  const known: Known[] = others.map((name) => ({
    name,
    words: nameWords(name),
    roles: [...wordsOf(name), ...rolesOf(name, text)],
  }));
  if (speaker)
    known.unshift({
      name: speaker.name,
      words: nameWords([speaker.name, ...speaker.names].join(' ')),
      roles: [...speaker.names.flatMap(wordsOf)],
    });

  return (by) => {
    if (by === null) return standard;
    const words = wordsOf(by);
    const called = best(known, ({ words: name }) => name.filter((word) => isNamed(word, by, words)).length);
    // "Berg's opponent" is not Berg.
    if (called) return words.slice(0, -1).some((word) => word.endsWith("'s")) ? STRANGER : called.name;
    const own = words.filter((word) => !isAround('frame', word));
    if (publisher !== null && isPublisher(own, publisher)) return publisher;
    const isRole = own.some((word) => isAround('role', word));
    const meant = isRole ? known.find(({ roles }) => own.every((word) => roles.includes(word))) : undefined;
    return meant?.name ?? (isStranger(by, own) ? STRANGER : standard);
  };

  /** Capitalised, or a few Chinese characters, no role, in the statement's script, and nowhere in statement or header. */
  function isStranger(by: string, own: readonly string[]): boolean {
    if (/^\p{Script=Han}{2,4}$/u.test(by))
      return /\p{Script=Han}/u.test(header) && !`${text} ${header}`.includes(by) && !isHanRole(by);
    const isName = by.split(/\s+/u).every((word) => /^["'(@]?\p{Lu}|^\P{L}+$/u.test(word));
    const named = own.filter((word) => !isAround('role', word));
    const isKnown = (word: string) => isWord(word) || wordsOf(header).some((one) => isSameName(one, word));
    return (
      isName &&
      named.length > 0 &&
      named.length < 5 &&
      !named.some(isKnown) &&
      isCyrillic(by) === isCyrillic(speaker?.name ?? title)
    );
  }
}

function best(known: readonly Known[], score: (one: Known) => number): Known | null {
  const scored = known.map((one) => ({ one, points: score(one) })).filter(({ points }) => points > 0);
  return (
    scored.reduce<(typeof scored)[number] | null>(
      (most, next) => (most && most.points >= next.points ? most : next),
      null,
    )?.one ?? null
  );
}

/** The speaker's or the publisher's name in the header for what the text calls them: "PM Berg", "the Bank". Others keep theirs. */
export function canonicalNames(
  speaker: Statement['speaker'],
  publisher: Statement['publisher'],
): (name: string) => string {
  const speakers = nameWords(speaker ? [speaker.name, ...speaker.names].join(' ') : '');
  return (name) => {
    const words = nameWords(name);
    if (speaker && (words.length > 0 ? words.every((word) => speakers.includes(word)) : speaker.names.includes(name)))
      return speaker.name;
    return publisher !== null && isPublisher(words, publisher) ? publisher : name;
  };
}

function isPublisher(words: readonly string[], publisher: string): boolean {
  const own = wordsOf(publisher).filter((word) => !isAround('frame', word));
  return words.length > 0 && words.length * 2 >= own.length && words.every((word) => own.includes(word));
}

/** What a person is called right before and after the name, where it stands first: "Port director Bo Ek", "Bo Ek, the director". */
function rolesOf(name: string, text: string): string[] {
  const at = text.indexOf(name);
  if (at < 0) return [];
  const before = text.slice(Math.max(0, at - 60), at).replace(/^.*[.!?;:»”"]\s/su, '');
  return wordsOf(`${before} ${/^,[^,.;]{0,60}/u.exec(text.slice(at + name.length))?.[0] ?? ''}`);
}

/** The words that tell a name; of one in Chinese the whole and the family name, which goes with a title. */
function nameWords(name: string): string[] {
  if (wordsOf(name).every(isCharacter)) return name === '' ? [] : [name, name.slice(0, 1)];
  return [...new Set(wordsOf(name))].filter(
    (word) => word.length > 2 && !isAround('role', word) && !isAround('frame', word),
  );
}

function isNamed(word: string, by: string, words: readonly string[]): boolean {
  if (/\p{Script=Han}/u.test(word))
    return word.length > 1 ? by.includes(word) : by.startsWith(word) && isHanRole(by.slice(1));
  return words.some((one) => isSameName(one, word));
}

function isHanRole(text: string): boolean {
  return wordList('zh', 'role').some((role) => text.includes(role));
}

/** The same name, whatever its case and the spelling of its end: "Лукашенко", "Лукашенкой"; "Aldermark", "Aldermarku". */
function isSameName(one: string, other: string): boolean {
  const length = Math.min(one.length, other.length);
  if (one === other || length < 4 || Math.abs(one.length - other.length) > 3) return one === other;
  return one.slice(0, Math.max(4, length - 2)) === other.slice(0, Math.max(4, length - 2));
}

function isCyrillic(text: string): boolean {
  return /\p{Script=Cyrillic}/u.test(text);
}
