// A statement made ready to be asked: what every use of it needs, made once and handed on as one value.

import { type Places, placesOf } from '../statement/quotation.ts';
import type { Statement } from '../statement/statement.ts';
import { createIndex, type StatementIndex } from './search.ts';

/** By the sentence's key how near it is, -1 to 1, comparable within one question only. Empty: nothing is known, words decide alone. */
export type Meaning = ReadonlyMap<string, number>;

/** Whoever opens a statement owns this and decides how long it is worth keeping; nothing is cached on the side. */
export type OpenStatement = Places & {
  readonly statement: Statement;
  readonly index: StatementIndex;
  /** How near its sentences are to a text by their meaning, where a model for that is connected. Never rejects. */
  readonly nearest?: (text: string) => Promise<Meaning>;
};

export function openStatement(statement: Statement): OpenStatement {
  return { statement, index: createIndex(statement), places: placesOf(statement) };
}
