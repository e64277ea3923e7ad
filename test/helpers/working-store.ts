// A store with an inbox at work on it, for what goes wrong underneath.

import { createInbox, type Inbox } from '../../src/inbox/inbox.ts';
import type { NewUpdate } from '../../src/inbox/queue.ts';
import type { Handle } from '../../src/inbox/run.ts';
import { StoreUnavailable } from '../../src/store/outage.ts';
import { openTestStore, type TestStore } from './stores.ts';

export type WorkingStore = {
  readonly store: TestStore;
  readonly inbox: Inbox;
  /** Resolves once so many updates have been handled in all. */
  readonly handled: (count: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function openWorking(
  url: string,
  { now, handle = async () => {} }: { now?: () => number; handle?: Handle } = {},
): Promise<WorkingStore> {
  const store = await openTestStore(url, now === undefined ? {} : { now });
  let count = 0;
  let notify = (): void => {};
  const inbox = createInbox({
    ...store,
    heartbeatMs: 50,
    onBroadcast: () => {},
    onDead: async () => {},
    handle: async (payload, run) => {
      await handle(payload, run);
      count++;
      notify();
    },
  });
  inbox.start();
  return {
    store,
    inbox,
    handled: (wanted) =>
      new Promise((resolve) => {
        notify = () => {
          if (count >= wanted) resolve();
        };
        notify();
      }),
    close: async () => {
      await inbox.drain(0);
      await store.close();
    },
  };
}

export function update(id: number): NewUpdate {
  return { updateId: id, queue: String(id), chat: id, person: null, payload: '{}' };
}

/** Tries again for as long as the store is away. */
export async function eventually<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }
}
