// The buttons under messages.

import { InlineKeyboard } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import { type Answer, claimsOf } from '../answer/answer.ts';
import { quoteAddress } from '../statement/address.ts';
import { placeName, shortName } from '../statement/place-name.ts';
import type { Quote } from '../statement/quotation.ts';
import type { Header, Statement } from '../statement/statement.ts';
import { originOf, shownText, whoseWords } from '../wording/attribution.ts';
import { suggestionsOf } from '../wording/examples.ts';
import { LANGUAGES, type Language } from '../wording/language.ts';
import { WORDING } from '../wording/wording.ts';
import { askPress, type Press, pressData } from './buttons.ts';
import type { Frame } from './format/message.ts';
import { bodyOf } from './format/passage.ts';

/** Telegram's limit for what a button copies. */
const MAX_COPIED = 256;

export type AnswerButtons = {
  readonly answer: Answer;
  readonly question: string;
  readonly promptVersion: string;
  /** Null in groups, where suggestions would be everybody's. */
  readonly topics: readonly string[] | null;
};

/** Under an answer: suggestions, thumbs, the source, and its first quotation to copy or to pass on. */
export function answerKeyboard(buttons: AnswerButtons, frame: Frame): InlineKeyboardMarkup {
  const { answer, question, promptVersion, topics } = buttons;
  const wording = WORDING[frame.language].telegram;
  const keyboard = new InlineKeyboard();
  const [about] = answer.statements;
  const statement = about && answer.statements.length === 1 ? shortName(about) : null;
  const fresh = suggestionsOf(topics ?? [], question, answer);
  for (const { topic, index } of fresh) {
    keyboard.text(wording.andTopic(topic), pressData({ kind: 'topic', index, statement }));
  }
  if (fresh.length > 0) keyboard.row();
  keyboard.text('👍', pressData({ kind: 'thumb', sign: '+', promptVersion, statement }));
  keyboard.text('👎', pressData({ kind: 'thumb', sign: '-', promptVersion, statement }));
  const first = claimsOf(answer)[0]?.quotes[0];
  const address = first ? quoteAddress(frame.publicUrl, first) : null;
  if (address !== null) keyboard.url(wording.openSource, address);
  if (first && topics !== null) passOn(keyboard.row(), first, frame);
  return keyboard;
}

/** Under a quotation that stands alone. */
export function quoteKeyboard(quote: Quote, frame: Frame): InlineKeyboardMarkup {
  return passOn(new InlineKeyboard(), quote, frame);
}

function passOn(keyboard: InlineKeyboard, quote: Quote, frame: Frame): InlineKeyboard {
  const { copy, share } = WORDING[frame.language].telegram;
  const copied = copiedText(quote, frame);
  if (copied !== null) keyboard.copyText(copy, copied);
  const [block = '', sentence = ''] = quote.keys[0]?.split('.') ?? [];
  const query =
    quote.paragraph === null
      ? shownText(quote).slice(0, MAX_COPIED)
      : placeName({ statement: shortName(quote.header), paragraph: Number(block), sentence: Number(sentence) });
  return keyboard.switchInlineChosen(share, {
    query,
    allow_user_chats: true,
    allow_group_chats: true,
    allow_channel_chats: true,
  });
}

/** Words, who, when and where, as far as they fit; null where not even the words do. */
function copiedText(quote: Quote, { language, publicUrl }: Frame): string | null {
  const parts = [
    shownText(quote),
    `— ${whoseWords(quote, WORDING[language])}`,
    originOf(quote.header, language),
    quoteAddress(publicUrl, quote),
  ].filter((part) => part !== null && part !== '');
  for (let count = parts.length; count > 0; count--) {
    const text = parts.slice(0, count).join('\n');
    if (text.length <= MAX_COPIED) return text;
  }
  return null;
}

export function exampleKeyboard(examples: readonly string[], header: Header): InlineKeyboardMarkup {
  const keyboard = new InlineKeyboard();
  for (const [index, example] of examples.entries()) {
    keyboard.text(example, pressData({ kind: 'example', index, statement: shortName(header) })).row();
  }
  return keyboard;
}

export function languageKeyboard(): InlineKeyboardMarkup {
  const keyboard = new InlineKeyboard();
  for (const [at, language] of LANGUAGES.entries()) {
    keyboard.text(WORDING[language].languageName, pressData({ kind: 'language', language }));
    if (at % 2 === 1) keyboard.row();
  }
  return keyboard;
}

// As many numbered buttons as stay readable on a phone; a longer statement is read at its address.
const MAX_PARAGRAPH_BUTTONS = 24;
const BUTTONS_IN_ROW = 6;

export function paragraphKeyboard(statement: Statement): InlineKeyboardMarkup {
  const keyboard = new InlineKeyboard();
  for (const { paragraph } of bodyOf(statement).slice(0, MAX_PARAGRAPH_BUTTONS)) {
    const press: Press = { kind: 'paragraph', number: paragraph!, statement: shortName(statement) };
    keyboard.text(`¶ ${paragraph}`, pressData(press));
    if (paragraph! % BUTTONS_IN_ROW === 0) keyboard.row();
  }
  return keyboard;
}

/** Back and on through pages, counted from 0; nothing for a single page. */
export function addPageButtons(
  keyboard: InlineKeyboard,
  page: number,
  pages: number,
  language: Language,
  press: (page: number) => Press,
): InlineKeyboard {
  if (pages <= 1) return keyboard;
  if (page > 0) keyboard.text('‹', pressData(press(page - 1)));
  keyboard.text(WORDING[language].telegram.page(page + 1, pages), pressData(press(page)));
  if (page + 1 < pages) keyboard.text('›', pressData(press(page + 1)));
  return keyboard;
}

/** Under an "Ask" card: fills it in where inline feedback is off. */
export function askKeyboard(question: string, statement: string | null, language: Language): InlineKeyboardMarkup {
  return new InlineKeyboard().text(
    WORDING[language].telegram.inline.getAnswer,
    pressData(askPress(question, statement)),
  );
}
