// Who does the saying: finds verbs of speech in a sentence and gives each its subject.

import {
  AUXILIARIES,
  BE_FORMS,
  CALENDAR,
  CONJUNCTIONS,
  DETERMINERS,
  isRole,
  POSSESSIVES,
  PREPOSITIONS,
  PRONOUNS,
  type SpeechVerb,
  VERBS,
} from './lexicon.ts';
import { behind, by, type Cue, Participles, shared } from './participles.ts';
import { JUDGING, LIGHT, LIGHT_OBJECTS, PAPERS, PHRASAL, PHRASAL_BASE, SHOWS, WRITINGS } from './phrasal.ts';
import { isPlainNoun, type NounPhrase, phraseOf } from './phrases.ts';

// These take the listener as their object: "told Smith" is never "Smith told".
const TO_SOMEBODY = new Set(
  'tell remind assure reassure inform notify thank teach urge encourage challenge order instruct exhort implore advise direct'.split(
    ' ',
  ),
);

/** A verb of judging in the same form as another. */
function portrays(word: string): SpeechVerb | undefined {
  return VERBS.get(/ing$/u.test(word) ? 'portraying' : /[^s]s$/u.test(word) ? 'portrays' : 'portrayed');
}

/** The verbs of speech of one sentence. */
export class Clause extends Participles {
  /** The verbs of speech outside quotations, in order, each with its subject. */
  cues(): Cue[] {
    const found: Cue[] = [];
    for (let at = this.sentence.from; at < this.sentence.to; at++) {
      const token = this.tokens[at]!;
      if (token.kind === 'quotation') {
        const cue = this.unlistedAfter(at);
        if (cue !== null) found.push(cue);
        continue;
      }
      if (token.kind !== 'word') continue;
      if (token.lower === 'according' && this.lower(at + 1) === 'to') {
        const subject = this.phraseFrom(at + 2);
        if (subject !== null) found.push(behind(subject, at, VERBS.get('said')!));
        continue;
      }
      if (token.lower === 'per') {
        const subject = this.phraseFrom(at + 1);
        const named = subject !== null && this.people.runAt(subject.head)?.entity != null;
        if (named) found.push(behind(subject, at, VERBS.get('said')!));
        continue;
      }
      const shown = found.length === 0 ? this.shown(at) : null;
      if (shown !== null) {
        found.push(shown);
        continue;
      }
      const verb = this.phrasal(at) ?? this.judging(at) ?? VERBS.get(token.lower) ?? this.light(at);
      if (verb === undefined || token.possessive) continue;
      // "put it this way", but not "put his interests first"
      // "says Lee talks ‘go nowhere’": one talks of, to or with.
      if (verb.base === 'talk' && this.is(at + 1, 'quotation')) continue;
      if (verb.base === 'put' && this.lower(at + 1) !== 'it' && !this.is(at + 1, 'quotation')) continue;
      if (token.capital && at > this.sentence.from && this.people.runAt(at) !== null) continue;
      const cue = this.cueAt(at, verb);
      if (cue !== null && found.at(-1)?.at !== at) found.push(cue);
    }
    return found;
  }

  /** "Papers lodged with the council show …": what stands in documents is told by them. */
  private shown(at: number): Cue | null {
    if (!SHOWS.test(this.lower(at)) || this.tokens[at]!.capital) return null;
    const subject = this.mainSubject();
    if (subject === null || subject.to > at || at - subject.to > 8 || !PAPERS.test(this.lower(subject.head)))
      return null;
    for (let between = subject.to; between < at; between++) {
      const { kind, lower } = this.tokens[between]!;
      if (kind !== 'word' || CONJUNCTIONS.has(lower) || BE_FORMS.has(lower)) return null;
    }
    return by(subject, at, VERBS.get('said')!);
  }

  /** "shot back that …", "Kilmer cut in": no verb of speech without its particle. */
  private phrasal(at: number): SpeechVerb | undefined {
    if (VERBS.has(this.lower(at)) && !/^(?:went|goes)$/u.test(this.lower(at))) return undefined;
    const particle = this.lower(at + 1);
    // "Branham allowed that …": whatever verb a person does, with that behind it, tells what he said or thinks.
    if (
      particle === 'that' &&
      /^(?!prov|demonstrat|ensur|requir|establish|determin|show)\p{Ll}{3,}ed$/u.test(this.text(at))
    )
      return { ...VERBS.get('replied')!, base: 'retort' };
    if (particle === 'on' && this.lower(at + 2) === 'to') return undefined;
    if (PHRASAL[particle]?.test(this.lower(at)) !== true) return undefined;
    // "The show went on": but for "shot back", they need a quotation beside them.
    return { ...VERBS.get('replied')!, base: particle === 'back' ? 'retort' : PHRASAL_BASE };
  }

