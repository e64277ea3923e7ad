// Words, signs and quotations of an English text, each with a part of speech guessed from closed lists and endings.

import type { Quotation } from '../text/marks.ts';
import type { Range } from '../text/range.ts';

export type Token = Range & {
  readonly text: string;
  readonly lower: string;
  /** A universal part of speech, or QUOTE for a whole quotation. */
  readonly pos: string;
};

const TOKEN =
  /(?:\p{L}\.){2,}|(?:Sens?|Reps?|Gov|Gen|Lt|Sgt|Col|Capt|Dr|Mrs?|Ms|Jr|Sr|St|Prof|Rev)\.|(?:\p{L}|\p{N}+(?=-\p{L}))+(?:(?:[-‑]|['’](?!s(?!\p{L})))[\p{L}\p{N}]+)*|['’]s(?!\p{L})|\p{N}[\p{N},.]*(?<![,.])|--|\S/gu;

export function tokenise(text: string, quotations: readonly Quotation[]): Token[] {
  const plain: string[] = [];
  let at = 0;
  for (const { start, end } of quotations) {
    if (start < at) continue;
    plain.push(text.slice(at, start), ' '.repeat(end - start));
    at = end;
  }
  plain.push(text.slice(at));
  const tokens = Array.from(plain.join('').matchAll(TOKEN), ({ 0: word, index }): Token => {
    return {
      start: index,
      end: index + word.length,
      text: word,
      lower: word.toLowerCase().replaceAll('’', "'"),
      pos: posOf(word),
    };
  });
  for (const { start, end } of quotations) tokens.push({ start, end, text: '', lower: '', pos: 'QUOTE' });
  return tokens.sort((one, other) => one.start - other.start || other.end - one.end);
}

/** The index of the first of `ranges`, which are in order, that starts at `at` or behind it. */
export function firstAt(ranges: readonly Range[], at: number): number {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle]!.start < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Those of `ranges`, which are in order, that start within a range. */
export function startingIn<T extends Range>(ranges: readonly T[], { start, end }: Range): readonly T[] {
  return ranges.slice(firstAt(ranges, start), firstAt(ranges, end));
}

export function isQuote(token: Token | undefined): boolean {
  return token?.pos === 'QUOTE';
}

const CLOSED = new Map(
  Object.entries({
    DET: 'the a an this that these those some any no every each',
    POSS: 'his her its their our my your',
    ADP: 'of in on at to for from by with about against between into through during before after above below up down over under near around among per via as',
    CCONJ: 'and or but nor yet',
    SCONJ: 'because if although though while when where whereas since unless until whether than',
    PRON: 'he she they it i we you him them us me who whom which what himself herself themselves someone everyone nobody',
    AUX: 'is are was were be been being am has have had do does did will would can could may might shall should must',
    ADV: 'not also then later just even still only very so now too again never always often once there here',
  }).flatMap(([pos, words]) => words.split(' ').map((word) => [word, pos] as const)),
);

function posOf(word: string): string {
  const lower = word.toLowerCase();
  if (/^['’]s$/.test(word)) return 'PART';
  if (/^(?:said|says|told|tells|wrote|asked|added)$/.test(word)) return 'VERB';
  const closed = CLOSED.get(lower);
  if (closed !== undefined) return closed;
  if (!/[\p{L}\p{N}]/u.test(word)) return 'PUNCT';
  if (/^\p{N}+$/u.test(word)) return 'NUM';
  if (/^\p{Lu}/u.test(word)) return 'PROPN';
  if (/ly$/.test(lower)) return 'ADV';
  if (/(?:ed|ing)$/.test(lower)) return 'VERB';
  return /(?:ous|ful|ive|able|ible|ic|al|ish|less)$/.test(lower) ? 'ADJ' : 'NOUN';
}
