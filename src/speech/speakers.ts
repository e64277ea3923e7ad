// Whom a mention means: names, titles ("the senator"), pronouns, each resolved to the last fitting person of the text.

import type { Range } from '../text/range.ts';
import {
  BODIES,
  COLLECTIVES,
  DOCUMENTS,
  fitsPronoun,
  genderOfPronoun,
  hasOffice,
  headOf,
  isOtherOffice,
  isPersonal,
  isPlaceName,
  isPost,
  isSomeone,
  isVague,
  plainName,
  UNNAMED,
  VARIATION,
} from './descriptions.ts';
import {
  AUXILIARIES,
  DETERMINERS,
  genderOfRole,
  isPlace,
  isRole,
  PREPOSITIONS,
  PRONOUNS,
  SPEECH_NOUNS,
  STATES,
  TITLES,
  VERBS,
} from './lexicon.ts';
import { MEMORY, Memory, type Speaker, type Told } from './memory.ts';
import { type Entity, type Gender, holds } from './people.ts';
import type { NounPhrase } from './phrases.ts';
import type { Sentence } from './tokens.ts';

// How many sentences without another of the same sex "she" still means the woman who spoke without a name.
const PATIENCE = 4;
// How many sentences back "the manager" looks for whom they were about.
const SUBJECTS = 5;
// "quoted him as saying"
const OBJECTS: ReadonlyMap<string, string> = new Map([
  ['him', 'he'],
  ['her', 'she'],
  ['them', 'they'],
]);

/** Follows the text from sentence to sentence and tells whom a mention means. */
export class Speakers extends Memory {
  /** Whom a phrase names, standing in `sentence`. Always somebody: a nameless speaker goes by the phrase itself. */
  resolve(phrase: NounPhrase, sentence: Sentence): Speaker {
    const range = this.rangeOf(phrase);
    const said = this.text.slice(range.start, range.end);
    const as = (entity: Entity | null, at: Range = range): Speaker => ({
      ...at,
      name: entity?.name ?? plainName(said),
      entity,
    });
    for (let at = Math.max(sentence.from, phrase.from - 60); at < phrase.from; at++) {
      const entity = this.people.runAt(at)?.entity;
      if (entity != null) this.mention(entity, at);
    }
    this.addressee = this.addresseeOf(phrase, sentence);
    const alias = this.people.alias(said);
    if (alias !== null) return as(alias);
    const head = this.tokens[phrase.head]!;
    const pronoun = OBJECTS.get(head.lower) ?? head.lower;
    const run = this.people.runAt(phrase.head);
    const isOffice = run !== null && TITLES.has(head.lower) && run.to === phrase.to;
    const bearer = isOffice ? this.apposed(phrase, sentence) : null;
    // "said Banar Block Education Officer, Lalit Sah"
    if (bearer !== null) return as(bearer);
    if (run?.entity != null && !this.isJoint(phrase)) return as(run.entity);
    if (run?.entity != null) return this.both(phrase, range) ?? as(null);
    // "Vann asked Shawcross whether … He declined": the one who was asked.
    const answers = phrase.from === sentence.from && this.asked?.kind === 'person';
    if (answers && /^(?:he|she)$/u.test(pronoun) && fitsPronoun(this.asked!, pronoun)) return as(this.asked);
    // "Muir asked Lee. The senator responded"
    const isReply = /^(?:respond|repl|answer)/u.test(this.tokens[phrase.to]?.lower ?? '');
    if (answers && isReply && run === null && isPersonal(head.lower) && isRole(head.lower)) return as(this.asked);
    const many = this.many(phrase, sentence);
    if (many !== null) return { ...many, ...range };
    const unnamed = /^(?:he|she)$/u.test(head.lower) ? this.unnamedBefore(phrase, sentence) : null;
    if (unnamed !== null) return { ...unnamed, ...range };
    const again = this.answersAsker(phrase) ? null : this.namelessAgain(phrase, sentence);
    if (again !== null) return { ...again, ...range };
    if (PRONOUNS.has(pronoun)) return as(this.pronoun(pronoun, phrase.from, sentence));
    const named = this.apposed(phrase, sentence);
    if (named !== null) return as(named);
    const isSame =
      this.last?.entity === null &&
      /^the\s/iu.test(said) &&
      [head.lower, ...this.modifiers(phrase)].every((word) => this.last!.name.toLowerCase().split(' ').includes(word));
    // "a person familiar with the talks … the person said"
    if (isSame) return { ...this.last!, ...range };
    const labelled = this.labelled(phrase, sentence);
    if (labelled !== null) return as(labelled);
    const titled = this.titled(phrase, sentence);
    const nameless = /^the\s/iu.test(said) ? this.namelessCalled(head.lower, this.modifiers(phrase)) : undefined;
    // "a reporter asked … “…,” the reporter said", with others speaking in between.
    if (nameless !== undefined && (titled === null || !holds(titled, head.lower))) return { ...nameless, ...range };
    return as(titled);
  }

