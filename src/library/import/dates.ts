// Dates as people write them at the head or foot of a text, in nine languages: "17 November 2020", "17.11.2020", "2020年11月17日".

import { LISTED_LANGUAGES } from '../../language/word-list.ts';
import { lazy } from '../../text/lazy.ts';
import type { Range } from '../../text/range.ts';

export type FoundDate = Range & {
  /** ISO 8601 day. */
  readonly date: string;
  /** Whether day and month could be the other way round: 3/4/2020. */
  readonly isAmbiguous: boolean;
};

/** The dates in `text` that name a day, a month and a year, in order. */
export function datesIn(text: string): FoundDate[] {
  return Array.from(text.matchAll(pattern())).flatMap(({ 0: words, index, groups = {} }) => {
    const { name, mark } = groups;
    let [day, month] = [
      Number(groups.day),
      name === undefined ? Number(groups.month) : months().get(name.toLowerCase())!,
    ];
    // With points the day comes first wherever they are used; with slashes it depends on who writes.
    const isAmbiguous = mark === '/' && day <= 12 && month <= 12 && day !== month;
    if (mark === '/' && month > 12) [day, month] = [month, day];
    const date = isoDay(Number(groups.year), month, day);
    return date === null ? [] : [{ date, isAmbiguous, start: index, end: index + words.length }];
  });
}

/** `value` as the day it names: an ISO 8601 time, an RFC 2822 date, or words as in `datesIn`. Null where it names none. */
export function dayOf(value: string): string | null {
  const [, year, month, day] = /^\s*(\d{4})-(\d{2})-(\d{2})(?:$|[T\s])/.exec(value) ?? [];
  return year ? isoDay(Number(year), Number(month), Number(day)) : (datesIn(value)[0]?.date ?? null);
}

function isoDay(year: number, month: number, day: number): string | null {
  const time = new Date(Date.UTC(year, month - 1, day));
  return time.getUTCMonth() === month - 1 && time.getUTCDate() === day ? time.toISOString().slice(0, 10) : null;
}

/** Names of months, long and short, as they stand beside a day and alone, to 1–12. */
const months = lazy((): ReadonlyMap<string, number> => {
  const names = new Map([['sept', 9]]);
  for (const language of LISTED_LANGUAGES) {
    for (const month of ['long', 'short'] as const) {
      for (const options of [{ month, day: 'numeric' }, { month }] as const) {
        const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
        for (let number = 1; number <= 12; number++) {
          const parts = format.formatToParts(Date.UTC(2024, number - 1, 7));
          const name = parts
            .find(({ type }) => type === 'month')!
            .value.toLowerCase()
            .replace(/\.$/, '');
          if (/^\p{L}+$/u.test(name) && !names.has(name)) names.set(name, number);
        }
      }
    }
  }
  return names;
});

const pattern = lazy(() => {
  const name = `(?<name>${[...months().keys()].sort((one, other) => other.length - one.length).join('|')})`;
  const [day, month, year] = ['(?<day>\\d{1,2})', '(?<month>\\d{1,2})', '(?<year>(?:1[89]|20)\\d\\d)'];
  const written = [
    `(?<![\\p{L}\\p{N}])${day}(?:st|nd|rd|th|er|\\.|º|ª)?[\\s-]+(?:de |of )?${name}\\.?,?[\\s-]+(?:del? )?${year}`,
    `(?<![\\p{L}\\p{N}])${name}\\.?\\s+${day}(?:st|nd|rd|th)?,?\\s+${year}`,
    `(?<!\\p{N})${year}\\s?[-/.年]\\s?${month}\\s?[-/.月]\\s?${day}`,
    `(?<![\\p{N}./])${day}(?<mark>[./])\\s?${month}\\k<mark>\\s?${year}`,
  ];
  return new RegExp(`(?:${written.join('|')})(?!\\p{N})`, 'giu');
});
