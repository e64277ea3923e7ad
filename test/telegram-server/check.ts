// Checks a call's parameters against api-table.json: unknown, missing and wrongly typed ones are refused.
// Real Telegram ignores unknown parameters and coerces some types; a test server had better not.

import { readFileSync } from 'node:fs';
import type { ApiTable } from './generate-table.ts';
import { badRequest, Refusal } from './refusal.ts';

/** A file that came in as a part of multipart/form-data. */
export class UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;

  constructor(name: string, bytes: Uint8Array) {
    this.name = name;
    this.bytes = bytes;
  }
}

/** Null when `value` fits, else what is wrong with it. */
type Check = (value: unknown, path: string) => string | null;

export type Parameters = Record<string, unknown>;

const table: ApiTable = JSON.parse(readFileSync(new URL('api-table.json', import.meta.url), 'utf8'));
const canonicalNames = new Map(Object.keys(table.methods).map((name) => [name.toLowerCase(), name]));

/** The method's name as documented; method names are case-insensitive. Undefined when Telegram has no such method. */
export function methodNamed(name: string): string | undefined {
  return canonicalNames.get(name.toLowerCase());
}

/** Names of all methods that the table knows. */
export function methodNames(): string[] {
  return Object.keys(table.methods);
}

// Telegram's own words for the parameters that people forget most.
const MISSING: Record<string, string> = {
  chat_id: 'chat_id is empty',
  text: 'message text is empty',
  message_id: 'message identifier is not specified',
};

/**
 * Throws a Refusal unless `parameters` fit `method`. With `textual` (form fields, query strings) each value is a string
 * that is first read as its parameter's type. Returns the parameters to use.
 */
export function checkParameters(method: string, parameters: Parameters, textual: boolean): Parameters {
  const fields = fieldsOf(method);
  const read: Parameters = {};
  for (const [name, value] of Object.entries(parameters)) {
    const field = fields.byName.get(name);
    // A part that another parameter refers to as attach://name.
    if (!field && value instanceof UploadedFile) continue;
    if (!field) throw badRequest(`unknown parameter "${name}" of ${method}`);
    const typed = textual && typeof value === 'string' ? fromText(value, field.type, name) : value;
    const wrong = field.check(typed, name);
    if (wrong) throw badRequest(`can't parse ${name}: ${wrong}`);
    read[name] = attached(typed, parameters) ?? typed;
  }
  for (const name of fields.required) {
    if (!(name in read)) throw badRequest(MISSING[name] ?? `parameter "${name}" is required`);
  }
  return read;
}

/** The part that "attach://name" refers to. */
function attached(value: unknown, parameters: Parameters): UploadedFile | null {
  if (typeof value !== 'string' || !value.startsWith('attach://')) return null;
  const part = parameters[value.slice('attach://'.length)];
  return part instanceof UploadedFile ? part : null;
}

type MethodFields = {
  readonly byName: ReadonlyMap<string, { readonly type: string; readonly check: Check }>;
  readonly required: readonly string[];
};
const methodFields = new Map<string, MethodFields>();

function fieldsOf(method: string): MethodFields {
  let fields = methodFields.get(method);
  if (fields) return fields;
  const declared = Object.entries(table.methods[method]!);
  fields = {
    byName: new Map(declared.map(([name, type]) => [name.replace('!', ''), { type, check: compile(type) }])),
    required: declared.filter(([name]) => name.endsWith('!')).map(([name]) => name.slice(0, -1)),
  };
  methodFields.set(method, fields);
  return fields;
}

