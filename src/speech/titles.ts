// Runs of capitals in an English text, read as title and name: "Prime Minister Ann Smith". Knows first names, offices and bodies.

import { wordList } from '../language/word-list.ts';
import { lazyBy } from '../text/lazy.ts';

export type Sex = 'male' | 'female';

const listed = lazyBy((idea) => new Set(wordList('en', idea)));
const SHORT: Readonly<Record<string, string>> = {
  sen: 'senator',
  rep: 'representative',
  gov: 'governor',
  gen: 'general',
  col: 'colonel',
  sgt: 'sergeant',
  capt: 'captain',
  dr: 'doctor',
  prof: 'professor',
  rev: 'reverend',
  lt: 'lieutenant',
  adm: 'admiral',
  maj: 'major',
};
const ENDS_PERSON =
  /(?:in-law|er|or|ist|ian|ant|ent|man|woman|ary|ee|eur|ess|chief|head|boss|aide|nurse|mother|father|wife|husband|son|daughter|sister|brother|friend|coach|judge|lead|king|queen|pilot|cook|chair|guard|host|whip|mate|fan|victim|chef|professor|democrat|republican|veteran|spokesperson|native|tory|general|dean|critic|envoy|voter)$/i;
const OF = / (?:of|for|at|in|to|from|with) /;

/** The sex of a first name's bearer; null also for names that either may bear. */
export function sexOf(first: string): Sex | null {
  if (listed('first-name-male').has(first)) return 'male';
  return listed('first-name-female').has(first) ? 'female' : null;
}

/** "minister", "Vice-President", "Sen." */
export function isOffice(word: string): boolean {
  const plain = word.toLowerCase().replace(/\.$/, '');
  return (
    listed('title').has(plain) || (plain.startsWith('vice') && listed('title').has(plain.replace(/^vice[ -]?/, '')))
  );
}

/** "nurse", "engineers", "chief": what a person may be called. */
export function isPersonNoun(word: string): boolean {
  return ENDS_PERSON.test(word) || isOffice(word);
}

/** Whether a name ends as a body's, a place's or a work's does. */
export function isBodyName(name: string): boolean {
  return listed('body').has(name.slice(name.search(/\S+$/)).toLowerCase());
}

/** "Sen." is a senator. */
export function expand(word: string): string {
  return SHORT[word.replace('.', '')] ?? word;
}

/** The noun of a role: "head" of "head of the nurses". */
export function nounOf(role: string): string {
  return role.split(OF)[0]!.split(' ').at(-1)!;
}

export function firstOf(name: string): string {
  const words = name.toLowerCase().split(/\s+/);
  return words.find((word) => !/^\p{L}\.$/u.test(word)) ?? words[0]!;
}

export function lastOf(name: string): string {
  const words = name.toLowerCase().split(/\s+/);
  return words.filter((word) => !/^(?:jr|sr|ii|iii)\.?$/.test(word)).at(-1) ?? '';
}

/** Where the title ends that a run of words begins with: behind its last office that something follows. 0: no title. */
function titleEnd(run: string): number {
  let end = 0;
  for (const { 0: word, 1: office, index } of run.matchAll(/(\S+?)[.,]{0,2}\s+(?=\S)/gu))
    if (isOffice(office!) || isOffice(office!.slice(office!.lastIndexOf('-') + 1))) end = index + word.length;
  return end;
}

export type Named = { readonly name: string; readonly title: string | null };

/** A run of capitals as title and name. */
export function properOf(run: string): Named {
  const cut = run.replace(
    /^.*\p{Lu}{3,}[.,]\s|^.*\p{Ll}{4,}\.\s|^.*['’]s\s(?=\p{Lu})|^\S+-\p{Ll}+(?:er|or|ist)\s/u,
    '',
  );
  const isWhole = /^(?:The |New |North |South )?\S+ (?:of|for)\s/.test(cut) || !/\sof\s/.test(cut);
  const plain = (isWhole ? cut : withoutPlace(cut))
    .replace(/['’]s?$/u, '')
    .replace(/(?<!\b(?:Jr|Sr|\p{Lu}))[.,]$/u, '')
    .trim();
  const from = titleEnd(plain);
  const title = from === 0 ? null : plain.slice(0, from).trim().replace(/[,.]$/, '');
  const name = plain
    .slice(from)
    .replace(/^(?:\p{Lu}{4,} )(?=\p{Lu}\p{Ll})/u, '')
    .trim();
  // "Guest Juan Wills", "Private First Class Tanya Ruiz"
  const words = name.split(/[ \u00a0]/);
  const at = words.findIndex((word) => sexOf(word.toLowerCase()) !== null);
  const isTitled =
    at > 0 &&
    at < words.length - 1 &&
    words.slice(0, at).every((word) => /\p{Ll}{3}|^(?:of|the|for|and)$|-/u.test(word)) &&
    !words.slice(at).some(isBodyName);
  return isTitled ? { name: words.slice(at).join(' '), title: title ?? words.slice(0, at).join(' ') } : { name, title };
}

/** "Carla Montes of New Mexico" is Carla Montes; the "Bank of England" stays. */
function withoutPlace(run: string): string {
  const [head, ...rest] = run.split(/ of /);
  const name = head!.slice(titleEnd(head!));
  return rest.length > 0 && /[ \u00a0]/.test(name) && (name !== head || sexOf(firstOf(name)) !== null) ? head! : run;
}

/** "Iowa. Sanders" are two runs; "J. Smith", "Sen. Smith" and "Ruiz Jr. Hall" one each. */
export function piecesOf(run: string, start: number): { readonly run: string; readonly start: number }[] {
  const found = [];
  let from = 0;
  for (const { 0: stop, index } of run.matchAll(/(?<=\p{L}{2}|\p{N})[.][ \u00a0]/gu)) {
    const piece = run.slice(from, index);
    const word = piece.slice(Math.max(piece.lastIndexOf(' '), piece.lastIndexOf('\u00a0')) + 1);
    if (isOffice(word) || /^(?:St|Jr|Sr|Mt|Ft|Lt|Hon|Messrs|U\.S|D\.C)$|\./.test(word)) continue;
    found.push({ run: piece, start: start + from });
    from = index + stop.length;
  }
  found.push({ run: run.slice(from), start: start + from });
  return found;
}
