// Runs stored updates: each chat's in order, chats at once, again when one fails, and never acknowledged before it is stored.
// What an update says is the handler's; how it is stored and claimed is src/store/inbox.ts's.

import { setImmediate as afterTick, setTimeout as delay } from 'node:timers/promises';
import { StoreUnavailable } from '../store/outage.ts';
import { SUSPECT_CUTOFFS } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { type AnyUpdate, rowOf } from '../telegram/inbox-row.ts';
import type { Log } from '../telemetry.ts';
import type {
  ClaimedUpdate,
  CycleResult,
  InboxWorker,
  NewUpdate,
  Recorded,
  SentMessage,
  SentRecord,
  Settled,
} from './table.ts';

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
export type Handle<U extends AnyUpdate> = (update: U, run: Run) => Promise<void>;

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

export type InboxOptions<U extends AnyUpdate> = {
  readonly store: Pick<Store, 'inbox' | 'purge'>;
  readonly handle: Handle<U>;
  /** Called when an update is given up, before it is parked: the place for one apology. Its own failure is only logged. */
  readonly onDead: Handle<U>;
  /** Called with what another replica told. Default: nothing is. */
  readonly onTold?: (word: string) => void;
  readonly log: Log;
  /** Updates handled at once. Default 50: answers wait for a model, not for the processor. */
  readonly concurrency?: number;
  /** Milliseconds before the second start, the third and so on. Default 1, 5, 20 and 60 s: in all, longer than most outages. */
  readonly backoffMs?: readonly number[];
  /** A handler may take so long. Default five minutes. */
  readonly timeoutMs?: number;
  /** How often this process shows that it lives, and looks for work that nobody announced. Default 3,000. */
  readonly beatMs?: number;
  /** A replica silent for so long is dead. Default 12,000. */
  readonly staleMs?: number;
};

export type InboxState = {
  /** Handlers running now. */
  readonly running: number;
  /** Updates waiting in this process for their next start. */
  readonly waiting: number;
  /** Whether this process has been let in to work. A second process on one SQLite file stands by until then. */
  readonly working: boolean;
};

export interface Inbox<U extends AnyUpdate> {
  /**
   * Resolves once everything is stored (or was before): only then may it be acknowledged. Rejects with StoreUnavailable when it
   * cannot be stored now. Updates accepted at the same moment share one transaction.
   */
  accept(updates: U | readonly U[]): Promise<void>;
  /** Begins to work, and resumes whenever the database does. */
  start(): void;
  /**
   * Claims nothing more, waits up to `ms` for what runs, then aborts it and gives it back for others to start. Resolves with the
   * number of updates cut off. `accept` goes on storing.
   */
  drain(ms: number): Promise<number>;
  state(): InboxState;
}

/** Failed starts after which an update is given up. */
export const MAX_FAILURES = 5;
/**
 * Starts that ended with their process before an update is given up. More than failures: processes are also killed for reasons
 * of their own, and no update must die of that.
 */
export const MAX_CUTOFFS = 15;
/** From here on even the apology may be what ends the process. */
const SILENT_CUTOFFS = MAX_CUTOFFS + 5;

const CONCURRENCY = 50;
const BACKOFF_MS = [1_000, 5_000, 20_000, 60_000];
const TIMEOUT_MS = 300_000;
const BEAT_MS = 3_000;
/** What an aborted handler gets to end by itself. */
const GRACE_MS = 1_000;
/** How long after a transaction that reported and claimed the next one may wait for more to end. */
const CYCLE_MS = 5;
/** Between attempts to reach an absent database. */
const RETRY_MS = 250;
/** Updates waiting here for their next start. With so many everything fails, and claiming more would only fill the memory. */
const MAX_WAITING = 1_000;
const PURGE_EVERY_MS = 3_600_000;

/** An update that this worker holds in the table. */
type Task = {
  readonly claimed: ClaimedUpdate;
  /** What was sent, by step; grows as the handler records. */
  readonly sent: Map<string, SentMessage>;
  readonly controller: AbortController;
  state: 'running' | 'ended' | 'waiting' | 'due';
  startedAt: number;
  timer: NodeJS.Timeout | null;
};

/** How a start ended, to be reported; for `again`, how long to wait for the next. */
type Ending = { readonly task: Task; readonly settled: Settled; readonly afterMs: number };

export function createInbox<U extends AnyUpdate>(options: InboxOptions<U>): Inbox<U> {
  return new StoredInbox(options);
}

