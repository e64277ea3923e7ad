// What was cut off a quotation and turns it: a condition, an exception, a negation, a limit, a contrast or a doubt of the same sentence.
// A main clause before ", and …" stands by itself, and nothing is missing from it.

import { type Idea, phraseAt, turnsAt } from './phrases.ts';
import type { StatementWords } from './record.ts';

/** Words of the statement that were left out, as indexes of tokens; `to` excluded. */
export type Cut = { readonly from: number; readonly to: number };

export type Reading = {
  readonly record: StatementWords;
  readonly language: string;
  /** Whether a token belongs to those whose words are quoted, so that leaving it out is a cut. */
  readonly isTheirs: (token: number) => boolean;
  /** The words stand beside others in one quotation: half a clause of them is no sentence that was said. */
  readonly isSpliced?: boolean;
};

/** The cuts that turn what `pieces` say; each piece is a list of tokens, rising. */
export function turningCuts(pieces: readonly (readonly number[])[], reading: Reading): Cut[] {
  const { sentences } = reading.record;
  const cuts = pieces.flatMap((piece, at): Cut[] => {
    const [first, last] = [piece[0]!, piece.at(-1)!];
    const [before, next] = [pieces[at - 1]?.at(-1), pieces[at + 1]?.[0]];
    const gap = { from: (before ?? first) + 1, to: first };
    const isGap = before !== undefined && sentences[before] === sentences[first];
    const lead = { from: edge(first, -1, reading), to: first };
    const tail = { from: last + 1, to: edge(last, 1, reading) + 1 };
    const isLast = next === undefined || sentences[next] !== sentences[last];
    const isTail =
      isLast && (turnsAfter(tail, reading) || isHalf(last + 1, reading) || opensWithCondition(piece, tail, reading));
    return [
      ...(isGap && turnsBetween(gap, reading) ? [gap] : []),
      ...(!isGap && (turnsBefore(lead, reading) || isHalf(first, reading)) ? [lead] : []),
      ...(isTail ? [tail] : []),
    ];
  });
  return cuts.filter(({ from, to }) => to > from);
}

/** The first or last token of the sentence that belongs to the same voice. */
export function edge(token: number, step: -1 | 1, { record, isTheirs }: Reading): number {
  let at = token;
  while (record.sentences[at + step] === record.sentences[token] && isTheirs(at + step)) at += step;
  return at;
}

export function has(idea: Idea, at: number, { record, language }: Reading): boolean {
  return phraseAt(record.words, at, language, idea) > 0;
}

