// The surfaces on which a statement is seen, with what must hold on each whatever the statement or the model holds. What Telegram
// makes of hostile words is tried in test/journeys.

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
import { recordLog } from '../helpers/marked-words.ts';
import { openSite, textOf } from '../helpers/web.ts';

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
