// A scripted chat-completions server over real HTTP on the loopback: what it says is the test's script, how it replies, refuses and
// streams are switches over the data beside it.

import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Frames, framesOf, PLAIN, type Sent } from './frames.ts';
import { type Refusal, refusesRequest, sendRefusal } from './refusals.ts';

/** The part of a request that tests look at; whatever else was sent is there too. */
export type RequestBody = {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly stream?: boolean | null;
  readonly stream_options?: { readonly include_usage?: boolean } | null;
  readonly response_format?: { readonly type: string; readonly json_schema?: { readonly schema?: unknown } };
  readonly [parameter: string]: unknown;
};

export type ModelRequest = {
  readonly headers: IncomingHttpHeaders;
  readonly body: RequestBody;
  /** Settles when the exchange is over: `hung-up` when the client closed it, or the script broke it off, before its end. */
  readonly over: Promise<'complete' | 'hung-up'>;
};

export type MessageOptions = {
  /** Characters a piece; 5 by default, about a token. */
  readonly pieceLength?: number;
  /** Awaited before piece `index` is sent; `sent` is all content sent so far. The test holds the stream with its own promises. */
  readonly hold?: (index: number, sent: string) => Promise<void> | undefined;
  /** Spreads the pieces over this many milliseconds of real time, for load tests; 0 by default. */
  readonly durationMs?: number;
  /** Null: none ever comes. `stop` by default. */
  readonly finishReason?: string | null;
  /** Null: none is sent, asked for or not. By default it is reckoned, with OpenAI's prompt cache. */
  readonly usage?: Usage | null;
  /** What happens in place of the rest once `after` pieces have been sent. `stall` says nothing more. */
  readonly breaks?: { readonly after: number; readonly kind: 'drop' | 'stall' | 'error' };
};

export type Usage = {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
};

/** One reply of a script. Made by the functions below. */
export type Reply =
  | ({ readonly kind: 'message'; readonly text: string; readonly frames?: Frames } & MessageOptions)
  | { readonly kind: 'refusal'; readonly refusal: Omit<Refusal, 'name' | 'refuses'> }
  | { readonly kind: 'silence' };

/** One reply a call, in order; or the reply to each request, `call` counted from 0. */
export type Script = readonly Reply[] | ((request: ModelRequest, call: number) => Reply | Promise<Reply>);

/** How the server is: what it refuses, and how it sends what the script says. */
export type Switches = {
  readonly refusals?: readonly Refusal[];
  readonly frames?: Frames;
  /** What /v1/models lists; by default the model that is asked for is there. */
  readonly models?: readonly object[];
};

export type Model = {
  /** What OPENAI_BASE_URL is set to, "/v1" included. */
  readonly baseUrl: string;
  /** Every request that was read whole, refused ones too, in order of arrival. */
  readonly requests: readonly ModelRequest[];
  /** Resolves with request `index`, from 0, once it has arrived. Never rejects. */
  request(index: number): Promise<ModelRequest>;
  /** Breaks off what is still open and frees the port. */
  stop(): Promise<void>;
};

/** Text as it stands: prose for a schema ignored, broken JSON, anything. */
export function says(text: string, options: MessageOptions = {}): Reply {
  return { kind: 'message', text, ...options };
}

/** A draft as JSON, as a model that keeps to the schema writes it. */
export function drafts(draft: object, options?: MessageOptions): Reply {
  return says(JSON.stringify(draft), options);
}

/** Closes the socket after `pieces` pieces; 0 drops it after the headers. */
export function drops(draft: object, pieces: number): Reply {
  return drafts(draft, { breaks: { after: pieces, kind: 'drop' } });
}

/** Sends `pieces` pieces and then nothing, the connection open. */
export function stalls(draft: object, pieces: number): Reply {
  return drafts(draft, { breaks: { after: pieces, kind: 'stall' } });
}

/** Sends `pieces` pieces and then an error in place of the next, under the 200 that was already sent. */
export function breaksDown(draft: object, pieces: number): Reply {
  return drafts(draft, { breaks: { after: pieces, kind: 'error' } });
}

