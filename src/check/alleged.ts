// What a message alleges: every passage in marks, each with whom it is put in the mouth of, or else the message without its frame.
// Knows nothing of a statement but its words.

import { withoutLayout } from './layout.ts';
import { markedPassages } from './marks.ts';
import { allegingAt, isAround } from './phrases.ts';
import { isCharacter, type Token, tokensOf, wordsOf } from './tokens.ts';

/** A passage, without its marks, and to whom the message gives it, as it is written there; null: to nobody by name. */
export type Alleged = { readonly text: string; readonly by: string | null };

/**
 * `marked`: the passages in marks. `whole`: the message as one passage, first as it stands, then without what seems to stand around
 * the words in question.
 */
export type Allegation = { readonly marked: readonly Alleged[]; readonly whole: readonly Alleged[] };

/** Reads a message. `isWord`: whether the statement has a word, so that one broken at a line end is joined. Never throws. */
export function allegationIn(message: string, isWord: (word: string) => boolean = () => false): Allegation {
  const plain = withoutLayout(message, isWord);
  return { marked: markedIn(plain), whole: readingsOf(plain) };
}

function markedIn(plain: string): Alleged[] {
  const passages = markedPassages(plain);
  const names: (string | null)[] = passages.map(() => null);
  passages.forEach(({ start }, at) => {
    const between = plain.slice(passages[at - 1]?.end ?? 0, start);
    // "… — Berg. Ek: …": the end of one and the lead to the next.
    const leads =
      at === 0 || /[:：]\s*$/u.test(between) || verbIn(tokensOf(between.replace(/^.*[.!?\n]/su, ''))) !== null;
    const cut = leads && at > 0 ? 1 + Math.max(between.lastIndexOf('\n'), between.search(/[.!?][^.!?]*$/u)) : 0;
    if (at > 0) names[at - 1] ??= namedAfter(leads ? between.slice(0, cut) : between);
    if (leads) names[at] = namedBefore(between.slice(cut));
  });
  if (passages.length > 0) names[names.length - 1] ??= namedAfter(plain.slice(passages.at(-1)!.end));
  // "A said “…” and “…”", "“…” and “…”, said A": one name holds for its neighbours.
  for (let at = 1; at < names.length; at++) names[at] ??= names[at - 1]!;
  for (let at = names.length - 2; at >= 0; at--) names[at] ??= names[at + 1]!;
  return passages.map(({ text }, at) => ({ text: text.replace(/[,;，]+$/u, ''), by: names[at]! }));
}

/** Who is named before words: in the last clause, before a verb of saying. */
function namedBefore(before: string): string | null {
  // What ends a sentence ends a frame, but for "Dr. X".
  const clause = before.replace(/^.*(?:[!?？！。\n]|\p{L}{4,}\.)\s*(?=\S)/su, '');
  const tokens = tokensOf(clause);
  return nameIn(clause, tokens.slice(0, verbIn(tokens) ?? tokens.length));
}

