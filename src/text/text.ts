// Pure text: ranges, words, sentences, and the folding of typography with a way back to the offsets it came from.
// Knows nothing of statements. Offsets are UTF-16 units, end excluded, into the string that was passed in.

/** A stretch of a text: UTF-16 offsets, end excluded. */
export type Range = { readonly start: number; readonly end: number };

/** A word where it stands: letters and digits, with inner apostrophes, hyphens and points ("It's", "multi-vector", "U.S", "3.5"). */
export type Word = Range & { readonly text: string };

const WORD = /[\p{L}\p{N}\p{M}]+(?:['’ʼ.,‑-](?=[\p{L}\p{N}])[\p{L}\p{N}\p{M}]+)*/gu;

/** The words of `text` in order. */
export function words(text: string): Word[] {
  return Array.from(text.matchAll(WORD), (match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** A text with its typography made plain, and the way back. */
export type Folded = {
  readonly text: string;
  /** Offset in the source of the character that gave `text[index]`; `index === text.length` gives the source's end. */
  readonly sourceAt: (index: number) => number;
};

const SINGLE_MARKS = '‘’‚‛`´ʼ′＇‹›';
const DOUBLE_MARKS = '“”„‟″«»＂「」『』〝〞〟';
const DASHES = '‐‑‒–—―−';
// Characters that show nothing: joiners, direction marks, soft hyphens, variation selectors, byte order marks.
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/**
 * Lower-cases and replaces what differs only in typography: every quotation mark by ' or ", dashes by -, an ellipsis by
 * three points, any run of white space by one space; invisible characters go. Two texts that a reader would call the same
 * words fold to the same string.
 */
export function fold(source: string): Folded {
  const pieces: string[] = [];
  const from: number[] = [];
  let at = 0;
  let afterBlank = true;
  for (const character of source) {
    const plain = foldCharacter(character);
    if (plain !== '' && !(plain === ' ' && afterBlank)) {
      for (let unit = 0; unit < plain.length; unit++) from.push(at);
      pieces.push(plain);
      afterBlank = plain === ' ';
    }
    at += character.length;
  }
  return { text: pieces.join(''), sourceAt: (index) => (index >= from.length ? source.length : from[index]!) };
}

function foldCharacter(character: string): string {
  if (character >= 'a' && character <= 'z') return character;
  if (/\s/u.test(character)) return ' ';
  if (SINGLE_MARKS.includes(character)) return "'";
  if (DOUBLE_MARKS.includes(character)) return '"';
  if (DASHES.includes(character)) return '-';
  if (INVISIBLE.test(character)) return '';
  return character.normalize('NFKC').toLowerCase();
}

/** Opening and closing quotation marks of any kind, ASCII ones included. */
export const QUOTATION_MARKS = `"'${SINGLE_MARKS}${DOUBLE_MARKS}`;

// A full stop after one of these ends no sentence. Only abbreviations that are regularly followed by a capital.
const ABBREVIATION = new RegExp(
  `(?:^|[\\s("'“‘«„\\u00a0-])(?:${[
    '\\p{Lu}',
    '(?:\\p{L}\\.)+\\p{L}',
    'Mr|Mrs|Ms|Mx|Dr|Prof|Hon|Rev|Fr|Sr|Jr|St|Messrs',
    'Gen|Lt|Col|Maj|Capt|Cpl|Sgt|Adm|Cmdr|Brig|Gov|Sen|Rep|Reps|Sens|Pres|Supt|Insp|Amb|Atty',
    'Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Sat|Sun',
    'No|Nos|vs|v|ca|approx|Vol|Art|Sec|Fig|pp|Ave|Blvd|Rd|Mt|Ft',
    'Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo',
    'т|г|гг|ул|им|стр|тыс|млн|млрд|руб|проф|акад|ред|св|вул|напр|z|Hr|Fr|Nr|bzw|ca|Bd|Sra|Sres|Srta|Mme|Mlle',
  ].join('|')})$`,
  'u',
);
// These close a sentence as often as not: "the Senate passed it at 5 p.m. The House…", "the U.S. The House…".
const ABBREVIATION_AT_END = /(?:^|\s)(?:[ap]\.m|U\.S|U\.K|U\.N|E\.U|D\.C|Inc|Corp|Ltd|Co|Jr|Sr|etc)$/u;
const STARTER =
  /^(?:The|This|That|These|Those|There|He|She|It|They|We|You|I|In|On|At|But|And|Or|So|If|When|While|After|Before|As|For|However|Meanwhile|His|Her|Their|Our|Its|A|An|No|Yes|What|Who|Why|How)\b/u;

const TERMINATOR = /(?:[.!?…]+|[。！？]+)/gu;
const CLOSERS = /^["'”’»›“‘\])}」』]*/u;
// "“Is it over?” Mr Smith asked": a name and a verb of speech after the closing mark belong to the same sentence.
const ATTRIBUTION =
  /^(?:\p{Lu}[\p{L}.'’-]*\s+|(?:the|The|a|A|his|her|its|of|and|de|van|von)\s+|\p{Ll}[\p{L}-]*\s+){0,6}(?:said|says|asked|asks|added|adds|told|wrote|writes|replied|replies|noted|notes|stressed|exclaimed|shouted|demanded|wondered|continued|insisted|declared|tweeted|answered|warned|concluded)\b/u;

/**
 * The sentences of one paragraph, in order, without the blanks between them. Every visible character stands in exactly one.
 * A terminator inside quotation marks ends a sentence unless an attribution follows ("…?” the president asked."); initials,
 * abbreviations and decimal points end none. Linear in the text's length.
 */
export function sentences(text: string): Range[] {
  const found: Range[] = [];
  let start = skipBlanks(text, 0);
  for (const match of text.matchAll(TERMINATOR)) {
    if (match.index < start) continue;
    const stop = match.index + match[0].length;
    const closers = CLOSERS.exec(text.slice(stop, stop + 8))![0];
    const end = stop + closers.length;
    if (!endsSentence(text, { start, stop: match.index, end, marks: match[0], closers })) continue;
    found.push({ start, end });
    start = skipBlanks(text, end);
  }
  const last = trimEnd(text, start);
  if (last > start) found.push({ start, end: last });
  return found;
}

type Stop = { start: number; stop: number; end: number; marks: string; closers: string };

function endsSentence(text: string, { start, stop, end, marks, closers }: Stop): boolean {
  if (/[。！？]/u.test(marks)) return true;
  if (end >= text.length) return true;
  if (!/\s/u.test(text[end]!)) return false;
  // Enough of what follows for a name, a title and a verb.
  const next = text.slice(skipBlanks(text, end), end + 120);
  if (next === '') return true;
  if (!/^["'“‘„«‹([{「『—–-]*\s?[\p{Lu}\p{Lo}\p{N}]/u.test(next)) return false;
  if (closers !== '' && /[!?…]/u.test(marks) && ATTRIBUTION.test(next)) return false;
  if (marks !== '.' || closers !== '') return true;
  const before = text.slice(Math.max(start, stop - 16), stop);
  if (ABBREVIATION_AT_END.test(before)) return STARTER.test(next);
  if (/(?:^|\s)No$/u.test(before)) return !/^\p{N}/u.test(next);
  return !ABBREVIATION.test(before);
}

function skipBlanks(text: string, at: number): number {
  while (at < text.length && /\s/u.test(text[at]!)) at++;
  return at;
}

function trimEnd(text: string, start: number): number {
  let end = text.length;
  while (end > start && /\s/u.test(text[end - 1]!)) end--;
  return end;
}

/** One line without control and direction characters: nothing in a statement or a question may lay out what it is shown in. */
export function oneLine(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
}
