// What differs between SQLite and PostgreSQL, in one interface. Everything else in store/ is written once for both.

import type { Dialect, Kysely, RawBuilder } from 'kysely';
import type { Log } from '../telemetry.ts';
import type { Diagnose } from './outage.ts';
import type { Tables } from './schema.ts';

export type EngineOptions = {
  readonly url: string;
  readonly log: Log;
  /** A clock for tests, epoch milliseconds, in place of the engine's own. */
  readonly now: (() => number) | null;
};

/** The columns of rows that travel as one JSON parameter, so that a batch of any size is one statement with one text. */
export type RowColumns = Readonly<Record<string, 'bigint' | 'text'>>;

/** One life of a process that works on the inbox. Rows it runs carry `life`; the next process of the machine has another. */
export interface Presence {
  readonly life: string;
  /** Marks this life as alive. False: others declared it dead and took its work. */
  beat(db: Kysely<Tables>): Promise<boolean>;
  /** Lives that are over: their rows in `running` may be queued again. Forgets them in the same transaction. */
  buryDead(db: Kysely<Tables>): Promise<void>;
  leave(db: Kysely<Tables>): Promise<void>;
}

export type EnterOptions = {
  /** What stays the same when this process is restarted, such as the host's name. */
  readonly identity: string;
  /** Stops waiting to be let in; `enter` then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Called when others stored work. */
  readonly onWake: () => void;
  /** Called with what others told. */
  readonly onTold: (word: string) => void;
  /** A life whose beat stood still for so long, watched on this process's steady clock, is dead. */
  readonly staleMs: number;
};

export interface Engine {
  /** The database as people know it: the file, or host and database; never with a password. */
  readonly name: string;
  readonly kind: 'sqlite' | 'postgres';
  readonly dialect: Dialect;
  /**
   * The same database by a way of its own, which goes before what waits on the other: what was sent must be on record before
   * anything else happens, or a process killed meanwhile sends it again.
   */
  readonly inboxDialect: Dialect;
  /**
   * Resolves once everything that was committed before the call survives a loss of power. Rejects when the disk fails; the next
   * call tries again. What was committed survives the end of the process in any case.
   */
  onDisk(): Promise<void>;
  /** The column type of whole numbers up to 2^53. */
  readonly integer: 'integer' | 'bigint';
  /** The column type of text whose order is that of JavaScript's strings, as far as they are ASCII. */
  readonly orderedText: 'text' | RawBuilder<unknown>;
  /** Epoch milliseconds. On PostgreSQL the database's clock, so that replicas agree. */
  now(): RawBuilder<number>;
  /** `rows` as a table expression named `given`. */
  each(rows: readonly object[], columns: RowColumns): RawBuilder<unknown>;
  /** After a table's name: the index to go by, where the planner would take the table's own order and read all of it. */
  by(index: string): RawBuilder<unknown>;
  /** Ends a select of rows to be claimed, so that two claims at once take different rows. */
  readonly skipLocked: RawBuilder<unknown>;
  /** An expression for a `returning` clause: tells other processes that there is work, once the statement is committed. */
  readonly announcement: RawBuilder<unknown>;
  /** Calls `onTold` of all other processes that have entered. A word is lost on those that are out of reach at this moment. */
  tell(db: Kysely<Tables>, word: string): Promise<void>;
  /** Resolves once this process may work on the inbox. */
  enter(db: Kysely<Tables>, options: EnterOptions): Promise<Presence>;
  /** Runs `work` while no other process runs work of the same name (on SQLite: no other call in this process). */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>;
  readonly diagnose: Diagnose;
  /** True for the backstop: two replicas claimed in one queue at once. */
  isDuplicate(error: unknown): boolean;
  /** Writes what has been deleted over, as far as the engine can: nobody's forgotten words stay in a log file. */
  scrub(db: Kysely<Tables>): Promise<void>;
  /** Findings of the engine's own integrity check; empty when sound. */
  check(db: Kysely<Tables>): Promise<string[]>;
  /** Copies the database to `file` while it is in use. Throws where the engine has its own tool for that, naming it. */
  backup(db: Kysely<Tables>, file: string): Promise<void>;
  /** Ends what `enter` opened, as the process's end would: the next life takes up what this one held. */
  close(): Promise<void>;
}
