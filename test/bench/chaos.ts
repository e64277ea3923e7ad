// `npm run bench:chaos [KILLS]`: the real bot killed with SIGKILL at random moments while 20 questions a second arrive from 50
// chats, once as one process that polls on SQLite, then as two replicas behind webhooks on PostgreSQL, directly and through PgBouncer in transaction mode.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ChaosResult, killRepeatedly } from '../helpers/chaos.ts';
import { startPgBouncer } from '../helpers/pgbouncer.ts';
import { startPostgres } from '../helpers/postgres.ts';

const kills = Number(process.argv[2] ?? 100);
/** Kills after which a replica stays away until the other has taken over its work. */
const absences = Math.ceil(kills / 12);

const directory = await mkdtemp(path.join(tmpdir(), 'on-record-chaos-'));
const postgres = await startPostgres();
const pooler = await startPgBouncer(postgres.url);
try {
  const databaseUrl = `file:${path.join(directory, 'bot.sqlite')}`;
  const one = await killRepeatedly({ databaseUrl, replicas: 1, kills, random: Math.random });
  const server = await postgres.createDatabase();
  const two = await killRepeatedly({ databaseUrl: server, replicas: 2, kills, absences, random: Math.random });
  const behind = pooler.through(await postgres.createDatabase());
  const pooled = await killRepeatedly({ databaseUrl: behind, replicas: 2, kills, absences, random: Math.random });
  console.table({
    'one process, polling, SQLite': row(one),
    'two replicas, webhooks, PostgreSQL': row(two),
    'two replicas, webhooks, PgBouncer': row(pooled),
  });
  for (const [name, result, mostMs] of [
    ['from the restart of the one process', one, 3_000],
    ['from the kill of a replica', two, 30_000],
    ['from the kill of a replica behind PgBouncer', pooled, 30_000],
  ] as const) {
    const waits = [...result.takenUpMs].sort((a, b) => a - b);
    const figures = [waits[Math.floor(waits.length / 2)], waits[Math.floor(waits.length * 0.95)], waits.at(-1)];
    const [median, most, longest] = figures.map((ms) => `${((ms ?? 0) / 1_000).toFixed(1)} s`);
    console.log(
      `Work cut off is taken up again, ${name}: median ${median}, 95% ${most}, longest ${longest} (wanted: ${mostMs / 1_000} s)`,
    );
    console.log(
      `  Telegram's answer to a send that was doubled was unread, or came at most ${result.longestKnownMs} ms before the kill`,
    );
    for (const line of result.unexplained) console.log(`  doubled, and not in flight: ${line}`);
    for (const [line, times] of result.complaints) console.log(`  logged ${times} times: ${line}`);
  }
} finally {
  await pooler.stop();
  await postgres.close();
  await rm(directory, { recursive: true, force: true });
}

function row(result: ChaosResult) {
  return {
    questions: result.questions,
    kills: result.kills,
    lost: result.lost,
    doubled: result.doubled,
    'of these in flight': result.doubledInFlight,
    'in flight at a kill': result.inFlight,
    'out of order': result.outOfOrder,
    'cut off': result.cutOff,
    'edited in a re-run': result.edited,
    'exit codes': result.exits.join(' '),
  };
}
