// Numbers in a claim, in digits and in words of several languages: each must stand in the text that the claim may speak of.

// Number words as models write them. "One" and its like are pronouns and articles too often to be told apart, and words that mean
// something else in English are left out ("once", "cent", "tiers").
const NUMBER_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '0': 'zero ноль нуль null cero zéro',
    '2': 'two twice два две двух двум двумя двое дважды дзве двойчы дзвюх zwei dos deux',
    '3': 'three thrice три трёх трех трём трем тремя трое тры трох drei tres trois',
    '4': 'four четыре четырёх четырех чатыры чатырох vier cuatro quatre',
    '5': 'five пять пяти пятью пяць пяці fünf cinco cinq',
    '6': 'six шесть шести шестью шэсць шасці sechs seis',
    '7': 'seven семь семи сем сямі sieben siete',
    '8': 'eight восемь восьми восем васьмі acht ocho huit',
    '9': 'nine девять девяти дзевяць дзевяці neun nueve neuf',
    '10': 'ten десять десяти дзесяць дзесяці zehn diez dix',
    '11': 'eleven одиннадцать адзінаццаць elf onze',
    '12': 'twelve dozen двенадцать дюжина дванаццаць zwölf doce douze',
    '20': 'twenty двадцать двадцати дваццаць zwanzig veinte vingt',
    '30': 'thirty тридцать трыццаць dreißig treinta trente',
    '40': 'forty сорок сорак vierzig cuarenta quarante',
    '50': 'fifty пятьдесят пяцьдзесят fünfzig cincuenta cinquante',
    '60': 'sixty шестьдесят шэсцьдзесят sechzig sesenta soixante',
    '70': 'seventy семьдесят семдзесят siebzig setenta',
    '80': 'eighty восемьдесят восемдзесят achtzig ochenta',
    '90': 'ninety девяносто дзевяноста neunzig noventa',
    '100': 'hundred hundreds сто ста сотни сотен сотня hundert cien',
    '1000': 'thousand thousands тысяча тысячи тысяч тысячу тысячам тысячы tausend mil mille',
    '1000000': 'million millions миллион миллиона миллионов мільён мільёнаў millionen millón millones',
    '1000000000': 'billion billions миллиард миллиарда миллиардов мільярд мільярдаў milliarde milliarden',
    '1/2': 'half halves половина половину половины половине половиной палова палову паловы hälfte halb mitad moitié',
    '1/3': 'third thirds треть трети третью трэць drittel tercio',
    '1/4': 'quarter quarters четверть четверти чвэрць viertel cuarto',
    '%': 'percent процент процента проценты процентов процентам процентами працэнт працэнта працэнтаў prozent pourcent',
  }).flatMap(([value, words]) => words.split(' ').map((word) => [word, value])),
);
// "Tourner le dos" turns a back, and no two of anything.
const FRENCH_BACK = /(?<!\p{L})(?:le|au|du|notre|leur) dos(?!\p{L})/gu;
// Inside a run of Han characters no blank parts the words, and single digits stand in too many ordinary ones ("一个", "统一"): read
// are halves, shares ("三分之一", "百分之五十"), numerals of two characters or more, and those before what is counted.
const HAN_DIGITS = '零一二三四五六七八九';
const HAN_UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000, 万: 10_000, 亿: 100_000_000 };
const HAN_HALF = /一半|半数/u;
const HAN_SHARE = /([零一二两三四五六七八九十百千万\d]+)分之([零一二两三四五六七八九十百千万\d]+)/gu;
const HAN_NUMERAL = /[零一二两三四五六七八九十百千万亿]{2,}|[三四五六七八九十](?=[个名人年月日次倍天周项条位家种])/gu;

/** Whether every number of `text`, in digits or in words, stands in `allowed` with the same value. */
export function numbersStand(text: string, allowed: string): boolean {
  const found = numbersIn(allowed);
  return [...numbersIn(text)].every((number) => found.has(number));
}

// Groups of three behind one to three digits, or a plain run; then decimals.
const NUMBER = /(?:\p{Nd}{1,3}(?:[.,\u00a0\u202f' ]\p{Nd}{3}(?!\p{Nd}))+|\p{Nd}+)(?:[.,]\p{Nd}+)?/gu;

function numbersIn(text: string): Set<string> {
  const plain = text.normalize('NFKC');
  const found = new Set<string>();
  for (const match of plain.matchAll(NUMBER)) {
    found.add(numberValue(match[0]));
  }
  if (/[%‰]|\bper cent\b/i.test(plain)) found.add('%');
  for (const match of plain
    .toLowerCase()
    .replace(FRENCH_BACK, ' ')
    .matchAll(/\p{L}[\p{L}\p{M}]*/gu)) {
    const value = NUMBER_WORDS.get(match[0]);
    if (value !== undefined) found.add(value);
  }
  if (/\p{Script=Han}/u.test(plain)) for (const number of hanNumbersIn(plain)) found.add(number);
  return found;
}

function hanNumbersIn(text: string): Set<string> {
  const found = new Set<string>();
  if (HAN_HALF.test(text)) found.add('1/2');
  const rest = text.replace(HAN_SHARE, (_, whole: string, part: string) => {
    if (whole === '百') found.add('%').add(hanValue(part));
    else found.add(`${hanValue(part)}/${hanValue(whole)}`);
    return ' ';
  });
  for (const [numeral] of rest.matchAll(HAN_NUMERAL)) {
    // "两千万" is a number, "万一" and "一千零一" in sayings are rare enough; "两" alone means both.
    if (/[^万亿千百]/u.test(numeral)) found.add(hanValue(numeral));
  }
  return found;
}

/** "二十五" as "25", "三百万" as "3000000"; digits as they are. */
function hanValue(numeral: string): string {
  if (/^\d+$/.test(numeral)) return numeral;
  let total = 0;
  let section = 0;
  let digit = 0;
  for (const character of numeral) {
    const unit = HAN_UNITS[character];
    if (unit === undefined) digit = character === '两' ? 2 : HAN_DIGITS.indexOf(character);
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
  return String(total + section + digit);
}

/** Digits of any script as ASCII, without thousands separators or leading zeros: "1,000" and "1000" are the same. */
function numberValue(digits: string): string {
  const ascii = digits.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)));
  const whole = ascii.replace(/[.,\u00a0\u202f' ](?=\d{3}(?!\d))/g, '').replace(',', '.');
  return whole.replace(/^0+(?=\d)/, '');
}

/** Decimal digits stand in blocks of ten code points, zero first. */
function digitValue(digit: string): number {
  let code = digit.codePointAt(0)!;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1))) {
    code--;
    value++;
  }
  return value;
}
