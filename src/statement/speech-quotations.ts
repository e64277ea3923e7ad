// Who says a quotation: the verb of speech that governs it, the words of others it stands in, or whoever spoke before.

import type { Range } from '../text.ts';
import type { Quotation } from './marks.ts';
import { Clause, type Cue, PHRASAL_BASE } from './speech-cues.ts';
import { CALENDAR, PRONOUNS, SPEECH_NOUNS } from './speech-lexicon.ts';
import type { Entity, People } from './speech-people.ts';
import type { NounPhrase } from './speech-phrases.ts';
import type { Speaker, Speakers } from './speech-speakers.ts';
import { countBetween, isTitle, Titles } from './speech-titles.ts';
import type { Sentence, Token } from './speech-tokens.ts';

/** A quotation in its sentence: its token and how many words it holds. */
export type Stand = { readonly at: number; readonly quotation: Quotation; readonly words: number };

/** What is known of the sentence that a quotation stands in. */
export type Context = {
  readonly sentence: Sentence;
  readonly cues: readonly Cue[];
  readonly stands: readonly Stand[];
  readonly speakerOf: (cue: Cue) => Speaker | null;
  readonly subject: Cue['subject'];
};

type Picked = { readonly cue: Cue; readonly tight: boolean; readonly framed: boolean };

type Turned = { readonly speaker: Speaker; readonly paragraph: number };

/** Who says it (null: not known yet) and the verb that tells so, if one does. */
export type Verdict = { readonly speaker: Speaker | null; readonly cue: Cue | null };

// How far behind its "that" a claim's words may stand.
const CLAIM = 30;

/** Attributes quotations one after the other, in the text's order. */
export class Quotations {
  private readonly text: string;
  private readonly tokens: readonly Token[];
  private readonly people: People;
  private readonly speakers: Speakers;
  private readonly titles: Titles;
  private lastParagraph = -1;
  /** Who spoke in the last three paragraphs that hold the words of one only. */
  private readonly exchange: Turned[] = [];
  /** What `isAlone` found last: a paragraph of thousands of quotations asks it as often. */
  private alone: { readonly sentence: Sentence; readonly is: boolean } | null = null;

  constructor(text: string, tokens: readonly Token[], people: People, speakers: Speakers) {
    this.text = text;
    this.tokens = tokens;
    this.people = people;
    this.speakers = speakers;
    this.titles = new Titles(text, tokens);
  }

  /** Remembers who spoke, and where; only what is quoted is a turn in an exchange. */
  spoke(speaker: Speaker, paragraph: number, isQuoted: boolean): void {
    this.speakers.spoke(speaker);
    this.lastParagraph = paragraph;
    if (!isQuoted) return;
    if (this.exchange.at(-1)?.paragraph !== paragraph) this.exchange.push({ speaker, paragraph });
    else if (this.exchange.at(-1)!.speaker.name !== speaker.name) this.exchange.length = 0;
    if (this.exchange.length > 3) this.exchange.shift();
  }

  /** Remembers whether a sentence asked somebody: a bare quotation behind it is then the answer. */
  finish(sentence: Sentence, cues: readonly Cue[]): void {
    this.speakers.asked = this.askedIn(sentence, cues);
  }

