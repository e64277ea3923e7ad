// Parts of a statement as messages: a quotation that stands alone, a paragraph, its head.

import { FormattedString } from '@grammyjs/parse-mode';
import type { Quote } from '../../statement/quotation.ts';
import type { Block, Statement } from '../../statement/statement.ts';
import { oneLine } from '../../text/one-line.ts';
import { originOf, shownText } from '../../wording/attribution.ts';
import { WORDING } from '../../wording/wording.ts';
import type { Rendered } from './auto-links.ts';
import { type Frame, linked, messageOf, sourceOf, statementAddress } from './message.ts';

const MAX_PARAGRAPH = 3_500;

/** A quotation that stands alone when it is forwarded: words, who, what kind, statement, date and link. */
export function cardMessage(quote: Quote, frame: Frame): Rendered {
  const { title } = quote.header;
  const origin = originOf(quote.header, frame.language);
  const head = [
    FormattedString.blockquote(shownText(quote)),
    FormattedString.join(sourceOf(quote, frame)),
    new FormattedString(origin === '' ? title : `${title} — ${origin}`),
  ];
  return messageOf({ head }, frame);
}

/** The statement's head: title, publisher, date and address. */
export function sourceMessage(statement: Statement, frame: Frame): Rendered {
  const origin = originOf(statement, frame.language);
  const address = statementAddress(statement, frame);
  const head = [
    FormattedString.bold(oneLine(statement.title)),
    ...(origin === '' ? [] : [origin]),
    ...(statement.carriedBy === null ? [] : [statement.carriedBy]),
    ...(address === null ? [] : [linked(WORDING[frame.language].telegram.openSource, address)]),
  ];
  return messageOf({ head }, frame);
}

/** One body paragraph as it stands, with its number: as many of its sentences as fit. */
export function paragraphMessage(statement: Statement, block: Block, frame: Frame): Rendered {
  const wording = WORDING[frame.language];
  const inside = statement.sentences.filter(({ start, end }) => start >= block.start && end <= block.end);
  const fitting = inside.filter(({ end }) => end - block.start <= MAX_PARAGRAPH);
  const text = oneLine(statement.text.slice(block.start, fitting.at(-1)?.end ?? block.start));
  const words = text === '' ? [] : [FormattedString.blockquote(fitting.length < inside.length ? `${text} …` : text)];
  const address = statementAddress(statement, frame, inside[0] ? [inside[0].key] : []);
  const head = [
    FormattedString.bold(wording.place(block.kind, block.paragraph)),
    ...words,
    ...(address === null ? [] : [linked(wording.telegram.openSource, address)]),
  ];
  return messageOf({ head }, frame);
}

export function bodyOf(statement: Statement): readonly Block[] {
  return statement.blocks.filter((block) => block.kind === 'paragraph');
}
