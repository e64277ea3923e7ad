// The work of one process on the inbox: holds a lease, claims, starts, reports, and gives back what it cannot finish.

import type { Log } from '../telemetry.ts';
import { createWakeUp, pause, RETRY_MS, within } from './batch.ts';
import { createFailureLog } from './failure-log.ts';
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

export type Worker = {
  readonly start: () => void;
  readonly drain: (ms: number) => Promise<number>;
  /** There may be work. */
  readonly wake: () => void;
};

/** From one transaction to the next while handlers run: what ends in a moment shares one. */
const CYCLE_MS = 5;
/** Updates waiting here for their next start. With so many everything fails, and claiming more would only fill the memory. */
const MAX_WAITING = 1_000;
const PURGE_EVERY_MS = 3_600_000;

export function createWorker(options: WorkerOptions): Worker {
  const { queue, log, concurrency, timeoutMs, heartbeatMs } = options;
  const { wake, woken } = createWakeUp();
  const stopping = new AbortController();
  const failures = createFailureLog(log);
  const tasks = new Map<number, Task>();
  let running = 0;
  let endings: Ending[] = [];
  /** What the next transactions have to do besides reporting and claiming. */
  const next = { tick: true, reconcile: false };
  let main: Promise<void> | null = null;
  /** The latest that was joined as; null before the first. A record goes by its update's start, whoever brings it. */
  let worker: QueueWorker | null = null;
  let isDraining = false;
  let onEmpty: (() => void) | null = null;
  let lastPurge = Number.NEGATIVE_INFINITY;

  const run = createRun({
    ...options,
    failures,
    record: (records) => worker!.record(records),
    isDraining: () => isDraining,
    stopping: stopping.signal,
    onSuperseded: supersede,
  });

  return {
    wake,
    start: () => {
      main ??= work();
    },
    drain: async (ms) => {
      if (main === null) return 0;
      isDraining = true;
      for (const task of tasks.values()) if (task.state === 'waiting' || task.state === 'due') release(task);
      const empty = new Promise<void>((resolve) => {
        onEmpty = resolve;
      });
      wake();
      if (tasks.size > 0) await within(empty, ms);
      const cutOff = running;
      if (tasks.size > 0) {
        for (const { controller } of tasks.values()) controller.abort(new Error('the process is stopping'));
        await within(empty, 2 * GRACE_MS);
      }
      stopping.abort();
      wake();
      await main;
      return cutOff;
    },
  };

  /** Joins, works until told to stop or taken for dead, and joins again. */
  async function work(): Promise<void> {
    const ticker = setInterval(() => {
      next.tick = true;
      wake();
    }, heartbeatMs);
    const { signal } = stopping;
    while (!signal.aborted) {
      try {
        worker = await queue.join({ ...options, signal, onWake: wake });
        await serve(worker);
        if (!signal.aborted) abandonAll();
        // What it holds when this fails is taken up by the next life, as after a kill.
        await worker.leave();
      } catch (error) {
        if (signal.aborted) break;
        failures.ofStore(error);
        await pause(RETRY_MS, signal);
      }
    }
    clearInterval(ticker);
  }

  /** Returns when told to stop and everything is reported, or when others took this worker for dead. */
  async function serve(worker: QueueWorker): Promise<void> {
    const { signal } = stopping;
    next.tick = true;
    wake();
    for (let last = Number.NEGATIVE_INFINITY; ; last = performance.now()) {
      await woken();
      if (running > 0) await pause(Math.max(0, last + CYCLE_MS - performance.now()), signal);
      if (signal.aborted && endings.length === 0) return;
      try {
        if (next.reconcile) {
          await worker.reconcile([...tasks.keys()]);
          next.reconcile = false;
        }
        if (next.tick && !(await tick(worker))) return;
        await cycle(worker);
      } catch (error) {
        failures.ofStore(error);
        // Whether the transaction took place is not known.
        next.reconcile = true;
        if (signal.aborted) return;
        await pause(RETRY_MS, signal);
        wake();
      }
    }
  }

  /** False when others took this worker for dead. */
  async function tick(worker: QueueWorker): Promise<boolean> {
    const { alive, recovered } = await worker.tick();
    next.tick = false;
    if (recovered > 0) log.info({ recovered }, `took up ${recovered} updates that were cut off`);
    const now = performance.now();
    for (const { state, startedAt, controller, claimed } of tasks.values()) {
      if (state !== 'running' || now - startedAt < timeoutMs || controller.signal.aborted) continue;
      controller.abort(new Error(`update ${claimed.updateId} took longer than ${timeoutMs} ms`));
    }
    if (now - lastPurge > PURGE_EVERY_MS) {
      lastPurge = now;
      options.purge().catch(failures.ofStore);
    }
    return alive;
  }

  /** One transaction: what ended since the last one, what comes next. */
  async function cycle(worker: QueueWorker): Promise<void> {
    const reported = endings;
    endings = [];
    startDue();
    const room = tasks.size - running < MAX_WAITING ? concurrency - running : 0;
    const max = isDraining ? 0 : Math.max(0, room);
    if (max === 0 && reported.length === 0) return;
    let result: CycleResult;
    try {
      const settled = reported.map((ending) => ending.settled);
      result = await worker.cycle(settled, max);
    } catch (error) {
      endings = [...reported, ...endings];
      throw error;
    }
    for (const ending of reported) if (!result.superseded.has(ending.settled.updateId)) conclude(ending);
    for (const updateId of result.superseded) supersede(updateId);
    for (const claimed of result.claimed) start(newTask(claimed, claimed.sent));
    if (tasks.size === 0) onEmpty?.();
  }

  function startDue(): void {
    for (const task of tasks.values()) {
      if (running >= concurrency) return;
      if (task.state === 'due') start(task);
    }
  }

  function start(task: Task): void {
    const { updateId } = task.claimed;
    task.state = 'running';
    task.startedAt = performance.now();
    tasks.set(updateId, task);
    running++;
    void run(task).then((ending) => {
      running--;
      // Others have it: what became of this start is nobody's business.
      if (tasks.get(updateId) !== task) return;
      report(ending);
    });
  }

  function report(ending: Ending): void {
    ending.task.state = 'ended';
    endings.push(ending);
    wake();
  }

  /** Somebody else has it; or an earlier report arrived and only its answer was lost, then it is queued again. */
  function supersede(updateId: number): void {
    abandon(updateId);
    next.reconcile = true;
    wake();
  }

  function conclude({ task, settled, afterMs }: Ending): void {
    const { updateId, attempt, failures } = task.claimed;
    if (settled.outcome !== 'again') {
      tasks.delete(updateId);
      return;
    }
    const claimed = { ...task.claimed, attempt: attempt + 1, failures: failures + (settled.failed ? 1 : 0) };
    const again = newTask(claimed, task.sent);
    tasks.set(updateId, again);
    if (isDraining) {
      release(again);
      return;
    }
    again.timer = setTimeout(() => {
      again.state = 'due';
      wake();
    }, afterMs);
  }

  function release(task: Task): void {
    const { updateId, attempt } = task.claimed;
    if (task.timer !== null) clearTimeout(task.timer);
    report({ task, settled: { updateId, attempt, outcome: 'released' }, afterMs: 0 });
  }

  function abandon(updateId: number): void {
    const task = tasks.get(updateId);
    if (task === undefined) return;
    if (task.timer !== null) clearTimeout(task.timer);
    tasks.delete(updateId);
    task.controller.abort(new Superseded(updateId));
  }

  /** After others took over: stops what runs here, so that nothing is done twice for longer than it takes to notice. */
  function abandonAll(): void {
    log.warn({ running }, 'taken for dead by another replica; joining anew');
    for (const updateId of [...tasks.keys()]) abandon(updateId);
    endings = [];
    next.reconcile = false;
  }
}
