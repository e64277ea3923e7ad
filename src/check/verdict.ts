// What the check of an alleged quotation says to people: the verdict in a line and, across languages, what it rests on in another.

import { placeOf } from '../statement/attribution.ts';
import type { Wording } from '../wording/wording.ts';
import type { QuoteCheck } from './check.ts';
import type { Checked } from './checker.ts';

export function verdictOf(check: QuoteCheck, wording: Wording): string {
  const texts = wording.check;
  switch (check.kind) {
    case 'verbatim':
      return texts.verbatim(placeOf(check.quotes[0]!, wording));
    case 'others':
      return {
        agency: texts.agency(check.quotes[0]?.header.publisher ?? wording.aPublisher),
        quoted: texts.quotedOthers,
        other: texts.otherSpeaker,
      }[check.whose];
    default:
      return texts[check.kind];
  }
}

/** How far a verdict across languages can be relied on; null where there is nothing to say. */
export function noteOn({ check, otherLanguage, byModel }: Checked, wording: Wording): string | null {
  if (byModel) return wording.check.byModel;
  return otherLanguage && check.kind === 'absent' ? wording.check.byWords : null;
}
