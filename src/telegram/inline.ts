// Inline queries: verbatim sentence cards at once, with no model call; an "Ask" card becomes the answer later.

import type {
  InlineQuery,
  InlineQueryResultArticle,
  InlineQueryResultsButton,
  InputTextMessageContent,
  MessageEntity,
} from 'grammy/types';
import { problemWith } from '../answer/answer.ts';
import type { Check } from '../check/check.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { type Quote, quoteSentences } from '../statement/quotation.ts';
import { createCache } from '../text/cache.ts';
import { QUOTATION_MARKS } from '../text/fold.ts';
import { oneLine } from '../text/one-line.ts';
import type { Range } from '../text/range.ts';
import { placeOf, shownText, whoseWords } from '../wording/attribution.ts';
import type { Language } from '../wording/language.ts';
import { verdictOf } from '../wording/verdict.ts';
import { WORDING } from '../wording/wording.ts';
import { countBelow, defuseRendered, joinerPlaces, type Rendered } from './defuse.ts';
import { body } from './delivery.ts';
import { askKeyboard, cardId, fitsButton } from './keyboards.ts';
import { type Frame, renderCard, renderText } from './render.ts';
import { renderCheck } from './render-check.ts';

/** What answerInlineQuery is called with. */
export type InlineAnswer = {
  readonly results: readonly InlineQueryResultArticle[];
  /** Seconds. */
  readonly cache_time: number;
  readonly next_offset: string;
  readonly button?: InlineQueryResultsButton;
  /** A question too long for its button: to be kept under this id. */
  readonly card: { readonly id: string; readonly question: string } | null;
};

export type InlineCards = {
  /** The cards for a query. Fast: it runs at every keystroke. */
  readonly answer: (query: Pick<InlineQuery, 'query' | 'offset'>, language: Language) => InlineAnswer;
  /** For people whom the bot does not answer. */
  readonly elsewhere: (language: Language) => InlineAnswer;
  /** Drops what was typed, which is kept with its cards under nobody's name. */
  readonly forget: () => void;
};

// Telegram takes 50 a page and asks for the next when somebody scrolls. A phone shows four at a time, and every keystroke
// waits for the whole page.
const PAGE = 8;
// Ten pages: nobody turns more of them, and a statement of any length costs no more.
const MAX_SENTENCES = 500;
// Cards depend on the statement, the query and the language alone.
const CACHE_SECONDS = 300;
const TITLE_UTF16 = 120;
const ASK_ID = 'ask';
// Telegram keeps a hundred entities a message; a long sentence that repeats one word must not lose its link to them.
const MAX_BOLD = 60;
// Cards kept ready, of some 1,500 bytes each.
const MAX_KEPT = 4_000;
// Answers kept ready, of some 6 kB each: everybody begins with the same letters.
const MAX_ANSWERS = 500;

/** A sentence's quotation as a card, with all that does not depend on the query. */
type Card = {
  /** As it is shown, before it is defused. */
  readonly shown: string;
  readonly places: readonly number[];
  readonly result: InlineQueryResultArticle;
  readonly content: InputTextMessageContent & { readonly entities: MessageEntity[] };
};