  /** Whom "they" and "it" mean, and "the pair": a document's author, two or more people, a body, a crowd, a report. */
  private many(phrase: NounPhrase, sentence: Sentence): Speaker | null {
    const { lower } = this.tokens[phrase.head]!;
    const as = (entity: Entity | null): Speaker | null =>
      entity === null ? null : { ...this.rangeOf(phrase), name: entity.name, entity };
    if (lower === 'it') {
      const tells = /^(?:read|reads|continued|said|says|added|concluded|stated)$/u.test(
        this.tokens[phrase.to]?.lower ?? '',
      );
      const paper = this.paper !== null && this.read - this.paper.at < 2 ? this.paper.speaker : null;
      const group = this.group !== null && !isSomeone(this.group) ? this.group : null;
      return (tells ? as(this.author()) : null) ?? as(this.bodyIn(sentence, phrase.from)) ?? paper ?? group;
    }
    if (lower === 'they') {
      if (this.pair !== null && this.read - this.pair.at < 3) return this.pair.speaker;
      const isCrowd = this.crowd?.at === this.read && this.last?.entity?.kind === 'person';
      return (
        as(this.groupBefore(phrase.from, sentence)) ??
        this.manyBefore(phrase.from, sentence) ??
        (isCrowd ? this.crowd!.speaker : null) ??
        this.group
      );
    }
    const isPair = /^(?:co-chairs|co-authors|pair|duo|two|brothers|sisters)$/u.test(lower);
    return isPair && this.tokens[phrase.from]!.lower === 'the' ? (this.pair?.speaker ?? null) : null;
  }

  /** "he told Clinton", "she said of Clinton" */
  private addresseeOf({ to }: NounPhrase, sentence: Sentence): Entity | null {
    let verb = to;
    while (verb < to + 3 && AUXILIARIES.has(this.tokens[verb]?.lower ?? '')) verb++;
    if (!VERBS.has(this.tokens[verb]?.lower ?? '')) return null;
    const at = /^(?:of|about|to)$/u.test(this.tokens[verb + 1]?.lower ?? '') ? verb + 2 : verb + 1;
    const run = at < sentence.to ? this.people.runAt(at) : null;
    return run === null || this.tokens[run.to - 1]!.possessive ? null : run.entity;
  }

  /** Whether "he" or "she" may mean a speaker. */
  fits({ entity }: Speaker, pronoun: string): boolean {
    return entity?.kind === 'person' && fitsPronoun(entity, pronoun);
  }

  /** "“…,” he continued", "the president continued": who spoke last, if the phrase may mean him. */
  goesOn(phrase: NounPhrase): Speaker | null {
    const entity = this.last?.entity;
    const { lower } = this.tokens[phrase.head]!;
    if (entity?.kind !== 'person' || this.people.runAt(phrase.head) !== null) return null;
    const isHis = /^(?:he|she)$/u.test(lower) ? fitsPronoun(entity, lower) : holds(entity, lower);
    return isHis ? { ...this.rangeOf(phrase), name: entity.name, entity } : null;
  }

