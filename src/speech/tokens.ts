// A news text as the speech layer reads it: sentences of words in which every quotation is a single token.

import type { Range } from '../text/range.ts';
import { sentences as splitSentences } from '../text/sentences.ts';
import type { Quotation } from './marks.ts';

export type Token = Range & {
  readonly text: string;
  /** Lower case, without a closing point ("Sen." is "sen") and without a possessive ending. */
  readonly lower: string;
  readonly kind: 'word' | 'point' | 'quotation';
  readonly capital: boolean;
  readonly possessive: boolean;
  /** Which quotation stands here; -1 for words and points. */
  readonly quotation: number;
  /** A quotation with a comma inside its closing mark, which is the sentence's comma. */
  readonly comma: boolean;
};

/** A sentence: its place in the text, its paragraph's number from 0, and its tokens from `from`, `to` excluded. */
export type Sentence = Range & { readonly paragraph: number; readonly from: number; readonly to: number };

export type Reading = { readonly tokens: readonly Token[]; readonly sentences: readonly Sentence[] };

/** Splits paragraphs into sentences, a quotation never split and never hiding where its sentence ends. */
export function read(text: string, blocks: readonly Range[], quotations: readonly Quotation[]): Reading {
  const masked = mask(text, quotations);
  const tokens: Token[] = [];
  const found: Sentence[] = [];
  let next = 0;
  for (const [paragraph, block] of blocks.entries()) {
    for (const range of splitSentences(masked.slice(block.start, block.end))) {
      const start = block.start + range.start;
      const end = block.start + range.end;
      const from = tokens.length;
      next = tokenize(text, { start, end }, { quotations, next, tokens });
      found.push({ start, end, paragraph, from, to: tokens.length });
    }
  }
  return { tokens, sentences: found };
}

const SHORT_FRAME =
  /^\s(?:(?:he|she|they)|(?:\p{Lu}[\p{L}.'’-]{0,30}\s){0,3}\p{Lu}[\p{L}.'’-]{0,30})\s(?:said|says|told|asked|added|wrote|tweeted|replied)(?:[.,]|\s(?:on|in|at|of)\s)/u;

/** The text with what stands in quotations made of one letter, so that only the frame's own points end sentences. */
function mask(text: string, quotations: readonly Quotation[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of quotations) {
    // The first letter stays: it tells a new sentence from a quotation within one. So does the closing point.
    const first = Math.min(start + 2, end);
    let last = end;
    while (last > first && end - last < 8 && /[.!?…'"’”‘“\s]/u.test(text[last - 1]!)) last--;
    const closing = text.slice(last, end);
    const joined = closing.startsWith('.') && SHORT_FRAME.test(text.slice(end, end + 140));
    pieces.push(text.slice(at, first), 'x'.repeat(last - first), joined ? 'x'.repeat(closing.length) : closing);
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join('');
}

// "Sen.Lee": a blank was lost.
const GLUED = /^(?:Sens?|Reps?|Gov|Gen|Mr|Mrs|Ms|Dr|Lt|Col|Sgt|Rev|Prof)\.(?=\p{Lu}\p{Ll})/u;
/** "said.Michigan": so was the blank behind a sentence. */
const STOPPED = /^\p{Ll}{3,}(?=\.\p{Lu}\p{Ll})/u;
const TOKEN =
  /(?:\p{L}\.){2,}|(?:Mr|Mrs|Ms|Mx|Dr|Prof|Hon|Rev|Fr|Sr|Jr|St|Gen|Lt|Col|Maj|Capt|Cpl|Sgt|Adm|Cmdr|Brig|Gov|Sen|Rep|Reps|Sens|Pres|Supt|Insp|Amb|Atty|\p{Lu})\.(?=[\s,])|[\p{L}\p{N}\p{M}]+(?:['’‑.&-](?=[\p{L}\p{N}])[\p{L}\p{N}\p{M}]+)*(?:(?<=[sS])['’](?![\p{L}\p{N}]))?|[^\s]/uy;

type Sink = { readonly quotations: readonly Quotation[]; readonly next: number; readonly tokens: Token[] };

function tokenize(text: string, range: Range, sink: Sink): number {
  let { next } = sink;
  let at = range.start;
  while (at < range.end) {
    const quotation = sink.quotations[next];
    if (quotation !== undefined && quotation.start <= at) {
      next++;
      if (quotation.end <= at) continue;
      sink.tokens.push({
        start: quotation.start,
        end: quotation.end,
        text: '',
        lower: '',
        kind: 'quotation',
        capital: false,
        possessive: false,
        quotation: next - 1,
        comma: /,['"’”]{1,3}$/u.test(text.slice(Math.max(quotation.start, quotation.end - 4), quotation.end)),
      });
      at = quotation.end;
      continue;
    }
    if (/\s/u.test(text[at]!)) {
      at++;
      continue;
    }
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    const limit = quotation === undefined ? range.end : Math.min(range.end, quotation.start);
    const length =
      match === null ? 1 : ((GLUED.exec(match[0]) ?? STOPPED.exec(match[0]))?.[0].length ?? match[0].length);
    const end = Math.min(limit, at + length);
    const word = token(text.slice(at, end), at, end);
    // The health body's initials are no pronoun, unless all around is shouted.
    sink.tokens.push(
      /^WHO(?:['’]s)?$/u.test(word.text) && isSetSmall(text, at, end) ? { ...word, lower: 'WHO' } : word,
    );
    at = end;
  }
  return next;
}

function isSetSmall(text: string, start: number, end: number): boolean {
  return /\p{Ll}\s$/u.test(text.slice(Math.max(0, start - 2), start)) || /^\s\p{Ll}/u.test(text.slice(end, end + 2));
}

function token(text: string, start: number, end: number): Token {
  const word = /[\p{L}\p{N}]/u.test(text);
  const possessive = word && /(?:['’][sS]|[sS]['’])$/u.test(text);
  const plain = possessive ? text.replace(/['’][sS]?$/u, '') : text;
  const lower = plain.toLowerCase().replaceAll('’', "'");
  return {
    start,
    end,
    text,
    lower:
      word && lower.endsWith('.') && !/\..*\./u.test(lower)
        ? lower.slice(0, -1)
        : lower.replace(/^(u\.[skn])\.$/u, '$1'),
    kind: word ? 'word' : 'point',
    capital: word && /^\p{Lu}/u.test(text),
    possessive,
    quotation: -1,
    comma: false,
  };
}
