// Which sentences of a statement the model is shown.

import type { Hits } from '../retrieval/search.ts';
import type { Sentence, Statement } from '../statement/statement.ts';

/**
 * The room for passages, in characters, from the widest: some 6,000 tokens (the shipped release is a tenth of it), then what fits
 * contexts of 4,096 and of 2,048 tokens beside rules and reply.
 */
export const ROOMS = [24_000, 9_000, 3_000] as const;
// The key and the label that go before each sentence: they count where sentences are short and many.
const LINE_UTF16 = 40;
/**
 * What the model sees, in the statement's order: all of it where it fits, else the best paragraphs with their neighbours,
 * best first until the room is used up.
 */
export function sentencesToShow(
  found: Pick<Hits, 'sentences' | 'paragraphs'>,
  statement: Statement,
  size: number,
): readonly Sentence[] {
  const { blocks, sentences, text } = statement;
  if (text.length <= size) return sentences;
  const ranked = found.paragraphs.map((hit) => blocks.indexOf(hit.block));
  // A question in a language that retrieval cannot read finds nothing; the model then gets the beginning.
  const order = ranked.length > 0 ? [...ranked, ...ranked.flatMap((at) => [at - 1, at + 1])] : [...blocks.keys()];
  const shown = new Set<number>();
  let room = size;
  for (const at of order) {
    const block = blocks[at];
    if (!block || shown.has(at)) continue;
    const length = block.end - block.start;
    if (length > room) continue;
    room -= length;
    shown.add(at);
  }
  const ranges = blocks.filter((_, at) => shown.has(at));
  let range = 0;
  const inShown = sentences.filter((sentence) => {
    while (range < ranges.length && ranges[range]!.end <= sentence.start) range++;
    return range < ranges.length && ranges[range]!.start <= sentence.start;
  });
  if (inShown.length > 0) return inShown;
  // One paragraph larger than the room: its best sentences, then those it begins with.
  const best = new Set<Sentence>();
  for (const sentence of [...found.sentences.map((hit) => hit.sentence), ...sentences]) {
    if (best.has(sentence)) continue;
    const length = sentence.end - sentence.start + LINE_UTF16;
    if (length > room) continue;
    room -= length;
    best.add(sentence);
  }
  return [...best].sort((one, other) => one.start - other.start);
}
