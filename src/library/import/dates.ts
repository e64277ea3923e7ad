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
  const found: FoundDate[] = [];
  for (const match of text.matchAll(pattern())) {
    const date = read(match.groups as Record<string, string | undefined>);
    if (date !== null) found.push({ ...date, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/** `value` as the day it names: an ISO 8601 time, an RFC 2822 date, or words as in `datesIn`. Null where it names none. */
export function dayOf(value: string): string | null {
  const iso = /^\s*(\d{4}-\d{2}-\d{2})(?:$|[T\s])/.exec(value)?.[1];
  if (iso) return isoDay(...(iso.split('-').map(Number) as [number, number, number]));
  return datesIn(value)[0]?.date ?? null;
}

type Day = { readonly date: string; readonly isAmbiguous: boolean };

function read(groups: Readonly<Record<string, string | undefined>>): Day | null {
  const month = groups.dayMonth ?? groups.monthDay;
  if (month !== undefined) {
    const number = months().get(month.toLowerCase().replace(/\.$/, ''));
    return number === undefined
      ? null
      : plain(Number(groups.year1 ?? groups.year2), number, Number(groups.day1 ?? groups.day2));
  }
  if (groups.year3) return plain(Number(groups.year3), Number(groups.month3), Number(groups.day3));
  if (groups.year4) return plain(hanNumber(groups.year4), hanNumber(groups.month4!), hanNumber(groups.day4!));
  const [one, other, year] = [Number(groups.one), Number(groups.other), Number(groups.year5)];
  // With points the day comes first wherever they are used; with slashes it depends on who writes.
  if (groups.mark === '.' || one > 12) return plain(year, other, one);
  if (other > 12) return plain(year, one, other);
  const day = plain(year, other, one);
  return day && { ...day, isAmbiguous: one !== other };
}

function plain(year: number, month: number, day: number): Day | null {
  const date = isoDay(year, month, day);
  return date === null ? null : { date, isAmbiguous: false };
}

function isoDay(year: number, month: number, day: number): string | null {
  const time = new Date(Date.UTC(year, month - 1, day));
  const isReal = time.getUTCMonth() === month - 1 && time.getUTCDate() === day && year >= 1000;
  return isReal ? time.toISOString().slice(0, 10) : null;
}

/** Names of months, long and short, as they stand beside a day and alone, to 1–12. */
const months = lazy((): ReadonlyMap<string, number> => {
  const names = new Map<string, number>();
  for (const language of LISTED_LANGUAGES) {
    if (language === 'zh') continue;
    for (let month = 1; month <= 12; month++) {
      for (const width of ['long', 'short'] as const) {
        for (const options of [{ month: width, day: 'numeric' }, { month: width }] as const) {
          const parts = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }).formatToParts(
            Date.UTC(2024, month - 1, 7),
          );
          const name = parts
            .find(({ type }) => type === 'month')!
            .value.toLowerCase()
            .replace(/\.$/, '');
          if (/^\p{L}+$/u.test(name) && !names.has(name)) names.set(name, month);
        }
      }
    }
  }
  names.set('sept', 9);
  return names;
});

const pattern = lazy(() => {
  const month = [...months().keys()].sort((one, other) => other.length - one.length).join('|');
  const year = '(?:1[89]|20)\\d\\d';
  const han = '[〇零一二三四五六七八九十\\d]';
  return new RegExp(
    [
      `(?<![\\p{L}\\p{N}])(?<day1>\\d{1,2})(?:st|nd|rd|th|er|\\.|º|ª)?[\\s\\u00a0-]+(?:de |of )?(?<dayMonth>${month})\\.?,?[\\s\\u00a0-]+(?:del? )?(?<year1>${year})(?!\\p{N})`,
      `(?<![\\p{L}\\p{N}])(?<monthDay>${month})\\.?[\\s\\u00a0]+(?<day2>\\d{1,2})(?:st|nd|rd|th)?,?[\\s\\u00a0]+(?<year2>${year})(?!\\p{N})`,
      `(?<!\\p{N})(?<year3>${year})[-/.](?<month3>\\d{1,2})[-/.](?<day3>\\d{1,2})(?!\\p{N})`,
      `(?<year4>${han}{4})\\s?年\\s?(?<month4>${han}{1,3})\\s?月\\s?(?<day4>${han}{1,3})\\s?日`,
      `(?<![\\p{N}./])(?<one>\\d{1,2})(?<mark>[./])\\s?(?<other>\\d{1,2})\\k<mark>\\s?(?<year5>${year})(?![\\p{N}])`,
    ].join('|'),
    'giu',
  );
});

/** 2024, 二〇二四, 十一, 二十六. */
function hanNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const digit = (character: string) => (character === '零' ? 0 : '〇一二三四五六七八九'.indexOf(character));
  const [tens, ones] = text.split('十');
  if (ones === undefined) return Number([...text].map(digit).join(''));
  return (tens === '' ? 1 : digit(tens!)) * 10 + (ones === '' ? 0 : digit(ones));
}
