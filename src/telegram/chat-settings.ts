// What is set for a chat, by its admins: language, how evidence is shown, who may ask, which statement is asked about.

import { z } from 'zod';
import { codecOf } from '../store/codec.ts';
import type { Store } from '../store/store.ts';
import { LANGUAGES } from '../wording/language.ts';

const ChatSettings = z.object({
  language: z.enum(LANGUAGES).nullable().default(null),
  evidence: z.enum(['folded', 'open']).default('folded'),
  /** Of a group. */
  askers: z.enum(['everyone', 'admins']).default('everyone'),
  /** Whether a mention of the bot in a group is answered; commands and replies are in any case. */
  mentions: z.boolean().default(true),
  statement: z.string().nullable().default(null),
  /** A forum's topics that ask about a statement of their own, by the topic's id. */
  topics: z.record(z.string(), z.string()).default({}),
});
export type ChatSettings = Readonly<z.infer<typeof ChatSettings>>;

export const DEFAULT_SETTINGS: ChatSettings = ChatSettings.parse({});

const NAME = 'chat';
const CODEC = codecOf(ChatSettings);

export async function readChatSettings({ settings }: Pick<Store, 'settings'>, chat: number): Promise<ChatSettings> {
  return (await settings.get({ chat }, NAME, CODEC)) ?? DEFAULT_SETTINGS;
}

export async function changeChatSettings(
  { settings }: Pick<Store, 'settings'>,
  chat: number,
  change: Partial<ChatSettings>,
): Promise<void> {
  await settings.update({ chat }, NAME, CODEC, (known) => ({ ...(known ?? DEFAULT_SETTINGS), ...change }));
}
