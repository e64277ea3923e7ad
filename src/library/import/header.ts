// What a text says about itself where its container doesn't: its title, its day, who put it out and who speaks.
// A guess that nothing bears out is left empty and said to be in doubt: a person is asked, not misled.

import { LISTED_LANGUAGES, wordList, wordsOfAll } from '../../language/word-list.ts';
import { lazy } from '../../text/lazy.ts';
import { sentences } from '../../text/sentences.ts';
import { datesIn } from './dates.ts';
import type { Doubt, Hints } from './draft.ts';
import { personIn, signatureOf } from './names.ts';

export type HeaderGuess = {
  readonly title: string;
  readonly date: string | null;
  readonly publisher: string | null;
  readonly source: string | null;
  readonly speaker: { readonly name: string; readonly names: readonly string[] } | null;
  readonly doubts: readonly Doubt[];
};

const MAX_TITLE = 200;
// What stands at the head of a document stands in its first lines, and a signature in its last.
const HEAD_LINES = 12;
const FOOT_LINES = 5;

/** `fileName` is what the text was called where it came from, null where it had no name. */
export function guessHeader(text: string, hints: Hints, fileName: string | null): HeaderGuess {
  const lines = text
    .split('\n')
    .map(plainLine)
    .filter((line) => line !== '');
  const head = lines.slice(0, HEAD_LINES);
  const foot = lines.slice(HEAD_LINES).slice(-FOOT_LINES);
  const labelled = labelledFields(head);
  const doubts = new Set<Doubt>();

  const title = hints.title ?? labelled.title ?? titleLine(head);
  if (title === null) doubts.add('title');
  const date = hints.date ?? dateOf(labelled.date ?? null, head, foot, fileName, doubts);
  if (date === null) doubts.add('date');
  const publisher = hints.publisher ?? labelled.publisher ?? agencyOf(lines);
  if (publisher === null) doubts.add('publisher');
  const speaker = speakerOf({
    title: title ?? '',
    labelled: labelled.speaker ?? null,
    author: hints.author,
    head,
    lines,
  });
  if (speaker === null || speaker.isGuess) doubts.add('speaker');
  return {
    title: title ?? opening(lines),
    date,
    publisher,
    source: hints.source ?? (URL.parse(labelled.source ?? '') ? labelled.source! : null),
    speaker: speaker && { name: speaker.name, names: speaker.names },
    doubts: [...doubts],
  };
}

