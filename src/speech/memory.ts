// What the text has told so far: who it was about, who spoke, by name or without one, two together, whose document it was.

import type { Range } from '../text/range.ts';
import { DOCUMENTS, headOf, PAPERS, plainName } from './descriptions.ts';
import { isRole, SPEECH_NOUNS } from './lexicon.ts';
import type { Entity, People } from './people.ts';
import { type NounPhrase, phraseOf } from './phrases.ts';
import type { Sentence, Token } from './tokens.ts';

/** Somebody's words: the resolved name, where the mention stands, and who it is when the text names him. */
export type Speaker = Range & { readonly name: string; readonly entity: Entity | null };

/** A sentence's people, and its paragraph. */
export type Told = {
  readonly paragraph: number;
  /** How many sentences were read with it. */
  readonly read: number;
  readonly subject: Entity | null;
  readonly others: readonly Entity[];
  /** Whether it tells of an answer, a remark or the like. */
  readonly announces: boolean;
};

/** The person whom a sentence is about. `isIntroduced`: it leads up to what he says, "Lee had a short answer." */
type Topic = {
  readonly speaker: Speaker;
  readonly entity: Entity;
  readonly paragraph: number;
  readonly isIntroduced: boolean;
};

// How many sentences back "he" may find its man.
export const MEMORY = 14;
// How many people are thought of at once: more than any article names, so that a telephone book stays cheap.
const CROWD = 200;
// Who chants and shouts together.
const CROWDS = new Set('supporters protesters demonstrators fans students voters spectators onlookers'.split(' '));

/** Remembers, sentence by sentence, who was spoken of and who spoke. */
export class Memory {
  protected readonly text: string;
  protected readonly tokens: readonly Token[];
  protected readonly people: People;
  protected readonly told: Told[] = [];
  private readonly recently = new Set<Entity>();
  private readonly first: readonly Entity[];
  /** Whom the sentence before put a question to. */
  asked: Entity | null = null;
  /** Whether what was said last was a question. */
  lastAsked = false;
  /** Who spoke last. */
  last: Speaker | null = null;
  /** The body or the nameless people who spoke last: whom "they" and "it" mean. */
  protected group: Speaker | null = null;
  /** Two or more whom the last sentences had as one subject, "Lee and Ray rejected": whom "they" means. */
  protected pair: { readonly speaker: Speaker; readonly at: number } | null = null;
  protected readonly spoken = new Set<Entity>();
  /** Whom the words that are being attributed are said to or of: "the comedian asks Clinton" is not Clinton. */
  protected addressee: Entity | null = null;
  /** Who spoke last without a name, and how many sentences the text had by then. */
  protected unnamed: { readonly speaker: Speaker; readonly at: number } | null = null;
  /** Those who spoke without being named, by what they are called: "a reporter" by "reporter". */
  protected readonly nameless = new Map<string, Speaker[]>();
  /** Whose statement, letter or tweet the text told of last, and how many sentences it had read by then. */
  protected document: { readonly author: Entity; readonly at: number } | null = null;
  /** The report, the study or the like that the sentence before was about, and how many sentences were read by then. */
  protected paper: { readonly speaker: Speaker; readonly at: number } | null = null;
  /** The people without a name that the sentence before told of, "supporters". */
  protected crowd: { readonly speaker: Speaker; readonly at: number } | null = null;
  protected read = 0;
  /** How many sentences were read with the one in which `last` spoke. */
  protected lastRead = -1;

  constructor(text: string, tokens: readonly Token[], people: People) {
    this.text = text;
    this.tokens = tokens;
    this.people = people;
    this.first = people.entities.slice(0, CROWD);
  }

  /** Remembers who spoke. */
  spoke(speaker: Speaker): void {
    this.last = speaker;
    this.lastRead = this.read + 1;
    if (speaker.entity !== null) this.spoken.add(speaker.entity);
    else {
      this.pair = null;
      this.unnamed = { speaker, at: this.lastRead };
    }
    if (speaker.entity === null || speaker.entity.kind === 'body') this.group = speaker;
    if (speaker.entity === null) this.call(speaker);
  }

