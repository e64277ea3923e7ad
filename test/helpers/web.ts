// The site with the shipped release, or any statement, behind it.

import path from 'node:path';
import type { Hono } from 'hono';
import type { Ask } from '../../src/answer/answer.ts';
import { createAsk } from '../../src/answer/ask.ts';
import { checkWords } from '../../src/check/check.ts';
import type { Library } from '../../src/library/library.ts';
import { openStatement } from '../../src/retrieval/open-statement.ts';
import type { UsageCounts } from '../../src/service/limits.ts';
import { NO_ANSWER_CACHE, NO_USAGE_COUNTS, rememberConversations } from '../../src/service/memory.ts';
import { createService } from '../../src/service/service.ts';
import { loadStatement, parseStatement } from '../../src/speech/load.ts';
import type { Statement } from '../../src/statement/statement.ts';
import { NO_METRICS } from '../../src/telemetry.ts';
import { createSite, type SiteOptions } from '../../src/web/site.ts';
import { recordLog } from './marked-words.ts';

export const PUBLIC_URL = 'https://on-record.example';

export function loadRelease(): Promise<Statement> {
  return loadStatement(path.join(import.meta.dirname, '../../data/statements/2020-11-17-tangible-assistance.md'));
}

/** A statement with `text` as its body. */
export function statementOf(text: string, meta: Readonly<Record<string, unknown>> = {}): Statement {
  const front = {
    title: 'A statement',
    date: '2026-01-02',
    publisher: 'Agency',
    source: 'https://agency.example/1',
    language: 'en',
    speaker: { name: 'Ada Speaker', pronoun: 'she' },
    ...meta,
  };
  return parseStatement('made.md', Buffer.from(`---\n${JSON.stringify(front)}\n---\n${text}`));
}

/** Answers by the search, as with no key set. */
export function askOf(statement: Statement, log = recordLog().log): Ask {
  return createAsk({ about: openStatement(statement), answerer: null, log });
}

type Made = Partial<SiteOptions> & {
  /** The release by default; the first is home. */
  readonly shown?: readonly Statement[];
  /** In place of the search; a model is then said to answer. */
  readonly ask?: Ask;
  readonly usage?: UsageCounts;
  readonly library?: Library;
};

/** A site over the real service, on which everybody may ask. */
export async function openSite(
  made: Made = {},
): Promise<{ readonly site: Hono; readonly statement: Statement; readonly page: string }> {
  const { shown = [await loadRelease()], ask, usage, library = null, ...options } = made;
  const log = options.log ?? recordLog().log;
  const opened = shown.map(openStatement);
  const service = createService({
    statements: {
      open: async (name) =>
        opened.find(({ statement: { id, sha256 } }) => name === null || name === id || name === sha256) ??
        (await library?.open(name!)) ??
        null,
      nearest: async (words, most) => (await library?.candidates(words, most)) ?? [],
      library,
    },
    ask: (about) => ask ?? createAsk({ about, answerer: null, log }),
    check: async (message, about) => checkWords(message, about),
    label: async (prepared) => prepared,
    model: ask ? { name: 'a model', promptVersion: 'p1' } : null,
    conversations: rememberConversations(),
    answers: NO_ANSWER_CACHE,
    usage: usage ?? NO_USAGE_COUNTS,
    limits: { questionsPerMinute: 6, dailyTokenBudget: null },
    metrics: options.metrics ?? NO_METRICS,
  });
  const site = await createSite({
    service,
    home: opened[0]!,
    publicUrl: PUBLIC_URL,
    canAsk: true,
    apiToken: null,
    salt: 'salt',
    webhook: null,
    log,
    metrics: NO_METRICS,
    ...options,
  });
  return { site, statement: shown[0]!, page: `/s/${shown[0]!.id}` };
}

/** What a page's source says: the text between its tags, entities resolved. */
export function textOf(markup: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return markup.replace(/<[^>]*>/g, '').replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]!);
}

/** The marked words of a page, neighbouring marks as one. */
export function markedIn(markup: string): string[] {
  const article = /<article[\s\S]*<\/article>/.exec(markup)?.[0] ?? '';
  const open = '\u0001';
  const close = '\u0002';
  const flat = textOf(article.replace(/<mark[^>]*>/g, open).replace(/<\/mark>/g, close));
  return Array.from(flat.replaceAll(`${close}${open}`, '').matchAll(/\u0001([^\u0002]*)\u0002/g), (match) => match[1]!);
}
