// Whose words: labels each stretch of an English news text as the speaker's own, reported, quoted from others, or narration.

import type { Range } from '../text.ts';
import { pairMarks, paragraphs, type Quotation } from './marks.ts';
import { Clause, type Cue } from './speech-cues.ts';
import {
  AUXILIARIES,
  CLAUSE_VERBS,
  CONJUNCTIONS,
  NAMING,
  NOT_SPEAKERS,
  ORDER_VERBS,
  PREPOSITIONS,
  SPEECH_NOUNS,
  VERBS,
  WORK_NOUNS,
} from './speech-lexicon.ts';
import { type Entity, findPeople, type People } from './speech-people.ts';
import { type Speaker, Speakers } from './speech-speakers.ts';
import { type Reading, read, type Sentence, type Token } from './speech-tokens.ts';
import { findTurns, type Turn } from './speech-turns.ts';

/**
 * `direct`: the speaker's own words, marks included. `reported`: a sentence in which the agency paraphrases him.
 * `quoted`: words of others inside his own. `narration`: the rest, attribution frames ("the president said.") included.
 */
export type SpeechKind = 'direct' | 'reported' | 'quoted' | 'narration';

/** Who speaks: the resolved name, and where the mention stands that names him here ("the head of state", "he"). */
export type SpeechSpeaker = Range & { readonly name: string };

export type SpeechSpan = Range & { readonly kind: SpeechKind; readonly speaker: SpeechSpeaker | null };

/** A speaker known beforehand, with the names and titles he goes by. */
export type KnownSpeaker = { readonly name: string; readonly names: readonly string[] };

export type SpeechOptions = { readonly speakers?: readonly KnownSpeaker[] };

/**
 * Whose words each stretch of `text` is: spans in order that cover the text without overlap, except that a `quoted` span
 * follows the `direct` one it lies inside. Narration starts anew with each sentence, so a frame stands by itself; blanks
 * between spans belong to narration. Pure; never throws; linear in the text's length.
 */
export function labelSpeech(text: string, options: SpeechOptions = {}): SpeechSpan[] {
  const blocks = paragraphs(text);
  const quotations = pairMarks(text, blocks);
  const reading = read(text, blocks, quotations);
  const people = findPeople(text, reading, options.speakers ?? []);
  const turns = findTurns(text, blocks);
  const spans = new Labeller(text, quotations, reading, people, turns).label();
  return withNarration(spans, reading.sentences, text.length);
}

type Draft = Range & { readonly kind: SpeechKind; speaker: SpeechSpeaker | null };

/** A quotation in its sentence: how it stands there, and who is found to say it. */
type Stand = { readonly at: number; readonly quotation: Quotation; readonly words: number };

class Labeller {
  private readonly text: string;
  private readonly quotations: readonly Quotation[];
  private readonly reading: Reading;
  private readonly people: People;
  private readonly turns: ReadonlyMap<number, Turn>;
  private readonly tokens: readonly Token[];
  private readonly speakers: Speakers;
  private readonly spans: Draft[] = [];
  private lastParagraph = -1;
  /** Direct quotations of this paragraph whose speaker is only named further on. */
  private pending: Draft[] = [];
  private asked: Entity | null = null;
  /** Direct quotations that stand alone without a closing point: headlines and pulled quotes, the first few. */
  private readonly bare: Draft[] = [];

  constructor(
    text: string,
    quotations: readonly Quotation[],
    reading: Reading,
    people: People,
    turns: ReadonlyMap<number, Turn>,
  ) {
    this.text = text;
    this.quotations = quotations;
    this.reading = reading;
    this.people = people;
    this.turns = turns;
    this.tokens = reading.tokens;
    this.speakers = new Speakers(text, reading.tokens, people);
  }

