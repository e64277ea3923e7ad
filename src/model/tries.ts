// From a request to a reply of the form: asked again where a fault passes, asked otherwise where the server refuses how it was asked.

import { setTimeout as wait } from 'node:timers/promises';
import type OpenAI from 'openai';
import type { Log, Metrics } from '../telemetry.ts';
import { type Dialect, describeDialect, narrowed, plainer, requestIn, shortened } from './dialect.ts';
import { readEnvelope } from './envelope.ts';
import { type AskOptions, estimateTokens, type Form, type Message, type ModelFailure, type Usage } from './model.ts';
import { ModelError, safeWords, toModelError } from './refusal.ts';
import { readReply, type Written } from './stream.ts';

export type Server = {
  readonly client: OpenAI;
  readonly name: string;
  readonly apiKey: string;
  readonly deadlineMs: number;
  readonly stallMs: number;
  readonly firstWaitMs: number;
  /** What it is known to take. */
  dialect: Dialect;
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
  const { log, metrics } = server;
  const before = server.dialect;
  let dialect = before;
  // Another call may have learnt something meanwhile, and this one nothing.
  const remember = () => {
    if (dialect !== before) server.dialect = dialect;
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
      const { failure, refusal, content } = error;
      // It was written to its end: the server takes what it was sent.
      if (failure === 'unreadable') remember();
      isSilent = failure === 'dropped' && content === '';
      const named = namedIn(error, dialect);
      const next = named ?? guessed(error, dialect, attempt);
      const says = safeWords(error.message, server.apiKey, call.messages);
      const told = { failure, status: refusal?.status ?? undefined, says, asked: describeDialect(dialect) };
      if (next !== null) {
        log.info({ event: 'model-dialect', ...told, next: describeDialect(next) }, 'model: asking otherwise');
        dialect = next;
        if (named !== null) remember();
        continue;
      }
      metrics.modelCall(failure === 'unreadable' ? 'unusable' : 'failed');
      const waitMs = refusal?.retryAfterMs ?? server.firstWaitMs * 2 ** (attempt - 1);
      const isRetried = PASSING.includes(failure) && attempt < TRIES && waitMs <= call.deadlineMs / 3;
      const durationMs = Math.round(performance.now() - startedAt);
      const fields = { event: 'model', ...told, attempt, durationMs, ...(isRetried && { retryInMs: waitMs }) };
      log.warn(fields, `model: ${failure}`);
      if (!isRetried) throw error;
      attempt++;
      metrics.retry('model');
      await wait(waitMs, undefined, { signal: call.signal });
    }
  }
}

/** The dialect without what the server named in its refusal; null where it named nothing, or something else is wrong. */
function namedIn({ failure, refusal }: ModelError, dialect: Dialect): Dialect | null {
  const isOfForm = failure === 'rejected' || failure === 'not-found' || failure === 'server-error';
  return refusal !== null && isOfForm ? narrowed(dialect, refusal) : null;
}

/** How else to ask, where the server does not say what is wrong; null where asking otherwise is no use. */
function guessed({ failure, refusal }: ModelError, dialect: Dialect, attempt: number): Dialect | null {
  if (refusal === null) return null;
  if (failure === 'context') return shortened(dialect, refusal);
  if (failure === 'rejected') return plainer(dialect);
  // Some servers break on a schema and say nothing of it.
  const isBroken = refusal.status === 500 && attempt === TRIES - 1 && dialect.format === 'json_schema';
  return isBroken ? { ...dialect, format: 'none', usage: false } : null;
}

async function tryOnce<T>({ client, name, stallMs }: Server, call: Call<T>, dialect: Dialect): Promise<T> {
  const { messages, form, signal, onText, onLife, spend } = call;
  const request = requestIn(dialect, { model: name, messages, form });
  const response = await client.chat.completions
    .create(request, { signal })
    .asResponse()
    .catch((error: unknown) => {
      signal.throwIfAborted();
      throw toModelError(error);
    });
  const written = await readReply(response, { signal, stallMs, onText, onLife });
  const completionTokens = estimateTokens(written.content) + estimateTokens(written.reasoning);
  const promptTokens = estimateTokens(messages.map(({ content }) => content).join('\n'));
  if (written.usage) spend(written.usage);
  else if (completionTokens > 0) spend({ promptTokens, cachedTokens: 0, completionTokens, estimated: true });
  return valueIn(written, form);
}

/** @throws ModelError where what was written is no reply of the form, or not all of it. */
function valueIn<T>({ content, reasoning, end }: Written, form: Form<T>): T {
  if (end === 'refused') throw new ModelError('refused', 'the model refused');
  const reading = readEnvelope(content, reasoning, form);
  if (reading.ok && (end === 'finished' || reading.isWhole)) return reading.value;
  const thoughts = content.trim() === '' ? 'thoughts took all tokens' : 'the reply was cut off by its length';
  if (end === 'length') throw new ModelError('cut-off', `${thoughts} (MAX_COMPLETION_TOKENS)`, { content });
  if (end === 'stalled') throw new ModelError('stalled', 'the reply stalled', { content });
  if (end === 'open') throw new ModelError('dropped', 'the reply broke off', { content });
  throw new ModelError('unreadable', reading.ok ? 'it is not whole' : reading.problem, { content });
}
