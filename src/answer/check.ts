// "Did he say that?": compares an alleged quotation with the statement, word by word. No model; nothing is verbatim by mistake.

import { createIndex, type StatementIndex } from '../retrieval/search.ts';
import { FUNCTION_WORDS, terms } from '../retrieval/terms.ts';
import { type Quote, quoteSentences } from '../statement/quote.ts';
import type { SpeechSpan } from '../statement/speech.ts';
import type { Sentence, Statement } from '../statement/statement.ts';
import { fold, type Range, words } from '../text.ts';

/** A run of words: in both texts, only in the alleged one (`added`), or only in the statement (`missing`). */
export type Difference = { readonly kind: 'same' | 'added' | 'missing'; readonly text: string };

/** What an alleged quotation is. `quotes` are the statement's own words that show it, best first; never empty but in `absent`. */
export type QuoteCheck =
  /** The speaker's own words, typography aside. */
  | { readonly kind: 'verbatim'; readonly quotes: readonly Quote[] }
  /** Words were changed, left out or put in. */
  | { readonly kind: 'altered'; readonly quotes: readonly Quote[]; readonly differences: readonly Difference[] }
  /** Verbatim, but what was cut off changes the meaning: a negation, a condition, a hedge. */
  | { readonly kind: 'clipped'; readonly quotes: readonly Quote[] }
  /** In the statement, but not the speaker's own words: the agency's, or others' whom he quotes. */
  | { readonly kind: 'others'; readonly whose: 'agency' | 'quoted'; readonly quotes: readonly Quote[] }
  /** Close in words; shown beside what was said, never called a quotation. */
  | { readonly kind: 'paraphrase'; readonly quotes: readonly Quote[] }
  | { readonly kind: 'absent'; readonly quotes: readonly Quote[] };

/** The longest text that is compared, in words; nobody quotes more, and alignment grows with the product of both lengths. */
const MAX_WORDS = 400;

/** Compares `alleged` with what the statement says. Never throws. */
export function checkQuote(alleged: string, statement: Statement): QuoteCheck {
  const record = recordOf(statement);
  const parts = partsOf(alleged);
  const sought = parts.flat();
  if (sought.length === 0 || sought.length > MAX_WORDS) return { kind: 'absent', quotes: [] };
  return (
    exactly(parts, record) ??
    nearly(sought, alleged, record) ??
    inOtherWords(alleged, record) ?? { kind: 'absent', quotes: nearest(alleged, record) }
  );
}

/** The alleged quotation in a message: what stands in quotation marks, else the message without "did he say" around it. */
export function allegedIn(message: string): string {
  const marked = longestMarked(message);
  if (marked !== null) return marked;
  return message.replace(LEAD, '').replace(TAIL, '').trim() || message.trim();
}

/** Whether a text asks "did he say that?" of something else, in any of the interface's languages. */
export function asksWhetherSaid(text: string): boolean {
  return ASKS.some((pattern) => pattern.test(text.trim()));
}

