// A paraphrase that quotes a word or two: the sentence around them is what somebody is reported to have said.

import type { SpeechSpan } from '../statement/statement.ts';
import type { Range } from '../text/range.ts';

const LEADS_INTO_CLAUSE = /(?:^|\s)(?:that|что|што|що|dass|daß|que|qu['’]|że)$/iu;

/**
 * What is reported around the quotations `own` of the sentence `part`; nothing where one of them stands by itself.
 * `masked`: the text with quotations blanked. `verbs`: where verbs of saying end.
 */
export function reportedAround(
  masked: string,
  part: Range,
  own: readonly SpeechSpan[],
  verbs: ReadonlySet<number>,
): SpeechSpan[] {
  const direct = own.filter(({ kind }) => kind === 'direct');
  const first = direct[0];
  if (first === undefined || first.speaker === null || verbs.size === 0) return [];
  const isFragment = ({ start }: Range): boolean => {
    const before = masked.slice(Math.max(part.start, start - 40), start).trimEnd();
    if (!/[\p{L}\p{N}]$/u.test(before.slice(-2)) || /\u00aa$/u.test(before)) return false;
    return !verbs.has(Math.max(part.start, start - 40) + before.length) && !LEADS_INTO_CLAUSE.test(before.slice(-12));
  };
  if (!direct.every(isFragment)) return [];
  const edges = [part.start, ...direct.flatMap(({ start, end }) => [start, end]), part.end];
  const { speaker, doubt } = first;
  return edges.flatMap((edge, at): SpeechSpan[] => {
    if (at % 2 === 1) return [];
    const piece = masked.slice(edge, edges[at + 1]);
    const start = edge + piece.length - piece.trimStart().length;
    const end = start + piece.trim().length;
    return /[\p{L}\p{N}]/u.test(piece) ? [{ start, end, kind: 'reported', speaker, doubt }] : [];
  });
}
