// Writes api-table.json: every Bot API method and input type, read from the declarations of @grammyjs/types.
// Run it after that package is updated: node test/telegram-server/generate-table.ts

import { readFileSync, writeFileSync } from 'node:fs';

/** Field names to types; a name ending in "!" is required. Types are written as in check.ts. */
type Fields = Record<string, string>;
export type ApiTable = {
  readonly methods: Readonly<Record<string, Fields>>;
  /** An object's fields, or a union of other types. */
  readonly types: Readonly<Record<string, Fields | string>>;
};

// The declarations say `number` for both; these are the ones that Telegram documents as Float.
const FLOAT =
  /^(latitude|longitude|horizontal_accuracy|[xy]_shift|scale|temperature|rotation_angle|\w+_percentage|\w+_timestamp)$/;
const FILES = [
  'methods',
  'markup',
  'message',
  'inline',
  'rich',
  'manage',
  'settings',
  'payment',
  'checklist',
  'story',
  'passport',
];

type Parsed = { fields: Fields; parents: string[] } | { union: string };

/** The table for the declarations in `folder`, which must end in a slash. */
export function tableFrom(folder: URL): ApiTable {
  const parsed = new Map<string, Parsed>();
  const methods: Record<string, Fields> = {};
  for (const file of FILES) {
    const source = readFileSync(new URL(`${file}.d.ts`, folder), 'utf8');
    const cursor = new Cursor(withoutComments(source));
    cursor.declarations('', parsed, methods);
  }
  const update = readFileSync(new URL('update.d.ts', folder), 'utf8');
  const kinds = update.slice(update.indexOf('export interface Update {')).matchAll(/^ {4}(\w+)\?:/gm);
  parsed.set('UpdateKind', { union: Array.from(kinds, (match) => `'${match[1]}'`).join('|') });
  const languages = readFileSync(new URL('langs.d.ts', folder), 'utf8');
  parsed.set('LanguageCode', {
    union: [...languages.matchAll(/readonly \w+: "(\w+)"/g)].map((match) => `'${match[1]}'`).join('|'),
  });
  const types: Record<string, Fields | string> = {};
  for (const fields of Object.values(methods)) collect(Object.values(fields), parsed, types);
  return { methods, types };
}

function collect(expressions: readonly string[], parsed: Map<string, Parsed>, into: Record<string, Fields | string>) {
  for (const expression of expressions) {
    for (const [name] of expression.replaceAll(/'[^']*'/g, '').matchAll(/[A-Z][\w.]*/g)) {
      if (name in into || name === 'File') continue;
      const type = parsed.get(name);
      if (!type) throw new Error(`nothing declares ${name}`);
      const value = 'union' in type ? type.union : flatten(type, parsed);
      into[name] = value;
      collect(typeof value === 'string' ? [value] : Object.values(value), parsed, into);
    }
  }
}

function flatten(type: { fields: Fields; parents: string[] }, parsed: Map<string, Parsed>): Fields {
  const inherited = type.parents.map((name) => {
    const parent = parsed.get(name);
    if (!parent || !('fields' in parent)) throw new Error(`nothing declares the parent ${name}`);
    return flatten(parent, parsed);
  });
  return Object.assign({}, ...inherited, type.fields);
}

// Deprecated parameters go too: nothing new should use them.
function withoutComments(source: string): string {
  return source
    .replaceAll(/\/\*\* @deprecated(?:(?!\*\/)[\s\S])*\*\/\s*\w+\??:[^;]*;/g, '')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/^import .*$/gm, '');
}

const TOKEN = /\s*("(?:[^"\\]|\\.)*"|`[^`]*`|[\w$.]+|=>|[^\s])/gy;

/** Walks the small part of TypeScript that declaration files of data types use. */
class Cursor {
  readonly #tokens: string[];
  #at = 0;

  constructor(source: string) {
    this.#tokens = Array.from(source.matchAll(TOKEN), (match) => match[1]!);
  }

