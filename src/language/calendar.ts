// Months and days of the week that a text names, in words or in the digits of a date.

import { lazyBy } from '../text/lazy.ts';
import { wordList } from './word-list.ts';

type Calendar = {
  readonly whole: ReadonlyMap<string, string>;
  readonly beginnings: readonly (readonly [beginning: string, name: string])[];
};

const calendar = lazyBy((language): Calendar => {
  const entries = wordList(language, 'calendar').flatMap((line) => {
    const [name, ...words] = line.toLowerCase().split(' ');
    return words.map((word) => [word, name!] as const);
  });
  return {
    whole: new Map(entries.filter(([word]) => !word.endsWith('*'))),
    beginnings: entries.filter(([word]) => word.endsWith('*')).map(([word, name]) => [word.slice(0, -1), name]),
  };
});

/** Months ("1" to "12") and days of the week ("d1", Monday, to "d7") that `text`, in one of `languages`, has in words. */
export function calendarIn(text: string, languages: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const match of text.matchAll(/[\p{L}\p{M}]+(?:['’]\p{L}+)*/gu)) {
    for (const language of languages) {
      const name = nameOf(match[0], language, text, match.index);
      if (name !== null) found.add(name);
    }
  }
  for (const [word, name] of calendar('zh').whole) if (text.includes(word)) found.add(name);
  for (const [, month] of text.matchAll(/(?:(?<!\d)(?=\d{1,2}\s?月)|tháng )0?(\d{1,2})(?!\d)/giu)) found.add(month!);
  return found;
}

/** "4" for a word of `language` that names April, with the capital that it has there; null for others. */
export function monthOf(word: string, language: string): string | null {
  const name = CAPITAL.has(language) && !/^\p{Lu}/u.test(word) ? null : entryOf(word, language);
  return name?.startsWith('d') ? null : name;
}

/** Whether a word of `language` names a month or a day of the week, wherever it stands. */
export function isCalendarWord(word: string, language: string): boolean {
  return entryOf(word, language) !== null;
}

// Here months and days have a capital: "may", "march" and "sun" are other words.
const CAPITAL: ReadonlySet<string> = new Set(['en', 'de']);

function entryOf(word: string, language: string): string | null {
  const folded = word.toLowerCase();
  const { whole, beginnings } = calendar(language);
  return whole.get(folded) ?? beginnings.find(([beginning]) => folded.startsWith(beginning))?.[1] ?? null;
}

/** Months that the digits of `text` may name: "2025-11-29", "29/11", "29.11.2025". */
export function monthsInDigits(text: string): Set<string> {
  const parts = Array.from(
    text.matchAll(/\d{4}-(\d{2})-\d{2}|(?<![\d.])(\d{1,2})[./](\d{1,2})(?:[./]\d{2,4})?(?!\d)/g),
    (match) => match.slice(1),
  );
  const months = parts
    .flat()
    .map(Number)
    .filter((month) => month >= 1 && month <= 12);
  return new Set(months.map(String));
}

/** "3" for a word that names March. Short English and German ones, "May" at a sentence's head too, need a number beside them. */
function nameOf(word: string, language: string, text: string, at: number): string | null {
  if (!CAPITAL.has(language)) return entryOf(word, language);
  const before = text.slice(Math.max(0, at - 8), at);
  const isFirst = /(?:^|[.!?:"“])\s*$/u.test(before);
  const isDoubtful = word.length <= 3 && (isFirst || !/^Ma[iy]$/.test(word));
  const isBesideNumber =
    /\d\S{0,3}\s*$/.test(before) || /^\.?\s*\d/.test(text.slice(at + word.length, at + word.length + 4));
  return /^\p{Lu}/u.test(word) && (isBesideNumber || !isDoubtful) ? entryOf(word, language) : null;
}
