// The JSON contract of a check: docs/json.md. Fields are added, never taken away.

import { quoteToJson } from '../answer/json.ts';
import type { Header } from '../statement/statement.ts';
import type { Check } from './check.ts';
import type { PassageCheck } from './verdict.ts';

/** The check's machine-readable form; `whose`, `differences` and `quotes` are those of its worst passage. */
export function checkToJson({ verdict, passages, otherLanguage, byModel, usage }: Check, { id, sha256 }: Header) {
  const worst = passages.find((passage) => passage.verdict === verdict);
  return {
    verdict,
    whose: worst?.whose ?? null,
    differences: worst && worst.differences.length > 0 ? worst.differences : null,
    otherLanguage,
    byModel,
    quotes: (worst?.quotes ?? []).map(quoteToJson),
    passages: passages.map(passageToJson),
    usage,
    statement: { id, sha256 },
  };
}

function passageToJson({ text, by, verdict, whose, quotes, differences }: PassageCheck) {
  return { text, by, verdict, whose, differences, quotes: quotes.map(quoteToJson) };
}
