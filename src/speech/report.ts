// What the rules for a report are given, of whatever language.

import type { Quotation } from '../text/marks.ts';
import type { Range } from '../text/range.ts';
import type { KnownSpeaker } from './people.ts';

/** A text in paragraphs, its quotations paired, and once more with these blanked. */
export type Report = {
  readonly text: string;
  readonly masked: string;
  readonly blocks: readonly Range[];
  readonly quotations: readonly Quotation[];
  readonly speakers: readonly KnownSpeaker[];
  /** Paragraphs that are read otherwise. */
  readonly skipped: ReadonlySet<number>;
};
