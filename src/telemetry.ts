// Log lines without people's words, and the counters behind /metrics.

import type { Logger } from 'pino';

/** What the parts log through. Fields are ids, counts, durations and versions; never people's words, tokens or keys. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
