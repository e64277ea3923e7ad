// Waits for the disk under an SQLite file, beside the event loop and once for all that wait.

import { closeSync, fdatasync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { BUSY, type SqliteConnection } from './sqlite-connection.ts';

/** Brings what was written to an open file to the disk. */
export type SyncFile = (file: number) => Promise<void>;

export const syncToDisk: SyncFile = promisify(fdatasync);

/** From the end of one sync to the next: what comes together goes together, and a card or a stick is not worn out. */
const SYNC_GAP_MS = 5;

export type Disk = {
  /** Covers all commits before the call. */
  readonly sync: () => Promise<void>;
  readonly hasFailed: () => boolean;
  readonly close: () => Promise<void>;
};

/**
 * With synchronous = full SQLite waits for the disk at every commit and stops the process meanwhile: answers from Telegram lie
 * unread, and what they say was sent is not on record. So commits are written and not waited for, which loses nothing when the
 * process is killed; and before anything is acknowledged, one sync of the log covers all commits before it.
 */
export function createDisk(parts: {
  path: string;
  file: DatabaseSync;
  inTurn: SqliteConnection['inTurn'];
  syncFile: SyncFile;
}): Disk {
  const { path, file, inTurn, syncFile } = parts;
  // The log is there from the first read to the last close. SQLite's locks are on the other files, so closing this one frees none.
  const wal = openSync(`${path}-wal`, 'r+');
  let current: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  let hasFailed = false;
  let endedAt = Number.NEGATIVE_INFINITY;

  const sync = async (): Promise<void> => {
    if (!hasFailed) {
      try {
        await syncFile(wal);
        return;
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
    // After a failure the system takes the log's pages for written: only a copy of them in the file itself proves anything.
    await inTurn('next', async () => {
      const { busy } = file.prepare('pragma wal_checkpoint(full)').get() as { busy: number };
      if (busy !== 0) throw Object.assign(new Error('the log cannot be brought into the file'), { errcode: BUSY });
      hasFailed = false;
    });
  };

  const begin = async (): Promise<void> => {
    const gapMs = endedAt + SYNC_GAP_MS - performance.now();
    if (gapMs > 0) await delay(gapMs);
    next = null;
    try {
      await sync();
    } finally {
      endedAt = performance.now();
    }
  };

  return {
    sync: () => {
      // The one under way may have begun before the commit that is waited for.
      if (next === null) {
        next = current.catch(() => undefined).then(begin);
        current = next;
      }
      return next;
    },
    hasFailed: () => hasFailed,
    close: async () => {
      await current.catch(() => undefined);
      closeSync(wal);
    },
  };
}
