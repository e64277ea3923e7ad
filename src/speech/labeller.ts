// Goes through a text sentence by sentence and decides what is said, what is reported and by whom; leaves narration to others.

import type { SpeechKind, SpeechSpeaker } from '../statement/statement.ts';
import type { Range } from '../text/range.ts';
import { Clause, firstAfter, isNoise } from './cues.ts';
import { headOf } from './descriptions.ts';
import { echoes, openings, plainWords } from './echoes.ts';
import { isSentenceLike } from './introductions.ts';
import { CLAUSE_VERBS, isRole, ORDER_VERBS, PRONOUNS, SPEECH_NOUNS } from './lexicon.ts';
import type { Quotation } from './marks.ts';
import type { Speaker } from './memory.ts';
import type { Cue } from './participles.ts';
import { type Entity, holds, type People } from './people.ts';
import { isSilent, type NounPhrase, phraseOf } from './phrases.ts';
import { Quotations, type Stand } from './quotations.ts';
import { Speakers } from './speakers.ts';
import type { Reading, Sentence, Token } from './tokens.ts';
import type { Turn } from './turns.ts';

/** A span in the making: its speaker may only be named further on. */
export type Draft = Range & { readonly kind: SpeechKind; speaker: SpeechSpeaker | null };

export class Labeller {
  private readonly text: string;
  private readonly quotations: readonly Quotation[];
  private readonly reading: Reading;
  private readonly people: People;
  private readonly turns: ReadonlyMap<number, Turn>;
  private readonly tokens: readonly Token[];
  private readonly speakers: Speakers;
  private readonly attribution: Quotations;
  private readonly spans: Draft[] = [];
  /** Direct quotations of this paragraph whose speaker is only named further on. */
  private pending: Draft[] = [];
  /** What stands in marks in headlines that no verb of speech claims. */
  private readonly headlined: Stand[] = [];
  /** Direct quotations that stand alone without a closing point: headlines and pulled quotes, the first few. */
  private readonly bare: Draft[] = [];
  /** What stood alone in the sentence before. */
  private alone: { readonly draft: Draft; readonly paragraph: number } | null = null;
  /** What the nameless say, "a voter", the first few; who they are may come out further on. */
  private readonly nameless: { readonly draft: Draft; readonly paragraph: number }[] = [];

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
    this.attribution = new Quotations(text, { tokens: reading.tokens, quotations }, people, this.speakers);
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
    for (const { draft, paragraph } of this.nameless) this.settleNameless(draft, paragraph);
    for (const stand of this.headlined) this.settleHeadline(stand);
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
    for (const draft of this.bare)
      draft.speaker = said.get(openings(this.text, draft)[0] ?? '') ?? this.saidWithin(draft) ?? draft.speaker;
  }

  /** Who says, as part of something longer, what stands bare. */
  private saidWithin({ start, end }: Draft): SpeechSpeaker | null {
    const words = plainWords(this.text, { start, end });
    if (words.split(' ').length < 7) return null;
    // Whoever quotes it of another does not say it.
    if (this.spans.some((span) => span.kind === 'quoted' && plainWords(this.text, span).includes(words))) return null;
    const isSaid = (span: Draft): boolean =>
      span.kind === 'direct' &&
      span.start > end &&
      span.speaker !== null &&
      plainWords(this.text, span).includes(words);
    return this.spans.find(isSaid)?.speaker ?? null;
  }

  /**
   * "a voter called it “a swindle from start to end”": whoever says these very words elsewhere; "a Danish economist has said" over
   * a text whose first named speaker is one.
   */
  private settleNameless(draft: Draft, paragraph: number): void {
    const { start, end } = draft;
    const words = plainWords(this.text, draft);
    const isTold = words.split(' ').length > 5;
    const head = headOf(draft.speaker!.name);
    let first: Entity | null = null;
    for (const span of this.spans) {
      if (span.kind !== 'direct' || span.speaker === null || (span.start <= end && span.end >= start)) continue;
      const entity = this.people.named(span.speaker.name);
      if (entity?.kind !== 'person' || entity.name !== span.speaker.name) continue;
      if (isTold && plainWords(this.text, span).includes(words)) {
        draft.speaker = span.speaker;
        return;
      }
      if (span.start > end) first ??= entity;
    }
    const isLead = paragraph < 2 && /^(?:an?\s|\p{Ll}+$)/u.test(draft.speaker!.name);
    if (isLead && first !== null && holds(first, head)) draft.speaker = { ...draft.speaker!, name: first.name };
  }

  private isHeadline({ paragraph, to }: Sentence): boolean {
    return paragraph < 2 && this.tokens[to - 1]!.text !== '.';
  }

  /** "Lee leaves council ‘with a heavy heart’": words that somebody says further on are his in the headline too. */
  private settleHeadline({ quotation: { start, end } }: Stand): void {
    const words = plainWords(this.text, { start, end });
    if (words.length < 7) return;
    const said = this.spans.find(
      (span) => span.kind === 'direct' && span.start > end && echoes(this.text, span, words),
    );
    if (said?.speaker == null) return;
    const at = this.spans.findIndex((span) => span.end > start);
    const around = this.spans[at];
    const pieces: Draft[] = [{ start, end, kind: 'direct', speaker: said.speaker }];
    if (around !== undefined && around.start < end) {
      if (around.kind !== 'reported') return;
      const before = this.text.slice(around.start, start).trimEnd().length;
      const after = this.text.slice(end, around.end).trimStart().length;
      if (before > 0) pieces.unshift({ ...around, end: around.start + before });
      if (after > 0) pieces.push({ ...around, start: around.end - after });
    }
    this.spans.splice(at < 0 ? this.spans.length : at, pieces.length > 1 ? 1 : 0, ...pieces);
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
      const before = found.at(-1);
      const own = this.attribution.attribute(stand, { sentence, cues, stands, speakerOf, subject });
      // "called them “losers” and “fools”": and whose the first of a list are, the next are.
      const isNext = own !== null && before?.stand.at === stand.at - 2 && this.tokens[stand.at - 1]!.lower === 'and';
      const verdict = isNext && before.cue !== null && before.cue.at < before.stand.at ? before : own;
      // "signs saying “stop” and “disarm”": what holds for the first of a list holds for the next.
      if (verdict === null || (joined && verdict.cue === null)) {
        refused = stand.at;
        if (this.isHeadline(sentence) && this.headlined.length < 8) this.headlined.push(stand);
      } else found.push({ ...verdict, stand });
    }
    if (stands.length === 0 && cues.length === 1) this.settleAlone(sentence, cues[0]!, speakerOf);
    this.alone = null;
    if (found.length > 0) {
      this.emit(sentence, found, cues);
      // "Told that Lee had called him “a clown,” Ray laughed.": whom the next sentence means is Ray.
      const about = subject === null ? null : this.people.runAt(subject.head)?.entity;
      const isOver = subject !== null && subject.from > found.at(-1)!.stand.at && !found.at(-1)!.cue?.inverted;
      if (isOver && about?.kind === 'person') this.speakers.turnsTo(about);
    } else {
      const cue = reportingCue(this.tokens, sentence, cues, (one) => speakerOf(one) !== null);
      const speaker = cue === null ? null : speakerOf(cue);
      if (cue !== null && speaker !== null) {
        this.spans.push({ start: sentence.start, end: sentence.end, kind: 'reported', speaker: plain(speaker) });
        this.spoke(speaker, sentence, { isQuoted: false, asks: asks(cue) });
      }
    }
    this.attribution.finish(sentence, cues, speakerOf);
    const about =
      subject === null
        ? null
        : clause.isSpeaker(subject)
          ? this.speakers.resolve(subject, sentence).entity
          : (this.ownerOf(subject, sentence)?.entity ?? null);
    // A heading is about nobody, a picture's caption about who is to be seen.
    const all = this.text.slice(sentence.start, sentence.end);
    const isHeading = !/\p{Ll}/u.test(all) || (all.length < 200 && /\b(?:is|are) pictured\b/u.test(all));
    this.speakers.remember(sentence, isHeading ? null : (this.introducedBy(cues, sentence) ?? about), subject);
  }

  /** "“That's not true.” Bide responded.": a frame that stands as a sentence of its own. */
  private settleAlone({ from, to, paragraph }: Sentence, cue: Cue, speakerOf: (cue: Cue) => Speaker | null): void {
    if (this.alone?.paragraph !== paragraph) return;
    const isWhole = cue.subject?.from === from && cue.at === cue.subject.to && cue.at === to - 2;
    const speaker = isWhole && cue.verb?.family === 'say' && this.tokens[to - 1]!.text === '.' ? speakerOf(cue) : null;
    if (speaker !== null) this.alone.draft.speaker = plain(speaker);
  }

  /** "It drew fire from Sen. Lee, who blasted both on Monday.": whom the sentence's end brings in to speak. */
  private introducedBy(cues: readonly Cue[], sentence: Sentence): Entity | null {
    const cue = cues.at(-1);
    if (cue?.subject == null || cue.inverted || sentence.paragraph < 1) return null;
    const isWho = this.tokens[cue.at - 1]?.lower === 'who' && this.tokens[cue.at - 2]?.text === ',';
    const { entity } = this.people.runAt(cue.subject.head) ?? {};
    return isWho && entity?.kind === 'person' ? entity : null;
  }

  /** "when Wild told Ray it was Monday, Ray smiled and | said": who did what stands before "and". */
  private doerBefore(cue: Cue, sentence: Sentence): NounPhrase | null {
    if (this.tokens[cue.at - 1]?.lower !== 'and') return null;
    for (let at = cue.at - 2; at > Math.max(sentence.from, cue.at - 6); at--) {
      if (this.tokens[at]!.kind !== 'word') return null;
      const run = this.people.runAt(at);
      if (run === null) continue;
      const opens = run.from > sentence.from && this.tokens[run.from - 1]!.text === ',';
      const isDoer = this.people.personAt(at) !== null && run.to < cue.at - 1;
      return opens && isDoer ? phraseOf(run) : null;
    }
    return null;
  }

  /** "Her illness, coupled with her calling them “racist”": no speaker, but somebody's. */
  private isHis({ from, head }: NounPhrase): boolean {
    const { lower } = this.tokens[head]!;
    return /^(?:his|her)$/u.test(this.tokens[from]!.lower) && !isRole(lower) && !SPEECH_NOUNS.has(lower);
  }

  /** "His side lost": a sentence about what is his is about him. */
  private ownerOf(subject: NounPhrase, sentence: Sentence): Speaker | null {
    const { lower } = this.tokens[subject.from]!;
    if (lower !== 'his' && lower !== 'her') return null;
    const place = { at: subject.from, sentence, subject };
    return this.speakers.resolvePronoun(lower === 'his' ? 'he' : 'she', place);
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
        const goesOn = cue.verb?.base === 'continue' && this.attribution.followsQuotation(cue);
        // "if you call it a “scandal”": nobody in particular.
        speaker =
          /^(?:you|there|here)$/u.test(head.lower) || isSilent(this.tokens, cue.subject)
            ? null
            : ((goesOn ? this.speakers.goesOn(cue.subject) : this.sameAsTeller(cue, cues, resolve)) ??
              this.speakers.resolve(cue.subject, sentence));
      } else {
        const index = firstAfter(cues, cue.at - 1);
        const before = cues
          .slice(Math.max(0, index - 6), index)
          .findLast((one) => one.subject !== null && !isNoise(one) && !this.isAside(one, cue));
        // "When he asked Lee about people who worried, Lee cut him off and said …"
        const isMain = subject !== null && before !== undefined && subject.from > before.at && subject.to <= cue.at;
        const near = this.doerBefore(cue, sentence);
        if (near !== null && before !== undefined && near.from > before.at)
          speaker = this.speakers.resolve(near, sentence);
        else if (before !== undefined && !isMain) speaker = resolve(before);
        else if (subject !== null && this.isHis(subject)) speaker = this.ownerOf(subject, sentence);
        else if (subject !== null && !isSilent(this.tokens, subject))
          speaker = this.speakers.resolve(this.personFor(cue, subject, sentence), sentence);
      }
      known.set(cue, speaker);
      return speaker;
    };
    return resolve;
  }

  /** "The mayor told columnist Otto Grant that he had ordered …": the one who tells speaks of himself. */
  private sameAsTeller(cue: Cue, cues: readonly Cue[], resolve: (cue: Cue) => Speaker | null): Speaker | null {
    const isHe = (at: number): boolean => /^(?:he|she)$/u.test(this.tokens[at]!.lower);
    const { from, head } = cue.subject!;
    if (!isHe(head) || this.tokens[from - 1]?.lower !== 'that') return null;
    const before = cues[firstAfter(cues, cue.at - 1) - 1];
    if (before?.verb?.base !== 'tell' || before.subject === null || before.inverted || from - before.at > 13)
      return null;
    // A teller who is himself "he" is not followed further back: a chain of thousands would be.
    const teller = isHe(before.subject.head) ? null : resolve(before);
    const { lower, start, end } = this.tokens[head]!;
    return teller !== null && this.speakers.fits(teller, lower) ? { ...teller, start, end } : null;
  }

  /**
   * The main subject, if it is somebody; "More than once, Sanders chafed, saying" and "It went on, with Clinton telling him" have
   * the person who was named last before the verb instead.
   */
  private personFor(cue: Cue, subject: NounPhrase, sentence: Sentence): NounPhrase {
    const head = this.tokens[subject.head]!.lower;
    if (this.people.runAt(subject.head) !== null || isRole(head) || PRONOUNS.has(head)) return subject;
    for (let at = cue.at - 1; at > Math.max(sentence.from, cue.at - 30); at--) {
      const run = this.people.runAt(at);
      if (run === null) continue;
      at = run.from;
      if (this.people.personAt(at) !== null) return phraseOf(run);
    }
    // "Lee's antics made headlines as he swore, calling it “…”"
    const owner = this.people.runAt(subject.from);
    const isOwned =
      owner?.entity?.kind === 'person' && this.tokens[owner.to - 1]!.possessive && owner.to <= subject.head;
    return isOwned ? phraseOf(owner) : subject;
  }

  /** "objected as Nadler began leaving, saying …": a clause about another, of which what follows the comma is no part. */
  private isAside(before: Cue, cue: Cue): boolean {
    const after = this.tokens[cue.at - 1];
    if (cue.verb?.form !== 'ing' || after?.text !== ',' || before.inverted) return false;
    return /^(?:as|when|while|after|before|because|since|until)$/u.test(
      this.tokens[before.subject!.from - 1]?.lower ?? '',
    );
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

  private emit(
    sentence: Sentence,
    found: readonly { stand: Stand; speaker: Speaker | null; cue: Cue | null }[],
    cues: readonly Cue[],
  ): void {
    let at = sentence.from;
    const named = found.find((one) => one.speaker !== null)?.speaker ?? null;
    const isAlone = this.attribution.isAlone(sentence);
    const integrated = found.find((one) => this.isFragment(one.stand, sentence, one.cue));
    for (const { stand, speaker, cue } of found) {
      this.piece(at, stand.at, { cues, fragment: integrated !== undefined, speaker: integrated?.speaker ?? named });
      const { start, end, inner } = stand.quotation;
      const draft: Draft = { start, end, kind: 'direct', speaker: speaker === null ? null : plain(speaker) };
      this.spans.push(draft);
      for (const nested of inner)
        this.spans.push({ start: nested.start, end: nested.end, kind: 'quoted', speaker: null });
      if (draft.speaker === null) this.pending.push(draft);
      if (isAlone && found.length === 1) this.alone = { draft, paragraph: sentence.paragraph };
      // "“Our goal was never to upset anyone.”" above the text, before anybody is named.
      const isMotto = speaker === null && sentence.paragraph < 3;
      // "‘NOTHING THERE!’" between paragraphs.
      const isHeading = !isSentenceLike(this.text, stand) || !/\p{Ll}/u.test(this.text.slice(start, end));
      const bare = cue === null && ((isAlone && (isMotto || isHeading)) || sentence.paragraph === 0);
      const isNobody =
        cue !== null && speaker?.entity === null && /^(?:an?|one|another)\s|^\p{Ll}+$/iu.test(speaker.name);
      if (isNobody && this.nameless.length < 8) this.nameless.push({ draft, paragraph: sentence.paragraph });
      // "Union boss: ‘We were told to stand down’" over a text that names him.
      const nameless = sentence.paragraph < 3 && speaker?.entity === null && cue === null;
      if ((bare || nameless) && this.bare.length < 8) this.bare.push(draft);
      at = stand.at + 1;
    }
    this.piece(at, sentence.to, { cues, fragment: integrated !== undefined, speaker: integrated?.speaker ?? named });
    const last = found.findLast((one) => one.speaker !== null);
    if (last?.speaker != null) this.spoke(last.speaker, sentence, { isQuoted: true, asks: asks(last.cue) });
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
    if (stand.at === sentence.from)
      return cue !== null && !this.attribution.followsTightly(cue, stand.at) && stand.words < 12;
    if (before === undefined || before.kind === 'quotation') return false;
    if (before.text === ':' || (before.text === ',' && cue !== null)) return false;
    if (before.kind === 'point' && /\p{Lu}/u.test(first)) return false;
    if (cue !== null && cue.at === stand.at - 1 && cue.verb?.family === 'say' && /\p{Lu}/u.test(first)) return false;
    return true;
  }

  private spoke(
    speaker: Speaker,
    sentence: Sentence,
    { isQuoted, asks }: { readonly isQuoted: boolean; readonly asks: boolean },
  ): void {
    for (const draft of this.pending) draft.speaker = plain(speaker);
    this.pending = [];
    this.attribution.spoke(speaker, sentence.paragraph, isQuoted);
    this.speakers.lastAsked = asks;
  }
}

