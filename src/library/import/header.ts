// What a text says about itself where its container doesn't: its title, its day, who put it out and who speaks.
// A guess that nothing bears out is left empty and said to be in doubt: a person is asked, not misled.

import { LISTED_LANGUAGES, wordList, wordsOfAll } from '../../language/word-list.ts';
import { lazy } from '../../text/lazy.ts';
import { sentences } from '../../text/sentences.ts';
import { datesIn } from './dates.ts';
import type { Doubt, Hints } from './draft.ts';
import { type PersonName, personIn, signatureOf } from './names.ts';

export type HeaderGuess = {
  readonly title: string;
  readonly date: string | null;
  readonly publisher: string | null;
  readonly source: string | null;
  readonly speaker: PersonName | null;
  readonly doubts: readonly Doubt[];
};

const MAX_TITLE = 200;
// What stands at the head of a document stands in its first lines, and its date and signature may stand in its last.
const HEAD_LINES = 12;
const FOOT_LINES = 5;

/** `fileName` is what the text was called where it came from, null where it had no name. */
export function guessHeader(text: string, hints: Hints, fileName: string | null): HeaderGuess {
  const lines = text
    .split('\n')
    .map(plainLine)
    .filter((line) => line !== '');
  const head = lines.slice(0, HEAD_LINES);
  const labelled = labelledFields(head);
  const title = hints.title ?? labelled.get('title') ?? titleLine(head);
  const day = !hints.date
    ? dayIn(labelled.get('date'), [...head, ...lines.slice(HEAD_LINES).slice(-FOOT_LINES)], fileName)
    : null;
  const date = hints.date ?? day?.date ?? null;
  const publisher = hints.publisher ?? labelled.get('publisher') ?? agencyOf(lines);
  const speaker =
    speakerOf(title ?? '', labelled.get('speaker'), hints.author ?? null, head) ?? plain(signatureOf(lines));
  const inDoubt: [Doubt, boolean][] = [
    ['title', title === null],
    ['date', date === null || day?.isAmbiguous === true],
    ['publisher', publisher === null],
    ['speaker', speaker === null || speaker.isGuess],
  ];
  return {
    title: title ?? opening(lines),
    date,
    publisher,
    source: hints.source ?? URL.parse(labelled.get('source') ?? '')?.href ?? null,
    speaker: speaker && { name: speaker.name, names: speaker.names },
    doubts: inDoubt.filter(([, isIn]) => isIn).map(([doubt]) => doubt),
  };
}

