// Noun phrases: where the phrase that begins or ends at a word ends or begins, and whether it names somebody who can speak.

import {
  AUXILIARIES,
  CONJUNCTIONS,
  DETERMINERS,
  isRole,
  NOT_SPEAKERS,
  PREPOSITIONS,
  PRONOUNS,
  TITLES,
  VERBS,
} from './lexicon.ts';
import { PARTICLES } from './names.ts';
import type { People } from './people.ts';
import type { Sentence, Token } from './tokens.ts';

/** Tokens `from` to `to` (excluded) with the head noun, the last word of a name, or the pronoun at `head`. */
export type NounPhrase = { readonly from: number; readonly to: number; readonly head: number };

/** The phrase that is a name and nothing else. */
export function phraseOf({ from, to }: Pick<NounPhrase, 'from' | 'to'>): NounPhrase {
  return { from, to, head: to - 1 };
}

/** "a sign held by Lee": what is written there nobody says. */
export function isSilent(tokens: readonly Token[], { from, to }: NounPhrase): boolean {
  for (let at = from; at < to; at++) if (NOT_SPEAKERS.has(tokens[at]!.lower)) return true;
  return false;
}

// "an email sent to the paper", "a man held by the police"
const PARTICIPLES =
  /(?:ed|ing)$|^(?:sent|held|made|given|written|taken|shown|known|seen|led|built|told|brought|caught|found|left|sat|stood|came|went|got|took|gave|had|met|ran|won|lost|kept|spoke|began|fell|rose|drew|paid|spent|sold|bought|knew|grew|threw|flew|drove|broke|chose|wore|fled|sought|fought|struck)$/u;
// "one elderly woman"
const LY_ADJECTIVES = /^(?:elderly|friendly|lonely|early|only|daily|weekly|monthly|family|ugly|lively|scholarly)$/u;
const QUANTITIES =
  /^(?:handful|number|couple|majority|pair|trio|slew|host|array|chorus|string|range|lot|plenty|scores)$/u;

/** The noun phrases of one sentence. */
export class Phrases {
  protected readonly tokens: readonly Token[];
  protected readonly people: People;
  protected readonly sentence: Sentence;

  constructor(tokens: readonly Token[], people: People, sentence: Sentence) {
    this.tokens = tokens;
    this.people = people;
    this.sentence = sentence;
  }

  protected lower(at: number): string {
    return at >= this.sentence.from && at < this.sentence.to ? this.tokens[at]!.lower : '';
  }

  protected text(at: number): string {
    return at >= this.sentence.from && at < this.sentence.to ? this.tokens[at]!.text : '';
  }

  protected is(at: number, kind: Token['kind']): boolean {
    return at >= this.sentence.from && at < this.sentence.to && this.tokens[at]!.kind === kind;
  }

  /** A comma, or a dash with a blank before it or as long as an em: "ex–mayor" has none. */
  protected isPause(at: number): boolean {
    const text = this.text(at);
    if (text === ',' || text === '—') return true;
    return (
      (text === '–' || text === '-') && at > this.sentence.from && this.tokens[at - 1]!.end < this.tokens[at]!.start
    );
  }

  /** The noun phrase that ends at a token, its "of …" and "for …" included. */
  protected phraseEndingAt(at: number): NounPhrase | null {
    const core = this.coreEndingAt(at);
    if (core === null) return null;
    let { from, head } = core;
    for (let steps = 0; steps < 3; steps++) {
      const preposition = this.lower(from - 1);
      if (!/^(?:of|for|at|from|with|in|to|on|and)$/u.test(preposition)) break;
      // "a person close to the family", "people familiar with the call".
      const linked = /^(?:close|familiar|loyal|opposed|sympathetic|allied|briefed)$/u.test(this.lower(from - 2));
      const headAt = linked ? from - 3 : from - 2;
      if (!this.is(headAt, 'word')) break;
      const noun = this.tokens[headAt]!;
      const run = this.people.runAt(headAt);
      if (preposition === 'and') {
        const joint =
          run !== null && run.entity?.kind === 'person' && this.people.runAt(head) !== null && !noun.possessive;
        const start = joint ? this.coreEndingAt(headAt) : null;
        if (
          start === null ||
          (start.from > this.sentence.from &&
            this.is(start.from - 1, 'word') &&
            !CONJUNCTIONS.has(this.lower(start.from - 1)))
        )
          break;
        ({ from } = start);
        break;
      }
      const person = run?.entity?.kind === 'person';
      // "a handful of conservatives warned": they do.
      if (preposition === 'of' && QUANTITIES.test(noun.lower)) {
        from = this.coreEndingAt(headAt)?.from ?? headAt;
        break;
      }
      const fits =
        (person === true && /^(?:of|from)$/u.test(preposition)) ||
        (person !== true &&
          (isRole(noun.lower) || TITLES.has(noun.lower) || (preposition === 'of' && isPlainNoun(noun))));
      if (!fits) break;
      const outer = this.coreEndingAt(headAt);
      if (outer === null) break;
      // "White House chief of staff Denis McDon": the name is who it is.
      const named = this.people.runAt(head);
      const isOffice = preposition === 'of' && TITLES.has(noun.lower) && /^(?:staff|state)$/u.test(this.lower(from));
      if (named?.entity?.kind === 'person' && isOffice) {
        from = outer.from;
        break;
      }
      ({ from, head } = outer);
    }
    return { from, to: at + 1, head };
  }

