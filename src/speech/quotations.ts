// Who says a quotation: the verb of speech that governs it, the words of others it stands in, or whoever spoke before.

import type { Range } from '../text/range.ts';
import { firstAfter, isNoise } from './cues.ts';
import { Introductions, isSentenceLike } from './introductions.ts';
import type { Quotation } from './marks.ts';
import type { Speaker } from './memory.ts';
import { Owners } from './owners.ts';
import type { Cue } from './participles.ts';
import type { People } from './people.ts';
import { PHRASAL_BASE } from './phrasal.ts';
import { isSilent } from './phrases.ts';
import type { Speakers } from './speakers.ts';
import { countBetween, isTitle, Titles } from './titles.ts';
import type { Sentence, Token } from './tokens.ts';

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

/** Attributes quotations one after the other, in the text's order. */
export class Quotations {
  private readonly text: string;
  private readonly tokens: readonly Token[];
  private readonly people: People;
  private readonly speakers: Speakers;
  private readonly titles: Titles;
  private readonly owners: Owners;
  private readonly introductions: Introductions;
  private lastParagraph = -1;
  /** Who spoke in the last three paragraphs that hold the words of one only. */
  private readonly exchange: Turned[] = [];
  /** "The lawsuit says,": who is announced at a paragraph's end. */
  private announced: Turned | null = null;
  /** What `isAlone` found last: a paragraph of thousands of quotations asks it as often. */
  private alone: { readonly sentence: Sentence; readonly is: boolean } | null = null;

