// The public side over HTTP: the statement's page, asking on it, its files, and Telegram's webhook where there is one.

import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import type { Service } from '../service/service.ts';
import type { Log, Metrics } from '../telemetry.ts';
import { createCache } from '../text/cache.ts';
import { createAsking, isAsked } from './asking.ts';
import { loadAssets } from './assets.ts';
import { HEADERS, KEEP, PAGE_HEADERS } from './headers.ts';
import { render } from './html.ts';
import { languageOfRequest } from './language.ts';
import { ENTRIES_A_PAGE, viewLibraryPage, viewVersionsPage } from './library-page.ts';
import { type Frame, type Versions, viewNotice, viewStatementPage } from './page.ts';
import { type Place, readPlace } from './place.ts';
import { createWebhook, type Webhook } from './webhook.ts';

export type SiteOptions = {
  readonly service: Service;
  /** The statement that the root leads to. */
  readonly home: OpenStatement;
  /** Where people reach this site, without a slash at its end; null: only known to those on this machine. */
  readonly publicUrl: string | null;
  readonly canAsk: boolean;
  /** What opens the API for other programs; null: there is none. */
  readonly apiToken: string | null;
  /** Keeps visitors' addresses from being told by who they are for limits. */
  readonly salt: string;
  /** Null: updates come in by polling, or there is no bot. */
  readonly webhook: Webhook | null;
  readonly log: Log;
  readonly metrics: Metrics;
};

// Enough for every citation of a statement in every language; a page that would push out all others is made anew each time.
const CACHED_BYTES = 16_000_000;
const CACHED_PAGE_BYTES = 1_000_000;

const KEYS_UTF16 = 500_000;

