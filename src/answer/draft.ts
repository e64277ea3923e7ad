// What the model writes, read as models write it: one form comes out, whatever the spelling. Nothing in a Draft is shown before
// grounding has turned it into an Answer.

import { z } from 'zod';
import type { Form } from '../model/model.ts';

const Claim = z.preprocess(asClaim, z.object({ text: z.string(), sentences: z.array(z.string()) }));
export const Draft = z.preprocess(
  asDraft,
  z.object({
    outcome: z.enum(['answered', 'not_in_statement']),
    claims: z.array(Claim),
    premise: z.string().nullable(),
  }),
);
export type Draft = z.infer<typeof Draft>;
export type DraftClaim = Draft['claims'][number];

export const DRAFT: Form<Draft> = {
  name: 'draft',
  schema: Draft,
  hint: 'Reply with one JSON object of this form and nothing else: {"outcome": "answered" or "not_in_statement", "claims": [{"text": string, "sentences": [string]}], "premise": string or null}',
};

type Fields = Readonly<Record<string, unknown>>;

/** A draft, a claim alone, claims alone; fields under the names that models give them. Anything else stays what it is, and fails. */
function asDraft(written: unknown): unknown {
  if (Array.isArray(written))
    return written.length > 0 && written.every(isClaim) ? asDraft({ claims: written }) : written;
  const fields = fieldsOf(written);
  if (fields === null) return written;
  if (isClaim(written) && !('outcome' in fields)) return asDraft({ claims: [written] });
  const claims = fields.claims ?? fields.claim ?? fields.answers;
  const list = claims === null || claims === undefined ? [] : [claims].flat();
  // A claim whose keys stand beside it.
  const beside = keysIn(fields);
  const isBeside = list.length === 1 && typeof list[0] === 'string' && beside !== undefined;
  const whole = isBeside ? [{ text: list[0], sentences: beside }] : list;
  const outcome = asOutcome(
    fields.outcome ?? fields.answered ?? fields.result ?? fields.status,
    claims === undefined ? null : list.length,
  );
  return { outcome, claims: outcome === 'not_in_statement' ? [] : whole, premise: asPremise(fields.premise) };
}

