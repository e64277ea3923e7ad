// Verbs of speech that hang on another clause: "saying …", "went on to say", each with whoever does it.

import {
  AUXILIARIES,
  BE_FORMS,
  CONJUNCTIONS,
  DETERMINERS,
  isRole,
  NOT_SPEAKERS,
  POSSESSIVES,
  PREPOSITIONS,
  type SpeechVerb,
} from './lexicon.ts';
import { DAYS, MONTHS, SHOWN_BY, TALKS, TIMES, WRITINGS } from './phrasal.ts';
import { type NounPhrase, phraseOf } from './phrases.ts';
import { Subjects } from './subjects.ts';

/** A verb of speech with its subject. `shared`: the subject is the one of the clause before ("… and said"). */
export type Cue = {
  readonly at: number;
  readonly verb: SpeechVerb | null;
  readonly subject: NounPhrase | null;
  readonly shared: boolean;
  /** The subject stands behind the verb ("said Smith"). */
  readonly inverted: boolean;
};

/** What its subject, before it, says. */
export function by(subject: NounPhrase | null, at: number, verb: SpeechVerb | null): Cue {
  return { at, verb, subject, shared: false, inverted: false };
}

/** What its subject, behind it, says. */
export function behind(subject: NounPhrase | null, at: number, verb: SpeechVerb | null): Cue {
  return { at, verb, subject, shared: false, inverted: true };
}

/** What the subject of the clause before says. */
export function shared(at: number, verb: SpeechVerb): Cue {
  return { at, verb, subject: null, shared: true, inverted: false };
}

