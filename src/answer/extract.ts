// Answers without a model: the statement's own sentences nearest to the question, or the evidence that it holds none.

import type { Found } from '../retrieval/find.ts';
import { type Places, type Quote, quoteSentences } from '../statement/quotation.ts';
import type { Sentence } from '../statement/statement.ts';
import { words } from '../text/words.ts';
import type { AnswerKind, Question, Searched, WithoutModel } from './answer.ts';
import { factOf } from './facts.ts';

/** What may be said without a model: a fact of the header, the nearest sentences, or which words stand in none. */
export function withoutModel(question: Question, found: Found, about: Places, why: WithoutModel): AnswerKind {
  const fact = factOf(question.text, about);
  if (fact !== null) return { kind: 'fact', ...fact };
  const quotes = quotesOf(found.shown, about);
  if (quotes.length > 0) return { kind: 'quotations', why, quotes, leansOn: found.leansOn };
  return { kind: 'absent', by: 'words', why, searched: searchedOf(found, about), nearest: nearestOf(found, about) };
}

/** A model that read it found nothing. Where the search is sure of sentences they are shown all the same. */
export function absentByModel(found: Found, about: Places): AnswerKind {
  const shown = quotesOf(found.shown, about);
  const nearest = shown.length > 0 ? shown : nearestOf(found, about);
  return { kind: 'absent', by: 'model', why: null, searched: searchedOf(found, about), nearest };
}

function searchedOf({ words, missing, otherLanguage }: Found, { statement }: Places): Searched {
  const sentences = statement.sentences.filter(({ kind }) => kind === 'paragraph').length;
  // In another language's words nothing can be said to be missing.
  return { sentences, words, missing: otherLanguage ? [] : missing, otherLanguage };
}

/** The best sentence, however far it is; none for a question without words of its own. */
function nearestOf({ sentences, words }: Found, about: Places): Quote[] {
  const best = words.length > 0 ? sentences.slice(0, 1) : [];
  return quotesOf(
    best.map(({ sentence }) => sentence),
    about,
  );
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
