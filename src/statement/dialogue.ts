// Interviews without labels: questions and answers that dashes open, or questions set in bold between plain answers.

import type { Range } from '../text/range.ts';

/** `asks`: the one who asks speaks. `isSure`: false where nothing but question marks tells who it is. */
export type Line = { readonly block: number; readonly words: Range; readonly asks: boolean; readonly isSure: boolean };

const DASH = /^[—–-]\s+/u;
const SET_APART =
  /^(?:\*\*[^*\n]{2,400}\*\*|__[^_\n]{2,400}__|\*[^*\n]{2,400}\*|_[^_\n]{2,400}_|#{1,6} [^\n]{2,400})$/u;
const ASKS = /[?？]["'”’»」*_]{0,4}$/u;
const MIN_QUESTIONS = 2;

/** Whether a paragraph is set in bold or italics as a whole. */
export function isSetApart(paragraph: string): boolean {
  return SET_APART.test(paragraph);
}

/** The lines of an interview in order; none where a text is no such one. `isForced`: it is known to be one. */
export function dialogueIn(text: string, blocks: readonly Range[], isForced: boolean): Line[] {
  const heads = blocks.map(({ start, end }) => text.slice(start, Math.min(end, start + 4_000)));
  const dashes = heads.flatMap((head, at) => (DASH.test(head) ? [at] : []));
  const apart = heads.flatMap((head, at) => (SET_APART.test(head) ? [at] : []));
  const asked = heads.filter((head) => ASKS.test(head)).length;
  if (dashes.length >= 4 && dashes.length * 2 >= blocks.length) {
    const count = (parity: number) => dashes.filter((at, turn) => turn % 2 === parity && ASKS.test(heads[at]!)).length;
    const [even, odd] = [count(0), count(1)];
    const asker = even >= odd ? 0 : 1;
    const turns = new Map(dashes.map((at, turn) => [at, turn % 2 === asker]));
    const isSure = Math.max(even, odd) >= MIN_QUESTIONS && Math.min(even, odd) * 3 <= Math.max(even, odd);
    return Math.max(even, odd) < MIN_QUESTIONS ? [] : linesOf(heads, blocks, turns, isSure);
  }
  const questions = apart.filter((at) => ASKS.test(heads[at]!)).length;
  if (questions >= MIN_QUESTIONS && questions * 2 >= apart.length)
    return linesOf(heads, blocks, new Map(heads.map((head, at) => [at, SET_APART.test(head)])), true, apart[0]);
  if (!isForced || asked < MIN_QUESTIONS) return [];
  return linesOf(
    heads,
    blocks,
    new Map(heads.map((head, at) => [at, ASKS.test(head)])),
    false,
    heads.findIndex((head) => ASKS.test(head)),
  );
}

/** `turns`: which paragraphs open a turn, and whether it is the asker's; others go on with the one before. */
function linesOf(
  heads: readonly string[],
  blocks: readonly Range[],
  turns: ReadonlyMap<number, boolean>,
  isSure: boolean,
  from = Math.min(...turns.keys()),
): Line[] {
  let asks = false;
  return blocks.slice(from).map(({ start, end }, index) => {
    const block = from + index;
    asks = turns.get(block) ?? asks;
    return { block, words: { start: start + (DASH.exec(heads[block]!)?.[0].length ?? 0), end }, asks, isSure };
  });
}
