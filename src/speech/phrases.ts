// Noun phrases of an English sentence: the one that ends at a token, the one that begins there, the one a sentence opens with.

import type { Range } from '../text/range.ts';
import { firstAt, isQuote, type Token } from './tokens.ts';

const IN_PHRASE = /^(?:PROPN|NOUN|ADJ|NUM|PART|SYM)$/;
const NO_NAME = /^(?:ADP|ADV|VERB|AUX|SCONJ|CCONJ|PRON|PUNCT|DET)$/;
const ARTICLE = /^(?:DET|POSS)$/;
const LINKS = /^(?:of|for|from|at|in|with|to)$/;
const PARTICLES = /^(?:de|van|von|der|al|bin|la|del|du|of|ben)$/;
const SPEAKS = /^(?:he|she|they|i|we|it)$/;
const COUNTS = /^(?:one|another|many|some|several|others|few|both|most|two|three|four|neither|each|critics)$/;
const RELATIVE = /^(?:who|which|that)$/;
const NEVER =
  /^(?:that|which|what|how|why|when|where|while|because|if|although|though|as|than|so|there|here|more|most|such|same|following|during|including|up|out)$/;
const PAST = /^(?:seen|given|made|shown|sent|held|read|written)$/;
const TIME =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tonight|week|month|year|morning|afternoon|evening|night)$/;
// No phrase and no aside of print is longer; a sentence of a megabyte stays linear.
const MAX_PHRASE = 40;
const MAX_ASIDE = 60;

/** The noun phrase that ends at a token: "a spokesman for the county", "Smith, the head of Wye,", "Smith (D-Wye)". */
export function phraseLeft(tokens: readonly Token[], last: number, nested = false): Range | null {
  const closing = tokens[last];
  if (closing === undefined) return null;
  if (RELATIVE.test(closing.lower)) {
    const before = tokens[last - 1]?.text === ',' ? last - 2 : last - 1;
    return RELATIVE.test(tokens[before]?.lower ?? '') ? null : phraseLeft(tokens, before, nested);
  }
  if (/^[,)—–]+$/.test(closing.text) || closing.text === '--') return nested ? null : beforeAside(tokens, last);
  if (closing.pos === 'PRON')
    return SPEAKS.test(closing.lower) || /^(?:who|everyone|someone|nobody)$/.test(closing.lower)
      ? spanOf(closing)
      : null;
  if (COUNTS.test(closing.lower) && closing.pos !== 'PROPN') {
    const before = tokens[last - 1];
    return { start: before && /^(?:the|no)$/.test(before.lower) ? before.start : closing.start, end: closing.end };
  }
  if (!/^(?:PROPN|NOUN|ADJ|NUM|PART)$/.test(closing.pos) || NEVER.test(closing.lower)) return null;
  return { start: tokens[firstOfPhrase(tokens, last)]!.start, end: closing.end };
}

function firstOfPhrase(tokens: readonly Token[], last: number): number {
  let start = last;
  let at = last;
  while (at >= 0 && last - at < MAX_PHRASE) {
    const token = tokens[at]!;
    if (isQuote(token) || NEVER.test(token.lower)) break;
    if (ARTICLE.test(token.pos)) {
      start = at--;
      const [link, noun] = [tokens[at], tokens[at - 1]];
      if (!link || !noun || !LINKS.test(link.lower) || !/^(?:NOUN|PROPN)$/.test(noun.pos) || !hasHead(tokens, at - 1))
        break;
      at--;
    } else if (IN_PHRASE.test(token.pos) || isCapitalVerb(tokens, at)) {
      start = at--;
    } else {
      const before = tokens[at - 1]?.pos ?? '';
      const joins =
        (LINKS.test(token.lower) && hasHead(tokens, at - 1)) ||
        (/^(?:and|&)$/.test(token.lower) && /^(?:NOUN|PROPN)$/.test(before) && before === tokens[at + 1]?.pos) ||
        (PARTICLES.test(token.lower) && before === 'PROPN');
      if (!joins || at === last) break;
      at--;
    }
  }
  // "at a rally Sen. Ann Smith said"
  for (let title = start + 1; title < last; title++)
    if (/^(?:Sen|Rep|Gov|Dr|Mr|Mrs|Ms)\.?$/.test(tokens[title]!.text) && tokens[title - 1]!.pos === 'NOUN')
      start = title;
  // "Monday Smith said"
  while (start < last && TIME.test(tokens[start]!.lower)) start++;
  return start;
}

