// Tells a database that is away from a bug in a query, and logs each outage once: one line when it begins, one when it ends.

import { type Log, trackOutage } from '../telemetry.ts';
import type { Database, Diagnose, Queries, Reason } from './engine.ts';
import type { Sql } from './sql.ts';

/**
 * The database cannot do its work now: gone, locked, full, read-only or damaged. `message` names it and says why.
 * Whoever was about to acknowledge something must not; the same call may succeed later.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

export type Outage = {
  /** Runs `work`; an error of an absent database becomes StoreUnavailable. Only a `write` that succeeds ends an outage. */
  readonly guard: <T>(kind: 'read' | 'write', work: () => Promise<T>) => Promise<T>;
  /** `database` with every call guarded. */
  readonly guarded: (database: Database) => Database;
  /** An error outside any call, such as an idle connection that broke. */
  readonly noticed: (error: unknown) => void;
  readonly isOut: () => boolean;
};

/** `name` is the database as people know it: the file, or host and database; never with a password. */
export function createOutage(options: {
  name: string;
  diagnose: Diagnose;
  /** Whether a write that succeeds may yet be lost. */
  hasDiskFailed: () => boolean;
  log: Log;
}): Outage {
  const { name, diagnose, hasDiskFailed, log } = options;
  const tracker = trackOutage();

  // A full disk lets small writes through between large ones: such relapses are one outage.
  const begin = (reason: Reason, error: unknown): void =>
    tracker.begin(() =>
      log.error(
        { database: name, code: codeOf(error) },
        `${name}: ${reason.text}; waiting for it, nothing is acknowledged meanwhile`,
      ),
    );
  const end = (): void =>
    tracker.end((seconds, failures) =>
      log.info({ database: name, seconds, failures }, `${name}: working again after ${seconds} s`),
    );

  const guard = async <T>(kind: 'read' | 'write', work: () => Promise<T>): Promise<T> => {
    try {
      const result = await work();
      if (kind === 'write' && !hasDiskFailed()) end();
      return result;
    } catch (error) {
      const reason = diagnose(error);
      if (reason === null) throw error;
      begin(reason, error);
      throw new StoreUnavailable(`${name}: ${reason.text}`, { cause: error });
    }
  };
  const guardedQueries = (queries: Queries): Queries => ({
    all: (statement) => guard(kindOf(statement), () => queries.all(statement)),
    run: (statement) => guard(kindOf(statement), () => queries.run(statement)),
  });

  return {
    guard,
    guarded: (database) => ({
      ...guardedQueries(database),
      transaction: (work) => guard('write', () => database.transaction(work)),
    }),
    isOut: tracker.isOn,
    noticed: (error) => {
      const reason = diagnose(error);
      if (reason === null) log.error({ database: name, err: error }, `${name}: unexpected error of the connection`);
      else begin(reason, error);
    },
  };
}

function kindOf({ texts }: Sql): 'read' | 'write' {
  return /^\s*select\b/i.test(texts[0]!) ? 'read' : 'write';
}

function codeOf(error: unknown): unknown {
  return error instanceof Error
    ? ((error as { errcode?: unknown }).errcode ?? (error as { code?: unknown }).code)
    : null;
}
