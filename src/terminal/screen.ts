// What the terminal shows: lines no wider than it is, colours where it has them, quotations behind a rule. Control characters of a
// statement or a model never reach it.

import { styleText } from 'node:util';
import type { Quote } from '../statement/quotation.ts';
import { originOf, placeOf, shownText, whoseWords } from '../wording/attribution.ts';
import type { Wording } from '../wording/wording.ts';

/** Where the terminal chat reads and writes. */
export type Terminal = {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
};

type Format = (text: string) => string;

export type Screen = {
  readonly bold: Format;
  readonly dim: Format;
  readonly number: Format;
  readonly struck: Format;
  readonly line: (text?: string) => void;
  /** Lines behind a rule, the first with a label. */
  readonly block: (label: string, lines: readonly (readonly [text: string, format: Format])[]) => void;
  /** A quotation with whose words it is and where it stands. */
  readonly quote: (quote: Quote, label: string, wording: Wording) => void;
};

/** `namesOrigin`: every quotation says which statement it is from, where there are several. */
export function createScreen(output: NodeJS.WriteStream, namesOrigin = false): Screen {
  // styleText leaves colours out where the stream has none or NO_COLOR is set.
  const style = (format: Parameters<typeof styleText>[0]): Format => {
    return (text) => styleText(format, text, { stream: output });
  };
  // Wrapped for people only: what is piped on keeps its lines whole.
  const width = () => (output.isTTY ? Math.max(20, Math.min(output.columns || 80, 100)) : Number.POSITIVE_INFINITY);
  const dim = style('dim');
  const number = style('cyan');
  const block: Screen['block'] = (label, lines) => {
    const indent = ' '.repeat(label.length);
    let isFirst = true;
    for (const [text, format] of lines) {
      for (const part of wrap(text, width() - label.length - 3)) {
        output.write(`${number(isFirst ? label : indent)} ${dim('│')} ${format(part)}\n`);
        isFirst = false;
      }
    }
  };
  return {
    bold: style('bold'),
    dim,
    number,
    struck: style('strikethrough'),
    line: (text = '') => {
      output.write(`${wrap(text, width()).join('\n')}\n`);
    },
    block,
    quote: (quote, label, wording) => {
      const { header } = quote;
      const origin = namesOrigin
        ? [header.title, originOf(header, 'en')].filter((part) => part !== '').join(' · ')
        : '';
      const source = `${whoseWords(quote, wording)} · ${placeOf(quote, wording)}`;
      block(label, [
        [shownText(quote), (text) => text],
        [printable(source), dim],
        ...(origin === '' ? [] : [[printable(origin), dim] as const]),
      ]);
    },
  };
}

/** One line without characters that a terminal would obey. */
export function printable(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
}

/** Breaks at blanks, and inside words that are wider than a line, so that no line is wider than `width` columns. */
function wrap(text: string, width: number): string[] {
  if (columnsOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => fitting(one, width))) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (line !== '' && columnsOf(joined) > width) {
      lines.push(line);
      line = word;
    } else {
      line = joined;
    }
  }
  return [...lines, line];
}

/** A word in pieces of at most `width` columns. Text without blanks, such as Chinese, is one long word. */
function fitting(word: string, width: number): string[] {
  if (columnsOf(word) <= width || ESCAPE.test(word)) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (columnsOf(piece + character) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

const ESCAPE = /\u001b\[[\d;]*m/;
const ESCAPES = new RegExp(ESCAPE, 'g');
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/gu;

/** Columns that a text takes: wide characters two, joined and combining ones none. */
function columnsOf(text: string): number {
  const plain = text.replace(ESCAPES, '').replace(/[\p{M}\p{Cf}]/gu, '');
  return Array.from(plain).length + (plain.match(WIDE)?.length ?? 0);
}
