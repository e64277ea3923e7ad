// What is fetched comes from the public web, whole and in time; everything else is refused with one line.

import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { fetchPublic, MAX_BYTES } from '../../src/library/import/fetch.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A resolver that gives these addresses, one list a question, the last for ever. */
function resolver(...answers: readonly string[][]): LookupFunction {
  let asked = 0;
  return (_host, _options, done) => {
    const addresses = answers[Math.min(asked++, answers.length - 1)]!;
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
}

const CLOSED = `
  http://127.0.0.1/ http://127.8.8.8/ http://2130706433/ http://0x7f000001/ http://0177.0.0.1/ http://127.1/
  http://0.0.0.0/ http://10.1.2.3/ http://172.16.0.1/ http://192.168.1.1/
  http://169.254.169.254/latest/meta-data/ http://100.64.0.1/ http://198.18.0.1/ http://224.0.0.1/
  http://255.255.255.255/ http://[::1]/ http://[::]/ http://[::ffff:127.0.0.1]/ http://[::ffff:a9fe:a9fe]/
  http://[::127.0.0.1]/ http://[fe80::1]/ http://[fc00::1]/ http://[fd00:ec2::254]/ http://[ff02::1]/
  http://[2002:7f00:1::]/ http://[64:ff9b::7f00:1]/ http://[2001:db8::1]/
`;

test.each(CLOSED.trim().split(/\s+/))('%s is no address of the public web', async (address) => {
  await expect(fetchPublic(address)).rejects.toThrow(/is not on the public web$/);
});

test.each([
  ['file:///etc/passwd', 'file:… cannot be fetched; expected http:// or https://'],
  ['ftp://example.org/a', 'ftp:… cannot be fetched; expected http:// or https://'],
  ['http://anna:secret@example.org/', 'an address with a name or password in it is not fetched'],
  ['pier', 'pier is no address; expected https://…'],
])('%s is refused', async (address, line) => {
  await expect(fetchPublic(address)).rejects.toThrow(line);
});

test.each([
  ['a name of a private machine', [['10.0.0.7']]],
  ['a name with one private address among public ones', [['93.184.216.34', '127.0.0.1']]],
  ['a name of a private IPv6 machine', [['fd00::7']]],
  ['a name that does not resolve to anything', [[]]],
] as const)('%s is refused', async (_kind, answers) => {
  const lookup = resolver(...(answers as unknown as string[][]));
  await expect(fetchPublic('http://pier.example/', { lookup })).rejects.toThrow(
    'pier.example is not on the public web',
  );
});

test('a name is resolved once, by the connection itself: nothing lies between the check and the use', async () => {
  const url = await serve((_request, response) => response.end('the pier'));
  const asked: string[] = [];
  const answers = resolver(['127.0.0.1'], ['10.0.0.7']);
  const lookup: LookupFunction = (host, options, done) => {
    asked.push(host);
    answers(host, options, done);
  };
  const address = url.replace('127.0.0.1', 'pier.example');
  const fetched = await fetchPublic(address, { lookup, allowLoopback: true });
  expect(Buffer.from(fetched!.bytes).toString()).toBe('the pier');
  expect(asked).toEqual(['pier.example']);
  await expect(fetchPublic(address, { lookup, allowLoopback: true })).rejects.toThrow('is not on the public web');
});

test('a redirect into the house is refused, and redirects without end', async () => {
  const inward = await serve((_request, response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
  );
  await expect(fetchPublic(inward, { allowLoopback: true })).rejects.toThrow(
    '169.254.169.254 is not on the public web',
  );
  const round = await serve((_request, response) => response.writeHead(302, { location: '/again' }).end());
  await expect(fetchPublic(round, { allowLoopback: true })).rejects.toThrow(/redirects more than 5 times/);
});

test('a body without end is refused at 10 MB, packed or not, and one that stalls when time is up', async () => {
  const block = Buffer.alloc(256 * 1024, 'a');
  const endless = await serve((_request, response) => {
    const write = (): void => {
      while (!response.destroyed && response.write(block));
      if (!response.destroyed) response.once('drain', write);
    };
    write();
  });
  await expect(fetchPublic(endless, { allowLoopback: true })).rejects.toThrow('sends more than 10 MB');
  const bomb = await serve((_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(MAX_BYTES + 1))),
  );
  await expect(fetchPublic(bomb, { allowLoopback: true })).rejects.toThrow('sends more than 10 MB');
  const stalled = await serve((_request, response) => response.write('<p>'));
  await expect(fetchPublic(stalled, { allowLoopback: true, deadlineMs: 200 })).rejects.toThrow(
    'took longer than 0.2 s',
  );
});

test('a page comes with its type and address, says who asks, and is not sent again while it is the same', async () => {
  const agents: unknown[] = [];
  const url = await serve((request, response) => {
    agents.push(request.headers['user-agent']);
    if (request.url === '/old') return void response.writeHead(301, { location: '/new' }).end();
    if (request.headers['if-none-match'] === '"1"') return void response.writeHead(304).end();
    response.writeHead(200, { 'content-type': 'text/html', etag: '"1"' }).end('<p>The pier is open.</p>');
  });
  const fetched = await fetchPublic(`${url}/old`, { allowLoopback: true });
  expect(fetched).toMatchObject({ url: `${url}/new`, contentType: 'text/html', etag: '"1"', lastModified: null });
  expect(Buffer.from(fetched!.bytes).toString()).toBe('<p>The pier is open.</p>');
  expect(
    await fetchPublic(`${url}/new`, { allowLoopback: true, known: { etag: '"1"', lastModified: null } }),
  ).toBeNull();
  expect(agents.every((agent) => String(agent).startsWith('OnRecord/'))).toBe(true);
});

test('a server that says no is named with what it says', async () => {
  const url = await serve((_request, response) => response.writeHead(404).end());
  await expect(fetchPublic(url, { allowLoopback: true })).rejects.toThrow(/^127\.0\.0\.1:\d+ answers 404 Not Found$/);
});

test('a proxy is gone through but where NO_PROXY says otherwise, and asked for no machine of the house', async () => {
  const asked: string[] = [];
  const proxy = await serve((request, response) => {
    asked.push(request.url!);
    response.end('by the proxy');
  });
  const proxyEnv = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: 'quay.example' };
  const fetched = await fetchPublic('http://pier.example/news', { proxyEnv, lookup: resolver(['93.184.216.34']) });
  expect(Buffer.from(fetched!.bytes).toString()).toBe('by the proxy');
  const closed = ['localhost', '10.0.0.1', 'house.example', 'quay.example', new URL(proxy).host];
  for (const host of closed) {
    const refused = fetchPublic(`http://${host}/`, { proxyEnv, lookup: resolver(['10.0.0.1']) });
    await expect(refused, host).rejects.toThrow('is not on the public web');
  }
  expect(asked).toEqual(['http://pier.example/news']);
});
