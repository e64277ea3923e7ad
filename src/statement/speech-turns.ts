// Transcripts: paragraphs that open with a speaker's label ("PENCE: …", "Q: …") and hold his words without marks.

import type { Range } from '../text.ts';

/** One turn: the label as a name, where it stands, and the words after it (blanks cut). */
export type Turn = { readonly label: string; readonly mention: Range; readonly words: Range };

const LABEL =
  /^((?:\p{Lu}[\p{Lu}.'’&-]*\.?(?:[ \u00a0](?=\p{Lu}))?){1,5}|Q|A)(?:,? \([^)\n]{1,40}\))?(?: \[[^\]\n]{1,40}\])?:\s+(?=\S)/u;
const MIXED = /^((?:\p{Lu}[\p{L}.'’-]+ ){0,3}\p{Lu}[\p{L}.'’-]+):\s+(?=\S)/u;
const NO_LABEL =
  /^(?:UPDATE|WATCH|READ|READ MORE|MORE|RELATED|BREAKING|NOTE|PHOTOS?|VIDEO|EXCLUSIVE|OPINION|LIVE|CORRECTION|SEE ALSO|ALSO|WARNING|FACT CHECK|POLL)$/u;
// A paragraph without a label between two turns goes on with the one before, when turns are this near.
const NEAR = 5;

/** The turns of a transcript by paragraph number from 0; empty when the text is none. */
export function findTurns(text: string, blocks: readonly Range[]): ReadonlyMap<number, Turn> {
  const found = new Map<number, Turn>();
  const counts = new Map<string, number>();
  for (const [paragraph, block] of blocks.entries()) {
    const head = text.slice(block.start, Math.min(block.end, block.start + 140));
    const match = LABEL.exec(head) ?? MIXED.exec(head);
    if (match === null || NO_LABEL.test(match[1]!)) continue;
    const label = match[1]!.trim();
    const turn = {
      label: labelName(label),
      mention: { start: block.start, end: block.start + label.length },
      words: { start: block.start + match[0].length, end: block.end },
    };
    found.set(paragraph, turn);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const capitals = [...found.values()].filter((turn) => isCapital(text, turn)).length;
  const repeated = [...counts.values()].some((count) => count > 1);
  const many = counts.size > 1 && found.size >= 2;
  for (const [paragraph, turn] of found) {
    const sure = isCapital(text, turn)
      ? capitals >= 2 && (many || repeated)
      : counts.size > 1 && repeated && found.size >= 4;
    if (!sure || /["“‘']/u.test(text[turn.words.start]!)) found.delete(paragraph);
  }
  return withContinuations(text, blocks, found);
}

function isCapital(text: string, { mention }: Turn): boolean {
  const label = text.slice(mention.start, mention.end);
  return label === label.toUpperCase();
}

/** "HALVORSEN" reads "Halvorsen"; "Q" and "A" stay. */
function labelName(label: string): string {
  if (label.length < 3 || label !== label.toUpperCase()) return label;
  return label.toLowerCase().replaceAll(/(?<![\p{L}’'])\p{L}/gu, (letter) => letter.toUpperCase());
}

function withContinuations(text: string, blocks: readonly Range[], found: Map<number, Turn>): Map<number, Turn> {
  const numbers = [...found.keys()];
  const all = new Map<number, Turn>();
  for (const [index, number] of numbers.entries()) {
    const turn = found.get(number)!;
    all.set(number, turn);
    const next = numbers[index + 1];
    if (next === undefined || next - number > NEAR || numbers.length < 4) continue;
    for (let between = number + 1; between < next; between++) {
      const block = blocks[between]!;
      const inside = text.slice(block.start, block.end);
      if (/^[([]|["”“] |\b(?:said|told|asked)\b/u.test(inside)) break;
      all.set(between, { ...turn, words: { start: block.start, end: block.end } });
    }
  }
  return all;
}
