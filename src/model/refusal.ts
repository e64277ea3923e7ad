// Why a server did not answer, read from whatever shape it says it in.

import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import type { Message, ModelFailure } from './model.ts';

/** The model gave no reply that can be used. `content` is what an unreadable reply said, empty otherwise. */
export class ModelError extends Error {
  readonly failure: ModelFailure;
  readonly refusal: Refusal | null;
  readonly content: string;

  constructor(
    failure: ModelFailure,
    message: string,
    { refusal = null, content = '', cause }: { refusal?: Refusal | null; content?: string; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.name = 'ModelError';
    this.failure = failure;
    this.refusal = refusal;
    this.content = content;
  }
}

/** What a server said in place of a reply. */
export type Refusal = {
  /** Null for an error inside a reply that had begun well. */
  readonly status: number | null;
  /** The parameters that it names in a field of their own ("max_completion_tokens", "body.stream_options"). */
  readonly parameters: readonly string[];
  /** Its words and codes, without what it repeats of the request. */
  readonly says: string;
  /** How long it asks to wait; null where it does not say. */
  readonly retryAfterMs: number | null;
};

/** What a failed request means. */
export function toModelError(error: unknown): ModelError {
  if (error instanceof ModelError) return error;
  const message = networkWords(error);
  if (error instanceof APIConnectionTimeoutError || error instanceof APIConnectionError) {
    return new ModelError('no-connection', message, { cause: error });
  }
  if (!(error instanceof APIError)) return new ModelError('dropped', message, { cause: error });
  // What is no JSON stands in the message, behind the status.
  const body = error.error ?? error.message.replace(/^\d{3} /, '');
  const headers = error.headers;
  return refused(body, error.status ?? null, { retryAfterMs: headers ? retryAfterMs(headers) : null, cause: error });
}

/** An error object, wherever it came: the body of an error status, or an event inside a reply. */
export function refused(
  body: unknown,
  status: number | null,
  { retryAfterMs = null, cause }: { retryAfterMs?: number | null; cause?: unknown } = {},
): ModelError {
  const parameters: string[] = [];
  const words: string[] = [];
  collect(body, parameters, words);
  const isPage = /^\s*<(!doctype|html|\?xml|head|body)/i.test(words[0] ?? '');
  const says = isPage ? pageTitle(words[0]!) : words.join(' ').replace(/\s+/g, ' ').trim();
  const refusal = { status: status ?? statusIn(body), parameters, says, retryAfterMs };
  return new ModelError(failureOf(refusal, isPage), says || `status ${status}`, { refusal, cause });
}

// What says something of the error; other fields repeat the request ("input", "ctx").
const WORDS = 'message msg detail details error errors title reason description type code'.split(' ');
const MAX_WORDS = 2_000;

/** OpenAI's error object, FastAPI's detail, a list of them, one inside another, or a plain text. */
function collect(body: unknown, parameters: string[], words: string[], depth = 0): void {
  if (typeof body === 'string' || typeof body === 'number') {
    const inner = typeof body === 'string' && /^\s*[[{]/.test(body) ? parseOrNull(body) : null;
    if (inner !== null) collect(inner, parameters, words, depth + 1);
    else words.push(String(body).slice(0, MAX_WORDS));
  } else if (Array.isArray(body)) {
    for (const item of body.slice(0, 10)) collect(item, parameters, words, depth + 1);
  } else if (body !== null && typeof body === 'object' && depth < 6) {
    const { param, loc, ...rest } = body as Record<string, unknown>;
    if (typeof param === 'string') parameters.push(param);
    if (Array.isArray(loc)) parameters.push(loc.join('.'));
    for (const name of WORDS) collect(rest[name], parameters, words, depth + 1);
  }
}

/** Errors inside a reply tell their status as a code. */
function statusIn(body: unknown): number | null {
  const { code, status } = (body ?? {}) as { code?: unknown; status?: unknown };
  const number = Number(code ?? status);
  return number >= 400 && number < 600 ? number : null;
}

function parseOrNull(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function pageTitle(html: string): string {
  return `a web page${/<title>([^<]{1,80})/i.exec(html)?.[1]?.replace(/^/, ': ') ?? ''}`;
}

const PASSING_STATUS = [408, 409, 425, 429];
const CONTEXT =
  /context[ _-]?(length|window|size)|(maximum|max|exceeds?|exceeded)\b.{0,30}\bcontext|n_ctx|(prompt|input|request) (is )?too (long|large)|reduce the length|too many (input )?tokens|input length|inputs?`? tokens \+/i;
const QUOTA =
  /insufficient[_ ](quota|balance|credits?|funds)|exceeded your current quota|billing|payment required|out of credits/i;
const KEY =
  /(invalid|incorrect|missing|no|wrong|not valid|unauthorized)\b.{0,20}\bapi[ _-]?key|api[ _-]?key\b.{0,30}\b(invalid|incorrect|missing|not valid|required|expired)|authentication/i;
const MODEL =
  /\bmodel\b.{0,80}(not exist|not found|not available|unavailable|not loaded|unknown)|(invalid|unknown|no such|unsupported) model\b|model_not_found|pull(ing)? (it|the model)/i;
const FILTERED = /content[_ ](filter|policy|management)|responsible ?ai|moderation|safety (system|policy)|flagged/i;

function failureOf({ status, says }: Refusal, isPage: boolean): ModelFailure {
  if (QUOTA.test(says) || status === 402) return 'no-quota';
  if (status === 401 || (status !== null && status < 500 && KEY.test(says))) return 'unauthorized';
  if (FILTERED.test(says)) return 'refused';
  if (status === 413 || (CONTEXT.test(says) && status !== 429)) return 'context';
  if (isPage && (status === null || status < 500)) return status === 404 ? 'not-found' : 'not-an-api';
  if (status === 429) return 'rate-limited';
  if (status === null || status >= 500 || PASSING_STATUS.includes(status)) return 'server-error';
  if (status === 404 || MODEL.test(says)) return 'not-found';
  if (status === 403) return 'unauthorized';
  return 'rejected';
}

/** From retry-after-ms, or retry-after in seconds or as a date. */
function retryAfterMs(headers: Headers): number | null {
  const exactMs = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (exactMs >= 0) return exactMs;
  const value = headers.get('retry-after');
  if (!value) return null;
  const seconds = Number(value);
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : null;
}

/** "ECONNREFUSED", not "Connection error.": the innermost cause is the one that tells. */
function networkWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return networkWords(error.cause);
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && /^[A-Z_]+$/.test(code) ? code : error.message;
}

const MAX_SAID = 300;
// Long enough that a word of the rules is none, short enough that half a sentence of a person's is one.
const REPEATED = 14;

/** A server's words as they may be logged: one short line, without keys and without what it repeats of people's words. */
export function safeWords(says: string, apiKey: string, messages: readonly Message[]): string {
  const people = messages.filter(({ role }) => role !== 'system').map(({ content }) => content.replace(/\s+/g, ' '));
  let line = says.replace(/\s+/g, ' ').slice(0, MAX_SAID);
  if (apiKey.length > 4) line = line.replaceAll(apiKey, '…');
  line = line.replace(/\b(sk|pk|key|gsk|xai|hf|Bearer)[-_ ][\w*.-]{6,}/g, '…');
  let clean = '';
  for (let at = 0; at < line.length; ) {
    let length = REPEATED;
    const isRepeated = () =>
      at + length <= line.length && people.some((text) => text.includes(line.slice(at, at + length)));
    if (!isRepeated()) clean += line[at++];
    else {
      while (isRepeated()) length++;
      clean += '…';
      at += length - 1;
    }
  }
  return clean;
}
