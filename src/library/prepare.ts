// A draft as the statement it would be: whose words they are, what it is called in addresses, what of it is in doubt.
// Here labels are made, once; whoever opens a statement later reads them from where they are kept.

import { wordList } from '../language/word-list.ts';
import { statementOf } from '../speech/load.ts';
import type { Speaker, Statement } from '../statement/statement.ts';
import type { Draft } from './import/draft.ts';
import { personIn } from './import/names.ts';

/** A draft ready to be looked at and stored. */
export type Prepared = {
  readonly draft: Draft;
  readonly statement: Statement;
  /** The address that it was fetched from: another text from there is its new version. Null for what came otherwise. */
  readonly fetchedFrom: string | null;
};

export function prepare(draft: Draft, fetchedFrom: string | null = null): Prepared {
  const { header } = draft;
  const text = draft.text.toWellFormed().trimEnd();
  const fields = { ...header, id: draft.id ?? slugOf(header.date, header.title) };
  const told = statementOf(fields, text, null);
  if (header.speaker !== null) {
    const speaker = {
      ...header.speaker,
      pronoun: header.speaker.pronoun === 'they' ? pronounOf(header.speaker.name) : header.speaker.pronoun,
    };
    return { draft, statement: { ...told, speaker }, fetchedFrom };
  }
  const speaker = mostQuoted(told);
  return { draft, statement: speaker === null ? told : statementOf({ ...fields, speaker }, text, null), fetchedFrom };
}

const MAX_SLUG = 60;

/** "2024-09-18-no-quota-cut-this-year". Letters of all alphabets stay; addresses carry them encoded. */
function slugOf(date: string | null, title: string): string {
  const words = title
    .toLowerCase()
    .normalize('NFC')
    .match(/[\p{L}\p{N}\p{M}]+/gu) ?? ['statement'];
  let slug = [date, words[0]!.slice(0, MAX_SLUG)].filter(Boolean).join('-');
  for (const word of words.slice(1)) {
    if (slug.length + word.length > MAX_SLUG) break;
    slug += `-${word}`;
  }
  return slug;
}

// One person speaks for a text where most of all that is quoted in it is theirs.
const MIN_SHARE = 0.6;

function mostQuoted({ spans }: Statement): Speaker | null {
  const shares = new Map<string, number>();
  let total = 0;
  for (const { kind, speaker, start, end } of spans) {
    if (kind !== 'direct' && kind !== 'reported') continue;
    total += end - start;
    if (speaker !== null) shares.set(speaker.name, (shares.get(speaker.name) ?? 0) + end - start);
  }
  const [first] = [...shares].sort(([, one], [, other]) => other - one);
  const person = first === undefined || first[1] < total * MIN_SHARE ? null : personIn(first[0]);
  return person && { ...person, pronoun: pronounOf(person.name) };
}

/** By the first name, where it is one that only women or only men have; else "they". */
function pronounOf(name: string): Speaker['pronoun'] {
  const first = name.split(/\s+/)[0]!.toLowerCase();
  const isOf = (idea: string) => wordList('en', idea).some((entry) => entry.toLowerCase() === first);
  if (isOf('first-name-female')) return 'she';
  return isOf('first-name-male') ? 'he' : 'they';
}
