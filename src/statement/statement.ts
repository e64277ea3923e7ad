// A public statement as data: its text to the letter, its blocks and sentences with their keys, and whose words they are.

import type { SpeechSpan } from '../speech/speech.ts';
import type { Range } from '../text/range.ts';

/** A statement as loaded. Every offset is into `text`, in UTF-16 units, end excluded. */
export type Statement = {
  /** The file's name without its ending; what STATEMENT names and what addresses carry. */
  readonly id: string;
  /** SHA-256 of `text` as UTF-8, hexadecimal: the version that an answer was drawn from. */
  readonly sha256: string;
  readonly text: string;
  readonly title: string;
  /** ISO 8601 day, "2020-11-17". */
  readonly date: string;
  readonly publisher: string;
  /** Who passed the publisher's text on, null when it comes from the publisher. */
  readonly carriedBy: string | null;
  readonly source: string;
  /** BCP 47, "en". */
  readonly language: string;
  readonly speaker: Speaker;
  readonly blocks: readonly Block[];
  readonly sentences: readonly Sentence[];
  /** Whose words: in order, covering the text; `quoted` spans lie inside `direct` ones. */
  readonly spans: readonly SpeechSpan[];
};

/** The person whose statement it is, with the names and titles he goes by ("the head of state"). */
export type Speaker = { readonly name: string; readonly names: readonly string[]; readonly pronoun: Pronoun };

/** How the interface speaks of a person: "his own words", "her own words", "their own words". */
export type Pronoun = 'he' | 'she' | 'they';

export type BlockKind = 'headline' | 'date' | 'paragraph' | 'signature';

/** A block of text between blank lines. Body paragraphs are numbered from 1; the others have no number. */
export type Block = Range & { readonly kind: BlockKind; readonly paragraph: number | null };

/** A sentence and the key that names it: "4.6" is body paragraph 4's sixth; "headline.1", "date.1", "signature.1". */
export type Sentence = Range & { readonly key: string; readonly kind: BlockKind; readonly paragraph: number | null };
