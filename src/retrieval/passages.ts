// The words of a set of paragraphs, by sentence, and how well each sentence and paragraph fits a question.
// What the question's words mean in this text is decided in question.ts.

import { sound } from './foreign.ts';
import { ENGLISH, type Language, languageOf } from './languages.ts';
import { letterBits } from './spelling.ts';
import { type Alphabet, alphabetOf, foldWord, terms } from './terms.ts';

/** A paragraph as the index takes it: its sentences in order. */
export type ParagraphSentences = readonly string[];

/** A word of the text that stands for a word of the question, and how far, 0–1. */
export type Form = { readonly id: number; readonly similarity: number };

/** A content word that the question looks for. */
export type Sought = {
  /** Best first; empty when the text lacks the word. */
  readonly forms: readonly Form[];
  /** The words whose character runs are looked for: the word itself, and what it was taken for. */
  readonly spellings: readonly string[];
  /** How much it says about what the question is about, 0–1. */
  readonly weight: number;
};

/** Any word of the question, function words included, as it stands in the text; `id` null when it does not. */
export type Token = { readonly id: number | null; readonly weight: number };

export type Query = {
  /** The content words, each once, in order. */
  readonly words: readonly Sought[];
  /** Every word in order. */
  readonly tokens: readonly Token[];
  /** Whether a number, a date or an amount is asked for. */
  readonly wantsNumber: boolean;
};

type Scores = {
  /** By paragraph, 0 where nothing fits; comparable within one question only. */
  readonly paragraphs: Float64Array;
  /** By sentence, in the order of the paragraphs. */
  readonly sentences: Float64Array;
};

/** What speaks for the text being about the question at all; each a share, 0–1, of what a perfect match would bring. */
type Evidence = {
  /** Of the words' weight, held by the best sentence. */
  readonly sentence: number;
  /** Of the words' weight, held anywhere. */
  readonly text: number;
  /** Of the words' character runs, held by the best sentence. */
  readonly runs: number;
  /** Of the pairs of neighbouring words, side by side anywhere. */
  readonly pairs: number;
};

export type Passages = {
  readonly paragraphCount: number;
  readonly sentenceCount: number;
  /** The paragraph of each sentence. */
  readonly paragraphOf: Uint32Array;
  readonly vocabulary: Vocabulary;
  /** The share of the paragraphs that hold a word, 0–1. */
  readonly spread: (id: number) => number;
  readonly score: (query: Query) => Scores;
  readonly evidence: (query: Query) => Evidence;
};

/** A spelling of a word, with the set of its letters as bits, so that quite different words need no second look. */
type Spelling = { readonly id: number; readonly folded: string; readonly letters: number };

/** A word of the text as it sounds, for telling cognates. */
type Sounding = { readonly id: number; readonly sound: string };

export type Vocabulary = {
  readonly size: number;
  /** The language that the text is in. */
  readonly language: Language;
  /** Id of a stem; undefined when the paragraphs lack it. */
  readonly idOf: (key: string) => number | undefined;
  /** Id by a word's folded spelling, which saves stemming what the text has letter for letter. */
  readonly idOfSpelling: (folded: string) => number | undefined;
  readonly key: (id: number) => string;
  /** Whether a word stands nowhere but in the dateline: "MINSK - ". */
  readonly isDateline: (id: number) => boolean;
  /** The spellings of each word, folded, in order of first use. */
  readonly spellings: (id: number) => readonly string[];
  /** Whether a word of the text begins with a letter of this kind. */
  readonly has: (alphabet: Alphabet) => boolean;
  /** Ids of the content words whose stems begin with `start`, four characters. */
  readonly startingWith: (start: string) => readonly number[];
  /** Ids of the content words whose stems end with `end`, four characters. */
  readonly endingWith: (end: string) => readonly number[];
  /** Content words, each with the sounds of its spellings and its stem that begin with `first`, one letter. */
  readonly soundingLike: (first: string) => readonly Sounding[];
  /** The spellings of content words that have this many UTF-16 units. */
  readonly ofLength: (length: number) => readonly Spelling[];
};

