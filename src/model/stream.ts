// Reads a reply as it comes: events, one JSON body in place of a stream, lines of JSON; and tells life from silence.

import { withoutThoughts } from './envelope.ts';
import type { AskOptions, Usage } from './model.ts';
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

type Told = Pick<AskOptions, 'onText' | 'onLife'>;

// After its last word a server may still tell the usage.
const AFTER_END_MS = 2_000;

/**
 * `stallMs`: how long a pause may be once words have come; before that, and while it thinks, the signal alone ends it.
 * @throws ModelError for an error inside the reply, a page, a connection that breaks; the signal's reason; what a callback throws.
 */
export async function readReply(
  response: Response,
  { signal, stallMs, ...told }: Told & { readonly signal: AbortSignal; readonly stallMs: number },
): Promise<Written> {
  const reader = (response.body ?? new Blob([]).stream()).getReader();
  const cancel = () => void reader.cancel().catch(() => {});
  signal.addEventListener('abort', cancel, { once: true });
  const parts = createParts(told);
  const frames = createFrames(parts.add);
  const decoder = new TextDecoder();
  let timer: NodeJS.Timeout | undefined;
  let isStalled = false;
  try {
    while (!frames.isOver()) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        signal.throwIfAborted();
        throw toModelError(error);
      });
      clearTimeout(timer);
      if (done || isStalled) break;
      frames.push(decoder.decode(value, { stream: true }));
      if (!parts.hasWords()) continue;
      timer = setTimeout(
        () => {
          isStalled = true;
          cancel();
        },
        parts.hasEnded() ? Math.min(AFTER_END_MS, stallMs) : stallMs,
      );
    }
    signal.throwIfAborted();
    frames.end();
    return parts.written(frames.isOver() ? 'finished' : isStalled ? 'stalled' : 'open');
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}

/** Cuts what arrives into JSON values, by what it looks like: servers mislabel it. `isOver`: the server marked the end. */
function createFrames(onJson: (json: unknown) => void) {
  let unread = '';
  let data = '';
  let isOver = false;
  const kind = () =>
    ({ '{': 'json', '[': 'json', '<': 'page', undefined: 'nothing' })[unread.trimStart()[0]!] ?? 'events';
  let isEvents = false;
  const readLine = (line: string) => {
    if (line === '') data = '';
    if (isOver || !line.startsWith('data:')) return;
    data += line.slice(5).trim();
    isOver = data === '[DONE]';
    const json = parseOrUndefined(data);
    if (json === undefined) return;
    data = '';
    onJson(json);
  };
  return {
    isOver: () => isOver,
    push(text: string) {
      unread += text;
      isEvents ||= kind() === 'events';
      if (!isEvents) return;
      const lines = unread.split(/\r\n|\n|\r(?!$)/);
      unread = lines.pop()!;
      lines.forEach(readLine);
    },
    end() {
      if (isEvents) readLine(unread.trimEnd());
      if (isEvents && data.startsWith('{')) throw new ModelError('dropped', 'an event broke off');
      if (isEvents || isOver) return;
      if (kind() === 'page') throw refused(unread, null);
      const json = parseOrUndefined(unread);
      for (const value of json === undefined ? unread.split('\n').map(parseOrUndefined) : [json].flat()) onJson(value);
      isOver = json !== undefined;
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
type Chunk = Readonly<Partial<Record<'error' | 'object' | 'detail' | 'message', unknown>>> & {
  readonly choices?: readonly Choice[] | null;
  readonly usage?: Counts | null;
};
type Choice = { delta?: Part; message?: Part; text?: unknown; finish_reason?: string | null; error?: unknown };
type Part = Readonly<
  Partial<Record<'content' | 'reasoning_content' | 'reasoning' | 'thinking' | 'refusal', unknown>>
> & { readonly tool_calls?: readonly { readonly function?: { readonly arguments?: unknown } }[] | null };
type Counts = {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly prompt_tokens_details?: { readonly cached_tokens?: number } | null;
};

function createParts({ onText, onLife }: Told) {
  let content = '';
  let reasoning = '';
  let end: Written['end'] | null = null;
  let isRefused = false;
  let usage: Usage | null = null;
  let life = '';
  const live = (what: 'thinking' | 'writing') => {
    if (life !== what) onLife?.(what);
    life = what;
  };

  function add(json: unknown): void {
    const chunk = (typeof json === 'object' ? json : null) as Chunk | null;
    const choice = chunk?.choices?.[0];
    const error = chunk && (chunk.error ?? choice?.error ?? (isBareError(chunk) ? chunk : null));
    if (error) throw refused(error, null);
    usage = usageIn(chunk?.usage) ?? usage;
    end = endOf(choice?.finish_reason) ?? end;
    const part = choice?.delta ?? choice?.message;
    isRefused ||= Boolean(part?.refusal);
    reasoning += textOf(part?.reasoning_content ?? part?.reasoning ?? part?.thinking) + thoughtsIn(part?.content);
    // Asked for a form, some servers give it as the arguments of a call.
    const piece = textOf(part?.content) || textOf(choice?.text) || textOf(part?.tool_calls?.[0]?.function?.arguments);
    if (life === '') live('thinking');
    if (piece === '') return;
    // A message in place of a delta may hold all that was written so far.
    const isSoFar = !choice?.delta && content.length > 1 && piece.startsWith(content);
    content = isSoFar ? piece : content + piece;
    const visible = withoutThoughts(content);
    if (visible.trim() !== '') live('writing');
    if (piece.includes('}')) onText?.(visible);
  }

  return {
    add,
    hasWords: () => life === 'writing',
    hasEnded: () => end !== null,
    written: (otherwise: Written['end']): Written => {
      return { content, reasoning, end: isRefused ? 'refused' : (end ?? otherwise), usage };
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

/** A text, the text of a list of parts, or a value that the server has parsed already. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content) && content.every(isPart))
    return content.map((part) => textOf(typeof part === 'string' ? part : part?.text)).join('');
  return typeof content === 'object' && content !== null ? JSON.stringify(content) : '';
}

function isPart(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'string';
  return 'type' in value || Object.keys(value).every((key) => /^(?:text|thinking|reasoning)$/.test(key));
}

/** Of a list of parts, those that are thoughts: {"type": "thinking", "thinking": [{"text": …}]}. */
function thoughtsIn(content: unknown): string {
  return Array.isArray(content) ? content.map((part) => textOf(part?.thinking ?? part?.reasoning)).join('') : '';
}

/** Null where a server does not count, or sends zeros for it. */
function usageIn(counts: Counts | null | undefined): Usage | null {
  const promptTokens = counts?.prompt_tokens ?? 0;
  const completionTokens = counts?.completion_tokens ?? 0;
  if (promptTokens + completionTokens === 0) return null;
  return { promptTokens, cachedTokens: counts?.prompt_tokens_details?.cached_tokens ?? 0, completionTokens };
}
