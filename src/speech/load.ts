// Statements from files and texts: parsed, their form told, their words labelled unless labels are kept for them.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { splitBlocks, splitSentences } from '../statement/blocks.ts';
import { detectForm } from '../statement/form.ts';
import { type Fields, readFrontMatter } from '../statement/front-matter.ts';
import { decodeLabelFile, labelFileOf } from '../statement/labels.ts';
import type { SpeechSpan, Statement } from '../statement/statement.ts';
import { labelSpeech } from './speech.ts';

/** The ids of the statements in `folder`, sorted: their files' names without `.md`. */
export async function listStatements(folder: string): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.basename(file, '.md'))
    .sort();
}

/**
 * Loads one statement file, with the labels that lie beside it as NAME.labels.json if they are of this very text.
 * @throws Error with one line that names the file, what was found and what was expected.
 */
export async function loadStatement(file: string): Promise<Statement> {
  const [bytes, labels] = await Promise.all([read(file), readFile(labelFileOf(file), 'utf8').catch(() => null)]);
  return parseStatement(file, bytes, labels);
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const found = code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'a folder' : String(code);
    throw new Error(`${file}: ${found}; expected a Markdown file`, { cause });
  }
}

/** Parses the bytes of a statement file; `file` gives the id and is named in errors. Throws as `loadStatement` does. */
export function parseStatement(file: string, bytes: Uint8Array, labels: string | null = null): Statement {
  const { fields, text } = readFrontMatter(file, bytes);
  return statementOf(fields, text, labels === null ? null : decodeLabelFile(labels, fingerprint(text)));
}

/** A statement from its parts. `form` null: as the text shows. `spans` null: it is labelled now. */
export function statementOf(fields: Fields, text: string, spans: readonly SpeechSpan[] | null): Statement {
  const blocks = splitBlocks(text, fields);
  const form = fields.form ?? detectForm({ text, ...fields });
  const speakers = fields.speaker === null ? [] : [fields.speaker];
  return {
    ...fields,
    form,
    sha256: fingerprint(text),
    text,
    blocks,
    sentences: splitSentences(text, blocks),
    spans: spans ?? labelSpeech(text, { speakers, form, language: fields.language }),
  };
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
