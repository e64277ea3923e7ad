// One start of an update: calls its handler, keeps what it sent, and says how it ended.

import type { Log } from '../telemetry.ts';
import { inBatches, oneEachTurn, pause, RETRY_MS } from './batch.ts';
import type { ClaimedUpdate } from './claim.ts';
import type { FailureLog } from './failure-log.ts';
import type { Recorded } from './queue.ts';
import type { SentRecord, Settled } from './settle.ts';
import type { SentMessage } from './table.ts';

/** What was sent for an update, in this start or an earlier one: a re-run edits it where it would have sent twice. */
export interface Sent {
  /** The message sent in a step, null when none is known. */
  get(step: string): SentMessage | null;
  /**
   * Call right after each send, also once the signal is aborted: what was sent was sent. Resolves once it is stored, however long
   * the database is away; rejects with Superseded when the update has meanwhile been started elsewhere: then stop, and send
   * nothing more.
   */
  record(step: string, message: SentMessage): Promise<void>;
}

/** One start of an update. */
export type Run = {
  /** From 1. Above 1 an earlier start failed or was cut off, and `sent` may hold what it sent. */
  readonly attempt: number;
  /** Aborted when the process drains for too long, the update takes too long, or another worker has it. */
  readonly signal: AbortSignal;
  readonly sent: Sent;
};

/** A rejection starts the update again later, five times at most; TryLater does not count among the five. */
export type Handle = (payload: string, run: Run) => Promise<void>;

/** Thrown by a handler when the outside is at fault, not the update: it is started again after `afterMs`, as often as needed. */
export class TryLater extends Error {
  override readonly name = 'TryLater';
  readonly afterMs: number;

  constructor(message: string, options: { readonly afterMs: number; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.afterMs = options.afterMs;
  }
}

/** This start is no longer the latest; another one does the work. */
export class Superseded extends Error {
  override readonly name = 'Superseded';

  constructor(updateId: number) {
    super(`update ${updateId} has been started elsewhere`);
  }
}

/** An update that this worker holds in the table. */
export type Task = {
  readonly claimed: ClaimedUpdate;
  /** What was sent, by step; grows as the handler records. */
  readonly sent: Map<string, SentMessage>;
  readonly controller: AbortController;
  state: 'running' | 'ended' | 'waiting' | 'due';
  startedAt: number;
  timer: NodeJS.Timeout | null;
};

export function newTask(claimed: ClaimedUpdate, sent: ReadonlyMap<string, SentMessage>): Task {
  return {
    claimed,
    sent: new Map(sent),
    controller: new AbortController(),
    state: 'waiting',
    startedAt: 0,
    timer: null,
  };
}

/** How a start ended, to be reported; for `again`, how long to wait for the next. */
export type Ending = { readonly task: Task; readonly settled: Settled; readonly afterMs: number };

/** Failed starts after which an update is given up. */
const MAX_FAILURES = 5;
/**
 * Starts that ended with their process before an update is given up. More than failures: processes are also killed for reasons
 * of their own, and no update must die of that.
 */
const MAX_CUTOFFS = 15;
/** From here on even the apology may be what ends the process. */
const SILENT_CUTOFFS = MAX_CUTOFFS + 5;
/** Records of what was sent in one statement. */
const MAX_RECORDS = 1_000;
/** What an aborted handler gets to end by itself. */
export const GRACE_MS = 1_000;

type Parts = {
  readonly handle: Handle;
  readonly onDead: Handle;
  readonly backoffMs: readonly number[];
  readonly record: (records: readonly SentRecord[]) => Promise<Recorded>;
  /** Called when a start turns out not to be the latest. */
  readonly onSuperseded: (updateId: number) => void;
  readonly isDraining: () => boolean;
  /** Aborted when nothing more can be stored. */
  readonly stopping: AbortSignal;
  readonly failures: FailureLog;
  readonly log: Log;
};

/** Runs a task's handler; the result never rejects. */
export function createRun(parts: Parts): (task: Task) => Promise<Ending> {
  const { handle, onDead, isDraining, stopping, log } = parts;
  const inTurn = oneEachTurn();
  const record = inBatches({ work: parts.record, begin: async () => {}, sizeOf: () => 1, max: MAX_RECORDS });

  return async (task) => {
    const { updateId, attempt, failures, cutoffs, payload } = task.claimed;
    const { signal } = task.controller;
    const start = { updateId, attempt };
    const isGivenUp = failures >= MAX_FAILURES || cutoffs >= MAX_CUTOFFS;
    try {
      if (cutoffs < SILENT_CUTOFFS) {
        await inTurn();
        signal.throwIfAborted();
        await untilAborted((isGivenUp ? onDead : handle)(payload, runOf(task)), signal);
      }
      if (!isGivenUp) return { task, settled: { ...start, outcome: 'done' }, afterMs: 0 };
    } catch (error) {
      if (isDraining() && signal.aborted) return { task, settled: { ...start, outcome: 'released' }, afterMs: 0 };
      const again = { ...start, outcome: 'again', error: describe(error) } as const;
      if (error instanceof TryLater) return { task, settled: { ...again, failed: false }, afterMs: error.afterMs };
      parts.failures.ofUpdate({ ...start, reason: again.error });
      if (!isGivenUp) return { task, settled: { ...again, failed: true }, afterMs: backoffAfter(failures + 1) };
    }
    log.error({ updateId, failures, cutoffs }, `update ${updateId} is given up; see npm run store -- dead`);
    const error = cutoffs >= MAX_CUTOFFS ? `its process ended ${cutoffs} times while it ran` : null;
    return { task, settled: { ...start, outcome: 'dead', error }, afterMs: 0 };
  };

  function backoffAfter(failures: number): number {
    const { backoffMs } = parts;
    // The fifth failure is followed by giving up, for which there is nothing to wait.
    return failures >= MAX_FAILURES ? 0 : (backoffMs[Math.min(failures, backoffMs.length) - 1] ?? 0);
  }

  function runOf({ claimed: { updateId, attempt }, controller: { signal }, sent }: Task): Run {
    return {
      attempt,
      signal,
      sent: {
        get: (step) => sent.get(step) ?? null,
        record: async (step, message) => {
          await recordSent({ updateId, attempt, step, message }, signal);
          sent.set(step, message);
        },
      },
    };
  }

  /** Before anything else: a process killed between the send and its record sends again. */
  async function recordSent(sent: SentRecord, signal: AbortSignal): Promise<void> {
    for (;;) {
      if (signal.reason instanceof Superseded) throw signal.reason;
      try {
        const { superseded, onDisk } = await record(sent);
        if (superseded.has(sent.updateId)) {
          parts.onSuperseded(sent.updateId);
          throw new Superseded(sent.updateId);
        }
        await onDisk;
        return;
      } catch (error) {
        if (error instanceof Superseded) throw error;
        parts.failures.ofStore(error);
        // Also for a start that is cut off: what was sent was sent, and the next start must know.
        await pause(RETRY_MS, stopping);
        if (stopping.aborted) throw error;
      }
    }
  }
}

/** `work`, or the signal's reason when it does not end soon after the signal is aborted. */
async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | null = null;
  const aborted = new Promise<never>((_resolve, reject) => {
    const onAbort = () => {
      timer = setTimeout(() => reject(signal.reason), GRACE_MS);
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    if (timer !== null) clearTimeout(timer);
  }
}

function describe(error: unknown): string {
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 300);
}
