// Who does the saying: finds verbs of speech in a sentence and the noun phrase that is their subject.

import {
  AUXILIARIES,
  BE_FORMS,
  CONJUNCTIONS,
  DETERMINERS,
  isPlace,
  isRole,
  NOT_SPEAKERS,
  POSSESSIVES,
  PREPOSITIONS,
  PRONOUNS,
  type SpeechVerb,
  SUBORDINATORS,
  TITLES,
  VERBS,
} from './speech-lexicon.ts';
import type { People } from './speech-people.ts';
import type { Sentence, Token } from './speech-tokens.ts';

/** Tokens `from` to `to` (excluded) with the head noun, the last word of a name, or the pronoun at `head`. */
export type NounPhrase = { readonly from: number; readonly to: number; readonly head: number };

/** A verb of speech with its subject. `shared`: the subject is the one of the clause before ("… and said"). */
export type Cue = {
  readonly at: number;
  readonly verb: SpeechVerb | null;
  readonly subject: NounPhrase | null;
  readonly shared: boolean;
  /** The subject stands behind the verb ("said Smith"). */
  readonly inverted: boolean;
};

// No clause is followed further back than this: news sentences are shorter, and hostile ones stay cheap.
const REACH = 60;
// What may stand before a subject in its own segment: "But Smith", "when Smith".
const LEADS = new Set(
  'and but so yet then when while as if because although though that since until still later meanwhile also or where'.split(
    ' ',
  ),
);
const QUANTITIES =
  /^(?:handful|number|couple|majority|pair|trio|slew|host|array|chorus|string|range|lot|plenty|scores)$/u;
// "shot back", "cut in": with their particle, verbs of speech.
const PHRASAL: Readonly<Record<string, RegExp>> = {
  back: /^(?:shot|shoots|fired|fires|hit|hits|pushed|pushes|clapped|snapped|struck|punched|wrote|texted|came|chimed)$/u,
  in: /^(?:cut|cuts|broke|breaks|jumped|chimed|chipped|weighed|butted|put)$/u,
  up: /^(?:piped|spoke|summed|followed)$/u,
  out: /^(?:called|cried|yelled|blurted|burst|spoke)$/u,
  off: /^(?:fired|rattled|reeled|signed)$/u,
  on: /^(?:went|goes)$/u,
  further: /^(?:went|goes)$/u,
};
const WRITINGS = /^(?:tweets?|letters?|e-?mails?|statements?|posts?|messages?|memos?|speech|comments?|remarks)$/u;
// These take the listener as their object: "told Smith" is never "Smith told".
const TO_SOMEBODY = new Set(
  'tell remind assure reassure inform notify thank teach urge order instruct exhort implore advise direct'.split(' '),
);

export class Clause {
  private readonly tokens: readonly Token[];
  private readonly people: People;
  private readonly sentence: Sentence;
  private main: { readonly phrase: NounPhrase | null } | null = null;

