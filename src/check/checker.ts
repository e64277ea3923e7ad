// "Did he say that?" on every surface that can wait: by the words, and where they are in another language than the statement's, by
// what a model says that they mean. Inline queries, which come with every keystroke, keep to the words.

import { MAX_QUESTION } from '../answer/answer.ts';
import type { Usage } from '../model/model.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { isInAnotherLanguage } from '../retrieval/other-language.ts';
import type { Hits } from '../retrieval/search.ts';
import type { Quote } from '../statement/quotation.ts';
import type { Log } from '../telemetry.ts';
import { checkQuote, type QuoteCheck } from './check.ts';

/** What an alleged quotation is, and how that was found. */
export type Checked = {
  readonly check: QuoteCheck;
  /** It is in another language than the statement and matches none of it to the letter: its words alone tell little. */
  readonly otherLanguage: boolean;
  /** A model compared it across languages: nothing was checked letter for letter, and the verdict says so. */
  readonly byModel: boolean;
  /** Null when no model was called. */
  readonly usage: Usage | null;
};

export type CheckOptions = {
  /** Stops the model; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** False: by the words alone, whatever their language. */
  readonly mayUseModel?: boolean;
};

export type Checker = {
  /** By the words alone, at once. */
  readonly byWords: (alleged: string) => Checked;
  /** Whether `check` would call the model where the words alone told this: so that a surface can ask what it may spend before it does. */
  readonly needsModel: (byWords: Checked) => boolean;
  /** Rejects only when `signal` is aborted. */
  readonly check: (alleged: string, options?: CheckOptions) => Promise<Checked>;
};

/** The model's side of a check: see model-check.ts, which is loaded only where a model is configured. */
export interface ModelComparer {
  readonly name: string;
  readonly promptVersion: string;
  /**
   * A verdict of `paraphrase`, `others` or `absent`; null where the model failed, was late or named no sentence.
   * @throws the signal's reason once it is aborted.
   */
  compare(
    alleged: string,
    options: {
      readonly found: Hits;
      /** Shown with an `absent` where the model names nothing nearer. */
      readonly nearest: readonly Quote[];
      readonly signal?: AbortSignal | undefined;
    },
  ): Promise<{ readonly check: QuoteCheck | null; readonly usage: Usage }>;
}

export type CheckerParts = {
  readonly about: OpenStatement;
  /** Null: by the words alone. */
  readonly model: ModelComparer | null;
  readonly log: Log;
};

/** Makes the `Checker` of one statement. */
export function createChecker({ about, model, log }: CheckerParts): Checker {
  const { statement, index } = about;
  const byWords = (alleged: string): Checked => {
    const check = checkQuote(alleged, about);
    return { check, otherLanguage: isUnsettled(alleged, check), byModel: false, usage: null };
  };
  return {
    byWords,
    needsModel: ({ otherLanguage }) => model !== null && otherLanguage,
    async check(alleged, { signal, mayUseModel = true } = {}) {
      signal?.throwIfAborted();
      const checked = byWords(alleged);
      if (model === null || !mayUseModel || !checked.otherLanguage) return checked;
      const startedAt = performance.now();
      const nearest = checked.check.quotes.slice(0, 1);
      const { check, usage } = await model.compare(alleged, { found: index.search(alleged), nearest, signal });
      log.info(
        {
          event: 'check',
          verdict: (check ?? checked.check).kind,
          byModel: check !== null,
          durationMs: Math.round(performance.now() - startedAt),
          statement: statement.sha256.slice(0, 12),
          prompt: model.promptVersion,
          model: model.name,
          ...usage,
        },
        'checked a quotation in another language',
      );
      return { ...checked, check: check ?? checked.check, byModel: check !== null, usage };
    },
  };

  /** Whether the words tell too little: they match nothing to the letter, and are in another language. Longer texts are no quotation. */
  function isUnsettled(alleged: string, { kind }: QuoteCheck): boolean {
    if (kind !== 'absent' && kind !== 'paraphrase') return false;
    return alleged.length <= MAX_QUESTION && isInAnotherLanguage(alleged, statement.text);
  }
}
