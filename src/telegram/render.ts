// From what is to be said to text and entities. Pure; every message goes through `finish`, which keeps it under Telegram's
// limit and defuses what would become a link or a command.

import { FormattedString } from '@grammyjs/parse-mode';
import { type Answer, type Claim, claimsOf, numberQuotes } from '../answer/answer.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { pageAddress, quoteAddress } from '../statement/address.ts';
import type { Quote } from '../statement/quotation.ts';
import type { Block, Statement } from '../statement/statement.ts';
import { oneLine } from '../text/one-line.ts';
import { introOf } from '../wording/answer.ts';
import { originOf, placeOf, shownText, whoseWords } from '../wording/attribution.ts';
import type { Language } from '../wording/language.ts';
import type { Wording } from '../wording/strings.ts';
import { WORDING } from '../wording/wording.ts';
import { countBelow, defuseRendered, joinerPlaces, type Rendered } from './defuse.ts';

/** What every message is written for. */
export type Frame = {
  readonly about: OpenStatement;
  readonly statement: Statement;
  readonly language: Language;
  /** Null: quotations link to the publisher's page. */
  readonly publicUrl: string | null;
};

/** Telegram's limit for a message's text, in UTF-16 units. */
const MAX_MESSAGE = 4_096;
// Claims take at most this much of a message, so that there is room for what carries them.
const MAX_CLAIMS = 2_400;
const MAX_PARAGRAPH = 3_500;

type Piece = FormattedString | string;

export type Shown = {
  /** The question in bold before the answer, where no message with it stands above; null for none. */
  readonly asked?: string | null;
};

/** An answer as one message. */
export function renderAnswer(answer: Answer, frame: Frame, { asked = null }: Shown = {}): Rendered {
  const wording = WORDING[frame.language];
  const head: Piece[] = asked === null ? [] : [FormattedString.bold(clip(oneLine(asked), 256))];
  head.push(...introOf(answer, wording, oneLine));
  if (answer.kind === 'talk') return finish(FormattedString.join(head, '\n'), [], null, frame);
  if (answer.kind === 'absent') {
    const nearest = answer.nearest.map((quote) => evidenceBlock(quote, null, frame, wording));
    return finish(FormattedString.join(head, '\n'), nearest, null, frame);
  }
  const claims = claimsThatFit(claimsOf(answer));
  const { quotes, numbers } = numberQuotes(claims);
  const lines = claims.flatMap((claim, at) =>
    claim.text === '' ? [] : [claimLine(claim, numbers[at]!, quotes, frame)],
  );
  const tail = answer.kind === 'stopped' ? [FormattedString.italic(wording.stopped)] : [];
  const top = FormattedString.join([...head, ...lines, ...tail], '\n');
  const evidence = quotes.map((quote, at) => evidenceBlock(quote, at + 1, frame, wording));
  return finish(top, evidence, FormattedString.italic(sourceLine(frame)), frame);
}

/** Claims shown while the model is still writing: text and numbers, without evidence or links. */
export function renderDraft(claims: readonly Claim[], frame: Frame): Rendered {
  const { numbers } = numberQuotes(claims);
  const lines = claims.map((claim, at) => `${claim.text} ${numbers[at]!.map((number) => `[${number}]`).join('')}`);
  const reading = WORDING[frame.language].telegram.reading(bodyOf(frame.statement).length);
  return finish(FormattedString.join([...lines, reading], '\n'), [], null, frame);
}

function claimsThatFit(claims: readonly Claim[]): readonly Claim[] {
  let room = MAX_CLAIMS;
  const fitting = claims.filter((claim) => {
    room -= claim.text.length + 8 * claim.quotes.length;
    return room >= 0;
  });
  return fitting.length > 0 ? fitting : claims.slice(0, 1);
}

function claimLine(claim: Claim, numbers: readonly number[], quotes: readonly Quote[], frame: Frame): FormattedString {
  const references = [...new Set(numbers)].map((number) => linkTo(`[${number}]`, quotes[number - 1]!, frame));
  return FormattedString.join([`${claim.text} `, ...references]);
}

/** One quotation, folded by Telegram when it is long: number, words, whose they are, and a link to their place. */
function evidenceBlock(quote: Quote, number: number | null, frame: Frame, wording: Wording): FormattedString {
  const words = number === null ? shownText(quote) : `${number}  ${shownText(quote)}`;
  return FormattedString.expandableBlockquote(FormattedString.join([words, '\n', ...sourceOf(quote, frame, wording)]));
}

function sourceOf(quote: Quote, frame: Frame, wording: Wording): FormattedString[] {
  const whose = FormattedString.italic(whoseWords(quote, wording));
  return [whose, new FormattedString(' · '), linkTo(placeOf(quote, wording), quote, frame)];
}

/** `text` as a link to exactly these words: on the project's own page if there is one, else on the publisher's. */
function linkTo(text: string, quote: Quote, { publicUrl }: Frame): FormattedString {
  return linked(text, quoteAddress(publicUrl, quote));
}

