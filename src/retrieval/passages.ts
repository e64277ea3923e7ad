// The words of a set of paragraphs, by sentence, and how well each sentence and paragraph fits a weighted set of words.
// What a question's words mean in this text is decided in question.ts.

import { FUNCTION_WORDS, terms } from './terms.ts';

/** A paragraph as the index takes it: its sentences in order. */
export type ParagraphSentences = readonly string[];

/** A word that the question looks for, with the forms under which the paragraphs may hold it. */
export type Sought = {
  /** Ids of vocabulary words with how far each stands for the word, 0–1, best first; empty when the text lacks it. */
  readonly forms: readonly { readonly id: number; readonly similarity: number }[];
  /** The words whose character runs are looked for: the word itself, or what it was taken for. */
  readonly spellings: readonly string[];
  /** Weight beside the other words, 1 unless something speaks against it (a name of the speaker, a foreign filler). */
  readonly weight: number;
};

export type Scores = {
  /** By paragraph, 0 where nothing fits; comparable within one question only. */
  readonly paragraphs: Float64Array;
  /** By sentence, in the order of the paragraphs. */
  readonly sentences: Float64Array;
};

export type Passages = {
  readonly paragraphCount: number;
  readonly sentenceCount: number;
  /** The paragraph of each sentence. */
  readonly paragraphOf: Uint32Array;
  readonly vocabulary: Vocabulary;
  /** How rare a word is among the paragraphs: ln(1 + (N − n + ½) / (n + ½)), the rarest for an unknown one. */
  readonly rarity: (id: number | undefined) => number;
  readonly score: (sought: readonly Sought[]) => Scores;
  /** Whether sentence by sentence holds one of the forms: the best similarity each, by sentence. */
  readonly presence: (sought: Sought) => ReadonlyMap<number, number>;
};

export type Vocabulary = {
  readonly size: number;
  /** Id of a stem; undefined when the paragraphs lack it. */
  readonly idOf: (key: string) => number | undefined;
  /** Id by a word's folded spelling, which saves stemming what the text has letter for letter. */
  readonly idOfSpelling: (folded: string) => number | undefined;
  readonly key: (id: number) => string;
  /** The spellings of each word, folded, in order of first use. */
  readonly spellings: (id: number) => readonly string[];
};

// BM25's saturation and length norm: the values of its authors. On the tuning articles k1 0.9–1.6 and b 0.5–0.9 stay within 0.2 R@1.
const K1 = 1.2;
const B = 0.75;
// Weights of the three views, fitted by conditional logistic regression (the gold paragraph against its article's others)
// on 8 of the 16 tuning articles and on the other 8: 5.2–6.0 / 8.3–9.4 / 2.9–3.3.
const WORDS = 5.6;
const RUNS = 8.8;
const PAIRS = 3.1;
// Runs of four characters: three meet by chance, five lose short stems.
const RUN = 4;

/** Reads the paragraphs once; afterwards a question costs time in proportion to the occurrences of its words. */
export function indexPassages(paragraphs: readonly ParagraphSentences[]): Passages {
  const sentenceCount = paragraphs.reduce((sum, sentences) => sum + sentences.length, 0);
  const paragraphOf = new Uint32Array(sentenceCount);
  const lengths = new Float64Array(paragraphs.length);
  const words = new WordTable();
  const runs = new Map<string, number[]>();
  // A content word's place; places of neighbouring content words differ by 1, those of different sentences by more.
  let place = 0;
  const sentenceAt: number[] = [];
  let sentence = 0;
  for (const [paragraph, sentences] of paragraphs.entries()) {
    for (const text of sentences) {
      paragraphOf[sentence] = paragraph;
      const found = terms(text);
      for (const [index, term] of found.entries()) {
        const next = found[index + 1];
        if (next !== undefined && next.start === term.end + 1 && /[-‐‑]/.test(text[term.end]!)) {
          words.add(term.folded + next.folded, undefined, place);
        }
        if (FUNCTION_WORDS.has(term.folded) && term.key !== 'usa') continue;
        words.add(term.folded, term.key, place);
        sentenceAt[place] = sentence;
        lengths[paragraph]! += 1;
        place++;
        for (const run of words.runsOf(term.folded)) {
          const holding = runs.get(run);
          if (holding === undefined) runs.set(run, [sentence]);
          else if (holding.at(-1) !== sentence) holding.push(sentence);
        }
      }
      sentenceAt[place] = sentence;
      place++;
      sentence++;
    }
  }
  return new PassageIndex(paragraphs.length, paragraphOf, lengths, words, runs, Uint32Array.from(sentenceAt));
}

