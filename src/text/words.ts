// The words of a text, where they stand. Knows nothing of languages.

import type { Range } from './range.ts';

/** A word where it stands: letters and digits, with inner apostrophes, hyphens and points ("It's", "multi-vector", "U.S", "3.5"). */
export type Word = Range & { readonly text: string };

const WORD = /[\p{L}\p{N}\p{M}]+(?:['’ʼ.,‑-](?=[\p{L}\p{N}])[\p{L}\p{N}\p{M}]+)*/gu;

/** The words of `text` in order. */
export function words(text: string): Word[] {
  return Array.from(text.matchAll(WORD), (match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}
