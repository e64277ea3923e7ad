// Compares words that match nothing with what a statement says, by a model: in other words, the opposite, or not said. Never verbatim,
// and nothing of what the model writes is shown: its keys name sentences.

import { z } from 'zod';
import { areOfDifferentLanguages, languageOf } from '../language/language-of.ts';
import { englishNames } from '../language/names.ts';
import type { Form, Message, Model, Usage } from '../model/model.ts';
import { expectBlanks, fill, readTemplate } from '../model/template.ts';
import { NO_MEANING, rankByMeaning } from '../retrieval/meaning.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { promptLine, unforgeable } from '../statement/prompt-line.ts';
import { type Quote, quoteSentences } from '../statement/quotation.ts';
import type { Sentence, Statement } from '../statement/statement.ts';
import { sentences as sentencesOf } from '../text/sentences.ts';
import { termsOf } from '../text/terms.ts';
import type { JudgedPassage } from './passages.ts';
import { canonicalNames, STRANGER } from './people.ts';
import { wordsOf } from './tokens.ts';
import type { PassageCheck } from './verdict.ts';

export type ComparePrompt = { readonly text: string };

const BLANKS = ['lines'];

/**
 * Reads prompts/compare.md.
 * @throws Error naming the file when it is missing or has other blanks than the one for lines.
 */
export async function loadComparePrompt(folder: string): Promise<ComparePrompt> {
  const template = await readTemplate(folder, 'compare.md', BLANKS);
  expectBlanks(template, BLANKS);
  return { text: template.text };
}

const Comparison = z.object({
  verdict: z.preprocess(
    (raw) => (typeof raw === 'string' ? raw.trim().toLowerCase() : raw),
    z.enum(['same', 'opposite', 'other']),
  ),
  sentences: z.preprocess((raw) => (Array.isArray(raw) ? raw : [raw ?? []].flat()).map(String), z.array(z.string())),
});
type Comparison = z.infer<typeof Comparison>;

const COMPARISON: Form<Comparison> = {
  name: 'comparison',
  schema: Comparison,
  hint: 'Reply with one JSON object: {"verdict": "same" or "opposite" or "other", "sentences": ["KEY"]}',
};

export type CompareOptions = {
  readonly prompt: ComparePrompt;
  readonly signal?: AbortSignal | undefined;
  /** Called with the rule by which a "same" was not believed. */
  readonly onRefusal?: (rule: string) => void;
};

/** Longer passages are no quotation of anything that words would not find. */
export const MAX_COMPARED_UTF16 = 1_000;

/** What the model says of an absent passage; null where it failed or named no sentence that was shown. Rejects only when aborted. */
export async function compare(
  { passage, whom }: JudgedPassage,
  about: OpenStatement,
  model: Model,
  { prompt, signal, onRefusal }: CompareOptions,
): Promise<{ readonly passage: PassageCheck | null; readonly usage: Usage }> {
  const shown = await sentencesToShow(passage.text, about);
  const messages: Message[] = [
    {
      role: 'system',
      content: fill(prompt.text, { lines: shown.map((one) => promptLine(about.statement, one)).join('\n') }),
    },
    { role: 'user', content: `Claimed to have been said: ${unforgeable(passage.text)}` },
  ];
  const reply = await model.ask(messages, COMPARISON, { signal });
  if (reply.kind === 'failed') return { passage: null, usage: reply.usage };
  const keys = keysOf(reply.value, shown);
  const compared = toVerdict(reply.value.verdict, keys, { passage, whom, about, onRefusal });
  return { passage: compared, usage: reply.usage };
}

// --- What the model is shown -------------------------------------------------------------------------------------------------

// Some 6,000 tokens at four characters each.
const WHOLE_UTF16 = 24_000;
const NEAREST = 40;

/** All of a statement that fits; of a longer one the sentences nearest by words and meaning, with what stands before each. */
async function sentencesToShow(text: string, about: OpenStatement): Promise<readonly Sentence[]> {
  const { statement, index, places } = about;
  if (statement.text.length <= WHOLE_UTF16) return statement.sentences;
  const meaning = (await about.nearest?.(text)) ?? NO_MEANING;
  const found = rankByMeaning(index.search(text, { limit: NEAREST }), meaning, about).sentences.slice(0, NEAREST);
  const at = new Set(found.flatMap(({ sentence }) => [places.get(sentence.key)! - 1, places.get(sentence.key)!]));
  const shown = statement.sentences.filter((_, place) => at.has(place));
  const nearest = shown.length > 0 ? shown : statement.sentences.slice(0, NEAREST);
  return nearest.filter(({ start, end }) => end - start < WHOLE_UTF16 / NEAREST);
}

// --- What its reply may lead to ------------------------------------------------------------------------------------------------

function keysOf({ sentences }: Comparison, shown: readonly Sentence[]): string[] {
  const known = new Set(shown.map(({ key }) => key));
  return [...new Set(sentences.map((key) => key.replace(/[^\p{L}\p{N}.-]/gu, '')))].filter((key) => known.has(key));
}

type Grounds = JudgedPassage & {
  readonly about: OpenStatement;
  readonly onRefusal: ((rule: string) => void) | undefined;
};

