// Answers without a model: the statement's own sentences nearest to the question, or the evidence that it holds none.

import type { Found } from '../retrieval/find.ts';
import { type Places, type Quote, quoteSentences } from '../statement/quotation.ts';
import type { Sentence } from '../statement/statement.ts';
import { words } from '../text/words.ts';
import type { AnswerKind, Searched, WithoutModel } from './answer.ts';

/** The answer of a search: the sentences nearest to the question, or that there are none. */
export function extract(found: Found, about: Places, why: WithoutModel): AnswerKind {
  const quotes = quotesOf(found.shown, about);
  if (quotes.length > 0) return { kind: 'quotations', why, quotes, leansOn: found.leansOn };
  return { kind: 'absent', by: 'words', why, ...evidenceOf(found, about) };
}

/** How many sentences were searched, for which words, and the nearest quotation. */
export function evidenceOf(found: Found, about: Places): { searched: Searched; nearest: readonly Quote[] } {
  const body = about.statement.sentences.filter((sentence) => sentence.kind === 'paragraph');
  const nearest = found.sentences.slice(0, 1).filter(() => found.words.length > 0);
  return {
    searched: { sentences: body.length, words: found.words, missing: found.missing },
    nearest: quotesOf(
      nearest.map(({ sentence }) => sentence),
      about,
    ),
  };
}

/** The quotations that sentences give, best first by their best sentence. */
function quotesOf(shown: readonly Sentence[], about: Places): Quote[] {
  const rank = new Map(shown.map((sentence, at) => [sentence.key, at]));
  const best = (quote: Quote) => Math.min(...quote.keys.map((key) => rank.get(key) ?? shown.length));
  const keys = [...rank.keys()].flatMap((key) => [key, ...afterthoughts(key, about)]);
  return quoteSentences(about, keys).sort((one, other) => best(one) - best(other));
}

// "Never." after "we have never turned our backs": fewer words say nothing without the sentence before them.
const AFTERTHOUGHT_WORDS = 3;
// A speech of nothing but shouts must not be quoted whole.
const MOST_AFTERTHOUGHTS = 2;
// Written without blanks, a sentence is one run of letters, whatever it holds.
const WITHOUT_BLANKS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/** Keys of the short sentences that go on right after one, in the same speech. */
function afterthoughts(key: string, about: Places): string[] {
  const { sentences, text } = about.statement;
  const found: string[] = [];
  const from = sentences.findIndex((sentence) => sentence.key === key);
  for (let at = from + 1; at < sentences.length && found.length < MOST_AFTERTHOUGHTS; at++) {
    const next = sentences[at]!;
    const together = quoteSentences(about, [key, ...found, next.key]);
    const said = together[0]?.keys.includes(next.key) ? text.slice(next.start, together[0].end) : '';
    if (together.length !== 1 || said === '' || wordCount(said) > AFTERTHOUGHT_WORDS) break;
    found.push(next.key);
  }
  return found;
}

function wordCount(text: string): number {
  return words(text).length + (text.match(WITHOUT_BLANKS)?.length ?? 0);
}
