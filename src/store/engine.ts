// What differs between SQLite and PostgreSQL, in one interface. Everything else in store/ and inbox/ is written once for both.

import type { Log } from '../telemetry.ts';
import type { Sql } from './sql.ts';

/** Why the database cannot do its work. `passes`: waiting may mend it; a wrong password or a damaged file stays. */
export type Reason = { readonly text: string; readonly passes: boolean };

/** What an engine says of an error: why the database is away, or null when the error is of another kind (a bug). */
export type Diagnose = (error: unknown) => Reason | null;

export type EngineOptions = {
  readonly url: string;
  readonly log: Log;
  /** A clock for tests, epoch milliseconds, in place of the engine's own. */
  readonly now: (() => number) | null;
};

export interface Queries {
  /** The rows that a statement returns. */
  all<Row>(statement: Sql): Promise<Row[]>;
  /** Runs a statement; the number of rows it inserted, changed or removed. */
  run(statement: Sql): Promise<number>;
}

export interface Database extends Queries {
  /** Commits what `work` did, or none of it when `work` rejects. Nothing else may be asked within `work`. */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
}

/** The columns of rows that travel as one JSON parameter, so that a batch of any size is one statement with one text. */
export type RowColumns = Readonly<Record<string, 'bigint' | 'text'>>;

export type HoldOptions = {
  /** What stays the same when this process is restarted, such as the host's name. */
  readonly identity: string;
  /** Stops waiting; `hold` then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Called when other processes have news of a kind; null: of any kind, where nobody can say. */
  readonly onHint: (kind: string | null) => void;
  /** Called when the slot had to be given up for another. */
  readonly onMoved: (slot: string) => Promise<void>;
};

/** A name that no other living process has. Whoever had it before is gone, and what that one held may be taken. */
export type Slot = {
  readonly name: string;
  /** No other process works while this one holds the slot. */
  readonly isSole: boolean;
  readonly release: () => Promise<void>;
};

export interface Engine {
  /** The database as people know it: the file, or host and database; never with a password. */
  readonly name: string;
  readonly kind: 'sqlite' | 'postgres';
  readonly database: Database;
  /**
   * The same database by a way of its own, which goes before what waits on the other: what was sent must be on record before
   * anything else happens, or a process killed meanwhile sends it again.
   */
  readonly urgent: Database;
  /**
   * Resolves once everything that was committed before the call survives a loss of power. Rejects when the disk fails; the next
   * call tries again. What was committed survives the end of the process in any case.
   */
  onDisk(): Promise<void>;
  /** From a failed `onDisk` to the next that succeeds. */
  hasDiskFailed(): boolean;
  /** The column type of whole numbers up to 2^53. */
  readonly integer: Sql;
  /** The column type of text whose order is that of JavaScript's strings, as far as they are ASCII. */
  readonly orderedText: Sql;
  /** Epoch milliseconds. On PostgreSQL the database's clock, so that replicas agree. */
  now(): Sql;
  /** `rows` as a table expression named `given`. */
  each(rows: readonly object[], columns: RowColumns): Sql;
  /** After a table's name: the index to go by, where the planner would take the table's own order and read all of it. */
  by(index: string): Sql;
  /** Ends a select of rows to be claimed, so that two claims at once take different rows. */
  readonly skipLocked: Sql;
  /** An expression for a `returning` clause: once the statement is committed, others are told that there is news of this kind. */
  hint(kind: string): Sql;
  /** Changes tables in a transaction, however long it takes; starters at the same moment wait for one another. */
  migrating<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /** Waits until this process may work, and holds a slot until it is released or the process ends, however it ends. */
  hold(options: HoldOptions): Promise<Slot>;
  /** Runs `work` while no other process runs work of the same name (on SQLite: no other call in this process). */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>;
  readonly diagnose: Diagnose;
  /** True for the backstop: two replicas claimed in one queue at once. */
  isDuplicate(error: unknown): boolean;
  /** Writes what has been deleted over, as far as the engine can: nobody's forgotten words stay in a log file. */
  scrub(): Promise<void>;
  /** Findings of the engine's own integrity check; empty when sound. */
  check(): Promise<string[]>;
  /** Copies the database to `file` while it is in use. Throws where the engine has its own tool for that, naming it. */
  backup(file: string): Promise<void>;
  /** Ends everything as the process's end would: the next life takes up what this one held. */
  close(): Promise<void>;
}