/** The site. @throws where its own files are missing. */
export async function createSite(options: SiteOptions): Promise<Hono> {
  const { service, home, publicUrl, canAsk, apiToken, salt, webhook, log, metrics } = options;
  const assets = await loadAssets();
  const files = new Map(Object.values(assets).map((asset) => [asset.name, asset]));
  const pages = createCache<Page>(CACHED_BYTES, {
    largest: CACHED_PAGE_BYTES,
    sizeOf: ({ body }, url) => body.length + url.length,
  });
  // Many ways of asking lead to one page: which one, of those met last.
  const keys = createCache<string>(KEYS_UTF16, {
    largest: KEYS_UTF16 / 100,
    sizeOf: (key, url) => key.length + url.length,
  });
  const site = new Hono();

  if (apiToken !== null) {
    const { createApi } = await import('./api.ts');
    site.route('/', createApi({ service, token: apiToken, log }));
  }
  if (webhook) site.post(webhook.path, createWebhook(webhook, { log, metrics }));

  site.get('/', async (c) => {
    const count = (await service.library?.count()) ?? 1;
    if (count > 1) return libraryPage(c, count);
    const language = c.req.query('lang');
    const query = language === undefined ? '' : `?lang=${encodeURIComponent(language)}`;
    return new Response(null, {
      status: 302,
      headers: { ...HEADERS, location: `s/${encodeURIComponent(home.statement.id)}${query}` },
    });
  });

  site.get('/assets/:name', (c) => {
    const file = files.get(c.req.param('name'));
    if (!file) return c.notFound();
    return new Response(file.body, { headers: { ...HEADERS, 'content-type': file.type, 'cache-control': KEEP } });
  });

  const asking = canAsk ? createAsking({ service, salt, isPublic: publicUrl !== null, log, metrics }) : null;

  site.get('/s/:id', (c): Response | Promise<Response> => {
    const id = c.req.param('id');
    // Without a promise where none is needed: it would cost a tenth of the requests a second.
    if (id === home.statement.id && service.library === null) return answerOrShow(c, home, 'none');
    return service.open(id).then(async (about) => answerOrShow(c, about, about ? await versionsOf(about) : 'none'));
  });

  site.get('/s/:id/versions', async (c) => {
    const versions = (await service.library?.versions(c.req.param('id'))) ?? [];
    if (versions.length === 0) return notice('notFound', 404, c.req.raw, c.req.path);
    return new Response(render(viewVersionsPage(versions, frameFor(c))), { headers: PAGE_HEADERS });
  });

  site.notFound((c) => notice('notFound', 404, c.req.raw, c.req.path));

  site.onError((error, c) => {
    // Gone before its body was here.
    if (c.req.raw.signal.aborted) return new Response(null, { status: 400, headers: HEADERS });
    // The message may hold what somebody wrote.
    log.error({ event: 'web-error', error: error.name, path: c.req.routePath }, 'a page could not be made');
    metrics.error('web');
    return notice('broken', 500, c.req.raw, c.req.path);
  });

  return site;

  function answerOrShow(c: Context, about: OpenStatement | null, versions: Versions): Response | Promise<Response> {
    return about && asking && isAsked(c) ? asking.answer(c, about, versions, frameFor(c)) : show(c, about, versions);
  }

  async function versionsOf({ statement }: OpenStatement): Promise<Versions> {
    if (service.library === null) return 'none';
    if ((await service.library.newerThan(statement.sha256)) !== null) return 'outdated';
    return (await service.library.versions(statement.sha256)).length > 1 ? 'newest' : 'none';
  }

  async function libraryPage(c: Context, count: number): Promise<Response> {
    const frame = frameFor(c);
    if (asking && isAsked(c)) return asking.answerOfAll(c, count, frame);
    const from = /^\d{1,7}$/.test(c.req.query('from') ?? '') ? Number(c.req.query('from')) : 0;
    const entries = await service.library!.list(from, ENTRIES_A_PAGE);
    const markup = render(viewLibraryPage({ entries, count, from, canAsk, asked: null }, frame));
    return new Response(markup, { headers: PAGE_HEADERS });
  }

  function show(c: Context, about: OpenStatement | null, versions: Versions): Response {
    if (!about) return notice('notFound', 404, c.req.raw, c.req.path);
    const { statement } = about;
    const { headers } = c.req.raw;
    const { url } = c.req;
    const version = `${statement.id}\n${statement.sha256}\n${versions}`;
    const asked = `${version}\n${headers.get('accept-language')}\n${url.slice(url.indexOf('?'))}`;
    const key = keys.get(asked, () => {
      const { language, isChosen, place } = readAsked(c, about);
      return [version, language, isChosen, place.isWrong, place.canonical].join('\n');
    });
    const page = pages.get(key, () => makePage(readAsked(c, about), about, versions));
    if (headers.get('if-none-match') === page.headers.etag) {
      return new Response(null, { status: 304, headers: page.headers });
    }
    return new Response(page.body, { headers: page.headers });
  }

  function readAsked(c: Context, about: OpenStatement) {
    return { ...frameFor(c), place: readPlace(about, c.req.query('q'), c.req.query('part')) };
  }

  function makePage(
    { place, ...frame }: Frame & { readonly place: Place },
    about: OpenStatement,
    versions: Versions,
  ): Page {
    const markup = render(viewStatementPage({ about, place, canAsk, versions, asked: null }, frame));
    const etag = `"${createHash('sha256').update(markup).digest('base64url').slice(0, 22)}"`;
    // As bytes: to encode a page anew for every reader would take as long as all the rest.
    return { body: Buffer.from(markup), headers: { ...PAGE_HEADERS, etag } };
  }

  function frameFor(c: Context): Frame {
    return frameOf(c.req.raw, c.req.path, c.req.query('lang'));
  }

  function frameOf(request: Request, path: string, chosen: string | undefined): Frame {
    const { language, isChosen } = languageOfRequest(chosen, request.headers.get('accept-language'));
    return { language, isChosen, root: rootFrom(path), assets, publicUrl };
  }

  function notice(kind: 'notFound' | 'broken', status: number, request: Request, path: string): Response {
    const frame = frameOf(request, path, undefined);
    return new Response(render(viewNotice(kind, home.statement.id, frame)), {
      status,
      headers: { ...PAGE_HEADERS, 'cache-control': 'no-store' },
    });
  }
}

type Page = {
  readonly body: Buffer<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>> & { readonly etag: string };
};

/** Relative, so that the site works under any path that a proxy gives it. */
function rootFrom(path: string): string {
  return '../'.repeat(path.split('/').length - 2) || './';
}
