// The library in a chat: /statements lists and finds, /use chooses for a group or one of its topics, by its admins.

import { Composer, InlineKeyboard } from 'grammy';
import { shortName } from '../statement/place-name.ts';
import { oneLine } from '../text/one-line.ts';
import { readableDate } from '../wording/language.ts';
import { WORDING } from '../wording/wording.ts';
import { isAdmin } from './admission.ts';
import { pressData } from './buttons.ts';
import { changeChatSettings } from './chat-settings.ts';
import type { BotContext, Origin } from './context.ts';
import { extras, type Reply } from './delivery.ts';
import { plainMessage, shorten } from './format/message.ts';
import { addPageButtons } from './keyboards.ts';
import { ignoringRefusals } from './refusals.ts';
import type { Tools } from './tools.ts';

const PAGE = 10;
/** What a phone shows of a button. */
const MAX_BUTTON_UTF16 = 60;

export function statements(tools: Tools): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.on('callback_query:data', async ({ origin, press, msg }, next) => {
    if (press?.kind === 'use') {
      if (await isAdmin(tools.api, origin))
        await tools.delivery.reply(origin, await choose(tools, origin, press.statement));
    } else if (press?.kind === 'statements' && msg) {
      const page = await pageReply(tools, origin, press.page);
      const edited = tools.api.editMessageText(origin.chat, msg.message_id, page.rendered.text, extras(page));
      await ignoringRefusals(edited);
    } else await next();
  });
  return composer;
}

/** The newest, a button each; with words those that speak of them. */
export async function statementsReply(tools: Tools, origin: Origin, words: string): Promise<Reply> {
  const { library } = WORDING[origin.language].telegram;
  if (words === '' || tools.service.library === null) return pageReply(tools, origin, 0);
  const found = await tools.service.library.candidates(words, PAGE);
  if (found.length === 0) return { rendered: plainMessage(library.none(words)) };
  const keyboard = new InlineKeyboard();
  for (const { statement } of found) addStatement(keyboard, statement, origin);
  return { rendered: plainMessage(library.found(words)), keyboard };
}

export async function useReply(tools: Tools, origin: Origin, words: string): Promise<Reply> {
  const wording = WORDING[origin.language].telegram;
  if (await isAdmin(tools.api, origin)) {
    const reply = await statementsReply(tools, origin, words);
    return words === '' ? { ...reply, rendered: plainMessage(wording.library.choose) } : reply;
  }
  return { rendered: plainMessage(wording.settings.adminsOnly) };
}

async function pageReply({ service, home }: Tools, origin: Origin, page: number): Promise<Reply> {
  const { library } = WORDING[origin.language].telegram;
  const count = (await service.library?.count()) ?? 1;
  const pages = Math.max(1, Math.ceil(count / PAGE));
  const shown = Math.min(page, pages - 1);
  const entries = (await service.library?.list(shown * PAGE, PAGE)) ?? [home.statement];
  const keyboard = new InlineKeyboard();
  if (count > 1) keyboard.text(library.all, pressData({ kind: 'use', statement: null })).row();
  for (const entry of entries) addStatement(keyboard, entry, origin);
  addPageButtons(keyboard, shown, pages, origin.language, (to) => ({ kind: 'statements', page: to }));
  return { rendered: plainMessage(library.heading(count)), keyboard };
}

type Listed = { readonly sha256: string; readonly title: string; readonly date: string | null };

function addStatement(keyboard: InlineKeyboard, { sha256, title, date }: Listed, { language }: Origin): void {
  const day = date === null ? '' : `${readableDate(date, language)} · `;
  const label = shorten(`${day}${oneLine(title)}`, MAX_BUTTON_UTF16);
  keyboard.text(label, pressData({ kind: 'use', statement: shortName({ sha256 }) })).row();
}

/** Null: all of them. */
export async function choose(tools: Tools, origin: Origin, name: string | null): Promise<Reply> {
  const { library } = WORDING[origin.language].telegram;
  const about = name === null ? null : await tools.service.open(name);
  if (name !== null && about === null) return { rendered: plainMessage(library.unknown) };
  const statement = about && shortName(about.statement);
  const { chat, threadId, settings } = origin;
  if (threadId === undefined) await changeChatSettings(tools.store, chat, { statement });
  else {
    const { [String(threadId)]: _, ...others } = settings.topics;
    const topics = statement === null ? others : { ...others, [threadId]: statement };
    await changeChatSettings(tools.store, chat, { topics });
  }
  return { rendered: plainMessage(about === null ? library.chosenAll : library.chosen(about.statement.title)) };
}
