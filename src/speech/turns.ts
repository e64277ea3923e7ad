// Transcripts: paragraphs that open with a speaker's label ("PENCE: …", "Q: …") and hold his words without marks.

import type { Range } from '../text/range.ts';
import { TITLES } from './lexicon.ts';

/** One turn: the label as a name, where it stands, and the words after it (blanks cut). */
export type Turn = { readonly label: string; readonly mention: Range; readonly words: Range };

const LABEL =
  /^(?:\[[\d:]{4,12}\]\s*)?((?:\p{Lu}[\p{Lu}.'’&-]*\.?(?:[ \u00a0](?=\p{Lu}))?){1,5}|Q|A)(?:,? \([^)\n]{1,40}\))?(?:, [\p{Lu}\p{N} .,'’&-]{3,80})?(?: \[[^\]\n]{1,40}\])?:\s*/u;
const MIXED = /^((?:\p{Lu}[\p{L}.'’-]+ ){0,3}\p{Lu}[\p{L}.'’-]+):(?:\s+(?=\S)|$)/u;
/** "Q    Here we go.": the record's sign for whoever asks, set off by blanks or, since no sentence begins with it, a capital. */
const BARE = /^(Q|A)(?:[ \t\u00a0]{2,}(?=\S)|(?<=Q)[ \u00a0](?=\p{Lu}))/u;
const NO_LABEL =
  /^(?:UPDATE|WATCH|READ|READ MORE|MORE|RELATED|BREAKING|NOTE|PHOTOS?|VIDEO|EXCLUSIVE|OPINION|LIVE|CORRECTION|SEE ALSO|ALSO|WARNING|FACT CHECK|POLL|NEW|TOP STORIES)$/u;
// A paragraph without a label goes on with the turn before it, when the next label is this near.
const NEAR = 8;

/** A label where it stands, before it is known whether the text is a transcript. */
type Label = { readonly label: string; readonly mention: Range; readonly wordsFrom: number };

/** The turns of a transcript by paragraph number from 0; empty when the text is none. */
export function findTurns(text: string, blocks: readonly Range[]): ReadonlyMap<number, Turn> {
  const labels = new Map<number, Label>();
  const counts = new Map<string, number>();
  const bare = new Set<number>();
  for (const [paragraph, block] of blocks.entries()) {
    const head = text.slice(block.start, Math.min(block.end, block.start + 140));
    const signed = LABEL.exec(head) ?? MIXED.exec(head);
    const match = signed ?? BARE.exec(head);
    if (match === null || NO_LABEL.test(match[1]!)) continue;
    if (signed !== null && /["“‘']/u.test(head[match[0].length] ?? '')) continue;
    const label = match[1]!.trim();
    const start = block.start + match[0].indexOf(label);
    labels.set(paragraph, {
      label,
      mention: { start, end: start + label.length },
      wordsFrom: block.start + match[0].length,
    });
    if (signed === null) bare.add(paragraph);
    else counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const capital = tally(counts, isCapital);
  const mixed = tally(counts, (label) => !isCapital(label));
  const numbers = [...labels].flatMap(([paragraph, { label }]) => {
    if (bare.has(paragraph)) return capital.all >= 2 ? [paragraph] : [];
    const isTurn = isCapital(label)
      ? capital.all >= 2 || isHeaded(text, blocks, paragraph)
      : (mixed.different > 1 || capital.all > 1) && mixed.all + capital.all >= 4 && counts.get(label)! > 1;
    return isTurn ? [paragraph] : [];
  });
  return inFull(turnsOf(text, blocks, { labels, numbers }));
}

/** "Video Transcript" right above. */
function isHeaded(text: string, blocks: readonly Range[], paragraph: number): boolean {
  const above = blocks[paragraph - 1];
  return above !== undefined && /\btranscript:?$/iu.test(text.slice(above.start, above.end).slice(-60));
}

/** "JAKE TRAYNOR, HOST: …" and later "TRAYNOR: …" are one. */
function inFull(turns: ReadonlyMap<number, Turn>): ReadonlyMap<number, Turn> {
  const full = new Map<string, string>();
  for (const { label } of turns.values()) {
    const surname = label.split(' ').at(-1)!;
    if (surname !== label && !full.has(surname)) full.set(surname, label);
  }
  return new Map([...turns].map(([number, turn]) => [number, { ...turn, label: full.get(turn.label) ?? turn.label }]));
}

function tally(
  counts: ReadonlyMap<string, number>,
  of: (label: string) => boolean,
): { all: number; different: number } {
  const some = [...counts].filter(([label]) => of(label));
  return { all: some.reduce((sum, [, count]) => sum + count, 0), different: some.length };
}

function isCapital(label: string): boolean {
  return label === label.toUpperCase();
}

type Found = { readonly labels: ReadonlyMap<number, Label>; readonly numbers: readonly number[] };

function turnsOf(text: string, blocks: readonly Range[], { labels, numbers }: Found): Map<number, Turn> {
  const turns = new Map<number, Turn>();
  for (const [index, number] of numbers.entries()) {
    const { label, mention, wordsFrom } = labels.get(number)!;
    const turn = { label: labelName(label), mention };
    const { end } = blocks[number]!;
    const alone = wordsFrom >= end;
    if (!alone) turns.set(number, { ...turn, words: { start: wordsFrom, end } });
    const next = numbers[index + 1] ?? (alone ? Math.min(blocks.length, number + 2) : number + 1);
    if (next - number > NEAR || (numbers.length < 4 && !alone)) continue;
    for (let between = number + 1; between < next; between++) {
      const block = blocks[between]!;
      const inside = text.slice(block.start, Math.min(block.end, block.start + 2000));
      if (/^[([]|["”] (?:he|she|\p{Lu}\p{L}+) (?:said|told|asked)\b/u.test(inside)) break;
      turns.set(between, { ...turn, words: block });
    }
  }
  return turns;
}

/** "SEN. MARCO RUBIO" reads "Marco Rubio"; "Q" and "A" stay. */
function labelName(label: string): string {
  if (label.length < 3 || !isCapital(label)) return label;
  const words = label.toLowerCase().split(/\s+/u);
  const names = words.filter((word) => !TITLES.has(word.replace(/\.$/u, '')) && word !== 'sec.');
  return (names.length > 0 ? names : words)
    .join(' ')
    .replaceAll(/(?<![\p{L}’'])\p{L}/gu, (letter) => letter.toUpperCase());
}
