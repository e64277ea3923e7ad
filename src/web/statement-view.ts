// The statement's text as markup: numbered paragraphs, sentences by their keys, whose words they are, and what is marked.

import type { QuoteKind } from '../statement/quotation.ts';
import type { Block, Sentence, SpeechSpan, Statement } from '../statement/statement.ts';
import type { Range } from '../text/range.ts';
import type { Wording } from '../wording/wording.ts';
import { type Html, html, visible } from './html.ts';

/** Words to mark, with the numbers of an answer's quotations that begin and end with them. */
export type Mark = Range & { readonly begins: readonly number[]; readonly ends: readonly number[] };

/** The marks of quotations numbered from 1. Where two share words, the shared ones are a mark of their own. */
export function numberedMarks(quotes: readonly Range[]): Mark[] {
  const cuts = [...new Set(quotes.flatMap(({ start, end }) => [start, end]))].sort((one, other) => one - other);
  const numbers = (isMeant: (quote: Range) => boolean) =>
    quotes.flatMap((quote, at) => (isMeant(quote) ? [at + 1] : []));
  return cuts.slice(0, -1).flatMap((start, at) => {
    const end = cuts[at + 1]!;
    if (!quotes.some((quote) => quote.start <= start && quote.end >= end)) return [];
    return [
      { start, end, begins: numbers((quote) => quote.start === start), ends: numbers((quote) => quote.end === end) },
    ];
  });
}

export type TextOptions = {
  /** In order, apart from each other. */
  readonly marks: readonly Mark[];
  readonly wording: Wording['web'];
  /** Stands after the last block that has a mark: next to the words it is about. */
  readonly afterMarks?: Html | null;
};

/** Every block of the statement, in order, one entry each. Linear in the text's length. */
export function viewBlocks(statement: Statement, { marks, wording, afterMarks = null }: TextOptions): Html[] {
  const last = marks.at(-1);
  const parts = createParts(statement, marks, wording);
  return statement.blocks.map((block) => {
    const shown = viewBlock(statement, block, parts, wording);
    const isLastMarked = last !== undefined && block.start < last.end && last.end <= block.end;
    return isLastMarked && afterMarks ? html`${shown}${afterMarks}` : shown;
  });
}

/** The blocks that hold a mark, by the id of their element: what a page that is open already has to replace. */
export function viewMarkedBlocks(
  statement: Statement,
  { marks, wording }: TextOptions,
): { readonly id: string; readonly block: Html }[] {
  const parts = createParts(statement, marks, wording);
  return statement.blocks
    .filter((block) => marks.some((mark) => mark.start < block.end && mark.end > block.start))
    .map((block) => ({ id: blockId(block), block: viewBlock(statement, block, parts, wording) }));
}

function blockId(block: Block): string {
  return block.paragraph === null ? block.kind : `p${block.paragraph}`;
}

function viewBlock(statement: Statement, block: Block, parts: Parts, wording: Wording['web']): Html {
  const text = viewText(statement, block, parts);
  const id = blockId(block);
  if (block.kind === 'headline') return html`<h1 id="${id}" dir="auto">${text}</h1>`;
  if (block.paragraph === null) return html`<p id="${id}" class="${block.kind}" dir="auto">${text}</p>`;
  const label = wording.paragraph(block.paragraph);
  return html`<p id="${id}" dir="auto"><a class="no" href="?q=${block.paragraph}#${id}" aria-label="${label}">${block.paragraph}</a>${text}</p>`;
}

/** A stretch within which everything is the same. */
type Part = Range & {
  readonly sentence: Sentence | null;
  readonly kind: QuoteKind;
  /** Who speaks, or whom the agency reports; null where nobody is named. */
  readonly speaker: string | null;
  readonly isQuoted: boolean;
  readonly mark: Mark | null;
};

/** The text of a block: sentences hold runs of one kind of words, runs hold marks and words of others. */
function viewText(statement: Statement, block: Block, parts: Parts): Html[] {
  return groups(parts.within(block), (part) => part.sentence).map((ofSentence) => {
    const { sentence } = ofSentence[0]!;
    const runs = groups(ofSentence, (part) => `${part.kind} ${part.speaker}`).map((ofKind) => {
      const { kind, speaker } = ofKind[0]!;
      const words = groups(ofKind, (part) => part.mark).map((marked) => viewMarked(statement, marked, parts));
      // Blanks between sentences belong to nobody.
      return sentence === null || kind === 'narration'
        ? html`${words}`
        : html`<span class="${kind}" title="${parts.titleOf(kind, speaker)}">${words}</span>`;
    });
    return sentence === null ? html`${runs}` : html`<span id="${sentence.key}" class="s">${runs}</span>`;
  });
}

