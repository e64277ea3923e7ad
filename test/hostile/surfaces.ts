// The surfaces on which a statement is seen, with what must hold on each whatever the statement or the model holds.

import { PassThrough } from 'node:stream';
import { expect } from 'vitest';
import type { Ask } from '../../src/answer/answer.ts';
import { createAsk } from '../../src/answer/ask.ts';
import { checkWords } from '../../src/check/check.ts';
import { type OpenStatement, openStatement } from '../../src/retrieval/open-statement.ts';
import { NO_ANSWER_CACHE, NO_USAGE_COUNTS, rememberConversations } from '../../src/service/memory.ts';
import { createService, type Service } from '../../src/service/service.ts';
import type { Statement } from '../../src/statement/statement.ts';
import { NO_METRICS } from '../../src/telemetry.ts';
import { answerAsJson, answerOnce } from '../../src/terminal/ask.ts';
import { runChat } from '../../src/terminal/chat.ts';
import { startBot } from '../helpers/bot.ts';
import { recordLog } from '../helpers/marked-words.ts';
import { openSite, PUBLIC_URL, textOf } from '../helpers/web.ts';
import { startTelegram } from '../telegram-server/server.ts';

// What a terminal would obey, but for the line feed; and the changes of direction.
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

export type Asking = { readonly about: OpenStatement; readonly ask: Ask; readonly service: Service };

/** A statement that can be asked; by words alone, as with no key set, where `ask` is not given. */
export function askingOf(statement: Statement, ask?: Ask): Asking {
  const about = openStatement(statement);
  const asking = ask ?? createAsk({ about, answerer: null, log: recordLog().log });
  const service = createService({
    statements: { open: async () => about, nearest: async () => [], library: null },
    ask: () => asking,
    check: async (message) => checkWords(message, about),
    label: async (prepared) => prepared,
    model: null,
    conversations: rememberConversations(),
    answers: NO_ANSWER_CACHE,
    usage: NO_USAGE_COUNTS,
    limits: { questionsPerMinute: null, dailyTokenBudget: null },
    metrics: NO_METRICS,
  });
  return { about, ask: asking, service };
}

function collecting() {
  const chunks: string[] = [];
  const output = new PassThrough();
  output.on('data', (chunk) => chunks.push(String(chunk)));
  return { output: output as unknown as NodeJS.WriteStream, text: () => chunks.join('') };
}

type Cut = { readonly text: string; readonly start: number; readonly end: number };

/** Asks in the terminal: once, in a conversation, and as JSON. */
export async function throughTerminal({ about, service }: Asking, questions: readonly string[]): Promise<void> {
  for (const question of questions) {
    const { output, text } = collecting();
    await answerOnce(service, { text: question }, { output });
    expect(text()).not.toBe('');
    expect(OBEYED.exec(text())).toBeNull();
    const json = collecting();
    await answerAsJson(service, { text: question }, { output: json.output });
    expect(json.text().trimEnd()).not.toContain('\n');
    const answer = JSON.parse(json.text()) as { claims: { quotes: Cut[] }[]; nearest: Cut[] };
    for (const quote of [...answer.claims.flatMap((claim) => claim.quotes), ...answer.nearest]) {
      expect(about.statement.text.slice(quote.start, quote.end) === quote.text).toBe(true);
    }
  }
  const input = new PassThrough();
  const { output, text } = collecting();
  input.end('/source\n/help\nwhat of the toll?\nand why?\n/quit\n');
  await runChat(service, about, { input: input as unknown as NodeJS.ReadStream, output });
  expect(OBEYED.exec(text())).toBeNull();
}

// What the project's own pages are made of: anything else came out of a statement, a question or a model.
const OWN_TAGS =
  /^(?:!doctype|html|head|meta|title|link|script|body|header|main|article|footer|nav|section|aside|h1|h2|h3|p|a|ol|ul|li|dl|dt|dd|div|span|mark|blockquote|form|label|input|button|textarea|details|summary|time|cite|br|wbr|svg|path|noscript|strong|em|small|q|kbd|template|select|option|table|tbody|tr|td|th|sup)$/;

