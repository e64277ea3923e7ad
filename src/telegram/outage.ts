// Notices when Telegram stops answering and when it answers again: one line each, however many calls meet it.

import type { RawApi, Transformer } from 'grammy';
import { type Log, trackOutage } from '../telemetry.ts';

/** An answer takes well under a second; long polling waits for its own time besides. */
const SLOW_MS = 10_000;
/** Watches calls as they leave; changes none. Refusals are answers. */
export function watchCalls(apiRoot: string, log: Log): Transformer<RawApi> {
  const tracker = trackOutage();
  const begin = (reason: string, method: string): void =>
    tracker.begin(() =>
      log.warn(
        { event: 'telegram-away', method },
        `Telegram (${apiRoot}) ${reason}; what waits for it is tried until it answers`,
      ),
    );
  const end = (): void =>
    tracker.end((seconds, failures) =>
      log.info({ event: 'telegram-back', seconds, failures }, `Telegram answers again after ${seconds} s`),
    );

  return async (previous, method, payload, signal) => {
    const pollMs = 1_000 * ((payload as { timeout?: number }).timeout ?? 0);
    const slow = setTimeout(() => begin(`has not answered for ${SLOW_MS / 1_000} s`, method), pollMs + SLOW_MS);
    try {
      const response = await previous(method, payload, signal);
      if (!response.ok && response.error_code >= 500) begin(`fails (${response.error_code})`, method);
      else end();
      return response;
    } catch (error) {
      // Given up on this side.
      if (!signal?.aborted) begin('cannot be reached', method);
      throw error;
    } finally {
      clearTimeout(slow);
    }
  };
}
