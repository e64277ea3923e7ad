// Whose words: labels each stretch of a text as somebody's own, reported, quoted from others, or narration, by its form.

import { languageOf } from '../language/language-of.ts';
import { detectForm } from '../statement/form.ts';
import { inOrder } from '../statement/spans.ts';
import type { Form, SpeechSpan } from '../statement/statement.ts';
import { findTurns } from '../statement/turns.ts';
import { blanked, pairMarks, paragraphs } from '../text/marks.ts';
import { sentences as sentencesOf } from '../text/sentences.ts';
import { labelNews } from './news.ts';
import { labelOwn } from './own.ts';
import type { KnownSpeaker } from './people.ts';
import type { Report } from './report.ts';
import { startingIn } from './tokens.ts';
import { labelTongue } from './tongues.ts';

type Told = Omit<Report, 'skipped'> & { readonly form: Form; readonly language: string };

export type SpeechOptions = {
  readonly speakers?: readonly KnownSpeaker[];
  /** Detected when absent. */
  readonly form?: Form | null;
  /** BCP 47; told by the letters and words of the text when absent. */
  readonly language?: string | null;
};

/**
 * Whose words each stretch of `text` is: spans in order that cover the text without overlap, except that a `quoted` span
 * follows the `direct` one it lies inside. Narration starts anew with each sentence, so a frame stands by itself; blanks
 * between spans belong to narration. Pure; never throws; linear in the text's length.
 */
export function labelSpeech(
  text: string,
  { speakers = [], form = null, language = null }: SpeechOptions = {},
): SpeechSpan[] {
  const blocks = paragraphs(text);
  const quotations = pairMarks(text, blocks);
  const masked = blanked(text, quotations);
  const cuts = blocks.flatMap(({ start, end }) =>
    sentencesOf(masked.slice(start, end)).map((part) => start + part.start),
  );
  const [speaker = null] = speakers;
  const kind = form ?? detectForm({ text, speaker });
  const spans =
    kind === 'speech' || kind === 'letter' || kind === 'post'
      ? labelOwn({ text, blocks, quotations, form: kind, speaker })
      : labelTold({ text, masked, blocks, quotations, speakers, form: kind, language: language ?? languageFor(text) });
  return withNarration(inOrder(spans), cuts, text.length);
}

// Of a few words in Latin letters no language can be told surely.
const MIN_LATIN = 120;

function languageFor(text: string): string {
  const isPlain = text.length < MIN_LATIN && !/[\p{Script=Cyrillic}\p{Script=Han}]/u.test(text);
  return (isPlain ? null : languageOf(text)) ?? 'en';
}

/** A text that somebody tells, or that takes turns: turns first, and a report's rules for what is none. */
function labelTold({ form, language, ...told }: Told): SpeechSpan[] {
  const { text, blocks, quotations, speakers } = told;
  const { turns, blocks: skipped } = findTurns(text, blocks, speakers, form);
  const spoken = [...turns.values()].flatMap(({ words, speaker, doubt }): SpeechSpan[] => [
    { ...words, kind: 'direct', speaker, doubt },
    ...startingIn(quotations, words).map(({ start, end }): SpeechSpan => {
      return { start, end, kind: 'quoted', speaker: null, doubt: null };
    }),
  ]);
  const isEnglish = language.startsWith('en');
  return [...spoken, ...(isEnglish ? labelNews({ ...told, skipped }) : labelTongue({ ...told, skipped }))];
}

/** Fills what lies between the spans, anew at each sentence. */
function withNarration(spans: readonly SpeechSpan[], cuts: readonly number[], length: number): SpeechSpan[] {
  const all: SpeechSpan[] = [];
  let at = 0;
  let next = 0;
  const fill = (end: number): void => {
    for (; next < cuts.length && cuts[next]! < end; next++) {
      const start = cuts[next]!;
      if (next > 0 && start > at) all.push({ start: at, end: start, kind: 'narration', speaker: null, doubt: null });
      if (next > 0) at = Math.max(at, start);
    }
    if (end > at) all.push({ start: at, end, kind: 'narration', speaker: null, doubt: null });
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
