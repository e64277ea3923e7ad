// A statement made ready to be asked: what every use of it needs, made once and handed on as one value.

import { type Places, placesOf } from '../statement/quotation.ts';
import type { Statement } from '../statement/statement.ts';
import { createIndex, type StatementIndex } from './search.ts';

/** Whoever opens a statement owns this and decides how long it is worth keeping; nothing is cached on the side. */
export type OpenStatement = Places & { readonly statement: Statement; readonly index: StatementIndex };

export function openStatement(statement: Statement): OpenStatement {
  return { statement, index: createIndex(statement), places: placesOf(statement) };
}
