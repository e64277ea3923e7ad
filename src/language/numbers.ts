// The numbers of a text, with every reading that the way they are written allows: values, shares of a hundred, hours of the day.

import { daysIn } from './dates.ts';
import { type NumberWord, numberWords, rounded, withHanDigits } from './number-words.ts';

/** A number where it is written. `readings`: "1250000000", "p20" (20 %, a fifth), "t18:30", "x14b" for what is no number but a name, "on10-7" for 7 October. */
export type WrittenNumber = { readonly readings: readonly string[]; readonly inDigits: boolean };

// Digits with their separators, and what stands on them without a blank: "$1.25bn", "14th", "K7", "18:30", "29/11".
const PIECE =
  /(?<clock>\d{1,2}:\d{2})(?::\d{2})?(?!\d)|(?<letters>\p{Lu}{1,3})?(?<digits>\d{1,3}(?:[.,' ]\d{3}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?<tail>\p{L}{1,6})?|(?<word>\p{L}[\p{L}\p{M}]*(?:'\p{L}+)*)|(?<sign>[%‰]|[–—-]|\/)|(?<stop>[^\s\p{L}\p{N}])/gu;
const AFTERNOON =
  /^\s*(?:p\.?\s?m\b|after noon\b|вечера|дня|вечора|пополудні|abends|nachmittags|de la tarde|de la noche|du soir|wieczorem|po południu)/iu;
const MORNING = /^\s*(?:a\.?\s?m\b|утра|ночи|ранку|раніцы|morgens|de la mañana|du matin|rano)/iu;
const EVENING_BEFORE = /(?:晚上|下午|傍晚)\s*$/u;
const ORDINAL_TAIL = /^(?:st|nd|rd|th|s|er|e|ème|eme|re|º|ª|p|й|го|му|м|я|ю|е|х|та|те|ої|ої|ша|га|ы|і)$/iu;

type Item = {
  values: number[];
  word: NumberWord | null;
  percent: boolean;
  times: string[];
  codes: string[];
  inDigits: boolean;
};

/** The numbers of `text`, which is in one of `languages`: the words of the first that has a word count. */
export function numbersIn(text: string, languages: readonly string[]): WrittenNumber[] {
  const { rest, days } = daysIn(plainOf(text), languages);
  const dates = days.map((day) => ({ readings: [day], inDigits: true }));
  return [...dates, ...joined(itemsOf(rest, languages)).map(toWritten)].filter((number) => number.readings.length > 0);
}

function plainOf(text: string): string {
  return withHanDigits(
    asciiDigits(text.normalize('NFKC'))
      .replace(/[’ʼ]/g, "'")
      .replace(/[\u00a0\u202f]/g, ' ')
      // "6.30 p.m." as "6.30pm"
      .replace(/(\d) ?([ap])\.? ?m\b\.?/giu, '$1$2m'),
  );
}

/** What of a text's numbers may be said of it: every reading of each, and the hours that clock times are called. */
export function readingsOf(text: string, languages: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const { readings } of numbersIn(text, languages)) {
    for (const reading of readings) {
      found.add(reading);
      const time = readings.length === 1 ? /^t(\d+):(\d+)$/.exec(reading) : null;
      if (time)
        for (const part of [Number(time[1]), Number(time[1]) % 12 || 12, Number(time[2])]) found.add(String(part));
      // "At 17" may be told as 5 p.m.
      else if (/^(?:\d|1\d|2[0-4])$/.test(reading)) found.add(`t${reading}:00`);
      else if (reading.startsWith('p')) found.add(reading.slice(1));
    }
  }
  return found;
}

type Token = Item | 'range' | 'and' | 'other';

function itemsOf(text: string, languages: readonly string[]): Token[] {
  const tokens: Token[] = [];
  const words: string[] = [];
  const flush = () => {
    tokens.push(...wordItems(words, languages));
    words.length = 0;
  };
  for (const match of text.matchAll(PIECE)) {
    const { clock, digits, letters, tail, word, sign } = match.groups!;
    if (word !== undefined) {
      words.push(word.toLowerCase());
      continue;
    }
    if (sign === '-' && words.length > 0 && /\p{L}/u.test(text[match.index + 1] ?? '')) continue;
    flush();
    const rest = text.slice(match.index + match[0].length, match.index + match[0].length + 24);
    if (clock !== undefined) tokens.push(clockItem(clock.split(':'), rest, text.slice(0, match.index)));
    else if (digits !== undefined)
      tokens.push(
        ...digitItems(digits, letters, tail, rest, text.slice(Math.max(0, match.index - 4), match.index), languages),
      );
    else if (sign === '%' || sign === '‰')
      tokens.push({ ...item([]), word: { value: null, scale: null, share: null, isPercent: true } });
    else tokens.push(sign === '/' ? 'other' : sign === undefined ? 'other' : 'range');
  }
  flush();
  return tokens;
}

