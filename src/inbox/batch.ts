// Small pieces of scheduling: calls that share one piece of work, a wake-up that is never missed, turns of the event loop.

import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';

/** Between attempts to reach an absent database. */
export const RETRY_MS = 250;

type Batches<T, R> = {
  readonly work: (items: readonly T[]) => Promise<R>;
  /** What the first call waits for, so that others can join it. */
  readonly begin: () => Promise<unknown>;
  readonly sizeOf: (item: T) => number;
  /** Of the sizes in one call, save for an item that is larger by itself. */
  readonly max: number;
};

type Waiting<T, R> = {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
};

/** Calls `work` with what came since its last call, in order; one call at a time. */
export function inBatches<T, R>({ work, begin, sizeOf, max }: Batches<T, R>): (item: T) => Promise<R> {
  const waiting: Waiting<T, R>[] = [];
  let isWorking = false;
  const flush = async (): Promise<void> => {
    isWorking = true;
    await begin();
    while (waiting.length > 0) {
      const batch: Waiting<T, R>[] = [];
      let size = 0;
      while (waiting.length > 0 && (size === 0 || size + sizeOf(waiting[0]!.item) <= max)) {
        size += sizeOf(waiting[0]!.item);
        batch.push(waiting.shift()!);
      }
      try {
        const result = await work(batch.map(({ item }) => item));
        for (const { resolve } of batch) resolve(result);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isWorking = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isWorking) void flush();
    });
}

export type WakeUp = { readonly wake: () => void; readonly woken: () => Promise<void> };

/** Wakes the one who waits, at the end of the event loop's turn, so that all that happens in a turn shares one transaction. */
export function createWakeUp(): WakeUp {
  let isWoken = false;
  let wakeWaiting: (() => void) | null = null;
  return {
    wake: () => {
      isWoken = true;
      wakeWaiting?.();
    },
    woken: async () => {
      if (!isWoken) {
        await new Promise<void>((resolve) => {
          wakeWaiting = resolve;
        });
        wakeWaiting = null;
      }
      await nextTurn();
      isWoken = false;
    },
  };
}

/**
 * Lets whoever waits go on, one in each turn of the event loop. A handler gets as far as its first call in one go, and fifty of
 * them would keep the process from reading for as long: what Telegram answered meanwhile would not be on record.
 */
export function oneEachTurn(): () => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  return async () => {
    last = last.then(() => nextTurn());
    await last;
  };
}

/** Ends early when the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

/** Resolves when `work` does or after `ms`, whichever is first. */
export async function within(work: Promise<unknown>, ms: number): Promise<void> {
  const timer = new AbortController();
  await Promise.race([work, pause(ms, timer.signal)]);
  timer.abort();
}
