// A text made ready for questions: its sentences and paragraphs in several views, and what speaks for it being about a question.

import { type Language, languageNamed } from '../language/language.ts';
import { anyLanguageOf } from '../language/language-of.ts';
import { withShortNames } from '../language/short-names.ts';
import { type Term, termsOf } from '../text/terms.ts';
import { createView, type Weights } from './view.ts';

/** A word of a question: the stems of the text that stand for it, each with how far it does, 0–1. */
export type Sought = {
  readonly folded: string;
  readonly forms: ReadonlyMap<string, number>;
  readonly weight: number;
};
export type Query = {
  readonly words: readonly Sought[];
  /** Each word of the question with the next, function words too. */
  readonly pairs: readonly string[];
};

export type Passages = {
  readonly language: Language;
  readonly texts: readonly string[];
  readonly paragraphOf: readonly number[];
  /** The text's content words, folded, each with its stem, by their first letter. */
  readonly words: ReadonlyMap<string, readonly (readonly [folded: string, stem: string])[]>;
  /** The stems of each sentence's content words. */
  readonly stemsOf: readonly ReadonlySet<string>[];
  readonly has: (stem: string) => boolean;
  /** The words, folded, that have a stem. */
  readonly spellings: (stem: string) => readonly string[];
  readonly stemOf: (folded: string) => string;
  /** By paragraph and by sentence; comparable within one question only. */
  readonly score: (query: Query) => { readonly paragraphs: Float64Array; readonly sentences: () => Float64Array };
  /** How far the text speaks of a question, each 0–1: its words, by their weight, in one sentence; in the text; runs and pairs. */
  readonly evidence: (query: Query) => { readonly sentence: number; readonly text: number; readonly closeness: number };
};

// How far long units are held back: a paragraph by its words, a sentence by its letters; a short sentence is no better than a long one.
const PARAGRAPH_B = 0.75;
const RUNS_B = 0.5;
const PAIRS_B = 0.5;
// A run that more sentences hold tells them apart hardly at all, and takes longest to go through.
const MAX_SPREAD = 0.35;
// What content words that stand next to each other, function words between them aside, are worth beside the words themselves.
const NEAR = 0.5;
const HYPHENS = '-‐‑';
// Enough of a text to tell its language.
const SAMPLE_SENTENCES = 20;