// BM25's saturation and length norm: the values of its authors. On the tuning articles k1 0.9–1.6 and b 0.5–0.9 stay within 0.2 R@1.
const K1 = 1.2;
const B = 0.75;
// Weights of the views, fitted by conditional logistic regression: the gold paragraph against the others of its article, 2,910
// questions, 16 articles. Fitted on either half of the articles, R@1 / MRR on the other half stays within 0.2 of these.
const WORDS = 4;
const RUNS = 6.4;
const PAIRS = 1.5;
const PHRASES = 6.5;
const SHARE = 4.3;
const NUMBER = 1.1;
// Runs of four characters: three meet by chance more often (R@1 of this view alone 81.8, four 82.5), five lose short stems (81.4).
const RUN = 4;
// What is longer is no word.
const LONGEST_WORD = 200;
// A word of nearly every sentence tells none from the others, and its places are most of the text.
const LEAST_RARITY = 0.25;

/** Reads the paragraphs once; afterwards a question costs time in proportion to the occurrences of its words. */
export function indexPassages(paragraphs: readonly ParagraphSentences[]): Passages {
  const sentenceCount = paragraphs.reduce((sum, sentences) => sum + sentences.length, 0);
  const layout: Layout = {
    paragraphCount: paragraphs.length,
    paragraphOf: new Uint32Array(sentenceCount),
    lengths: new Float64Array(paragraphs.length),
    holdsNumber: new Uint8Array(sentenceCount),
    sentenceAt: [],
    contentAt: [],
  };
  const language = languageOf(sampleOf(paragraphs, sentenceCount));
  const words = new WordTable(language);
  const stemmed = language === ENGLISH ? undefined : language;
  const dateline = datelineOf(paragraphs);
  const inDateline: string[] = [];
  let content = 0;
  let sentence = 0;
  for (const [paragraph, sentences] of paragraphs.entries()) {
    for (const text of sentences) {
      layout.paragraphOf[sentence] = paragraph;
      if (NUMBER_WORD.test(text)) layout.holdsNumber[sentence] = 1;
      const found = terms(text, stemmed);
      for (const [index, term] of found.entries()) {
        const place = layout.sentenceAt.length;
        if (sentence === dateline?.sentence && term.end <= dateline.end) inDateline.push(term.key);
        const next = found[index + 1];
        if (next !== undefined && next.start === term.end + 1 && HYPHENS.includes(text[term.end]!)) {
          words.add(term.folded + next.folded, null, place);
        }
        words.add(term.folded, term.key, place);
        layout.sentenceAt.push(sentence);
        layout.contentAt.push(content);
        if (language.isFunctionWord(term.folded)) continue;
        content++;
        layout.lengths[paragraph]! += 1;
        for (const holding of words.runsOf(term.folded)) if (holding.at(-1) !== sentence) holding.push(sentence);
      }
      // A gap, so that the last word of a sentence and the first of the next are no neighbours.
      layout.sentenceAt.push(sentence);
      layout.contentAt.push(content++);
      sentence++;
    }
  }
  words.markDateline(inDateline);
  return new PassageIndex(layout, words);
}

// Enough words to tell a language by, from all over the text: a title page or a quotation may be in another.
const SAMPLED_SENTENCES = 40;
const SAMPLED_UNITS = 200;