  constructor(
    text: string,
    reading: { readonly tokens: readonly Token[]; readonly quotations: readonly Quotation[] },
    people: People,
    speakers: Speakers,
  ) {
    const { tokens, quotations } = reading;
    this.text = text;
    this.tokens = tokens;
    this.people = people;
    this.speakers = speakers;
    this.titles = new Titles(text, tokens, quotations);
    this.owners = new Owners(tokens, people, speakers);
    this.introductions = new Introductions(text, tokens, people, speakers);
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

  /** Remembers whether a sentence asked somebody, or announced who speaks: a bare quotation behind it is then theirs. */
  finish(sentence: Sentence, cues: readonly Cue[], speakerOf: (cue: Cue) => Speaker | null): void {
    this.speakers.asked = this.introductions.askedIn(sentence, cues);
    const last = cues.at(-1);
    const opens =
      last?.verb?.family === 'say' && last.at === sentence.to - 2 && /^[,:]$/u.test(this.tokens[sentence.to - 1]!.text);
    const speaker = opens ? speakerOf(last) : null;
    this.announced = speaker === null ? null : { speaker, paragraph: sentence.paragraph };
  }

  /** Who says a quotation; null when it is no speech: scare quotes, a title of a work, a name for a thing. */
  attribute(stand: Stand, context: Context): Verdict | null {
    const { sentence, cues, speakerOf } = context;
    if (stand.words === 0 || this.people.runAt(stand.at) !== null) return null;
    if (stand.quotation.continues && this.speakers.last !== null) {
      const own = this.pick(stand, cues, speakerOf);
      return { speaker: own?.tight === true ? speakerOf(own.cue) : this.speakers.last, cue: null };
    }
    const near = cues[firstAfter(cues, stand.at) - 1];
    // "a banner read “we the people”"
    if (near?.subject != null && near.at === stand.at - 1 && isSilent(this.tokens, near.subject)) return null;
    // "if you call that a “scandal”": nobody in particular.
    const isAnybody = near?.subject != null && /^(?:you|we)$/u.test(this.tokens[near.subject.head]!.lower);
    if (isAnybody && stand.at - near.at < 7) return null;
    const owned =
      this.owners.inRemarkOf(stand, sentence) ??
      this.owners.ofReply(stand, context) ??
      this.introductions.captioned(stand, context);
    if (owned !== null) return { speaker: owned, cue: null };
    const picked = this.pick(stand, cues, speakerOf);
    if (this.titles.isUnsaid(stand, sentence)) return null;
    if (picked !== null && this.titles.isInQuestion(stand, sentence)) {
      const whose = this.owners.inClaimOf(stand, context) ?? this.introductions.askerIn(sentence);
      return whose === null ? null : { speaker: whose, cue: null };
    }
    if (picked !== null) {
      // "disputes Wolf's claim that …": it is his whom she disputes.
      const disputes = /^(?:dispute|deny|reject|dismiss|question|rebut|mock|counter)$/u.test(
        picked.cue.verb?.base ?? '',
      );
      const thinks = cues[firstAfter(cues, stand.at) - 1]?.verb?.family === 'think';
      const inWords =
        (picked.tight && picked.cue.verb?.family === 'say' ? null : this.owners.inWordsOf(stand, context)) ??
        (picked.tight && !thinks && !disputes ? null : this.owners.inClaimOf(stand, context));
      if (inWords !== null) return { speaker: inWords, cue: null };
      // "Lee's list has this gem: “…,” which her fans know": a colon beats what only comes later.
      const isLater = !picked.tight && picked.cue.at > stand.at && this.tokens[stand.at - 1]?.text === ':';
      const before = isLater
        ? this.introductions.introduced(stand, context, () => this.implied(context.sentence))
        : null;
      if (before !== null) return { speaker: before, cue: null };
      if (!picked.tight && this.titles.isRepeated(stand)) return null;
      // "after he cited a report that alleged it, Cruz addressed reporters: “…”"
      const opens = this.tokens[stand.at - 1]?.text === ':' && context.subject !== null;
      const isPassed = picked.cue.at < stand.at && !picked.cue.inverted && !picked.cue.shared;
      if (opens && isPassed && context.subject!.from > picked.cue.at) {
        const main = this.introductions.introduced(stand, context, () => null);
        if (main !== null) return { speaker: main, cue: null };
      }
      if (!picked.tight && this.titles.isLabel(stand, sentence, picked.cue)) return null;
      if (this.titles.isTitled(stand, sentence, picked.cue)) return null;
      if (picked.tight && !picked.framed && this.titles.isName(stand, sentence, picked.cue)) return null;
      const agent = this.introductions.agentBehind(stand, sentence, picked.cue);
      if (agent !== null) return { speaker: agent, cue: picked.cue };
      return { speaker: speakerOf(picked.cue), cue: picked.cue };
    }
    if (this.isAlone(sentence)) {
      const signed = this.introductions.signed(stand, sentence);
      if (signed !== null) return { speaker: signed, cue: null };
      if (!isSentenceLike(this.text, stand) && stand.words < 4) return null;
      return { speaker: this.implied(sentence), cue: null };
    }
    if (this.titles.isRepeated(stand)) return null;
    const named = isTitle(this.text, stand.quotation) && this.tokens[stand.at - 1]?.kind === 'word';
    const explained = named
      ? null
      : (this.introductions.headed(stand, sentence) ?? this.owners.ownedWords(stand, context));
    if (explained !== null) return { speaker: explained, cue: null };
    if (this.titles.isLabel(stand, sentence)) return null;
    const introduced = this.introductions.introduced(stand, context, () => this.implied(context.sentence));
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
    let tightAfter = after !== null && this.followsTightly(after, at);
    const gap = before === null ? Number.POSITIVE_INFINITY : countBetween(this.tokens, before.at, at);
    const last = this.tokens[at - 1];
    const speechPoint = last?.text === ',' || last?.text === ':' || last?.lower === 'that' || last?.lower === 'as';
    const tightBefore = before !== null && gap <= (speechPoint ? 12 : 5);
    // "Lee said, according to the Post: “…”"
    const teller = before === null ? null : this.toldBy(before, cues, usable);
    if (teller !== null && tightBefore && last?.text === ':') return { cue: teller, tight: true, framed: true };
    const names = before?.verb?.family === 'name';
    // "After Lee warned against “double standards,” Ray added that": Ray's clause comes behind its own "that".
    // "Lee said the port would “grow,” Xinhua said": the agency only carries Lee's words.
    if (tightAfter && before !== null && this.isCarried(before, after!, speakerOf)) tightAfter = false;
    if (tightAfter && tightBefore && !speechPoint && this.opensOwn(after!)) tightAfter = false;
    // "When a reporter asked “Are you running?” she smiled": any verb may follow, but one of speech stands right before.
    if (tightBefore && gap === 0 && after?.verb === null) return { cue: before!, tight: true, framed: false };
    const says = before?.verb?.family === 'say';
    // "Some tell us it was “mutual,” another described it as …"
    const depicts = after?.verb?.family === 'name' || after?.verb?.base === 'describe';
    const own = depicts && !after!.inverted ? this.tokens[after!.at + 1]?.lower : undefined;
    const isOwn = /^(?:it|him|her|them|the|an?|this|that)$/u.test(own ?? '');
    if (tightAfter && isOwn && says && !speechPoint) tightAfter = false;
    // "Kerry told Zarif: “…,” according to an official"; "When Lee said to the crowd, “Please,” some responded, “No.”"
    const isSettled = tightAfter && tightBefore && speechPoint && says;
    if (isSettled && (this.tokens[after!.at]!.lower === 'according' || this.hasOwn(after!))) tightAfter = false;
    if (tightAfter && (comma || !tightBefore) && !(tightBefore && names && gap <= 4))
      return { cue: after!, tight: true, framed: comma };
    const outside = before === null ? null : this.outsideOf(before, at, cues);
    if (outside !== null && usable(outside)) return { cue: outside, tight: false, framed: false };
    // "It was important to discuss “core principles”, added Ryan"
    const isDiscussed = before?.shared === true && before.verb?.form === 'base';
    if (isDiscussed && after !== null && this.isFrame(after)) return { cue: after, tight: false, framed: false };
    if (tightBefore)
      return { cue: this.outer(before!, cues, usable), tight: true, framed: last?.text === ',' || last?.text === ':' };
    if (before !== null && gap < 40) {
      const cue = this.governing(before, { at, cues, usable });
      return { cue: this.outer(cue, cues, usable), tight: false, framed: false };
    }
    if (after !== null && after.at - at < 45) {
      const cue = this.frameAfter(after, cues, usable);
      return { cue, tight: false, framed: false };
    }
    return null;
  }

  /** Whether another quotation stands right behind a frame: "some responded, “No.”". */
  private hasOwn({ at, inverted }: Cue): boolean {
    return !inverted && /^[,:]$/u.test(this.tokens[at + 1]?.text ?? '') && this.tokens[at + 2]?.kind === 'quotation';
  }

  /** "Some were “stunned” to see it, thinking of a leak, said an aide": the frame at the end, not a thought on the way. */
  private frameAfter(after: Cue, cues: readonly Cue[], usable: (cue: Cue) => boolean): Cue {
    if (after.verb?.family === 'say' && !after.shared) return after;
    const index = firstAfter(cues, after.at);
    const frame = cues
      .slice(index, index + 4)
      .find((cue) => cue.inverted && cue.verb?.base === 'say' && this.tokens[cue.at - 1]?.text === ',' && usable(cue));
    return frame ?? after;
  }

  /** ", added Ryan" */
  private isFrame({ at, inverted, verb }: Cue): boolean {
    return inverted && verb?.family === 'say' && this.tokens[at - 1]?.text === ',';
  }

  private isCarried(before: Cue, after: Cue, speakerOf: (cue: Cue) => Speaker | null): boolean {
    if (before.verb?.family !== 'say' || before.inverted || after.subject === null) return false;
    return speakerOf(after)?.entity?.kind === 'body' && speakerOf(before)?.entity?.kind === 'person';
  }

  private opensOwn(cue: Cue): boolean {
    const end = Math.max(cue.at, cue.inverted ? cue.subject!.to - 1 : cue.at);
    return this.tokens[end + 1]?.lower === 'that' && this.tokens[end + 1]!.kind === 'word';
  }

  /** Verbs of little weight count beside a quotation: "“How,” pressed Hughes", "the court ruled: “…”". */
  private meetsQuotation(cue: Cue): boolean {
    const isPhrasal = cue.verb?.base === PHRASAL_BASE;
    if (isPhrasal && cue.subject !== null && this.tokens[cue.subject.from - 1]?.kind === 'quotation') return true;
    const next = this.tokens[cue.at + (isPhrasal ? 2 : 1)];
    // "ruled that the ban was “arbitrary”"
    if (/^(?:report|find|rule)$/u.test(cue.verb?.base ?? '') && cue.subject !== null && next?.lower === 'that')
      return true;
    if (cue.verb?.base === 'question' && /^(?:how|why|whether|if|what)$/u.test(next?.lower ?? '')) return true;
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
    const before = cues[firstAfter(cues, cue.at - 1) - 1];
    // "claiming Lee had pledged to “abolish” it": nobody else says that he did.
    const isClaimed = before?.at === cue.subject.from - 1 && /^(?:claim|allege)$/u.test(before.verb?.base ?? '');
    if (cue.verb?.form !== 'ing' && cue.verb?.family !== 'think' && !isIts && !isClaimed && !this.isSupposed(cue))
      return cue;
    if (before === undefined || !usable(before) || before.verb?.family !== 'say') return cue;
    const gap = cue.subject.from - before.at;
    const isThat = (at: number): boolean => this.tokens[at]!.lower === 'that';
    return gap === 1 ||
      (gap < 14 && (isThat(cue.subject.from - 1) || isThat(cue.subject.from) || isThat(before.at + 1)))
      ? before
      : cue;
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
    const teller = this.tellerOf(nearest, at, cues);
    if (teller !== null && usable(teller)) return teller;
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

  /** "Lee said, | according to the Post": the frame that a source is given for. */
  private toldBy(before: Cue, cues: readonly Cue[], usable: (cue: Cue) => boolean): Cue | null {
    if (this.tokens[before.at]!.lower !== 'according') return null;
    const said = cues[firstAfter(cues, before.at - 1) - 1];
    const isFrame = said?.verb?.family === 'say' && said.at === before.at - 2 && this.tokens[said.at + 1]!.text === ',';
    return isFrame && usable(said) ? said : null;
  }

  /** "Lee said that until Iran reassures them it does not, “it would be early”": what is said is the main clause. */
  private outsideOf(nearest: Cue, at: number, cues: readonly Cue[]): Cue | null {
    if (nearest.subject === null || nearest.inverted || this.tokens[at - 1]!.text !== ',') return null;
    const opener = this.tokens[nearest.subject.from - 1]?.lower ?? '';
    const before = cues[firstAfter(cues, nearest.at - 1) - 1];
    if (!/^(?:until|if|unless|once|because|although|though)$/u.test(opener) || before?.verb?.family !== 'say')
      return null;
    return this.tokens[nearest.subject.from - 2]?.lower === 'that' ? before : null;
  }

  /** "Yang said that China had told of it, and the remarks are “…”": who tells that another said something goes on telling. */
  private tellerOf(nearest: Cue, at: number, cues: readonly Cue[]): Cue | null {
    if (nearest.subject === null || nearest.inverted) return null;
    const isPast = this.tokens.slice(nearest.subject.to, nearest.at).some(({ lower }) => lower === 'had');
    const before = cues[firstAfter(cues, nearest.at - 1) - 1];
    const opens = [nearest.subject.from, nearest.subject.from - 1].some((from) => this.tokens[from]?.lower === 'that');
    if (!isPast || before?.verb?.family !== 'say' || !opens) return null;
    for (let next = nearest.at + 1; next < at; next++)
      if (this.tokens[next]!.text === ',' && /^(?:and|but|while)$/u.test(this.tokens[next + 1]!.lower)) return before;
    return null;
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
    // "evidence “likely duplicative” that Durham would use"
    if (start === at + 1 && /^(?:that|which|who)$/u.test(this.tokens[start]!.lower)) return false;
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

  /** A quotation without a frame: its paragraph's speaker, else whom the sentence before is about. */
  private implied(sentence: Sentence): Speaker | null {
    const { last, asked } = this.speakers;
    if (this.announced !== null && this.announced.paragraph >= sentence.paragraph - 1) return this.announced.speaker;
    const topic = this.speakers.topic();
    if (topic?.isIntroduced === true && asked === null && topic.paragraph >= sentence.paragraph - 1)
      return topic.speaker;
    // "Wolf was asked by Lee to condemn it. “Sure.”"
    if (asked !== null && topic?.entity === asked && topic.paragraph === sentence.paragraph) return topic.speaker;
    if (last !== null && this.lastParagraph === sentence.paragraph) return last;
    const other = this.otherOfTwo(sentence.paragraph);
    if (other !== null) return other;
    if (asked !== null) return this.speakers.mentioned(asked);
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
}

/** The last characters inside the marks. */
function innerEnd(text: string, { end, start }: Range): string {
  return text
    .slice(Math.max(start, end - 6), end)
    .replace(/["'“”‘’\s]+$/u, '')
    .slice(-1);
}
