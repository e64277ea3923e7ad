// What the noun for somebody tells of whom it may mean: one person or a body, an office, a document. Remembers nobody.

import { HONORIFICS, isPlace, isRole, PREPOSITIONS } from './lexicon.ts';
import type { Entity } from './people.ts';

export const UNNAMED =
  /^(?:man|woman|boy|girl|voter|protester|demonstrator|supporter|student|reporter|resident|teenager|worker|heckler|caller|driver|officer|soldier)$/u;
export const VARIATION =
  /^(?:republican|democrat|senator|congressman|congresswoman|lawmaker|conservative|liberal|independent|native|representative|leader)$/u;
export const DOCUMENTS =
  /^(?:statement|tweet|tweets|letter|email|e-mail|post|message|memo|note|text|testimony|release|op-ed)$/u;
export const PAPERS =
  /^(?:report|study|survey|editorial|article|book|ruling|opinion|order|resolution|transcript|indictment|affidavit|brochure|leaflet|announcement|dossier|filing|lawsuit|complaint|document|ad|website|review|inquiry|party|city|country|government)$/u;
// Parts of titles ("Police Chief Ann Lee") that by themselves mean nobody in particular.
export const COLLECTIVES = /^(?:police|staff|press|state|house|army|navy|military|crowd|audience|public|people)$/u;
export const BODIES =
  /^(?:department|ministry|agency|office|bureau|commission|committee|council|company|firm|corporation|union|group|association|organization|organisation|party|campaign|administration|court|board|team|network|channel|station|newspaper|paper|magazine|embassy|bank|school|university|college|hospital|church|institute|foundation|force|watchdog|regulator|charity|retailer|airline|club|trust|carmaker|automaker|broadcaster|publisher|lender|manufacturer|startup|society|body|center|centre|coalition|alliance|league|authority|government|panel)$/u;

const QUALIFIED =
  /^(?:prime|vice|deputy|attorney|first|foreign|finance|press|defen[cs]e|interior|home|majority|minority|opposition)$/u;
const PARTIES = ['republican', 'democratic', 'democrat'];

/** "the prime minister" is no other minister, "the Republican nominee" not the Democratic one. */
export function isOtherOffice(entity: Entity, roles: readonly string[]): boolean {
  if (roles.some((role) => QUALIFIED.test(role) && !entity.roles.has(role))) return true;
  const [asked, held] = [roles, [...entity.roles]].map((all) =>
    all.find((role) => PARTIES.includes(role))?.slice(0, 3),
  );
  return asked !== undefined && held !== undefined && asked !== held;
}

/** Whether somebody is known for an office; to be "Ms" is none. */
export function hasOffice({ roles }: Entity): boolean {
  return [...roles].some((role) => !HONORIFICS.has(role));
}

/** A town or a dateline, of which "they" is seldom said. */
export function isPlaceName({ name }: Entity): boolean {
  return isPlace(name.toLowerCase()) || /^\p{Lu}{4,}$/u.test(name);
}

/** A name of several words that nothing makes a person's: "Harbour Gas" may be a company. */
export function isVague({ name, kind, gender, roles }: Entity): boolean {
  return kind === 'person' && gender === null && roles.size === 0 && name.includes(' ');
}

/** A noun for one person, of whom a text may speak by it without having named the office before. */
export function isPersonal(noun: string): boolean {
  return !/spokes|^(?:person|source|official|aide|adviser|advisor|voter|man|woman|boy|girl|teenager|teen|driver|student|teacher|officer|crowd|audience|police|public|couple|family|source|panel|jury|congress|senate|parliament|cabinet|kremlin|vatican|pentagon|military|army|navy|nation|country|state|city|report|document|brochure|leaflet|announcement|dossier|filing|lawsuit|complaint|ad|website|study|survey|editorial|article|book|ruling|opinion|order|resolution|transcript|indictment|affidavit|testimony|one|victim|suspect|witness|caucus|federation|think-tank|judge|magistrate|coroner|prosecutor|neighbour|neighbor|reporter|journalist|people|women|men|victims|mother|father|wife|husband|son|daughter|brother|sister|investor|saver|customer|client|resident|buyer|seller|patient|passenger|tenant|fan|shopper|visitor|tourist|survivor|caller|viewer|reader|user|employee|insider)$/u.test(
    noun,
  );
}

/** The noun that a nameless speaker goes by: "woman" of "one woman from the town". */
export function headOf(name: string): string {
  const words = name.toLowerCase().split(' ');
  const end = words.findIndex(
    (word, at) => at > 0 && (PREPOSITIONS.has(word) || /^(?:who|familiar|close)$/u.test(word)),
  );
  return words[(end < 0 ? words.length : end) - 1]!;
}

/** One nameless person: "it" means no spokesman. */
export function isSomeone({ name, entity }: { readonly name: string; readonly entity: Entity | null }): boolean {
  const head = headOf(name);
  return entity === null && isRole(head) && !BODIES.test(head) && !DOCUMENTS.test(head) && !PAPERS.test(head);
}

export function genderOfPronoun(pronoun: string): 'male' | 'female' {
  return pronoun === 'he' ? 'male' : 'female';
}

export function fitsPronoun(entity: Entity, pronoun: string): boolean {
  return entity.gender === null || entity.gender === genderOfPronoun(pronoun);
}

/** An office that one holds at a time, unlike "the lawmaker" or "the candidate". */
export function isPost(noun: string): boolean {
  return /^(?:president|governor|mayor|premier|chancellor|king|queen|pope|speaker|secretary|chairman|chairwoman|minister|judge|sheriff)$/u.test(
    noun,
  );
}

export function plainName(said: string): string {
  return said
    .replaceAll(/\s+/gu, ' ')
    .replace(/^parts? of (?=the )/iu, '')
    .replace(/^(?:the|The|an?|An?) /u, (article) => (/^[Tt]he /u.test(article) ? '' : article));
}