function sampleOf(paragraphs: readonly ParagraphSentences[], sentenceCount: number): string[] {
  const step = Math.max(1, Math.floor(sentenceCount / SAMPLED_SENTENCES));
  const found: string[] = [];
  let sentence = 0;
  for (const sentences of paragraphs) {
    for (const text of sentences) {
      if (sentence++ % step === 0) {
        for (const [word] of text.slice(0, SAMPLED_UNITS).matchAll(/[\p{L}\p{M}'’]+/gu)) found.push(foldWord(word));
      }
    }
  }
  return found;
}

// "MINSK - ", "WASHINGTON, Nov 3 (Reuters) — ", at the beginning of the first paragraphs of a report.
const DATELINE = /^\p{Lu}[\p{Lu}.'’-]{2,}(?:[ ,/]{1,2}[\p{L}\p{N}.()]+){0,5} ?[-–—]{1,2} /u;
const DATELINE_BY = 4;
const LONGEST_DATELINE = 80;

/** Where the dateline ends, and in which sentence; null without one. Several such beginnings are headings or a glossary. */
function datelineOf(paragraphs: readonly ParagraphSentences[]): { sentence: number; end: number } | null {
  let found: { sentence: number; end: number } | null = null;
  let sentence = 0;
  for (const [at, sentences] of paragraphs.entries()) {
    const match = DATELINE.exec((sentences[0] ?? '').slice(0, LONGEST_DATELINE));
    if (match !== null) {
      if (found !== null || at >= DATELINE_BY) return null;
      found = { sentence, end: match[0].length };
    }
    sentence += sentences.length;
  }
  return found;
}

const HYPHENS = '-‐‑';
// Figures, and the numbers up to ten and the great ones in the languages of the lists, as far as they are no other words.
const NUMBER_WORD =
  /\p{N}|\b(?:half|third|quarter|dozen|hundred|thousand|million|billion|percent|two|three|four|five|six|seven|eight|nine|ten|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|hundert|tausend|millionen|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|veinte|cien|mil|deux|trois|quatre|cinq|sept|huit|neuf|dix|vingt|cent|mille|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|dois|duas|quatro|sete|oito|dez|twee|drie|vijf|zes|zeven|negen|tien|dwa|trzy|cztery|iki|üç|dört|beş|altı|yedi|sekiz|dokuz|yirmi|yüz|hai|bốn|năm|sáu|bảy|tám|chín|mười|trăm|nghìn|triệu)\b|(?<!\p{L})(?:дв[ае]|три|четыре|чотири|пять|п'ять|шесть|шість|семь|сім|восемь|вісім|девять|десять|двадцать|тридцать|сорок|сто|тысяч\p{L}*|тисяч\p{L}*|миллион\p{L}*|мільйон\p{L}*|δύο|τρεις|τρία|τέσσερ\p{L}*|πέντε|έξι|επτά|οκτώ|εννέα|δέκα|εκατό|χίλι\p{L}*|दो|तीन|चार|पाँच|छह|सात|आठ|नौ|दस|सौ|हज़ार|लाख|ثلاث\p{L}*|أربع\p{L}*|خمس\p{L}*|سبع\p{L}*|ثمان\p{L}*|تسع\p{L}*|عشر\p{L}*|مائة|مئة|ألف|مليون|ملايين)(?!\p{L})|[二三四五六七八九十百千万两]|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย|พัน/iu;

type Layout = {
  readonly paragraphCount: number;
  readonly paragraphOf: Uint32Array;
  /** Content words by paragraph. */
  readonly lengths: Float64Array;
  /** 1 where a sentence holds a number in figures or words. */
  readonly holdsNumber: Uint8Array;
  /** The sentence of each word's place. */
  readonly sentenceAt: number[];
  /** How many content words and sentence ends come before each word's place: neighbours differ by 1. */
  readonly contentAt: number[];
};

/** The vocabulary while it is read and after: stems, spellings, places. */
class WordTable implements Vocabulary {
  readonly language: Language;
  /** By word, where it stands in the text, counted in words, in order. */
  readonly places: number[][] = [];
  readonly #ids = new Map<string, number>();
  readonly #bySpelling = new Map<string, number>();
  readonly #dateline = new Set<number>();
  readonly #keys: string[] = [];
  readonly #spellings: string[][] = [];
  /** By run of characters, the sentences that hold it, in order. */
  readonly runs = new Map<string, number[]>();
  readonly #runsOf = new Map<string, readonly number[][]>();
  #starts: Map<string, number[]> | null = null;
  #ends: Map<string, number[]> | null = null;
  #lengths: Map<number, Spelling[]> | null = null;
  #alphabets: Set<Alphabet> | null = null;
  #sounds: Map<string, Sounding[]> | null = null;

  constructor(language: Language) {
    this.language = language;
  }

  get size(): number {
    return this.#keys.length;
  }

  /** `key` null: a joined form ("multivector"), which is its own stem. */
  add(folded: string, key: string | null, place: number): void {
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

  /** `keys`: the stems of the dateline's words, each as often as it stands there. */
  markDateline(keys: readonly string[]): void {
    for (const id of new Set(keys.map((key) => this.#ids.get(key)!))) {
      if (this.places[id]!.length === keys.filter((key) => this.#ids.get(key) === id).length) this.#dateline.add(id);
    }
  }

  isDateline(id: number): boolean {
    return this.#dateline.has(id);
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

  has(alphabet: Alphabet): boolean {
    this.#alphabets ??= new Set(this.#keys.map(alphabetOf));
    return this.#alphabets.has(alphabet);
  }

  startingWith(start: string): readonly number[] {
    this.#starts ??= Map.groupBy(this.#contentIds(), (id) => this.#keys[id]!.slice(0, 4));
    return this.#starts.get(start) ?? [];
  }

  endingWith(end: string): readonly number[] {
    this.#ends ??= Map.groupBy(this.#contentIds(), (id) => this.#keys[id]!.slice(-4));
    return this.#ends.get(end) ?? [];
  }

  soundingLike(first: string): readonly Sounding[] {
    this.#sounds ??= Map.groupBy(
      this.#contentIds().flatMap((id) => {
        const sounds = new Set([...this.#spellings[id]!, this.#keys[id]!].map(sound));
        return Array.from(sounds, (heard) => ({ id, sound: heard }));
      }),
      ({ sound: heard }) => heard.slice(0, 1),
    );
    return this.#sounds.get(first) ?? [];
  }

  ofLength(length: number): readonly Spelling[] {
    this.#lengths ??= Map.groupBy(
      this.#contentIds().flatMap((id) =>
        this.#spellings[id]!.map((folded) => ({ id, folded, letters: letterBits(folded) })),
      ),
      ({ folded }) => folded.length,
    );
    return this.#lengths.get(length) ?? [];
  }

  #contentIds(): number[] {
    const ids: number[] = [];
    for (let id = 0; id < this.size; id++) if (!this.language.isFunctionWord(this.#spellings[id]![0]!)) ids.push(id);
    return ids;
  }

  /** The lists of `runs` for a word's runs. */
  runsOf(folded: string): readonly number[][] {
    const known = this.#runsOf.get(folded);
    if (known !== undefined) return known;
    const lists = runsOf(folded).map((run) => {
      const list = this.runs.get(run) ?? [];
      this.runs.set(run, list);
      return list;
    });
    this.#runsOf.set(folded, lists);
    return lists;
  }
}

/** The runs of RUN characters in a word with a blank on each side; shorter words are one run. */
function runsOf(folded: string): readonly string[] {
  // A pair of characters of a script without blanks: each may be a word.
  if (folded.length === 2 && folded >= '\u3400' && folded < '\uac00') return [...folded];
  const padded = ` ${folded.slice(0, LONGEST_WORD)} `;
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
  readonly #layout: Layout;
  readonly #meanLength: number;
  readonly #holding: (Holding | undefined)[] = [];

  constructor(layout: Layout, words: WordTable) {
    this.paragraphCount = layout.paragraphCount;
    this.sentenceCount = layout.paragraphOf.length;
    this.paragraphOf = layout.paragraphOf;
    this.vocabulary = words;
    this.#layout = layout;
    const length = layout.lengths.reduce((sum, of) => sum + of, 0);
    this.#meanLength = Math.max(1, length / Math.max(1, layout.paragraphCount));
  }

  spread(id: number): number {
    return this.#holdingOf(id).paragraphs / this.paragraphCount;
  }

  score(query: Query): Scores {
    const scores = {
      paragraphs: new Float64Array(this.paragraphCount),
      sentences: new Float64Array(this.sentenceCount),
    };
    this.#addWords(query.words, scores);
    this.#addPairs(query, scores);
    this.#addShares(query, scores);
    return scores;
  }

  evidence({ words }: Query): Evidence {
    let mass = 0;
    let inText = 0;
    const held = new Float64Array(this.sentenceCount);
    for (const { forms, weight } of words) {
      mass += weight;
      if (forms.length === 0) continue;
      inText += weight * forms[0]!.similarity;
      this.#visit(forms, (sentence, _, most) => {
        held[sentence]! += weight * most;
      });
    }
    if (mass === 0) return { sentence: 0, text: 0, runs: 0, pairs: 0 };
    const even = () => 1;
    return {
      sentence: greatest(held) / mass,
      text: inText / mass,
      runs: greatest(this.#runShares(words, even)),
      pairs: this.#pairShare(words),
    };
  }

  /** BM25 over the content words. A sentence is too short for frequencies to say more than that a word stands there twice. */
  #addWords(words: readonly Sought[], { paragraphs, sentences }: Scores): void {
    // Each view is a share of what a perfect match would bring, so that one set of weights serves short and long questions.
    const mass = words.reduce((sum, word) => sum + word.weight * this.#rarityOf(word.forms), 0);
    if (mass === 0) return;
    const inParagraph = new Float64Array(this.paragraphCount);
    const touched: number[] = [];
    for (const { forms, weight } of words) {
      if (forms.length === 0) continue;
      const worth = (WORDS * weight * this.#rarityOf(forms)) / mass;
      this.#visit(forms, (sentence, times) => {
        const paragraph = this.paragraphOf[sentence]!;
        if (inParagraph[paragraph] === 0) touched.push(paragraph);
        inParagraph[paragraph]! += times;
        sentences[sentence]! += (worth * times * (K1 + 1)) / (times + K1);
      });
      for (const paragraph of touched) {
        const times = inParagraph[paragraph]!;
        const norm = K1 * (1 - B + (B * this.#layout.lengths[paragraph]!) / this.#meanLength);
        paragraphs[paragraph]! += (worth * times * (K1 + 1)) / (times + norm);
        inParagraph[paragraph] = 0;
      }
      touched.length = 0;
    }
  }

  /** Words that stand side by side in the question and in the text: content words with function words aside, and any two. */
  #addPairs({ words, tokens }: Query, { paragraphs, sentences }: Scores): void {
    const mass = words.reduce((sum, word) => sum + word.weight * this.#rarityOf(word.forms), 0);
    for (let at = 0; mass > 0 && at + 1 < words.length; at++) {
      const first = words[at]!.forms[0];
      const second = words[at + 1]!.forms[0];
      if (first === undefined || second === undefined || first.id === second.id) continue;
      const found = this.#together(first.id, second.id, this.#layout.contentAt);
      if (found.length === 0) continue;
      const holding = distinct(found, (sentence) => this.paragraphOf[sentence]!);
      const closeness = first.similarity * second.similarity;
      const worth = (PAIRS * closeness * rarity(holding.length, this.paragraphCount)) / mass;
      for (const paragraph of holding) paragraphs[paragraph]! += worth;
      for (const sentence of distinct(found, (sentence) => sentence)) sentences[sentence]! += worth;
    }
    this.#addPhrases(tokens, { paragraphs, sentences });
  }

  #addPhrases(tokens: readonly Token[], { paragraphs, sentences }: Scores): void {
    const shares = new Map<number, number>();
    let mass = 0;
    for (let at = 0; at + 1 < tokens.length; at++) {
      const first = tokens[at]!;
      const second = tokens[at + 1]!;
      const weight = Math.max(first.weight, second.weight);
      const found = first.id === null || second.id === null ? [] : this.#together(first.id, second.id, null);
      const holding = distinct(found, (sentence) => sentence);
      const worth = weight * rarity(holding.length, this.sentenceCount);
      mass += worth;
      for (const sentence of holding) shares.set(sentence, (shares.get(sentence) ?? 0) + worth);
    }
    const best = new Map<number, number>();
    for (const [sentence, share] of shares) {
      const worth = (PHRASES * share) / mass;
      sentences[sentence]! += worth;
      const paragraph = this.paragraphOf[sentence]!;
      if (worth > (best.get(paragraph) ?? 0)) best.set(paragraph, worth);
    }
    for (const [paragraph, worth] of best) paragraphs[paragraph]! += worth;
  }

  /** The best sentence's share of the question's words and of its character runs, and a number where one is asked for. */
  #addShares({ words, tokens, wantsNumber }: Query, { paragraphs, sentences }: Scores): void {
    const runs = this.#runShares(words, (run) =>
      rarity(this.vocabulary.runs.get(run)?.length ?? 0, this.sentenceCount),
    );
    const shares = this.#wordShares(tokens);
    const bestRuns = new Float64Array(this.paragraphCount);
    const bestShare = new Float64Array(this.paragraphCount);
    const number = new Float64Array(this.paragraphCount);
    for (let sentence = 0; sentence < this.sentenceCount; sentence++) {
      const run = runs[sentence]!;
      const share = shares[sentence]!;
      if (run === 0 && share === 0) continue;
      const paragraph = this.paragraphOf[sentence]!;
      const answers = wantsNumber && run > 0 ? NUMBER * this.#layout.holdsNumber[sentence]! : 0;
      sentences[sentence]! += RUNS * run + SHARE * share + answers * run;
      if (run > bestRuns[paragraph]!) {
        bestRuns[paragraph] = run;
        number[paragraph] = answers;
      }
      if (share > bestShare[paragraph]!) bestShare[paragraph] = share;
    }
    for (let at = 0; at < this.paragraphCount; at++) {
      paragraphs[at]! += RUNS * bestRuns[at]! + SHARE * bestShare[at]! + number[at]!;
    }
  }

  /** By sentence, the share of the question's words that it holds, each counted by its weight and rarity. */
  #wordShares(tokens: readonly Token[]): Float64Array {
    const shares = new Float64Array(this.sentenceCount);
    const seen = new Set<number>();
    let mass = 0;
    for (const { id, weight } of tokens) {
      if (id === null) {
        mass += weight * rarity(0, this.sentenceCount);
        continue;
      }
      if (seen.has(id)) continue;
      seen.add(id);
      const { sentences } = this.#holdingOf(id);
      const rare = rarity(sentences.length, this.sentenceCount);
      const worth = weight * rare;
      mass += worth;
      if (rare >= LEAST_RARITY) for (const sentence of sentences) shares[sentence]! += worth;
    }
    if (mass > 0) for (let at = 0; at < shares.length; at++) shares[at]! /= mass;
    return shares;
  }

  /** By sentence, the share of the question's character runs that it holds, each counted by its word's weight and `worthOf`. */
  #runShares(words: readonly Sought[], worthOf: (run: string) => number): Float64Array {
    const shares = new Float64Array(this.sentenceCount);
    const weights = new Map<string, number>();
    for (const { spellings, weight } of words) {
      for (const spelling of spellings) {
        for (const run of runsOf(spelling)) weights.set(run, Math.max(weight, weights.get(run) ?? 0));
      }
    }
    let mass = 0;
    for (const [run, weight] of weights) {
      const worth = weight * worthOf(run);
      mass += worth;
      for (const sentence of this.vocabulary.runs.get(run) ?? []) shares[sentence]! += worth;
    }
    if (mass > 0) for (let at = 0; at < shares.length; at++) shares[at]! /= mass;
    return shares;
  }

  #pairShare(words: readonly Sought[]): number {
    let mass = 0;
    let held = 0;
    for (let at = 0; at + 1 < words.length; at++) {
      const weight = words[at]!.weight + words[at + 1]!.weight;
      mass += weight;
      const first = words[at]!.forms[0];
      const second = words[at + 1]!.forms[0];
      if (first === undefined || second === undefined) continue;
      if (this.#together(first.id, second.id, this.#layout.contentAt).length > 0) {
        held += weight * first.similarity * second.similarity;
      }
    }
    return mass === 0 ? 0 : held / mass;
  }

  /** Calls `visit` for each sentence that holds a form: how often it does, each time counting by its form's similarity. */
  #visit(forms: readonly Form[], visit: (sentence: number, times: number, most: number) => void): void {
    if (forms.length === 1) {
      const { id, similarity } = forms[0]!;
      const { sentences, times } = this.#holdingOf(id);
      for (let at = 0; at < sentences.length; at++) visit(sentences[at]!, times[at]! * similarity, similarity);
      return;
    }
    const found = new Map<number, { times: number; most: number }>();
    for (const { id, similarity } of forms) {
      const { sentences, times } = this.#holdingOf(id);
      for (let at = 0; at < sentences.length; at++) {
        const known = found.get(sentences[at]!);
        if (known === undefined) {
          found.set(sentences[at]!, { times: times[at]! * similarity, most: similarity });
          continue;
        }
        known.times += times[at]! * similarity;
        known.most = Math.max(known.most, similarity);
      }
    }
    for (const [sentence, { times, most }] of found) visit(sentence, times, most);
  }

  /** The sentences, in order and as often as it happens, in which the second word directly follows the first. */
  #together(first: number, second: number, order: readonly number[] | null): number[] {
    const found: number[] = [];
    const firsts = this.vocabulary.places[first]!;
    const seconds = this.vocabulary.places[second]!;
    for (let a = 0, b = 0; a < firsts.length && b < seconds.length; ) {
      const one = firsts[a]!;
      const other = seconds[b]!;
      const gap = order === null ? other - one : order[other]! - order[one]!;
      if (gap === 1) found.push(this.#layout.sentenceAt[one]!);
      if (gap <= 1) b++;
      else a++;
    }
    return found;
  }

  #rarityOf(forms: readonly Form[]): number {
    return rarity(forms.length === 0 ? 0 : this.#holdingOf(forms[0]!.id).paragraphs, this.paragraphCount);
  }

  #holdingOf(id: number): Holding {
    const known = this.#holding[id];
    if (known !== undefined) return known;
    const holding: Holding = { sentences: [], times: [], paragraphs: 0 };
    let paragraph = -1;
    for (const place of this.vocabulary.places[id]!) {
      const sentence = this.#layout.sentenceAt[place]!;
      const last = holding.sentences.length - 1;
      if (holding.sentences[last] === sentence) {
        holding.times[last]! += 1;
        continue;
      }
      holding.sentences.push(sentence);
      holding.times.push(1);
      if (this.paragraphOf[sentence] === paragraph) continue;
      paragraph = this.paragraphOf[sentence]!;
      holding.paragraphs += 1;
    }
    this.#holding[id] = holding;
    return holding;
  }
}

/** The sentences that hold a word, how many times each, and how many paragraphs they stand in. */
type Holding = { readonly sentences: number[]; readonly times: number[]; paragraphs: number };

/** What `of` gives for the items, in their order, each once; equal values must be neighbours. */
function distinct(items: readonly number[], of: (item: number) => number): number[] {
  const found: number[] = [];
  for (const item of items) {
    const value = of(item);
    if (found.at(-1) !== value) found.push(value);
  }
  return found;
}

function greatest(values: Float64Array): number {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}

/** How much a word held by `holding` of `all` tells: ln(1 + (N − n + ½) / (n + ½)). */
function rarity(holding: number, all: number): number {
  return Math.log(1 + (all - holding + 0.5) / (holding + 0.5));
}
