// What a statement has for a question: sentences in order, which of them may be shown unread, and which words stand nowhere.

import { wordsOfAll } from '../language/word-list.ts';
import { leansOnPrevious } from '../statement/reference.ts';
import type { Sentence } from '../statement/statement.ts';
import { lazy } from '../text/lazy.ts';
import { termsOf } from '../text/terms.ts';
import { NO_MEANING, rankByMeaning } from './meaning.ts';
import type { Meaning, OpenStatement } from './open-statement.ts';
import { plainQuestion } from './plain-question.ts';
import type { Hits, SentenceHit } from './search.ts';

/** What is asked, with what was asked before it, oldest first. */
export type AskedQuestion = { readonly text: string; readonly turns: readonly { readonly question: string }[] };

export type Found = Omit<Hits, 'likelihoods'> & {
  /** Best first, at most three, one where one is clearly best; what a search may show as near. Empty: nothing is near enough. */
  readonly shown: readonly Sentence[];
  /** The earlier question that this one was read with; null where it stands by itself. */
  readonly leansOn: string | null;
};

/** Never throws. A question that stands by itself is not bent by the one before it. `meaning`: how near the sentences are to its text. */
export function find({ text, turns }: AskedQuestion, about: OpenStatement, meaning: Meaning = NO_MEANING): Found {
  const { index } = about;
  const asked = plainQuestion(text);
  const before = turns.at(-1)?.question ?? null;
  const alone = rankByMeaning(bestPart(asked, index.search), meaning, about);
  const nth = before === null ? null : nthOf(asked, alone.words);
  if (before !== null && (nth !== null || isOneOf(asked, more()))) {
    const earlier = foundOf(bestPart(plainQuestion(before), index.search), about, before);
    if (nth !== null) return { ...earlier, shown: earlier.shown.slice(nth, nth + 1) };
    // What the answer before has shown already is no more.
    const rest = earlier.sentences.filter(({ sentence }) => !earlier.shown.includes(sentence));
    return { ...earlier, shown: rest.slice(0, MAX_SHOWN).map(({ sentence }) => sentence) };
  }
  if (isAboutAll(asked, alone.words)) return opening(alone, about);
  const leans = before !== null && (alone.words.length === 0 || beginsWith(asked, leaning()));
  if (!leans) return foundOf(alone, about, null);
  const joined = index.search(`${plainQuestion(before)} ${asked}`);
  if (alone.words.length === 0) return foundOf(joined, about, before);
  // A new subject that the statement does not know ("and Norway?") stays unanswered, however well the old one was known.
  const own = foundOf(alone, about, before);
  return own.shown.length === 0 ? own : { ...own, sentences: ofBoth(alone.sentences, joined.sentences) };
}

/** The same by words and meaning together, where vectors can be had. Never rejects. */
export async function findByMeaning(question: AskedQuestion, about: OpenStatement): Promise<Found> {
  return find(question, about, await about.nearest?.(question.text));
}

const MAX_SHOWN = 3;
// Set where as many questions with an answer get it as questions without one get none (npm run eval).
const MIN_LIKELIHOOD = 0.43;
// Beside a better one a sentence is shown only where it is nearly as likely.
const MIN_SHARE = 0.25;

function foundOf({ likelihoods, ...hits }: Hits, about: OpenStatement, leansOn: string | null): Found {
  const likely = hits.sentences
    .map(({ sentence }, at) => ({ sentence, likelihood: likelihoods[at]! }))
    .sort((one, other) => other.likelihood - one.likelihood);
  const best = likely[0]?.likelihood ?? 0;
  const near = likely.filter(({ likelihood }) => best >= MIN_LIKELIHOOD && likelihood >= MIN_SHARE * best);
  // The headline says again, in the publisher's words, what the body says.
  const body = near.filter(({ sentence }) => sentence.kind !== 'headline');
  const fit = (body.length > 0 ? body : near).map(({ sentence }) => sentence);
  const shown = fit.flatMap((sentence) => [sentence, ...antecedentOf(sentence, about)]);
  return { ...hits, shown: [...new Set(shown)].slice(0, MAX_SHOWN), leansOn };
}

