// Takes updates by long polling: stored before they are acknowledged, for an offset is confirmed by the next call.

import { setTimeout as wait } from 'node:timers/promises';
import { type Api, GrammyError, HttpError } from 'grammy';
import type { Update } from 'grammy/types';
import { StoreUnavailable } from '../store/outage.ts';
import type { Log, Metrics } from '../telemetry.ts';
import { ALLOWED_UPDATES } from './bot.ts';
import { isRefusedToken, startError } from './start.ts';

const POLL_SECONDS = 25;
/** A call that gives nothing for so much longer hangs on a connection that is gone. */
const HANGING_SECONDS = 10;
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;
/** While it is the store that is away, which answers at once or waits by itself. */
const STORE_PAUSE_MS = 250;
/** Polling that goes well for so long has recovered. */
const QUIET_MS = 60_000;
const CONFIRM_MS = 2_000;

export type Polling = {
  readonly api: Api;
  /** Resolves once the updates are stored or answered. */
  readonly accept: (updates: readonly Update[]) => Promise<void>;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly signal: AbortSignal;
};

/**
 * Asks for updates until `signal` is aborted. Rejects when the token is refused; waits out everything else, with one line an
 * outage.
 */
export async function poll({ api, accept, log, metrics, signal }: Polling): Promise<void> {
  let offset = 0;
  let pauseMs = 0;
  let logged: string | null = null;
  let failedAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const hanging = AbortSignal.timeout((POLL_SECONDS + HANGING_SECONDS) * 1_000);
    try {
      const updates = await api.getUpdates(
        { offset, timeout: POLL_SECONDS, limit: 100, allowed_updates: [...ALLOWED_UPDATES] },
        AbortSignal.any([signal, hanging]) as never,
      );
      if (updates.length > 0) await accept(updates);
      const last = updates.at(-1);
      if (last) offset = last.update_id + 1;
      // Where two processes poll, each gets an update now and then: that is no end of it.
      if (logged !== null && performance.now() - failedAt > QUIET_MS) {
        log.info({ event: 'updates-back' }, 'updates arrive again');
        logged = null;
      }
      pauseMs = 0;
    } catch (error) {
      if (signal.aborted) break;
      if (isRefusedToken(error)) throw startError(error);
      const reason = hanging.aborted ? HANGING : pollFailure(error);
      metrics.error('polling');
      if (reason !== null) {
        if (reason !== logged) log.warn({ event: 'updates-away' }, reason);
        logged = reason;
        failedAt = performance.now();
      }
      pauseMs = Math.min(MAX_PAUSE_MS, Math.max(FIRST_PAUSE_MS, pauseMs * 2));
      if (error instanceof StoreUnavailable) pauseMs = STORE_PAUSE_MS;
      if (hanging.aborted) pauseMs = 0;
      const asked = error instanceof GrammyError ? (error.parameters.retry_after ?? 0) * 1_000 : 0;
      await wait(Math.max(pauseMs, asked), undefined, { signal }).catch(() => undefined);
    }
  }
  // Confirms what is stored, so that the next start need not be given it again.
  if (offset === 0) return;
  const soon = AbortSignal.timeout(CONFIRM_MS) as never;
  await api.getUpdates({ offset, timeout: 0, limit: 1 }, soon).catch(() => undefined);
}

const HANGING = `a call for updates hung for ${HANGING_SECONDS} s beyond its time: the connection was gone, and is made anew`;

/** One line for people; null for an outage of the store or of Telegram, each of which has a line where it shows. */
function pollFailure(error: unknown): string | null {
  if (error instanceof StoreUnavailable || error instanceof HttpError) return null;
  if (error instanceof GrammyError && error.error_code === 409) {
    return /webhook/i.test(error.description)
      ? 'a webhook was set for this token: another process runs this bot with TELEGRAM_MODE=webhook'
      : 'another process polls with this token: stop one of the two (409)';
  }
  if (error instanceof GrammyError)
    return error.error_code >= 500 ? null : `Telegram refuses to give updates (${error.error_code})`;
  throw error;
}
