// A public statement as data: its text to the letter, its blocks and sentences with their keys, and whose words they are.

import type { Range } from '../text/range.ts';

/** What kind of text it is: it says whose an unmarked sentence is. */
export const FORMS = ['report', 'release', 'speech', 'letter', 'post', 'interview', 'transcript'] as const;
export type Form = (typeof FORMS)[number];

/** What is known of a statement beside its text. It travels with every quotation. */
export type Header = {
  /** What STATEMENT and addresses name: the file's name without its ending. */
  readonly id: string;
  /** SHA-256 of the text as UTF-8, hexadecimal: the version that an answer was drawn from. */
  readonly sha256: string;
  readonly title: string;
  /** ISO 8601 day, "2020-11-17"; null where the text does not tell. */
  readonly date: string | null;
  readonly publisher: string | null;
  /** Who passed the publisher's text on, null when it comes from the publisher. */
  readonly carriedBy: string | null;
  /** http(s) address; null for a text that was pasted or comes from a file. */
  readonly source: string | null;
  /** BCP 47, "en". */
  readonly language: string;
  readonly form: Form;
  /** Null where no one person speaks. */
  readonly speaker: Speaker | null;
};

/** A statement as loaded. Every offset is into `text`, in UTF-16 units, end excluded. */
export type Statement = Header & {
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly sentences: readonly Sentence[];
  /** Whose words: in order, covering the text; `quoted` spans lie inside `direct` ones. */
  readonly spans: readonly SpeechSpan[];
};

/**
 * `direct`: somebody's own words, marks included. `reported`: a sentence in which the publisher paraphrases somebody.
 * `quoted`: words of others inside somebody's own. `narration`: the rest, attribution frames ("the president said.") included.
 */
export type SpeechKind = 'direct' | 'reported' | 'quoted' | 'narration';

/** Who speaks: the resolved name, and where the mention stands that names them here ("the head of state", "he"). */
export type SpeechSpeaker = Range & { readonly name: string };

/** `doubt`: why the label or its name may be wrong; null where both are plain. */
export type SpeechSpan = Range & {
  readonly kind: SpeechKind;
  readonly speaker: SpeechSpeaker | null;
  readonly doubt: string | null;
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
