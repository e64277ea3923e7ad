// Requests a second for the statement's page, beside the least that Hono can serve: `npm run bench:web`.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { serveWeb } from '../../src/web/serve.ts';
import { openSite } from '../helpers/web.ts';

const CONNECTIONS = 32;
const SECONDS = 1.5;
const ROUNDS = 5;

if (process.send) await serve();
else if (import.meta.main) print(await measureWeb());

/** In a process of its own, so that asking takes no time from answering. */
async function serve(): Promise<void> {
  const { site, page } = await openSite();
  const hello = new Hono().get('/', (c) => c.text('hello'));
  const own = { host: '127.0.0.1', port: 0 };
  const [bare, full] = await Promise.all([serveWeb(hello, own), serveWeb(site, own)]);
  process.send!({
    'bare Hono "hello"': `${bare.url}/`,
    'the page': full.url + page,
    'the page, words marked': `${full.url}${page}?q=4.4-4.6`,
  });
}

/** Requests a second by what is asked for; the bare one first. */
export async function measureWeb(): Promise<ReadonlyMap<string, number>> {
  const server = fork(fileURLToPath(import.meta.url), { stdio: 'inherit' });
  const [targets] = (await once(server, 'message')) as [Record<string, string>];
  const rates = new Map<string, number[]>(Object.keys(targets).map((name) => [name, []]));
  // The first round warms up; the others take turns, so that a busy moment of the machine hits all alike.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, address] of Object.entries(targets)) {
      const rate = await requestsASecond(new URL(address));
      if (round > 0) rates.get(name)!.push(rate);
    }
  }
  server.kill();
  return new Map(Array.from(rates, ([name, each]) => [name, median(each)]));
}

function print(rates: ReadonlyMap<string, number>): void {
  const [bare] = rates.values();
  for (const [name, rate] of rates) {
    const share = `${Math.round((rate / bare!) * 100)}%`;
    process.stdout.write(
      `${name.padEnd(24)} ${String(Math.round(rate)).padStart(7)} requests/s ${share.padStart(5)}\n`,
    );
  }
}

/** Over sockets by hand: a client that parsed more would be slower than the server. */
async function requestsASecond({ hostname, port, pathname, search }: URL): Promise<number> {
  const asked = Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
  let done = 0;
  let isOver = false;
  const startedAt = performance.now();
  const ends = Array.from({ length: CONNECTIONS }, async () => {
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    let missing = 0;
    socket.on('data', (chunk: Buffer) => {
      if (missing === 0) {
        const head = chunk.subarray(0, chunk.indexOf('\r\n\r\n')).toString('latin1');
        if (!head.startsWith('HTTP/1.1 200')) throw new Error(`${pathname}: ${head.split('\r\n')[0]}`);
        missing = head.length + 4 + Number(/content-length: (\d+)/i.exec(head)![1]);
      }
      missing -= chunk.length;
      if (missing > 0) return;
      done++;
      if (isOver) socket.end();
      else socket.write(asked);
    });
    socket.write(asked);
    await once(socket, 'close');
  });
  setTimeout(() => {
    isOver = true;
  }, SECONDS * 1000);
  await Promise.all(ends);
  return done / ((performance.now() - startedAt) / 1000);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[numbers.length >> 1]!;
}
