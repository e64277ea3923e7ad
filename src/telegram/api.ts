// The connection to a Bot API server: how long a call may take, what is tried again, and how fast calls may follow each other.

import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import { autoRetry } from '@grammyjs/auto-retry';
import { Api, GrammyError, HttpError, type RawApi, type Transformer } from 'grammy';
import { TryLater } from '../inbox/run.ts';
import { StoreUnavailable } from '../store/outage.ts';
import type { Log } from '../telemetry.ts';
import { watchCalls } from './outage.ts';
import { limitRate } from './rate-limits.ts';

// Longer than Telegram hangs and still answers: giving up early would send the same message twice.
const CALL_TIMEOUT_SECONDS = 90;
// A wait that another chat need not notice; longer ones go back to the inbox.
const MAX_WAIT_SECONDS = 10;
const OUTAGE_RETRY_MS = 3_000;
/** Of the store: what became of the failed start cannot be stored either before it is back. */
const STORE_RETRY_MS = 250;
const REFUSED_RETRY_MS = 30_000;
// A retried draft would show the past, a retried query is too late.
const TRIED_ONCE = new Set([
  'sendMessageDraft',
  'sendChatAction',
  'setMessageReaction',
  'answerInlineQuery',
  'answerCallbackQuery',
  'getUpdates',
]);

export type Connection = {
  readonly token: string;
  readonly apiRoot: string;
  /** The environment's proxies: HTTPS_PROXY, HTTP_PROXY, NO_PROXY; null: none is asked. */
  readonly proxyEnv: Readonly<Record<string, string>> | null;
  readonly log: Log;
};

export function connect({ token, apiRoot, proxyEnv, log }: Connection): Api {
  const options = { keepAlive: true, ...(proxyEnv === null ? {} : { proxyEnv }) };
  const agent = apiRoot.startsWith('https:') ? new HttpsAgent(options) : new HttpAgent(options);
  const api = new Api(token, {
    apiRoot,
    timeoutSeconds: CALL_TIMEOUT_SECONDS,
    baseFetchConfig: { compress: true, agent },
  });
  api.config.use(watchCalls(apiRoot, log));
  // By the steady clock: after a step back of the other every chat would wait for as long as that was.
  api.config.use(
    limitRate(
      () => performance.now(),
      (ms, signal) => wait(ms, undefined, signal ? { signal } : {}),
    ),
  );
  const retry = autoRetry({
    maxRetryAttempts: 2,
    maxDelaySeconds: MAX_WAIT_SECONDS,
    rethrowHttpErrors: true,
    rethrowInternalServerErrors: true,
  });
  api.config.use((previous, method, payload, signal) =>
    TRIED_ONCE.has(method) ? previous(method, payload, signal) : retry(previous, method, payload, signal),
  );
  api.config.use(followMigration);
  return api;
}

/** Sends what a group should have got to the supergroup that it has become: only the refusal tells where that is. */
const followMigration: Transformer<RawApi> = async (previous, method, payload, signal) => {
  const response = await previous(method, payload, signal);
  const moved = response.ok ? undefined : response.parameters?.migrate_to_chat_id;
  return moved === undefined ? response : previous(method, { ...payload, chat_id: moved }, signal);
};

/** Of Telegram or the store. */
export function isOutage(error: unknown): boolean {
  if (error instanceof GrammyError) return error.error_code >= 500;
  return error instanceof HttpError || error instanceof StoreUnavailable;
}

/** What Telegram or the store is at fault for does not count against the update: it comes back as TryLater. */
export function laterIfOutside(error: unknown): unknown {
  const later = (message: string, afterMs: number) => new TryLater(message, { afterMs, cause: error });
  if (error instanceof HttpError) return later('no connection to Telegram', OUTAGE_RETRY_MS);
  if (error instanceof StoreUnavailable) return later('the store is away', STORE_RETRY_MS);
  if (!(error instanceof GrammyError)) return error;
  const seconds = error.parameters.retry_after;
  if (seconds !== undefined) return later('Telegram asks to wait', seconds * 1_000);
  if (error.error_code >= 500) return later('Telegram fails', OUTAGE_RETRY_MS);
  // The token was revoked. Polling ends the process over it; behind a webhook questions wait for the new one.
  return error.error_code === 401 ? later('the token is refused', REFUSED_RETRY_MS) : error;
}
