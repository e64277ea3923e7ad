// Fetches a page, a document or a feed from the public web: http(s), public addresses only, a limited size and time.
// The address is checked where the connection is made, so that a name cannot be checked as one machine and reached as another.

import { lookup as lookupName } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { isLoopback, isPublicAddress } from './addresses.ts';
import { Refused } from './refused.ts';

/** The most that is read of anything that is added, 10 MB. */
export const MAX_BYTES = 10 * 1024 * 1024;
const DEADLINE_MS = 20_000;
const MAX_REDIRECTS = 5;
const USER_AGENT = 'OnRecord/2 (a bot that quotes public statements)';

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
  readonly environment?: Readonly<Record<string, string | undefined>>;
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
  const deadline = AbortSignal.timeout(options.deadlineMs ?? DEADLINE_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
  let url = parse(address);
  for (let redirects = 0; ; redirects++) {
    let step: Step;
    try {
      step = await request(url, { ...options, signal });
    } catch (error) {
      options.signal?.throwIfAborted();
      if (deadline.aborted)
        throw new Refused(`${url.host} took longer than ${(options.deadlineMs ?? DEADLINE_MS) / 1000} s`);
      throw error;
    }
    if (step.kind === 'unchanged') return null;
    if (step.kind === 'fetched') return step.fetched;
    if (redirects === MAX_REDIRECTS) throw new Refused(`${url.host} redirects more than ${MAX_REDIRECTS} times`);
    url = parse(new URL(step.location, url).href);
  }
}

function parse(address: string): URL {
  const url = URL.parse(address);
  if (url === null) throw new Refused(`${shown(address)} is no address; expected https://…`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Refused(`${url.protocol}… cannot be fetched; expected http:// or https://`);
  }
  if (url.username !== '' || url.password !== '')
    throw new Refused('an address with a name or password in it is not fetched');
  url.hash = '';
  return url;
}

type Step =
  | { readonly kind: 'fetched'; readonly fetched: Fetched }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'unchanged' };

async function request(url: URL, options: FetchOptions & { readonly signal: AbortSignal }): Promise<Step> {
  const isAllowed = (ip: string) => isPublicAddress(ip) || (options.allowLoopback === true && isLoopback(ip));
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A socket to an address in figures asks no resolver, so it is checked here.
  if (isIP(host) !== 0 && !isAllowed(host)) throw notPublic(url);
  const proxy = proxyFor(url, options.environment ?? {});
  if (proxy !== null) await checkName(host, isAllowed, options.lookup);
  const response = await open(url, options, proxy, guarded(url, isAllowed, options.lookup));
  try {
    return await read(url, response, options.signal);
  } finally {
    response.destroy();
  }
}

function open(
  url: URL,
  { known, signal }: FetchOptions & { readonly signal: AbortSignal },
  proxy: string | null,
  lookup: LookupFunction,
): Promise<http.IncomingMessage> {
  const secure = url.protocol === 'https:';
  const proxyEnv = proxy === null ? undefined : { HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
  const agent = secure
    ? new https.Agent({ keepAlive: false, ...(proxyEnv ? { proxyEnv } : { lookup }) })
    : new http.Agent({ keepAlive: false, ...(proxyEnv ? { proxyEnv } : { lookup }) });
  const headers = {
    'user-agent': USER_AGENT,
    accept: 'text/html, application/pdf, application/rss+xml, application/atom+xml, text/plain, */*;q=0.5',
    'accept-encoding': 'gzip, deflate, br',
    ...(known?.etag && { 'if-none-match': known.etag }),
    ...(known?.lastModified && { 'if-modified-since': known.lastModified }),
  };
  return new Promise((resolve, reject) => {
    const sent = (secure ? https : http).request(url, { agent, headers, signal }, resolve);
    sent.on('error', (cause) => reject(cause instanceof Refused ? cause : unreachable(url, cause)));
    sent.end();
  });
}

async function read(url: URL, response: http.IncomingMessage, signal: AbortSignal): Promise<Step> {
  const { statusCode: status = 0, headers } = response;
  if (status === 304) return { kind: 'unchanged' };
  if (status >= 300 && status < 400 && headers.location) return { kind: 'redirect', location: headers.location };
  if (status !== 200) throw new Refused(`${url.host} answers ${status} ${http.STATUS_CODES[status] ?? ''}`.trimEnd());
  if (Number(headers['content-length'] ?? 0) > MAX_BYTES) throw tooBig(url);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BYTES) throw tooBig(url);
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof Refused || signal.aborted) throw cause;
    throw unreachable(url, cause as Error);
  }
  const bytes = unpack(url, Buffer.concat(chunks), headers['content-encoding'] ?? 'identity');
  const contentType = headers['content-type'] ?? '';
  const etag = headers.etag ?? null;
  return {
    kind: 'fetched',
    fetched: { url: url.href, bytes, contentType, etag, lastModified: headers['last-modified'] ?? null },
  };
}

