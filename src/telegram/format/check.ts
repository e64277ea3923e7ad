// The answer to "did he say that?": a verdict in a line, the differing words where there are any, and what was really said. Of several
// passages each has its own.

import { FormattedString } from '@grammyjs/parse-mode';
import type { Check } from '../../check/check.ts';
import type { Difference, PassageCheck } from '../../check/verdict.ts';
import { oneLine } from '../../text/one-line.ts';
import { noteOn, passageVerdict, showsDifferences } from '../../wording/verdict.ts';
import { WORDING } from '../../wording/wording.ts';
import { evidenceMessage } from './answer.ts';
import type { Rendered } from './auto-links.ts';
import { type Frame, shorten } from './message.ts';

/** `alleged` is shown above the verdict, without marks: nothing is in quotation marks here that was not said. */
export function checkMessage(check: Check, frame: Frame, alleged: string): Rendered {
  const wording = WORDING[frame.language];
  const { passages, byModel } = check;
  const isOne = passages.length < 2;
  const lines: FormattedString[] = [];
  for (const passage of passages.slice(0, MAX_PASSAGES)) {
    lines.push(
      FormattedString.italic(
        shorten(oneLine(isOne ? alleged : passage.text), isOne ? MAX_ALLEGED_UTF16 : MAX_PASSAGE_UTF16),
      ),
    );
    lines.push(FormattedString.bold(passageVerdict(passage, byModel, wording)));
    if (showsDifferences(passage)) lines.push(compared(passage.differences));
  }
  const note = noteOn(check, wording);
  if (note !== null) lines.push(new FormattedString(note));
  const quotes = evidenceOf(passages);
  if (check.verdict === 'absent' && isOne && quotes.length > 0) lines.push(new FormattedString(wording.nearest));
  return evidenceMessage(lines, quotes, frame, false);
}

/** The quotations of all passages, each once; the nearest to an absent one only where it is the only passage. */
function evidenceOf(passages: readonly PassageCheck[]): PassageCheck['quotes'] {
  const shown = passages
    .filter(({ verdict }) => passages.length === 1 || verdict !== 'absent')
    .flatMap(({ quotes }) => quotes);
  return shown.filter(
    (quote, at) => shown.findIndex(({ start, end }) => start === quote.start && end === quote.end) === at,
  );
}

/** Words that were put in are struck out, words that are missing stand in bold. */
function compared(differences: readonly Difference[]): FormattedString {
  const pieces = differences.map(({ kind, text }) => {
    const words = oneLine(text);
    if (kind === 'added') return FormattedString.strikethrough(words);
    return kind === 'missing' ? FormattedString.bold(words) : new FormattedString(words);
  });
  return FormattedString.join(pieces, ' ');
}

const MAX_PASSAGES = 8;
const MAX_PASSAGE_UTF16 = 160;
const MAX_ALLEGED_UTF16 = 400;
