import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Hono } from 'hono';
import { afterEach, expect, test } from 'vitest';
import { type Serving, serveWeb } from '../../src/web/serve.ts';
import { openSite } from '../helpers/web.ts';

const running: Serving[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(running.splice(0).map((serving) => serving.close()));
});

async function serve(app: Hono, limits: Parameters<typeof serveWeb>[1]['limits'] = {}): Promise<Serving> {
  const serving = await serveWeb(app, { host: '127.0.0.1', port: 0, limits });
  running.push(serving);
  return serving;
}

async function open({ url }: Serving, sent: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(sent);
  return socket;
}

const HALF = {
  headers: 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ',
  body: 'POST /s/2020-11-17-tangible-assistance HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 400\r\n\r\nquestion=',
  nothing: '',
};

test('200 slow connections keep nobody from the page, and are cut off', async () => {
  const { site, page } = await openSite();
  const serving = await serve(site, { headersMs: 3_000, requestMs: 3_000 });
  const kinds = Object.values(HALF);
  const slow = await Promise.all(Array.from({ length: 200 }, (_, at) => open(serving, kinds[at % kinds.length]!)));
  const cut = Promise.all(slow.map((socket) => once(socket.resume(), 'close')));
  const response = await fetch(serving.url + page);
  expect(response.status).toBe(200);
  await response.text();
  // Served while all of them were still there, not once they had gone.
  expect(slow.filter((socket) => socket.closed)).toEqual([]);
  await cut;
});

test('a connection over which nothing moves is cut off, even while it is being answered', async () => {
  const app = new Hono().get(
    '/',
    () => new Response(new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array(1)) })),
  );
  const serving = await serve(app, { idleMs: 100 });
  const socket = await open(serving, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket.resume(), 'close');
});

test('headers beyond 16 KB are refused', async () => {
  const { site, page } = await openSite();
  const serving = await serve(site);
  expect((await fetch(`${serving.url}${page}`, { headers: { 'x-large': 'x'.repeat(20_000) } })).status).toBe(431);
  expect((await fetch(`${serving.url}${page}?q=${'x'.repeat(20_000)}`)).status).toBe(431);
});

test('closing lets what is under way end and takes nothing new', async () => {
  const gate = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const app = new Hono().get('/', async (c) => {
    arrived.resolve();
    await gate.promise;
    return c.text('done');
  });
  const serving = await serve(app);
  const answered = fetch(serving.url);
  await arrived.promise;
  const closed = serving.close();
  await expect(fetch(serving.url)).rejects.toThrow();
  gate.resolve();
  expect(await (await answered).text()).toBe('done');
  await closed;
  running.length = 0;
});

test('closing does not wait for ever', async () => {
  const arrived = Promise.withResolvers<void>();
  const app = new Hono().get('/', () => {
    arrived.resolve();
    return new Promise<Response>(() => {});
  });
  const serving = await serve(app, { drainMs: 50 });
  const answered = fetch(serving.url).catch((error: Error) => error);
  await arrived.promise;
  await serving.close();
  expect(await answered).toBeInstanceOf(Error);
  running.length = 0;
});

test('a port that is taken is said in one line', async () => {
  const { url } = await serve(new Hono());
  const port = Number(new URL(url).port);
  await expect(serveWeb(new Hono(), { host: '127.0.0.1', port })).rejects.toThrow(
    `cannot listen on 127.0.0.1:${port}: the port is taken`,
  );
});