const PERSON = '(?:he|she|they|lukashenko|the president)';
const LEAD = new RegExp(
  `^\\s*(?:(?:did|has|does)\\s+${PERSON}\\s+(?:really\\s+|actually\\s+|ever\\s+)?(?:say|said|claim|state)s?(?:\\s+that)?|is\\s+it\\s+true\\s+(?:that\\s+)?${PERSON}\\s+said(?:\\s+that)?|${PERSON}\\s+(?:said|says|claims|claimed)(?:\\s+that)?|(?:правда\\s+ли,?\\s+что\\s+)?(?:он|она|лукашенко)\\s+(?:действительно\\s+|правда\\s+)?(?:сказал|сказала|говорил)а?(?:,?\\s+что)?|(?:ці\\s+праўда,?\\s+што\\s+)?(?:ён|яна|лукашэнка)\\s+(?:сапраўды\\s+)?(?:сказаў|сказала|казаў)(?:,?\\s+што)?|(?:他|她)(?:真的|是否|有没有)?(?:说过|说))\\s*[:：,，—-]?\\s*`,
  'iu',
);
const TAIL = /\s*[?？]\s*$/u;
const ASKS: readonly RegExp[] = [
  /^(?:so,?\s+)?(?:did|has)\s+(?:he|she|they|lukashenko|the president)\s+(?:really\s+|actually\s+|ever\s+)?(?:say|said)\s+(?:that|this|it|so)\s*[?!.]*$/iu,
  /^(?:is\s+(?:this|that|it)\s+(?:true|real|right|correct|a\s+(?:real|true)\s+quote|what\s+(?:he|she)\s+said)|(?:true|real|really|fake)|quote\s+check|check(?:\s+(?:this|it))?)\s*[?!.]*$/iu,
  /^(?:(?:а\s+)?(?:он|она|лукашенко)\s+(?:правда\s+|действительно\s+|реально\s+)?(?:так|это|такое)\s+(?:сказал|сказала|говорил|говорила)а?|(?:это\s+)?правда|так\s+и\s+сказал|проверь(?:\s+это)?)\s*[?!.]*$/iu,
  /^(?:(?:а\s+)?(?:ён|яна|лукашэнка)\s+(?:праўда\s+|сапраўды\s+)?(?:так|гэта|такое)\s+(?:сказаў|сказала|казаў|казала)|(?:гэта\s+)?праўда|праверце?|правер)\s*[?!.]*$/iu,
  /^(?:(?:他|她|卢卡申科)(?:真的|真|是否|有没有)?(?:这么|这样|说过这|说了这)?(?:说过|说|话)?(?:这话|这句话)?(?:吗|么)?|(?:这)?是真的吗|真的吗|核实)\s*[?？!！。]*$/u,
];