  private coreEndingAt(at: number): NounPhrase | null {
    if (!this.is(at, 'word')) return null;
    const token = this.tokens[at]!;
    if (token.possessive && !this.people.runAt(at)) return null;
    const run = this.people.runAt(at);
    if (run !== null) {
      if (run.from < this.sentence.from) return null;
      let { from } = run;
      // "von der Muhl"
      while (PARTICLES.has(this.lower(from - 1)) && !DETERMINERS.has(this.lower(from - 1))) from--;
      // "the First Minister": a number only to the eye.
      if (this.lower(from - 1) === 'first' && !this.isHelper(from - 1)) from = this.modifiersFrom(from - 1, 3);
      // A name may follow an office: "city engineer Maria Delgado", "her brother Erik".
      if (this.is(from - 1, 'word') && !this.tokens[from - 1]!.capital && isRole(this.lower(from - 1))) {
        from = this.modifiersFrom(from - 1, 8);
      } else if (
        isRole(
          this.lower(from - 1)
            .split('-')
            .at(-1)!,
        ) &&
        this.lower(from - 1).includes('-')
      ) {
        // "Sanders-backer Killian Moore"
        from--;
      } else if (
        this.is(from - 1, 'word') &&
        this.tokens[from - 1]!.possessive &&
        this.people.runAt(from - 1) === null
      ) {
        // "a member of the county's Democratic Party"
        from = this.modifiersFrom(from - 1, 3);
      } else if (DETERMINERS.has(this.lower(from - 1)) || /^(?:former|fellow|then|the)$/u.test(this.lower(from - 1))) {
        from = this.modifiersFrom(from - 1, 3);
      }
      return { from, to: at + 1, head: at };
    }
    if (PRONOUNS.has(token.lower)) return { from: at, to: at + 1, head: at };
    if (PREPOSITIONS.has(token.lower) || CONJUNCTIONS.has(token.lower)) return null;
    return { from: this.modifiersFrom(at, 10), to: at + 1, head: at };
  }

  /** An adverb or auxiliary; "first" is none in "the first lady". */
  private isHelper(at: number): boolean {
    if (this.lower(at) === 'first' && /^(?:lady|minister|daughter|family|deputy)$/u.test(this.lower(at + 1)))
      return false;
    return AUXILIARIES.has(this.lower(at));
  }

  /** Where the determiner, adjectives and nouns before a noun begin. */
  private modifiersFrom(at: number, most: number): number {
    if (DETERMINERS.has(this.lower(at))) return at;
    const isFormer = /^(?:former|fellow|then)$/u.test(this.lower(at));
    let from = at;
    for (let before = at - 1; before >= this.sentence.from && at - before <= most; before--) {
      const token = this.tokens[before]!;
      if (token.kind !== 'word') break;
      if (token.lower === 'that') break;
      if (DETERMINERS.has(token.lower)) {
        from = before;
        break;
      }
      if (
        PREPOSITIONS.has(token.lower) ||
        CONJUNCTIONS.has(token.lower) ||
        this.isHelper(before) ||
        PRONOUNS.has(token.lower)
      )
        break;
      const verb = VERBS.get(token.lower);
      if (
        verb !== undefined &&
        !token.capital &&
        !verb.noun &&
        (verb.form === 's' ||
          verb.form === 'ing' ||
          (verb.form === 'past' && !/^(?:appointed|elected|elect|retired|named|tagged)$/u.test(token.lower)))
      )
        break;
      // "featured former Rep. Brinley", but "a disgraced former congressman"
      const opens = isFormer && before > this.sentence.from && !DETERMINERS.has(this.lower(before - 1));
      if (opens && /^\p{Ll}{3,}ed$/u.test(token.text)) break;
      const run = this.people.runAt(before);
      if (run !== null) {
        if (run.from < this.sentence.from) break;
        before = run.from;
      }
      from = before;
    }
    return from;
  }

