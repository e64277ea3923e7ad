// Reads a question set in SQuAD's form (articles of paragraphs with questions), plain or gzipped.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const QuestionSet = z.object({
  data: z.array(
    z.object({
      title: z.string(),
      paragraphs: z.array(
        z.object({
          context: z.string(),
          qas: z.array(z.object({ question: z.string(), is_impossible: z.boolean().default(false) })),
        }),
      ),
    }),
  ),
});

export type Article = {
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** Each with the index of the paragraph that answers it. */
  readonly questions: readonly { readonly text: string; readonly gold: number }[];
  /** Questions that look alike and have no answer. */
  readonly unanswerable: readonly string[];
};

/** @throws Error naming the file when there is none or it is no question set. */
export function readArticles(file: string | undefined): readonly Article[] {
  if (file === undefined) throw new Error('expected the path of a question set, for example squad2-dev.json.gz');
  const bytes = readFileSync(file);
  const parsed = QuestionSet.safeParse(JSON.parse(String(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes)));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data.data.map(({ title, paragraphs }) => {
    const all = paragraphs.flatMap(({ qas }, gold) => qas.map((qa) => ({ ...qa, gold })));
    return {
      title,
      paragraphs: paragraphs.map((paragraph) => paragraph.context.trim()),
      questions: all.filter((qa) => !qa.is_impossible).map(({ question, gold }) => ({ text: question.trim(), gold })),
      unanswerable: all.filter((qa) => qa.is_impossible).map((qa) => qa.question.trim()),
    };
  });
}
