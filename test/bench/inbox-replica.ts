// One process of the inbox bench: works on what is stored, and accepts updates itself when told to.

import { createInbox } from '../../src/inbox/inbox.ts';
import { createQueue, type NewUpdate } from '../../src/inbox/queue.ts';
import { openStore } from '../../src/store/store.ts';
import { TABLES } from '../../src/tables.ts';
import { rowOf } from '../../src/telegram/inbox-row.ts';
import type { Log } from '../../src/telemetry.ts';

export type Job = {
  readonly url: string;
  /** Updates to accept in batches of 100, as polling delivers them. */
  readonly accept: number;
  readonly chats: number;
  /** What each handler waits. */
  readonly waitMs: number;
  readonly concurrency?: number;
};

export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly count: number }
  | { readonly kind: 'memory'; readonly early: number; readonly late: number };

const EARLY = 10_000;

const job = JSON.parse(process.argv[2]!) as Job;
const log: Log = { debug: () => {}, info: () => {}, warn: console.warn, error: console.error };
const store = await openStore({ url: job.url, tables: TABLES, log });
let handled = 0;
let reported = 0;
let early = 0;

const inbox = createInbox({
  queue: createQueue(store.parts, log),
  log,
  onBroadcast: () => {},
  purge: store.purge,
  ...(job.concurrency === undefined ? {} : { concurrency: job.concurrency }),
  handle: async () => {
    if (job.waitMs > 0) await new Promise((resolve) => setTimeout(resolve, job.waitMs));
    handled++;
    if (handled === EARLY) early = megabytes();
  },
  onDead: async () => {
    throw new Error('a handler that does nothing failed');
  },
});

const reporter = setInterval(() => {
  if (handled === reported) return;
  send({ kind: 'done', count: handled - reported });
  reported = handled;
}, 10);

process.on('message', (message) => {
  if (message === 'go') void go();
  if (message === 'stop') void stop();
});
send({ kind: 'ready' });

async function go(): Promise<void> {
  inbox.start();
  for (let first = 0; first < job.accept; first += 100) {
    await inbox.accept(Array.from({ length: 100 }, (_, index) => update(first + index + 1)));
  }
}

async function stop(): Promise<void> {
  await inbox.drain(5_000);
  clearInterval(reporter);
  await store.close();
  send({ kind: 'memory', early, late: megabytes() });
  process.disconnect();
}

function update(id: number): NewUpdate {
  const chat = { id: id % job.chats, type: 'private' };
  const message = { message_id: id, date: 0, chat, from: chat, text: 'What did he say about Russia?' };
  return rowOf({ update_id: id, ...{ message } });
}

function megabytes(): number {
  return Math.round(process.memoryUsage.rss() / 1e6);
}

function send(report: Report): void {
  process.send!(report);
}
