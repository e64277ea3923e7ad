// The statements of the library: their text and header, their labels, and the stems by which they are found.
// Which stems a text has is for the caller to say; here a stem is a string of letters and digits.

import type { Database, Engine, Queries } from '../engine.ts';
import { join, raw, type Sql, sql } from '../sql.ts';
import type { Table } from '../table.ts';

export type StoredStatement = {
  readonly number: number;
  readonly id: string;
  readonly sha256: string;
  /** Where the text was fetched from; '' for nowhere. */
  readonly source: string;
  /** The file it is kept in and that file's version; '' for a statement that is kept here alone. */
  readonly file: string;
  /** JSON of the caller's. */
  readonly header: string;
  readonly text: string;
  /** JSON of the caller's. */
  readonly labels: string;
  /** The fingerprint of the version that took its place; null for the newest. */
  readonly replaced_by: string | null;
};

export type NewStatement = {
  readonly id: string;
  readonly sha256: string;
  readonly header: string;
  readonly text: string;
  readonly labels: string;
  /** ISO day; '' for none. Statements are listed by it. */
  readonly day: string;
  /** Where the text was fetched from, by which its versions are told; '' for nowhere. */
  readonly source: string;
  /** The file it is kept in and that file's version; '' for a statement that is kept here alone. */
  readonly file: string;
  readonly stems: readonly string[];
};

