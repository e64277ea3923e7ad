// What is asked of a model, whatever client stands behind it. Kept apart from llm.ts, so that an answer without a model loads
// no client.

import type { ZodType } from 'zod';
import type { Usage } from '../answer/answer.ts';
import type { Message } from '../answer/prompt.ts';

/** Why the model gave no reply that can be used. The names appear in logs and metrics. */
export type ModelFailure =
  | 'unreadable'
  | 'cut-off'
  | 'refused'
  | 'rate-limited'
  | 'server-error'
  | 'no-connection'
  | 'no-headers'
  | 'dropped'
  | 'stalled'
  | 'unauthorized'
  | 'rejected';

/** The model gave no reply that can be used. `content` is what an unreadable reply said, empty otherwise. */
export class ModelError extends Error {
  readonly failure: ModelFailure;
  readonly content: string;

  constructor(failure: ModelFailure, message: string, options: { content?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'ModelError';
    this.failure = failure;
    this.content = options.content ?? '';
  }
}

/** What a reply must be. The schema is the only authority over that: some servers ignore it silently. */
export type Form<T> = { readonly name: string; readonly schema: ZodType<T> };

export type ModelRequest<T> = {
  readonly messages: readonly Message[];
  readonly form: Form<T>;
  /** Ends everything, waits between tries included. */
  readonly signal: AbortSignal;
  /** Called with the reply so far whenever a further object in it may be complete. */
  readonly onText?: (content: string) => void;
  /** Called with what each call cost as soon as the server tells, whether the reply can be used or not. */
  readonly onUsage: (usage: Usage) => void;
};

export interface Model {
  readonly name: string;
  /** @throws ModelError, or the signal's reason once it is aborted. */
  reply<T>(request: ModelRequest<T>): Promise<T>;
}

export const NO_USAGE: Usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };

export function addUsage(one: Usage, other: Usage): Usage {
  return {
    promptTokens: one.promptTokens + other.promptTokens,
    cachedTokens: one.cachedTokens + other.cachedTokens,
    completionTokens: one.completionTokens + other.completionTokens,
  };
}