function fromText(value: string, type: string, name: string): unknown {
  if (/^(string|int\|string|File\|string|ParseMode|LanguageCode|('[^']*'\|?)+)$/.test(type)) return value;
  if (type === 'int' || type === 'float') return value.trim() === '' ? value : Number(value);
  if (type === 'bool') return value === 'true' || value === 'True' || value === '1';
  try {
    return JSON.parse(value);
  } catch {
    throw badRequest(`can't parse ${name}: expected a JSON value`);
  }
}

const compiled = new Map<string, Check>();

/** A type as the table writes it: `int`, `'literal'`, `Name`, `X[]`, `A|B`, `(A|B)[]`. */
function compile(type: string): Check {
  let check = compiled.get(type);
  if (!check) {
    // Types refer to themselves (rich text), so the inside is compiled when it is first needed.
    let real: Check | undefined;
    check = (value, path) => {
      real ??= build(type);
      return real(value, path);
    };
    compiled.set(type, check);
  }
  return check;
}

function build(type: string): Check {
  const members = splitUnion(type);
  if (members.length > 1) return union(members);
  if (type.endsWith('[]')) {
    const item = compile(type.slice(0, -2));
    return (value, path) => {
      if (!Array.isArray(value)) return `${path} must be an Array`;
      for (let index = 0; index < value.length; index++) {
        const wrong = item(value[index], `${path}[${index}]`);
        if (wrong) return wrong;
      }
      return null;
    };
  }
  if (type.startsWith('(')) return build(type.slice(1, -1));
  if (type.startsWith("'")) {
    const literal = type.slice(1, -1);
    return (value, path) => (value === literal ? null : `${path} must be "${literal}"`);
  }
  if (/^\d+$/.test(type)) return (value, path) => (value === Number(type) ? null : `${path} must be ${type}`);
  const scalar = SCALARS[type];
  if (scalar) return scalar;
  if (type === 'InlineKeyboardButton') return inlineButton;
  const declared = table.types[type];
  if (declared === undefined) throw new Error(`api-table.json does not declare ${type}`);
  if (typeof declared === 'string') return type === 'LanguageCode' ? languageCode(build(declared)) : build(declared);
  return object(declared);
}

const SCALARS: Record<string, Check> = {
  string: (value, path) =>
    typeof value !== 'string'
      ? `${path} must be a String`
      : value.isWellFormed()
        ? null
        : `${path}: strings must be encoded in UTF-8`,
  int: (value, path) => (Number.isSafeInteger(value) ? null : `${path} must be an Integer`),
  float: (value, path) => (Number.isFinite(value) ? null : `${path} must be a Float`),
  bool: (value, path) => (typeof value === 'boolean' ? null : `${path} must be a Boolean`),
  true: (value, path) => (value === true ? null : `${path} must be True`),
  false: (value, path) => (value === false ? null : `${path} must be False`),
  File: (value, path) =>
    value instanceof UploadedFile || (typeof value === 'string' && value.startsWith('attach://'))
      ? null
      : `${path} must be an uploaded file`,
};

// An empty code stands for people without one of their own.
function languageCode(listed: Check): Check {
  return (value, path) => (value === '' || listed(value, path) === null ? null : 'invalid language code specified');
}

function splitUnion(type: string): string[] {
  const members: string[] = [];
  let depth = 0;
  let start = 0;
  let quoted = false;
  for (let index = 0; index < type.length; index++) {
    const character = type[index];
    if (character === "'") quoted = !quoted;
    if (quoted) continue;
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === '|' && depth === 0) {
      members.push(type.slice(start, index));
      start = index + 1;
    }
  }
  members.push(type.slice(start));
  return members;
}

function object(declared: Readonly<Record<string, string>>): Check {
  const fields = new Map(Object.entries(declared).map(([name, type]) => [name.replace('!', ''), compile(type)]));
  const required = Object.keys(declared)
    .filter((name) => name.endsWith('!'))
    .map((name) => name.slice(0, -1));
  return (value, path) => {
    if (!isObject(value)) return `${path} must be an Object`;
    for (const name in value) {
      const check = fields.get(name);
      if (!check) return `${path} has an unknown field "${name}"`;
      const wrong = check(value[name], `${path}.${name}`);
      if (wrong) return wrong;
    }
    for (const name of required) if (!(name in value)) return `${path} has no field "${name}"`;
    return null;
  };
}

/** Tries the members that the value's own "type" field allows; their complaint is the useful one. */
function union(members: readonly string[]): Check {
  const checks = members.flatMap(alternatives).map((member) => ({
    check: compile(member),
    tag: tagOf(member),
  }));
  return (value, path) => {
    const tag = isObject(value) && typeof value.type === 'string' ? `'${value.type}'` : null;
    let complaint: string | null = null;
    for (const { check, tag: wanted } of checks) {
      if (tag && wanted && !wanted.includes(tag)) continue;
      const wrong = check(value, path);
      if (wrong === null) return null;
      complaint ??= wrong;
    }
    const literals = members.every((member) => member.startsWith("'"));
    if (literals) return `${path} must be one of ${members.join(', ')}`;
    return complaint ?? `${path} has an unknown type ${tag}`;
  };
}

function alternatives(member: string): string[] {
  const declared = table.types[member];
  if (typeof declared !== 'string' || member === 'InlineKeyboardButton' || member === 'LanguageCode') return [member];
  const inner = splitUnion(declared);
  return inner.length > 1 ? inner.flatMap(alternatives) : [member];
}

/** The literals that the object type's "type" field allows; null when it has none. */
function tagOf(member: string): string[] | null {
  const declared = table.types[member];
  if (declared === undefined || typeof declared === 'string') return null;
  const tag = declared['type!'];
  return tag?.startsWith("'") ? splitUnion(tag) : null;
}

const BUTTON_COMMON = new Set(['text', 'icon_custom_emoji_id', 'style']);
const buttonTypes = splitUnion(String(table.types.InlineKeyboardButton));

/** Exactly one action a button: a union's complaint would name only the first of eleven kinds. */
function inlineButton(value: unknown, path: string): string | null {
  if (!isObject(value)) return `${path} must be an Object`;
  const actions = Object.keys(value).filter((name) => !BUTTON_COMMON.has(name));
  if (actions.length === 0) throw new Refusal(400, 'Bad Request: text buttons are unallowed in the inline keyboard');
  if (actions.length > 1) return `${path} must have exactly one action, not ${actions.join(' and ')}`;
  const type = buttonTypes.find((name) => `${actions[0]}!` in (table.types[name] as object));
  if (!type) return `${path} has an unknown field "${actions[0]}"`;
  return compile(type)(value, path);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof UploadedFile);
}
