// "Did he say that?": compares an alleged quotation with the statement, word by word; nothing is verbatim by mistake. No model:
// what it says of words in another language is in checker.ts.

import { englishNames } from '../retrieval/names.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import type { StatementIndex } from '../retrieval/search.ts';
import { FUNCTION_WORDS, terms } from '../retrieval/terms.ts';
import { pairMarks, paragraphs } from '../speech/marks.ts';
import { type Quote, quoteSentences } from '../statement/quotation.ts';
import type { Sentence, SpeechSpan, Statement } from '../statement/statement.ts';
import { fold } from '../text/fold.ts';
import type { Range } from '../text/range.ts';
import { words } from '../text/words.ts';

/** A run of words: in both texts, only in the alleged one (`added`), or only in the statement (`missing`). */
export type Difference = { readonly kind: 'same' | 'added' | 'missing'; readonly text: string };

/** What an alleged quotation is. `quotes` are the statement's own words that show it, best first; never empty but in `absent`. */
export type QuoteCheck =
  /** The speaker's own words, typography aside. */
  | { readonly kind: 'verbatim'; readonly quotes: readonly Quote[] }
  /** Words were changed, left out or put in. */
  | { readonly kind: 'altered'; readonly quotes: readonly Quote[]; readonly differences: readonly Difference[] }
  /**
   * Verbatim, but what was cut off changes the meaning: a negation, a condition, a hedge. `cut` is what of his own words was left
   * out, as offsets into the statement: how the sentence begins, goes on, or what an ellipsis hides.
   */
  | { readonly kind: 'clipped'; readonly quotes: readonly Quote[]; readonly cut: readonly Range[] }
  /**
   * In the statement, but not the speaker's own words: the agency's, those of people whom he quotes, or another speaker's
   * (`other`; the quote names him where the text does).
   */
  | { readonly kind: 'others'; readonly whose: 'agency' | 'quoted' | 'other'; readonly quotes: readonly Quote[] }
  /** Close in words, or the agency's report of him in nearly its words; shown beside what was said, never called a quotation. */
  | { readonly kind: 'paraphrase'; readonly quotes: readonly Quote[] }
  | { readonly kind: 'absent'; readonly quotes: readonly Quote[] };

/** How many of the words are aligned when they aren't verbatim: alignment grows with the product of both lengths. */
const MAX_ALIGNED = 400;
/** A longer text is no quotation of anything; the longest speeches have half as many words. */
const MAX_WORDS = 100_000;

/** Compares `alleged` with what the statement says. Never throws. */
export function checkQuote(alleged: string, about: OpenStatement): QuoteCheck {
  const record = recordOf(about);
  const parts = partsOf(alleged);
  const sought = parts.flat();
  if (sought.length === 0 || sought.length > MAX_WORDS) return { kind: 'absent', quotes: [] };
  return (
    exactly(parts, record) ??
    nearly(sought.slice(0, MAX_ALIGNED), alleged, record) ??
    inOtherWords(alleged, record) ?? { kind: 'absent', quotes: nearest(alleged, record) }
  );
}

/** The alleged quotation in a message: what stands in quotation marks, else the message without "did he say" around it. */
export function allegedIn(message: string): string {
  const marked = longestMarked(message);
  if (marked !== null) return marked;
  const text = message.trim();
  return text.replace(LEAD, '').replace(TAIL, '').replace(OPENING, '').trim() || text;
}

/** Whether a text asks "did he say that?" of something else and names nothing itself, in any of the interface's languages. */
export function asksWhetherSaid(text: string): boolean {
  return text.length <= LONGEST_ASKING && ASKS.some((pattern) => pattern.test(text.trim()));
}

const LONGEST_ASKING = 120;