function longestMarked(message: string): string | null {
  const marks = Array.from(message.matchAll(/["“”„«»「」『』‘]/gu), (match) => match.index);
  let best: string | null = null;
  for (const [at, open] of marks.entries()) {
    const close = marks[marks.length - 1]!;
    if (at === marks.length - 1 || close <= open) break;
    const inside = message.slice(open + 1, close).trim();
    if (words(inside).length >= 2) {
      best = inside;
      break;
    }
  }
  return best;
}

// --- The statement as words ------------------------------------------------------------------------------------------

type Token = Range & { readonly word: string };
type Owner = 'own' | 'agency' | 'quoted';

type Record = {
  readonly statement: Statement;
  readonly index: StatementIndex;
  readonly tokens: readonly Token[];
  readonly owners: readonly Owner[];
  /** By token: the sentence it stands in. */
  readonly sentences: readonly Sentence[];
  /** Where each word stands in `tokens`. */
  readonly places: ReadonlyMap<string, readonly number[]>;
};

const RECORDS = new WeakMap<Statement, Record>();

function recordOf(statement: Statement): Record {
  let record = RECORDS.get(statement);
  if (!record) {
    const tokens: Token[] = [];
    const owners: Owner[] = [];
    const sentences: Sentence[] = [];
    const spans = statement.spans;
    let spanAt = 0;
    for (const sentence of statement.sentences) {
      for (const token of tokensOf(statement.text.slice(sentence.start, sentence.end))) {
        const start = sentence.start + token.start;
        while (spanAt < spans.length - 1 && spans[spanAt]!.end <= start && spans[spanAt + 1]!.start <= start) spanAt++;
        tokens.push({ word: token.word, start, end: sentence.start + token.end });
        owners.push(ownerAt(spans, spanAt, start, statement.speaker.name));
        sentences.push(sentence);
      }
    }
    const places = new Map<string, number[]>();
    tokens.forEach(({ word }, at) => {
      const known = places.get(word);
      if (known) known.push(at);
      else places.set(word, [at]);
    });
    record = { statement, index: createIndex(statement), tokens, owners, sentences, places };
    RECORDS.set(statement, record);
  }
  return record;
}

/** Words as they are compared: folded, without hyphens and apostrophes' shapes; numbers keep their points. */
function tokensOf(text: string): Token[] {
  return words(text).flatMap(({ text: word, start }) =>
    // A hyphen parts words, so that "multi vector" and "multi-vector" are the same.
    Array.from(word.matchAll(/[^\u2010-\u2015-]+/gu), (piece) => ({
      word: fold(piece[0]).text,
      start: start + piece.index,
      end: start + piece.index + piece[0].length,
    })),
  );
}

function ownerAt(spans: readonly SpeechSpan[], around: number, offset: number, speaker: string): Owner {
  let owner: Owner = 'agency';
  // Nested spans follow the one that holds them.
  for (let at = Math.max(0, around - 4); at < spans.length && spans[at]!.start <= offset; at++) {
    const span = spans[at]!;
    if (span.end <= offset) continue;
    if (span.kind === 'quoted') return 'quoted';
    if (span.kind === 'direct') owner = span.speaker === null || span.speaker.name === speaker ? 'own' : 'quoted';
  }
  return owner;
}

/** The words of an alleged quotation, parted where it says that something was left out. */
function partsOf(alleged: string): string[][] {
  return alleged
    .split(/\s*(?:\[?(?:\.\.\.|…)\]?|\[\s*\])\s*/u)
    .map((part) => tokensOf(part).map((token) => token.word))
    .filter((part) => part.length > 0);
}

// --- Verbatim, clipped, others -----------------------------------------------------------------------------------------

type Match = { readonly from: number; readonly to: number };

function exactly(parts: readonly (readonly string[])[], record: Record): QuoteCheck | null {
  const checks = chains(parts, record).map((chain) => judge(chain, record));
  return checks.sort((one, other) => RANK[one.kind] - RANK[other.kind])[0] ?? null;
}

const RANK = { verbatim: 0, clipped: 1, others: 2, altered: 3, paraphrase: 4, absent: 5 } as const;
// Words left out between two parts: more, and it is no longer one quotation.
const MAX_LEFT_OUT = 40;
const MAX_CHAINS = 50;

/** Where the parts stand one after the other, in one paragraph. */
function chains(parts: readonly (readonly string[])[], record: Record): Match[][] {
  let found = occurrences(parts[0]!, record).map((match) => [match]);
  for (const part of parts.slice(1)) {
    const next = occurrences(part, record);
    found = found.flatMap((chain) => {
      const end = chain.at(-1)!.to;
      const following = next.find(({ from }) => from >= end && from - end <= MAX_LEFT_OUT);
      const isSameParagraph =
        following && record.sentences[following.from]!.paragraph === record.sentences[end - 1]!.paragraph;
      return isSameParagraph ? [[...chain, following]] : [];
    });
  }
  return found.slice(0, MAX_CHAINS);
}

function occurrences(part: readonly string[], { tokens, places }: Record): Match[] {
  return (places.get(part[0]!) ?? [])
    .filter((from) => part.every((word, offset) => tokens[from + offset]?.word === word))
    .map((from) => ({ from, to: from + part.length }));
}

function judge(chain: readonly Match[], record: Record): QuoteCheck {
  const { owners, tokens, statement } = record;
  const at = chain.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, offset) => from + offset));
  const quotes = quotesAround(chain[0]!.from, chain.at(-1)!.to, record);
  const count = (owner: Owner) => at.filter((token) => owners[token] === owner).length;
  if (count('own') === 0) {
    return { kind: 'others', whose: count('quoted') > 0 ? 'quoted' : 'agency', quotes };
  }
  // His words with some of the agency's in between are nobody's quotation.
  if (count('agency') > 0) return { kind: 'others', whose: 'agency', quotes };
  const start = tokens[chain[0]!.from]!.start;
  const end = tokens[chain.at(-1)!.to - 1]!.end;
  if (crossesFrame(chain[0]!.from, chain.at(-1)!.to, record)) {
    return { kind: 'altered', quotes, differences: [{ kind: 'same', text: statement.text.slice(start, end) }] };
  }
  return { kind: isClipped(chain, record) ? 'clipped' : 'verbatim', quotes };
}

function crossesFrame(from: number, to: number, { owners }: Record): boolean {
  return owners.slice(from, to).includes('agency');
}

const TURNS_MEANING = new Set(
  `not never no nor none nobody nothing neither nowhere without hardly barely cannot if unless until except only may might could would
perhaps maybe possibly probably allegedly supposedly reportedly wrong false untrue lie lies deny denies denied but although though however
until provided suppose assuming hope hopes`.split(/\s+/),
);

