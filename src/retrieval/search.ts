// Finds the sentences and paragraphs of one statement that a question asks for, and says which of its words stand there.

import { hasKind, type Kind } from '../language/asked.ts';
import { wordsOfAll } from '../language/word-list.ts';
import type { Block, Sentence, Statement } from '../statement/statement.ts';
import { lazy } from '../text/lazy.ts';
import type { Range } from '../text/range.ts';
import { foldWord, termsOf } from '../text/terms.ts';
import { likelihoodOf } from './likelihood.ts';
import { indexPassages, type Passages } from './passages.ts';
import { plainQuestion } from './plain-question.ts';
import { type QuestionRead, readQuestion, type Weigh } from './question.ts';
import { best, type Ranked } from './rank.ts';
import { repliesIn } from './replies.ts';

export type SentenceHit = { readonly sentence: Sentence; readonly score: number };

export type Hits = {
  /** Best first; scores above 0, comparable within one question only. */
  readonly sentences: readonly SentenceHit[];
  /** Blocks, headline and date line among them, best first. */
  readonly paragraphs: readonly { readonly block: Block; readonly score: number }[];
  /** The words looked for, as asked, each followed by other forms it was looked for under. Empty: the question has none of its own. */
  readonly words: readonly string[];
  /** The asked words that stand in the statement in some form, and those that do not. */
  readonly matched: readonly string[];
  readonly missing: readonly string[];
  /** Whether the question is in another language than the statement: that a word is missing then says nothing. */
  readonly otherLanguage: boolean;
  /** For each of the sentences how likely it answers, 0–1; a question that the text itself asks answers nothing. */
  readonly likelihoods: readonly number[];
};

export type StatementIndex = {
  readonly passages: Passages;
  /** `limit`: how many sentences and blocks at most, 10 by default. */
  readonly search: (question: string, options?: { readonly limit?: number }) => Hits;
  /** Reads the question; gives where a sentence holds words of it or forms of them: offsets, in order, without overlaps. */
  readonly matcher: (question: string) => (sentence: string) => Range[];
};

// The weights are set by hand, coarsely, on the questions of test/eval.
// What people ask with may be meant after all where the text has it.
const ASKING_WEIGHT = 0.15;
// The speaker is in every question about him, and who he is tells no sentence from the others.
const SPEAKER_WEIGHT = 0.15;
// A sentence in a paragraph about the matter is likelier meant than one that mentions it in passing.
const PARAGRAPH_SHARE = 0.3;
// The headline and the signature repeat what the body says.
const BLOCK_WEIGHT = { headline: 0.7, date: 1, paragraph: 1, signature: 0.7 } as const;
// Asked what someone said, his own words come before the publisher's.
const DIRECT_WEIGHT = 1.1;
// Of a question for a number, a sentence with one is likelier the answer.
const KIND_WEIGHT = 1.5;
// So many sentences below the last one asked for may still go up.
const MORE_FOR_KIND = 10;
// What is said after a question answers it: the first sentence most likely.
const REPLY_SHARES = [0.9, 0.7, 0.5];

