// A sentence as a line of a prompt: its key, whose words it holds, and its text, which can forge neither.

import { spansWithin } from './quotation.ts';
import type { Sentence, Statement } from './statement.ts';

/** `[4.5] (own) text`: "(own: NAME)" for somebody else's words; what is unsure, and what the publisher tells, has no label. */
export function promptLine(statement: Statement, sentence: Sentence): string {
  const text = unforgeable(statement.text.slice(sentence.start, sentence.end));
  return [`[${sentence.key}]`, ...labelsOf(statement, sentence), text].join(' ');
}

/**
 * A text as one line that cannot pass for another: line breaks become blanks, and a bracketed key or a tag inside it is broken up, so
 * that neither a statement nor a question can forge lines, labels or the end of the material.
 */
export function unforgeable(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/\p{Cc}/gu, '')
    .replace(/\[(?=[\w.]+\])/g, '[ ')
    .replace(/<(?=\/?\w)/g, '< ');
}

function labelsOf({ spans, speaker }: Statement, sentence: Sentence): Set<string> {
  const labels = new Set<string>();
  for (const span of spansWithin(spans, sentence)) {
    if (span.kind === 'narration' || span.doubt !== null) continue;
    const name = span.speaker?.name;
    // Whoever asks in a transcript has no name, and is not the speaker.
    const whose = name === speaker?.name ? '' : `: ${name ?? 'somebody'}`;
    labels.add(span.kind === 'quoted' ? '(quoting)' : `(${span.kind === 'direct' ? 'own' : 'reported'}${whose})`);
  }
  return labels;
}
