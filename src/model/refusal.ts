// Why a server did not answer, read from whatever shape it says it in.

import { APIConnectionError, APIError } from 'openai';
import type { Message, ModelFailure } from './model.ts';

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

/** The model gave no reply that can be used. `content` is what there was of one. */
export class ModelError extends Error {
  readonly failure: ModelFailure;
  readonly refusal: Refusal | null;
  readonly content: string;

  constructor(
    failure: ModelFailure,
    message: string,
    more: { refusal?: Refusal; content?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'ModelError';
    this.failure = failure;
    this.refusal = more.refusal ?? null;
    this.content = more.content ?? '';
  }
}

/** What a failed request means. */
export function toModelError(error: unknown): ModelError {
  if (error instanceof APIError && !(error instanceof APIConnectionError)) {
    // What is no JSON stands in the message, behind the status.
    const body = error.error ?? error.message.replace(/^\d{3} /, '');
    return refused(body, error.status ?? null, error.headers);
  }
  const failure = error instanceof APIConnectionError ? 'no-connection' : 'dropped';
  return new ModelError(failure, networkWords(error), { cause: error });
}

/** "ECONNREFUSED", not "Connection error.": the innermost cause is the one that tells. */
function networkWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return networkWords(error.cause);
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && /^[A-Z_]+$/.test(code) ? code : error.message;
}

/** An error object, wherever it came: the body of an error status, or an event inside a reply. */
export function refused(body: unknown, status: number | null, headers?: Headers): ModelError {
  const words: string[] = [];
  const parameters: string[] = [];
  collect(body, words, parameters);
  const isPage = /^\s*<(!doctype|html|\?xml|head|body)/i.test(words[0] ?? '');
  const says = isPage ? 'a web page' : words.join(' ').replace(/\s+/g, ' ').trim();
  // An error inside a reply tells its status as a code.
  const code = Number((body as { code?: unknown } | null)?.code);
  const told = status ?? (code >= 400 && code < 600 ? code : null);
  const refusal = { status: told, parameters, says, retryAfterMs: headers ? retryAfterMs(headers) : null };
  return new ModelError(failureOf(refusal, isPage), says || `status ${status}`, { refusal });
}

// What says something of the error; other fields repeat the request ("input", "ctx").
const WORDS = 'message msg detail details error errors title reason description type code'.split(' ');
const MAX_WORDS = 2_000;
const MAX_DEPTH = 6;

/** OpenAI's error object, FastAPI's detail, a list of them, one inside another, or a plain text. */
function collect(body: unknown, words: string[], parameters: string[], depth = 0): void {
  if (body === null || body === undefined || depth > MAX_DEPTH) return;
  if (typeof body !== 'object') words.push(String(body).slice(0, MAX_WORDS));
  else if (Array.isArray(body)) for (const item of body) collect(item, words, parameters, depth + 1);
  else {
    const fields = body as Readonly<Record<string, unknown>>;
    if (typeof fields.param === 'string') parameters.push(fields.param);
    if (Array.isArray(fields.loc)) parameters.push(fields.loc.join('.'));
    for (const name of WORDS) collect(fields[name], words, parameters, depth + 1);
  }
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
  return status === 403 ? 'unauthorized' : 'rejected';
}

/** From retry-after-ms, or retry-after in seconds or as a date. */
function retryAfterMs(headers: Headers): number | null {
  const exactMs = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (exactMs >= 0) return exactMs;
  const value = headers.get('retry-after') ?? '';
  const waitMs = /^[\d.]+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isNaN(waitMs) ? null : Math.max(0, waitMs);
}

const MAX_SAID = 300;
const MIN_KEY = 6;
const WORD = /[\p{L}\d]{4,}/gu;

/** A server's words as they may be logged: one short line, without keys and without people's words. */
export function safeWords(says: string, apiKey: string, messages: readonly Message[]): string {
  const asked = messages.filter(({ role }) => role !== 'system').map(({ content }) => content.toLowerCase());
  const words = new Set(asked.flatMap((content) => content.match(WORD) ?? []));
  // A server of one's own has a word like "none" for a key.
  const keyless = apiKey.length > MIN_KEY ? says.replaceAll(apiKey, '…') : says;
  return keyless
    .slice(0, MAX_SAID)
    .replace(/\b(sk|pk|key|gsk|xai|hf|Bearer)[-_ ][\w*.-]{6,}/g, '…')
    .replace(WORD, (word) => (words.has(word.toLowerCase()) ? '…' : word));
}
