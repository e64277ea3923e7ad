// One call of the model within a deadline, with a second where the reply cannot be read: what answers and checks share of it.

import type { Usage } from '../answer/answer.ts';
import type { Message, Prompts } from '../answer/prompt.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { type Log, type Metrics, NO_METRICS } from '../telemetry.ts';
import { addUsage, type Form, type Model, ModelError, type ModelRequest, NO_USAGE } from './model.ts';

/** What the model's side of an answer, or of a check, is made of. */
export type ModelParts = {
  readonly about: OpenStatement;
  readonly model: Model;
  readonly prompts: Prompts;
  /** From the question to the reply, second tries included. */
  readonly deadlineMs: number;
  readonly log: Log;
  readonly metrics?: Metrics;
};

export type CallOptions = {
  /** Stops the model; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** See ModelRequest. */
  readonly onText?: ((content: string) => void) | undefined;
};

/** What came of a call and what it cost. `failed`: no reply that can be used, or none in time; the log says why. */
export type Called<T> =
  | { readonly kind: 'reply'; readonly reply: T; readonly usage: Usage }
  | { readonly kind: 'failed'; readonly usage: Usage };

/** @throws the signal's reason once it is aborted, and what `onText` throws. */
export async function callModel<T>(
  { model, prompts, deadlineMs, log, metrics = NO_METRICS }: ModelParts,
  messages: readonly Message[],
  form: Form<T>,
  { signal: stop, onText }: CallOptions,
): Promise<Called<T>> {
  const deadline = AbortSignal.timeout(deadlineMs);
  let usage = NO_USAGE;
  const request: Omit<ModelRequest<T>, 'messages'> = {
    form,
    signal: stop ? AbortSignal.any([stop, deadline]) : deadline,
    onUsage: (spent) => {
      usage = addUsage(usage, spent);
    },
    ...(onText ? { onText } : {}),
  };
  try {
    const reply = await replyTwice(model, prompts, messages, request);
    return { kind: 'reply', reply, usage };
  } catch (error) {
    stop?.throwIfAborted();
    if (deadline.aborted) {
      metrics.error('model-deadline');
      log.warn({ event: 'model', failure: 'deadline', deadlineMs }, 'model: deadline');
      return { kind: 'failed', usage };
    }
    if (error instanceof ModelError) return { kind: 'failed', usage };
    throw error;
  }
}

/** A reply that cannot be read goes back once with what was wrong with it. */
async function replyTwice<T>(
  model: Model,
  prompts: Prompts,
  messages: readonly Message[],
  request: Omit<ModelRequest<T>, 'messages'>,
): Promise<T> {
  try {
    return await model.reply({ messages, ...request });
  } catch (error) {
    if (!(error instanceof ModelError) || error.failure !== 'unreadable') throw error;
    const again: Message[] = [
      ...messages,
      // Enough to see what went wrong; a reply that ran on for pages would be paid for twice.
      { role: 'assistant', content: error.content.slice(0, 4_000) },
      prompts.repair(error.message),
    ];
    return await model.reply({ messages: again, ...request });
  }
}