  label(): Draft[] {
    let paragraph = -1;
    for (const sentence of this.reading.sentences) {
      if (sentence.paragraph !== paragraph) this.pending = [];
      const turn = this.turns.get(sentence.paragraph);
      if (turn !== undefined) {
        if (sentence.paragraph !== paragraph) this.takeTurn(turn);
        this.speakers.remember(sentence, null);
      } else this.readSentence(sentence);
      paragraph = sentence.paragraph;
    }
    this.settleEchoes();
    return this.spans;
  }

  /** A bare quotation in a headline belongs to whoever says the same words in the text. */
  private settleEchoes(): void {
    if (this.bare.length === 0) return;
    const said = new Map<string, SpeechSpeaker>();
    for (const { start, end, kind, speaker } of this.spans) {
      if (kind !== 'direct' || speaker === null || this.bare.some((draft) => draft.start === start)) continue;
      for (const key of openings(this.text, { start, end })) if (!said.has(key)) said.set(key, speaker);
    }
    for (const draft of this.bare) draft.speaker = said.get(openings(this.text, draft)[0] ?? '') ?? draft.speaker;
  }

  private takeTurn(turn: Turn): void {
    const entity = this.people.named(turn.label);
    const shouted = entity === null || entity.name === entity.name.toUpperCase();
    const speaker = { name: shouted ? turn.label : entity.name, ...turn.mention };
    this.speakers.spoke({ ...speaker, entity });
    this.spans.push({ ...turn.words, kind: 'direct', speaker });
    for (const quotation of this.quotationsIn(turn.words)) {
      if (quotation.start === turn.words.start && quotation.end === turn.words.end) {
        for (const inner of quotation.inner) this.spans.push({ ...inner, kind: 'quoted', speaker: null });
      } else this.spans.push({ start: quotation.start, end: quotation.end, kind: 'quoted', speaker: null });
    }
  }

