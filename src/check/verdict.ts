// What a check says of a passage.

import type { Quote } from '../statement/quotation.ts';

/** From the best to the worst. Only the words of the one they are put in the mouth of are verbatim. */
export const VERDICTS = [
  'verbatim',
  'paraphrase',
  'clipped',
  'unsure-whose',
  'others',
  'altered',
  'contradicted',
  'absent',
] as const;
export type Verdict = (typeof VERDICTS)[number];

export function isWorse(one: Verdict, other: Verdict): boolean {
  return VERDICTS.indexOf(one) > VERDICTS.indexOf(other);
}

/** A run of words: in both texts, only in the alleged one (`added`), or only in the statement (`missing`). */
export type Difference = { readonly kind: 'same' | 'added' | 'missing'; readonly text: string };

/** `by`: whom the message gives the passage to, as written there. `whose`: whose words they are, where not that one's. */
export type PassageCheck = {
  readonly text: string;
  readonly by: string | null;
  readonly verdict: Verdict;
  readonly whose: string | null;
  /** The statement's own words that show it, best first; of an absent passage the nearest. */
  readonly quotes: readonly Quote[];
  /** Of altered and clipped passages; else empty. */
  readonly differences: readonly Difference[];
};
