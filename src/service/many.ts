// Answers and checks over several statements: each quotation is given back to the statement it is from.

import type { Answer, Claim, Question } from '../answer/answer.ts';
import type { Check } from '../check/check.ts';
import { isWorse, type PassageCheck } from '../check/verdict.ts';
import { wordsOfAll } from '../language/word-list.ts';
import type { Gathered } from '../library/gather.ts';
import type { Library } from '../library/library.ts';
import type { Quote } from '../statement/quotation.ts';
import { lazy } from '../text/lazy.ts';

/** The answer about gathered statements as one about the statements themselves. */
export function answerOfMany(answer: Answer, gathered: Gathered): Answer {
  const { quotesOf } = gathered;
  const restored = ((): Answer => {
    switch (answer.kind) {
      case 'claims':
      case 'stopped':
        return {
          ...answer,
          claims: answer.claims.map((claim) => claimOfMany(claim, gathered)).filter(({ quotes }) => quotes.length > 0),
        };
      case 'fact':
      case 'quotations':
        return { ...answer, quotes: quotesOf(answer.quotes) };
      case 'absent':
        return { ...answer, nearest: quotesOf(answer.nearest) };
      default:
        return answer;
    }
  })();
  return { ...restored, statements: statementsIn(quotesIn(restored)) };
}

export function claimOfMany(claim: Claim, { quotesOf }: Gathered): Claim {
  return { ...claim, quotes: quotesOf(claim.quotes) };
}

function quotesIn(answer: Answer): readonly Quote[] {
  if (answer.kind === 'claims' || answer.kind === 'stopped') return answer.claims.flatMap(({ quotes }) => quotes);
  if (answer.kind === 'absent') return answer.nearest;
  return answer.kind === 'talk' ? [] : answer.quotes;
}

function statementsIn(quotes: readonly Quote[]): Answer['statements'] {
  return [...new Map(quotes.map(({ header: { id, sha256 } }) => [sha256, { id, sha256 }])).values()];
}

const overTime = lazy(() => [...wordsOfAll('over-time').values()].flat());

/** "Has she said otherwise?", "when did he first say this?": one person's words by their date; null where it is not asked or not found. */
export async function answerOverTime({ text, turns }: Question, library: Library | null): Promise<Answer | null> {
  const lower = text.toLowerCase();
  const phrase = overTime().find((one) => lower.includes(one));
  if (library === null || phrase === undefined) return null;
  const leansOn = turns.at(-1)?.question ?? null;
  const quotes = await library.timeline([leansOn, lower.replace(phrase, ' ')].filter(Boolean).join(' '));
  if (quotes.length === 0) return null;
  return { kind: 'quotations', why: 'no-model', quotes, leansOn, usage: null, statements: statementsIn(quotes) };
}

/** Of the checks of one message against several statements each passage's best; the earlier statement's where they are alike. */
export function bestOfChecks([first, ...others]: readonly Check[]): Check {
  let best = first!;
  for (const check of others) best = bestOfTwo(best, check);
  return best;
}

function bestOfTwo(one: Check, other: Check): Check {
  // Layout is read with the statement's words: where a message falls into other passages, it is taken whole.
  if (other.passages.length !== one.passages.length) return isWorse(one.verdict, other.verdict) ? other : one;
  const passages = one.passages.map((passage, at) => better(passage, other.passages[at]!));
  const [worst] = passages.map(({ verdict }) => verdict).sort((first, second) => (isWorse(first, second) ? -1 : 1));
  return { ...one, passages, verdict: worst ?? one.verdict, otherLanguage: one.otherLanguage && other.otherLanguage };
}

function better(one: PassageCheck, other: PassageCheck): PassageCheck {
  return isWorse(one.verdict, other.verdict) ? other : one;
}