// Somebody: a pronoun, "the president", a name of one or two words.
const WHO = {
  en: String.raw`(?:the\s+\p{L}+|(?!anything|something|what|why|how|who|when|where)\p{L}+(?:\s+(?!really|actually|ever|say|said)\p{Lu}\p{L}+)?)`,
  ru: String.raw`(?:он|она|они|президент|\p{Lu}\p{L}+)`,
  be: String.raw`(?:ён|яна|яны|прэзідэнт|\p{Lu}\p{L}+)`,
  zh: '(?:他|她|他们|她们|总统|卢卡申科)',
};
const SURE = {
  en: String.raw`(?:(?:really|actually|ever|truly|just)\s+)*`,
  ru: String.raw`(?:(?:и\s+)?(?:правда|действительно|реально|точно|вправду|вообще|когда-нибудь)\s+)*`,
  be: String.raw`(?:(?:і\s+)?(?:праўда|сапраўды|рэальна|дакладна|калі-небудзь)\s+)*`,
  zh: '(?:真的|真|是不是|是否|有没有|确实|到底)*',
};
const SAID = {
  ru: '(?:сказал|говорил|заявил|заявлял|утверждал)(?:а|и)?',
  be: '(?:сказаў|сказала|сказалі|казаў|казала|казалі|гаварыў|гаварыла|заявіў|заявіла)',
};
const SUCH = { ru: '(?:так|это|такое|подобное|эти\\s+слова)', be: '(?:так|гэта|такое|гэтыя\\s+словы)' };

const LEAD = new RegExp(
  `^(?:${[
    `(?:(?:is\\s+it\\s+true|it\\s+is\\s+said)\\s+(?:that\\s+)?)?(?:(?:did|has|does)\\s+)?${WHO.en}\\s+${SURE.en}(?:say|said|says|claim|claimed|claims|state|stated)(?:\\s+that\\b|(?=\\s*[:,]))`,
    `(?:he|she|they|lukashenko|the\\s+president)\\s+${SURE.en}(?:said|says|claimed|claims)\\b`,
    `(?:(?:did|has|does)\\s+)${WHO.en}\\s+${SURE.en}(?:say|said|claim|state)(?:\\s+that\\b)?`,
    `(?:(?:а\\s+)?(?:правда\\s+ли|верно\\s+ли|это\\s+правда),?\\s+что\\s+)?${WHO.ru}\\s+${SURE.ru}${SAID.ru}(?:,?\\s+что|(?=\\s*:))`,
    `(?:(?:а\\s+)?(?:ці\\s+праўда|гэта\\s+праўда),?\\s+што\\s+)?${WHO.be}\\s+${SURE.be}${SAID.be}(?:,?\\s+што|(?=\\s*:))`,
    `${WHO.zh}${SURE.zh}(?:说过|说了|说)`,
  ].join('|')})\\s*[:：,，—-]?\\s*`,
  'iu',
);
const TAIL = /\s*[吗么]?[?？]\s*$/u;

const THIS = String.raw`(?:that|this|it|so|such\s+a\s+thing|(?:any|all)\s+of\s+(?:that|this)|(?:these|those)\s+words)`;
const ASKS: readonly RegExp[] = [
  `(?:(?:so|and|but|wait|hey|hm+),?\\s+)?(?:did|has|have|does)\\s+${WHO.en}\\s+${SURE.en}(?:say|said|claim|claimed)\\s+${THIS}(?:\\s+(?:really|exactly))?`,
  `(?:is|was)\\s+(?:this|that|it)\\s+${SURE.en}(?:true|real|right|correct|fake|accurate|genuine|verbatim|so|said|a\\s+(?:real|true|genuine|fake)\\s+quot(?:e|ation)|what\\s+(?:he|she|they)\\s+(?:really\\s+|actually\\s+)?said)`,
  `true|real|really|fake|for\\s+real|(?:true|real|fact)\\s+or\\s+(?:false|fake|not|fiction)|(?:quote|fact)[\\s-]check|check(?:\\s+(?:this|it|that))?(?:\\s+please)?`,
  `(?:(?:а|и|неужели|разве|так)\\s+)?(?:правда\\s+ли,?\\s+(?:что\\s+)?)?${WHO.ru}\\s+${SURE.ru}(?:${SUCH.ru}\\s+${SAID.ru}|${SAID.ru}\\s+${SUCH.ru})`,
  `(?:а\\s+)?${SUCH.ru}\\s+${WHO.ru}\\s+${SURE.ru}${SAID.ru}`,
  `${SAID.ru}\\s+ли\\s+${WHO.ru}\\s+${SUCH.ru}`,
  `(?:а\\s+)?(?:это\\s+)?(?:правда|фейк|реально|точно|серь[её]зно|правда\\s+или\\s+(?:нет|ложь|фейк))(?:\\s+ли(?:\\s+это)?)?|(?:так\\s+и|прямо\\s+так\\s+и)\\s+сказал|проверь(?:те)?(?:\\s+(?:это|цитату))?`,
  `(?:(?:а|і|няўжо|хіба)\\s+)?(?:ці\\s+праўда,?\\s+(?:што\\s+)?)?${WHO.be}\\s+${SURE.be}(?:${SUCH.be}\\s+${SAID.be}|${SAID.be}\\s+${SUCH.be})`,
  `(?:а\\s+)?${SUCH.be}\\s+${WHO.be}\\s+${SURE.be}${SAID.be}`,
  `(?:а\\s+)?(?:ці\\s+)?(?:гэта\\s+)?(?:праўда|фэйк|рэальна)(?:\\s+гэта)?|праверце?(?:\\s+гэта)?|правер(?:\\s+гэта)?`,
  `${WHO.zh}${SURE.zh}(?:这么|这样|那么)?(?:说|讲)(?:过|了)?(?:这|那|这些|这样的|这种)?(?:句)?(?:话)?(?:吗|么|没有|没)?`,
  '(?:这|这话|那)?(?:是)?(?:真的|真|假的|真话)(?:吗|么)?|核实(?:一下)?|是不是真的',
].map((pattern) => new RegExp(`^(?:${pattern})\\s*[?？!！.。]*$`, 'iu'));

