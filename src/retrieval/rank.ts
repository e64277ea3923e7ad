// Ranks the paragraphs of any text for a question, and says how far the text speaks of what is asked.

import { sentences } from '../text/sentences.ts';
import { indexPassages, type Passages } from './passages.ts';
import { type QuestionRead, readQuestion } from './question.ts';

export type Ranked = { readonly index: number; readonly score: number };

export type ParagraphRanking = {
  /** The paragraphs that fit, best first, at most `limit`; scores are above 0 and comparable within one question only. */
  readonly search: (question: string, limit: number) => Ranked[];
  /** How far the text speaks of what is asked, 0–1; 0 for a question without content words. */
  readonly confidence: (question: string) => number;
};

/** Indexes the paragraphs once. Any text will do, empty paragraphs and paragraphs in any language included. Never throws. */
export function rankParagraphs(paragraphs: readonly string[]): ParagraphRanking {
  const passages = indexPassages(
    paragraphs.map((text) => sentences(text).map(({ start, end }) => text.slice(start, end))),
  );
  return {
    search: (question, limit) => best(passages.score(readQuestion(question, passages)).paragraphs, limit),
    confidence: (question) => confidenceOf(passages, readQuestion(question, passages)),
  };
}

/** The places with a score above 0, best first, earlier ones first among equals, at most `limit`. */
export function best(scores: Float64Array, limit: number): Ranked[] {
  const found: number[] = [];
  for (let index = 0; index < scores.length; index++) if (scores[index]! > 0) found.push(index);
  return found
    .sort((one, other) => scores[other]! - scores[one]! || one - other)
    .slice(0, Math.max(0, limit))
    .map((index) => ({ index, score: scores[index]! }));
}

// Set on the tuning articles: own questions against those of another article.
const SENTENCE = 9.8;
const TEXT = 4.9;
const CLOSENESS = 5;
const BIAS = -9.15;

/** How likely the text speaks of what the question asks, 0–1; 0 for a question without content words. */
function confidenceOf(passages: Passages, question: QuestionRead): number {
  if (question.words.length === 0) return 0;
  const { sentence, text, closeness } = passages.evidence(question);
  return 1 / (1 + Math.exp(-(SENTENCE * sentence + TEXT * text + CLOSENESS * closeness + BIAS)));
}
