// Pairs quotation marks: by the blanks around them, never by their shape, since real texts mix curly and straight ones.
// Knows nothing of who speaks. Every pass is linear in the text's length.

import type { Range } from './range.ts';

/** A stretch in quotation marks, marks included. */
export type Quotation = Range & {
  /** False: no closing mark, the quotation runs to the paragraph's end (and on, when the next one `continues` it). */
  readonly closed: boolean;
  /** The paragraph before was left open, and this quotation opens its paragraph. */
  readonly continues: boolean;
  /** Quotations directly inside this one, in order, marks included. */
  readonly inner: readonly Range[];
};

const DOUBLE = '"“”„‟«»″＂「」『』';
const SINGLE = "'‘’‚‛`´ʼ′＇";
const MARKS = new RegExp(`[${DOUBLE}${SINGLE}]`, 'gu');
const OPENING_SHAPES = '“‘„«‚‟‛`「『';
const STRAIGHT = '"\'＂＇';

type Mark = Range & {
  readonly level: 'double' | 'single';
  readonly opens: boolean;
  readonly closes: boolean;
  /** What the shape alone would say, for marks that blanks don't decide: null for straight ones. */
  readonly shape: 'open' | 'close' | null;
};

type Pair = { start: number; end: number; closed: boolean; continues: boolean };

/**
 * The paragraphs of a text: runs between line breaks, without the blanks around them. A line that goes on in small letters
 * was only wrapped.
 */
