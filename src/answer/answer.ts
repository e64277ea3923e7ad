// What a question is and what an answer holds. An Answer carries only quotations that were cut from the statement.

import type { Quote } from '../statement/quotation.ts';

/** An earlier exchange of the same conversation. */
export type Turn = { readonly question: string; readonly answer: string };

export type Question = {
  readonly text: string;
  /** Oldest first. */
  readonly turns: readonly Turn[];
};

/** One thing the statement says, in the asker's language, with the quotations that carry it (never empty). */
export type Claim = {
  /** Empty in extraction: without a model nothing is claimed, only quoted. */
  readonly text: string;
  readonly quotes: readonly Quote[];
};

/** Why an answer was extracted: no key, a model that failed or was late, or the day's tokens spent. */
export type ExtractReason = 'no-model' | 'model-failed' | 'over-budget';

export type Usage = {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
};

export type Answer = {
  readonly outcome: 'answered' | 'absent';
  readonly mode: 'model' | 'extract';
  /** Set when mode is `extract`. */
  readonly reason: ExtractReason | null;
  /** Empty when absent. */
  readonly claims: readonly Claim[];
  /** What the question wrongly assumes, in the asker's language; null when it assumes nothing that the statement contradicts. */
  readonly premise: string | null;
  /** What an abstention rests on: how many body sentences were searched, for which words. */
  readonly searched: Searched;
  /** The nearest passage, best first, when absent; empty when answered. */
  readonly nearest: readonly Quote[];
  /** Null when no model was called. */
  readonly usage: Usage | null;
  readonly statement: { readonly id: string; readonly sha256: string };
};

/** `words` in all forms that were looked for; `missing` are those of the question that stand nowhere in the statement. */
export type Searched = {
  readonly sentences: number;
  readonly words: readonly string[];
  readonly missing: readonly string[];
};

export type AskOptions = {
  /** Called with each claim once it is verified, in order, while the model is still writing. */
  readonly onClaim?: (claim: Claim) => void;
  /** Stops the model; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** False: the day's tokens are spent, extract without calling the model. */
  readonly mayUseModel?: boolean;
};

/** Answers a question about the statement it was made for. Rejects only when `signal` is aborted. */
export type Ask = (question: Question, options?: AskOptions) => Promise<Answer>;

/** The longest question that is answered, in UTF-16 units: four of Telegram's longest inline queries. */
export const MAX_QUESTION = 1_000;

export type QuestionProblem = 'empty' | 'no-words' | 'too-long';

/** Why a text is no question that could be answered; null when it is one. */
export function problemWith(text: string): QuestionProblem | null {
  if (text.length > MAX_QUESTION) return 'too-long';
  if (text.trim() === '') return 'empty';
  return /[\p{L}\p{N}]/u.test(text) ? null : 'no-words';
}

/** The quotations of some claims, each once, numbered from 1 in the order of their first use, and each claim's numbers. */
export function numberQuotes(claims: readonly Claim[]): {
  readonly quotes: readonly Quote[];
  readonly numbers: readonly (readonly number[])[];
} {
  const quotes: Quote[] = [];
  const numbers = claims.map((claim) =>
    claim.quotes.map((quote) => {
      const at = quotes.findIndex((known) => known.start === quote.start && known.end === quote.end);
      return at >= 0 ? at + 1 : quotes.push(quote);
    }),
  );
  return { quotes, numbers };
}
