// How the bot presents itself: its commands by scope and language, its name, about text and description.

import { createHash } from 'node:crypto';
import type { Api } from 'grammy';
import type { BotCommandScope, LanguageCode } from 'grammy/types';
import { z } from 'zod';
import type { Statement } from '../statement/statement.ts';
import { codecOf } from '../store/codec.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry.ts';
import { LANGUAGES } from '../wording/language.ts';
import type { CommandName } from '../wording/wording.ts';
import { WORDING } from '../wording/wording.ts';
import { menuOf } from './commands.ts';
import { isFinal } from './refusals.ts';

const NAME = 'On Record';
// Telegram's limits.
const MAX_ABOUT = 120;
const MAX_DESCRIPTION = 512;

export type Profiled = {
  readonly api: Api;
  readonly store: Store;
  readonly statement: Statement;
  readonly adminIds: readonly number[];
  readonly log: Log;
};

const VERSION = codecOf(z.string());

/**
 * Sets what has changed since it was last set, by one replica only: names may be changed a few times a day. A refusal is
 * logged and costs nothing else.
 */
export async function setProfile(profiled: Profiled): Promise<void> {
  const { store, log } = profiled;
  await store.exclusively('profile', async () => {
    const calls = profileCalls(profiled);
    const version = createHash('sha256')
      .update(JSON.stringify(calls.map(({ version }) => version)))
      .digest('hex');
    if ((await store.settings.get('bot', 'profile', VERSION)) === version) return;
    let refused = 0;
    for (const { run } of calls) {
      try {
        await run();
      } catch (error) {
        // An admin who never wrote to the bot has no chat to set commands for.
        if (!isFinal(error)) refused++;
      }
    }
    if (refused === 0) await store.settings.update('bot', 'profile', VERSION, () => version);
    else
      log.warn(
        { event: 'profile', refused },
        'Telegram refused part of the bot’s profile; it is tried again at the next start',
      );
  });
}

type ProfileCall = { readonly version: unknown; readonly run: () => Promise<unknown> };

function profileCalls({ api, statement, adminIds }: Profiled): ProfileCall[] {
  // English is what everybody sees whose language has no texts of its own, so it is set without a language.
  const languages = LANGUAGES.map(
    (language) => [language, language === 'en' ? undefined : (language as LanguageCode)] as const,
  );
  return languages.flatMap(([language, code]) => {
    const of = code === undefined ? {} : { language_code: code };
    const wording = WORDING[language].telegram;
    const about = wording.about.slice(0, MAX_ABOUT);
    const description = wording.description(statement.title, statement.publisher).slice(0, MAX_DESCRIPTION);
    const described = wording.commands(statement.speaker?.pronoun ?? 'they');
    const commands = (names: readonly CommandName[], scope: BotCommandScope): ProfileCall => {
      const list = names.map((command) => ({ command, description: described[command] }));
      return { version: [list, scope, code], run: () => api.setMyCommands(list, { scope, ...of }) };
    };
    return [
      commands(menuOf('private', false), { type: 'default' }),
      commands(menuOf('group', false), { type: 'all_group_chats' }),
      ...adminIds.map((id) => commands(menuOf('private', true), { type: 'chat', chat_id: id })),
      ...(code === undefined ? [{ version: NAME, run: () => api.setMyName(NAME) }] : []),
      { version: [about, code], run: () => api.setMyShortDescription(about, of) },
      { version: [description, code], run: () => api.setMyDescription(description, of) },
    ];
  });
}
