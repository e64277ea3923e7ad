// Who is meant where a text quotes before it names: headlines, pulled quotes and the nameless of a first paragraph, by what follows.

import type { Range } from '../text/range.ts';

/** The first four words of each sentence inside a quotation, as keys. */
export function openings(text: string, { start, end }: Range): string[] {
  return text
    .slice(start, Math.min(end, start + 600))
    .split(/(?<=[.!?])\s+/u)
    .map((sentence) => (sentence.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 4).join(' '));
}

// "negative reaction" comes up twice by design, "no deal" by chance.
const LONG_PAIR = 16;

/** The words of a stretch in small letters, a blank around each. */
export function plainWords(text: string, { start, end }: Range): string {
  const words =
    text
      .slice(start, Math.min(end, start + 2000))
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return ` ${words.join(' ')} `;
}

/** Whether words stand in what is said; one or two of them only in a short sentence, which they sum up. */
export function echoes(text: string, { start, end }: Range, words: string): boolean {
  if (!plainWords(text, { start, end }).includes(words)) return false;
  const count = words.split(' ').length - 2;
  if (count > 2 || (count === 2 && words.length > LONG_PAIR)) return true;
  const sentences = text.slice(start, Math.min(end, start + 2000)).split(/(?<=[.!?])\s/u);
  return sentences.some((one) => {
    const plain = plainWords(one, { start: 0, end: one.length });
    return plain.includes(words) && plain.split(' ').length < 9;
  });
}
