// What was cut off a quotation and turns it: a condition, an exception, a negation, a limit, a contrast or a doubt of the same sentence.
// A main clause before ", and …" stands by itself, and nothing is missing from it.

import { type Idea, limitsFigure, phraseAt } from './qualifiers.ts';
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
  const cuts: Cut[] = [];
  const add = (cut: Cut, turnsIt: boolean) => {
    if (turnsIt && cut.to > cut.from) cuts.push(cut);
  };
  pieces.forEach((piece, at) => {
    const before = pieces[at - 1]?.at(-1);
    const [first, last] = [piece[0]!, piece.at(-1)!];
    if (before !== undefined && sentences[before] === sentences[first]) {
      const gap = { from: before + 1, to: first };
      add(gap, turnsBetween(gap, reading));
    } else {
      const lead = { from: edge(first, -1, reading), to: first };
      add(lead, turnsBefore(lead, reading) || isHalf(first, reading));
    }
    const next = pieces[at + 1]?.[0];
    if (next !== undefined && sentences[next] === sentences[last]) return;
    const tail = { from: last + 1, to: edge(last, 1, reading) + 1 };
    add(tail, turnsAfter(tail, reading) || opensWithCondition(piece, tail, reading) || isHalf(last + 1, reading));
  });
  return cuts;
}

/** Whether words are cut apart between this token and the one before it, in the middle of a clause. */
function isHalf(token: number, reading: Reading): boolean {
  const { record, isSpliced } = reading;
  if (isSpliced !== true || token >= record.tokens.length || PAUSE.test(before(token, record))) return false;
  return has('joining', token, reading) === 0 && has('joining', token - 1, reading) === 0;
}

/** The first or last token of the sentence that belongs to the same voice. */
export function edge(token: number, step: -1 | 1, { record, isTheirs }: Reading): number {
  let at = token;
  while (record.sentences[at + step] === record.sentences[token] && isTheirs(at + step)) at += step;
  return at;
}

export function has(idea: Idea, at: number, { record, language }: Reading): number {
  return phraseAt(record.words, at, language, idea);
}

/** What stands between a token and the one before it. */
export function before(at: number, { tokens, statement }: StatementWords): string {
  return at === 0 ? '' : statement.text.slice(tokens[at - 1]!.end, tokens[at]!.start);
}

const TURNING: readonly Idea[] = ['negation', 'only', 'condition', 'hedge', 'contrast'];
export const ANOTHER_CLAUSE = /[;:；：]/u;
export const PAUSE = /[,，、–—(（/]|\s-\s/u;

function turnsBetween(gap: Cut, reading: Reading): boolean {
  for (let at = gap.from; at < gap.to; at++) {
    if (TURNING.some((idea) => has(idea, at, reading) > 0)) return true;
    if (has('limit', at, reading) > 0 && /\p{N}/u.test(reading.record.words[gap.to] ?? '')) return true;
  }
  return false;
}

function turnsAfter(tail: Cut, reading: Reading): boolean {
  const { record, language } = reading;
  let isSameClause = true;
  let isJoined = false;
  for (let at = tail.from; at < tail.to; at++) {
    const between = before(at, record);
    if (ANOTHER_CLAUSE.test(between)) return false;
    if (at === tail.from && (isShortName(tail, record) || isFigures(tail, record))) return true;
    if (at === tail.from && !PAUSE.test(between) && isFigure(at, record)) return true;
    isSameClause &&= !PAUSE.test(between);
    const joining = has('joining', at, reading);
    if (joining > 0) {
      if (has('only', at + joining, reading) > 0) return true;
      if (PAUSE.test(between)) return false;
      isJoined = true;
    }
    if (has('condition', at, reading) > 0 || has('only', at, reading) > 0 || has('contrast', at, reading) > 0)
      return true;
    if (!isJoined && (has('negation', at, reading) > 0 || has('hedge', at, reading) > 0)) return true;
    if (isSameClause && limitsFigure(record.words.slice(at, Math.min(tail.to, at + 8)), 0, language)) return true;
  }
  return false;
}

function turnsBefore(lead: Cut, reading: Reading): boolean {
  const { record } = reading;
  if (ANOTHER_CLAUSE.test(before(lead.to, record))) return false;
  const isByHimself = saidByHimself(lead, reading);
  let turned = false;
  let isConditional = false;
  for (let at = lead.from; at < lead.to; at++) {
    const between = at === lead.from ? '' : before(at, record);
    if (ANOTHER_CLAUSE.test(between)) [turned, isConditional] = [false, false];
    const opposing = has('opposing', at, reading);
    if (opposing > 0 && (at === lead.from || PAUSE.test(between))) {
      [turned, isConditional] = [false, false];
      at += opposing - 1;
      continue;
    }
    if (has('joining', at, reading) > 0 && PAUSE.test(between)) turned = false;
    if (has('condition', at, reading) > 0) isConditional = true;
    if (TURNING.some((idea) => has(idea, at, reading) > 0)) turned = true;
    if (!isByHimself && has('alleging', at, reading) > 0) turned = true;
    const limit = has('limit', at, reading);
    if (limit > 0 && at + limit === lead.to && isFigure(lead.to, record)) turned = true;
  }
  if (turned || isConditional) return true;
  if (lead.to === lead.from || PAUSE.test(before(lead.to, record))) return false;
  return isFigure(lead.to - 1, record) || isShortName(lead, record) || isAsked(lead, reading);
}

export function saidByHimself({ from, to }: Cut, reading: Reading): boolean {
  for (let at = from; at < to; at++) if (has('self', at, reading) > 0) return true;
  return false;
}

function isFigure(at: number, { words }: StatementWords): boolean {
  return /\p{N}/u.test(words[at] ?? '');
}

const SHORT = 3;

function isFigures({ from, to }: Cut, record: StatementWords): boolean {
  return record.words.slice(from, to).every((_, at) => isFigure(from + at, record));
}

/** Whether no more than a name was cut: "[Kenya] expressed concern". */
function isShortName({ from, to }: Cut, record: StatementWords): boolean {
  if (to - from === 0 || to - from > SHORT) return false;
  for (let at = from; at < to; at++) if (isName(at, record)) return true;
  return false;
}

/** Whether a word is written with a capital where others are not; the first of a sentence, where it is so elsewhere. */
function isName(at: number, { tokens, statement, sentences, places, words }: StatementWords): boolean {
  const isCapital = (token: number) =>
    /^\p{Lu}\p{L}/u.test(statement.text.slice(tokens[token]!.start, tokens[token]!.start + 2));
  const isFirst = (token: number) => token === 0 || sentences[token - 1] !== sentences[token];
  if (!isCapital(at)) return false;
  return !isFirst(at) || (places.get(words[at]!) ?? []).some((token) => !isFirst(token) && isCapital(token));
}

/** A question that has lost the word that asks is a claim. */
function isAsked({ from }: Cut, { record }: Reading): boolean {
  const { start, end } = record.sentences[from]!;
  return /[?？]["'“”’»«\s]*$/u.test(record.statement.text.slice(Math.max(start, end - 8), end));
}

/** "If they see it so" without what then follows. */
function opensWithCondition(piece: readonly number[], tail: Cut, reading: Reading): boolean {
  const { sentences } = reading.record;
  if (tail.to <= tail.from || has('joining', tail.from, reading) > 0) return false;
  if (ANOTHER_CLAUSE.test(before(tail.from, reading.record))) return false;
  const first = piece.find((token) => sentences[token] === sentences[tail.from]);
  return first !== undefined && has('condition', first, reading) > 0;
}