/** The longest of the quotations in a message, without its marks; null when there is none of two words. */
function longestMarked(message: string): string | null {
  let best: string | null = null;
  let most = 1;
  for (const { start, end, closed } of pairMarks(message, paragraphs(message))) {
    const inside = message
      .slice(start, end)
      .replace(OPENING, '')
      .replace(closed ? CLOSING : /$/u, '')
      .trim();
    const count = tokensOf(inside).length + (UNSPACED.test(inside) ? inside.length : 0);
    if (count > most) {
      best = inside;
      most = count;
    }
  }
  return best;
}

const OPENING = /^["'“”„‟«»‘’‚‛`「『]{1,2}/u;
const CLOSING = /["'“”„‟«»‘’‚‛`」』]{1,2}$/u;
const UNSPACED = /[\p{Script=Han}]/u;

// --- The statement as words ------------------------------------------------------------------------------------------

type Token = Range & { readonly word: string };
/** `other`: the direct words of somebody else, or of nobody the text names. */
type Owner = 'own' | 'agency' | 'quoted' | 'other';

type Record = {
  readonly about: OpenStatement;
  readonly statement: Statement;
  readonly index: StatementIndex;
  readonly tokens: readonly Token[];
  readonly owners: readonly Owner[];
  /** By token: the sentence it stands in. */
  readonly sentences: readonly Sentence[];
  /** Where each word stands in `tokens`. */
  readonly places: ReadonlyMap<string, readonly number[]>;
};

function recordOf(about: OpenStatement): Record {
  const { statement, index } = about;
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
      owners.push(ownerAt(spans, spanAt, start, statement.speaker?.name ?? null));
      sentences.push(sentence);
    }
  }
  const places = new Map<string, number[]>();
  tokens.forEach(({ word }, at) => {
    const known = places.get(word);
    if (known) known.push(at);
    else places.set(word, [at]);
  });
  return { about, statement, index, tokens, owners, sentences, places };
}

