// The model behind OpenAI's chat completions, whatever server speaks them: one deadline, one repair, what the server takes learnt by
// asking. Nothing else loads the openai client.

import { setTimeout as wait } from 'node:timers/promises';
import OpenAI from 'openai';
import { z } from 'zod';
import { type Log, type Metrics, NO_METRICS } from '../telemetry.ts';
import { type Dialect, describeDialect, narrowed, requestIn, shortened, widestDialect } from './dialect.ts';
import { readEnvelope } from './envelope.ts';
import {
  type AskOptions,
  addUsage,
  type Form,
  type Message,
  type Model,
  type ModelFailure,
  NO_USAGE,
  type Reply,
  type Usage,
} from './model.ts';
import { ModelError, safeWords, toModelError } from './refusal.ts';
import { estimateUsage, readReply, type Written } from './stream.ts';

/** The server that is asked. */
export type ModelServer = {
  readonly apiKey: string;
  /** Null: OpenAI itself. */
  readonly baseUrl: string | null;
  readonly model: string;
  readonly deadlineMs: number;
  /** Thoughts included. Unset: 4,000. */
  readonly maxCompletionTokens?: number | undefined;
};

/** What passes between tries and pieces, in milliseconds. */
export type Patience = {
  /** A reply that has begun and then says nothing for this long will not go on. */
  readonly stallMs: number;
  /** Before the second try, where the server names no time: what one takes to come back from a hiccup. Doubles each time. */
  readonly firstWaitMs: number;
};

export type ModelClient = Model & {
  /** What the server takes, as far as that is known. */
  readonly dialect: () => Dialect;
  /** Asks something small until it is answered, so that a server which loads its model when asked has loaded it. Never rejects. */
  readonly warmUp: (signal?: AbortSignal) => Promise<boolean>;
};

// A claim is two dozen tokens and its keys a dozen: ten claims take 400. Models that reason spend their thoughts from the same number, so
// this leaves room for those, and bounds what a runaway reply costs.
const MAX_COMPLETION_TOKENS = 4_000;
const TRIES = 3;
const PASSING: readonly ModelFailure[] = ['rate-limited', 'server-error', 'no-connection', 'dropped'];
// The deadline ends a call long before; this is only to keep the client from doing so.
const CLIENT_TIMEOUT_MS = 3_600_000;
// A large model takes minutes to load from a slow disk.
const WARM_UP_MS = 600_000;
const WARM_UP_WAIT_MS = 5_000;
const MIN_STALL_MS = 15_000;
// Enough to see what went wrong; a reply that ran on for pages would be paid for twice.
const MAX_REPEATED = 4_000;
// Whatever it says, it is there.
const WARM: Form<unknown> = {
  name: 'ready',
  schema: z.preprocess(() => ({ ready: true }), z.object({ ready: z.boolean() })),
  hint: 'Reply with this JSON: {"ready": true}',
};

type Call<T> = {
  readonly form: Form<T>;
  readonly messages: readonly Message[];
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  readonly onText: AskOptions['onText'];
  readonly onLife: AskOptions['onLife'];
  readonly spend: (usage: Usage) => void;
};

