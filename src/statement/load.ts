// Reads a statement from a file: front matter, then the text to the letter, then its blocks, sentences and labels.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { CORE_SCHEMA, load as parseYaml } from 'js-yaml';
// The same library in fifteen files: the hundred of its version 4 take as long to load as all else that one answer needs.
import { z } from 'zod/v3';
import { labelSpeech } from '../speech/speech.ts';
import { fold } from '../text/fold.ts';
import type { Range } from '../text/range.ts';
import { sentences } from '../text/sentences.ts';
import { detectForm } from './form.ts';
import type { Block, BlockKind, Form, Header, Sentence, SpeechSpan, Statement } from './statement.ts';

// Shown in terminals, messages and pages as it stands.
const line = z
  .string()
  .trim()
  .min(1)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u, 'expected one line without control characters');
const FrontMatter = z
  .object({
    title: line,
    // YAML's core schema leaves a bare 2020-11-17 a string.
    date: z.string().date(),
    publisher: line,
    carriedBy: line.nullable().default(null),
    source: z
      .string()
      .url()
      .regex(/^https?:/, 'expected an http:// or https:// address'),
    language: line,
    speaker: z
      .object({
        name: line,
        names: z.array(line).default([]),
        pronoun: z.enum(['he', 'she', 'they']).default('they'),
      })
      .strict(),
  })
  .strict();

/** The ids of the statements in `folder`, sorted: their files' names without `.md`. */
export async function listStatements(folder: string): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.basename(file, '.md'))
    .sort();
}

/**
 * Loads one statement file.
 * @throws Error with one line that names the file, what was found and what was expected.
 */
export async function loadStatement(file: string): Promise<Statement> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const found = code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'a folder' : String(code);
    throw new Error(`${file}: ${found}; expected a Markdown file with front matter`, { cause });
  }
  return parseStatement(file, bytes);
}

/** Parses the bytes of a statement file; `file` gives the id and is named in errors. Throws as `loadStatement` does. */
export function parseStatement(file: string, bytes: Uint8Array): Statement {
  const source = decode(file, bytes);
  const fence = /^---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(source);
  if (!fence) {
    throw new Error(`${file}: begins with ${excerpt(source)}; expected front matter between two lines of ---`);
  }
  const meta = parseFrontMatter(file, fence[1]!);
  const text = source.slice(fence[0].length);
  if (text.trim() === '') throw new Error(`${file}: no text after the front matter; expected the statement's text`);

  return statementOf({ form: null, id: path.basename(file, '.md'), ...meta }, text, null);
}

/** A statement from its parts. `form` null: as the text shows. `spans` null: it is labelled now. */
export function statementOf(
  fields: Omit<Header, 'sha256' | 'form'> & { readonly form: Form | null },
  text: string,
  spans: readonly SpeechSpan[] | null,
): Statement {
  const { title, publisher, speaker, language } = fields;
  const form = fields.form ?? detectForm({ text, title, publisher, speaker });
  const blocks = splitBlocks(text, fields);
  return {
    ...fields,
    form,
    sha256: createHash('sha256').update(text).digest('hex'),
    text,
    blocks,
    sentences: blocks.flatMap((block) => splitSentences(text, block)),
    spans: spans ?? labelSpeech(text, { speakers: speaker === null ? [] : [speaker], form, language }),
  };
}

function decode(file: string, bytes: Uint8Array): string {
  if (bytes.length === 0) throw new Error(`${file}: the file is empty; expected front matter and text`);
  let source: string;
  try {
    source = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Error(`${file}: not UTF-8 text; expected a Markdown file with front matter`, { cause });
  }
  const zero = source.indexOf('\0');
  if (zero >= 0) throw new Error(`${file}: a zero byte at offset ${zero}; expected text, found a binary file`);
  return source;
}

function parseFrontMatter(file: string, yaml: string): z.infer<typeof FrontMatter> {
  let data: unknown;
  try {
    data = parseYaml(yaml, { schema: CORE_SCHEMA });
  } catch (cause) {
    throw new Error(`${file}: front matter is not YAML: ${(cause as Error).message.split('\n')[0]}`, { cause });
  }
  const parsed = FrontMatter.safeParse(data);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  if (issue.code === 'unrecognized_keys') {
    throw new Error(
      `${file}: front matter has ${issue.keys.join(', ')}; expected ${Object.keys(FrontMatter.shape).join(', ')}`,
    );
  }
  const name = issue.path.join('.') || 'front matter';
  const found = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], data);
  throw new Error(`${file}: ${name} is ${JSON.stringify(found) ?? 'missing'}; ${issue.message}`);
}

function excerpt(source: string): string {
  return source.trim() === '' ? 'blank lines' : JSON.stringify(source.trim().slice(0, 40));
}

/** Splits on blank lines. The headline and the date come before the body, a signature may end it. */
function splitBlocks(text: string, meta: { title: string; date: string | null }): Block[] {
  const ranges = Array.from(text.matchAll(/\S(?:.*\S)?(?:[ \t]*\r?\n(?![ \t]*\r?\n)[ \t]*\S(?:.*\S)?)*/g), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const kinds = ranges.map((range, at) => kindOf(text, ranges, range, at, meta));
  let paragraph = 0;
  return ranges.map((range, at) => {
    const kind = kinds[at]!;
    return { ...range, kind, paragraph: kind === 'paragraph' ? ++paragraph : null };
  });
}

function kindOf(
  text: string,
  ranges: readonly Range[],
  range: Range,
  at: number,
  meta: { title: string; date: string | null },
): BlockKind {
  const words = text.slice(range.start, range.end);
  if (at === 0 && fold(words).text.trim() === fold(meta.title).text.trim()) return 'headline';
  if (at <= 1 && ranges.length > 1 && meta.date !== null && isDate(words, meta.date)) return 'date';
  // A signature is a short last line that is no sentence: it names who put the text out.
  const isLast = at === ranges.length - 1 && at > 0;
  if (isLast && words.length <= 120 && !/[.!?…。！？]["'”’»)]*$/u.test(words)) return 'signature';
  return 'paragraph';
}

/** A line of at most 40 characters that holds the day and the year of `date` and no other number. */
function isDate(words: string, date: string): boolean {
  const [year, month, day] = date.split('-').map(Number);
  const numbers = words.match(/\d+/g)?.map(Number) ?? [];
  return (
    words.length <= 40 &&
    numbers.includes(year!) &&
    numbers.includes(day!) &&
    numbers.every((number) => number === year || number === month || number === day)
  );
}

function splitSentences(text: string, block: Block): Sentence[] {
  const prefix = block.paragraph ?? block.kind;
  return sentences(text.slice(block.start, block.end)).map((range, at) => ({
    start: block.start + range.start,
    end: block.start + range.end,
    key: `${prefix}.${at + 1}`,
    kind: block.kind,
    paragraph: block.paragraph,
  }));
}
