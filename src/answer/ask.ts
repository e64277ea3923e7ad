// From a question to a verified answer: search, then the model with grounding, or extraction where there is none or it fails.

import type { Usage } from '../model/model.ts';
import { type Found, find } from '../retrieval/find.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import type { Log } from '../telemetry.ts';
import {
  type Answer,
  type Ask,
  type AskOptions,
  claimsOf,
  problemWith,
  type Question,
  type WithoutModel,
  whyWithoutModel,
} from './answer.ts';
import { extract } from './extract.ts';

/** The model's side of an answer: see model-answer.ts, which is loaded only where a model is configured. */
export interface ModelAnswerer {
  /** What log lines, feedback and the cache call it by. */
  readonly name: string;
  readonly promptVersion: string;
  /**
   * A verified answer, or what was spent on none: the model failed or ran into its deadline.
   * @throws the signal's reason once it is aborted.
   */
  answer(
    found: Found,
    question: Question,
    options: AskOptions,
  ): Promise<{ readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'failed'; readonly usage: Usage }>;
}

export type Asker = {
  readonly about: OpenStatement;
  /** Null: answers are extracted. */
  readonly model: ModelAnswerer | null;
  readonly log: Log;
};

const NOTHING_FOUND: Found = {
  sentences: [],
  paragraphs: [],
  shown: [],
  words: [],
  matched: [],
  missing: [],
  otherLanguage: false,
  leansOn: null,
};

/** Makes the `Ask` of one statement. */
export function createAsk({ about, model, log }: Asker): Ask {
  const { statement } = about;
  return async (question, options = {}) => {
    options.signal?.throwIfAborted();
    const startedAt = performance.now();
    const answer = await answerTo(question, options);
    log.info(
      {
        event: 'answer',
        kind: answer.kind,
        why: whyWithoutModel(answer),
        claims: claimsOf(answer).length,
        quotes: claimsOf(answer).reduce((sum, claim) => sum + claim.quotes.length, 0),
        durationMs: Math.round(performance.now() - startedAt),
        statement: statement.sha256.slice(0, 12),
        ...(model ? { prompt: model.promptVersion, model: model.name } : {}),
        ...answer.usage,
      },
      'answered a question',
    );
    return answer;
  };

  async function answerTo(question: Question, options: AskOptions): Promise<Answer> {
    // What has no words to look for costs no model call; surfaces say so before they ask.
    if (problemWith(question.text) !== null) return extracted(NOTHING_FOUND, 'no-model', null);
    if (!model) return extracted(find(question, about), 'no-model', null);
    const found = find(question, about);
    if (options.mayUseModel === false) return extracted(found, 'over-budget', null);
    const outcome = await model.answer(found, question, options);
    return outcome.kind === 'answer' ? outcome.answer : extracted(found, 'model-failed', outcome.usage);
  }

  function extracted(found: Found, why: WithoutModel, usage: Usage | null): Answer {
    const { id, sha256 } = statement;
    return { ...extract(found, about, why), usage, statements: [{ id, sha256 }] };
  }
}