/** Takes the request and never sends a header. */
export function silence(): Reply {
  return { kind: 'silence' };
}

/** 429. The wait goes out in both headers that OpenAI sends, whole seconds rounded up in retry-after. */
export function limits(retryAfterSeconds: number): Reply {
  const headers = {
    'retry-after': String(Math.ceil(retryAfterSeconds)),
    'retry-after-ms': String(retryAfterSeconds * 1000),
  };
  return refuses(429, 'Rate limit reached for requests', headers);
}

/** 401 for a wrong key. */
export function rejectsKey(): Reply {
  return refuses(401, 'Incorrect API key provided.');
}

/** 500, or another status of a server that is ill. */
export function fails(status = 500): Reply {
  return refuses(status, 'The server had an error while processing your request.');
}

function refuses(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Reply {
  const body = {
    error: { message, type: status < 500 ? 'invalid_request_error' : 'server_error', param: null, code: null },
  };
  return { kind: 'refusal', refusal: { status, body, headers } };
}

/**
 * Starts a server on a free port of 127.0.0.1. A call that the script has no reply for, and a request that OpenAI would refuse
 * (no messages, stream_options without stream, a loose schema), get 404, which no client asks around.
 */
export async function startModel(
  script: Script,
  { refusals = [], frames = PLAIN, models }: Switches = {},
): Promise<Model> {
  const requests: ModelRequest[] = [];
  const waiting = new Map<number, PromiseWithResolvers<ModelRequest>>();
  const stopped = new AbortController();
  const prompts: string[] = [];
  const spent = new Set<object>();
  let calls = 0;

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const over = Promise.withResolvers<'complete' | 'hung-up'>();
    outgoing.once('close', () => over.resolve(outgoing.writableFinished ? 'complete' : 'hung-up'));
    if (incoming.url?.startsWith('/v1/models')) {
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ object: 'list', data: models ?? [{ id: 'scripted', object: 'model' }] }));
      return;
    }
    const body = await readBody(incoming);
    const problem = problemWith(incoming, body);
    if (problem !== null) return sendRefusal(outgoing, { status: 404, body: problem });
    const request = { headers: incoming.headers, body, over: over.promise };
    waiting.get(requests.push(request) - 1)?.resolve(request);
    const refusal = refusals.find((one) => refusesRequest(one, body) && !(one.once && spent.has(one)));
    if (refusal) {
      spent.add(refusal);
      return sendRefusal(outgoing, refusal, body);
    }
    if (frames.once && !spent.has(frames)) {
      spent.add(frames);
      return void outgoing.writeHead(200, { 'content-type': frames.type ?? 'text/event-stream' }).end(frames.raw);
    }
    const call = calls++;
    const reply = typeof script === 'function' ? await script(request, call) : script[call];
    if (reply === undefined)
      return sendRefusal(outgoing, { status: 404, body: `the script has no reply for call ${call}` });
    if (reply.kind === 'silence') return;
    if (reply.kind === 'refusal') return sendRefusal(outgoing, reply.refusal);
    const prompt = body.messages.map(({ role, content }) => `${role}\n${content}\n`).join('');
    const usage = reply.usage === undefined ? reckonUsage(prompt, prompts, reply.text) : reply.usage;
    prompts.push(prompt);
    await send(outgoing, reply, framesOf(frames.once ? PLAIN : frames, { body, reply, usage }), stopped.signal);
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((cause: unknown) => {
      // A client that hangs up is part of many tests; what a script throws is a mistake in one, and its client should see it.
      if (outgoing.headersSent || outgoing.destroyed) outgoing.destroy();
      else sendRefusal(outgoing, { status: 404, body: `the script failed: ${String(cause)}` });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    request(index) {
      const arrived = requests[index];
      if (arrived !== undefined) return Promise.resolve(arrived);
      const expected = waiting.get(index) ?? Promise.withResolvers<ModelRequest>();
      waiting.set(index, expected);
      return expected.promise;
    },
    async stop() {
      stopped.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readBody(incoming: IncomingMessage): Promise<RequestBody> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString('utf8') || '{}');
}

function problemWith({ method, url }: IncomingMessage, body: RequestBody): string | null {
  const path = url?.split('?')[0];
  if (method !== 'POST' || path !== '/v1/chat/completions') return `Invalid URL (${method} ${path})`;
  if (!body.model) return 'you must provide a model parameter';
  if (!Array.isArray(body.messages) || body.messages.length === 0) return "Missing required parameter: 'messages'.";
  if (body.stream_options && !body.stream) return "'stream_options' is only allowed when 'stream' is enabled.";
  return looseObject(body.response_format?.json_schema?.schema, 'schema');
}

/** Where a schema is not strict as OpenAI wants it (all properties required, no others), or null. */
function looseObject(schema: unknown, path: string): string | null {
  if (typeof schema !== 'object' || schema === null) return null;
  const { type, properties, required, additionalProperties } = schema as Record<string, unknown>;
  if (type === 'object') {
    const names = Object.keys((properties as object | undefined) ?? {});
    if (additionalProperties !== false) return `${path}: 'additionalProperties' is required to be false`;
    const missing = names.filter((name) => !(required as string[] | undefined)?.includes(name));
    if (missing.length > 0) return `${path}: 'required' is missing '${missing.join("', '")}'`;
  }
  const loose = Object.entries(schema).map(([name, child]) => looseObject(child, `${path}.${name}`));
  return loose.find((one) => one !== null) ?? null;
}

/** Four characters a token; OpenAI caches the prefix shared with an earlier prompt, from 1,024 tokens on, in steps of 128. */
function reckonUsage(prompt: string, earlier: readonly string[], completion: string): Usage {
  const shared = Math.floor(Math.max(0, ...earlier.map((other) => sharedPrefix(prompt, other))) / 4);
  return {
    promptTokens: Math.ceil(prompt.length / 4),
    cachedTokens: shared < 1024 ? 0 : shared - (shared % 128),
    completionTokens: Math.ceil(completion.length / 4),
  };
}

function sharedPrefix(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

type Message = Extract<Reply, { kind: 'message' }>;

async function send(outgoing: ServerResponse, reply: Message, sent: Sent, stopped: AbortSignal): Promise<void> {
  const { breaks, hold, durationMs = 0 } = reply;
  const { type, head, pieces, tail } = sent;
  const start = () => {
    outgoing.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' });
    outgoing.flushHeaders();
  };
  // A body that is sent whole has no headers before it is there.
  if (type !== 'application/json') start();
  if (breaks?.after !== 0) for (const frame of head) await write(outgoing, frame);
  const started = performance.now();
  for (const [index, { frame, before }] of pieces.entries()) {
    if (breaks?.after === index) break;
    await hold?.(index, before);
    await until(started + (durationMs * (index + 1)) / pieces.length, stopped, outgoing);
    if (!outgoing.headersSent) start();
    await write(outgoing, frame);
  }
  if (!outgoing.headersSent) start();
  if (breaks?.kind === 'stall') return;
  if (breaks?.kind === 'drop') return void outgoing.destroy();
  if (breaks?.kind === 'error')
    await write(outgoing, `data: {"error":{"message":"The server had an error","type":"server_error"}}\n\n`);
  else for (const frame of tail) await write(outgoing, frame);
  outgoing.end();
}

/** Resolves once the bytes are with the kernel, so that a break comes after them. Rejects when the client is gone. */
function write(outgoing: ServerResponse, data: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (outgoing.destroyed) return reject(new Error('the client hung up'));
    outgoing.write(data, (failure) => (failure ? reject(failure) : resolve()));
  });
}

/** Waits for a moment of `performance.now()`, or until the model stops or the client hangs up. */
function until(moment: number, stopped: AbortSignal, outgoing: ServerResponse): Promise<void> | undefined {
  const waitMs = moment - performance.now();
  if (waitMs <= 0) return undefined;
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stopped.removeEventListener('abort', done);
      outgoing.off('close', done);
      resolve();
    };
    const timer = setTimeout(done, waitMs);
    stopped.addEventListener('abort', done);
    outgoing.once('close', done);
  });
}
