// An English text as the rules of speech read it: paragraphs, quotations, and sentences with their tokens and verbs of speech.

import type { Quotation } from '../text/marks.ts';
import type { Range } from '../text/range.ts';
import { sentences as sentencesOf } from '../text/sentences.ts';
import { type Cue, cuesIn } from './cues.ts';
import { firstAt, type Token, tokenise } from './tokens.ts';

export type ReadSentence = Range & { readonly tokens: readonly Token[]; readonly cues: readonly Cue[] };

type ReadText = Pick<Reading, 'text' | 'masked' | 'blocks' | 'quotations'>;

export type Reading = {
  readonly text: string;
  /** The text with its quotations blanked; offsets stay. */
  readonly masked: string;
  readonly blocks: readonly Range[];
  /** The sentences of each block. */
  readonly perBlock: readonly (readonly ReadSentence[])[];
  readonly sentences: readonly ReadSentence[];
  readonly quotations: readonly Quotation[];
  readonly tokens: readonly Token[];
  /** Where sentences start. */
  readonly starts: ReadonlySet<number>;
  /** Words that the text has in small letters too. */
  readonly small: ReadonlySet<string>;
};

export function read({ text, masked, blocks, quotations }: ReadText): Reading {
  const tokens = tokenise(text, quotations);
  const perBlock = blocks.map((block) =>
    sentencesOf(masked.slice(block.start, block.end)).map((part): ReadSentence => {
      const [start, end] = [block.start + part.start, block.start + part.end];
      const own = tokens.slice(firstAt(tokens, start), firstAt(tokens, end));
      return { start, end, tokens: own, cues: cuesIn(own) };
    }),
  );
  const sentences = perBlock.flat();
  const starts = new Set(sentences.map(({ start }) => start));
  const small = new Set(masked.match(/(?<!\p{L})\p{Ll}+/gu) ?? []);
  return { text, masked, blocks, perBlock, sentences, quotations, tokens, starts, small };
}

/** The number of the sentence that a place lies in. */
export function sentenceAt({ sentences }: Reading, at: number): number {
  const next = firstAt(sentences, at);
  return sentences[next]?.start === at ? next : next - 1;
}
