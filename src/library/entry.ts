// A statement in a list and in its row: what is known of it without reading its text, and how that is kept.

import { splitBlocks, splitSentences } from '../statement/blocks.ts';
import { decodeLabels, encodeLabels } from '../statement/labels.ts';
import type { Form, Header, Statement } from '../statement/statement.ts';
import type { NewStatement, StoredStatement } from '../store/tables/statements.ts';
import { stemsOf } from './stems.ts';

/** What `npm run statements -- list --json` prints of each. */
export type Entry = {
  readonly id: string;
  readonly sha256: string;
  readonly title: string;
  readonly date: string | null;
  readonly publisher: string | null;
  readonly language: string;
  readonly form: Form;
  readonly speaker: string | null;
  readonly paragraphs: number;
  readonly sentences: number;
  /** Labels of which the rules are not sure. */
  readonly unsure: number;
};

/** What a row keeps of the header: JSON. */
type Kept = Omit<Header, 'id' | 'sha256'> & Pick<Entry, 'paragraphs' | 'sentences' | 'unsure'>;

export function entryOf(statement: Statement): Entry {
  const { id, sha256, title, date, publisher, language, form, speaker, blocks, sentences, spans } = statement;
  return {
    ...{ id, sha256, title, date, publisher, language, form },
    speaker: speaker?.name ?? null,
    paragraphs: blocks.filter(({ paragraph }) => paragraph !== null).length,
    sentences: sentences.length,
    unsure: spans.filter(({ doubt }) => doubt !== null).length,
  };
}

/** `source`: where it was fetched from; `file`: the file it is kept in; '' for neither. */
export function rowOf(statement: Statement, { source, file }: Pick<NewStatement, 'source' | 'file'>): NewStatement {
  const { id, sha256, text, title, date, publisher, carriedBy, language, form, speaker } = statement;
  const { paragraphs, sentences, unsure } = entryOf(statement);
  const counts = { paragraphs, sentences, unsure };
  const kept: Kept = {
    title,
    date,
    publisher,
    carriedBy,
    source: statement.source,
    language,
    form,
    speaker,
    ...counts,
  };
  const labels = encodeLabels(statement.spans);
  return {
    id,
    sha256,
    header: JSON.stringify(kept),
    text,
    labels,
    day: date ?? '',
    source,
    file,
    stems: stemsOf(statement, text),
  };
}

export function entryOfRow(row: Pick<StoredStatement, 'id' | 'sha256' | 'header'>): Entry {
  const { title, date, publisher, language, form, speaker, paragraphs, sentences, unsure } = JSON.parse(
    row.header,
  ) as Kept;
  const counts = { paragraphs, sentences, unsure };
  return {
    id: row.id,
    sha256: row.sha256,
    title,
    date,
    publisher,
    language,
    form,
    speaker: speaker?.name ?? null,
    ...counts,
  };
}

export function statementOfRow({ id, sha256, header, text, labels }: StoredStatement): Statement {
  const { paragraphs, sentences, unsure, ...known } = JSON.parse(header) as Kept;
  const blocks = splitBlocks(text, known);
  return { id, sha256, ...known, text, blocks, sentences: splitSentences(text, blocks), spans: decodeLabels(labels) };
}

export function stemsOfRow(row: StoredStatement): string[] {
  return stemsOf(JSON.parse(row.header) as Kept, row.text);
}