function turnsMeaning(word: string): boolean {
  return TURNS_MEANING.has(word) || word.endsWith("n't");
}

/** Whether his own words of the same sentences, before, between or behind the match, hold what turns its meaning. */
function isClipped(chain: readonly Match[], record: Record): boolean {
  const { tokens, owners, sentences } = record;
  const first = sentences[chain[0]!.from]!;
  const last = sentences[chain.at(-1)!.to - 1]!;
  const taken = new Set(
    chain.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, offset) => from + offset)),
  );
  // Part of what he quotes, with a few of his own words before it, is still not his.
  const cutsQuoted = [...taken].some(
    (at) => owners[at] === 'quoted' && [at - 1, at + 1].some((near) => owners[near] === 'quoted' && !taken.has(near)),
  );
  if (cutsQuoted) return true;
  for (let at = chain[0]!.from; at >= 0 && sentences[at]!.start >= first.start; at--) {
    if (!taken.has(at) && turnsMeaning(tokens[at]!.word) && owners[at] !== 'agency') return true;
  }
  for (let at = chain[0]!.from; at < tokens.length && sentences[at]!.end <= last.end; at++) {
    if (!taken.has(at) && turnsMeaning(tokens[at]!.word) && owners[at] !== 'agency') return true;
  }
  return false;
}

function quotesAround(from: number, to: number, { statement, sentences, tokens }: Record): Quote[] {
  const keys = new Set(sentences.slice(from, to).map((sentence) => sentence.key));
  const start = tokens[from]!.start;
  const end = tokens[to - 1]!.end;
  const quotes = quoteSentences(statement, keys);
  const touched = quotes.filter((quote) => quote.start < end && quote.end > start);
  return touched.length > 0 ? touched : quotes;
}

// --- Altered ------------------------------------------------------------------------------------------------------------

// Of the alleged words, so many must stand in the statement in the same order for it to be an altered quotation …
const ALTERED_SHARE = 0.6;
// … or so many in one unbroken run: a true beginning with an invented end.
const ALTERED_RUN = 5;
const MIN_ALIGNED_WORDS = 3;

function nearly(sought: readonly string[], alleged: string, record: Record): QuoteCheck | null {
  const alignment = align(sought, record);
  if (!alignment) return null;
  const { pairs } = alignment;
  const content = pairs.filter(([mine]) => !FUNCTION_WORDS.has(sought[mine]!)).length;
  const share = pairs.length / sought.length;
  if (content < 2 || pairs.length < MIN_ALIGNED_WORDS) return null;
  if (share < ALTERED_SHARE && longestRun(pairs) < ALTERED_RUN) return null;
  const from = pairs[0]![1];
  const to = pairs.at(-1)![1] + 1;
  const quotes = quotesAround(from, to, record);
  return { kind: 'altered', quotes, differences: differencesOf(pairs, alleged, record) };
}

type Pair = readonly [alleged: number, statement: number];

/** The best local alignment of the words (Smith and Waterman, 1981): 2 for a match, -1 for a change or a gap. */
function align(sought: readonly string[], record: Record): { pairs: readonly Pair[] } | null {
  const window = candidateWindow(sought, record);
  if (!window) return null;
  const { from, to } = window;
  const width = to - from + 1;
  const scores = new Int32Array((sought.length + 1) * width);
  let best = 0;
  for (let row = 1; row <= sought.length; row++) {
    for (let column = 1; column < width; column++) {
      const same = sought[row - 1] === record.tokens[from + column - 1]!.word;
      const score = Math.max(
        0,
        scores[(row - 1) * width + column - 1]! + (same ? 2 : -1),
        scores[(row - 1) * width + column]! - 1,
        scores[row * width + column - 1]! - 1,
      );
      scores[row * width + column] = score;
      if (score > scores[best]!) best = row * width + column;
    }
  }
  const pairs: Pair[] = [];
  let at = best;
  while (scores[at]! > 0) {
    const row = Math.floor(at / width);
    const column = at % width;
    const same = sought[row - 1] === record.tokens[from + column - 1]!.word;
    if (scores[at] === scores[at - width - 1]! + (same ? 2 : -1)) {
      if (same) pairs.push([row - 1, from + column - 1]);
      at -= width + 1;
    } else if (scores[at] === scores[at - width]! - 1) at -= width;
    else at -= 1;
  }
  return pairs.length === 0 ? null : { pairs: pairs.reverse() };
}

