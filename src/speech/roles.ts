// Whom a role means in an English text: "the senator", "Clinton's lawyer", "the department", "the 54-year-old".

import type { Range } from '../text/range.ts';
import type { People, Person } from './people.ts';
import { expand, isPersonNoun, lastOf, nounOf } from './titles.ts';
import { firstAt } from './tokens.ts';

/** `doubt`: why the name may be wrong; null where it is plain. */
export type Resolved = { readonly name: string; readonly doubt: string | null };

/** Somebody at a place that names or means him. */
export type Seen = Range & { readonly person: Person; readonly isSubject: boolean; readonly speaks: boolean };

const BODY_NOUN =
  /^(?:group|agency|company|organi[sz]ation|committee|campaign|department|ministry|newspaper|paper|union|firm|party|network|magazine|council|board|office|court|commission|alliance|coalition|bank|university|association|foundation|airline|team|club|government|site|website|outlet)$/;
/** Nouns that tell nothing but that somebody is meant who was spoken of. */
const ANYBODY =
  /^(?:man|woman|candidate|nominee|billionaire|businessman|businesswoman|democrat|republican|politician|lawmaker|veteran|contender|hopeful|mogul|developer|star|native|official|leader|front-runner|frontrunner|incumbent|challenger|tycoon|magnate|former|rival)$/;
/** "The reporter" is not whoever was spoken of, but one more. */
const STRANGER =
  /^(?:reporter|narrator|insider|source|statement|document|comment|correspondent|questioner|moderator|host|witness|spokes\w+|aide|mother|father|wife|husband|son|daughter|brother|sister|friend|lawyer|attorney|adviser|advisor|interviewer|letter|newspaper|paper|user|reader|writer|center|order|matter|number|member|government|department|agent|parent|chapter|character|tower|power|banner|poster|sponsor|computer)$/;
const DISTINCT =
  /^(?:prime|vice|foreign|deputy|former|first|attorney|finance|transport|defen[cs]e|interior|assistant|shadow|campaign|press)$/;
const LINK = /^(?:of|for|at|in|to|from|with)$/;

// A role reaches so many mentions back.
const MAX_BACK = 400;

type Remember = (person: Person, mention: Range, doubt: string | null) => Resolved;

/** Resolves roles in the text's order; `seen` is who was named or meant so far, `remember` adds to it. */
export function createRoles(people: People, seen: readonly Seen[], remember: Remember) {
  /** People without a name by their noun: "Bennett's mother", "a reporter". */
  const nameless = new Map<string, string>();
  const isHeld = (noun: string) =>
    people.all.some(({ roles }) => [...roles].some((role) => role.split(' ').includes(noun)));
  const before = (start: number) => seen.slice(Math.max(0, firstAt(seen, start) - MAX_BACK), firstAt(seen, start));

  return (head: string, noun: string, range: Range): Resolved => {
    const [lead, word, owner] = /^(?:(the|an?|one|another|some|his|her|their|its|my|our)\s|(.*?['’]s\s))?/i.exec(head)!;
    const article = word?.toLowerCase() ?? '';
    const isOwned = owner !== undefined;
    const isDefinite = !/^(?:an?|one|another|some)$/.test(article);
    if (!isDefinite || (isOwned && !isHeld(noun))) nameless.set(noun.toLowerCase(), head);
    if (!isDefinite) return { name: head, doubt: null };
    const plain = expand(noun.toLowerCase().replace(/[^\p{L}-]/gu, ''));
    const rest = head.slice(lead.length);
    const holder = isOwned ? lastOf(owner.replace(/['’]s\s*$/u, '')) : null;
    const best = holdersOf(people, plain, rest.toLowerCase().split(/\s+/).map(expand), holder);
    if (best.length > 0 && !(plain.endsWith('s') && best.length > 1)) {
      const last = before(range.start).findLast(({ person }) => best.includes(person))?.person ?? best[0]!;
      return remember(last, range, best.length > 1 ? 'role that several hold' : null);
    }
    const again = article === 'the' ? nameless.get(noun.toLowerCase()) : undefined;
    if (again !== undefined) return { name: again, doubt: 'noun for somebody nameless' };
    if (BODY_NOUN.test(plain)) return body(head, plain, rest, article, range);
    const someone = article === 'the' ? meant(noun, plain, range) : null;
    if (someone) return remember(someone, range, 'noun for somebody');
    const isNobody = article === 'the' || (article === '' && !noun.endsWith('s'));
    return { name: head, doubt: isNobody ? 'role of nobody named' : null };
  };

  function body(head: string, plain: string, rest: string, article: string, range: Range): Resolved {
    if (/\p{Lu}/u.test(rest)) return { name: head, doubt: null };
    const bodies = before(range.start).filter(({ person }) => person.isBody);
    const one = bodies.findLast(({ person }) => person.name.toLowerCase().includes(plain)) ?? bodies.at(-1);
    return one && article === 'the' ? remember(one.person, range, 'a body') : { name: head, doubt: 'a body' };
  }

  /** Who was spoken of last and may be called so: "the billionaire", "the Texan". */
  function meant(noun: string, plain: string, { start }: Range): Person | null {
    const isSomebody =
      ANYBODY.test(plain) ||
      (isPersonNoun(plain) && !STRANGER.test(plain)) ||
      /^\p{Lu}\p{L}+(?:an|er|ite|ese)$|^\d|old$/u.test(noun);
    if (/[^s]s$/.test(plain) || !isSomebody) return null;
    const sex = /woman$/.test(plain) ? 'female' : /man$/.test(plain) ? 'male' : null;
    const fits = before(start).filter(
      ({ person }) => !person.isBody && (sex === null || person.sex === null || person.sex === sex),
    );
    return (fits.findLast(({ isSubject }) => isSubject) ?? fits.at(-1))?.person ?? null;
  }
}

/** Those whose roles fit a noun and the words around it best. `owner`: whose lawyer, if anybody's. */
function holdersOf({ all }: People, noun: string, words: readonly string[], owner: string | null): readonly Person[] {
  const isHis = ({ roles }: Person) =>
    owner === null || [...roles].some((role) => role.includes(owner) || !role.includes(' '));
  const scored = all
    .map((person) => ({ person, score: Math.max(0, ...[...person.roles].map((role) => scoreOf(role, noun, words))) }))
    .filter(({ person, score }) => score >= 2 && isHis(person));
  const top = Math.max(...scored.map(({ score }) => score));
  return scored.filter(({ score }) => score === top).map(({ person }) => person);
}

function scoreOf(role: string, noun: string, words: readonly string[]): number {
  const own = role.split(/\s+/);
  const held = nounOf(role);
  if (held !== noun || !modifiersFit(words, own)) return 0;
  return 2 + words.filter((word) => own.includes(word)).length;
}

/** "the prime minister" is no transport minister; "the minister" may be one. */
function modifiersFit(mention: readonly string[], role: readonly string[]): boolean {
  const end = mention.findIndex((word) => LINK.test(word));
  const own = mention.slice(0, end < 0 ? mention.length : end);
  return own.slice(0, -1).every((word) => role.includes(word) || !DISTINCT.test(word));
}
