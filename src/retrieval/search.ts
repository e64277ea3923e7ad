// Finds the sentences and paragraphs of one statement that a question asks for, and says which of its words stand there.

import type { Block, Sentence, Statement } from '../statement/statement.ts';
import type { Range } from '../text.ts';
import { indexPassages, type Passages } from './passages.ts';
import { type QuestionWord, readQuestion } from './question.ts';
import { best, confidenceOf } from './rank.ts';
import { terms } from './terms.ts';

export type SentenceHit = { readonly sentence: Sentence; readonly score: number };
export type BlockHit = { readonly block: Block; readonly score: number };

export type Found = {
  /** Best first; scores above 0, comparable within one question only. */
  readonly sentences: readonly SentenceHit[];
  /** Blocks, headline and date line among them, best first. */
  readonly paragraphs: readonly BlockHit[];
  /** How far the statement speaks of what is asked, 0–1; from CONFIDENT on it is worth answering. */
  readonly confidence: number;
  /** The words looked for, as asked, each followed by other forms it was looked for under. Empty: the question has none. */
  readonly words: readonly string[];
  /** The asked words that stand in the statement, in some form. */
  readonly matched: readonly string[];
  /** The asked words that do not. */
  readonly missing: readonly string[];
};

/** Confidence from which a question is answered rather than declined. */
export const CONFIDENT = 0.5;

export type StatementIndex = {
  readonly search: (question: string, options?: { readonly limit?: number }) => Found;
  /** Where `sentence` holds words of the question or forms of them: offsets into `sentence`, in order, without overlaps. */
  readonly matchRanges: (question: string, sentence: string) => Range[];
};

/** Indexes a statement once; a search takes well under a millisecond. Never throws. */
export function createIndex(statement: Statement): StatementIndex {
  const groups = statement.blocks.map((block) =>
    statement.sentences.filter((sentence) => sentence.start >= block.start && sentence.end <= block.end),
  );
  const sentences = groups.flat();
  const passages = indexPassages(
    groups.map((group) => group.map((sentence) => statement.text.slice(sentence.start, sentence.end))),
  );
  return {
    search: (question, { limit = 10 } = {}) => {
      const read = readQuestion(question, passages.vocabulary);
      const { words } = read;
      if (words.length === 0) return lead(statement, limit);
      const scores = passages.score(read);
      return {
        sentences: best(scores.sentences, limit).map(({ index, score }) => ({ sentence: sentences[index]!, score })),
        paragraphs: best(scores.paragraphs, limit).map(({ index, score }) => ({
          block: statement.blocks[index]!,
          score,
        })),
        confidence: confidenceOf(passages, read),
        words: words.flatMap((word) => shownAs(word, passages)),
        matched: words.filter((word) => word.forms.length > 0).map((word) => word.surface),
        missing: words.filter((word) => word.forms.length === 0).map((word) => word.surface),
      };
    },
    matchRanges: (question, sentence) => matches(readQuestion(question, passages.vocabulary).words, sentence, passages),
  };
}

/** How the word is shown to the asker: as written, then what it was taken for. */
function shownAs(word: QuestionWord, passages: Passages): string[] {
  const others = word.forms
    .filter((form) => form.similarity < 1)
    .map((form) => passages.vocabulary.spellings(form.id)[0]!);
  return [word.surface, ...others];
}

/** What a question without content words gets: the beginning of the body. */
function lead(statement: Statement, limit: number): Found {
  const body = statement.sentences.filter((sentence) => sentence.kind === 'paragraph').slice(0, limit);
  return {
    sentences: body.map((sentence, index) => ({ sentence, score: 1 / (index + 1) })),
    paragraphs: statement.blocks
      .filter((block) => block.kind === 'paragraph')
      .slice(0, limit)
      .map((block, index) => ({ block, score: 1 / (index + 1) })),
    confidence: 0,
    words: [],
    matched: [],
    missing: [],
  };
}

function matches(words: readonly QuestionWord[], sentence: string, passages: Passages): Range[] {
  const ids = new Set(words.flatMap((word) => word.forms.map((form) => form.id)));
  return terms(sentence)
    .filter((term) => {
      const id = passages.vocabulary.idOfSpelling(term.folded) ?? passages.vocabulary.idOf(term.key);
      return id !== undefined && ids.has(id);
    })
    .map(({ start, end }) => ({ start, end }));
}

/**
 * The sentences to quote, best first: those that come near the best one, at most `most`. Near is `near` of its score:
 * neighbours in the statement then join into one quotation.
 */
export function selectSentences(hits: readonly SentenceHit[], { most = 4, near = 0.6 } = {}): readonly SentenceHit[] {
  const first = hits[0];
  return first === undefined ? [] : hits.filter((hit) => hit.score >= near * first.score).slice(0, most);
}