/** The cue by which a sentence without a quotation reports what somebody said; null when it only tells that he spoke. */
function reportingCue(
  tokens: readonly Token[],
  sentence: Sentence,
  cues: readonly Cue[],
  speaks: (cue: Cue) => boolean,
): Cue | null {
  const text = (at: number): string => (at < sentence.to ? tokens[at]!.lower : '');
  /** "according to radar data, a source told Reuters" */
  let thing: Cue | null = null;
  for (const cue of cues) {
    if (cue.verb === null || !speaks(cue)) continue;
    if (tokens[cue.at]!.lower === 'according') {
      if (!/^(?:data|figures|statistics)$/u.test(tokens[cue.subject!.head]!.lower)) return cue;
      thing ??= cue;
      continue;
    }
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
  return thing;
}

function asks(cue: Cue | null): boolean {
  return /^(?:ask|wonder|inquire)$/u.test(cue?.verb?.base ?? '');
}

function opensContent(text: (at: number) => string, end: number): boolean {
  return /^(?:that|how|why|what|whether|if|when|where|who)$/u.test(text(end + 1));
}

function plain({ name, start, end }: Speaker): SpeechSpeaker {
  return { name, start, end };
}

function countWords(text: string, { start, end }: Range): number {
  let count = 0;
  for (const _ of text.slice(start, Math.min(end, start + 400)).matchAll(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu))
    count++;
  return count;
}
