// Whose turn it is: labels before what somebody says ("BERG: …", "**Host:** …", "Q. …", "Mayor of Sundby Anna Berg: …", "X said:").

import type { Range } from '../text/range.ts';
import { fullNameIn, hasFirstPerson, inAnyLanguage, isNameWord, isSameName, isTitle, nameIn } from './names.ts';
import type { Form, SpeechSpeaker } from './statement.ts';

/** What one paragraph has of a turn. `speaker` null: somebody whom the text does not name. */
export type Turn = { readonly words: Range; readonly speaker: SpeechSpeaker | null; readonly doubt: string | null };

export type Turns = {
  /** By paragraph number from 0. A paragraph that holds a label alone has none. */
  readonly turns: ReadonlyMap<number, Turn>;
  /** The paragraphs that are turns, or labels of them. */
  readonly blocks: ReadonlySet<number>;
  /** Whether turns are what the text is made of, rather than a passage in a report. */
  readonly isWhole: boolean;
  /** How many paragraphs are labelled as questions. */
  readonly questions: number;
};

type Known = readonly { readonly name: string; readonly names: readonly string[] }[];
/** How sure it is that a label is one; `said` stands for "X said:". */
type Sort = 'question' | 'answer' | 'capitals' | 'known' | 'name' | 'word' | 'said';
type Label = {
  readonly block: number;
  readonly sort: Sort;
  readonly core: string;
  readonly mention: Range;
  readonly from: number;
};

