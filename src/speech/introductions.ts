// What leads up to a quotation or follows it without a verb of speech: labels, captions, signatures, questions.

import { Clause } from './cues.ts';
import { isRole, SPEECH_NOUNS } from './lexicon.ts';
import type { Speaker } from './memory.ts';
import { rangeOf } from './owners.ts';
import type { Cue } from './participles.ts';
import type { Entity, People } from './people.ts';
import { type NounPhrase, phraseOf } from './phrases.ts';
import type { Context, Stand } from './quotations.ts';
import type { Speakers } from './speakers.ts';
import type { Sentence, Token } from './tokens.ts';

/** Finds who is made to speak by what stands around a quotation. */
export class Introductions {
  private readonly text: string;
  private readonly tokens: readonly Token[];
  private readonly people: People;
  private readonly speakers: Speakers;

  constructor(text: string, tokens: readonly Token[], people: People, speakers: Speakers) {
    this.text = text;
    this.tokens = tokens;
    this.people = people;
    this.speakers = speakers;
  }

  /** "Tarrant: ‘…’", "She was blunt: “…”". */
  introduced(stand: Stand, { sentence, subject }: Context, implied: () => Speaker | null): Speaker | null {
    const signed = this.signed(stand, sentence);
    if (signed !== null) return signed;
    const before = this.tokens[stand.at - 1];
    if (stand.at - 1 < sentence.from || before === undefined) return null;
    const bracketed = this.bracketed(stand, sentence);
    if (bracketed !== null) return bracketed;
    const dashed = this.dashed(stand, sentence);
    if (dashed !== null) return dashed;
    const headed = this.headed(stand, sentence);
    if (headed !== null) return headed;
    const colon = before.text === ':';
    const comma = before.text === ',' && isSentenceLike(this.text, stand) && stand.words > 3;
    if (!colon && !comma) return null;
    const clause = new Clause(this.tokens, this.people, sentence);
    const owned = colon ? this.ownerOfLabel(stand.at - 2, sentence) : null;
    if (owned !== null) return owned;
    const label = colon ? this.people.runAt(stand.at - 2) : null;
    // "Ann Lee on Wolf: “…”": a name alone before "on" speaks, the one behind it is what about.
    const first = this.people.runAt(sentence.from);
    const isAbout =
      label !== null && first !== null && first.to + 1 === label.from && this.tokens[first.to]!.lower === 'on';
    if (isAbout && first.entity?.kind === 'person') return this.speakers.resolve(phraseOf(first), sentence);
    const opens = label !== null && label.from <= sentence.from + 1;
    if (label?.entity?.kind === 'person' || (opens && label.entity !== null)) {
      return this.speakers.resolve(phraseOf(label), sentence);
    }
    if (subject === null) return null;
    // "THE CLAIM: “…”", "QUOTE OF THE DAY: “…”": a rubric says nothing.
    const isPerson = isRole(this.tokens[subject.head]!.lower) && !SPEECH_NOUNS.has(this.tokens[subject.head]!.lower);
    const owner = colon && !isPerson ? this.ownerOfSubject(subject) : null;
    if (owner !== null) return owner;
    const rubric = colon && SPEECH_NOUNS.has(this.tokens[subject.head]!.lower) && label !== null;
    if (rubric || !clause.isSpeaker(subject)) return colon ? implied() : null;
    return this.speakers.resolve(subject, sentence);
  }

  /** "LEE'S CLAIM: “…”", "Lee's full reply: “…”": whose the noun before the colon is. */
  private ownerOfLabel(noun: number, sentence: Sentence): Speaker | null {
    if (!SPEECH_NOUNS.has(this.tokens[noun]?.lower ?? '')) return null;
    for (let at = noun - 1; at >= Math.max(sentence.from, noun - 3) && this.tokens[at]!.kind === 'word'; at--) {
      const run = this.people.runAt(at);
      if (run === null || !this.tokens[at]!.possessive) continue;
      return run.entity === null ? null : this.speakers.resolve(phraseOf(run), sentence);
    }
    return null;
  }

  /** "Lee's list has this gem: “…”" */
  private ownerOfSubject(subject: NounPhrase): Speaker | null {
    const run = this.people.runAt(subject.from);
    if (run?.entity?.kind !== 'person' || run.to > subject.head || !this.tokens[run.to - 1]!.possessive) return null;
    return { ...rangeOf(this.tokens[run.to - 1]!), name: run.entity.name, entity: run.entity };
  }

