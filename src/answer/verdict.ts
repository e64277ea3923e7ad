// What the check of an alleged quotation says to people, in one line.

import { placeOf } from '../statement/attribution.ts';
import type { Statement } from '../statement/statement.ts';
import type { Wording } from '../wording.ts';
import type { QuoteCheck } from './check.ts';

export function verdictOf(check: QuoteCheck, statement: Statement, wording: Wording): string {
  const texts = wording.check;
  switch (check.kind) {
    case 'verbatim':
      return texts.verbatim(placeOf(check.quotes[0]!, wording));
    case 'others':
      return { agency: texts.agency(statement.publisher), quoted: texts.quotedOthers, other: texts.otherSpeaker }[
        check.whose
      ];
    default:
      return texts[check.kind];
  }
}
