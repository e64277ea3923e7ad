// A process with nothing but an inbox, to be killed: stores what it is told on its input, says on its output what it did.

import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createInbox } from '../../src/inbox/inbox.ts';
import { openStore } from '../../src/store/store.ts';

/** One line of its input: updates that came together. */
export type Told = readonly { readonly id: number; readonly chat: number }[];

const quiet = () => {};
const log = { debug: quiet, info: quiet, warn: quiet, error: (...line: unknown[]) => console.error(...line) };
const store = await openStore({ url: process.argv[2]!, log, identity: 'host' });
const inbox = createInbox<{ update_id: number; message: { chat: { id: number } } }>({
  store,
  log,
  concurrency: 20,
  onDead: async ({ update_id }) => say('dead', update_id),
  handle: async ({ update_id }, { sent }) => {
    // As long as a message takes to Telegram, more or less.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
    if (sent.get('final') === null) {
      say('delivered', update_id);
      await sent.record('final', update_id);
      say('recorded', update_id);
    }
    say('handled', update_id);
  },
});
inbox.start();
say('ready', 0);

for await (const line of createInterface({ input: process.stdin })) {
  const ids = JSON.parse(line) as Told;
  const updates = ids.map(({ id, chat }) => ({ update_id: id, message: { chat: { id: chat } } }));
  void inbox.accept(updates).then(() => {
    for (const { id } of ids) say('stored', id);
  });
}

/** Written at once: what was said before a kill was said. */
function say(what: string, id: number): void {
  writeSync(1, `${what} ${id}\n`);
}
