// Words that stand nowhere else, to feed through a surface and then look for where they must not be: in the log.

import { randomBytes } from 'node:crypto';
import type { Log } from '../../src/telemetry.ts';

/** Words of letters only, so that no tokenizer splits them and no escaping changes them, one for each of `names`. */
export function markedWords<Name extends string>(...names: readonly Name[]): Readonly<Record<Name, string>> {
  const words = names.map((name) => {
    const letters = Array.from(randomBytes(8), (byte) => String.fromCharCode(97 + (byte % 26)));
    return [name, `zq${letters.join('')}`];
  });
  return Object.fromEntries(words) as Record<Name, string>;
}

/** The names of the marked words that stand in `text` in any case, plain, in hexadecimal, in base64 or percent-encoded. */
export function leaksIn(text: string, words: Readonly<Record<string, string>>): string[] {
  const lower = text.toLowerCase();
  const isIn = (word: string) => {
    const bytes = Buffer.from(word);
    // Base64 depends on where in the triple a word begins: its middle part shows up in one of three forms.
    const base64 = [0, 1, 2].map((lead) =>
      Buffer.concat([Buffer.alloc(lead), bytes])
        .toString('base64')
        .slice(4, -4)
        .toLowerCase(),
    );
    return [word.toLowerCase(), bytes.toString('hex'), ...base64].some((form) => lower.includes(form));
  };
  return Object.keys(words).filter((name) => isIn(words[name]!));
}

/** A log of every level that keeps its lines, as JSON with errors spelled out. */
export function recordLog(): {
  readonly log: Log;
  readonly lines: () => readonly string[];
  readonly text: () => string;
} {
  const lines: string[] = [];
  const spellOut = (_key: string, value: unknown) =>
    value instanceof Error ? { ...value, name: value.name, message: value.message, stack: value.stack } : value;
  const write = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) => {
    lines.push(JSON.stringify({ level, ...fields, message }, spellOut));
  };
  const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  return { log, lines: () => lines, text: () => lines.join('\n') };
}
