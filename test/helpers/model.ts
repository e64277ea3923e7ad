// A scripted model: OpenAI's chat completions over real HTTP on the loopback, streamed or whole, with the ways in which they fail.
// It decides nothing about drafts: what it says is what the test's script tells it to say.

import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The part of a chat-completions request that tests look at; whatever else was sent is there too. */
type ModelRequestBody = {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly stream?: boolean | null;
  readonly stream_options?: { readonly include_usage?: boolean } | null;
  readonly response_format?: { readonly type: string; readonly json_schema?: { readonly schema?: unknown } };
  readonly [parameter: string]: unknown;
};

type ModelRequest = {
  readonly headers: IncomingHttpHeaders;
  readonly body: ModelRequestBody;
  /** Settles when the exchange is over: `hung-up` when the client closed it, or the script broke it off, before its end. */
  readonly over: Promise<'complete' | 'hung-up'>;
};

type ModelUsage = {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
};

/** What happens in place of the rest once `after` pieces have been sent. `stall` says nothing more until the model stops. */
type Break = { readonly after: number; readonly kind: 'drop' | 'stall' | 'error' };

export type MessageOptions = {
  /** Characters a piece; 5 by default, about a token. */
  readonly pieceLength?: number;
  /** Awaited before piece `index` is sent; `sent` is all content sent so far. The test holds the stream with its own promises. */
  readonly hold?: (index: number, sent: string) => Promise<void> | undefined;
  /** Spreads the pieces over this many milliseconds of real time, for load tests; 0 by default. */
  readonly durationMs?: number;
  /** Null: [DONE] comes without a finish_reason ever having come. `stop` by default. */
  readonly finishReason?: 'stop' | 'length' | 'content_filter' | null;
  /** Null: none is sent, asked for or not. By default it is reckoned, with OpenAI's prompt cache. */
  readonly usage?: ModelUsage | null;
  readonly breaks?: Break;
};

/** One reply of a script. Made by the functions below. */
export type Reply =
  | ({ readonly kind: 'message'; readonly field: 'content' | 'refusal'; readonly text: string } & MessageOptions)
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly error: { readonly message: string; readonly type: string; readonly code: string | null };
    }
  | { readonly kind: 'silence' };

/** One reply a call, in order; or the reply to each request, `call` counted from 0. */
export type Script = readonly Reply[] | ((request: ModelRequest, call: number) => Reply | Promise<Reply>);

export type Model = {
  /** What OPENAI_BASE_URL is set to, "/v1" included. */
  readonly baseUrl: string;
  /** Every request that was read whole, in order of arrival. */
  readonly requests: readonly ModelRequest[];
  /** Resolves with request `index`, from 0, once it has arrived. Never rejects. */
  request(index: number): Promise<ModelRequest>;
  /** Breaks off what is still open and frees the port. */
  stop(): Promise<void>;
};

/** Text as it stands: prose for a schema ignored, broken JSON, anything. */
export function says(text: string, options: MessageOptions = {}): Reply {
  return { kind: 'message', field: 'content', text, ...options };
}

/** A draft as JSON, as a model that keeps to the schema writes it. */
export function drafts(draft: object, options?: MessageOptions): Reply {
  return says(JSON.stringify(draft), options);
}

/** The right JSON in a Markdown fence, as servers that ignore the schema often give it. */
export function fences(draft: object, options?: MessageOptions): Reply {
  return says(`\`\`\`json\n${JSON.stringify(draft, null, 2)}\n\`\`\``, options);
}

