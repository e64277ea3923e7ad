// Words that a headline quotes are whoever's says them again below.

import type { SpeechSpan, SpeechSpeaker } from '../statement/statement.ts';
import type { Range } from '../text/range.ts';
import { leadingSubject } from './phrases.ts';
import type { Reading } from './reading.ts';
import { firstAt } from './tokens.ts';

const MAX_ECHO = 200;
// No text has more headlines with quotations; a sentence made of them stays linear.
const MAX_ECHOES = 60;

/** `spans` with the quotations of headlines given to those who say the same words in the text below. */
export function withEchoes(
  spans: readonly SpeechSpan[],
  { text, blocks, quotations, sentences }: Reading,
  nameOf: (mention: Range) => string,
): SpeechSpan[] {
  const found = [...spans];
  const said = spans
    .filter(({ kind, speaker }) => kind === 'direct' && speaker !== null)
    .map((span) => ({ span, words: plain(text, span) }));
  let looked = 0;
  for (const quotation of quotations) {
    const block = blocks[firstAt(blocks, quotation.start + 1) - 1]!;
    const isHead =
      quotation.start <= (blocks[1]?.end ?? 0) || /[^.!?”"'’]$/.test(text.slice(block.start, block.end).slice(-1));
    if (!isHead || quotation.end - quotation.start > MAX_ECHO) continue;
    if (++looked > MAX_ECHOES) break;
    const words = plain(text, quotation);
    const at = found.findIndex(({ start, kind }) => kind === 'direct' && start === quotation.start);
    const own = found[at];
    if (!words.includes(' ') || (own && own.speaker !== null && own.doubt === null)) continue;
    const source = said.find((one) => one.span.start > quotation.end && one.words.includes(words))?.span.speaker;
    if (!source) continue;
    const part = sentences[firstAt(sentences, quotation.start + 1) - 1];
    const here = part && leadingSubject(part.tokens);
    const speaker: SpeechSpeaker = here && nameOf(here) === source.name ? { ...here, name: source.name } : source;
    const span: SpeechSpan = { start: quotation.start, end: quotation.end, kind: 'direct', speaker, doubt: null };
    if (own) found[at] = span;
    else if (!found.some(({ start, end }) => start <= quotation.start && end >= quotation.end)) found.push(span);
  }
  return found;
}

function plain(text: string, { start, end }: Range): string {
  return text
    .slice(start, end)
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .trim();
}