  /** The sentence went on about somebody else than it quoted. */
  turnsTo(entity: Entity): void {
    if (this.last?.entity !== entity) this.lastRead = -1;
  }

  /** Remembers somebody nameless by the noun for him. */
  private call(speaker: Speaker): void {
    const head = headOf(speaker.name);
    if (!isRole(head) || this.nameless.size >= CROWD) return;
    const called = this.nameless.get(head);
    if (called === undefined) this.nameless.set(head, [speaker]);
    else if (called.length < 8) called.push(speaker);
  }

  /** "the Ohio Democrat": of those without a name the last whom all of it fits. */
  protected namelessCalled(head: string, modifiers: readonly string[]): Speaker | undefined {
    return this.nameless
      .get(head)
      ?.findLast(({ name }) => modifiers.every((word) => name.toLowerCase().split(' ').includes(word)));
  }

  /** Remembers a sentence's people once it is read; `subject` is its main clause's, `phrase` where it stands. */
  remember(sentence: Sentence, subject: Entity | null, phrase: NounPhrase | null = null): void {
    if (phrase !== null) this.introduce(phrase, sentence);
    const others: Entity[] = [];
    let announces = false;
    for (let at = sentence.from; at < sentence.to; at++) {
      const token = this.tokens[at]!;
      announces ||= SPEECH_NOUNS.has(token.lower);
      if (CROWDS.has(token.text)) this.crowd = { speaker: this.unnamedAt(token), at: this.read + 1 };
      const run = this.people.runAt(at);
      if (run === null) continue;
      at = run.to - 1;
      if (run.entity === null) continue;
      this.mention(run.entity, at);
      if (others.length < 8) others.push(run.entity);
    }
    this.read++;
    if (subject !== null && this.tellsOfDocument(sentence)) this.document = { author: subject, at: this.read };
    if (phrase !== null && subject === null && PAPERS.test(this.tokens[phrase.head]!.lower)) {
      this.paper = { speaker: this.unnamedAt(this.rangeOf(phrase)), at: this.read };
    }
    if (subject !== null || others.length > 0)
      this.told.push({ paragraph: sentence.paragraph, read: this.read, subject, others, announces });
    if (this.told.length > MEMORY * 4) this.told.splice(0, MEMORY * 2);
  }

  /** Who comes up as a subject without being a person of the text: "Lee and Ray", "a senior official". */
  private introduce(phrase: NounPhrase, sentence: Sentence): void {
    if (this.people.runAt(phrase.head) !== null && this.isJoint(phrase)) {
      this.pairUp(phrase);
      return;
    }
    const and = this.tokens[phrase.to]?.lower === 'and' ? this.people.runAt(phrase.to + 1) : null;
    const first = this.people.runAt(phrase.head)?.entity;
    if (and?.entity != null && and.to < sentence.to && !this.tokens[and.to - 1]!.possessive) {
      if (first?.kind === and.entity.kind) this.pairUp({ from: phrase.from, to: and.to, head: and.to - 1 });
    } else if (/^(?:an?|one)$/u.test(this.tokens[phrase.from]!.lower) && first == null) {
      this.call(this.unnamedAt(this.rangeOf(phrase)));
    }
  }

  private pairUp(phrase: NounPhrase): void {
    const range = this.rangeOf(phrase);
    this.pair = { speaker: this.both(phrase, range) ?? this.unnamedAt(range), at: this.read };
  }

  private tellsOfDocument(sentence: Sentence): boolean {
    let tells = false;
    for (let at = sentence.from; at < sentence.to; at++) {
      // Who received an email did not write it.
      if (/^(?:receiv|obtain)/u.test(this.tokens[at]!.lower)) return false;
      tells ||= DOCUMENTS.test(this.tokens[at]!.lower);
    }
    return tells;
  }

  /** Whose document the sentence before, or the one before that, told of: "it read". */
  protected author(): Entity | null {
    return this.document !== null && this.read - this.document.at < 2 ? this.document.author : null;
  }

  /** The person whom the text was last about. */
  subject(): Entity | null {
    return this.topic()?.entity ?? null;
  }

