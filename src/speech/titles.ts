// Stretches in quotation marks that nobody says: scare quotes, names for things, titles of works.

import type { Range } from '../text/range.ts';
import { plainWords } from './echoes.ts';
import {
  AUXILIARIES,
  CONJUNCTIONS,
  DETERMINERS,
  NAMING,
  PREPOSITIONS,
  SPEECH_NOUNS,
  VERBS,
  WORK_NOUNS,
} from './lexicon.ts';
import type { Cue } from './participles.ts';
import type { Stand } from './quotations.ts';
import type { Sentence, Token } from './tokens.ts';

// Longer words are no term.
const MAX_TERM = 30;
// A word that somebody used comes up two or three times, in the headline, the lead and the body.
const REPEATED = 4;

// How a sentence opens that tells of a question.
const ASKED = /^(?:asked|pressed|questioned|challenged)$/u;

export class Titles {
  private readonly text: string;
  private readonly tokens: readonly Token[];
  /** How often short words stand in quotation marks, by the words. */
  private readonly counts = new Map<string, number>();

  constructor(text: string, tokens: readonly Token[], quotations: readonly Range[]) {
    this.text = text;
    this.tokens = tokens;
    for (const range of quotations) {
      if (range.end - range.start > MAX_TERM) continue;
      const words = plainWords(text, range);
      this.counts.set(words, (this.counts.get(words) ?? 0) + 1);
    }
  }

  /** "the “he said/she said” method", again and again: what the text is about rather than what somebody says. */
  isRepeated({ quotation: { start, end } }: Stand): boolean {
    if (end - start > MAX_TERM) return false;
    return (this.counts.get(plainWords(this.text, { start, end })) ?? 0) >= REPEATED;
  }

  /** What nobody says, whatever verb stands near: the words of a question, a vote, a term, a crowd's chant, a link. */
  isUnsaid(stand: Stand, sentence: Sentence): boolean {
    return (
      this.isAskedAbout(stand, sentence) ||
      this.isVote(stand) ||
      this.isTerm(stand, sentence) ||
      this.isChant(stand) ||
      this.isLink(stand, sentence)
    );
  }

  /** "Asked to define “rigged,” she said …": the question's words. */
  private isAskedAbout(stand: Stand, sentence: Sentence): boolean {
    if (stand.words > 4 || stand.at - sentence.from > 14) return false;
    if (!ASKED.test(this.tokens[sentence.from]!.lower)) return false;
    for (let at = sentence.from; at < stand.at; at++)
      if (this.tokens[at]!.text === ',' || this.tokens[at]!.kind === 'quotation') return false;
    return true;
  }

  /** "Pressed by Lee on whether he has “knowledge of it,” Ray said, “Yes.”": within the question that opens a sentence. */
  isInQuestion(stand: Stand, sentence: Sentence): boolean {
    if (!ASKED.test(this.tokens[sentence.from]!.lower)) return false;
    if (this.tokens[stand.at - 1]!.kind !== 'word' || !this.tokens[stand.at]!.comma) return false;
    for (let at = sentence.from; at < stand.at; at++)
      if (this.tokens[at]!.kind === 'quotation' && this.tokens[at]!.comma) return false;
    return true;
  }

  /** "voted “no”", "nine “yes” votes", "saying “no” to the offer": an act, though no words. */
  private isVote(stand: Stand): boolean {
    const { start, end } = stand.quotation;
    if (end - start > 6 || !/^.(?:yes|no|aye|nay|yea)[^\p{L},]?$/iu.test(this.text.slice(start, end))) return false;
    const [before, next] = [this.tokens[stand.at - 1]?.lower ?? '', this.tokens[stand.at + 1]?.lower ?? ''];
    // "flipped from “no” to “yes”"
    if (before === 'to' && this.tokens[stand.at - 2]?.kind === 'quotation') return true;
    return /^(?:to|votes?|vote[rd]s?)$/u.test(next) || /^(?:vote[ds]?|voting)$/u.test(before);
  }

