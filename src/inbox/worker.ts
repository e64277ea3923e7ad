// The work of one process on the inbox: holds a lease, claims, starts, reports, and gives back what it cannot finish.

import type { Log } from '../telemetry.ts';
import { createWakeUp, pause, RETRY_MS, within } from './batch.ts';
import { createFailureLog, type FailureLog } from './failure-log.ts';
import type { CycleResult, Queue, QueueWorker } from './queue.ts';
import { createRun, type Ending, GRACE_MS, type Handle, newTask, Superseded, type Task } from './run.ts';

export type WorkerOptions = {
  readonly queue: Queue;
  readonly handle: Handle;
  /** Called when an update is given up, before it is parked: the place for one apology. Its own failure is only logged. */
  readonly onDead: Handle;
  /** Called with what another replica broadcast. */
  readonly onBroadcast: (message: string) => void;
  /** Called every hour that this process works. */
  readonly purge: () => Promise<unknown>;
  readonly log: Log;
  /** Updates handled at once. Default 50: answers wait for a model, not for the processor. */
  readonly concurrency: number;
  /** Milliseconds before the second start, the third and so on. Default 1, 5, 20 and 60 s: in all, longer than most outages. */
  readonly backoffMs: readonly number[];
  /** A handler may take so long. Default five minutes. */
  readonly timeoutMs: number;
  /** How often this process shows that it lives, and looks for work that nobody announced. Default 3,000. */
  readonly heartbeatMs: number;
  /** A replica silent for so long is dead. Default 12,000. */
  readonly staleMs: number;
};

/** From one transaction to the next while handlers run: what ends in a moment shares one. */
const CYCLE_MS = 5;
/** Updates waiting here for their next start. With so many everything fails, and claiming more would only fill the memory. */
const MAX_WAITING = 1_000;
const PURGE_EVERY_MS = 3_600_000;