/** The vocabulary while it is read and after: stems, spellings, places. */
class WordTable implements Vocabulary {
  readonly places: number[][] = [];
  readonly #ids = new Map<string, number>();
  readonly #bySpelling = new Map<string, number>();
  readonly #keys: string[] = [];
  readonly #spellings: string[][] = [];
  readonly #runs = new Map<string, readonly string[]>();

  get size(): number {
    return this.#keys.length;
  }

  /** `key` undefined: a joined form, which is its own stem. */
  add(folded: string, key: string | undefined, place: number): void {
    const stemmed = key ?? folded;
    let id = this.#ids.get(stemmed);
    if (id === undefined) {
      id = this.#keys.push(stemmed) - 1;
      this.#ids.set(stemmed, id);
      this.#spellings.push([]);
      this.places.push([]);
    }
    this.places[id]!.push(place);
    if (!this.#bySpelling.has(folded)) {
      this.#bySpelling.set(folded, id);
      this.#spellings[id]!.push(folded);
    }
  }

  idOf(key: string): number | undefined {
    return this.#ids.get(key);
  }

  idOfSpelling(folded: string): number | undefined {
    return this.#bySpelling.get(folded);
  }

  key(id: number): string {
    return this.#keys[id]!;
  }

  spellings(id: number): readonly string[] {
    return this.#spellings[id]!;
  }

  runsOf(folded: string): readonly string[] {
    const known = this.#runs.get(folded);
    if (known !== undefined) return known;
    const runs = runsOf(folded);
    this.#runs.set(folded, runs);
    return runs;
  }
}

/** The runs of RUN characters in a word with a blank on each side; shorter words are one run. */
function runsOf(folded: string): readonly string[] {
  const padded = ` ${folded} `;
  if (padded.length <= RUN) return [padded];
  const runs: string[] = [];
  for (let at = 0; at + RUN <= padded.length; at++) runs.push(padded.slice(at, at + RUN));
  return runs;
}

class PassageIndex implements Passages {
  readonly paragraphCount: number;
  readonly sentenceCount: number;
  readonly paragraphOf: Uint32Array;
  readonly vocabulary: WordTable;
  readonly #lengths: Float64Array;
  readonly #meanLength: number;
  readonly #runs: ReadonlyMap<string, readonly number[]>;
  readonly #sentenceAt: Uint32Array;
  readonly #rarities: Float64Array;

  constructor(
    paragraphCount: number,
    paragraphOf: Uint32Array,
    lengths: Float64Array,
    words: WordTable,
    runs: ReadonlyMap<string, readonly number[]>,
    sentenceAt: Uint32Array,
  ) {
    this.paragraphCount = paragraphCount;
    this.sentenceCount = paragraphOf.length;
    this.paragraphOf = paragraphOf;
    this.vocabulary = words;
    this.#lengths = lengths;
    this.#meanLength = Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, paragraphCount));
    this.#runs = runs;
    this.#sentenceAt = sentenceAt;
    this.#rarities = new Float64Array(words.size).fill(-1);
  }

