// Quotations: whole sentences of a statement, cut so that nobody's words stand under another's name.
// The only place where a Quote is made, so that every quotation shown anywhere was copied by code.

import { QUOTATION_MARKS } from '../text/fold.ts';
import type { Range } from '../text/range.ts';
import type { BlockKind, Header, Sentence, SpeechKind, SpeechSpan, Statement } from './statement.ts';

/** `unsure`: the text does not say whose words these are. */
export type QuoteKind = SpeechKind | 'unsure';

/** A statement, and where the sentence of each key stands in it. */
export type Places = { readonly statement: Statement; readonly places: ReadonlyMap<string, number> };

/** Words copied from a statement. `text` is the statement's slice from `start` to `end`, letter for letter. */
export type Quote = Range & {
  readonly text: string;
  /** The keys of the sentences it was cut from, in order. */
  readonly keys: readonly string[];
  readonly block: BlockKind;
  /** Body paragraph, from 1; null outside the body. */
  readonly paragraph: number | null;
  readonly kind: QuoteKind;
  /** Whose words; null for narration and where the text names nobody. */
  readonly speaker: string | null;
  /** Words of others inside the speaker's own, marks included, as offsets into the statement. */
  readonly quoted: readonly Range[];
  /** Which of the pieces that a frame cuts its sentences into, from 1; null where they give no other. */
  readonly part: number | null;
  /** The words right before it, at most MAX_BEFORE characters: they tell a short quotation from the same words elsewhere. */
  readonly before: string;
  /** The statement it was cut from. */
  readonly header: Header;
};

const MAX_BEFORE = 60;

/**
 * The quotations that the sentences named by `keys` give, in the statement's order: neighbours joined where the same
 * person goes on speaking, never across the agency's frame. Keys that name no sentence give nothing.
 */
export function quoteSentences({ statement, places }: Places, keys: Iterable<string>): Quote[] {
  const wanted = [...new Set(keys)].flatMap((key) => places.get(key) ?? []).sort((one, other) => one - other);
  const pieces: Joined[] = [];
  for (const at of wanted) {
    const sentence = statement.sentences[at]!;
    for (const piece of cut(statement, sentence, at)) {
      const before = pieces.at(-1);
      if (before && joins(before, piece)) {
        before.end = piece.end;
        before.to = piece.to;
        // Not copied: in a statement without paragraphs a hundred thousand sentences may join.
        before.keys.push(sentence.key);
      } else {
        pieces.push({ ...piece, keys: [...piece.keys] });
      }
    }
  }
  const header = headerOf(statement);
  return pieces.map((piece, at) => toQuote(statement, header, piece, partAt(at, pieces)));
}

/** Where each key's sentence stands. */
export function placesOf({ sentences }: Statement): ReadonlyMap<string, number> {
  return new Map(sentences.map(({ key }, at) => [key, at]));
}

/** A statement without its text. */
export function headerOf(statement: Statement): Header {
  const { id, sha256, title, date, publisher, carriedBy, source, language, form, speaker } = statement;
  return { id, sha256, title, date, publisher, carriedBy, source, language, form, speaker };
}

/** A piece shares sentences with its neighbours only where a frame cuts a sentence. */
function partAt(at: number, pieces: readonly Piece[]): number | null {
  const { from, to } = pieces[at]!;
  let first = at;
  while (first > 0 && pieces[first - 1]!.to >= from) first--;
  const hasNext = at + 1 < pieces.length && pieces[at + 1]!.from <= to;
  return first < at || hasNext ? at - first + 1 : null;
}

/** What a sentence holds, by who speaks: `pieces` of one kind each, in order; a frame belongs to none. */
type Piece = Range & {
  readonly keys: readonly string[];
  readonly block: BlockKind;
  readonly paragraph: number | null;
  readonly kind: QuoteKind;
  readonly speaker: string | null;
  /** The direct span it was cut from; null for whole sentences of the agency. */
  readonly span: SpeechSpan | null;
  /** Indexes of the first and last sentence. */
  readonly from: number;
  readonly to: number;
};

/** A piece while neighbours are being joined to it. */
type Joined = Omit<Piece, 'end' | 'to' | 'keys'> & { end: number; to: number; keys: string[] };