// A word with the signs that change its value: "$5", "50%", "-3". Hyphens part words, so that "multi vector" is "multi-vector".
const WORD =
  /(?:(?<![\p{L}\p{N}])-(?=[\p{N}]))?\p{Sc}?[\p{L}\p{N}\p{M}]+(?:['.,](?=[\p{L}\p{N}])[\p{L}\p{N}\p{M}]+)*[%‰°\p{Sc}]?|[%‰°+=<>\p{Sc}]/gu;

/** Words as they are compared: typography made plain, a mark of silence or of joining gone; numbers keep their points and signs. */
function tokensOf(text: string): Token[] {
  const folded = fold(text);
  return Array.from(folded.text.matchAll(WORD), (match) => ({
    word: match[0],
    start: folded.sourceAt(match.index),
    end:
      folded.sourceAt(match.index + match[0].length - 1) +
      lengthAt(text, folded.sourceAt(match.index + match[0].length - 1)),
  }));
}

function lengthAt(text: string, at: number): number {
  return text.codePointAt(at)! > 0xffff ? 2 : 1;
}

function ownerAt(spans: readonly SpeechSpan[], around: number, offset: number, speaker: string | null): Owner {
  let owner: Owner = 'agency';
  // Nested spans follow the one that holds them.
  for (let at = Math.max(0, around - 4); at < spans.length && spans[at]!.start <= offset; at++) {
    const span = spans[at]!;
    if (span.end <= offset) continue;
    if (span.kind === 'quoted') return 'quoted';
    if (span.kind === 'direct') owner = span.speaker?.name === speaker ? 'own' : 'other';
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
  const at = takenBy(chain);
  const quotes = quotesAround(chain[0]!.from, chain.at(-1)!.to, record);
  const count = (owner: Owner) => at.filter((token) => owners[token] === owner).length;
  if (count('own') < at.length && count('own') + count('quoted') < at.length) {
    // His words with some of the agency's or of another's in between are nobody's quotation.
    return { kind: 'others', whose: count('other') > count('agency') ? 'other' : 'agency', quotes };
  }
  if (count('own') === 0) return { kind: 'others', whose: 'quoted', quotes };
  const start = tokens[chain[0]!.from]!.start;
  const end = tokens[chain.at(-1)!.to - 1]!.end;
  if (crossesFrame(chain[0]!.from, chain.at(-1)!.to, record)) {
    return { kind: 'altered', quotes, differences: [{ kind: 'same', text: statement.text.slice(start, end) }] };
  }
  const cut = cutFrom(chain, record);
  return cut.length > 0 ? { kind: 'clipped', quotes, cut } : { kind: 'verbatim', quotes };
}

function takenBy(chain: readonly Match[]): number[] {
  return chain.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, offset) => from + offset));
}

function crossesFrame(from: number, to: number, { owners }: Record): boolean {
  return owners.slice(from, to).some((owner) => owner === 'agency' || owner === 'other');
}

function wordSet(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/u));
}

// Words that turn what stands in the same clause into its opposite.
const NEGATIONS = wordSet(
  'not never no nor none nobody nothing neither nowhere without hardly barely scarcely cannot refuse refuses refused reject rejects rejected',
);
// Words that turn or weaken what stands anywhere in the same sentence: conditions, doubts, denials, contrasts.
const CONDITIONS = wordSet(
  `if unless until except provided suppose assuming may might could would should maybe perhaps possibly probably allegedly supposedly
reportedly wrong false untrue lie lies lied deny denies denied mistaken but although though however whether doubt doubts hope hopes
otherwise instead nonsense myth absurd`,
);
// Verbs that give what follows to somebody, if only to his own belief.
const ATTRIBUTIONS = wordSet(
  `say says said claim claims claimed allege alleges alleged think thinks thought believe believes believed argue argues argued call calls
called accuse accuses accused imagine imagines pretend pretends expect expects want wants ask asks asked told tell tells quote understand`,
);
// A question cut of the word that asks is a claim.
const ASKING = wordSet(
  'what why who whom whose which how when where is are was were do does did have has had can will',
);

