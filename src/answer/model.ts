// What the answerer asks of a model, whatever client stands behind it. Kept apart from llm.ts, so that an answer without a
// model loads no client.

import type { Usage } from './answer.ts';
import type { Draft, DraftClaim } from './draft.ts';
import type { Message } from './prompt.ts';

/** Why the model gave no Draft. The names appear in logs and metrics. */
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

/** The model gave no Draft. `content` is what an unreadable reply said, empty otherwise. */
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

export type DraftRequest = {
  readonly messages: readonly Message[];
  /** Ends everything, waits between tries included. */
  readonly signal: AbortSignal;
  /** Called whenever further claims are complete, with all that are complete so far. */
  readonly onClaims?: (claims: readonly DraftClaim[]) => void;
  /** Called with what each call cost as soon as the server tells, whether the call gives a Draft or not. */
  readonly onUsage: (usage: Usage) => void;
};

export interface Model {
  readonly name: string;
  /** @throws ModelError, or the signal's reason once it is aborted. */
  draft(request: DraftRequest): Promise<Draft>;
}

export const NO_USAGE: Usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };

export function addUsage(one: Usage, other: Usage): Usage {
  return {
    promptTokens: one.promptTokens + other.promptTokens,
    cachedTokens: one.cachedTokens + other.cachedTokens,
    completionTokens: one.completionTokens + other.completionTokens,
  };
}
