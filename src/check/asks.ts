// Whether a text asks of words if they were said: of something else ("did he say that?"), or of words that it brings in marks.

import { markedPassages } from './marks.ts';
import { allegingAt, isAround, isQuestionWord } from './phrases.ts';
import { isCharacter, tokensOf } from './tokens.ts';

const LONGEST = 120;
// A name of characters is told by nothing, and what asks for something else is no name.
const ASKS_ELSE = /[谁哪怎何几]|什么/u;
const MAX_NAME_CHARACTERS = 8;

/** Whether `text` asks "did he say that?", "is it true?" and names nothing itself, in any of the listed languages. */
export function asksWhetherSaid(text: string): boolean {
  if (text.length > LONGEST || ASKS_ELSE.test(text)) return false;
  const tokens = tokensOf(text).filter(({ word }) => !/^[吗么呢]$/u.test(word));
  const words = tokens.map(({ word }) => word);
  const verb = allegingWithin(words);
  const isTruth = (word: string) => isAround('truth', word);
  const isAllFrame = tokens.every(({ word, start }, at) => {
    if (verb >= 0 && at >= verb && at < verb + allegingAt(words, verb)) return true;
    if (isTruth(word) || (['frame', 'role', 'such'] as const).some((idea) => isAround(idea, word))) return true;
    // Somebody's name before the verb: "did Anna Berg say that?"
    return at < verb && (isCharacter(word) ? at < MAX_NAME_CHARACTERS : isNameAt(text, start) && !isQuestionWord(word));
  });
  const isSuch = words.some((word) => isAround('such', word));
  return isAllFrame && ((verb >= 0 && isSuch) || (words.some(isTruth) && (isSuch || words.every(isTruth))));
}

function isNameAt(text: string, start: number): boolean {
  return /\p{Lu}/u.test(text[start]!);
}

const LETTER = /[\p{L}\p{N}]/u;
// Fewer words in marks are an expression that is asked about.
const MIN_MARKED = 3;
// "Anna Berg, mayor of Sundby:" or "— Anna Berg", "said Anna Berg".
const LEAD = /^\p{Lu}\P{Po}{0,60}(?:,\P{Po}{1,60})?[:：]$|^\p{Script=Han}{1,20}[:：]$/u;
const SIGNATURE = /^[—–-]\s?\p{Lu}\P{Po}{1,60}(?:,\P{Po}{1,60})?\.?$/u;

/** Whether `text` is words in marks, alone, with a name, or asked about: “…”, Berg: “…”, “…” — Berg, did she say “…”? */
export function bringsWords(text: string): boolean {
  const marked = markedPassages(text);
  if (marked.length === 0) return false;
  const between = marked.map(({ start }, at) => text.slice(marked[at - 1]?.end ?? 0, start));
  const around = [...between, text.slice(marked.at(-1)!.end)].join(' ').trim();
  if (!LETTER.test(around)) return true;
  if (!marked.some((passage) => tokensOf(passage.text).length >= MIN_MARKED)) return false;
  if (LEAD.test(around) || SIGNATURE.test(around)) return true;
  const words = tokensOf(around);
  const verb = allegingWithin(words.map(({ word }) => word));
  const isTold = words.every(({ word, start }, at) => at === verb || isAround('role', word) || isNameAt(around, start));
  if (verb >= 0 && words.length > 1 && isTold && !words.some(({ word }) => isQuestionWord(word))) return true;
  const such = /\p{Script=Han}/u.test(around) ? '这话' : ' that ';
  return asksWhetherSaid(`${text.slice(0, marked[0]!.start)}${such}${text.slice(marked.at(-1)!.end)}`);
}

function allegingWithin(words: readonly string[]): number {
  return words.findIndex((_, at) => allegingAt(words, at) > 0);
}
