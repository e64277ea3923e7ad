// The buttons under messages, and what a press on one means. Telegram gives 64 bytes a button: enough to hold all that a
// press needs, so that buttons outlive restarts.

import { createHash } from 'node:crypto';
import { InlineKeyboard } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import { type Answer, claimsOf } from '../answer/answer.ts';
import { quoteAddress } from '../statement/address.ts';
import type { Pronoun } from '../statement/statement.ts';
import { LANGUAGES, type Language } from '../wording/language.ts';
import { WORDING } from '../wording/wording.ts';
import type { AskedQuestion, Desk } from './desk.ts';
import { bodyOf, type Frame, sourceAddress } from './render.ts';

/** What a pressed button asks for. */
export type Press =
  | { readonly kind: 'topic'; readonly index: number; readonly statement: string }
  | { readonly kind: 'example'; readonly index: number }
  | { readonly kind: 'thumb'; readonly up: boolean; readonly promptVersion: string }
  | { readonly kind: 'quotes'; readonly page: number }
  | { readonly kind: 'paragraph'; readonly number: number }
  | { readonly kind: 'language'; readonly language: Language }
  /** The question itself, where it fits. */
  | { readonly kind: 'ask'; readonly question: string }
  /** The id of a stored card, where it does not. */
  | { readonly kind: 'card'; readonly id: string };

const MAX_DATA_BYTES = 64;
const SUGGESTIONS = 2;

export function pressData(press: Press): string {
  switch (press.kind) {
    case 'topic':
      return `f:${press.index}:${press.statement}`;
    case 'example':
      return `e:${press.index}`;
    case 'thumb':
      return `t:${press.up ? '+' : '-'}:${press.promptVersion}`;
    case 'quotes':
      return `q:${press.page}`;
    case 'paragraph':
      return `p:${press.number}`;
    case 'language':
      return `l:${press.language}`;
    case 'ask':
      return `a:${press.question}`;
    case 'card':
      return `c:${press.id}`;
  }
}

/** What `data` of a button means; null for a button that this version does not know. */
export function readPress(data: string): Press | null {
  const [kind, first = '', second = ''] = data.split(':');
  const number = /^\d{1,4}$/.test(first) ? Number(first) : null;
  switch (kind) {
    case 'f':
      return number === null ? null : { kind: 'topic', index: number, statement: second };
    case 'e':
      return number === null ? null : { kind: 'example', index: number };
    case 't':
      return { kind: 'thumb', up: first === '+', promptVersion: second };
    case 'q':
      return number === null ? null : { kind: 'quotes', page: number };
    case 'p':
      return number === null ? null : { kind: 'paragraph', number };
    case 'l': {
      const language = LANGUAGES.find((known) => known === first);
      return language ? { kind: 'language', language } : null;
    }
    case 'a':
      return { kind: 'ask', question: data.slice(2) };
    case 'c':
      return { kind: 'card', id: data.slice(2) };
    default:
      return null;
  }
}

/** Whether the question fits into its button. */
export function fitsButton(question: string): boolean {
  return Buffer.byteLength(pressData({ kind: 'ask', question })) <= MAX_DATA_BYTES;
}

/** Under an answer: suggestions (not in groups, where they would be everybody's), thumbs and the source. */
export function answerKeyboard(
  answer: Answer,
  frame: Frame,
  { topics, home, service }: Pick<Desk, 'topics' | 'home' | 'service'>,
  asked: AskedQuestion,
): InlineKeyboardMarkup {
  const wording = WORDING[frame.language].telegram;
  const keyboard = new InlineKeyboard();
  if (asked.surface === 'private') {
    const statement = home.statement.sha256.slice(0, 8);
    const fresh = topics
      .map((topic, index) => ({ topic, index }))
      .filter(({ topic }) => !mentions(asked.text, answer, topic))
      .slice(0, SUGGESTIONS);
    for (const { topic, index } of fresh) {
      keyboard.text(wording.andTopic(topic), pressData({ kind: 'topic', index, statement }));
    }
    if (fresh.length > 0) keyboard.row();
  }
  const promptVersion = service.model?.promptVersion ?? 'none';
  keyboard.text('👍', pressData({ kind: 'thumb', up: true, promptVersion }));
  keyboard.text('👎', pressData({ kind: 'thumb', up: false, promptVersion }));
  const first = claimsOf(answer)[0]?.quotes[0];
  const address = first ? quoteAddress(frame.publicUrl, first) : sourceAddress(frame);
  if (address !== null) keyboard.url(wording.openSource, address);
  return keyboard;
}

function mentions(question: string, answer: Answer, topic: string): boolean {
  const said = [question, ...claimsOf(answer).map((claim) => claim.text)].join(' ').toLowerCase();
  return said.includes(topic.toLowerCase().slice(0, Math.max(4, topic.length - 2)));
}

/** Questions that the statement at hand answers. */
export function examplesOf(topics: readonly string[], pronoun: Pronoun, language: Language): readonly string[] {
  const { exampleAbout, exampleWhole } = WORDING[language].telegram;
  return [...topics.slice(0, 2).map((topic) => exampleAbout(topic, pronoun)), exampleWhole];
}

export function exampleKeyboard(examples: readonly string[]): InlineKeyboardMarkup {
  const keyboard = new InlineKeyboard();
  examples.forEach((example, index) => {
    keyboard.text(example, pressData({ kind: 'example', index })).row();
  });
  return keyboard;
}

export function languageKeyboard(): InlineKeyboardMarkup {
  const keyboard = new InlineKeyboard();
  LANGUAGES.forEach((language, at) => {
    keyboard.text(WORDING[language].languageName, pressData({ kind: 'language', language }));
    if (at % 2 === 1) keyboard.row();
  });
  return keyboard;
}

// As many numbered buttons as stay readable on a phone; a longer statement is read at its address.
const PARAGRAPH_BUTTONS = 24;
const BUTTONS_IN_ROW = 6;

export function paragraphKeyboard(frame: Frame): InlineKeyboardMarkup {
  const keyboard = new InlineKeyboard();
  for (const { paragraph } of bodyOf(frame.statement).slice(0, PARAGRAPH_BUTTONS)) {
    keyboard.text(`¶ ${paragraph}`, pressData({ kind: 'paragraph', number: paragraph! }));
    if (paragraph! % BUTTONS_IN_ROW === 0) keyboard.row();
  }
  return keyboard;
}

/** Back and on through pages, counted from 0; none for a single page. */
export function pageKeyboard(page: number, pages: number, language: Language): InlineKeyboardMarkup | undefined {
  if (pages <= 1) return undefined;
  const keyboard = new InlineKeyboard();
  if (page > 0) keyboard.text('‹', pressData({ kind: 'quotes', page: page - 1 }));
  keyboard.text(WORDING[language].telegram.page(page + 1, pages), pressData({ kind: 'quotes', page }));
  if (page + 1 < pages) keyboard.text('›', pressData({ kind: 'quotes', page: page + 1 }));
  return keyboard;
}

/** Under an "Ask" card: fills it in where inline feedback is off. */
export function askKeyboard(question: string, language: Language): InlineKeyboardMarkup {
  const press: Press = fitsButton(question) ? { kind: 'ask', question } : { kind: 'card', id: cardId(question) };
  return new InlineKeyboard().text(WORDING[language].telegram.inline.getAnswer, pressData(press));
}

/** Names a question by its digest, so that the same question has one card. */
export function cardId(question: string): string {
  return createHash('sha256').update(question).digest('base64url').slice(0, 32);
}