/** Without the marks of Markdown that make a line a heading, an item or bold. */
function plainLine(line: string): string {
  return line
    .replace(/^\s*(?:#{1,6}|>|[-*•])\s+/, '')
    .replace(/(\*\*|__)(.+?)\1/g, '$2')
    .trim();
}

/** Labels as they stand in nine languages, to the field that they give. */
const labels = lazy(() => {
  const entries = [...wordsOfAll('header-label').values()].flat().map((entry) => entry.toLowerCase().split(/:\s*/));
  return new Map(entries.toReversed().map(([field, label]) => [label!, field!]));
});

const LABELLED = /^([^:：]{2,24})[:：]\s*(\S.{0,300})$/u;

/** "Date: 3 May 2024", "Speaker: Anna Berg". */
function labelledFields(head: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of head) {
    const [, label = '', value = ''] = LABELLED.exec(line) ?? [];
    const field = labels().get(label.trim().toLowerCase());
    if (field !== undefined && !found.has(field)) found.set(field, value.trim());
  }
  return found;
}

const releaseLabels = lazy(() => [...wordsOfAll('release-label').values()].flat());

/** Whether a line is no title: a date, "Press release", "Contact: …", "Date: …", an address of the net, a number to call. */
function isLetterhead(line: string): boolean {
  const rest = datesIn(line).reduce((words, { start, end }) => words.replace(line.slice(start, end), ''), line);
  const words = rest.toLowerCase().replace(/^[\p{P}\s]+|[\p{P}\s]+$/gu, '');
  if ((words.length <= 12 && rest !== line) || /^(?:https?:\/\/|www\.)|@\S+\.\S|^[\d\s()+./-]+$/u.test(line))
    return true;
  if (labels().has(LABELLED.exec(line)?.[1]?.trim().toLowerCase() ?? '')) return true;
  return releaseLabels().some(
    (label) =>
      words.startsWith(label) && /^(?:$|\s*[:：–—|]|\s*(?:no|nr|n°|nº)\b|\s*\d)/iu.test(words.slice(label.length)),
  );
}

function titleLine(head: readonly string[]): string | null {
  const line = head.find((one) => /\p{L}/u.test(one) && !isLetterhead(one));
  if (line === undefined || line.length > MAX_TITLE) return null;
  // "Dear passengers," and "MAYOR BERG: Good morning." begin a text; a paragraph of several sentences is one.
  const isText = /[,;:，；：]$/u.test(line) || /^[\p{Lu}\p{M} .'-]{3,40}:/u.test(line) || sentences(line).length > 1;
  return isText ? null : line;
}

/** A text without a title is known by how it begins. */
function opening(lines: readonly string[]): string {
  const line = lines.find((one) => !isLetterhead(one) && !/[,:，：]$/u.test(one)) ?? lines[0] ?? '';
  const [first] = sentences(line);
  const words = first ? line.slice(first.start, first.end) : line;
  return words.length <= 100 ? words : `${words.slice(0, 100).replace(/\s+\S*$/u, '')}…`;
}

function dayIn(labelled: string | undefined, lines: readonly string[], fileName: string | null) {
  // A date that is most of its line, or that a dateline opens with, is the text's; one in a sentence is of what it tells.
  const ofLine = (line: string) =>
    datesIn(line)
      .slice(0, 1)
      .filter(({ start, end }) => {
        const isOpening = start <= 40 && /^\s*(?:\([^)]{2,30}\)\s*)?[–—:-]|^\s*[/(]/u.test(line.slice(end));
        return isOpening || line.length - (end - start) <= 40;
      });
  const [found] = [...datesIn(labelled ?? ''), ...lines.flatMap(ofLine)];
  const [named] = datesIn(/(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/.exec(fileName ?? '')?.[0] ?? '');
  return found ?? (named && { ...named, isAmbiguous: true }) ?? null;
}

/** The agency in a dateline, "SUNDBY, 17 November (Norden Wire) –", or "— Press Office of the Ministry" behind the text. */
function agencyOf(lines: readonly string[]): string | null {
  for (const line of lines.slice(0, 6)) {
    const [, agency] = /^\p{Lu}[^.!?]{0,60}?\((\p{Lu}[\p{L}\p{N} .&-]{1,30})\)\s*[–—-]/u.exec(line) ?? [];
    if (agency && datesIn(agency).length === 0) return agency;
  }
  return (
    /^(?:[–—-]\s*)?((?:press|information|media) (?:office|service|department) of .{3,80})$/iu.exec(
      lines.at(-1) ?? '',
    )?.[1] ?? null
  );
}

type Speaker = PersonName & { readonly isGuess: boolean };

const plain = (person: PersonName | null, isGuess = false): Speaker | null => person && { ...person, isGuess };

function speakerOf(
  title: string,
  labelled: string | undefined,
  author: string | null,
  head: readonly string[],
): Speaker | null {
  const named = personIn(labelled ?? '');
  if (named) return plain(named);
  for (const line of [title, ...head.filter(({ length }) => length <= MAX_TITLE)]) {
    const found = namedAfter(line);
    if (found) return found;
  }
  // "Anna Berg: we will repay every ticket", the way a paper writes a title.
  return plain(personIn(LABELLED.exec(title)?.[1] ?? '') ?? personIn(author ?? ''), true);
}

/** "Speech by Foreign Minister Anna Berg at the Harbour Forum". */
function namedAfter(line: string): Speaker | null {
  for (const language of LISTED_LANGUAGES) {
    for (const phrase of wordList(language, 'speech-by')) {
      const at = line.toLowerCase().indexOf(phrase);
      const isThere = language === 'zh' ? at >= 2 : at >= 0 && !/[\p{L}\p{N}]$/u.test(line.slice(0, at));
      const found = isThere ? personIn(language === 'zh' ? line.slice(0, at) : line.slice(at + phrase.length)) : null;
      // In Slavic titles the name stands in another case than the one it is called by.
      if (found) return plain(found, ['ru', 'uk', 'be', 'pl', 'zh'].includes(language));
    }
  }
  return null;
}
