// Who said a quotation, how, and where it stands: the line that goes with it on every surface.

import type { Quote } from '../statement/quotation.ts';
import type { Header } from '../statement/statement.ts';
import { oneLine } from '../text/one-line.ts';
import { type Language, readableDate } from './language.ts';
import type { Wording } from './wording.ts';

/** "Aleksandr Lukashenko, his own words; ‘…’ are words he was quoting". */
export function whoseWords({ kind, speaker, quoted, header }: Quote, wording: Wording): string {
  const pronoun = (speaker === header.speaker?.name && header.speaker?.pronoun) || 'they';
  const whose = wording.attribution({ kind, speaker, pronoun, publisher: header.publisher ?? wording.aPublisher });
  return quoted.length > 0 ? `${whose}; ${wording.holdsQuoted(pronoun)}` : whose;
}

/** "City Hall, 6 May 2024": what is known of who put the statement out and when; '' where nothing is. */
export function originOf({ publisher, date }: Header, language: Language): string {
  return [publisher, date === null ? null : readableDate(date, language)].filter((part) => part !== null).join(', ');
}

/** "paragraph 4", "headline". */
export function placeOf(quote: Quote, wording: Wording): string {
  return wording.place(quote.block, quote.paragraph);
}

/** The quotation as it is shown: on one line, in marks if somebody said it, without marks if the agency tells it. */
export function shownText(quote: Quote): string {
  const text = oneLine(quote.text);
  // Words that may be somebody's are shown as they stand, marks and all.
  if (quote.kind === 'unsure') return text;
  if (quote.kind === 'direct') return `“${text}”`;
  // Words of others often keep the marks that the statement gives them.
  if (quote.kind === 'quoted') return /^['"‘“«]/.test(text) ? text : `‘${text}’`;
  return text;
}
