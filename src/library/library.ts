// Many statements as one: listed, opened by name or fingerprint, searched, added and removed, whether they are files or rows.
// Files in the folder that the program ships with are read into the database when they are new or have changed.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type OpenStatement, openStatement } from '../retrieval/open-statement.ts';
import { loadStatement, statementOf } from '../speech/load.ts';
import { type Quote, quoteSentences } from '../statement/quotation.ts';
import type { Statement } from '../statement/statement.ts';
import type { StatementTable, StoredStatement } from '../store/tables/statements.ts';
import { createCache } from '../text/cache.ts';
import { foldWord } from '../text/terms.ts';
import { decodeLabels, type Entry, entryOf, type KeptHeader, type Prepared, rowOf } from './prepare.ts';
import { type Candidate, searchStatements } from './search.ts';
import { stemsOf } from './stems.ts';

export type Hit = { readonly id: string; readonly title: string; readonly quotes: readonly Quote[] };

type Made = Omit<Prepared, 'draft'>;

/** What became of a prepared statement. `known`: the same text was there already. */
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
  add(prepared: readonly Prepared[]): Promise<Added[]>;
  /** False when there is none of that name. */
  remove(name: string): Promise<boolean>;
  /** All versions of a statement's text at its source, oldest first; the statement itself where it has no others. */
  versions(name: string): Promise<Statement[]>;
  /** The newer version of a statement that was replaced at its source; null for the newest. */
  newerThan(sha256: string): Promise<Statement | null>;
  setSpans(name: string, spans: Statement['spans']): Promise<void>;
}

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
    opened.get(`${row.sha256} ${row.labels?.length} ${row.header}`, () => openStatement(statementOfRow(row)));
  const find = (words: string) => searchStatements(words, table);

  return {
    list: async (from = 0, most = 1_000) => (await table.list(from, most)).map(entryOfRow),
    count: () => table.count(),
    open: async (name) => {
      const row = await table.get(name);
      return row === null ? null : open(row);
    },
    candidates: async (words, most = 5) => (await find(words)).slice(0, most).map(({ row }) => open(row)),
    search: async (words, most = 10) => (await find(words)).slice(0, most).map(hitOf),
    timeline: async (words, speaker = null) => timelineOf((await find(words)).map(hitOf), speaker),
    add: (prepared) => addAll(table, prepared),
    remove: async (name) => {
      const row = await table.get(name);
      if (row === null) return false;
      await table.remove(row.number, stemsOfRow(row));
      return true;
    },
    versions: async (name) => {
      const row = await table.get(name);
      if (row === null) return [];
      const versions = await table.fromSource(row.source);
      return (versions.length > 0 ? versions : [row]).map(statementOfRow);
    },
    newerThan: async (sha256) => {
      let row = await table.get(sha256);
      if (row === null || row.replaced_by === null) return null;
      while (row?.replaced_by) row = await table.get(row.replaced_by);
      return row === null ? null : statementOfRow(row);
    },
    setSpans: async (name, spans) => {
      const row = await table.get(name);
      if (row === null) return;
      await table.update(row.number, rowOf(madeOf({ ...statementOfRow(row), spans }), row.file));
    },
  };
}

function timelineOf(hits: readonly Hit[], asked: string | null): Quote[] {
  const own = hits.flatMap(({ quotes }) => quotes).filter(({ kind, speaker }) => kind === 'direct' && speaker !== null);
  const speaker = asked ?? own[0]?.speaker ?? null;
  if (speaker === null) return [];
  const family = (name: string) => foldWord(name.trim().split(/\s+/).at(-1)!);
  const theirs = own.filter((quote) => family(quote.speaker!) === family(speaker));
  return theirs.sort((one, other) => (one.header.date ?? '9').localeCompare(other.header.date ?? '9'));
}