/** What can be read as yes or no; without either, the claims tell, null where there is no such field. */
function asOutcome(written: unknown, claims: number | null): unknown {
  const word = String(written ?? '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '_');
  if (written === false || /(^|_)(not?|un\w+|absent|none|nothing|missing|false)(_|$)|^no[a-z]+$/.test(word))
    return 'not_in_statement';
  if (written === true || /answer|found|^yes|in_statement|partial|true/.test(word)) return 'answered';
  if (claims === null) return written;
  return claims > 0 ? 'answered' : 'not_in_statement';
}

function asPremise(written: unknown): string | null {
  const text = typeof written === 'string' ? written.trim() : '';
  return /^\W*(null|none|no|n\/?a|nil|undefined|false)?\W*$/i.test(text) ? null : text;
}

function isClaim(written: unknown): boolean {
  const fields = fieldsOf(written);
  return fields !== null && typeof textIn(fields) === 'string' && keysIn(fields) !== undefined;
}

const KEYS_AT_THE_END = /(?:\s*[[(【{¶§]\s*\d+[.:-]\d+(?:[\s,;–-]+\d+[.:-]\d+)*\s*[\])】}]?)+([.!?。]?)\s*$/u;

function asClaim(written: unknown): unknown {
  // Keys may stand behind the text alone.
  if (typeof written === 'string')
    return {
      text: plain(written),
      sentences: KEYS_AT_THE_END.exec(written.replace(/\s+/g, ' '))?.slice(0, 1) ?? [],
    };
  const fields = fieldsOf(written);
  if (fields === null) return written;
  const text = textIn(fields);
  if (typeof text !== 'string') return written;
  const named = keysIn(fields);
  return named === undefined ? asClaim(text) : { text: plain(text), sentences: flatKeys(named) };
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(KEYS_AT_THE_END, '$1').trim();
}

function textIn(fields: Fields): unknown {
  return fields.text ?? fields.claim ?? fields.statement ?? fields.content;
}

function keysIn(fields: Fields): unknown {
  return fields.sentences ?? fields.keys ?? fields.sentence ?? fields.key ?? fields.citations ?? fields.sources;
}

/** The fields of an object, their names in small letters. */
function fieldsOf(written: unknown): Fields | null {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return null;
  return Object.fromEntries(Object.entries(written).map(([name, value]) => [name.toLowerCase().trim(), value]));
}

function flatKeys(named: unknown): string[] {
  if (Array.isArray(named)) return named.flatMap(flatKeys);
  if (typeof named === 'string' || typeof named === 'number') return [String(named)];
  const fields = fieldsOf(named);
  return fields === null
    ? []
    : flatKeys(fields.key ?? fields.id ?? fields.sentence ?? fields.number ?? fields.text ?? Object.values(fields)[0]);
}

/** The claims that stand whole in a Draft which is still being written; none until its outcome is "answered". */
export function completeClaims(content: string): DraftClaim[] {
  const begun = /\{\s*"outcome"\s*:\s*"answered"\s*,\s*"claims"\s*:\s*\[/i.exec(content);
  if (begun === null) return [];
  const claims: DraftClaim[] = [];
  let depth = 0;
  let start = 0;
  let inString = false;
  for (let at = begun.index + begun[0].length - 1; at < content.length; at++) {
    const character = content[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      depth++;
      if (depth === 2) start = at;
    } else if (character === '}' || character === ']') {
      depth--;
      if (depth === 0) break;
      if (depth === 1) {
        const claim = parseClaim(content.slice(start, at + 1));
        if (!claim) break;
        claims.push(claim);
      }
    }
  }
  return claims;
}

function parseClaim(json: string): DraftClaim | null {
  try {
    return Claim.parse(JSON.parse(json));
  } catch {
    // The whole Draft will be read otherwise, or fail, and that failure is reported.
    return null;
  }
}

/**
 * The keys of shown sentences that a claim names, in its order, each once. `shown`: text by key, in the statement's order. Keys are
 * read as people write them: "[4.4]", "¶4.4", "4.4–4.6", "4-4", "sentence 4.4", "4.4: its words"; or the words alone.
 */
export function readKeys(named: readonly string[], shown: ReadonlyMap<string, string>): string[] {
  const keys = named.flatMap((written) => {
    // Words that begin with a number ("4.5 percent of …") are words first.
    const byWords = keysOfWords(written, shown);
    return byWords.length > 0 ? byWords : keysBefore(written.slice(0, MAX_KEYS_UTF16), shown);
  });
  return [...new Set(keys)];
}

// A hundred keys; a sentence that is named by its words is found before.
const MAX_KEYS_UTF16 = 600;
// What follows a key may be the sentence itself, and its numbers are no keys.
const WORDS = /\p{L}+(?:[^\p{L}\d]+\p{L}+){2}/u;
const KEY = /(\d+)[.:,_。-](\d+)|\d+|\p{L}+(?:\.\d+)?/gu;
const PARAGRAPH_SENTENCE = /(?:paragraph|para|par|p)?\W{0,2}(\d+)\W{1,3}(?:sentence|sent|s)\W{0,2}(\d+)/giu;
const TO = /^\W*(?:[–—-]|\.\.+)\W*$|^\W*to\W*$/iu;

function keysBefore(written: string, shown: ReadonlyMap<string, string>): string[] {
  const end = written.search(WORDS);
  const text = (end < 0 ? written : written.slice(0, end)).replace(PARAGRAPH_SENTENCE, '$1.$2');
  const order = [...shown.keys()];
  const keys: string[] = [];
  let readTo = 0;
  for (const match of text.matchAll(KEY)) {
    const found = keysOf(match, shown, keys.at(-1));
    if (found.length === 0) continue;
    const from = TO.test(text.slice(readTo, match.index)) ? order.indexOf(keys.at(-1) ?? '') + 1 : 0;
    keys.push(...(from > 0 ? order.slice(from, order.indexOf(found[0]!) + 1) : found));
    readTo = match.index + match[0].length;
  }
  return keys;
}

const MAX_OF_PARAGRAPH = 4;

/** "4.4" and "4-4" are a key, and so is a name that the header's lines have; "4" is one behind "4.2–", else a short paragraph. */
function keysOf(
  [token, paragraph, sentence]: RegExpExecArray,
  shown: ReadonlyMap<string, string>,
  last?: string,
): string[] {
  const key = paragraph === undefined ? token.toLowerCase() : `${paragraph}.${sentence}`;
  if (shown.has(key)) return [key];
  const behind = `${last?.split('.')[0]}.${key}`;
  if (shown.has(behind)) return [behind];
  const whole = [...shown.keys()].filter((one) => one.startsWith(`${key}.`));
  return whole.length <= MAX_OF_PARAGRAPH ? whole : [];
}

// Fewer letters stand in many sentences.
const MIN_LETTERS = 12;

/** The sentences that a text is the words of, or a part of the words. */
function keysOfWords(written: string, shown: ReadonlyMap<string, string>): string[] {
  const wanted = lettersOf(written);
  if (wanted.length < MIN_LETTERS) return [];
  const entries = Array.from(shown, ([key, text]) => [key, lettersOf(text)] as const);
  const within = entries.filter(([, letters]) => letters.includes(wanted));
  const found =
    within.length > 0
      ? within.slice(0, 1)
      : entries.filter(([, letters]) => letters.length >= MIN_LETTERS && wanted.includes(letters));
  return found.map(([key]) => key);
}

function lettersOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
