// Whose turn it is: what each paragraph of an interview, a transcript, or a passage of one in a report holds, and who speaks.

import type { Range } from '../text/range.ts';
import { dialogueIn, isSetApart } from './dialogue.ts';
import { fullNameIn, hasFirstPerson, isSameName, isTitle, nameIn, opensWith } from './names.ts';
import type { Form, SpeechSpeaker } from './statement.ts';
import { certainOf, countsOf, endsIn, type Known, type Label, labelsIn, saidBy } from './turn-labels.ts';

/** What one paragraph has of a turn. `speaker` null: somebody whom the text does not name. */
export type Turn = { readonly words: Range; readonly speaker: SpeechSpeaker | null; readonly doubt: string | null };

export type Turns = {
  /** By paragraph number from 0. A paragraph that holds a label alone has none. */
  readonly turns: ReadonlyMap<number, Turn>;
  /** The paragraphs that are turns, or labels of them. */
  readonly blocks: ReadonlySet<number>;
  /** Whether turns are what the text is made of, rather than a passage in a report. */
  readonly isWhole: boolean;
  /** How many paragraphs are questions by their sign or their place. */
  readonly questions: number;
};

const HEAD_UTF16 = 400;
// In a report a turn goes on over so many paragraphs, if the next label is no farther.
const NEAR = 8;
const MAX_NAMES = 200;

/** The turns of a text with paragraphs `blocks`; none where its labels are too few or are none. */
export function findTurns(text: string, blocks: readonly Range[], known: Known = [], form: Form | null = null): Turns {
  const labels = labelsIn(text, blocks, known);
  const spoken = labels.filter(({ sort }) => sort !== 'said');
  const isForced = form === 'interview' || form === 'transcript';
  const certain = certainOf(spoken, text, isForced);
  const isWhole = certain.length > 0 && (isForced || covers(certain, blocks.length));
  if (!isWhole) {
    const dialogue = dialogueOf(text, blocks, known, form);
    if (dialogue !== null) return dialogue;
  }
  const surely = new Set(certain);
  const own = spoken.filter((label) => surely.has(label) || (isWhole && isOnce(label, text)));
  const said = labels.filter(({ sort }) => sort === 'said');
  const all = [...own, ...said].sort((one, other) => one.block - other.block);
  const names = namesOf(all, text, known);
  const counts = countsOf(spoken);
  const hasKnown = [...names.values()].some((name) => known.some((one) => one.name === name));
  const turns = new Map<number, Turn>();
  const taken = new Set<number>();
  for (const [at, label] of all.entries()) {
    const { sort, core, mention, block } = label;
    const name = names.get(core) ?? null;
    const speaker = name === null ? null : { ...mention, name };
    const isWord = sort === 'word' && !isTitle(core.split(' ')[0]!) && counts.get(core)! < 2;
    // Somebody's office where the one speaker who is known has no turn under a name of theirs: it may be theirs.
    const isRole = !hasKnown && known.length > 0 && nameIn(core) === null && sort !== 'question' && sort !== 'answer';
    const doubt = isWord ? 'a label met once' : isRole ? 'role of nobody named' : null;
    taken.add(block);
    const first = text.slice(blocks[block]!.start, blocks[block]!.end);
    const words = { start: label.from, end: blocks[block]!.end };
    if (words.start < words.end) turns.set(block, { words, speaker, doubt });
    const next = all[at + 1]?.block ?? blocks.length;
    const last = isWhole ? next : lastInReport(label, next, words.start >= words.end, own.length, at + 1 < all.length);
    for (let between = block + 1; between < last; between++) {
      const paragraph = text.slice(blocks[between]!.start, blocks[between]!.end);
      const kind = sortOfParagraph(paragraph.slice(0, HEAD_UTF16));
      if (kind === 'end' || (!isWhole && kind === 'frame')) break;
      if (isWhole && isSetApart(paragraph) !== isSetApart(first)) {
        // Questions in bold between plain answers, of which some alone have labels.
        const isAnswer = isSetApart(first) && known.length > 0;
        const other = isAnswer
          ? { start: blocks[between]!.start, end: blocks[between]!.start, name: known[0]!.name }
          : null;
        taken.add(between);
        turns.set(between, { words: blocks[between]!, speaker: other, doubt: null });
        continue;
      }
      if (kind === 'aside') continue;
      taken.add(between);
      const isLoose = sort === 'said' && between > block + 1 && next === blocks.length && !hasFirstPerson(paragraph);
      turns.set(between, { words: blocks[between]!, speaker, doubt: isLoose ? 'the turn may have ended' : doubt });
    }
  }
  return { turns, blocks: taken, isWhole, questions: own.filter(({ sort }) => sort === 'question').length };
}