function unpack(url: URL, bytes: Buffer, encoding: string): Buffer {
  const limit = { maxOutputLength: MAX_BYTES };
  try {
    if (/^(?:x-)?gzip$/i.test(encoding)) return gunzipSync(bytes, limit);
    if (/^br$/i.test(encoding)) return brotliDecompressSync(bytes, limit);
    if (/^deflate$/i.test(encoding)) return inflateSync(bytes, limit);
    return bytes;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooBig(url);
    throw unreachable(url, cause as Error);
  }
}

/** A resolver that gives no address which is not public; with several, none when one is not. */
function guarded(url: URL, isAllowed: (ip: string) => boolean, lookup: LookupFunction = lookupName): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, []);
      const addresses = typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found;
      if (addresses.length === 0 || !addresses.every(({ address }) => isAllowed(address)))
        return done(notPublic(url), []);
      if (options.all) done(null, addresses);
      else done(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}

/** Through a proxy the proxy makes the connection; a name known here to be of the house is not asked of it. */
async function checkName(
  host: string,
  isAllowed: (ip: string) => boolean,
  lookup: LookupFunction = lookupName,
): Promise<void> {
  if (/^localhost\.?$|\.(?:localhost|local|internal)\.?$/i.test(host))
    throw new Refused(`${host} is not on the public web`);
  const addresses = await new Promise<readonly string[]>((resolve) => {
    lookup(host, { all: true }, (error, found) => {
      // Behind a proxy many machines can resolve nothing themselves.
      if (error) resolve([]);
      else resolve(typeof found === 'string' ? [found] : found.map(({ address }) => address));
    });
  });
  if (!addresses.every(isAllowed)) throw new Refused(`${host} is not on the public web`);
}

/** The proxy that the environment names for `url`, null for none. https:// goes by HTTPS_PROXY, http:// by HTTP_PROXY or else that. */
export function proxyFor(url: URL, environment: Readonly<Record<string, string | undefined>>): string | null {
  const named = (name: string) => environment[name] || environment[name.toLowerCase()] || null;
  const proxy = (url.protocol === 'http:' ? named('HTTP_PROXY') : null) ?? named('HTTPS_PROXY');
  const exceptions = (named('NO_PROXY') ?? '').split(/[\s,]+/).filter(Boolean);
  const host = url.hostname.toLowerCase();
  const isException = exceptions.some((entry) => {
    const [name = '', port] = entry
      .toLowerCase()
      .replace(/^\*?\./, '')
      .split(':');
    if (port !== undefined && port !== (url.port || (url.protocol === 'https:' ? '443' : '80'))) return false;
    return name === '*' || host === name || host.endsWith(`.${name}`);
  });
  return isException ? null : proxy;
}

function notPublic(url: URL): Refused {
  return new Refused(`${url.host} is not on the public web`);
}

function tooBig(url: URL): Refused {
  return new Refused(`${url.host} sends more than ${MAX_BYTES / 1024 / 1024} MB`);
}

function unreachable(url: URL, cause: Error): Refused {
  const reason = (cause as NodeJS.ErrnoException).code ?? cause.message;
  return new Refused(`${url.host} cannot be read: ${shown(reason)}`, { cause });
}

function shown(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
