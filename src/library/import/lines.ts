// Printed lines as paragraphs: where one ends is told by the gap below it, an indent, a short last line, another size of letters.

import type { Line } from './columns.ts';

/** Paragraphs, a blank line between them. `pages` are lines in reading order; a paragraph may go on over the end of a column or page. */
export function joinLines(pages: readonly (readonly Line[])[]): string {
  const lines = pages.flat();
  const leading = usualLeading(pages);
  const usual = middle(lines.map(({ size }) => size));
  const hyphenated = new Set(lines.flatMap(({ text }) => text.toLowerCase().match(/\p{L}+-\p{L}+/gu) ?? []));
  const paragraphs: string[] = [];
  lines.forEach((line, at) => {
    const before = lines[at - 1];
    if (before && goesOn(before, line, leading * Math.max(1, line.size / usual)))
      paragraphs.push(joinedLine(paragraphs.pop()!, line.text, hyphenated));
    else paragraphs.push(line.text);
  });
  return paragraphs.map((paragraph) => paragraph.replaceAll('\u00ad', '').replace(/\s+/g, ' ').trim()).join('\n\n');
}

/** The distance of lines inside a paragraph: of all distances the one met most often, to half a point. */
function usualLeading(pages: readonly (readonly Line[])[]): number {
  const counts = new Map<number, number>();
  for (const lines of pages) {
    lines.forEach((line, at) => {
      const gap = Math.round((line.y - (lines[at - 1]?.y ?? line.y)) * 2) / 2;
      if (gap > 0 && gap < line.size * 3) counts.set(gap, (counts.get(gap) ?? 0) + 1);
    });
  }
  const [first = [Number.POSITIVE_INFINITY]] = [...counts].sort(([, one], [, other]) => other - one);
  return first[0]!;
}

function middle(sizes: readonly number[]): number {
  return [...sizes].sort((one, other) => one - other)[Math.floor(sizes.length / 2)] ?? 1;
}

const ENDED = /[.!?…。！？:;]["'”’»“)\]」』]*$/u;
const BULLET = /^(?:[•●▪■◦‣–—*·]\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s)/;

function goesOn(before: Line, line: Line, leading: number): boolean {
  if (Math.abs(before.size - line.size) > before.size * 0.08) return false;
  const gap = line.y - before.y;
  const isNewColumn = gap < 0 || gap > leading * 4;
  const isShort = before.end < before.right - (before.right - before.left) * 0.12;
  const isMidSentence = !ENDED.test(before.text) && /^["'“‘«„(]?\p{Ll}/u.test(line.text);
  if (BULLET.test(line.text) && !isMidSentence) return false;
  if (isNewColumn) return isMidSentence || (!ENDED.test(before.text) && !isShort);
  // 1.25: room between paragraphs is seldom less than a quarter of a line.
  if (gap > leading * 1.25) return false;
  const isIndented = line.x - line.left > line.size * 0.8 && line.x - before.x > line.size * 0.8;
  if (isIndented && (ENDED.test(before.text) || isShort)) return false;
  if (isShort && !isMidSentence)
    return (
      !ENDED.test(before.text) &&
      before.font === line.font &&
      before.end > before.right - (before.right - before.left) * 0.3
    );
  return before.font === line.font || !isShort;
}

function joinedLine(paragraph: string, line: string, hyphenated: ReadonlySet<string>): string {
  if (paragraph.endsWith('\u00ad')) return paragraph.slice(0, -1) + line;
  const [, start] = /(\p{L}+)[-‐]$/u.exec(paragraph) ?? [];
  const [rest] = /^\p{Ll}+/u.exec(line) ?? [];
  if (start && rest) {
    // A word that is written with its hyphen elsewhere keeps it here.
    return hyphenated.has(`${start}-${rest}`.toLowerCase()) ? paragraph + line : paragraph.slice(0, -1) + line;
  }
  if (/[-‐]$/u.test(paragraph) && /^[\p{L}\p{N}]/u.test(line) && /[\p{L}\p{N}][-‐]$/u.test(paragraph))
    return paragraph + line;
  const isChinese = /[\p{Script=Han}，。、；：！？」』）]$/u.test(paragraph) && /^[\p{Script=Han}「『（]/u.test(line);
  return isChinese ? paragraph + line : `${paragraph} ${line}`;
}
