// Numbers in words, as data/words has them: what each word is worth, in the language that the text is in.

import { lazyBy } from '../text/lazy.ts';
import { wordList } from './word-list.ts';

/** What a word says of a number: its value, a multiplier ("thousand"), a share of one ("third"), or that hundredths are meant. */
export type NumberWord = {
  readonly value: number | null;
  readonly scale: number | null;
  readonly share: number | null;
  readonly isPercent: boolean;
};

type NumberWords = {
  /** By the word in lower case; several words are joined by blanks. */
  readonly words: ReadonlyMap<string, NumberWord>;
  /** How many words the longest entry has. */
  readonly longest: number;
};

// Languages that people ask in and that have no lists: the words that digits are written with.
const UNLISTED: Readonly<Record<string, readonly string[]>> = {
  pt: [
    'x1000: mil',
    'x1000000: milhão, milhões, mi',
    'x1000000000: bilhão, bilhões, bi',
    '1/2: metade',
    '1/3: terço, terços',
    '%: por cento',
  ],
  vi: ['x1000: nghìn, ngàn', 'x1000000: triệu', 'x1000000000: tỷ, tỉ', '1/2: nửa', '%: phần trăm'],
  it: ['x1000: mila', 'x1000000: milione, milioni', 'x1000000000: miliardo, miliardi', '1/2: metà', '%: per cento'],
};

const NOTHING: NumberWord = { value: null, scale: null, share: null, isPercent: false };

export const numberWords = lazyBy((language): NumberWords => {
  const words = new Map<string, NumberWord>();
  for (const line of [...wordList(language, 'number-value'), ...(UNLISTED[language] ?? [])]) {
    const [head = '', list = ''] = line.split(': ');
    for (const word of list.split(', ')) {
      const key = word.toLowerCase().replace(/’/g, "'").replace(/-/g, ' ');
      words.set(key, { ...(words.get(key) ?? NOTHING), ...meaningOf(head) });
    }
  }
  return { words, longest: Math.max(1, ...Array.from(words.keys(), (key) => key.split(' ').length)) };
});

function meaningOf(head: string): Partial<NumberWord> {
  if (head === '%') return { isPercent: true };
  if (head.startsWith('x')) return { scale: Number(head.slice(1)) };
  const [part, whole] = head.split('/').map(Number);
  return whole === undefined ? { value: part! } : { share: part! / whole };
}

const HAN_DIGITS = '零一二三四五六七八九';
const HAN_UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000, 万: 10_000, 亿: 100_000_000 };
// Single numerals stand in too many ordinary words ("一个", "统一"); before what is counted, or two and more of them, they count.
const HAN_NUMERAL =
  /[零一二两三四五六七八九十百千万亿]{2,}|[两三四五六七八九十](?=[个名人年月日次倍天周项条位家种元点号成岁站座台万亿小分])|(?<=第)[一二三四五六七八九十]/gu;
const HAN_SHARE = /([零一二两三四五六七八九十百千万\d.]+)分之([零一二两三四五六七八九十百千万\d.]+)/gu;

/** A text with its Chinese numerals in digits: "六十五岁" is "65岁", "三分之一" "1/3", "六成" "60%", "3.2亿" "320000000". */
export function withHanDigits(text: string): string {
  if (!/\p{Script=Han}/u.test(text)) return text;
  return text
    .replace(/一半|半数|减半|过半/gu, ' 50% ')
    .replace(HAN_SHARE, (_, whole: string, part: string) =>
      whole === '百' ? ` ${hanValue(part)}% ` : ` ${((hanValue(part) / hanValue(whole)) * 100).toFixed(2)}% `,
    )
    .replace(HAN_NUMERAL, (numeral) => (/^[万亿千百]+$/u.test(numeral) ? numeral : String(hanValue(numeral))))
    .replace(/(\d(?:[\d,]*\d)?(?:\.\d+)?)\s*([千百]?[万亿]|千)/gu, (_, digits: string, units: string) =>
      String(
        rounded(Number(digits.replace(/,/g, '')) * [...units].reduce((scale, unit) => scale * HAN_UNITS[unit]!, 1)),
      ),
    )
    .replace(/(\d+)成/gu, (_, tenths: string) => ` ${Number(tenths) * 10}% `);
}

/** "二十五" as 25, "三百万" as 3000000; digits as they are. */
function hanValue(numeral: string): number {
  if (/^[\d.]+$/.test(numeral)) return Number(numeral);
  let total = 0;
  let section = 0;
  let digit = 0;
  for (const character of numeral) {
    const unit = HAN_UNITS[character];
    if (unit === undefined) digit = digit * 10 + (character === '两' ? 2 : HAN_DIGITS.indexOf(character));
    else if (unit >= 10_000) {
      // "一亿三千万" adds, "三千万亿" multiplies.
      if (total >= unit) total += (section + digit || 1) * unit;
      else total = (total + section + digit || 1) * unit;
      section = 0;
      digit = 0;
    } else {
      section += (digit || 1) * unit;
      digit = 0;
    }
  }
  return total + section + digit;
}

/** Twelve digits are all that a written number has; the rest is the machine's. */
export function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
