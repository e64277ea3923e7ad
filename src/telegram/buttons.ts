// What a pressed button means. Telegram gives 64 bytes a button: enough to hold all that a press needs, so that buttons outlive
// restarts. Those of the first edition still work: they name a statement by eight digits, or none, and mean the home statement.

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { LANGUAGES, type Language } from '../wording/language.ts';

/** `statement`: the first digits of its fingerprint; null: the one that is asked about where the button is pressed. */
export type Press =
  | { readonly kind: 'topic'; readonly index: number; readonly statement: string | null }
  | { readonly kind: 'example'; readonly index: number; readonly statement: string | null }
  | { readonly kind: 'quotes'; readonly page: number; readonly statement: string | null }
  | { readonly kind: 'paragraph'; readonly number: number; readonly statement: string | null }
  | { readonly kind: 'thumb'; readonly up: boolean; readonly promptVersion: string; readonly statement: string | null }
  | { readonly kind: 'language'; readonly language: Language }
  /** The question itself, where it fits. */
  | { readonly kind: 'ask'; readonly question: string; readonly statement: string | null }
  /** The id of a stored card, where it does not. */
  | { readonly kind: 'card'; readonly id: string; readonly statement: string | null }
  /** Moves a setting of the chat to its next value. */
  | { readonly kind: 'setting'; readonly name: SettingName }
  /** Chooses what is asked about here; null: all. */
  | { readonly kind: 'use'; readonly statement: string | null }
  | { readonly kind: 'statements'; readonly page: number }
  | { readonly kind: 'draft'; readonly act: DraftAct; readonly id: string };

export const SETTING_NAMES = ['language', 'evidence', 'askers', 'mentions'] as const;
export type SettingName = (typeof SETTING_NAMES)[number];
/** What may be done with a statement that is about to be added. */
export const DRAFT_ACTS = ['save', 'change', 'show', 'discard'] as const;
export type DraftAct = (typeof DRAFT_ACTS)[number];

const MAX_DATA_BYTES = 64;

export function pressData(press: Press): string {
  switch (press.kind) {
    case 'topic':
      return joined('f', press.index, press.statement);
    case 'example':
      return joined('e', press.index, press.statement);
    case 'quotes':
      return joined('q', press.page, press.statement);
    case 'paragraph':
      return joined('p', press.number, press.statement);
    case 'thumb':
      return joined('t', press.up ? '+' : '-', press.promptVersion, press.statement);
    case 'language':
      return joined('l', press.language);
    case 'ask':
      return `A:${press.statement ?? ''}:${press.question}`;
    case 'card':
      return `C:${press.statement ?? ''}:${press.id}`;
    case 'setting':
      return joined('s', press.name);
    case 'use':
      return joined('u', press.statement ?? 'all');
    case 'statements':
      return joined('v', press.page);
    case 'draft':
      return joined('d', press.act, press.id);
  }
}

function joined(...parts: readonly (string | number | null)[]): string {
  return parts.filter((part) => part !== null).join(':');
}

const statementName = z
  .string()
  .regex(/^[0-9a-f]{6,64}$/)
  .optional()
  .transform((name) => name ?? null);
const small = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number);
const id = z.string().regex(/^[\w-]{1,48}$/);

/** What stands behind the letter, by the letter. */
const READERS: Readonly<Record<string, (parts: readonly string[]) => Press | null>> = {
  f: reader(z.tuple([small, statementName]), ([index, statement]) => ({ kind: 'topic', index, statement })),
  e: reader(z.tuple([small, statementName]), ([index, statement]) => ({ kind: 'example', index, statement })),
  q: reader(z.tuple([small, statementName]), ([page, statement]) => ({ kind: 'quotes', page, statement })),
  p: reader(z.tuple([small, statementName]), ([number, statement]) => ({ kind: 'paragraph', number, statement })),
  t: reader(z.tuple([z.enum(['+', '-']), z.string(), statementName]), ([sign, promptVersion, statement]) => ({
    kind: 'thumb',
    up: sign === '+',
    promptVersion,
    statement,
  })),
  l: reader(z.tuple([z.enum(LANGUAGES)]), ([language]) => ({ kind: 'language', language })),
  // The first edition's, without a statement.
  a: ([...words]) => ({ kind: 'ask', question: words.join(':'), statement: null }),
  c: reader(z.tuple([id]), ([card]) => ({ kind: 'card', id: card, statement: null })),
  A: ([name = '', ...words]) => ({ kind: 'ask', question: words.join(':'), statement: name === '' ? null : name }),
  C: ([name = '', card = '']) => ({ kind: 'card', id: card, statement: name === '' ? null : name }),
  s: reader(z.tuple([z.enum(SETTING_NAMES)]), ([name]) => ({ kind: 'setting', name })),
  u: reader(z.tuple([z.union([z.literal('all').transform(() => null), statementName])]), ([statement]) => ({
    kind: 'use',
    statement,
  })),
  v: reader(z.tuple([small]), ([page]) => ({ kind: 'statements', page })),
  d: reader(z.tuple([z.enum(DRAFT_ACTS), id]), ([act, draft]) => ({ kind: 'draft', act, id: draft })),
};

function reader<T>(shape: z.ZodType<T>, make: (parts: T) => Press) {
  return (parts: readonly string[]): Press | null => {
    const read = shape.safeParse(parts);
    return read.success ? make(read.data) : null;
  };
}

/** What `data` of a button means; null for a button that this version does not know. */
export function readPress(data: string): Press | null {
  const [letter = '', ...parts] = data.split(':');
  return Object.hasOwn(READERS, letter) ? READERS[letter]!(parts) : null;
}

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