/** Indexes a statement once; a search takes well under a millisecond. Never throws. */
export function createIndex(statement: Statement): StatementIndex {
  const { blocks, text, speaker } = statement;
  const groups = inBlocks(statement);
  const sentences = groups.flat();
  const passages = indexPassages(
    groups.map((group) => group.map(({ start, end }) => text.slice(start, end))),
    statement.language,
  );
  const names = [speaker?.name ?? '', ...(speaker?.names ?? [])].flatMap(termsOf);
  const speakers = new Set(names.map(({ folded }) => passages.stemOf(folded)));
  const isDirect = directIn(statement, sentences);
  const factors = sentences.map(({ kind }, at) => BLOCK_WEIGHT[kind] * (isDirect[at] ? DIRECT_WEIGHT : 1));
  const replies = repliesIn(passages);
  const weigh: Weigh = (folded, stem, isThere) => {
    if (askedWith().has(folded)) return isThere ? ASKING_WEIGHT : 0;
    return speakers.has(stem) && isThere ? SPEAKER_WEIGHT : 1;
  };

  const asking = new Map([...replies].flatMap(([at, after]) => after.map((reply) => [reply, at] as const)));
  /** The sentence before one, the next in its paragraph, and the question it replies to. */
  function around(at: number): number[] {
    const next = passages.paragraphOf[at + 1] === passages.paragraphOf[at] ? [at + 1] : [];
    return [...(at > 0 ? [at - 1] : []), ...next, ...(asking.has(at) ? [asking.get(at)!] : [])];
  }

  /** A question in a turn of its own; one that somebody asks themselves is as much an answer as what follows. */
  function isAskedByAnother(at: number): boolean {
    const [reply] = replies.get(at) ?? [];
    return reply !== undefined && passages.paragraphOf[reply] !== passages.paragraphOf[at];
  }

  function search(question: string, { limit = 10 } = {}): Hits {
    const plain = plainQuestion(question);
    let read = readQuestion(plain, passages, weigh);
    // Of a question about nothing but the speaker, he is what it asks about.
    if (read.words.every(({ weight }) => weight <= SPEAKER_WEIGHT))
      read = readQuestion(plain, passages, (folded) => (askedWith().has(folded) ? 0 : 1));
    const { paragraphs, sentences: bySentence } = passages.score(read);
    const scores = bySentence();
    for (let at = 0; at < scores.length; at++)
      if (scores[at]! > 0)
        scores[at] = factors[at]! * (scores[at]! + PARAGRAPH_SHARE * paragraphs[passages.paragraphOf[at]!]!);
    for (const [at, after] of replies)
      for (const [n, reply] of after.entries()) scores[reply]! += REPLY_SHARES[n]! * scores[at]!;
    const ranked = best(scores, limit + MORE_FOR_KIND)
      .map((hit) => withKind(hit, read.asked.kind))
      .sort((one, other) => other.score - one.score)
      .slice(0, limit);
    const most = ranked.find(({ index, fits }) => fits && !isAskedByAnother(index)) ?? ranked[0];
    return {
      likelihoods: ranked.map(({ index, score, fits }) =>
        isAskedByAnother(index)
          ? 0
          : likelihoodOf(read, passages, { at: index, around: around(index), score: score / most!.score, fits }),
      ),
      sentences: ranked.map(({ index, score }) => ({ sentence: sentences[index]!, score })),
      paragraphs: best(paragraphs, limit).map(({ index, score }) => ({ block: blocks[index]!, score })),
      ...wordsOf(read),
    };
  }

  /** Of a question for a number or a reason the sentences with one go up. */
  function withKind({ index, score }: Ranked, kind: Kind | null) {
    const fits = hasKind(kind, passages.texts[index]!, passages.language.tag);
    return { index, fits, score: kind !== null && fits ? score * KIND_WEIGHT : score };
  }

  return {
    passages,
    search,
    matcher: (question) => {
      const { words } = readQuestion(plainQuestion(question), passages, weigh);
      const forms = new Set(words.flatMap((word) => [...word.forms.keys()]));
      return (sentence) => termsOf(sentence).filter(({ folded }) => forms.has(passages.stemOf(folded)));
    },
  };
}

/** The sentences of each block, in order; both are in the text's order. */
function inBlocks({ blocks, sentences }: Statement): Sentence[][] {
  let at = 0;
  return blocks.map(({ end }) => {
    const from = at;
    while (at < sentences.length && sentences[at]!.end <= end) at++;
    return sentences.slice(from, at);
  });
}

/** By sentence whether it holds somebody's own words; spans and sentences are in the text's order. */
function directIn({ spans }: Statement, sentences: readonly Sentence[]): boolean[] {
  const direct = spans.filter(({ kind }) => kind === 'direct');
  let next = 0;
  return sentences.map(({ start, end }) => {
    while (next < direct.length && direct[next]!.end <= start) next++;
    return next < direct.length && direct[next]!.start < end;
  });
}

function wordsOf({ words, otherLanguage }: QuestionRead) {
  return {
    words: words.flatMap(({ surface, folded, forms }) => [
      surface,
      ...[...forms.keys()].filter((form) => !folded.startsWith(form) && !form.startsWith(folded)).slice(0, 2),
    ]),
    matched: words.filter(({ forms }) => forms.size > 0).map(({ surface }) => surface),
    missing: words.filter(({ forms }) => forms.size === 0).map(({ surface }) => surface),
    otherLanguage: otherLanguage !== null,
  };
}

/** What people ask with, in all listed languages together: a question in one may be about a text in another. */
const askedWith = lazy(() => new Set([...wordsOfAll('asking').values()].flat().map(foldWord)));