/** "Ming" and "Reed", which only look like verbs. */
function isCapitalVerb(tokens: readonly Token[], at: number): boolean {
  const { text, pos } = tokens[at]!;
  if (!/^\p{Lu}/u.test(text)) return false;
  if (pos === 'VERB') return at > 0 && !/^(?:PUNCT|QUOTE)$/.test(tokens[at - 1]!.pos);
  return !NO_NAME.test(pos);
}

/** Over an aside to what it belongs to; the aside may hold commas itself, so the nearest name before one is preferred. */
function beforeAside(tokens: readonly Token[], last: number): Range | null {
  const { text: closing } = tokens[last]!;
  const opening = closing === ')' ? '(' : closing;
  let found: Range | null = null;
  for (let at = last - 1; at > 0 && last - at < MAX_ASIDE; at--) {
    if (isQuote(tokens[at]) && closing !== ')') break;
    if (tokens[at]!.text !== opening) continue;
    const phrase = phraseLeft(tokens, at - 1, true);
    if (phrase === null) {
      if (opening === '(') break;
      continue;
    }
    const first = firstAt(tokens, phrase.start);
    const words = tokens.slice(first, at);
    const head = words.findLast(({ end }) => end === phrase.end);
    const aside = tokens.slice(at + 1, last);
    // "the mayor, Ann Lee,"
    const isNamed =
      closing === ',' &&
      /^(?:NOUN|ADJ)$/.test(tokens[at - 1]!.pos) &&
      words.some(({ pos }) => /^(?:DET|POSS|PART)$/.test(pos)) &&
      aside.length > 0 &&
      aside.length < 6 &&
      aside.every(({ pos }) => pos === 'PROPN');
    if (isNamed) return { start: aside[0]!.start, end: aside.at(-1)!.end };
    if (/^(?:of|in|at|on|to|for|from|with|by|near)$/.test(tokens[first - 1]?.lower ?? '')) continue;
    const isOfSomething = words[0]?.pos === 'DET' && words.some(({ lower }) => lower === 'of');
    if (head?.pos === 'PRON' || (head?.pos === 'PROPN' && !isOfSomething)) return phrase;
    if (ARTICLE.test(words[0]?.pos ?? '') || found === null) found = phrase;
    if (opening === '(') break;
  }
  return found;
}

/** Whether a noun phrase that opens with an article, or a name, ends here: "a spokesman for …", not "reporters in …". */
function hasHead(tokens: readonly Token[], at: number): boolean {
  if (!/^(?:NOUN|PROPN)$/.test(tokens[at]?.pos ?? '') || TIME.test(tokens[at]!.lower)) return false;
  let left = at;
  while (left >= 0 && at - left < MAX_PHRASE && IN_PHRASE.test(tokens[left]!.pos)) left--;
  const token = tokens[left];
  if (token === undefined) return true;
  if (ARTICLE.test(token.pos)) return !/^(?:ADP|VERB)$/.test(tokens[left - 1]?.pos ?? '');
  return isQuote(token) || /^[.,:;—–]$/.test(token.text) || /^(?:and|but|that|while|as)$/.test(token.lower);
}

/** The noun phrase that begins at a token: "said the man", "said Prime Minister Ann Smith". */
export function phraseRight(tokens: readonly Token[], first: number): Range | null {
  let start = first;
  while (tokens[start]?.pos === 'ADV' && !/^\p{Lu}/u.test(tokens[start]!.text)) start++;
  const opening = tokens[start];
  if (opening === undefined || isQuote(opening)) return null;
  if (opening.pos === 'PRON') return SPEAKS.test(opening.lower) ? spanOf(opening) : null;
  const last = lastOfPhrase(tokens, start);
  if (last < 0) return null;
  // "said the chairman, Rep. Ann Smith"
  const isNamedBehind =
    ARTICLE.test(opening.pos) &&
    tokens[last]!.pos === 'NOUN' &&
    tokens[last + 1]?.text === ',' &&
    tokens[last + 2]?.pos === 'PROPN';
  return isNamedBehind ? phraseRight(tokens, last + 2) : { start: opening.start, end: tokens[last]!.end };
}

