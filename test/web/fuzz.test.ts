import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Serving, serveWeb } from '../../src/web/serve.ts';
import { recordLog } from '../helpers/marked-words.ts';
import { openSite } from '../helpers/web.ts';

const PAGE = '/s/2020-11-17-tangible-assistance';
const SECRET = 'fuzz-secret-of-16-characters';
const { log, lines } = recordLog();
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
let serving: Serving;

beforeAll(async () => {
  const { site } = await openSite({ log, webhook: { path: '/telegram', secret: SECRET, accept: async () => {} } });
  serving = await serveWeb(site, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  agent.destroy();
  await serving?.close();
});

// What a page that repeats it, or trips over it, would give away.
const PROBE = '<zq-probe onload=alert(1)>';
const nasty = fc.oneof(
  fc.constantFrom(
    PROBE,
    `"${PROBE}`,
    `'>${PROBE}`,
    `</title>${PROBE}`,
    `\${${PROBE}}`,
    '../../etc/passwd',
    '__proto__',
    'constructor',
    '%00',
    '%',
    '%ff%fe',
    '%E0%A4%A',
    '%2e%2e%2f',
    '\u202e',
    '\ud800',
    '4.4-4.6',
    '4.4-99999999999999999999.1',
    '1.1-6.1,'.repeat(120),
    '-1',
    'NaN',
    '1e9',
    '0x10',
    '٤.٤',
    'a'.repeat(3_000),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const encoded = nasty.chain((text) =>
  fc.constantFrom(encodeURIComponent(text.toWellFormed()), encodeURI(text.toWellFormed())),
);
// Characters that Node itself refuses to send go raw over a socket, below.
const sendable = (text: string) => text.replace(/[^\x21-\x7e]/g, '');
const path = fc
  .tuple(
    fc.constantFrom(
      '',
      '/',
      PAGE,
      PAGE,
      PAGE,
      `${PAGE}/`,
      '/s/',
      '/assets/',
      '/telegram',
      '//',
      '/healthz',
      '/metrics',
      '/.git/config',
    ),
    fc.option(encoded, { nil: '', freq: 1 }),
    fc.array(
      fc.tuple(fc.constantFrom('q', 'part', 'lang', 'ask', 'ask', 'ask', 'after', 'as', '__proto__', 'x[y]'), encoded),
      {
        maxLength: 3,
      },
    ),
  )
  .map(
    ([start, end, query]) =>
      `/${sendable(`${start}${end}`).replace(/^\/+/, '')}${query.length > 0 ? `?${sendable(query.map((pair) => pair.join('=')).join('&'))}` : ''}`,
  );
const headers = fc.dictionary(
  fc.constantFrom(
    'accept',
    'accept-language',
    'content-type',
    'cookie',
    'if-none-match',
    'range',
    'origin',
    'referer',
    'sec-fetch-site',
    'user-agent',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-http-method-override',
    'x-telegram-bot-api-secret-token',
  ),
  fc.oneof(
    nasty.map((text) => text.replace(/[^\x20-\x7e]/g, '')),
    fc.constantFrom('application/x-ndjson', 'en;q=NaN', 'application/json', SECRET, 'multipart/form-data', '*'),
  ),
  { maxKeys: 4 },
);
const body = fc.oneof(
  fc.constant(''),
  nasty,
  fc.json(),
  fc.record({ update_id: fc.integer(), message: fc.jsonValue() }).map((update) => JSON.stringify(update)),
  fc.uint8Array({ maxLength: 200 }),
);
const method = fc.constantFrom(
  'GET',
  'GET',
  'GET',
  'POST',
  'POST',
  'HEAD',
  'PUT',
  'DELETE',
  'OPTIONS',
  'PATCH',
  'TRACE',
);

type Sent = { method: string; path: string; headers: Record<string, string>; body: string | Uint8Array };

async function send({ method, path, headers, body }: Sent): Promise<{ status: number; text: string; type: string }> {
  const hasBody = !['GET', 'HEAD', 'TRACE'].includes(method);
  const asked = request(serving.url, {
    agent,
    method,
    path,
    headers: { ...headers, ...(hasBody ? { 'content-length': Buffer.byteLength(body) } : {}) },
  });
  asked.end(hasBody ? body : undefined);
  const [response] = await once(asked, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return {
    status: response.statusCode,
    text: Buffer.concat(chunks).toString('utf8'),
    type: response.headers['content-type'] ?? '',
  };
}

function expectHarmless(text: string): void {
  expect(text).not.toContain('<zq-probe');
  expect(text).not.toMatch(/^\s+at .+:\d+:\d+/m);
  expect(text).not.toMatch(/node_modules|node:internal|\/src\/|TypeError|RangeError|URIError|ZodError/);
}

test('5,000 odd requests give no error of the server, no markup of theirs and no stack trace', async () => {
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(fc.record({ method, path, headers, body }), async (sent) => {
      const { status, text, type } = await send(sent);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      expect(status).toBeLessThan(500);
      expectHarmless(
        type.startsWith('application/x-ndjson')
          ? JSON.stringify(
              text
                .split('\n')
                .filter(Boolean)
                .map((line) => JSON.parse(line).html ?? ''),
            )
          : text,
      );
    }),
    { numRuns: 5_000 },
  );
  // The fuzz is worth something only if it gets past the door, and as far as an answer.
  expect(lines().length).toBeGreaterThan(50);
  for (const status of [200, 302, 400, 401, 404]) expect(statuses.get(status) ?? 0).toBeGreaterThan(10);
  expect(lines().filter((line) => !line.includes('"event":"answer"'))).toEqual([]);
}, 120_000);

test('bytes that are no request get an answer of the protocol or a closed door', async () => {
  const garbage = [
    'GET / HTTP/1.1\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: <zq-probe>\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a b:99999\r\n\r\n',
    'GET http://[::1 HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET http://other.example/s/<zq-probe> HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /s/<zq-probe onload=alert(1)> HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET * HTTP/1.1\r\nHost: x\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
    'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /\u0000 HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET / HTTP/9.9\r\nHost: x\r\n\r\n',
    `POST ${PAGE} HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n`,
    `POST ${PAGE} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `POST ${PAGE} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
    `POST ${PAGE} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nq=1`,
    `GET ${PAGE} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
    `${'X'.repeat(40_000)}`,
    '\u0016\u0003\u0001\u0002\u0000',
  ];
  for (const bytes of garbage) {
    const socket = connect(Number(new URL(serving.url).port), '127.0.0.1');
    socket.on('error', () => {});
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.write(bytes);
    socket.end();
    await once(socket, 'close');
    expect(answer).not.toMatch(/^HTTP\/1\.1 5/);
    expectHarmless(answer);
  }
  expect((await send({ method: 'GET', path: PAGE, headers: {}, body: '' })).status).toBe(200);
  expect(lines().filter((line) => !line.includes('"event":"answer"'))).toEqual([]);
});