function item(values: number[], inDigits = true): Item {
  return { values, word: null, percent: false, times: [], codes: [], inDigits };
}

function clockItem([hour = '0', minute = '00']: readonly string[], after: string, before: string): Item {
  const h = Number(hour);
  // "18:60" is no time, and no other number.
  if (h > 24 || Number(minute) > 59) return { ...item([]), codes: [`x${h}:${minute}`] };
  const late = AFTERNOON.test(after) || EVENING_BEFORE.test(before);
  const hours = late ? [h < 12 ? h + 12 : h] : MORNING.test(after) ? [h % 12] : [h];
  return { ...item([]), times: hours.map((value) => `t${value}:${minute}`) };
}

function digitItems(
  digits: string,
  letters: string | undefined,
  tail: string | undefined,
  rest: string,
  before: string,
  languages: readonly string[],
): Item[] {
  const suffix = tail?.toLowerCase();
  if (
    letters !== undefined ||
    (tail !== undefined &&
      /^\p{Lu}/u.test(tail) &&
      wordOf(suffix!, languages)?.scale == null &&
      !/^(?:kg|km|mw|gw|kw|mb|gb|mwh)$/i.test(tail))
  ) {
    const code = `x${letters ?? ''}${digits}${tail ?? ''}`.toLowerCase();
    // "Q3" and "H1" are the third quarter and the first half, "SEK1.8" a sum.
    const isCounted = /^(?:[QTH]|[A-Z]{3})$/.test(letters ?? '') && tail === undefined;
    return [{ ...item(isCounted ? valuesOf(digits) : []), codes: isCounted ? [] : [code] }];
  }
  const clock = /^(\d{1,2})[.](\d{2})$/.exec(digits);
  const hour = suffix === 'am' || suffix === 'pm' ? suffix : undefined;
  if (/^\d{1,2}$/.test(digits) || clock) {
    const [h, m] = clock ? [clock[1]!, clock[2]!] : [digits, '00'];
    const after = hour ? ` ${hour}` : rest;
    if (AFTERNOON.test(after) || MORNING.test(after) || EVENING_BEFORE.test(before))
      return [clockItem([h, m], after, before)];
    if (suffix === 'h' && /^\d{2}/.test(rest)) return [item(valuesOf(digits))];
    if (clock) return [{ ...item(valuesOf(digits)), times: clockItem([h, m], '', '').times }];
  }
  const meaning = suffix === undefined || ORDINAL_TAIL.test(suffix) ? null : wordOf(suffix, languages);
  const found = [item(valuesOf(digits))];
  return meaning === null ? found : [...found, { ...item([]), word: meaning }];
}

/** What digits with separators may mean: "1.400" is 1400 and 1.4, "1,25" is 1.25, "12,500.5" is 12500.5. */
function valuesOf(digits: string): number[] {
  const whole = digits.replace(/[' ]/g, '');
  const parts = whole.split(/[.,]/);
  if (parts.length === 1) return [Number(whole)];
  const decimal = Number(`${parts.slice(0, -1).join('')}.${parts.at(-1)!}`);
  const grouped = Number(parts.join(''));
  const isGrouped = parts.slice(1).every((part) => part.length === 3) && parts[0]!.length <= 3;
  if (!isGrouped) return [decimal];
  return parts.length > 2 || parts[0] === '0' ? [parts[0] === '0' ? decimal : grouped] : [grouped, decimal];
}

function wordOf(word: string, languages: readonly string[]): NumberWord | null {
  for (const language of languages) {
    const found = numberWords(language).words.get(word);
    if (found) return found;
  }
  return null;
}

/** The number words in a run of words; those that are none part them. */
function wordItems(words: readonly string[], languages: readonly string[]): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < words.length; ) {
    const { length, meaning } = entryAt(words, at, languages);
    if (meaning !== null) tokens.push({ ...item([], false), word: meaning });
    else tokens.push(JOINS.has(words[at]!) ? 'and' : RANGES.has(words[at]!) ? 'range' : 'other');
    at += length;
  }
  return tokens;
}

