// What a server refuses: whether a request is such a one, and the refusal as it is sent.

import type { ServerResponse } from 'node:http';
import type { RequestBody } from './server.ts';

/** One entry of refusals.json. */
export type Refusal = {
  readonly name: string;
  /** A parameter's name, or one of the kinds below; "*" is everything, "a|b" either. */
  readonly refuses: string;
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The first time only. */
  readonly once?: boolean;
};

export function refusesRequest({ refuses }: Refusal, body: RequestBody): boolean {
  return refuses.split('|').some((what) => isRefused(what, body));
}

function isRefused(what: string, body: RequestBody): boolean {
  const { messages } = body;
  const type = body.response_format?.type;
  const [, sum, most] = /^(max|prompt\+max)>(\d+)$/.exec(what) ?? [];
  if (most !== undefined) return (sum === 'max' ? 0 : promptTokens(body)) + maxTokens(body) > Number(most);
  switch (what) {
    case '*':
      return true;
    case 'json_schema':
      return type === 'json_schema';
    case 'json_object without JSON':
      return type === 'json_object' && !messages.some(({ content }) => /json/i.test(content));
    case 'format+stream':
      return type !== undefined && body.stream === true;
    case 'role=system':
      return messages.some(({ role }) => role === 'system');
    case 'empty turn':
      return messages.some(({ content }) => content.trim() === '');
    case 'same role twice':
      return messages.some(({ role }, at) => role === messages[at + 1]?.role);
    case 'stream':
      return body.stream === true;
    case 'whole':
      return body.stream !== true;
    default:
      return body[what] !== undefined;
  }
}

function maxTokens(body: RequestBody): number {
  return Number(body.max_completion_tokens ?? body.max_tokens ?? 0);
}

function promptTokens({ messages }: RequestBody): number {
  return Math.ceil(messages.reduce((sum, { content }) => sum + content.length, 0) / 4);
}

/** `{{prompt}}`, `{{max}}` and `{{sum}}` in the body are the request's tokens. */
export function sendRefusal(
  outgoing: ServerResponse,
  { status, body, headers }: Omit<Refusal, 'name' | 'refuses'>,
  request?: RequestBody,
): void {
  const isText = typeof body === 'string';
  let text = isText ? body : JSON.stringify(body);
  if (request) {
    const figures = {
      prompt: promptTokens(request),
      max: maxTokens(request),
      sum: promptTokens(request) + maxTokens(request),
    };
    for (const [name, figure] of Object.entries(figures)) text = text.replaceAll(`{{${name}}}`, String(figure));
  }
  const type = isText ? (body.startsWith('<') ? 'text/html' : 'text/plain') : 'application/json';
  outgoing.writeHead(status, { 'content-type': type, ...headers });
  outgoing.end(text);
}