  private quotationsIn(range: Range): Quotation[] {
    let low = 0;
    let high = this.quotations.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.quotations[middle]!.start < range.start) low = middle + 1;
      else high = middle;
    }
    const found: Quotation[] = [];
    for (let at = low; at < this.quotations.length && this.quotations[at]!.end <= range.end; at++)
      found.push(this.quotations[at]!);
    return found;
  }

  private readSentence(sentence: Sentence): void {
    const clause = new Clause(this.tokens, this.people, sentence);
    const cues = clause.cues();
    const subject = clause.mainSubject();
    const speakerOf = this.resolver(sentence, cues, subject);
    const stands = this.standsIn(sentence);
    const found: { stand: Stand; speaker: Speaker | null; cue: Cue | null }[] = [];
    let refused = -9;
    for (const stand of stands) {
      const joined = /^(?:and|or|,)$/u.test(this.tokens[stand.at - 1]?.lower ?? '') && refused === stand.at - 2;
      const verdict = this.attribute(stand, { sentence, cues, stands, speakerOf, subject });
      // "signs saying “stop” and “disarm”": what holds for the first of a list holds for the next.
      if (verdict === null || (joined && verdict.cue === null)) refused = stand.at;
      else found.push({ stand, ...verdict });
    }
    if (found.length > 0) this.emit(sentence, found, cues);
    else {
      const cue = reportingCue(this.tokens, sentence, cues, (one) => speakerOf(one) !== null);
      const speaker = cue === null ? null : speakerOf(cue);
      if (cue !== null && speaker !== null) {
        this.spans.push({ start: sentence.start, end: sentence.end, kind: 'reported', speaker: plain(speaker) });
        this.spoke(speaker, sentence);
      }
    }
    this.asked = this.askedIn(sentence, cues);
    const about =
      subject === null || !clause.isSpeaker(subject) ? null : this.speakers.resolve(subject, sentence).entity;
    this.speakers.remember(sentence, about);
  }

  /** Each cue's speaker, worked out once; a shared subject is the clause's before. */
  private resolver(sentence: Sentence, cues: readonly Cue[], subject: Cue['subject']): (cue: Cue) => Speaker | null {
    const known = new Map<Cue, Speaker | null>();
    const resolve = (cue: Cue): Speaker | null => {
      const old = known.get(cue);
      if (old !== undefined) return old;
      let speaker: Speaker | null = null;
      if (cue.subject !== null) {
        const head = this.tokens[cue.subject.head]!;
        speaker = NOT_SPEAKERS.has(head.lower) ? null : this.speakers.resolve(cue.subject, sentence);
      } else {
        const index = firstAfter(cues, cue.at - 1);
        const before = cues
          .slice(Math.max(0, index - 6), index)
          .findLast((one) => one.subject !== null && !isNoise(one));
        if (before !== undefined) speaker = resolve(before);
        else if (subject !== null) speaker = this.speakers.resolve(subject, sentence);
      }
      known.set(cue, speaker);
      return speaker;
    };
    return resolve;
  }

  private standsIn(sentence: Sentence): Stand[] {
    const found: Stand[] = [];
    for (let at = sentence.from; at < sentence.to; at++) {
      const token = this.tokens[at]!;
      if (token.kind !== 'quotation') continue;
      const quotation = this.quotations[token.quotation]!;
      found.push({ at, quotation, words: countWords(this.text, quotation) });
    }
    return found;
  }

  /** Who says a quotation; null when it is no speech: scare quotes, a title of a work, a name for a thing. */
  private attribute(stand: Stand, context: Context): { speaker: Speaker | null; cue: Cue | null } | null {
    const { sentence, cues, speakerOf } = context;
    if (stand.words === 0) return null;
    if (stand.quotation.continues && this.speakers.last !== null) {
      const own = this.pick(stand, cues, speakerOf);
      return { speaker: own?.tight === true ? speakerOf(own.cue) : this.speakers.last, cue: null };
    }
    const picked = this.pick(stand, cues, speakerOf);
    if (this.isAskedAbout(stand, sentence)) return null;
    if (picked !== null) {
      const inWords = picked.tight ? null : this.inWordsOf(stand, context);
      if (inWords !== null) return { speaker: inWords, cue: null };
      if (!picked.tight && this.isLabel(stand, sentence, picked.cue)) return null;
      if (this.isTitled(stand, sentence, picked.cue)) return null;
      if (picked.tight && !picked.framed && this.isName(stand, sentence, picked.cue)) return null;
      return { speaker: speakerOf(picked.cue), cue: picked.cue };
    }
    if (this.isAlone(stand, sentence)) {
      if (!this.isSentenceLike(stand) && stand.words < 4) return null;
      return { speaker: this.implied(sentence), cue: null };
    }
    const named = isTitle(this.text, stand.quotation) && this.tokens[stand.at - 1]?.kind === 'word';
    const owned = named ? null : this.ownedWords(stand, context);
    if (owned !== null) return { speaker: owned, cue: null };
    if (this.isLabel(stand, sentence)) return null;
    const introduced = this.introduced(stand, context);
    if (introduced !== null) return { speaker: introduced, cue: null };
    if (stand.words < 3 || (stand.words < 6 && this.lastParagraph !== sentence.paragraph)) return null;
    return { speaker: this.implied(sentence), cue: null };
  }

  /** "Asked to define “rigged,” she said …": the question's words. */
  private isAskedAbout(stand: Stand, sentence: Sentence): boolean {
    if (stand.words > 4 || stand.at - sentence.from > 14) return false;
    if (!/^(?:asked|pressed|questioned|challenged)$/u.test(this.tokens[sentence.from]!.lower)) return false;
    for (let at = sentence.from; at < stand.at; at++)
      if (this.tokens[at]!.text === ',' || this.tokens[at]!.kind === 'quotation') return false;
    return true;
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
    const gap = before === null ? Number.POSITIVE_INFINITY : this.gap(before, at);
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
      return { cue: this.governing(before, { at, cues, usable }), tight: false, framed: false };
    }
    if (after !== null && this.distance(at, after) < 45) return { cue: after, tight: false, framed: false };
    return null;
  }

  /** Verbs of little weight count beside a quotation: "“How,” pressed Hughes", "the court ruled: “…”". */
  private meetsQuotation(cue: Cue): boolean {
    const next = this.tokens[cue.at + 1];
    return cue.inverted || next?.kind === 'quotation' || next?.text === ':' || next?.text === ',';
  }

  /** "Palmieri said Clinton had been referring to “…”": the words are in what Palmieri said. */
  private outer(cue: Cue, cues: readonly Cue[], usable: (cue: Cue) => boolean): Cue {
    if (cue.shared || cue.subject === null) return cue;
    if (cue.verb?.form !== 'ing' && !this.isSupposed(cue)) return cue;
    const before = cues[firstAfter(cues, cue.at - 1) - 1];
    if (before === undefined || !usable(before) || before.verb?.family !== 'say') return cue;
    const gap = cue.subject.from - before.at;
    return gap === 1 || (gap < 8 && this.tokens[cue.subject.from - 1]!.lower === 'that') ? before : cue;
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
    const index = firstAfter(cues, nearest.at - 1);
    const stronger = cues
      .slice(Math.max(0, index - 5), index)
      .findLast((cue) => cue.at < at && usable(cue) && !weak(cue) && !this.isClosed(cue, at));
    return stronger ?? nearest;
  }

  /** A frame between two commas behind an earlier quotation reaches no further than the next one. */
  private isClosed(cue: Cue, at: number): boolean {
    for (let next = cue.at + 1; next < at && next - cue.at < 80; next++)
      if (this.tokens[next]!.text === ';') return true;
    return false;
  }

  private gap(cue: Cue, at: number): number {
    let count = 0;
    for (let next = cue.at + 1; next < at && count < 99; next++) if (this.tokens[next]!.kind !== 'point') count++;
    return count;
  }

  private distance(at: number, cue: Cue): number {
    return cue.at - at;
  }

  private followsTightly(cue: Cue, at: number): boolean {
    let start = cue.subject === null ? cue.at : Math.min(cue.at, cue.subject.from);
    if (start <= at) return false;
    while (
      start - 1 > at &&
      /^(?:,|later|also|then|once|again|—|–|-|has|have|had|long|\p{L}+ly)$/u.test(this.tokens[start - 1]!.lower)
    )
      start--;
    return start === at + 1;
  }

  private isAlone(stand: Stand, sentence: Sentence): boolean {
    for (let at = sentence.from; at < sentence.to; at++) {
      if (at !== stand.at && this.tokens[at]!.kind === 'word') return false;
    }
    return true;
  }

  private isSentenceLike(stand: Stand): boolean {
    const { start, end } = stand.quotation;
    return /[.!?…,—-][’'”"]*$/u.test(this.text.slice(Math.max(start, end - 4), end)) || !stand.quotation.closed;
  }

  /** A quotation without a frame: its paragraph's speaker, else whom the sentence before is about. */
  private implied(sentence: Sentence): Speaker | null {
    const { last } = this.speakers;
    if (last !== null && this.lastParagraph === sentence.paragraph) return last;
    if (this.asked !== null) return this.speakers.mentioned(this.asked);
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

  /** "in his words, “…”", "in Bonta's words, “…”". */
  private inWordsOf(stand: Stand, context: Context): Speaker | null {
    const at = this.tokens[stand.at - 1]?.text === ',' ? stand.at - 2 : stand.at - 1;
    return /^words?$/u.test(this.tokens[at]?.lower ?? '') && this.tokens[at - 1]?.lower !== 'the'
      ? this.ownedWords(stand, context)
      : null;
  }

  /** "Rowland's answer was short: “No.”", "his claim that “…”", "a statement from the mayor: “…”". */
  private ownedWords(stand: Stand, { sentence, subject }: Context): Speaker | null {
    for (let at = stand.at - 1; at >= Math.max(sentence.from, stand.at - 14); at--) {
      const token = this.tokens[at]!;
      if (token.text === ';' || token.kind === 'quotation') return null;
      if (token.kind !== 'word' || !SPEECH_NOUNS.has(token.lower) || token.capital) continue;
      const clause = new Clause(this.tokens, this.people, sentence);
      const next = this.tokens[at + 1]?.lower;
      if (next === 'from' || next === 'by' || (next === 'of' && token.lower === 'words')) {
        const phrase = clause.phraseFrom(at + 2);
        if (phrase !== null && clause.isSpeaker(phrase)) return this.speakers.resolve(phrase, sentence);
      }
      for (let before = at - 1; before >= Math.max(sentence.from, at - 4); before--) {
        const owner = this.tokens[before]!;
        if (owner.lower === 'his' || owner.lower === 'her' || owner.lower === 'their') {
          const pronoun = owner.lower === 'his' ? 'he' : owner.lower === 'her' ? 'she' : 'they';
          return this.speakers.resolvePronoun(pronoun, { at: before, sentence, subject });
        }
        const run = this.people.runAt(before);
        if (owner.possessive && run?.entity != null)
          return { ...rangeOf(owner), name: run.entity.name, entity: run.entity };
      }
    }
    return null;
  }

  /** "Tarrant: ‘…’", "She was blunt: “…”". */
  private introduced(stand: Stand, { sentence, subject }: Context): Speaker | null {
    const before = this.tokens[stand.at - 1];
    if (stand.at - 1 < sentence.from || before === undefined) return null;
    const colon = before.text === ':';
    const comma = before.text === ',' && this.isSentenceLike(stand) && stand.words > 3;
    if ((!colon && !comma) || subject === null) return null;
    const clause = new Clause(this.tokens, this.people, sentence);
    const label = colon ? this.people.runAt(stand.at - 2) : null;
    if (label?.entity?.kind === 'person') {
      return this.speakers.resolve({ from: label.from, to: label.to, head: label.to - 1 }, sentence);
    }
    if (!clause.isSpeaker(subject)) return colon ? this.implied(sentence) : null;
    return this.speakers.resolve(subject, sentence);
  }

  /** Scare quotes, names of things, titles of works. */
  private isLabel(stand: Stand, sentence: Sentence, cue: Cue | null = null): boolean {
    const before = (steps: number): string => {
      const at = stand.at - steps;
      return at >= sentence.from ? this.tokens[at]!.lower : '';
    };
    if (NAMING.has(before(1)) || NAMING.has(before(2)) || (before(1) === 'as' && NAMING.has(before(2)))) return true;
    const isSaid = cue !== null && cue.at < stand.at && cue.verb?.family === 'say';
    if (stand.words <= 2 && !isSaid && this.modifiesNoun(stand, sentence)) return true;
    const titled = isTitle(this.text, stand.quotation);
    if (!titled) return false;
    if (stand.words <= 9) return true;
    return [1, 2, 3, 4].some((steps) => WORK_NOUNS.has(before(steps)));
  }

  /** "a former “no” vote", "the “dark money” groups": the words qualify a noun of the agency's. */
  private modifiesNoun(stand: Stand, sentence: Sentence): boolean {
    const next = stand.at + 1 < sentence.to ? this.tokens[stand.at + 1]! : null;
    if (next === null || next.kind !== 'word' || next.capital) return false;
    const { lower } = next;
    return (
      !PREPOSITIONS.has(lower) &&
      !CONJUNCTIONS.has(lower) &&
      !AUXILIARIES.has(lower) &&
      !VERBS.has(lower) &&
      !lower.endsWith('ly')
    );
  }

  /** A title or a name although a verb stands near: "host of “The Wrap”", "sang “Silver Road.”", "asked on “Meet the Press”". */
  private isName(stand: Stand, sentence: Sentence, cue: Cue): boolean {
    const at = stand.at - 1;
    const before = at >= sentence.from ? this.tokens[at]! : null;
    if (before === null) return false;
    if (/^(?:so-called|nicknamed|dubbed|known|entitled|titled|named|codenamed)$/u.test(before.lower)) return true;
    if (this.isNaming(stand, sentence, cue)) return true;
    if (!isTitle(this.text, stand.quotation)) return false;
    if (/^(?:sing|read|write|use|pen)$/u.test(cue.verb?.base ?? '') && stand.words > 1) return true;
    if (before.possessive || WORK_NOUNS.has(before.lower)) return true;
    // "called her “Crooked Hillary”" is his word for her; "promote the bipartisan “Gang of Eight”" is everybody's.
    if (cue.at > stand.at) return true;
    const gap = this.gap(cue, stand.at);
    if (cue.verb?.family === 'name')
      return gap > 6 || (PREPOSITIONS.has(before.lower) && before.lower !== 'as' && before.lower !== 'to');
    return gap > 0 && before.lower !== 'as';
  }

  /** "In his book, “The Art of the Deal,” he wrote": what a frame behind would make a quotation is a title before it. */
  private isTitled(stand: Stand, sentence: Sentence, cue: Cue): boolean {
    if (cue.at < stand.at || stand.at === sentence.from || stand.words < 2 || !isTitle(this.text, stand.quotation))
      return false;
    const before = this.tokens[stand.at - 1]!;
    if (before.kind === 'word') return true;
    return before.text === ',' && WORK_NOUNS.has(this.tokens[stand.at - 2]?.lower ?? '');
  }

  /** "a campaign called “Stop the Steal”": with nothing between, the verb gives a name; "what he called “a mess”" does not. */
  private isNaming(stand: Stand, sentence: Sentence, cue: Cue): boolean {
    if (cue.at !== stand.at - 1 || !/^(?:call|dub|label|brand|term|bill|tag|title)$/u.test(cue.verb?.base ?? ''))
      return false;
    const from = (cue.subject?.from ?? cue.at) - 2;
    for (let at = cue.at - 1; at >= Math.max(sentence.from, from); at--) {
      if (/^(?:what|which|that|whom|who|whatever|as)$/u.test(this.tokens[at]!.lower)) return false;
    }
    return true;
  }

  private emit(
    sentence: Sentence,
    found: readonly { stand: Stand; speaker: Speaker | null; cue: Cue | null }[],
    cues: readonly Cue[],
  ): void {
    let at = sentence.from;
    const named = found.find((one) => one.speaker !== null)?.speaker ?? null;
    const integrated = found.find((one) => this.isFragment(one.stand, sentence, one.cue));
    for (const { stand, speaker, cue } of found) {
      this.piece(at, stand.at, { cues, fragment: integrated !== undefined, speaker: integrated?.speaker ?? named });
      const { start, end, inner } = stand.quotation;
      const draft: Draft = { start, end, kind: 'direct', speaker: speaker === null ? null : plain(speaker) };
      this.spans.push(draft);
      for (const nested of inner)
        this.spans.push({ start: nested.start, end: nested.end, kind: 'quoted', speaker: null });
      if (draft.speaker === null) this.pending.push(draft);
      if (cue === null && !this.isSentenceLike(stand) && this.isAlone(stand, sentence) && this.bare.length < 8)
        this.bare.push(draft);
      at = stand.at + 1;
    }
    this.piece(at, sentence.to, { cues, fragment: integrated !== undefined, speaker: integrated?.speaker ?? named });
    const lastNamed = found.findLast((one) => one.speaker !== null)?.speaker ?? null;
    if (lastNamed !== null) this.spoke(lastNamed, sentence);
  }

  /** What lies between quotations: a frame is narration, a paraphrase around fragments is reported. */
  private piece(
    from: number,
    to: number,
    around: { cues: readonly Cue[]; fragment: boolean; speaker: Speaker | null },
  ): void {
    if (from >= to || around.speaker === null) return;
    let hasWord = false;
    for (let at = from; at < to && !hasWord; at++) hasWord = this.tokens[at]!.kind !== 'point';
    const clause = around.cues
      .slice(firstAfter(around.cues, from - 1), firstAfter(around.cues, to - 1))
      .some((cue) => this.opensClause(cue, to));
    if (!hasWord || !(around.fragment || clause)) return;
    this.spans.push({
      start: this.tokens[from]!.start,
      end: this.tokens[to - 1]!.end,
      kind: 'reported',
      speaker: plain(around.speaker),
    });
  }

  private opensClause(cue: Cue, to: number): boolean {
    if (cue.verb === null || !CLAUSE_VERBS.has(cue.verb.base) || isNoise(cue)) return false;
    for (let next = cue.at + 1; next < Math.min(to, cue.at + 5); next++) {
      if (/^(?:that|whether|how|why)$/u.test(this.tokens[next]!.lower)) return to - next > 3;
    }
    return false;
  }

  /** A stretch of his words built into somebody else's sentence. */
  private isFragment(stand: Stand, sentence: Sentence, cue: Cue | null): boolean {
    const first = /[\p{L}\p{N}]/u.exec(this.text.slice(stand.quotation.start, stand.quotation.end))?.[0] ?? '';
    const before = this.tokens[stand.at - 1];
    if (stand.at === sentence.from) return cue !== null && !this.followsTightly(cue, stand.at) && stand.words < 12;
    if (before === undefined || before.kind === 'quotation') return false;
    if (before.text === ':' || (before.text === ',' && cue !== null)) return false;
    if (before.kind === 'point' && /\p{Lu}/u.test(first)) return false;
    if (cue !== null && cue.at === stand.at - 1 && cue.verb?.family === 'say' && /\p{Lu}/u.test(first)) return false;
    return true;
  }

  private spoke(speaker: Speaker, sentence: Sentence): void {
    for (const draft of this.pending) draft.speaker = plain(speaker);
    this.pending = [];
    this.speakers.spoke(speaker);
    this.lastParagraph = sentence.paragraph;
  }

  /** Whom a question was put to, when the sentence tells: the next bare quotation is then the answer. */
  private askedIn(sentence: Sentence, cues: readonly Cue[]): Entity | null {
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

type Context = {
  readonly sentence: Sentence;
  readonly cues: readonly Cue[];
  readonly stands: readonly Stand[];
  readonly speakerOf: (cue: Cue) => Speaker | null;
  readonly subject: Cue['subject'];
};

type Picked = { readonly cue: Cue; readonly tight: boolean; readonly framed: boolean };

/** Index of the first cue behind a token; cues are in order. */
function firstAfter(cues: readonly Cue[], at: number): number {
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
function isNoise(cue: Cue): boolean {
  return (
    cue.verb !== null &&
    /^(?:press|direct|cast|lay|paint|sum|voice|report|find|tag|bill|knock|rule|question)$/u.test(cue.verb.base)
  );
}

/** The cue by which a sentence without a quotation reports what somebody said; null when it only tells that he spoke. */
function reportingCue(
  tokens: readonly Token[],
  sentence: Sentence,
  cues: readonly Cue[],
  speaks: (cue: Cue) => boolean,
): Cue | null {
  const text = (at: number): string => (at < sentence.to ? tokens[at]!.lower : '');
  for (const cue of cues) {
    if (cue.verb === null || !speaks(cue)) continue;
    if (tokens[cue.at]!.lower === 'according') return cue;
    if (tokens[cue.at - 1]?.lower === 'to' && cue.verb.form === 'base') continue;
    const { base } = cue.verb;
    const start = cue.subject === null ? cue.at : Math.min(cue.at, cue.subject.from);
    const end = cue.subject === null ? cue.at : Math.max(cue.at, cue.subject.to - 1);
    if (
      CLAUSE_VERBS.has(base) &&
      start - sentence.from > 2 &&
      tokens[start - 1]?.text === ',' &&
      !opensContent(text, end)
    )
      return cue;
    const object =
      base === 'tell' || base === 'ask' || base === 'remind' || base === 'warn' || base === 'assure' ? 6 : 3;
    let opens = false;
    for (let at = end + 1; at <= end + object && !opens; at++) opens = opensContent(text, at - 1);
    if (
      CLAUSE_VERBS.has(base) &&
      (opens ||
        (/^(?:say|add|claim|argue|insist|think|believe|admit|acknowledge|warn|promise|vow|pledge|suggest|deny|note|tell)$/u.test(
          base,
        ) &&
          sentence.to - end > 4 &&
          !/^[.,;:]$/u.test(text(end + 1)) &&
          cue.verb.form !== 'base'))
    )
      return cue;
    if (ORDER_VERBS.has(base) && sentence.to - end > 4) {
      for (let at = end + 1; at < Math.min(sentence.to, end + 26); at++) if (text(at) === 'to') return cue;
    }
  }
  return null;
}

function opensContent(text: (at: number) => string, end: number): boolean {
  return /^(?:that|how|why|what|whether|if|when|where|who)$/u.test(text(end + 1));
}

function plain({ name, start, end }: Speaker): SpeechSpeaker {
  return { name, start, end };
}

function rangeOf({ start, end }: Range): Range {
  return { start, end };
}

function countWords(text: string, { start, end }: Range): number {
  let count = 0;
  for (const _ of text.slice(start, Math.min(end, start + 400)).matchAll(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu))
    count++;
  return count;
}

/** The last characters inside the marks. */
function innerEnd(text: string, { end, start }: Range): string {
  return text
    .slice(Math.max(start, end - 6), end)
    .replace(/["'“”‘’\s]+$/u, '')
    .slice(-1);
}

/** The first four words of each sentence inside a quotation, as keys. */
function openings(text: string, { start, end }: Range): string[] {
  return text
    .slice(start, Math.min(end, start + 600))
    .split(/(?<=[.!?])\s+/u)
    .map((sentence) => (sentence.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 4).join(' '));
}

const SMALL = /^(?:a|an|the|of|and|or|for|in|on|at|to|with|from|by|is|as|vs|v)$/iu;

/** Set like a title: every word of weight begins with a capital. */
function isTitle(text: string, { start, end }: Range): boolean {
  const inside = text.slice(start, Math.min(end, start + 120));
  if (/[!?][^\p{L}]*$/u.test(inside) || /[.;:!?]\s/u.test(inside)) return false;
  const found = inside.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
  if (found.length === 0 || !/^[\p{Lu}\p{N}]/u.test(found[0]!)) return false;
  return found.every((word) => /^[\p{Lu}\p{N}]/u.test(word) || SMALL.test(word));
}

/** Fills what lies between the spans, anew at each sentence. */
function withNarration(spans: readonly Draft[], sentences: readonly Range[], length: number): SpeechSpan[] {
  const cuts = sentences.slice(1).map((sentence) => sentence.start);
  const all: SpeechSpan[] = [];
  let at = 0;
  let cut = 0;
  const fill = (end: number): void => {
    for (; cut < cuts.length && cuts[cut]! < end; cut++) {
      if (cuts[cut]! > at) all.push({ start: at, end: cuts[cut]!, kind: 'narration', speaker: null });
      at = Math.max(at, cuts[cut]!);
    }
    if (end > at) all.push({ start: at, end, kind: 'narration', speaker: null });
    at = Math.max(at, end);
  };
  for (const { start, end, kind, speaker } of spans) {
    if (kind !== 'quoted') fill(start);
    all.push({ start, end, kind, speaker });
    at = Math.max(at, end);
  }
  fill(length);
  return all;
}