/** Stops after `characters` of the draft with finish_reason length. */
export function cutsOff(draft: object, characters: number): Reply {
  return says(JSON.stringify(draft).slice(0, characters), { finishReason: 'length' });
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

/** The model declines, in the field that OpenAI has for it. */
export function refuses(text: string): Reply {
  return { kind: 'message', field: 'refusal', text };
}

/** Takes the request and never sends a header. */
export function silence(): Reply {
  return { kind: 'silence' };
}

/** 429. The wait goes out in both headers that OpenAI sends, whole seconds rounded up in retry-after. */
export function limits(retryAfterSeconds: number): Reply {
  return {
    kind: 'status',
    status: 429,
    headers: {
      'retry-after': String(Math.ceil(retryAfterSeconds)),
      'retry-after-ms': String(retryAfterSeconds * 1000),
    },
    error: { message: 'Rate limit reached for requests', type: 'requests', code: 'rate_limit_exceeded' },
  };
}

/** 401 for a wrong key. */
export function rejectsKey(): Reply {
  return status(401, 'Incorrect API key provided.', 'invalid_request_error', 'invalid_api_key');
}

/** 500, or another status of a server that is ill. */
export function fails(code = 500): Reply {
  return status(code, 'The server had an error while processing your request.', 'server_error', null);
}

function status(code: number, message: string, type: string, errorCode: string | null): Reply {
  return { kind: 'status', status: code, headers: {}, error: { message, type, code: errorCode } };
}

/**
 * Starts a model on a free port of 127.0.0.1. A call that the script has no reply for, and a request that OpenAI would
 * refuse (no messages, stream_options without stream, a strict schema with optional properties), get 400, which clients don't retry.
 */
export async function startModel(script: Script): Promise<Model> {
  const requests: ModelRequest[] = [];
  const waiting = new Map<number, PromiseWithResolvers<ModelRequest>>();
  const stopped = new AbortController();
  const prompts: string[] = [];

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const over = Promise.withResolvers<'complete' | 'hung-up'>();
    outgoing.once('close', () => over.resolve(outgoing.writableFinished ? 'complete' : 'hung-up'));
    const body = await readBody(incoming);
    const problem = problemWith(incoming, body);
    if (problem !== null) return sendStatus(outgoing, problem);
    const request = { headers: incoming.headers, body: body as ModelRequestBody, over: over.promise };
    const call = requests.push(request) - 1;
    waiting.get(call)?.resolve(request);
    const reply = typeof script === 'function' ? await script(request, call) : script[call];
    if (reply === undefined) return sendStatus(outgoing, badRequest(`the script has no reply for call ${call}`));
    const prompt = promptText(request.body);
    if (reply.kind === 'silence') return;
    if (reply.kind === 'status') return sendStatus(outgoing, reply);
    const usage = reply.usage === undefined ? reckonUsage(prompt, prompts, reply.text) : reply.usage;
    prompts.push(prompt);
    const exchange = { outgoing, reply, usage, call, body: request.body, stopped: stopped.signal };
    await (request.body.stream ? streamMessage(exchange) : sendMessage(exchange));
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((cause: unknown) => {
      // A client that hangs up is part of many tests; what a script throws is a mistake in one, and its client should see it.
      if (outgoing.headersSent || outgoing.destroyed) outgoing.destroy();
      else sendStatus(outgoing, badRequest(`the script failed: ${String(cause)}`));
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

async function readBody(incoming: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    return undefined;
  }
}

type StatusReply = Extract<Reply, { kind: 'status' }>;
type MessageReply = Extract<Reply, { kind: 'message' }>;

function badRequest(message: string): StatusReply {
  return { kind: 'status', status: 400, headers: {}, error: { message, type: 'invalid_request_error', code: null } };
}

function problemWith(incoming: IncomingMessage, body: unknown): StatusReply | null {
  const path = incoming.url?.split('?')[0];
  if (incoming.method !== 'POST' || path !== '/v1/chat/completions') {
    return { ...badRequest(`Invalid URL (${incoming.method} ${path})`), status: 404 };
  }
  if (typeof body !== 'object' || body === null) return badRequest('We could not parse the JSON body of your request.');
  const { model, messages, stream, stream_options, response_format } = body as Partial<ModelRequestBody>;
  if (typeof model !== 'string' || model === '') return badRequest('you must provide a model parameter');
  if (!Array.isArray(messages) || messages.length === 0) return badRequest("Missing required parameter: 'messages'.");
  if (stream_options && !stream) return badRequest("'stream_options' is only allowed when 'stream' is enabled.");
  const loose = looseObject(response_format?.json_schema?.schema, 'schema');
  return loose === null ? null : badRequest(`Invalid schema for response_format: ${loose}`);
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
  for (const [name, child] of Object.entries(schema)) {
    const loose = looseObject(child, `${path}.${name}`);
    if (loose !== null) return loose;
  }
  return null;
}

function sendStatus(outgoing: ServerResponse, { status: code, headers, error }: StatusReply): void {
  outgoing.writeHead(code, { 'content-type': 'application/json', ...headers });
  outgoing.end(JSON.stringify({ error: { ...error, param: null } }));
}

function promptText({ messages }: ModelRequestBody): string {
  return messages.map(({ role, content }) => `${role}\n${content}\n`).join('');
}

/** Four characters a token; OpenAI caches the prefix shared with an earlier prompt, from 1,024 tokens on, in steps of 128. */
function reckonUsage(prompt: string, earlier: readonly string[], completion: string): ModelUsage {
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

type Exchange = {
  readonly outgoing: ServerResponse;
  readonly reply: MessageReply;
  readonly usage: ModelUsage | null;
  readonly call: number;
  readonly body: ModelRequestBody;
  readonly stopped: AbortSignal;
};

const SERVER_ERROR = {
  message: 'The server had an error while processing your request.',
  type: 'server_error',
  param: null,
  code: null,
};

async function streamMessage({ outgoing, reply, usage, call, body, stopped }: Exchange): Promise<void> {
  const { field, hold, breaks, durationMs = 0, finishReason = 'stop' } = reply;
  const withUsage = body.stream_options?.include_usage === true && usage !== null;
  const head = { ...envelope(call, body), object: 'chat.completion.chunk' };
  const send = (data: object) => write(outgoing, `data: ${JSON.stringify(data)}\n\n`);
  const delta = (change: object, finish_reason: string | null) =>
    send({
      ...head,
      choices: [{ index: 0, delta: change, logprobs: null, finish_reason }],
      ...(withUsage && { usage: null }),
    });

  outgoing.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  outgoing.flushHeaders();
  const pieces = piecesOf(reply);
  const started = performance.now();
  let sent = '';
  if (breaks?.after !== 0) {
    await delta(
      { role: 'assistant', ...(field === 'content' ? { content: '', refusal: null } : { refusal: '' }) },
      null,
    );
  }
  for (const [index, piece] of pieces.entries()) {
    if (breaks?.after === index) break;
    await hold?.(index, sent);
    await until(started + (durationMs * (index + 1)) / pieces.length, stopped, outgoing);
    await delta({ [field]: piece }, null);
    sent += piece;
  }
  if (breaks !== undefined) {
    if (breaks.kind === 'stall') return;
    if (breaks.kind === 'drop') return void outgoing.destroy();
    await send({ error: SERVER_ERROR });
    return void outgoing.end();
  }
  if (finishReason !== null) await delta({}, finishReason);
  if (withUsage) await send({ ...head, choices: [], usage: usageAsSent(usage) });
  await write(outgoing, 'data: [DONE]\n\n');
  outgoing.end();
}

async function sendMessage({ outgoing, reply, usage, call, body, stopped }: Exchange): Promise<void> {
  const { field, text, hold, breaks, durationMs = 0, finishReason = 'stop' } = reply;
  const pieces = piecesOf(reply);
  const started = performance.now();
  for (const index of pieces.keys()) {
    if (breaks?.after === index) break;
    await hold?.(index, pieces.slice(0, index).join(''));
  }
  await until(started + durationMs, stopped, outgoing);
  const message = { role: 'assistant', content: null, refusal: null, [field]: text };
  const whole = Buffer.from(
    JSON.stringify(
      breaks?.kind === 'error'
        ? { error: SERVER_ERROR }
        : {
            ...envelope(call, body),
            object: 'chat.completion',
            choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason }],
            ...(usage !== null && { usage: usageAsSent(usage) }),
          },
    ),
  );
  outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length });
  if (breaks === undefined || breaks.kind === 'error') return void outgoing.end(whole);
  await write(outgoing, whole.subarray(0, whole.length >> 1));
  if (breaks.kind === 'drop') outgoing.destroy();
}

function envelope(call: number, { model }: ModelRequestBody) {
  return {
    id: `chatcmpl-${call}`,
    created: Math.floor(Date.now() / 1000),
    model,
    service_tier: 'default',
    system_fingerprint: 'fp_scripted',
  };
}

function usageAsSent({ promptTokens, cachedTokens, completionTokens }: ModelUsage) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  };
}

/** Whole characters a piece, so that no piece ends inside a surrogate pair. */
function piecesOf({ text, pieceLength = 5 }: MessageReply): string[] {
  const characters = Array.from(text);
  return Array.from({ length: Math.ceil(characters.length / pieceLength) }, (_, index) =>
    characters.slice(index * pieceLength, (index + 1) * pieceLength).join(''),
  );
}

/** Resolves once the bytes are with the kernel, so that a break comes after them. Rejects when the client is gone. */
function write(outgoing: ServerResponse, data: string | Buffer): Promise<void> {
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
