// The HTTP side of the fake Bot API: tokens, bodies of three kinds, answers, and faults on demand.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkParameters, methodNamed, type Parameters, UploadedFile } from './check.ts';
import { Described } from './methods.ts';
import { Refusal } from './refusal.ts';

/**
 * What goes wrong with a call. `lost` carries the call out and then cuts the connection before the answer; `late` carries it out
 * and answers after `ms`, as the distance to the real one does: whoever ends meanwhile never hears of it.
 */
export type Fault =
  | { readonly kind: 'flood'; readonly retryAfterSeconds: number }
  | { readonly kind: 'status'; readonly status: number; readonly description?: string }
  | { readonly kind: 'hang'; readonly ms: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'garbage' };

/** One call that the bot made. Times in ms. */
export type Call = {
  readonly method: string;
  readonly params: Parameters;
  readonly at: number;
  /** The bot's end of the connection that it came by. */
  readonly port: number;
  /** Undefined until answered. */
  response:
    | { readonly at: number; readonly ok: boolean; readonly code: number; readonly description?: string }
    | undefined;
  readonly fault: Fault['kind'] | undefined;
};

export type ServerOptions = {
  readonly token: string;
  readonly now: () => number;
  readonly without: ReadonlySet<string>;
  readonly run: (method: string, parameters: Parameters, closed: (end: () => void) => void) => unknown;
  readonly faultFor: (method: string, parameters: Parameters) => Fault | null;
  readonly record: (call: Call) => void;
  readonly answered: (call: Call) => void;
  readonly fileAt: (path: string) => Uint8Array | undefined;
};

/** Serves on a free port of 127.0.0.1. */
export async function serve(options: ServerOptions): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    void handle(request, response, options).catch((error: unknown) => {
      // A bug in the fake must be seen by the test, not look like Telegram having a bad day.
      response.statusCode = 500;
      response.end(JSON.stringify({ ok: false, error_code: 500, description: `fake Telegram failed: ${error}` }));
      queueMicrotask(() => {
        throw error;
      });
    });
  });
  // Longer than any pause of a test: a connection that the server closes as the bot reuses it is a failure nobody asked for.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

