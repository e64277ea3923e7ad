// What a message alleges: every passage in marks, each with whom it is put in the mouth of, or else the message without its frame.
// Knows nothing of a statement but its words.

import { isAllegingAt, isAskingWord, isRoleWord, isTruthWord } from './frame.ts';
import { withoutLayout } from './layout.ts';
import { markedPassages } from './marks.ts';
import { isCharacter, type Token, tokensOf, wordsOf } from './tokens.ts';

/** A passage, without its marks, and to whom the message gives it, as it is written there; null: to nobody by name. */
export type Alleged = { readonly text: string; readonly by: string | null };

/**
 * `marked`: the passages in marks. `whole`: the message as one passage, first as it stands, then without what seems to stand around
 * the words in question; the first of them that the statement has is what was meant, else the last.
 */
export type Allegation = { readonly marked: readonly Alleged[]; readonly whole: readonly Alleged[] };

/** Reads a message. `isWord`: whether the statement has a word, so that one broken at a line end is joined. Never throws. */
export function allegationIn(message: string, isWord: (word: string) => boolean = () => false): Allegation {
  const plain = withoutLayout(message, isWord);
  return { marked: markedIn(plain), whole: wholeIn(plain) };
}

// --- In marks ----------------------------------------------------------------------------------------------------------

function markedIn(plain: string): Alleged[] {
  const passages = markedPassages(plain);
  const found: { text: string; by: string | null }[] = [];
  passages.forEach((passage, at) => {
    const between = plain.slice(passages[at - 1]?.end ?? 0, passage.start);
    const { after, before } = at === 0 ? { after: '', before: between } : divide(between);
    if (at > 0) found[at - 1]!.by ??= namedAfter(after);
    found.push({ text: passage.text.replace(/[,;，]+$/u, ''), by: namedBefore(before) });
  });
  if (found.length > 0) found.at(-1)!.by ??= namedAfter(plain.slice(passages.at(-1)!.end));
  // "A said “…” and “…”", "“…” and “…”, said A": one name holds for its neighbours.
  for (let at = 1; at < found.length; at++) found[at]!.by ??= found[at - 1]!.by;
  for (let at = found.length - 2; at >= 0; at--) found[at]!.by ??= found[at + 1]!.by;
  return found;
}

/** What stands between two passages: the end of the one before, and what leads to the next. */
function divide(between: string): { after: string; before: string } {
  const leads = /[:：]\s*$/u.test(between) || alleges(tokensOf(between.replace(/^.*[.!?\n]/su, '')));
  if (!leads) return { after: between, before: '' };
  const cut = Math.max(between.lastIndexOf('\n'), between.search(/[.!?][^.!?]*$/u));
  return { after: between.slice(0, cut + 1), before: between.slice(cut + 1) };
}

const MAX_NAME_WORDS = 8;

function namedBefore(before: string): string | null {
  // What ends a sentence ends a frame, but for "Dr. X".
  const clause = before
    .replace(/^.*(?:[!?？！。\n]|\p{L}{4,}\.)\s*(?=\S)/su, '')
    .replace(/^[\p{P}\p{S}\s]+/u, (lead) => (lead.endsWith('@') ? '@' : ''));
  const isLabel = /[:：]\s*$/u.test(clause);
  const tokens = tokensOf(clause);
  const verb = verbAt(tokens);
  if (!isLabel && verb === null && tokens.length > MAX_NAME_WORDS) return null;
  return nameIn(clause, tokens.slice(0, verb ?? tokens.length));
}