  /** Whom "his" or "her" means; looks ahead to the main subject when nobody was named before ("Her message: …"). */
  resolvePronoun(word: string, place: { at: number; sentence: Sentence; subject: NounPhrase | null }): Speaker | null {
    const entity = this.pronoun(word, place.at, place.sentence) ?? this.last?.entity ?? null;
    const { start, end } = this.tokens[place.at]!;
    return entity === null ? null : { start, end, name: entity.name, entity };
  }

  private pronoun(word: string, at: number, sentence: Sentence): Entity | null {
    if (word === 'i' || word === 'we' || word === 'you') return null;
    if (word === 'it' || word === 'they') {
      if (this.last !== null && (this.last.entity === null || this.last.entity.kind === 'body'))
        return this.last.entity;
      return (
        this.recent((entity) => entity.kind === 'body' && !isPlaceName(entity)) ??
        (word === 'they' ? (this.last?.entity ?? null) : null)
      );
    }
    const gender = genderOfPronoun(word);
    const found = this.antecedent(gender, at, sentence);
    if (found !== null) found.gender ??= gender;
    return found;
  }

  /** "a reporter asked.¶ “…,” he responded": no answer is the asker's own. */
  private answersAsker({ to }: NounPhrase): boolean {
    return this.lastAsked && /^(?:respond|repl|answer|retort|quip|conced|deadpan)/u.test(this.tokens[to]?.lower ?? '');
  }

  /** "slapped back at his critics, saying they had called him …" */
  private manyBefore(before: number, sentence: Sentence): Speaker | null {
    for (let at = before - 1; at >= Math.max(sentence.from, before - 6); at--) {
      const token = this.tokens[at]!;
      if (token.kind === 'quotation' || this.people.runAt(at) !== null) return null;
      if (/^(?:critics|opponents|rivals|supporters|protesters|officials|experts|colleagues)$/u.test(token.text))
        return this.unnamedAt(token);
    }
    return null;
  }

  /** "with Democrats denouncing what they called …" */
  private groupBefore(before: number, sentence: Sentence): Entity | null {
    for (let at = before - 1; at >= Math.max(sentence.from, before - 6); at--) {
      const entity = this.people.runAt(at)?.entity;
      if (entity == null) continue;
      return entity.kind === 'body' && /s$/u.test(entity.name) && !this.tokens[at]!.possessive ? entity : null;
    }
    return null;
  }

  /** The body that a sentence is about so far: "Nestor, based in Basle, said it believes …". */
  private bodyIn(sentence: Sentence, before: number): Entity | null {
    for (let at = sentence.from; at < Math.min(before, sentence.from + 12); at++) {
      const run = this.people.runAt(at);
      if (run === null) continue;
      const isSubject =
        at === sentence.from || (at === sentence.from + 1 && DETERMINERS.has(this.tokens[at - 1]!.lower));
      return isSubject && run.entity?.kind === 'body' && !this.tokens[run.to - 1]!.possessive ? run.entity : null;
    }
    return null;
  }

  /** "Lee's wife yelled … “…,” she yelled": who spoke without a name last, while nobody else may be meant. */
  private namelessAgain(pronoun: NounPhrase, sentence: Sentence): Speaker | null {
    const { lower } = this.tokens[pronoun.head]!;
    if (!/^(?:he|she)$/u.test(lower) || this.unnamed === null || this.read - this.unnamed.at > PATIENCE) return null;
    const gender = genderOfPronoun(lower);
    const isOther = (one: Entity | null | undefined): boolean =>
      one?.kind === 'person' && (one.gender ?? gender) === gender && this.isSomebody(one);
    if (isOther(this.last?.entity)) return null;
    const { speaker, at: since } = this.unnamed;
    const head = headOf(speaker.name);
    const isOne = isRole(head) || /^(?:an?|one|another)\s/iu.test(speaker.name);
    if (/s$/u.test(head) || !isOne || (genderOfRole(head) ?? gender) !== gender) return null;
    for (let back = 1; back <= Math.min(PATIENCE + 1, this.told.length); back++) {
      const { read, subject, others } = this.told[this.told.length - back]!;
      if (read <= since) break;
      if ([subject, ...others].some(isOther)) return null;
    }
    for (let at = Math.max(sentence.from, pronoun.from - 60); at < pronoun.from; at++)
      if (this.people.runAt(at)?.entity?.kind === 'person') return null;
    return speaker;
  }

