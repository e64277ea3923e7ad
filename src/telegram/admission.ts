// Whom the bot answers: certain chats where ALLOWED_CHATS names them, and in a group those whom its admins let ask.

import { type Api, Composer } from 'grammy';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { codecOf } from '../store/codec.ts';
import type { Store } from '../store/store.ts';
import { WORDING } from '../wording/wording.ts';
import type { BotContext, BotParts, Origin } from './context.ts';
import { ownMessage } from './format/message.ts';
import { ignoringRefusals } from './refusals.ts';
import type { Tools } from './tools.ts';

export function admitting(tools: Tools): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.use(async (context, next) => {
    const { origin, intent } = context;
    if (await isAllowedChat(tools, origin.chat)) {
      if (await mayAsk(tools, context)) await next();
      // The bot says so in private, and keeps silent in groups.
    } else if (origin.surface === 'private' && intent.kind !== 'none') {
      await tools.delivery.reply(origin, { rendered: ownMessage(WORDING[origin.language].telegram.notHere) });
    }
  });
  return composer;
}

type Allowing = { readonly config: Config; readonly store: Pick<Store, 'settings'> };

const CHAT_ID = codecOf(z.number());
const movedName = (chat: number) => `moved/${chat}`;

/** Whether ALLOWED_CHATS names the chat, or the group that it was before it became a supergroup. */
export async function isAllowedChat({ config, store }: Allowing, chat: number): Promise<boolean> {
  const allowed = config.telegram.allowedChats;
  if (allowed === null || allowed.includes(chat)) return true;
  const before = await store.settings.get('bot', movedName(chat), CHAT_ID);
  return before !== null && allowed.includes(before);
}

/** Remembers for good which group a supergroup was: the one who runs the bot has named that one. */
export async function followAllowedChat({ config, store }: Allowing, from: number, to: number): Promise<boolean> {
  if (!config.telegram.allowedChats?.includes(from)) return false;
  await store.settings.update('bot', movedName(to), CHAT_ID, () => from);
  return true;
}

async function mayAsk({ api }: Tools, { origin, intent }: BotContext): Promise<boolean> {
  const isForAll = origin.surface !== 'group' || origin.settings.askers === 'everyone' || intent.kind === 'none';
  return isForAll || isAdmin(api, origin);
}

const ADMINS = new Set(['creator', 'administrator']);

/** Whether somebody may decide for a chat: everybody for their own private one. */
export async function isAdmin(
  api: Api,
  { chat, person, surface }: Pick<Origin, 'chat' | 'person' | 'surface'>,
): Promise<boolean> {
  // An anonymous admin writes as the group itself.
  if (surface !== 'group' || person === chat) return true;
  const member = await ignoringRefusals(api.getChatMember(chat, person));
  return member !== null && ADMINS.has(member.status);
}

/** Who runs the bot: ADMIN_IDS. */
export function isOperator({ config }: Pick<BotParts, 'config'>, person: number): boolean {
  return config.telegram.adminIds.includes(person);
}