  /** The noun phrase that starts at a token. */
  phraseFrom(start: number, depth = 0): NounPhrase | null {
    let at = start;
    if (!this.is(at, 'word')) return null;
    const first = this.tokens[at]!;
    if (PRONOUNS.has(first.lower) && this.people.runAt(at) === null) return { from: start, to: at + 1, head: at };
    if (PREPOSITIONS.has(first.lower) || CONJUNCTIONS.has(first.lower)) return null;
    let head = -1;
    const last = Math.min(this.sentence.to, start + 14);
    while (at < last) {
      const token = this.tokens[at]!;
      if (token.kind !== 'word') break;
      const run = this.people.runAt(at);
      if (run !== null) {
        head = run.to - 1;
        at = run.to;
        const ended = !this.tokens[run.to - 1]!.possessive && !this.officeFollows(at);
        if (ended) break;
        continue;
      }
      const verb = VERBS.get(token.lower);
      if (
        at > start &&
        (PREPOSITIONS.has(token.lower) ||
          CONJUNCTIONS.has(token.lower) ||
          PRONOUNS.has(token.lower) ||
          this.isHelper(at))
      )
        break;
      if (
        at > start &&
        verb !== undefined &&
        head >= 0 &&
        (!verb.noun || isRole(this.lower(head))) &&
        verb.form !== 'ing'
      )
        break;
      if (at > start && head >= 0 && /ly$/u.test(token.lower) && !LY_ADJECTIVES.test(token.lower)) break;
      const isHeaded = head >= 0 && isRole(this.lower(head)) && !DETERMINERS.has(this.lower(head));
      if (at > start && isHeaded && PARTICIPLES.test(token.lower)) break;
      if (token.capital && at > start && /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$/u.test(token.text)) break;
      if (
        !DETERMINERS.has(token.lower) ||
        /^(?:one|some|others|another|both|many|most|few|several|two|three|those|each)$/u.test(token.lower)
      )
        head = at;
      at++;
      // "the president after": a role that no noun follows ends the phrase by itself at the next function word.
    }
    if (head < 0) return null;
    let to = at;
    if (depth < 2 && /^(?:of|for|from|at|with)$/u.test(this.lower(to))) {
      const name = this.people.runAt(head);
      const attaches =
        name === null || name.entity === null
          ? isRole(this.lower(head)) || this.lower(to) === 'of'
          : this.lower(to) === 'of';
      const tail = attaches ? this.phraseFrom(to + 1, depth + 1) : null;
      if (tail !== null) ({ to } = tail);
    }
    return { from: start, to, head };
  }

  /** "Trump | campaign manager Tess Rowland": more of the phrase follows a name. */
  private officeFollows(at: number): boolean {
    for (let next = at; next < Math.min(this.sentence.to, at + 4); next++) {
      const token = this.tokens[next]!;
      if (
        token.kind !== 'word' ||
        PREPOSITIONS.has(token.lower) ||
        CONJUNCTIONS.has(token.lower) ||
        DETERMINERS.has(token.lower) ||
        AUXILIARIES.has(token.lower) ||
        // "Cruz addressed reporters"
        (next === at && PARTICIPLES.test(token.lower))
      )
        return false;
      if (VERBS.has(token.lower) && !isRole(token.lower) && VERBS.get(token.lower)?.noun !== true) return false;
      if (this.people.runAt(next) !== null) return false;
      if (isRole(token.lower)) return true;
    }
    return false;
  }

  /** Whether a phrase names somebody or something that can speak. */
  isSpeaker(phrase: NounPhrase): boolean {
    const token = this.tokens[phrase.head]!;
    const run = this.people.runAt(phrase.head);
    if (run !== null) return !token.possessive && (run.entity !== null || run.nameFrom === run.to);
    if (PRONOUNS.has(token.lower)) return true;
    return isRole(token.lower);
  }
}

/** A noun that could be somebody although the lexicon doesn't have it: "one pensioner". */
export function isPlainNoun(token: Token): boolean {
  return (
    token.kind === 'word' &&
    /^\p{L}{2}/u.test(token.lower) &&
    !PREPOSITIONS.has(token.lower) &&
    !CONJUNCTIONS.has(token.lower) &&
    !AUXILIARIES.has(token.lower) &&
    !(VERBS.has(token.lower) && VERBS.get(token.lower)!.form !== 'base')
  );
}
