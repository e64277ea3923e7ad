// What every press on a button has in common: it is acknowledged at once, so that the button stops turning. And the two thumbs.

import { Composer } from 'grammy';
import { WORDING } from '../wording/wording.ts';
import { isAdmin } from './admission.ts';
import type { Press } from './buttons.ts';
import type { BotContext } from './context.ts';
import { ignoringRefusals } from './refusals.ts';
import type { Tools } from './tools.ts';

export function acknowledging(tools: Tools): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.on('callback_query', async (context, next) => {
    // What follows may take its time.
    const acknowledged = noticeOf(tools, context).then((text) =>
      ignoringRefusals(context.answerCallbackQuery(text === undefined ? {} : { text })),
    );
    await Promise.all([acknowledged, context.press === null ? undefined : next()]);
  });
  return composer;
}

async function noticeOf({ api }: Tools, { press, origin }: BotContext): Promise<string | undefined> {
  const { thanks, pressed, cardGone, settings } = WORDING[origin.language].telegram;
  if (press === null) return cardGone;
  const isForAdmins = press.kind === 'setting' || press.kind === 'use';
  if (isForAdmins && !(await isAdmin(api, origin))) return settings.adminsOnly;
  const notices: Partial<Record<Press['kind'], string>> = { thumb: thanks, ask: pressed, card: pressed };
  return notices[press.kind];
}

export function thumbs({ store, service, home }: Tools): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.on('callback_query', async ({ origin, press, callbackQuery }, next) => {
    if (press?.kind !== 'thumb') return next();
    const inline = callbackQuery.inline_message_id;
    const message = inline ?? callbackQuery.message?.message_id;
    if (message === undefined) return;
    const about = press.statement === null ? home : await service.open(press.statement);
    await store.feedback.put({
      chat: inline === undefined ? origin.chat : null,
      person: origin.person,
      message,
      thumb: press.sign === '+' ? 'up' : 'down',
      promptVersion: press.promptVersion,
      model: service.model?.name ?? null,
      statement: about?.statement.sha256 ?? press.statement ?? '',
    });
  });
  return composer;
}