  constructor(tokens: readonly Token[], people: People, sentence: Sentence) {
    this.tokens = tokens;
    this.people = people;
    this.sentence = sentence;
  }

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
        if (subject !== null) found.push({ at, verb: VERBS.get('said')!, subject, shared: false, inverted: true });
        continue;
      }
      if (token.lower === 'per') {
        const subject = this.phraseFrom(at + 1);
        const named = subject !== null && this.people.runAt(subject.head)?.entity != null;
        if (named) found.push({ at, verb: VERBS.get('said')!, subject, shared: false, inverted: true });
        continue;
      }
      const verb = VERBS.get(token.lower) ?? this.phrasal(at);
      if (verb === undefined || token.possessive) continue;
      if (token.capital && at > this.sentence.from && this.people.runAt(at) !== null) continue;
      const cue = this.cueAt(at, verb);
      if (cue !== null && found.at(-1)?.at !== at) found.push(cue);
    }
    return found;
  }

  private lower(at: number): string {
    return at >= this.sentence.from && at < this.sentence.to ? this.tokens[at]!.lower : '';
  }

  private text(at: number): string {
    return at >= this.sentence.from && at < this.sentence.to ? this.tokens[at]!.text : '';
  }

  private is(at: number, kind: Token['kind']): boolean {
    return at >= this.sentence.from && at < this.sentence.to && this.tokens[at]!.kind === kind;
  }

  /** A comma, or a dash with a blank before it or as long as an em: "ex–mayor" has none. */
  private isPause(at: number): boolean {
    const text = this.text(at);
    if (text === ',' || text === '—') return true;
    return (
      (text === '–' || text === '-') && at > this.sentence.from && this.tokens[at - 1]!.end < this.tokens[at]!.start
    );
  }

  /** "shot back that …", "Kilmer cut in": no verb of speech without its particle. */
  private phrasal(at: number): SpeechVerb | undefined {
    const particle = PHRASAL[this.lower(at + 1)];
    return particle?.test(this.lower(at)) === true ? { ...VERBS.get('replied')!, base: 'retort' } : undefined;
  }

  private cueAt(at: number, verb: SpeechVerb): Cue | null {
    const before = this.beforeVerb(at);
    const left = this.lower(before.at);
    if (verb.form === 'base' && !before.helped && left !== 'to' && verb.base !== 'read' && verb.base !== 'put') {
      // "they say", "critics say": a plural subject right before.
      if (!this.is(before.at, 'word') || !this.takesBase(before.at, verb)) return null;
    }
    if (verb.noun && !before.helped && left !== 'to' && this.looksLikeNoun(at)) return null;
    if (before.passive && verb.form !== 'ing') return this.passive(at, verb, before.at);
    if (verb.form === 'participle' && !before.helped) return null;
    if (verb.form === 'ing' && !before.be) return this.participle(at, verb, before.at);
    if (left === 'to') return this.infinitive(at, verb, before.at);
    if (left === 'whom' && this.lower(before.at - 1) === 'of') {
      // "supporters, many of whom chanted"
      const subject = this.antecedentOf(before.at - 2);
      if (subject !== null && this.isSpeaker(subject)) return { at, verb, subject, shared: false, inverted: false };
    }
    if (left === 'who' || left === 'which' || (left === 'that' && this.is(before.at - 1, 'word'))) {
      const subject = this.antecedentOf(before.at);
      return subject === null ? null : { at, verb, subject, shared: false, inverted: false };
    }
    if (verb.base === 'quote' && verb.form !== 'ing') {
      // "The paper quoted Smith as saying": Smith's words.
      const quoted = this.phraseFrom(at + 1);
      if (quoted !== null && this.isSpeaker(quoted) && this.lower(quoted.to) === 'as')
        return { at, verb, subject: quoted, shared: false, inverted: true };
    }
    const afterQuotation =
      this.is(before.at, 'quotation') || (this.text(before.at) === ',' && this.is(before.at - 1, 'quotation'));
    const atStart = before.at < this.sentence.from;
    if (!afterQuotation && !atStart && this.text(before.at) === ',') {
      const subject = this.subjectEndingAt(before.at);
      if (subject !== null && this.people.runAt(subject.head) !== null && this.canSay(subject, verb)) {
        return { at, verb, subject, shared: false, inverted: false };
      }
    }
    if (afterQuotation || atStart || this.text(before.at) === ',') {
      const subject = this.phraseFrom(at + 1);
      if (subject !== null && this.canInvert(subject, verb))
        return { at, verb, subject, shared: false, inverted: true };
      if (atStart) return null;
    }
    if (afterQuotation) return { at, verb, subject: null, shared: true, inverted: false };
    if (/^(?:and|or|but|then|nor)$/u.test(left)) return { at, verb, subject: null, shared: true, inverted: false };
    const subject = this.subjectEndingAt(before.at);
    if (subject === null) return null;
    if (this.isGoverned(subject)) {
      // "People outside the station shouted": the station is no subject.
      const main = this.mainSubject();
      if (main !== null && main.to <= subject.from && this.canSay(main, verb)) {
        return { at, verb, subject: main, shared: false, inverted: false };
      }
    }
    if (!this.canSay(subject, verb)) return null;
    return { at, verb, subject, shared: false, inverted: false };
  }

  /** What stands before a verb's helpers: "Smith | has since flatly" said. */
  private beforeVerb(verbAt: number): { at: number; helped: boolean; passive: boolean; be: boolean } {
    let at = verbAt - 1;
    let helped = false;
    let passive = false;
    let be = false;
    for (let steps = 0; steps < 6 && at >= this.sentence.from; steps++) {
      const { lower, kind, capital } = this.tokens[at]!;
      if (kind !== 'word') break;
      const adverb = lower.length > 4 && lower.endsWith('ly') && !(capital && at > this.sentence.from);
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
    const day = /^(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/u;
    if (!day.test(this.lower(at))) return at;
    const before = this.lower(at - 1);
    return before === 'on' || before === 'last' ? at - 2 : at - 1;
  }

  private takesBase(at: number, verb: SpeechVerb): boolean {
    const token = this.tokens[at]!;
    if (/^(?:they|we|i|you|who|some|many|others|people|critics)$/u.test(token.lower)) return true;
    if (verb.noun)
      return /^(?:officials|critics|experts|supporters|democrats|republicans|opponents|aides)$/u.test(token.lower);
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
    for (let next = at + 1; next < Math.min(this.sentence.to, at + 16); next++) {
      const token = this.tokens[next]!;
      if (token.lower === 'by') {
        const subject = this.phraseFrom(next + 1);
        if (subject !== null && this.isSpeaker(subject)) return { at, verb, subject, shared: false, inverted: false };
      }
      if (token.text === ';' || (token.text === ',' && verb.family === 'say')) break;
    }
    if (verb.base === 'quote' || verb.base === 'record' || verb.base === 'hear') {
      const left = this.lower(before);
      const subject = left === 'who' ? this.antecedentOf(before) : this.subjectEndingAt(before);
      return subject === null ? null : { at, verb, subject, shared: false, inverted: false };
    }
    return null;
  }

  /** Whom "who" stands for. */
  private antecedentOf(who: number): NounPhrase | null {
    return this.phraseEndingAt(this.isPause(who - 1) ? who - 2 : who - 1);
  }

  private participle(at: number, verb: SpeechVerb, before: number): Cue | null {
    const left = this.lower(before);
    if (DETERMINERS.has(left) || POSSESSIVES.has(left) || NOT_SPEAKERS.has(left)) return null;
    if (this.is(before, 'word') && !PREPOSITIONS.has(left) && !CONJUNCTIONS.has(left)) {
      const subject = this.phraseEndingAt(before);
      // "a video of Smith calling her …"; in "went after Smith saying" it is the other who speaks.
      const governor = subject === null ? '' : this.lower(subject.from - 1);
      if (
        subject !== null &&
        this.people.runAt(subject.head) !== null &&
        /^(?:of|to|with|about|by|from|at)$/u.test(governor)
      ) {
        return { at, verb, subject, shared: false, inverted: false };
      }
    }
    return this.written(at, verb) ?? { at, verb, subject: null, shared: true, inverted: false };
  }

  /** "silent in the face of Trump's tweets, widely condemned, urging …": what was written urges. */
  private written(at: number, verb: SpeechVerb): Cue | null {
    for (let before = at - 1; before > Math.max(this.sentence.from, at - 12); before--) {
      const token = this.tokens[before]!;
      if (token.kind === 'quotation' || token.text === ';') return null;
      if (!WRITINGS.test(token.lower) || !this.tokens[before - 1]!.possessive) continue;
      const run = this.people.runAt(before - 1);
      if (run?.entity == null) return null;
      return { at, verb, subject: { from: run.from, to: run.to, head: run.to - 1 }, shared: false, inverted: false };
    }
    return null;
  }

  private infinitive(at: number, verb: SpeechVerb, to: number): Cue | null {
    // "prompted one wag to post", "led the senator to say": the one who is moved.
    const moved = this.phraseEndingAt(to - 1);
    const mover = moved === null ? '' : this.lower(moved.from - 1);
    if (
      moved !== null &&
      /^(?:prompted|led|caused|forced|pushed|drove|inspired|prompting|leading|causing|forcing)$/u.test(mover)
    ) {
      return { at, verb, subject: moved, shared: false, inverted: false };
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
        if (subject !== null) return { at, verb, subject, shared: false, inverted: false };
      }
    }
    return { at, verb, subject: null, shared: true, inverted: false };
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
      return named ? { at, verb: null, subject, shared: false, inverted: true } : null;
    }
    const subject = this.phraseFrom(at);
    if (subject === null || !this.isSpeaker(subject)) return null;
    let verb = subject.to;
    while (AUXILIARIES.has(this.lower(verb)) || (this.lower(verb).endsWith('ly') && verb < subject.to + 4)) verb++;
    const word = this.lower(verb);
    if (!this.is(verb, 'word') || VERBS.has(word)) return null;
    return /(?:ed|wept|spoke|went|spat|shot)$/u.test(word)
      ? { at: verb, verb: null, subject, shared: false, inverted: false }
      : null;
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

  /** A subject that ends at a token, over appositions and asides: "Smith, a doctor," said. */
  subjectEndingAt(at: number): NounPhrase | null {
    let end = at;
    const close = this.text(end);
    if (close === ')') {
      while (end >= this.sentence.from && at - end < REACH && this.text(end) !== '(') end--;
      end--;
    }
    if (!this.isPause(end)) return this.is(end, 'word') ? this.phraseEndingAt(end) : null;
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
  private isGoverned(phrase: NounPhrase): boolean {
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
      if (this.isPause(at) || text === '(' || text === ')') {
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
    if (phrase === null) return false;
    let { from } = segment;
    while (from < phrase.from && (LEADS.has(this.lower(from)) || /ly$/u.test(this.lower(from)))) from++;
    return phrase.from <= from;
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

  /** The noun phrase that ends at a token, its "of …" and "for …" included. */
  phraseEndingAt(at: number): NounPhrase | null {
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
      } else if (DETERMINERS.has(this.lower(from - 1)) || /^(?:former|fellow|then|the)$/u.test(this.lower(from - 1))) {
        from = this.modifiersFrom(from - 1, 3);
      }
      return { from, to: at + 1, head: at };
    }
    if (PRONOUNS.has(token.lower)) return { from: at, to: at + 1, head: at };
    if (PREPOSITIONS.has(token.lower) || CONJUNCTIONS.has(token.lower)) return null;
    return { from: this.modifiersFrom(at, 10), to: at + 1, head: at };
  }

  /** Where the determiner, adjectives and nouns before a noun begin. */
  private modifiersFrom(at: number, most: number): number {
    if (DETERMINERS.has(this.lower(at))) return at;
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
        AUXILIARIES.has(token.lower) ||
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
          AUXILIARIES.has(token.lower))
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
      if (at > start && head >= 0 && /ly$/u.test(token.lower)) break;
      if (at > start && head >= 0 && /(?:ed|ing)$/u.test(token.lower) && isRole(this.lower(head))) break;
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
        AUXILIARIES.has(token.lower)
      )
        return false;
      if (VERBS.has(token.lower) && !isRole(token.lower) && VERBS.get(token.lower)?.noun !== true) return false;
      if (this.people.runAt(next) !== null) return false;
      if (isRole(token.lower)) return true;
    }
    return false;
  }

  /** The subject of the sentence's main clause. */
  mainSubject(): NounPhrase | null {
    this.main ??= { phrase: this.findMainSubject() };
    return this.main.phrase;
  }

  private findMainSubject(): NounPhrase | null {
    let at = this.sentence.from;
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
        (PREPOSITIONS.has(lower) || SUBORDINATORS.has(lower) || /(?:ing|ed)$/u.test(lower)) &&
        this.people.runAt(at) === null;
      if (!led) {
        const phrase = this.phraseFrom(at);
        const pause = phrase === null ? -1 : [phrase.to, phrase.to + 1].find((next) => this.isPause(next));
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

  private fallbackSubject(from: number): NounPhrase | null {
    for (let at = from; at < Math.min(this.sentence.to, from + REACH); at++) {
      const run = this.people.runAt(at);
      if (
        run?.entity?.kind === 'person' &&
        !this.tokens[run.to - 1]!.possessive &&
        !PREPOSITIONS.has(this.lower(run.from - 1))
      ) {
        return { from: run.from, to: run.to, head: run.to - 1 };
      }
      if (/^(?:he|she)$/u.test(this.lower(at))) return { from: at, to: at + 1, head: at };
    }
    return null;
  }

  private skipLead(from: number): number {
    let at = from;
    // A dateline: "MINSK - ", "HARLOW, Ohio (NW) — ".
    for (let next = at; next < Math.min(this.sentence.to, at + 10); next++) {
      if (/^[—–-]$/u.test(this.text(next)) && /^\p{Lu}{3}/u.test(this.text(at))) return next + 1;
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

  /** Whether a phrase names somebody or something that can speak. */
  isSpeaker(phrase: NounPhrase): boolean {
    const token = this.tokens[phrase.head]!;
    const run = this.people.runAt(phrase.head);
    if (run !== null) return !token.possessive && (run.entity !== null || run.nameFrom === run.to);
    if (PRONOUNS.has(token.lower)) return true;
    return isRole(token.lower);
  }

  private canSay(phrase: NounPhrase, verb: SpeechVerb): boolean {
    if (this.isSpeaker(phrase)) return true;
    const token = this.tokens[phrase.head]!;
    if (token.possessive || token.kind !== 'word') return false;
    // An unknown noun is believed only of the plainest verbs: "one pensioner said".
    return (
      /^(?:say|tell|add|ask|reply|write|explain|recall)$/u.test(verb.base) && verb.form !== 'base' && isPlainNoun(token)
    );
  }
}

function isPlainNoun(token: Token): boolean {
  return (
    token.kind === 'word' &&
    /^\p{L}{2}/u.test(token.lower) &&
    !PREPOSITIONS.has(token.lower) &&
    !CONJUNCTIONS.has(token.lower) &&
    !AUXILIARIES.has(token.lower) &&
    !(VERBS.has(token.lower) && VERBS.get(token.lower)!.form !== 'base')
  );
}
