// Subjects: the phrase that does what a verb says, over appositions, asides and whatever opens the sentence.

import {
  AUXILIARIES,
  BE_FORMS,
  CONJUNCTIONS,
  DETERMINERS,
  isPlace,
  isRole,
  POSSESSIVES,
  PREPOSITIONS,
  PRONOUNS,
  SUBORDINATORS,
  TITLES,
  VERBS,
} from './lexicon.ts';
import { type NounPhrase, Phrases, phraseOf } from './phrases.ts';

// No clause is followed further back than this: news sentences are shorter, and hostile ones stay cheap.
const REACH = 60;
// What may stand before a subject in its own segment: "But Smith", "when Smith".
const LEADS = new Set(
  'and but so yet then when while as if because although though that since until still later meanwhile also or where'.split(
    ' ',
  ),
);

/** The subjects of one sentence. */
export class Subjects extends Phrases {
  private main: { readonly phrase: NounPhrase | null } | null = null;

  /** A subject that ends at a token, over appositions and asides: "Smith, a doctor," said. */
  protected subjectEndingAt(at: number): NounPhrase | null {
    const end = this.text(at) === ')' ? this.beforeBracket(at) : at;
    if (!this.isPause(end)) {
      const segments = this.segmentsEndingAt(end + 1);
      if (this.isOffice(segments)) return this.phraseEndingAt(segments[2]!.to - 1);
      const phrase = this.is(end, 'word') ? this.phraseEndingAt(end) : null;
      return phrase === null ? null : (this.namedBefore(phrase) ?? phrase);
    }
    const segments = this.segmentsEndingAt(end).map((segment) => this.withoutAdverbs(segment));
    for (const [index, segment] of segments.entries()) {
      const outer = segments[index + 1];
      if (this.isWhole(segment) && !this.isPlaceOnly(segment)) return this.phraseEndingAt(segment.to - 1);
      if (outer !== undefined && this.isAside(segment) && this.hostsAside(outer)) continue;
      if (outer !== undefined && this.isAside(segment) && segments[index + 2] !== undefined && this.isAside(outer))
        continue;
      const phrase = this.phraseEndingAt(segment.to - 1);
      if (phrase !== null && this.isSpeaker(phrase) && !this.isGoverned(phrase)) return phrase;
    }
    const main = this.mainSubject();
    return main !== null && main.to <= at ? main : null;
  }

  /** "the voter, Ann Lee, a woman from Dunmere | asked": an apposition whose second comma was forgotten. */
  protected namedBefore({ from }: NounPhrase): NounPhrase | null {
    if (!/^an?$/u.test(this.lower(from))) return null;
    // "Ann Lee, a voter and a mother of two who …"
    const isSecond = this.lower(from - 1) === 'and';
    const first = isSecond ? (this.phraseEndingAt(from - 2)?.from ?? -1) : from;
    if (this.text(first - 1) !== ',' || (isSecond && !/^an?$/u.test(this.lower(first)))) return null;
    const run = this.people.personAt(first - 2);
    if (run === null) return null;
    const opens =
      run.from === this.sentence.from ||
      this.is(run.from - 1, 'quotation') ||
      this.text(run.from - 1) === ',' ||
      isSecond;
    return opens ? phraseOf(run) : null;
  }

  /** The token before the bracket that closes at a token. */
  protected beforeBracket(close: number): number {
    let at = close;
    while (at >= this.sentence.from && close - at < REACH && this.text(at) !== '(') at--;
    return at - 1;
  }

  /** "Smith himself", "Smith, too": what a subject drags along. */
  private withoutAdverbs({ from, to }: { from: number; to: number }): { from: number; to: number } {
    let end = to;
    while (
      end - 1 > from &&
      /^(?:himself|herself|themselves|itself|too|also|however|meanwhile|though)$/u.test(this.lower(end - 1))
    )
      end--;
    return { from, to: end };
  }

  /** "outside the station": an object of a preposition is no subject. */
  protected isGoverned(phrase: NounPhrase): boolean {
    const governor = this.lower(phrase.from - 1);
    if (BE_FORMS.has(governor)) return true;
    return PREPOSITIONS.has(governor) && !SUBORDINATORS.has(governor);
  }

  /** The stretches between commas that end before `comma`, the nearest first. */
  private segmentsEndingAt(comma: number): { from: number; to: number }[] {
    const found: { from: number; to: number }[] = [];
    let to = comma;
    let at = comma - 1;
    const low = Math.max(this.sentence.from, comma - REACH);
    for (; at >= low && found.length < 7; at--) {
      const text = this.text(at);
      // "called it “a stunt,” while Ruiz, a Democrat,": the comma may stand inside the marks.
      const pauses = this.isPause(at) || this.tokens[at]!.comma === true;
      if (pauses || text === '(' || text === ')') {
        if (to > at + 1) found.push({ from: at + 1, to });
        to = at;
      } else if (text === ';' || text === ':') break;
    }
    if (to > at + 1 && found.length < 7) found.push({ from: at + 1, to });
    return found;
  }

