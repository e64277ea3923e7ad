// What differs between two versions of a text, word by word.

import { words } from '../text/words.ts';

export type DifferencePart = { readonly kind: 'same' | 'added' | 'removed'; readonly text: string };

// Words compared with each other, at most: beyond it a changed stretch is given as removed and added whole.
const MAX_COMPARED = 4_000_000;

/** The parts in order; the texts of `same` and `added` joined are `newer`, those of `same` and `removed` are `older`, but for blanks. */
export function differenceOf(older: string, newer: string): DifferencePart[] {
  const [one, other] = [piecesOf(older), piecesOf(newer)];
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  return joined([
    ...one.slice(0, start).map(same),
    ...changed(one.slice(start, one.length - end), other.slice(start, other.length - end)),
    ...one.slice(one.length - end).map(same),
  ]);
}

/** Words with what stands behind them, so that nothing of a text is lost. */
function piecesOf(text: string): string[] {
  const starts = words(text).map(({ start }) => start);
  const edges = [0, ...starts.filter((start) => start > 0), text.length];
  return edges
    .slice(1)
    .map((edge, at) => text.slice(edges[at], edge))
    .filter((piece) => piece !== '');
}

const same = (text: string): DifferencePart => ({ kind: 'same', text });

/** By the longest common run of words in order. */
function changed(one: readonly string[], other: readonly string[]): DifferencePart[] {
  const whole = (): DifferencePart[] => [
    ...one.map((text) => ({ kind: 'removed' as const, text })),
    ...other.map((text) => ({ kind: 'added' as const, text })),
  ];
  if (one.length * other.length > MAX_COMPARED) return whole();
  const width = other.length + 1;
  const lengths = new Uint16Array((one.length + 1) * width);
  for (let row = one.length - 1; row >= 0; row--) {
    for (let column = other.length - 1; column >= 0; column--) {
      const isSame = one[row] === other[column];
      lengths[row * width + column] = isSame
        ? lengths[(row + 1) * width + column + 1]! + 1
        : Math.max(lengths[(row + 1) * width + column]!, lengths[row * width + column + 1]!);
    }
  }
  const parts: DifferencePart[] = [];
  let [row, column] = [0, 0];
  while (row < one.length && column < other.length) {
    if (one[row] === other[column]) {
      parts.push(same(one[row++]!));
      column++;
    } else if (lengths[(row + 1) * width + column]! >= lengths[row * width + column + 1]!)
      parts.push({ kind: 'removed', text: one[row++]! });
    else parts.push({ kind: 'added', text: other[column++]! });
  }
  while (row < one.length) parts.push({ kind: 'removed', text: one[row++]! });
  while (column < other.length) parts.push({ kind: 'added', text: other[column++]! });
  return parts;
}

function joined(parts: readonly DifferencePart[]): DifferencePart[] {
  const runs: { kind: DifferencePart['kind']; text: string }[] = [];
  for (const { kind, text } of parts) {
    const last = runs.at(-1);
    if (last?.kind === kind) last.text += text;
    else runs.push({ kind, text });
  }
  return runs;
}
