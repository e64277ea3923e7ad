// Reads a reply as it comes: events, one JSON body in place of a stream, lines of JSON; and tells life from silence.

import { withoutThoughts } from './envelope.ts';
import { estimateTokens, type Usage } from './model.ts';
import { ModelError, refused, toModelError } from './refusal.ts';

/** What was written, and how it ended. */
export type Written = {
  readonly content: string;
  readonly reasoning: string;
  /** `open`: the server did not say that it had finished. */
  readonly end: 'finished' | 'length' | 'refused' | 'open' | 'stalled';
  /** Null where the server did not tell. */
  readonly usage: Usage | null;
};

export type ReadOptions = {
  readonly signal: AbortSignal;
  /** How long content may pause once it has begun; before that, and while it thinks, the signal alone ends it. */
  readonly stallMs: number;
  readonly onText?: ((content: string) => void) | undefined;
  readonly onLife?: ((what: 'thinking' | 'writing') => void) | undefined;
};

// After its last word a server may still tell the usage.
const AFTER_END_MS = 2_000;

/** @throws ModelError for an error inside the reply, a page that is none, a connection that breaks; the signal's reason; what a callback throws. */
export async function readReply(
  response: Response,
  { signal, stallMs, onText, onLife }: ReadOptions,
): Promise<Written> {
  const reader = (response.body ?? new Blob([]).stream()).getReader();
  const cancel = () => void reader.cancel().catch(() => {});
  signal.addEventListener('abort', cancel, { once: true });
  const parts = createParts(onText, onLife);
  const frames = createFrames(parts.add);
  const decoder = new TextDecoder();
  let silence: NodeJS.Timeout | undefined;
  let isSilent = false;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        signal.throwIfAborted();
        throw toModelError(error);
      });
      clearTimeout(silence);
      if (done || isSilent) break;
      if (frames.push(decoder.decode(value, { stream: true })) === 'done') break;
      const waitMs = parts.hasEnded() ? Math.min(AFTER_END_MS, stallMs) : parts.hasBegun() ? stallMs : null;
      if (waitMs === null) continue;
      silence = setTimeout(() => {
        isSilent = true;
        cancel();
      }, waitMs);
    }
    signal.throwIfAborted();
    return parts.written(frames.end() ? 'finished' : isSilent ? 'stalled' : 'open');
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}

/** `end` tells whether the server marked the end. */
type Frames = { readonly push: (text: string) => 'done' | 'more'; readonly end: () => boolean };

