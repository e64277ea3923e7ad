// Parts of a statement on request: /source, /quotes, the buttons under them, and links that lead to a place.

import { FormattedString } from '@grammyjs/parse-mode';
import { Composer, InlineKeyboard } from 'grammy';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { readPlaceName, shortName } from '../statement/place-name.ts';
import { type Quote, quoteSentences } from '../statement/quotation.ts';
import { WORDING } from '../wording/wording.ts';
import { type BotContext, frameOf, type Origin, statementHere } from './context.ts';
import { extras, type Reply } from './delivery.ts';
import { evidenceMessage } from './format/answer.ts';
import { type Frame, plainMessage } from './format/message.ts';
import { bodyOf, cardMessage, paragraphMessage, sourceMessage } from './format/passage.ts';
import { addPageButtons, paragraphKeyboard, quoteKeyboard } from './keyboards.ts';
import { ignoringRefusals } from './refusals.ts';
import type { Tools } from './tools.ts';

const QUOTES_A_PAGE = 4;

export function passages(tools: Tools): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.on('callback_query:data', async (context, next) => {
    const { origin, press } = context;
    if (press?.kind !== 'paragraph' && press?.kind !== 'quotes') return next();
    const about = await opened(tools, origin, press.statement);
    const frame = frameOf(origin, tools);
    if (about === null) await tools.delivery.reply(origin, noPassage(frame));
    else if (press.kind === 'paragraph') await tools.delivery.reply(origin, paragraphReply(about, press.number, frame));
    else if (context.msg) {
      const page = quotesPage(about, press.page, frame);
      const edited = tools.api.editMessageText(origin.chat, context.msg.message_id, page.rendered.text, extras(page));
      await ignoringRefusals(edited);
    }
  });
  return composer;
}

/** What a link leads to: "p4-3_ab12cd" is paragraph 4's third sentence of that statement; null for other parameters. */
export async function placeReply(tools: Tools, origin: Origin, parameter: string): Promise<Reply | null> {
  const place = readPlaceName(parameter);
  if (place === null) return null;
  const about = await opened(tools, origin, place.statement);
  const frame = frameOf(origin, tools);
  return about === null ? noPassage(frame) : passageReply(about, place.paragraph, place.sentence, frame);
}

/** "4" and "4.3" name what is shown of the statement; without either, its head. */
export async function sourceReply(tools: Tools, origin: Origin, argument: string): Promise<Reply> {
  const about = await statementHere(origin, tools);
  const frame = frameOf(origin, tools);
  if (argument === '') {
    return { rendered: sourceMessage(about.statement, frame), keyboard: paragraphKeyboard(about.statement) };
  }
  const match = /^(?:p|¶)?\s*(\d{1,5})(?:[.-](\d{1,5}))?$/u.exec(argument);
  if (!match) return noPassage(frame);
  return passageReply(about, Number(match[1]), match[2] === undefined ? null : Number(match[2]), frame);
}

/** Everything in the speaker's own words, or in anybody's where no one speaker is known. */
export async function quotesReply(tools: Tools, origin: Origin): Promise<Reply> {
  return quotesPage(await statementHere(origin, tools), 0, frameOf(origin, tools));
}

/** The statement of a button or link; without a name, the one asked about here. */
async function opened(tools: Tools, origin: Origin, name: string | null): Promise<OpenStatement | null> {
  return name === null ? statementHere(origin, tools) : tools.service.open(name);
}

function noPassage({ language }: Frame): Reply {
  return { rendered: plainMessage(WORDING[language].telegram.noPassage) };
}

function passageReply(about: OpenStatement, paragraph: number, sentence: number | null, frame: Frame): Reply {
  if (sentence === null) return paragraphReply(about, paragraph, frame);
  // A frame in its middle cuts a sentence into two quotations.
  const quotes = quoteSentences(about, [`${paragraph}.${sentence}`]);
  const [first] = quotes;
  if (!first) return noPassage(frame);
  if (quotes.length === 1) return { rendered: cardMessage(first, frame), keyboard: quoteKeyboard(first, frame) };
  return { rendered: evidenceMessage([FormattedString.bold(about.statement.title)], quotes, frame, false) };
}

function paragraphReply({ statement }: OpenStatement, number: number, frame: Frame): Reply {
  const block = bodyOf(statement).find(({ paragraph }) => paragraph === number);
  return block ? { rendered: paragraphMessage(statement, block, frame) } : noPassage(frame);
}

/** `page` is counted from 0. */
function quotesPage(about: OpenStatement, page: number, frame: Frame): Reply {
  const { statement } = about;
  const quotes = ownWords(about);
  const pages = Math.max(1, Math.ceil(quotes.length / QUOTES_A_PAGE));
  const shown = Math.min(page, pages - 1);
  const heading = WORDING[frame.language].telegram.ownWords(statement.speaker?.name ?? statement.title);
  const slice = quotes.slice(shown * QUOTES_A_PAGE, (shown + 1) * QUOTES_A_PAGE);
  return {
    rendered: evidenceMessage([FormattedString.bold(heading)], slice, frame, false),
    keyboard: addPageButtons(new InlineKeyboard(), shown, pages, frame.language, (to) => ({
      kind: 'quotes',
      page: to,
      statement: shortName(statement),
    })),
  };
}

function ownWords(about: OpenStatement): readonly Quote[] {
  const { speaker, sentences } = about.statement;
  const keys = sentences.map((sentence) => sentence.key);
  return quoteSentences(about, keys).filter(
    (quote) => quote.kind === 'direct' && (speaker === null || quote.speaker === speaker.name),
  );
}
