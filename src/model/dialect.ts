// What a server takes of a chat-completions request. It starts from the widest; what is refused is left out from then on.

import type OpenAI from 'openai';
import { z } from 'zod';
import type { Form, Message } from './model.ts';
import type { Refusal } from './refusal.ts';

export type Dialect = {
  readonly format: 'json_schema' | 'json_object' | 'none';
  readonly limit: 'max_completion_tokens' | 'max_tokens' | 'none';
  readonly maxTokens: number;
  readonly usage: boolean;
  readonly temperature: boolean;
  /** False: the rules stand at the head of the first question. */
  readonly system: boolean;
  readonly stream: boolean;
};

export function widestDialect(maxTokens: number): Dialect {
  const all = { usage: true, temperature: true, system: true, stream: true };
  return { format: 'json_schema', limit: 'max_completion_tokens', maxTokens, ...all };
}

/** In a few words, for log lines and the doctor. */
export function describeDialect({ format, limit, maxTokens, usage, temperature, system, stream }: Dialect): string {
  const parts = [
    format === 'none' ? 'no format' : format,
    limit === 'none' ? 'no limit' : `${limit} ${maxTokens}`,
    ...(temperature ? ['temperature 0'] : []),
    stream ? 'streamed' : 'whole',
    ...(usage && stream ? ['with usage'] : []),
    ...(system ? [] : ['no system role']),
  ];
  return parts.join(', ');
}

export function requestIn<T>(
  { format, limit, maxTokens, usage, temperature, system, stream }: Dialect,
  { model, messages, form }: { readonly model: string; readonly messages: readonly Message[]; readonly form: Form<T> },
): OpenAI.ChatCompletionCreateParams {
  const schema = { name: form.name, strict: true, schema: z.toJSONSchema(form.schema, { target: 'draft-7' }) };
  return {
    model,
    messages: turnsOf(withHint(messages, form.hint), system),
    ...(format === 'json_schema' && { response_format: { type: 'json_schema', json_schema: schema } }),
    ...(format === 'json_object' && { response_format: { type: 'json_object' } }),
    ...(limit !== 'none' && { [limit]: maxTokens }),
    ...(temperature && { temperature: 0 }),
    ...(stream && { stream: true, ...(usage && { stream_options: { include_usage: true } }) }),
  };
}

/** The form ends the rules, for servers that ignore a format; there it stays the same from question to question. */
function withHint([first, ...rest]: readonly Message[], hint: string): readonly Message[] {
  if (!first || first.content.includes(hint)) return first ? [first, ...rest] : [];
  return [{ ...first, content: `${first.content}\n\n${hint}` }, ...rest];
}

/** No turn is empty and no role speaks twice running: many servers' templates fail on either. */
function turnsOf(messages: readonly Message[], hasSystem: boolean): Message[] {
  const turns: Message[] = [];
  for (const { role, content } of messages) {
    if (content.trim() === '') continue;
    const as = role === 'system' && !hasSystem ? 'user' : role;
    const last = turns.at(-1);
    if (last?.role === as) turns[turns.length - 1] = { role: as, content: `${last.content}\n\n${content}` };
    else turns.push({ role: as, content });
  }
  return turns;
}

type Part = Exclude<keyof Dialect, 'maxTokens'>;