function lastOfPhrase(tokens: readonly Token[], start: number): number {
  let last = -1;
  let linked = false;
  for (let at = start; at < tokens.length && at - start < MAX_PHRASE; at++) {
    const token = tokens[at]!;
    if (isQuote(token) || ((TIME.test(token.lower) || PAST.test(token.lower)) && at > start)) break;
    if (ARTICLE.test(token.pos) && (at === start || linked)) linked = false;
    else if (/^(?:PROPN|NOUN)$/.test(token.pos) || (/^\p{Lu}/u.test(token.text) && !NO_NAME.test(token.pos))) {
      last = at;
      linked = false;
    } else if (last < 0 && /^(?:one|another|many|some|several)$/.test(token.lower)) last = at;
    else if (last >= 0 && linksOn(tokens, start, last, at)) linked = true;
    else if (!/^(?:ADJ|NUM|PART|SYM)$/.test(token.pos) && !(last >= 0 && joinsNames(tokens, last, at))) break;
  }
  return last;
}

function linksOn(tokens: readonly Token[], start: number, last: number, at: number): boolean {
  const { lower } = tokens[at]!;
  if (/^(?:of|de|van|von|der|al|bin|la|del)$/.test(lower)) return true;
  return /^(?:for|from|at)$/.test(lower) && tokens[start]!.pos !== 'PROPN' && tokens[last]!.pos === 'NOUN';
}

/** "Ann Lee and Bob Ray" */
function joinsNames(tokens: readonly Token[], last: number, at: number): boolean {
  const isName = (index: number) => tokens[index]?.pos === 'PROPN';
  return tokens[at]!.lower === 'and' && isName(at + 1) && isName(last) && tokens[at + 2]?.pos !== 'VERB';
}

const DATELINE = 12;

/** The subject that a sentence begins with, for "…, saying" and "… and added". */
export function leadingSubject(tokens: readonly Token[], isBehindDateline = false): Range | null {
  const first = tokens.findIndex(({ pos }) => !/^(?:QUOTE|CCONJ|PUNCT)$/.test(pos));
  if (first < 0) return null;
  const behind = isBehindDateline ? 0 : behindDateline(tokens, first);
  if (behind > 0) return leadingSubject(tokens.slice(behind, behind + 2 * MAX_ASIDE), true);
  let from = first;
  // "In June, …", "Asked about it, …"
  if (
    /^(?:ADP|SCONJ|ADV|VERB|NUM)$/.test(tokens[first]!.pos) ||
    /^(?:Hours|Days|Weeks|Months|Years|Last|Earlier|Later|Asked|After|When|While)$/.test(tokens[first]!.text)
  ) {
    const comma = tokens.slice(first + 1, first + 22).findIndex(({ text }) => text === ',');
    if (comma >= 0) from = first + comma + 2;
  }
  while (from < tokens.length && /^(?:ADV|CCONJ|PUNCT)$/.test(tokens[from]!.pos)) from++;
  const head = tokens[from];
  if (head === undefined) return null;
  if (head.pos === 'PRON') return SPEAKS.test(head.lower) ? spanOf(head) : null;
  const verb = tokens.slice(from, from + MAX_PHRASE).findIndex(({ pos }) => /^(?:VERB|AUX)$/.test(pos));
  if (verb === 0) return null;
  const range = phraseRight(tokens, from);
  return range && (verb < 0 || tokens[from + verb]!.start >= range.end) ? range : null;
}

/** Where a sentence begins behind "WASHINGTON (AP) — " or "UPDATE: "; 0 where nothing stands before it. */
function behindDateline(tokens: readonly Token[], first: number): number {
  const head = tokens.slice(0, first + DATELINE);
  const close = head.findIndex(({ text }, at) => at > first && at < first + 6 && text === ')');
  if (
    close > 0 &&
    /^\p{Lu}{2,}$/u.test(tokens[close - 1]!.text) &&
    /^\p{Lu}/u.test(tokens[close + 1]?.text ?? '') &&
    tokens[close - 2]?.text === '('
  )
    return close + 1;
  const colon = head.findIndex(({ text }, at) => at > first && at < first + 6 && text === ':');
  if (colon > first + 1 && head.slice(first, colon).every(({ text }) => /^\p{Lu}+$/u.test(text))) return colon + 1;
  const dash = head.findIndex(({ text }, at) => at > first && at < first + 9 && /^(?:—|–|-|--)$/.test(text));
  const isPlace = /^\p{Lu}{4,}/u.test(tokens[first]!.text) || head.slice(first, dash).some(({ text }) => text === '(');
  return dash > 0 && isPlace && tokens.slice(dash + 1, dash + MAX_ASIDE).some(({ pos }) => pos === 'VERB')
    ? dash + 1
    : 0;
}

function spanOf({ start, end }: Range): Range {
  return { start, end };
}
