// Puts an app on a port, with limits that keep slow and greedy clients from taking it away from the others.

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';

export type ServeOptions = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly limits?: Partial<Limits>;
};

/** All in milliseconds. */
type Limits = {
  /** From the connection to the end of the headers. */
  readonly headersMs: number;
  /** From the connection to the end of the body. */
  readonly requestMs: number;
  /** A connection over which nothing moves, either way. More than a model may take for an answer as a whole page. */
  readonly idleMs: number;
  /** Between two requests on one connection. */
  readonly keepAliveMs: number;
  /** What is under way when the server closes has this long to end. */
  readonly drainMs: number;
};

const LIMITS: Limits = { headersMs: 10_000, requestMs: 20_000, idleMs: 120_000, keepAliveMs: 5_000, drainMs: 10_000 };

const MAX_HEADER_BYTES = 16_384;
// Every open connection costs a file descriptor, of which a process often has 1,024.
const MAX_CONNECTIONS = 900;

export type Serving = {
  /** "http://127.0.0.1:8080", with the port that it really got. */
  readonly url: string;
  /** Takes no new requests, lets those under way end, then resolves. */
  readonly close: () => Promise<void>;
};

/** @throws Error with one line when the port cannot be had. */
export async function serveWeb(app: Hono, { host, port, limits = {} }: ServeOptions): Promise<Serving> {
  const { headersMs, requestMs, idleMs, keepAliveMs, drainMs } = { ...LIMITS, ...limits };
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: Math.min(1_000, headersMs),
    },
    getRequestListener(app.fetch),
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.timeout = idleMs;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'the port is taken' : code;
    throw new Error(`cannot listen on ${host}:${port}: ${reason}`, { cause: error });
  }
  const { port: bound } = server.address() as AddressInfo;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, close: () => close(server, drainMs) };
}

async function close(server: Server, drainMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A connection that is kept open for a next request would be waited for, though no next one is taken.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
