// Every number of a claim, in digits or in words, stands in what it cites, was asked for, or is the statement's date.

import { calendarIn, monthsInDigits } from '../../language/calendar.ts';
import { numbersIn, readingsOf } from '../../language/numbers.ts';
import { wordList } from '../../language/word-list.ts';
import { type CitedClaim, type Grounding, primary, type Source, sourceIn, sourcesOf, type Withheld } from './claim.ts';

export function number(claim: CitedClaim, grounding: Grounding): Withheld | null {
  const { date, language } = grounding.about.statement;
  // The statement's own year may be said of what names none.
  const namesYear = /(?<!\d)(?:19|20)\d\d(?!\d)/.test(claim.cited);
  const sources = sourcesOf(claim, grounding).map((source) =>
    namesYear && source.text === date ? { ...source, text: date.replace(/^\d{4}/, '0000') } : source,
  );
  const years = sourceIn(yearsBeside(claim.cited, grounding).join('\n'), language);
  return numbersStand({ text: claim.text, languages: claim.languages }, [...sources, years]) ? null : 'number';
}

/** The years that "next year" and "last year" are, in a text of the statement's date. */
function yearsBeside(cited: string, { about }: Grounding): string[] {
  const { date, language } = about.statement;
  if (date === null) return [];
  const lower = cited.toLowerCase();
  const has = (idea: string) => wordList(primary(language), idea).some((phrase) => lower.includes(phrase));
  const year = Number(date.slice(0, 4));
  return [...(has('next-year') ? [String(year + 1)] : []), ...(has('last-year') ? [String(year - 1)] : [])];
}

/** Whether every number and month of a text stands in one of `sources`. */
export function numbersStand({ text, languages }: Source, sources: readonly Source[]): boolean {
  const written = numbersIn(text, languages);
  const named = calendarIn(text, languages);
  if (written.length === 0 && named.size === 0) return true;
  const readings = new Set(sources.flatMap((source) => [...readingsOf(source.text, source.languages)]));
  const calendar = new Set(
    sources.flatMap((source) => [
      ...calendarIn(source.text, source.languages),
      ...monthsInDigits(source.text),
      ...weekdaysOf(source.text),
    ]),
  );
  return (
    [...named].every((name) => calendar.has(name)) &&
    // "One" is a pronoun and an article too often to be told apart.
    written.every(
      ({ readings: own, inDigits }) =>
        own.some((reading) => readings.has(reading)) || (!inDigits && own.every((reading) => reading === '1')),
    )
  );
}

/** The days of the week of the dates in `text`: who reads a date may say its day. */
function weekdaysOf(text: string): string[] {
  return Array.from(text.matchAll(/\d{4}-\d{2}-\d{2}/g), ([date]) => `d${new Date(date).getUTCDay() || 7}`);
}
