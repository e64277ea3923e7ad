// Inline queries: verbatim sentence cards at once, with no model call and no store; an "Ask" card becomes the answer later.

import { createHash } from 'node:crypto';
import type { InlineQuery, InlineQueryResultArticle, InlineQueryResultsButton } from 'grammy/types';
import { problemWith } from '../answer/answer.ts';
import { checkQuote } from '../answer/check.ts';
import type { App } from '../app.ts';
import { placeOf, shownText, whoseWords } from '../statement/attribution.ts';
import { type Quote, quoteSentences } from '../statement/quote.ts';
import { QUOTATION_MARKS, type Range } from '../text.ts';
import { type Language, WORDING } from '../wording.ts';
import { body } from './answering.ts';
import { defuseRendered, type Rendered } from './defuse.ts';
import { askKeyboard, fitsButton, type Press } from './keyboards.ts';
import { type Frame, oneLine, renderCard, renderText } from './render.ts';
import { renderCheck } from './render-check.ts';
import { TELEGRAM_WORDING } from './wording.ts';

/** What answerInlineQuery is called with. */
export type InlineAnswer = {
  readonly results: readonly InlineQueryResultArticle[];
  readonly cache_time: number;
  readonly is_personal: boolean;
  readonly next_offset: string;
  readonly button?: InlineQueryResultsButton;
  /** A question too long for its button: to be kept under this id until the card is sent. */
  readonly card: { readonly id: string; readonly question: string } | null;
};

/** Telegram's limit a page. */
const PAGE = 50;
// Cards depend on the statement and the language alone, so Telegram may give them to everybody for a while.
const CACHE_SECONDS = 300;
const TITLE_UTF16 = 120;
const ASK_ID = 'ask';

/** The cards for a query. Pure and fast: it runs at every keystroke. */
export function answerInline(query: Pick<InlineQuery, 'query' | 'offset'>, app: App, frame: Frame): InlineAnswer {
  const text = query.query.trim();
  const from = /^\d{1,6}$/.test(query.offset) ? Number(query.offset) : 0;
  const isAlleged = text !== '' && QUOTATION_MARKS.includes(text[0]!);
  const isQuestion = text !== '' && problemWith(text) === null;
  const lead = from > 0 || !isQuestion ? [] : [isAlleged ? checkCard(text, app, frame) : askCard(text, frame)];
  const quotes = quotesFor(text, app);
  const room = PAGE - lead.length;
  const page = quotes.slice(from, from + room);
  const cards = page.map((quote) => quoteCard(quote, text, app, frame));
  const results = [...lead, ...cards];
  return {
    results,
    cache_time: CACHE_SECONDS,
    is_personal: false,
    next_offset: from + room < quotes.length ? String(from + room) : '',
    ...(quotes.length === 0 ? { button: privateButton(frame.language) } : {}),
    card: isQuestion && !isAlleged && !fitsButton(text) ? { id: cardId(text), question: text } : null,
  };
}

/** Whether a chosen result is the "Ask" card. */
export function isAskCard(resultId: string): boolean {
  return resultId === ASK_ID;
}

/** The sentences nearest to the query, each a quotation of its own; for an empty query the statement from its beginning. */
function quotesFor(text: string, app: App): readonly Quote[] {
  const { statement, index } = app;
  const keys =
    text === ''
      ? statement.sentences.filter((sentence) => sentence.kind === 'paragraph').map((sentence) => sentence.key)
      : index.search(text, { limit: 500 }).sentences.map((hit) => hit.sentence.key);
  return keys.flatMap((key) => quoteSentences(statement, [key])).filter((quote) => quote.block !== 'date');
}

function quoteCard(quote: Quote, query: string, app: App, frame: Frame): InlineQueryResultArticle {
  const wording = WORDING[frame.language];
  const shown = shownText(quote);
  const found: Range[] = query === '' ? [] : app.index.matchRanges(query, shown);
  return {
    type: 'article',
    // A quotation's place names it; two pieces of one sentence begin at different offsets.
    id: `q${quote.start}`,
    title: shorten(shown, TITLE_UTF16),
    description: `${whoseWords(quote, app.statement, wording)} · ${placeOf(quote, wording)}`,
    input_message_content: content(renderCard(quote, frame, found)),
  };
}

function askCard(question: string, frame: Frame): InlineQueryResultArticle {
  const wording = TELEGRAM_WORDING[frame.language].inline;
  const text = oneLine(question);
  const press: Press & { kind: 'ask' | 'card' } = fitsButton(question)
    ? { kind: 'ask', question }
    : { kind: 'card', id: cardId(question) };
  return {
    type: 'article',
    id: ASK_ID,
    title: shorten(wording.ask(text), TITLE_UTF16),
    description: wording.askHint,
    // With a keyboard Telegram tells the inline message's id when the card is sent.
    reply_markup: askKeyboard(press, frame.language),
    input_message_content: content(
      defuseRendered({
        text: `${text}\n\n${wording.asking}`,
        entities: [{ type: 'bold', offset: 0, length: text.length }],
      }),
    ),
  };
}

function checkCard(alleged: string, app: App, frame: Frame): InlineQueryResultArticle {
  const wording = TELEGRAM_WORDING[frame.language].inline;
  const check = checkQuote(alleged, app.statement);
  const rendered = renderCheck(check, frame, alleged);
  return {
    type: 'article',
    id: 'check',
    title: wording.check,
    description: shorten(rendered.text.split('\n').slice(-1)[0] ?? '', TITLE_UTF16),
    input_message_content: content(rendered),
  };
}

function privateButton(language: Language): InlineQueryResultsButton {
  return { text: TELEGRAM_WORDING[language].inline.nothing, start_parameter: 'inline' };
}

/** Names a question by its digest, so that the same question has one card. */
function cardId(question: string): string {
  return createHash('sha256').update(question).digest('base64url').slice(0, 32);
}

function content(rendered: Rendered) {
  return { message_text: rendered.text, ...body(rendered) };
}

/** Cut at a blank where there is one; titles are previews, the card itself holds the whole words. */
function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  const blank = cut.lastIndexOf(' ');
  return `${(blank > limit / 2 ? cut.slice(0, blank) : cut).toWellFormed()}…`;
}

/** What an inline message says when its card is known no more. */
export function renderGone(frame: Frame): Rendered {
  return renderText(TELEGRAM_WORDING[frame.language].cardGone, frame);
}
