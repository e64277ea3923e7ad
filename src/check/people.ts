// In whose mouth words are put: the names in a message against those whom the statement knows.

import { wordsOfAll } from '../language/word-list.ts';
import type { Statement } from '../statement/statement.ts';
import { lazy } from '../text/lazy.ts';
import { isAskingWord, isRoleWord } from './frame.ts';
import { isCharacter, wordsOf } from './tokens.ts';

/** Who is said to have said it. A stranger is somebody whom the statement doesn't know; nobody named is its speaker. */
export type By =
  | { readonly kind: 'speaker' }
  | { readonly kind: 'publisher' }
  | { readonly kind: 'person'; readonly name: string }
  | { readonly kind: 'stranger' };

export const SPEAKER: By = { kind: 'speaker' };

/** People of a statement by the words of their names. */
export type People = { readonly find: (segment: string) => By | null; readonly isKnownWord: (word: string) => boolean };

/** `named`: whom the statement's words belong to, with repeats. */
export function peopleOf(
  statement: Statement,
  named: readonly (string | null)[],
  isKnownWord: (word: string) => boolean,
): People {
  const { speaker, publisher } = statement;
  const known: { by: By; words: readonly string[]; text: string }[] = [];
  if (speaker !== null) {
    known.push({ by: SPEAKER, words: nameWords([speaker.name, ...speaker.names].join(' ')), text: speaker.name });
  }
  const names = new Set(named.filter((name) => name !== null));
  if (speaker !== null) names.delete(speaker.name);
  if (publisher !== null) names.delete(publisher);
  for (const name of names) known.push({ by: { kind: 'person', name }, words: nameWords(name), text: name });
  const publisherWords = publisher === null ? [] : wordsOf(publisher).filter((word) => !isAskingWord(word));
  const roleOf = roleFinder(statement, [...names]);

  function find(segment: string): By | null {
    const words = wordsOf(segment);
    let best: By | null = null;
    let most = 0;
    for (const { by, words: name, text } of known) {
      const count = isWrittenTogether(text)
        ? togetherCount(segment, text)
        : name.filter((word) => words.some((one) => isSameName(one, word))).length;
      if (count > most) [best, most] = [by, count];
    }
    // "Berg's opponent" is not Berg.
    if (best !== null && words.slice(0, -1).some((word) => word.endsWith("'s"))) return { kind: 'stranger' };
    if (best !== null) return best;
    if (isPublisher(words)) return { kind: 'publisher' };
    return roleOf(words);
  }

  function isPublisher(words: readonly string[]): boolean {
    const own = words.filter((word) => !isAskingWord(word));
    const shared = own.filter((word) => publisherWords.includes(word)).length;
    return shared > 0 && shared === own.length && shared * 2 >= publisherWords.length;
  }
  return { find, isKnownWord };
}

/** The speaker's or the publisher's name in the header for what the text calls them: "PM Berg", "the Bank". Others keep theirs. */
export function canonicalNames(
  speaker: Statement['speaker'],
  publisher: Statement['publisher'],
): (name: string) => string {
  const speakers = new Set(speaker === null ? [] : nameWords([speaker.name, ...speaker.names].join(' ')));
  const publishers = nameWords(publisher ?? '');
  const known = new Map<string, string>();
  const find = (name: string): string => {
    const words = nameWords(name);
    if (words.length === 0) return speaker?.names.includes(name) ? speaker.name : name;
    if (speaker !== null && words.every((word) => speakers.has(word))) return speaker.name;
    const isPublisher = words.length * 2 >= publishers.length && words.every((word) => publishers.includes(word));
    return publisher !== null && isPublisher ? publisher : name;
  };
  return (name) => {
    if (!known.has(name)) known.set(name, find(name));
    return known.get(name)!;
  };
}