/** Plain where there is no address to lead to. */
function linked(text: string, address: string | null): FormattedString {
  return address === null ? new FormattedString(text) : FormattedString.link(text, address);
}

/** The address of the whole statement; null where it has none. */
export function sourceAddress({ statement, publicUrl }: Frame): string | null {
  return publicUrl === null ? statement.source : pageAddress(publicUrl, statement.id, []);
}

function sourceLine({ statement, language }: Frame): string {
  return originOf(statement, language);
}

/** A quotation that stands alone when it is forwarded: words, who, what kind, statement, date and link. */
export function renderCard(quote: Quote, frame: Frame): Rendered {
  const wording = WORDING[frame.language];
  const lines = [
    FormattedString.blockquote(shownText(quote)),
    FormattedString.join(sourceOf(quote, frame, wording)),
    new FormattedString(`${frame.statement.title} — ${sourceLine(frame)}`),
  ];
  return finish(FormattedString.join(lines, '\n'), [], null, frame);
}

/** The statement's head: title, publisher, date and address. */
export function renderSource(frame: Frame): Rendered {
  const { statement } = frame;
  const lines = [
    FormattedString.bold(statement.title),
    sourceLine(frame),
    ...(statement.carriedBy === null ? [] : [statement.carriedBy]),
    linked(WORDING[frame.language].telegram.openSource, sourceAddress(frame)),
  ];
  return finish(FormattedString.join(lines, '\n'), [], null, frame);
}

/** One body paragraph as it stands, with its number: as many of its sentences as fit. */
export function renderParagraph(block: Block, frame: Frame): Rendered {
  const { statement, language } = frame;
  const head = FormattedString.bold(WORDING[language].place(block.kind, block.paragraph));
  const inside = statement.sentences.filter(({ start, end }) => start >= block.start && end <= block.end);
  const fitting = inside.filter(({ end }) => end - block.start <= MAX_PARAGRAPH);
  const text = oneLine(statement.text.slice(block.start, fitting.at(-1)?.end ?? block.start));
  const words = text === '' ? [] : [FormattedString.blockquote(fitting.length < inside.length ? `${text} …` : text)];
  const { openSource } = WORDING[language].telegram;
  const address =
    frame.publicUrl === null
      ? statement.source
      : pageAddress(frame.publicUrl, statement.id, inside[0] ? [inside[0].key] : []);
  const lines = [head, ...words, linked(openSource, address)];
  return finish(FormattedString.join(lines, '\n'), [], null, frame);
}

/** Quotations under a heading, as many as fit; the rest are "more in the source". */
export function renderQuotes(heading: string, quotes: readonly Quote[], frame: Frame): Rendered {
  return renderEvidence(FormattedString.bold(heading), quotes, frame);
}

/** A text over quotations that show it, as many as fit. */
export function renderEvidence(head: FormattedString, quotes: readonly Quote[], frame: Frame): Rendered {
  const wording = WORDING[frame.language];
  const blocks = quotes.map((quote) => evidenceBlock(quote, null, frame, wording));
  return finish(head, blocks, FormattedString.italic(sourceLine(frame)), frame);
}

/** A text that may hold words of others, as a message. */
export function renderText(text: string, frame: Frame): Rendered {
  return finish(new FormattedString(text), [], null, frame);
}

/** The project's own words: their commands and names are meant to be pressed, and to be copied as they stand. */
export function ownText(text: string): Rendered {
  return { text, entities: [] };
}

/** PUBLIC_URL where Telegram takes it: it refuses a message with a button to a host without a point, such as "localhost". */
export function publicAddress(publicUrl: string | null): string | null {
  return publicUrl !== null && new URL(publicUrl).hostname.includes('.') ? publicUrl : null;
}

export function bodyOf(statement: Statement): readonly Block[] {
  return statement.blocks.filter((block) => block.kind === 'paragraph');
}

/** Joins head, blocks and foot into a message within the limit by leaving out whole blocks, never by cutting one. */
function finish(head: FormattedString, blocks: readonly FormattedString[], foot: Piece | null, frame: Frame): Rendered {
  for (let kept = blocks.length; ; kept--) {
    const left = blocks.length - kept;
    const more = left === 0 ? [] : [linked(WORDING[frame.language].telegram.moreInSource(left), sourceAddress(frame))];
    const parts = [head, ...blocks.slice(0, kept), ...more, ...(foot === null ? [] : [foot])];
    const whole = FormattedString.join(parts, blocks.length > 0 ? '\n\n' : '\n');
    const places = joinerPlaces(whole.text);
    if (whole.text.length + places.length <= MAX_MESSAGE) return defuseRendered(whole);
    if (kept > 0) continue;
    // A head alone over the limit: a question, a title or a sentence of a size that nobody wrote by hand.
    const cut = whole.slice(0, wholeCharacters(whole.text, roomWith(places)));
    return defuseRendered({ text: `${cut.text}…`, entities: cut.entities });
  }
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

function clip(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, wholeCharacters(text, limit - 1))}…`;
}