function namedAfter(after: string): string | null {
  const line = after.replace(/^[\s.,!?…，。]+/u, '');
  const lead = /^[—–(（-]+\s*/u.exec(line)?.[0] ?? '';
  const rest = line.slice(lead.length);
  const clause = /^(?:(?:\p{L}{1,3}\.\s*)|[^.,;!?()\n—–，。！？])*/u.exec(rest)?.[0] ?? '';
  const tokens = tokensOf(clause);
  if (tokens.length === 0) return null;
  const verb = verbAt(tokens);
  if (verb !== null) {
    // "said Berg", "林书远说": the name behind the verb, or before it.
    const behind = tokens.slice(verb + 1);
    return nameIn(clause, verb > 0 && !tokens.slice(0, verb).every(isAsking) ? tokens.slice(0, verb) : behind);
  }
  if (lead !== '' && tokens.length <= MAX_NAME_WORDS) return nameIn(clause, tokens);
  const isName =
    /^[\p{Lu}@]/u.test(clause) || isCharacter(tokens[0]!.word) || isRole(tokens.at(-1)!) || tokens.some(isRole);
  return isName && tokens.length <= MAX_NAME_WORDS ? nameIn(clause, tokens) : null;
}

/** The words of a name: without "did", "really", "the" around it. Null for none, or for a pronoun. */
function nameIn(text: string, tokens: readonly Token[]): string | null {
  let [from, to] = [0, tokens.length];
  while (from < to && isAsking(tokens[from]!)) from++;
  while (to > from && isAsking(tokens[to - 1]!)) to--;
  const limit = tokens.slice(from, to).every(({ word }) => isCharacter(word)) ? 3 * MAX_NAME_WORDS : MAX_NAME_WORDS;
  if (to === from || to - from > limit) return null;
  const start = tokens[from]!.start;
  return text.slice(text[start - 1] === '@' ? start - 1 : start, tokens[to - 1]!.end);
}

// --- Without marks --------------------------------------------------------------------------------------------------------

const MAX_FRAME = 14;

/** The message, and what is left of it without "— Berg" or "(Berg)" behind and "Berg:", "did he really say" before the words. */
function wholeIn(plain: string): Alleged[] {
  const found: Alleged[] = [{ text: plain, by: null }];
  let text = plain.replace(/[\s?？!！]+$/u, '');
  let by: string | null = null;
  const behind = /(?:\s[—–-]+\s*|\n\s*[—–-]+\s*|[（(])(?<name>[^—–()\n]{2,60}?)[)）]?$/u.exec(text);
  const name = behind?.groups?.name ?? '';
  if (behind && behind.index > name.length && looksLikeName(name)) {
    by = namedAfter(`— ${name}`) ?? name.trim();
    text = text.slice(0, behind.index).trim();
    found.push({ text, by });
  }
  const lead = frameBefore(text);
  const rest = text
    .slice(lead)
    .replace(/[吗么]$/u, '')
    .trim();
  if (lead > 0 && wordsOf(rest).length > 0) found.push({ text: rest, by: by ?? namedBefore(text.slice(0, lead)) });
  return found;
}

function looksLikeName(name: string): boolean {
  const tokens = tokensOf(name.replace(/,.*/su, ''));
  return (
    tokens.length > 0 && tokens.length <= MAX_NAME_WORDS && (/^[\s"']*[\p{Lu}@]/u.test(name) || tokens.some(isRole))
  );
}

/** Where the words begin behind "did he really say (that)", "is it true that", "Berg:"; 0 where nothing stands before them. */
function frameBefore(text: string): number {
  const label = /^(?:\p{L}{1,4}\.(?=\s)|[^:：.!?。！？\n]){1,60}[:：]\s*(?=\S)/u.exec(text)?.[0] ?? '';
  if (label !== '' && !/\d[:：]$/u.test(label.trim()) && isLabel(label)) return label.length;
  const tokens = tokensOf(text.slice(0, 200));
  let end = 0;
  for (let at = 0; at < Math.min(tokens.length, MAX_FRAME); at++) {
    const token = tokens[at]!;
    const verb = allegingAt(tokens, at);
    if (verb > 0) {
      if (at > 0) end = tokens[at + verb - 1]!.end;
      if (at > 0) break;
      continue;
    }
    const isPart =
      isAsking(token) || isRole(token) || isCharacter(token.word) || /^\p{Lu}/u.test(text.slice(token.start));
    if (!isPart && !(at < 3 && tokens.slice(at, at + 4).some((_, next) => allegingAt(tokens, at + next) > 0))) break;
  }
  if (end === 0) return truthBefore(text, tokens);
  return (
    end +
    (/^[\s,，:：]*(?:(?:that|что|што|що|dass|que|qu['’]|że)(?!\p{L}))?[\s,，:：]*/iu.exec(text.slice(end))?.[0]
      .length ?? 0)
  );
}

/** "Is it true that …": words of asking alone, one of them about the truth. */
function truthBefore(text: string, tokens: readonly Token[]): number {
  let at = 0;
  while (at < tokens.length && isAsking(tokens[at]!)) at++;
  if (at === 0 || at === tokens.length || !tokens.slice(0, at).some(({ word }) => isTruthWord(word))) return 0;
  const between = text.slice(tokens[at - 1]!.end, tokens[at]!.start);
  const ends = /[,:?，：？]/u.test(between) || /^(?:that|что|што|що|dass|que|że)$/u.test(tokens[at - 1]!.word);
  return ends ? tokens[at]!.start : 0;
}

function isLabel(label: string): boolean {
  const tokens = tokensOf(label);
  if (tokens.length === 0 || tokens.length > MAX_NAME_WORDS * (isCharacter(tokens[0]!.word) ? 3 : 1)) return false;
  return /^[\p{P}\p{S}\s]*[\p{Lu}@\p{Script=Han}]/u.test(label) || tokens.some(isRole) || alleges(tokens);
}

function isAsking({ word }: Token): boolean {
  return isAskingWord(word);
}

function isRole({ word }: Token): boolean {
  return isRoleWord(word) && !isCharacter(word);
}

function allegingAt(tokens: readonly Token[], at: number): number {
  return isAllegingAt(
    tokens.slice(at, at + 4).map((token) => token.word),
    0,
  );
}

function verbAt(tokens: readonly Token[]): number | null {
  const at = tokens.findIndex((_, index) => allegingAt(tokens, index) > 0);
  return at < 0 ? null : at;
}

function alleges(tokens: readonly Token[]): boolean {
  return verbAt(tokens) !== null;
}