  declarations(prefix: string, types: Map<string, Parsed>, methods: Record<string, Fields>): void {
    while (this.#at < this.#tokens.length && this.#peek() !== '}') {
      const token = this.#next();
      if (token === 'namespace') {
        const name = this.#next();
        this.#expect('{');
        this.declarations(`${prefix}${name}.`, types, methods);
        this.#expect('}');
      } else if (token === 'interface') {
        const name = this.#next();
        this.#skipGenerics();
        const parents: string[] = [];
        if (this.#peek() === 'extends') {
          do {
            this.#next();
            const parent = this.#next();
            this.#skipGenerics();
            parents.push(types.has(prefix + parent) ? prefix + parent : parent);
          } while (this.#peek() === ',');
        }
        // Answers of Telegram are declared in the same files; what cannot be read there is never asked for.
        const start = this.#at;
        const fields = this.#fields(prefix);
        if (fields) types.set(prefix + name, { fields, parents });
        else this.#skipBlock(start);
      } else if (token === 'type') {
        const name = this.#next();
        this.#skipGenerics();
        this.#expect('=');
        if (name === 'ApiMethods') this.#methods(methods);
        else {
          const start = this.#at;
          const union = this.#type(name);
          if (union && this.#peek() === ';') types.set(prefix + name, { union });
          else this.#skipStatement(start);
        }
      } else if (token === 'const') {
        this.#skipStatement(this.#at);
      }
    }
  }

  #methods(methods: Record<string, Fields>): void {
    this.#expect('{');
    while (this.#peek() !== '}') {
      const name = this.#next();
      // An old name, declared as the type of its successor.
      if (this.#peek() === ':') {
        this.#skipStatement(this.#at);
        continue;
      }
      this.#expect('(');
      let fields: Fields = {};
      if (this.#peek() === 'args') {
        this.#next();
        if (this.#peek() === '?') this.#next();
        this.#expect(':');
        const read = this.#fields('');
        if (!read) throw new Error(`cannot read the parameters of ${name} near "${this.#near()}"`);
        fields = read;
      }
      this.#expect(')');
      methods[name] = fields;
      while (this.#next() !== ';');
    }
    this.#next();
  }

  #fields(_prefix: string): Fields | null {
    this.#expect('{');
    const fields: Fields = {};
    while (this.#peek() !== '}') {
      const name = this.#next();
      if (!/^\w+$/.test(name)) return null;
      const optional = this.#peek() === '?';
      if (optional) this.#next();
      if (this.#next() !== ':') return null;
      const type = this.#type(name);
      if (!type || this.#next() !== ';') return null;
      fields[optional ? name : `${name}!`] = type;
    }
    this.#next();
    return fields;
  }

  #type(fieldName: string): string | null {
    const members: string[] = [];
    if (this.#peek() === '|') this.#next();
    do {
      if (members.length > 0) this.#next();
      const member = this.#member(fieldName);
      if (!member) return null;
      if (!members.includes(member)) members.push(member);
    } while (this.#peek() === '|');
    return members.join('|');
  }

  #member(fieldName: string): string | null {
    let type = this.#primary(fieldName);
    while (type && this.#peek() === '[' && this.#tokens[this.#at + 1] === ']') {
      this.#at += 2;
      type = `${type.includes('|') ? `(${type})` : type}[]`;
    }
    return type;
  }

  #primary(fieldName: string): string | null {
    const token = this.#next();
    if (token === 'readonly') return this.#primary(fieldName);
    if (token === '(') {
      // "(string & Record<never, never>) | literals": any string, with suggestions for an editor.
      if (this.#peek() === 'string' && this.#tokens[this.#at + 1] === '&') {
        while (this.#next() !== ')');
        return 'string';
      }
      const inner = this.#type(fieldName);
      this.#expect(')');
      return inner;
    }
    if (token.startsWith('"')) return `'${token.slice(1, -1)}'`;
    if (token.startsWith('`')) return 'string';
    if (token === 'string' || token === 'true' || token === 'false') return token;
    if (/^\d[\dA-Fx]*$/.test(token)) return String(Number(token));
    if (token === 'boolean') return 'bool';
    if (token === 'number') return FLOAT.test(fieldName) ? 'float' : 'int';
    if (token === 'F') return 'File';
    if (token === 'never') return 'string';
    if (token === 'Array' || token === 'ReadonlyArray') {
      this.#expect('<');
      const item = this.#type(fieldName);
      this.#expect('>');
      return item && `${item.includes('|') ? `(${item})` : item}[]`;
    }
    if (token === 'Exclude' || token === 'Omit') {
      const start = this.#at;
      this.#skipGenerics();
      const text = this.#tokens.slice(start, this.#at).join(' ');
      if (text.includes('keyof Update')) return 'UpdateKind';
      return /^< (\w+) ,/.exec(text)?.[1] ?? null;
    }
    if (!/^[A-Z][\w.]*$/.test(token)) return null;
    this.#skipGenerics();
    return token;
  }

  #skipGenerics(): void {
    if (this.#peek() !== '<') return;
    let depth = 0;
    do {
      const token = this.#next();
      if (token === '<') depth++;
      if (token === '>') depth--;
    } while (depth > 0);
  }

  #skipBlock(start: number): void {
    this.#at = start;
    this.#expect('{');
    for (let depth = 1; depth > 0; ) {
      const token = this.#next();
      if (token === '{') depth++;
      if (token === '}') depth--;
    }
  }

  #skipStatement(start: number): void {
    this.#at = start;
    let depth = 0;
    while (true) {
      const token = this.#next();
      if (token === '{') depth++;
      if (token === '}') depth--;
      if (token === ';' && depth === 0) return;
    }
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #next(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Error('the declarations end too early');
    return token;
  }

  #expect(token: string): void {
    const found = this.#next();
    if (found !== token) throw new Error(`expected "${token}", found "${found}" near "${this.#near()}"`);
  }

  #near(): string {
    return this.#tokens.slice(Math.max(0, this.#at - 8), this.#at + 4).join(' ');
  }
}

if (import.meta.main) {
  const table = tableFrom(new URL('../../node_modules/@grammyjs/types/', import.meta.url));
  writeFileSync(new URL('api-table.json', import.meta.url), `${JSON.stringify(table, null, 2)}\n`);
  console.log(`${Object.keys(table.methods).length} methods, ${Object.keys(table.types).length} types`);
}
