// "Did she say that?": the verdict on each passage of a message, by the words and, where they settle nothing, by a model.

import { areOfDifferentLanguages } from '../language/language-of.ts';
import { addUsage, type Model, type Usage } from '../model/model.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { type CompareOptions, compare, MAX_COMPARED_UTF16 } from './compare.ts';
import { judgedIn } from './passages.ts';
import { wordsOf } from './tokens.ts';
import { isWorse, type PassageCheck, type Verdict } from './verdict.ts';

/** `verdict`: the worst of the passages'. */
export type Check = {
  readonly verdict: Verdict;
  readonly passages: readonly PassageCheck[];
  /** A passage that matches nothing is in another language than the statement: its words alone tell little. */
  readonly otherLanguage: boolean;
  /** A model compared a passage: nothing of it was checked letter for letter, and what is shown says so. */
  readonly byModel: boolean;
  /** Null when no model was called. */
  readonly usage: Usage | null;
};

/** How many passages of a message a model compares. */
const MAX_COMPARED = 4;

/** The verdicts by the words alone, at once. Never throws. */
export function checkWords(message: string, about: OpenStatement): Check {
  return toCheck(
    judgedIn(message, about).map(({ passage }) => passage),
    about,
    null,
  );
}

/** Whether a model could tell more: words match nothing. */
export function needsModel({ passages }: Check): boolean {
  return passages.some(isUnsettled);
}

/** The verdicts by the words and, for words that match nothing, by the model. Rejects only when `signal` is aborted. */
export async function check(
  message: string,
  about: OpenStatement,
  model: Model | null,
  options: CompareOptions,
): Promise<Check> {
  options.signal?.throwIfAborted();
  const judged = judgedIn(message, about);
  const passages = judged.map(({ passage }) => passage);
  let usage: Usage | null = null;
  let isCompared = false;
  const unsettled = judged.flatMap(({ passage }, at) => (isUnsettled(passage) ? [at] : [])).slice(0, MAX_COMPARED);
  for (const at of model === null ? [] : unsettled) {
    const { passage, whom } = judged[at]!;
    const compared = await compare(passage, whom, about, model!, options);
    usage = usage === null ? compared.usage : addUsage(usage, compared.usage);
    if (compared.passage === null) continue;
    passages[at] = compared.passage;
    isCompared = true;
  }
  return { ...toCheck(passages, about, usage), byModel: isCompared };
}

function isUnsettled({ verdict, text }: PassageCheck): boolean {
  return verdict === 'absent' && text.length <= MAX_COMPARED_UTF16 && wordsOf(text).length > 1;
}

function toCheck(passages: readonly PassageCheck[], { statement }: OpenStatement, usage: Usage | null): Check {
  const absent = passages.filter((passage) => passage.verdict === 'absent');
  return {
    verdict: passages.length === 0 ? 'absent' : worstOf(passages),
    passages,
    otherLanguage: absent.some(({ text }) => areOfDifferentLanguages(text, statement.text)),
    byModel: false,
    usage,
  };
}

function worstOf(passages: readonly PassageCheck[]): Verdict {
  return passages.reduce<Verdict>((worst, { verdict }) => (isWorse(verdict, worst) ? verdict : worst), 'verbatim');
}
