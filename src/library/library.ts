// Many statements as one: listed, opened by name or fingerprint, searched, added and removed, whether they are files or rows.
// Files in the folder that the program ships with are read into the database when they are new or have changed.

import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type OpenStatement, openStatement } from '../retrieval/open-statement.ts';
import { encodeLabelFile, labelFileOf } from '../statement/labels.ts';
import { isSameName } from '../statement/names.ts';
import { placesOf, type Quote, quoteSentences } from '../statement/quotation.ts';
import type { Statement } from '../statement/statement.ts';
import type { NewStatement, StatementTable, StoredStatement } from '../store/tables/statements.ts';
import { createCache } from '../text/cache.ts';
import { type Entry, entryOfRow, rowOf, statementOfRow, stemsOfRow } from './entry.ts';
import { type Candidate, searchStatements } from './search.ts';

export type Hit = { readonly id: string; readonly title: string; readonly quotes: readonly Quote[] };

/** What is to be added. `fetchedFrom`: the address that it was fetched from, null for what came otherwise. */
type New = { readonly statement: Statement; readonly fetchedFrom: string | null };

/** What became of it. `known`: the same text was there already. */
export type Added = { readonly kind: 'added' | 'known' | 'new-version'; readonly entry: Entry };

export interface Library {
  /** Newest day first. */
  list(from?: number, most?: number): Promise<Entry[]>;
  count(): Promise<number>;
  /** By id, or by six and more of the first digits of its fingerprint; null when there is none. */
  open(name: string): Promise<OpenStatement | null>;
  /** The statements that have most of the words, best first, opened. */
  candidates(words: string, most?: number): Promise<OpenStatement[]>;
  /** The same with their nearest sentences. */
  search(words: string, most?: number): Promise<Hit[]>;
  /**
   * What one person said about it over time, oldest day first: only words that are surely theirs. `speaker` null: whose words the
   * best statement holds.
   */
  timeline(words: string, speaker?: string | null): Promise<Quote[]>;
  /** All or none of them. The same text twice is one statement; another text from the same address is its new version. */
  add(statements: readonly New[]): Promise<Added[]>;
  /** False when there is none of that name. */
  remove(name: string): Promise<boolean>;
  /** All versions of a statement's text at its source, oldest first; the statement itself where it has no others. */
  versions(name: string): Promise<Statement[]>;
  /** The newer version of a statement that was replaced at its source; null for the newest. */
  newerThan(sha256: string): Promise<Statement | null>;
  /** Puts a person's word on whose words they are in place of the labels there are. */
  setSpans(name: string, spans: Statement['spans']): Promise<void>;
}

// A sentence with less of what was asked is not about it, whoever said it.
const MIN_SHARE = 0.4;
// Read by everybody who asks about them; others are read again when somebody does.
const MAX_OPEN = 100;
const MAX_OPEN_UTF16 = 4_000_000;

/** `folder`: where the statements lie that ship as files; null for none. */
export async function openLibrary(table: StatementTable, folder: string | null): Promise<Library> {
  if (folder !== null) await readFolder(table, folder);
  const opened = createCache<OpenStatement>(MAX_OPEN_UTF16, {
    largest: MAX_OPEN_UTF16 / 4,
    sizeOf: ({ statement }) => Math.max(statement.text.length, MAX_OPEN_UTF16 / MAX_OPEN),
  });
  const open = (row: StoredStatement) =>
    opened.get(`${row.sha256} ${row.header} ${row.labels}`, () => openStatement(statementOfRow(row)));
  const find = (words: string) => searchStatements(words, table);

  return {
    list: async (from = 0, most = 1_000_000) => (await table.list(from, most)).map(entryOfRow),
    count: () => table.count(),
    open: async (name) => {
      const row = await table.get(name);
      return row && open(row);
    },
    candidates: async (words, most = 5) => (await find(words)).slice(0, most).map(({ row }) => open(row)),
    search: async (words, most = 10) => (await find(words)).slice(0, most).map(hitOf),
    timeline: async (words, speaker = null) =>
      timelineOf((await find(words)).filter(({ share }) => share >= MIN_SHARE).map(hitOf), speaker),
    add: (statements) =>
      addAll(
        table,
        statements.map(({ statement, fetchedFrom }) => rowOf(statement, { source: fetchedFrom ?? '', file: '' })),
      ),
    remove: async (name) => {
      const row = await table.get(name);
      if (row !== null) await table.remove(row.number, stemsOfRow(row));
      return row !== null;
    },
    versions: async (name) => {
      const row = await table.get(name);
      if (row === null) return [];
      const versions = await table.fromSource(row.source);
      return (versions.length > 0 ? versions : [row]).map(statementOfRow);
    },
    newerThan: async (sha256) => {
      let row = await table.get(sha256);
      if (!row?.replaced_by) return null;
      while (row?.replaced_by) row = await table.get(row.replaced_by);
      return row && statementOfRow(row);
    },
    setSpans: async (name, spans) => {
      const row = await table.get(name);
      if (row === null) return;
      await table.update(row.number, rowOf({ ...statementOfRow(row), spans }, row));
      if (row.file === '' || folder === null) return;
      const file = path.join(folder, row.file.slice(0, row.file.lastIndexOf(' ')));
      await writeFile(labelFileOf(file), encodeLabelFile(row.sha256, 'person', spans));
    },
  };
}

