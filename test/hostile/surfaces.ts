// Every surface on which a statement is seen, with what must hold on each whatever the statement or the model holds.

import { PassThrough } from 'node:stream';
import { expect } from 'vitest';
import type { Answer } from '../../src/answer/answer.ts';
import { createAsk } from '../../src/answer/ask.ts';
import { createChecker } from '../../src/check/checker.ts';
import type { App } from '../../src/compose.ts';
import { parseConfig } from '../../src/config.ts';
import { createIndex } from '../../src/retrieval/search.ts';
import type { Statement } from '../../src/statement/statement.ts';
import { openStore } from '../../src/store/store.ts';
import { serveTelegram } from '../../src/telegram/serve.ts';
import { NO_METRICS } from '../../src/telemetry.ts';
import { answerAsJson, answerOnce, chat } from '../../src/terminal/chat.ts';
import { recordLog } from '../helpers/marked-words.ts';
import { startTelegram } from '../helpers/telegram.ts';
import { openSite, PUBLIC_URL, textOf } from '../helpers/web.ts';

// What a terminal would obey, but for the line feed; and the changes of direction.
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

/** Answers by extraction, as with no key set. */
export function appOf(statement: Statement): App {
  const index = createIndex(statement);
  const parts = { statement, index, model: null, log: recordLog().log };
  const [ask, checker] = [createAsk(parts), createChecker(parts)];
  return {
    file: 'hostile.md',
    statement,
    index,
    topics: ['the bridge'],
    ask,
    forgetAsked: () => {},
    checker,
    model: null,
  };
}

function collecting() {
  const chunks: string[] = [];
  const output = new PassThrough();
  output.on('data', (chunk) => chunks.push(String(chunk)));
  return { output: output as unknown as NodeJS.WriteStream, text: () => chunks.join('') };
}

/** Asks in the terminal: once, in a conversation, and as JSON. */
export async function throughTerminal(app: App, questions: readonly string[]): Promise<void> {
  for (const question of questions) {
    const { output, text } = collecting();
    await answerOnce(app, question, { output });
    expect(text()).not.toBe('');
    expect(OBEYED.exec(text())).toBeNull();
    const json = collecting();
    await answerAsJson(app, question, { output: json.output });
    expect(json.text().trimEnd()).not.toContain('\n');
    const answer = JSON.parse(json.text()) as Pick<Answer, 'claims' | 'nearest'>;
    for (const quote of [...answer.claims.flatMap((claim) => claim.quotes), ...answer.nearest]) {
      expect(app.statement.text.slice(quote.start, quote.end) === quote.text).toBe(true);
    }
  }
  const input = new PassThrough();
  const { output, text } = collecting();
  input.end('/source\n/help\nwhat of the toll?\nand why?\n/quit\n');
  await chat(app, { input: input as unknown as NodeJS.ReadStream, output });
  expect(OBEYED.exec(text())).toBeNull();
}

// What the project's own pages are made of: anything else came out of a statement, a question or a model.
const OWN_TAGS =
  /^(?:!doctype|html|head|meta|title|link|script|body|header|main|article|footer|nav|section|aside|h1|h2|h3|p|a|ol|ul|li|dl|dt|dd|div|span|mark|blockquote|form|label|input|button|textarea|details|summary|time|cite|br|wbr|svg|path|noscript|strong|em|small|q|kbd|template|select|option|table|tbody|tr|td|th|sup)$/;

/** Opens the page whole and at a place, and asks on it. */
export async function throughPage({ statement, ask }: App, questions: readonly string[]): Promise<void> {
  const { log } = recordLog();
  const { site, page } = await openSite({ statement, ask, log });
  const bodies: string[] = [];
  const open = async (path: string, init?: RequestInit) => {
    const response = await site.request(path, init);
    expect(response.status).toBe(200);
    bodies.push(await response.text());
  };
  await open(page);
  await open(`${page}?q=1.1`);
  await open(`${page}?lang=zh&q=1.1-9999.9`);
  for (const q of questions) {
    const body = new URLSearchParams({ question: q });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await site.request(page, { method: 'POST', body: body.toString(), headers });
    expect(response.status).toBe(200);
    bodies.push(await response.text());
  }
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
export async function throughTelegram(app: App, questions: readonly string[]): Promise<void> {
  await using telegram = await startTelegram({ inlineFeedback: true });
  const { log, text: logged } = recordLog();
  const config = parseConfig({
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    PUBLIC_URL,
    QUESTIONS_PER_MINUTE: '1000',
  });
  const store = await openStore({ url: ':memory:', log });
  const serving = await serveTelegram({ app, store, config, token: telegram.token, log, metrics: NO_METRICS });
  try {
    const ann = telegram.user({ first_name: 'Ann', language_code: 'en' });
    const own = ['/start', '/help', '/privacy', '/language', '/new'];
    const shown = [
      ...['/start p1-1', '/start p1', '/source', '/source 1', '/quotes', '/check the toll of the bridge'],
      ...questions,
    ];
    // Each in a chat of its own: in one, the bot would keep to Telegram's pace.
    const chats = [...own, ...shown].map((text) => {
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
      const answer = await ann.inline(query).answer();
      for (const [at, result] of answer.results.entries()) {
        if (at > 2) break;
        expect(JSON.stringify(result)).not.toMatch(/\\u00(?:0[0-9bcef]|1[0-9a-f])/);
      }
    }
    const { results } = await ann.inline('toll bridge').answer();
    for (const result of results.slice(0, 3)) {
      const card = await ann.inline('toll bridge').choose(result.id);
      if (result.id === 'ask') await ann.nextEdit(card);
      expect(card.autoLinked).toEqual([]);
    }
    await telegram.confirmed();
    const refused = telegram.calls.filter((call) => call.response?.ok === false);
    expect(refused.map(({ method, response }) => [method, response?.description])).toEqual([]);
    expect(telegram.warnings).toEqual([]);
    expect(logged()).not.toMatch(/"level":"error"/);
  } finally {
    await serving.stop(5_000);
    await store.close();
  }
}