  /** The person whom the sentence before was about, as last mentioned, and its paragraph. */
  topic(): Topic | null {
    const last = this.told.at(-1);
    if (last?.subject?.kind !== 'person') return null;
    const { subject, paragraph } = last;
    const isIntroduced = last.announces && last.read === this.read && this.lastRead < this.read;
    return { speaker: this.mentioned(subject), entity: subject, paragraph, isIntroduced };
  }

  /** An entity as a speaker, with the place where the text last named it. */
  mentioned(entity: Entity): Speaker {
    const run = this.people.runAt(entity.lastAt);
    if (run === null) return { start: 0, end: 0, name: entity.name, entity };
    return { ...this.rangeOf(phraseOf(run)), name: entity.name, entity };
  }

  protected mention(entity: Entity, at: number): void {
    entity.lastAt = at;
    this.recently.delete(entity);
    this.recently.add(entity);
    if (this.recently.size > CROWD) for (const oldest of this.recently) return void this.recently.delete(oldest);
  }

  /** Who may be meant: the first people of the text and those mentioned last. */
  protected known(): Entity[] {
    if (this.people.entities.length <= CROWD) return [...this.first];
    return [...new Set([...this.first, ...this.recently])];
  }

  protected rangeOf(phrase: NounPhrase): Range {
    const last = this.tokens[phrase.to - 1]!;
    const end = last.possessive ? last.end - (/['’]s$/iu.test(last.text) ? 2 : 1) : last.end;
    return { start: this.tokens[phrase.from]!.start, end };
  }

  /** Somebody who goes by the words that stand there. */
  protected unnamedAt({ start, end }: Range): Speaker {
    return { start, end, name: plainName(this.text.slice(start, end)), entity: null };
  }

  /** "Dr Lee and Dr Ray": both, as they are named there. */
  protected both(phrase: NounPhrase, range: Range): Speaker | null {
    const names: string[] = [];
    for (let at = phrase.from; at < phrase.to; at++) {
      const run = this.people.runAt(at);
      if (run === null && this.tokens[at]!.lower !== 'and') return null;
      if (run === null) continue;
      if (this.people.personAt(at) === null) return null;
      const { start, end } = this.rangeOf({ from: run.nameFrom, to: run.to, head: run.to - 1 });
      names.push(this.text.slice(start, end));
      at = run.to - 1;
    }
    return names.length === 2 ? { ...range, name: names.join(' and '), entity: null } : null;
  }

  protected isJoint(phrase: NounPhrase): boolean {
    const run = this.people.runAt(phrase.head)!;
    // "Lee and Ray", "Lee and his wife Ann"
    for (let at = run.from - 1; at > phrase.from && at > run.from - 4; at--)
      if (this.tokens[at]!.lower === 'and') return this.people.runAt(at - 1) !== null;
    return false;
  }

  /** A name of one word that nothing makes a person's, "Spurs" or "Wembley", is hardly meant by "he" or "the manager". */
  protected isSomebody(entity: Entity): boolean {
    if (entity === this.addressee) return false;
    return entity.name.includes(' ') || entity.gender !== null || entity.roles.size > 0 || this.spoken.has(entity);
  }

  protected recent(fits: (entity: Entity) => boolean): Entity | null {
    let found: Entity | null = null;
    for (let back = 1; back <= Math.min(MEMORY, this.told.length) && found === null; back++) {
      const told = this.told[this.told.length - back]!;
      found = [told.subject, ...told.others].find((entity) => entity !== null && fits(entity)) ?? null;
    }
    return found;
  }

  protected recentBody(fits: (entity: Entity) => boolean): Entity | null {
    for (let back = 1; back <= Math.min(MEMORY, this.told.length); back++) {
      const { subject } = this.told[this.told.length - back]!;
      if (subject?.kind === 'body' && fits(subject)) return subject;
    }
    if (this.last?.entity?.kind === 'body' && fits(this.last.entity)) return this.last.entity;
    let chosen: Entity | null = null;
    for (const entity of this.known()) {
      if (entity.kind === 'body' && entity.lastAt > (chosen?.lastAt ?? -1) && fits(entity)) chosen = entity;
    }
    return chosen;
  }
}
