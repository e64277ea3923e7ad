// Finds the sentences and paragraphs of one statement that a question asks for, and says which of its words stand there.

import type { Block, Sentence, Statement } from '../statement/statement.ts';
import type { Range } from '../text/range.ts';
import { sentences as sentencesOf } from '../text/sentences.ts';
import { indexPassages, type Passages } from './passages.ts';
import { type QuestionRead, type QuestionWord, readQuestion, SYNONYM, type Weigh } from './question.ts';
import { best, confidenceOf } from './rank.ts';
import { isContent, keyOf, type Term, terms } from './terms.ts';

export type SentenceHit = { readonly sentence: Sentence; readonly score: number };
type BlockHit = { readonly block: Block; readonly score: number };

export type Found = {
  /** Best first; scores above 0, comparable within one question only. */
  readonly sentences: readonly SentenceHit[];
  /** Blocks, headline and date line among them, best first. */
  readonly paragraphs: readonly BlockHit[];
  /** How far the statement speaks of what is asked, 0–1; from CONFIDENT on it is worth answering. */
  readonly confidence: number;
  /**
   * The words looked for, as asked, each followed by other forms it was looked for under. Empty: the question has no words of
   * its own. It is then about the statement as a whole ("what is this about?", confidence 1), or leans on an earlier one
   * ("why?", confidence 0); the sentences are the statement's first ones in both cases.
   */
  readonly words: readonly string[];
  /** The asked words that stand in the statement, in some form. */
  readonly matched: readonly string[];
  /** The asked words that do not. */
  readonly missing: readonly string[];
};

/** Confidence from which a question is answered rather than declined. */
export const CONFIDENT = 0.5;

export type StatementIndex = {
  /** `limit`: how many sentences and blocks at most, 10 by default. */
  readonly search: (question: string, options?: { readonly limit?: number }) => Found;
  /** Reads the question; gives where a sentence holds words of it or forms of them: offsets, in order, without overlaps. */
  readonly matcher: (question: string) => (sentence: string) => Range[];
};

/** Indexes a statement once; a search takes well under a millisecond. Never throws. */
export function createIndex(statement: Statement): StatementIndex {
  const index = new Index(statement);
  return {
    search: (question, { limit = 10 } = {}) => index.search(question, limit),
    matcher: (question) => index.matcher(question),
  };
}

// Verbs of speech, which are in every question about what was said and in every frame around it, and words by which people speak
// to whoever looks things up: they say nothing of what they ask about.
const SPEECH = keys(`say tell talk mention speak comment remark think discuss`);
const FRAME = keys(`opinion word words exact exactly quote sentence sentences
passage text statement article document speech release find write show give print know explain describe mean means really actually
true truth regard regarding concern concerning accord according anything something everything nothing thing things stuff hey hi
hello ok okay lol please question answer homework need want like let look tell verbatim literally else sort kind way pls plz u
big bigger biggest large larger largest great greater greatest good better best important two three`);
// What asks for the statement as a whole,
const WHOLE =
  keys(`summary summarize summarise sum gist overview topic tl dr tldr main key point points idea message essence
subject brief content contents`);
// and what asks where it comes from.
const ORIGIN = keys(
  `source publish publisher publication published issue issued post posted date dated release released come`,
);

function keys(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/).map(keyOf));
}

// The weights from here to DIRECT_WEIGHT, PARAGRAPH_SHARE aside, are set by hand, coarsely, on the questions of test/eval.
// A frame word that stands in the statement ("a friend in need") may be meant after all.
const FRAME_WEIGHT = 0.25;
// The speaker is in every question about him, and who he is tells no sentence from the others.
const SPEAKER_WEIGHT = 0.15;
// A word that stands in more than two of three paragraphs is what all of the statement is about ("Belarus"): that it stands there
// does not mean that "the population of Belarus" does.
const EVERYWHERE = 2 / 3;
const EVERYWHERE_WEIGHT = 0.2;
// A sentence in a paragraph about the matter is likelier meant than one that mentions it in passing. On the tuning articles, in pieces
// of eight paragraphs: the answering sentence among the first four 94.6 → 95.6% with .3 of the paragraph's score, R@1 82.0 → 82.4.
const PARAGRAPH_SHARE = 0.3;
// The headline and the signature repeat what the body says, the headline in the agency's words.
const BLOCK_WEIGHT = { headline: 0.7, date: 1, paragraph: 1, signature: 0.7 } as const;
// Asked what someone said, his own words come before the agency's.
const DIRECT_WEIGHT = 1.1;

// Sentences whose words are kept ready for matching, of a few hundred bytes each.
const MAX_CONTENTS = 4_000;

class Index {
  readonly #statement: Statement;
  readonly #sentences: readonly Sentence[];
  readonly #blockOf: readonly Block[];
  readonly #factors: readonly number[];
  readonly #passages: Passages;
  readonly #speaker: ReadonlySet<string>;
  readonly #contents = new Map<string, readonly (Range & { readonly id: number })[]>();

