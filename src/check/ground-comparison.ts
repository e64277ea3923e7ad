// What a comparison by the model may lead to: a paraphrase at best, and only of the speaker's own sentences with the same numbers
// and names.
//
// Two things no code can check across languages: a negation (which sentence of which language denies what), and who did it to whom.
// There the model is believed, which is why the verdict is never more than "something like it", and the sentences stand below it.

import { namesStand } from '../answer/claim-names.ts';
import { numbersStand } from '../answer/claim-numbers.ts';
import { setsApart } from '../answer/claim-speech.ts';
import { citedText, type Refusal, shownKeys } from '../answer/ground.ts';
import { type Places, type Quote, quoteSentences } from '../statement/quotation.ts';
import type { Statement } from '../statement/statement.ts';
import { sentences as sentencesOf } from '../text/sentences.ts';
import type { QuoteCheck } from './check.ts';
import type { Comparison } from './comparison.ts';

export type ComparisonGrounding = {
  readonly statement: Statement;
  readonly places: Places['places'];
  /** The keys that the model was shown. */
  readonly shown: ReadonlySet<string>;
  readonly alleged: string;
  /** Shown with an `absent` where the model names no sentence. */
  readonly nearest: readonly Quote[];
};

/** `check` null: the reply names no sentence that was shown, and says nothing. `refusal`: why `same` was not believed. */
export type GroundedComparison = { readonly check: QuoteCheck | null; readonly refusal: Refusal | null };

/** Turns a comparison into a verdict. Never throws. */
export function groundComparison(comparison: Comparison, grounding: ComparisonGrounding): GroundedComparison {
  const { statement, nearest } = grounding;
  if (comparison.verdict === 'different') return { check: { kind: 'absent', quotes: nearest }, refusal: null };
  const keys = withoutHeadline(shownKeys(comparison.sentences, grounding), statement);
  if (keys.length === 0) return { check: null, refusal: 'unknown-keys' };
  const refusal = comparison.verdict === 'same' ? refusalOf(keys, grounding) : null;
  if (comparison.verdict === 'same' && refusal === null) {
    return { check: saidBy(quoteSentences(grounding, keys), grounding), refusal };
  }
  return { check: { kind: 'absent', quotes: quoteSentences(grounding, keys.slice(0, 1)).slice(0, 1) }, refusal };
}

/** The headline says again, in the agency's words, what the body says. */
function withoutHeadline(keys: readonly string[], { sentences }: Statement): readonly string[] {
  const inBody = new Set(sentences.filter(({ kind }) => kind === 'paragraph').map(({ key }) => key));
  const ofBody = keys.filter((key) => inBody.has(key));
  return ofBody.length > 0 ? ofBody : keys;
}

// A sentence may be told in two, and two in one. A model that names half the statement has found nothing, and every number and
// name would stand somewhere in it.
const MORE_THAN_ALLEGED = 2;

function refusalOf(keys: readonly string[], grounding: ComparisonGrounding): Refusal | null {
  const { statement, alleged } = grounding;
  if (new Set(keys).size > sentencesOf(alleged).length + MORE_THAN_ALLEGED) return 'too-many';
  const cited = citedText(statement, keys);
  if (!numbersStand(alleged, cited)) return 'number';
  // Narrower than for claims, which may name whom the statement goes by: what he says of Russia is not said of Belarus.
  return namesStand(alleged, `${cited}\n${statement.speaker?.name ?? ''}`, grounding) ? null : 'name';
}

/**
 * Whose words say the same. Something like it was said only where all of it is the speaker's, in his words or as reported; where
 * some of it is the agency's telling, another's, or words that he quotes from others, they are told so, as for words that match.
 */
function saidBy(quotes: readonly Quote[], { statement, alleged }: ComparisonGrounding): QuoteCheck {
  // Of a sentence that holds words of others, the alleged ones are either those or what he says of them; the latter deny or cite.
  const isTheirs = ({ kind, quoted }: Quote) => kind === 'quoted' || (quoted.length > 0 && !setsApart(alleged));
  if (quotes.some(isTheirs)) return { kind: 'others', whose: 'quoted', quotes };
  if (quotes.some(({ kind }) => kind === 'narration')) return { kind: 'others', whose: 'agency', quotes };
  const isHis = quotes.every(({ speaker }) => speaker === statement.speaker?.name);
  return isHis ? { kind: 'paraphrase', quotes } : { kind: 'others', whose: 'other', quotes };
}