  /** "shared a photo with the caption “…”", "posted a picture with the words “…”" */
  captioned(stand: Stand, { sentence, subject }: Context): Speaker | null {
    const at = stand.at - 1;
    if (subject === null || at - 3 < subject.to || !/^(?:caption|message|words|note)$/u.test(this.tokens[at]!.lower))
      return null;
    if (this.tokens[at - 2]!.lower !== 'with' || !/^(?:the|a)$/u.test(this.tokens[at - 1]!.lower)) return null;
    const clause = new Clause(this.tokens, this.people, sentence);
    return clause.isSpeaker(subject) ? this.speakers.resolve(subject, sentence) : null;
  }

  /** "Petrosi: GOP health bill ‘a moral monstrosity’": in a headline the name before a colon says what is quoted behind it. */
  headed(stand: Stand, sentence: Sentence): Speaker | null {
    const run = this.people.runAt(sentence.from);
    if (run?.entity?.kind !== 'person') return null;
    const isAbout = this.tokens[run.to]?.lower === 'on' && this.hasColon(run.to + 1, stand.at);
    if (!isAbout && this.tokens[run.to]?.text !== ':') return null;
    const isHeadline = stand.at === sentence.to - 1 && !isSentenceLike(this.text, stand) && stand.at > run.to + 1;
    return isHeadline ? this.speakers.resolve(phraseOf(run), sentence) : null;
  }

  /** Whether a colon stands a few words before a quotation: "Lee on the claim: A ‘racist lie’". */
  private hasColon(from: number, at: number): boolean {
    for (let before = at - 1; before >= Math.max(from, at - 3); before--)
      if (this.tokens[before]!.text === ':') return true;
    return false;
  }

  /** "Ann Lee (“I was late”), Bob Ray (“Me too”)" */
  private bracketed({ at }: Stand, sentence: Sentence): Speaker | null {
    if (this.tokens[at - 1]!.text !== '(' || this.tokens[at + 1]?.text !== ')' || at - 2 < sentence.from) return null;
    const run = this.people.runAt(at - 2);
    return run?.entity?.kind === 'person' ? this.speakers.resolve(phraseOf(run), sentence) : null;
  }

  /** "Sen. Carla Montes (Texas) -- “…”": a list of who says what. */
  private dashed(stand: Stand, sentence: Sentence): Speaker | null {
    let at = stand.at - 1;
    if (!/^[—–-]$/u.test(this.tokens[at]!.text)) return null;
    while (at > sentence.from && /^[—–-]$/u.test(this.tokens[at]!.text)) at--;
    if (this.tokens[at]!.text === ')') while (at > sentence.from && this.tokens[at]!.text !== '(') at--;
    if (this.tokens[at]!.text === '(') at--;
    // "of Louisiana"
    const home = this.people.runAt(at)?.from ?? at;
    if (this.tokens[home - 1]?.lower === 'of') at = home - 2;
    const run = at < sentence.from ? null : this.people.personAt(at);
    return run === null || run.from > sentence.from + 1 ? null : this.speakers.resolve(phraseOf(run), sentence);
  }

  /** "“…” — Carla Montes, on the deal", "‘…’: Hendricks digs in": a name behind the quotation signs it. */
  signed(stand: Stand, sentence: Sentence): Speaker | null {
    const named = this.named(stand, sentence);
    if (named !== null) return named;
    const [next, name] = [this.tokens[stand.at + 1], this.tokens[stand.at + 2]];
    if (name === undefined || !/^[:—–-]$/u.test(next?.text ?? '')) return null;
    // The quotation's own closing point may end its sentence, but not its paragraph.
    if (/\n/u.test(this.text.slice(stand.quotation.end, name.start))) return null;
    const run = this.people.runAt(stand.at + 2);
    if (run?.entity?.kind !== 'person') return this.signedByOffice(stand, sentence);
    if (this.tokens[run.to - 1]!.possessive || this.isPublication(run.entity, run.to, sentence)) return null;
    return this.speakers.resolve(phraseOf(run), sentence);
  }

  /** "“…,” Rep. Carla Montes (D-Texas).": a name alone behind a comma, the verb forgotten. */
  private named(stand: Stand, sentence: Sentence): Speaker | null {
    if (stand.at !== sentence.from || !this.tokens[stand.at]!.comma) return null;
    const run = this.people.personAt(stand.at + 1);
    if (run === null) return null;
    let at = run.to;
    if (this.tokens[at]?.text === '(') while (at < sentence.to && this.tokens[at]!.text !== ')') at++;
    const ends = at + (this.tokens[at]?.text === ')' ? 1 : 0);
    if (ends < sentence.to && !(ends === sentence.to - 1 && this.tokens[ends]!.text === '.')) return null;
    return this.speakers.resolve(phraseOf(run), sentence);
  }