export function createModel(
  server: ModelServer,
  log: Log,
  patience: Patience = { stallMs: Math.max(MIN_STALL_MS, server.deadlineMs / 5), firstWaitMs: 500 },
  metrics: Metrics = NO_METRICS,
): ModelClient {
  const client = new OpenAI({
    apiKey: server.apiKey,
    baseURL: server.baseUrl,
    timeout: CLIENT_TIMEOUT_MS,
    // The client would sleep through our deadline on a long retry-after, so the tries are counted here.
    maxRetries: 0,
    // The client's own log lines hold prompts at `debug`.
    logLevel: 'off',
  });
  // A server that has refused every form of a request is not asked in every form again.
  let isHopeless = false;
  let known = widestDialect(server.maxCompletionTokens ?? MAX_COMPLETION_TOKENS);
  return { name: server.model, ask, dialect: () => known, warmUp };

  async function ask<T>(messages: readonly Message[], form: Form<T>, options: AskOptions = {}): Promise<Reply<T>> {
    const { signal: stop, deadlineMs = server.deadlineMs, onText, onLife } = options;
    const deadline = AbortSignal.timeout(deadlineMs);
    let usage = NO_USAGE;
    const spend = (spent: Usage) => {
      usage = addUsage(usage, spent);
    };
    const signal = stop ? AbortSignal.any([stop, deadline]) : deadline;
    const failed = (why: ModelFailure, says: string): Reply<T> => ({ kind: 'failed', why, says, usage });
    onLife?.('reading');
    try {
      const value = await askTwice({ form, messages, signal, deadlineMs, onText, onLife, spend });
      return { kind: 'reply', value, usage };
    } catch (error) {
      stop?.throwIfAborted();
      if (deadline.aborted) {
        metrics.error('model-deadline');
        log.warn({ event: 'model', failure: 'deadline', deadlineMs }, 'model: deadline');
        return failed('deadline', `no answer within ${deadlineMs / 1000} s`);
      }
      if (error instanceof ModelError) return failed(error.failure, safeWords(error.message, server.apiKey, messages));
      throw error;
    }
  }

  /** A reply that cannot be read goes back once with what was wrong with it. */
  async function askTwice<T>(call: Call<T>): Promise<T> {
    try {
      return await tryOften(call);
    } catch (error) {
      if (!(error instanceof ModelError) || error.failure !== 'unreadable') throw error;
      const repair: Message[] = [
        { role: 'assistant', content: error.content.slice(0, MAX_REPEATED) },
        {
          role: 'user',
          content: `Your reply could not be read: ${error.message}. Send the whole reply again, in this form and without any other text.\n\n${call.form.hint}`,
        },
      ];
      return await tryOften({ ...call, messages: [...call.messages, ...repair] });
    }
  }

  /** Asks until there is a reply: again where a fault passes, otherwise where the server refuses how it was asked. */
  async function tryOften<T>(call: Call<T>): Promise<T> {
    let dialect = known;
    let isNarrower = false;
    for (let attempt = 1; ; ) {
      const startedAt = performance.now();
      try {
        const value = await once(call, dialect);
        if (isNarrower) known = dialect;
        isHopeless = false;
        metrics.modelCall('ok');
        return value;
      } catch (error) {
        if (!(error instanceof ModelError)) {
          if (call.signal.aborted) metrics.modelCall('stopped');
          throw error;
        }
        const next = nextDialect(dialect, error, attempt);
        const retryInMs = next ? 0 : retryAfter(error, attempt, call.deadlineMs);
        report(error, { attempt, startedAt, call, dialect, next, retryInMs });
        // It was read to its end: the server takes what it was sent.
        if (error.failure === 'unreadable' && isNarrower) known = dialect;
        if (retryInMs === null) {
          isHopeless ||= error.failure === 'rejected';
          throw error;
        }
        if (next) {
          dialect = next;
          isNarrower = true;
          continue;
        }
        attempt++;
        metrics.retry('model');
        await wait(retryInMs, undefined, { signal: call.signal });
      }
    }
  }

  async function once<T>({ messages, form, signal, onText, onLife, spend }: Call<T>, dialect: Dialect): Promise<T> {
    const params = requestIn(dialect, { model: server.model, messages, form });
    let response: Response;
    try {
      response = await client.chat.completions.create(params, { signal }).asResponse();
    } catch (error) {
      signal.throwIfAborted();
      throw toModelError(error);
    }
    const written = await readReply(response, { signal, stallMs: patience.stallMs, onText, onLife });
    spend(written.usage ?? estimateUsage(messages.map(({ content }) => content).join('\n'), written));
    return readWritten(written, form);
  }

  /** How to ask in place of what was refused; null where asking otherwise is no use. */
  function nextDialect(dialect: Dialect, { failure, refusal }: ModelError, attempt: number): Dialect | null {
    if (!refusal) return null;
    if (failure === 'context') return shortened(dialect, refusal);
    if (failure === 'rejected' || failure === 'not-found')
      return narrowed(dialect, refusal, failure === 'rejected' && !isHopeless);
    if (failure !== 'server-error' || refusal.status === null) return null;
    const named = narrowed(dialect, refusal, false);
    // Some servers break on a schema and say nothing of it.
    const isBroken = refusal.status === 500 && attempt === TRIES - 1 && dialect.format === 'json_schema';
    return named ?? (isBroken ? { ...dialect, format: 'none', usage: false } : null);
  }

  /** Milliseconds until the next try; null where there is none. */
  function retryAfter({ failure, refusal }: ModelError, attempt: number, deadlineMs: number): number | null {
    const waitMs = refusal?.retryAfterMs ?? patience.firstWaitMs * 2 ** (attempt - 1);
    return PASSING.includes(failure) && attempt < TRIES && waitMs <= deadlineMs / 3 ? waitMs : null;
  }

  function report<T>(
    { failure, refusal, message }: ModelError,
    told: {
      attempt: number;
      startedAt: number;
      call: Call<T>;
      dialect: Dialect;
      next: Dialect | null;
      retryInMs: number | null;
    },
  ): void {
    const { attempt, startedAt, call, dialect, next, retryInMs } = told;
    const says = safeWords(message, server.apiKey, call.messages);
    if (next) {
      const fields = { event: 'model-dialect', status: refusal?.status, says, now: describeDialect(next) };
      log.info(fields, 'model: the server refuses how it was asked, asking otherwise');
      return;
    }
    metrics.modelCall(failure === 'unreadable' ? 'unusable' : 'failed');
    const fields = {
      event: 'model',
      failure,
      status: refusal?.status ?? undefined,
      says,
      asked: describeDialect(dialect),
      attempt,
      durationMs: Math.round(performance.now() - startedAt),
      ...(retryInMs === null ? {} : { retryInMs }),
    };
    log.warn(fields, `model: ${failure}${retryInMs === null ? '' : ', trying again'}`);
  }

  async function warmUp(signal?: AbortSignal): Promise<boolean> {
    const deadline = AbortSignal.timeout(WARM_UP_MS);
    const stop = signal ? AbortSignal.any([signal, deadline]) : deadline;
    const startedAt = performance.now();
    try {
      for (;;) {
        const reply = await ask([{ role: 'user', content: 'Are you there?' }], WARM, {
          signal: stop,
          deadlineMs: WARM_UP_MS,
        });
        const isThere = reply.kind === 'reply' || !PASSING.includes(reply.why);
        const durationMs = Math.round(performance.now() - startedAt);
        if (isThere) log.info({ event: 'model-warm', durationMs, asked: describeDialect(known) }, 'model: warm');
        if (isThere) return reply.kind === 'reply';
        await wait(WARM_UP_WAIT_MS, undefined, { signal: stop });
      }
    } catch {
      return false;
    }
  }
}

/** @throws ModelError where what was written is no reply of the form, or not all of it. */
function readWritten<T>({ content, reasoning, end }: Written, form: Form<T>): T {
  if (end === 'refused') throw new ModelError('refused', 'the model refused');
  const reading = readEnvelope(content, reasoning, form);
  if (reading.ok && (end === 'finished' || reading.isWhole)) return reading.value;
  if (end === 'length') {
    const cause = content.trim() === '' ? 'thoughts took all tokens' : 'the reply was cut off by its length';
    throw new ModelError('cut-off', `${cause} (MAX_COMPLETION_TOKENS)`);
  }
  if (end === 'stalled') throw new ModelError('stalled', 'the reply stalled');
  if (end === 'open') throw new ModelError('dropped', 'the reply broke off');
  throw new ModelError('unreadable', reading.ok ? 'it is not whole' : reading.problem, { content });
}
