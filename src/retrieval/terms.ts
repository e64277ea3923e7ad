// The terms of a text: its words as they are compared (folded, stemmed), where they stand, and which only hold it together.

import type { Range } from '../text.ts';
import { stem } from './stem.ts';

/** A word as it is compared. `key` is its stem; two words with one key are the same word to the ranking. */
export type Term = Range & { readonly folded: string; readonly key: string };

// A run of letters and digits; an apostrophe, and a comma or point between digits, hold it together. Hyphens part it:
// "multi-vector" is found by "vector", and by "multivector" through the joined form that the index adds.
const RUN = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’ʼ](?=\p{L})[\p{L}\p{M}]+|[.,](?=\p{N})\p{N}+)*/gu;
// Scripts written without blanks between words, and Hangul with its particles: pairs of characters are compared instead.
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+/gu;
const HAS_UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]/;
const ASCII = /^[\x00-\x7f]*$/;
const INITIALS = /\b(?:\p{Lu}\.){2,}/gu;

/** The terms of `text` in order. Linear in its length. */
export function terms(text: string): Term[] {
  const found: Term[] = [];
  // "U.S." is read as "US"; the points become blanks' neighbours, so that offsets stay what they are.
  const initials = text.includes('.') ? initialsOf(text) : NO_INITIALS;
  for (const match of text.matchAll(RUN)) {
    const start = match.index;
    const run = match[0];
    const abbreviation = initials.get(start);
    if (abbreviation !== undefined) {
      const word = abbreviation.replaceAll('.', '');
      found.push({ start, end: start + abbreviation.length, folded: foldWord(word), key: keyOf(word) });
    } else if (initials.size > 0 && insideInitials(initials, start)) {
      // A later letter of the same abbreviation.
    } else if (HAS_UNSPACED.test(run)) {
      addUnspaced(found, run, start);
    } else {
      found.push({ start, end: start + run.length, folded: foldWord(run), key: keyOf(run) });
    }
  }
  return found;
}

const NO_INITIALS: ReadonlyMap<number, string> = new Map();

function initialsOf(text: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const match of text.matchAll(INITIALS)) found.set(match.index, match[0]);
  return found;
}

function insideInitials(initials: ReadonlyMap<number, string>, at: number): boolean {
  for (const [start, text] of initials) if (at > start && at < start + text.length) return true;
  return false;
}

function addUnspaced(found: Term[], run: string, offset: number): void {
  let at = 0;
  const plain = (end: number) => {
    if (end > at) {
      const word = run.slice(at, end);
      found.push({ start: offset + at, end: offset + end, folded: foldWord(word), key: keyOf(word) });
    }
  };
  for (const match of run.matchAll(UNSPACED)) {
    plain(match.index);
    const text = match[0].normalize('NFKC');
    const same = text.length === match[0].length;
    const begin = offset + match.index;
    for (let unit = 0; unit < Math.max(1, text.length - 1); unit++) {
      const pair = text.slice(unit, unit + 2);
      const start = same ? begin + unit : begin;
      found.push({ start, end: same ? start + pair.length : begin + match[0].length, folded: pair, key: pair });
    }
    at = match.index + match[0].length;
  }
  plain(run.length);
}

/** Lower case without accents, possessive 's and apostrophes; "1,000" becomes "1000". */
export function foldWord(word: string): string {
  // "US" is the country and "us" the pronoun.
  if (word === 'US') return 'usa';
  let plain = word;
  if (!ASCII.test(word))
    plain = word
      .normalize('NFKD')
      .replace(/[\p{M}\p{Cf}]+/gu, '')
      .replace(/[’ʼ]/g, "'");
  plain = plain.toLowerCase();
  if (plain.includes("'")) plain = plain.replace(/'s$/, '').replaceAll("'", '');
  if (plain.includes(',')) plain = plain.replaceAll(',', '');
  return plain;
}

/** What a word is compared by. */
export function keyOf(word: string): string {
  return stem(foldWord(word));
}

/** Folded words that hold an English sentence or question together and say nothing of what it is about. */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  `a an the and or but nor so if then than that this these those there here it its itself he him his himself she her hers
herself they them their theirs themselves we us our ours ourselves i me my mine myself you your yours yourself one ones
am is are was were be been being do does did doing done have has had having can could may might must shall should will
would cannot cant dont doesnt didnt isnt arent wasnt werent wont wouldnt shouldnt couldnt hasnt havent hadnt im ive id
ill youre youve hes shes theyre theyve weve lets thats whats whos
what which who whom whose when where why how whether
of in on at to into onto from for with by as about over under through during between among against within without upon
per via out up down off until till before after above below
no not any all some such own same other another each every both either neither few more most much many very too also only
just even ever again once further while because since although though however am s t ll re ve d m o`.split(/\s+/),
);

/** Whether a term says something of what its sentence is about. */
export function isContent(term: Term): boolean {
  return !FUNCTION_WORDS.has(term.folded);
}

export type Alphabet = 'Latin' | 'Cyrillic' | 'unspaced' | 'other';

/** The kind of letter that a word begins with; digits count as Latin. */
export function alphabetOf(word: string): Alphabet {
  const code = word.charCodeAt(0);
  if (code < 0x250) return 'Latin';
  if (code >= 0x400 && code <= 0x52f) return 'Cyrillic';
  return HAS_UNSPACED.test(word[0] ?? '') ? 'unspaced' : 'other';
}
