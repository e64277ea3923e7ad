// Whose words in a speech, a letter, a post: the speaker's own but for what frames them, and marks inside are what he quotes.

import { hasFirstPerson, inAnyLanguage, isGroupName, nameIn, opensWith } from '../statement/names.ts';
import type { Form, SpeechSpan } from '../statement/statement.ts';
import { sortOfParagraph } from '../statement/turns.ts';
import type { Quotation } from '../text/marks.ts';
import type { Range } from '../text/range.ts';
import type { KnownSpeaker } from './people.ts';
import { startingIn } from './tokens.ts';

type OwnText = {
  readonly text: string;
  readonly blocks: readonly Range[];
  readonly quotations: readonly Quotation[];
  readonly form: Form;
  /** Whose it is; null where the signature alone tells. */
  readonly speaker: KnownSpeaker | null;
};

const MAX_HEADING = 160;
const MAX_SIGNATURE = 120;
const OPENING_BLOCKS = 6;
const ENDS_SENTENCE = /[.!?…:;,。！？：，]["'”’»)\]*_]{0,3}$/u;
const NUMBER = /^(?:\d{1,3}\s?[/.)](?:\s?\d{1,2}(?=\s))?|[-*•–—]|[(（]\d{1,2}[)）])\s+/u;

/** The spans of a text in its speaker's own words, in order. */
export function labelOwn({ text, blocks, quotations, form, speaker }: OwnText): SpeechSpan[] {
  const lines = blocks.map(({ start, end }) => text.slice(start, Math.min(end, start + 600)));
  const first = form === 'post' ? 0 : openingOf(lines, speaker);
  const end = lines.findIndex((line, at) => at > first && sortOfParagraph(line.trim()) === 'end');
  const last = end < 0 ? lines.length : end;
  const signature = form === 'post' ? { from: last, name: null } : signatureOf(lines, first, last);
  const name = speaker?.name ?? signature.name;
  return blocks.slice(0, signature.from).flatMap((block, number): SpeechSpan[] => {
    const line = lines[number]!;
    if (number < first || sortOfParagraph(line.trim()) === 'aside') return [];
    const start = block.start + (NUMBER.exec(line)?.[0].length ?? 0);
    const quoted = startingIn(quotations, block).map((one): SpeechSpan => {
      return { start: Math.max(one.start, start), end: one.end, kind: 'quoted', speaker: null, doubt: null };
    });
    // A post's "> …" is somebody else's.
    if (/^>\s/u.test(line))
      quoted.splice(0, quoted.length, { start, end: block.end, kind: 'quoted', speaker: null, doubt: null });
    const doubt = isAboutSpeaker(text.slice(block.start, block.end), speaker) ? 'tells of the speaker' : null;
    return [
      { start, end: block.end, kind: 'direct', speaker: name === null ? null : { start, end: start, name }, doubt },
      ...quoted,
    ];
  });
}

/** Where the speaker's words begin, behind what introduces them: a title, a date, "Speech by …", "Check against delivery". */
function openingOf(lines: readonly string[], speaker: KnownSpeaker | null): number {
  const head = lines.slice(0, OPENING_BLOCKS).map((line) => line.trim());
  const isSalutation = (line: string) =>
    opensWith(line, 'salutation') || (line.length < MAX_HEADING && /[,，]$/u.test(line));
  const first = head.findIndex(
    (line) => isSalutation(line) || (ENDS_SENTENCE.test(line) && !isIntroduction(line, speaker)),
  );
  return Math.max(0, first);
}

function isIntroduction(line: string, speaker: KnownSpeaker | null): boolean {
  if (hasFirstPerson(line) || NUMBER.test(line)) return false;
  const plain = line.toLowerCase();
  if ([...inAnyLanguage('delivery')].some((words) => plain.includes(words))) return true;
  const isDated = line.length < MAX_HEADING && /\p{N}{4}/u.test(line) && !/\p{Ll}\.\s/u.test(line);
  return isDated || (line.length < 2 * MAX_HEADING && (isAboutSpeaker(line, speaker) || /[:：]$/u.test(line)));
}

/** Who signed below, and the paragraph that the signature begins with. */
function signatureOf(
  lines: readonly string[],
  first: number,
  last: number,
): { readonly from: number; readonly name: string | null } {
  let from = last;
  while (from > first + 1 && last - from < 12 && isSignature(lines[from - 1]!.trim())) from--;
  const closing = lines.findLastIndex(
    (line, at) => at > first && at < last && line.length < 60 && opensWith(line, 'closing'),
  );
  if (closing > first && last - closing < 16)
    from =
      closing +
      1 +
      lines.slice(closing + 1, last).findIndex((line) => !opensWith(line.trim(), 'closing') || line.length > 60);
  const names = lines.slice(from, last).flatMap((line) => nameIn(line.split(/[,，\n(]/u)[0]!) ?? []);
  const signers = names.filter((name) => name.includes(' ') || /\p{Script=Han}/u.test(name));
  return { from, name: signers.length === 0 ? null : signers.slice(0, 3).join(', ') };
}

function isSignature(line: string): boolean {
  return (
    line.length <= MAX_SIGNATURE &&
    !ENDS_SENTENCE.test(line) &&
    !/^[#>]/u.test(line) &&
    !NUMBER.test(line) &&
    !hasFirstPerson(line)
  );
}

/** A sentence that names the speaker, and in which nobody says "I" or "we", is somebody else's about him. */
function isAboutSpeaker(line: string, speaker: KnownSpeaker | null): boolean {
  // "The Governments of Sweden and Kenya" speak of themselves by name.
  if (speaker === null || isGroupName(speaker.name)) return false;
  const surname = speaker.name.split(' ').at(-1)!;
  return (
    surname.length > 1 &&
    line.includes(surname) &&
    !hasFirstPerson(line) &&
    !inAnyLanguage('closing').has(line.toLowerCase())
  );
}
