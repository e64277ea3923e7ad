// What stands before a statement's text: title, date, publisher and the rest, between two lines of ---. Only the title must be known.

import path from 'node:path';
import { CORE_SCHEMA, load as parseYaml } from 'js-yaml';
import { z } from 'zod';
import { languageOf } from '../language/language-of.ts';
import { FORMS, type Form, type Header } from './statement.ts';

/** A statement's header before its form is told and its text is counted. `form` null: as the text shows. */
export type Fields = Omit<Header, 'sha256' | 'form'> & { readonly form: Form | null };

const MAX_TITLE = 200;

// Shown in terminals, messages and pages as it stands.
const line = z
  .string({ error: 'expected words' })
  .trim()
  .min(1, 'expected words')
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u, 'expected one line without control characters');
const optional = line.nullable().default(null);
const Speaker = z.strictObject({
  name: line,
  names: z.array(line).default([]),
  pronoun: z.enum(['he', 'she', 'they'], { error: 'expected he, she or they' }).default('they'),
});
const FrontMatter = z.strictObject({
  title: line,
  // YAML's core schema leaves a bare 2020-11-17 a string.
  date: z.iso.date('expected a day like 2020-11-17').nullable().default(null),
  publisher: optional,
  carriedBy: optional,
  source: z
    .url({ protocol: /^https?$/, error: 'expected an http:// or https:// address' })
    .nullable()
    .default(null),
  language: optional,
  form: z
    .enum(FORMS, { error: `expected one of ${FORMS.join(', ')}` })
    .nullable()
    .default(null),
  speaker: z
    .preprocess((value) => (typeof value === 'string' ? { name: value } : value), Speaker.nullable())
    .default(null),
});

/**
 * Reads a statement file into its header and its text. A text without front matter has its first line for a title. `file` gives
 * the id and is named in errors.
 * @throws Error with one line that names all that is wrong, with line numbers.
 */
export function readFrontMatter(file: string, bytes: Uint8Array): { readonly fields: Fields; readonly text: string } {
  const source = decode(file, bytes);
  const id = path.basename(file, '.md');
  const fence = /^---[ \t]*\r?\n([\s\S]*?)\r?\n?---[ \t]*(?:\r?\n|$)/.exec(source);
  const text = fence ? source.slice(fence[0].length) : source;
  if (text.trim() === '') {
    throw new Error(`${file}: no text${fence ? ' after the front matter' : ''}; expected the statement's text`);
  }
  const meta = fence ? parse(file, fence[1]!) : parse(file, JSON.stringify({ title: firstLine(text) }));
  return { fields: { id, ...meta, language: meta.language ?? languageOf(text) ?? 'en' }, text };
}

function decode(file: string, bytes: Uint8Array): string {
  let source: string;
  try {
    source = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Error(`${file}: not UTF-8 text; expected a Markdown file`, { cause });
  }
  const zero = source.indexOf('\0');
  if (zero >= 0) throw new Error(`${file}: a zero byte at offset ${zero}; expected text, found a binary file`);
  return source;
}

function parse(file: string, yaml: string): z.infer<typeof FrontMatter> {
  let data: unknown;
  try {
    data = parseYaml(yaml, { schema: CORE_SCHEMA });
  } catch (cause) {
    const { reason, mark } = cause as { reason?: string; mark?: { line: number } };
    throw new Error(`${file}: line ${(mark?.line ?? 0) + 2}: front matter is not YAML: ${reason}`, { cause });
  }
  const parsed = FrontMatter.safeParse(data);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => describe(issue, data, yaml));
  throw new Error(`${file}: ${wrong.join('; ')}`);
}

function describe(issue: z.core.$ZodIssue, data: unknown, yaml: string): string {
  const at = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const known = at.length === 0 ? FrontMatter.shape : Speaker.shape;
    const lines = issue.keys.map((key) => `${key} (line ${lineOf(yaml, [...at, key])})`);
    return `front matter has ${lines.join(', ')}; expected ${Object.keys(known).join(', ')}`;
  }
  const name = at.join('.') || 'front matter';
  const found = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], data);
  if (found === undefined) return `${name} is missing`;
  return `line ${lineOf(yaml, at)}: ${name} is ${JSON.stringify(found)}; ${issue.message}`;
}

/** The line of the file where a key stands; the first line is the fence. */
function lineOf(yaml: string, keys: readonly string[]): number {
  const lines = yaml.split(/\r?\n/);
  let at = 0;
  for (const key of keys) {
    const next = lines.findIndex((one, number) => number >= at && one.trimStart().startsWith(`${key}:`));
    if (next >= 0) at = next;
  }
  return at + 2;
}

/** A text's first line without the marks that make it a heading. */
function firstLine(text: string): string {
  const words = text.split('\n').find((one) => one.trim() !== '')!;
  const plain = words
    .replace(/^[\s#>*_-]+|[\s#*_]+$/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, ' ');
  return plain.length > MAX_TITLE ? `${plain.slice(0, MAX_TITLE - 1).trimEnd()}…` : plain;
}
