// What a pressed button means. Telegram gives 64 bytes a button: enough to hold all that a press needs, so that buttons outlive
// restarts. Those of the first edition still work: they name a statement by eight digits, or none, and mean the home statement.

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { LANGUAGES, type Language } from '../wording/language.ts';

export const SETTING_NAMES = ['language', 'evidence', 'askers', 'mentions'] as const;
export type SettingName = (typeof SETTING_NAMES)[number];
/** What may be done with a statement that is about to be added. */
export const DRAFT_ACTS = ['save', 'change', 'show', 'discard'] as const;
export type DraftAct = (typeof DRAFT_ACTS)[number];

/** `statement`: the first digits of its fingerprint; null: the one that is asked about where the button is pressed. */
type Named = { readonly statement: string | null };
export type Press =
  | ({ readonly kind: 'topic' | 'example'; readonly index: number } & Named)
  | ({ readonly kind: 'quotes'; readonly page: number } & Named)
  | ({ readonly kind: 'paragraph'; readonly number: number } & Named)
  | ({ readonly kind: 'thumb'; readonly sign: '+' | '-'; readonly promptVersion: string } & Named)
  | { readonly kind: 'language'; readonly language: Language }
  /** The question itself, where it fits. */
  | ({ readonly kind: 'ask'; readonly question: string } & Named)
  /** The id of a stored card, where it does not. */
  | ({ readonly kind: 'card'; readonly id: string } & Named)
  /** Moves a setting of the chat to its next value. */
  | { readonly kind: 'setting'; readonly name: SettingName }
  /** Chooses what is asked about here; null: all. */
  | ({ readonly kind: 'use' } & Named)
  | { readonly kind: 'statements'; readonly page: number }
  | { readonly kind: 'draft'; readonly act: DraftAct; readonly id: string };

/** Each kind's letter, and what stands behind it between colons; the last of them may hold colons itself. */
const LAYOUTS: readonly (readonly [letter: string, kind: Press['kind'], ...fields: Field[]])[] = [
  ['f', 'topic', 'index', 'statement'],
  ['e', 'example', 'index', 'statement'],
  ['q', 'quotes', 'page', 'statement'],
  ['p', 'paragraph', 'number', 'statement'],
  ['t', 'thumb', 'sign', 'promptVersion', 'statement'],
  ['l', 'language', 'language'],
  ['A', 'ask', 'statement', 'question'],
  ['C', 'card', 'statement', 'id'],
  ['s', 'setting', 'name'],
  ['u', 'use', 'statement'],
  ['v', 'statements', 'page'],
  ['d', 'draft', 'act', 'id'],
  // The first edition's, which knew one statement.
  ['a', 'ask', 'question'],
  ['c', 'card', 'id'],
];

const small = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number);
const FIELDS = {
  index: small,
  page: small,
  number: small,
  statement: z
    .string()
    .regex(/^(?:[0-9a-f]{6,64})?$/)
    .transform((name) => name || null),
  sign: z.enum(['+', '-']),
  promptVersion: z.string(),
  language: z.enum(LANGUAGES),
  question: z.string(),
  id: z.string().regex(/^[\w-]{1,48}$/),
  name: z.enum(SETTING_NAMES),
  act: z.enum(DRAFT_ACTS),
};
type Field = keyof typeof FIELDS;

export function pressData(press: Press): string {
  const [letter, , ...fields] = LAYOUTS.find(([, kind]) => kind === press.kind)!;
  const values = press as unknown as Readonly<Record<Field, string | number | null>>;
  return [letter, ...fields.map((field) => values[field] ?? '')].join(':');
}

/** What `data` of a button means; null for a button that this version does not know. */
export function readPress(data: string): Press | null {
  const [letter, ...parts] = data.split(':');
  const [, kind, ...fields] = LAYOUTS.find(([known]) => known === letter) ?? [];
  if (kind === undefined) return null;
  const press: Record<string, unknown> = { kind };
  for (const [at, field] of fields.entries()) {
    const text = at === fields.length - 1 ? parts.slice(at).join(':') : (parts[at] ?? '');
    const read = FIELDS[field].safeParse(text);
    if (!read.success) return null;
    press[field] = read.data;
  }
  if (kind === 'ask' || kind === 'card') press.statement ??= null;
  return press as Press;
}

const MAX_DATA_BYTES = 64;

/** Asks `question` when it is pressed: in so many words where they fit, else by the id of its card. */
export function askPress(question: string, statement: string | null): Press {
  const press: Press = { kind: 'ask', question, statement };
  if (Buffer.byteLength(pressData(press)) <= MAX_DATA_BYTES) return press;
  return { kind: 'card', id: cardId(question), statement };
}

/** Names a question by its digest, so that the same question has one card. */
export function cardId(question: string): string {
  return createHash('sha256').update(question).digest('base64url').slice(0, 32);
}