export function createInlineCards(
  about: OpenStatement,
  byWords: (alleged: string) => Check,
  frameFor: (language: Language) => Frame,
): InlineCards {
  const { statement, index } = about;
  const beginning = statement.sentences
    .filter(({ kind }) => kind === 'paragraph')
    .slice(0, MAX_SENTENCES)
    .map(({ key }) => key);
  const kept = createCache<readonly Card[]>(MAX_KEPT);
  const answers = createCache<InlineAnswer>(MAX_ANSWERS);

  return {
    answer: ({ query, offset }, language) => {
      const text = query.trim();
      const from = /^\d{1,6}$/.test(offset) ? Number(offset) : 0;
      return answers.get(`${language} ${from} ${text}`, () => answerTo(text, from, language));
    },
    elsewhere: (language) => ({
      results: [],
      cache_time: CACHE_SECONDS,
      next_offset: '',
      button: privateButton(WORDING[language].telegram.notHere),
      card: null,
    }),
    forget: answers.clear,
  };

  function answerTo(text: string, from: number, language: Language): InlineAnswer {
    const isQuestion = text !== '' && problemWith(text) === null;
    const lead = from === 0 && isQuestion ? leadFor(text, byWords, frameFor(language)) : [];
    const cards = keysFor(text).flatMap((key) => cardsOf(key, language));
    const room = PAGE - lead.length;
    const shown = cards.slice(from, from + room);
    const matchesIn = text === '' ? () => [] : index.matcher(text);
    const page = shown.map((card) => found(card, matchesIn(card.shown)));
    return {
      results: [...lead, ...page],
      cache_time: CACHE_SECONDS,
      next_offset: from + room < cards.length ? String(from + room) : '',
      ...(cards.length === 0 ? { button: privateButton(WORDING[language].telegram.inline.nothing) } : {}),
      card: lead.length > 0 && !fitsButton(text) ? { id: cardId(text), question: text } : null,
    };
  }

  /** The sentences nearest to the query; for an empty one the statement from its beginning. */
  function keysFor(text: string): readonly string[] {
    if (text === '') return beginning;
    return index
      .search(text, { limit: MAX_SENTENCES })
      .sentences.filter(({ sentence }) => sentence.kind !== 'date')
      .map(({ sentence }) => sentence.key);
  }

  function cardsOf(key: string, language: Language): readonly Card[] {
    return kept.get(`${language} ${key}`, () =>
      quoteSentences(about, [key]).map((quote) => cardFor(quote, frameFor(language))),
    );
  }

  /** The card with the words of the query, which stand at `matches`, in bold. */
  function found({ places, result, content }: Card, matches: readonly Range[]): InlineQueryResultArticle {
    const bold = matches.slice(0, MAX_BOLD);
    if (bold.length === 0) return result;
    const entities = bold.map(({ start, end }): MessageEntity => {
      const offset = start + countBelow(places, start);
      return { type: 'bold', offset, length: end + countBelow(places, end) - offset };
    });
    return { ...result, input_message_content: { ...content, entities: [...content.entities, ...entities] } };
  }
}

/** Whether a chosen result is the "Ask" card. */
export function isAskCard(resultId: string): boolean {
  return resultId === ASK_ID;
}

function cardFor(quote: Quote, frame: Frame): Card {
  const wording = WORDING[frame.language];
  const shown = shownText(quote);
  const content = contentOf(renderCard(quote, frame));
  return {
    shown,
    places: joinerPlaces(shown),
    content,
    result: {
      type: 'article',
      // A quotation's place names it; two pieces of one sentence begin at different offsets.
      id: `q${quote.start}`,
      title: shorten(shown, TITLE_UTF16),
      description: `${whoseWords(quote, wording)} · ${placeOf(quote, wording)}`,
      input_message_content: content,
    },
  };
}

/** "Ask: …" first; words in quotation marks may be an alleged quotation as well, which is checked without a model. */
function leadFor(text: string, byWords: (alleged: string) => Check, frame: Frame): InlineQueryResultArticle[] {
  const ask = askCard(text, frame);
  return QUOTATION_MARKS.includes(text[0]!) ? [checkCard(byWords(text), text, frame), ask] : [ask];
}

function askCard(question: string, frame: Frame): InlineQueryResultArticle {
  const wording = WORDING[frame.language].telegram.inline;
  const text = oneLine(question);
  return {
    type: 'article',
    id: ASK_ID,
    title: shorten(wording.ask(text), TITLE_UTF16),
    description: wording.askHint,
    // With a keyboard Telegram tells the inline message's id when the card is sent.
    reply_markup: askKeyboard(question, frame.language),
    input_message_content: contentOf(
      defuseRendered({
        text: `${text}\n\n${wording.asking}`,
        entities: [{ type: 'bold', offset: 0, length: text.length }],
      }),
    ),
  };
}

function checkCard(checked: Check, alleged: string, frame: Frame): InlineQueryResultArticle {
  return {
    type: 'article',
    id: 'check',
    title: WORDING[frame.language].telegram.inline.check(frame.statement.speaker?.pronoun ?? 'they'),
    description: verdictOf(checked, WORDING[frame.language]),
    input_message_content: contentOf(renderCheck(checked, frame, alleged)),
  };
}

function privateButton(text: string): InlineQueryResultsButton {
  return { text, start_parameter: 'inline' };
}

function contentOf(rendered: Rendered) {
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
  return renderText(WORDING[frame.language].telegram.cardGone, frame);
}