  /** "chalked the loss up to “…”" */
  private judging(at: number): SpeechVerb | undefined {
    const particle = Object.hasOwn(JUDGING, this.lower(at)) ? JUDGING[this.lower(at)] : undefined;
    if (particle === undefined) return undefined;
    for (let next = at + 1; next < at + 6 && this.is(next, 'word'); next++)
      if (particle.test(this.lower(next))) return portrays(this.lower(at));
    return undefined;
  }

  /** "made an impassioned plea to end a shortage “without equal”" */
  private light(at: number): SpeechVerb | undefined {
    if (!LIGHT.test(this.lower(at))) return undefined;
    for (let next = at + 1; next < at + 5 && this.is(next, 'word'); next++)
      if (LIGHT_OBJECTS.test(this.lower(next)) && !this.tokens[next]!.possessive) {
        return portrays(this.lower(at));
      }
    return undefined;
  }

  private cueAt(at: number, verb: SpeechVerb): Cue | null {
    if (verb.base === 'challenge' && !this.challengesTo(at)) return null;
    const before = this.beforeVerb(at);
    const left = this.lower(before.at);
    if (verb.form === 'base' && !before.helped && left !== 'to' && verb.base !== 'read' && verb.base !== 'put') {
      // "they say", "critics say": a plural subject right before.
      if (!this.is(before.at, 'word') || !this.takesBase(before.at, verb)) return null;
    }
    // "Part of the handout reads,"
    const opens = verb.base === 'read' && /^[,:]$/u.test(this.text(at + 1));
    if (verb.noun && !before.helped && left !== 'to' && !opens && this.looksLikeNoun(at)) return null;
    if (before.passive && verb.form !== 'ing') return this.passive(at, verb, before.at);
    if (verb.form === 'participle' && !before.helped) return null;
    if (verb.form === 'ing' && !before.be) return this.participle(at, verb, before.at);
    if (left === 'to') return this.infinitive(at, verb, before.at);
    if (left === 'whom' && this.lower(before.at - 1) === 'of') {
      // "supporters, many of whom chanted"
      const subject = this.antecedentOf(before.at - 2);
      if (subject !== null && this.isSpeaker(subject)) return by(subject, at, verb);
    }
    if (left === 'who' || left === 'which' || (left === 'that' && this.is(before.at - 1, 'word'))) {
      const subject = this.antecedentOf(before.at);
      const main = this.mainSubject();
      // "Swanwell used it in a post that read": his words.
      const isHis = subject !== null && (WRITINGS.test(this.lower(subject.head)) || this.isOfWriting(subject));
      const person = isHis ? this.personBefore(subject.from) : null;
      const isOneOf = main !== null && person !== null && person.from >= main.from && person.to <= main.to;
      const writer = isHis ? (isOneOf ? main : (person ?? main)) : null;
      if (writer !== null && writer.to < subject!.from && this.isSpeaker(writer)) return by(writer, at, verb);
      return subject === null ? null : by(subject, at, verb);
    }
    if (verb.base === 'quote' && verb.form !== 'ing') {
      // "The paper quoted Smith as saying": Smith's words.
      const isThem = /^(?:him|her|them)$/u.test(this.lower(at + 1));
      const quoted = isThem ? { from: at + 1, to: at + 2, head: at + 1 } : this.phraseFrom(at + 1);
      if (quoted !== null && (isThem || this.isSpeaker(quoted)) && this.lower(this.afterAside(quoted.to)) === 'as')
        return behind(quoted, at, verb);
    }
    const afterQuotation =
      this.is(before.at, 'quotation') || (this.text(before.at) === ',' && this.is(before.at - 1, 'quotation'));
    const atStart = before.at < this.sentence.from;
    if (!afterQuotation && !atStart && this.text(before.at) === ',') {
      const subject = this.subjectEndingAt(before.at);
      // "The president, in his answer, claimed", but not "Some were stunned, an aide at her side, said a source".
      const behindVerb = this.invertedAt(at, verb);
      const opens = subject?.from === this.sentence.from && this.isSpeaker(subject) && behindVerb === null;
      const kind = subject === null ? null : (this.people.runAt(subject.head)?.entity?.kind ?? null);
      // "… in Germany, said Erik Jones": the person behind rather than the place before.
      const isPassed =
        kind === 'body' && behindVerb !== null && this.people.runAt(behindVerb.head)?.entity?.kind === 'person';
      const isNamed = subject !== null && this.people.runAt(subject.head) !== null && !isPassed;
      if (subject !== null && (opens || isNamed) && this.canSay(subject, verb)) {
        return by(subject, at, verb);
      }
    }
    if (afterQuotation || atStart || this.text(before.at) === ',') {
      const subject = this.phraseFrom(at + 1);
      // ", claimed he": only behind a quotation does "he" come after his verb.
      const isHe = subject !== null && /^(?:he|she)$/u.test(this.lower(subject.head));
      if (subject !== null && (!isHe || afterQuotation || atStart) && this.canInvert(subject, verb))
        return behind(subject, at, verb);
      if (atStart) return null;
    }
    if (afterQuotation) {
      // "“Day Break” offers a look": what stands in marks is the verb's own subject.
      const isSubject = before.at === this.sentence.from && !this.tokens[before.at]!.comma && before.at === at - 1;
      return isSubject ? null : shared(at, verb);
    }
    if (/^(?:and|or|but|then|nor)$/u.test(left)) return shared(at, verb);
    const subject = this.subjectEndingAt(before.at);
    if (subject === null) return null;
    if (this.isExample(subject)) return by(subject, at, verb);
    // "The president, who praised him as early as last November said"
    if (this.isGoverned(subject) || CALENDAR.has(this.lower(subject.head))) {
      // "People outside the station shouted": the station is no subject.
      const main = this.mainSubject();
      if (main !== null && main.to <= subject.from && this.canSay(main, verb)) {
        return by(main, at, verb);
      }
    }
    if (!this.canSay(subject, verb)) return null;
    return by(subject, at, verb);
  }

