// Adding a statement in a private chat: a file, a link, a forwarded or pasted text becomes a preview, and is stored when somebody who
// may has confirmed it.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Composer, InlineKeyboard } from 'grammy';
import type { InlineKeyboardMarkup, Message } from 'grammy/types';
import { MAX_QUESTION } from '../answer/answer.ts';
import { entryOf, ownPassages } from '../library/entry.ts';
import { readHeaderFields } from '../library/header-fields.ts';
import type { DraftHeader } from '../library/import/draft.ts';
import { MAX_BYTES } from '../library/import/fetch.ts';
import { Refused } from '../library/import/refused.ts';
import type { Library } from '../library/library.ts';
import { prepareAddress, prepareBytes, prepareWords } from '../library/offer.ts';
import type { Prepared } from '../library/prepare.ts';
import { correctWaiting, getWaiting, keepWaiting, takeWaiting } from '../library/waiting.ts';
import { createDraftTable, type DraftTable } from '../store/tables/drafts.ts';
import { readableDate } from '../wording/language.ts';
import { WORDING } from '../wording/wording.ts';
import { isOperator } from './admission.ts';
import { DRAFT_ACTS, type DraftAct, pressData, readPress } from './buttons.ts';
import type { BotContext, Origin } from './context.ts';
import type { Reply } from './delivery.ts';
import { plainMessage } from './format/message.ts';
import { choose } from './statements.ts';
import type { Tools } from './tools.ts';

/** A shorter forwarded text is a quotation to be checked. */
const MIN_FORWARD_UTF16 = 400;
const DOWNLOAD_MS = 20_000;

export function adding(tools: Tools): Composer<BotContext> {
  const { delivery, config, store, service } = tools;
  const { database, engine } = store.parts;
  const drafts = createDraftTable(database, engine);
  const composer = new Composer<BotContext>();
  if (service.library === null) return composer;
  const { library } = service;

  composer.use(async ({ origin, whole }, next) => {
    const { signal } = origin.run;
    const correction = whole && origin.surface === 'private' ? correctionIn(whole) : null;
    const offer = whole && origin.surface === 'private' && correction === null ? offerIn(whole) : null;
    if (offer === null && correction === null) return next();
    const wording = WORDING[origin.language].telegram.library;
    if (!config.library.isOpen && !isOperator(tools, origin.person)) {
      // What is not for adding may still be a question or a quotation.
      if (offer?.kind !== 'file' || whole?.caption !== undefined) return next();
      await delivery.reply(origin, { rendered: plainMessage(wording.notAllowed) });
      return;
    }
    await delivery.reply(
      origin,
      await refusing(origin, async () => {
        if (correction !== null) {
          const prepared = await correctWaiting(drafts, correction.key, readHeaderFields(correction.fields));
          return prepared === null ? saying(wording.gone) : previewReply(prepared, correction.key, origin);
        }
        const prepared = await prepareOffer(offer!, tools, signal);
        return previewReply(prepared, await keepWaiting(drafts, prepared, origin), origin);
      }),
    );
  });

  composer.on('callback_query:data', async ({ origin, press }, next) => {
    if (press?.kind !== 'draft') return next();
    await delivery.reply(origin, await acted({ tools, library, drafts }, origin, press.act, press.id));
    // Last: started again, the update finds what it was about.
    if (press.act === 'save' || press.act === 'discard') await takeWaiting(drafts, press.id);
  });
  return composer;
}

type Adding = { readonly tools: Tools; readonly library: Library; readonly drafts: DraftTable };

async function acted(parts: Adding, origin: Origin, act: DraftAct, key: string): Promise<Reply> {
  const wording = WORDING[origin.language].telegram.library;
  const prepared = await getWaiting(parts.drafts, key);
  if (prepared === null) return saying(wording.gone);
  switch (act) {
    case 'save':
      return save(parts, prepared, origin);
    case 'change':
      return { ...saying(wording.howToChange), keyboard: draftKeyboard(key, origin) };
    case 'show':
      return { ...saying(prepared.statement.text), keyboard: draftKeyboard(key, origin) };
    case 'discard':
      return saying(wording.discarded);
  }
}

async function save({ tools, library }: Adding, prepared: Prepared, origin: Origin): Promise<Reply> {
  const wording = WORDING[origin.language].telegram.library;
  const [added] = await library.add([await tools.service.label(prepared, origin.run.signal)]);
  const { title, sha256 } = added!.entry;
  await choose(tools, origin, sha256);
  return saying(added!.kind === 'known' ? wording.known(title) : wording.saved(title));
}

async function refusing(origin: Origin, make: () => Promise<Reply>): Promise<Reply> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return saying(WORDING[origin.language].telegram.library.unreadable(error.message));
  }
}

function saying(text: string): Reply {
  return { rendered: plainMessage(text) };
}

