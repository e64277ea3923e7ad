// The site with the shipped release, or any statement, behind it.

import path from 'node:path';
import type { Hono } from 'hono';
import type { Ask } from '../../src/answer/answer.ts';
import { createAsk } from '../../src/answer/ask.ts';
import { openStatement } from '../../src/retrieval/open-statement.ts';
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

/** Answers by extraction, as with no key set. */
export function askOf(statement: Statement, log = recordLog().log): Ask {
  return createAsk({ about: openStatement(statement), model: null, log });
}

type Made = Partial<SiteOptions> & { readonly statement?: Statement; readonly ask?: Ask };

/** A site for one statement, the release by default, on which everybody may ask. */
export async function openSite(
  made: Made = {},
): Promise<{ readonly site: Hono; readonly statement: Statement; readonly page: string }> {
  const { statement = await loadRelease(), ...options } = made;
  const about = openStatement(statement);
  const ask = made.ask ?? askOf(statement, options.log);
  const site = await createSite({
    // The options of the first edition: whoever rewrites the page's tests gives it a service.
    statements: { home: statement.id, find: (id: string) => (id === statement.id ? { about, ask } : null) },
    publicUrl: PUBLIC_URL,
    limit: () => ({ allowed: true, retryAfterS: 0 }),
    webhook: null,
    log: recordLog().log,
    metrics: NO_METRICS,
    ...options,
  } as unknown as SiteOptions);
  return { site, statement, page: `/s/${statement.id}` };
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
