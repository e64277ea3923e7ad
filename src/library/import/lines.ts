// Printed lines as paragraphs: where one ends is told by the gap below it, an indent, a short last line, another size of letters.

import { languageNamed } from '../../language/language.ts';
import { anyLanguageOf } from '../../language/language-of.ts';
import type { Line } from './columns.ts';

/** Paragraphs, a blank line between them. `pages` are lines in reading order; a paragraph may go on over the end of a column or page. */
export function joinLines(pages: readonly (readonly Line[])[]): string {
  const lines = pages.flat();
  const sizes = lines.map(({ size }) => size).sort((one, other) => one - other);
  const usualSize = sizes[Math.floor(sizes.length / 2)] ?? 1;
  const look = { leading: usualLeading(pages), indent: firstLineIndent(lines) };
  const isWhole = wholeWords(lines.map(({ text }) => text).join('\n'));
  const paragraphs: string[] = [];
  lines.forEach((line, at) => {
    const before = lines[at - 1];
    const leading = look.leading * Math.max(1, line.size / usualSize);
    if (before && goesOn(before, line, { ...look, leading }))
      paragraphs.push(joinedLine(paragraphs.pop()!, line.text, isWhole));
    else paragraphs.push(line.text);
  });
  return paragraphs.map((paragraph) => paragraph.replaceAll('\u00ad', '').replace(/\s+/g, ' ').trim()).join('\n\n');
}

/** The distance of lines inside a paragraph: of all distances the one met most often, to half a point. */
function usualLeading(pages: readonly (readonly Line[])[]): number {
  const gaps = pages.flatMap((lines) =>
    lines.map((line, at) => ({ gap: Math.round((line.y - (lines[at - 1]?.y ?? line.y)) * 2) / 2, line })),
  );
  return (
    mostFrequent(gaps.filter(({ gap, line }) => gap > 0 && gap < line.size * 3).map(({ gap }) => gap)) ??
    Number.POSITIVE_INFINITY
  );
}

/** How far the first lines of paragraphs are set in; null where they are not. In a list all lines of an item are. */
function firstLineIndent(lines: readonly Line[]): number | null {
  const indents = lines.map(({ x, left }) => Math.round((x - left) / 2) * 2);
  const isIn = (at: number) => indents[at]! > (lines[at]?.size ?? 0) * 0.8;
  const first = indents.filter((_, at) => isIn(at) && at > 0 && indents[at - 1] === 0);
  const indent = mostFrequent(first);
  const follows = indents.filter((one, at) => one === indent && indents[at - 1] === indent).length;
  return indent !== null && first.length > 2 && first.length * 2 > follows ? indent : null;
}

function mostFrequent(numbers: readonly number[]): number | null {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? null;
}

const ENDED = /[.!?…。！？:;]["'”’»“)\]」』]*$/u;
const BULLET = /^[•●▪■◦‣–—*·]\s/;
// "14. Juli" may stand at the beginning of any line.
const NUMBER = /^\(?(?:\d{1,3}[.)]|[a-z]\))\s/;

function goesOn(before: Line, line: Line, { leading, indent }: { leading: number; indent: number | null }): boolean {
  if (Math.abs(before.size - line.size) > before.size * 0.08) return false;
  const gap = line.y - before.y;
  const width = before.right - before.left;
  const isShort = before.end < before.right - width * 0.12;
  const isMidSentence = !ENDED.test(before.text) && /^["'“‘«„(]?\p{Ll}/u.test(line.text);
  if (BULLET.test(line.text) || (NUMBER.test(line.text) && (isShort || ENDED.test(before.text)))) return false;
  if (indent !== null && !isMidSentence && Math.abs(line.x - line.left - indent) <= 1) return false;
  // At the head of a column or page.
  if (gap < 0 || gap > leading * 4) return isMidSentence || (!ENDED.test(before.text) && !isShort);
  // 1.25: room between paragraphs is seldom less than a quarter of a line.
  if (gap > leading * 1.25) return false;
  if (isShort && !isMidSentence)
    return !ENDED.test(before.text) && before.font === line.font && before.end > before.right - width * 0.3;
  return before.font === line.font || !isShort;
}

/** Tells a word cut at a line's end from two joined by a hyphen: by the other words of the text, and those of its language. */
function wholeWords(text: string): (start: string, rest: string) => boolean {
  // What is cut itself tells of no word.
  const lower = text.toLowerCase().replace(/\p{L}+[-‐]\n\p{L}+/gu, ' ');
  const words = new Set(lower.match(/\p{L}+(?:-\p{L}+)*/gu));
  const { isFunctionWord } = languageNamed(anyLanguageOf(text) ?? 'en');
  const isWord = (word: string) => words.has(word) || isFunctionWord(word);
  return (start, rest) => {
    const [one, other] = [start.toLowerCase(), rest.toLowerCase()];
    if (isWord(one + other)) return true;
    return !words.has(`${one}-${other}`) && !(isWord(one) && isWord(other));
  };
}

function joinedLine(paragraph: string, line: string, isWhole: (start: string, rest: string) => boolean): string {
  if (paragraph.endsWith('\u00ad')) return paragraph.slice(0, -1) + line;
  const [, start] = /(\p{L}+)[-‐]$/u.exec(paragraph) ?? [];
  const [rest] = /^\p{Ll}+/u.exec(line) ?? [];
  if (start && rest) return (isWhole(start, rest) ? paragraph.slice(0, -1) : paragraph) + line;
  if (/[\p{L}\p{N}][-‐]$/u.test(paragraph) && /^[\p{L}\p{N}]/u.test(line)) return paragraph + line;
  const isChinese =
    /[\p{Script=Han}，。、；：！？」』）”]$/u.test(paragraph) && /^[\p{Script=Han}「『（“\d]/u.test(line);
  return isChinese ? paragraph + line : `${paragraph} ${line}`;
}
