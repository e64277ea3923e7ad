// What kind of text a statement is, by its title, its labels, how it opens and closes. It tells whose an unmarked sentence is.

import { wordsOfAll } from '../language/word-list.ts';
import { lazy } from '../text/lazy.ts';
import { paragraphs } from '../text/marks.ts';
import type { Range } from '../text/range.ts';
import { inAnyLanguage, opensWith } from './names.ts';
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
  if (isDialogue(lines)) return 'interview';
  if (lines.some((line) => isRelease(line))) return 'release';
  const body = lines.slice(0, 5);
  const salutation = body.find((line) => opensWith(line, 'salutation'));
  const isClosed = lines.slice(-6).some((line) => line.length <= MAX_CLOSING && opensWith(line, 'closing'));
  const isFirst = firstPersonShare(text, blocks) >= 0.25;
  const isFramed = hasFrames(text, blocks);
  if (isPost(lines, publisher, speaker)) return 'post';
  if (salutation !== undefined && (isClosed || (isAlone(salutation) && !isFramed)))
    return isClosed || named !== 'speech' ? 'letter' : 'speech';
  if (isFramed) return named === 'release' ? 'release' : 'report';
  if (salutation !== undefined && isFirst) return named === 'letter' ? 'letter' : 'speech';
  if (isClosed && isFirst) return 'letter';
  if (named !== null && named !== 'transcript' && named !== 'interview' && (isFirst || named === 'release'))
    return named;
  if (isGroup(speaker) && (named === 'speech' || speaksAsGroup(lines, speaker))) return 'speech';
  return isSingular(text, blocks) ? 'speech' : 'report';
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

/** "— Are you tired?" and "— No.": questions and answers without names. */
function isDialogue(lines: readonly string[]): boolean {
  const spoken = lines.filter((line) => /^[—–-]\s/u.test(line));
  const asked = lines.filter((line) => /[?？][*_]{0,3}$/u.test(line.trim())).length;
  return asked >= 2 && spoken.length >= 4 && spoken.length >= lines.length / 2;
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

/** Whether a report's frames stand in it: marks with a verb of saying beside them. */
function hasFrames(text: string, blocks: readonly Range[]): boolean {
  let frames = 0;
  for (const { start, end } of blocks) {
    const line = text.slice(start, Math.min(end, start + 1500));
    for (const mark of line.matchAll(
      /["”“»«’][,.]?\s?[—–-]?\s?((?:[\p{L}\p{M}.’'-]+[ ,]{1,2}){0,7}[\p{L}\p{M}’'-]+)/gu,
    ))
      if (mark[1]!.split(/[ ,]+/u).some((word) => inAnyLanguage('saying').has(word.toLowerCase()))) frames++;
    if (/[：:]\s?[“«„"「]/u.test(line)) frames++;
  }
  return frames >= 1 && frames * 6 >= Math.min(blocks.length, 12);
}

/** The share of paragraphs that say "I" or "we" outside marks. */
function firstPersonShare(text: string, blocks: readonly Range[]): number {
  const own = blocks.filter(({ start, end }) => end - start > 60);
  return own.filter((block) => firstPersons(text, block) > 0).length / Math.max(1, own.length);
}

const OUTSIDE = /["“„«「][^"”“»«」]{0,600}["”“»」]/gu;
const SINGULAR =
  /^(?:i|i['’]m|i['’]ve|i['’]ll|i['’]d|me|my|myself|я|мне|меня|мой|моя|мої|мені|мене|мяне|мая|ich|mir|mich|meine|meinen|meiner|mein|je|j['’]ai|mon|ma|mes|moi|yo|mi|mis|mnie|mój|moja|moje)$/u;

function wordsOutside(text: string, { start, end }: Range): string[] {
  return (
    text
      .slice(start, Math.min(end, start + 3000))
      .replace(OUTSIDE, ' ')
      .toLowerCase()
      .match(/[\p{L}\p{M}'’]+/gu) ?? []
  );
}

function firstPersons(text: string, block: Range): number {
  const words = wordsOutside(text, block);
  const isHan = words.some((word) => /我/u.test(word));
  return isHan ? 1 : words.filter((word) => inAnyLanguage('first-person').has(word)).length;
}

/** Whether somebody says "I" throughout, and nobody frames it. */
function isSingular(text: string, blocks: readonly Range[]): boolean {
  const words = blocks.flatMap((block) => wordsOutside(text, block));
  const count = words.filter((word) => SINGULAR.test(word) || /^我(?!们)/u.test(word)).length;
  return count >= 2 && count * 120 >= words.length;
}

function isGroup(speaker: FormClues['speaker']): boolean {
  return /\b(?:governments?|council|members|leaders|ministers|committee|parties|sides|nations|union|group|signatories|association|alliance|board|commission|coalition|academy|bishops)\b|правительств|уряд|урад|совет|рада|regierung|gouvernement|gobierno|rząd|政府|双方|各方/iu.test(
    speaker?.name ?? '',
  );
}

/** "The two Governments reaffirmed …" at the head of paragraphs. */
function speaksAsGroup(lines: readonly string[], speaker: FormClues['speaker']): boolean {
  const names = speaker ? [speaker.name, ...speaker.names].map((name) => name.toLowerCase()) : [];
  return lines.some((line) => names.some((name) => line.toLowerCase().startsWith(name)));
}
