// Verbs of speech in an English sentence, each with the phrase for whoever does it.

import { wordList } from '../language/word-list.ts';
import { lazyBy } from '../text/lazy.ts';
import type { Range } from '../text/range.ts';
import { leadingSubject, phraseLeft, phraseRight } from './phrases.ts';
import { firstAt, isQuote, type Token } from './tokens.ts';

/** `reports`: the verb tells what was said rather than that somebody spoke. */
export type Cue = Range & { readonly subject: Range; readonly reports: boolean };

const listed = lazyBy((idea) => new Set(wordList('en', idea)));
const PHRASAL: Readonly<Record<string, string>> = {
  goes: 'on',
  went: 'on',
  going: 'on',
  point: 'out',
  points: 'out',
  pointed: 'out',
  pointing: 'out',
  shot: 'back',
  shoots: 'back',
  fired: 'back',
  hit: 'back',
  put: 'it',
  puts: 'it',
  chimed: 'in',
  laughed: 'off',
};
const SKIPPED =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|later|then|once|again|just|even|first|often|simply|only|still|now|not|n't|to|further|also|too|herself|himself|themselves|itself|both|all|never|always|ever|today|on|last|tonight|morning|afternoon|evening|night|reportedly|in|week|went|goes|going)$/;
/** Of these the passive is as common: who "was told", or "is called", says nothing. */
const PASSIVE =
  /^(?:told|called|asked|quoted|described|accused|reported|warned|advised|reminded|urged|criticized|labeled|portrayed|mocked)$/;
const BE = /^(?:was|were|is|are|was|been|be|being|am|'s|got)$/;

/** The verbs of speech of a sentence that somebody does, in order. */
export function cuesIn(tokens: readonly Token[]): Cue[] {
  const found: Cue[] = [];
  for (const [at, token] of tokens.entries()) {
    if (isQuote(token)) continue;
    const cue =
      token.pos === 'NOUN' && listed('saying-noun').has(token.lower)
        ? ofNoun(tokens, at)
        : isSpeechVerb(tokens, at)
          ? ofVerb(tokens, at, found.at(-1) ?? null)
          : null;
    if (cue) found.push(cue);
  }
  return found;
}

function isListed(tokens: readonly Token[], at: number): boolean {
  const { lower } = tokens[at]!;
  if (listed('saying').has(lower) || listed('speaking').has(lower)) return true;
  const particle = PHRASAL[lower];
  return particle !== undefined && (tokens[at + 1]?.lower ?? '').startsWith(particle);
}

/** Whether a quotation stands right before a token. */
function isBeside(tokens: readonly Token[], at: number): boolean {
  return isQuote(tokens[at - 1]) || (tokens[at - 1]?.text === ',' && isQuote(tokens[at - 2]));
}

function isSpeechVerb(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]!;
  const next = tokens[at + 1]?.lower ?? '';
  const before = tokens[at - 1];
  const beside = isBeside(tokens, at);
  const isFrame =
    (/^(?:it|him|her|them)$/.test(next) && isQuote(tokens[at + 2]) && /ed$/.test(token.lower)) ||
    (token.pos === 'VERB' && isFrameAt(tokens, at)) ||
    (token.lower === 'allowed' && next === 'that');
  if (!isListed(tokens, at) && !isFrame) return false;
  if (token.lower === 'according') return next === 'to';
  if (/^\p{Lu}/u.test(token.text) && at > 0 && before!.text !== ':' && !beside) return false;
  // What may be a noun is a verb only if it ends like one.
  if (listed('saying-or-noun').has(token.lower) && token.pos !== 'VERB') return false;
  if (/^(?:DET|POSS|ADJ)$/.test(before?.pos ?? '') && !/^(?:said|told)$/.test(token.lower)) return false;
  return !(before?.text.endsWith('-') || (token.pos === 'ADJ' && !beside) || (token.pos === 'PROPN' && at > 0));
}

function ofVerb(tokens: readonly Token[], at: number, previous: Cue | null): Cue | null {
  const { start, end, lower } = tokens[at]!;
  if (PASSIVE.test(lower) && isPassive(tokens, at)) {
    // "was told by Ann Lee", "was quoted as saying"
    const by = tokens.slice(at + 1, at + 8).findIndex((token) => token.lower === 'by');
    const agent = by < 0 ? null : phraseRight(tokens, at + 2 + by);
    if (agent) return { start, end, subject: agent, reports: false };
    const isQuoted = by < 0 && lower === 'quoted' && tokens[at + 1]?.lower === 'as';
    const subject = isQuoted ? phraseLeft(tokens, beforeVerb(tokens, at)) : null;
    // "Always say that": nobody does.
    if (subject === null || (subject.start <= start && subject.end >= end)) return null;
    return { start, end, subject, reports: false };
  }
  const subject = subjectOf(tokens, at, previous);
  // "Always say that": nobody does.
  if (subject === null || (subject.start <= start && subject.end >= end)) return null;
  return { start, end, subject, reports: listed('saying').has(lower) || /^point/.test(lower) };
}

