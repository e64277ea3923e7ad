// Whose words: labels each stretch of an English news text as the speaker's own, reported, quoted from others, or narration.

import { type Range, sentences } from '../text.ts';
import { pairMarks, paragraphs, type Quotation } from './marks.ts';

/**
 * `direct`: the speaker's own words, marks included. `reported`: a sentence in which the agency paraphrases him.
 * `quoted`: words of others inside his own. `narration`: the rest, attribution frames ("the president said.") included.
 */
export type SpeechKind = 'direct' | 'reported' | 'quoted' | 'narration';

/** Who speaks: the resolved name, and where the mention stands that names him here ("the head of state", "he"). */
export type SpeechSpeaker = Range & { readonly name: string };

export type SpeechSpan = Range & { readonly kind: SpeechKind; readonly speaker: SpeechSpeaker | null };

/** A speaker known beforehand, with the names and titles he goes by. */
export type KnownSpeaker = { readonly name: string; readonly names: readonly string[] };

export type SpeechOptions = { readonly speakers?: readonly KnownSpeaker[] };

/**
 * Whose words each stretch of `text` is: spans in order that cover the text without overlap, except that a `quoted` span
 * follows the `direct` one it lies inside. Pure; never throws; linear in the text's length.
 */
export function labelSpeech(text: string, _options: SpeechOptions = {}): SpeechSpan[] {
  const blocks = paragraphs(text);
  const quotations = pairMarks(text, blocks);
  const masked = mask(text, quotations);
  const spans: SpeechSpan[] = [];
  let name = '';
  for (const block of blocks) {
    for (const range of sentences(masked.slice(block.start, block.end))) {
      const sentence = { start: range.start + block.start, end: range.end + block.start };
      const inner = quotations.filter((q) => q.start >= sentence.start && q.end <= sentence.end);
      const cue =
        /(?:((?:\p{Lu}[\p{L}]+ )*\p{Lu}[\p{L}]+|(?:the|The) (?:\p{L}+ ?){1,3}?|he|He)) (?:said|asked|noted|recalled|instructed)(?!\p{L})/u.exec(
          masked.slice(sentence.start, sentence.end),
        );
      if (cue === null || !/[.!?…”"]$/u.test(text.slice(sentence.start, sentence.end))) continue;
      const mention = cue[1]!;
      const start = sentence.start + cue.index;
      if (/\p{Lu}\p{L}+ \p{Lu}/u.test(mention)) name = mention.replace(/^.*President /u, '');
      const speaker = { name, start, end: start + mention.length };
      if (inner.length === 0) spans.push({ ...sentence, kind: 'reported', speaker });
      for (const q of inner) {
        spans.push({ start: q.start, end: q.end, kind: 'direct', speaker });
        for (const nested of q.inner) spans.push({ ...nested, kind: 'quoted', speaker: null });
      }
    }
  }
  return withNarration(spans, blocks, text.length);
}

function mask(text: string, quotations: readonly Quotation[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of quotations) {
    // The first letter stays: it tells a new sentence from a quotation within one.
    const first = Math.min(start + 2, end);
    pieces.push(text.slice(at, first), 'x'.repeat(Math.max(0, end - 1 - first)));
    at = Math.max(first, end - 1);
  }
  pieces.push(text.slice(at));
  return pieces.join('');
}

/** Fills what lies between the spans, anew at each paragraph. */
function withNarration(spans: readonly SpeechSpan[], blocks: readonly Range[], length: number): SpeechSpan[] {
  const cuts = blocks.slice(1).map((block) => block.start);
  const all: SpeechSpan[] = [];
  let at = 0;
  let cut = 0;
  const fill = (end: number): void => {
    while (cut < cuts.length && cuts[cut]! < end) {
      if (cuts[cut]! > at) all.push({ start: at, end: cuts[cut]!, kind: 'narration', speaker: null });
      at = Math.max(at, cuts[cut++]!);
    }
    if (end > at) all.push({ start: at, end, kind: 'narration', speaker: null });
    at = Math.max(at, end);
  };
  for (const span of spans) {
    if (span.kind !== 'quoted') fill(span.start);
    all.push(span);
    at = Math.max(at, span.end);
  }
  fill(length);
  return all;
}
