// From what somebody names to a prepared statement: a file, an address, the words of a paste; and the files of a folder.

import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DraftHeader } from './import/draft.ts';
import { type FetchOptions, fetchPublic, MAX_BYTES } from './import/fetch.ts';
import { ENDINGS, readDraft } from './import/import.ts';
import { Refused } from './import/refused.ts';
import { type Prepared, prepare } from './prepare.ts';

export function isAddress(target: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(target);
}

/** @throws Refused with one line. */
export async function prepareAddress(
  address: string,
  given: Partial<DraftHeader>,
  options: FetchOptions,
): Promise<Prepared> {
  const fetched = await fetchPublic(address, options);
  if (fetched === null) throw new Refused(`${address} has not changed`);
  const { bytes, contentType, url } = fetched;
  const fileName = decodeURIComponent(path.posix.basename(new URL(url).pathname)) || null;
  const draft = await readDraft({ bytes, fileName, contentType, url }, given);
  return prepare(draft, url);
}

/** @throws Refused with one line. */
export async function prepareFile(file: string, given: Partial<DraftHeader>): Promise<Prepared> {
  return prepareBytes(await readFileWithin(file), path.basename(file), given);
}

/** What a file holds, however it came. */
export async function prepareBytes(
  bytes: Uint8Array,
  fileName: string,
  given: Partial<DraftHeader>,
): Promise<Prepared> {
  return prepare(await readDraft({ bytes, fileName }, given));
}

/** A paste or what a forwarded message says. */
export async function prepareWords(words: string | Uint8Array, given: Partial<DraftHeader>): Promise<Prepared> {
  return prepare(
    await readDraft({ bytes: typeof words === 'string' ? Buffer.from(words) : words, fileName: null }, given),
  );
}

/** The files of `folder` that can be added, those of its folders too, in order; null where it is no folder. */
export async function filesIn(folder: string): Promise<string[] | null> {
  const found = await stat(folder).catch(() => null);
  if (found === null) throw new Refused('no such file or folder');
  if (!found.isDirectory()) return null;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(
      (entry) =>
        entry.isFile() && !entry.name.startsWith('.') && ENDINGS.includes(path.extname(entry.name).toLowerCase()),
    )
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** A file's bytes, one more than can be added at most: whatever its size, it is not read whole to be refused. */
async function readFileWithin(file: string): Promise<Buffer> {
  const read = createReadStream(file, { end: MAX_BYTES }).toArray();
  return Buffer.concat(
    await read.catch((cause: NodeJS.ErrnoException) => {
      throw new Refused(cause.code === 'ENOENT' ? 'no such file' : `cannot be read (${cause.code})`, { cause });
    }),
  );
}