/** Opens the page whole and at a place, and asks on it. */
export async function throughPage({ about, ask }: Asking, questions: readonly string[]): Promise<void> {
  const { log } = recordLog();
  const { site, page } = await openSite({ shown: [about.statement], ask, log });
  const bodies: string[] = [];
  const open = async (path: string, init?: RequestInit) => {
    const response = await site.request(path, init);
    expect(response.status).toBe(200);
    bodies.push(await response.text());
  };
  await open(page);
  await open(`${page}?q=1.1`);
  await open(`${page}?lang=zh&q=1.1-9999.9`);
  for (const question of questions) await open(`${page}?ask=${encodeURIComponent(question)}`);
  for (const sent of bodies) {
    // The publisher's name is the one thing that the page itself sets in bold.
    const body = sent.replace(/(<p class="source"[^>]*>)<b>[^<]*<\/b>/g, '$1');
    for (const [, name, attributes] of body.matchAll(/<\/?([a-z!][\w-]*)((?:[^">]|"[^"]*")*)>/gi)) {
      expect(name!.toLowerCase()).toMatch(OWN_TAGS);
      expect(attributes!.replace(/"[^"]*"/g, '')).not.toMatch(/\bon\w+/i);
    }
    expect(body).not.toMatch(/(?:href|src|action)="\s*(?:javascript|data|vbscript):/i);
    // Of scripts there is the one file; nothing stands inside the tag.
    for (const [, inside] of body.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/gi)) expect(inside).toBe('');
    expect(OBEYED.exec(textOf(body).replace(/[\t\v\f\r]/g, ''))).toBeNull();
  }
}

/** The real bot in front of a Telegram that refuses what Telegram refuses: private chat, group, inline, commands, checks. */
export async function throughTelegram(env: Readonly<Record<string, string>>, questions: readonly string[]) {
  await using telegram = await startTelegram({ inlineFeedback: true });
  const bot = await startBot(telegram, { env: { PUBLIC_URL, QUESTIONS_PER_MINUTE: '1000', ...env } });
  try {
    const ann = telegram.user({ first_name: 'Ann', language_code: 'en' });
    const own = ['/start', '/help', '/privacy', '/language', '/new'];
    const shown = ['/start p1-1', '/start p1', '/source', '/source 1', '/quotes', '/check the toll of the bridge'];
    // Each in a chat of its own: in one, the bot would keep to Telegram's pace.
    const chats = [...own, ...shown, ...questions].map((text) => {
      const chat = telegram.user({ language_code: 'en' }).privateChat();
      chat.send(text);
      return { text, chat };
    });
    const groups = questions.map((question) => {
      const group = telegram.group();
      group.send(`/ask@${telegram.bot.username} ${question}`);
      return group;
    });
    for (const { text, chat } of chats) {
      const message = await chat.nextBotMessage();
      expect(message.text.length).toBeLessThanOrEqual(4096);
      expect(OBEYED.exec(message.text)).toBeNull();
      // The bot's own commands are meant to be pressed.
      if (!own.includes(text)) expect(message.autoLinked).toEqual([]);
    }
    for (const group of groups) expect((await group.nextBotMessage()).autoLinked).toEqual([]);
    for (const query of ['', 'toll bridge', '“the toll of the bridge', 'zzz']) {
      const { results } = await ann.inline(query).answer();
      for (const result of results.slice(0, 3)) {
        expect(JSON.stringify(result)).not.toMatch(/\\u00(?:0[0-9bcef]|1[0-9a-f])/);
      }
    }
    const { results } = await ann.inline('toll bridge').answer();
    for (const { id } of results.slice(0, 3)) {
      const card = await ann.inline('toll bridge').choose(id);
      if (id === 'ask') await ann.nextEdit(card);
      expect(card.autoLinked).toEqual([]);
    }
    await telegram.confirmed();
    const refused = telegram.calls.filter(({ method, response }) => method !== 'getUpdates' && response?.ok === false);
    expect(refused.map(({ method, response }) => [method, response?.description])).toEqual([]);
    expect(telegram.warnings).toEqual([]);
    expect(bot.lines.filter(({ level }) => level >= 50)).toEqual([]);
  } finally {
    await bot.stop();
  }
}
