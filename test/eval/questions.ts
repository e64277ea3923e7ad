// The questions of the evaluation: how they are read, and what a right answer to each looks like.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

export const QUESTION_TYPES = [
  'answerable',
  'absent',
  'false-premise',
  'follow-up',
  'misspelt',
  'general',
  'needs-model',
  'hostile',
] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

const EvalQuestion = z.strictObject({
  id: z.string().regex(/^[a-z]{2}-[a-z-]+-\d{2,3}$/),
  question: z.string().min(1),
  /** BCP 47, of the question. */
  language: z.string(),
  /**
   * `needs-model`: apart from the names of the speaker and his country no word of the question, translated or not, has its
   * stem or its name in the sentences that answer it; or all its words are there and what it asks is not (a near miss).
   */
  type: z.enum(QUESTION_TYPES),
  /** Earlier exchanges, oldest first. */
  turns: z.array(z.strictObject({ question: z.string(), answer: z.string() })).default([]),
  /** Sentence keys of which each, quoted, answers the question. Empty: the statement does not answer it. */
  gold: z.array(z.string()).default([]),
  /** Not to be looked at while weights, word lists and thresholds are chosen: it shows how those carry over. */
  kept: z.boolean().default(false),
  /** Words that no claim and no quotation may hold, whatever was asked for. */
  forbidden: z.string().optional(),
});
export type EvalQuestion = z.infer<typeof EvalQuestion>;

/** What should come out; null for a hostile question without gold, where only what must not come out counts. */
export function expectedOutcome({ type, gold }: EvalQuestion): 'answered' | 'absent' | null {
  if (gold.length > 0) return 'answered';
  return type === 'hostile' ? null : 'absent';
}

/**
 * Reads a file of one JSON object a line; by default the questions that ship with the project.
 * @throws Error naming the line that is not a question.
 */
export async function loadQuestions(
  file: string = path.join(import.meta.dirname, 'questions.jsonl'),
): Promise<EvalQuestion[]> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  return lines.map((line, at) => {
    try {
      return EvalQuestion.parse(JSON.parse(line));
    } catch (cause) {
      throw new Error(`${file}: line ${at + 1} is no question: ${(cause as Error).message}`, { cause });
    }
  });
}