  /** Who says a quotation; null when it is no speech: scare quotes, a title of a work, a name for a thing. */
  attribute(stand: Stand, context: Context): Verdict | null {
    const { sentence, cues, speakerOf } = context;
    if (stand.words === 0 || this.people.runAt(stand.at) !== null) return null;
    if (stand.quotation.continues && this.speakers.last !== null) {
      const own = this.pick(stand, cues, speakerOf);
      return { speaker: own?.tight === true ? speakerOf(own.cue) : this.speakers.last, cue: null };
    }
    const captioned = this.captioned(stand, context);
    if (captioned !== null) return { speaker: captioned, cue: null };
    const picked = this.pick(stand, cues, speakerOf);
    if (this.titles.isAskedAbout(stand, sentence) || this.titles.isVote(stand)) return null;
    if (picked !== null) {
      const thinks = cues[firstAfter(cues, stand.at) - 1]?.verb?.family === 'think';
      const inWords =
        (picked.tight ? null : this.inWordsOf(stand, context)) ??
        (picked.tight && !thinks ? null : this.inClaimOf(stand, context));
      if (inWords !== null) return { speaker: inWords, cue: null };
      // "Lee's list has this gem: “…,” which her fans know": a colon beats what only comes later.
      const isLater = !picked.tight && picked.cue.at > stand.at && this.tokens[stand.at - 1]?.text === ':';
      const before = isLater ? this.introduced(stand, context) : null;
      if (before !== null) return { speaker: before, cue: null };
      if (!picked.tight && this.titles.isLabel(stand, sentence, picked.cue)) return null;
      if (this.titles.isTitled(stand, sentence, picked.cue)) return null;
      if (picked.tight && !picked.framed && this.titles.isName(stand, sentence, picked.cue)) return null;
      return { speaker: speakerOf(picked.cue), cue: picked.cue };
    }
    if (this.isAlone(sentence)) {
      const signed = this.signed(stand, sentence);
      if (signed !== null) return { speaker: signed, cue: null };
      if (!this.isSentenceLike(stand) && stand.words < 4) return null;
      return { speaker: this.implied(sentence), cue: null };
    }
    const named = isTitle(this.text, stand.quotation) && this.tokens[stand.at - 1]?.kind === 'word';
    const owned = named ? null : this.ownedWords(stand, context);
    if (owned !== null) return { speaker: owned, cue: null };
    if (this.titles.isLabel(stand, sentence)) return null;
    const introduced = this.introduced(stand, context);
    if (introduced !== null) return { speaker: introduced, cue: null };
    if (stand.words < 3 || (stand.words < 6 && this.lastParagraph !== sentence.paragraph)) return null;
    return { speaker: this.implied(sentence), cue: null };
  }

  /** The cue that governs a quotation. `tight`: nothing but the frame lies between; `framed`: a comma or colon marks speech. */
  private pick(stand: Stand, cues: readonly Cue[], speakerOf: (cue: Cue) => Speaker | null): Picked | null {
    const { at } = stand;
    const inner = innerEnd(this.text, stand.quotation);
    const comma = this.tokens[at + 1]?.text === ',' || /[,?!…—–-]/u.test(inner);
    const usable = (cue: Cue): boolean =>
      (!isNoise(cue) || this.meetsQuotation(cue)) && (cue.verb !== null || comma) && speakerOf(cue) !== null;
    let before: Cue | null = null;
    let after: Cue | null = null;
    const next = firstAfter(cues, at);
    for (let index = next - 1; index >= Math.max(0, next - 8) && before === null; index--) {
      if (usable(cues[index]!) && !this.isClosed(cues[index]!, at)) before = cues[index]!;
    }
    for (let index = next; index < Math.min(cues.length, next + 8) && after === null; index++) {
      if (usable(cues[index]!)) after = cues[index]!;
    }
    const tightAfter = after !== null && this.followsTightly(after, at);
    const gap = before === null ? Number.POSITIVE_INFINITY : countBetween(this.tokens, before.at, at);
    const last = this.tokens[at - 1];
    const speechPoint = last?.text === ',' || last?.text === ':' || last?.lower === 'that' || last?.lower === 'as';
    const tightBefore = before !== null && gap <= (speechPoint ? 12 : 5);
    const names = before?.verb?.family === 'name';
    // "When a reporter asked “Are you running?” she smiled": any verb may follow, but one of speech stands right before.
    if (tightBefore && gap === 0 && after?.verb === null) return { cue: before!, tight: true, framed: false };
    if (tightAfter && (comma || !tightBefore) && !(tightBefore && names && gap <= 4))
      return { cue: after!, tight: true, framed: comma };
    if (tightBefore)
      return { cue: this.outer(before!, cues, usable), tight: true, framed: last?.text === ',' || last?.text === ':' };
    if (before !== null && gap < 40) {
      const cue = this.governing(before, { at, cues, usable });
      return { cue: this.outer(cue, cues, usable), tight: false, framed: false };
    }
    if (after !== null && after.at - at < 45) return { cue: after, tight: false, framed: false };
    return null;
  }