export interface StatementTable {
  /** Of statements that are there already nothing is stored twice. The ids and fingerprints of those that are new. */
  add(statements: readonly NewStatement[]): Promise<readonly { id: string; sha256: string }[]>;
  /** By id, or by six and more of the first digits of a fingerprint. */
  get(name: string): Promise<StoredStatement | null>;
  getAll(numbers: readonly number[]): Promise<StoredStatement[]>;
  /** Newest day first, without what was replaced. */
  list(from: number, most: number): Promise<StoredStatement[]>;
  count(): Promise<number>;
  /** Of `ids` those that are taken. */
  taken(ids: readonly string[]): Promise<string[]>;
  /** All with this source, oldest first. */
  fromSource(source: string): Promise<StoredStatement[]>;
  /** What is kept in files: by the file, its version. */
  files(): Promise<{ file: string; number: number }[]>;
  /** In how many statements each of `stems` stands; those that stand in none are left out. */
  frequencies(stems: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Numbers of statements that have one stem of each group, at most `most`, the latest first. */
  having(groups: readonly (readonly string[])[], most: number): Promise<number[]>;
  /** Puts another header, other labels, another file in place of its own. */
  update(number: number, changed: Pick<NewStatement, 'header' | 'labels' | 'day' | 'file'>): Promise<void>;
  /** Takes `number` out of search and lists in favour of a newer version. `stems` are those it was added with. */
  replace(number: number, by: string, stems: readonly string[]): Promise<void>;
  remove(number: number, stems: readonly string[]): Promise<void>;
}

export const STATEMENTS: Table = {
  names: ['statements', 'statement_stems', 'stem_counts'],
  migrations: {
    '005-statements': ({ kind, integer }) => {
      const isPostgres = kind === 'postgres';
      const number = isPostgres
        ? sql`bigint generated always as identity primary key`
        : sql`integer primary key autoincrement`;
      return [
        sql`create table statements (number ${number}, id text not null unique, sha256 text not null unique, day text not null,
          source text not null, file text not null, replaced_by text, header text not null, text text not null, labels text not null
          ${isPostgres ? sql`, stems tsvector` : sql``})`,
        sql`create index statements_day on statements (day desc, number desc) where replaced_by is null`,
        sql`create index statements_source on statements (source) where source <> ''`,
        sql`create index statements_file on statements (file) where file <> ''`,
        isPostgres
          ? sql`create index statement_stems on statements using gin (stems) with (gin_pending_list_limit = 512)`
          : // Nothing but which stem stands in which statement: no text, no places, a third of the size.
            sql`create virtual table statement_stems using fts5 (stems, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii')`,
        sql`create table stem_counts (stem text primary key, statements ${integer} not null) ${isPostgres ? sql`with (fillfactor = 60)` : sql`without rowid`}`,
      ];
    },
  },
  forget: null,
  purge: () => [],
};

/** No stem: it counts the statements themselves, which a database of many counts slowly. */
const EVERYWHERE = '';

const COLUMNS = sql`number, id, sha256, source, file, header, text, labels, replaced_by`;

export function createStatementTable(db: Database, engine: Engine): StatementTable {
  const select = (rest: Sql) => db.all<StoredStatement>(sql`select ${COLUMNS} from statements ${rest}`);
  const frequencies: StatementTable['frequencies'] = async (stems) => {
    if (stems.length === 0) return new Map();
    const rows = await db.all<{ stem: string; statements: number }>(sql`
      select stem, statements from stem_counts where stem in (${listed(stems)}) and statements > 0`);
    return new Map(rows.map(({ stem, statements }) => [stem, Number(statements)]));
  };
  return {
    add: (statements) => db.transaction((transaction) => add(transaction, engine, statements)),
    get: async (name) => {
      const [byId] = await select(sql`where id = ${name}`);
      if (byId !== undefined || !/^[0-9a-f]{6,64}$/.test(name)) return byId ?? null;
      const [byPrint] = await select(sql`where sha256 >= ${name} and sha256 < ${`${name}g`} order by sha256 limit 1`);
      return byPrint ?? null;
    },
    getAll: async (numbers) => (numbers.length === 0 ? [] : select(sql`where number in (${listed(numbers)})`)),
    list: (from, most) =>
      select(sql`where replaced_by is null order by day desc, number desc limit ${most} offset ${from}`),
    count: async () => (await frequencies([EVERYWHERE])).get(EVERYWHERE) ?? 0,
    taken: async (ids) => {
      const wanted = engine.each(
        ids.map((id) => ({ wanted: id })),
        { wanted: 'text' },
      );
      return (
        await db.all<{ id: string }>(sql`select id from statements where id in (select wanted from ${wanted})`)
      ).map(({ id }) => id);
    },
    fromSource: async (source) => (source === '' ? [] : select(sql`where source = ${source} order by number`)),
    files: () => db.all(sql`select file, number from statements where file <> ''`),
    frequencies,
    having: async (groups, most) =>
      (await db.all<{ number: number }>(having(engine, groups, most))).map(({ number }) => Number(number)),
    update: async (number, { header, labels, day, file }) => {
      await db.run(
        sql`update statements set header = ${header}, labels = ${labels}, day = ${day}, file = ${file} where number = ${number}`,
      );
    },
    replace: (number, by, stems) =>
      db.transaction(async (transaction) => {
        const changed = await transaction.run(
          sql`update statements set replaced_by = ${by} where number = ${number} and replaced_by is null`,
        );
        if (changed > 0) await unindex(transaction, engine, number, stems);
      }),
    remove: (number, stems) =>
      db.transaction(async (transaction) => {
        const [row] = await transaction.all<{ replaced_by: string | null }>(
          sql`select replaced_by from statements where number = ${number}`,
        );
        if (row?.replaced_by === null) await unindex(transaction, engine, number, stems);
        await transaction.run(sql`delete from statements where number = ${number}`);
      }),
  };
}

function listed(values: readonly (string | number)[]): Sql {
  return join(
    values.map((value) => sql`${value}`),
    ', ',
  );
}

async function add(
  db: Queries,
  engine: Engine,
  statements: readonly NewStatement[],
): ReturnType<StatementTable['add']> {
  const columns = {
    id: 'text',
    sha256: 'text',
    day: 'text',
    source: 'text',
    file: 'text',
    header: 'text',
    text: 'text',
    labels: 'text',
  } as const;
  const names = raw(Object.keys(columns).join(', '));
  const isPostgres = engine.kind === 'postgres';
  const rows = statements.map(({ stems, ...row }) => ({ ...row, ...(isPostgres && { stems: JSON.stringify(stems) }) }));
  const [into, from] = isPostgres
    ? [sql`, stems`, sql`, array_to_tsvector(array(select jsonb_array_elements_text(stems::jsonb)))`]
    : [sql``, sql``];
  const added = await db.all<{ number: number; id: string; sha256: string }>(sql`
    insert into statements (${names}${into}) select ${names}${from}
    from ${engine.each(rows, isPostgres ? { ...columns, stems: 'text' } : columns)} where true
    on conflict do nothing returning number, id, sha256`);
  const stems = new Map(statements.map((statement) => [statement.sha256, statement.stems]));
  if (!isPostgres) {
    for (const { number, sha256 } of added)
      await db.run(sql`insert into statement_stems (rowid, stems) values (${number}, ${stems.get(sha256)!.join(' ')})`);
  }
  await count(
    db,
    engine,
    added.map(({ sha256 }) => stems.get(sha256)!),
    1,
  );
  return added;
}

async function unindex(db: Queries, engine: Engine, number: number, stems: readonly string[]): Promise<void> {
  if (engine.kind === 'postgres') await db.run(sql`update statements set stems = null where number = ${number}`);
  else await db.run(sql`delete from statement_stems where rowid = ${number}`);
  await count(db, engine, [stems], -1);
}

async function count(db: Queries, engine: Engine, lists: readonly (readonly string[])[], by: 1 | -1): Promise<void> {
  const counts = new Map<string, number>();
  for (const stem of lists.flatMap((stems) => [EVERYWHERE, ...new Set(stems)]))
    counts.set(stem, (counts.get(stem) ?? 0) + by);
  // In order: two replicas that add at once then wait for one another instead of both.
  const rows = [...counts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([stem, statements]) => ({ stem, statements }));
  await db.run(sql`
    insert into stem_counts (stem, statements)
    select stem, statements from ${engine.each(rows, { stem: 'text', statements: 'bigint' })} where true order by stem
    on conflict (stem) do update set statements = stem_counts.statements + excluded.statements`);
}

/** Stems are letters and digits: in their marks they mean nothing else to either engine. */
function having({ kind }: Engine, groups: readonly (readonly string[])[], most: number): Sql {
  const any = (stems: readonly string[], mark: string, or: string) =>
    `(${stems.map((stem) => `${mark}${stem}${mark}`).join(or)})`;
  if (kind === 'postgres') {
    const query = groups.map((stems) => any(stems, "'", ' | ')).join(' & ');
    return sql`select number from statements where stems @@ ${query}::tsquery limit ${most}`;
  }
  const query = groups.map((stems) => any(stems, '"', ' OR ')).join(' AND ');
  return sql`select rowid as number from statement_stems where statement_stems match ${query} order by rowid desc limit ${most}`;
}
