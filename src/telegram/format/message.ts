// Puts a message together: head, blocks and foot as text with entities, within Telegram's limit and free of links of its own making.

import { FormattedString } from '@grammyjs/parse-mode';
import { pageAddress, quoteAddress } from '../../statement/address.ts';
import type { Quote } from '../../statement/quotation.ts';
import type { Header } from '../../statement/statement.ts';
import { placeOf, shownText, whoseWords } from '../../wording/attribution.ts';
import { type Language, readableDate } from '../../wording/language.ts';
import { WORDING } from '../../wording/wording.ts';
import { countBelow, joinerPlaces, type Rendered, withoutAutoLinks } from './auto-links.ts';

/** What every message is written for. */
export type Frame = {
  readonly language: Language;
  /** Null: quotations link to the publisher's page. */
  readonly publicUrl: string | null;
  /** Whether long quotations are folded until somebody opens them. */
  readonly isFolded: boolean;
};

/** Telegram's limit for a message's text, in UTF-16 units. */
const MAX_MESSAGE = 4_096;

export type Piece = FormattedString | string;

/** A text that may hold words of others, as a message. */
export function plainMessage(text: string): Rendered {
  return within(new FormattedString(text)) ?? cutToFit(new FormattedString(text));
}

/** The project's own words: their commands and names are meant to be pressed, and to be copied as they stand. */
export function ownMessage(text: string): Rendered {
  return { text, entities: [] };
}

export type MessageParts = {
  readonly head: readonly Piece[];
  /** As many as fit are kept, from the first; what is left out is told of. */
  readonly blocks?: readonly FormattedString[];
  readonly foot?: Piece | null;
  /** Where more can be read; null where there is no address. */
  readonly moreAt?: string | null;
};

/** Joins a message within the limit by leaving out whole blocks, never by cutting one. */
export function messageOf({ head, blocks = [], foot = null, moreAt = null }: MessageParts, frame: Frame): Rendered {
  const { moreInSource } = WORDING[frame.language].telegram;
  const top = FormattedString.join([...head], '\n');
  for (let kept = blocks.length; ; kept--) {
    const left = blocks.length - kept;
    const more = left === 0 ? [] : [linked(moreInSource(left), moreAt)];
    const parts = [top, ...blocks.slice(0, kept), ...more, ...(foot === null ? [] : [foot])];
    const whole = FormattedString.join(parts, blocks.length > 0 ? '\n\n' : '\n');
    const fitting = within(whole);
    if (fitting !== null) return fitting;
    // A head alone over the limit: a question, a title or a sentence of a size that nobody wrote by hand.
    if (kept === 0) return cutToFit(whole);
  }
}

/** One quotation: number, words, whose they are, and a link to their place. */
export function quotationBlock(
  quote: Quote,
  number: number | null,
  frame: Frame,
  namesStatement = false,
): FormattedString {
  const words = number === null ? shownText(quote) : `${number}  ${shownText(quote)}`;
  const block = FormattedString.join([words, '\n', ...sourceOf(quote, frame, namesStatement)]);
  return frame.isFolded ? FormattedString.expandableBlockquote(block) : FormattedString.blockquote(block);
}

/** Whose words they are and where they stand; with the statement's day or title where more than one is quoted from. */
export function sourceOf(quote: Quote, frame: Frame, namesStatement = false): FormattedString[] {
  const wording = WORDING[frame.language];
  const { date, title } = quote.header;
  const statement = date === null ? title : readableDate(date, frame.language);
  const place = `${namesStatement ? `${statement}, ` : ''}${placeOf(quote, wording)}`;
  return [
    FormattedString.italic(whoseWords(quote, wording)),
    new FormattedString(' · '),
    linked(place, quoteAddress(frame.publicUrl, quote)),
  ];
}

/** A link; plain where there is no address to lead to. */
export function linked(text: string, address: string | null): FormattedString {
  return address === null ? new FormattedString(text) : FormattedString.link(text, address);
}

/** The address of a whole statement, or of sentences of it; null where it has none. */
export function statementAddress(
  { id, source }: Header,
  { publicUrl }: Frame,
  keys: readonly string[] = [],
): string | null {
  return publicUrl === null ? source : pageAddress(publicUrl, id, keys);
}

/** PUBLIC_URL where Telegram takes it: it refuses a message with a button to a host without a point, such as "localhost". */
export function publicAddress(publicUrl: string | null): string | null {
  return publicUrl !== null && new URL(publicUrl).hostname.includes('.') ? publicUrl : null;
}

/** At most `limit` UTF-16 units, cut at a blank where one is near; for previews of what stands whole elsewhere. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  const blank = cut.lastIndexOf(' ');
  return `${(blank > limit / 2 ? cut.slice(0, blank) : cut).toWellFormed()}…`;
}

function within(whole: FormattedString): Rendered | null {
  return whole.text.length + joinerPlaces(whole.text).length <= MAX_MESSAGE ? withoutAutoLinks(whole) : null;
}

function cutToFit(whole: FormattedString): Rendered {
  const cut = whole.slice(0, wholeCharacters(whole.text, roomWith(joinerPlaces(whole.text))));
  return withoutAutoLinks({ text: `${cut.text}…`, entities: cut.entities });
}

/** How much of a text that is too long fits with the joiners that go into it, and the dots behind it. */
function roomWith(places: readonly number[]): number {
  // The end of the cut may look like a link that the whole did not: one joiner more.
  const most = MAX_MESSAGE - 2;
  let room = most;
  for (;;) {
    const over = room + countBelow(places, room + 1) - most;
    if (over <= 0) return room;
    room -= over;
  }
}

/** The longest end up to `limit` that cuts no character in half. */
function wholeCharacters(text: string, limit: number): number {
  return /[\ud800-\udbff]/.test(text[limit - 1] ?? '') ? limit - 1 : limit;
}