// By the names that servers have for them, the most telling first.
const PARTS: readonly (readonly [Part, RegExp])[] = [
  ['usage', /stream[_ ]?options|include_usage/i],
  ['limit', /max[_ ](completion[_ ]|output[_ ]|new[_ ])?tokens|max(imum)? (completion|output) (tokens|length)/i],
  [
    'format',
    /response[_ ]?format|json[_ ]?(schema|object|mode)|structured[_ ]outputs?|guided|grammar|\bschema\b|json_validate_failed|generate json|only '?text'?\b|additionalProperties/i,
  ],
  ['temperature', /temperature/i],
  [
    'system',
    /\bsystem\b.{0,30}\b(role|message|prompt|instruction)|\brole\b.{0,40}\bsystem\b|roles must alternate|only user\b.{0,30}\broles|developer instruction|messages?\W{0,3}\d*\W{0,3}role/i,
  ],
  [
    'stream',
    /(['"`]stream['"`])|\bstream(ing)? (is |mode is )?(not|un|in|dis)|(not|n't) (support|allow)\w* stream|\bstream this model|stream must/i,
  ],
];
// In this order where a server says only that something is wrong: what few servers take first.
const BLINDLY: readonly Part[] = ['format', 'usage', 'limit', 'temperature', 'system', 'stream'];
const MAY_NAME = [400, 404, 405, 415, 422, 500, 501];

/** The dialect without what a refusal names; null where it names nothing that the dialect still has. */
export function narrowed(dialect: Dialect, { status, says, parameters }: Refusal): Dialect | null {
  if (status === null || !MAY_NAME.includes(status)) return null;
  const quoted = parameters.map((name) => `'${name.replace(/^body\./, '')}'`).join(' ');
  const inFields = partsIn(quoted, dialect);
  const named = inFields.length > 0 ? inFields : partsIn(says, dialect).slice(0, 1);
  return named.length === 0 ? null : named.reduce((left, part) => without(left, part, says), dialect);
}

/** The dialect without the part that servers are likeliest to refuse; null where nothing is left to leave out. */
export function plainer(dialect: Dialect): Dialect | null {
  const part = BLINDLY.find((one) => without(dialect, one, '') !== dialect);
  return part === undefined ? null : without(dialect, part, '');
}

/** The parts that a text names and that the dialect still has. */
function partsIn(text: string, dialect: Dialect): readonly Part[] {
  return PARTS.filter(([part, names]) => names.test(text) && without(dialect, part, text) !== dialect).map(
    ([part]) => part,
  );
}

/** The same object where the part is left out already. */
function without(dialect: Dialect, part: Part, says: string): Dialect {
  switch (part) {
    case 'format':
      if (dialect.format === 'none') return dialect;
      return { ...dialect, format: dialect.format === 'json_schema' ? 'json_object' : 'none' };
    case 'limit': {
      const named = limitIn(says, dialect.maxTokens);
      if (named !== null) return { ...dialect, maxTokens: named };
      if (dialect.limit === 'none') return dialect;
      return { ...dialect, limit: dialect.limit === 'max_completion_tokens' ? 'max_tokens' : 'none' };
    }
    case 'usage':
      return dialect.usage && dialect.stream ? { ...dialect, usage: false } : dialect;
    default:
      return dialect[part] ? { ...dialect, [part]: false } : dialect;
  }
}

const LEAST_TOKENS = 64;

/** A limit that a server names and that is lower than the one it was asked with. */
function limitIn(says: string, current: number): number | null {
  const named =
    /(?:at most|less than(?: or equal to)?|<=?|≤|up to|no more than|maximum|max(?:imum)?(?: value)?(?: of| is|:)?|limit(?: of| is|:)?|supports(?: only)?|\[\s*\d+\s*,|between \d+ and)[\s`'"(]*(\d{2,7})\b/gi;
  const limits = Array.from(says.matchAll(named), ([, number]) => Number(number));
  return limits.find((number) => number >= LEAST_TOKENS && number < current) ?? null;
}

// Ten claims are 400 tokens: with less there is no use in asking.
const LEAST_ROOM = 400;

/** The dialect with a shorter reply, where the context is too small for prompt and reply; null where the prompt alone fills it. */
export function shortened(dialect: Dialect, refusal: Refusal): Dialect | null {
  const { maxTokens } = dialect;
  const room = roomLeft(refusal.says.replace(/(\d),(?=\d{3}\b)/g, '$1'), maxTokens);
  return room !== null && room >= LEAST_ROOM && room < maxTokens ? { ...dialect, maxTokens: room } : null;
}

function roomLeft(says: string, maxTokens: number): number | null {
  const size = Number(/(?:context|n_ctx|must be <=)\D{0,40}(\d{3,7})/i.exec(says)?.[1]);
  if (!(size > 0)) return limitIn(says, maxTokens) ?? LEAST_ROOM;
  const numbers = Array.from(says.matchAll(/\d+/g), ([number]) => Number(number));
  const others = numbers.filter((number) => number !== size && number !== maxTokens && number >= LEAST_TOKENS);
  const prompt = others.find((number) => number < size);
  if (prompt !== undefined) return size - prompt - LEAST_TOKENS;
  // What was asked for, told as the sum of prompt and reply.
  const sum = numbers.includes(maxTokens) ? others.find((number) => number > size) : undefined;
  return sum === undefined ? null : size - (sum - maxTokens) - LEAST_TOKENS;
}
