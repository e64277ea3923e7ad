// The header as lines that can be cited like sentences, under the keys `title`, `date`, `publisher`, `speaker`.

import type { Header } from './statement.ts';

export const HEADER_KEYS = ['title', 'date', 'publisher', 'speaker'] as const;
export type HeaderKey = (typeof HEADER_KEYS)[number];

/** What is known of a statement, in the order of HEADER_KEYS; what is not known has no line. */
export function headerLines({ title, date, publisher, carriedBy, speaker }: Header): {
  readonly key: HeaderKey;
  readonly text: string;
}[] {
  const texts = {
    title,
    date,
    publisher: publisher !== null && carriedBy !== null ? `${publisher}, carried by ${carriedBy}` : publisher,
    speaker: speaker?.name ?? null,
  };
  return HEADER_KEYS.flatMap((key) => {
    const text = texts[key];
    return text === null ? [] : [{ key, text }];
  });
}