  /** "the “one country, two systems” formula", "the principle of “sovereign immunity”": everybody's words for it. */
  private isTerm(stand: Stand, sentence: Sentence): boolean {
    // "an “example.org” account"
    const { start, end } = stand.quotation;
    if (stand.words <= 3 && /^.\p{L}[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]{2,})+[,.]?.$/u.test(this.text.slice(start, end)))
      return true;
    if (stand.words > 5 || stand.at === sentence.from) return false;
    const before = this.tokens[stand.at - 1]!;
    const next = stand.at + 1 < sentence.to ? this.tokens[stand.at + 1]! : null;
    if (
      before.lower === 'of' &&
      /^(?:principle|doctrine|concept|theory|notion)s?$/u.test(this.tokens[stand.at - 2]?.lower ?? '')
    )
      return true;
    const isNoun = before.possessive || DETERMINERS.has(before.lower) || PREPOSITIONS.has(before.lower);
    return isNoun && next?.kind === 'word' && KNOWN_AS.test(next.lower);
  }

  /** "Continue reading “Trouble ahead”": a link. */
  private isLink({ at }: Stand, { from }: Sentence): boolean {
    return (
      at === from + 2 &&
      /^(?:continue|keep|now)$/u.test(this.tokens[from]!.lower) &&
      this.tokens[at - 1]!.lower === 'reading'
    );
  }

  /** "to cheers of “Build it!”": a crowd's, not his who speaks. */
  private isChant(stand: Stand): boolean {
    return (
      this.tokens[stand.at - 1]?.lower === 'of' &&
      /^(?:cheers|chants|shouts|cries|boos|calls|choruses)$/u.test(this.tokens[stand.at - 2]?.lower ?? '') &&
      this.tokens[stand.at - 3]?.lower === 'to'
    );
  }

  /** Scare quotes, names of things, titles of works. */
  isLabel(stand: Stand, sentence: Sentence, cue: Cue | null = null): boolean {
    const before = (steps: number): string => {
      const at = stand.at - steps;
      return at >= sentence.from ? this.tokens[at]!.lower : '';
    };
    const titled = isTitle(this.text, stand.quotation);
    const next = stand.at + 1 < sentence.to ? this.tokens[stand.at + 1]! : null;
    // "went ‘toe to toe’"
    const isTold = cue !== null && cue.at < stand.at && cue.verb?.family === 'say';
    if (!isTold && /^(?:go|goes|going|gone|went)$/u.test(before(1))) return true;
    // "“Fox & Friends” host Brian Kilmer"
    if (titled && next?.kind === 'word' && WORK_NOUNS.has(next.lower)) return true;
    // "name his autobiography: “…”"
    if (before(1) === ':' && /^(?:autobiography|memoirs?|novel|biography|album|book)$/u.test(before(2))) return true;
    if (NAMING.has(before(1)) || NAMING.has(before(2)) || (before(1) === 'as' && NAMING.has(before(2)))) return true;
    const isSaid = cue !== null && cue.at < stand.at && cue.verb?.family === 'say';
    if (stand.words <= 2 && !isSaid && this.modifiesNoun(stand, sentence)) return true;
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
      !DETERMINERS.has(lower) &&
      !AUXILIARIES.has(lower) &&
      !VERBS.has(lower) &&
      !lower.endsWith('ly')
    );
  }

  /** A title or a name although a verb stands near: "host of “The Wrap”", "sang “Silver Road.”", "asked on “Meet the Press”". */
  isName(stand: Stand, sentence: Sentence, cue: Cue): boolean {
    const at = stand.at - 1;
    const before = at >= sentence.from ? this.tokens[at]! : null;
    if (before === null) return false;
    if (/^(?:so-called|nicknamed|dubbed|known|entitled|titled|named|codenamed)$/u.test(before.lower)) return true;
    if (this.isNaming(stand, sentence, cue)) return true;
    // "took issue with the word “agreement.”"
    if (before.lower === 'word' && cue.verb?.family === 'name') return true;
    // "noted that the phrase “beautiful wall” polls well"
    if (/^(?:phrase|term|word|words|slogan|expression|nickname|hashtag)$/u.test(before.lower)) {
      for (let between = cue.at + 1; between < at; between++) if (this.tokens[between]!.lower === 'that') return true;
    }
    if (!isTitle(this.text, stand.quotation)) return false;
    // "told “Good Day Tulsa”": whom he told, not what.
    if (cue.at === at && cue.verb?.base === 'tell') return true;
    if (/^(?:sing|read|write|use|pen)$/u.test(cue.verb?.base ?? '') && stand.words > 1) return true;
    if (before.possessive || WORK_NOUNS.has(before.lower)) return true;
    // "called her “Crooked Hillary”" is his word for her; "promote the bipartisan “Gang of Eight”" is everybody's.
    if (cue.at > stand.at) return true;
    const gap = countBetween(this.tokens, cue.at, stand.at);
    if (cue.verb?.family === 'name')
      return gap > 6 || (PREPOSITIONS.has(before.lower) && before.lower !== 'as' && before.lower !== 'to');
    return gap > 0 && before.lower !== 'as';
  }

  /** "In his book, “The Art of the Deal,” he wrote": what a frame behind would make a quotation is a title before it. */
  isTitled(stand: Stand, sentence: Sentence, cue: Cue): boolean {
    if (!isTitle(this.text, stand.quotation)) return false;
    const next = this.tokens[stand.at + 1];
    // "“Fox & Friends” host Brian Kilmer asked"
    if (next?.kind === 'word' && stand.at + 1 < sentence.to && WORK_NOUNS.has(next.lower)) return true;
    if (stand.at === sentence.from || stand.words < 2) return false;
    const before = this.tokens[stand.at - 1]!;
    if (before.text === ',' && WORK_NOUNS.has(this.tokens[stand.at - 2]?.lower ?? '')) return true;
    return cue.at > stand.at && before.kind === 'word';
  }

  /** "a campaign called “Stop the Steal”": with nothing between, the verb gives a name; "what he called “a mess”" does not. */
  private isNaming(stand: Stand, sentence: Sentence, cue: Cue): boolean {
    // "been called “a clown” by Ray"
    if (this.tokens[stand.at + 1]?.lower === 'by') return false;
    if (cue.at !== stand.at - 1 || !/^(?:call|dub|label|brand|term|bill|tag|title|deem)$/u.test(cue.verb?.base ?? ''))
      return false;
    const from = (cue.subject?.from ?? cue.at) - 2;
    for (let at = cue.at - 1; at >= Math.max(sentence.from, from); at--) {
      if (/^(?:what|which|that|whom|who|whatever)$/u.test(this.tokens[at]!.lower)) return false;
    }
    // "remarks the minister called “bizarre”"
    const noun = cue.subject === null ? undefined : this.tokens[cue.subject.from - 1];
    const isRelative = noun?.kind === 'word' && SPEECH_NOUNS.has(noun.lower) && !isTitle(this.text, stand.quotation);
    if (isRelative) return false;
    // "as Trump called “…”"
    if (cue.subject !== null && this.tokens[cue.subject.from - 1]?.lower === 'as') return false;
    return true;
  }
}

/** Words between two tokens, 99 at most. */
export function countBetween(tokens: readonly Token[], from: number, to: number): number {
  let count = 0;
  for (let at = from + 1; at < to && count < 99; at++) if (tokens[at]!.kind !== 'point') count++;
  return count;
}

const KNOWN_AS =
  /^(?:polic(?:y|ies)|formulas?|principles?|doctrines?|clauses?|clinics?|lists?|rules?|laws?|visas?|zones?|loopholes?)$/u;

const SMALL = /^(?:a|an|the|of|and|or|for|in|on|at|to|with|from|by|is|as|vs|v)$/iu;

/** Set like a title: every word of weight begins with a capital. */
export function isTitle(text: string, { start, end }: Range): boolean {
  const inside = text.slice(start, Math.min(end, start + 120));
  if (/[!?][^\p{L}]*$/u.test(inside) || /[.;:!?]\s/u.test(inside)) return false;
  const found = inside.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
  if (found.length === 0 || !/^[\p{Lu}\p{N}]/u.test(found[0]!)) return false;
  return found.every((word) => /^[\p{Lu}\p{N}]/u.test(word) || SMALL.test(word));
}
