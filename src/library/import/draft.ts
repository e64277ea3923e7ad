// What an importer hands over: a text in paragraphs and what its container says of it. A draft is that, completed by what the text tells.

import type { Form, Speaker } from '../../statement/statement.ts';

/** What a container (a page's head, a document's styles) says about the text. Null: it says nothing. */
export type Hints = {
  readonly title: string | null;
  /** ISO 8601 day. */
  readonly date: string | null;
  readonly publisher: string | null;
  readonly author: string | null;
  readonly language: string | null;
  readonly source: string | null;
};

export const NO_HINTS: Hints = { title: null, date: null, publisher: null, author: null, language: null, source: null };

/** Paragraphs are separated by a blank line, and nothing of the container's markup is left. */
export type ReadText = { readonly text: string; readonly hints: Hints };

export type DraftHeader = {
  readonly title: string;
  readonly date: string | null;
  readonly publisher: string | null;
  readonly carriedBy: string | null;
  readonly source: string | null;
  /** BCP 47. */
  readonly language: string;
  /** Null: as the text shows. */
  readonly form: Form | null;
  readonly speaker: Speaker | null;
};

/** The fields of a header that a person may have to look at. */
export type Doubt = 'title' | 'date' | 'publisher' | 'language' | 'speaker';

/** A statement that nobody has confirmed yet. */
export type Draft = {
  /** What it is called where it comes from, where that is a name for a statement; null: it is named by day and title. */
  readonly id: string | null;
  readonly header: DraftHeader;
  readonly text: string;
  readonly doubts: readonly Doubt[];
};