/** `language`: BCP 47; told from the text where it is null. */
export function indexPassages(paragraphs: readonly (readonly string[])[], language: string | null = null): Passages {
  const sentences = paragraphs.flat();
  const paragraphOf = paragraphs.flatMap((group, at) => group.map(() => at));
  const own = languageNamed(language ?? anyLanguageOf(sentences.slice(0, SAMPLE_SENTENCES).join(' ')) ?? 'en');
  const known = new Map<string, string>();
  const stemOf = (folded: string) => known.get(folded) ?? own.stem(folded);
  const terms = sentences.map((text) => withShortNames(termsOf(text), own.tag));
  const folded = terms.map((all) => all.map((term) => term.folded));
  const content = folded.map((words, at) => [
    ...words.filter((word) => !own.isFunctionWord(word)),
    ...joinedIn(sentences[at]!, terms[at]!),
  ]);
  const stemmed = content.map((words) =>
    words.map((word) => {
      const stem = stemOf(word);
      known.set(word, stem);
      return stem;
    }),
  );
  const spellings = new Map<string, string[]>();
  for (const [word, stem] of known) spellings.set(stem, [...(spellings.get(stem) ?? []), word]);
  const byParagraph = paragraphs.map(() => [] as string[]);
  // One by one: a sentence may have more words than a call takes arguments.
  for (const [at, stems] of stemmed.entries()) for (const one of stems) byParagraph[paragraphOf[at]!]!.push(one);
  const ofParagraphs = createView(byParagraph, PARAGRAPH_B);
  const ofSentences = createView(stemmed, 0);
  const near = createView(stemmed.map(pairsOf), PAIRS_B);
  const pairs = createView(folded.map(pairsOf), PAIRS_B);
  const runs = createView(
    content.map((words) => words.flatMap(runsOf)),
    RUNS_B,
    MAX_SPREAD,
  );

  function score(query: Query) {
    const weights = stemWeights(query);
    const closeness = closenessTo(query);
    const closest = new Float64Array(paragraphs.length);
    for (let at = 0; at < closeness.length; at++) {
      const paragraph = paragraphOf[at]!;
      if (closeness[at]! > closest[paragraph]!) closest[paragraph] = closeness[at]!;
    }
    return {
      // A paragraph is as near as the nearest of its sentences, beside what it has in all.
      paragraphs: ofParagraphs.score(weights).map((score, at) => score + closest[at]!),
      sentences: () => ofSentences.score(weights).map((score, at) => score + closeness[at]!),
    };
  }

  /** By sentence: how far it has the question's letters and its words next to each other. */
  function closenessTo(query: Query): Float64Array {
    const inPairs = pairs.score(equal(query.pairs));
    const inNear = near.score(equal(pairsOf(query.words.map((word) => mainForm(word)))));
    return runs.score(runWeights(query)).map((score, at) => score + inPairs[at]! + NEAR * inNear[at]!);
  }

  function evidence(query: Query) {
    const mass = query.words.reduce((sum, word) => sum + word.weight, 0) || 1;
    const held = new Float64Array(sentences.length);
    let text = 0;
    for (const { forms, weight } of query.words) {
      text += (weight * Math.max(0, ...forms.values())) / mass;
      const best = new Map<number, number>();
      for (const [stem, share] of forms)
        for (const at of ofSentences.holding(stem)) best.set(at, Math.max(best.get(at) ?? 0, share));
      for (const [at, share] of best) held[at]! += (weight * share) / mass;
    }
    return { sentence: greatest(held), text, closeness: greatest(closenessTo(query)) };
  }

  return {
    language: own,
    texts: sentences,
    paragraphOf,
    words: Map.groupBy(known, ([folded]) => folded[0]!),
    stemsOf: stemmed.map((stems) => new Set(stems)),
    has: ofSentences.has,
    spellings: (stem) => spellings.get(stem) ?? [],
    stemOf,
    score,
    evidence,
  };
}

/** Each word with the next. */
export function pairsOf(words: readonly string[]): string[] {
  return words.slice(1).map((word, at) => `${words[at]} ${word}`);
}

/** "well-being" in one word too, as people write it. */
function joinedIn(text: string, terms: readonly Term[]): string[] {
  return terms.slice(1).flatMap((term, before) => {
    const { end, folded } = terms[before]!;
    return term.start === end + 1 && HYPHENS.includes(text[end]!) ? [folded + term.folded] : [];
  });
}

/** The runs of four characters in a word with a blank on each side: words in other forms and misspelt share most of them. */
function runsOf(word: string): string[] {
  const padded = ` ${word} `;
  return Array.from({ length: Math.max(1, padded.length - 3) }, (_, at) => padded.slice(at, at + 4));
}

function mainForm({ folded, forms }: Sought): string {
  for (const stem of forms.keys()) return stem;
  return folded;
}

function stemWeights({ words }: Query): Weights {
  const found = new Map<string, number>();
  for (const { folded, forms, weight } of words) {
    // What the text does not have still counts for how much of the question it has.
    if (forms.size === 0) keepMost(found, `?${folded}`, weight);
    for (const [stem, share] of forms) keepMost(found, stem, weight * share);
  }
  return found;
}

function runWeights({ words }: Query): Weights {
  const found = new Map<string, number>();
  for (const word of words) {
    const main = mainForm(word);
    for (const run of runsOf(word.folded)) keepMost(found, run, word.weight);
    if (!word.folded.startsWith(main)) for (const run of runsOf(main)) keepMost(found, run, word.weight);
  }
  return found;
}

function keepMost(weights: Map<string, number>, term: string, weight: number): void {
  if (weight > (weights.get(term) ?? 0)) weights.set(term, weight);
}

function equal(terms: readonly string[]): Weights {
  return new Map(terms.map((term) => [term, 1]));
}

function greatest(values: Float64Array): number {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}
