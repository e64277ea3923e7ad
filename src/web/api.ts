// The same service over HTTP for other programs: docs/openapi.yaml describes it, and the tests hold the answers against that.

import { createMcpHandler } from '@modelcontextprotocol/server';
import { type Context, Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import manifest from '../../package.json' with { type: 'json' };
import { answerToJson, quoteToJson } from '../answer/json.ts';
import { checkToJson } from '../check/json.ts';
import { createMcpServer } from '../mcp/server.ts';
import { type Asker, isRefusal, type Refusal } from '../service/asker.ts';
import type { Service } from '../service/service.ts';
import { visitor, visitorId } from '../service/visitor.ts';
import { headerOf } from '../statement/quotation.ts';
import type { Log } from '../telemetry.ts';
import { HEADERS } from './headers.ts';

export type ApiOptions = { readonly service: Service; readonly token: string; readonly log: Log };

const MAX_BODY_BYTES = 64_000;
const statement = z.string().max(200).nullish();
const Ask = z.strictObject({ question: z.string(), after: z.string().nullish(), statement });
const CheckRequest = z.strictObject({ text: z.string().min(1).max(20_000), statement });
const Words = z.string().min(1).max(1_000);

/** Under /api and /mcp. Whoever has the token is one asker, whose questions a minute are counted like anybody's. */
export function createApi({ service, token, log }: ApiOptions): Hono {
  const api = new Hono();
  const asker = visitor('api', visitorId(token, 'api'), 'en');
  const fail = (c: Context, status: 400 | 401 | 404 | 413 | 429, error: string, headers: Record<string, string> = {}) =>
    c.json({ error }, status, { ...HEADERS, 'cache-control': 'no-store', ...headers });
  const refuse = (c: Context, refusal: Refusal) => {
    if (refusal.kind === 'refused') return fail(c, refusal.why === 'unknown-statement' ? 404 : 400, refusal.why);
    return fail(c, 429, 'too many questions', { 'retry-after': String(refusal.waitSeconds) });
  };

  api.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    log.error({ event: 'api-error', error: error.name, path: c.req.routePath }, 'a call of the API failed');
    return c.json({ error: 'something went wrong on this side' }, 500, HEADERS);
  });

  for (const path of ['/api/*', '/mcp']) {
    api.use(
      path,
      bearerAuth({
        token,
        noAuthenticationHeader: { message: { error: 'no token: expected "authorization: Bearer TOKEN"' } },
        invalidAuthenticationHeader: { message: { error: 'malformed header: expected "authorization: Bearer TOKEN"' } },
        invalidToken: { message: { error: 'wrong token' } },
      }),
      bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => fail(c, 413, `more than ${MAX_BODY_BYTES} bytes`) }),
    );
  }

  api.post('/api/ask', async (c) => {
    const asked = await bodyOf(c, Ask);
    if (typeof asked === 'string') return fail(c, 400, asked);
    const { question: text, after, statement = null } = asked;
    const toService = { text, statement, earlier: after ? [{ question: after, answer: '' }] : [] };
    if (c.req.header('accept')?.includes('text/event-stream')) return streamed(c, asker, toService);
    const answer = await service.answer(asker, toService, { signal: c.req.raw.signal });
    return isRefusal(answer) ? refuse(c, answer) : c.json(answerToJson(answer), 200, HEADERS);
  });

  api.post('/api/check', async (c) => {
    const asked = await bodyOf(c, CheckRequest);
    if (typeof asked === 'string') return fail(c, 400, asked);
    const { text, statement = null } = asked;
    const check = await service.check(asker, { text, statement }, { signal: c.req.raw.signal });
    if (isRefusal(check)) return refuse(c, check);
    const header =
      check.passages.flatMap(({ quotes }) => quotes)[0]?.header ?? (await service.open(statement))!.statement;
    return c.json(checkToJson(check, header), 200, HEADERS);
  });

  api.get('/api/statements', async (c) => c.json({ statements: await service.list() }, 200, HEADERS));

  api.get('/api/statements/:id', async (c) => {
    const about = await service.open(c.req.param('id'));
    if (about === null) return fail(c, 404, 'unknown-statement');
    return c.json({ ...headerOf(about.statement), text: about.statement.text }, 200, HEADERS);
  });

  api.get('/api/search', async (c) => {
    const words = Words.safeParse(c.req.query('words'));
    if (!words.success) return fail(c, 400, 'words: expected 1 to 1,000 characters');
    return c.json({ statements: await service.search(words.data) }, 200, HEADERS);
  });

  const mcp = createMcpHandler(() => createMcpServer(service, { ...asker, surface: 'mcp' }, manifest.version));
  api.all('/mcp', (c) => mcp.fetch(c.req.raw));
  return api;

  /** Each claim as it is verified, then the answer whole. */
  function streamed(c: Context, asker: Asker, asked: Parameters<Service['answer']>[1]) {
    return streamSSE(c, async (stream) => {
      const send = (event: string, data: object) => stream.writeSSE({ event, data: JSON.stringify(data) });
      const answer = await service.answer(asker, asked, {
        signal: c.req.raw.signal,
        onProgress: ({ text, quotes }) => void send('claim', { text, quotes: quotes.map(quoteToJson) }),
      });
      if (isRefusal(answer)) await send('refusal', answer);
      else await send('answer', answerToJson(answer));
    });
  }
}

/** What the body holds, or what is wrong with it. */
async function bodyOf<T>(c: Context, schema: z.ZodType<T>): Promise<T | string> {
  let json: unknown;
  try {
    json = await c.req.json();
  } catch {
    return 'the body is not JSON';
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  return `${issue.path.join('.') || 'the body'}: ${issue.message}`;
}
