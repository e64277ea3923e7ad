// What the check of an alleged quotation says to people: the verdict in a line and, below it, what it rests on.

import type { Checked } from '../check/checker.ts';
import type { Quote } from '../statement/quotation.ts';
import type { Pronoun } from '../statement/statement.ts';
import { placeOf } from './attribution.ts';
import type { Wording } from './strings.ts';

export function verdictOf({ check, byModel }: Checked, wording: Wording): string {
  const texts = wording.check;
  const [first] = check.quotes;
  switch (check.kind) {
    case 'verbatim':
      return texts.verbatim(placeOf(first!, wording));
    case 'others':
      return {
        agency: texts.publisher(first?.header.publisher ?? wording.aPublisher),
        quoted: texts.quotedOthers,
        other: texts.otherSpeaker,
      }[check.whose];
    case 'paraphrase':
      return texts.paraphrase(pronounOf(first));
    case 'absent':
      return byModel ? texts.absent : texts.notInTheseWords;
    default:
      return texts[check.kind];
  }
}

/** How far a verdict can be relied on; null where there is nothing to say. */
export function noteOn({ check, otherLanguage, byModel }: Checked, wording: Wording): string | null {
  if (byModel) return wording.check.byModel;
  return otherLanguage && check.kind === 'absent' ? wording.check.otherLanguage : null;
}

/** Of whoever says it, where it is the statement's speaker; "they" stands for everybody else. */
function pronounOf(quote: Quote | undefined): Pronoun {
  const speaker = quote?.header.speaker;
  return speaker && quote.speaker === speaker.name ? speaker.pronoun : 'they';
}
