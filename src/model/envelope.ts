// Takes off what a server or model wraps a reply in: thoughts, fences, prose, lists, names, strings of JSON. What is broken is mended
// by jsonrepair; the form alone decides whether it is one.

import { jsonrepair } from 'jsonrepair';
import type { Form } from './model.ts';

export type Reading<T> =
  /** `isWhole`: nothing was missing at its end. */
  | { readonly ok: true; readonly value: T; readonly isWhole: boolean }
  /** What was wrong with it, for the model to mend. */
  | { readonly ok: false; readonly problem: string };

const MAX_REPLY = 100_000;

/** Reads a reply. Its thoughts are read only where nothing else was written. */
export function readEnvelope<T>(content: string, reasoning: string, form: Form<T>): Reading<T> {
  const shown = withoutThoughts(content.slice(0, MAX_REPLY)).trim();
  if (shown !== '') return readText(shown, form);
  // Some servers take the whole reply for a thought. A thought may try out several: the last is what it came to.
  const thought = `${reasoning.slice(0, MAX_REPLY)}\n${content.slice(0, MAX_REPLY)}`.trim();
  if (thought === '') return { ok: false, problem: 'it is empty' };
  const readings = blocksIn(thought).blocks.map((block) => readText(block, form));
  return readings.findLast(({ ok }) => ok) ?? readText(thought, form);
}

const NAMES = 'think|thinking|thoughts?|reasoning|reflection|analysis|scratchpad|seed:think';
const OPEN = `(?:<(?:${NAMES})>|\\[THINK\\]|◁think▷|<\\|?begin_of_thought\\|?>)`;
const CLOSE = `(?:</(?:${NAMES})>|\\[/THINK\\]|◁/think▷|<\\|?end_of_thought\\|?>)`;
const THOUGHTS = new RegExp(`${OPEN}[\\s\\S]*?${CLOSE}`, 'gi');
// Where the server's template has opened it for the model, and where it is not closed yet.
const HALF_THOUGHTS = new RegExp(`^[\\s\\S]*${CLOSE}|${OPEN}[\\s\\S]*$`, 'gi');
const CHANNELS =
  /^[\s\S]*<\|channel\|>\s*final[^<]*<\|message\|>|<\|channel\|>\s*(?:analysis|commentary)[\s\S]*?(?:<\|end\|>|$)/gi;
const TOKENS = /<\|[\w|]{1,40}\|>|<\/?s>|<(?:start|end)_of_turn>|[\uFEFF\u200B]/g;

/** A reply, whole or in the making, without its thoughts. */
export function withoutThoughts(content: string): string {
  const parts = [CHANNELS, THOUGHTS, HALF_THOUGHTS, TOKENS];
  return parts.reduce((left, part) => left.replace(part, ''), content);
}

function readText<T>(text: string, { schema }: Form<T>): Reading<T> {
  const { blocks, rest, isCut } = blocksIn(text);
  let problem = 'it is not JSON';
  const read = (json: unknown, isWhole: boolean): Reading<T> | null => {
    for (const node of nodesOf(json)) {
      const parsed = schema.safeParse(node);
      if (parsed.success) return { ok: true, value: parsed.data, isWhole };
      const issue = parsed.error.issues[0];
      if (issue && node === json && typeof json === 'object') problem = `${issue.path.join('.')}: ${issue.message}`;
    }
    return null;
  };
  for (const block of [text, ...blocks]) {
    const reading = read(parsed(block), true);
    if (reading) return reading;
  }
  // A text that breaks off inside a string has lost words, and words are not to be guessed.
  for (const block of isCut ? blocks : [...blocks, rest, text]) {
    const reading = read(mended(block), block !== rest);
    if (reading) return reading;
  }
  return { ok: false, problem };
}

const MAX_BLOCKS = 40;

/** What stands in outermost brackets, in order; `rest`: what follows a brace that nothing closes; `isCut`: it ends inside a string. */
function blocksIn(text: string): {
  readonly blocks: readonly string[];
  readonly rest: string;
  readonly isCut: boolean;
} {
  const blocks: string[] = [];
  let at = 0;
  for (let tries = 0; tries < MAX_BLOCKS; tries++) {
    const start = text.slice(at).search(/[{[]/);
    if (start < 0) break;
    at += start;
    let end = at;
    let depth = 0;
    let inString = false;
    for (; end < text.length; end++) {
      const character = text[end];
      if (inString && character === '\\') end++;
      else if (character === '"') inString = !inString;
      else if (inString) continue;
      else if (character === '{' || character === '[') depth++;
      else if ((character === '}' || character === ']') && --depth === 0) break;
    }
    if (end < text.length) {
      blocks.push(text.slice(at, end + 1));
      at = end + 1;
    } else if (text[at] === '[') at++;
    else return { blocks, rest: text.slice(at).replace(/\n?```\s*$/, ''), isCut: inString };
  }
  return { blocks, rest: '', isCut: false };
}

/** A number keeps the digits that it was written with: 4.10 is a key, and another than 4.1. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text, (_name, value, context?: { source?: string }) =>
      typeof value === 'number' && context?.source !== String(value) ? (context?.source ?? value) : value,
    );
  } catch {
    return undefined;
  }
}

function mended(text: string): unknown {
  try {
    return parsed(jsonrepair(text));
  } catch {
    return undefined;
  }
}

const MAX_NODES = 60;

/** A value, and what it may be wrapped around: lists, names, strings of JSON. */
function nodesOf(json: unknown): unknown[] {
  const nodes = [json];
  for (let at = 0; at < nodes.length && nodes.length < MAX_NODES; at++) {
    const node = nodes[at];
    if (typeof node === 'object' && node !== null) nodes.push(...Object.values(node));
    else if (typeof node === 'string' && /^\s*(```\w*\s*)?["{[]/.test(node)) nodes.push(parsed(node) ?? mended(node));
  }
  return nodes;
}
