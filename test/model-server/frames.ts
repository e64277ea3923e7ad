// How a server sends what a model wrote: a reply cut into the frames of one of the kinds in frames.json.

import type { Reply, RequestBody, Usage } from './server.ts';

/** One entry of frames.json; see the README. */
export type Frames = {
  readonly name: string;
  readonly as?: 'delta' | 'message' | 'so far' | 'parts' | 'call' | 'body' | 'lines';
  /** The field that holds what was written. */
  readonly contentIn?: string;
  /** In place of what the script says. `half`: its first half. */
  readonly content?: string;
  readonly thought?: string;
  readonly thoughtIn?: string;
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  readonly finish?: string | null;
  readonly everyFinish?: string;
  readonly done?: boolean;
  readonly usage?: 'asked' | 'always' | 'never';
  readonly newline?: string;
  readonly space?: string;
  readonly pieceLength?: number;
  /** Of a whole body: its content is a list of parts, or the object itself. */
  readonly parts?: boolean;
  readonly object?: boolean;
  /** In place of everything, with this content type. `once`: the first time only. */
  readonly raw?: string;
  readonly type?: string;
  readonly once?: boolean;
};

export const PLAIN: Frames = { name: 'plain' };

export type Sent = {
  readonly type: string;
  readonly head: readonly string[];
  /** `before`: all content before the frame. */
  readonly pieces: readonly { readonly frame: string; readonly before: string }[];
  readonly tail: readonly string[];
};

type Message = Extract<Reply, { kind: 'message' }>;
type Exchange = { readonly body: RequestBody; readonly reply: Message; readonly usage: Usage | null };

export function framesOf(frames: Frames, { body, reply, usage }: Exchange): Sent {
  const { as = 'delta', contentIn = 'content', thought, thoughtIn, newline = '\n', space = ' ' } = frames;
  if (frames.raw !== undefined) {
    return {
      type: frames.type ?? 'text/event-stream',
      head: [],
      pieces: [{ frame: frames.raw, before: '' }],
      tail: [],
    };
  }
  const text =
    frames.content === undefined ? reply.text : frames.content === 'half' ? reply.text.slice(0, 40) : frames.content;
  const finish =
    frames.finish !== undefined ? frames.finish : reply.finishReason === undefined ? 'stop' : reply.finishReason;
  const told = usage && frames.usage !== 'never' ? usageAsSent(usage) : null;
  const id = { id: 'chatcmpl-1', created: 1, model: body.model };
  const pieces = piecesOf(text, reply.pieceLength ?? frames.pieceLength ?? 5);
  if (as === 'body' || !body.stream) {
    const content = frames.object ? parsedOr(text) : frames.parts ? [{ type: 'text', text }] : text;
    const message = {
      role: 'assistant',
      content: null,
      [contentIn]: content,
      ...(thoughtIn && { [thoughtIn]: thought }),
    };
    const choices = [{ index: 0, message, finish_reason: finish }];
    const whole = JSON.stringify({ ...id, object: 'chat.completion', choices, ...(told && { usage: told }) });
    return { type: 'application/json', head: [], pieces: [...held(pieces), { frame: whole, before: text }], tail: [] };
  }
  const isAlways = frames.usage === 'always';
  const line = (json: object) => {
    const chunk = { ...id, object: 'chat.completion.chunk', ...json, ...(isAlways && told && { usage: told }) };
    return as === 'lines' ? `${JSON.stringify(chunk)}\n` : `data:${space}${JSON.stringify(chunk)}${newline}${newline}`;
  };
  const name = as === 'message' || as === 'so far' ? 'message' : 'delta';
  const choice = (part: object, finish_reason: string | null) =>
    line({ choices: [{ index: 0, [name]: part, finish_reason }] });
  const partOf = (piece: string, before: string) => {
    if (as === 'so far') return { [contentIn]: before + piece };
    if (as === 'parts') return { [contentIn]: [{ type: 'text', text: piece }] };
    return as === 'call'
      ? { tool_calls: [{ index: 0, function: { name: 'draft', arguments: piece } }] }
      : { [contentIn]: piece };
  };
  const thinking =
    as === 'parts'
      ? { content: [{ type: 'thinking', thinking: [{ type: 'text', text: thought }] }] }
      : { content: null, [thoughtIn ?? '']: thought };
  const isAsked = told !== null && body.stream_options?.include_usage === true;
  return {
    type: as === 'lines' ? 'application/x-ndjson' : 'text/event-stream',
    head: [
      ...(frames.before ?? []).map((raw) => `${raw}${newline}${newline}`),
      choice({ role: 'assistant', content: '' }, frames.everyFinish ?? null),
      ...(thought ? [choice(thinking, null)] : []),
    ],
    pieces: held(pieces).map(({ before }, at) => ({
      before,
      frame: choice(partOf(pieces[at]!, before), frames.everyFinish ?? null),
    })),
    tail: [
      ...(finish === null ? [] : [choice({}, finish)]),
      ...(frames.after ?? []).map((raw) => `${raw}${newline}${newline}`),
      ...(isAsked ? [line({ choices: [], usage: told })] : []),
      ...(frames.done === false || as === 'lines' ? [] : [`data:${space}[DONE]${newline}${newline}`]),
    ],
  };
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A body that is sent whole is held back like a stream: nothing is sent before its last piece. */
function held(pieces: readonly string[]): { readonly frame: string; readonly before: string }[] {
  let before = '';
  return pieces.map((piece) => {
    const at = { frame: '', before };
    before += piece;
    return at;
  });
}

function usageAsSent({ promptTokens, cachedTokens, completionTokens }: Usage) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  };
}

/** Whole characters a piece, so that no piece ends inside a surrogate pair. */
function piecesOf(text: string, length: number): string[] {
  const characters = Array.from(text);
  return Array.from({ length: Math.ceil(characters.length / length) }, (_, index) =>
    characters.slice(index * length, (index + 1) * length).join(''),
  );
}