function dialogueOf(text: string, blocks: readonly Range[], known: Known, form: Form | null): Turns | null {
  const lines = dialogueIn(text, blocks, form === 'interview');
  if (lines.length === 0) return null;
  const turns = lines.map(({ block, words, asks, isSure }): [number, Turn] => {
    const [answering] = asks ? [] : known;
    const speaker = answering ? { start: words.start, end: words.start, name: answering.name } : null;
    return [block, { words, speaker, doubt: isSure ? null : 'no label' }];
  });
  const questions = lines.filter(({ asks }) => asks).length;
  return { turns: new Map(turns), blocks: new Set(turns.map(([block]) => block)), isWhole: true, questions };
}

/** How far a turn reaches in a report: to the next label where that is near, or over the paragraph that a bare label announces. */
function lastInReport({ sort, block }: Label, next: number, isAlone: boolean, count: number, hasNext: boolean): number {
  if (sort === 'said') return next;
  if (isAlone && !hasNext) return Math.min(next, block + 2);
  return (hasNext && next - block <= NEAR && count >= 4) || isAlone ? next : block + 1;
}

/** A paragraph by its head: words of somebody, a stage direction or heading, a frame of a report's, or the end of what was said. */
export function sortOfParagraph(head: string): 'words' | 'aside' | 'frame' | 'end' {
  const plain = head.replace(/^[*_#\s]+|[*_\s]+$/gu, '');
  const isHeading = plain.length < 60 || /[:：]/u.test(plain.slice(0, 60));
  if (
    /^(?:#{3,}|\*\s?\*\s?\*|[-–—_]{3,}|[-(\s]*ends?[-)\s]*|(?:end )?\d{1,2}:\d{2} [ap]\.?m\.?(?: \p{Lu}{2,4})?)$/iu.test(
      head.trim(),
    )
  )
    return 'end';
  if (isHeading && opensWith(plain, 'back-matter')) return 'end';
  if (
    /^[*_]{0,2}[([（<][^)\]）>]{0,300}[)\]）>][.。]?[*_]{0,2}$|^#+ |^!\[|^\*\*[^*\n]{2,100}[^*\n.!?:]\*\*$/u.test(
      head.trim(),
    )
  )
    return 'aside';
  return /^["“«]|["”»] (?:he|she|\p{Lu}\p{L}+) (?:said|told|asked)\b/u.test(head) ? 'frame' : 'words';
}

function covers(labels: readonly Label[], blocks: number): boolean {
  return labels.length >= blocks * 0.3 || (labels.length >= 3 && labels[0]!.block < 4);
}

/** A word that is met as a label only once, and never as a word of a sentence. */
function isOnce({ sort, core }: Label, text: string): boolean {
  if (sort === 'line') return false;
  return sort !== 'word' || isTitle(core) || !text.includes(` ${core.toLowerCase()}`);
}

/** Whom each label names: a known speaker, or the fullest name that the labels or the text give; null for signs. */
function namesOf(labels: readonly Label[], text: string, known: Known): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>();
  const nameOf = ({ core, sort, aside }: Label) =>
    sort === 'said' ? saidBy(core) : (nameIn(core.split(',')[0]!) ?? (sort === 'line' ? nameIn(aside) : null));
  const full = [
    ...known.map(({ name }) => name),
    ...labels.slice(0, MAX_NAMES).flatMap((label) => nameOf(label)?.match(/.* .*/u)?.[0] ?? []),
    // "Sundby Anna Berg" is Anna Berg, who is met alone too.
  ].toSorted((one, other) => one.length - other.length);
  const answering = new Set(labels.flatMap(({ core, sort }) => (sort === 'question' ? [] : [core])));
  for (const label of labels) {
    const { core, sort, aside } = label;
    if (found.has(core)) continue;
    const isHis = (one: string) => isSameName(core, one) || endsIn(core, one) || isSameName(aside, one);
    const alias = known.find(({ name, names }) => [name, ...names].some(isHis));
    const name = nameOf(label);
    if (sort === 'question') found.set(core, null);
    else if (sort === 'answer') found.set(core, known.length === 1 ? known[0]!.name : null);
    else if (alias) found.set(core, alias.name);
    else if (name === null)
      found.set(
        core,
        roleOf(core, known, answering.size === 1) ?? core.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()),
      );
    else
      found.set(
        core,
        full.find((one) => isSameName(one, name)) ?? (found.size < MAX_NAMES ? fullNameIn(text, name) : name),
      );
  }
  return found;
}

/** "THE PRESIDENT" is whom the header calls "President Maria Delgado", or the one speaker where nobody else answers. */
function roleOf(core: string, known: Known, isAlone: boolean): string | null {
  const role = core
    .toLowerCase()
    .split(' ')
    .filter((word) => !/^(?:the|der|die|le|la|el)$/.test(word));
  const isCalled = (name: string) => role.every((word) => name.toLowerCase().split(' ').includes(word));
  const called = known.find(({ names }) => names.some(isCalled));
  return (called ?? (isAlone && known.length === 1 ? known[0] : undefined))?.name ?? null;
}