const HEAD_UTF16 = 180;
const COLON =
  /^(?:[[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s{1,3})?[*_#>\s]{0,6}([^\n:：*_"“”«»„「」]{1,120})[*_]{0,3}\s?(?::[*_]{0,3}(?=\s|$|[\p{Script=Cyrillic}\p{Script=Han}«„“"])|：)[*_]{0,3}\s{0,8}/u;
/** "Q    Here we go.", "A. I was fishing." */
const SIGN = /^[*_]{0,3}(Q|A|В|О|З|F|R|P|问|答)(?:[.)][*_]{0,3}\s+|[ \t\u00a0]{2,}|(?<=Q)[ \u00a0](?=\p{Lu}))/u;
/** "Ms. BERG. I thank the gentleman.", "M. Dupont. – Je…" */
const STOP =
  /^((?:\p{Lu}[\p{L}.]{0,11} )(?:\p{Lu}[\p{L}'’-]{1,30} ?){1,3})(?: \([^)\n]{1,40}\))?\.(?: ?[–—-])? (?=\S)/u;
const ASIDE = /\s*[([（][^)\]）]{0,80}[)\]）]/gu;
// A label may be a long office, but a sentence before a colon is longer.
const MAX_LABEL_WORDS = 14;
const NEAR = 8;

/** The turns of a text with paragraphs `blocks`; none where its labels are too few or are none. */
export function findTurns(text: string, blocks: readonly Range[], known: Known = [], form: Form | null = null): Turns {
  const labels = labelsIn(text, blocks, known);
  const spoken = labels.filter(({ sort }) => sort !== 'said');
  const isForced = form === 'interview' || form === 'transcript';
  const certain = certainOf(spoken, text, isForced);
  const isWhole = certain.length > 0 && (isForced || covers(certain, blocks.length));
  const own = isWhole ? inOrder(new Set([...certain, ...spoken.filter((label) => isOnce(label, text))])) : certain;
  const said = labels.filter(({ sort }) => sort === 'said');
  const all = inOrder([...own, ...said]);
  const names = namesOf(all, text, known);
  const turns = new Map<number, Turn>();
  const taken = new Set<number>();
  for (const [at, label] of all.entries()) {
    const next = all[at + 1]?.block ?? blocks.length;
    const { sort, mention, block } = label;
    const name = names.get(label.core) ?? null;
    const speaker = name === null ? null : { ...mention, name };
    const doubt = sort === 'word' && !isTitle(label.core) ? 'a label met once' : null;
    taken.add(block);
    const words = { start: label.from, end: blocks[block]!.end };
    if (words.start < words.end) turns.set(block, { words, speaker, doubt });
    const isAlone = words.start >= words.end;
    const last = isWhole ? next : lastOfTurn(label, next, { isAlone, count: own.length, hasNext: at + 1 < all.length });
    for (let between = block + 1; between < last; between++) {
      const { start, end } = blocks[between]!;
      const kind = sortOfParagraph(text.slice(start, Math.min(end, start + 400)));
      if (kind === 'end' || (!isWhole && kind === 'frame')) break;
      if (kind === 'aside') continue;
      taken.add(between);
      const isLoose =
        sort === 'said' &&
        between > block + 1 &&
        at + 1 >= all.length &&
        !hasFirstPerson(text.slice(blocks[between]!.start, blocks[between]!.end));
      turns.set(between, { words: blocks[between]!, speaker, doubt: isLoose ? 'the turn may have ended' : doubt });
    }
  }
  return { turns, blocks: taken, isWhole, questions: own.filter(({ sort }) => sort === 'question').length };
}

function inOrder(labels: Iterable<Label>): Label[] {
  return [...labels].sort((one, other) => one.block - other.block);
}

/** How far a turn reaches in a report: to the next label where that is near, or over the paragraph that a bare label announces. */
function lastOfTurn(
  { sort, block }: Label,
  next: number,
  { isAlone, count, hasNext }: { readonly isAlone: boolean; readonly count: number; readonly hasNext: boolean },
): number {
  if (sort === 'said') return next;
  if (isAlone && !hasNext) return Math.min(next, block + 2);
  return (hasNext && next - block <= NEAR && count >= 4) || isAlone ? next : block + 1;
}

/** A paragraph between two labels: words of the turn, a stage direction, a frame of the report's, or the end of all turns. */
export function sortOfParagraph(head: string): 'words' | 'aside' | 'frame' | 'end' {
  if (/^(?:#{3,}|\*\s?\*\s?\*|[-–—_]{3,}|-?\s?ends?\s?-?|\(?end\)?)\s*$/iu.test(head) || isRubric(head)) return 'end';
  if (/^[*_]{0,2}[([（][^)\]）]{0,300}[)\]）][.。]?[*_]{0,2}$|^#+ |^!\[|^<!--/u.test(head)) return 'aside';
  return /^["“«]|["”»] (?:he|she|\p{Lu}\p{L}+) (?:said|told|asked)\b/u.test(head) ? 'frame' : 'words';
}

function isRubric(head: string): boolean {
  const label = COLON.exec(head)?.[1] ?? (head.length < 60 ? head : '');
  return (
    inAnyLanguage('rubric').has(
      label
        .trim()
        .toLowerCase()
        .replace(/[.*#_]/gu, '')
        .trim(),
    ) && !/[.?!]$/u.test(head.slice(0, 60).trim())
  );
}

function labelsIn(text: string, blocks: readonly Range[], known: Known): Label[] {
  return blocks.flatMap((block, number) => {
    const head = text.slice(block.start, Math.min(block.end, block.start + HEAD_UTF16));
    const sign = SIGN.exec(head);
    const colon = COLON.exec(head);
    const match = sign ?? colon ?? STOP.exec(head);
    if (match === null) return [];
    const written = match[1]!.trim();
    const core = written.replace(ASIDE, ' ').replace(/[*_]/gu, '').replace(/\s+/gu, ' ').trim();
    const rest = head.slice(match[0].length);
    const sort = sign ? sortOfSign(written) : sortOf(core, rest, known, colon === null);
    if (sort === null) return [];
    const start = block.start + match[0].indexOf(written);
    return [
      {
        block: number,
        sort,
        core,
        mention: { start, end: start + written.length },
        from: block.start + match[0].length,
      },
    ];
  });
}

function sortOfSign(sign: string): Sort | null {
  const lower = sign.toLowerCase();
  return inAnyLanguage('question-sign').has(lower)
    ? 'question'
    : inAnyLanguage('answer-sign').has(lower)
      ? 'answer'
      : null;
}

function sortOf(core: string, rest: string, known: Known, isStopped: boolean): Sort | null {
  const lower = core.toLowerCase();
  const words = core.split(' ');
  if (core === '' || words.length > MAX_LABEL_WORDS || /^\p{N}|\p{N}$|[!?;…]\s|\p{Ll}{4}\.\s|https?$/u.test(core))
    return null;
  const sign = sortOfSign(core);
  if (sign !== null) return sign;
  if (inAnyLanguage('rubric').has(lower.replace(/\.$/u, ''))) return null;
  const isQuoted = /^["“«„「]/u.test(rest);
  const verb = words.findLast((word) => inAnyLanguage('saying').has(word.toLowerCase()));
  if (verb !== undefined) return isQuoted || /^["“«„‘'「]/u.test(rest) || saidBy(core) === null ? null : 'said';
  if (isQuoted) return null;
  if (
    known.some((speaker) =>
      [speaker.name, ...speaker.names].some((name) => isSameName(core, name) || endsIn(core, name)),
    )
  )
    return 'known';
  if (isStopped) return isTitle(words[0]!) ? 'word' : null;
  const letters = core.replace(/[^\p{L}]/gu, '');
  if (letters.length > 1 && letters === letters.toUpperCase() && letters !== letters.toLowerCase()) return 'capitals';
  if (words.length === 1 && (isTitle(core) || (isNameWord(core) && core.length < 25)))
    return isTitle(core) ? 'name' : 'word';
  return nameIn(core.split(',')[0]!) !== null && isPhrase(words) ? 'name' : null;
}

function endsIn(core: string, name: string): boolean {
  return core.toLowerCase().endsWith(name.toLowerCase());
}

/** Whether small words before a name are those of an office: no pronoun, no verb of ours. */
function isPhrase(words: readonly string[]): boolean {
  const first = words[0]!;
  if (!isNameWord(first) && !isTitle(first) && !/^(?:the|la|le|el|die|der|l['’]\p{L}+)$/iu.test(first)) return false;
  return words.every((word) => {
    const lower = word.toLowerCase();
    return (
      !/^(?:is|are|was|were|has|have|had|will|can|must|should|it|you|that|this|not|if|there)$/.test(lower) &&
      !inAnyLanguage('first-person').has(lower)
    );
  });
}

/** Who "said" of "Harbour Minister Anna Berg said", in any order. */
function saidBy(core: string): string | null {
  const words = core.split(/[ ,]+/u);
  const at = words.findLastIndex((word) => inAnyLanguage('saying').has(word.toLowerCase()));
  return nameIn(words.slice(0, at).join(' ')) ?? nameIn(words.slice(at + 1).join(' '));
}

/** The labels that are surely turns: several, of several people, or of people whom something names. */
function certainOf(labels: readonly Label[], text: string, isForced: boolean): Label[] {
  const counts = new Map<string, number>();
  for (const { core } of labels) counts.set(core, (counts.get(core) ?? 0) + 1);
  const isWord = (core: string) => core.split(' ').every((word) => text.includes(word.toLowerCase()) && !isTitle(word));
  const sure = labels.filter(
    ({ sort, core }) =>
      sort === 'question' || sort === 'known' || (sort === 'capitals' && (counts.get(core)! > 1 || !isWord(core))),
  );
  const isAsked = labels.some(({ sort }) => sort === 'question');
  const answers = isAsked ? labels.filter(({ sort }) => sort === 'answer') : [];
  const strong = inOrder([...sure, ...answers]);
  const others = labels.filter(({ sort, core }) => sort === 'name' || (sort === 'word' && counts.get(core)! > 1));
  const all = inOrder([...strong, ...others]);
  const people = new Set(all.map(({ core }) => core)).size;
  const isRepeated = all.some(({ core }) => counts.get(core)! > 1);
  if (people > 1 && strong.length > 1) return all;
  if (isForced || (people > 1 && all.length >= 4 && isRepeated)) return all;
  return isHeaded(text) ? strong : [];
}

/** "Video Transcript" stands right above a label. */
function isHeaded(text: string): boolean {
  return /\btranscript:?\s*\n/iu.test(text);
}

function covers(labels: readonly Label[], blocks: number): boolean {
  return labels.length >= blocks * 0.3 || (labels.length >= 3 && labels[0]!.block < 4);
}

/** A word that is met as a label only once, and never as a word of a sentence. */
function isOnce({ sort, core }: Label, text: string): boolean {
  return sort !== 'word' || isTitle(core) || !text.includes(` ${core.toLowerCase()}`);
}

/** Whom each label names: a known speaker, or the fullest name that the labels or the text give; null for signs. */
function namesOf(labels: readonly Label[], text: string, known: Known): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>();
  const full: string[] = known.map(({ name }) => name);
  for (const { core, sort } of labels) {
    const name = sort === 'said' ? saidBy(core) : nameIn(core.split(',')[0]!);
    if (name?.includes(' ')) full.push(name);
  }
  for (const { core, sort } of labels) {
    if (found.has(core)) continue;
    const alias = known.find(
      (speaker) => speaker.names.some((name) => isSameName(core, name)) || endsIn(core, speaker.name),
    );
    const name = sort === 'said' ? saidBy(core) : nameIn(core.split(',')[0]!);
    if (sort === 'question' || sort === 'answer')
      found.set(core, sort === 'answer' && known.length === 1 ? known[0]!.name : null);
    else if (alias) found.set(core, alias.name);
    else if (name === null)
      found.set(
        core,
        core.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()),
      );
    else found.set(core, full.find((one) => isSameName(one, name)) ?? fullNameIn(text, name));
  }
  return found;
}
