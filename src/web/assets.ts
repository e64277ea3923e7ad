// The files that the pages load: read once, named by their content, so that browsers may keep them for ever.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

type Asset = { readonly name: string; readonly type: string; readonly body: string };

/** The pages' files, each under a name that changes with its content. */
export type Assets = Readonly<Record<'style' | 'script' | 'icon', Asset>>;

/** Reads them. @throws where one is missing, which only a broken checkout can be. */
export async function loadAssets(): Promise<Assets> {
  const [style, script, icon] = await Promise.all([
    load('page.css', 'text/css; charset=utf-8'),
    load('browser.js', 'text/javascript; charset=utf-8'),
    load('icon.svg', 'image/svg+xml'),
  ]);
  return { style, script, icon };
}

async function load(file: string, type: string): Promise<Asset> {
  const body = await readFile(path.join(import.meta.dirname, file), 'utf8');
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 10);
  const { name, ext } = path.parse(file);
  return { name: `${name}-${hash}${ext}`, type, body };
}
