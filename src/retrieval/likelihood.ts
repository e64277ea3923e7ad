// How likely a sentence answers a question, as far as words can tell: it decides what may be shown when no model reads the sentences.

import type { Kind } from '../language/asked.ts';
import type { Passages } from './passages.ts';
import type { QuestionRead, QuestionWord } from './question.ts';

/** What speaks for and against one sentence, each 0–1. */
type Grounds = {
  /** Shares of the question's words, by their weight, that stand in the sentence, in it or next to it, and anywhere in the text. */
  readonly here: number;
  readonly near: number;
  readonly anywhere: number;
  /** 1 where a name that is asked about stands nowhere near. */
  readonly noName: number;
  /** 1 where what is counted or chosen from ("which city", "how many berths") stands nowhere near. */
  readonly noHead: number;
  /** 1 where it has no number, amount or time and one is asked for. */
  readonly noFact: number;
  /** The sentence's share of the best one's score. */
  readonly score: number;
};

// Logistic regression on some 500 questions to sixteen statements of many kinds and in eight languages, a third of them without an
// answer (npm run eval).
const WEIGHTS: Grounds = { here: 0.8, near: 2.7, anywhere: 0.2, noName: -0.4, noHead: -0.7, noFact: -2.3, score: 2.9 };
const BIAS = -5;

const FACTS: readonly (Kind | null)[] = ['number', 'money', 'time', 'duration'];

/** A sentence as it was found. */
type Candidate = {
  readonly at: number;
  /** The places whose words help to understand it, a question that it replies to among them. */
  readonly around: readonly number[];
  /** Its share of the score of the best sentence that has what is asked for. */
  readonly score: number;
  /** Whether it has a number, a time, a reason where one is asked for. */
  readonly fits: boolean;
};

/** 0–1. */
export function likelihoodOf(question: QuestionRead, passages: Passages, candidate: Candidate): number {
  // Where no asked word stands itself, only others made of the same stem, it is as often another word ("dictator", "dictate").
  if (question.words.every(({ forms, isDerived }) => forms.size === 0 || isDerived)) return 0;
  const { at, around, score, fits } = candidate;
  const noFact = !fits && FACTS.includes(question.asked.kind) ? 1 : 0;
  const grounds = { ...sharesOf(question, passages, at, around), score: Math.min(1, score), noFact };
  let odds = BIAS;
  for (const [name, weight] of Object.entries(WEIGHTS)) odds += weight * grounds[name as keyof Grounds];
  return 1 / (1 + Math.exp(-odds));
}

function sharesOf({ words, asked }: QuestionRead, passages: Passages, at: number, around: readonly number[]) {
  const shareIn = ({ forms }: QuestionWord, place: number) => {
    let most = 0;
    for (const [stem, share] of forms) if (share > most && passages.stemsOf[place]!.has(stem)) most = share;
    return most;
  };
  const mass = words.reduce((sum, word) => sum + word.weight, 0) || 1;
  const shares = { here: 0, near: 0, anywhere: 0, noName: 0, noHead: 0 };
  for (const word of words) {
    const here = shareIn(word, at);
    const near = Math.max(here, ...around.map((place) => shareIn(word, place)));
    shares.here += (word.weight * here) / mass;
    shares.near += (word.weight * near) / mass;
    shares.anywhere += (word.weight * Math.max(0, ...word.forms.values())) / mass;
    if (word.isName && near === 0) shares.noName = 1;
    if (asked.heads.includes(word.folded) && near === 0) shares.noHead = 1;
  }
  return shares;
}
