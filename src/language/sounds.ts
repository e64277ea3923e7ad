// Whether two spellings are one name: in another case of the same language, another alphabet, or another way of writing its sounds.

import { inLatin } from './libraries.ts';

/** Forms of one word: "Jeziora" and "Jeziorach", "Брандссон" and "Брандссону". Both folded. */
export function isFormOf(one: string, other: string): boolean {
  if (one === other) return true;
  const shorter = Math.min(one.length, other.length);
  let shared = 0;
  while (shared < shorter && one[shared] === other[shared]) shared++;
  return (
    shared >= 3 &&
    shared >= shorter - 2 &&
    Math.max(one.length, other.length) - shared <= 4 &&
    shared >= 0.5 * Math.max(one.length, other.length)
  );
}

// What the sounds of a name are written with, from one language's habits to another's.
const SPELLINGS: readonly (readonly [written: RegExp, sound: string])[] = [
  [/['’ʹʺʼ-]/g, ''],
  [/shch|szcz|schtsch/g, 'S'],
  [/tsch|tch|cz/g, 'C'],
  [/sch|sh|sz|š/g, 'S'],
  [/dzh|dsch|dj/g, 'J'],
  [/zh|rz|ž/g, 'J'],
  [/chzh/g, 'J'],
  [/ts|tz/g, 'z'],
  [/ch/g, 'C'],
  [/kh/g, 'h'],
  [/ph/g, 'f'],
  [/th/g, 't'],
  [/x/g, 'ks'],
  [/ck|qu|[cq]/g, 'k'],
  [/gu(?=[ei])/g, 'g'],
  [/w/g, 'v'],
  [/j/g, 'y'],
  [/(.)\1+/g, '$1'],
];

const VOWELS = 'aeiouyv';
// Sounds that languages write or hear as each other. A pair in one group costs little.
const CLOSE = ['vfbu', 'gkh', 'szJSC', 'JCSzyd', 'dt', 'bp', 'yi', 'lr', 'mn', 'kC'];

/** How far apart two names sound, 0 (the same) to 1, whatever alphabets they are in; both folded. */
export function soundDistance(one: string, other: string): number {
  const [a, b] = [soundsOf(one), soundsOf(other)];
  if (a === '' || b === '') return 1;
  let previous = Array.from({ length: b.length + 1 }, (_, at) => sumOf(b.slice(0, at)));
  for (let row = 1; row <= a.length; row++) {
    const current = [sumOf(a.slice(0, row))];
    for (let at = 1; at <= b.length; at++) {
      current.push(
        Math.min(
          previous[at]! + loss(a[row - 1]!, row === a.length),
          current[at - 1]! + loss(b[at - 1]!, at === b.length),
          previous[at - 1]! + exchange(a[row - 1]!, b[at - 1]!),
        ),
      );
    }
    previous = current;
  }
  return previous[b.length]! / Math.max(a.length, b.length);
}

function soundsOf(name: string): string {
  return SPELLINGS.reduce(
    (word, [written, sound]) => word.replace(written, sound),
    inLatin(name)
      .toLowerCase()
      .replace(/[^a-z'’-]/g, ''),
  );
}

function sumOf(sounds: string): number {
  return [...sounds].reduce((sum, sound) => sum + loss(sound, false), 0);
}

function loss(sound: string, isLast: boolean): number {
  if (VOWELS.includes(sound)) return 0.3;
  if (sound === 'h' || sound === 'y') return 0.3;
  return isLast ? 0.6 : 1;
}

function exchange(one: string, other: string): number {
  if (one === other) return 0;
  if (VOWELS.includes(one) && VOWELS.includes(other)) return 0.2;
  return CLOSE.some((group) => group.includes(one) && group.includes(other)) ? 0.35 : 1;
}