/** What parts a token from the one before it: another clause, a pause or neither. */
export function partedBy(at: number, { record: { tokens, statement } }: Reading): 'clause' | 'pause' | null {
  const between = at === 0 || at >= tokens.length ? '' : statement.text.slice(tokens[at - 1]!.end, tokens[at]!.start);
  if (/[;:；：]/u.test(between)) return 'clause';
  return /[,，、–—(（/]|\s-\s/u.test(between) ? 'pause' : null;
}

export function saidByHimself({ from, to }: Cut, reading: Reading): boolean {
  for (let at = from; at < to; at++) if (has('self', at, reading)) return true;
  return false;
}

/** Whether words are cut apart between this token and the one before it, in the middle of a clause. */
function isHalf(token: number, reading: Reading): boolean {
  if (reading.isSpliced !== true || token >= reading.record.tokens.length || partedBy(token, reading) !== null)
    return false;
  return !has('joining', token, reading) && !has('joining', token - 1, reading);
}

function turnsBetween({ from, to }: Cut, reading: Reading): boolean {
  const { words } = reading.record;
  for (let at = from; at < to; at++) {
    if (turnsAt(words, at, reading.language) || (has('limit', at, reading) && isFigure(words[to]))) return true;
  }
  return false;
}

function turnsAfter(tail: Cut, reading: Reading): boolean {
  const { words } = reading.record;
  const parted = partedBy(tail.from, reading);
  if (tail.to === tail.from || parted === 'clause') return false;
  if (isBare(tail, reading) || (parted === null && isFigure(words[tail.from]))) return true;
  let [isSameClause, isJoined] = [true, false];
  for (let at = tail.from; at < tail.to; at++) {
    const parted = partedBy(at, reading);
    if (parted === 'clause') return false;
    isSameClause &&= parted === null;
    if (has('joining', at, reading)) {
      if (has('only', at + 1, reading)) return true;
      if (parted === 'pause') return false;
      isJoined = true;
    }
    if (has('condition', at, reading) || has('only', at, reading) || has('contrast', at, reading)) return true;
    if (!isJoined && turnsAt(words, at, reading.language)) return true;
    if (isSameClause && has('limit', at, reading) && words.slice(at, Math.min(at + 5, tail.to)).some(isFigure))
      return true;
  }
  return false;
}

function turnsBefore(lead: Cut, reading: Reading): boolean {
  const { words } = reading.record;
  const parted = partedBy(lead.to, reading);
  if (lead.to === lead.from || parted === 'clause') return false;
  const isByHimself = saidByHimself(lead, reading);
  let [isTurned, isConditional] = [false, false];
  for (let at = lead.from; at < lead.to; at++) {
    const before = at === lead.from ? null : partedBy(at, reading);
    // "But …", ", but …" opens a clause of its own; ", and …" too, and yet what holds "if …" may go on.
    const isOpposed = has('opposing', at, reading) && (at === lead.from || before !== null);
    if (before === 'clause' || isOpposed) [isTurned, isConditional] = [false, false];
    if (isOpposed) continue;
    if (before !== null && has('joining', at, reading)) isTurned = false;
    if (has('condition', at, reading)) isConditional = true;
    if (turnsAt(words, at, reading.language) || (!isByHimself && has('alleging', at, reading))) isTurned = true;
    if (at === lead.to - 1 && has('limit', at, reading) && isFigure(words[lead.to])) isTurned = true;
  }
  if (isTurned || isConditional) return true;
  return parted === null && (isBare(lead, reading) || isFigure(words[lead.to - 1]) || isAsked(lead, reading));
}

function isFigure(word: string | undefined): boolean {
  return /\p{N}/u.test(word ?? '');
}

const BARE = 3;

/** Whether no more than a name or a figure was cut: "[Kenya] expressed concern", "by [2040]". */
function isBare({ from, to }: Cut, { record }: Reading): boolean {
  const { tokens, words, statement, sentences, places } = record;
  const isCapital = (at: number) =>
    /^\p{Lu}\p{L}/u.test(statement.text.slice(tokens[at]!.start, tokens[at]!.start + 2));
  const isFirst = (at: number) => sentences[at - 1] !== sentences[at];
  // The first of a sentence is a name where it has its capital elsewhere too.
  const isName = (at: number) =>
    isCapital(at) && (!isFirst(at) || places.get(words[at]!)!.some((other) => !isFirst(other) && isCapital(other)));
  const cut = Array.from({ length: Math.min(to - from, BARE + 1) }, (_, at) => from + at);
  return (cut.length <= BARE && cut.some(isName)) || cut.every((at) => isFigure(words[at]));
}

/** A question that has lost the word that asks is a claim. */
function isAsked({ from }: Cut, { record: { sentences, statement } }: Reading): boolean {
  return /[?？]["'“”’»«\s]*$/u.test(statement.text.slice(sentences[from]!.start, sentences[from]!.end).slice(-8));
}

/** "If they see it so" without what then follows. */
function opensWithCondition(piece: readonly number[], tail: Cut, reading: Reading): boolean {
  const { sentences } = reading.record;
  if (tail.to <= tail.from || has('joining', tail.from, reading) || partedBy(tail.from, reading) === 'clause')
    return false;
  return has('condition', piece.find((token) => sentences[token] === sentences[tail.from])!, reading);
}
