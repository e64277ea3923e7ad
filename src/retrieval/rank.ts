// Ranks the paragraphs of any text for a question, and says how far the text speaks of what is asked.

import { sentences } from '../text.ts';
import { indexPassages, type Passages } from './passages.ts';
import { type QuestionWord, readQuestion } from './question.ts';

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
    paragraphs.map((text) => sentences(text).map((sentence) => text.slice(sentence.start, sentence.end))),
  );
  return {
    search: (question, limit) => {
      const words = readQuestion(question, passages.vocabulary);
      return best(passages.score(words).paragraphs, limit);
    },
    confidence: (question) => coverage(passages, readQuestion(question, passages.vocabulary)),
  };
}

/** The places with a score above 0, best first, earlier ones first among equals. */
export function best(scores: Float64Array, limit: number): Ranked[] {
  const found: Ranked[] = [];
  for (let index = 0; index < scores.length; index++) {
    if (scores[index]! > 0) found.push({ index, score: scores[index]! });
  }
  found.sort((a, b) => b.score - a.score || a.index - b.index);
  return found.slice(0, Math.max(0, limit));
}

/** The best sentence's share of what the question's words weigh. */
export function coverage(passages: Passages, words: readonly QuestionWord[]): number {
  let mass = 0;
  const held = new Float64Array(passages.sentenceCount);
  for (const word of words) {
    const worth = word.weight * passages.rarity(word.forms[0]?.id);
    mass += worth;
    for (const [sentence, similarity] of passages.presence(word)) held[sentence]! += worth * similarity;
  }
  return mass === 0 ? 0 : Math.min(1, held.reduce((most, value) => Math.max(most, value), 0) / mass);
}