function toVerdict(verdict: Comparison['verdict'], keys: readonly string[], grounds: Grounds): PassageCheck | null {
  const { passage, about, onRefusal } = grounds;
  if (verdict === 'other' && keys.length === 0) return passage;
  if (keys.length === 0) {
    onRefusal?.('unknown-keys');
    return null;
  }
  const quotes = quoteSentences(about, keys);
  const nearest: PassageCheck = { ...passage, verdict: 'absent', quotes: quotes.slice(0, 1) };
  if (verdict === 'other') return nearest;
  if (verdict === 'opposite') return { ...passage, verdict: 'contradicted', quotes };
  const refusal = refusalOf(keys, grounds);
  if (refusal === null) return saidBy(quotes, grounds);
  onRefusal?.(refusal);
  return nearest;
}

// A sentence may be told in two, and two in one. A model that names half the statement has found nothing.
const MORE_THAN_CLAIMED = 2;

/** Why "same" is not believed. A negation, or who did what to whom, no rule can check across languages: there the sentence tells. */
function refusalOf(keys: readonly string[], { passage: { text }, about }: Grounds): string | null {
  const { statement, places } = about;
  if (keys.length > sentencesOf(text).length + MORE_THAN_CLAIMED) return 'too-many';
  const cited = keys
    .map((key) => statement.sentences[places.get(key)!]!)
    .map(({ start, end }) => statement.text.slice(start, end))
    .join('\n');
  // A number may stand there in letters; but where there are figures they are the same.
  const there = figuresIn(cited).flat();
  const isThere = (forms: readonly string[]) => forms.some((form) => there.includes(form));
  if (there.length > 0 && !figuresIn(text).every(isThere)) return 'number';
  const known = placeNames(`${cited}\n${statement.speaker?.name ?? ''}`, statement.language);
  const named = placeNames(text, languageOf(text) ?? statement.language);
  const lacks = (names: ReadonlySet<string>, name: string) => ![...names].some((other) => isOnePlace(name, other));
  // One name in the place of another: a name that only one of them has may be a matter of wording.
  const isSwapped = [...named].some((name) => lacks(known, name)) && [...known].some((name) => lacks(named, name));
  return isSwapped ? 'name' : null;
}

/** The numbers written in figures, in the forms that may be meant: "1,800" and "1 800" are one, "46,3" and "46.3", "6.30 p.m." and "18:30". */
function figuresIn(text: string): string[][] {
  return Array.from(text.matchAll(/\d+(?:[.,:\s’']\d+)*/gu), ({ 0: figure, index }) => {
    const digits = figure.replace(/\D/gu, '');
    const isAfternoon = /^\s*p\.?\s?m\b/iu.test(text.slice(index + figure.length, index + figure.length + 8));
    return isAfternoon ? [digits, String(Number(digits) + (digits.length > 2 ? 1_200 : 12))] : [digits];
  });
}

/** "russia" and "russian". */
function isOnePlace(one: string, other: string): boolean {
  return one.slice(0, 4) === other.slice(0, 4);
}

/** Countries, languages and months, by their English names. The first word of a sentence has its capital for that. */
function placeNames(text: string, language: string): Set<string> {
  const isCased = /\p{Lu}/u.test(text);
  return new Set(
    termsOf(text).flatMap(({ folded, start }) => {
      const isName = !isCased || (/\p{Lu}/u.test(text[start]!) && /[^\s.!?:«»„“”"‘’-]\s*$/u.test(text.slice(0, start)));
      return isName ? englishNames(folded, language) : [];
    }),
  );
}

/** In other words only where one of the sentences is of the one who is said to have said it, in his words or as reported. */
function saidBy(quotes: readonly Quote[], { passage, whom, about: { statement } }: Grounds): PassageCheck {
  const { speaker, publisher } = statement;
  // A name is spelt otherwise in another language, and nobody knows it by that spelling.
  const isForeign = whom === STRANGER && areOfDifferentLanguages(passage.text, statement.text);
  const name = isForeign ? (speaker?.name ?? publisher) : whom;
  const canonical = canonicalNames(speaker, publisher);
  const ownerOf = ({ kind, speaker: said }: Quote) => (kind === 'narration' ? publisher : said && canonical(said));
  const his = quotes.filter((quote) => ownerOf(quote) === name && quote.kind !== 'unsure');
  if (his.some((quote) => isOfQuoted(passage.text, quote, statement))) return { ...passage, verdict: 'others', quotes };
  if (his.length > 0) return { ...passage, verdict: 'paraphrase', quotes };
  if (quotes.some(({ kind }) => kind === 'unsure')) return { ...passage, verdict: 'unsure-whose', quotes };
  return { ...passage, verdict: 'others', whose: ownerOf(quotes[0]!), quotes };
}

/** Whether the claim is about as long as the words that the quotation quotes from others, and not as all of it. */
function isOfQuoted(text: string, quote: Quote, { text: whole }: Statement): boolean {
  if (quote.kind === 'quoted') return true;
  if (quote.quoted.length === 0 || /[«»„“”"「]/u.test(text)) return false;
  const quoted = quote.quoted.reduce((sum, { start, end }) => sum + wordsOf(whole.slice(start, end)).length, 0);
  const claimed = wordsOf(text).length;
  return Math.abs(claimed - quoted) < Math.abs(claimed - wordsOf(quote.text).length);
}