type Offer =
  | { readonly kind: 'file'; readonly id: string; readonly name: string; readonly bytes: number }
  | { readonly kind: 'link'; readonly address: string }
  | { readonly kind: 'words'; readonly text: string; readonly given: Partial<DraftHeader> };

/** Null for a message that brings no statement. */
function offerIn(message: Message): Offer | null {
  const { document, text, caption } = message;
  // An animation is sent as a document too; under a question a file is what it is about.
  if (document && !message.animation && !/\?\s*$/.test(caption ?? '')) {
    const name = document.file_name ?? 'file';
    return { kind: 'file', id: document.file_id, name, bytes: document.file_size ?? 0 };
  }
  if (text === undefined || text.startsWith('/')) return null;
  if (/^https?:\/\/\S+$/i.test(text.trim())) return { kind: 'link', address: text.trim() };
  const isForward = message.forward_origin !== undefined && text.length >= MIN_FORWARD_UTF16;
  if (!isForward && text.length <= MAX_QUESTION) return null;
  return { kind: 'words', text, given: forwardedFrom(message) };
}

/** What a forward tells of where it is from, for what its text does not. */
function forwardedFrom({ forward_origin: from }: Message): Partial<DraftHeader> {
  if (!from) return {};
  const date = new Date(from.date * 1_000).toISOString().slice(0, 10);
  if (from.type !== 'channel') return { date };
  const source = from.chat.username ? `https://t.me/${from.chat.username}/${from.message_id}` : null;
  return { date, publisher: from.chat.title, source };
}

async function prepareOffer(offer: Offer, tools: Tools, signal: AbortSignal): Promise<Prepared> {
  const { config } = tools;
  if (offer.kind === 'words') {
    const prepared = await prepareWords(offer.text, {});
    const { header } = prepared.draft;
    const missing = Object.entries(offer.given).filter(([name]) => header[name as keyof DraftHeader] === null);
    return missing.length === 0 ? prepared : prepareWords(offer.text, Object.fromEntries(missing));
  }
  if (offer.kind === 'link') {
    return prepareAddress(offer.address, {}, { proxyEnv: config.proxyEnv ?? {}, signal });
  }
  if (offer.bytes > MAX_BYTES) throw new Refused('the file is larger than 10 MB');
  return prepareBytes(await download(offer.id, tools, signal), offer.name, {});
}

/** A server of one's own may hold the file on this machine, and then names its path. */
async function download(id: string, { api, config }: Tools, signal: AbortSignal): Promise<Uint8Array> {
  const { file_path: file = '' } = await api.getFile(id);
  if (path.isAbsolute(file)) return readFile(file);
  const within = AbortSignal.any([signal, AbortSignal.timeout(DOWNLOAD_MS)]);
  const response = await fetch(`${config.telegram.apiRoot}/file/bot${api.token}/${file}`, { signal: within });
  if (!response.ok) throw new Refused('Telegram does not hand out the file');
  return new Uint8Array(await response.arrayBuffer());
}

/** "speaker: Full Name", a line each, in reply to a preview: its buttons name the draft. */
function correctionIn({ text, reply_to_message: replied }: Message) {
  const rows = (replied as { reply_markup?: InlineKeyboardMarkup } | undefined)?.reply_markup?.inline_keyboard ?? [];
  const press = rows.flat().map((button) => ('callback_data' in button ? readPress(button.callback_data) : null))[0];
  if (press?.kind !== 'draft' || text === undefined) return null;
  const lines = [...text.matchAll(/^\s*(\w+)\s*[:：]\s*(.+?)\s*$/gmu)];
  if (lines.length === 0) return null;
  return { key: press.id, fields: Object.fromEntries(lines.map(([, name, value]) => [name!.toLowerCase(), value])) };
}

function previewReply({ statement }: Prepared, key: string, origin: Origin): Reply {
  const { language } = origin;
  const wording = WORDING[language].telegram.library;
  const { title, date, publisher, form, speaker, paragraphs, unsure } = entryOf(statement);
  const own = ownPassages(statement);
  const head = [
    date === null ? wording.missing.date : readableDate(date, language),
    publisher ?? wording.missing.publisher,
    wording.form[form],
    wording.paragraphs(paragraphs),
  ];
  const whose = [
    speaker === null ? wording.noSpeaker : wording.speaker(speaker),
    ...(own > 0 ? [wording.own(own)] : []),
    ...(unsure > 0 ? [wording.unsure(unsure)] : []),
  ];
  return { ...saying([title, head.join(' · '), whose.join(' · ')].join('\n')), keyboard: draftKeyboard(key, origin) };
}

function draftKeyboard(key: string, { language }: Origin): InlineKeyboard {
  const wording = WORDING[language].telegram.library;
  const keyboard = new InlineKeyboard();
  for (const act of DRAFT_ACTS) keyboard.text(wording[act], pressData({ kind: 'draft', act, id: key }));
  return keyboard;
}
