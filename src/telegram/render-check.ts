// The answer to "did he say that?": a verdict in a line, the differing words where there are any, and what was really said.

import { FormattedString } from '@grammyjs/parse-mode';
import type { Difference } from '../check/check.ts';
import type { Checked } from '../check/checker.ts';
import { oneLine } from '../text/one-line.ts';
import { noteOn, verdictOf } from '../wording/verdict.ts';
import { WORDING } from '../wording/wording.ts';
import type { Rendered } from './defuse.ts';
import { type Frame, renderEvidence } from './render.ts';

/** `alleged` is shown above the verdict, without marks: nothing is in quotation marks here that was not said. */
export function renderCheck(checked: Checked, frame: Frame, alleged: string): Rendered {
  const wording = WORDING[frame.language];
  const { check } = checked;
  const lines = [FormattedString.italic(shorten(oneLine(alleged))), FormattedString.bold(verdictOf(checked, wording))];
  const note = noteOn(checked, wording);
  if (note !== null) lines.push(new FormattedString(note));
  if (check.kind === 'altered') lines.push(compared(check.differences));
  if (check.kind === 'absent' && check.quotes.length > 0) {
    lines.push(new FormattedString(wording.nearest));
  }
  return renderEvidence(FormattedString.join(lines, '\n'), check.quotes, frame);
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

const SHOWN_UTF16 = 400;

function shorten(text: string): string {
  return text.length <= SHOWN_UTF16 ? text : `${text.slice(0, SHOWN_UTF16 - 1).toWellFormed()}…`;
}
