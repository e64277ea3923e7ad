// How near the sentences of a statement are to a question by their meaning, from vectors that a model made of both, and the ranking
// by words and meaning together. The sentences are embedded once, the question at each asking.

import { createHash } from 'node:crypto';
import type { Sentence, Statement } from '../statement/statement.ts';
import { createCache } from '../text/cache.ts';
import type { Meaning, OpenStatement } from './open-statement.ts';
import type { Hits } from './search.ts';

export const NO_MEANING: Meaning = new Map();

/** Vectors of length 1, in the order of the texts; null where there are none to be had. Never rejects. */
type Embed = (kind: 'query' | 'passage', texts: readonly string[]) => Promise<readonly Float32Array[] | null>;

/** Where vectors of one model outlive the process. May reject: then they are made again. */
export type KeptVectors = {
  readonly get: (key: string) => Promise<Uint8Array | null>;
  readonly put: (key: string, vectors: Uint8Array) => Promise<void>;
};

type Vectors = { readonly known: Float32Array[]; filling: Promise<void> | null };

// What a small model on busy cores does in a second or two; more at once where a server is quick.
const BATCH = 8;
const MAX_BATCH = 64;
const QUICK_MS = 1_000;
// A long statement is embedded over several questions.
const MAX_FILLING_MS = 8_000;
const MAX_HELD = 50;

/** `kept` null: the vectors live as long as the process. What it returns never rejects. */
export function createMeaning(
  embed: Embed,
  kept: KeptVectors | null,
): (text: string, statement: Statement) => Promise<Meaning> {
  const held = createCache<Vectors>(MAX_HELD);

  /** Embeds what is not yet, for some seconds; what was reached is kept. */
  async function fill(vectors: Vectors, key: string, texts: readonly string[]): Promise<void> {
    const { known } = vectors;
    if (known.length === 0) known.push(...vectorsIn(await kept?.get(key).catch(() => null)));
    const reached = known.length;
    const until = performance.now() + MAX_FILLING_MS;
    let batch = BATCH;
    while (known.length < texts.length && performance.now() < until) {
      const sentAt = performance.now();
      const made = await embed('passage', texts.slice(known.length, known.length + batch));
      if (made === null) break;
      known.push(...made);
      if (performance.now() - sentAt < QUICK_MS) batch = Math.min(2 * batch, MAX_BATCH);
    }
    if (known.length > reached) await kept?.put(key, bytesOf(known)).catch(() => {});
  }

  return async (text, { sentences, text: whole }) => {
    const texts = sentences.map(({ start, end }) => whole.slice(start, end));
    const key = createHash('sha256').update(JSON.stringify(texts)).digest('hex');
    const vectors = held.get(key, () => ({ known: [], filling: null }));
    vectors.filling ??= fill(vectors, key, texts).finally(() => {
      vectors.filling = null;
    });
    await vectors.filling;
    if (vectors.known.length !== texts.length) return NO_MEANING;
    const [asked] = (await embed('query', [text])) ?? [];
    // Another model under the same name.
    if (asked === undefined || asked.length !== vectors.known[0]?.length) return NO_MEANING;
    return new Map(sentences.map((sentence, at) => [sentence.key, dot(asked, vectors.known[at]!)]));
  };
}

function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at]! * other[at]!;
  return sum;
}

/** The vectors' length as the first value, then their values. */
function bytesOf(vectors: readonly Float32Array[]): Uint8Array {
  const length = vectors[0]!.length;
  const values = new Float32Array(1 + vectors.length * length);
  values[0] = length;
  for (const [at, vector] of vectors.entries()) values.set(vector, 1 + at * length);
  return new Uint8Array(values.buffer);
}

function vectorsIn(bytes: Uint8Array | null | undefined): Float32Array[] {
  if (!bytes) return [];
  // A database's bytes begin anywhere in a buffer; values begin at multiples of four.
  const values = new Float32Array(new Uint8Array(bytes).buffer);
  const length = values[0]!;
  return Array.from({ length: (values.length - 1) / length }, (_, at) =>
    values.subarray(1 + at * length, 1 + (at + 1) * length),
  );
}

// Set on the questions of test/eval with multilingual-e5-small: docs/models.md.
const WORDS_SHARE = 0.7;
// Shares lie closer together than likelihoods: with this as many sentences are shown as by words alone.
const CONTRAST = 1.5;
const MOST = 40;

/**
 * What words found, ranked by words and meaning together. Words count as far as they are known, so that for a question in another
 * language meaning leads. Whether anything is near enough stays for words to say, since meaning is near to whatever a statement might
 * have said; but in another language one word that is found is enough.
 */
export function rankByMeaning(hits: Hits, meaning: Meaning, { statement: { sentences, blocks } }: OpenStatement): Hits {
  if (meaning.size === 0) return hits;
  const { matched, missing, otherLanguage, likelihoods } = hits;
  const wordsShare = (WORDS_SHARE * matched.length) / (matched.length + missing.length || 1);
  const share = shareOf(meaning);
  const both = (words: number, { key }: Sentence) => wordsShare * words + (1 - wordsShare) * share(key);
  const places = new Map(hits.sentences.map(({ sentence }, at) => [sentence.key, at]));
  const bestScore = hits.sentences[0]?.score ?? 1;
  const likeliest = Math.max(0, ...likelihoods);
  const all = sentences.map((sentence) => {
    const at = places.get(sentence.key) ?? -1;
    const score = both((hits.sentences[at]?.score ?? 0) / bestScore, sentence);
    return { sentence, score, likelihood: both((likelihoods[at] ?? 0) / (likeliest || 1), sentence) };
  });
  const paragraphs = blocks.map((block) => {
    const inside = all.filter(({ sentence: { start, end } }) => start >= block.start && end <= block.end);
    return { block, score: Math.max(0, ...inside.map(({ score }) => score)) };
  });
  const ranked = all.toSorted((one, other) => other.score - one.score).slice(0, MOST);
  const most = Math.max(...ranked.map(({ likelihood }) => likelihood)) || 1;
  const certainty = otherLanguage && matched.length > 0 ? 1 : likeliest;
  return {
    ...hits,
    sentences: ranked.map(({ sentence, score }) => ({ sentence, score })),
    likelihoods: ranked.map(({ likelihood }) => certainty * (likelihood / most) ** CONTRAST),
    paragraphs: paragraphs.sort((one, other) => other.score - one.score).slice(0, MOST),
  };
}

/** From 0, as near as sentences are on average, to 1, the nearest: models put all texts near to one another. */
function shareOf(meaning: Meaning): (key: string) => number {
  const values = [...meaning.values()];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const range = Math.max(...values) - mean || 1;
  return (key) => Math.max(0, ((meaning.get(key) ?? mean) - mean) / range);
}
