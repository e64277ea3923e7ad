// The cards of an inline query: sentences of a statement, each a quotation that stands alone, and "Ask" first.

import type {
  InlineQuery,
  InlineQueryResultArticle,
  InlineQueryResultsButton,
  InputTextMessageContent,
  MessageEntity,
} from 'grammy/types';
import { problemWith } from '../answer/answer.ts';
import { checkWords } from '../check/check.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { readPlaceName, shortName } from '../statement/place-name.ts';
import { type Quote, quoteSentences } from '../statement/quotation.ts';
import { createCache } from '../text/cache.ts';
import { QUOTATION_MARKS } from '../text/fold.ts';
import { oneLine } from '../text/one-line.ts';
import type { Range } from '../text/range.ts';
import { placeOf, shownText, whoseWords } from '../wording/attribution.ts';
import { type Language, readableDate } from '../wording/language.ts';
import { verdictOf } from '../wording/verdict.ts';
import { WORDING } from '../wording/wording.ts';
import { askPress } from './buttons.ts';
import { body } from './delivery.ts';
import { countBelow, joinerPlaces, type Rendered, withoutAutoLinks } from './format/auto-links.ts';
import { checkMessage } from './format/check.ts';
import { type Frame, publicAddress, shorten } from './format/message.ts';
import { cardMessage } from './format/passage.ts';
import { askKeyboard } from './keyboards.ts';
import type { Tools } from './tools.ts';

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

/** `statement`: the one that the person has chosen; null: all. */
type Where = { readonly language: Language; readonly statement: string | null };

