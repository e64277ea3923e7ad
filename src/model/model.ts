// What is asked of a model, whatever server stands behind it. Kept apart from client.ts, so that an answer without a model loads no
// client.

import type { ZodType } from 'zod';

export type Message = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string };

/** `estimated`: the server did not tell, so the tokens were reckoned from the characters. */
export type Usage = {
  readonly promptTokens: number;
  /** Part of promptTokens. */
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

/** Why there is no value. The names appear in logs and metrics. */
export type ModelFailure =
  /** Not of the form, after a repair too. */
  | 'unreadable'
  | 'cut-off'
  /** The model or a filter before it declined. */
  | 'refused'
  /** The prompt is longer than the server takes: show less and ask again. */
  | 'context'
  | 'deadline'
  | 'stalled'
  | 'dropped'
  | 'no-connection'
  | 'rate-limited'
  | 'server-error'
  | 'unauthorized'
  | 'no-quota'
  /** No such model, or nothing at this address. */
  | 'not-found'
  /** Something else answers there: a web page, a proxy. */
  | 'not-an-api'
  /** The server takes no form of the request. */
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

/** `says`: the server's own words, one line, without keys and without anything of the messages; empty where it said nothing. */
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

// Characters a token, as tokenisers of the day cut them: letters of the Latin alphabet come in words, others in syllables, and a
// Chinese character is about one.
const TOKENS_PER_CHARACTER = [
  [/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/gu, 0.9],
  [/[\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Devanagari}]/gu, 0.4],
] as const;
const TOKENS_PER_OTHER = 0.26;

/** How many tokens a text is, about: for servers that do not tell, and for what a prompt will need. */
export function estimateTokens(text: string): number {
  let tokens = 0;
  let others = text.length;
  for (const [script, each] of TOKENS_PER_CHARACTER) {
    const count = text.match(script)?.length ?? 0;
    tokens += count * each;
    others -= count;
  }
  return Math.ceil(tokens + others * TOKENS_PER_OTHER);
}