  /** "A man was hit after he shouted": somebody whom nothing names, nearer than anybody named. */
  private unnamedBefore(pronoun: NounPhrase, sentence: Sentence): Speaker | null {
    for (let at = pronoun.from - 1; at > Math.max(sentence.from, pronoun.from - 24); at--) {
      const token = this.tokens[at]!;
      if (token.kind !== 'word') {
        if (token.kind === 'quotation' || token.text === ';') return null;
        continue;
      }
      if (this.people.runAt(at) !== null) return null;
      const gender = genderOfRole(token.lower);
      if (
        !UNNAMED.test(token.lower) ||
        (gender !== null && gender !== genderOfPronoun(this.tokens[pronoun.head]!.lower))
      )
        continue;
      for (let before = at - 1; before >= Math.max(sentence.from, at - 3); before--) {
        if (!/^(?:a|an|one|another)$/u.test(this.tokens[before]!.lower)) continue;
        if (PREPOSITIONS.has(this.tokens[before - 1]?.lower ?? '') && before > sentence.from) return null;
        return this.unnamedAt({ start: this.tokens[before]!.start, end: token.end });
      }
    }
    return null;
  }

  private antecedent(gender: Gender, at: number, sentence: Sentence): Entity | null {
    const fits = (entity: Entity | null): entity is Entity =>
      entity?.kind === 'person' && (entity.gender === null || entity.gender === gender) && this.isSomebody(entity);
    for (let before = Math.max(sentence.from, at - 120); before < at; before++) {
      const run = this.people.runAt(before);
      if (run === null) continue;
      before = run.to - 1;
      // "with CNN's Reliable Sources"
      const owner =
        this.tokens[run.from - 1]?.possessive === true
          ? (this.people.runAt(run.from - 1)?.from ?? run.from - 1)
          : run.from;
      const left = this.tokens[DETERMINERS.has(this.tokens[owner - 1]?.lower ?? '') ? owner - 2 : owner - 1];
      // "Addressing Ray he said": whom the opening is about is not who speaks.
      const isObject = left !== undefined && run.from - 1 === sentence.from && /^\p{L}{3,}ing$/u.test(left.lower);
      const governed =
        left !== undefined &&
        run.from > sentence.from &&
        ((PREPOSITIONS.has(left.lower) && left.lower !== 'after') || isObject);
      if (fits(run.entity) && !governed && !this.tokens[run.to - 1]!.possessive && run.to <= at) return run.entity;
    }
    // Who spoke in the sentence before goes on, whomever he spoke of.
    const speaker = this.lastRead === this.read ? this.last?.entity : null;
    const isOther = (told: Told): boolean => told.subject?.kind === 'person' && told.subject.gender === gender;
    const goesOn = this.told.at(-1)?.paragraph === sentence.paragraph;
    if (fits(speaker ?? null) && (speaker!.gender === gender || goesOn || !this.told.slice(-4).some(isOther)))
      return speaker!;
    for (let back = 1; back <= Math.min(MEMORY, this.told.length); back++) {
      const told = this.told[this.told.length - back]!;
      if (fits(told.subject)) return told.subject;
      const other = told.others.find((entity) => fits(entity) && entity.gender === gender);
      if (other !== undefined) return other;
    }
    if (this.last !== null && fits(this.last.entity)) return this.last.entity;
    // Nobody yet: "A minister resigned over what he called … Oliver Penrose, …" names him only later.
    const any = (entity: Entity): boolean => entity.kind === 'person' && (entity.gender ?? gender) === gender;
    return (
      this.recent(fits) ??
      this.known().find((entity) => fits(entity) && entity.name.includes(' ')) ??
      this.recent(any) ??
      this.known().find((entity) => fits(entity) && entity.gender === gender) ??
      null
    );
  }

