// A library of many statements: how long adding takes, how much room they need, how fast they are found, on both databases.
// `npm run bench:library` grows one of 1,000, 10,000 and 100,000 statements of 200 words; SIZES=1000 stops early; ENGINES=sqlite leaves PostgreSQL out.

import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openLibrary } from '../../src/library/library.ts';
import { prepare } from '../../src/library/prepare.ts';
import { sql } from '../../src/store/sql.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createStatementTable } from '../../src/store/tables/statements.ts';
import { TABLES } from '../../src/tables.ts';
import { NO_LOG } from '../../src/telemetry.ts';
import { startPostgres } from '../helpers/postgres.ts';

const SIZES = (process.env.SIZES ?? '1000,10000,100000').split(',').map(Number);
const ENGINES = (process.env.ENGINES ?? 'sqlite,postgres').split(',');
const BATCH = 500;
const QUERIES = 300;

/** The same numbers at each run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo ya zen bor dal fir gan hol'.split(' ');
const FRAMES =
  'the of and to in a is that for it with as on be by at this have from or an they which you were her all'.split(' ');

/** Words as a language has them: a few everywhere, most of them seldom (Zipf), and half of a text holding it together. */
function createWriter(random: () => number) {
  const word = (rank: number): string => {
    let name = '';
    for (let rest = rank + 26; rest > 0; rest = Math.floor(rest / SYLLABLES.length))
      name += SYLLABLES[rest % SYLLABLES.length];
    return name;
  };
  const rank = () => Math.floor(60_000 ** random()) - 1;
  const sentence = (length: number): string[] =>
    Array.from({ length }, () => (random() < 0.45 ? FRAMES[Math.floor(random() * FRAMES.length)]! : word(rank())));
  return { word, rank, sentence };
}

function statementText(writer: ReturnType<typeof createWriter>): string {
  const lines = Array.from({ length: 10 }, () => {
    const words = writer.sentence(20).join(' ');
    return `${words[0]!.toUpperCase()}${words.slice(1)}.`;
  });
  return [lines.slice(0, 3), lines.slice(3, 6), lines.slice(6)].map((some) => some.join(' ')).join('\n\n');
}

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;

async function measure(kind: string, store: Store, sizeOnDisk: () => Promise<number>): Promise<void> {
  const { database, engine } = store.parts;
  const library = await openLibrary(createStatementTable(database, engine), null);
  const random = createRandom(7);
  const writer = createWriter(random);
  const asked: string[] = [];
  let addedMs = 0;
  let count = 0;
  for (const size of SIZES) {
    while (count < size) {
      const drafts = Array.from({ length: Math.min(BATCH, size - count) }, () => {
        const text = statementText(writer);
        const title = writer.sentence(6).join(' ');
        if (random() < QUERIES / size) asked.push(text);
        return {
          id: null,
          header: {
            title,
            date: '2024-05-06',
            publisher: 'Harbour Office',
            carriedBy: null,
            source: null,
            language: 'en',
            form: 'report' as const,
            speaker: null,
          },
          text,
          doubts: [],
        };
      });
      const startedAt = performance.now();
      await library.add(drafts.map((draft) => prepare(draft)));
      addedMs += performance.now() - startedAt;
      count += drafts.length;
    }
    const times: number[] = [];
    let found = 0;
    for (const text of asked.slice(-QUERIES)) {
      const sentence = text.split(/\.\s+/)[Math.floor(random() * 9)]!.split(' ');
      const from = Math.floor(random() * 10);
      const words = sentence.slice(from, from + 4 + Math.floor(random() * 7)).join(' ');
      const startedAt = performance.now();
      const hits = await library.search(words);
      times.push(performance.now() - startedAt);
      if (hits.some((hit) => hit.quotes.some((quote) => text.includes(quote.text)))) found++;
    }
    times.sort((one, other) => one - other);
    const perStatement = (await sizeOnDisk()) / count / 1024;
    const memory = process.memoryUsage().rss / 1024 / 1024;
    const row = [
      count,
      `${(addedMs / 1000).toFixed(1)} s`,
      `${perStatement.toFixed(2)} KB`,
      percentile(times, 0.5).toFixed(1),
      percentile(times, 0.99).toFixed(1),
      `${found}/${times.length}`,
      `${memory.toFixed(0)} MB`,
    ];
    console.log(`| ${kind} | ${row.join(' | ')} |`);
  }
}

console.log(
  '| database | statements | added in | on disk each | search p50 ms | p99 ms | found | memory |\n|---|--:|--:|--:|--:|--:|--:|--:|',
);
if (ENGINES.includes('sqlite')) {
  const folder = await mkdtemp(path.join(tmpdir(), 'library-'));
  const file = path.join(folder, 'library.sqlite');
  const store = await openStore({ url: `file:${file}`, tables: TABLES, log: NO_LOG });
  await measure('SQLite', store, async () => {
    await store.parts.database.all(sql`pragma wal_checkpoint(truncate)`);
    return (await stat(file)).size;
  });
  await store.close();
  await rm(folder, { recursive: true });
}
if (ENGINES.includes('postgres')) {
  const postgres = await startPostgres();
  const store = await openStore({ url: await postgres.createDatabase(), tables: TABLES, log: NO_LOG });
  await measure('PostgreSQL', store, async () => {
    const [row] = await store.parts.database.all<{ size: number }>(
      sql`select pg_total_relation_size('statements') + pg_total_relation_size('stem_counts') as size`,
    );
    return Number(row!.size);
  });
  await store.close();
  await postgres.close();
}