class StoredInbox<U extends AnyUpdate> implements Inbox<U> {
  readonly #options: Required<Omit<InboxOptions<U>, 'staleMs'>>;
  readonly #staleMs: number | undefined;
  readonly #bell = createBell();
  readonly #nextTurn = oneEachTurn();
  readonly #stop = new AbortController();
  readonly #put: (rows: readonly NewUpdate[]) => Promise<void>;
  readonly #record: (record: SentRecord) => Promise<Recorded>;
  readonly #trouble: Trouble;

  readonly #tasks = new Map<number, Task>();
  #running = 0;
  #endings: Ending[] = [];
  /** Set while the worker waits for more to end. */
  #enough: PromiseWithResolvers<void> | null = null;
  /** What the next transactions have to do besides reporting and claiming. */
  readonly #next = { tick: true, suspect: true, reconcile: false };
  #main: Promise<void> | null = null;
  /** The latest that was entered as; null before the first. A record goes by its update's start, whoever brings it. */
  #worker: InboxWorker | null = null;
  #working = false;
  #draining = false;
  #onEmpty: (() => void) | null = null;
  #lastPurge = Number.NEGATIVE_INFINITY;

  constructor(options: InboxOptions<U>) {
    this.#options = {
      concurrency: CONCURRENCY,
      backoffMs: BACKOFF_MS,
      timeoutMs: TIMEOUT_MS,
      beatMs: BEAT_MS,
      onTold: () => {},
      ...options,
    };
    this.#staleMs = options.staleMs;
    this.#put = inGroups<readonly NewUpdate[], void>({
      work: async (lists) => {
        if ((await options.store.inbox.put(lists.flat())) > 0) this.#bell.ring();
      },
      // What arrives in one turn of the event loop shares a transaction.
      begin: afterTick,
      sizeOf: (rows) => rows.length,
      max: MAX_PUT,
    });
    this.#record = inGroups<SentRecord, Recorded>({
      work: (records) => this.#worker!.record(records),
      begin: async () => {},
      sizeOf: () => 1,
      max: MAX_PUT,
    });
    this.#trouble = createTrouble(options.log);
  }

  async accept(updates: U | readonly U[]): Promise<void> {
    const list: readonly AnyUpdate[] = Array.isArray(updates) ? updates : [updates];
    if (list.length > 0) await this.#put(list.map(rowOf));
  }

  start(): void {
    this.#main ??= this.#work();
  }

  state(): InboxState {
    return { running: this.#running, waiting: this.#tasks.size - this.#running, working: this.#working };
  }

  async drain(ms: number): Promise<number> {
    if (this.#main === null) return 0;
    this.#draining = true;
    for (const task of this.#tasks.values()) if (task.state === 'waiting' || task.state === 'due') this.#release(task);
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    this.#bell.ring();
    if (this.#tasks.size > 0) await within(empty, ms);
    const cutOff = this.#running;
    if (this.#tasks.size > 0) {
      for (const { controller } of this.#tasks.values()) controller.abort(new Error('the process is stopping'));
      await within(empty, 2 * GRACE_MS);
    }
    this.#stop.abort();
    this.#bell.ring();
    await this.#main;
    return cutOff;
  }

  /** Enters, works until told to stop or taken for dead, and enters again. */
  async #work(): Promise<void> {
    const ticker = setInterval(() => {
      this.#next.tick = true;
      this.#bell.ring();
    }, this.#options.beatMs);
    try {
      while (!this.#stop.signal.aborted) {
        const worker = await this.#enter();
        if (worker === null) continue;
        this.#worker = worker;
        this.#working = true;
        await this.#serve(worker);
        this.#working = false;
        if (!this.#stop.signal.aborted) this.#abandonAll();
        await this.#leave(worker);
      }
    } finally {
      clearInterval(ticker);
    }
  }

  async #enter(): Promise<InboxWorker | null> {
    const { signal } = this.#stop;
    try {
      const staleMs = this.#staleMs === undefined ? {} : { staleMs: this.#staleMs };
      return await this.#options.store.inbox.join({
        signal,
        onWake: this.#bell.ring,
        onTold: this.#options.onTold,
        ...staleMs,
      });
    } catch (error) {
      if (signal.aborted) return null;
      this.#trouble.noteStore(error);
      await pause(RETRY_MS, signal);
      return null;
    }
  }

  async #leave(worker: InboxWorker): Promise<void> {
    try {
      await worker.leave();
    } catch (error) {
      // What it held is taken up by the next life, as after a kill.
      this.#trouble.noteStore(error);
    }
  }

  /** Returns when told to stop and everything is reported, or when others took this worker for dead. */
  async #serve(worker: InboxWorker): Promise<void> {
    const { signal } = this.#stop;
    this.#next.tick = true;
    this.#bell.ring();
    for (let last = Number.NEGATIVE_INFINITY; ; last = performance.now()) {
      await this.#bell.rung();
      await this.#gather(last + CYCLE_MS - performance.now());
      if (signal.aborted && this.#endings.length === 0) return;
      try {
        if (this.#next.reconcile) {
          await worker.reconcile([...this.#tasks.keys()]);
          this.#next.reconcile = false;
        }
        if (this.#next.tick && !(await this.#tick(worker))) return;
        await this.#cycle(worker);
      } catch (error) {
        this.#trouble.noteStore(error);
        // Whether the transaction took place is not known.
        this.#next.reconcile = true;
        if (signal.aborted) return;
        await pause(RETRY_MS, signal);
        this.#bell.ring();
      }
    }
  }

  /** Waits up to `ms` while handlers run that may end by then: one transaction serves them all. */
  async #gather(ms: number): Promise<void> {
    if (ms <= 0 || this.#isWorthACycle()) return;
    this.#enough = Promise.withResolvers();
    await Promise.race([this.#enough.promise, pause(ms, this.#stop.signal)]);
    this.#enough = null;
  }

  #isWorthACycle(): boolean {
    return this.#running === 0 || this.#endings.length * 2 >= this.#options.concurrency;
  }

  async #tick(worker: InboxWorker): Promise<boolean> {
    const { log, store, timeoutMs } = this.#options;
    const { alive, recovered } = await worker.tick();
    this.#next.tick = false;
    this.#next.suspect = true;
    if (recovered > 0) log.info({ recovered }, `took up ${recovered} updates that were cut off`);
    const now = performance.now();
    for (const { state, startedAt, controller, claimed } of this.#tasks.values()) {
      if (state !== 'running' || now - startedAt < timeoutMs || controller.signal.aborted) continue;
      controller.abort(new Error(`update ${claimed.updateId} took longer than ${timeoutMs} ms`));
    }
    if (now - this.#lastPurge > PURGE_EVERY_MS) {
      this.#lastPurge = now;
      store.purge().catch((error: unknown) => this.#trouble.noteStore(error));
    }
    return alive;
  }

  /** One transaction: what ended, what comes next. */
  async #cycle(worker: InboxWorker): Promise<void> {
    const endings = this.#endings;
    this.#endings = [];
    this.#startDue();
    const room = this.#tasks.size - this.#running < MAX_WAITING ? this.#options.concurrency - this.#running : 0;
    const claim = this.#draining ? 0 : Math.max(0, room);
    const claimSuspect = claim > 0 && this.#next.suspect && !this.#holdsSuspect();
    if (claim === 0 && endings.length === 0) return;
    let result: CycleResult;
    try {
      result = await worker.cycle({ settled: endings.map(({ settled }) => settled), claim, claimSuspect });
    } catch (error) {
      this.#endings = [...endings, ...this.#endings];
      throw error;
    }
    if (claimSuspect) this.#next.suspect = false;
    for (const ending of endings) if (!result.superseded.has(ending.settled.updateId)) this.#conclude(ending);
    for (const updateId of result.superseded) this.#supersede(updateId);
    for (const claimed of result.claimed) this.#start(newTask(claimed, new Map(claimed.sent)));
    if (this.#tasks.size === 0) this.#onEmpty?.();
  }

  #holdsSuspect(): boolean {
    return [...this.#tasks.values()].some(({ claimed }) => claimed.cutoffs >= SUSPECT_CUTOFFS);
  }

  #startDue(): void {
    for (const task of this.#tasks.values()) {
      if (this.#running >= this.#options.concurrency) return;
      if (task.state === 'due') this.#start(task);
    }
  }

  #start(task: Task): void {
    const { updateId } = task.claimed;
    task.state = 'running';
    task.startedAt = performance.now();
    this.#tasks.set(updateId, task);
    this.#running++;
    void this.#run(task).then((ending) => {
      this.#running--;
      // Others have it: what became of this start is nobody's business.
      if (this.#tasks.get(updateId) !== task) return;
      task.state = 'ended';
      this.#endings.push(ending);
      this.#bell.ring();
      if (this.#isWorthACycle()) this.#enough?.resolve();
    });
  }

  /** Runs the handler; never rejects. */
  async #run(task: Task): Promise<Ending> {
    const { handle, onDead, log } = this.#options;
    const { updateId, attempt, failures, cutoffs, payload } = task.claimed;
    const start = { updateId, attempt };
    const givenUp = failures >= MAX_FAILURES || cutoffs >= MAX_CUTOFFS;
    try {
      if (cutoffs < SILENT_CUTOFFS) {
        await this.#nextTurn();
        task.controller.signal.throwIfAborted();
        const update = JSON.parse(payload) as U;
        await untilAborted((givenUp ? onDead : handle)(update, this.#runOf(task)), task.controller.signal);
      }
      if (!givenUp) return { task, settled: { ...start, outcome: 'done' }, afterMs: 0 };
    } catch (error) {
      if (this.#draining && task.controller.signal.aborted) {
        return { task, settled: { ...start, outcome: 'released' }, afterMs: 0 };
      }
      if (error instanceof TryLater) {
        const settled = { ...start, outcome: 'again', failed: false, error: describe(error) } as const;
        return { task, settled, afterMs: error.afterMs };
      }
      this.#trouble.noteFailure({ updateId, attempt, reason: describe(error) });
      if (!givenUp) {
        const settled = { ...start, outcome: 'again', failed: true, error: describe(error) } as const;
        return { task, settled, afterMs: this.#backoffAfter(failures + 1) };
      }
    }
    log.error({ updateId, failures, cutoffs }, `update ${updateId} is given up; see npm run store -- dead`);
    const error = cutoffs >= MAX_CUTOFFS ? `its process ended ${cutoffs} times while it ran` : null;
    return { task, settled: { ...start, outcome: 'dead', error }, afterMs: 0 };
  }

  #backoffAfter(failures: number): number {
    const { backoffMs } = this.#options;
    // The fifth failure is followed by giving up, for which there is nothing to wait.
    return failures >= MAX_FAILURES ? 0 : (backoffMs[Math.min(failures, backoffMs.length) - 1] ?? 0);
  }

  #runOf({ claimed: { updateId, attempt }, controller: { signal }, sent }: Task): Run {
    return {
      attempt,
      signal,
      sent: {
        get: (step) => sent.get(step) ?? null,
        record: async (step, message) => {
          await this.#recordSent({ updateId, attempt, step, message }, signal);
          sent.set(step, message);
        },
      },
    };
  }

  /** Before anything else: a process killed between the send and its record sends again. */
  async #recordSent(record: SentRecord, signal: AbortSignal): Promise<void> {
    for (;;) {
      if (signal.reason instanceof Superseded) throw signal.reason;
      try {
        const { superseded, onDisk } = await this.#record(record);
        if (superseded.has(record.updateId)) {
          this.#supersede(record.updateId);
          throw new Superseded(record.updateId);
        }
        await onDisk;
        return;
      } catch (error) {
        if (error instanceof Superseded) throw error;
        this.#trouble.noteStore(error);
        // Also for a start that is cut off: what was sent was sent, and the next start must know.
        await pause(RETRY_MS, this.#stop.signal);
        if (this.#stop.signal.aborted) throw error;
      }
    }
  }

  /** Somebody else has it; or an earlier report arrived and only its answer was lost, then it is queued again. */
  #supersede(updateId: number): void {
    this.#abandon(updateId);
    this.#next.reconcile = true;
    this.#bell.ring();
  }

  #conclude({ task, settled, afterMs }: Ending): void {
    const { updateId, attempt, failures, cutoffs } = task.claimed;
    if (cutoffs >= SUSPECT_CUTOFFS) {
      // It was innocent, or is over: the next suspect has waited for that.
      this.#next.suspect = true;
      this.#bell.ring();
    }
    if (settled.outcome !== 'again') {
      this.#tasks.delete(updateId);
      return;
    }
    const claimed = { ...task.claimed, attempt: attempt + 1, failures: failures + (settled.failed ? 1 : 0) };
    const next = newTask(claimed, task.sent);
    this.#tasks.set(updateId, next);
    if (this.#draining) {
      this.#release(next);
      return;
    }
    next.timer = setTimeout(() => {
      next.state = 'due';
      this.#bell.ring();
    }, afterMs);
  }

  #release(task: Task): void {
    const { updateId, attempt } = task.claimed;
    if (task.timer !== null) clearTimeout(task.timer);
    task.state = 'ended';
    this.#endings.push({ task, settled: { updateId, attempt, outcome: 'released' }, afterMs: 0 });
    this.#bell.ring();
  }

  #abandon(updateId: number): void {
    const task = this.#tasks.get(updateId);
    if (task === undefined) return;
    if (task.timer !== null) clearTimeout(task.timer);
    this.#tasks.delete(updateId);
    task.controller.abort(new Superseded(updateId));
  }

  /** After others took over: stops what runs here, so that nothing is done twice for longer than it takes to notice. */
  #abandonAll(): void {
    this.#options.log.warn({ running: this.#running }, 'taken for dead by another replica; entering anew');
    for (const updateId of [...this.#tasks.keys()]) this.#abandon(updateId);
    this.#endings = [];
    this.#next.reconcile = false;
  }
}

function newTask(claimed: ClaimedUpdate, sent: Map<string, SentMessage>): Task {
  return { claimed, sent, controller: new AbortController(), state: 'waiting', startedAt: 0, timer: null };
}

/** `work`, or the signal's reason when it does not end soon after the signal is aborted. */
async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | null = null;
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener(
      'abort',
      () => {
        timer = setTimeout(() => reject(signal.reason), GRACE_MS);
      },
      { once: true },
    );
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    if (timer !== null) clearTimeout(timer);
  }
}

