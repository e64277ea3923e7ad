// The proxy in front of replicas: one address for Telegram, behind which replicas come and go.

import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type FrontProxy = {
  /** What PUBLIC_URL is set to. */
  readonly url: string;
  /** Where requests go from now on. */
  readonly aim: (ports: readonly string[]) => void;
  readonly stop: () => Promise<void>;
};

/** Spreads requests over `ports` in turn; what one cannot take now, the next gets. 502 when none can. */
export async function startProxy(ports: readonly string[]): Promise<FrontProxy> {
  let aims = ports;
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', async () => {
      const first = turn++;
      let status = 502;
      for (let index = 0; index < aims.length && status >= 500; index++) {
        const port = aims[(first + index) % aims.length]!;
        status = await forward(port, incoming.url!, incoming.headers, Buffer.concat(chunks));
      }
      outgoing.writeHead(status).end();
    });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    aim: (next) => {
      aims = next;
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The status that the replica at `port` answers; 502 when it does not. */
function forward(port: string, path: string, headers: IncomingHttpHeaders, body: Buffer): Promise<number> {
  return new Promise((resolve) => {
    const outgoing = request({ host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
      response.resume();
      response.once('close', () => resolve(response.complete ? response.statusCode! : 502));
    });
    outgoing.once('error', () => resolve(502));
    outgoing.end(body);
  });
}

/** A port that nobody has now. */
export async function freePort(): Promise<string> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