async function addAll(table: StatementTable, prepared: readonly Made[], file = ''): Promise<Added[]> {
  const rows = prepared.map((one) => rowOf(one, file));
  // Two texts of one day and title: the second carries the beginning of its fingerprint.
  const taken = new Set(await table.taken(rows.map(({ id }) => id)));
  const named = rows.map((row) => {
    const id = taken.has(row.id) ? `${row.id}-${row.sha256.slice(0, 6)}` : row.id;
    taken.add(row.id);
    return { ...row, id };
  });
  const added = new Map((await table.add(named)).map(({ sha256, id }) => [sha256, id]));
  const results: Added[] = [];
  for (const [at, { entry, statement }] of prepared.entries()) {
    const id = added.get(statement.sha256);
    // Added once, though it may stand in the list twice.
    added.delete(statement.sha256);
    if (id === undefined) {
      const known = await table.get(statement.sha256);
      results.push({ kind: 'known', entry: known === null ? entry : entryOfRow(known) });
    } else {
      const isVersion = await replaceOlder(table, named[at]!.source, statement.sha256);
      results.push({ kind: isVersion ? 'new-version' : 'added', entry: { ...entry, id } });
    }
  }
  return results;
}

async function replaceOlder(table: StatementTable, source: string, sha256: string): Promise<boolean> {
  if (source === '') return false;
  const older = (await table.fromSource(source)).filter((row) => row.sha256 !== sha256 && row.replaced_by === null);
  for (const row of older) await table.replace(row.number, sha256, stemsOfRow(row));
  return older.length > 0;
}

/** Statements of files that are new or have changed are added, those of files that are gone are removed. */
async function readFolder(table: StatementTable, folder: string): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.md'));
  const kept = await table.files();
  const known = new Map(kept.map(({ file, number }) => [file, number]));
  for (const name of names) {
    const bytes = await readFile(path.join(folder, name));
    const stamp = `${name} ${createHash('sha256').update(bytes).digest('hex')}`;
    if (known.delete(stamp)) continue;
    const made = madeOf(await loadStatement(path.join(folder, name)));
    const same = await table.get(made.statement.sha256);
    if (same === null) await addAll(table, [made], stamp);
    // Its header was changed. Labels that a person may have settled stay with the text.
    else {
      await table.update(same.number, { ...rowOf(made, stamp), labels: same.labels });
      for (const [file, number] of known) if (number === same.number) known.delete(file);
    }
  }
  for (const number of known.values()) {
    const [row] = await table.getAll([number]);
    if (row) await table.remove(number, stemsOfRow(row));
  }
}

function madeOf(statement: Statement): Made {
  return { statement, entry: entryOf(statement), fetchedFrom: null };
}

function headerOfRow(row: StoredStatement): KeptHeader {
  return JSON.parse(row.header) as KeptHeader;
}

function statementOfRow(row: StoredStatement): Statement {
  const { paragraphs, sentences, unsure, ...header } = headerOfRow(row);
  return statementOf({ ...header, id: row.id }, row.text, row.labels === null ? null : decodeLabels(row.labels));
}

function entryOfRow(row: StoredStatement): Entry {
  const { title, date, publisher, language, form, speaker, paragraphs, sentences, unsure } = headerOfRow(row);
  return {
    id: row.id,
    title,
    date,
    publisher,
    language,
    form,
    speaker: speaker?.name ?? null,
    paragraphs,
    sentences,
    unsure,
  };
}

function stemsOfRow(row: StoredStatement): string[] {
  return stemsOf(headerOfRow(row), row.text);
}

function hitOf({ row, places }: Candidate): Hit {
  const statement = statementOfRow(row);
  const keys = places.flatMap(
    (place) => statement.sentences.find(({ start, end }) => start <= place && place < end)?.key ?? [],
  );
  const about = { statement, places: new Map(statement.sentences.map(({ key }, at) => [key, at])) };
  return { id: row.id, title: statement.title, quotes: quoteSentences(about, keys) };
}