  /** "the chairman, Gerald Pruitt," */
  private apposed(phrase: NounPhrase, sentence: Sentence): Entity | null {
    let at = phrase.to;
    if (this.tokens[at]?.text === '(') {
      // "Majority Leader (for now) Otto Grant"
      const last = Math.min(sentence.to, at + 12);
      while (at < last && this.tokens[at]!.text !== ')') at++;
    } else if (this.tokens[at]?.text !== ',') return null;
    // "The woman, who gave her name as Ann Lee, said"
    if (this.tokens[at + 1]?.lower === 'who')
      for (let next = at + 2; next < Math.min(sentence.to, at + 7); next++)
        if (this.tokens[next]!.lower === 'as') at = next;
    const run = at + 1 < sentence.to ? this.people.personAt(at + 1) : null;
    return run?.from === at + 1 ? run.entity : null;
  }

  /** "Mark Kirk: The Illinois senator said": in a list of people, whom the line is about. */
  private labelled(phrase: NounPhrase, sentence: Sentence): Entity | null {
    const run = this.people.runAt(sentence.from);
    if (run?.entity?.kind !== 'person' || this.tokens[run.to]?.text !== ':' || phrase.from > run.to + 12) return null;
    const { lower } = this.tokens[phrase.head]!;
    const isThe = this.tokens[phrase.from]!.lower === 'the' || PRONOUNS.has(lower);
    return isThe && (isRole(lower) || TITLES.has(lower)) ? run.entity : null;
  }

  private titled(phrase: NounPhrase, sentence: Sentence): Entity | null {
    const head = this.tokens[phrase.head]!.lower;
    const first = this.tokens[phrase.from]!.lower;
    const definite = !DETERMINERS.has(first) || /^(?:the|this|that|his|her|its|their|our)$/u.test(first);
    const owner = this.owner(phrase) ?? this.senderBehind(phrase);
    // "the Mann associate" is not Mann.
    const within = this.namedWithin(phrase);
    this.addressee ??= within;
    // "A report from The Post said"
    if (!definite) return owner !== null && SPEECH_NOUNS.has(head) ? owner : null;
    if (DOCUMENTS.test(head)) {
      // "the email" is seldom of whoever spoke last, "the statement" is.
      const isSpoken = /^(?:statement|tweets?|post|release|testimony|op-ed)$/u.test(head);
      return owner ?? this.author() ?? (isSpoken ? (this.last?.entity ?? null) : null);
    }
    if (
      owner !== null &&
      (SPEECH_NOUNS.has(head) || /^(?:sentence|paragraph|passage|excerpt|portion|section)$/u.test(head))
    )
      return owner;
    if (BODIES.test(head)) {
      if (owner !== null) return null;
      const isCalled = (entity: Entity): boolean => entity.name.toLowerCase().includes(head);
      // "Norvik Banka" is no known name of a body.
      const named = this.recentBody(isCalled) ?? this.known().find((one) => isVague(one) && isCalled(one)) ?? null;
      if (named !== null || phrase.to - phrase.from > 2) return named;
      // "the company" is first of all what the sentence before is about, or else what spoke last.
      const about = this.told.at(-1)?.subject;
      if (about?.kind === 'body') return about;
      if (this.last?.entity?.kind === 'body') return this.last.entity;
      return this.recentBody((entity) => entity.name.includes(' ')) ?? this.recent(isVague);
    }
    if ((/s$/u.test(head) && !/ss$/u.test(head)) || COLLECTIVES.test(head)) return null;
    if (!isRole(head) && !TITLES.has(head) && !(first === 'the' && STATES.has(head))) return null;
    const roles = [head, ...this.modifiers(phrase)];
    const regional = roles.flatMap((role) => STATES.get(role) ?? (isPlace(role) ? role : []));
    if (regional.length > 0 && (VARIATION.test(head) || STATES.has(head))) {
      // "the Texas Republican" varies the name of whom the text is about, if nobody is known to come from there.
      const native = this.known().find((one) => one.kind === 'person' && regional.some((role) => one.roles.has(role)));
      const about = native ?? this.last?.entity ?? this.subject();
      if (about?.kind === 'person') return about;
    }
    const holder = this.holder(roles, head);
    // "Mr Carver's spokesman" is nobody who comes up only later.
    if (holder !== null && (owner === null || owner === holder || holder.lastAt >= 0)) return holder;
    if (within !== null) return null;
    const isAged = roles.some((role) => /^\p{Nd}+-year-old$/u.test(role));
    if (first !== 'the' || (!isAged && (phrase.to - phrase.head > 3 || !isPersonal(head)))) return null;
    // Nobody holds the office by name: "the Belarusian leader" then means whom the text is about.
    const gender = genderOfRole(head);
    const fits = (entity: Entity | null | undefined): entity is Entity =>
      entity?.kind === 'person' &&
      (gender === null || entity.gender === null || entity.gender === gender) &&
      this.isSomebody(entity);
    const topic = this.topic();
    if (topic !== null && topic.paragraph === sentence.paragraph && fits(topic.entity)) return topic.entity;
    // One known for another office is not likely meant: "the president", after his press secretary spoke.
    const free = (entity: Entity | null | undefined): entity is Entity =>
      fits(entity) && !hasOffice(entity) && entity.name.includes(' ');
    if (fits(this.last?.entity) && !hasOffice(this.last.entity)) return this.last.entity;
    const nearby = this.last !== null && isPost(head) ? this.recent(free) : null;
    if (nearby !== null) return nearby;
    if (fits(this.last?.entity)) return this.last.entity;
    // Whom the paragraph's sentences had as their subject, before anybody mentioned in passing.
    const about = this.told.slice(-SUBJECTS).findLast((told) => fits(told.subject))?.subject;
    const nearest = this.recent(fits);
    return (this.addressee === null ? (about ?? nearest) : (nearest ?? about)) ?? this.opener(sentence, fits);
  }

