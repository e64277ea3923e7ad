// What an importer hands over: a text in paragraphs and what its container says of it. A draft is that, completed by what the text tells.

import type { Fields } from '../../statement/front-matter.ts';

/** What a container (a page's head, a document's styles) says about the text; `date` is an ISO 8601 day. */
export type Hints = {
  readonly [Field in 'title' | 'date' | 'publisher' | 'author' | 'language' | 'source']?: string | null;
};

/** Paragraphs are separated by a blank line, and nothing of the container's markup is left. */
export type ReadText = { readonly text: string; readonly hints: Hints };

export type DraftHeader = Omit<Fields, 'id'>;

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
