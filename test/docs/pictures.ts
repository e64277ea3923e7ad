// Makes the pictures in docs/ from the real thing: the chat's own output, the messages that the bot sends to a Telegram on the
// loopback, the page as a browser shows it. Run by `npm run docs`; needs a Chromium.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MessageEntity } from '@grammyjs/types';
import type { Browser } from 'playwright-core';
import { startBot } from '../helpers/bot.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { RUSSIA } from '../helpers/drafts.ts';
import { openTerminal } from '../helpers/terminal.ts';
import { drafts, startModel } from '../model-server/server.ts';
import { startTelegram } from '../telegram-server/server.ts';

const DOCS = path.join(import.meta.dirname, '../../docs');
const QUESTION = 'what did he say about Russia?';
const COLUMNS = 96;
// Sharp on most screens, and below 150 KB a picture.
const SCALE = 1.25;

export async function makePictures(): Promise<void> {
  const browser = await launchBrowser();
  try {
    await shoot(browser, 'terminal', terminalPage(await terminalOutput()), 860);
    await telegramPictures(browser);
  } finally {
    await browser.close();
  }
}

async function shoot(browser: Browser, name: string, html: string, width: number): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height: 400 }, deviceScaleFactor: SCALE });
  await page.setContent(html);
  await writeFile(path.join(DOCS, `${name}.png`), await page.locator('body > *').first().screenshot());
  await page.close();
}

/** A conversation typed at a terminal, with no key set; what the terminal was sent. */
async function terminalOutput(): Promise<string> {
  const terminal = openTerminal({ STATEMENT: '2020-11-17-tangible-assistance', WEB_ASK: 'off' }, COLUMNS);
  await terminal.until('› ');
  for (const line of ['what did he say about Russia?', '/check We have turned our backs on Russia']) {
    terminal.type(`${line}\r`);
    await terminal.until(/paragraph \d[^›]*› /);
  }
  terminal.type('/quit\r');
  await terminal.ended;
  return terminal.shown();
}