function hitOf({ row, places }: Candidate): Hit {
  const statement = statementOfRow(row);
  const keys = places.flatMap(
    (place) => statement.sentences.find(({ start, end }) => start <= place && place < end)?.key ?? [],
  );
  return {
    id: row.id,
    title: statement.title,
    quotes: quoteSentences({ statement, places: placesOf(statement) }, keys),
  };
}

function timelineOf(hits: readonly Hit[], asked: string | null): Quote[] {
  const own = hits.flatMap(({ quotes }) => quotes).filter(({ kind }) => kind === 'direct');
  const speaker = asked ?? own.find((quote) => quote.speaker !== null)?.speaker ?? null;
  const theirs = own.filter(
    (quote) => speaker !== null && quote.speaker !== null && isSameName(quote.speaker, speaker),
  );
  return theirs.sort((one, other) => (one.header.date ?? '9').localeCompare(other.header.date ?? '9'));
}

async function addAll(table: StatementTable, rows: readonly NewStatement[]): Promise<Added[]> {
  // Two texts of one day and title: the second carries the beginning of its fingerprint.
  const taken = new Set(await table.taken(rows.map(({ id }) => id)));
  const named = rows.map((row) => {
    const id = taken.has(row.id) ? `${row.id}-${row.sha256.slice(0, 6)}` : row.id;
    taken.add(row.id);
    return { ...row, id };
  });
  const isNew = new Set((await table.add(named)).map(({ sha256 }) => sha256));
  const results: Added[] = [];
  for (const row of named) {
    // Added once, though it may stand in the list twice.
    if (!isNew.delete(row.sha256))
      results.push({ kind: 'known', entry: entryOfRow((await table.get(row.sha256)) ?? row) });
    else results.push({ kind: (await replaceOlder(table, row)) ? 'new-version' : 'added', entry: entryOfRow(row) });
  }
  return results;
}

async function replaceOlder(table: StatementTable, { source, sha256 }: NewStatement): Promise<boolean> {
  const older = (await table.fromSource(source)).filter((row) => row.sha256 !== sha256 && row.replaced_by === null);
  for (const row of older) await table.replace(row.number, sha256, stemsOfRow(row));
  return older.length > 0;
}

/** Statements of files that are new or have changed are added, those of files that are gone are removed. */
async function readFolder(table: StatementTable, folder: string): Promise<void> {
  const gone = new Map((await table.files()).map(({ file, number }) => [file, number]));
  for (const name of (await readdir(folder).catch(() => [])).filter((one) => one.endsWith('.md'))) {
    const file = path.join(folder, name);
    const labels = await readFile(labelFileOf(file)).catch(() => null);
    const version = createHash('sha256')
      .update(await readFile(file))
      .update(labels ?? '');
    const stamp = `${name} ${version.digest('hex')}`;
    if (gone.delete(stamp)) continue;
    const { loadStatement } = await import('../speech/load.ts');
    const row = rowOf(await loadStatement(file), { source: '', file: stamp });
    const known = await table.get(row.sha256);
    if (known === null) await addAll(table, [row]);
    else {
      // Its header was changed. Labels that a person may have settled stay with the text.
      await table.update(known.number, labels === null ? { ...row, labels: known.labels } : row);
      gone.delete(known.file);
    }
  }
  for (const row of await table.getAll([...gone.values()])) await table.remove(row.number, stemsOfRow(row));
}
