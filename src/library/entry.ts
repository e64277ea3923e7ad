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

type Counts = Pick<Entry, 'paragraphs' | 'sentences' | 'unsure'>;

/** What a row keeps of the header: JSON. */
type Kept = Omit<Header, 'id' | 'sha256'> & { readonly counts: Counts };

export function entryOf(statement: Statement): Entry {
  const { blocks, sentences, spans } = statement;
  return entryFrom(statement, {
    paragraphs: blocks.filter(({ paragraph }) => paragraph !== null).length,
    sentences: sentences.length,
    unsure: spans.filter(({ doubt }) => doubt !== null).length,
  });
}

/** How many passages are the speaker's own words; where nobody is known to speak, those of nobody in particular. */
export function ownPassages({ spans, speaker }: Statement): number {
  return spans.filter((span) => span.kind === 'direct' && span.speaker?.name === speaker?.name).length;
}

function entryFrom({ id, sha256, title, date, publisher, language, form, speaker }: Header, counts: Counts): Entry {
  return { id, sha256, title, date, publisher, language, form, speaker: speaker?.name ?? null, ...counts };
}

/** `source`: where it was fetched from; `file`: the file it is kept in; '' for neither. */
export function rowOf(statement: Statement, { source, file }: Pick<NewStatement, 'source' | 'file'>): NewStatement {
  const { id, sha256, text, blocks, sentences, spans, ...header } = statement;
  const { paragraphs, sentences: count, unsure } = entryOf(statement);
  const kept: Kept = { ...header, counts: { paragraphs, sentences: count, unsure } };
  const stems = stemsOf(header, text);
  return {
    id,
    sha256,
    header: JSON.stringify(kept),
    text,
    labels: encodeLabels(spans),
    day: header.date ?? '',
    source,
    file,
    stems,
  };
}

export function entryOfRow({ id, sha256, header }: Pick<StoredStatement, 'id' | 'sha256' | 'header'>): Entry {
  const { counts, ...known } = JSON.parse(header) as Kept;
  return entryFrom({ id, sha256, ...known }, counts);
}

export function statementOfRow({ id, sha256, header, text, labels }: StoredStatement): Statement {
  const { counts, ...known } = JSON.parse(header) as Kept;
  const blocks = splitBlocks(text, known);
  return { id, sha256, ...known, text, blocks, sentences: splitSentences(text, blocks), spans: decodeLabels(labels) };
}

export function stemsOfRow({ header, text }: StoredStatement): string[] {
  return stemsOf(JSON.parse(header) as Kept, text);
}
