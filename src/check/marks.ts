// The passages that stand in quotation marks in a message, of whatever kind the marks are.

import type { Range } from '../text/range.ts';

/** A passage with its marks (`start`, `end`) and without (`text`). */
export type Marked = Range & { readonly text: string };

// What closes a passage that each of these opens. A straight or a wrong mark closes it as well: keyboards have no others.
const CLOSERS: Readonly<Record<string, string>> = {
  ...{ '"': '"”“', '“': '”"', '”': '”"', '„': '“”"‟', '‟': '”"', '«': '»', '»': '«', '‹': '›', '「': '」', '『': '』' },
  ...{ '‘': "’'", '‚': "‘’'", "'": "'’", '’': "’'" },
};
const SINGLE = "'‘’‚";
const SURE = '“„«「『‹';
const LETTER = /[\p{L}\p{N}]/u;

/** The outermost passages in marks, in order. A sure mark that nothing closes opens a passage to the end. Linear in the length. */
export function markedPassages(message: string): Marked[] {
  const found: Marked[] = [];
  // Where a kind of mark was sought in vain there is none further on.
  const hopeless = new Set<string>();
  for (let at = 0; at < message.length; at++) {
    const mark = message[at]!;
    if (CLOSERS[mark] === undefined || hopeless.has(mark) || !opens(message, at)) continue;
    const end = SINGLE.includes(mark) ? closingSingle(message, at) : closing(message, at);
    if (end === null && mark !== '"' && !SURE.includes(mark)) {
      hopeless.add(mark);
      continue;
    }
    const text = message.slice(at + 1, end ?? message.length).trim();
    if (LETTER.test(text)) found.push({ start: at, end: Math.min(message.length, (end ?? message.length) + 1), text });
    at = end ?? message.length;
  }
  return found;
}

function opens(message: string, at: number): boolean {
  const [mark, before, after] = [message[at]!, message[at - 1] ?? ' ', message[at + 1] ?? ' '];
  if (SURE.includes(mark)) return true;
  if (SINGLE.includes(mark)) return !LETTER.test(before) && LETTER.test(after);
  return !/\s/u.test(after) && (!LETTER.test(before) || /\p{Script=Han}/u.test(before));
}

function closing(message: string, open: number): number | null {
  const closers = CLOSERS[message[open]!]!;
  let depth = 0;
  let isWithin = false;
  for (let at = open + 1; at < message.length; at++) {
    const mark = message[at]!;
    // A mark that could close, after a blank and before a letter, opens a passage within.
    const isInner = '"“'.includes(mark) && /\s/u.test(message[at - 1]!) && LETTER.test(message[at + 1] ?? ' ');
    if (isInner && (mark === '"' || closers.includes(mark))) isWithin = true;
    else if (isWithin && '"”“'.includes(mark)) isWithin = false;
    else if (mark === message[open] && !closers.includes(mark)) depth++;
    else if (closers.includes(mark) && depth-- === 0) return at;
  }
  return null;
}

/** In the same line, at the end of a word: best where the sentence ends too, for "workers' rights" has a mark as well. */
function closingSingle(message: string, open: number): number | null {
  const closers = CLOSERS[message[open]!]!;
  let last: number | null = null;
  for (let at = open + 1; at < message.length && message[at] !== '\n'; at++) {
    const [before, after] = [message[at - 1]!, message[at + 1] ?? '\n'];
    if (!closers.includes(message[at]!) || LETTER.test(after) || /\s/u.test(before)) continue;
    if (/[.,!?;:…—–\n)-]/u.test(after) || /[.,!?…]/u.test(before)) return at;
    last = at;
  }
  return last;
}