/** Cuts what arrives into JSON values, by what it looks like: servers mislabel it. */
function createFrames(onJson: (json: unknown) => void): Frames {
  let whole = '';
  let kind: 'unknown' | 'events' | 'json' | 'page' = 'unknown';
  let line = '';
  let data = '';
  let isOver = false;
  const readLine = (text: string) => {
    if (text === '') data = '';
    if (!text.startsWith('data:')) return;
    data += text.slice(5).trim();
    if (data === '[DONE]') isOver = true;
    const json = parseOrUndefined(data);
    if (json === undefined) return;
    data = '';
    onJson(json);
  };
  return {
    push(text) {
      if (kind === 'unknown') {
        const first = (whole + text).trimStart()[0];
        if (first !== undefined) kind = first === '{' || first === '[' ? 'json' : first === '<' ? 'page' : 'events';
      }
      if (kind !== 'events') {
        whole += text;
        return 'more';
      }
      const lines = (line + whole + text).split(/\r\n|\n|\r(?!$)/);
      whole = '';
      line = lines.pop()!;
      for (const one of lines) if (!isOver) readLine(one);
      return isOver ? 'done' : 'more';
    },
    end() {
      if (kind === 'page') throw refused(whole, null);
      if (kind === 'events') readLine(line.trimEnd());
      if (kind === 'events' && data.startsWith('{')) throw new ModelError('dropped', 'an event broke off');
      if (kind !== 'json') return isOver;
      const json = parseOrUndefined(whole);
      const values = json === undefined ? whole.split('\n').map(parseOrUndefined) : [json].flat();
      for (const value of values) if (value !== undefined) onJson(value);
      return json !== undefined;
    },
  };
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The fields of chunks and bodies as servers send them; any may be missing or null. */
type Chunk = {
  readonly error?: unknown;
  readonly object?: unknown;
  readonly detail?: unknown;
  readonly message?: unknown;
  readonly choices?: readonly Choice[] | null;
  readonly usage?: Counts | null;
};
type Choice = { delta?: Part; message?: Part; text?: unknown; finish_reason?: string | null; error?: unknown };
type Part = Readonly<
  Partial<Record<'content' | 'reasoning_content' | 'reasoning' | 'thinking' | 'refusal', unknown>>
> & {
  readonly tool_calls?: readonly { readonly function?: { readonly arguments?: unknown } }[] | null;
};
type Counts = {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly prompt_tokens_details?: { readonly cached_tokens?: number } | null;
};

function createParts(onText: ReadOptions['onText'], onLife: ReadOptions['onLife']) {
  let content = '';
  let reasoning = '';
  let finish: Written['end'] | null = null;
  let isRefused = false;
  let usage: Usage | null = null;
  let life = '';
  const live = (what: 'thinking' | 'writing') => {
    if (life !== what) onLife?.(what);
    life = what;
  };

  function add(json: unknown): void {
    if (typeof json !== 'object' || json === null) return;
    const chunk = json as Chunk;
    const choice = chunk.choices?.[0];
    const error = chunk.error ?? choice?.error ?? (isBareError(chunk) ? chunk : null);
    if (error) throw refused(error, null);
    if (chunk.usage) usage = toUsage(chunk.usage) ?? usage;
    const part = choice?.delta ?? choice?.message;
    reasoning += thoughtIn(part);
    // Asked for a form, some servers give it as the arguments of a call.
    const piece = textOf(part?.content) || textOf(choice?.text) || textOf(part?.tool_calls?.[0]?.function?.arguments);
    // A message in place of a delta may hold all that was written so far.
    const isWhole = !choice?.delta && content.length > 1 && piece.startsWith(content);
    const before = content.length;
    content = isWhole ? piece : content + piece;
    finish = endOf(choice?.finish_reason) ?? finish;
    if (part?.refusal) isRefused = true;
    if (content.length === before) {
      if (life === '') live('thinking');
      return;
    }
    const visible = withoutThoughts(content);
    live(visible.trim() === '' ? 'thinking' : 'writing');
    if (piece.includes('}')) onText?.(visible);
  }

  return {
    add,
    hasBegun: () => life === 'writing',
    hasEnded: () => finish !== null,
    written: (end: Written['end']): Written => {
      return { content, reasoning, end: isRefused ? 'refused' : (finish ?? end), usage };
    },
  };
}

/** {"object": "error", "message": …}, {"detail": …}: an error without a field of that name. */
function isBareError({ object, choices, message, detail }: Chunk): boolean {
  return object === 'error' || (choices === undefined && (detail !== undefined || typeof message === 'string'));
}

function endOf(reason: string | null | undefined): Written['end'] | null {
  if (!reason) return null;
  if (/length|max_tokens|token_limit/i.test(reason)) return 'length';
  if (/filter|safety|recitation|refus|prohibited|blocklist/i.test(reason)) return 'refused';
  if (/error/i.test(reason)) throw refused('the server broke off the reply', null);
  return 'finished';
}

/** A text, the text parts of a list of parts, or an object that the server has parsed already. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content))
    return content
      .map((part) => (isThought(part) ? '' : textOf(typeof part === 'string' ? part : part?.text)))
      .join('');
  return typeof content === 'object' && content !== null ? JSON.stringify(content) : '';
}

function isThought(part: { readonly type?: unknown } | null): boolean {
  return /thinking|reasoning/.test(String(part?.type));
}

function thoughtIn(part: Part | undefined): string {
  const told = part?.reasoning_content ?? part?.reasoning ?? part?.thinking;
  const parts = Array.isArray(part?.content) ? part.content : [];
  return textOf(told) + parts.map((one) => textOf(one?.thinking ?? one?.reasoning)).join('');
}

/** Null where a server sends zeros for what it does not count. */
function toUsage(counts: Counts): Usage | null {
  const {
    prompt_tokens: promptTokens = 0,
    completion_tokens: completionTokens = 0,
    prompt_tokens_details: details,
  } = counts;
  if (promptTokens + completionTokens === 0) return null;
  return { promptTokens, cachedTokens: details?.cached_tokens ?? 0, completionTokens };
}

/** What a reply cost where the server did not tell. */
export function estimateUsage(prompt: string, { content, reasoning }: Pick<Written, 'content' | 'reasoning'>): Usage {
  const completionTokens = estimateTokens(content) + estimateTokens(reasoning);
  return { promptTokens: estimateTokens(prompt), cachedTokens: 0, completionTokens, estimated: true };
}
