// What kind of text a statement is, by its title, its labels, how it opens and closes. It tells whose an unmarked sentence is.

import { wordsOfAll } from '../language/word-list.ts';
import { lazy } from '../text/lazy.ts';
import { blanked, pairMarks, paragraphs } from '../text/marks.ts';
import type { Range } from '../text/range.ts';
import { hasFirstPerson, inAnyLanguage, isGroupName, opensWith } from './names.ts';
import type { Form } from './statement.ts';
import { findTurns } from './turns.ts';

export type FormClues = {
  readonly text: string;
  readonly title?: string;
  readonly publisher?: string | null;
  readonly speaker?: { readonly name: string; readonly names: readonly string[] } | null;
};

const MAX_LINE = 120;
const MAX_CLOSING = 60;

/** Which form a text has; a report where nothing tells of another. */
export function detectForm({ text, title = '', publisher = null, speaker = null }: FormClues): Form {
  const blocks = paragraphs(text);
  const lines = blocks.map(({ start, end }) =>
    text.slice(start, Math.min(end, start + 600)).replace(/^[*_#>\s]+/u, ''),
  );
  const named = formNamed(title);
  const turns = findTurns(text, blocks, speaker ? [speaker] : []);
  if (turns.isWhole)
    return named === 'interview' || turns.questions * 3 > turns.turns.size ? 'interview' : 'transcript';
  const isRelease = lines.some((line, at) =>
    at < 4 && line.length < MAX_LINE ? formNamed(line) === 'release' : false,
  );
  if (isRelease || lines.some((line) => /^notes? (?:to|for) editors/iu.test(line))) return 'release';
  if (isPost(lines, publisher, speaker)) return 'post';
  const isGreeted = lines.slice(0, 6).some((line) => opensWith(line, 'salutation'));
  const isClosed = lines.slice(-8).some((line) => line.length <= MAX_CLOSING && opensWith(line, 'closing'));
  const quotations = pairMarks(text, blocks);
  const masked = blanked(text, quotations);
  const first = firstPersonShare(masked, blocks);
  const frames = framesIn(masked, quotations);
  // He who speaks tells of what others said too; but not in every fourth paragraph.
  const isFramed =
    isGreeted || isClosed
      ? frames > Math.max(2, blocks.length / 4)
      : frames > 0 && (first < 0.35 || frames > Math.max(1, blocks.length * 0.15));
  if (isFramed) return named === 'release' ? 'release' : 'report';
  if (isGreeted && (isClosed || first > 0)) return isClosed || named === 'letter' ? 'letter' : 'speech';
  if (speaker !== null && isGroupName(speaker.name) && (named === 'speech' || speaksAsGroup(lines, speaker)))
    return 'speech';
  if (named === 'release' || ((named === 'speech' || named === 'letter' || named === 'post') && first >= 0.25))
    return named;
  return isSingular(masked, blocks) ? 'speech' : 'report';
}

const NAMED = lazy(() =>
  [...wordsOfAll('form').values()].flat().map((line) => {
    const [form, ...words] = line.split(' ');
    return { form: form as Form, phrase: words.join(' ').toLowerCase() };
  }),
);

/** The form that a title names; the longest phrase in it decides. */
function formNamed(title: string): Form | null {
  const plain = ` ${title.toLowerCase().replace(/[^\p{L}\p{N}'’&-]+/gu, ' ')} `;
  const found = NAMED().filter(({ phrase }) => plain.includes(/\p{Script=Han}/u.test(phrase) ? phrase : ` ${phrase} `));
  return found.toSorted((one, other) => other.phrase.length - one.phrase.length)[0]?.form ?? null;
}

/** Numbered as a thread, by somebody with a handle, or on a platform for posts. */
function isPost(lines: readonly string[], publisher: string | null, speaker: FormClues['speaker']): boolean {
  if (lines.filter((line) => /^\d{1,2}\s?\/\s?(?:\d{1,2}\b)?/u.test(line)).length >= 2) return true;
  const hasHandle = speaker?.names.some((name) => name.startsWith('@')) ?? false;
  return (hasHandle && lines.length < 12) || (publisher !== null && opensWith(publisher, 'platform'));
}

/** How many quotations a verb of saying stands beside. */
function framesIn(masked: string, quotations: readonly Range[]): number {
  return quotations.filter(({ start, end }) => {
    const around = `${masked.slice(Math.max(0, start - 50), start)} ${masked.slice(end, end + 50)}`.toLowerCase();
    if (/[\p{Script=Han}]/u.test(around)) return /说|表示|称|指出|问|答|道/u.test(around);
    return wordsOf(around).some((word) => inAnyLanguage('saying').has(word));
  }).length;
}

/** The share of paragraphs that say "I" or "we" outside marks. */
function firstPersonShare(masked: string, blocks: readonly Range[]): number {
  const own = blocks.filter(({ start, end }) => end - start > 60);
  return own.filter((block) => hasFirstPerson(blockOf(masked, block))).length / Math.max(1, own.length);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}’'-]+/gu) ?? [];
}

function blockOf(text: string, { start, end }: Range): string {
  return text.slice(start, Math.min(end, start + 3000));
}

const SINGULAR =
  /^(?:i|i['’]m|i['’]ve|i['’]ll|i['’]d|me|my|myself|я|мне|меня|мой|моя|мої|мені|мене|мяне|мая|ich|mir|mich|meine|meinen|meiner|mein|je|j['’]ai|mon|ma|mes|moi|yo|mi|mis|mnie|mój|moja|moje)$/u;

/** Whether somebody says "I" throughout, and nobody frames it. */
function isSingular(masked: string, blocks: readonly Range[]): boolean {
  const words = blocks.flatMap((block) => wordsOf(blockOf(masked, block)));
  const count = words.filter((word) => SINGULAR.test(word) || /^我(?!们)/u.test(word)).length;
  return count >= 2 && count * 120 >= words.length;
}

/** "The two Governments reaffirmed …" at the head of paragraphs. */
function speaksAsGroup(lines: readonly string[], speaker: FormClues['speaker']): boolean {
  const names = speaker ? [speaker.name, ...speaker.names].map((name) => name.toLowerCase()) : [];
  return lines.some((line) => names.some((name) => line.toLowerCase().startsWith(name)));
}
