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
  const isPostgres = engine.kind === 'postgres';

  const index = async (
    queries: Queries,
    rows: readonly { number: number; stems: readonly string[] }[],
  ): Promise<void> => {
    if (!isPostgres) {
      for (const { number, stems } of rows)
        await queries.run(sql`insert into statement_stems (rowid, stems) values (${number}, ${stems.join(' ')})`);
    }
    await count(
      queries,
      rows.map(({ stems }) => stems),
      1,
    );
  };

  const count = async (queries: Queries, lists: readonly (readonly string[])[], by: 1 | -1): Promise<void> => {
    const counts = new Map<string, number>();
    for (const stem of lists.flatMap((stems) => [EVERYWHERE, ...new Set(stems)]))
      counts.set(stem, (counts.get(stem) ?? 0) + by);
    // In order: two replicas that add at once then wait for one another instead of both.
    const rows = [...counts]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([stem, statements]) => ({ stem, statements }));
    if (rows.length === 0) return;
    await queries.run(sql`
      insert into stem_counts (stem, statements) select stem, statements from ${engine.each(rows, { stem: 'text', statements: 'bigint' })} where true order by stem
      on conflict (stem) do update set statements = stem_counts.statements + excluded.statements`);
  };

  const unindex = async (queries: Queries, number: number, stems: readonly string[]): Promise<void> => {
    if (isPostgres) await queries.run(sql`update statements set stems = null where number = ${number}`);
    else await queries.run(sql`delete from statement_stems where rowid = ${number}`);
    await count(queries, [stems], -1);
  };

  const frequencies = async (stems: readonly string[]): Promise<ReadonlyMap<string, number>> => {
    const wanted = join(
      stems.map((stem) => sql`${stem}`),
      ', ',
    );
    const rows =
      stems.length === 0
        ? []
        : await db.all<{ stem: string; statements: number }>(sql`
      select stem, statements from stem_counts where stem in (${wanted}) and statements > 0`);
    return new Map(rows.map(({ stem, statements }) => [stem, Number(statements)]));
  };

  const select = (rest: Sql) => db.all<StoredStatement>(sql`select ${COLUMNS} from statements ${rest}`);

  return {
    add: (statements) =>
      db.transaction(async (transaction) => {
        const rows = statements.map(({ stems, ...row }) => ({
          ...row,
          ...(isPostgres && { stems: JSON.stringify(stems) }),
        }));
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
        const given = engine.each(rows, isPostgres ? { ...columns, stems: 'text' } : columns);
        const names = raw(Object.keys(columns).join(', '));
        const [stemsColumn, stemsValue] = isPostgres
          ? [sql`, stems`, sql`, array_to_tsvector(array(select jsonb_array_elements_text(stems::jsonb)))`]
          : [sql``, sql``];
        const added = await transaction.all<{ number: number; id: string; sha256: string }>(sql`
          insert into statements (${names}${stemsColumn}) select ${names}${stemsValue} from ${given} where true
          on conflict do nothing returning number, id, sha256`);
        const stems = new Map(statements.map((statement) => [statement.sha256, statement.stems]));
        await index(
          transaction,
          added.map(({ number, sha256 }) => ({ number, stems: stems.get(sha256)! })),
        );
        return added;
      }),
    get: async (name) => {
      const [byId] = await select(sql`where id = ${name}`);
      if (byId !== undefined || !/^[0-9a-f]{6,64}$/.test(name)) return byId ?? null;
      const [byPrint] = await select(sql`where sha256 >= ${name} and sha256 < ${`${name}g`} order by sha256 limit 1`);
      return byPrint ?? null;
    },
    getAll: (numbers) =>
      numbers.length === 0
        ? Promise.resolve([])
        : select(
            sql`where number in (${join(
              numbers.map((number) => sql`${number}`),
              ', ',
            )})`,
          ),
    list: (from, most) =>
      select(sql`where replaced_by is null order by day desc, number desc limit ${most} offset ${from}`),
    count: async () => (await frequencies([EVERYWHERE])).get(EVERYWHERE) ?? 0,
    taken: async (ids) => {
      if (ids.length === 0) return [];
      const given = engine.each(
        ids.map((id) => ({ wanted: id })),
        { wanted: 'text' },
      );
      const rows = await db.all<{ id: string }>(
        sql`select id from statements where id in (select wanted from ${given})`,
      );
      return rows.map(({ id }) => id);
    },
    fromSource: (source) =>
      source === '' ? Promise.resolve([]) : select(sql`where source = ${source} order by number`),
    files: () => db.all(sql`select file, number from statements where file <> ''`),
    frequencies,
    having: async (groups, most) => {
      const any = (stems: readonly string[], or: string) =>
        `(${stems.map((stem) => `${isPostgres ? `'${stem}'` : `"${stem}"`}`).join(or)})`;
      const query = isPostgres
        ? sql`select number from statements where stems @@ ${groups.map((stems) => any(stems, ' | ')).join(' & ')}::tsquery limit ${most}`
        : sql`select rowid as number from statement_stems where statement_stems match ${groups.map((stems) => any(stems, ' OR ')).join(' AND ')} order by rowid desc limit ${most}`;
      return (await db.all<{ number: number }>(query)).map(({ number }) => Number(number));
    },
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
        if (changed > 0) await unindex(transaction, number, stems);
      }),
    remove: (number, stems) =>
      db.transaction(async (transaction) => {
        const [row] = await transaction.all<{ replaced_by: string | null }>(
          sql`select replaced_by from statements where number = ${number}`,
        );
        if (row?.replaced_by === null) await unindex(transaction, number, stems);
        await transaction.run(sql`delete from statements where number = ${number}`);
      }),
  };
}
