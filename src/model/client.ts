// The model, over OpenAI's chat completions: one call, streamed, until the reply is parsed or the deadline ends it.
// The only place that knows the openai client.

import { setTimeout as wait } from 'node:timers/promises';
import OpenAI, {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  AuthenticationError,
  InternalServerError,
  PermissionDeniedError,
  RateLimitError,
} from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import type { Usage } from '../answer/answer.ts';
import { type Log, type Metrics, NO_METRICS } from '../telemetry.ts';
import { type Form, type Model, ModelError, type ModelFailure, type ModelRequest } from './model.ts';

// A claim is two dozen tokens and its keys a dozen: ten claims take 400. Models that reason spend their thoughts from the same
// number, so this leaves room for those, and bounds what a runaway reply costs.
const MAX_COMPLETION_TOKENS = 4_000;
const TRIES = 3;
const PASSING: readonly ModelFailure[] = ['rate-limited', 'server-error', 'no-connection', 'no-headers', 'dropped'];

/** The server that is asked. */
export type ModelServer = {
  readonly apiKey: string;
  /** Null: OpenAI itself. */
  readonly baseUrl: string | null;
  readonly model: string;
  readonly deadlineMs: number;
};

/** What passes between tries and pieces, in milliseconds. */
export type Patience = {
  /** A reply that has begun and then says nothing for this long will not go on; a local model pauses for less. */
  readonly stallMs: number;
  /** Before the second try, where the server names no time: what one takes to come back from a hiccup. Doubles each time. */
  readonly firstWaitMs: number;
};

const PATIENCE: Patience = { stallMs: 15_000, firstWaitMs: 500 };

/** `deadlineMs` of the server also bounds the wait for a reply's headers: half of it, so that a second try fits in. */
export function createModel(
  server: ModelServer,
  log: Log,
  patience: Patience = PATIENCE,
  metrics: Metrics = NO_METRICS,
): Model {
  const client = new OpenAI({
    apiKey: server.apiKey,
    baseURL: server.baseUrl,
    timeout: server.deadlineMs / 2,
    // The client would sleep through our deadline on a long retry-after, so the tries are counted here.
    maxRetries: 0,
    // The client's own log lines hold prompts at `debug`.
    logLevel: 'off',
  });
  return {
    name: server.model,
    async reply(request) {
      for (let attempt = 1; ; attempt++) {
        const startedAt = performance.now();
        try {
          const reply = await once(client, server.model, patience.stallMs, request);
          metrics.modelCall('ok');
          return reply;
        } catch (error) {
          if (!(error instanceof ModelError)) {
            if (request.signal.aborted) metrics.modelCall('stopped');
            throw error;
          }
          metrics.modelCall(error.failure === 'unreadable' ? 'unusable' : 'failed');
          const { failure } = error;
          const waitMs = retryAfterMs(error.cause) ?? patience.firstWaitMs * 2 ** (attempt - 1);
          const retries = PASSING.includes(failure) && attempt < TRIES && waitMs <= server.deadlineMs / 3;
          log.warn(
            {
              event: 'model',
              failure,
              attempt,
              durationMs: Math.round(performance.now() - startedAt),
              ...(retries ? { retryInMs: waitMs } : {}),
            },
            `model: ${failure}${retries ? ', trying again' : ''}`,
          );
          if (!retries) throw error;
          metrics.retry('model');
          await wait(waitMs, undefined, { signal: request.signal });
        }
      }
    },
  };
}

async function once<T>(
  client: OpenAI,
  model: string,
  stallMs: number,
  { messages, form, signal, onText, onUsage }: ModelRequest<T>,
): Promise<T> {
  const stall = new AbortController();
  let stallTimer: NodeJS.Timeout | undefined;
  let content = '';
  let refused = false;
  let finish: string | null = null;
  let isTelling = false;
  let usage: Usage | null = null;
  try {
    const stream = await client.chat.completions.create(
      {
        model,
        messages: [...messages],
        response_format: zodResponseFormat(form.schema, form.name),
        max_completion_tokens: MAX_COMPLETION_TOKENS,
        stream: true,
        stream_options: { include_usage: true },
      },
      { signal: AbortSignal.any([signal, stall.signal]) },
    );
    stallTimer = setTimeout(() => stall.abort(), stallMs);
    for await (const chunk of stream) {
      stallTimer.refresh();
      // Some servers send the sum so far with every piece.
      if (chunk.usage) usage = toUsage(chunk.usage);
      const choice = chunk.choices?.[0];
      if (!choice) continue;
      finish = choice.finish_reason ?? finish;
      if (choice.delta?.refusal) refused = true;
      const piece = choice.delta?.content;
      if (!piece) continue;
      content += piece;
      if (!onText || !piece.includes('}')) continue;
      isTelling = true;
      onText(content);
      isTelling = false;
    }
  } catch (error) {
    signal.throwIfAborted();
    // What the callback throws is no fault of the server.
    if (isTelling) throw error;
    if (stall.signal.aborted) throw new ModelError('stalled', 'the reply stalled', { cause: error });
    throw new ModelError(failureOf(error), (error as Error).message, { cause: error });
  } finally {
    clearTimeout(stallTimer);
    if (usage) onUsage(usage);
  }
  // An aborted stream ends without an error.
  signal.throwIfAborted();
  if (stall.signal.aborted) throw new ModelError('stalled', 'the reply stalled');
  if (refused || finish === 'content_filter') throw new ModelError('refused', 'the model refused');
  if (finish === 'length') throw new ModelError('cut-off', 'the reply was cut off by its length');
  if (finish === null) throw new ModelError('dropped', 'the reply broke off');
  return parse(content, form);
}

function parse<T>(content: string, { schema }: Form<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch (cause) {
    throw new ModelError('unreadable', `it is not JSON (${(cause as Error).message})`, { content, cause });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new ModelError('unreadable', `${issue.path.join('.') || 'the object'}: ${issue.message}`, { content });
}

function failureOf(error: unknown): ModelFailure {
  if (error instanceof APIConnectionTimeoutError) return 'no-headers';
  if (error instanceof APIConnectionError) return 'no-connection';
  if (error instanceof RateLimitError) return 'rate-limited';
  if (error instanceof AuthenticationError || error instanceof PermissionDeniedError) return 'unauthorized';
  // An error event inside a stream has no status.
  if (error instanceof InternalServerError) return 'server-error';
  if (error instanceof APIError) return error.status === undefined ? 'server-error' : 'rejected';
  return 'dropped';
}

/** What the server asks to wait, from retry-after-ms, or retry-after in seconds or as a date; null where it says nothing. */
function retryAfterMs(error: unknown): number | null {
  const headers = error instanceof APIError ? error.headers : undefined;
  const exactMs = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (exactMs >= 0) return exactMs;
  const value = headers?.get('retry-after');
  if (!value) return null;
  const seconds = Number(value);
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : null;
}

function toUsage(usage: OpenAI.CompletionUsage): Usage {
  return {
    promptTokens: usage.prompt_tokens ?? 0,
    cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
    completionTokens: usage.completion_tokens ?? 0,
  };
}