  /** Verbs of little weight count beside a quotation: "“How,” pressed Hughes", "the court ruled: “…”". */
  private meetsQuotation(cue: Cue): boolean {
    const isPhrasal = cue.verb?.base === PHRASAL_BASE;
    if (isPhrasal && cue.subject !== null && this.tokens[cue.subject.from - 1]?.kind === 'quotation') return true;
    const next = this.tokens[cue.at + (isPhrasal ? 2 : 1)];
    // "went 'mano a mano'"
    if (cue.verb?.base === 'go') return next?.text === ':' || next?.text === ',';
    return cue.inverted || next?.kind === 'quotation' || next?.text === ':' || next?.text === ',';
  }

  /** "Palmieri said Clinton had been referring to “…”": the words are in what Palmieri said. */
  private outer(cue: Cue, cues: readonly Cue[], usable: (cue: Cue) => boolean): Cue {
    if (cue.shared || cue.subject === null) return cue;
    // "she claimed that he wants to “repeal”": what he thinks is hers to tell.
    // "he said it offered “another view”"
    const isIts = this.tokens[cue.subject.head]!.lower === 'it';
    if (cue.verb?.form !== 'ing' && cue.verb?.family !== 'think' && !isIts && !this.isSupposed(cue)) return cue;
    const before = cues[firstAfter(cues, cue.at - 1) - 1];
    if (before === undefined || !usable(before) || before.verb?.family !== 'say') return cue;
    const gap = cue.subject.from - before.at;
    return gap === 1 || (gap < 14 && this.tokens[cue.subject.from - 1]!.lower === 'that') ? before : cue;
  }

  /** "would tell allies “…”": nobody said it yet. */
  private isSupposed(cue: Cue): boolean {
    for (let at = cue.subject?.to ?? cue.at; at < cue.at; at++) {
      if (/^(?:would|will|could|might|should|can)$/u.test(this.tokens[at]!.lower)) return true;
    }
    return false;
  }

  /**
   * Of the verbs before a quotation that none is next to, the one that governs it: "said Smith was joking but “…”" is said,
   * not joked, and "said Jones, whom he called a liar, was “…”" is not called.
   */
  private governing(
    nearest: Cue,
    { at, cues, usable }: { at: number; cues: readonly Cue[]; usable: (cue: Cue) => boolean },
  ): Cue {
    const weak = (cue: Cue): boolean => cue.verb?.family !== 'say' || (cue.verb.form === 'ing' && !cue.shared);
    if (!weak(nearest)) return nearest;
    // "said Thune of an aide who dismissed McCain because “…”": nothing ends the clause about the aide.
    if (nearest.subject !== null && this.isUnbroken(nearest.at, at) && this.tokens[nearest.subject.to]?.lower === 'who')
      return nearest;
    const index = firstAfter(cues, nearest.at - 1);
    const stronger = cues
      .slice(Math.max(0, index - 5), index)
      .findLast((cue) => cue.at < at && usable(cue) && !weak(cue) && !this.isClosed(cue, at));
    return stronger ?? nearest;
  }

  private isUnbroken(from: number, to: number): boolean {
    for (let at = from + 1; at < to; at++) if (this.tokens[at]!.kind === 'point') return false;
    return true;
  }

  /** A frame between two commas behind an earlier quotation reaches no further than the next one. */
  private isClosed(cue: Cue, at: number): boolean {
    for (let next = cue.at + 1; next < at && next - cue.at < 80; next++)
      if (this.tokens[next]!.text === ';') return true;
    return false;
  }