export function paragraphs(text: string): Range[] {
  const found: { start: number; end: number }[] = [];
  const isSet = isSetInLines(text);
  let blankBefore = true;
  for (const match of text.matchAll(/[^\n\r\u2028\u2029]+/gu)) {
    const line = trim(text, match.index, match.index + match[0].length);
    if (line.start === line.end) {
      blankBefore = true;
      continue;
    }
    const last = found.at(-1);
    const gap = last === undefined ? '' : text.slice(last.end, Math.min(line.start, last.end + 400));
    const wrapped =
      last !== undefined &&
      !blankBefore &&
      lineBreaks(gap) === 1 &&
      (isSet || (/\p{Ll}/u.test(text[line.start]!) && !/[.!?:”"]/u.test(text[last.end - 1]!)));
    if (wrapped) last.end = line.end;
    else found.push(line);
    blankBefore = false;
  }
  return found;
}

/** Whether a text is set in short lines with blank ones between its paragraphs, as mail is. */
function isSetInLines(text: string): boolean {
  let long = 0;
  let full = 0;
  let blank = 0;
  for (const { length } of text.slice(0, 20_000).split('\n')) {
    if (length > LINE) return false;
    if (length > 0) long++;
    else blank++;
    if (length > LINE / 2) full++;
  }
  return full >= 4 && blank > 0 && full >= long / 2 && long > blank + 1;
}

// No paragraph of news is shorter throughout, no line of mail longer.
const LINE = 100;

function lineBreaks(gap: string): number {
  return gap.replaceAll('\r\n', '\n').replaceAll(/[^\n\r\u2028\u2029]/gu, '').length;
}

function trim(text: string, from: number, to: number): { start: number; end: number } {
  let start = from;
  let end = to;
  while (start < end && /\s/u.test(text[start]!)) start++;
  while (end > start && /\s/u.test(text[end - 1]!)) end--;
  return { start, end };
}

/** The outermost quotations of a text in order, none across a paragraph's end. Never throws. */
export function pairMarks(text: string, blocks: readonly Range[]): Quotation[] {
  const found: Quotation[] = [];
  let open = false;
  let captions = 0;
  for (const [index, block] of blocks.entries()) {
    const marks = marksOf(text, block);
    // A picture's caption may stand between two paragraphs of one quotation.
    if (open && marks.length === 0 && isCaption(text, block) && captions++ === 0) continue;
    captions = 0;
    const [next, second] = [blocks[index + 1], blocks[index + 2]];
    const goesOn =
      next !== undefined &&
      (opensWithMark(text, next) || (second !== undefined && isCaption(text, next) && opensWithMark(text, second)));
    const doubles = pairDoubles(text, block, marks, { open, goesOn });
    const pairs = [...doubles, ...pairSingles(text, block, marks, doubles, { open, goesOn })];
    const nested = nest(pairs);
    for (const quotation of nested) found.push(quotation);
    open = nested.at(-1)?.closed === false;
  }
  return found;
}

// A caption is short and holds no marks but apostrophes.
const CAPTION = 160;

function isCaption(text: string, block: Range): boolean {
  return block.end - block.start < CAPTION && marksOf(text, block).length === 0;
}

function opensWithMark(text: string, block: Range): boolean {
  const first = text[block.start]!;
  return (DOUBLE + SINGLE).includes(first) && !isElision(text, block.start);
}

function marksOf(text: string, block: Range): Mark[] {
  const found: Mark[] = [];
  let skipTo = 0;
  for (const match of text.slice(block.start, block.end).matchAll(MARKS)) {
    const at = block.start + match.index;
    if (at < skipTo) continue;
    const character = match[0];
    const single = SINGLE.includes(character);
    // Two single marks in a row are a double mark of older keyboards: ``like this''.
    const twice = single && text[at + 1] === character && text[at + 2] !== character && at + 1 < block.end;
    const end = at + (twice ? 2 : 1);
    const mark = markAt(text, block, { start: at, end }, single && !twice ? 'single' : 'double');
    if (mark !== null) found.push(mark);
    skipTo = end;
  }
  return found;
}

// How far a run of marks is looked through: “‘"…"’” is deep enough, and a line of thousands of marks stays linear.
const LONGEST_RUN = 4;

function markAt(text: string, block: Range, range: Range, level: Mark['level']): Mark | null {
  const { start, end } = range;
  const character = text[start]!;
  let before = start - 1;
  for (let run = 0; run < LONGEST_RUN && before >= block.start && isMark(text[before]!); run++) before--;
  let after = end;
  for (let run = 0; run < LONGEST_RUN && after < block.end && isMark(text[after]!); run++) after++;
  const left = before < block.start ? ' ' : text[before]!;
  const right = after >= block.end ? ' ' : text[after]!;
  const touchesLeft = start > block.start && isWord(text[start - 1]!);
  const touchesRight = end < block.end && isWord(text[end]!);
  if (level === 'single' && touchesLeft && touchesRight) return null;
  if (level === 'single' && isElision(text, start)) return null;
  // Feet and inches: 6'2" and 5′.
  if (/["″＂'′’”]/u.test(character) && /\p{Nd}/u.test(text[start - 1] ?? '') && isMeasure(text, start)) return null;
  const blankLeft = /\s/u.test(left);
  const blankRight = /\s/u.test(right);
  const opens = (blankLeft || /[([{—–:/=>…-]/u.test(left)) && !blankRight && !/[,;!?)\]}]/u.test(right);
  const closes = !blankLeft && (blankRight || /[.,;:!?)\]}—–/…<-]/u.test(right)) && !/[([{]/u.test(left);
  const shape = STRAIGHT.includes(character) ? null : OPENING_SHAPES.includes(character) ? 'open' : 'close';
  return { start, end, level, opens, closes, shape };
}

function isMark(character: string): boolean {
  return DOUBLE.includes(character) || SINGLE.includes(character);
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}

const ELISION =
  /^['’‘`ʼ](?:em|til|till|tis|twas|cause|cuz|bout|round|n|ere|neath|nuff|sup|\d0s|\d\d)(?![\p{L}\p{N}])/iu;

/** "'em", "'til", "'90s", "'16": an apostrophe that stands for what was left out. */
function isElision(text: string, at: number): boolean {
  // Both marks of "rock 'n' roll".
  if (/\s['’‘`]n$/u.test(text.slice(Math.max(0, at - 3), at)) && /\s/u.test(text[at + 1] ?? ' ')) return true;
  return ELISION.test(text.slice(at, at + 8));
}

function isMeasure(text: string, at: number): boolean {
  return (
    /\p{Nd}['′’]\p{Nd}{0,2}$/u.test(text.slice(Math.max(0, at - 6), at)) || /^['′]\p{Nd}/u.test(text.slice(at, at + 2))
  );
}

type Around = { readonly open: boolean; readonly goesOn: boolean };

function pairDoubles(text: string, block: Range, marks: readonly Mark[], around: Around): Pair[] {
  const pairs: Pair[] = [];
  const stack: Mark[] = [];
  let closedFromBefore = !around.open;
  for (const mark of marks) {
    if (mark.level !== 'double') continue;
    if (opensHere(mark, stack.length > 0)) {
      stack.push(mark);
      continue;
    }
    const opener = stack.pop();
    if (opener !== undefined) {
      pairs.push(pair(block, opener.start, mark.end, around));
    } else if (!closedFromBefore && pairs.length === 0) {
      // The paragraph before was left open and this one only closes: its opening mark was forgotten.
      pairs.push({ start: block.start, end: mark.end, closed: true, continues: true });
    }
    closedFromBefore = true;
  }
  const left = stack[0];
  if (left !== undefined && runsOn(text, block, left, pairs, around)) {
    pairs.push({ ...pair(block, left.start, block.end, around), closed: false });
  }
  return pairs;
}

function opensHere(mark: Mark, inside: boolean): boolean {
  if (mark.opens !== mark.closes) return mark.opens;
  if (mark.shape !== null) return mark.shape === 'open';
  return !inside;
}

function pair(block: Range, start: number, end: number, around: Around): Pair {
  return { start, end, closed: true, continues: around.open && start === block.start };
}

// A paragraph's rest that is longer than this holds more than the quotation that its writer forgot to close.
const FORGOTTEN = 600;

/** Whether a mark that nothing closes opens a quotation over several paragraphs, rather than being a slip of the pen. */
function runsOn(text: string, block: Range, opener: Mark, pairs: readonly Pair[], around: Around): boolean {
  const inside = pairs.filter((one) => one.start > opener.start);
  if (inside.some((one) => one.end - one.start > 60)) return false;
  const ends = /[.!?…:—–,'’"”\])-]/u.test(text[block.end - 1]!);
  if (around.goesOn) return ends;
  // "“…,” she said. “We stayed": the closing mark was forgotten.
  const afterSentence =
    /[.!?:]["”'’]?\s$/u.test(text.slice(Math.max(block.start, opener.start - 3), opener.start)) &&
    /^\p{Lu}/u.test(text.slice(opener.end, opener.end + 2)) &&
    block.end - opener.start < FORGOTTEN;
  return (
    ends &&
    (opener.start === block.start || afterSentence) &&
    inside.length === 0 &&
    !/, (?:he|she|they) (?:said|added)/u.test(text.slice(block.start, block.end))
  );
}

function pairSingles(
  text: string,
  block: Range,
  marks: readonly Mark[],
  doubles: readonly Pair[],
  around: Around,
): Pair[] {
  const pairs: Pair[] = [];
  const order = [...doubles].sort((a, b) => a.start - b.start || b.end - a.end);
  const contexts = contextsOf(marks, order);
  let opener: { mark: Mark; context: Pair | null } | null = null;
  let outer: { mark: Mark; context: Pair | null } | null = null;
  let weak: Mark | null = null;
  const settle = (): void => {
    if (opener !== null && weak !== null) pairs.push(pair(block, opener.mark.start, weak.end, around));
    opener = null;
    weak = null;
  };
  for (const mark of marks) {
    if (mark.level !== 'single') continue;
    const context = contexts.get(mark) ?? null;
    if (opener !== null && (opener as { context: Pair | null }).context !== context) {
      // A mark inside an inner quotation tells nothing about the outer one; leaving the outer one ends the search.
      if (context !== null && inside(context, (opener as { context: Pair | null }).context, mark)) continue;
      settle();
    }
    const current = opener as { mark: Mark; context: Pair | null } | null;
    if (mark.opens && !mark.closes) {
      // ‘He told me, ‘Stay here’, so I stayed,’ she said: words of others within, in the same marks.
      const within: boolean =
        current !== null && weak === null && /[,:]\s$/u.test(text.slice(mark.start - 2, mark.start));
      if (within && outer === null) outer = current;
      else {
        settle();
        outer = null;
      }
      opener = { mark, context };
    } else if (current !== null && mark.closes) {
      if (isPossessive(text, mark, block)) weak = mark;
      else {
        pairs.push(pair(block, current.mark.start, mark.end, around));
        opener = outer;
        outer = null;
        weak = null;
      }
    }
  }
  const last = opener as { mark: Mark; context: Pair | null } | null;
  const unclosed = last !== null && weak === null ? last : null;
  settle();
  if (unclosed !== null && unclosed.context === null && doubles.length === 0) {
    const { start } = unclosed.mark;
    if (/[.!?…]/u.test(text[block.end - 1]!) && singleRunsOn(text, block, start, around))
      pairs.push({ ...pair(block, start, block.end, around), closed: false });
  }
  return pairs;
}

/** Whether a single mark that nothing closes opens a quotation: the next paragraph goes on with it, or its end was forgotten. */
function singleRunsOn(text: string, block: Range, start: number, { goesOn }: Around): boolean {
  const before = text.slice(Math.max(block.start, start - 12), start);
  if (goesOn) return start === block.start || /[:,.!?]\s$|\b(?:said|says|added|adds)\s$/u.test(before);
  // "He said: 'We leave." A colon and a capital leave no room for an apostrophe.
  return /:\s$/u.test(before) && /^\p{Lu}/u.test(text.slice(start + 1, start + 3)) && block.end - start < FORGOTTEN;
}

function inside(context: Pair, outer: Pair | null, mark: Mark): boolean {
  return mark.start > context.start && (outer === null || (context.start >= outer.start && context.end <= outer.end));
}

/** The innermost double quotation around each single mark. */
function contextsOf(marks: readonly Mark[], doubles: readonly Pair[]): Map<Mark, Pair> {
  const contexts = new Map<Mark, Pair>();
  const stack: Pair[] = [];
  let next = 0;
  for (const mark of marks) {
    while (next < doubles.length && doubles[next]!.start <= mark.start) stack.push(doubles[next++]!);
    while (stack.length > 0 && stack.at(-1)!.end <= mark.start) stack.pop();
    const innermost = stack.at(-1);
    if (mark.level === 'single' && innermost !== undefined) contexts.set(mark, innermost);
  }
  return contexts;
}

/** "Belarus' policy", "the workers' rights", "goin' home": more likely an apostrophe than a closing mark. */
function isPossessive(text: string, mark: Mark, block: Range): boolean {
  if (!/[sxzSXZ]$|in$/u.test(text.slice(mark.start - 2, mark.start))) return false;
  return mark.end < block.end && /^\s[\p{L}\p{N}]/u.test(text.slice(mark.end, mark.end + 2));
}

function nest(pairs: readonly Pair[]): Quotation[] {
  const order = [...pairs].sort((a, b) => a.start - b.start || b.end - a.end);
  const found: (Pair & { inner: Range[] })[] = [];
  let innerEnd = 0;
  for (const { start, end, closed, continues } of order) {
    const outer = found.at(-1);
    if (outer === undefined || start >= outer.end) {
      found.push({ start, end, closed, continues, inner: [] });
      innerEnd = start;
    } else if (end <= outer.end && start >= innerEnd) {
      outer.inner.push({ start, end });
      innerEnd = end;
    }
  }
  return found;
}

/** Stands for a character of a quotation in a text that is read without its quotations. */
export const BLANK = '\u00aa';

/** The text with its quotations blanked but for a stop that ends one: sentences are cut as before, offsets stay. */
export function blanked(text: string, quotations: readonly Range[]): string {
  const out: string[] = [];
  let at = 0;
  for (const { start, end } of quotations) {
    if (start < at) continue;
    const stop = /[.!?…]["'”’»]{0,4}$/u.exec(text.slice(Math.max(start, end - 8), end))?.[0] ?? '';
    out.push(text.slice(at, start), BLANK.repeat(end - start - stop.length), stop);
    at = end;
  }
  return out.join('') + text.slice(at);
}