export class Worker {
  readonly #options: WorkerOptions;
  readonly #wakeUp = createWakeUp();
  readonly #stopping = new AbortController();
  readonly #failures: FailureLog;
  readonly #run: (task: Task) => Promise<Ending>;
  readonly #tasks = new Map<number, Task>();
  #running = 0;
  #endings: Ending[] = [];
  /** What the next transactions have to do besides reporting and claiming. */
  readonly #next = { tick: true, reconcile: false };
  #main: Promise<void> | null = null;
  /** The latest that was joined as; null before the first. A record goes by its update's start, whoever brings it. */
  #joined: QueueWorker | null = null;
  #isDraining = false;
  #onEmpty: (() => void) | null = null;
  #lastPurge = Number.NEGATIVE_INFINITY;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#failures = createFailureLog(options.log);
    this.#run = createRun({
      ...options,
      failures: this.#failures,
      record: (records) => this.#joined!.record(records),
      isDraining: () => this.#isDraining,
      stopping: this.#stopping.signal,
      onSuperseded: (updateId) => this.#supersede(updateId),
    });
  }

  start(): void {
    this.#main ??= this.#work();
  }

  /** There may be work. */
  wake(): void {
    this.#wakeUp.wake();
  }

  async drain(ms: number): Promise<number> {
    if (this.#main === null) return 0;
    this.#isDraining = true;
    const tasks = this.#tasks;
    for (const task of tasks.values()) if (task.state === 'waiting' || task.state === 'due') this.#release(task);
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    this.wake();
    if (tasks.size > 0) await within(empty, ms);
    const cutOff = this.#running;
    if (tasks.size > 0) {
      for (const { controller } of tasks.values()) controller.abort(new Error('the process is stopping'));
      await within(empty, 2 * GRACE_MS);
    }
    this.#stopping.abort();
    this.wake();
    await this.#main;
    return cutOff;
  }

  /** Joins, works until told to stop or taken for dead, and joins again. */
  async #work(): Promise<void> {
    const ticker = setInterval(() => {
      this.#next.tick = true;
      this.wake();
    }, this.#options.heartbeatMs);
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        const worker = await this.#options.queue.join({ ...this.#options, signal, onWake: () => this.wake() });
        this.#joined = worker;
        await this.#serve(worker);
        if (!signal.aborted) this.#abandonAll();
        // What it holds when this fails is taken up by the next life, as after a kill.
        await worker.leave();
      } catch (error) {
        if (signal.aborted) break;
        this.#failures.ofStore(error);
        await pause(RETRY_MS, signal);
      }
    }
    clearInterval(ticker);
  }

  /** Returns when told to stop and everything is reported, or when others took this worker for dead. */
  async #serve(worker: QueueWorker): Promise<void> {
    const { signal } = this.#stopping;
    this.#next.tick = true;
    this.wake();
    for (let last = Number.NEGATIVE_INFINITY; ; last = performance.now()) {
      await this.#wakeUp.woken();
      if (this.#running > 0) await pause(Math.max(0, last + CYCLE_MS - performance.now()), signal);
      if (signal.aborted && this.#endings.length === 0) return;
      try {
        if (this.#next.reconcile) {
          await worker.reconcile([...this.#tasks.keys()]);
          this.#next.reconcile = false;
        }
        if (this.#next.tick && !(await this.#tick(worker))) return;
        await this.#cycle(worker);
      } catch (error) {
        this.#failures.ofStore(error);
        // Whether the transaction took place is not known.
        this.#next.reconcile = true;
        if (signal.aborted) return;
        await pause(RETRY_MS, signal);
        this.wake();
      }
    }
  }

  /** False when others took this worker for dead. */
  async #tick(worker: QueueWorker): Promise<boolean> {
    const { log, timeoutMs, purge } = this.#options;
    const { alive, recovered } = await worker.tick();
    this.#next.tick = false;
    if (recovered > 0) log.info({ recovered }, `took up ${recovered} updates that were cut off`);
    const now = performance.now();
    for (const { state, startedAt, controller, claimed } of this.#tasks.values()) {
      if (state !== 'running' || now - startedAt < timeoutMs || controller.signal.aborted) continue;
      controller.abort(new Error(`update ${claimed.updateId} took longer than ${timeoutMs} ms`));
    }
    if (now - this.#lastPurge > PURGE_EVERY_MS) {
      this.#lastPurge = now;
      purge().catch(this.#failures.ofStore);
    }
    return alive;
  }

  /** One transaction: what ended since the last one, what comes next. */
  async #cycle(worker: QueueWorker): Promise<void> {
    const { concurrency } = this.#options;
    const reported = this.#endings;
    this.#endings = [];
    this.#startDue();
    const room = this.#tasks.size - this.#running < MAX_WAITING ? concurrency - this.#running : 0;
    const max = this.#isDraining ? 0 : Math.max(0, room);
    if (max === 0 && reported.length === 0) return;
    let result: CycleResult;
    try {
      const settled = reported.map((ending) => ending.settled);
      result = await worker.cycle(settled, max);
    } catch (error) {
      this.#endings = [...reported, ...this.#endings];
      throw error;
    }
    for (const ending of reported) if (!result.superseded.has(ending.settled.updateId)) this.#conclude(ending);
    for (const updateId of result.superseded) this.#supersede(updateId);
    for (const claimed of result.claimed) this.#start(newTask(claimed, claimed.sent));
    if (this.#tasks.size === 0) this.#onEmpty?.();
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
      this.#report(ending);
    });
  }

  #report(ending: Ending): void {
    ending.task.state = 'ended';
    this.#endings.push(ending);
    this.wake();
  }

  /** Somebody else has it; or an earlier report arrived and only its answer was lost, then it is queued again. */
  #supersede(updateId: number): void {
    this.#abandon(updateId);
    this.#next.reconcile = true;
    this.wake();
  }

  #conclude({ task, settled, afterMs }: Ending): void {
    const { updateId, attempt, failures } = task.claimed;
    if (settled.outcome !== 'again') {
      this.#tasks.delete(updateId);
      return;
    }
    const claimed = { ...task.claimed, attempt: attempt + 1, failures: failures + (settled.failed ? 1 : 0) };
    const again = newTask(claimed, task.sent);
    this.#tasks.set(updateId, again);
    if (this.#isDraining) {
      this.#release(again);
      return;
    }
    again.timer = setTimeout(() => {
      again.state = 'due';
      this.wake();
    }, afterMs);
  }

  #release(task: Task): void {
    const { updateId, attempt } = task.claimed;
    if (task.timer !== null) clearTimeout(task.timer);
    this.#report({ task, settled: { updateId, attempt, outcome: 'released' }, afterMs: 0 });
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
    this.#options.log.warn({ running: this.#running }, 'taken for dead by another replica; joining anew');
    for (const updateId of [...this.#tasks.keys()]) this.#abandon(updateId);
    this.#endings = [];
    this.#next.reconcile = false;
  }
}
