// Which words of a statement an address names: "?q=4.4-4.6,5.1" to the quotations that stand there.

import { joinKeys } from '../statement/address.ts';
import { type Places, type Quote, quoteSentences } from '../statement/quotation.ts';
import type { Sentence, Statement } from '../statement/statement.ts';
import type { Range } from '../text/range.ts';

/** What an address names. `keys` in the statement's order; `marks` are the stretches to mark, in order, apart from each other. */
export type Place = {
  readonly keys: readonly string[];
  readonly quotes: readonly Quote[];
  readonly marks: readonly Range[];
  /** Something was asked for that the statement does not have. */
  readonly isWrong: boolean;
  /** The same place written one way: equal for equal marks. */
  readonly canonical: string;
};

export const NOWHERE: Place = { keys: [], quotes: [], marks: [], isWrong: false, canonical: '' };

// More than any answer cites; a list beyond it is somebody trying things.
const MOST_ITEMS = 100;

/**
 * Reads `query`: keys ("4.6", "headline.1"), paragraphs ("4") and ranges of either ("4.6-4.8", "4-5"), separated by commas. `part` chooses
 * one of the quotations found, from 1. Null: nothing is asked for.
 */
export function readPlace(about: Places, query: string | undefined, part: string | undefined): Place {
  if (query === undefined || query.trim() === '') return NOWHERE;
  const items = query.split(',').map((item) => item.trim());
  if (items.length > MOST_ITEMS) return { ...NOWHERE, isWrong: true };
  const names = namesOf(about.statement);
  const found = items.map((item) => findItem(about.statement, names, item));
  const named = [...new Set(found.flat())].sort((one, other) => one.start - other.start);
  const isWrong = found.some((sentences) => sentences.length === 0);
  if (named.length === 0) return { ...NOWHERE, isWrong: true };

  const keys = named.map((sentence) => sentence.key);
  const all = quoteSentences(about, keys);
  const chosen = part === undefined ? undefined : all[Number(part) - 1];
  const quotes = chosen ? [chosen] : all;
  return {
    keys: chosen ? chosen.keys : keys,
    quotes,
    // A sentence that gives no quotation (a lone pair of marks) is still a place.
    marks: quotes.length > 0 ? quotes : named,
    isWrong: isWrong || (part !== undefined && !chosen),
    canonical: `${joinKeys(keys)}/${chosen ? part : ''}`,
  };
}

function findItem(statement: Statement, names: Names, item: string): readonly Sentence[] {
  const match = /^(\d+|[a-z0-9]+\.\d+)(?:\s*[-–]\s*(\d+|[a-z0-9]+\.\d+))?$/.exec(item);
  if (!match) return [];
  const from = names.get(match[1]!);
  const to = names.get(match[2] ?? match[1]!);
  return from && to ? statement.sentences.slice(from.first, to.last + 1) : [];
}

/** Indexes of the first and last sentence of what a name stands for: a sentence's key, or a paragraph's number. */
type Names = ReadonlyMap<string, { readonly first: number; readonly last: number }>;

function namesOf(statement: Statement): Names {
  const names = new Map<string, { first: number; last: number }>();
  statement.sentences.forEach(({ key, paragraph }, at) => {
    names.set(key, { first: at, last: at });
    if (paragraph === null) return;
    names.set(String(paragraph), { first: names.get(String(paragraph))?.first ?? at, last: at });
  });
  return names;
}
