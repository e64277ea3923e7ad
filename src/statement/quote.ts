// Quotations: whole sentences of a statement, cut so that nobody's words stand under another's name.

import type { Range } from '../text.ts';
import type { SpeechKind } from './speech.ts';
import type { BlockKind } from './statement.ts';

/** Words copied from a statement. `text` is the statement's slice from `start` to `end`, letter for letter. */
export type Quote = Range & {
  readonly text: string;
  /** The keys of the sentences it was cut from, in order. */
  readonly keys: readonly string[];
  readonly block: BlockKind;
  /** Body paragraph, from 1; null outside the body. */
  readonly paragraph: number | null;
  readonly kind: SpeechKind;
  /** Whose words; null for narration and where the text names nobody. */
  readonly speaker: string | null;
  /** Words of others inside the speaker's own, as offsets into the statement. */
  readonly quoted: readonly Range[];
};
