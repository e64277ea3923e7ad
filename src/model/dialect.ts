// What a server takes of a chat-completions request. It starts from the widest; what is refused is left out from then on.

import type OpenAI from 'openai';
import { z } from 'zod';
import type { Form, Message } from './model.ts';
import type { Refusal } from './refusal.ts';

export type Dialect = {
  readonly format: 'json_schema' | 'json_object' | 'none';
  readonly limit: 'max_completion_tokens' | 'max_tokens' | 'none';
  readonly maxTokens: number;
  /** Told at the end of a stream. */
  readonly usage: boolean;
  readonly temperature: boolean;
  /** False: the rules stand at the head of the first question. */
  readonly system: boolean;
  readonly stream: boolean;
};

const SWITCHES = ['usage', 'temperature', 'system', 'stream'] as const;

export function widestDialect(maxTokens: number): Dialect {
  const all = { usage: true, temperature: true, system: true, stream: true };
  return { format: 'json_schema', limit: 'max_completion_tokens', maxTokens, ...all };
}

/** For log lines and the doctor: "json_object, max_tokens 4000, temperature, system, stream". */
export function describeDialect(dialect: Dialect): string {
  const { format, limit, maxTokens } = dialect;
  return [`format ${format}`, `limit ${limit} ${maxTokens}`, ...SWITCHES.filter((name) => dialect[name])].join(', ');
}

export function requestIn<T>(
  { format, limit, maxTokens, usage, temperature, system, stream }: Dialect,
  { model, messages, form }: { readonly model: string; readonly messages: readonly Message[]; readonly form: Form<T> },
): OpenAI.ChatCompletionCreateParams {
  const schema = { name: form.name, strict: true, schema: z.toJSONSchema(form.schema, { target: 'draft-7' }) };
  return {
    model,
    messages: turnsOf(messages, form.hint, system),
    ...(format === 'json_schema' && { response_format: { type: 'json_schema', json_schema: schema } }),
    ...(format === 'json_object' && { response_format: { type: 'json_object' } }),
    ...(limit !== 'none' && { [limit]: maxTokens }),
    ...(temperature && { temperature: 0 }),
    ...(stream && { stream: true, ...(usage && { stream_options: { include_usage: true } }) }),
  };
}

/**
 * The form ends the first message, for servers that ignore a format. No turn is empty and no role speaks twice running: many servers'
 * templates fail on either.
 */
function turnsOf(messages: readonly Message[], hint: string, hasSystem: boolean): Message[] {
  const turns: Message[] = [];
  for (const [at, message] of messages.entries()) {
    const role = message.role === 'system' && !hasSystem ? 'user' : message.role;
    const content = at === 0 ? `${message.content}\n\n${hint}` : message.content;
    const last = turns.at(-1);
    if (content.trim() === '') continue;
    if (last?.role === role) turns[turns.length - 1] = { role, content: `${last.content}\n\n${content}` };
    else turns.push({ role, content });
  }
  return turns;
}

type Part = Exclude<keyof Dialect, 'maxTokens'>;

