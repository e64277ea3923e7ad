// The model behind OpenAI's chat completions, whatever server speaks them: one deadline, one repair. What a server takes is learnt by
// asking, and remembered for the process.

import { setTimeout as wait } from 'node:timers/promises';
import OpenAI from 'openai';
import { z } from 'zod';
import { type Log, type Metrics, NO_METRICS } from '../telemetry.ts';
import { type Dialect, describeDialect, widestDialect } from './dialect.ts';
import {
  type AskOptions,
  addUsage,
  type Form,
  type Message,
  type Model,
  NO_USAGE,
  type Reply,
  type Usage,
} from './model.ts';
import { ModelError, safeWords } from './refusal.ts';
import { type Call, PASSING, type Server, tryOften } from './tries.ts';

/** The server that is asked. */
export type ModelServer = {
  readonly apiKey: string;
  /** Null: OpenAI itself. */
  readonly baseUrl: string | null;
  readonly model: string;
  readonly deadlineMs: number;
  /** Thoughts included. */
  readonly maxCompletionTokens?: number;
  /** A reply that has begun and then says nothing for this long will not go on. */
  readonly stallMs?: number;
  /** Before the second try, where the server names no time: what one takes to come back from a hiccup. Doubles each time. */
  readonly firstWaitMs?: number;
};

export type ModelClient = Model & {
  /** What the server takes, as far as that is known. */
  readonly dialect: () => Dialect;
  /** Asks something small until it is answered, so that a server which loads its model when asked has loaded it. Never rejects. */
  readonly warmUp: (signal?: AbortSignal) => Promise<boolean>;
};

// A claim is two dozen tokens and its keys a dozen: ten claims take 400. Models that reason spend their thoughts from the same
// number, so this leaves room for those, and bounds what a runaway reply costs.
const MAX_COMPLETION_TOKENS = 4_000;
// The deadline ends a call long before; this is only to keep the client from doing so.
const CLIENT_TIMEOUT_MS = 3_600_000;
const MIN_STALL_MS = 15_000;
// Enough to see what went wrong; a reply that ran on for pages would be paid for twice.
const MAX_REPEATED = 4_000;

export function createModel(config: ModelServer, log: Log, metrics: Metrics = NO_METRICS): ModelClient {
  const { apiKey, baseUrl: baseURL, model: name, deadlineMs, maxCompletionTokens = MAX_COMPLETION_TOKENS } = config;
  const { stallMs = Math.max(MIN_STALL_MS, deadlineMs / 5), firstWaitMs = 500 } = config;
  // Its own retries would sleep through our deadline on a long retry-after; its log lines hold prompts at `debug`.
  const client = new OpenAI({ apiKey, baseURL, timeout: CLIENT_TIMEOUT_MS, maxRetries: 0, logLevel: 'off' });
  const dialect = widestDialect(maxCompletionTokens);
  const server: Server = { client, name, apiKey, deadlineMs, stallMs, firstWaitMs, dialect, log, metrics };
  const model: Model = { name, ask: (messages, form, options = {}) => ask(server, messages, form, options) };
  return { ...model, dialect: () => server.dialect, warmUp: (signal) => warmUp(server, model, signal) };
}

async function ask<T>(
  server: Server,
  messages: readonly Message[],
  form: Form<T>,
  { signal: stop, deadlineMs = server.deadlineMs, onText, onLife }: AskOptions,
): Promise<Reply<T>> {
  const deadline = AbortSignal.timeout(deadlineMs);
  const signal = stop ? AbortSignal.any([stop, deadline]) : deadline;
  let usage = NO_USAGE;
  const spend = (spent: Usage) => {
    usage = addUsage(usage, spent);
  };
  onLife?.('reading');
  try {
    const value = await askTwice(server, { form, messages, signal, deadlineMs, onText, onLife, spend });
    return { kind: 'reply', value, usage };
  } catch (error) {
    stop?.throwIfAborted();
    if (deadline.aborted) {
      server.metrics.error('model-deadline');
      server.log.warn({ event: 'model', failure: 'deadline', deadlineMs }, 'model: deadline');
      return { kind: 'failed', why: 'deadline', says: `no answer within ${deadlineMs / 1_000} s`, usage };
    }
    if (!(error instanceof ModelError)) throw error;
    return { kind: 'failed', why: error.failure, says: safeWords(error.message, server.apiKey, messages), usage };
  }
}

/** A reply that cannot be read goes back once with what was wrong with it. */
async function askTwice<T>(server: Server, call: Call<T>): Promise<T> {
  try {
    return await tryOften(server, call);
  } catch (error) {
    if (!(error instanceof ModelError) || error.failure !== 'unreadable') throw error;
    const repair = `Your reply could not be read: ${error.message}. Send the whole reply again, without any other text. ${call.form.hint}`;
    const turns: readonly Message[] = [
      { role: 'assistant', content: error.content.slice(0, MAX_REPEATED) },
      { role: 'user', content: repair },
    ];
    return await tryOften(server, { ...call, messages: [...call.messages, ...turns] });
  }
}

// A large model takes minutes to load from a slow disk.
const WARM_UP_MS = 600_000;
const WARM_UP_WAIT_MS = 5_000;
const GREETING: Message = { role: 'user', content: 'Are you there?' };
// Whatever it says, it is there.
const WARM: Form<unknown> = {
  name: 'ready',
  schema: z.preprocess(() => ({ ready: true }), z.object({ ready: z.boolean() })),
  hint: 'Reply with this JSON: {"ready": true}',
};

async function warmUp(server: Server, model: Model, stop?: AbortSignal): Promise<boolean> {
  const deadline = AbortSignal.timeout(WARM_UP_MS);
  const options = { signal: stop ? AbortSignal.any([stop, deadline]) : deadline, deadlineMs: WARM_UP_MS };
  const startedAt = performance.now();
  try {
    let reply = await model.ask([GREETING], WARM, options);
    while (reply.kind === 'failed' && PASSING.includes(reply.why)) {
      await wait(WARM_UP_WAIT_MS, undefined, options);
      reply = await model.ask([GREETING], WARM, options);
    }
    const durationMs = Math.round(performance.now() - startedAt);
    const fields = { event: 'model-warm', is: reply.kind, durationMs, asked: describeDialect(server.dialect) };
    server.log.info(fields, 'model: warmed up');
    return reply.kind === 'reply';
  } catch {
    return false;
  }
}
