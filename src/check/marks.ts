// The passages that stand in quotation marks in a message, of whatever kind the marks are.

import type { Range } from '../text/range.ts';

/** A passage with its marks (`start`, `end`) and without (`text`). */
export type Marked = Range & { readonly text: string };

// What closes a passage that each of these opens. A straight or a wrong mark closes it as well: keyboards have no others.
const CLOSERS: Readonly<Record<string, string>> = {
  '"': '"”“',
  '“': '”"',
  '”': '”"',
  '„': '“”"‟',
  '‟': '”"',
  '«': '»',
  '»': '«',
  '‹': '›',
  '「': '」',
  '『': '』',
  '＂': '＂',
  '‘': "’'",
  '‚': "‘’'",
  "'": "'’",
  '’': "’'",
};
const SINGLE = "'‘’‚‹";
const LETTER = /[\p{L}\p{N}]/u;
const HAN = /\p{Script=Han}/u;

/** The outermost passages in marks, in order. A mark that nothing closes opens a passage to the end. Linear in the length. */
export function markedPassages(message: string): Marked[] {
  const found: Marked[] = [];
  // Where a kind of mark was sought in vain there is none further on.
  const hopeless = new Set<string>();
  for (let at = 0; at < message.length; at++) {
    const mark = message[at]!;
    if (CLOSERS[mark] === undefined || hopeless.has(mark) || !opens(message, at)) continue;
    let end = closing(message, at);
    if (end === null) {
      if (SINGLE.includes(mark) || mark === '»' || mark === '”') {
        hopeless.add(mark);
        continue;
      }
      end = message.length;
    }
    const text = message.slice(at + 1, end).trim();
    if (LETTER.test(text)) found.push({ start: at, end: Math.min(message.length, end + 1), text });
    at = end;
  }
  return found;
}

function opens(message: string, at: number): boolean {
  const mark = message[at]!;
  const before = message[at - 1] ?? ' ';
  const after = message[at + 1] ?? ' ';
  if (mark === '“' || mark === '„' || mark === '«' || mark === '「' || mark === '『') return true;
  if (SINGLE.includes(mark)) return !LETTER.test(before) && LETTER.test(after);
  if (/\s/u.test(after)) return false;
  return !LETTER.test(before) || HAN.test(before);
}

function closing(message: string, open: number): number | null {
  const mark = message[open]!;
  const closers = CLOSERS[mark]!;
  let depth = 0;
  let isWithin = false;
  let lastSingle: number | null = null;
  for (let at = open + 1; at < message.length; at++) {
    const character = message[at]!;
    if (SINGLE.includes(mark) && character === '\n') break;
    // A straight mark after a blank and before a letter opens a passage within, as a second opening mark does.
    if (
      '"“'.includes(character) &&
      closers.includes(character) &&
      /\s/u.test(message[at - 1]!) &&
      LETTER.test(message[at + 1] ?? ' ')
    ) {
      isWithin = true;
      continue;
    }
    if (isWithin && '"”“'.includes(character)) {
      isWithin = false;
      continue;
    }
    if (character === mark && !closers.includes(mark)) depth++;
    if (!closers.includes(character)) continue;
    if (depth > 0) {
      depth--;
      continue;
    }
    if (!SINGLE.includes(mark)) return at;
    const after = message[at + 1] ?? '\n';
    if (LETTER.test(after) || /\s/u.test(message[at - 1]!)) continue;
    if (/[.,!?;:…—–\n)-]/u.test(after) || /[.,!?…]/u.test(message[at - 1]!)) return at;
    lastSingle = at;
  }
  return lastSingle;
}
