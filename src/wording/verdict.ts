// What the check of an alleged quotation says to people: a verdict in a line for each passage and, below, what it rests on.

import type { Check } from '../check/check.ts';
import type { PassageCheck } from '../check/verdict.ts';
import type { Quote } from '../statement/quotation.ts';
import type { Pronoun } from '../statement/statement.ts';
import { placeOf } from './attribution.ts';
import type { Wording } from './wording.ts';

/** The verdict in a line: on the only passage, or on the worst of several. */
export function verdictOf({ passages, verdict, byModel }: Check, wording: Wording): string {
  const worst = passages.find((passage) => passage.verdict === verdict);
  return worst ? passageVerdict(worst, byModel, wording) : wording.check.notInTheseWords;
}

export function passageVerdict({ verdict, whose, quotes }: PassageCheck, byModel: boolean, wording: Wording): string {
  const texts = wording.check;
  const [first] = quotes;
  switch (verdict) {
    case 'verbatim':
      return texts.verbatim(placeOf(first!, wording));
    case 'unsure-whose':
      return texts.unsureWhose(placeOf(first!, wording));
    case 'others':
      if (whose === null) return texts.quotedOthers;
      return whose === first?.header.publisher ? texts.publisher(whose) : texts.otherSpeaker(whose);
    case 'paraphrase':
    case 'contradicted':
      return texts[verdict](pronounOf(first));
    case 'absent':
      return byModel ? texts.absent : texts.notInTheseWords;
    default:
      return texts[verdict];
  }
}

/** How far a verdict can be relied on; null where there is nothing to say. */
export function noteOn({ verdict, otherLanguage, byModel }: Check, wording: Wording): string | null {
  if (byModel) return wording.check.byModel;
  return otherLanguage && verdict === 'absent' ? wording.check.otherLanguage : null;
}

/** Whether the differing words are shown: those that were changed, or cut off. */
export function showsDifferences({ verdict, differences }: PassageCheck): boolean {
  return (verdict === 'altered' || verdict === 'clipped') && differences.length > 0;
}

/** Of whoever says it, where it is the statement's speaker; "they" stands for everybody else. */
function pronounOf(quote: Quote | undefined): Pronoun {
  const speaker = quote?.header.speaker;
  return speaker && quote.speaker === speaker.name ? speaker.pronoun : 'they';
}
