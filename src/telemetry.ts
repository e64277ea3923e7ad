// Log lines without people's words, and the counters behind /metrics.

/** What the parts log through. Fields are ids, counts, durations and versions; never people's words, tokens or keys. */
export type Log = Readonly<Record<'debug' | 'info' | 'warn' | 'error', LogLine>>;
type LogLine = (fields: Readonly<Record<string, unknown>>, message: string) => void;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const nothing = () => {};
/** Writes nothing: where what goes wrong is told otherwise. */
export const NO_LOG: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** A log of JSON lines on standard output or standard error. `silent` loads no logger. */
export async function openLog(level: LogLevel, stream: 'stdout' | 'stderr'): Promise<Log> {
  if (level === 'silent') return NO_LOG;
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

export type Surface = 'private' | 'group' | 'inline' | 'web' | 'terminal' | 'api' | 'mcp';

/** How a question ended, besides with an answer: see `Metrics.answer` for those. */
type Unanswered = 'refused' | 'limited' | 'stopped' | 'failed';

/** The part of an answer that is counted. */
type CountedAnswer = {
  readonly kind: string;
  /** Why there was no model; null where it answered. */
  readonly why: string | null;
  readonly usage: Spent | null;
};

type Spent = {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
};

/** Milliseconds from the question; `firstClaimMs` null when nothing was shown before the end. */
type AnswerTimings = { readonly firstClaimMs: number | null; readonly totalMs: number };

/** What the parts count. Every argument is from a short fixed list, for each value is a series of its own; never people's words. */
export type Metrics = {
  /** An update, by its kind ("message", "inline_query"). */
  readonly update: (kind: string) => void;
  readonly answer: (surface: Surface, answer: CountedAnswer, timings: AnswerTimings) => void;
  readonly question: (surface: Surface, outcome: Unanswered) => void;
  /** What the model cost where there is no answer to count it with. */
  readonly tokens: (usage: Spent) => void;
  /** `unusable`: a reply that could not be read; `stopped`: by its asker or the deadline. */
  readonly modelCall: (outcome: 'ok' | 'failed' | 'stopped' | 'unusable') => void;
  /** By the part it happened in and, where there is one, its code ("telegram", "429"). */
  readonly error: (kind: string) => void;
  /** Something done again: "telegram", "model", "update". */
  readonly retry: (kind: string) => void;
  /** A claim or reply that grounding turned down, by the rule. */
  readonly refusal: (rule: string) => void;
  /** Where the inbox's figures come from: read at each scrape. */
  readonly watchInbox: (read: () => Promise<InboxFigures>) => void;
};

type InboxFigures = { readonly depth: number; readonly oldestAgeSeconds: number };

/** The counters as /metrics shows them. */
export type MetricsRegistry = { readonly contentType: string; readonly metrics: () => Promise<string> };

/** Counts nothing: for one question in the terminal, and for tests. */
export const NO_METRICS: Metrics = {
  update: nothing,
  answer: nothing,
  question: nothing,
  tokens: nothing,
  modelCall: nothing,
  error: nothing,
  retry: nothing,
  refusal: nothing,
  watchInbox: nothing,
};

type Prices = { readonly promptPerMillion: number; readonly completionPerMillion: number };

// From an extraction's few milliseconds to a model's deadline.
const SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];

