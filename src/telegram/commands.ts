// Commands and buttons that are not questions: the statement, its quotations, language, privacy.

import { type Quote, quoteSentences } from '../statement/quotation.ts';
import type { Who } from '../store/table.ts';
import { originOf } from '../wording/attribution.ts';
import { LANGUAGES, type Language } from '../wording/language.ts';
import { WORDING } from '../wording/wording.ts';
import type { Reply } from './delivery.ts';
import type { Desk } from './desk.ts';
import { exampleKeyboard, examplesOf, languageKeyboard, pageKeyboard, paragraphKeyboard } from './keyboards.ts';
import {
  bodyOf,
  type Frame,
  ownText,
  renderCard,
  renderParagraph,
  renderQuotes,
  renderSource,
  renderText,
} from './render.ts';

export type Commander = {
  readonly chat: number;
  readonly person: number;
  readonly updateId: number;
  readonly isPrivate: boolean;
  readonly frame: Frame;
  readonly username: string;
  readonly readsAll: boolean;
  /** Removes what is kept of somebody. */
  readonly forget: (who: Who) => Promise<void>;
};

/** The reply to a command; null where silence is the answer (an unknown command in a group, /stats by others). */
export async function runCommand(
  name: string,
  argument: string,
  { chat, person, updateId, isPrivate, frame, username, readsAll, forget }: Commander,
  {
    home,
    topics,
    store,
    sessions,
    queue,
    config,
  }: Pick<Desk, 'home' | 'topics' | 'store' | 'sessions' | 'queue' | 'config'>,
): Promise<Reply | null> {
  const { statement } = home;
  const wording = WORDING[frame.language].telegram;
  const pronoun = statement.speaker?.pronoun ?? 'they';
  const examples = examplesOf(topics, pronoun, frame.language);
  const how = { username, readsAll, pronoun, example: examples[0] ?? null };
  switch (name) {
    case 'start': {
      const passage = argument === '' ? null : deepLinked(argument, frame);
      if (passage !== null) return passage;
      const text = wording.start(statement.title, originOf(statement, frame.language));
      return { rendered: renderText(text, frame), keyboard: exampleKeyboard(examples) };
    }
    case 'help':
      return { rendered: ownText(wording.help(how)) };
    case 'source':
      return sourceReply(argument, frame);
    case 'quotes':
      return quotesPage(0, frame);
    case 'new':
      await sessions.update({ chat, person }, (session) => ({ ...session, turns: [] }));
      return { rendered: renderText(wording.newTopic, frame) };
    case 'language': {
      const chosen = LANGUAGES.find((language) => language === argument.toLowerCase());
      if (!chosen) return { rendered: renderText(wording.chooseLanguage, frame), keyboard: languageKeyboard() };
      await sessions.update({ chat, person }, (session) => ({ ...session, language: chosen }));
      return { rendered: renderText(WORDING[chosen].telegram.languageSet, { ...frame, language: chosen }) };
    }
    case 'privacy':
      return { rendered: ownText(wording.privacy) };
    case 'forget':
      // In a group each person's own; a private chat is the person's whole.
      await forget({ ...(isPrivate ? { chat } : {}), person, askedBy: updateId });
      return { rendered: renderText(wording.forgotten, frame) };
    case 'stats': {
      if (!config.telegram.adminIds.includes(person)) return null;
      return { rendered: renderText(await statsText(frame.language, store, queue), frame) };
    }
    default:
      return isPrivate ? { rendered: ownText(wording.help(how)) } : null;
  }
}

async function statsText(language: Language, store: Desk['store'], queue: Desk['queue']): Promise<string> {
  const [today, people, inbox] = await Promise.all([store.usage.today(null), store.usage.peopleToday(), queue.stats()]);
  return WORDING[language].telegram.stats({
    questionsToday: today.questions,
    peopleToday: people,
    tokensToday: today.promptTokens + today.completionTokens,
    queued: inbox.queued + inbox.running,
    dead: inbox.dead,
  });
}

/** "p4-3" is paragraph 4's third sentence, "p4" the paragraph; null for other parameters. */
function deepLinked(parameter: string, frame: Frame): Reply | null {
  const match = /^p(\d{1,5})(?:-(\d{1,5}))?$/.exec(parameter);
  return match ? passageReply(match[1]!, match[2], frame) : null;
}

/** "4" and "4.3" name what is shown of the statement; without either, its head. */
function sourceReply(argument: string, frame: Frame): Reply {
  if (argument === '') return { rendered: renderSource(frame), keyboard: paragraphKeyboard(frame) };
  const match = /^(?:p|¶)?\s*(\d{1,5})(?:[.-](\d{1,5}))?$/u.exec(argument);
  return passageReply(match?.[1] ?? '', match?.[2], frame);
}

function passageReply(paragraph: string, sentence: string | undefined, frame: Frame): Reply {
  if (sentence === undefined) return paragraphReply(Number(paragraph), frame);
  // A frame in its middle cuts a sentence into two quotations.
  const quotes = quoteSentences(frame.about, [`${Number(paragraph)}.${Number(sentence)}`]);
  const [first] = quotes;
  if (!first) return { rendered: renderText(WORDING[frame.language].telegram.noPassage, frame) };
  return {
    rendered: quotes.length === 1 ? renderCard(first, frame) : renderQuotes(frame.statement.title, quotes, frame),
  };
}

export function paragraphReply(number: number, frame: Frame): Reply {
  const block = bodyOf(frame.statement).find(({ paragraph }) => paragraph === number);
  if (!block) return { rendered: renderText(WORDING[frame.language].telegram.noPassage, frame) };
  return { rendered: renderParagraph(block, frame) };
}

const QUOTES_A_PAGE = 4;

/** Everything that the speaker himself says, `page` counted from 0. */
export function quotesPage(page: number, frame: Frame): Reply {
  const quotes = ownWords(frame);
  const pages = Math.max(1, Math.ceil(quotes.length / QUOTES_A_PAGE));
  const shown = Math.min(page, pages - 1);
  const heading = WORDING[frame.language].telegram.ownWords(frame.statement.speaker?.name ?? frame.statement.title);
  const slice = quotes.slice(shown * QUOTES_A_PAGE, (shown + 1) * QUOTES_A_PAGE);
  return { rendered: renderQuotes(heading, slice, frame), keyboard: pageKeyboard(shown, pages, frame.language) };
}

function ownWords({ about, statement }: Frame): readonly Quote[] {
  const keys = statement.sentences.map((sentence) => sentence.key);
  return quoteSentences(about, keys).filter(
    (quote) => quote.kind === 'direct' && quote.speaker === (statement.speaker?.name ?? null),
  );
}