  rarity(id: number | undefined): number {
    if (id === undefined) return rarity(0, this.paragraphCount);
    if (this.#rarities[id]! < 0) {
      let holding = 0;
      let last = -1;
      for (const place of this.vocabulary.places[id]!) {
        const paragraph = this.paragraphOf[this.#sentenceAt[place]!]!;
        if (paragraph !== last) holding++;
        last = paragraph;
      }
      this.#rarities[id] = rarity(holding, this.paragraphCount);
    }
    return this.#rarities[id]!;
  }

  score(sought: readonly Sought[]): Scores {
    const paragraphs = new Float64Array(this.paragraphCount);
    const sentences = new Float64Array(this.sentenceCount);
    // Each view is a share of what a perfect match would bring, so that one set of weights serves short and long questions.
    const mass = sought.reduce((sum, word) => sum + word.weight * this.rarity(word.forms[0]?.id), 0);
    if (mass === 0) return { paragraphs, sentences };
    this.#addWords(sought, WORDS / mass, paragraphs, sentences);
    this.#addPairs(sought, PAIRS / mass, paragraphs, sentences);
    const runs = this.#runShares(sought);
    const best = new Float64Array(this.paragraphCount);
    for (let sentence = 0; sentence < this.sentenceCount; sentence++) {
      const share = runs[sentence]!;
      if (share === 0) continue;
      sentences[sentence]! += RUNS * share;
      const paragraph = this.paragraphOf[sentence]!;
      if (share > best[paragraph]!) best[paragraph] = share;
    }
    for (let paragraph = 0; paragraph < best.length; paragraph++) paragraphs[paragraph]! += RUNS * best[paragraph]!;
    return { paragraphs, sentences };
  }

  presence(sought: Sought): ReadonlyMap<number, number> {
    const found = new Map<number, number>();
    for (const { id, similarity } of sought.forms) {
      for (const place of this.vocabulary.places[id]!) {
        const sentence = this.#sentenceAt[place]!;
        if ((found.get(sentence) ?? 0) < similarity) found.set(sentence, similarity);
      }
    }
    return found;
  }

  /** BM25 by paragraph; by sentence the plain rarity, for a sentence is too short for frequencies to speak. */
  #addWords(sought: readonly Sought[], scale: number, paragraphs: Float64Array, sentences: Float64Array): void {
    const frequency = new Map<number, number>();
    for (const word of sought) {
      if (word.forms.length === 0) continue;
      const worth = scale * word.weight * this.rarity(word.forms[0]!.id);
      frequency.clear();
      const seen = new Map<number, number>();
      for (const { id, similarity } of word.forms) {
        for (const place of this.vocabulary.places[id]!) {
          const sentence = this.#sentenceAt[place]!;
          const paragraph = this.paragraphOf[sentence]!;
          frequency.set(paragraph, (frequency.get(paragraph) ?? 0) + similarity);
          if ((seen.get(sentence) ?? 0) < similarity) seen.set(sentence, similarity);
        }
      }
      for (const [paragraph, count] of frequency) {
        const norm = K1 * (1 - B + (B * this.#lengths[paragraph]!) / this.#meanLength);
        paragraphs[paragraph]! += (worth * count * (K1 + 1)) / (count + norm);
      }
      for (const [sentence, similarity] of seen) sentences[sentence]! += worth * similarity;
    }
  }

  /** Two words that stand side by side in the question and in the text, function words aside. */
  #addPairs(sought: readonly Sought[], scale: number, paragraphs: Float64Array, sentences: Float64Array): void {
    for (let at = 0; at + 1 < sought.length; at++) {
      const first = sought[at]!.forms[0];
      const second = sought[at + 1]!.forms[0];
      if (first === undefined || second === undefined || first.id === second.id) continue;
      const found = this.#together(first.id, second.id);
      if (found.length === 0) continue;
      let holding = 0;
      let last = -1;
      for (const sentence of found) {
        const paragraph = this.paragraphOf[sentence]!;
        if (paragraph !== last) holding++;
        last = paragraph;
      }
      const worth = scale * first.similarity * second.similarity * rarity(holding, this.paragraphCount);
      last = -1;
      let lastSentence = -1;
      for (const sentence of found) {
        const paragraph = this.paragraphOf[sentence]!;
        if (paragraph !== last) paragraphs[paragraph]! += worth;
        if (sentence !== lastSentence) sentences[sentence]! += worth;
        last = paragraph;
        lastSentence = sentence;
      }
    }
  }

  /** The sentences, in order, in which the second word directly follows the first. */
  #together(first: number, second: number): number[] {
    const found: number[] = [];
    const firsts = this.vocabulary.places[first]!;
    const seconds = this.vocabulary.places[second]!;
    for (let a = 0, b = 0; a < firsts.length && b < seconds.length; ) {
      const gap = seconds[b]! - firsts[a]!;
      if (gap === 1) found.push(this.#sentenceAt[firsts[a]!]!);
      if (gap <= 1) b++;
      else a++;
    }
    return found;
  }

  /** By sentence, the share of the question's character runs that it holds, rare runs counting more. */
  #runShares(sought: readonly Sought[]): Float64Array {
    const shares = new Float64Array(this.sentenceCount);
    const seen = new Set<string>();
    let mass = 0;
    for (const word of sought) {
      for (const spelling of word.spellings) {
        for (const run of runsOf(spelling)) {
          if (seen.has(run)) continue;
          seen.add(run);
          const holding = this.#runs.get(run);
          const worth = word.weight * rarity(holding?.length ?? 0, this.sentenceCount);
          mass += worth;
          if (holding !== undefined) for (const sentence of holding) shares[sentence]! += worth;
        }
      }
    }
    if (mass > 0) for (let at = 0; at < shares.length; at++) shares[at]! /= mass;
    return shares;
  }
}

function rarity(holding: number, all: number): number {
  return Math.log(1 + (all - holding + 0.5) / (holding + 0.5));
}
