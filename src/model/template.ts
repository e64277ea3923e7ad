// A prompt of the folder prompts/: read, held against the blanks that the code fills, and filled.

import { readFile } from 'node:fs/promises';
import path from 'node:path';

const BLANK = /\{\{(.*?)\}\}/g;

/** `blanks`: the name of each {{blank}}, in the text's order. */
export type Template = { readonly file: string; readonly text: string; readonly blanks: readonly string[] };

/** @throws Error naming the file when it cannot be read, and the `expected` blanks. */
export async function readTemplate(folder: string, name: string, expected: readonly string[]): Promise<Template> {
  const file = path.join(folder, name);
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const blanks = expected.map((blank) => `{{${blank}}}`).join(', ');
    throw new Error(`${file}: cannot be read (${cause.code}); expected a prompt with ${blanks}`, { cause });
  });
  return { file, text, blanks: Array.from(text.matchAll(BLANK), (match) => match[1]!) };
}

/** @throws Error naming the file when its blanks are not the `expected` ones, in that order. */
export function expectBlanks({ file, blanks }: Template, expected: readonly string[]): void {
  if (blanks.join() !== expected.join()) {
    throw new Error(`${file}: blanks are [${blanks.join(', ')}], the code fills [${expected.join(', ')}]`);
  }
}

/** All blanks in one pass, so that a value which holds `{{lines}}` stays what it is. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(BLANK, (_, name: string) => values[name]!);
}
