// Word stems: Porter2 for English, a list of case endings for East Slavic. Other words stay whole.

const VOWEL = 'aeiouy';
const DOUBLES = new Set(['bb', 'dd', 'ff', 'gg', 'mm', 'nn', 'pp', 'rr', 'tt']);
// The endings that Porter2 takes "li" from.
const BEFORE_LI = 'cdeghkmnrt';

/** The stem of a folded (lower-case, unaccented) word. Deterministic, never empty for a word that is not. */
export function stem(word: string): string {
  const first = word.charCodeAt(0);
  if (first >= 0x61 && first <= 0x7a) return /^[a-z]+$/.test(word) ? (WHOLE[word] ?? porter2(american(word))) : word;
  if (first >= 0x400 && first <= 0x52f) return stemSlavic(word);
  return word;
}

const OUR =
  /(?<=^(?:arm|behavi|cand|col|end|fav|ferv|flav|harb|hon|hum|lab|neighb|od|parl|rig|rum|sav|spl|sav|vig|vap))our/;

/** British spelling made American: both are one word. Words that end in "ise" either way keep together too. */
function american(word: string): string {
  if (word.length < 5) return word;
  const last = word.slice(-8);
  if (last.includes('is')) {
    const plain = word.replace(/(?<=[a-z]{3})is(e|ed|es|er|ers|ing|ation|ations)$/, 'iz$1');
    if (plain !== word) return plain;
  }
  if (word.includes('our')) return word.replace(OUR, 'or');
  return word
    .replace(/(?<=cent|theat|fib|calib|met|lit)re(?=s?$)/, 'er')
    .replace(/(?<=def|off|pret)ence(?=s?$)/, 'ense')
    .replace(/ogue(?=s?$)/, 'og')
    .replace(/^programme/, 'program');
}

// Endings of nouns, adjectives and verbs in Russian, Belarusian and Ukrainian, longest first, as they stand once й and ї
// have lost their marks. Four letters stay: shorter stems bring strangers together.
const SLAVIC_ENDING = new RegExp(
  `(?:${[
    'иями|ениям|ениями|ениях|остями',
    'ского|скому|ская|ские|ских|ским|скими|ской|ское|скую|скии|ськии|ського|ському|ської|ська|ські|скага|скаму|ская|скія|скіх|скім|скаи',
    'ение|ения|ению|ением|ости|остью|остям|остях',
    'ами|ями|ого|его|ому|ему|ыми|ими|ага|аму|яга|яму|ать|ять|ить|еть|ает|яет|ют|ут|ит|ет|ала|али|ало|ила|или|ило',
    'иях|иям|ием|иею|ией|иеи|ях|ам|ям|ах|ом|ем|ою|ею|ои|еи|ои|ыи|ии|ая|яя|ую|юю|ые|ие|ое|ее|ых|их|ым|им|ов|ев|іи|ія|ію|іях|ії|ю|я|ье|ья|ью|ию|ия|і|ы|и|е|у|а|о|ь',
  ].join('|')})$`,
  'u',
);

function stemSlavic(word: string): string {
  const cut = word.replace(SLAVIC_ENDING, '');
  return cut.length >= 4 ? cut : word.length > 4 ? word.slice(0, 4) : word;
}

/** Porter2 (snowballstem.org/algorithms/english) of a word of a–z. */
function porter2(source: string): string {
  if (source.length < 3) return source;
  // A y that stands for a consonant is written Y while the rules run.
  let word = source[0] === 'y' ? `Y${source.slice(1)}` : source;
  if (word.includes('y')) word = word.replace(/([aeiouy])y/g, '$1Y');
  const r1 = regionOne(word);
  const r2 = region(word, r1);

  word = plural(word);
  if (/^(?:inning|outing|canning|herring|earring|proceed|exceed|succeed)$/.test(word)) return word;
  word = pastAndProgressive(word, r1);
  if (word.length > 2 && /[yY]$/.test(word) && !VOWEL.includes(word.at(-2)!)) word = `${word.slice(0, -1)}i`;
  word = derived(word, r1);
  word = adjectival(word, r1, r2);
  word = residual(word, r2);
  word = finalE(word, r1, r2);
  return word.includes('Y') ? word.toLowerCase() : word;
}

function region(word: string, from: number): number {
  for (let at = from + 1; at < word.length; at++) {
    if (VOWEL.includes(word[at - 1]!) && !VOWEL.includes(word[at]!)) return at + 1;
  }
  return word.length;
}

function regionOne(word: string): number {
  if (word.startsWith('gener') || word.startsWith('arsen')) return 5;
  return word.startsWith('commun') ? 6 : region(word, 0);
}

function hasVowel(text: string): boolean {
  return /[aeiouy]/.test(text);
}

/** Ends in a short syllable: consonant, vowel, consonant other than w, x, Y; or a vowel and a consonant that are all. */
function endsShort(word: string): boolean {
  return /[^aeiouy][aeiouy][^aeiouywxY]$/.test(word) || /^[aeiouy][^aeiouy]$/.test(word);
}

