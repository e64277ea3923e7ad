// Answers without a model: the statement's own sentences nearest to the question, or the evidence that it holds none.

import { CONFIDENT, type Found, type SentenceHit, type StatementIndex, selectSentences } from '../retrieval/search.ts';
import { type Places, type Quote, quoteSentences } from '../statement/quotation.ts';
import { words } from '../text/words.ts';
import type { AnswerKind, Question, Searched, WithoutModel } from './answer.ts';

/**
 * The search behind an answer. A question that has no words of its own ("why?"), or too few to be found by ("and then?"),
 * is read together with the question before it.
 */
export function searchFor(question: Question, index: StatementIndex): Found {
  const alone = index.search(withoutAddresses(question.text));
  const before = question.turns.at(-1);
  if (!before || alone.confidence >= CONFIDENT) return alone;
  const joined = index.search(withoutAddresses(`${before.question} ${question.text}`));
  if (alone.words.length === 0) return joined;
  // A new subject that the statement does not know ("and Ukraine?") stays unanswered, however well the old one was known.
  if (alone.matched.length === 0 || joined.confidence < CONFIDENT) return alone;
  return { ...joined, sentences: ofBoth(joined.sentences, alone.sentences) };
}

/** The sentences of both questions with those first that the new one's own words point to: the old one only says what it leans on. */
function ofBoth(joined: readonly SentenceHit[], alone: readonly SentenceHit[]): readonly SentenceHit[] {
  const share = (hits: readonly SentenceHit[], key: string) =>
    (hits.find((hit) => hit.sentence.key === key)?.score ?? 0) / (hits[0]?.score ?? 1);
  return joined
    .map(({ sentence }) => ({ sentence, score: share(joined, sentence.key) + share(alone, sentence.key) }))
    .sort((one, other) => other.score - one.score);
}

// Links, mail addresses, mentions of accounts and commands, as chats are full of them.
const ADDRESSES =
  /\b(?:https?|ftp|tg|ton):\/\/\S+|\bwww\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|\b(?:[a-z\d-]+\.)+[a-z]{2,}\/\S*|(?<![\p{L}\p{N}_])[@/][a-z\d_]{2,}\b/giu;

/** What of a text is worth looking for: an address is no word of a question, unless there is nothing else. */
function withoutAddresses(text: string): string {
  const rest = text.replace(ADDRESSES, ' ');
  return /[\p{L}\p{N}]/u.test(rest) ? rest : text;
}

/** Whether the question is about the statement as a whole: no content words, and no earlier question to take them from. */
function isGeneral(found: Found): boolean {
  return found.words.length === 0;
}

/** The answer of a search: the sentences nearest to the question, or that there are none. */
export function extract(found: Found, about: Places, why: WithoutModel): AnswerKind {
  const hits = withoutHeadline(selectSentences(found.sentences));
  const quotes = found.confidence >= CONFIDENT || isGeneral(found) ? quotesOf(hits, about) : [];
  if (quotes.length > 0) return { kind: 'quotations', why, quotes, leansOn: null };
  return { kind: 'absent', by: 'words', why, ...evidenceOf(found, about) };
}

/** How many sentences were searched, for which words, and the nearest quotation. */
export function evidenceOf(found: Found, about: Places): { searched: Searched; nearest: readonly Quote[] } {
  const body = about.statement.sentences.filter((sentence) => sentence.kind === 'paragraph');
  const nearest = found.sentences.slice(0, 1).filter(() => found.words.length > 0);
  return {
    searched: { sentences: body.length, words: found.words, missing: found.missing },
    nearest: quotesOf(nearest, about),
  };
}

/** The headline says again, in the agency's words, what the body says: it is quoted only where nothing else is. */
function withoutHeadline(hits: readonly SentenceHit[]): readonly SentenceHit[] {
  const others = hits.filter((hit) => hit.sentence.kind !== 'headline');
  return others.length > 0 ? others : hits;
}

/** The quotations that hits give, best first by their best sentence. */
function quotesOf(hits: readonly SentenceHit[], about: Places): Quote[] {
  const rank = new Map(hits.map((hit, at) => [hit.sentence.key, at]));
  const best = (quote: Quote) => Math.min(...quote.keys.map((key) => rank.get(key) ?? hits.length));
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
