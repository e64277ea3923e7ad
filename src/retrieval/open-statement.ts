// A statement made ready to be asked: what every use of it needs, made once and handed on as one value.

import { type Places, placesOf } from '../statement/quotation.ts';
import type { Statement } from '../statement/statement.ts';
import { lazy } from '../text/lazy.ts';
import { createIndex, type StatementIndex } from './search.ts';
import { topicsOf } from './topics.ts';

/** By the sentence's key how near it is, -1 to 1, comparable within one question only. Empty: nothing is known, words decide alone. */
export type Meaning = ReadonlyMap<string, number>;

/** Whoever opens a statement owns this and decides how long it is worth keeping; nothing is cached on the side. */
export type OpenStatement = Places & {
  readonly statement: Statement;
  readonly index: StatementIndex;
  /** What it is about, for suggestions; told when first asked for. A topic's place in the list names it. */
  readonly topics: () => readonly string[];
  /** How near its sentences are to a text by their meaning, where a model for that is connected. Never rejects. */
  readonly nearest?: (text: string) => Promise<Meaning>;
};

export function openStatement(statement: Statement): OpenStatement {
  return {
    statement,
    index: createIndex(statement),
    topics: lazy(() => topicsOf(statement)),
    places: placesOf(statement),
  };
}