/** What of his own words, before, between or behind the match in the same sentences, was cut and turns the meaning; else empty. */
function cutFrom(chain: readonly Match[], record: Record): Range[] {
  const { tokens, owners, sentences, statement } = record;
  const first = sentences[chain[0]!.from]!;
  const last = sentences[chain.at(-1)!.to - 1]!;
  const taken = new Set(takenBy(chain));
  const from = edge(chain[0]!.from, -1, (at) => sentences[at] === first && isHis(owners[at]));
  const to = edge(chain.at(-1)!.to - 1, 1, (at) => sentences[at] === last && isHis(owners[at])) + 1;
  const gaps: Match[] = [];
  for (let at = from; at < to; at++) {
    if (taken.has(at)) continue;
    const before = gaps.at(-1);
    if (before?.to === at) gaps[gaps.length - 1] = { from: before.from, to: at + 1 };
    else gaps.push({ from: at, to: at + 1 });
  }
  const isAsked = statement.text
    .slice(first.start, first.end)
    .replace(/["'”’»\s,]+$/u, '')
    .endsWith('?');
  const turning = gaps.filter((gap) => {
    const isLead = gap.to <= chain[0]!.from;
    for (let at = gap.from; at < gap.to; at++) {
      const { word } = tokens[at]!;
      // Part of what he quotes, with a few of his own words before it, is still not his.
      if (owners[at] === 'quoted' && (taken.has(at - 1) || taken.has(at + 1)) && owners[at - 1] === owners[at + 1])
        return true;
      if (CONDITIONS.has(word) || (isLead && ATTRIBUTIONS.has(word))) return true;
      if (isLead && isAsked && at === gap.from && ASKING.has(word)) return true;
      if ((NEGATIONS.has(word) || word.endsWith("n't")) && !isOtherClause(at, gap, { ...record, chain })) return true;
    }
    return false;
  });
  return turning.map((gap) => ({ start: tokens[gap.from]!.start, end: tokens[gap.to - 1]!.end }));
}

function isHis(owner: Owner | undefined): boolean {
  return owner === 'own' || owner === 'quoted';
}

function edge(at: number, step: -1 | 1, holds: (at: number) => boolean): number {
  let last = at;
  while (holds(last + step)) last += step;
  return last;
}

// Where another full clause begins: "…; we stay", "…, and our people are strong".
const NEXT_CLAUSE =
  /[;:]|,\s+(?:and|or|so)\s+(?:we|i|they|he|she|it|you|this|that|there|the|our|my|his|her|their|its)\b/iu;

/** Whether another clause lies between a negation that was cut and the words that were kept, so that it says nothing of them. */
function isOtherClause(
  at: number,
  gap: Match,
  { tokens, statement, chain }: Record & { chain: readonly Match[] },
): boolean {
  const start = tokens[chain[0]!.from]!;
  const end = tokens[chain.at(-1)!.to - 1]!;
  if (gap.to <= chain[0]!.from) {
    // The subject of the kept clause may be its first word.
    return NEXT_CLAUSE.test(statement.text.slice(tokens[at]!.end, start.end + 1));
  }
  return (
    gap.from >= chain.at(-1)!.to && /[;:]|,\s+(?:and|so)\s/iu.test(statement.text.slice(end.end, tokens[at]!.start))
  );
}

function quotesAround(from: number, to: number, { about, sentences, tokens }: Record): Quote[] {
  const keys = new Set(sentences.slice(from, to).map((sentence) => sentence.key));
  const start = tokens[from]!.start;
  const end = tokens[to - 1]!.end;
  const quotes = quoteSentences(about, keys);
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
  // One word of weight is enough where all but a word agree: "We have 400 beds".
  if (content < (share >= 0.7 ? 1 : 2) || pairs.length < MIN_ALIGNED_WORDS) return null;
  if (share < ALTERED_SHARE && longestRun(pairs) < ALTERED_RUN) return null;
  const from = pairs[0]![1];
  const to = pairs.at(-1)![1] + 1;
  const quotes = quotesAround(from, to, record);
  const differences = differencesOf(pairs, alleged, record);
  const owners = new Set(pairs.map(([, place]) => record.owners[place]!));
  if (owners.has('own') || turnsDifferently(differences)) return { kind: 'altered', quotes, differences };
  // Nearly the words of somebody else: whose they are says more than which of them differ.
  if (owners.has('quoted')) return { kind: 'others', whose: 'quoted', quotes };
  if (owners.has('other')) return { kind: 'others', whose: 'other', quotes };
  if (differences.some(({ kind, text }) => kind === 'added' && hasContent(text)))
    return { kind: 'altered', quotes, differences };
  return quotes[0]?.kind === 'reported' && quotes[0].speaker === record.statement.speaker?.name
    ? { kind: 'paraphrase', quotes }
    : { kind: 'others', whose: 'agency', quotes };
}

function hasContent(text: string): boolean {
  return terms(text).some((term) => !FUNCTION_WORDS.has(term.folded));
}

/** Whether a word that turns the meaning stands on one side only. */
function turnsDifferently(differences: readonly Difference[]): boolean {
  return differences.some(({ kind, text }) => kind !== 'same' && tokensOf(text).some(({ word }) => turns(word)));
}

function turns(word: string): boolean {
  return NEGATIONS.has(word) || CONDITIONS.has(word) || word.endsWith("n't");
}

type Pair = readonly [alleged: number, statement: number];

const MATCH = 40;
// Of two places that fit alike, the one where he speaks himself.
const OWN_MATCH = 41;
const GAP = 20;

/** The best local alignment of the words (Smith and Waterman, 1981): a match counts twice as much as a change or a gap. */
function align(sought: readonly string[], record: Record): { pairs: readonly Pair[] } | null {
  const window = candidateWindow(sought, record);
  if (!window) return null;
  const { from, to } = window;
  const width = to - from + 1;
  const scores = new Int32Array((sought.length + 1) * width);
  const weight = (row: number, column: number): number => {
    const place = from + column - 1;
    if (sought[row - 1] !== record.tokens[place]!.word) return -GAP;
    return record.owners[place] === 'own' ? OWN_MATCH : MATCH;
  };
  let best = 0;
  for (let row = 1; row <= sought.length; row++) {
    for (let column = 1; column < width; column++) {
      const score = Math.max(
        0,
        scores[(row - 1) * width + column - 1]! + weight(row, column),
        scores[(row - 1) * width + column]! - GAP,
        scores[row * width + column - 1]! - GAP,
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
    const gain = weight(row, column);
    if (scores[at] === scores[at - width - 1]! + gain) {
      if (gain > 0) pairs.push([row - 1, from + column - 1]);
      at -= width + 1;
    } else if (scores[at] === scores[at - width]! - GAP) at -= width;
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

function inOtherWords(alleged: string, record: Record): QuoteCheck | null {
  const { about, statement, index } = record;
  const content = terms(alleged).filter((term) => !FUNCTION_WORDS.has(term.folded));
  if (content.length < MIN_PARAPHRASE_WORDS) return null;
  const keys = new Set(content.map((term) => term.key));
  const matchesIn = index.matcher(alleged);
  for (const { sentence } of index.search(alleged, { limit: 3 }).sentences) {
    const text = statement.text.slice(sentence.start, sentence.end);
    const matched = matchesIn(text);
    const shared = new Set(
      matched.flatMap((range) => terms(text.slice(range.start, range.end)).map((term) => term.key)),
    );
    if (shared.size < keys.size * PARAPHRASE_SHARE) continue;
    // "Belarus", "Russia" and "Russian" say who is spoken of and nothing of what is said.
    if (matched.every((range) => englishNames(text.slice(range.start, range.end)).length > 0)) continue;
    const quotes = quoteSentences(about, [sentence.key]);
    const places = matched.map((range) => sentence.start + range.start);
    if (places.every((place) => isWithin(place, statement.spans, 'quoted')))
      return { kind: 'others', whose: 'quoted', quotes };
    // He said something like it only if he is the one who said it, didn't say the opposite, and named the same things.
    const his = quotes.some((quote) => quote.kind !== 'narration' && quote.speaker === statement.speaker?.name);
    if (his && isNegated(alleged) === isNegated(text) && !namesMore(alleged, record))
      return { kind: 'paraphrase', quotes };
    return { kind: 'absent', quotes };
  }
  return null;
}

function isWithin(place: number, spans: readonly SpeechSpan[], kind: SpeechSpan['kind']): boolean {
  return spans.some((span) => span.kind === kind && span.start <= place && place < span.end);
}

const REFUSAL = /(?:^|[^\p{L}])(?:не|ни|нет|никогда|без|ні|няма|ніколі|没|不|无|未|非)/iu;

/** Whether an odd number of its words deny. */
function isNegated(text: string): boolean {
  const tokens = tokensOf(text);
  const denials = tokens.filter(
    ({ word }, at) =>
      NEGATIONS.has(word) ||
      word === 'wrong' ||
      word.endsWith("n't") ||
      // What is sold away from Russia is not sold in Russia.
      (word === 'away' && tokens[at + 1]?.word === 'from'),
  ).length;
  return denials % 2 === 1 || (denials === 0 && REFUSAL.test(text));
}

/** Whether it names a person, a country or a number that the statement doesn't have at all. */
function namesMore(alleged: string, { places, index }: Record): boolean {
  const { missing } = index.search(alleged, { limit: 1 });
  const unknown = new Set(missing.flatMap((word) => tokensOf(word).map((token) => token.word)));
  return words(alleged).some(({ text, start }) => {
    const known = tokensOf(text).every(({ word }) => places.has(word) || !unknown.has(word));
    if (known) return false;
    if (/\p{N}/u.test(text)) return true;
    return start > 0 && /^\p{Lu}/u.test(text) && !/[.!?…]\s*$/u.test(alleged.slice(0, start));
  });
}

function nearest(alleged: string, { about, index }: Record): Quote[] {
  const found = index.search(alleged, { limit: 1 });
  if (found.words.length === 0) return [];
  return found.sentences.flatMap(({ sentence }) => quoteSentences(about, [sentence.key])).slice(0, 1);
}