function plural(word: string): string {
  if (!word.endsWith('s')) return word;
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (word.endsWith('ies')) return word.length > 4 ? word.slice(0, -2) : word.slice(0, -1);
  if (word.endsWith('us') || word.endsWith('ss')) return word;
  return hasVowel(word.slice(0, -2)) ? word.slice(0, -1) : word;
}

function pastAndProgressive(word: string, r1: number): string {
  const eed = /(?:eedly|eed)$/.exec(word);
  if (eed !== null) return eed.index >= r1 ? `${word.slice(0, eed.index)}ee` : word;
  const ending = /(?:ingly|edly|ing|ed)$/.exec(word);
  if (ending === null) return word;
  const cut = word.slice(0, ending.index);
  if (!hasVowel(cut)) return word;
  if (/(?:at|bl|iz)$/.test(cut)) return `${cut}e`;
  if (DOUBLES.has(cut.slice(-2))) return cut.slice(0, -1);
  return endsShort(cut) && r1 >= cut.length ? `${cut}e` : cut;
}

const DERIVED: readonly (readonly [ending: string, replacement: string])[] = [
  ['ization', 'ize'],
  ['ational', 'ate'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['iveness', 'ive'],
  ['tional', 'tion'],
  ['biliti', 'ble'],
  ['lessli', 'less'],
  ['entli', 'ent'],
  ['ation', 'ate'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['ousli', 'ous'],
  ['iviti', 'ive'],
  ['fulli', 'ful'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['abli', 'able'],
  ['izer', 'ize'],
  ['ator', 'ate'],
  ['alli', 'al'],
  ['bli', 'ble'],
  ['ogi', 'og'],
  ['li', ''],
];

function derived(word: string, r1: number): string {
  for (const [ending, replacement] of DERIVED) {
    if (!word.endsWith(ending)) continue;
    const cut = word.slice(0, -ending.length);
    if (cut.length < r1) return word;
    if (ending === 'ogi' && !cut.endsWith('l')) return word;
    if (ending === 'li' && !BEFORE_LI.includes(cut.at(-1) ?? ' ')) return word;
    return cut + replacement;
  }
  return word;
}

const ADJECTIVAL: readonly (readonly [ending: string, replacement: string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ative', ''],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
];

function adjectival(word: string, r1: number, r2: number): string {
  for (const [ending, replacement] of ADJECTIVAL) {
    if (!word.endsWith(ending)) continue;
    const cut = word.slice(0, -ending.length);
    return cut.length >= (ending === 'ative' ? r2 : r1) ? cut + replacement : word;
  }
  return word;
}

const RESIDUAL = /(?:ement|ance|ence|able|ible|ment|ant|ent|ism|ate|iti|ous|ive|ize|ion|al|er|ic)$/;

function residual(word: string, r2: number): string {
  const ending = RESIDUAL.exec(word);
  if (ending === null || ending.index < r2) return word;
  if (ending[0] === 'ion' && !/[st]$/.test(word.slice(0, -3))) return word;
  return word.slice(0, ending.index);
}

function finalE(word: string, r1: number, r2: number): string {
  const cut = word.slice(0, -1);
  if (word.endsWith('e') && (cut.length >= r2 || (cut.length >= r1 && !endsShort(cut)))) return cut;
  return word.endsWith('ll') && cut.length >= r2 ? cut : word;
}

// Porter2's own exceptions, and the irregular forms that suffixes cannot bring together ("said", "say").
const WHOLE: Readonly<Record<string, string>> = Object.assign(Object.create(null) as object, {
  skis: 'ski',
  skies: 'sky',
  dying: 'die',
  lying: 'lie',
  tying: 'tie',
  idly: 'idl',
  gently: 'gentl',
  news: 'news',
  ugly: 'ugli',
  early: 'earli',
  only: 'onli',
  singly: 'singl',
  ...irregular(
    `say said, make made, give gave given, take took taken, get got gotten, go went gone, come came, become became,
    know knew known, think thought, see saw seen, find found, tell told, feel felt, leave left, keep kept, hold held,
    begin began begun, bring brought, write wrote written, stand stood, lose lost, pay paid, meet met, send sent,
    build built, fall fell fallen, speak spoke spoken, lead led, grow grew grown, win won, teach taught, buy bought,
    sell sold, choose chose chosen, break broke broken, rise rose risen, drive drove driven, draw drew drawn,
    fight fought, seek sought, catch caught, spend spent, sing sang sung, throw threw thrown, fly flew flown,
    understand understood, mean meant, hear heard, wear wore worn, steal stole stolen, forget forgot forgotten,
    die died death dead, man men, woman women, child children, foot feet, tooth teeth, mouse mice, person people,
    life lives, wife wives, leaf leaves, half halves, datum data, phenomenon phenomena, criterion criteria`,
  ),
});

function irregular(list: string): Record<string, string> {
  const forms: Record<string, string> = {};
  for (const line of list.split(',')) {
    const [head, ...rest] = line.trim().split(/\s+/);
    for (const form of rest) forms[form] = porter2(head!);
  }
  return forms;
}
