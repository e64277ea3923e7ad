// Labels kept: beside a statement's file, bound to its text by the fingerprint, or in a row of the store.

import { z } from 'zod';
import type { SpeechSpan } from './statement.ts';

/** Who settled the labels: rules, rules and a model that agreed, or a person, whose word holds. */
const BY = ['rules', 'model', 'person'] as const;
export type LabelledBy = (typeof BY)[number];

const KINDS = ['narration', 'direct', 'reported', 'quoted'] as const;
// Short, for most of a statement's labels are narration between others: [start, end, kind, doubt, name, from, to].
const Label = z
  .tuple([z.int(), z.int(), z.enum(KINDS)])
  .or(z.tuple([z.int(), z.int(), z.enum(KINDS), z.string().nullable()]))
  .or(z.tuple([z.int(), z.int(), z.enum(KINDS), z.string().nullable(), z.string(), z.int(), z.int()]));
const Labels = z.array(Label);
const LabelFile = z.object({ sha256: z.string(), by: z.enum(BY), labels: Labels });

export function encodeLabels(spans: readonly SpeechSpan[]): string {
  return JSON.stringify(spans.map(rowOf));
}

/** @throws ZodError or SyntaxError for what `encodeLabels` did not write. */
export function decodeLabels(json: string): SpeechSpan[] {
  return Labels.parse(JSON.parse(json)).map(spanOf);
}

/** Where labels lie beside a statement's file. */
export function labelFileOf(file: string): string {
  return file.replace(/(?:\.md)?$/, '.labels.json');
}

/** What lies beside a statement's file, one label a line. */
export function encodeLabelFile(sha256: string, by: LabelledBy, spans: readonly SpeechSpan[]): string {
  const lines = spans.map((span) => `    ${JSON.stringify(rowOf(span))}`);
  return `{\n  "sha256": "${sha256}",\n  "by": "${by}",\n  "labels": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

/** The labels of a file, null where they are of another text. @throws ZodError or SyntaxError for what is no such file. */
export function decodeLabelFile(json: string, sha256: string): SpeechSpan[] | null {
  const file = LabelFile.parse(JSON.parse(json));
  return file.sha256 === sha256 ? file.labels.map(spanOf) : null;
}

function rowOf({ start, end, kind, speaker, doubt }: SpeechSpan): z.infer<typeof Label> {
  if (speaker !== null) return [start, end, kind, doubt, speaker.name, speaker.start, speaker.end];
  return doubt === null ? [start, end, kind] : [start, end, kind, doubt];
}

function spanOf([start, end, kind, doubt = null, name, from, to]: z.infer<typeof Label>): SpeechSpan {
  return { start, end, kind, doubt, speaker: name === undefined ? null : { name, start: from!, end: to! } };
}
