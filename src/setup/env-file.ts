// Changes variables in the text of a .env file and leaves everything else in it as it was.

import { chmod, readFile, realpath, rename, writeFile } from 'node:fs/promises';
import { parse } from 'dotenv';

/** The text of `file`; empty when there is none. */
export async function readEnvFile(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw new Error(`${file}: cannot be read (${error.code})`, { cause: error });
  });
}

/** Puts `text` in the place of `file` at once, readable by its owner only. A link stays a link. */
export async function writeEnvFile(file: string, text: string): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const draft = `${target}.new`;
  await writeFile(draft, text, { mode: 0o600 });
  // The mode above counts for a new file only, and one may be left from a run that was cut off.
  await chmod(draft, 0o600);
  await rename(draft, target);
}

/**
 * `text` with each variable set to its value, or taken out where that is null. Lines of other variables, comments and
 * order stay.
 * @throws Error where a value cannot be written, or the file is written so that others would change with it.
 */
export function changeEnv(text: string, changes: Readonly<Record<string, string | null>>): string {
  let changed = text;
  for (const [name, value] of Object.entries(changes)) {
    const line = new RegExp(`^[ \\t]*(?:export\\s+)?${name}[ \\t]*(?:=|:\\s).*(?:\\r?\\n|$)`, 'gm');
    // Of several lines for one variable the last counts.
    const last = Array.from(changed.matchAll(line)).at(-1)?.index ?? changed.length;
    const [before, after] = [changed.slice(0, last), changed.slice(last)];
    const isApart = before === '' || before.endsWith('\n');
    const written = value === null ? '' : `${isApart ? '' : '\n'}${name}=${quoted(name, value)}\n`;
    changed = before.replace(line, '') + written + after.replace(line, '');
  }
  verify(text, changed, changes);
  return changed;
}

/** In the marks, if any, between which dotenv reads it back as it is. */
function quoted(name: string, value: string): string {
  if (/^[\w.:/@%+=,?&~-]*$/.test(value)) return value;
  const mark = ["'", '`'].find((each) => !value.includes(each));
  if (mark !== undefined && !/[\r\n]/.test(value)) return `${mark}${value}${mark}`;
  throw new Error(`${name}: a value with a line break, or with all of ' and \`, cannot be written to .env`);
}

/** A value over several lines may hold a line that only looks like a variable's. */
function verify(before: string, after: string, changes: Readonly<Record<string, string | null>>): void {
  const got = parse(after);
  const expected: Readonly<Record<string, string | null>> = { ...parse(before), ...changes };
  const changed = Object.keys({ ...expected, ...got }).find((name) => (got[name] ?? null) !== expected[name]);
  if (changed === undefined) return;
  throw new Error(`.env: ${changed} would change in passing; set ${Object.keys(changes).join(' and ')} there by hand`);
}
