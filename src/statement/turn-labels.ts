// Labels before what somebody says, in every shape: "BERG:", "**Host:**", "Q.", "Mayor of Sundby Anna Berg:", "Ms. BERG.", "X said:".

import type { Range } from '../text/range.ts';
import { inAnyLanguage, isNameWord, isSameName, isTitle, nameIn } from './names.ts';

export type Known = readonly { readonly name: string; readonly names: readonly string[] }[];

/** What a label is: a sign for who asks or answers, words that surely or perhaps name somebody, a name alone on its line, "X said:". */
export type Sort = 'question' | 'answer' | 'capitals' | 'known' | 'name' | 'line' | 'word' | 'said';

/** A label of paragraph `block`. `core`: without emphasis and brackets. `aside`: what stood in brackets. `from`: where words begin. */
export type Label = {
  readonly block: number;
  readonly sort: Sort;
  readonly core: string;
  readonly aside: string;
  readonly mention: Range;
  readonly from: number;
};

const HEAD_UTF16 = 180;
const COLON =
  /^(?:[[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s{1,3})?[*_#>\s]{0,6}([^\n:：*_"“”«»„「」]{1,120}?)[*_]{0,3}\s?(?:(?::|\.[-–—])[*_]{0,3}(?=\s|$|[\p{Script=Cyrillic}\p{Script=Han}«„“"])|：)[*_]{0,3}\s{0,8}/u;
/** "Q    Here we go.", "A. I was fishing." */
const SIGN = /^[*_]{0,3}(Q|A|В|О|З|F|R|P|问|答)(?:[.)][*_]{0,3}\s+|[ \t\u00a0]{2,}|(?<=Q)[ \u00a0](?=\p{Lu}))/u;
/** "Ms. BERG. I thank the gentleman.", "M. Dupont. – Je…" */
const STOP =
  /^((?:\p{Lu}[\p{L}.]{0,11} )(?:(?:le|la) \p{L}{4,20}|(?:\p{Lu}[\p{L}'’-]{1,30} ?){1,3}))(?: \([^)\n]{1,40}\))?\.(?: ?[–—-])? (?=\S)/u;
const OWN_LINE = /^[*_#\s]{0,6}(\p{Lu}[^\n.!?…:;,]{2,80}?)[*_]{0,3}$/u;
const ASIDE = /\s*[([（][^)\]）]{0,80}[)\]）]/gu;
// A label may be a long office, but a sentence before a colon is longer.
const MAX_LABEL_WORDS = 14;

/** What may be labels in a text with paragraphs `blocks`, in order; whether they are is for `certainOf` to tell. */
export function labelsIn(text: string, blocks: readonly Range[], known: Known): Label[] {
  return blocks.flatMap((block, number) => {
    const head = text.slice(block.start, Math.min(block.end, block.start + HEAD_UTF16));
    const sign = SIGN.exec(head);
    const colon = sign ? null : COLON.exec(head);
    const stop = sign || colon ? null : STOP.exec(head);
    const match = sign ?? colon ?? stop ?? (block.end - block.start > 90 ? null : OWN_LINE.exec(head));
    if (match === null) return [];
    const written = match[1]!.trim();
    const core = written.replace(ASIDE, ' ').replace(/[*_]/gu, '').replace(/\s+/gu, ' ').trim();
    const aside = /[([（]([^)\]）]{2,80})[)\]）]/u.exec(written)?.[1] ?? '';
    const sort = sign
      ? sortOfSign(written)
      : colon
        ? sortOfColon(core, head.slice(match[0].length), known)
        : stop
          ? sortOfStop(core)
          : sortOfLine(core, known);
    if (sort === null) return [];
    const start = block.start + match[0].indexOf(written);
    const mention = { start, end: start + written.length };
    return [{ block: number, sort, core, aside, mention, from: block.start + match[0].length }];
  });
}

function sortOfSign(sign: string): 'question' | 'answer' | null {
  const lower = sign.toLowerCase();
  if (inAnyLanguage('question-sign').has(lower)) return 'question';
  return inAnyLanguage('answer-sign').has(lower) ? 'answer' : null;
}

function sortOfStop(core: string): Sort | null {
  return isTitle(core.split(' ')[0]!) ? 'word' : null;
}

/** A name or an office alone on its line, as the record of a parliament has it. */
function sortOfLine(core: string, known: Known): Sort | null {
  const name = nameIn(core);
  const isName = name?.includes(' ') === true && isSameName(core, name);
  return isName || isKnown(core, known) || (core.length < 50 && core.split(' ').some(isTitle)) ? 'line' : null;
}

function sortOfColon(core: string, rest: string, known: Known): Sort | null {
  const words = core.split(' ');
  if (core === '' || words.length > MAX_LABEL_WORDS || /^\p{N}|\p{N}$|[!?;…]\s|\p{Ll}{4}\.\s|https?$/u.test(core))
    return null;
  const sign = sortOfSign(core) ?? (words.length < 6 && sortOfSign(words[0]!) === 'question' ? 'question' : null);
  if (sign !== null) return sign;
  if (inAnyLanguage('rubric').has(core.toLowerCase().replace(/\.$/u, ''))) return null;
  if (/^["“«„‘「]/u.test(rest)) return null;
  if (words.some((word) => inAnyLanguage('saying').has(word.toLowerCase())))
    return saidBy(core) === null ? null : 'said';
  if (isKnown(core, known)) return 'known';
  const letters = core.replace(/[^\p{L}]/gu, '');
  if (letters.length > 1 && letters === letters.toUpperCase() && letters !== letters.toLowerCase()) return 'capitals';
  // "С.Лаптев", "路透社记者"
  if (/^(?:\p{Lu}\.\s?){1,2}\p{Lu}\p{L}+$|^[\p{Script=Han}·《》]{2,16}$/u.test(core)) return 'name';
  if (words.length === 1) return isTitle(core) ? 'name' : isNameWord(core) && core.length < 25 ? 'word' : null;
  return nameIn(core.split(',')[0]!) !== null && isPhrase(words) ? 'name' : null;
}

function isKnown(core: string, known: Known): boolean {
  return known.some(({ name, names }) => [name, ...names].some((one) => isSameName(core, one) || endsIn(core, one)));
}

export function endsIn(core: string, name: string): boolean {
  return core.toLowerCase().endsWith(name.toLowerCase());
}

/** Whether small words before a name are those of an office: no pronoun, no verb of ours. */
function isPhrase(words: readonly string[]): boolean {
  const first = words[0]!;
  if (!isNameWord(first) && !isTitle(first) && !/^(?:the|la|le|el|die|der|l['’]\p{L}+)$/iu.test(first)) return false;
  return words.every((word) => {
    const lower = word.toLowerCase();
    const isVerb = /^(?:is|are|was|were|has|have|had|will|can|must|should|it|you|that|this|not|if|there)$/.test(lower);
    return !isVerb && !inAnyLanguage('first-person').has(lower);
  });
}

/** Who "said" of "Harbour Minister Anna Berg said", in any order. */
export function saidBy(core: string): string | null {
  const words = core.split(/[ ,]+/u);
  const at = words.findLastIndex((word) => inAnyLanguage('saying').has(word.toLowerCase()));
  return nameIn(words.slice(0, at).join(' ')) ?? nameIn(words.slice(at + 1).join(' '));
}

/** How often each label stands. */
export function countsOf(labels: readonly Label[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { core } of labels) counts.set(core, (counts.get(core) ?? 0) + 1);
  return counts;
}

/** The labels that are surely turns: several, of several people, or of people whom something names. `isForced`: it is known that turns are taken. */
export function certainOf(labels: readonly Label[], text: string, isForced: boolean): Label[] {
  const counts = countsOf(labels);
  const isRepeated = ({ core }: Label) => counts.get(core)! > 1;
  const isWord = ({ core }: Label) =>
    core.split(' ').every((word) => text.includes(word.toLowerCase()) && !isTitle(word));
  const isAsked = labels.some(({ sort }) => sort === 'question');
  const strong = labels.filter((label) => {
    if (label.sort === 'capitals') return isRepeated(label) || !isWord(label);
    return label.sort === 'question' || label.sort === 'known' || (label.sort === 'answer' && isAsked);
  });
  const lines = labels.filter(({ sort }) => sort === 'line');
  const isRecord = isForced || (new Set(lines.map(({ core }) => core)).size > 1 && lines.some(isRepeated));
  const others = labels.filter((label) => {
    return (label.sort === 'line' && isRecord) || label.sort === 'name' || (label.sort === 'word' && isRepeated(label));
  });
  const all = [...strong, ...others].sort((one, other) => one.block - other.block);
  const people = new Set(all.map(({ core }) => core)).size;
  if (people > 1 && (strong.length > 1 || (all.length >= 4 && all.some(isRepeated)))) return all;
  // "Video Transcript" stands right above a label.
  if (!isForced && /\btranscript:?\s*\n/iu.test(text)) return strong;
  return isForced ? all : [];
}