  /** "Republicans like Sen. Ann Lee called it": she is the one whom it can be held against. */
  private isExample({ from, head }: NounPhrase): boolean {
    const isLike =
      this.lower(from - 1) === 'like' || (this.lower(from - 1) === 'as' && this.lower(from - 2) === 'such');
    return isLike && this.people.runAt(head)?.entity?.kind === 'person';
  }

  /** A speaker behind his verb, but no pronoun. */
  private invertedAt(at: number, verb: SpeechVerb): NounPhrase | null {
    const subject = this.phraseFrom(at + 1);
    const isHe = subject !== null && PRONOUNS.has(this.lower(subject.head));
    return subject !== null && !isHe && this.canInvert(subject, verb) ? subject : null;
  }

  /** "a letter about her health | that stated": what the letter is about states nothing. */
  private isOfWriting(phrase: NounPhrase): boolean {
    if (this.isSpeaker(phrase) || !PREPOSITIONS.has(this.lower(phrase.from - 1))) return false;
    return WRITINGS.test(this.lower(phrase.from - 2)) || WRITINGS.test(this.lower(phrase.from - 3));
  }

  /** The person nearest before a token who does something there: "reported that Lee used it in a post that read". */
  private personBefore(token: number): NounPhrase | null {
    for (let at = token - 1; at > Math.max(this.sentence.from, token - 20); at--) {
      const run = this.people.runAt(at);
      if (run === null) continue;
      at = run.from;
      const opens =
        run.from === this.sentence.from || /^(?:,|that|and|but|as|when|after)$/u.test(this.text(run.from - 1));
      if (opens && this.people.personAt(at) !== null) return phraseOf(run);
    }
    return null;
  }

  /** What follows a phrase, over an aside between commas: "quoted Rubio, referring to the Bible, as saying". */
  private afterAside(at: number): number {
    if (this.text(at) !== ',') return at;
    for (let next = at + 1; next < Math.min(this.sentence.to, at + 26); next++)
      if (this.text(next) === ',') return next + 1;
    return at;
  }

  private takesBase(at: number, verb: SpeechVerb): boolean {
    const token = this.tokens[at]!;
    if (/^(?:they|we|i|you|who|some|many|others|people|critics)$/u.test(token.lower)) return true;
    if (verb.noun)
      return /^(?:officials|critics|experts|documents|records|papers|filings|supporters|democrats|republicans|opponents|aides)$/u.test(
        token.lower,
      );
    return (
      (isRole(token.lower) && /s$|men$|women$|people$|police$/u.test(token.lower)) || this.people.runAt(at) !== null
    );
  }

  private looksLikeNoun(at: number): boolean {
    const before = this.tokens[at - 1];
    if (at - 1 < this.sentence.from || before === undefined || before.kind !== 'word') {
      return !this.is(at - 1, 'quotation') || this.phraseFrom(at + 1) === null;
    }
    if (
      before.possessive ||
      DETERMINERS.has(before.lower) ||
      POSSESSIVES.has(before.lower) ||
      PREPOSITIONS.has(before.lower)
    )
      return true;
    if (PRONOUNS.has(before.lower) || /^(?:who|which|that|also)$/u.test(before.lower)) return false;
    if (this.people.runAt(at - 1)?.entity?.kind === 'person') return false;
    if (isRole(before.lower)) return PREPOSITIONS.has(this.lower(at + 1)) && this.lower(at + 1) !== 'that';
    return !(before.lower.endsWith('ly') || AUXILIARIES.has(before.lower));
  }

