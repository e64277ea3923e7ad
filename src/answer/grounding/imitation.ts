// A claim that looks like one of our own lines: who said it and where, a verdict, a quotation's frame.

import { wordsOfAll } from '../../language/word-list.ts';
import { lazy } from '../../text/lazy.ts';
import type { CitedClaim, Grounding, Withheld } from './claim.ts';

// What begins a verdict or a quotation, and what stands between whose words they are and their place.
const OUR_SIGNS = /(?:^|\s)[·•](?:\s|$)|[¶▏✓✔✎✂❝❞≈∅⇄│┃▎▍]|^\s*[>|]/u;
const OUR_PLACES = lazy(() => patternOf('own-place', (words) => `(?<![\\p{L}\\p{N}])(?:${words})\\s*\\d`));
const OUR_LINES = lazy(() => patternOf('own-line', (words) => `(?<![\\p{L}\\p{N}])(?:${words})`));

export function imitation({ written }: CitedClaim, _: Grounding): Withheld | null {
  return looksLikeOurs(written) ? 'imitation' : null;
}

export function looksLikeOurs(text: string): boolean {
  const plain = text.normalize('NFKC').replace(/\s+/gu, ' ');
  return OUR_SIGNS.test(plain) || OUR_LINES().test(plain) || OUR_PLACES().test(plain);
}

function patternOf(idea: string, around: (words: string) => string): RegExp {
  const words = [...wordsOfAll(idea).values()]
    .flat()
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s+'));
  return new RegExp(around(words.join('|')), 'iu');
}
