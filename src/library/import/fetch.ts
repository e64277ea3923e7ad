// Fetches a page, a document or a feed from the public web: http(s), public addresses only, a limited size and time.
// The address is checked where the connection is made, so that a name cannot be checked as one machine and reached as another.

import { lookup as lookupName } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { isLoopback, isPublicAddress } from './addresses.ts';
import { Refused } from './refused.ts';

/** The most that is read of anything that is added, 10 MB. */
export const MAX_BYTES = 10 * 1024 * 1024;
const DEADLINE_MS = 20_000;
const MAX_REDIRECTS = 5;
const HEADERS = {
  'user-agent': 'OnRecord/2 (a bot that quotes public statements)',
  accept: 'text/html, application/pdf, application/rss+xml, application/atom+xml, text/plain, */*;q=0.5',
  'accept-encoding': 'gzip',
};

export type Fetched = {
  /** Where it was found, after redirects. */
  readonly url: string;
  readonly bytes: Uint8Array;
  /** The Content-Type header; '' when there is none. */
  readonly contentType: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
};

export type FetchOptions = {
  /** HTTPS_PROXY, HTTP_PROXY and NO_PROXY are read from here. Default: no proxy. */
  readonly proxyEnv?: Readonly<Record<string, string>>;
  /** For tests: servers on this machine may be fetched from. */
  readonly allowLoopback?: boolean;
  readonly signal?: AbortSignal;
  /** Headers of an earlier reply: an unchanged thing is not sent again, and the fetch resolves with null. */
  readonly known?: { readonly etag: string | null; readonly lastModified: string | null };
  /** In place of the system's resolver, for tests. */
  readonly lookup?: LookupFunction;
  /** Default 20,000. */
  readonly deadlineMs?: number;
};

/**
 * What stands at `address`; null where `known` says that it has not changed.
 * @throws Refused with one line; the signal's reason where it was aborted.
 */
export async function fetchPublic(address: string, options: FetchOptions = {}): Promise<Fetched | null> {
  const { deadlineMs = DEADLINE_MS } = options;
  const deadline = AbortSignal.timeout(deadlineMs);
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
  let url = parse(address);
  try {
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const response = await request(url, options, signal);
      try {
        const { statusCode: status = 0, headers } = response;
        if (status === 304) return null;
        if (status < 300 || status >= 400 || !headers.location) return await read(url, response);
        url = parse(new URL(headers.location, url).href);
      } finally {
        response.destroy();
      }
    }
  } catch (cause) {
    options.signal?.throwIfAborted();
    if (deadline.aborted) throw new Refused(`${url.host} took longer than ${deadlineMs / 1000} s`);
    if (cause instanceof Refused) throw cause;
    throw new Refused(
      `${url.host} cannot be read: ${(cause as NodeJS.ErrnoException).code ?? (cause as Error).message}`,
      { cause },
    );
  }
  throw new Refused(`${url.host} redirects more than ${MAX_REDIRECTS} times`);
}

function parse(address: string): URL {
  const url = URL.parse(address);
  if (url === null) throw new Refused(`${address.slice(0, 80)} is no address; expected https://…`);
  if (!/^https?:$/.test(url.protocol))
    throw new Refused(`${url.protocol}… cannot be fetched; expected http:// or https://`);
  if (url.username !== '' || url.password !== '')
    throw new Refused('an address with a name or password in it is not fetched');
  url.hash = '';
  return url;
}

async function request(url: URL, options: FetchOptions, signal: AbortSignal): Promise<http.IncomingMessage> {
  const { allowLoopback = false, proxyEnv = {}, known, lookup = lookupName } = options;
  const proxies = Object.values(proxyEnv).map((proxy) => URL.parse(proxy)?.hostname);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const closed = new Refused(`${url.host} is not on the public web`);
  const isAllowed = (ip: string) => isPublicAddress(ip) || (allowLoopback && isLoopback(ip));
  // A socket to an address in figures asks no resolver. The proxy is for going through, not for looking at.
  if (isIP(host) !== 0 ? !isAllowed(host) : proxies.includes(host)) throw closed;
  // A proxy makes the connection itself: what is known here to be a name of the house is not asked of it.
  if (proxies.length > 0 && isIP(host) === 0 && !(await resolvesWell(host, isAllowed, lookup))) throw closed;

  const guarded: LookupFunction = (name, { all, ...asked }, done) => {
    lookup(name, { ...asked, all: true }, (error, found) => {
      const addresses = error
        ? []
        : [found].flat().map((one) => (typeof one === 'string' ? { address: one, family: isIP(one) } : one));
      const isOpen =
        addresses.length > 0 && (proxies.includes(name) || addresses.every(({ address }) => isAllowed(address)));
      if (!isOpen) done(error ?? closed, []);
      else if (all) done(null, addresses);
      else done(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
  const { Agent, request: send } = url.protocol === 'https:' ? https : http;
  const { HTTPS_PROXY, HTTP_PROXY = HTTPS_PROXY, NO_PROXY } = proxyEnv;
  const agent = new Agent({
    keepAlive: false,
    lookup: guarded,
    ...(HTTP_PROXY && { proxyEnv: { HTTPS_PROXY, HTTP_PROXY, NO_PROXY } }),
  });
  const headers = {
    ...HEADERS,
    ...(known?.etag && { 'if-none-match': known.etag }),
    ...(known?.lastModified && { 'if-modified-since': known.lastModified }),
  };
  return new Promise((resolve, reject) => {
    send(url, { agent, headers, signal }, resolve).on('error', reject).end();
  });
}

/** Whether a name is of no machine that is closed; one that cannot be resolved here may be known to the proxy. */
async function resolvesWell(
  host: string,
  isAllowed: (ip: string) => boolean,
  lookup: LookupFunction,
): Promise<boolean> {
  if (/^localhost\.?$|\.(?:localhost|local|internal)\.?$/i.test(host)) return false;
  const found = await new Promise<readonly string[]>((resolve) => {
    lookup(host, { all: true }, (error, all) =>
      resolve(error ? [] : [all].flat().map((one) => (typeof one === 'string' ? one : one.address))),
    );
  });
  return found.every(isAllowed);
}

async function read(url: URL, response: http.IncomingMessage): Promise<Fetched> {
  const { statusCode: status = 0, headers } = response;
  const tooBig = () => new Refused(`${url.host} sends more than ${MAX_BYTES / 1024 / 1024} MB`);
  if (status !== 200) throw new Refused(`${url.host} answers ${status} ${http.STATUS_CODES[status] ?? ''}`.trimEnd());
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw tooBig();
    chunks.push(chunk);
  }
  let bytes = Buffer.concat(chunks);
  try {
    if (/gzip/i.test(headers['content-encoding'] ?? '')) bytes = gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooBig() : error;
  }
  const { 'content-type': contentType = '', etag = null, 'last-modified': lastModified = null } = headers;
  return { url: url.href, bytes, contentType, etag, lastModified };
}