/** "Smith's claim that …", "charges from Smith that …", "in the words of Smith". */
function ofNoun(tokens: readonly Token[], at: number): Cue | null {
  const { start, end, lower } = tokens[at]!;
  const next = tokens[at + 1]?.lower ?? '';
  const isOf = /^(?:from|by)$/.test(next) || (next === 'of' && /^(?:words?|phrase)$/.test(lower));
  const subject = isOf ? phraseRight(tokens, at + 2) : ownerBefore(tokens, at);
  // "Always say that": nobody does.
  if (subject === null || (subject.start <= start && subject.end >= end)) return null;
  return { start, end, subject, reports: false };
}

function ownerBefore(tokens: readonly Token[], at: number): Range | null {
  let left = at - 1;
  while (/^(?:ADJ|NOUN|ADV|NUM)$/.test(tokens[left]?.pos ?? '') && at - left < 12) left--;
  const token = tokens[left];
  return token && (token.pos === 'PART' || /^['’]s?$/.test(token.text)) ? phraseLeft(tokens, left - 1) : null;
}

function subjectOf(tokens: readonly Token[], at: number, previous: Cue | null): Range | null {
  const { lower } = tokens[at]!;
  if (lower === 'according') return phraseRight(tokens, at + 2);
  const isParticiple = /ing$/.test(lower);
  if (isInverted(tokens, at) && !isParticiple) {
    const isPhrasal = PHRASAL[lower] !== undefined && tokens[at + 1]?.lower === PHRASAL[lower];
    const range = phraseRight(tokens, at + (isPhrasal ? 2 : 1));
    if (range && !isFollowedByVerb(tokens, range)) return range;
  }
  const isQuoted = lower === 'saying' && tokens[at - 1]?.lower === 'as';
  const left = beforeVerb(tokens, at);
  const isNamed = /^(?:PROPN|PRON)$/.test(tokens[left]?.pos ?? '');
  const isShared = /^(?:and|but|or|then|yet)$/.test(tokens[left]?.lower ?? '');
  const shared = previous?.subject ?? null;
  return (
    (isQuoted ? phraseLeft(tokens, at - 2) : null) ??
    ((isParticiple && !isNamed) || isShared ? (shared ?? leadingSubject(tokens)) : null) ??
    phraseLeft(tokens, left) ??
    shared ??
    leadingSubject(tokens)
  );
}

/** "“…,” said Ann Lee", "as Ann Lee said" turned round. */
function isInverted(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  return at === 0 || isBeside(tokens, at) || before?.text === ':' || /^(?:as|so)$/.test(before?.lower ?? '');
}

/** "said the lapse was": what follows the verb is no subject of it. */
function isFollowedByVerb(tokens: readonly Token[], { end }: Range): boolean {
  const next = tokens[firstAt(tokens, end)];
  return next?.pos === 'AUX' || (next?.pos === 'VERB' && !/ing$/.test(next.lower));
}

/** The last word before a verb, its auxiliaries and adverbs. */
function beforeVerb(tokens: readonly Token[], at: number): number {
  let left = at - 1;
  for (; left >= 0 && at - left < 20; left--) {
    const { pos, lower } = tokens[left]!;
    const isAtTheTime = lower === 'time' && tokens[left - 1]?.lower === 'the' && tokens[left - 2]?.lower === 'at';
    if (isAtTheTime) left -= 2;
    else if (!/^(?:AUX|ADV)$/.test(pos) && !SKIPPED.test(lower)) break;
  }
  return left;
}

function isPassive(tokens: readonly Token[], at: number): boolean {
  for (let left = at - 1; left >= Math.max(0, at - 3); left--) {
    const { pos, lower } = tokens[left]!;
    if (BE.test(lower)) return true;
    if (pos !== 'ADV' && pos !== 'AUX') return false;
  }
  return false;
}

/** A verb between a quotation and its speaker, whatever it is: "“…,” Smith thundered", "“…,” thundered Smith". */
function isFrameAt(tokens: readonly Token[], at: number): boolean {
  if (!/(?:ed|s|aid|old|ote|oke|ang)$/.test(tokens[at]!.lower)) return false;
  let left = at - 1;
  while (left >= 0 && at - left < 12 && tokens[left]!.pos === 'ADV') left--;
  const phrase = phraseLeft(tokens, left);
  if (phrase === null) return isQuote(tokens[left]) && tokens[at + 1]?.pos === 'PROPN' && /ed$/.test(tokens[at]!.lower);
  const { pos, lower } = tokens[left]!;
  if (!/^(?:PROPN|PRON)$/.test(pos) && !/(?:er|or|ist|man|woman|ent|ant|official)$/.test(lower)) return false;
  return isBeside(tokens, firstAt(tokens, phrase.start));
}