  /** The segment is a name and nothing else: "Smith", "But Mr. Smith", "city engineer Maria Delgado". */
  private isWhole(segment: { from: number; to: number }): boolean {
    const run = this.people.runAt(segment.to - 1);
    if (run === null || run.entity?.kind !== 'person')
      return PRONOUNS.has(this.lower(segment.to - 1)) && segment.to - segment.from <= 2;
    if (this.tokens[segment.to - 1]!.possessive) return false;
    const phrase = this.phraseEndingAt(segment.to - 1);
    // "a past critic of Smith" is no Smith.
    if (phrase === null || phrase.head < run.from) return false;
    let { from } = segment;
    while (from < phrase.from && (LEADS.has(this.lower(from)) || /ly$/u.test(this.lower(from)))) from++;
    return phrase.from <= from;
  }

  /** "Ann Lee, Assistant Director, Agriculture Department,": a title and the body it is held in, all in capitals. */
  private isOffice([body, title, name]: readonly { from: number; to: number }[]): boolean {
    if (body === undefined || title === undefined || name === undefined) return false;
    const isBody = this.people.runAt(body.to - 1)?.entity?.kind === 'body' && this.tokens[body.from]!.capital;
    return isBody && TITLES.has(this.lower(title.to - 1)) && this.tokens[title.from]!.capital && this.isWhole(name);
  }

  private isPlaceOnly(segment: { from: number; to: number }): boolean {
    return segment.to - segment.from === 1 && isPlace(this.lower(segment.from));
  }

  private isAside(segment: { from: number; to: number }): boolean {
    const first = this.tokens[segment.from]!;
    const { lower } = first;
    if (first.kind === 'quotation') return true;
    if (DETERMINERS.has(lower) || PREPOSITIONS.has(lower) || CONJUNCTIONS.has(lower) || POSSESSIVES.has(lower))
      return true;
    if (/^\p{N}/u.test(first.text) || /^[rdi]-\p{L}/u.test(lower) || /(?:ing|ed|ly)$/u.test(lower)) return true;
    if (
      /^(?:former|then|now|himself|herself|however|too|meanwhile|jr|sr|himself|including|both|just|who)$/u.test(lower)
    )
      return true;
    if (first.possessive || isPlace(lower)) return true;
    // "Frances Flint, Nuffield Council member and professor,"
    const run = this.people.runAt(segment.from);
    if (run?.entity?.kind === 'body' && run.to < segment.to && isRole(this.lower(run.to))) return true;
    // "Frances Flint, Emeritus Professor of Genetics,"
    const isPost = TITLES.has(lower) || /^(?:emeritus|senior|executive|managing|co-founder|founder|head)$/u.test(lower);
    if (isPost && segment.to - segment.from > 2 && !this.isWhole(segment)) return true;
    return !first.capital;
  }

  /** Whether an aside can belong to what this segment ends with. */
  private hostsAside(segment: { from: number; to: number }): boolean {
    const phrase = this.phraseEndingAt(segment.to - 1);
    if (phrase === null || !this.isSpeaker(phrase)) return false;
    const first = this.lower(segment.from);
    const led = PREPOSITIONS.has(first) || SUBORDINATORS.has(first) || /ing$/u.test(first);
    return !led || phrase.from === segment.from || this.people.runAt(phrase.head)?.entity?.kind === 'person';
  }

  /** The subject of the sentence's main clause. */
  mainSubject(): NounPhrase | null {
    this.main ??= { phrase: this.findMainSubject() };
    return this.main.phrase;
  }