/** The stretch of the statement, some paragraphs at most, where the rarer of the words stand closest. */
function candidateWindow(sought: readonly string[], { tokens, places }: Record): { from: number; to: number } | null {
  const size = sought.length * 3 + 60;
  if (tokens.length <= Math.max(4_000, size)) return { from: 0, to: tokens.length };
  const hits = new Map<number, number>();
  const step = Math.ceil(size / 2);
  for (const word of new Set(sought)) {
    const at = places.get(word) ?? [];
    for (const place of at) {
      const bucket = Math.floor(place / step);
      hits.set(bucket, (hits.get(bucket) ?? 0) + 1 / at.length);
    }
  }
  let best = -1;
  for (const [bucket, weight] of hits) if (best < 0 || weight > hits.get(best)!) best = bucket;
  if (best < 0) return null;
  return { from: Math.max(0, (best - 1) * step), to: Math.min(tokens.length, (best + 2) * step) };
}

function longestRun(pairs: readonly Pair[]): number {
  let longest = 0;
  let run = 0;
  pairs.forEach(([mine, theirs], at) => {
    const before = pairs[at - 1];
    run = before && before[0] === mine - 1 && before[1] === theirs - 1 ? run + 1 : 1;
    longest = Math.max(longest, run);
  });
  return longest;
}

/** Both texts word by word: what they share in the statement's spelling, what only one of them has in its own. */
function differencesOf(pairs: readonly Pair[], alleged: string, { statement, tokens }: Record): Difference[] {
  const mine = tokensOf(alleged);
  const differences: Difference[] = [];
  const add = (kind: Difference['kind'], text: string) => {
    if (text === '') return;
    const last = differences.at(-1);
    if (last?.kind === kind) differences[differences.length - 1] = { kind, text: `${last.text} ${text}` };
    else differences.push({ kind, text });
  };
  const allegedText = (from: number, to: number) =>
    from < to ? alleged.slice(mine[from]!.start, mine[to - 1]!.end) : '';
  const statementText = (from: number, to: number) =>
    from < to ? statement.text.slice(tokens[from]!.start, tokens[to - 1]!.end).replace(/\s+/gu, ' ') : '';
  let from = 0;
  let theirs = pairs[0]![1];
  for (const [at, place] of pairs) {
    add('added', allegedText(from, at));
    add('missing', statementText(theirs, place));
    add('same', statementText(place, place + 1));
    from = at + 1;
    theirs = place + 1;
  }
  add('added', allegedText(from, mine.length));
  return differences;
}

// --- Paraphrase and absent ----------------------------------------------------------------------------------------------

// So much of what is alleged must stand in one sentence, in any form and order.
const PARAPHRASE_SHARE = 0.6;
const MIN_PARAPHRASE_WORDS = 3;

function inOtherWords(alleged: string, { statement, index }: Record): QuoteCheck | null {
  const content = terms(alleged).filter((term) => !FUNCTION_WORDS.has(term.folded));
  if (content.length < MIN_PARAPHRASE_WORDS) return null;
  const keys = new Set(content.map((term) => term.key));
  const found = index.search(alleged, { limit: 3 });
  for (const { sentence } of found.sentences) {
    const matched = index.matchRanges(alleged, statement.text.slice(sentence.start, sentence.end));
    const shared = new Set(
      matched.flatMap((range) =>
        terms(statement.text.slice(sentence.start + range.start, sentence.start + range.end)).map((term) => term.key),
      ),
    );
    if (shared.size >= keys.size * PARAPHRASE_SHARE) {
      return { kind: 'paraphrase', quotes: quoteSentences(statement, [sentence.key]) };
    }
  }
  return null;
}

function nearest(alleged: string, { statement, index }: Record): Quote[] {
  const found = index.search(alleged, { limit: 1 });
  if (found.words.length === 0) return [];
  return found.sentences.flatMap(({ sentence }) => quoteSentences(statement, [sentence.key])).slice(0, 1);
}
