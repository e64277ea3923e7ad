// Whose words in an English report: every quotation goes to whoever a verb of speech, a colon or the sentence before gives it to.

import type { SpeechSpan, SpeechSpeaker } from '../statement/statement.ts';
import { BLANK, type Quotation } from '../text/marks.ts';
import type { Range } from '../text/range.ts';
import type { Cue } from './cues.ts';
import { withEchoes } from './echoes.ts';
import { reportedAround } from './fragments.ts';
import { createNames } from './names.ts';
import { findPeople } from './people.ts';
import { leadingSubject, phraseRight } from './phrases.ts';
import { type ReadSentence, read } from './reading.ts';
import type { Report } from './report.ts';
import { firstAt, startingIn } from './tokens.ts';
import { isMentioned, isNameInMarks } from './works.ts';

type Voice = { readonly speaker: SpeechSpeaker; readonly doubt: string | null };
/** `voice` is null where words are somebody's and the text does not say whose. */
type Said = { readonly voice: Voice | null; readonly doubt: string | null };

/** What a quotation is read with: its sentence, the ones around it, and who spoke before. */
type Place = {
  readonly part: ReadSentence;
  readonly before: ReadSentence | undefined;
  readonly next: ReadSentence | undefined;
  readonly isFirst: boolean;
  readonly paragraph: number;
  /** Who was quoted before in this paragraph, and last in the one before; whom that one announced with a colon. */
  readonly previous: Voice | null;
  readonly carried: Voice | null;
  readonly announced: Voice | null;
  /** Whom this paragraph, or the one before, was about. */
  readonly topic: Voice | null;
  readonly topicIsHere: boolean;
};

// Half a word's reach: a verb right beside the marks.
const BESIDE = 4;
// How far around a quotation its sentence is read: a sentence of a megabyte stays linear.
const MAX_AROUND = 300;
const THING =
  /(?:papers?|reports?|documents?|stud(?:y|ies)|surveys?|polls?|data|figures|records?|filings?|emails?|letters?|memos?|estimates?|transcripts?|statistics|rules|law|plan)$/i;
const DASHES = /^\s*(?:—|–|--)\s+(?=\p{Lu})/u;

