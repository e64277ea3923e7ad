// Numbers and names in a claim: each must stand in the text that the claim may speak of.

import { englishNames, transliterate } from '../retrieval/names.ts';
import { kinship, slip } from '../retrieval/spelling.ts';
import { FUNCTION_WORDS, keyOf, type Term, terms } from '../retrieval/terms.ts';
import { sentences } from '../text.ts';

// Number words as models write them; "one" and its like are pronouns and articles too often to be told apart.
const NUMBER_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '0': 'zero ноль нуль null cero zéro 零',
    '2': 'two twice два две двое дважды дзве двойчы zwei dos deux 两 二',
    '3': 'three thrice три трое тры drei tres trois 三',
    '4': 'four четыре чатыры vier cuatro quatre 四',
    '5': 'five пять пяць fünf cinco cinq 五',
    '6': 'six шесть шэсць sechs seis 六',
    '7': 'seven семь сем sieben siete sept 七',
    '8': 'eight восемь восем acht ocho huit 八',
    '9': 'nine девять дзевяць neun nueve neuf 九',
    '10': 'ten десять дзесяць zehn diez dix 十',
    '11': 'eleven одиннадцать адзінаццаць elf once onze',
    '12': 'twelve dozen двенадцать дюжина дванаццаць zwölf doce douze',
    '20': 'twenty двадцать дваццаць zwanzig veinte vingt',
    '30': 'thirty тридцать трыццаць dreißig treinta trente',
    '40': 'forty сорок сорак vierzig cuarenta quarante',
    '50': 'fifty пятьдесят пяцьдзесят fünfzig cincuenta cinquante',
    '60': 'sixty шестьдесят шэсцьдзесят sechzig sesenta soixante',
    '70': 'seventy семьдесят семдзесят siebzig setenta',
    '80': 'eighty восемьдесят восемдзесят achtzig ochenta',
    '90': 'ninety девяносто дзевяноста neunzig noventa',
    '100': 'hundred hundreds сто сотни hundert cien cent 百',
    '1000': 'thousand thousands тысяча тысячи тысяч тысячы tausend mil mille 千',
    '1000000': 'million millions миллион миллиона миллионов мільён мільёнаў millionen millón millones 百万',
    '1000000000': 'billion billions миллиард миллиарда миллиардов мільярд мільярдаў milliarde milliarden 十亿',
    '1/2': 'half halves половина половину половины палова палову паловы hälfte halb mitad moitié 一半 半',
    '1/3': 'third thirds треть трети трэць drittel tercio tiers',
    '1/4': 'quarter quarters четверть четверти чвэрць viertel cuarto quart',
    '%': 'percent процент процента процентов працэнт працэнта працэнтаў prozent pourcent',
  }).flatMap(([value, words]) => words.split(' ').map((word) => [word, value])),
);
// Read inside a run of Han characters, where no blank parts the words; single digits stand in too many ordinary words.
const HAN_NUMBERS = ['一半', '百万', '十亿'];

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
  if (/[%‰]/.test(plain)) found.add('%');
  for (const match of plain.toLowerCase().matchAll(/\p{L}[\p{L}\p{M}]*/gu)) {
    const value = NUMBER_WORDS.get(match[0]);
    if (value !== undefined) found.add(value);
  }
  for (const word of HAN_NUMBERS) if (plain.includes(word)) found.add(NUMBER_WORDS.get(word)!);
  return found;
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

/** Whether every name in `text` stands in `allowed`, in whatever form or language it is written. */
export function namesStand(text: string, allowed: string): boolean {
  const known = terms(allowed);
  const keys = new Set(known.map((term) => term.key));
  return nameCandidates(text).every((name) => stands(name, known, keys));
}

type Candidate = { readonly term: Term; readonly surface: string };

/** The words of `text` that are, or may be, names: written with a capital where a common word is not. */
function nameCandidates(text: string): Candidate[] {
  const isGerman = GERMAN.test(text);
  const found: Candidate[] = [];
  for (const sentence of sentences(text)) {
    const words = terms(text.slice(sentence.start, sentence.end));
    words.forEach((term, at) => {
      const surface = text.slice(sentence.start + term.start, sentence.start + term.end);
      if (FUNCTION_WORDS.has(term.folded) && !/^\p{Lu}{2,}$/u.test(surface)) return;
      const isCapital = /^\p{Lu}/u.test(surface);
      const isUncased = !/[\p{Lu}\p{Ll}]/u.test(surface);
      // Where capitals tell nothing (first words, German nouns, scripts without them), only a name that is known as one counts.
      const tells = isCapital && at > 0 && !isGerman;
      if (tells || ((isCapital || isUncased) && englishNames(surface).length > 0)) found.push({ term, surface });
      else if (isCapital && at === 0 && looksLikeName(term, words[1], surface)) found.push({ term, surface });
    });
  }
  return found;
}

const GERMAN = /(?:\b(?:der|die|das|und|nicht|den|dem|dass|sich|für|von|ist|wird|zu)\b[^.]*){2}/u;
// What makes a common word of a first word: endings of verbs, adverbs and nouns made from them, and plurals.
const COMMON_ENDING = /(?:ing|ed|ly|tion|sion|ment|ness|ity|ance|ence|ship|ism|ers|ors|ies|es|s)$/;

/** A first word that is followed by another capital or by a verb of a person, and has no ending of a common word. */
function looksLikeName(term: Term, next: Term | undefined, surface: string): boolean {
  if (!/^\p{Script=Latin}+$/u.test(surface) || COMMON_ENDING.test(term.folded)) return false;
  return (
    next !== undefined &&
    /^(?:is|was|has|had|will|said|says|told|called|and|did|does|asked|supports?|helped)$/.test(next.folded)
  );
}

function stands(name: Candidate, known: readonly Term[], keys: ReadonlySet<string>): boolean {
  if (keys.has(name.term.key)) return true;
  const forms = englishNames(name.surface);
  if (forms.length > 0) return forms.some((form) => isForm(keyOf(form), keys));
  if (isForm(name.term.key, keys)) return true;
  if (/^\p{Lu}{2,5}$/u.test(name.surface) && isInitials(name.surface, known)) return true;
  const latin = transliterate(name.term.folded);
  return known.some((term) => slip(latin, term.folded) > 0 || sharesBeginning(latin, term.folded));
}

function isForm(key: string, keys: ReadonlySet<string>): boolean {
  if (keys.has(key)) return true;
  for (const other of keys) if (kinship(key, other) > 0) return true;
  return false;
}

// "министерство" and "ministry", "федерации" and "federation": six letters in common are no accident between languages.
function sharesBeginning(one: string, other: string): boolean {
  return one.length >= 6 && other.length >= 6 && one.slice(0, 6) === other.slice(0, 6);
}

// The foreign ministry's short names are made of words that no English text has.
const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ['МИД', 'MFA'],
  ['МЗС', 'MFA'],
]);

/** Whether the capitals are the initials of words that follow one another ("MFA", Ministry of Foreign Affairs). */
function isInitials(surface: string, known: readonly Term[]): boolean {
  const wanted = (SHORT_NAMES.get(surface) ?? surface).toLowerCase();
  const initials = known
    .filter((term) => !FUNCTION_WORDS.has(term.folded))
    .map((term) => term.folded[0])
    .join('');
  return initials.includes(wanted);
}
