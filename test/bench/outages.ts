// Measures how soon an inbox works again once its PostgreSQL does: after a stop, a kill of every connection, a lock of SECONDS
// (default 40), directly and behind PgBouncer. Run by `npm run bench:outages`.

import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startPgBouncer } from '../helpers/pgbouncer.ts';
import { startPostgres } from '../helpers/postgres.ts';
import { eventually, openWorking, update } from '../helpers/working-store.ts';

const SECONDS = Number(process.argv[2] ?? 40);
const AWAY_MS = 5_000;

const postgres = await startPostgres();
const pooler = await startPgBouncer(postgres.url);

async function lock(url: string): Promise<() => Promise<void>> {
  const locker = new pg.Client(url);
  await locker.connect();
  await locker.query('begin; lock table inbox, workers, sent in access exclusive mode');
  await delay(SECONDS * 1_000);
  return () => locker.end();
}

async function stop(): Promise<() => Promise<void>> {
  await postgres.stop();
  await delay(AWAY_MS);
  return () => postgres.start();
}

async function measure(fault: string, way: string, begin: (url: string) => Promise<() => Promise<void>>) {
  const direct = await postgres.createDatabase();
  const { store, inbox, handled, close } = await openWorking(way === 'direct' ? direct : pooler.through(direct));
  await inbox.accept([update(1)]);
  await handled(1);
  let refused = 0;
  let last = 2;
  let isOver = false;
  // Updates arrive all along, and each is brought again until it is taken.
  const arriving = (async () => {
    for (; !isOver; last++) {
      await eventually(async () => {
        try {
          await inbox.accept([update(last)]);
        } catch (error) {
          refused++;
          await delay(250);
          throw error;
        }
      });
      await delay(100);
    }
  })();
  const end = await begin(direct);
  await end();
  const back = performance.now();
  await eventually(() => inbox.accept([update(1_000_000)]));
  const acceptedMs = Math.round(performance.now() - back);
  isOver = true;
  await arriving;
  await handled(last);
  const handledMs = Math.round(performance.now() - back);
  const lines = store.log.lines.filter(({ level }) => level !== 'debug').length;
  await close();
  return { fault, way, refused, acceptedMs, handledMs, lines };
}

const rows = [];
for (const way of ['direct', 'pooled']) {
  rows.push(await measure('stop and start', way, stop));
  rows.push(await measure(`lock of ${SECONDS} s`, way, lock));
}
console.table(rows);
await pooler.stop();
await postgres.close();