export function labelNews({ text, masked, blocks, quotations, speakers, skipped }: Report): SpeechSpan[] {
  const reading = read({ text, masked, blocks, quotations });
  const { perBlock } = reading;
  const names = createNames(reading, findPeople(reading, speakers));
  const spans: SpeechSpan[] = [];
  let carried: Voice | null = null;
  let announced: Voice | null = null;
  let topic: Voice | null = null;

  for (const [paragraph, block] of blocks.entries()) {
    if (skipped.has(paragraph)) continue;
    const parts = perBlock[paragraph]!;
    let previous: Voice | null = null;
    let isQuoting = false;
    for (const [at, part] of parts.entries()) {
      const own: SpeechSpan[] = [];
      for (const quotation of startingIn(quotations, part)) {
        const topicIsHere: boolean = topic !== null && topic.speaker.start >= block.start;
        const around = { part, before: parts[at - 1], next: parts[at + 1], isFirst: at === 0, paragraph };
        const said = saidIn(quotation, { ...around, previous, carried, announced, topic, topicIsHere });
        if (said === null) continue;
        const { start, end, inner } = quotation;
        own.push({ start, end, kind: 'direct', speaker: said.voice?.speaker ?? null, doubt: said.doubt });
        for (const one of inner) own.push({ ...one, kind: 'quoted', speaker: null, doubt: null });
        previous = said.voice ?? previous;
        isQuoting = true;
      }
      const verbs = new Set(part.cues.map(({ end }) => end));
      spans.push(...own, ...(own.length > 0 ? reportedAround(masked, part, own, verbs) : reportedIn(part)));
      if (own.length > 0) topic = null;
      else {
        const about = part.cues.at(-1)?.subject ?? leadingSubject(part.tokens);
        topic = about ? voiceOf(about, 'spoken of before') : topic;
      }
    }
    const last = parts.at(-1);
    const isAnnouncing = last !== undefined && masked.slice(block.start, block.end).trimEnd().endsWith(':');
    const announcer = isAnnouncing ? (last.cues.at(-1)?.subject ?? leadingSubject(last.tokens)) : null;
    announced = announcer && voiceOf(announcer, null);
    carried = isQuoting ? previous : null;
  }
  return withEchoes(spans, reading, (mention) => voiceOf(mention, null).speaker.name);

  function voiceOf({ start, end }: Range, otherwise: string | null): Voice {
    const { name, doubt } = names.resolve({ start, end });
    return { speaker: { start, end, name }, doubt: doubt ?? otherwise };
  }

  function saidBy(subject: Range | null, otherwise: string | null): Said | null {
    const voice = subject && voiceOf(subject, otherwise);
    return voice && { voice, doubt: voice.doubt };
  }

  /** What a quotation is: null for no speech, else with its voice. */
  function saidIn(quotation: Quotation, place: Place): Said | null {
    const { part, paragraph } = place;
    if (text[quotation.start - 1] === '=' || text[quotation.end] === '>') return null;
    const cue = cueOf(quotation, part);
    const body = text.slice(quotation.start + 1, quotation.end - 1);
    const before = masked.slice(Math.max(part.start, quotation.start - MAX_AROUND), quotation.start);
    const after = masked.slice(quotation.end, Math.min(part.end, quotation.end + MAX_AROUND));
    if (isNameInMarks(body, before, after)) return null;
    const label = paragraph < 2 && !cue && before.length < MAX_AROUND ? /^[^:“"]{2,60}:\s/.exec(before) : null;
    const labelled =
      label && leadingSubject(part.tokens.slice(0, firstAt(part.tokens, part.start + label[0].length - 1)));
    if (labelled) return saidBy(labelled, null);
    const isNear = cue !== undefined && (gap(cue, quotation) < BESIDE || gap(cue.subject, quotation) < BESIDE);
    const isOpen = isNear || quotation.continues || /:\s*$/.test(before);
    if (!isOpen && isMentioned(body, before, after)) return null;
    if (quotation.continues && !(cue && gap(cue, quotation) <= 25)) return impliedSaid(quotation, place);
    if (cue) return byCue(quotation, cue, part, isNear, body);
    if (/(?::|—|–|--)\s*$/.test(before)) {
      const said = saidBy(leadingSubject(part.tokens), null) ?? impliedSaid(quotation, place);
      return said;
    }
    // "“…” — Ann Smith, in a speech"
    const dash = DASHES.exec(after);
    const signer = dash && phraseRight(part.tokens, firstAt(part.tokens, quotation.end + dash[0].length));
    return saidBy(signer, null) ?? uncued(quotation, place, body, before + after);
  }

  function byCue(quotation: Quotation, cue: Cue, part: ReadSentence, isNear: boolean, body: string): Said {
    const chosen = outer(cue, part);
    const voice = voiceOf(chosen.subject, null);
    const around = { start: quotation.start - MAX_AROUND, end: quotation.end + MAX_AROUND };
    const isRival = (one: Cue) =>
      one !== chosen && one.subject.start !== chosen.subject.start && gap(one, quotation) < 140;
    const isDisputed = (!isNear || body.split(/\s+/).length < 9) && startingIn(part.cues, around).some(isRival);
    return { voice, doubt: voice.doubt ?? (isDisputed ? 'several who speak' : null) };
  }

  /** A quotation in whose sentence nobody is said to speak. */
  function uncued(quotation: Quotation, place: Place, body: string, around: string): Said | null {
    const words = body.split(/\s+/).length;
    const isAlone = words > 1 && !/\p{L}/u.test(around.replaceAll(BLANK, ''));
    if (!isAlone && words > 1) {
      const subject = leadingSubject(place.part.tokens);
      if (subject && subject.end <= quotation.start && names.isPerson(subject))
        return saidBy(subject, 'no verb of saying');
    }
    if (!isAlone && words <= 6) return null;
    const voice = implied(quotation, place);
    return { voice, doubt: voice === null ? 'nobody' : isAlone ? voice.doubt : 'no verb of saying' };
  }

  function impliedSaid(quotation: Quotation, place: Place): Said {
    const voice = implied(quotation, place);
    return { voice, doubt: voice === null ? 'nobody' : voice.doubt };
  }

  function implied({ continues }: Quotation, place: Place): Voice | null {
    if (continues && place.carried) return place.carried;
    if (place.announced && place.isFirst) return place.announced;
    if (place.previous) return place.previous;
    const before = place.before?.cues.at(-1);
    if (before) return voiceOf(before.subject, 'verb in the sentence before');
    const next = place.next?.cues[0];
    if (next) return voiceOf(next.subject, null);
    if (place.topic && place.topicIsHere) return place.topic;
    return place.carried ? { ...place.carried, doubt: place.carried.doubt ?? 'carried over a paragraph' } : place.topic;
  }

  /** The verb right behind a quotation; else the last before it; else the next. */
  function cueOf(quotation: Quotation, { cues }: ReadSentence): Cue | undefined {
    const first = firstAt(cues, quotation.end);
    const behind = cues.slice(first, first + 3);
    const isRightBehind = (one: Cue) =>
      masked.slice(quotation.end, Math.min(one.start, one.subject.start)).trim().length < 2;
    return behind.find(isRightBehind) ?? cues[firstAt(cues, quotation.start) - 1] ?? behind[0];
  }

  /** "Lee said that critics call it “a mess”": what stands in a clause of hers is hers. */
  function outer(cue: Cue, part: ReadSentence): Cue {
    let chosen = cue;
    for (let at = firstAt(part.cues, cue.start) - 1; at >= 0; at--) {
      const before = part.cues[at]!;
      const isWithin =
        before.reports &&
        !/^(?:said|told|wrote|asked)$/.test(masked.slice(chosen.start, chosen.end)) &&
        /(?:\bthat|^)\s+$/.test(masked.slice(Math.max(before.end, chosen.subject.start - 200), chosen.subject.start));
      if (!isWithin) break;
      chosen = before;
    }
    return chosen;
  }

  /** A sentence that paraphrases somebody. */
  function reportedIn(part: ReadSentence): SpeechSpan[] {
    // "According to a finance ministry paper": nobody speaks.
    const isThing = ({ start, subject }: Cue) =>
      masked.startsWith('ccording', start + 1) && THING.test(masked.slice(subject.start, subject.end));
    const cue = part.cues.find((one) => one.reports && !isThing(one));
    if (!cue || !/[.!?…]['"”’]{0,4}\s*$/.test(masked.slice(Math.max(part.start, part.end - 12), part.end))) return [];
    const { speaker, doubt: name } = voiceOf(cue.subject, null);
    // The words are the publisher's: that he who said so has no name is no doubt.
    const doubt = name !== null && /pronoun|^(?:it|I)$/.test(name) ? name : null;
    return [{ start: part.start, end: part.end, kind: 'reported', speaker, doubt }];
  }
}

function gap(one: Range, other: Range): number {
  return Math.max(one.start - other.end, other.start - one.end, 0);
}
