// What a question is and what an answer holds. An Answer carries only quotations that were cut from the statement.

import type { Usage } from '../model/model.ts';
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
  /** Empty where the wording was withheld: its quotations stand alone. */
  readonly text: string;
  readonly quotes: readonly Quote[];
};

/** Why an answer is the search's: no key, a model that failed or was late, or the day's tokens spent. */
export type WithoutModel = 'no-model' | 'model-failed' | 'over-budget';

/** What the header says, asked for without a model. `value` is as the header has it; wording/ says it. */
export type Fact = {
  readonly name: 'date' | 'place' | 'speaker' | 'publisher' | 'title' | 'language' | 'length' | 'source' | 'signature';
  readonly value: string;
};

export type Talk = 'greeting' | 'thanks' | 'help' | 'acknowledged';

/** What an abstention rests on. `words` in all forms that were looked for; `missing` are those that stand nowhere in the statement. */
export type Searched = {
  readonly sentences: number;
  readonly words: readonly string[];
  readonly missing: readonly string[];
  /** The question is in another language than the statement: by words alone nothing can be said to be missing. */
  readonly otherLanguage: boolean;
};

export type Answer = AnswerKind & {
  /** Null when no model was called. */
  readonly usage: Usage | null;
  /** The statements it was drawn from: one, or the few that a search over all found. */
  readonly statements: readonly { readonly id: string; readonly sha256: string }[];
};

export type AnswerKind =
  /** A model's, every claim with its quotations. `premise`: what the question wrongly assumes, null when nothing. */
  | { readonly kind: 'claims'; readonly claims: readonly Claim[]; readonly premise: string | null }
  | { readonly kind: 'fact'; readonly fact: Fact; readonly quotes: readonly Quote[] }
  | { readonly kind: 'talk'; readonly talk: Talk }
  /** The nearest sentences, best first, and no word of ours. `leansOn`: the earlier question that this one was read with. */
  | {
      readonly kind: 'quotations';
      readonly why: WithoutModel;
      readonly quotes: readonly Quote[];
      readonly leansOn: string | null;
    }
  /** `by` whom nothing was found: a model that read it, or a search that only compares words (`why` there is no model's word). */
  | {
      readonly kind: 'absent';
      readonly by: 'model' | 'words';
      readonly why: WithoutModel | null;
      readonly searched: Searched;
      readonly nearest: readonly Quote[];
    }
  /** The asker stopped the model: the claims so far. */
  | { readonly kind: 'stopped'; readonly claims: readonly Claim[] };

/** What an answer claims or quotes; empty for an abstention and for talk. */
export function claimsOf(answer: AnswerKind): readonly Claim[] {
  switch (answer.kind) {
    case 'claims':
    case 'stopped':
      return answer.claims;
    case 'fact':
    case 'quotations':
      return [{ text: '', quotes: answer.quotes }];
    default:
      return [];
  }
}

/** Why there is no model's answer; null where there is one, or none was wanted. */
export function whyWithoutModel(answer: AnswerKind): WithoutModel | null {
  return answer.kind === 'quotations' || answer.kind === 'absent' ? answer.why : null;
}

export type AskOptions = {
  /** Called with each claim once it is verified, in order, while the model is still writing. */
  readonly onClaim?: (claim: Claim) => void;
  /** Called when what the model does changes. */
  readonly onLife?: ((what: 'reading' | 'thinking' | 'writing') => void) | undefined;
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
