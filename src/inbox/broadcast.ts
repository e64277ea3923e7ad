// What processes tell one another: of use at this moment only, and lost on those that are out of reach.

import { randomUUID } from 'node:crypto';
import { raw, sql } from '../store/sql.ts';
import type { StoreParts } from '../store/store.ts';
import { BROADCAST_KEPT_MS } from './table.ts';

export type Broadcasts = {
  readonly send: (message: string) => Promise<void>;
  /** What others sent since the last call; nothing on the first. */
  readonly receive: () => Promise<readonly string[]>;
};

export function createBroadcasts({ engine, database }: StoreParts): Broadcasts {
  const sender = randomUUID();
  // By their ids and not by their order: of two sent at the same moment the later may be there first.
  let seen: ReadonlySet<string> | null = null;
  return {
    send: async (message) => {
      // One process works on a file.
      if (engine.kind === 'sqlite') return;
      await database.all(sql`
        insert into broadcasts (id, sender, message, sent_at)
        values (${randomUUID()}, ${sender}, ${message}, ${engine.now()}) returning ${engine.hint('broadcast')}`);
    },
    receive: async () => {
      const rows = await database.all<{ id: string; message: string }>(sql`
        select id, message from broadcasts
        where sender <> ${sender} and sent_at > ${engine.now()} - ${raw(BROADCAST_KEPT_MS)} order by sent_at, id`);
      const before = seen;
      seen = new Set(rows.map(({ id }) => id));
      return rows.filter(({ id }) => before !== null && !before.has(id)).map(({ message }) => message);
    },
  };
}
