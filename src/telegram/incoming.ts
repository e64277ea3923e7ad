// Reads a message: is it for the bot, and what does it ask for? Pure; knows Telegram's messages and nothing of answers.

import type { Message, MessageEntity } from 'grammy/types';
import { asksWhetherSaid, bringsWords } from '../check/asks.ts';

export type Reader = {
  readonly id: number;
  readonly username: string;
  /** What a command's name means; null where it is none, or none that holds there. */
  readonly meaningOf: (command: string, where: 'private' | 'group') => 'question' | 'check' | 'command' | null;
  /** Whether mentions are answered in this chat. */
  readonly mentions: boolean;
};

export type Intent =
  | { readonly kind: 'question'; readonly text: string }
  /** `alleged` null: the words to be checked are missing. */
  | { readonly kind: 'check'; readonly alleged: string | null }
  | { readonly kind: 'command'; readonly name: string; readonly argument: string }
  /** A photo, a voice, a sticker: sent to the bot alone, and nothing it can read. */
  | { readonly kind: 'unreadable' }
  /** Not for the bot, or nothing to answer. */
  | { readonly kind: 'none' };

export const NO_INTENT: Intent = { kind: 'none' };
// The accounts that stand for a group's anonymous admins and for people who write in the name of a channel.
const STAND_INS = new Set([1_087_968_824, 136_817_688]);

/** What `message` asks of the bot. Silent wherever it is not addressed. */
export function readMessage(message: Message, reader: Reader): Intent {
  if (message.via_bot?.id === reader.id || message.is_automatic_forward) return NO_INTENT;
  if (message.from?.is_bot && !STAND_INS.has(message.from.id)) return NO_INTENT;
  const text = message.text ?? message.caption;
  const entities = message.entities ?? message.caption_entities ?? [];
  const isPrivate = message.chat.type === 'private';
  if (text === undefined) return isPrivate && isContent(message) ? { kind: 'unreadable' } : NO_INTENT;

  const command = commandIn(text, entities);
  if (command) {
    if (command.bot !== null && command.bot !== reader.username.toLowerCase()) return NO_INTENT;
    return readCommand(command, message, reader);
  }
  const asked = isPrivate ? text : addressedText(message, text, entities, reader);
  if (asked === null) return NO_INTENT;
  const marked = markedOwnWords(message, reader);
  if (marked !== null) return { kind: 'question', text: aboutMarked(marked, asked) };
  const alleged = repliedWords(message, reader);
  // Somebody's words passed on: the question is whether they were said.
  if (isPrivate && message.forward_origin && !/\?\s*$/.test(text)) return { kind: 'check', alleged: text };
  // A mention and nothing else, in reply to somebody's words.
  const isBare = asked === '' && alleged !== null;
  // A reply to the bot itself asks about the answer, which holds nothing that was not said.
  if (isBare || asksWhetherSaid(asked)) return { kind: 'check', alleged };
  return bringsWords(asked) ? { kind: 'check', alleged: asked } : { kind: 'question', text: asked };
}

/** What a group's message says to the bot: it replies to it, or mentions it; null where it does neither. */
function addressedText(
  message: Message,
  text: string,
  entities: readonly MessageEntity[],
  reader: Reader,
): string | null {
  const asked = withoutMentions(text, entities, reader);
  if (isReplyTo(message, reader)) return asked;
  return asked !== text && reader.mentions ? asked : null;
}

type Command = { readonly name: string; readonly bot: string | null; readonly argument: string };

function readCommand({ name, argument }: Command, message: Message, reader: Reader): Intent {
  switch (reader.meaningOf(name, message.chat.type === 'private' ? 'private' : 'group')) {
    case 'question': {
      const marked = markedOwnWords(message, reader);
      if (marked !== null) return { kind: 'question', text: aboutMarked(marked, argument) };
      return { kind: 'question', text: argument || (repliedWords(message, reader) ?? '') };
    }
    case 'check':
      return { kind: 'check', alleged: argument || repliedWords(message, reader) };
    case 'command':
      return { kind: 'command', name, argument };
    case null:
      // In private an unknown command is a question about commands; in groups other bots' are sent without their names.
      return message.chat.type === 'private' ? { kind: 'command', name: 'help', argument: '' } : NO_INTENT;
  }
}

function commandIn(text: string, entities: readonly MessageEntity[]): Command | null {
  const entity = entities.find(({ type, offset }) => type === 'bot_command' && offset === 0);
  if (!entity) return null;
  const [name, bot] = text.slice(1, entity.length).toLowerCase().split('@');
  return { name: name!, bot: bot ?? null, argument: text.slice(entity.length).trim() };
}

/** The part of the bot's own message that was marked when replying: what it says is asked about, for it quotes correctly. */
function markedOwnWords(message: Message, reader: Reader): string | null {
  return isReplyTo(message, reader) ? (message.quote?.text ?? null) : null;
}

function aboutMarked(marked: string, asked: string): string {
  return `${asked} “${marked}”`.trim();
}

/** The words that the message replies to, or the part of them that was quoted; null for a reply to the bot or to none. */
function repliedWords(message: Message, reader: Reader): string | null {
  const replied = message.reply_to_message;
  if (replied?.from?.id === reader.id) return null;
  if (message.quote) return message.quote.text;
  if (!replied || isTopicRoot(replied)) return null;
  return (replied.text ?? replied.caption) || null;
}

function isReplyTo(message: Message, reader: Reader): boolean {
  const replied = message.reply_to_message;
  return replied?.from?.id === reader.id && !isTopicRoot(replied);
}
/** In a forum every message of a topic replies to the topic's first one, whoever made the topic. */
function isTopicRoot(replied: NonNullable<Message['reply_to_message']>): boolean {
  return 'forum_topic_created' in replied && replied.forum_topic_created !== undefined;
}

/** The text without mentions of the bot; the same string when there is none. */
function withoutMentions(text: string, entities: readonly MessageEntity[], reader: Reader): string {
  const mentions = entities.filter((entity) => {
    if (entity.type === 'text_mention') return entity.user.id === reader.id;
    const mention = text.slice(entity.offset, entity.offset + entity.length).toLowerCase();
    return entity.type === 'mention' && mention === `@${reader.username.toLowerCase()}`;
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

const CONTENT: readonly string[] =
  'animation audio checklist contact dice document game location paid_media photo poll sticker story venue video video_note voice'.split(
    ' ',
  );

/** Whether somebody sent something, as opposed to Telegram telling that a title or a pin has changed. */
function isContent(message: Message): boolean {
  return CONTENT.some((key) => key in message);
}
