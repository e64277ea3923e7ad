// Limits that a parameter's type cannot tell: buttons, inline results, commands, webhooks.

import type { BotCommand, InlineKeyboardMarkup, InlineQueryResult, InlineQueryResultsButton } from '@grammyjs/types';
import { badRequest } from './refusal.ts';
import { checkUrl, type FormattedText, formatText, isBlank, MAX_TEXT } from './text.ts';

const bytes = (text: string) => Buffer.byteLength(text);
const characters = (text: string) => [...text].length;

/** Formats a message's text and throws a Refusal when there is nothing to show or too much of it. */
export function messageText(source: string, markup: Parameters<typeof formatText>[1], tooLong: string): FormattedText {
  const formatted = formatText(source, markup);
  if (isBlank(formatted.text)) throw badRequest('message text is empty');
  if (formatted.text.length > MAX_TEXT) throw badRequest(tooLong);
  return formatted;
}

/** The keyboard as it is stored: rows without buttons are gone, a keyboard without rows is undefined. */
export function inlineKeyboard(markup: unknown): InlineKeyboardMarkup | undefined {
  if (typeof markup !== 'object' || markup === null || !('inline_keyboard' in markup)) {
    if (markup !== undefined) checkReplyKeyboard(markup as object);
    return undefined;
  }
  const rows = (markup as InlineKeyboardMarkup).inline_keyboard.filter((row) => row.length > 0);
  if (rows.flat().length > 100) throw badRequest('REPLY_MARKUP_TOO_LONG');
  for (const button of rows.flat()) {
    if (button.text.trim() === '') throw badRequest('inline keyboard button text must be non-empty');
    if ('url' in button) checkUrl(button.url, 'inline keyboard button URL');
    if ('login_url' in button) checkHttps(button.login_url.url, 'inline keyboard button login URL');
    if ('web_app' in button) checkHttps(button.web_app.url, 'inline keyboard button Web App URL');
    if ('callback_data' in button && (button.callback_data === '' || bytes(button.callback_data) > 64)) {
      throw badRequest('BUTTON_DATA_INVALID');
    }
    if ('copy_text' in button && (button.copy_text.text === '' || characters(button.copy_text.text) > 256)) {
      throw badRequest('BUTTON_COPY_TEXT_INVALID');
    }
    for (const name of ['switch_inline_query', 'switch_inline_query_current_chat'] as const) {
      const query = (button as { readonly [key in typeof name]?: string })[name];
      if (query !== undefined && characters(query) > 256) throw badRequest('BUTTON_SWITCH_INLINE_QUERY_INVALID');
    }
    if ('pay' in button) throw badRequest('BUTTON_TYPE_INVALID: pay buttons go with invoices');
    if ('callback_game' in button) throw badRequest('BUTTON_TYPE_INVALID: game buttons go with games');
  }
  return rows.length > 0 ? { ...(markup as InlineKeyboardMarkup), inline_keyboard: rows } : undefined;
}

function checkReplyKeyboard(markup: object): void {
  if (!('keyboard' in markup)) return;
  const rows = markup.keyboard as readonly (readonly (string | { text: string })[])[];
  const labels = rows.flat().map((button) => (typeof button === 'string' ? button : button.text));
  if (labels.length === 0) throw badRequest('keyboard must have at least one button');
  if (labels.length > 300) throw badRequest('REPLY_MARKUP_TOO_LONG');
  if (labels.some((label) => label.trim() === '')) throw badRequest('keyboard button text must be non-empty');
}

