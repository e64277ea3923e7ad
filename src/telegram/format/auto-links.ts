// Keeps words that came from a question, a model or a statement from becoming links, mentions or commands in Telegram.
// Clients and servers find those in plain text by themselves; no entity is needed for it.

import type { MessageEntity } from 'grammy/types';

/** A message's text with its entities: UTF-16 offsets. */
export type Rendered = { readonly text: string; readonly entities: MessageEntity[] };

// U+2060, WORD JOINER: shows nothing, breaks no line, and ends every pattern that Telegram looks for. Only where it would find
// one: a joiner in "3/4", "e.g." or "17.11.2020" would spoil searching and copying for nothing.
const JOINER = '\u2060';

// A letter, digit or mark: what makes a sign behind it part of a word ("and/or", "a@b").
const WORD = '[\\p{L}\\p{N}\\p{M}_\\u200c]';
// Each match is a place: the joiner goes behind its last character.
const PLACES: readonly RegExp[] = [
  // Schemes that are links without a domain that Telegram knows: "tg://", "http://".
  /(?:https?|ftp|tg|ton|tonsite):(?=\/\/)/giu,
  // Mentions and commands: Latin letters, digits and underscores, at the beginning of a word.
  new RegExp(`(?<!${WORD})[@＠](?=[a-z0-9_]{2})`, 'giu'),
  new RegExp(`(?<!${WORD}|[/<>])[/／](?=[a-z0-9_])`, 'giu'),
  // Hashtags hold a letter somewhere, cashtags begin with one: "#1" and "$5" are neither.
  new RegExp(`(?<!${WORD})[#＃](?=[\\p{N}_]*[\\p{L}\\p{M}\\u200c])`, 'gu'),
  new RegExp(`(?<!${WORD}|\\$)[$＄](?=[A-Z]|1INCH)`, 'gu'),
  // Domains and addresses: behind the point stands a name of letters alone (or "xn--…"), two at least. Such a name with a
  // capital and small letters is the beginning of a sentence ("ends.In Minsk"), to Telegram too.
  /(?<=[^\s.])\.(?!\p{Lu}[\p{Ll}\p{M}]+(?![\p{L}\p{M}\p{N}_-]))(?=[\p{L}\p{M}]{2}|xn--)/gu,
  // Addresses by number.
  /(?<!\d)\d{1,3}\.(?=(?:\d{1,3}\.){2}\d{1,3}(?!\d))/gu,
  // Telephone numbers, and the numbers of bank cards.
  /(?<![\p{N}\p{L}_+])\+(?=\d(?:[\s().-]{0,2}\d){6,})/gu,
  /(?<![\p{N}\p{L}_+])\d(?=(?:[ -]?\d){12,18}(?![\p{N}\p{L}_-]))/gu,
];
// Most texts hold nothing that could begin one of these.
const WORTH_A_LOOK = /[@＠/／#＃$＄+]|[^\s.]\.[\p{L}\p{N}]|\d[ -]?\d{2}[\d -]{9}/u;

/**
 * A message that reads the same and that Telegram leaves alone: a word joiner breaks each place that it would link. Its entities
 * still cover the words they covered; those that cover nothing go, for Telegram refuses them.
 */
export function withoutAutoLinks(rendered: Rendered): Rendered {
  const { text } = rendered;
  const entities = rendered.entities.filter(({ length }) => length > 0);
  const places = joinerPlaces(text);
  if (places.length === 0) return { text, entities };
  let joined = '';
  let from = 0;
  for (const place of places) {
    joined += text.slice(from, place) + JOINER;
    from = place;
  }
  const shifted = (offset: number) => offset + countBelow(places, offset);
  return {
    text: joined + text.slice(from),
    entities: entities.map((entity) => {
      const offset = shifted(entity.offset);
      return { ...entity, offset, length: shifted(entity.offset + entity.length) - offset };
    }),
  };
}

/** Where joiners go: offsets into `text`, in order. */
export function joinerPlaces(text: string): readonly number[] {
  if (!WORTH_A_LOOK.test(text)) return NOWHERE;
  const places = new Set<number>();
  for (const pattern of PLACES) for (const match of text.matchAll(pattern)) places.add(match.index + match[0].length);
  return [...places].sort((one, other) => one - other);
}

const NOWHERE: readonly number[] = [];

/** How many of `places` lie below `offset`: by so much it moves. */
export function countBelow(places: readonly number[], offset: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
