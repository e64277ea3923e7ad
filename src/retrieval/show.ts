// Which of the sentences found may be shown as an answer when no model reads them: few, and none that a mere word speaks for.

import { hasKind } from './asked.ts';
import type { Passages } from './passages.ts';
import type { QuestionRead, QuestionWord } from './question.ts';

/** What speaks for one sentence being an answer, each 0–1. */
export type Grounds = {
  /** Share of the question's words, by their weight, that stand in it, and that stand in it or next to it. */
  readonly here: number;
  readonly near: number;
  /** The same counting only words that stand there as they are. */
  readonly exact: number;
  /** 1 where a name that the question asks about stands nowhere near. */
  readonly noName: number;
  /** 1 where what is counted or chosen stands nowhere near, and where it does. */
  readonly noHead: number;
  readonly head: number;
  /** 1 where it has no number, time, amount or reason though one is asked for. */
  readonly noKind: number;
  /** 1 where one word is all the question has. */
  readonly lone: number;
};

/** `at`: the sentence's place; `around`: the places whose words help to understand it, a question that it replies to among them. */
export function groundsOf(
  { words, asked }: QuestionRead,
  passages: Passages,
  at: number,
  around: readonly number[],
): Grounds {
  const shareIn = (word: QuestionWord, place: number) => {
    let most = 0;
    for (const [stem, share] of word.forms)
      if (share > most && passages.stemsOf[place]?.has(stem) === true) most = share;
    return most;
  };
  const mass = words.reduce((sum, word) => sum + word.weight, 0) || 1;
  let here = 0;
  let near = 0;
  let exact = 0;
  let noName = 0;
  let head: number | null = null;
  for (const word of words) {
    const own = shareIn(word, at);
    const best = Math.max(own, ...around.map((place) => shareIn(word, place)));
    here += (word.weight * own) / mass;
    near += (word.weight * best) / mass;
    if (best === 1) exact += word.weight / mass;
    if (word.isName && best === 0) noName = 1;
    if (word.folded === asked.head) head = best;
  }
  return {
    here,
    near,
    exact,
    noName,
    noHead: head === 0 ? 1 : 0,
    head: head ?? 0,
    noKind: hasKind(asked.kind, passages.texts[at]!, passages.language.tag) ? 0 : 1,
    lone: words.filter(({ weight }) => weight >= 0.5).length < 2 ? 1 : 0,
  };
}

// Logistic regression on questions to fifteen statements of many kinds, half of them with an answer (test/eval/asked.ts): how likely
// a sentence answers. `score` is the sentence's share of the best one's score.
const WEIGHTS = {
  here: 0.88,
  near: 3.17,
  exact: -0.5,
  noName: -0.5,
  noHead: -0.9,
  head: -0.37,
  noKind: -1.28,
  lone: -0.46,
};
const SCORE = 2.61;
const BIAS = -4.49;

/** How likely a sentence with these grounds answers the question, 0–1. `score`: its share of the best one's score, 0–1. */
export function likelihood(grounds: Grounds, score: number): number {
  let odds = BIAS + SCORE * score;
  for (const [name, weight] of Object.entries(WEIGHTS)) odds += weight * grounds[name as keyof Grounds];
  return 1 / (1 + Math.exp(-odds));
}
