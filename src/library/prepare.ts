// A draft as the statement it would be: whose words they are, what it is called in addresses, what of it is in doubt.
// Here labels are made, once; whoever opens a statement later reads them from where they are kept.

import { wordList } from '../language/word-list.ts';
import { statementOf } from '../speech/load.ts';
import type { Form, Header, Speaker, SpeechSpan, Statement } from '../statement/statement.ts';
import type { NewStatement } from '../store/tables/statements.ts';
import type { Draft } from './import/draft.ts';
import { nameIn } from './import/names.ts';
import { stemsOf } from './stems.ts';

/** A statement in a list: what `npm run statements -- list --json` prints of each. */
export type Entry = {
  readonly id: string;
  readonly title: string;
  readonly date: string | null;
  readonly publisher: string | null;
  readonly language: string;
  readonly form: Form;
  readonly speaker: string | null;
  readonly paragraphs: number;
  readonly sentences: number;
  /** Labels of which the rules are not sure. */
  readonly unsure: number;
};

/** A draft ready to be looked at and stored. */
export type Prepared = {
  readonly draft: Draft;
  readonly statement: Statement;
  readonly entry: Entry;
  /** The address that it was fetched from: another text from there is its new version. Null for what came otherwise. */
  readonly fetchedFrom: string | null;
};

/** What is kept of a statement's header: JSON in its row. */
export type KeptHeader = Omit<Header, 'id' | 'sha256'> & Pick<Entry, 'paragraphs' | 'sentences' | 'unsure'>;

export function prepare(draft: Draft, fetchedFrom: string | null = null): Prepared {
  const { header, text } = draft;
  const words = text.toWellFormed().trimEnd();
  const name = draft.id ?? slugOf(header.date, header.title);
  let statement = statementOf({ ...header, id: name }, words, null);
  if (header.speaker === null) {
    const speaker = mostQuoted(statement);
    if (speaker !== null) statement = statementOf({ ...header, id: name, speaker }, words, null);
  } else if (header.speaker.pronoun === 'they') {
    statement = { ...statement, speaker: { ...header.speaker, pronoun: pronounOf(header.speaker.name) } };
  }
  return { draft, statement, entry: entryOf(statement), fetchedFrom };
}

export function entryOf(statement: Statement): Entry {
  const { id, title, date, publisher, language, form, speaker, blocks, sentences, spans } = statement;
  return {
    id,
    title,
    date,
    publisher,
    language,
    form,
    speaker: speaker?.name ?? null,
    paragraphs: blocks.filter(({ paragraph }) => paragraph !== null).length,
    sentences: sentences.length,
    unsure: spans.filter(({ doubt }) => doubt !== null).length,
  };
}

/** The row of a prepared statement. */
export function rowOf({ statement, entry, fetchedFrom }: Omit<Prepared, 'draft'>, file = ''): NewStatement {
  const { id, sha256, title, date, publisher, carriedBy, source, language, form, speaker, text } = statement;
  const { paragraphs, sentences, unsure } = entry;
  const header: KeptHeader = {
    title,
    date,
    publisher,
    carriedBy,
    source,
    language,
    form,
    speaker,
    paragraphs,
    sentences,
    unsure,
  };
  return {
    id,
    sha256,
    header: JSON.stringify(header),
    text,
    labels: encodeLabels(statement.spans),
    day: date ?? '',
    source: fetchedFrom ?? '',
    file,
    stems: stemsOf(statement, text),
  };
}

/** "2024-09-18-no-quota-cut-this-year". Letters of all alphabets stay; addresses carry them encoded. */
function slugOf(date: string | null, title: string): string {
  const words = title
    .toLowerCase()
    .normalize('NFC')
    .match(/[\p{L}\p{N}\p{M}]+/gu) ?? ['statement'];
  let slug = date ?? '';
  for (const word of words) {
    if (slug.length + word.length > 60) break;
    slug += `${slug === '' ? '' : '-'}${word}`;
  }
  return slug || words[0]!.slice(0, 60);
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
  if (first === undefined || first[1] < total * MIN_SHARE || !/\s|^\p{Script=Han}{2,}$/u.test(first[0])) return null;
  const { name, names } = nameIn(first[0]) ?? { name: first[0], names: [] };
  return { name, names, pronoun: pronounOf(name) };
}

/** By the first name, where it is one that only women or only men have; else "they". */
function pronounOf(name: string): Speaker['pronoun'] {
  const first = name.split(/\s+/)[0]!.toLowerCase();
  const isOf = (idea: string) => wordList('en', idea).some((entry) => entry.toLowerCase() === first);
  if (isOf('first-name-female')) return 'she';
  return isOf('first-name-male') ? 'he' : 'they';
}

// Kept short, for most of a statement's labels are narration between others: [start, end, kind, doubt, name, from, to].
const KINDS = ['narration', 'direct', 'reported', 'quoted'] as const;

export function encodeLabels(spans: readonly SpeechSpan[]): string {
  return JSON.stringify(
    spans.map(({ start, end, kind, speaker, doubt }) => {
      const label: (number | string | null)[] = [start, end, KINDS.indexOf(kind)];
      if (doubt !== null || speaker !== null) label.push(doubt);
      if (speaker !== null) label.push(speaker.name, speaker.start, speaker.end);
      return label;
    }),
  );
}

export function decodeLabels(json: string): SpeechSpan[] {
  const labels = JSON.parse(json) as [number, number, number, (string | null)?, string?, number?, number?][];
  return labels.map(([start, end, kind, doubt = null, name, from, to]) => ({
    start,
    end,
    kind: KINDS[kind]!,
    doubt,
    speaker: name === undefined ? null : { name, start: from!, end: to! },
  }));
}