/** Who is named behind words: after a dash, in brackets, beside a verb of saying, or alone. */
function namedAfter(after: string): string | null {
  const line = after.replace(/^[\s.,!?…，。]+/u, '');
  const lead = /^[—–(（-]*\s*/u.exec(line)![0];
  const clause = /^(?:(?:\p{L}{1,3}\.\s*)|[^.,;!?()\n—–，。！？])*/u.exec(line.slice(lead.length))![0];
  const tokens = tokensOf(clause);
  const verb = verbIn(tokens);
  if (verb !== null) return nameIn(clause, tokens.slice(0, verb)) ?? nameIn(clause, tokens.slice(verb + 1));
  const isName =
    lead.trim() !== '' || /^[\p{Lu}@\p{Script=Han}]/u.test(clause) || tokens.some(({ word }) => isAround('role', word));
  return isName ? nameIn(clause, tokens) : null;
}

const MAX_NAME_WORDS = 8;

/** The words of a name: without "did", "really", "the" around it. Null for none, for a pronoun, or for too many. */
function nameIn(text: string, tokens: readonly Token[]): string | null {
  const isName = ({ word }: Token) => !isAround('frame', word);
  const own = tokens.slice(tokens.findIndex(isName), tokens.findLastIndex(isName) + 1);
  if (own.length === 0 || !own.some(isName) || own.length > (isCharacter(own[0]!.word) ? 3 : 1) * MAX_NAME_WORDS)
    return null;
  const { start } = own[0]!;
  return text.slice(text[start - 1] === '@' ? start - 1 : start, own.at(-1)!.end);
}

function verbIn(tokens: readonly Token[]): number | null {
  const words = tokens.map(({ word }) => word);
  const at = words.findIndex((_, place) => allegingAt(words, place) > 0);
  return at < 0 ? null : at;
}

/** The message; without "— Berg" or "(Berg)" behind it; and without "Berg:", "did he really say", "is it true that" before it. */
function readingsOf(plain: string): Alleged[] {
  const readings: Alleged[] = [{ text: plain, by: null }];
  let text = plain.replace(/[\s?？!！]+$/u, '');
  let by: string | null = null;
  const behind = /(?:\s[—–-]+\s*|[（(])(?<name>[^—–()\n]{2,60}?)[)）]?$/u.exec(text);
  if (behind && behind.index > behind.groups!.name!.length && looksLikeName(behind.groups!.name!)) {
    by = namedAfter(`— ${behind.groups!.name}`);
    text = text.slice(0, behind.index).trim();
    readings.push({ text, by });
  }
  const lead = frameBefore(text);
  const rest = text.slice(lead).replace(/^[\s,，:：]+|[吗么\s]+$/gu, '');
  if (lead > 0 && wordsOf(rest).length > 0) readings.push({ text: rest, by: by ?? namedBefore(text.slice(0, lead)) });
  return readings;
}

function looksLikeName(name: string): boolean {
  const tokens = tokensOf(name.replace(/,.*/su, ''));
  if (tokens.length === 0 || tokens.length > (isCharacter(tokens[0]!.word) ? 3 : 1) * MAX_NAME_WORDS) return false;
  return (
    /^[\p{P}\p{S}\s]*[\p{Lu}@\p{Script=Han}]/u.test(name) ||
    tokens.some(({ word }) => isAround('role', word)) ||
    verbIn(tokens) !== null
  );
}

const LABEL = /^(?:\p{L}{1,4}\.(?=\s)|[^:：.!?。！？\n]){1,60}(?<!\d)[:：]\s*(?=\S)/u;
const THAT = /^[\s,，]*(?:that|что|што|що|dass|que|qu['’]|że)(?!\p{L})/iu;
const MAX_FRAME = 14;

/** Where the words begin behind what leads to them; 0 where nothing does. */
function frameBefore(text: string): number {
  const label = LABEL.exec(text)?.[0] ?? '';
  if (label !== '' && looksLikeName(label)) return label.length;
  const tokens = tokensOf(text.slice(0, 200));
  const words = tokens.map(({ word }) => word);
  const isPart = (at: number) => {
    const { word, start } = tokens[at]!;
    return isAround('frame', word) || isAround('role', word) || isCharacter(word) || /^\p{Lu}/u.test(text.slice(start));
  };
  let end = 0;
  for (let at = 0; at < Math.min(tokens.length, MAX_FRAME) && end === 0; at++) {
    // "Half of the promised sum", "no other state": behind an article and the like it is no verb.
    const verb = at > 0 && !isAround('article', words[at - 1]!) ? allegingAt(words, at) : 0;
    if (verb > 0) end = tokens[at + verb - 1]!.end;
    // A name in small letters stands right before the verb or its "really".
    else if (!isPart(at) && !(at < 3 && words.slice(at, at + 4).some((_, next) => allegingAt(words, at + next) > 0)))
      break;
  }
  if (end > 0) return end + (THAT.exec(text.slice(end))?.[0].length ?? 0);
  // "Is it true that …": words of asking alone, one of them about the truth.
  const first = words.findIndex((word) => !isAround('frame', word));
  if (first < 1 || !words.slice(0, first).some((word) => isAround('truth', word))) return 0;
  const isThat =
    THAT.test(words[first - 1]!) || /[,:?，：？]/u.test(text.slice(tokens[first - 1]!.end, tokens[first]!.start));
  return isThat ? tokens[first]!.start : 0;
}
