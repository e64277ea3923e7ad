// Which sentences reply to a question that stands in the text itself, as in an interview or a list of questions and answers.

import type { Passages } from './passages.ts';

const QUESTION = /[?？][\s"'”’»）)\]]*$/u;
// In another paragraph the reply is somebody else's turn, and its first sentences are read together.
const MAX_REPLY = 3;

/** By the place of each sentence that asks: the places of those that reply to it, nearest first. */
export function repliesIn({ texts, paragraphOf }: Passages): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, readonly number[]>();
  for (const [at, text] of texts.entries()) {
    const next = at + 1;
    if (!QUESTION.test(text) || next >= texts.length || QUESTION.test(texts[next]!)) continue;
    const paragraph = paragraphOf[next];
    let end = next + 1;
    if (paragraph !== paragraphOf[at])
      while (end < next + MAX_REPLY && paragraphOf[end] === paragraph && !QUESTION.test(texts[end]!)) end++;
    found.set(
      at,
      Array.from({ length: end - next }, (_, n) => next + n),
    );
  }
  return found;
}
