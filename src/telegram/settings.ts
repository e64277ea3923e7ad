// /settings: what is set for a chat, a button a setting. In a group its admins decide.

import { Composer, InlineKeyboard } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import { LANGUAGES, type Language } from '../wording/language.ts';
import { WORDING } from '../wording/wording.ts';
import { isAdmin } from './admission.ts';
import { pressData, type SettingName } from './buttons.ts';
import { type ChatSettings, changeChatSettings } from './chat-settings.ts';
import type { BotContext, Origin } from './context.ts';
import { extras, type Reply } from './delivery.ts';
import { plainMessage } from './format/message.ts';
import { ignoringRefusals } from './refusals.ts';
import type { Tools } from './tools.ts';

export function settings(tools: Tools): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.on('callback_query:data', async (context, next) => {
    const { origin, press } = context;
    if (press?.kind !== 'setting' || !context.msg) return next();
    if (!(await isAdmin(tools.api, origin))) return;
    const changed = changeOf(origin, press.name);
    await changeChatSettings(tools.store, origin.chat, changed);
    // A language chosen here is the person's own in a private chat, and everybody's in a group.
    if (changed.language) {
      await tools.sessions.update(origin, (session) => ({ ...session, language: changed.language! }));
    }
    const language = changed.language ?? origin.language;
    const reply = menu({ ...origin, language, settings: { ...origin.settings, ...changed } });
    await ignoringRefusals(
      tools.api.editMessageText(origin.chat, context.msg.message_id, reply.rendered.text, extras(reply)),
    );
  });
  return composer;
}

export async function settingsReply({ api }: Tools, origin: Origin): Promise<Reply> {
  if (await isAdmin(api, origin)) return menu(origin);
  return { rendered: plainMessage(WORDING[origin.language].telegram.settings.adminsOnly) };
}

function menu({ surface, settings, language }: Origin): Reply {
  return {
    rendered: plainMessage(WORDING[language].telegram.settings.heading),
    keyboard: keyboard(settings, language, surface === 'group'),
  };
}

function keyboard(settings: ChatSettings, language: Language, isGroup: boolean): InlineKeyboardMarkup {
  const wording = WORDING[language].telegram.settings;
  const rows: readonly (readonly [SettingName, label: string, value: string])[] = [
    ['language', wording.language, WORDING[language].languageName],
    ['evidence', wording.evidence, wording[settings.evidence]],
    ...(isGroup
      ? ([
          ['askers', wording.askers, wording[settings.askers]],
          ['mentions', wording.mentions, settings.mentions ? wording.on : wording.off],
        ] as const)
      : []),
  ];
  const buttons = new InlineKeyboard();
  for (const [name, label, value] of rows)
    buttons.text(`${label}: ${value}`, pressData({ kind: 'setting', name })).row();
  return buttons;
}

/** Each press moves a setting to its next value. */
function changeOf({ settings, language }: Origin, name: SettingName): Partial<ChatSettings> {
  switch (name) {
    case 'language':
      return { language: LANGUAGES[(LANGUAGES.indexOf(language) + 1) % LANGUAGES.length]! };
    case 'evidence':
      return { evidence: settings.evidence === 'folded' ? 'open' : 'folded' };
    case 'askers':
      return { askers: settings.askers === 'everyone' ? 'admins' : 'everyone' };
    case 'mentions':
      return { mentions: !settings.mentions };
  }
}
