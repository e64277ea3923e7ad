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

const PLATFORM =
  /^(?:x|x\.com|twitter(?:\/x)?|x \(twitter\)|facebook|instagram|threads|bluesky|mastodon|telegram|linkedin|tiktok|weibo|微博|vk|вконтакте|truth social|substack|medium|reddit|tumblr|chirper|chirrup)\b/iu;
const MAX_SALUTATION = 120;
const MAX_CLOSING = 60;

/** Which form a text has; a report where nothing tells of another. */
export function detectForm({ text, title = '', publisher = null, speaker = null }: FormClues): Form {
  const blocks = paragraphs(text);
  const lines = blocks.map(({ start, end }) =>
    text.slice(start, Math.min(end, start + 600)).replace(/^[*_#>\s]+/u, ''),
  );
  const named = formNamed(title) ?? formNamed(lines[0] && lines[0].length < 120 ? lines[0] : '');
  const turns = findTurns(text, blocks, speaker ? [speaker] : []);
  if (turns.isWhole)
    return named === 'interview' || turns.questions * 3 > turns.turns.size ? 'interview' : 'transcript';
  if (lines.some(isRelease)) return 'release';
  if (isPost(lines, publisher, speaker)) return 'post';
  const salutation = lines.slice(0, 6).find((line) => opensWith(line, 'salutation'));
  const isClosed = lines.slice(-8).some((line) => line.length <= MAX_CLOSING && opensWith(line, 'closing'));
  const quotations = pairMarks(text, blocks);
  const masked = blanked(text, quotations);
  const first = firstPersonShare(masked, blocks);
  const frames = framesIn(masked, quotations);
  // He who speaks tells of what others said too; but not in every fourth paragraph.
  const isAddressed = salutation !== undefined || isClosed;
  const isFramed = isAddressed
    ? frames > Math.max(2, blocks.length / 4)
    : frames > 0 && (first < 0.35 || frames > Math.max(1, blocks.length * 0.15));
  if (isFramed) return named === 'release' ? 'release' : 'report';
  if (salutation !== undefined && isClosed) return 'letter';
  if (salutation !== undefined && first > 0)
    return named === 'letter' || (named === null && isAlone(salutation)) ? 'letter' : 'speech';
  if (isClosed && first > 0) return 'letter';
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

function isAlone(line: string): boolean {
  return line.length <= MAX_SALUTATION && /[,:：!，！]$|^[^.?]{1,60}$/u.test(line.trim());
}

function isRelease(line: string): boolean {
  return (
    /^(?:for immediate release|press release|news release|media release|pressemitteilung|medieninformation|presseinformation|communiqué de presse|comunicado de prensa|nota de prensa|пресс-релиз|пресреліз|прес-реліз|прэс-рэліз|informacja prasowa|komunikat prasowy|新闻稿)\b/iu.test(
      line,
    ) || /^(?:notes? to editors|zum hintergrund|pressekontakt|contact presse)\b/iu.test(line)
  );
}

function isPost(lines: readonly string[], publisher: string | null, speaker: FormClues['speaker']): boolean {
  const isNumbered =
    lines.filter((line) => /^\d{1,2}\s?[/.)]\s?(?:\d{1,2}\s)?/u.test(line)).length >= Math.max(2, lines.length * 0.6);
  const hasHandle = speaker?.names.some((name) => name.startsWith('@')) ?? false;
  const isSocial = publisher !== null && PLATFORM.test(publisher);
  const isThread = lines.filter((line) => /^\d{1,2}\s?\/\s?(?:\d{1,2}\b)?/u.test(line)).length >= 2;
  return (
    isThread || isSocial || (hasHandle && (isNumbered || lines.length < 12)) || lines.some((line) => /🧵/u.test(line))
  );
}

/** How many quotations a verb of saying stands beside. */
function framesIn(masked: string, quotations: readonly Range[]): number {
  return quotations.filter(({ start, end }) => {
    const around = `${masked.slice(Math.max(0, start - 50), start)} ${masked.slice(end, end + 50)}`.toLowerCase();
    if (/[\p{Script=Han}]/u.test(around)) return /说|表示|称|指出|问|答|道/u.test(around);
    return (around.match(/[\p{L}\p{M}’'-]+/gu) ?? []).some((word) => inAnyLanguage('saying').has(word));
  }).length;
}

/** The share of paragraphs that say "I" or "we" outside marks. */
function firstPersonShare(masked: string, blocks: readonly Range[]): number {
  const own = blocks.filter(({ start, end }) => end - start > 60);
  return own.filter((block) => hasFirstPerson(blockOf(masked, block))).length / Math.max(1, own.length);
}

function blockOf(text: string, { start, end }: Range): string {
  return text.slice(start, Math.min(end, start + 3000));
}

const SINGULAR =
  /^(?:i|i['’]m|i['’]ve|i['’]ll|i['’]d|me|my|myself|я|мне|меня|мой|моя|мої|мені|мене|мяне|мая|ich|mir|mich|meine|meinen|meiner|mein|je|j['’]ai|mon|ma|mes|moi|yo|mi|mis|mnie|mój|moja|moje)$/u;

/** Whether somebody says "I" throughout, and nobody frames it. */
function isSingular(masked: string, blocks: readonly Range[]): boolean {
  const words = blocks.flatMap(
    (block) =>
      blockOf(masked, block)
        .toLowerCase()
        .match(/[\p{L}\p{M}'’]+/gu) ?? [],
  );
  const count = words.filter((word) => SINGULAR.test(word) || /^我(?!们)/u.test(word)).length;
  return count >= 2 && count * 120 >= words.length;
}

/** "The two Governments reaffirmed …" at the head of paragraphs. */
function speaksAsGroup(lines: readonly string[], speaker: FormClues['speaker']): boolean {
  const names = speaker ? [speaker.name, ...speaker.names].map((name) => name.toLowerCase()) : [];
  return lines.some((line) => names.some((name) => line.toLowerCase().startsWith(name)));
}
