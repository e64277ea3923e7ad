// The start waits out what may pass: Telegram away, failing or asking to wait. Only what waiting cannot mend ends it, in one line.

import { setTimeout as wait } from 'node:timers/promises';
import { GrammyError, HttpError } from 'grammy';
import type { Log } from '../telemetry.ts';

const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;

export type Patience = {
  readonly log: Log;
  /** Aborted when the process is told to end. */
  readonly signal: AbortSignal;
};

/**
 * What `call` gives, however long it takes. Telegram's outages have their line in outage.ts; a wait that it asks for is told here.
 * @throws what waiting cannot mend, and the signal's reason.
 */
export async function patiently<T>(what: string, call: () => Promise<T>, { log, signal }: Patience): Promise<T> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(MAX_PAUSE_MS, pauseMs * 2)) {
    try {
      return await call();
    } catch (error) {
      signal.throwIfAborted();
      const seconds = error instanceof GrammyError ? error.parameters.retry_after : undefined;
      if (seconds !== undefined) {
        log.warn(
          { event: 'start-waits', seconds },
          `Telegram asks to wait ${seconds} s before ${what}; the start waits`,
        );
      } else if (!(error instanceof HttpError) && !(error instanceof GrammyError && error.error_code >= 500))
        throw error;
      await wait(seconds === undefined ? pauseMs : seconds * 1_000, undefined, { signal });
    }
  }
}

export function isRefusedToken(error: unknown): error is GrammyError {
  return error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404);
}

/** The line for people. */
export function startError(error: unknown): unknown {
  if (isRefusedToken(error)) {
    return new Error(
      `TELEGRAM_BOT_TOKEN is refused by Telegram (${error.error_code}); expected the token that BotFather gave, unrevoked`,
      { cause: error },
    );
  }
  if (error instanceof GrammyError && error.method === 'setWebhook') {
    return new Error(`PUBLIC_URL: Telegram refuses it as a webhook (${error.description})`, { cause: error });
  }
  return error;
}