const JOINS = new Set('and und et y e i и і й з de'.split(' '));
const RANGES = new Set('to till bis до à a al do đến and und et y і и i или or oder ou o albo'.split(' '));

function entryAt(
  words: readonly string[],
  at: number,
  languages: readonly string[],
): { length: number; meaning: NumberWord | null } {
  for (const language of languages) {
    const known = numberWords(language);
    for (let length = Math.min(known.longest, words.length - at); length > 0; length--) {
      const found = known.words.get(words.slice(at, at + length).join(' '));
      // "3,5 m" are metres, "£3m" millions.
      if (found && (found.scale === null || words[at]!.length > 1)) return { length, meaning: found };
    }
  }
  return { length: 1, meaning: null };
}

/** Puts numbers together with the words and signs behind them: "1.25 billion", "180–200 million", "two thirds", "20 per cent". */
function joined(tokens: readonly Token[]): Item[] {
  const found: Item[] = [];
  let last: Item | null = null;
  /** What stands between the last number and this one. */
  let between: 'nothing' | 'range' | 'and' | 'other' = 'nothing';
  let beforeRange: Item | null = null;
  for (const token of tokens) {
    if (typeof token === 'string') {
      if (token === 'other' || between !== 'nothing')
        between = token === 'other' ? 'other' : between === 'other' ? 'other' : 'range';
      else between = token;
      continue;
    }
    const meaning = token.word;
    if (last && meaning && between === 'nothing' && attach(last, meaning)) {
      if (beforeRange && (meaning.scale !== null || meaning.isPercent)) attach(beforeRange, meaning, true);
      continue;
    }
    if (
      last &&
      meaning?.value != null &&
      (between === 'nothing' || between === 'and') &&
      addWord(last, meaning.value)
    ) {
      between = 'nothing';
      continue;
    }
    const next: Item = meaning === null ? token : fromWord(token, meaning);
    if (meaning !== null && meaning.value === null && meaning.isPercent) {
      between = 'other';
      continue;
    }
    beforeRange = last && (between === 'range' || between === 'and') ? last : null;
    found.push(next);
    last = next;
    between = 'nothing';
  }
  return found;
}

function fromWord(token: Item, { value, scale, share: part }: NumberWord): Item {
  const values = value !== null ? [value] : scale !== null && part === null ? [scale] : [];
  return { ...token, values, word: null, codes: part === null ? [] : [percentOf(part)] };
}

/** Whether a multiplier, a share or a sign of per cent belongs to the number before it. `also`: the unscaled number stands as well. */
function attach(number: Item, { scale, share: part, isPercent, value }: NumberWord, also = false): boolean {
  if (number.codes.some((code) => code.startsWith('x'))) return false;
  if (isPercent) {
    number.percent = true;
    return true;
  }
  if (scale !== null && number.values.length > 0) {
    const scaled = number.values.map((one) => rounded(one * scale));
    number.values = also ? [...number.values, ...scaled] : scaled;
    number.times = [];
    return true;
  }
  // "Two thirds", "three quarters"; "the second third" is no share, and no harm.
  if (part !== null && number.values.length === 1 && number.values[0]! < 10) {
    number.codes = [percentOf(number.values[0]! * part)];
    number.values = value === null ? [] : number.values;
    return true;
  }
  return false;
}

/** "Thirty" and "one", "one hundred and" "five": whether the two are one number. */
function addWord(number: Item, value: number): boolean {
  const [before] = number.values;
  if (number.inDigits || number.values.length !== 1 || before === undefined || number.codes.length > 0) return false;
  const isLarger =
    before >= 20 && value < (before % 100 === 0 ? (before % 1_000 === 0 ? 1_000 : 100) : before % 10 === 0 ? 10 : 0);
  const isFrench = (before === 60 || before === 80) && value >= 10 && value < 20;
  if (!isLarger && !isFrench) return false;
  number.values = [before + value];
  return true;
}

function percentOf(part: number): string {
  return `p${Number((part * 100).toFixed(2))}`;
}

function toWritten({ values, percent, times, codes, inDigits }: Item): WrittenNumber {
  const plain = values.map((value) => (percent ? `p${rounded(value)}` : String(rounded(value))));
  return { readings: [...plain, ...times, ...codes], inDigits };
}

/** Digits of any script as ASCII: they stand in blocks of ten code points, zero first. */
function asciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    let code = digit.codePointAt(0)!;
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1))) {
      code--;
      value++;
    }
    return String(value);
  });
}
