// Whose a noun of speech is: "in her words", "Lee's claim that …", "a statement from the mayor".

import type { Range } from '../text/range.ts';
import { Clause, firstAfter } from './cues.ts';
import { BE_FORMS, CALENDAR, isRole, PRONOUNS, SPEECH_NOUNS } from './lexicon.ts';
import type { Speaker } from './memory.ts';
import type { People } from './people.ts';
import type { Context, Stand } from './quotations.ts';
import type { Speakers } from './speakers.ts';
import type { Sentence, Token } from './tokens.ts';

// How far behind its "that" a claim's words may stand.
const CLAIM = 30;

/** Finds whose words a quotation is by the noun that it explains. */
export class Owners {
  private readonly tokens: readonly Token[];
  private readonly people: People;
  private readonly speakers: Speakers;

  constructor(tokens: readonly Token[], people: People, speakers: Speakers) {
    this.tokens = tokens;
    this.people = people;
    this.speakers = speakers;
  }

  /** "in his words, “…”", "in Bonta's words, “…”", "in the words of one aide, “…”". */
  inWordsOf(stand: Stand, context: Context): Speaker | null {
    const at = this.tokens[stand.at - 1]?.text === ',' ? stand.at - 2 : stand.at - 1;
    for (let of = at - 1; of > Math.max(context.sentence.from + 1, at - 6); of--)
      if (this.tokens[of]!.lower === 'of' && this.tokens[of - 1]!.lower === 'words')
        return this.ownerOf(of - 1, context);
    return /^words?$/u.test(this.tokens[at]?.lower ?? '') && this.tokens[at - 1]?.lower !== 'the'
      ? this.ownedWords(stand, context)
      : null;
  }

  /**
   * "mocked Cruz's comments that he would make sand “glow in the dark”", "answered criticism from Lee that he was “dozing”":
   * what stands in a claim is its owner's, unless another says it within.
   */
  inClaimOf(stand: Stand, context: Context): Speaker | null {
    const { sentence, cues } = context;
    for (let at = stand.at - 1; at > Math.max(sentence.from, stand.at - CLAIM); at--) {
      const token = this.tokens[at]!;
      if (token.kind === 'quotation' || token.text === ';') return null;
      // "Lee disputes Wolf's claim cops are “afraid”"
      const isBare =
        /^(?:claims?|assertion|contention|suggestion)$/u.test(this.tokens[at - 1]!.lower) &&
        this.tokens[at - 2]?.possessive === true &&
        /^\p{Ll}+s$/u.test(token.text) &&
        BE_FORMS.has(this.tokens[at + 1]?.lower ?? '');
      // "Lee's claim she had made “eleven calls”"
      const opens =
        token.lower === 'that' || isBare || (PRONOUNS.has(token.lower) && SPEECH_NOUNS.has(this.tokens[at - 1]!.lower));
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
  ownedWords(stand: Stand, context: Context): Speaker | null {
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

  /** "dismissed Wolf's “fire and fury” remarks" */
  inRemarkOf({ at, words }: Stand, { from }: Sentence): Speaker | null {
    const before = this.tokens[at - 1];
    const noun = this.tokens[at + 1];
    if (before?.possessive !== true || at === from || words < 2) return null;
    const { entity } = this.people.runAt(at - 1) ?? {};
    const isRemark = noun?.capital === false && SPEECH_NOUNS.has(noun.lower);
    return entity != null && isRemark ? { ...rangeOf(before), name: entity.name, entity } : null;
  }

  /** "“No,” was the curt reply from Lee", "“Never,” was his answer" */
  ofReply(stand: Stand, context: Context): Speaker | null {
    const at = this.tokens[stand.at + 1]?.text === ',' ? stand.at + 2 : stand.at + 1;
    if (!/^(?:was|is|came|comes)$/u.test(this.tokens[at]?.lower ?? '')) return null;
    for (let noun = at + 1; noun < Math.min(context.sentence.to, at + 6); noun++)
      if (/^(?:answer|reply|response|verdict|retort|message|comment|reaction|view)$/u.test(this.tokens[noun]!.lower))
        return this.ownerOf(noun, context);
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
      const pressed = this.pressedBefore(before, sentence);
      if (pressed !== null) return pressed;
      if (owner.lower === 'his' || owner.lower === 'her' || owner.lower === 'their') {
        const pronoun = owner.lower === 'his' ? 'he' : owner.lower === 'her' ? 'she' : 'they';
        return this.speakers.resolvePronoun(pronoun, { at: before, sentence, subject });
      }
      // "the governor's complaint"
      const isTheirs =
        owner.possessive && !owner.capital && isRole(owner.lower) && this.tokens[before - 1]?.lower === 'the';
      if (isTheirs) return this.speakers.resolve({ from: before - 1, to: before + 1, head: before }, sentence);
      const run = this.people.runAt(before);
      if (owner.possessive && run?.entity != null)
        return { ...rangeOf(owner), name: run.entity.name, entity: run.entity };
    }
    return null;
  }

  /** "pressed Lee on his claim", "challenged Lee over past claims": the one who is held to them. */
  private pressedBefore(at: number, sentence: Sentence): Speaker | null {
    const isOn = (token: number): boolean => /^(?:on|over)$/u.test(this.tokens[token]?.lower ?? '');
    const on = isOn(at)
      ? at
      : isOn(at - 1) && /^(?:his|her|past|earlier|previous)$/u.test(this.tokens[at]!.lower)
        ? at - 1
        : -1;
    const run = on > sentence.from ? this.people.personAt(on - 1) : null;
    if (run?.entity == null || run.from === sentence.from) return null;
    const range = { start: this.tokens[run.from]!.start, end: this.tokens[run.to - 1]!.end };
    return { ...range, name: run.entity.name, entity: run.entity };
  }
}

/** A token's place. */
export function rangeOf({ start, end }: Range): Range {
  return { start, end };
}