function checkHttps(url: string, what: string): void {
  checkUrl(url, what);
  if (!/^https:\/\//i.test(url)) throw badRequest(`${what} '${url}' is invalid: Only HTTPS links are allowed`);
}

/** What a result becomes once it is sent. */
export type InlineContent = { readonly formatted: FormattedText; readonly keyboard: InlineKeyboardMarkup | undefined };

/** Checks an answer to an inline query; gives each result's content by its identifier. */
export function inlineResults(
  results: readonly InlineQueryResult[],
  nextOffset: string,
  button: InlineQueryResultsButton | undefined,
  cacheTime: number,
): Map<string, InlineContent> {
  if (results.length > 50) throw badRequest('RESULTS_TOO_MUCH');
  if (bytes(nextOffset) > 64) throw badRequest('NEXT_OFFSET_INVALID');
  if (cacheTime < 0) throw badRequest('CACHE_TIME_INVALID');
  if (button) checkResultsButton(button);
  const contents = new Map<string, InlineContent>();
  for (const result of results) {
    if (result.id === '') throw badRequest('RESULT_ID_EMPTY');
    if (bytes(result.id) > 64) throw badRequest('RESULT_ID_INVALID');
    if (contents.has(result.id)) throw badRequest('RESULT_ID_DUPLICATE');
    contents.set(result.id, inlineContent(result));
  }
  return contents;
}

function inlineContent(result: InlineQueryResult): InlineContent {
  if ('title' in result && result.title !== undefined && result.title.trim() === '') {
    throw badRequest('RESULT_TITLE_EMPTY');
  }
  if (result.type === 'article' && result.url) checkUrl(result.url, 'inline query result URL');
  if ('thumbnail_url' in result && result.thumbnail_url) checkUrl(result.thumbnail_url, 'thumbnail URL');
  const keyboard = inlineKeyboard(result.reply_markup);
  const content = 'input_message_content' in result ? result.input_message_content : undefined;
  if (content && 'message_text' in content) {
    checkPreviewUrl(content.link_preview_options?.url);
    return { formatted: messageText(content.message_text, content, 'MESSAGE_TOO_LONG'), keyboard };
  }
  const caption = 'caption' in result && result.caption ? result.caption : '';
  const entities = 'caption_entities' in result ? result.caption_entities : undefined;
  const parseMode = 'parse_mode' in result ? result.parse_mode : undefined;
  return { formatted: captionText(caption, { parse_mode: parseMode, caption_entities: entities }), keyboard };
}

/** A caption: may be empty, at most 1,024 UTF-16 units. */
export function captionText(
  caption: string | undefined,
  markup: {
    readonly parse_mode?: string | undefined;
    readonly caption_entities?: FormattedText['entities'] | undefined;
  },
): FormattedText {
  const formatted = formatText(caption ?? '', {
    ...(markup.parse_mode === undefined ? {} : { parse_mode: markup.parse_mode }),
    ...(markup.caption_entities === undefined ? {} : { entities: markup.caption_entities }),
  });
  if (formatted.text.length > 1024) throw badRequest('message caption is too long');
  return formatted;
}

/** The page to preview must be an address that Telegram opens. */
export function checkPreviewUrl(url: string | undefined): void {
  if (url) checkUrl(url, 'link preview URL');
}

function checkResultsButton(button: InlineQueryResultsButton): void {
  if (button.text.trim() === '') throw badRequest('BUTTON_TEXT_EMPTY');
  const start = 'start_parameter' in button ? button.start_parameter : undefined;
  const webApp = 'web_app' in button ? button.web_app : undefined;
  if ((start === undefined) === (webApp === undefined)) throw badRequest('the button needs web_app or start_parameter');
  if (start !== undefined && !/^[A-Za-z0-9_-]{1,64}$/.test(start)) throw badRequest('START_PARAM_INVALID');
  if (webApp) checkHttps(webApp.url, 'Web App URL');
}

/** Commands of the menu: at most 100, named by 1–32 of a–z, 0–9 and _, described in 1–256 characters. */
export function checkCommands(commands: readonly BotCommand[]): void {
  if (commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  for (const { command, description } of commands) {
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest(`BOT_COMMAND_INVALID: "${command}"`);
    const length = characters(description.trim());
    if (length < 1 || length > 256) throw badRequest(`BOT_COMMAND_DESCRIPTION_INVALID: of /${command}`);
  }
}

/** Throws a Refusal when `text` has more than `limit` characters. */
export function checkLength(text: string | undefined, limit: number, error: string): void {
  if (text !== undefined && characters(text) > limit) throw badRequest(error);
}

/** Throws a Refusal unless Telegram would post updates to `url`; a test may allow plain http. */
export function checkWebhook(url: string, secret: string | undefined, allowHttp: boolean): void {
  if (!URL.canParse(url)) throw badRequest('bad webhook: invalid webhook URL specified');
  const { protocol, port, hostname } = new URL(url);
  if (!allowHttp) {
    if (protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
    if (!['', '443', '80', '88', '8443'].includes(port)) {
      throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
    }
    if (/^(localhost|127\.|10\.|192\.168\.|\[)/.test(hostname)) {
      throw badRequest(`bad webhook: IP address ${hostname} is reserved`);
    }
  } else if (!/^https?:$/.test(protocol)) throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  if (secret === undefined) return;
  if (secret.length > 256) throw badRequest('secret token is too long');
  if (!/^[A-Za-z0-9_-]+$/.test(secret)) throw badRequest('secret token contains unallowed characters');
}