  /** Whether a frame stands right behind a quotation. */
  followsQuotation({ at, subject }: Cue): boolean {
    const start = subject === null ? at : Math.min(at, subject.from);
    const before = this.tokens[start - 1];
    return before?.kind === 'quotation' || (before?.text === ',' && this.tokens[start - 2]?.kind === 'quotation');
  }

  followsTightly(cue: Cue, at: number): boolean {
    let start = cue.subject === null ? cue.at : Math.min(cue.at, cue.subject.from);
    if (start <= at) return false;
    while (
      start - 1 > at &&
      /^(?:,|later|also|then|once|again|—|–|-|has|have|had|long|\p{L}+ly)$/u.test(this.tokens[start - 1]!.lower)
    )
      start--;
    return start === at + 1;
  }

  /** Whether a sentence holds nothing but quotations. */
  isAlone(sentence: Sentence): boolean {
    if (this.alone?.sentence === sentence) return this.alone.is;
    let is = true;
    for (let at = sentence.from; at < sentence.to && is; at++) is = this.tokens[at]!.kind !== 'word';
    this.alone = { sentence, is };
    return is;
  }

  isSentenceLike(stand: Stand): boolean {
    const { start, end } = stand.quotation;
    return /[.!?…,—-][’'”"]*$/u.test(this.text.slice(Math.max(start, end - 4), end)) || !stand.quotation.closed;
  }

  /** A quotation without a frame: its paragraph's speaker, else whom the sentence before is about. */
  private implied(sentence: Sentence): Speaker | null {
    const { last } = this.speakers;
    if (last !== null && this.lastParagraph === sentence.paragraph) return last;
    const other = this.otherOfTwo(sentence.paragraph);
    if (other !== null) return other;
    const { asked } = this.speakers;
    if (asked !== null) return this.speakers.mentioned(asked);
    const topic = this.speakers.topic();
    const isNew = topic !== null && topic.entity !== last?.entity;
    // A sentence that names somebody new introduces his words, unless the one who spoke last may just go on.
    if (
      isNew &&
      (topic.paragraph === sentence.paragraph || last === null || this.lastParagraph < sentence.paragraph - 1)
    ) {
      return topic.speaker;
    }
    return last;
  }

  /** Of two who spoke by turns in the last three paragraphs, the one whose turn it is. */
  private otherOfTwo(paragraph: number): Speaker | null {
    if (this.exchange.length < 3) return null;
    const [first, second, third] = this.exchange as [Turned, Turned, Turned];
    const byTurns = first.speaker.name === third.speaker.name && second.speaker.name !== third.speaker.name;
    return byTurns && first.paragraph === paragraph - 3 && third.paragraph === paragraph - 1 ? second.speaker : null;
  }

  /** "in his words, “…”", "in Bonta's words, “…”". */
  private inWordsOf(stand: Stand, context: Context): Speaker | null {
    const at = this.tokens[stand.at - 1]?.text === ',' ? stand.at - 2 : stand.at - 1;
    return /^words?$/u.test(this.tokens[at]?.lower ?? '') && this.tokens[at - 1]?.lower !== 'the'
      ? this.ownedWords(stand, context)
      : null;
  }

  /**
   * "mocked Cruz's comments that he would make sand “glow in the dark”", "answered criticism from Lee that he was “dozing”":
   * what stands in a claim is its owner's, unless another says it within.
   */
  private inClaimOf(stand: Stand, context: Context): Speaker | null {
    const { sentence, cues } = context;
    for (let at = stand.at - 1; at > Math.max(sentence.from, stand.at - CLAIM); at--) {
      const token = this.tokens[at]!;
      if (token.kind === 'quotation' || token.text === ';') return null;
      // "Lee's claim she had made “eleven calls”"
      const opens =
        token.lower === 'that' || (PRONOUNS.has(token.lower) && SPEECH_NOUNS.has(this.tokens[at - 1]!.lower));
      const noun = opens ? this.claimBefore(at, sentence) : -1;
      if (noun < 0) continue;
      const within = cues[firstAfter(cues, at)];
      if (within !== undefined && within.at < stand.at && within.verb?.family === 'say') return null;
      return this.ownerOf(noun, context);
    }
    return null;
  }

  /** The noun of speech that a "that" opens the content of: "criticism | from Lee | that"; -1 when there is none. */
  private claimBefore(that: number, sentence: Sentence): number {
    for (let at = that - 1; at > Math.max(sentence.from, that - 6); at--) {
      const token = this.tokens[at]!;
      if (token.kind !== 'word') return -1;
      if (!SPEECH_NOUNS.has(token.lower) || token.capital) continue;
      const next = this.tokens[at + 1]!.lower;
      return at === that - 1 || CALENDAR.has(next) || /^(?:from|by|of|on|last|this|made)$/u.test(next) ? at : -1;
    }
    return -1;
  }

  /** "Rowland's answer was short: “No.”", "his claim that “…”", "a statement from the mayor: “…”". */
  private ownedWords(stand: Stand, context: Context): Speaker | null {
    const { sentence } = context;
    for (let at = stand.at - 1; at >= Math.max(sentence.from, stand.at - 14); at--) {
      const token = this.tokens[at]!;
      if (token.text === ';' || token.kind === 'quotation') return null;
      if (token.kind !== 'word' || !SPEECH_NOUNS.has(token.lower) || token.capital) continue;
      const owner = this.ownerOf(at, context);
      if (owner !== null) return owner;
    }
    return null;
  }

  /** Whose a noun of speech is: "his claim", "Rowland's answer", "a statement from the mayor". */
  private ownerOf(noun: number, { sentence, subject }: Context): Speaker | null {
    const clause = new Clause(this.tokens, this.people, sentence);
    const next = this.tokens[noun + 1]?.lower;
    if (next === 'from' || next === 'by' || (next === 'of' && this.tokens[noun]!.lower === 'words')) {
      const phrase = clause.phraseFrom(noun + 2);
      if (phrase !== null && clause.isSpeaker(phrase)) return this.speakers.resolve(phrase, sentence);
    }
    for (let before = noun - 1; before >= Math.max(sentence.from, noun - 4); before--) {
      const owner = this.tokens[before]!;
      if (owner.lower === 'his' || owner.lower === 'her' || owner.lower === 'their') {
        const pronoun = owner.lower === 'his' ? 'he' : owner.lower === 'her' ? 'she' : 'they';
        return this.speakers.resolvePronoun(pronoun, { at: before, sentence, subject });
      }
      const run = this.people.runAt(before);
      if (owner.possessive && run?.entity != null)
        return { ...rangeOf(owner), name: run.entity.name, entity: run.entity };
    }
    return null;
  }

  /** "Tarrant: ‘…’", "She was blunt: “…”". */
  private introduced(stand: Stand, { sentence, subject }: Context): Speaker | null {
    const signed = this.signed(stand, sentence);
    if (signed !== null) return signed;
    const before = this.tokens[stand.at - 1];
    if (stand.at - 1 < sentence.from || before === undefined) return null;
    const dashed = this.dashed(stand, sentence);
    if (dashed !== null) return dashed;
    const headed = this.headed(stand, sentence);
    if (headed !== null) return headed;
    const colon = before.text === ':';
    const comma = before.text === ',' && this.isSentenceLike(stand) && stand.words > 3;
    if (!colon && !comma) return null;
    const clause = new Clause(this.tokens, this.people, sentence);
    const label = colon ? this.people.runAt(stand.at - 2) : null;
    const opens = label !== null && label.from <= sentence.from + 1;
    if (label?.entity?.kind === 'person' || (opens && label.entity !== null)) {
      return this.speakers.resolve({ from: label.from, to: label.to, head: label.to - 1 }, sentence);
    }
    if (subject === null) return null;
    // "THE CLAIM: “…”", "QUOTE OF THE DAY: “…”": a rubric says nothing.
    const owner = colon ? this.ownerOfSubject(subject) : null;
    if (owner !== null) return owner;
    const rubric = colon && SPEECH_NOUNS.has(this.tokens[subject.head]!.lower) && label !== null;
    if (rubric || !clause.isSpeaker(subject)) return colon ? this.implied(sentence) : null;
    return this.speakers.resolve(subject, sentence);
  }

  /** "Lee's list has this gem: “…”" */
  private ownerOfSubject(subject: NounPhrase): Speaker | null {
    const run = this.people.runAt(subject.from);
    if (run?.entity?.kind !== 'person' || run.to > subject.head || !this.tokens[run.to - 1]!.possessive) return null;
    return { ...rangeOf(this.tokens[run.to - 1]!), name: run.entity.name, entity: run.entity };
  }

  /** "shared a photo with the caption “…”", "posted a picture with the words “…”" */
  private captioned(stand: Stand, { sentence, subject }: Context): Speaker | null {
    const at = stand.at - 1;
    if (subject === null || at - 3 < subject.to || !/^(?:caption|message|words|note)$/u.test(this.tokens[at]!.lower))
      return null;
    if (this.tokens[at - 2]!.lower !== 'with' || !/^(?:the|a)$/u.test(this.tokens[at - 1]!.lower)) return null;
    const clause = new Clause(this.tokens, this.people, sentence);
    return clause.isSpeaker(subject) ? this.speakers.resolve(subject, sentence) : null;
  }

  /** "Petrosi: GOP health bill ‘a moral monstrosity’": in a headline the name before a colon says what is quoted behind it. */
  private headed(stand: Stand, sentence: Sentence): Speaker | null {
    const run = this.people.runAt(sentence.from);
    if (run?.entity?.kind !== 'person' || this.tokens[run.to]?.text !== ':') return null;
    const isHeadline = stand.at === sentence.to - 1 && !this.isSentenceLike(stand) && stand.at > run.to + 1;
    return isHeadline ? this.speakers.resolve({ from: run.from, to: run.to, head: run.to - 1 }, sentence) : null;
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
    const run = at < sentence.from ? null : this.people.runAt(at);
    if (run?.entity?.kind !== 'person' || run.from > sentence.from + 1 || this.tokens[run.to - 1]!.possessive)
      return null;
    return this.speakers.resolve({ from: run.from, to: run.to, head: run.to - 1 }, sentence);
  }

  /** "“…” — Carla Montes, on the deal", "‘…’: Hendricks digs in": a name behind the quotation signs it. */
  private signed(stand: Stand, sentence: Sentence): Speaker | null {
    const [next, name] = [this.tokens[stand.at + 1], this.tokens[stand.at + 2]];
    if (name === undefined || !/^[:—–-]$/u.test(next?.text ?? '')) return null;
    // The quotation's own closing point may end its sentence, but not its paragraph.
    if (/\n/u.test(this.text.slice(stand.quotation.end, name.start))) return null;
    const run = this.people.runAt(stand.at + 2);
    if (run?.entity?.kind !== 'person' || this.tokens[run.to - 1]!.possessive) return null;
    return this.speakers.resolve({ from: run.from, to: run.to, head: run.to - 1 }, sentence);
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

  /** Whom a question was put to, when the sentence tells: the next bare quotation is then the answer. */
  private askedIn(sentence: Sentence, cues: readonly Cue[]): Entity | null {
    const announced = this.announcedIn(sentence);
    if (announced !== null) return announced;
    const cue = cues.find((one) => one.verb?.base === 'ask' && one.subject !== null);
    if (cue === undefined) return null;
    const from = Math.max(cue.at, cue.subject?.to ?? 0) + 1;
    for (let at = from; at < Math.min(sentence.to, from + 6); at++) {
      const run = this.people.runAt(at);
      if (run?.entity?.kind === 'person') return run.entity;
    }
    return null;
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

function rangeOf({ start, end }: Range): Range {
  return { start, end };
}

/** The last characters inside the marks. */
function innerEnd(text: string, { end, start }: Range): string {
  return text
    .slice(Math.max(start, end - 6), end)
    .replace(/["'“”‘’\s]+$/u, '')
    .slice(-1);
}
