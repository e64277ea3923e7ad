// The bot's own comings and goings: it greets a group, follows it when it becomes a supergroup, and forgets it when it is removed.

import { Composer } from 'grammy';
import { WORDING } from '../wording/wording.ts';
import { followAllowedChat } from './admission.ts';
import type { BotContext } from './context.ts';
import { ownMessage } from './format/message.ts';
import type { Forget, Tools } from './tools.ts';

const IN = new Set(['creator', 'administrator', 'member', 'restricted']);

/** Before anything asks whether the chat is allowed: its new id is not, until it is known whose it is. */
export function migrating(tools: Tools): Composer<BotContext> {
  const { store, sessions, log } = tools;
  const composer = new Composer<BotContext>();
  composer.on(['message:migrate_to_chat_id', 'message:migrate_from_chat_id'], async ({ message }) => {
    const from = message.migrate_from_chat_id ?? message.chat.id;
    const to = message.migrate_to_chat_id ?? message.chat.id;
    await Promise.all([sessions.moveChat(from, to), store.settings.moveChat(from, to)]);
    if (await followAllowedChat(tools, from, to)) {
      log.info({ event: 'allowed-chat-moved', from, to }, 'a group of ALLOWED_CHATS is now a supergroup of another id');
    }
  });
  return composer;
}

export function membership(tools: Tools, forget: Forget): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.on('my_chat_member', async ({ origin, myChatMember, me }) => {
    const { chat, old_chat_member, new_chat_member } = myChatMember;
    if (!IN.has(new_chat_member.status)) {
      // Removed from a group, nothing of it is kept; a person who blocks the bot may come back to the conversation.
      if (chat.type !== 'private') await forget({ chat: chat.id, askedBy: origin.updateId });
      return;
    }
    if (IN.has(old_chat_member.status) || chat.type === 'private' || chat.type === 'channel') return;
    const greeting = WORDING[origin.language].telegram.addedToGroup({
      username: me.username,
      readsAll: me.can_read_all_group_messages || new_chat_member.status === 'administrator',
      pronoun: tools.home.statement.speaker?.pronoun ?? 'they',
    });
    await tools.delivery.reply(origin, { rendered: ownMessage(greeting) });
  });
  return composer;
}
