// The library in a chat: /statements lists and finds, /use in a group chooses, by its admins; the choice of a private chat is its own.

import { Composer } from 'grammy';
import { shortName } from '../statement/place-name.ts';
import { WORDING } from '../wording/wording.ts';
import { isAdmin } from './admission.ts';
import { changeChatSettings } from './chat-settings.ts';
import type { BotContext, Origin } from './context.ts';
import type { Reply } from './delivery.ts';
import { plainMessage } from './format/message.ts';
import type { Tools } from './tools.ts';

export function statements(tools: Tools): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.on('callback_query:data', async ({ origin, press }, next) => {
    if (press?.kind !== 'use') return next();
    if (await isAdmin(tools.api, origin))
      await tools.delivery.reply(origin, await choose(tools, origin, press.statement));
  });
  return composer;
}

export async function statementsReply({ home }: Tools, { language }: Origin, _words: string): Promise<Reply> {
  return { rendered: plainMessage(`${WORDING[language].telegram.library.heading(1)}\n${home.statement.title}`) };
}

export async function chooseReply(tools: Tools, origin: Origin, argument: string): Promise<Reply> {
  const wording = WORDING[origin.language].telegram;
  if (!(await isAdmin(tools.api, origin))) return { rendered: plainMessage(wording.settings.adminsOnly) };
  return argument === '' ? { rendered: plainMessage(wording.library.choose) } : choose(tools, origin, argument);
}

/** Null: all of them. */
async function choose(tools: Tools, origin: Origin, name: string | null): Promise<Reply> {
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
  const words = about === null ? library.chosenAll : library.chosen(about.statement.title);
  return { rendered: plainMessage(words) };
}
