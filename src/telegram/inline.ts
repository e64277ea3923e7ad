// Inline mode: cards at every keystroke, without a model; a sent "Ask" card is filled in with the answer, at once or when its
// button is pressed.

import { Composer } from 'grammy';
import type { InlineQuery, Update } from 'grammy/types';
import { MAX_QUESTION } from '../answer/answer.ts';
import { languageOf } from '../language/language-of.ts';
import { LANGUAGES, languageFor } from '../wording/language.ts';
import { WORDING } from '../wording/wording.ts';
import { isAllowedChat } from './admission.ts';
import { isOutage } from './api.ts';
import { answerAt } from './ask.ts';
import { type Press, readPress } from './buttons.ts';
import { readChatSettings } from './chat-settings.ts';
import type { BotContext, Origin } from './context.ts';
import { extras } from './delivery.ts';
import { plainMessage } from './format/message.ts';
import { createInlineCards, readAskCard } from './inline-cards.ts';
import { ignoringRefusals } from './refusals.ts';
import type { Tools } from './tools.ts';

export type Inline = {
  readonly composer: Composer<BotContext>;
  /** Answers at once, and never rejects: the next keystroke asks again. */
  readonly answer: (query: InlineQuery) => Promise<void>;
  /** What an unanswered card asks, for the button that stays under it; null where it is kept no more. */
  readonly questionOf: (update: Update) => Promise<AskedCard | null>;
  /** Drops what was typed, which is ready for whoever types the same next. */
  readonly forget: () => void;
};

export type AskedCard = { readonly question: string; readonly statement: string | null };

export function inline(tools: Tools): Inline {
  const { api, store, config, log, metrics } = tools;
  const cards = createInlineCards(tools);
  const composer = new Composer<BotContext>();

  composer.on('chosen_inline_result', async ({ origin, update }) => {
    const card = await questionOf(update);
    const { inline_message_id: id } = update.chosen_inline_result!;
    if (card !== null && id !== undefined) await fill(origin, card, id);
  });
  composer.on('callback_query:data', async ({ origin, callbackQuery, update, press }, next) => {
    if (press?.kind !== 'ask' && press?.kind !== 'card') return next();
    const card = await questionOf(update);
    const { inline_message_id: id } = callbackQuery;
    if (id === undefined) return;
    if (card !== null) await fill(origin, card, id);
    else {
      const gone = plainMessage(WORDING[origin.language].telegram.cardGone);
      await ignoringRefusals(api.editMessageTextInline(id, gone.text, extras({ rendered: gone })));
    }
  });

  return { composer, answer, questionOf, forget: cards.forget };

  async function fill(origin: Origin, { question, statement }: AskedCard, id: string): Promise<void> {
    const asked = { text: question.slice(0, MAX_QUESTION), isShown: true };
    await answerAt(tools, { ...origin, statement }, asked, { kind: 'inline', id });
  }

  async function questionOf({ chosen_inline_result: chosen, callback_query }: Update): Promise<AskedCard | null> {
    if (chosen) {
      const card = readAskCard(chosen.result_id);
      return card && { question: chosen.query.trim(), statement: card.statement };
    }
    const press: Press | null = readPress(callback_query?.data ?? '');
    if (press?.kind === 'ask') return press;
    const card = press?.kind === 'card' ? await store.cards.get(press.id) : null;
    return card && press?.kind === 'card' ? { question: card.question, statement: press.statement } : null;
  }

  async function answer(query: InlineQuery): Promise<void> {
    metrics.update('inline_query');
    const written = languageOf(query.query, LANGUAGES);
    const language = written ?? languageFor(query.from.language_code);
    try {
      const isAllowed = await isAllowedChat(tools, query.from.id);
      const { statement } = await readChatSettings(store, query.from.id);
      const { card, results, ...options } = isAllowed
        ? await cards.answer(query, { language, statement })
        : cards.elsewhere(language);
      // Before the cards can be sent: a press on one must find its question.
      if (card !== null) await store.cards.put(card.id, { question: card.question, person: query.from.id });
      // Telegram may show one person's cards to the next only where both would get the same.
      const isPersonal = written === null || statement !== null || config.telegram.allowedChats !== null;
      await ignoringRefusals(api.answerInlineQuery(query.id, results, { ...options, is_personal: isPersonal }));
    } catch (error) {
      // An inline query that failed is worth a line, not a retry. Outages have a line already.
      metrics.error('inline');
      if (isOutage(error)) return;
      log.warn({ event: 'inline', error: (error as Error).name }, 'an inline query could not be answered');
    }
  }
}