/** "Port director" is the one whom the statement calls "Port director Bo Ek". */
function roleFinder(statement: Statement, names: readonly string[]): (words: readonly string[]) => By | null {
  const described = names.flatMap((name) => {
    const at = statement.text.indexOf(name);
    if (at < 0) return [];
    const before = wordsOf(statement.text.slice(Math.max(0, at - 60), at).replace(/^.*[.!?;:»”"]\s/su, ''));
    const after = wordsOf(/^,[^,.;]{0,60}/u.exec(statement.text.slice(at + name.length))?.[0] ?? '');
    const own = wordsOf(name);
    return [
      {
        by: { kind: 'person', name } as const,
        nearest: [before.at(-1), own[0]],
        around: [...before, ...own, ...after],
      },
    ];
  });
  return (words) => {
    const own = words.filter((word) => !isAskingWord(word));
    if (!own.some(isRoleWord)) return null;
    // The speaker has roles too, and is meant before others.
    if (statement.speaker?.names.some((name) => own.every((word) => wordsOf(name).includes(word)))) return SPEAKER;
    // One word may be anybody's role; right before a name it is theirs.
    const isMeant = ({ nearest, around }: (typeof described)[number]) =>
      own.length > 1 ? own.every((word) => around.includes(word)) : nearest.includes(own[0]);
    return described.find(isMeant)?.by ?? null;
  };
}

function nameWords(name: string): string[] {
  return [...new Set(wordsOf(name))].filter((word) => word.length > 2 && !isRoleWord(word) && !isAskingWord(word));
}

function isWrittenTogether(name: string): boolean {
  return wordsOf(name).every(isCharacter);
}

/** Chinese names: the whole, or the family name with a title. */
function togetherCount(segment: string, name: string): number {
  if (segment.includes(name)) return name.length;
  const family = name.slice(0, 1);
  return hanRoles().some((role) => segment.includes(family + role)) ? 1 : 0;
}

const hanRoles = lazy(() => wordsOfAll('role').get('zh') ?? []);

const MIN_STEM = 4;

/** The same name, whatever its case and the spelling of its end: "Лукашенко", "Лукашенкой"; "Aldermark", "Aldermarku". */
function isSameName(one: string, other: string): boolean {
  if (one === other) return true;
  const length = Math.min(one.length, other.length);
  if (length < MIN_STEM || Math.abs(one.length - other.length) > 3) return false;
  const stem = Math.max(MIN_STEM, length - 2);
  return one.slice(0, stem) === other.slice(0, stem);
}

/** Whether `by` is the name of somebody whom neither statement nor header name: capitalised, in its script, and no role. */
export function isStranger(by: string, people: People, statement: Statement): boolean {
  const words = by.split(/\s+/u).filter((word) => /\p{L}/u.test(word));
  if (words.length === 0 || words.length > 4) return false;
  if (scriptOf(by) === 'Han') return isHanStranger(by, statement);
  if (!words.every((word) => /^["'(@]?\p{Lu}/u.test(word))) return false;
  const own = wordsOf(by).filter((word) => !isRoleWord(word) && !isAskingWord(word));
  const header = wordsOf(`${statement.title} ${statement.publisher} ${statement.speaker?.names.join(' ')}`);
  const isKnown = (word: string) => people.isKnownWord(word) || header.some((known) => isSameName(word, known));
  if (own.length === 0 || own.some(isKnown)) return false;
  return scriptOf(by) === scriptOf(statement.speaker?.name ?? statement.title);
}

/** Two to four characters that neither name a role nor stand anywhere in the statement. */
function isHanStranger(by: string, { text, title, speaker }: Statement): boolean {
  if (!/^\p{Script=Han}{2,4}$/u.test(by) || hanRoles().some((role) => by.includes(role))) return false;
  return scriptOf(speaker?.name ?? title) === 'Han' && !text.includes(by) && !title.includes(by);
}

function scriptOf(text: string): string {
  if (/\p{Script=Han}/u.test(text)) return 'Han';
  return /\p{Script=Cyrillic}/u.test(text) ? 'Cyrillic' : 'Latin';
}
