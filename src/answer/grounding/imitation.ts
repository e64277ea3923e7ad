// A claim that looks like one of our own lines: who said it and where, a verdict, a quotation's frame.

import { wordsOfAll } from '../../language/word-list.ts';
import { lazy } from '../../text/lazy.ts';
import type { CitedClaim, Grounding, Withheld } from './claim.ts';

// What begins a verdict or a quotation, and what stands between whose words they are and their place.
const OUR_SIGNS = /(?:^|\s)[·•](?:\s|$)|[¶▏✓✔✎✂❝❞≈∅⇄│┃▎▍]|^\s*[>|]/u;
const OUR_PLACES = lazy(() => patternOf('own-place', '\\s*\\d'));
const OUR_LINES = lazy(() => patternOf('own-line', ''));

export function imitation({ written }: CitedClaim, _: Grounding): Withheld | null {
  return looksLikeOurs(written) ? 'imitation' : null;
}

export function looksLikeOurs(text: string): boolean {
  const plain = text.normalize('NFKC').replace(/\s+/gu, ' ');
  return OUR_SIGNS.test(plain) || OUR_LINES().test(plain) || OUR_PLACES().test(plain);
}

/** The entries of a list as whole words, wherever they stand; Chinese ones inside a run of characters too. */
function patternOf(idea: string, behind: string): RegExp {
  const entries = [...wordsOfAll(idea).values()].flat().map((entry) => {
    const escaped = entry.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s+');
    return /^\p{Script=Han}/u.test(entry) ? escaped : `(?<![\\p{L}\\p{N}])${escaped}`;
  });
  return new RegExp(`(?:${entries.join('|')})${behind}`, 'iu');
}