/** The sentence before one that cannot be understood without it: "This is what…", "He said so". */
function antecedentOf(
  { key, start, end, paragraph, kind }: Sentence,
  { statement, places }: OpenStatement,
): Sentence[] {
  const before = statement.sentences[(places.get(key) ?? 0) - 1];
  const isNear = before !== undefined && before.kind === kind && before.paragraph === paragraph;
  return isNear && leansOnPrevious(statement.text.slice(start, end)) ? [before] : [];
}

/** What a question about the statement as a whole gets: how its first paragraphs begin. */
function opening(hits: Hits, about: OpenStatement): Found {
  const { sentences } = about.statement;
  const first = sentences.filter(
    ({ kind, paragraph }, at) => kind === 'paragraph' && paragraph !== sentences[at - 1]?.paragraph,
  );
  return {
    ...foundOf(hits, about, null),
    sentences: first.map((sentence, at) => ({ sentence, score: 1 / (at + 1) })),
    shown: first.slice(0, MAX_SHOWN),
    words: [],
    matched: [],
    missing: [],
  };
}

/** Of a text of several sentences the one that finds most: "You keep lying that… What did she really say?" */
function bestPart(text: string, search: (question: string) => Hits): Hits {
  const all = search(text);
  const parts = text.split(/(?<=[.!?。？！])\s*(?=\S)/u).slice(0, MAX_PARTS);
  if (parts.length < 2) return all;
  const chance = (hits: Hits) => Math.max(0, ...hits.likelihoods);
  return parts.map(search).reduce((most, hits) => (chance(hits) > chance(most) ? hits : most), all);
}

// A message of many sentences is a text that was pasted, not a question.
const MAX_PARTS = 8;

/** The sentences of both with those first that the new question's own words point to. */
function ofBoth(own: readonly SentenceHit[], joined: readonly SentenceHit[]): readonly SentenceHit[] {
  const share = (hits: readonly SentenceHit[], key: string) =>
    (hits.find(({ sentence }) => sentence.key === key)?.score ?? 0) / (hits[0]?.score ?? 1);
  return joined
    .map(({ sentence }) => ({ sentence, score: share(own, sentence.key) + share(joined, sentence.key) }))
    .sort((one, other) => other.score - one.score);
}

const more = lazy(() => phrasesOf('more'));
const whole = lazy(() => phrasesOf('whole'));
const leaning = lazy(() => phrasesOf('leans'));

/** In all listed languages: whoever asks may have another than the statement. */
function phrasesOf(idea: string): ReadonlySet<string> {
  return new Set([...wordsOfAll(idea).values()].flat().map(plain));
}

/** Which of those shown before is meant, from 0, by a question of nothing else: "and the second one?". Null for any other. */
function nthOf(text: string, words: readonly string[]): number | null {
  if (words.length > 1) return null;
  const asked = plain(text.slice(0, MAX_WHOLE_UTF16)).split(' ');
  const isOnlyThat = (forms: ReadonlySet<string>) =>
    asked.some((word) => forms.has(word)) && words.every((word) => forms.has(plain(word)));
  for (const lists of ordinals()) {
    const at = lists.findIndex(isOnlyThat);
    if (at >= 0) return at;
  }
  return null;
}

/** A language's forms of "first", "second", "third". */
const ordinals = lazy(() =>
  [...wordsOfAll('ordinal').values()].map((lines) => lines.map((line) => new Set(plain(line).split(' ')))),
);

/** Whether a question asks for the statement as a whole and for nothing else: "give me the gist". */
function isAboutAll(text: string, words: readonly string[]): boolean {
  const asked = ` ${plain(text.slice(0, MAX_WHOLE_UTF16))} `;
  return [...whole()].some(
    (phrase) => asked.includes(` ${phrase} `) && words.every((word) => ` ${phrase} `.includes(` ${plain(word)} `)),
  );
}

const MAX_WHOLE_UTF16 = 200;

function isOneOf(text: string, phrases: ReadonlySet<string>): boolean {
  return phrases.has(plain(text));
}

function beginsWith(text: string, phrases: ReadonlySet<string>): boolean {
  const words = plain(text.slice(0, 200)).split(' ');
  return words.some((_, count) => phrases.has(words.slice(0, count).join(' ')));
}

function plain(text: string): string {
  return termsOf(text)
    .map((term) => term.folded)
    .join(' ');
}