  constructor(statement: Statement) {
    this.#statement = statement;
    const groups = statement.blocks.map((block) =>
      statement.sentences.filter((sentence) => sentence.start >= block.start && sentence.end <= block.end),
    );
    this.#sentences = groups.flat();
    this.#blockOf = groups.flatMap((group, at) => group.map(() => statement.blocks[at]!));
    this.#passages = indexPassages(
      groups.map((group) => group.map((sentence) => statement.text.slice(sentence.start, sentence.end))),
    );
    const direct = statement.spans.filter((span) => span.kind === 'direct');
    this.#factors = this.#sentences.map((sentence) => {
      const isDirect = direct.some((span) => span.start < sentence.end && sentence.start < span.end);
      return BLOCK_WEIGHT[sentence.kind] * (isDirect ? DIRECT_WEIGHT : 1);
    });
    const { name = '', names = [] } = statement.speaker ?? {};
    this.#speaker = new Set(
      [name, ...names.filter((other) => other.split(' ').some((word) => name.includes(word)))]
        .flatMap((known) => terms(known))
        .filter((term) => name.toLowerCase().includes(term.folded))
        .concat(names.flatMap(titleOf))
        .map((term) => term.key),
    );
  }

  search(question: string, limit: number): Found {
    const plain = withoutMarkup(question);
    const whole = this.#searchOne(plain, limit);
    if (whole.confidence >= CONFIDENT) return whole;
    // "You keep lying that he betrayed them. What did he really say?": what is asked may be one sentence of several.
    const asked = askingSentences(plain).map((sentence) => this.#searchOne(sentence, limit));
    return asked.reduce((most, found) => (found.confidence > most.confidence ? found : most), whole);
  }

  matcher(question: string): (sentence: string) => Range[] {
    const { words } = readQuestion(withoutMarkup(question), this.#passages.vocabulary, this.#weigh);
    const ids = new Set(words.flatMap((word) => word.forms.map((form) => form.id)));
    return (sentence) =>
      this.#contentOf(sentence)
        .filter(({ id }) => ids.has(id))
        .map(({ start, end }) => ({ start, end }));
  }

  /** The words of `sentence` that mean something and stand in the statement. The same sentences are matched at every keystroke. */
  #contentOf(sentence: string): readonly (Range & { readonly id: number })[] {
    const known = this.#contents.get(sentence);
    if (known) return known;
    const { vocabulary } = this.#passages;
    const content = terms(sentence).flatMap((term) => {
      const id = vocabulary.idOfSpelling(term.folded) ?? vocabulary.idOf(term.key);
      return isContent(term) && id !== undefined ? [{ start: term.start, end: term.end, id }] : [];
    });
    if (this.#contents.size >= MAX_CONTENTS) this.#contents.clear();
    this.#contents.set(sentence, content);
    return content;
  }

  #searchOne(question: string, limit: number): Found {
    const passages = this.#passages;
    let read = readQuestion(question, passages.vocabulary, this.#weigh);
    if (read.words.length === 0 || read.words.every((word) => isGeneral(word.term))) {
      const found = this.#general(question, limit);
      if (found !== null) return found;
    }
    // Of a question about nothing but the speaker, he is what it asks about.
    if (read.words.every((word) => this.#speaker.has(word.term.key))) {
      read = readQuestion(question, passages.vocabulary, frameWeight);
    }
    const { sentences, paragraphs } = passages.score(read);
    for (let at = 0; at < sentences.length; at++) {
      if (sentences[at]! > 0) {
        sentences[at]! += PARAGRAPH_SHARE * paragraphs[passages.paragraphOf[at]!]!;
        sentences[at]! *= this.#factors[at]!;
      }
    }
    return {
      sentences: best(sentences, limit).map(({ index, score }) => ({ sentence: this.#sentences[index]!, score })),
      paragraphs: best(paragraphs, limit).map(({ index, score }) => ({ block: this.#statement.blocks[index]!, score })),
      confidence: Math.min(
        confidenceOf(passages, read),
        isMostlyMissing(read) || this.#isHearsay(read) ? MOSTLY_MISSING : 1,
      ),
      words: read.words.flatMap((word) => this.#shownAs(word)),
      matched: surfaces(read, (word) => word.forms.length > 0),
      missing: surfaces(read, (word) => word.forms.length === 0),
    };
  }

  /** Whether one synonym is all that speaks for a question, the speaker aside: "where does his son study?", "BelTA has learned". */
  #isHearsay({ words }: QuestionRead): boolean {
    const matched = words.filter(({ forms, term }) => forms.length > 0 && !this.#speaker.has(term.key));
    return matched.length === 1 && matched[0]!.forms[0]!.similarity <= SYNONYM;
  }

  readonly #weigh: Weigh = (term, forms) => {
    if (this.#speaker.has(term.key)) return SPEAKER_WEIGHT;
    const isEverywhere = forms.some(({ id }) => this.#passages.spread(id) > EVERYWHERE);
    return frameWeight(term, forms) * (isEverywhere ? EVERYWHERE_WEIGHT : 1);
  };

  /** What a question without words of its own gets; null when the words it has stand in the statement after all. */
  #general(question: string, limit: number): Found | null {
    const asked = terms(question);
    const contents = asked.filter(isContent);
    const origin = contents.some((term) => ORIGIN.has(term.key));
    const whole = contents.filter((term) => WHOLE.has(term.key));
    if (!origin && whole.length > 0 && whole.every((term) => this.#isOwn(term))) return null;
    const order = origin
      ? /\b(?:when|date|dated|day|year)\b/i.test(question)
        ? ['date', 'signature', 'paragraph']
        : ['signature', 'paragraph', 'date']
      : ['paragraph'];
    const lead = order.flatMap((kind) => this.#sentences.filter((sentence) => sentence.kind === kind));
    const isWhole = contents.length > 0 || asked.some((term) => term.folded === 'about') || asked.length === 0;
    return {
      sentences: lead.slice(0, limit).map((sentence, at) => ({ sentence, score: 1 / (at + 1) })),
      paragraphs: [...new Set(lead.map((sentence) => this.#blockOf[this.#sentences.indexOf(sentence)]!))]
        .slice(0, limit)
        .map((block, at) => ({ block, score: 1 / (at + 1) })),
      confidence: isWhole && asked.length > 0 ? 1 : 0,
      words: [],
      matched: [],
      missing: [],
    };
  }

  #isOwn(term: Term): boolean {
    return this.#passages.vocabulary.idOf(term.key) !== undefined;
  }

  /** How a word is shown to the asker: as written, then as it was looked for where that differs. */
  #shownAs(word: QuestionWord): string[] {
    const { vocabulary } = this.#passages;
    const shown = [word.surface];
    for (const { id } of word.forms) {
      if (vocabulary.key(id) === word.term.key || shown.length > 2) continue;
      shown.push(this.#asPrinted(vocabulary.spellings(id)[0]!));
    }
    return shown;
  }

  /** A folded word the way the statement prints it, so that names keep their capitals. */
  #asPrinted(folded: string): string {
    const at = this.#statement.text.toLowerCase().indexOf(folded);
    return at < 0 ? folded : this.#statement.text.slice(at, at + folded.length);
  }
}

const frameWeight: Weigh = (term, forms) => {
  if (!FRAME.has(term.key) && !SPEECH.has(term.key)) return 1;
  return forms.length === 0 || SPEECH.has(term.key) ? 0 : FRAME_WEIGHT;
};

/** The noun of a title: "the president", "the head of state", "the Belarusian leader". Names that begin with "the" are titles. */
function titleOf(name: string): Term[] {
  return /^the /i.test(name) ? terms(name.split(' of ')[0]!).slice(-1) : [];
}

function isGeneral(term: Term): boolean {
  return SPEECH.has(term.key) || FRAME.has(term.key) || WHOLE.has(term.key) || ORIGIN.has(term.key);
}

// A question of two or three words of which the statement lacks the weightier part is about that part ("export ban", "the Belarusian
// army"). Longer questions lack a word or two of the answer as a rule.
const FEW_WORDS = 3;
const MOSTLY_MISSING = 0.45;
// Common words ("now", "happen", "trade") may be missing without being missed, as long as they are not most of the question.
const TELLING = 0.7;

function isMostlyMissing({ words }: QuestionRead): boolean {
  if (words.length > FEW_WORDS) return false;
  const weigh = (some: readonly QuestionWord[]) => some.reduce((sum, word) => sum + word.weight, 0);
  const missing = words.filter((word) => word.forms.length === 0);
  const all = weigh(words);
  return weigh(missing) >= (2 / 3) * all || weigh(missing.filter((word) => word.weight >= TELLING)) >= all / 2;
}

function surfaces(read: QuestionRead, which: (word: QuestionWord) => boolean): string[] {
  return read.words.filter(which).map((word) => word.surface);
}

function withoutMarkup(question: string): string {
  return question.replace(/<(script|style)\b[^>]*>.*?<\/\1\s*>|<\/?[a-z][^<>]*>/gis, ' ');
}

/** The sentences of a question of several that ask: they end in a question mark or begin with a word that asks. */
function askingSentences(question: string): string[] {
  const all = sentencesOf(question).map(({ start, end }) => question.slice(start, end));
  // Chats leave the capital out that the splitter goes by.
  const parts = all.flatMap((sentence) => sentence.split(/(?<=[.!?])\s+/));
  if (parts.length < 2) return [];
  return parts.filter((part) =>
    /[?？]$|^(?:what|who|whom|whose|which|when|where|why|how|did|does|do|is|are|was|were|has|have|can|could|will|would)\b/i.test(
      part,
    ),
  );
}

/**
 * The sentences to quote, best first: at most `most`, and none below `near` of the best one's score. On the tuning articles, in
 * pieces of eight paragraphs, .5 keeps the answering sentence for 94% of the questions with 2.2 sentences on average; neighbours then
 * join into one quotation.
 */
export function selectSentences(hits: readonly SentenceHit[], { most = 4, near = 0.5 } = {}): readonly SentenceHit[] {
  const first = hits[0];
  return first === undefined ? [] : hits.filter((hit) => hit.score >= near * first.score).slice(0, most);
}
