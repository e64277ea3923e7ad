// Keeps words that came from a question, a model or a statement from becoming links, mentions or commands in Telegram.
// Clients and servers find those in plain text by themselves; no entity is needed for it.

import type { MessageEntity } from 'grammy/types';

/** A message's text with its entities: UTF-16 offsets. */
export type Rendered = { readonly text: string; readonly entities: MessageEntity[] };

// U+2060, WORD JOINER: shows nothing, breaks no line, and ends every pattern that Telegram looks for.
const JOINER = '\u2060';

// Each match is a place: the joiner goes behind its last character.
const PLACES: readonly RegExp[] = [
  // Schemes: "https://", "tg://", "mailto:", "tel:", "ton:".
  /\b[a-z][a-z0-9+.-]{1,20}:(?=\/\/|[^\s/])/giu,
  // Mentions, commands, hashtags and cashtags; fullwidth signs are read as the plain ones.
  /[@＠/／#＃$＄](?=[\p{L}\p{N}_])/gu,
  // Domains and addresses: a point between letters, digits or hyphens, with two letters or more behind it.
  /(?<=[\p{L}\p{N}_-])[.。．｡](?=[\p{L}\p{N}-]*\p{L}[\p{L}\p{N}-]+)/gu,
  // Telephone and card numbers: eight digits or more in a row or in groups.
  /(?<![\p{N}\p{L}])\+?\p{Nd}(?=(?:[\s().-]?\p{Nd}){7,})/gu,
];

/** `text` that reads the same and that Telegram leaves alone: a word joiner breaks each place that it would link. */
export function defuse(text: string): string {
  return defuseRendered({ text, entities: [] }).text;
}

/** The same for a message: its entities still cover the words they covered. */
export function defuseRendered({ text, entities }: Rendered): Rendered {
  const places = placesIn(text);
  if (places.length === 0) return { text, entities };
  let defused = '';
  let from = 0;
  for (const place of places) {
    defused += text.slice(from, place) + JOINER;
    from = place;
  }
  const shifted = (offset: number) => offset + countBelow(places, offset);
  return {
    text: defused + text.slice(from),
    entities: entities.map((entity) => {
      const offset = shifted(entity.offset);
      return { ...entity, offset, length: shifted(entity.offset + entity.length) - offset };
    }),
  };
}

/** How much longer `text` gets, in UTF-16 units. */
export function defusedLength(text: string): number {
  return text.length + placesIn(text).length;
}

function placesIn(text: string): number[] {
  const places = new Set<number>();
  for (const pattern of PLACES) for (const match of text.matchAll(pattern)) places.add(match.index + match[0].length);
  return [...places].sort((one, other) => one - other);
}

function countBelow(places: readonly number[], offset: number): number {
  let count = 0;
  while (count < places.length && places[count]! < offset) count++;
  return count;
}
