// The sentences of one paragraph.

import type { Range } from './range.ts';

// A full stop after one of these ends no sentence. Only abbreviations that are regularly followed by a capital.
const ABBREVIATION = new RegExp(
  `(?:^|[\\s("'“‘«„\\u00a0-])(?:${[
    '\\p{Lu}',
    '(?:\\p{L}\\.)+\\p{L}',
    'Mr|Mrs|Ms|Mx|Dr|Prof|Hon|Rev|Fr|Sr|Jr|St|Messrs|MR|MRS|MS|DR|PROF|HON|REV|ST|SEN|REP|GOV|GEN|SGT|CAPT',
    'Gen|Lt|Col|Maj|Capt|Cpl|Sgt|Adm|Cmdr|Brig|Gov|Sen|Rep|Reps|Sens|Pres|Supt|Insp|Amb|Atty',
    'Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Sat|Sun',
    'No|Nos|vs|v|ca|approx|Vol|Art|Sec|Fig|pp|Ave|Blvd|Rd|Mt|Ft',
    'Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo',
    'т|г|гг|ул|им|стр|тыс|млн|млрд|проф|акад|ред|св|вул|напр|обл|просп|пл|тис|ім|праф',
    'Hr|Fr|Nr|bzw|ca|Bd|Mio|Mrd|Tsd|Abs|Ziff|Dipl|Ing|Mag|Sra|Sres|Srta|Dra|Ud|Uds|Mme|Mlle|Mgr',
    'z|inż|Inż|mgr|hab|płk|gen|por|kpt|ks|św|prof|dr|godz|pl|al|tys|mln|mld|tzw|np',
  ].join('|')})$`,
  'u',
);
// These close a sentence as often as not: "the Senate passed it at 5 p.m. The House…", "the U.S. The House…".
const ABBREVIATION_AT_END = /(?:^|\s)(?:[ap]\.m|U\.S|U\.K|U\.N|E\.U|D\.C|Inc|Corp|Ltd|Co|Jr|Sr|etc)$/u;
// "2027 r.", "в 2019 г.": the year's word, after which a capital begins a sentence; before a town's name "г." is another.
const YEAR = /\p{N}\s?(?:г|гг|р|рр|r|zł|proc)$/u;
// "am 3. Mai", "im 20. Jahrhundert": a number that a full stop makes an ordinal.
const ORDINAL =
  /(?:^|[\s(])(?:am|der|die|das|den|dem|des|vom|zum|zur|bis|ab|im|seit|und|dieser?|unser|ihr|sein|jede[rns]?|Der|Die|Das|Am|Im|Vom|Zum|Ab|Seit)\s\p{N}{1,3}$/u;
const MONTH =
  /^(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhundert)(?!\p{L})/u;
const STARTER =
  /^(?:The|This|That|These|Those|There|He|She|It|They|We|You|I|In|On|At|But|And|Or|So|If|When|While|After|Before|As|For|However|Meanwhile|His|Her|Their|Our|Its|A|An|No|Yes|What|Who|Why|How)\b/u;

const TERMINATOR = /(?:[.!?…]+|[。！？]+)/gu;
const CLOSERS = /^["'”’»›“‘\])}」』）】》]*/u;
// "“……。”赵文博说。": who says it stands behind the marks, up to the next stop.
const FRAME =
  /^[^。！？“”「」，\s]{1,24}(?:说|表示|称|问|道|指出|强调|回答|介绍|写道|透露|补充)[^。！？“”「」，\s]{0,8}[，。：]/u;
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
  if (/[。！？]/u.test(marks)) return closers === '' || !FRAME.test(text.slice(end, end + 48));
  if (end >= text.length) return true;
  if (!/\s/u.test(text[end]!)) return false;
  // Enough of what follows for a name, a title and a verb.
  const next = text.slice(skipBlanks(text, end), end + 120);
  if (next === '') return true;
  if (!/^["'“‘„«‹([{「『—–¿¡-]*\s?[¿¡]?[\p{Lu}\p{Lo}\p{N}]/u.test(next)) return false;
  if (closers !== '' && /[!?…]/u.test(marks) && ATTRIBUTION.test(next)) return false;
  if (marks !== '.' || closers !== '') return true;
  const before = text.slice(Math.max(start, stop - 16), stop);
  if (ABBREVIATION_AT_END.test(before)) return STARTER.test(next);
  if (/(?:^|\s)No$/u.test(before)) return !/^\p{N}/u.test(next);
  if (/\p{N}$/u.test(before) && (ORDINAL.test(before) || MONTH.test(next))) return false;
  if (YEAR.test(before)) return true;
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