/** The verbs of one sentence that have no subject of their own. */
export class Participles extends Subjects {
  /** What stands before a verb's helpers: "Smith | has since flatly" said. */
  protected beforeVerb(verbAt: number): { at: number; helped: boolean; passive: boolean; be: boolean } {
    let at = verbAt - 1;
    let helped = false;
    let passive = false;
    let be = false;
    for (let steps = 0; steps < 6 && at >= this.sentence.from; steps++) {
      const { lower, kind, capital } = this.tokens[at]!;
      if (kind !== 'word' || (capital && this.people.runAt(at) !== null)) break;
      // "Lee next tweeted"
      const adverb =
        (lower.length > 4 && lower.endsWith('ly') && !(capital && at > this.sentence.from)) ||
        // "Lee would only say"
        (/^(?:next|only)$/u.test(lower) && at === verbAt - 1);
      if (!adverb && !AUXILIARIES.has(lower)) break;
      if (
        (lower === 'then' || lower === 'also' || lower === 'both' || lower === 'all') &&
        this.lower(at - 1) === 'and'
      ) {
        at--;
        break;
      }
      if (BE_FORMS.has(lower)) {
        be = true;
        passive ||= true;
      }
      if (/^(?:ha[sd]|have|do|did|does|will|would|could|should|might|may|must|can|cannot|.*n't)$/u.test(lower))
        helped = true;
      at--;
    }
    // "on Tuesday said", "Smith Friday told": a bare day between.
    return { at: this.skipTime(at), helped: helped || be, passive, be };
  }

  private skipTime(at: number): number {
    const word = this.lower(at);
    const before = this.lower(at - 1);
    // "last month", "earlier this week", "in May"
    if (TIMES.test(word) && /^(?:last|this|next|that)$/u.test(before))
      return /^(?:earlier|later|late|early)$/u.test(this.lower(at - 2)) ? at - 3 : at - 2;
    if (MONTHS.test(word) && before === 'in') return at - 2;
    if (!DAYS.test(word)) return at;
    return before === 'on' || before === 'last' ? at - 2 : at - 1;
  }

  private dashBefore(token: number): number {
    for (let at = token; at > Math.max(this.sentence.from, token - 12); at--) if (this.text(at) === '—') return at;
    return -1;
  }

  /** Whom "who" stands for. */
  protected antecedentOf(who: number): NounPhrase | null {
    const open = this.text(who - 1) === '—' ? this.dashBefore(who - 2) : -1;
    const host = open <= this.sentence.from ? null : this.people.personAt(open - 1);
    // "Sullivan — now his adviser — who said"
    if (host !== null) return phraseOf(host);
    // "Rep. Tulsi Gabbard, D-Hawaii, who"
    const member = /^[rd]-/u.test(this.lower(who - 2)) && this.isPause(who - 1) ? this.people.runAt(who - 4) : null;
    if (member?.entity?.kind === 'person') return phraseOf(member);
    const phrase = this.phraseEndingAt(this.isPause(who - 1) || this.text(who - 1) === '(' ? who - 2 : who - 1);
    return phrase === null ? null : (this.namedBefore(phrase) ?? phrase);
  }

  protected participle(at: number, verb: SpeechVerb, before: number): Cue | null {
    const left = this.lower(before);
    if (DETERMINERS.has(left) || POSSESSIVES.has(left) || NOT_SPEAKERS.has(left)) return null;
    const blamed =
      left === 'for' && !/^(?:reveal|disclose|report)$/u.test(verb.base) ? this.blamedBefore(before) : null;
    if (blamed !== null) return by(blamed, at, verb);
    // "an email from Kelly saying"
    const sender = this.people.runAt(before);
    const isSent =
      sender?.entity?.kind === 'person' &&
      /^(?:from|by)$/u.test(this.lower(sender.from - 1)) &&
      WRITINGS.test(this.lower(sender.from - 2));
    if (isSent) return by(phraseOf(sender), at, verb);
    // "featured Rep. Jim Bridenstine (R-OK) calling"
    const end = this.text(before) === ')' ? this.beforeBracket(before) : before;
    if (this.is(end, 'word') && !PREPOSITIONS.has(this.lower(end)) && !CONJUNCTIONS.has(this.lower(end))) {
      const subject = this.phraseEndingAt(end);
      // "a video of Smith calling her …"; in "went after Smith saying" it is the other who speaks.
      const governor = subject === null ? '' : this.lower(subject.from - 1);
      const isOne =
        subject !== null && governor === 'with' && /^(?:one|a|an|another|some)$/u.test(this.lower(subject.from));
      if (
        subject !== null &&
        (this.people.runAt(subject.head) !== null || (isOne && this.isSpeaker(subject))) &&
        (SHOWN_BY.test(governor) || (governor === 'and' && this.isAbsolute(at))) &&
        !(governor === 'with' && TALKS.test(this.lower(subject.from - 2)))
      ) {
        return by(subject, at, verb);
      }
    }
    return this.written(at, verb) ?? this.filmed(at, verb) ?? this.whoClause(at, verb) ?? shared(at, verb);
  }

  /** "a clip of Wolf, a businessman, saying …" */
  private filmed(at: number, verb: SpeechVerb): Cue | null {
    for (let of = at - 2; of > Math.max(this.sentence.from, at - 18); of--) {
      if (this.is(of, 'quotation')) return null;
      if (this.lower(of) !== 'of' || !/^(?:videos?|clips?|footage|tapes?|recordings?|audio)$/u.test(this.lower(of - 1)))
        continue;
      const run = this.people.personAt(of + 1);
      return run === null ? null : by(phraseOf(run), at, verb);
    }
    return null;
  }

  /** "his focus on Lee, the police chief, who stayed away, citing …": nearer than the sentence's own subject. */
  private whoClause(at: number, verb: SpeechVerb): Cue | null {
    if (this.text(at - 1) !== ',') return null;
    for (let who = at - 2; who > Math.max(this.sentence.from + 1, at - 16); who--) {
      if (this.isPause(who) || !this.is(who, 'word')) return null;
      if (this.lower(who) !== 'who') continue;
      const near = this.text(who - 1) === ',' ? null : this.antecedentOf(who);
      if (near !== null && this.people.runAt(near.head)?.entity?.kind === 'person') return by(near, at, verb);
      for (let before = who - 1; before > Math.max(this.sentence.from, who - 10); before--) {
        const run = this.people.personAt(before);
        if (run !== null) return by(phraseOf(run), at, verb);
      }
      return null;
    }
    return null;
  }

  /** "with Clinton accusing him …, and Sanders countering that": a verb in -ing after "with" and a name, earlier on. */
  private isAbsolute(at: number): boolean {
    for (let before = at - 1; before > Math.max(this.sentence.from, at - 30); before--) {
      const run = this.lower(before - 1) === 'with' ? this.people.runAt(before) : null;
      if (run?.entity?.kind === 'person' && run.from === before && /ing$/u.test(this.lower(run.to))) return true;
    }
    return false;
  }

  /** "called out Garamendi for saying …", "criticized Trump on Monday for saying …": the one who is blamed or praised. */
  private blamedBefore(preposition: number): NounPhrase | null {
    const end = this.skipTime(preposition - 1);
    const run = this.people.runAt(end);
    if (run?.entity?.kind !== 'person' || this.tokens[end]!.possessive) return null;
    const verb = this.tokens[run.from - 1];
    const isObject = verb?.kind === 'word' && run.from - 1 > this.sentence.from && !CONJUNCTIONS.has(verb.lower);
    return isObject ? phraseOf(run) : null;
  }

  /** "silent in the face of Trump's tweets, widely condemned, urging …": what was written urges. */
  private written(at: number, verb: SpeechVerb): Cue | null {
    for (let before = at - 1; before > Math.max(this.sentence.from, at - 12); before--) {
      const token = this.tokens[before]!;
      if (token.kind === 'quotation' || token.text === ';') return null;
      if (!WRITINGS.test(token.lower)) continue;
      // "remarks Sanders made earlier this week implying …"
      const maker = this.people.runAt(before + 1);
      if (maker?.entity?.kind === 'person' && /^(?:made|gave|wrote|sent|posted|issued)$/u.test(this.lower(maker.to)))
        return by(phraseOf(maker), at, verb);
      // "remarks made by Lee saying …"
      const link = [before + 1, before + 2].find((next) => this.lower(next) === 'by');
      const author = link === undefined ? null : this.people.runAt(link + 1);
      if (author?.entity != null && author.to <= at) return by(phraseOf(author), at, verb);
      // "Wolf made a comment promising …"
      const giver = /^an?$/u.test(this.lower(before - 1)) ? this.people.runAt(before - 3) : null;
      const gave = /^(?:made|gave|wrote|sent|posted|issued|released)$/u.test(this.lower(before - 2));
      if (gave && giver?.entity?.kind === 'person') return by(phraseOf(giver), at, verb);
      if (!this.tokens[before - 1]!.possessive) continue;
      const run = this.people.runAt(before - 1);
      // "challenged the mayor's tweet telling them to “go”"
      if (run === null && isRole(this.lower(before - 1)) && this.lower(before - 2) === 'the')
        return by({ from: before - 2, to: before, head: before - 1 }, at, verb);
      if (run?.entity == null) return null;
      return by(phraseOf(run), at, verb);
    }
    return null;
  }

  protected infinitive(at: number, verb: SpeechVerb, to: number): Cue | null {
    // "prompted one wag to post", "led the senator to say": the one who is moved.
    const moved = this.phraseEndingAt(to - 1);
    const mover = moved === null ? '' : this.lower(moved.from - 1);
    if (
      moved !== null &&
      /^(?:prompted|led|caused|forced|pushed|drove|inspired|prompting|leading|causing|forcing)$/u.test(mover)
    ) {
      return by(moved, at, verb);
    }
    // "went on to say", "took to Twitter to blast": the subject of the verb before.
    for (let before = to - 1; before >= Math.max(this.sentence.from, to - 10); before--) {
      const token = this.tokens[before]!;
      if (token.kind !== 'word') break;
      if (
        /^(?:went|took|takes|goes|continued|continues|tried|began|appeared|seemed|wanted|rose|proceeded|used|came|stopped|paused)$/u.test(
          token.lower,
        )
      ) {
        const subject = this.subjectEndingAt(this.beforeVerb(before).at);
        if (subject !== null) return by(subject, at, verb);
      }
    }
    return shared(at, verb);
  }
}
