// A text's blocks and sentences with their keys. What is layout is no sentence: bullets, running numbers, table rules, rulers, comments.

import { fold } from '../text/fold.ts';
import { paragraphs } from '../text/marks.ts';
import type { Range } from '../text/range.ts';
import { sentences } from '../text/sentences.ts';
import type { Block, BlockKind, Sentence } from './statement.ts';

type About = { readonly title: string; readonly date: string | null };

/** Splits on blank lines. The headline and the date come before the body, a signature may end it. */
export function splitBlocks(text: string, about: About): Block[] {
  const ranges = Array.from(text.matchAll(/\S(?:.*\S)?(?:[ \t]*\r?\n(?![ \t]*\r?\n)[ \t]*\S(?:.*\S)?)*/g), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  let paragraph = 0;
  return ranges.map((range, at) => {
    const kind = kindOf(text, ranges, range, at, about);
    return { ...range, kind, paragraph: kind === 'paragraph' ? ++paragraph : null };
  });
}

function kindOf(text: string, ranges: readonly Range[], range: Range, at: number, { title, date }: About): BlockKind {
  const words = text.slice(range.start, range.end);
  const plain = (line: string) => fold(line.replace(/^[#*_>\s]+|[#*_\s]+$/gu, '')).text.trim();
  if (at === 0 && plain(words) === plain(title)) return 'headline';
  if (at <= 1 && ranges.length > 1 && date !== null && isDate(words, date)) return 'date';
  // A signature is a short last line that is no sentence: it names who put the text out.
  const isLast = at === ranges.length - 1 && at > 0;
  const isLine = words.length <= 120 && !/[.!?…。！？]["'”’»)*_]*$/u.test(words) && !/^[-*•|>#]|\n/u.test(words);
  return isLast && isLine ? 'signature' : 'paragraph';
}

/** A line of at most 40 characters that holds the day and the year of `date` and no other number. */
function isDate(words: string, date: string): boolean {
  const [year, month, day] = date.split('-').map(Number);
  const numbers = words.match(/\d+/g)?.map(Number) ?? [];
  return (
    words.length <= 40 &&
    numbers.includes(year!) &&
    numbers.includes(day!) &&
    numbers.every((number) => number === year || number === month || number === day)
  );
}

/** The sentences of all blocks in order. */
export function splitSentences(text: string, blocks: readonly Block[]): Sentence[] {
  const lines = paragraphs(text);
  let next = 0;
  return blocks.flatMap((block) => {
    const own: Range[] = [];
    for (; next < lines.length && lines[next]!.start < block.end; next++) own.push(lines[next]!);
    const prefix = block.paragraph ?? block.kind;
    return own
      .flatMap((line) => sentencesOf(text, line))
      .map((range, at) => ({ ...range, key: `${prefix}.${at + 1}`, kind: block.kind, paragraph: block.paragraph }));
  });
}

// "- ", "3. ", "2/", "## ", "> ", "— ": what stands before the words of a line and is none of them.
const MARKER =
  /^(?:[-*•–—·▪◦‣+]\s+|#{1,6}\s+|(?:>\s?)+|[(（]?\d{1,3}[.)）]\s+|\d{1,3}\s?\/(?:\s?\d{1,3}(?!\S))?\s*|\|\s*)+/u;
// "3. Mai", "1. September": a number that is a day, not a place in a list.
const DAY =
  /^\d{1,2}\.\s+(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)/u;

function sentencesOf(text: string, line: Range): Range[] {
  const words = text.slice(line.start, line.end);
  if (/^(?:<!--[\s\S]*-->|[^\p{L}\p{N}]*)$/u.test(words)) return isLayout(words) ? [] : [line];
  const marker = DAY.test(words) ? '' : (MARKER.exec(words)?.[0] ?? '');
  const start = line.start + marker.length;
  // A row of a table is one sentence, whatever stops its cells hold.
  if (marker.includes('|')) return [{ start, end: line.end - (/\s*\|$/u.exec(words)?.[0].length ?? 0) }];
  return sentences(text.slice(start, line.end)).map((part) => ({ start: start + part.start, end: start + part.end }));
}

/** A ruler, the rule of a table, a comment; a line of nothing but other signs is kept as it is. */
function isLayout(words: string): boolean {
  return /^(?:<!--[\s\S]*-->|[-–—*_=~|:+#\s•·]+)$/u.test(words);
}
