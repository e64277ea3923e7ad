// From a request to a reply of the form: asked again where a fault passes, asked otherwise where the server refuses how it was asked.

import { setTimeout as wait } from 'node:timers/promises';
import type OpenAI from 'openai';
import type { Log, Metrics } from '../telemetry.ts';
import { type Dialect, describeDialect, narrowed, plainer, requestIn, shortened } from './dialect.ts';
import { readEnvelope } from './envelope.ts';
import type { AskOptions, Form, Message, ModelFailure, Usage } from './model.ts';
import { ModelError, safeWords, toModelError } from './refusal.ts';
import { estimateUsage, readReply, type Written } from './stream.ts';

/** What passes between tries and pieces, in milliseconds. */
export type Patience = {
  /** A reply that has begun and then says nothing for this long will not go on. */
  readonly stallMs: number;
  /** Before the second try, where the server names no time: what one takes to come back from a hiccup. Doubles each time. */
  readonly firstWaitMs: number;
};

export type Server = {
  readonly client: OpenAI;
  readonly name: string;
  readonly apiKey: string;
  readonly deadlineMs: number;
  readonly patience: Patience;
  /** `isHopeless`: it has refused every form of a request, and is not asked in every form again. */
  readonly learnt: { dialect: Dialect; isHopeless: boolean };
  readonly log: Log;
  readonly metrics: Metrics;
};

export type Call<T> = Pick<AskOptions, 'onText' | 'onLife'> & {
  readonly form: Form<T>;
  readonly messages: readonly Message[];
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  readonly spend: (usage: Usage) => void;
};

const TRIES = 3;
/** What may be gone the next time. */
export const PASSING: readonly ModelFailure[] = ['rate-limited', 'server-error', 'no-connection', 'dropped'];

/** @throws ModelError, the signal's reason once it is aborted, and what a callback throws. */
export async function tryOften<T>(server: Server, call: Call<T>): Promise<T> {
  const { learnt, metrics } = server;
  let { dialect } = learnt;
  let isNarrower = false;
  const remember = () => {
    // Another call may have learnt something meanwhile, and this one nothing.
    if (isNarrower) learnt.dialect = dialect;
    learnt.isHopeless = false;
  };
  let isSilent = false;
  for (let attempt = 1; ; ) {
    const startedAt = performance.now();
    try {
      // A server that fails once a stream has begun can only end it; asked for the whole, it can say why.
      const value = await tryOnce(server, call, isSilent ? { ...dialect, stream: false } : dialect);
      remember();
      metrics.modelCall('ok');
      return value;
    } catch (error) {
      if (!(error instanceof ModelError)) {
        if (call.signal.aborted) metrics.modelCall('stopped');
        throw error;
      }
      // It was written to its end: the server takes what it was sent.
      if (error.failure === 'unreadable') remember();
      isSilent = error.failure === 'dropped' && error.content === '';
      const named = namedIn(error, dialect);
      const next = named ?? guessed(error, dialect, attempt, learnt.isHopeless);
      const retryInMs = next === null ? retryAfter(server, call, error, attempt) : null;
      const durationMs = Math.round(performance.now() - startedAt);
      logFailure(server, call, error, {
        dialect,
        next,
        fields: { attempt, durationMs, ...(retryInMs !== null && { retryInMs }) },
      });
      if (next !== null) {
        dialect = next;
        isNarrower = true;
        if (named !== null) remember();
      } else if (retryInMs !== null) {
        attempt++;
        metrics.retry('model');
        await wait(retryInMs, undefined, { signal: call.signal });
      } else {
        learnt.isHopeless ||= error.failure === 'rejected';
        throw error;
      }
    }
  }
}

/** The dialect without what the server named in its refusal; null where it named nothing, or something else is wrong. */
function namedIn({ failure, refusal }: ModelError, dialect: Dialect): Dialect | null {
  if (refusal === null || refusal.status === null) return null;
  return failure === 'rejected' || failure === 'not-found' || failure === 'server-error'
    ? narrowed(dialect, refusal)
    : null;
}

/** How else to ask, where the server does not say what is wrong; null where asking otherwise is no use. */
function guessed(
  { failure, refusal }: ModelError,
  dialect: Dialect,
  attempt: number,
  isHopeless: boolean,
): Dialect | null {
  if (refusal === null) return null;
  if (failure === 'context') return shortened(dialect, refusal);
  if (failure === 'rejected') return isHopeless ? null : plainer(dialect);
  // Some servers break on a schema and say nothing of it.
  const isBroken = refusal.status === 500 && attempt === TRIES - 1 && dialect.format === 'json_schema';
  return isBroken ? { ...dialect, format: 'none', usage: false } : null;
}

/** Milliseconds until the next try; null where there is none. */
function retryAfter<T>(
  { patience }: Server,
  { deadlineMs }: Call<T>,
  { failure, refusal }: ModelError,
  attempt: number,
): number | null {
  const waitMs = refusal?.retryAfterMs ?? patience.firstWaitMs * 2 ** (attempt - 1);
  return PASSING.includes(failure) && attempt < TRIES && waitMs <= deadlineMs / 3 ? waitMs : null;
}

type Told = { readonly dialect: Dialect; readonly next: Dialect | null; readonly fields: object };

function logFailure<T>(
  { log, metrics, apiKey }: Server,
  { messages }: Call<T>,
  error: ModelError,
  { dialect, next, fields }: Told,
): void {
  const { failure, refusal, message } = error;
  const told = { status: refusal?.status ?? undefined, says: safeWords(message, apiKey, messages) };
  if (next !== null) {
    const text = 'model: the server refuses how it was asked, asking otherwise';
    log.info({ event: 'model-dialect', ...told, now: describeDialect(next) }, text);
    return;
  }
  metrics.modelCall(failure === 'unreadable' ? 'unusable' : 'failed');
  log.warn({ event: 'model', failure, ...told, asked: describeDialect(dialect), ...fields }, `model: ${failure}`);
}

async function tryOnce<T>({ client, name, patience }: Server, call: Call<T>, dialect: Dialect): Promise<T> {
  const { messages, form, signal, onText, onLife, spend } = call;
  const request = requestIn(dialect, { model: name, messages, form });
  const response = await client.chat.completions
    .create(request, { signal })
    .asResponse()
    .catch((error: unknown) => {
      signal.throwIfAborted();
      throw toModelError(error);
    });
  const written = await readReply(response, { signal, stallMs: patience.stallMs, onText, onLife });
  const usage = written.usage ?? estimateUsage(messages.map(({ content }) => content).join('\n'), written);
  if (usage.completionTokens > 0) spend(usage);
  return valueIn(written, form);
}

/** @throws ModelError where what was written is no reply of the form, or not all of it. */
function valueIn<T>({ content, reasoning, end }: Written, form: Form<T>): T {
  if (end === 'refused') throw new ModelError('refused', 'the model refused');
  const reading = readEnvelope(content, reasoning, form);
  if (reading.ok && (end === 'finished' || reading.isWhole)) return reading.value;
  if (end === 'length') {
    const cause = content.trim() === '' ? 'thoughts took all tokens' : 'the reply was cut off by its length';
    throw new ModelError('cut-off', `${cause} (MAX_COMPLETION_TOKENS)`);
  }
  if (end === 'stalled') throw new ModelError('stalled', 'the reply stalled');
  if (end === 'open') throw new ModelError('dropped', 'the reply broke off', { content });
  throw new ModelError('unreadable', reading.ok ? 'it is not whole' : reading.problem, { content });
}
