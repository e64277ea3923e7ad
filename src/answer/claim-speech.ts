// Who a claim says it was: "he said" belongs to his own words and the agency's reports of him, never to words he quotes from others.

import { FUNCTION_WORDS, keyOf, terms } from '../retrieval/terms.ts';
import type { Quote } from '../statement/quotation.ts';
import type { Statement } from '../statement/statement.ts';

const SAYS =
  /\b(?:said|says|saying|stated|states|told|declared|declares|believes?|believed|thinks|thought|claims|claimed|announced|admitted|admits|dit|déclaré|affirmé|dijo|afirmó|declaró|powiedział\p{L}*|stwierdził\p{L}*|sagte|erklärte|meint|meinte|behauptet)\b|(?:сказа|заяви|заяві|считает|утвержд|сцвярдж|призна|прызна|лічыць|вважає)\p{L}*|说|表示|认为|称|宣布|承认/iu;
const DISTANCES =
  /\b(?:not|never|no|nobody|none|nothing|neither|cannot|wrong\w*|quot\w*|cit\w*|critics?|critici\w*|others?|accus\w*|reject\w*|den(?:y|ies|ied)|disput\w*|disagree\w*|dismiss\w*|refut\w*|mistak\w*|incorrect\w*|false\w*|untrue|so-called|alleg\w*|they|those who|nicht|kein\w*|nie|zitier\p{L}*|falsch\w*|irr\w*|pas|jamais|faux|erreur|falso|nunca|equivoca\p{L}*|nigdy|myl\p{L}*|błęd\p{L}*)\b|n['’]t\b|(?<!\p{L})(?:не|ни|нет|никогда|ня|ні|нет|няма|ніколі|якобы|нібыта|немовби)(?!\p{L})|(?:цит|отверг|отверж|отрица|адхіл|адмаўля|ошиб|памыл|помил|неправ|няпра|чуж|невер|заблужд)\p{L}*|不|没|错|引用|否认|所谓|并非|驳/iu;

/**
 * Whether a claim has someone say what he did not: the agency's narration told as his words, or words that he quotes from others
 * told as his own without a word that sets them apart.
 */
export function saysForOthers(text: string, quotes: readonly Quote[], statement: Statement): boolean {
  if (setsApart(text)) return false;
  if (quotes.every((quote) => quote.kind === 'narration' || quote.kind === 'quoted') && SAYS.test(text)) return true;
  if (quotes.every((quote) => quote.quoted.length === 0)) return false;
  // Across languages words cannot be compared; whoever tells such sentences right says that he quotes or rejects.
  if (!isInLanguageOf(statement, text)) return quotes.every((quote) => quote.quoted.length > 0);
  return quotes.some((quote) => quote.quoted.some((range) => isToldAsHis(text, range, statement)));
}

/** Whether a text denies, rejects or cites something, in whatever of several languages: words of others told so are no mistake. */
export function setsApart(text: string): boolean {
  return DISTANCES.test(text);
}

/** Whether a claim says little else than what the words of others at `range` say. */
function isToldAsHis(
  text: string,
  range: { readonly start: number; readonly end: number },
  statement: Statement,
): boolean {
  const theirs = new Set(contentKeys(statement.text.slice(range.start, range.end)));
  const speaker = new Set(contentKeys([statement.speaker?.name, ...(statement.speaker?.names ?? [])].join(' ')));
  const content = contentKeys(text).filter((key) => !SAID_KEYS.has(key));
  const told = content.filter((key) => theirs.has(key));
  const added = content.filter((key) => !theirs.has(key) && !speaker.has(key));
  return theirs.size > 0 && new Set(told).size >= theirs.size * 0.6 && added.length <= told.length / 2;
}

const SAID_KEYS = new Set(
  [
    'said',
    'says',
    'stated',
    'told',
    'declared',
    'believes',
    'believed',
    'claimed',
    'claims',
    'thinks',
    'announced',
  ].map(keyOf),
);

function contentKeys(text: string): string[] {
  return terms(text)
    .filter((term) => !FUNCTION_WORDS.has(term.folded))
    .map((term) => term.key);
}

/** Whether a claim about an English statement is English: a quarter of its words hold English sentences together. */
function isInLanguageOf(statement: Statement, text: string): boolean {
  const words = terms(text);
  if (!statement.language.startsWith('en')) {
    const known = new Set(terms(statement.text).map((term) => term.folded));
    return words.filter((word) => known.has(word.folded)).length >= words.length / 3;
  }
  return words.filter((word) => FUNCTION_WORDS.has(word.folded)).length >= words.length / 4;
}
