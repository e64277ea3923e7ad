// `npm run bench:memory [UPDATES]`: the memory of the whole bot, as `npm start` runs it, over 100,000 updates. Of ten, nine are
// stickers, answered with one message, and one is a question, answered from the statement.

import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { startBot } from '../helpers/bot.ts';
import { startTelegram } from '../telegram-server/server.ts';

const UPDATES = Number(process.argv[2] ?? 100_000);
const EARLY = UPDATES / 10;
/** New people all the time, each with a few updates. */
const PER_CHAT = 4;
const BATCH = 1_000;

await using telegram = await startTelegram({ deadlineMs: 120_000 });
await using bot = await startBot(telegram, {
  env: { QUESTIONS_PER_MINUTE: '1000', NODE_OPTIONS: await flagsOfStart() },
});
const startedAt = performance.now();
const rows: Record<string, number>[] = [];
let answered = 0;
for (let sent = 0; sent < UPDATES; ) {
  const seats = Array.from({ length: BATCH / PER_CHAT }, () => telegram.user({ language_code: 'en' }).privateChat());
  for (let round = 0; round < PER_CHAT; round++) {
    for (const seat of seats) {
      if (sent++ % 10 === 0) seat.send('what did he say about Russia?');
      else seat.sendMedia('sticker');
    }
  }
  await telegram.waitFor(() => {
    answered += telegram.calls.filter(({ method, response }) => method === 'sendMessage' && response?.ok).length;
    // Those still under way are counted when they are answered.
    const open = telegram.calls.filter(({ response }) => response === undefined);
    telegram.calls.splice(0, telegram.calls.length, ...open);
    return answered >= sent;
  });
  if (sent % EARLY === 0) {
    const seconds = (performance.now() - startedAt) / 1_000;
    rows.push({ updates: sent, 'RSS (MB)': megabytes(bot.pid), seconds: Math.round(seconds) });
  }
}
console.table(rows);
const [early, late] = [rows[0]!['RSS (MB)']!, rows.at(-1)!['RSS (MB)']!];
console.log(
  `RSS after ${UPDATES} updates is ${((late / early - 1) * 100).toFixed(0)}% over that after ${EARLY} (wanted: 30%)`,
);

function megabytes(pid: number): number {
  return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)])) / 1_000);
}

/** What `npm start` tells Node about memory. */
async function flagsOfStart(): Promise<string> {
  const text = await readFile(path.join(import.meta.dirname, '../../package.json'), 'utf8');
  const { scripts } = JSON.parse(text) as { scripts: { start: string } };
  return (scripts.start.match(/--max-\S+/g) ?? []).join(' ');
}
