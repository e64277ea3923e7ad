// Log lines without people's words, and the counters behind /metrics.

/** What the parts log through. Fields are ids, counts, durations and versions; never people's words, tokens or keys. */
export type Log = Readonly<Record<'debug' | 'info' | 'warn' | 'error', LogLine>>;
type LogLine = (fields: Readonly<Record<string, unknown>>, message: string) => void;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const nothing = () => {};
const SILENT: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** A log of JSON lines on standard output or standard error. `silent` loads no logger. */
export async function openLog(level: LogLevel, stream: 'stdout' | 'stderr'): Promise<Log> {
  if (level === 'silent') return SILENT;
  const { destination, pino } = await import('pino');
  // Synchronous, so that the last lines before a crash are there.
  const target = destination({ dest: stream === 'stdout' ? 1 : 2, sync: true });
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, target);
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}