// By the names that servers have for them; the first that is named is what is meant, others come in advice.
const PARTS: Readonly<Record<Part, RegExp>> = {
  usage: /stream[_ ]?options|include_usage/i,
  limit: /max[_ ](completion[_ ]|output[_ ]|new[_ ])?tokens|max(imum)? (completion|output) (tokens|length)/i,
  format:
    /response[_ ]?format|json[_ ]?(schema|object|mode)|structured[_ ]outputs?|guided|grammar|\bschema\b|json_validate_failed|generate json/i,
  temperature: /temperature/i,
  system:
    /\bsystem\b.{0,30}\b(role|message|prompt|instruction)|\brole\b.{0,40}\bsystem\b|roles must alternate|only user\b.{0,30}\broles|developer instruction|messages?\W{0,3}\d*\W{0,3}role/i,
  stream:
    /['"`]stream['"`]|\bstream(ing)? (is |mode is )?(not|un|in|dis)|(not|n't) (support|allow)\w* stream|\bstream this model|stream must/i,
};
const ALL_PARTS = Object.keys(PARTS) as Part[];
// Where a server says only that something is wrong: what few servers take comes first.
const LIKELIEST: readonly Part[] = ['format', 'usage', 'limit', 'temperature', 'system', 'stream'];
// Gateways that are overloaded speak of streams and systems too.
const LAST_STATUS = 501;

/** The dialect without what a refusal names; null where it names nothing that the dialect still has. */
export function narrowed(dialect: Dialect, { status, says, parameters }: Refusal): Dialect | null {
  if (status === null || status > LAST_STATUS) return null;
  const namedIn = (text: string) =>
    ALL_PARTS.filter((part) => PARTS[part].test(text) && without(dialect, part, text) !== dialect);
  const inFields = namedIn(parameters.map((name) => `'${name.replace(/^body\./, '')}'`).join(' '));
  const named = inFields.length > 0 ? inFields : namedIn(says).slice(0, 1);
  return named.length === 0 ? null : named.reduce((left, part) => without(left, part, says), dialect);
}

/** The dialect without the part that servers are likeliest to refuse; null where nothing is left to leave out. */
export function plainer(dialect: Dialect): Dialect | null {
  const part = LIKELIEST.find((one) => without(dialect, one, '') !== dialect);
  return part === undefined ? null : without(dialect, part, '');
}

/** The same object where the part is left out already. */
function without(dialect: Dialect, part: Part, says: string): Dialect {
  if (part === 'format') {
    if (dialect.format === 'none') return dialect;
    return { ...dialect, format: dialect.format === 'json_schema' ? 'json_object' : 'none' };
  }
  if (part !== 'limit') return dialect[part] ? { ...dialect, [part]: false } : dialect;
  const maxTokens = limitIn(says, dialect.maxTokens);
  if (maxTokens !== null) return { ...dialect, maxTokens };
  if (dialect.limit === 'none') return dialect;
  return { ...dialect, limit: dialect.limit === 'max_tokens' ? 'none' : 'max_tokens' };
}

const LEAST_TOKENS = 64;
const LIMIT =
  /(?:at most|less than(?: or equal to)?|<=?|≤|up to|no more than|max(?:imum)?(?: value)?(?: of| is|:)?|limit(?: of| is|:)?|supports(?: only)?|\[\s*\d+\s*,|between \d+ and)[\s`'"(]*(\d{2,7})\b/gi;

/** A limit that a server names and that is lower than the one it was asked with. */
function limitIn(says: string, current: number): number | null {
  const limits = Array.from(says.matchAll(LIMIT), ([, number]) => Number(number));
  return limits.find((number) => number >= LEAST_TOKENS && number < current) ?? null;
}

// Ten claims are 400 tokens: with less there is no use in asking.
const LEAST_ROOM = 400;

/** The dialect with a shorter reply, where the context is too small for prompt and reply; null where the prompt alone fills it. */
export function shortened(dialect: Dialect, refusal: Refusal): Dialect | null {
  const { maxTokens } = dialect;
  const says = refusal.says.replace(/(\d),(?=\d{3}\b)/g, '$1');
  const size = Number(/(?:context|n_ctx|must be <=)\D{0,40}(\d{3,7})/i.exec(says)?.[1] ?? 0);
  const numbers = Array.from(says.matchAll(/\d+/g), ([number]) => Number(number));
  const others = numbers.filter((number) => number !== size && number !== maxTokens && number >= LEAST_TOKENS);
  // What was asked for is told as prompt and reply, or as their sum.
  const sum = numbers.includes(maxTokens) ? (others.find((number) => number > size) ?? Infinity) : Infinity;
  const prompt = others.find((number) => number < size) ?? sum - maxTokens;
  const room = size === 0 ? (limitIn(says, maxTokens) ?? LEAST_ROOM) : size - prompt - LEAST_TOKENS;
  return room >= LEAST_ROOM && room < maxTokens ? { ...dialect, maxTokens: room } : null;
}
