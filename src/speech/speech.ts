// Whose words: labels each stretch of an English news text as the speaker's own, reported, quoted from others, or narration.

import type { SpeechSpan } from '../statement/statement.ts';
import type { Range } from '../text/range.ts';
import { type Draft, Labeller } from './labeller.ts';
import { pairMarks, paragraphs } from './marks.ts';
import { findPeople } from './people.ts';
import { read } from './tokens.ts';
import { findTurns } from './turns.ts';

/** A speaker known beforehand, with the names and titles he goes by. */
type KnownSpeaker = { readonly name: string; readonly names: readonly string[] };

export type SpeechOptions = { readonly speakers?: readonly KnownSpeaker[] };

/**
 * Whose words each stretch of `text` is: spans in order that cover the text without overlap, except that a `quoted` span
 * follows the `direct` one it lies inside. Narration starts anew with each sentence, so a frame stands by itself; blanks
 * between spans belong to narration. Pure; never throws; linear in the text's length.
 */
export function labelSpeech(text: string, options: SpeechOptions = {}): SpeechSpan[] {
  const blocks = paragraphs(text);
  const quotations = pairMarks(text, blocks);
  const reading = read(text, blocks, quotations);
  const people = findPeople(text, reading, options.speakers ?? []);
  const turns = findTurns(text, blocks);
  const spans = new Labeller(text, quotations, reading, people, turns).label();
  return withNarration(spans, reading.sentences, text.length);
}

/** Fills what lies between the spans, anew at each sentence. */
function withNarration(spans: readonly Draft[], sentences: readonly Range[], length: number): SpeechSpan[] {
  const cuts = sentences.slice(1).map((sentence) => sentence.start);
  const all: SpeechSpan[] = [];
  let at = 0;
  let cut = 0;
  const fill = (end: number): void => {
    for (; cut < cuts.length && cuts[cut]! < end; cut++) {
      if (cuts[cut]! > at) all.push({ start: at, end: cuts[cut]!, kind: 'narration', speaker: null, doubt: null });
      at = Math.max(at, cuts[cut]!);
    }
    if (end > at) all.push({ start: at, end, kind: 'narration', speaker: null, doubt: null });
    at = Math.max(at, end);
  };
  for (const { start, end, kind, speaker } of spans) {
    if (kind !== 'quoted') fill(start);
    all.push({ start, end, kind, speaker, doubt: null });
    at = Math.max(at, end);
  }
  fill(length);
  return all;
}
