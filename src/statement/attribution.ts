// Who said a quotation, how, and where it stands: the line that goes with it on every surface.

import { oneLine } from '../text/one-line.ts';
import type { Wording } from '../wording/wording.ts';
import type { Quote } from './quotation.ts';
import type { Statement } from './statement.ts';

/** "Aleksandr Lukashenko, his own words; ‘…’ are words he was quoting". */
export function whoseWords(quote: Quote, statement: Statement, wording: Wording): string {
  const { kind, speaker } = quote;
  const pronoun = speaker === statement.speaker.name ? statement.speaker.pronoun : 'they';
  const whose = wording.attribution({ kind, speaker, pronoun, publisher: statement.publisher });
  return quote.quoted.length > 0 ? `${whose}; ${wording.holdsQuoted(pronoun)}` : whose;
}

/** "paragraph 4", "headline". */
export function placeOf(quote: Quote, wording: Wording): string {
  return wording.place(quote.block, quote.paragraph);
}

/** The quotation as it is shown: on one line, in marks if somebody said it, without marks if the agency tells it. */
export function shownText(quote: Quote): string {
  const text = oneLine(quote.text);
  if (quote.kind === 'direct') return `“${text}”`;
  // Words of others often keep the marks that the statement gives them.
  if (quote.kind === 'quoted') return /^['"‘“«]/.test(text) ? text : `‘${text}’`;
  return text;
}
