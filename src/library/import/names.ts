// A person's name in a line of a header: "Foreign Minister Anna Berg, on behalf of …" names Anna Berg.

import { wordsOfAll } from '../../language/word-list.ts';
import { lazy } from '../../text/lazy.ts';

export type PersonName = {
  readonly name: string;
  /** Other ways the line names the person: with the title. */
  readonly names: readonly string[];
};

const titles = lazy(() => new Set([...wordsOfAll('title').values()].flat().map((word) => word.toLowerCase())));
const bodies = lazy(() => new Set([...wordsOfAll('body').values()].flat().map((word) => word.toLowerCase())));

const WORD = "\\p{Lu}[\\p{L}\\p{M}'’-]*\\.?|\\p{Lu}\\.(?:\\p{Lu}\\.)*";
const PARTICLE = 'de|del|della|der|den|di|da|dos|du|la|le|van|von|zu|bin|ibn|al|el|ben|ter|y';
const NAME = new RegExp(`(?:${WORD})(?:\\s+(?:(?:${PARTICLE})\\s+)*(?:${WORD}))+`, 'gu');
const MAX_NAME_WORDS = 5;

/** The first person named in `words`; null where nobody is. */
export function nameIn(words: string): PersonName | null {
  const [han] =
    /^\s*(?:\p{Script=Han}{2,12}(?:部长|主席|总理|总统|发言人|大臣|市长|书记|大使))?(\p{Script=Han}{2,4})\s*$/u
      .exec(words)
      ?.slice(1) ?? [];
  if (han) return { name: han, names: [words.trim()].filter((whole) => whole !== han) };
  for (const match of words.slice(0, 300).matchAll(NAME)) {
    const parts = match[0].split(/\s+/);
    const lastTitle = parts.findLastIndex((part) => isTitle(part));
    const name = parts.slice(lastTitle + 1);
    while (name.length > 0 && new RegExp(`^(?:${PARTICLE}|of|the)$`).test(name[0]!) && lastTitle >= 0) name.shift();
    const isPerson =
      name.length >= 2 && name.length <= MAX_NAME_WORDS && !name.some((part) => bodies().has(part.toLowerCase()));
    if (isPerson)
      return {
        name: name.join(' ').replace(/\.$/, (point) => (name.at(-1)!.length <= 3 ? point : '')),
        names: lastTitle >= 0 ? [match[0]] : [],
      };
  }
  return null;
}

function isTitle(word: string): boolean {
  const lower = word.toLowerCase();
  return titles().has(lower) || titles().has(lower.replace(/\.$/, ''));
}

/** Who signed: a name alone in one of the last lines of a text, or with an office in the same line. */
export function namesAtEnd(lines: readonly string[]): PersonName | null {
  for (const line of lines.slice(2).slice(-4)) {
    const plain = line.replace(/^[–—-]\s*/u, '');
    const found = plain.length <= 60 && !/[.!?…。:]$/u.test(plain) ? nameIn(plain) : null;
    if (found && new RegExp(`^(?:[\\p{L}.'’-]+\\s+){0,3}${escaped(found.name)}(?:,|$|\\s*\\()`, 'u').test(plain))
      return found;
  }
  return null;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