  private passive(at: number, verb: SpeechVerb, before: number): Cue | null {
    // "was quoted as saying" belongs to its subject; "was called “a disaster” by Smith" to Smith.
    const isQuoted = /^(?:quote|record|hear)$/u.test(verb.base);
    for (let next = at + 1; next < Math.min(this.sentence.to, at + 16); next++) {
      const token = this.tokens[next]!;
      // "He was quoted by the paper as saying"
      if (isQuoted && token.lower === 'as') break;
      if (token.lower === 'by' && !(isQuoted && this.quotedAs(next))) {
        const subject = this.phraseFrom(next + 1);
        if (subject !== null && this.isSpeaker(subject)) return by(subject, at, verb);
      }
      if (token.text === ';' || (token.text === ',' && verb.family === 'say')) break;
    }
    if (isQuoted) {
      const left = this.lower(before);
      const subject = left === 'who' ? this.antecedentOf(before) : this.subjectEndingAt(before);
      return subject === null ? null : by(subject, at, verb);
    }
    return null;
  }

  /** "challenged Wolf to get off the phone" */
  private challengesTo(at: number): boolean {
    if (/^(?:him|her|them)$/u.test(this.lower(at + 1))) return this.lower(at + 2) === 'to';
    const whom = this.phraseFrom(at + 1);
    return whom !== null && this.isSpeaker(whom) && this.lower(whom.to) === 'to';
  }

  /** "by the paper | as saying" */
  private quotedAs(by: number): boolean {
    const paper = this.phraseFrom(by + 1);
    return paper !== null && this.lower(paper.to) === 'as';
  }

  /** "“…,” Smith thundered" and "“…,” sighed Smith": any verb will do right behind a quotation. */
  private unlistedAfter(quotation: number): Cue | null {
    let at = quotation + 1;
    if (this.text(at) === ',') at++;
    if (!this.is(at, 'word')) return null;
    const token = this.tokens[at]!;
    if (!token.capital && /(?:ed|wrote|spoke)$/u.test(token.lower) && !VERBS.has(token.lower)) {
      const subject = this.phraseFrom(at + 1);
      const named = subject !== null && this.people.runAt(subject.head) !== null;
      return named ? behind(subject, at, null) : null;
    }
    const subject = this.phraseFrom(at);
    if (subject === null || !this.isSpeaker(subject)) return null;
    let verb = subject.to;
    while (AUXILIARIES.has(this.lower(verb)) || (this.lower(verb).endsWith('ly') && verb < subject.to + 4)) verb++;
    const word = this.lower(verb);
    if (!this.is(verb, 'word') || VERBS.has(word)) return null;
    return /(?:ed|wept|spoke|went|spat|shot)$/u.test(word) ? by(subject, verb, null) : null;
  }

  /** Whether "said the plan" reads as "the plan said" rather than as a clause of its own. */
  private canInvert(subject: NounPhrase, verb: SpeechVerb): boolean {
    if (verb.form === 'ing' || verb.family === 'name' || TO_SOMEBODY.has(verb.base) || !this.isSpeaker(subject))
      return false;
    const { lower } = this.tokens[subject.head]!;
    if (/^(?:it|they|we|i|you)$/u.test(lower)) return false;
    const next = subject.to;
    const after = this.lower(next);
    return !AUXILIARIES.has(after) && !(VERBS.has(after) && !/ing$/u.test(after) && this.is(next, 'word'));
  }

  private canSay(phrase: NounPhrase, verb: SpeechVerb): boolean {
    if (this.isSpeaker(phrase)) return true;
    const token = this.tokens[phrase.head]!;
    if (token.possessive || token.kind !== 'word') return false;
    // An unknown noun is believed only of the plainest verbs: "one pensioner said".
    return (
      /^(?:say|tell|add|ask|reply|write|explain|recall|read)$/u.test(verb.base) &&
      verb.form !== 'base' &&
      isPlainNoun(token) &&
      !/ing$/u.test(token.lower)
    );
  }
}

/** Index of the first cue behind a token; cues are in order. */
export function firstAfter(cues: readonly Cue[], at: number): number {
  let low = 0;
  let high = cues.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cues[middle]!.at > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Verbs that say nothing by themselves unless a quotation follows at once. */
export function isNoise(cue: Cue): boolean {
  return (
    cue.verb !== null &&
    (cue.verb.base === PHRASAL_BASE ||
      /^(?:go|press|direct|cast|lay|paint|sum|voice|report|find|tag|bill|knock|rule|question)$/u.test(cue.verb.base))
  );
}
