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
  const shown = withoutThoughts(content.slice(0, MAX_REPLY));
  if (shown.trim() !== '') return readText(shown, form);
  // Some servers take the whole reply for a thought. A thought may try out several: the last is what it came to.
  const thought = reasoning.trim() === '' ? content : reasoning;
  if (thought.trim() === '') return { ok: false, problem: 'it is empty' };
  const { blocks } = blocksIn(thought.slice(0, MAX_REPLY));
  const readings = blocks.map((block) => readText(block, form));
  return readings.findLast(({ ok }) => ok) ?? readText(thought.slice(0, MAX_REPLY), form);
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
  const accept = (json: unknown): { value: T } | null => {
    for (const node of nodesOf(json)) {
      const parsed = schema.safeParse(node);
      if (parsed.success) return { value: parsed.data };
      const issue = parsed.error.issues[0];
      if (issue && node === json && typeof json === 'object')
        problem = `${issue.path.join('.') || 'the object'}: ${issue.message}`;
    }
    return null;
  };
  for (const block of [text.trim(), ...blocks]) {
    const json = parsed(block);
    const accepted = json === undefined ? null : accept(json);
    if (accepted) return { ok: true, ...accepted, isWhole: true };
  }
  for (const block of [...blocks, ...(rest === '' ? [] : [rest]), ...(isCut ? [] : [text.trim()])]) {
    const json = mended(block);
    const accepted = json === undefined ? null : accept(json);
    if (accepted) return { ok: true, ...accepted, isWhole: block !== rest };
  }
  return { ok: false, problem };
}

const MAX_BLOCKS = 40;

/**
 * What stands in outermost brackets, in order; `rest`: what follows a brace that nothing closes. `isCut`: it ends inside a string, and
 * has lost words, which are not to be guessed.
 */
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
    const { end, inString } = closingOf(text, at);
    if (end !== null) {
      blocks.push(text.slice(at, end));
      at = end;
    } else if (text[at] === '[') at++;
    else return { blocks, rest: inString ? '' : text.slice(at).replace(/\n?```\s*$/, ''), isCut: inString };
  }
  return { blocks, rest: '', isCut: false };
}

function closingOf(text: string, start: number): { readonly end: number | null; readonly inString: boolean } {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return { end: at + 1, inString };
  }
  return { end: null, inString };
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
    if (typeof node === 'string') {
      const inner = /^\s*(```\w*\s*)?["{[]/.test(node) ? (parsed(node) ?? mended(node)) : undefined;
      if (inner !== undefined && inner !== node) nodes.push(inner);
    } else if (typeof node === 'object' && node !== null) {
      nodes.push(...Object.values(node).filter((child) => typeof child === 'object' || typeof child === 'string'));
    }
  }
  return nodes;
}