/** Lines with their colours as markup; what moves the cursor is left out. */
function terminalPage(output: string): string {
  const colours: Readonly<Record<string, string>> = { '1': 'b', '2': 'd', '36': 'c', '32': 'g', '33': 'y', '31': 'r' };
  const lines = output
    .replace(/\/quit[\s\S]*$/, '')
    .replace(/\r/g, '')
    .replace(/\u001b\[[\d;]*[A-HJKf]/g, '')
    .replace(/(?:› )+(?=› )/g, '')
    .replace(/\n› \s*$/, '');
  let open = 0;
  const markup = escaped(lines).replace(/\u001b\[([\d;]*)m/g, (_, codes: string) => {
    const style = colours[codes];
    if (style !== undefined) {
      open++;
      return `<span class="${style}">`;
    }
    if (open === 0) return '';
    open--;
    return '</span>';
  });
  return `<style>
body{margin:0;background:#fff}
main{background:#16181d;color:#e6e6e6;border-radius:10px;padding:34px 22px 16px;font:14px/1.5 "DejaVu Sans Mono",monospace;position:relative;white-space:pre;width:max-content}
main::before{content:"";position:absolute;left:16px;top:13px;width:11px;height:11px;border-radius:50%;background:#ff5f57;box-shadow:18px 0 #febc2e,36px 0 #28c840}
.b{font-weight:bold;color:#fff}.d{color:#8b93a1}.c{color:#56b6c2}.g{color:#98c379}.y{color:#e5c07b}.r{color:#e06c75}
</style><main>${markup}</main>`;
}

async function telegramPictures(browser: Browser): Promise<void> {
  await using telegram = await startTelegram();
  const model = await startModel(() => drafts(RUSSIA));
  const bot = await startBot(telegram, {
    env: { OPENAI_BASE_URL: model.baseUrl, PUBLIC_URL: 'https://on-record.example', WEB_ASK: 'on' },
  });
  try {
    const seat = telegram.user({ first_name: 'Ann', language_code: 'en' }).privateChat();
    const bubbles: Bubble[] = [];
    for (const text of [QUESTION, '/check We have turned our backs on Russia']) {
      seat.send(text);
      bubbles.push({ from: 'me', text, entities: [], buttons: [] }, bubbleOf(await seat.nextBotMessage()));
    }
    await shoot(browser, 'telegram', telegramPage(bubbles), 560);
    const listening = await bot.line(({ event }) => event === 'listening');
    const page = await browser.newPage({
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: SCALE,
      hasTouch: true,
      isMobile: true,
    });
    await page.goto(`${String(listening.page)}/s/2020-11-17-tangible-assistance`);
    await page.getByRole('textbox').first().fill(QUESTION);
    await page.keyboard.press('Enter');
    await page.getByText(RUSSIA.claims[0].text).waitFor();
    await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
    await writeFile(path.join(DOCS, 'page.png'), await page.screenshot());
    await page.close();
  } finally {
    await bot.stop();
    await model.stop();
  }
}

type Bubble = {
  readonly from: 'me' | 'bot';
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  readonly buttons: readonly (readonly { readonly text: string }[])[];
};

type Sent = { readonly text: string; readonly raw: object };

function bubbleOf(message: Sent): Bubble {
  const raw = message.raw as {
    entities?: readonly MessageEntity[];
    reply_markup?: { inline_keyboard?: readonly (readonly { text: string }[])[] };
  };
  return {
    from: 'bot',
    text: message.text,
    entities: raw.entities ?? [],
    buttons: raw.reply_markup?.inline_keyboard ?? [],
  };
}

const TAGS: Readonly<Record<string, string>> = {
  bold: 'b',
  italic: 'i',
  strikethrough: 's',
  underline: 'u',
  code: 'code',
  text_link: 'a',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
};

/** Text with its entities as nested tags, the longest outermost. */
function formatted({ text, entities }: Pick<Bubble, 'text' | 'entities'>): string {
  const known = entities.filter(({ type }) => TAGS[type] !== undefined);
  const outer = [...known].sort((one, other) => one.offset - other.offset || other.length - one.length);
  let markup = '';
  const open: MessageEntity[] = [];
  for (let at = 0; at <= text.length; at++) {
    while (open.length > 0 && open.at(-1)!.offset + open.at(-1)!.length <= at) markup += `</${TAGS[open.pop()!.type]}>`;
    for (const entity of outer) {
      if (entity.offset !== at) continue;
      open.push(entity);
      markup += `<${TAGS[entity.type]}>`;
    }
    if (at < text.length) markup += escaped(text[at]!);
  }
  // A block ends its line by itself.
  return markup.replace(/<\/blockquote>\n/g, '</blockquote>').replace(/\n<blockquote>/g, '<blockquote>');
}

const TELEGRAM_STYLE = `
body{margin:0;background:#fff;font:15px/1.38 "DejaVu Sans",system-ui,sans-serif;color:#111}
main{background:#cfdfc4;padding:18px;border-radius:10px;display:flex;flex-direction:column;gap:10px}
.row{max-width:88%}.me{align-self:flex-end}.bot{align-self:flex-start}
.bubble{padding:8px 12px;border-radius:14px;white-space:pre-wrap;overflow-wrap:anywhere;box-shadow:0 1px 1px #0002}
.me .bubble{background:#e1fec6}.bot .bubble{background:#fff}
a{color:#2678b6}blockquote{margin:5px 0;padding:5px 10px;border-left:3px solid #3390ec;background:#3390ec18;border-radius:5px;font-size:14px}
.keys{display:flex;gap:4px;margin-top:4px}.keys span{flex:1;text-align:center;background:#5a7a4dcc;color:#fff;border-radius:8px;padding:7px 6px;font-size:13.5px}`;

function telegramPage(bubbles: readonly Bubble[]): string {
  const rows = bubbles.map((bubble) => {
    const keys = bubble.buttons.map(
      (row) => `<div class="keys">${row.map(({ text }) => `<span>${label(text)}</span>`).join('')}</div>`,
    );
    return `<div class="row ${bubble.from}"><div class="bubble">${formatted(bubble)}</div>${keys.join('')}</div>`;
  });
  return `<style>${TELEGRAM_STYLE}</style><main>${rows.join('')}</main>`;
}

const THUMB =
  '<path d="M1 9h3v9H1zM5.5 9l4-8c2 0 2.5 1.5 2 3.500L11 7h5.5c1.5 0 2.2 1.2 1.8 2.5l-1.8 7c-.3 1-1 1.5-2 1.5H5.5z"/>';

/** A button's words. The thumbs are drawn: few machines have a font that holds them. */
function label(text: string): string {
  const turn = { '👍': 0, '👎': 180 }[text];
  if (turn === undefined) return escaped(text);
  return `<svg width="17" height="17" viewBox="0 0 19 19" fill="#ffd75e" style="transform:rotate(${turn}deg);vertical-align:-3px">${THUMB}</svg>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