export type InlineCards = {
  /** The cards for a query. Fast: it runs at every keystroke. */
  readonly answer: (query: Pick<InlineQuery, 'query' | 'offset'>, where: Where) => Promise<InlineAnswer>;
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
// So many of the library's are shown sentences of.
const MAX_STATEMENTS = 4;
// Cards depend on the statement, the query and the language alone.
const CACHE_SECONDS = 300;
const MAX_TITLE_UTF16 = 120;
// Telegram keeps a hundred entities a message; a long sentence that repeats one word must not lose its link to them.
const MAX_BOLD = 60;
// Cards kept ready, of some 1,500 bytes each.
const MAX_CARDS = 4_000;
// Answers kept ready, of some 6 kB each: everybody begins with the same letters.
const MAX_ANSWERS = 500;

/** A sentence's quotation as a card, with all that does not depend on the query. */
type Card = {
  /** As it is shown, before it is kept from being linked. */
  readonly shown: string;
  readonly places: readonly number[];
  readonly result: InlineQueryResultArticle;
  readonly content: InputTextMessageContent & { readonly entities: MessageEntity[] };
};

export function createInlineCards({ service, home, config }: Pick<Tools, 'service' | 'home' | 'config'>): InlineCards {
  const publicUrl = publicAddress(config.web.publicUrl);
  const frameFor = (language: Language): Frame => ({ language, publicUrl, isFolded: true });
  const cards = createCache<readonly Card[]>(MAX_CARDS);
  const answers = createCache<Promise<InlineAnswer>>(MAX_ANSWERS);

  return {
    answer: async ({ query, offset }, where) => {
      const text = query.trim();
      const from = /^\d{1,6}$/.test(offset) ? Number(offset) : 0;
      // What was found in the library holds until it has another statement.
      const size = where.statement === null ? ((await service.library?.count()) ?? 1) : where.statement;
      const answered = answers.get(`${where.language} ${size} ${from} ${text}`, () => answerTo(text, from, where));
      // What failed is made anew for whoever types the same next.
      answered.catch(answers.clear);
      return answered;
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

  async function answerTo(text: string, from: number, { language, statement }: Where): Promise<InlineAnswer> {
    const shared = await cardOfPlace(text, language);
    if (shared !== null) return { results: shared, cache_time: CACHE_SECONDS, next_offset: '', card: null };
    const abouts = await asked(text, statement);
    const isOneOfMany = statement === null && ((await service.library?.count()) ?? 1) > 1;
    const isQuestion = text !== '' && problemWith(text) === null;
    const lead = from === 0 && isQuestion ? leadFor(text, abouts[0]!, statement, frameFor(language)) : [];
    const most = Math.ceil(MAX_SENTENCES / abouts.length);
    const found = abouts.flatMap((about) => {
      const matchesIn = text === '' ? () => [] : about.index.matcher(text);
      const cards = keysFor(text, about, most).flatMap((key) => cardsOf(key, about, language, isOneOfMany));
      return cards.map((card) => ({ card, matchesIn }));
    });
    const room = PAGE - lead.length;
    const page = found.slice(from, from + room).map(({ card, matchesIn }) => withMatches(card, matchesIn(card.shown)));
    const press = askPress(text, statement);
    return {
      results: [...lead, ...page],
      cache_time: CACHE_SECONDS,
      next_offset: from + room < found.length ? String(from + room) : '',
      ...(found.length === 0 ? { button: privateButton(WORDING[language].telegram.inline.nothing) } : {}),
      card: lead.length > 0 && press.kind === 'card' ? { id: press.id, question: text } : null,
    };
  }

  /** The statement that was chosen, or those of all that have most of the words. */
  async function asked(text: string, statement: string | null): Promise<readonly OpenStatement[]> {
    if (statement !== null) return [(await service.open(statement)) ?? home];
    const found = text === '' ? [] : await service.library?.candidates(text, MAX_STATEMENTS);
    return found?.length ? found : [home];
  }

  /** The one sentence that is passed on from under an answer: its query names it. */
  async function cardOfPlace(text: string, language: Language): Promise<readonly InlineQueryResultArticle[] | null> {
    const place = readPlaceName(text);
    const about = place?.statement ? await service.open(place.statement) : null;
    if (place?.sentence == null || about === null) return null;
    return cardsOf(`${place.paragraph}.${place.sentence}`, about, language, false).map(({ result }) => result);
  }

  function cardsOf(key: string, about: OpenStatement, language: Language, isOneOfMany: boolean): readonly Card[] {
    return cards.get(`${language} ${about.statement.sha256} ${isOneOfMany} ${key}`, () =>
      quoteSentences(about, [key]).map((quote) => cardFor(quote, frameFor(language), isOneOfMany)),
    );
  }
}

/** "Ask: …" first; words in quotation marks may be an alleged quotation as well, which is checked without a model. */
function leadFor(
  text: string,
  about: OpenStatement,
  statement: string | null,
  frame: Frame,
): InlineQueryResultArticle[] {
  const ask = askCard(text, statement, frame);
  if (!QUOTATION_MARKS.includes(text[0]!)) return [ask];
  const checked = checkWords(text, about);
  const wording = WORDING[frame.language];
  const check: InlineQueryResultArticle = {
    type: 'article',
    id: 'check',
    title: wording.telegram.inline.check(about.statement.speaker?.pronoun ?? 'they'),
    description: verdictOf(checked, wording),
    input_message_content: contentOf(checkMessage(checked, frame, text)),
  };
  return [check, ask];
}

/** The sentences nearest to the query; for an empty one the statement from its beginning. */
function keysFor(text: string, { statement, index }: OpenStatement, most: number): readonly string[] {
  if (text === '') {
    return statement.sentences
      .filter(({ kind }) => kind === 'paragraph')
      .slice(0, most)
      .map(({ key }) => key);
  }
  return index
    .search(text, { limit: most })
    .sentences.filter(({ sentence }) => sentence.kind !== 'date')
    .map(({ sentence }) => sentence.key);
}

/** The card with the words of the query, which stand at `matches`, in bold. */
function withMatches({ places, result, content }: Card, matches: readonly Range[]): InlineQueryResultArticle {
  const bold = matches.slice(0, MAX_BOLD);
  if (bold.length === 0) return result;
  const entities = bold.map(({ start, end }): MessageEntity => {
    const offset = start + countBelow(places, start);
    return { type: 'bold', offset, length: end + countBelow(places, end) - offset };
  });
  return { ...result, input_message_content: { ...content, entities: [...content.entities, ...entities] } };
}

function cardFor(quote: Quote, frame: Frame, isOneOfMany: boolean): Card {
  const { title, date } = quote.header;
  const statement = date === null ? title : readableDate(date, frame.language);
  const wording = WORDING[frame.language];
  const shown = shownText(quote);
  const content = contentOf(cardMessage(quote, frame));
  return {
    shown,
    places: joinerPlaces(shown),
    content,
    result: {
      type: 'article',
      // A quotation's place names it; two pieces of one sentence begin at different offsets.
      id: `q${quote.start}:${shortName(quote.header)}`,
      title: shorten(shown, MAX_TITLE_UTF16),
      description: `${whoseWords(quote, wording)} · ${isOneOfMany ? `${statement}, ` : ''}${placeOf(quote, wording)}`,
      input_message_content: content,
    },
  };
}

const ASK_ID = /^ask(?::([0-9a-f]{6}))?$/;

/** What an "Ask" card's id says of the statement that is asked about, null: all; null for a card of another kind. */
export function readAskCard(resultId: string): { readonly statement: string | null } | null {
  const match = ASK_ID.exec(resultId);
  return match && { statement: match[1] ?? null };
}

function askCard(question: string, statement: string | null, frame: Frame): InlineQueryResultArticle {
  const wording = WORDING[frame.language].telegram.inline;
  const text = oneLine(question);
  return {
    type: 'article',
    id: statement === null ? 'ask' : `ask:${statement}`,
    title: shorten(wording.ask(text), MAX_TITLE_UTF16),
    description: wording.askHint,
    // With a keyboard Telegram tells the inline message's id when the card is sent.
    reply_markup: askKeyboard(question, statement, frame.language),
    input_message_content: contentOf(
      withoutAutoLinks({
        text: `${text}\n\n${wording.asking}`,
        entities: [{ type: 'bold', offset: 0, length: text.length }],
      }),
    ),
  };
}

function privateButton(text: string): InlineQueryResultsButton {
  return { text, start_parameter: 'inline' };
}

function contentOf(rendered: Rendered) {
  return { message_text: rendered.text, ...body(rendered) };
}
