// Whose words in a report of any other language than English: verbs of saying, names and marks, and no grammar beyond.

import { wordList } from '../language/word-list.ts';
import { fullNameIn, inAnyLanguage, isNameWord, isSameName, isTitle, nameIn } from '../statement/names.ts';
import type { SpeechSpan, SpeechSpeaker } from '../statement/statement.ts';
import { lazy } from '../text/lazy.ts';
import { BLANK, type Quotation } from '../text/marks.ts';
import type { Range } from '../text/range.ts';
import { sentences as sentencesOf } from '../text/sentences.ts';
import { reportedAround } from './fragments.ts';
import type { KnownSpeaker } from './people.ts';
import type { Report } from './report.ts';
import { startingIn } from './tokens.ts';

type Word = Range & { readonly text: string; readonly lower: string };
type Voice = { readonly speaker: SpeechSpeaker | null; readonly doubt: string | null };
type Cue = Range & { readonly voice: Voice };

const WORD = /[\p{L}\p{M}\p{N}]+(?:[.'’‑-]+(?=[\p{L}\p{N}])[\p{L}\p{M}\p{N}]+)*\.?|[^\s\p{L}\p{M}\p{N}]/gu;
const STOPS = /^[.,;:!?—–…()[\]"“”«»„]$/u;
const HAN = /\p{Script=Han}/u;
const MAX_PHRASE = 12;
const MAX_CUES = 12;
const MAX_AROUND = 300;
/** Named by whoever was spoken of before. */
const SOMEBODY = { name: '' };
const NOBODY: Voice = { speaker: null, doubt: 'nobody' };

export function labelTongue({ text, masked, blocks, quotations, speakers, skipped }: Report): SpeechSpan[] {
  const spans: SpeechSpan[] = [];
  const namer = createNamer(text, speakers);
  let last: SpeechSpeaker | null = null;
  for (const [number, block] of blocks.entries()) {
    if (skipped.has(number)) continue;
    let previous: Voice | null = null;
    const parts = sentencesOf(masked.slice(block.start, block.end)).map((part) => {
      return { start: block.start + part.start, end: block.start + part.end };
    });
    const cues = parts.map((part) => cuesIn(part));
    for (const [at, part] of parts.entries()) {
      const own = cues[at]!.map((cue) => settled(cue, last));
      const said: SpeechSpan[] = [];
      for (const quotation of startingIn(quotations, part)) {
        const voice = voiceOf(quotation, part, own, cues[at + 1] ?? [], previous);
        if (voice === null) continue;
        const { start, end, inner } = quotation;
        said.push({ start, end, kind: 'direct', ...voice });
        for (const one of inner) said.push({ ...one, kind: 'quoted', speaker: null, doubt: null });
        previous = voice;
      }
      const teller = own.find(({ voice }) => voice.speaker !== null)?.voice;
      if (said.length === 0 && teller && teller.doubt === null) said.push({ ...part, kind: 'reported', ...teller });
      const verbs = new Set(own.map(({ end }) => end));
      spans.push(...said, ...reportedAround(masked, part, said, verbs));
      last =
        said.findLast(({ kind, speaker }) => kind !== 'quoted' && speaker !== null)?.speaker ?? teller?.speaker ?? last;
    }
  }
  return spans;

  /** A pronoun is whoever was spoken of last. */
  function settled(cue: Cue, before: SpeechSpeaker | null): Cue {
    const { speaker } = cue.voice;
    if (speaker === null || speaker.name !== '') return cue;
    if (before === null) return { ...cue, voice: NOBODY };
    return { ...cue, voice: { speaker: { ...speaker, name: before.name }, doubt: null } };
  }

  /** Whose a quotation is; null where it is nobody's speech: a name, a word in marks. */
  function voiceOf(
    quotation: Quotation,
    part: Range,
    own: readonly Cue[],
    next: readonly Cue[],
    previous: Voice | null,
  ): Voice | null {
    const body = text.slice(quotation.start + 1, quotation.end - 1).trim();
    const size = HAN.test(body) ? body.length / 2 : body.split(/\s+/u).length;
    const before = masked.slice(Math.max(part.start, quotation.start - MAX_AROUND), quotation.start);
    const after = masked.slice(quotation.end, Math.min(part.end, quotation.end + MAX_AROUND));
    const isAfterColon = /[:：]\s*$/u.test(before);
    const gap = (one: Range) => Math.max(one.start - quotation.end, quotation.start - one.end, 0);
    const cue = own.toSorted((one, other) => gap(one) - gap(other))[0];
    const isBeside = cue !== undefined && gap(cue) < 6;
    // «Лугмаш», «Вечерний город»: what something is called.
    const isName =
      size < 5 && /^[\p{Lu}\p{Lt}]/u.test(body) && !/[.!?…,]["”»]?$/u.test(text.slice(quotation.start, quotation.end));
    if (!isAfterColon && ((isName && !isBeside) || (HAN.test(body) && size < 3 && !isBeside))) return null;
    if (cue) return cue.voice;
    const rest = (before + after).replaceAll(BLANK, '');
    const isAlone = !/\p{L}/u.test(rest);
    const behind = isAlone
      ? next.find(({ start }) => masked.slice(quotation.end, start).trim().length < 30)
      : undefined;
    if (behind && behind.voice.speaker?.name !== '') return behind.voice;
    if (!isAlone && !isAfterColon && size < 5) return null;
    if (previous) return isAlone ? previous : { ...previous, doubt: 'no verb of saying' };
    return last ? { speaker: last, doubt: 'carried over a paragraph' } : NOBODY;
  }

  function cuesIn(part: Range): Cue[] {
    const sentence = masked.slice(part.start, part.end);
    if (HAN.test(sentence)) return hanCues(sentence, part.start, namer);
    const words = wordsIn(sentence, part.start);
    const found: Cue[] = [];
    for (const [at, word] of words.entries()) {
      if (found.length >= MAX_CUES) break;
      const voice = inAnyLanguage('saying').has(word.lower) ? ofVerb(words, at) : accordingTo(words, at);
      if (voice !== null) found.push({ start: word.start, end: word.end, voice });
    }
    return found;
  }

  /** Whoever does a verb: right of it behind a quotation, else left of it. */
  function ofVerb(words: readonly Word[], at: number): Voice | null {
    // "Ana Roldán, ministra de Obras Públicas, afirmó": over the aside to whom it tells of.
    const isBehindAside = words[at - 1]?.text === ',' && words[at - 2]?.text !== '"';
    const left = isBehindAside ? beforeAside(words, at - 1) : phraseLeft(words, at - 1);
    const right = phraseRight(words, at + 1);
    const behind = whoIn(right);
    // "…, anunció el miércoles la ministra"; "…, afirmó que" is said by whom the aside tells of.
    const isTurned = isMarks(words[at - 1]) && (!isBehindAside || behind !== null);
    const isInverted = at === 0 || left.length === 0 || isTurned;
    const who = isInverted ? (behind ?? whoIn(left)) : (whoIn(left) ?? behind);
    // "«…», señaló.": whoever was spoken of last.
    return (
      who ??
      (isInverted ? { speaker: { ...SOMEBODY, start: words[at]!.start, end: words[at]!.end }, doubt: null } : null)
    );
  }

  function accordingTo(words: readonly Word[], at: number): Voice | null {
    if (at > 12) return null;
    const two = `${words[at]!.lower} ${words[at + 1]?.lower ?? ''}`;
    const size = inAnyLanguage('according-to').has(two)
      ? 2
      : inAnyLanguage('according-to').has(words[at]!.lower)
        ? 1
        : 0;
    return size === 0 ? null : whoIn(phraseRight(words, at + size));
  }

  /** Who is named, or meant, in a phrase. A pronoun gives an empty name, to be settled by who spoke before. */
  function whoIn(phrase: readonly Word[]): Voice | null {
    if (phrase.length === 0) return null;
    const pronoun = phrase.find(({ lower }) => inAnyLanguage('third-person').has(lower));
    const whole = phrase
      .map((word) => word.text)
      .join(' ')
      .replace(/\.$/u, '');
    const known = speakers.find((one) =>
      [one.name, ...one.names].some((name) => hasName(whole, name) || phrase.some((word) => isForm(word.text, name))),
    );
    const range = { start: phrase[0]!.start, end: phrase.at(-1)!.end };
    if (known) return { speaker: { ...range, name: known.name }, doubt: null };
    const runs = runsIn(phrase).filter((run) => nameIn(run) !== null);
    const run = runs.find((one) => one.includes(' ')) ?? runs[0];
    if (run !== undefined) return { speaker: { ...range, name: namer(nameIn(run)!) }, doubt: null };
    if (pronoun) return { speaker: { start: pronoun.start, end: pronoun.end, name: '' }, doubt: null };
    const role = phrase.find(({ text: word }) => isTitle(word));
    return role ? { speaker: { ...range, name: whole }, doubt: 'role of nobody named' } : null;
  }
}

/** Gives a surname's bearer in full, inflected or not. */
function createNamer(text: string, speakers: readonly KnownSpeaker[]): (name: string) => string {
  const full = new Map<string, string>();
  return (name) => {
    const known = speakers.find((one) =>
      [one.name, ...one.names].some((other) => isSameName(name, other) || isForm(name, other)),
    );
    if (known) return known.name;
    const seen = full.get(name) ?? fullNameIn(text, name);
    if (full.size < 500) full.set(name, seen);
    return seen;
  };
}

/** "Гриневича" is Гриневич: one beginning, other endings. */
function isForm(one: string, other: string): boolean {
  const [a, b] = [one, other].map((name) => name.toLowerCase().split(' ').at(-1)!) as [string, string];
  const shared = Math.max(3, Math.min(a.length, b.length) - 2);
  return (
    /[\p{Script=Cyrillic}ł]/u.test(a + b) &&
    Math.abs(a.length - b.length) <= 3 &&
    a.slice(0, shared) === b.slice(0, shared)
  );
}

function hasName(phrase: string, name: string): boolean {
  const at = phrase.toLowerCase().indexOf(name.toLowerCase());
  if (at < 0 || name.length < 2) return false;
  return HAN.test(name) || !/[\p{L}\p{N}]/u.test(`${phrase[at - 1] ?? ''}${phrase[at + name.length] ?? ''}`);
}

function wordsIn(sentence: string, offset: number): Word[] {
  const plain = sentence.replaceAll(BLANK, '"');
  return Array.from(plain.matchAll(WORD), ({ 0: text, index }) => {
    const lower = text.toLowerCase().replace(/\.$/u, '');
    return { text, lower, start: offset + index, end: offset + index + text.length };
  });
}

function isMarks(word: Word | undefined): boolean {
  return word !== undefined && /^["—–,-]$/u.test(word.text);
}

function phraseLeft(words: readonly Word[], last: number): readonly Word[] {
  let first = last;
  while (first >= 0 && last - first < MAX_PHRASE && !STOPS.test(words[first]!.text)) first--;
  return words.slice(first + 1, last + 1);
}

/** The phrase that a sentence begins with, where a comma closes an aside behind it; else the one before the comma. */
function beforeAside(words: readonly Word[], comma: number): readonly Word[] {
  const first = words.findIndex(({ text }) => text === ',');
  const opening = first < comma ? phraseLeft(words, first - 1) : [];
  const aside = phraseLeft(words, comma - 1)
    .map(({ text }) => text)
    .join(' ');
  if (aside.includes(' ') && nameIn(aside) === aside) return phraseLeft(words, comma - 1);
  return opening.some(({ text }) => isNameWord(text) || isTitle(text)) ? opening : phraseLeft(words, comma - 1);
}

/** What follows a verb, over the comma before a name in apposition: "la ministra de Obras Públicas, Lucía Roldán". */
function phraseRight(words: readonly Word[], first: number): readonly Word[] {
  let end = first;
  while (end < words.length && end - first < MAX_PHRASE && !STOPS.test(words[end]!.text)) end++;
  const isTitled = words.slice(first, end).some(({ text }) => isTitle(text));
  let beyond = end + 1;
  while (isTitled && words[end]?.text === ',' && beyond - end < 6 && isNameWord(words[beyond]?.text ?? '')) beyond++;
  return beyond > end + 1 ? words.slice(end + 1, beyond) : words.slice(first, end);
}

/** Runs of words in capitals. */
function runsIn(phrase: readonly Word[]): string[] {
  const runs: string[][] = [[]];
  for (const { text } of phrase) {
    if (
      isNameWord(text) ||
      (runs.at(-1)!.length > 0 && /^(?:de|del|van|von|der|la|el|al|bin|di|da|du|dos)$/u.test(text))
    )
      runs.at(-1)!.push(text);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0).map((run) => run.join(' '));
}

const hanVerbs = lazy(() => wordList('zh', 'saying').toSorted((one, other) => other.length - one.length));

/** "林书远在新闻发布会上说", "赵文博介绍": who stands before a verb of saying, up to where or to whom. */
function hanCues(sentence: string, offset: number, namer: (name: string) => string): Cue[] {
  const found: Cue[] = [];
  for (const { 0: clause, index } of sentence.matchAll(/[^，。！？；：“”ª\s]{2,60}/gu)) {
    const verb =
      hanVerbs().find((one) => clause.endsWith(one)) ?? hanVerbs().find((one) => clause.slice(2, 40).includes(one));
    if (verb === undefined || found.length >= MAX_CUES) continue;
    const start = offset + index;
    const subject = clause.slice(0, clause.lastIndexOf(verb)).split(/[在对向就于\d日今昨当]/u)[0]!;
    const range = { start, end: start + subject.length };
    const name = nameIn(subject);
    if (/^(?:他|她)们?$/u.test(subject))
      found.push({ ...range, voice: { speaker: { ...range, name: '' }, doubt: null } });
    else if (/^据|^有/u.test(subject)) found.push({ ...range, voice: { speaker: null, doubt: 'nobody named' } });
    else if (name !== null && subject.length <= 24)
      found.push({ ...range, voice: { speaker: { ...range, name: namer(name) }, doubt: null } });
  }
  return found;
}
