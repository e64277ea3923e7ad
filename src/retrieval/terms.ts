// The terms of a text: its words as they are compared (folded, stemmed), where they stand, and which only hold it together.

import type { Range } from '../text/range.ts';
import type { Language } from './languages.ts';
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
// Accents and points that readers do without; the vowel signs of Indic scripts are letters.
const ACCENTS = /[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u093c\p{Cf}]+/gu;
// One letter written two ways, which no decomposition tells; and the digits of other scripts.
const VARIANTS = /[ßıςøłæœ\u0901\u0660-\u0669\u06f0-\u06f9\u0966-\u096fکی]/g;
const ASCII = /^[\x00-\x7f]*$/;
const INITIALS = /\b(?:\p{Lu}\.){2,}/gu;

/** The terms of `text` in order, its words stemmed as in `language`, English by default. Linear in its length. */
export function terms(text: string, language?: Language): Term[] {
  const found: Term[] = [];
  // "U.S." is one word, "US".
  const initials = text.includes('.') ? text.matchAll(INITIALS) : NOTHING;
  let abbreviation = initials.next().value;
  for (const match of text.matchAll(RUN)) {
    const start = match.index;
    const run = match[0];
    while (abbreviation !== undefined && start >= abbreviation.index + abbreviation[0].length) {
      abbreviation = initials.next().value;
    }
    if (abbreviation !== undefined && start >= abbreviation.index) {
      // Its other letters are read with the first.
      if (start > abbreviation.index) continue;
      found.push(termOf(abbreviation[0].replaceAll('.', ''), start, start + abbreviation[0].length, language));
    } else if (HAS_UNSPACED.test(run)) {
      addUnspaced(found, run, start, language);
    } else {
      found.push(termOf(run, start, start + run.length, language));
    }
  }
  return found;
}

const NOTHING: Iterator<RegExpExecArray, undefined> = { next: () => ({ done: true, value: undefined }) };

// Folding and stemming depend on nothing but the word and its language, and a text repeats its words. Bounded, for it lives as
// long as the process.
type Read = Map<string, { readonly folded: string; readonly key: string }>;
const readEnglish: Read = new Map();
const readIn = new Map<Language, Read>();
const MOST_READ = 50_000;
const LONGEST_READ = 32;

function termOf(word: string, start: number, end: number, language: Language | undefined): Term {
  let read: Read | undefined = readEnglish;
  if (language !== undefined) {
    read = readIn.get(language);
    if (read === undefined) {
      read = new Map();
      readIn.set(language, read);
    }
  }
  let known = read.get(word);
  if (known === undefined) {
    const folded = language === undefined ? foldWord(word) : language.fold(word);
    known = { folded, key: language === undefined ? stem(folded) : language.stem(folded) };
    if (word.length <= LONGEST_READ) {
      if (read.size >= MOST_READ) read.clear();
      read.set(word, known);
    }
  }
  return { start, end, folded: known.folded, key: known.key };
}

// What holds sentences together where no blank parts it from the rest: particles, question words, endings of verbs.
const UNSPACED_FUNCTION =
  /为什么|為什麼|什么|什麼|怎么样|怎么|怎麼|多少|哪些|哪里|哪裡|哪个|如何|是否|[的了吗嗎呢谁誰]|อะไร|ที่ไหน|เมื่อไหร่|เมื่อไร|เมื่อใด|เท่าไหร่|เท่าไร|อย่างไร|ยังไง|หรือไม่|หรือ|ทำไม|ใคร|ไหม|กี่|ของ|และ|เป็น|ได้|ซึ่ง|ですか|ますか|でした|ました|です|ます|なぜ|どこ|どの|どう|いつ|だれ|なに|から|まで|という|している|した|する|[をはがにのと]|무엇|언제|어디|누가|누구|어떻게|얼마나|얼마|합니까|입니까|습니까|습니다|입니다|인가요|나요|까요/u;

function addUnspaced(found: Term[], run: string, offset: number, language: Language | undefined): void {
  let at = 0;
  const plain = (end: number) => {
    if (end > at) {
      const word = run.slice(at, end);
      found.push(termOf(word, offset + at, offset + end, language));
    }
  };
  for (const match of run.matchAll(UNSPACED)) {
    plain(match.index);
    const text = match[0].normalize('NFKC');
    const same = text.length === match[0].length;
    const begin = offset + match.index;
    let from = 0;
    for (const piece of text.split(UNSPACED_FUNCTION)) {
      const piecesStart = piece === '' ? from : text.indexOf(piece, from);
      for (let unit = 0; unit < (piece === '' ? 0 : Math.max(1, piece.length - 1)); unit++) {
        const pair = piece.slice(unit, unit + 2);
        const start = same ? begin + piecesStart + unit : begin;
        found.push({ start, end: same ? start + pair.length : begin + match[0].length, folded: pair, key: pair });
      }
      from = piecesStart + piece.length;
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
  if (!ASCII.test(word)) plain = word.normalize('NFKD').replace(ACCENTS, '').replace(/[’ʼ]/g, "'");
  plain = plain.toLowerCase();
  if (plain !== word || !ASCII.test(plain)) plain = plain.replace(VARIANTS, plainLetter);
  if (plain.includes("'")) plain = plain.replace(/'s$/, '').replaceAll("'", '');
  if (plain.includes(',')) plain = plain.replaceAll(',', '');
  return plain;
}

const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ı: 'i',
  ς: 'σ',
  ø: 'o',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  '\u0901': '\u0902',
  ک: 'ك',
  ی: 'ي',
};

function plainLetter(letter: string): string {
  // The digits of each script stand in order, from a multiple of sixteen or six after one.
  return PLAIN_LETTERS[letter] ?? String((letter.charCodeAt(0) - (letter < '\u0900' ? 0 : 6)) & 15);
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
