// Whom a mention means: "Smith" is Ann Smith, "she" who was spoken of last; roles.ts knows who "the senator" is.

import type { Range } from '../text/range.ts';
import { CAPITALS, type People, type Person } from './people.ts';
import { type Reading, sentenceAt } from './reading.ts';
import { createRoles, type Resolved, type Seen } from './roles.ts';
import { isBodyName, isOffice, properOf, type Sex } from './titles.ts';
import { firstAt } from './tokens.ts';

export type Names = {
  readonly resolve: (mention: Range) => Resolved;
  /** Whether a mention is somebody's, so that words quoted in his sentence may be his. */
  readonly isPerson: (mention: Range) => boolean;
};

const PRONOUNS: Readonly<Record<string, Sex>> = { he: 'male', him: 'male', his: 'male', she: 'female', her: 'female' };
// A pronoun reaches so many sentences back.
const MAX_REACH = 14;

/** Resolves the mentions of a text; each in the text's order, since what was resolved tells whom a later "he" means. */
export function createNames(reading: Reading, people: People): Names {
  const { masked } = reading;
  const seen: Seen[] = people.mentions.map((mention) => ({ ...mention, speaks: false }));
  const remember = (person: Person, { start, end }: Range, doubt: string | null): Resolved => {
    if (!person.isBody && / /.test(person.name)) person.isSurely = true;
    const isOwner = /^['’]s?\b/u.test(masked.slice(end, end + 2)) || /['’]s$/u.test(masked.slice(start, end));
    const at = firstAt(seen, start);
    const isThere = at < seen.length && seen[at]!.start < end;
    seen.splice(at, isThere ? 1 : 0, { start, end, person, isSubject: !isOwner, speaks: !isOwner });
    return { name: person.name, doubt };
  };
  const roleOf = createRoles(people, seen, remember);

  function resolve(range: Range): Resolved {
    const mention = masked
      .slice(range.start, range.end)
      .replace(/['’]s?$/u, '')
      .replace(/^[^\p{L}\p{N}]+/u, '');
    const lower = mention.toLowerCase();
    const known = people.all.find(({ name }) => name.toLowerCase() === lower) ?? bearerOf(people, lower);
    if (known) return remember(known, range, null);
    const sex = PRONOUNS[lower];
    if (sex !== undefined) return pronoun(sex, range, mention, true);
    if (/^(?:they|it|we|i|who)$/.test(lower)) return plural(lower, range.start, mention);
    return phrase(mention, range);
  }

  /** The nearest earlier sentence's subject of that sex, or else the last of that sex in it. */
  function pronoun(sex: Sex, range: Range, mention: string, isStrict: boolean): Resolved {
    const here = sentenceAt(reading, range.start);
    const fits = ({ isBody, isSurely, sex: own }: Person) =>
      !isBody && (isSurely || !isStrict) && (own === sex || own === null);
    const from = reading.sentences[Math.max(0, here - MAX_REACH + 1)]?.start ?? 0;
    const earlier = seen.slice(firstAt(seen, from), firstAt(seen, range.start)).filter(({ person }) => fits(person));
    for (let back = 0; back < MAX_REACH && here - back >= 0; back++) {
      const some = earlier.filter((one) => sentenceAt(reading, one.start) === here - back);
      const certain = some.filter(({ person }) => person.sex === sex);
      const likely = some.filter(({ person }) => person.isSurely);
      const isNear = (one: Seen) => one.person.sex === sex && here - sentenceAt(reading, one.start) < 4;
      if (some.length === 0 || (certain.length + likely.length === 0 && back < 3 && earlier.some(isNear))) continue;
      const pool = certain.length > 0 ? certain : likely.length > 0 ? likely : some;
      const { person } =
        some.findLast((one) => one.speaks && (one.person.isSurely || one.person.sex === sex)) ??
        some.find((one) => one.isSubject && one.person.isSurely && one.person.sex === null) ??
        pool.find(({ isSubject }) => isSubject) ??
        pool.at(-1)!;
      const isGuess = person.sex === null && new Set(pool.map((one) => one.person)).size === 1;
      return remember(person, range, isGuess ? 'pronoun, sex unknown' : null);
    }
    if (isStrict) return pronoun(sex, range, mention, false);
    const later = seen
      .slice(firstAt(seen, range.start + 1))
      .slice(0, 20)
      .find(({ person }) => fits(person));
    if (later && sentenceAt(reading, later.start) - here < 3) return remember(later.person, range, null);
    return { name: mention, doubt: 'pronoun with no candidate' };
  }

  function plural(lower: string, start: number, mention: string): Resolved {
    const body =
      lower === 'it'
        ? seen
            .slice(Math.max(0, firstAt(seen, start) - 400), firstAt(seen, start))
            .findLast(({ person }) => person.isBody)
        : undefined;
    if (body) return { name: body.person.name, doubt: 'it' };
    return { name: mention, doubt: lower === 'i' ? 'I' : 'plural pronoun' };
  }

  function phrase(mention: string, range: Range): Resolved {
    const head = mention.split(/[,(]/)[0]!.trim();
    const beforeLink = head.split(/\s(?:of|for|from|at|in|with|to)\s/)[0]!;
    const lastWord = head.split(/\s+/).at(-1)!;
    const noun = beforeLink.split(/\s+/).at(-1)!;
    const isNominal = /^(?!al-)\p{Ll}/u.test(noun) && (beforeLink !== head || /^\p{Ll}/u.test(lastWord));
    return (isNominal ? null : proper(head, range)) ?? roleOf(head, noun, range);
  }

  /** A name, titles before it and all; "the Kentucky Republican" is none. */
  function proper(head: string, range: Range): Resolved | null {
    const run = head.match(CAPITALS)?.at(-1);
    if (run === undefined) return null;
    const { name, title } = properOf(run.replace(/^(?:The|A|An|But|And|Former)\s+/, ''));
    if (name === '') return null;
    if (/ and /.test(head) && !people.named(head.replace(/^the /i, ''))) return { name: head, doubt: 'two together' };
    const person = people.named(name, title);
    const isArticled = /^(?:the|an?|one)\s/i.test(head);
    if (person && !(isArticled && /republican|democrat/i.test(name))) {
      return remember(person, range, person.isBody ? 'a body' : null);
    }
    // "the Department for Coasts"
    const [body, place] = head.replace(/^the /i, '').split(/ (?:of|for) (?=(?:the )?\p{Lu})/u);
    if (place !== undefined && isBodyName(body!)) return { name: head.replace(/^the /i, ''), doubt: null };
    if (isOffice(name) || (isArticled && !/\s\p{Ll}{3,}\s\S+$/u.test(head))) return null;
    return { name, doubt: name.includes(' ') ? null : 'single name' };
  }

  function isPerson({ start, end }: Range): boolean {
    const mention = masked.slice(start, end);
    if (/^(?:he|she)$/i.test(mention)) return true;
    const { name } = properOf(mention.match(CAPITALS)?.at(-1) ?? '');
    const person = name === '' ? null : people.named(name);
    return person !== null && !person.isBody && /\p{Lu}\S*$/u.test(mention);
  }

  return { resolve, isPerson };
}

/** Who alone is called so, in two words or more: "head nurse". */
function bearerOf({ all }: People, role: string): Person | null {
  if (!role.includes(' ') || /^(?:an?|one|his|her) /.test(role)) return null;
  const bearers = all.filter(({ roles }) => roles.has(role));
  return bearers.length === 1 ? bearers[0]! : null;
}