/** Counters in a registry of their own. Cost is counted only where `prices` are known, in the currency that they are in. */
export async function createMetrics(
  { prices }: { readonly prices: Prices | null } = { prices: null },
): Promise<Metrics & { readonly registry: MetricsRegistry }> {
  const { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } = await import('prom-client');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: readonly string[]) =>
    new Counter({ name: `onrecord_${name}`, help, labelNames, registers: [registry] });
  const histogram = (name: string, help: string) =>
    new Histogram({
      name: `onrecord_${name}`,
      help,
      labelNames: ['surface', 'mode'],
      buckets: SECONDS,
      registers: [registry],
    });

  const updates = counter('updates_total', 'Updates from Telegram, by kind.', ['kind']);
  const questions = counter('questions_total', 'Questions, by where they were asked and how they ended.', [
    'surface',
    'outcome',
  ]);
  const extractions = counter('extractions_total', 'Answers made without a model, by why.', ['reason']);
  const firstClaim = histogram('first_claim_seconds', 'From the question to the first claim shown.');
  const total = histogram('answer_seconds', 'From the question to the whole answer.');
  const calls = counter('model_calls_total', 'Calls of the model, by how they ended.', ['outcome']);
  const tokens = counter('tokens_total', 'Tokens of the model. Cached ones are counted under prompt too.', ['kind']);
  const cost = prices && counter('cost_total', 'Cost of the tokens at the prices that are set.', []);
  const errors = counter('errors_total', 'Errors, by kind.', ['kind']);
  const retries = counter('retries_total', 'Things done again, by kind.', ['kind']);
  const refusals = counter('refusals_total', 'What grounding turned down, by rule.', ['rule']);

  const spend = ({ promptTokens, cachedTokens, completionTokens }: Spent) => {
    tokens.inc({ kind: 'prompt' }, promptTokens);
    tokens.inc({ kind: 'cached' }, cachedTokens);
    tokens.inc({ kind: 'completion' }, completionTokens);
    if (!prices) return;
    const { promptPerMillion, completionPerMillion } = prices;
    cost?.inc((promptTokens * promptPerMillion + completionTokens * completionPerMillion) / 1_000_000);
  };

  return {
    registry: { contentType: registry.contentType, metrics: () => registry.metrics() },
    update: (kind) => updates.inc({ kind }),
    question: (surface, outcome) => questions.inc({ surface, outcome }),
    answer: (surface, { kind, why, usage }, { firstClaimMs, totalMs }) => {
      const mode = why === null ? 'model' : 'extract';
      questions.inc({ surface, outcome: kind === 'absent' ? 'absent' : 'answered' });
      if (why !== null) extractions.inc({ reason: why });
      if (firstClaimMs !== null) firstClaim.observe({ surface, mode }, firstClaimMs / 1000);
      total.observe({ surface, mode }, totalMs / 1000);
      if (usage) spend(usage);
    },
    tokens: spend,
    modelCall: (outcome) => calls.inc({ outcome }),
    error: (kind) => errors.inc({ kind }),
    retry: (kind) => retries.inc({ kind }),
    refusal: (rule) => refusals.inc({ rule }),
    watchInbox: (read) => {
      const gauge = (name: string, help: string, figure: (inbox: InboxFigures) => number) =>
        new Gauge({
          name: `onrecord_${name}`,
          help,
          registers: [registry],
          async collect() {
            // A store that is down must not take the other figures with it.
            this.set(await read().then(figure, () => Number.NaN));
          },
        });
      gauge('inbox_depth', 'Updates not yet done.', ({ depth }) => depth);
      gauge('inbox_age_seconds', 'Age of the oldest update not yet done.', ({ oldestAgeSeconds }) => oldestAgeSeconds);
    },
  };
}

/** Relapses within this time of a recovery belong to the same outage: often a few calls get through in between. */
const RELAPSE_MS = 30_000;

/** An outage of something outside, logged once when it begins and once when it ends, however many calls meet it. */
export type OutageTracker = {
  /** Counts a failure; `log` is called if an outage begins with it. */
  readonly begin: (log: () => void) => void;
  /** Something worked: `log` is called if an outage ends with it, with how long it was and how many failures it had. */
  readonly end: (log: (seconds: number, failures: number) => void) => void;
  readonly isOn: () => boolean;
};

export function trackOutage(): OutageTracker {
  let since: number | null = null;
  let recoveredAt = Number.NEGATIVE_INFINITY;
  let failures = 0;
  return {
    isOn: () => since !== null,
    begin: (log) => {
      failures++;
      if (since !== null) return;
      since = performance.now();
      if (since - recoveredAt >= RELAPSE_MS) log();
    },
    end: (log) => {
      if (since === null) return;
      const isRelapse = since - recoveredAt < RELAPSE_MS;
      recoveredAt = performance.now();
      const seconds = Math.round((recoveredAt - since) / 100) / 10;
      since = null;
      if (!isRelapse) log(seconds, failures);
      failures = 0;
    },
  };
}
