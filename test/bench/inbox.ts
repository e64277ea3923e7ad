// Measures the inbox alone: updates a second through storing, claiming, a handler that does nothing and finishing; what two
// replicas do together; and whether memory grows. Run by `npm run bench:inbox`.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createQueue } from '../../src/inbox/queue.ts';
import { openStore } from '../../src/store/store.ts';
import { TABLES } from '../../src/tables.ts';
import { rowOf } from '../../src/telegram/inbox-row.ts';
import type { Log } from '../../src/telemetry.ts';
import { startPostgres } from '../helpers/postgres.ts';
import type { Job, Report } from './inbox-replica.ts';

const CHATS = 500;
/** Handlers at once in a replica when each waits 20 ms: 1,600 updates a second at most, so that waiting is what is shared. */
const WAITING_CONCURRENCY = 32;

const log: Log = { debug: () => {}, info: () => {}, warn: console.warn, error: console.error };

const directory = await mkdtemp(join(tmpdir(), 'on-record-bench-'));
const postgres = await startPostgres();
try {
  const sqlite = join(directory, 'bench.sqlite');
  const server = () => postgres.createDatabase();
  const rows = [
    await measure('SQLite, as it arrives in hundreds', { url: sqlite, count: 100_000, live: true }),
    await measure('PostgreSQL, as it arrives in hundreds', { url: await server(), count: 100_000, live: true }),
    await measure('PostgreSQL, one process', { url: await server(), count: 40_000 }),
    await measure('PostgreSQL, two processes', { url: await server(), count: 40_000, replicas: 2 }),
    await measure('PostgreSQL, one process, 20 ms each', { url: await server(), count: 10_000, waitMs: 20 }),
    await measure('PostgreSQL, two processes, 20 ms each', {
      url: await server(),
      count: 20_000,
      waitMs: 20,
      replicas: 2,
    }),
  ];
  console.table(Object.fromEntries(rows.map(({ name, ...row }) => [name, row])));
  const [one, two] = rows.slice(-2).map((row) => row['updates/s']);
  console.log(`two replicas with 20 ms of waiting: ${(two! / one!).toFixed(2)} times one (wanted: 1.7)`);
} finally {
  await postgres.close();
  await rm(directory, { recursive: true, force: true });
}

type Measure = { url: string; count: number; live?: boolean; waitMs?: number; replicas?: number };

/** `live`: one process accepts and handles at once. Otherwise everything is stored before the clock starts. */
async function measure(name: string, { url, count, live = false, waitMs = 0, replicas = 1 }: Measure) {
  const store = await openStore({ url, tables: TABLES, log });
  const queue = createQueue(store.parts, log);
  if (!live) {
    for (let first = 0; first < count; first += 1_000) {
      await queue.put(Array.from({ length: 1_000 }, (_, index) => rowOf(update(first + index + 1))));
    }
  }
  const job: Job = {
    url,
    accept: live ? count : 0,
    chats: CHATS,
    waitMs,
    ...(waitMs > 0 ? { concurrency: WAITING_CONCURRENCY } : {}),
  };
  const children = await Promise.all(Array.from({ length: replicas }, () => startReplica(job)));
  const started = performance.now();
  let done = 0;
  const reports = children.map(
    (child) =>
      new Promise<void>((resolve) => {
        child.on('message', (report: Report) => {
          if (report.kind !== 'done') return;
          done += report.count;
          if (done >= count) resolve();
        });
        child.send('go');
      }),
  );
  await Promise.race(reports);
  const seconds = (performance.now() - started) / 1_000;
  const stats = await queue.stats();
  const memory = await Promise.all(children.map(endReplica));
  await store.close();
  return {
    name,
    updates: count,
    seconds: Number(seconds.toFixed(2)),
    'updates/s': Math.round(count / seconds),
    'MB after 10,000': memory[0]!.early,
    'MB at the end': memory[0]!.late,
    left: stats.queued,
  };
}

function update(id: number) {
  const chat = { id: id % CHATS, type: 'private' };
  return {
    update_id: id,
    message: { message_id: id, date: 0, chat, from: chat, text: 'What did he say about Russia?' },
  };
}

async function startReplica(job: Job): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'inbox-replica.ts'), [JSON.stringify(job)]);
  await once(child, 'message');
  return child;
}

async function endReplica(child: ChildProcess): Promise<{ early: number; late: number }> {
  const last = new Promise<Report>((resolve) => {
    child.on('message', (report: Report) => {
      if (report.kind === 'memory') resolve(report);
    });
  });
  child.send('stop');
  const report = await last;
  await once(child, 'exit');
  return report.kind === 'memory' ? report : { early: 0, late: 0 };
}