async function handle(request: IncomingMessage, response: ServerResponse, options: ServerOptions): Promise<void> {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const body = await readBody(request);
  if (body === null) return;
  const file = path.startsWith(`/file/bot${options.token}/`)
    ? options.fileAt(decodeURIComponent(path.slice(`/file/bot${options.token}/`.length)))
    : undefined;
  if (file) {
    response.end(file);
    return;
  }
  const match = /^\/bot([^/]+)\/(\w+)$/.exec(path);
  if (!match || !/^\d+:[\w-]{35}$/.test(match[1]!))
    return answer(response, 404, refusalBody(new Refusal(404, 'Not Found')));
  if (match[1] !== options.token) return answer(response, 401, refusalBody(new Refusal(401, 'Unauthorized')));
  const method = methodNamed(match[2]!);
  const at = options.now();
  const port = request.socket.remotePort ?? 0;
  if (!method || options.without.has(method)) {
    const refusal = new Refusal(404, 'Not Found: method not found');
    finish(options, { method: match[2]!, params: {}, at, port, response: undefined, fault: undefined }, refusal);
    return answer(response, 404, refusalBody(refusal));
  }
  let raw: RawParameters;
  let refusal: Refusal | null = null;
  try {
    raw = readParameters(request, query, body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    raw = { parameters: {}, textual: false };
    refusal = error;
  }
  const fault = options.faultFor(method, raw.parameters);
  const call: Call = { method, params: raw.parameters, at, port, response: undefined, fault: fault?.kind };
  options.record(call);
  if (fault && (await misbehave(fault, request, response, options, call))) return;
  let result: unknown;
  try {
    if (refusal) throw refusal;
    const parameters = checkParameters(method, raw.parameters, raw.textual);
    // A waiting poll must not outlive its client, or a dead bot's poll would end a living one's with a 409.
    result = options.run(method, parameters, (end) => response.once('close', end));
    if (result instanceof Promise) result = await result;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    finish(options, call, error);
    if (fault?.kind === 'lost') return cut(request);
    return answer(response, error.code, refusalBody(error));
  }
  if (fault?.kind === 'late' && (await isGoneWithin(response, fault.ms))) return;
  finish(options, call, null);
  if (fault?.kind === 'lost') return cut(request);
  const described = result instanceof Described ? result : null;
  answer(
    response,
    200,
    JSON.stringify({
      ok: true,
      result: described ? described.result : result,
      ...(described && { description: described.description }),
    }),
  );
}

function finish(options: ServerOptions, call: Call, refusal: Refusal | null): void {
  call.response = refusal
    ? { at: options.now(), ok: false, code: refusal.code, description: refusal.message }
    : { at: options.now(), ok: true, code: 200 };
  options.answered(call);
}

/** Acts out a fault; true when that was the answer. */
async function misbehave(
  fault: Fault,
  request: IncomingMessage,
  response: ServerResponse,
  options: ServerOptions,
  call: Call,
): Promise<boolean> {
  switch (fault.kind) {
    case 'lost':
    case 'late':
      return false;
    case 'hang':
      return isGoneWithin(response, fault.ms);
    case 'reset':
      finish(options, call, new Refusal(0, 'connection reset'));
      cut(request);
      return true;
    case 'garbage':
      finish(options, call, new Refusal(200, 'an answer that is not JSON'));
      answer(response, 200, '{"ok":true,"resu');
      return true;
    case 'flood': {
      const seconds = fault.retryAfterSeconds;
      const refusal = new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
      finish(options, call, refusal);
      answer(response, 429, refusalBody(refusal));
      return true;
    }
    case 'status': {
      const refusal = new Refusal(fault.status, fault.description ?? STATUS[fault.status] ?? 'Internal Server Error');
      finish(options, call, refusal);
      // What stands in front of the Bot API answers 502 and 504 itself, and not in JSON.
      const gateway = fault.status === 502 || fault.status === 504;
      if (gateway) {
        response.writeHead(fault.status, { 'content-type': 'text/html' });
        response.end(`<html><head><title>${fault.status} ${refusal.message}</title></head></html>`);
      } else answer(response, fault.status, refusalBody(refusal));
      return true;
    }
  }
}

/** Whether the client goes away within `ms`; otherwise resolves when they are over. */
function isGoneWithin(response: ServerResponse, ms: number): Promise<boolean> {
  if (response.closed) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), Math.min(ms, 2 ** 31 - 1)).unref();
    response.once('close', () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

const STATUS: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

function cut(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}

function answer(response: ServerResponse, status: number, body: string): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function refusalBody({ code, message, parameters }: Refusal): string {
  return JSON.stringify({ ok: false, error_code: code, description: message, ...(parameters && { parameters }) });
}

/** The whole body; null when the client went away in the middle. */
function readBody(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on('error', () => resolve(null));
  });
}

type RawParameters = { readonly parameters: Parameters; readonly textual: boolean };

function readParameters(request: IncomingMessage, query: string, body: Buffer): RawParameters {
  const fromQuery = query === '' ? null : Object.fromEntries(new URLSearchParams(query));
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return { parameters: fromQuery ?? {}, textual: true };
  if (type.startsWith('application/json')) {
    let parsed: unknown;
    try {
      parsed = JSON.parse(body.toString());
    } catch {
      throw new Refusal(400, "Bad Request: can't parse JSON object");
    }
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
      throw new Refusal(400, 'Bad Request: expected JSON object as a request');
    }
    return { parameters: { ...parsed } as Parameters, textual: false };
  }
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return { parameters: { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body.toString())) }, textual: true };
  }
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary) return { parameters: { ...fromQuery, ...readMultipart(body, boundary) }, textual: true };
  throw new Refusal(400, `Bad Request: unsupported content type "${type}"`);
}

function readMultipart(body: Buffer, boundary: string): Parameters {
  const parameters: Parameters = {};
  const mark = Buffer.from(`--${boundary}`);
  for (let at = body.indexOf(mark); at !== -1; ) {
    const start = at + mark.length + 2;
    const next = body.indexOf(mark, start);
    if (next === -1) break;
    const part = body.subarray(start, next - 2);
    const headEnd = part.indexOf('\r\n\r\n');
    const head = part.subarray(0, headEnd).toString();
    const content = part.subarray(headEnd + 4);
    const name = /\bname="?([^";\r\n]+)"?/i.exec(head)?.[1];
    const filename = /\bfilename="?([^";\r\n]+)"?/i.exec(head)?.[1];
    if (name) parameters[name] = filename === undefined ? content.toString() : new UploadedFile(filename, content);
    at = next;
  }
  return parameters;
}