/** Without the marks of Markdown that make a line a heading, an item or bold. */
function plainLine(line: string): string {
  return line
    .replace(/^\s*(?:#{1,6}|>|[-*•])\s+/, '')
    .replace(/(\*\*|__)(.+?)\1/g, '$2')
    .trim();
}

type Labelled = { readonly [Field in 'title' | 'date' | 'publisher' | 'speaker' | 'source']?: string };

const labels = lazy(() => {
  const fields = new Map<string, keyof Labelled>();
  for (const entries of wordsOfAll('header-label').values()) {
    for (const entry of entries) {
      const [field, label] = entry.split(/:\s*/) as [keyof Labelled, string];
      if (!fields.has(label.toLowerCase())) fields.set(label.toLowerCase(), field);
    }
  }
  return fields;
});

/** "Date: 3 May 2024", "Speaker: Anna Berg". */
function labelledFields(head: readonly string[]): Labelled {
  const found: { -readonly [Field in keyof Labelled]: Labelled[Field] } = {};
  for (const line of head) {
    const [, label, value] = /^([^:：]{2,24})[:：]\s*(\S.{0,300})$/u.exec(line) ?? [];
    const field = label && labels().get(label.trim().toLowerCase());
    if (field && found[field] === undefined) found[field] = value!.trim();
  }
  return found;
}

const releaseLabels = lazy(() =>
  [...new Set([...wordsOfAll('release-label').values()].flat())].sort((one, other) => other.length - one.length),
);

/** Whether a line is a letterhead's: a date, "Press release", "Contact: …", an address of the net, a number to call. */
function isLetterhead(line: string): boolean {
  const rest = datesIn(line).reduce((words, { start, end }) => words.replace(line.slice(start, end), ''), line);
  const words = rest.toLowerCase().replace(/^[\p{P}\s]+|[\p{P}\s]+$/gu, '');
  if (words.length <= 12 && rest !== line) return true;
  if (/^(?:https?:\/\/|www\.)|@\S+\.\S|^[\d\s()+./-]+$/u.test(line)) return true;
  return releaseLabels().some(
    (label) =>
      words === label ||
      (words.startsWith(label) && /^\s*(?:[:：–—|]|no\b|nr\b|n[°º])|^\s*\d/iu.test(words.slice(label.length))),
  );
}

function titleLine(head: readonly string[]): string | null {
  const line = head.find((one) => /\p{L}/u.test(one) && !isLetterhead(one) && !isLabelled(one));
  if (line === undefined || line.length > MAX_TITLE) return null;
  // "Dear passengers," and "MAYOR BERG: Good morning." begin a text; a paragraph of several sentences is one.
  if (/[,;:，；：]$/u.test(line) || /^[\p{Lu}\p{M} .'-]{3,40}:/u.test(line) || sentences(line).length > 1) return null;
  return line;
}

function isLabelled(line: string): boolean {
  const [, label] = /^([^:：]{2,24})[:：]/u.exec(line) ?? [];
  return label !== undefined && labels().has(label.trim().toLowerCase());
}

/** A text without a title is known by how it begins. */
function opening(lines: readonly string[]): string {
  const body = lines.filter((line) => !isLetterhead(line) && !/[,:，：]$/u.test(line));
  const line = body[0] ?? lines[0] ?? '';
  const [first] = sentences(line);
  const words = first ? line.slice(first.start, first.end) : line;
  return words.length <= 100 ? words : `${words.slice(0, 100).replace(/\s+\S*$/u, '')}…`;
}

function dateOf(
  labelled: string | null,
  head: readonly string[],
  foot: readonly string[],
  fileName: string | null,
  doubts: Set<Doubt>,
): string | null {
  // A date that is most of its line, or that a dateline opens with, is the text's; one in a sentence is of what it tells.
  const ofLine = (line: string) => {
    const [found] = datesIn(line);
    const isOpening =
      found &&
      line.length - (found.end - found.start) > 40 &&
      found.start <= 40 &&
      /^\s*(?:\([^)]{2,30}\)\s*)?[–—:-]|^\s*[/(]/u.test(line.slice(found.end));
    return found && (line.length - (found.end - found.start) <= 40 || isOpening) ? [found] : [];
  };
  const found = [...(labelled === null ? [] : datesIn(labelled)), ...head.flatMap(ofLine), ...foot.flatMap(ofLine)][0];
  if (found?.isAmbiguous) doubts.add('date');
  if (found) return found.date;
  const named = fileName === null ? null : (/(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)/.exec(fileName)?.[1] ?? null);
  const date = named && (datesIn(named)[0]?.date ?? null);
  if (date) doubts.add('date');
  return date;
}

/** The agency in a dateline, "MINSK, 17 November (BelTA) –", or behind the text, "— Press Office of the Ministry". */
function agencyOf(lines: readonly string[]): string | null {
  for (const line of lines.slice(0, 6)) {
    const [, agency] = /^[\p{Lu}][^.!?]{0,60}?\((?<agency>\p{Lu}[\p{L}\p{N} .&-]{1,30})\)\s*[–—-]/u.exec(line) ?? [];
    if (agency && datesIn(agency).length === 0) return agency;
    const [, wire] =
      /^[\p{Lu}\p{M} .-]{3,40},[^.!?–—]{0,40}[–—/]\s*(?<wire>\p{Lu}[\p{L}]{1,20})\s*[–—/.]/u.exec(line) ?? [];
    if (wire) return wire;
  }
  const last = lines.at(-1) ?? '';
  const [, office] =
    /^(?:[–—-]\s*)?((?:press|information|media) (?:office|service|department) of .{3,80})$/iu.exec(last) ?? [];
  return office ?? null;
}

type Speaker = { readonly name: string; readonly names: readonly string[]; readonly isGuess: boolean };

function speakerOf(known: {
  readonly title: string;
  readonly labelled: string | null;
  readonly author: string | null;
  readonly head: readonly string[];
  readonly lines: readonly string[];
}): Speaker | null {
  const named = known.labelled === null ? null : personIn(known.labelled);
  if (named) return { ...named, isGuess: false };
  for (const line of [known.title, ...known.head.filter(({ length }) => length <= MAX_TITLE)]) {
    const found = namedAfter(line);
    if (found) return found;
  }
  const signed = signatureOf(known.lines);
  if (signed) return { ...signed, isGuess: false };
  // "Anna Berg: we will repay every ticket", the way a paper writes a title.
  const quoted = /^([^:：]{3,60})[:：]\s*\S/u.exec(known.title)?.[1];
  const before = quoted ? personIn(quoted) : null;
  if (before) return { ...before, isGuess: true };
  const author = known.author === null ? null : personIn(known.author);
  return author && { ...author, isGuess: true };
}

/** "Speech by Foreign Minister Anna Berg at the Harbour Forum". */
function namedAfter(line: string): Speaker | null {
  for (const language of LISTED_LANGUAGES) {
    for (const phrase of wordList(language, 'speech-by')) {
      const at = line.toLowerCase().indexOf(phrase);
      const isWhole = at >= 0 && !/[\p{L}\p{N}]$/u.test(line.slice(0, at));
      if (language === 'zh' ? at < 2 : !isWhole) continue;
      const found = personIn(language === 'zh' ? line.slice(0, at) : line.slice(at + phrase.length));
      // In Slavic titles the name stands in another case than the one it is called by.
      if (found) return { ...found, isGuess: ['ru', 'uk', 'be', 'pl', 'zh'].includes(language) };
    }
  }
  return null;
}
