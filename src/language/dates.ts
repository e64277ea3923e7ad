// Days of months, however a date is written: "April 3", "7 and 8 October", "29/11", "2025-11-29", "11月6日".

import { monthOf } from './calendar.ts';

// A day and its month, behind month words in brackets: "3 ⟦4⟧", "⟦4⟧ 3", "7 and 8 ⟦10⟧".
const DAY = String.raw`(?<![\d.,:])(\d{1,2})(?:st|nd|rd|th|er|º|\.|-?(?:го|е|га))?`;
const DAY_MONTH = new RegExp(String.raw`${DAY}(?:\s+(?:of|de|do|day of))?\s*⟦(\d+)⟧`, 'giu');
const MONTH_DAY = /⟦(\d+)⟧\.?\s*(\d{1,2})(?:st|nd|rd|th)?(?![\d:]|[.,]\d)/giu;
const DAY_BEFORE = new RegExp(
  String.raw`${DAY}\s*(?:,|-|–|and|und|auf den|bis zum|bis|to|till|y|et|au|i|do|и|і|по|до|至|到)\s*(?:den |the |le |el )?(?=⟨(\d+)-)`,
  'giu',
);

/** The days of months in `text`, read as "on10-7" (7 October), and `text` without them. */
export function daysIn(
  text: string,
  languages: readonly string[],
): { readonly rest: string; readonly days: readonly string[] } {
  const days = new Set<string>();
  const mark = (month: string, day: string) => {
    if (Number(day) < 1 || Number(day) > 31 || Number(month) > 12) return null;
    days.add(`on${Number(month)}-${Number(day)}`);
    return `⟨${Number(month)}-⟩`;
  };
  let rest = withMonths(text, languages)
    .replace(/(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/g, (all, year: string, month: string, day: string) =>
      mark(month, day) ? ` ${year === '0000' ? '' : year} ` : all,
    )
    .replace(
      /(?<![\d.,])(\d{1,2})([./])(\d{1,2})\2((?:19|20)?\d{2})(?!\d)/g,
      (all, day: string, _, month: string, year: string) =>
        mark(month, day) ? ` ${year.length === 2 ? `20${year}` : year} ` : all,
    )
    .replace(/(?<![\d/])(\d{1,2})\/(\d{1,2})(?![\d/])/g, (all, day: string, month: string) =>
      Number(day) >= Number(month) && Number(day) > 10 && mark(month, day) ? ' ' : all,
    )
    .replace(DAY_MONTH, (all, day: string, month: string) => mark(month, day) ?? all)
    .replace(MONTH_DAY, (all, month: string, day: string) => mark(month, day) ?? all);
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(DAY_BEFORE, (all, day: string, month: string) => mark(month, day) ?? all);
  }
  return { rest: rest.replace(/[⟦⟨]\d+-?[⟧⟩]/g, ' · '), days: [...days] };
}

/** Month words as "⟦4⟧"; Chinese and Vietnamese number their months. */
function withMonths(text: string, languages: readonly string[]): string {
  return text
    .replace(/(\d{1,2}) ?月 ?(\d{1,2}) ?日/g, '⟦$1⟧ $2 ')
    .replace(/(\d{1,2})月/g, '⟦$1⟧ ')
    .replace(/tháng (\d{1,2})/giu, '⟦$1⟧')
    .replace(/[\p{L}\p{M}]+/gu, (word) => {
      const month = languages.map((language) => monthOf(word, language)).find((one) => one !== null);
      return month == null ? word : `⟦${month}⟧`;
    });
}