/** Resolves when `work` does or after `ms`, whichever is first. */
async function within(work: Promise<unknown>, ms: number): Promise<void> {
  const timer = new AbortController();
  await Promise.race([work, pause(ms, timer.signal)]);
  timer.abort();
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => {
    // Aborted: the pause is over early.
  });
}

/**
 * Lets whoever waits go on, one in each turn of the event loop. A handler gets as far as its first call in one go, and fifty of
 * them would keep the process from reading for as long: what Telegram answered meanwhile would not be on record.
 */
function oneEachTurn(): () => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  return async () => {
    last = last.then(() => afterTick());
    await last;
  };
}

type Bell = { readonly ring: () => void; readonly rung: () => Promise<void> };

/** Wakes the one who waits, at the end of the event loop's turn, so that all that happens in a turn shares one transaction. */
function createBell(): Bell {
  let rang = false;
  let wake: (() => void) | null = null;
  return {
    ring: () => {
      rang = true;
      wake?.();
    },
    rung: async () => {
      if (!rang) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = null;
      }
      await afterTick();
      rang = false;
    },
  };
}

/** Rows stored in one transaction. */
const MAX_PUT = 1_000;

type Groups<T, R> = {
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
function inGroups<T, R>({ work, begin, sizeOf, max }: Groups<T, R>): (item: T) => Promise<R> {
  const waiting: Waiting<T, R>[] = [];
  let isWorking = false;
  const flush = async (): Promise<void> => {
    isWorking = true;
    await begin();
    while (waiting.length > 0) {
      const group: Waiting<T, R>[] = [];
      let size = 0;
      while (waiting.length > 0 && (size === 0 || size + sizeOf(waiting[0]!.item) <= max)) {
        size += sizeOf(waiting[0]!.item);
        group.push(waiting.shift()!);
      }
      try {
        const result = await work(group.map(({ item }) => item));
        for (const { resolve } of group) resolve(result);
      } catch (error) {
        for (const { reject } of group) reject(error);
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

type Failure = { readonly updateId: number; readonly attempt: number; readonly reason: string };

type Trouble = {
  readonly noteFailure: (failure: Failure) => void;
  /** The store itself logs that it is away; anything else from it is a bug. */
  readonly noteStore: (error: unknown) => void;
};

/** At most one line of a kind in this time; updates given up have a line each. */
const LINE_EVERY_MS = 10_000;

/** Says what goes wrong without saying it a thousand times. */
function createTrouble(log: Log): Trouble {
  const line = (write: (fields: object, more: number) => void) => {
    let last = Number.NEGATIVE_INFINITY;
    let more = 0;
    return (fields: object): void => {
      more++;
      if (performance.now() - last < LINE_EVERY_MS) return;
      last = performance.now();
      write(fields, more);
      more = 0;
    };
  };
  const failure = line((fields, failures) => log.warn({ ...fields, failures }, 'updates failed; they are tried again'));
  const store = line((fields, times) =>
    log.error({ ...fields, times }, 'the inbox met an unexpected error; it goes on'),
  );
  return {
    noteFailure: failure,
    noteStore: (error) => {
      if (!(error instanceof StoreUnavailable)) store({ err: error });
    },
  };
}

function describe(error: unknown): string {
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 300);
}