function viewMarked(statement: Statement, marked: readonly Part[], parts: Parts): Html {
  const words = groups(marked, (part) => part.isQuoted).map((same) => {
    const text = viewWords(statement.text.slice(same[0]!.start, same.at(-1)!.end));
    return same[0]!.isQuoted
      ? html`<span class="quoted" title="${parts.titleOf('quoted', null)}">${text}</span>`
      : html`${text}`;
  });
  const { mark } = marked[0]!;
  if (mark === null) return html`${words}`;
  const element = mark.start === marked[0]!.start ? parts.viewStart(mark, words) : html`<mark>${words}</mark>`;
  return mark.end === marked.at(-1)!.end ? html`${element}${mark.ends.map(parts.viewReference)}` : element;
}

/** Some texts have no-break spaces between all their words; where no line could hold them, a line may end after one. */
function viewWords(text: string): Html {
  const pieces = visible(text).split(/(?<=\u00a0)/u);
  const isLong = pieces.length > 1 && text.split(/[^\S\u00a0]+/u).some((stretch) => stretch.length > 24);
  return isLong ? html`${pieces.map((piece) => html`${piece}<wbr>`)}` : html`${visible(text)}`;
}

type Parts = {
  readonly within: (block: Block) => Part[];
  /** Whose words a stretch holds: the statement's speaker's, or another's whom it then names. */
  readonly titleOf: (kind: QuoteKind, speaker: string | null) => string;
  readonly viewStart: (mark: Mark, words: readonly Html[]) => Html;
  /** The way back from the words to the answer that quotes them. */
  readonly viewReference: (number: number) => Html;
};

function createParts(statement: Statement, marks: readonly Mark[], wording: Wording['web']): Parts {
  const { spans, sentences, speaker, publisher } = statement;
  const plain = spans.filter((span) => span.kind !== 'quoted');
  const quoted = spans.filter((span) => span.kind === 'quoted');
  // Blocks come in order, so each list is walked through once.
  const walk = { sentence: walker(sentences), plain: walker(plain), quoted: walker(quoted), mark: walker(marks) };
  const titleOf = (kind: QuoteKind, name: string | null): string => {
    const isHis = kind === 'quoted' || kind === 'narration' || kind === 'unsure' || name === speaker?.name;
    const title = wording.kind(kind, (isHis && speaker) || { pronoun: 'they' }, publisher ?? '');
    return visible(isHis || name === null ? title : `${name}, ${title}`);
  };
  return {
    titleOf,
    viewStart: ({ begins, start }, words) => {
      const [number, ...others] = begins;
      const alike = others.map((other) => html`<span id="m${other}"></span>`);
      if (number !== undefined) return html`<mark id="m${number}" tabindex="-1">${alike}${words}</mark>`;
      // Scrolls to the words where the address has no #key, without a script.
      const isCited = marks[0]!.start === start;
      return isCited ? html`<mark tabindex="-1" autofocus>${words}</mark>` : html`<mark>${words}</mark>`;
    },
    viewReference: (number) =>
      html`<a class="ref" href="#c${number}" aria-label="${wording.quotationNumber(number)}">${number}</a>`,
    within: (block) => {
      const around = {
        sentence: walk.sentence(block),
        plain: walk.plain(block),
        quoted: walk.quoted(block),
        mark: walk.mark(block),
      };
      const cuts = new Set([block.start, block.end]);
      for (const range of [...around.sentence, ...around.plain, ...around.quoted, ...around.mark]) {
        if (range.start > block.start && range.start < block.end) cuts.add(range.start);
        if (range.end > block.start && range.end < block.end) cuts.add(range.end);
      }
      const sentenceAt = finder(around.sentence);
      const spanAt = finder<SpeechSpan>(around.plain);
      const quotedAt = finder(around.quoted);
      const markAt = finder(around.mark);
      const ordered = [...cuts].sort((one, other) => one - other);
      return ordered.slice(0, -1).map((start, at) => ({
        start,
        end: ordered[at + 1]!,
        sentence: sentenceAt(start),
        kind: spanAt(start)?.doubt ? 'unsure' : (spanAt(start)?.kind ?? 'narration'),
        speaker: spanAt(start)?.speaker?.name ?? null,
        isQuoted: quotedAt(start) !== null,
        mark: markAt(start),
      }));
    },
  };
}

/** Gives, for blocks asked in order, the ranges that share a character with each. */
function walker<T extends Range>(ranges: readonly T[]): (block: Range) => T[] {
  let at = 0;
  return (block) => {
    while (at < ranges.length && ranges[at]!.end <= block.start) at++;
    const found: T[] = [];
    for (let next = at; next < ranges.length && ranges[next]!.start < block.end; next++) found.push(ranges[next]!);
    return found;
  };
}

/** Gives, for offsets asked in order, the range that holds each. */
function finder<T extends Range>(ranges: readonly T[]): (offset: number) => T | null {
  let at = 0;
  return (offset) => {
    while (at < ranges.length && ranges[at]!.end <= offset) at++;
    const range = ranges[at];
    return range && range.start <= offset ? range : null;
  };
}

/** Neighbours that have the same key, together. */
function groups<T>(items: readonly T[], keyOf: (item: T) => unknown): T[][] {
  const found: T[][] = [];
  for (const item of items) {
    const last = found.at(-1);
    if (last && keyOf(last[0]!) === keyOf(item)) last.push(item);
    else found.push([item]);
  }
  return found;
}