  private findMainSubject(): NounPhrase | null {
    let at = this.sentence.from;
    let opening: NounPhrase | null = null;
    const low = at;
    for (let guard = 0; guard < 4 && at < this.sentence.to; guard++) {
      at = this.skipLead(at);
      const first = this.tokens[at];
      if (first === undefined || at >= this.sentence.to) return null;
      if (first.kind === 'quotation') {
        at++;
        if (this.isPause(at)) at++;
        if (VERBS.has(this.lower(at)) && this.people.runAt(at) === null) at++;
        continue;
      }
      const { lower } = first;
      const led =
        (PREPOSITIONS.has(lower) ||
          SUBORDINATORS.has(lower) ||
          /(?:ing|ed)$|^(?:told|given|shown|known)$/u.test(lower)) &&
        this.people.runAt(at) === null;
      // "Her illness, coupled with it, was bad"
      if (opening !== null && AUXILIARIES.has(lower)) return opening;
      if (!led) {
        const phrase = this.phraseFrom(at);
        opening ??= phrase;
        const pause = phrase === null ? -1 : [phrase.to, phrase.to + 1].find((next) => this.isPause(next));
        // "…, Washington, DC, federal Judge Ann Lee"
        const isWhere =
          isPlace(lower) &&
          phrase?.to === at + 1 &&
          this.isPause(at + 1) &&
          this.isPause(at + 3) &&
          this.tokens[at + 2]!.capital;
        if (isWhere && at > low) {
          at += 4;
          continue;
        }
        const joint = phrase === null ? null : this.jointFrom(phrase);
        if (joint !== null) return joint;
        // "A few rows up, Diane Pruitt": where or when, not who.
        if (phrase === null || this.isSpeaker(phrase) || pause === undefined) return phrase;
        at = pause + 1;
        continue;
      }
      let comma = at + 1;
      const last = Math.min(this.sentence.to, low + REACH);
      const ends = (next: number): boolean => this.isPause(next) || this.tokens[next]?.comma === true;
      while (comma < last && !ends(comma)) comma++;
      if (comma >= this.sentence.to || !ends(comma)) return this.fallbackSubject(at);
      at = comma + 1;
    }
    return this.fallbackSubject(low);
  }

  /** "Ryan and Wolf issued": two people before their verb. */
  private jointFrom(phrase: NounPhrase): NounPhrase | null {
    const isPerson = this.people.runAt(phrase.head)?.entity?.kind === 'person';
    const second = this.lower(phrase.to) === 'and' && isPerson ? this.people.personAt(phrase.to + 1) : null;
    if (second?.from !== phrase.to + 1) return null;
    const does = this.lower(second.to);
    const isVerb = VERBS.has(does) || AUXILIARIES.has(does) || /^\p{Ll}{3,}ed$/u.test(does);
    return isVerb && second.to < this.sentence.to ? { from: phrase.from, to: second.to, head: second.to - 1 } : null;
  }

  private fallbackSubject(from: number): NounPhrase | null {
    for (let at = from; at < Math.min(this.sentence.to, from + REACH); at++) {
      const run = this.people.personAt(at);
      if (run !== null && !PREPOSITIONS.has(this.lower(run.from - 1))) return phraseOf(run);
      if (/^(?:he|she)$/u.test(this.lower(at))) return { from: at, to: at + 1, head: at };
    }
    return null;
  }

  /** Nothing but capitals, points and a bracket up to here. */
  private isWire(from: number, to: number): boolean {
    return this.tokens[to - 1]!.capital || (to - 1 > from && this.tokens[to - 1]!.kind === 'point');
  }

  /** "MINSK", "Washington D.C.": a place before a dash. */
  private isDateline(from: number, to: number): boolean {
    if (/^\p{Lu}{3}/u.test(this.text(from))) return true;
    if (!isPlace(this.lower(from)) || !this.isPause(to)) return false;
    for (let at = from; at < to; at++) if (this.is(at, 'word') && !this.tokens[at]!.capital) return false;
    return true;
  }

  private skipLead(from: number): number {
    let at = from;
    // A list's bullet.
    if (/^[-–—•*·]$/u.test(this.text(at)) && this.is(at + 1, 'word')) at++;
    // A dateline: "MINSK - ", "HARLOW, Ohio (NW) — ".
    for (let next = at; next < Math.min(this.sentence.to, at + 10); next++) {
      if (!/^[—–-]$/u.test(this.text(next)) || !this.isDateline(at, next)) continue;
      // "HARLOW, Va. -- During the debate"
      return this.skipLead(/^[—–-]$/u.test(this.text(next + 1)) ? next + 2 : next + 1);
    }
    // "Harlow (NWN) Ann Lee opened"
    for (let next = at + 1; next < Math.min(this.sentence.to, at + 5) && this.isWire(at, next); next++) {
      if (this.text(next) === '(' && /^[\p{Lu}&]{2,8}$/u.test(this.text(next + 1)) && this.text(next + 2) === ')')
        return next + 3;
    }
    // A rubric: "SPOTTED: ", "HAPPY FRIDAY: ".
    for (let next = at; next < Math.min(this.sentence.to, at + 7); next++) {
      if (this.text(next) === ':' && next > at) return next + 1;
      if (!/^[\p{Lu}\p{N}’'.-]+$/u.test(this.text(next))) break;
    }
    while (at < this.sentence.to) {
      const token = this.tokens[at]!;
      const lead =
        /^(?:and|but|so|yet|then|also|still|meanwhile|however|later|now|or|instead|finally|again|even|nevertheless|indeed|perhaps|moments?|yes|no|afterward|afterwards|recently|today|yesterday)$/u.test(
          token.lower,
        ) ||
        (/ly$/u.test(token.lower) && token.lower.length > 4);
      if (lead && this.people.runAt(at) === null) at++;
      else if (token.text === ',' && at > from) at++;
      else break;
    }
    return at;
  }
}
