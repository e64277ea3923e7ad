// A process with nothing but an inbox, to be killed: stores what it is told on its input, says on its output what it did.

import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createInbox } from '../../src/inbox/inbox.ts';
import { createQueue } from '../../src/inbox/queue.ts';
import { openStore } from '../../src/store/store.ts';
import { TABLES } from '../../src/tables.ts';

/** One line of its input is a list of these: updates that came together. */
export type Arrival = { readonly id: number; readonly chat: number };

const quiet = () => {};
const log = { debug: quiet, info: quiet, warn: quiet, error: (...line: unknown[]) => console.error(...line) };
const store = await openStore({ url: process.argv[2]!, tables: TABLES, log, identity: 'host' });
const inbox = createInbox({
  queue: createQueue(store.parts, log),
  log,
  concurrency: 20,
  heartbeatMs: 250,
  staleMs: 1_500,
  onBroadcast: quiet,
  purge: store.purge,
  onDead: async (id) => say('dead', id),
  handle: async (id, { sent }) => {
    // As long as a message takes to Telegram, more or less.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
    if (sent.get('final') === null) {
      say('delivered', id);
      await sent.record('final', id);
      say('recorded', id);
    }
    say('handled', id);
  },
});
inbox.start();
say('ready', 0);

for await (const line of createInterface({ input: process.stdin })) {
  const arrivals = JSON.parse(line) as readonly Arrival[];
  const rows = arrivals.map(({ id, chat }) => ({
    updateId: id,
    queue: `chat:${chat}`,
    chat,
    person: null,
    payload: String(id),
  }));
  void inbox.accept(rows).then(() => {
    for (const { id } of arrivals) say('stored', id);
  });
}

/** Written at once: what was said before a kill was said. */
function say(what: string, id: number | string): void {
  writeSync(1, `${what} ${id}\n`);
}