  private modifiers(phrase: NounPhrase): string[] {
    const found: string[] = [];
    for (let at = phrase.from; at < phrase.head; at++) {
      const { lower } = this.tokens[at]!;
      if (!DETERMINERS.has(lower)) found.push(lower);
    }
    return found;
  }

  private holder(roles: readonly string[], head: string): Entity | null {
    let chosen: Entity | null = null;
    let chosenAt = -2;
    for (const entity of this.known()) {
      if (entity.kind !== 'person' || entity === this.addressee) continue;
      const held = roles.includes('former') && entity.roles.has(`former ${head}`);
      if ((!held && !holds(entity, head)) || isOtherOffice(entity, roles)) continue;
      // Offices named in full beat the bare one: "prime minister" over "minister".
      const fit = roles.filter((role) => entity.roles.has(role)).length * 1e7;
      if (fit + entity.lastAt > chosenAt) {
        chosen = entity;
        chosenAt = fit + entity.lastAt;
      }
    }
    return chosen;
  }

  private opener(sentence: Sentence, fits: (entity: Entity) => boolean): Entity | null {
    const run = this.people.runAt(sentence.from);
    return run?.entity != null && fits(run.entity) ? run.entity : null;
  }

  private namedWithin({ from, head }: NounPhrase): Entity | null {
    for (let at = from; at < head; at++) {
      const entity = this.people.runAt(at)?.entity;
      if (entity?.kind === 'person' && entity.name.includes(' ')) return entity;
    }
    return null;
  }

  /** "Another message, from Lee, reads" */
  private senderBehind({ head, to }: NounPhrase): Entity | null {
    if (!DOCUMENTS.test(this.tokens[head]!.lower) || this.tokens[to]?.text !== ',') return null;
    if (!/^(?:from|by)$/u.test(this.tokens[to + 1]?.lower ?? '')) return null;
    return this.people.runAt(to + 2)?.entity ?? null;
  }

  private owner(phrase: NounPhrase): Entity | null {
    for (let at = phrase.from; at < phrase.to; at++) {
      const run = this.people.runAt(at);
      if (run?.entity == null) continue;
      // "Smith's statement", "the statement from Smith".
      const { lower } = this.tokens[phrase.head]!;
      const isIssuer = run.entity.kind === 'body' && /^(?:statement|announcement|release|memo)$/u.test(lower);
      if (at < phrase.head ? this.tokens[run.to - 1]!.possessive || isIssuer : at > phrase.head) return run.entity;
    }
    return null;
  }
}
