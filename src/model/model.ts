// What is asked of a model, whatever server stands behind it. Kept apart from client.ts, so that an answer without a model loads no
// client.

import type { ZodType } from 'zod';

export type Message = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string };

/** Cached tokens are part of the prompt's. `estimated`: the server did not tell, so they were reckoned from the characters. */
export type Usage = {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
  readonly estimated?: boolean | undefined;
};

/** What a reply must be. The schema decides alone: it may read leniently, and what it gives is what the server is asked for. */
export type Form<T> = {
  readonly name: string;
  readonly schema: ZodType<T>;
  /** One line that shows the form and has the word JSON in it; it stands at the end of the rules. */
  readonly hint: string;
};

/**
 * Why there is no value; the names appear in logs and metrics. `context`: the prompt is longer than the server takes, show less;
 * `not-found`: no such model, or nothing at this address; `not-an-api`: a page or a proxy answers; `rejected`: it takes no form of the request.
 */
export type ModelFailure =
  | 'unreadable'
  | 'cut-off'
  | 'refused'
  | 'context'
  | 'deadline'
  | 'stalled'
  | 'dropped'
  | 'no-connection'
  | 'rate-limited'
  | 'server-error'
  | 'unauthorized'
  | 'no-quota'
  | 'not-found'
  | 'not-an-api'
  | 'rejected';

export type AskOptions = {
  /** Stops the model; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** From the request to the value, second tries included; the server's own where unset. */
  readonly deadlineMs?: number | undefined;
  /** Called with the reply so far, thoughts taken off, whenever a further object in it may be complete. */
  readonly onText?: ((content: string) => void) | undefined;
  /** Called when what the model does changes. */
  readonly onLife?: ((what: 'reading' | 'thinking' | 'writing') => void) | undefined;
};

/** `says`: the server's own words, one line, without keys and without people's words; empty where it said nothing. */
export type Reply<T> =
  | { readonly kind: 'reply'; readonly value: T; readonly usage: Usage }
  | { readonly kind: 'failed'; readonly why: ModelFailure; readonly says: string; readonly usage: Usage };

export interface Model {
  readonly name: string;
  /** Rejects only with the signal's reason once it is aborted, or with what a callback throws. */
  ask<T>(messages: readonly Message[], form: Form<T>, options?: AskOptions): Promise<Reply<T>>;
}

export const NO_USAGE: Usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };

export function addUsage(one: Usage, other: Usage): Usage {
  return {
    promptTokens: one.promptTokens + other.promptTokens,
    cachedTokens: one.cachedTokens + other.cachedTokens,
    completionTokens: one.completionTokens + other.completionTokens,
    ...(one.estimated || other.estimated ? { estimated: true } : {}),
  };
}

const DENSE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/gu;
const SYLLABIC = /[\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Devanagari}]/gu;

/** How many tokens a text is, about. Tokenisers cut Latin letters into words, others into syllables, and Chinese into characters. */
export function estimateTokens(text: string): number {
  const dense = text.match(DENSE)?.length ?? 0;
  const syllabic = text.match(SYLLABIC)?.length ?? 0;
  return Math.ceil(dense * 0.9 + syllabic * 0.4 + (text.length - dense - syllabic) * 0.26);
}