function cut(statement: Statement, sentence: Sentence, at: number): Piece[] {
  const spans = spansWithin(statement.spans, sentence);
  const base = { keys: [sentence.key], block: sentence.kind, paragraph: sentence.paragraph, from: at, to: at };
  const reported = spans.find((span) => span.kind === 'reported');
  const direct = spans.filter((span) => span.kind === 'direct');
  // A quoted fragment inside a paraphrase stays in its sentence: alone it would be clipped of what it was said about.
  if (reported || direct.length === 0) {
    const range = { start: sentence.start, end: sentence.end };
    const isUnsure = spans.some(({ doubt }) => doubt !== null);
    const kind = isUnsure ? 'unsure' : reported ? 'reported' : 'narration';
    return [{ ...base, ...range, kind, speaker: isUnsure ? null : (reported?.speaker?.name ?? null), span: null }];
  }
  return direct.flatMap((span): Piece[] => {
    const range = ownWords(statement, sentence, span);
    if (range.end <= range.start) return [];
    // A doubt about whose words they are is told as it is, whatever the rules would guess.
    if (span.doubt !== null) return [{ ...base, ...range, kind: 'unsure', speaker: null, span }];
    const kind = isAllQuoted(statement, range) ? 'quoted' : 'direct';
    return [{ ...base, ...range, kind, speaker: span.speaker?.name ?? null, span }];
  });
}

/** The spans that share a character with `range`. Spans are in order, so the search for the first can halve its way. */
export function spansWithin(spans: readonly SpeechSpan[], range: Range): SpeechSpan[] {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.start < range.end) low = middle + 1;
    else high = middle;
  }
  const found: SpeechSpan[] = [];
  for (let at = low - 1; at >= 0; at--) {
    const span = spans[at]!;
    if (span.end > range.start) found.unshift(span);
    // Nested spans end before the one that holds them, so only a plain span that ends too early ends the search.
    else if (span.kind !== 'quoted') break;
  }
  return found;
}

/** The part of `span` inside `sentence` without its quotation marks and without a comma or dash that leads into a frame. */
function ownWords({ text, spans }: Statement, sentence: Range, span: SpeechSpan): Range {
  let start = Math.max(sentence.start, span.start);
  let end = Math.min(sentence.end, span.end);
  // In a letter the marks at its edges are those of what is quoted there.
  const inner = spansWithin(spans, sentence).filter(({ kind }) => kind === 'quoted');
  if (start === span.start && isMark(text[start]) && inner.every((one) => one.start !== start)) start++;
  const closes = end === span.end && isMark(text[end - 1]) && inner.every((one) => one.end !== end);
  if (closes) end--;
  const leadsIntoFrame = end < sentence.end && /[\p{L}\p{N}]/u.test(text.slice(closes ? end + 1 : end, sentence.end));
  while (start < end && /\s/u.test(text[start]!)) start++;
  while (start < end && (leadsIntoFrame ? /[\s,–—-]/u : /\s/u).test(text[end - 1]!)) end--;
  return { start, end };
}

function isMark(character: string | undefined): boolean {
  return character !== undefined && QUOTATION_MARKS.includes(character);
}

/** Whether nothing but words of others stands in `range`. */
function isAllQuoted(statement: Statement, range: Range): boolean {
  let rest = statement.text.slice(range.start, range.end);
  for (const inner of quotedWithin(statement, range)) {
    rest = rest.replace(statement.text.slice(inner.start, inner.end), '');
  }
  return !/[\p{L}\p{N}]/u.test(rest);
}

function quotedWithin(statement: Statement, range: Range): Range[] {
  return spansWithin(statement.spans, range)
    .filter((span) => span.kind === 'quoted')
    .map(({ start, end }) => ({ start: Math.max(start, range.start), end: Math.min(end, range.end) }));
}

function joins(before: Piece, next: Piece): boolean {
  if (next.from !== before.to + 1 || before.paragraph !== next.paragraph || before.block !== next.block) return false;
  if (before.kind !== next.kind || before.speaker !== next.speaker) return false;
  return before.span === next.span;
}

function toQuote(statement: Statement, header: Header, piece: Piece, part: number | null): Quote {
  const { start, end, keys, block, paragraph, kind, speaker } = piece;
  const before = statement.text.slice(Math.max(0, start - MAX_BEFORE), start);
  const quoted = kind === 'direct' ? quotedWithin(statement, piece) : [];
  const text = statement.text.slice(start, end);
  return { start, end, text, keys, block, paragraph, kind, speaker, quoted, part, before, header };
}
