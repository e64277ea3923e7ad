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
  const passages = judgedIn(message, about).map(({ passage }) => passage);
  return { ...worstOf(passages, about), byModel: false, usage: null };
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
  const unsettled = [...passages.keys()].filter((at) => isUnsettled(passages[at]!)).slice(0, MAX_COMPARED);
  let usage: Usage | null = null;
  let byModel = false;
  for (const at of model === null ? [] : unsettled) {
    const compared = await compare(judged[at]!, about, model!, options);
    usage = usage === null ? compared.usage : addUsage(usage, compared.usage);
    byModel ||= compared.passage !== null;
    passages[at] = compared.passage ?? passages[at]!;
  }
  return { ...worstOf(passages, about), byModel, usage };
}

function isUnsettled({ verdict, text }: PassageCheck): boolean {
  return verdict === 'absent' && text.length <= MAX_COMPARED_UTF16 && wordsOf(text).length > 1;
}

function worstOf(passages: readonly PassageCheck[], { statement }: OpenStatement) {
  const [first = 'absent', ...others] = passages.map(({ verdict }) => verdict);
  const verdict = others.reduce<Verdict>((worst, one) => (isWorse(one, worst) ? one : worst), first);
  const isForeign = ({ verdict: own, text }: PassageCheck) =>
    own === 'absent' && areOfDifferentLanguages(text, statement.text);
  return { verdict, passages, otherLanguage: passages.some(isForeign) };
}