  /** "Why we won – Eagle Rising": what ends a headline behind a dash, and is nobody's name, is where it was printed. */
  private isPublication({ gender, roles, count }: Entity, end: number, { paragraph, to }: Sentence): boolean {
    return paragraph === 0 && end >= to - 1 && gender === null && roles.size === 0 && count < 2;
  }

  /** "Remarks “unacceptable”: ministry spokesman": all that a headline has behind its colon. */
  private signedByOffice(stand: Stand, sentence: Sentence): Speaker | null {
    const from = stand.at + 2;
    const last = sentence.to - 1;
    if (this.tokens[stand.at + 1]!.text !== ':' || sentence.paragraph > 1 || last - from > 3) return null;
    for (let at = from; at <= last; at++) if (this.tokens[at]!.kind !== 'word') return null;
    if (!isRole(this.tokens[last]!.lower) || SPEECH_NOUNS.has(this.tokens[last]!.lower)) return null;
    return this.speakers.resolve({ from, to: last + 1, head: last }, sentence);
  }

  /** "taken with the following statement from Ken Lee": whose words come next. */
  private announcedIn(sentence: Sentence): Entity | null {
    for (let at = sentence.from + 1; at < sentence.to - 2; at++) {
      if (!SPEECH_NOUNS.has(this.tokens[at]!.lower) || this.tokens[at - 1]!.lower !== 'following') continue;
      if (!/^(?:from|by)$/u.test(this.tokens[at + 1]!.lower)) continue;
      const phrase = new Clause(this.tokens, this.people, sentence).phraseFrom(at + 2);
      return phrase === null ? null : (this.people.runAt(phrase.head)?.entity ?? null);
    }
    return null;
  }

  /** "described as “a clown” by friends and “a genius” by foes": each his own. */
  agentBehind({ at }: Stand, sentence: Sentence, cue: Cue): Speaker | null {
    const isPassive = cue.subject !== null && !cue.inverted && cue.subject.from > cue.at;
    if (this.tokens[at + 1]?.lower !== 'by' || cue.at > at || !isPassive) return null;
    const clause = new Clause(this.tokens, this.people, sentence);
    const phrase = clause.phraseFrom(at + 2);
    return phrase !== null && clause.isSpeaker(phrase) ? this.speakers.resolve(phrase, sentence) : null;
  }

  /** "Wolf was asked by Lee to condemn it." */
  private isAsked(sentence: Sentence): Entity | null {
    const run = this.people.personAt(sentence.from);
    if (run === null) return null;
    const isPassive = this.tokens[run.to]?.lower === 'was' && this.tokens[run.to + 1]?.lower === 'asked';
    return isPassive ? run.entity : null;
  }

  /** "Asked by Lee whether …": who asks, in the sentence that opens with it. */
  askerIn(sentence: Sentence): Speaker | null {
    if (this.tokens[sentence.from + 1]?.lower !== 'by') return null;
    const phrase = new Clause(this.tokens, this.people, sentence).phraseFrom(sentence.from + 2);
    return phrase === null ? null : this.speakers.resolve(phrase, sentence);
  }

  /** Whom a question was put to, when the sentence tells: the next bare quotation is then the answer. */
  askedIn(sentence: Sentence, cues: readonly Cue[]): Entity | null {
    const announced = this.announcedIn(sentence);
    if (announced !== null) return announced;
    const answers = this.isAsked(sentence);
    if (answers !== null) return answers;
    const cue = cues.find((one) => one.verb?.base === 'ask' && one.subject !== null);
    if (cue === undefined) return null;
    const from = Math.max(cue.at, cue.subject?.to ?? 0) + 1;
    for (let at = from; at < Math.min(sentence.to, from + 6); at++) {
      if (this.tokens[at]!.kind === 'quotation') return null;
      const run = this.people.runAt(at);
      if (run?.entity?.kind === 'person') return run.entity;
    }
    return null;
  }
}

/** A stretch in marks that ends as a sentence does, or is left open. */
export function isSentenceLike(text: string, stand: Stand): boolean {
  const { start, end } = stand.quotation;
  return /[.!?…,—-][’'”"]*$/u.test(text.slice(Math.max(start, end - 4), end)) || !stand.quotation.closed;
}
