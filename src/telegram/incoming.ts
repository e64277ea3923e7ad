// Reads a message: is it for the bot, and what does it ask for? Pure; knows Telegram's messages and nothing of answers.

import type { Message, MessageEntity } from 'grammy/types';
import { asksWhetherSaid } from '../check/asks.ts';

/** The bot itself, as getMe tells. */
export type Me = { readonly id: number; readonly username: string };

export type Intent =
  | { readonly kind: 'question'; readonly text: string }
  /** `alleged` null: the words to be checked are missing. */
  | { readonly kind: 'check'; readonly alleged: string | null }
  | { readonly kind: 'command'; readonly name: string; readonly argument: string }
  /** A photo, a voice, a sticker: sent to the bot alone, and nothing it can read. */
  | { readonly kind: 'unreadable' }
  /** Not for the bot, or nothing to answer. */
  | { readonly kind: 'none' };

const NONE: Intent = { kind: 'none' };
// The accounts that stand for a group's anonymous admins and for people who write in the name of a channel.
const STAND_INS = new Set([1_087_968_824, 136_817_688]);

/** What `message` asks of the bot. Silent wherever it is not addressed. */
export function readMessage(message: Message, me: Me): Intent {
  if (message.via_bot?.id === me.id || message.is_automatic_forward) return NONE;
  if (message.from?.is_bot && !STAND_INS.has(message.from.id)) return NONE;
  const text = message.text ?? message.caption;
  const entities = message.entities ?? message.caption_entities ?? [];
  const isPrivate = message.chat.type === 'private';
  if (text === undefined) return isPrivate && isContent(message) ? { kind: 'unreadable' } : NONE;

  const command = commandIn(text, entities);
  if (command) {
    if (command.bot !== null && command.bot !== me.username.toLowerCase()) return NONE;
    return readCommand(command, message, me, isPrivate);
  }
  const alleged = repliedWords(message, me);
  if (isPrivate) {
    // Somebody's words passed on: the question is whether they were said.
    if (message.forward_origin && !/\?\s*$/.test(text)) return { kind: 'check', alleged: text };
    if (!asksWhetherSaid(text)) return { kind: 'question', text };
    // A reply to the bot itself asks about the answer, which holds nothing that was not said.
    return { kind: 'check', alleged };
  }
  const asked = withoutMentions(text, entities, me);
  if (asked === text && !isReplyTo(message, me)) return NONE;
  if (alleged !== null && (asked === '' || asksWhetherSaid(asked))) return { kind: 'check', alleged };
  return asksWhetherSaid(asked) ? { kind: 'check', alleged: null } : { kind: 'question', text: asked };
}

type Command = { readonly name: string; readonly bot: string | null; readonly argument: string };

function readCommand({ name, argument }: Command, message: Message, me: Me, isPrivate: boolean): Intent {
  if (name === 'ask') {
    return { kind: 'question', text: argument || (repliedWords(message, me) ?? '') };
  }
  if (name === 'check') return { kind: 'check', alleged: argument || repliedWords(message, me) };
  // Other bots' commands are sent without their names in groups, too.
  if (!isPrivate && !GROUP_COMMANDS.has(name)) return NONE;
  return { kind: 'command', name, argument };
}

const GROUP_COMMANDS = new Set(['start', 'help', 'source', 'quotes', 'new', 'language', 'privacy', 'forget', 'stats']);

function commandIn(text: string, entities: readonly MessageEntity[]): Command | null {
  const entity = entities.find(({ type, offset }) => type === 'bot_command' && offset === 0);
  if (!entity) return null;
  const [name, bot] = text.slice(1, entity.length).toLowerCase().split('@');
  return { name: name!, bot: bot ?? null, argument: text.slice(entity.length).trim() };
}

/** The words that the message replies to, or the part of them that was quoted; null for a reply to the bot or to none. */
function repliedWords(message: Message, me: Me): string | null {
  const replied = message.reply_to_message;
  if (replied?.from?.id === me.id) return null;
  if (message.quote) return message.quote.text;
  if (!replied || isTopicRoot(replied)) return null;
  return (replied.text ?? replied.caption) || null;
}

function isReplyTo(message: Message, me: Me): boolean {
  const replied = message.reply_to_message;
  return replied?.from?.id === me.id && !isTopicRoot(replied);
}

/** In a forum every message of a topic replies to the topic's first one, whoever made the topic. */
function isTopicRoot(replied: NonNullable<Message['reply_to_message']>): boolean {
  return 'forum_topic_created' in replied && replied.forum_topic_created !== undefined;
}

/** The text without mentions of the bot; the same string when there is none. */
function withoutMentions(text: string, entities: readonly MessageEntity[], me: Me): string {
  const mentions = entities.filter((entity) => {
    if (entity.type === 'text_mention') return entity.user.id === me.id;
    const mention = text.slice(entity.offset, entity.offset + entity.length).toLowerCase();
    return entity.type === 'mention' && mention === `@${me.username.toLowerCase()}`;
  });
  if (mentions.length === 0) return text;
  let rest = '';
  let from = 0;
  for (const { offset, length } of mentions) {
    rest += text.slice(from, offset);
    from = offset + length;
  }
  return (
    (rest + text.slice(from))
      .replace(/\s+/gu, ' ')
      // What set the name apart goes with it: "so, @bot, why?", "why, @bot?".
      .replace(/ ?([,:;])(?: ?[,:;])+/gu, '$1')
      .replace(/^[\s,:;–—-]+|[\s,:;–—-]+(?=[?!.…]*$)/gu, '')
      .trim()
  );
}

const CONTENT = [
  'animation',
  'audio',
  'checklist',
  'contact',
  'dice',
  'document',
  'game',
  'location',
  'paid_media',
  'photo',
  'poll',
  'sticker',
  'story',
  'venue',
  'video',
  'video_note',
  'voice',
] as const satisfies readonly (keyof Message)[];

/** Whether somebody sent something, as opposed to Telegram telling that a title or a pin has changed. */
function isContent(message: Message): boolean {
  return CONTENT.some((key) => message[key] !== undefined);
}
