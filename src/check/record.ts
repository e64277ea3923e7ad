// A statement as words: where each stands, in which sentence, and whose it is.

import type { Sentence, SpeechKind, SpeechSpan, Statement } from '../statement/statement.ts';
import { canonicalNames } from './people.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Whose words: of which kind and, where the text tells, by whom. `isUnsure`: the label may well be wrong. */
export type Owner = { readonly kind: SpeechKind; readonly name: string | null; readonly isUnsure: boolean };

/**
 * An order to read the words in: all, or only those that somebody says, so that "…," he said, "…" is read on over the frame.
 * `at` gives the word at a place of the order, `place` the way back (-1: not in it).
 */
export type Order = { readonly at: Int32Array; readonly place: Int32Array };

export type StatementWords = {
  readonly statement: Statement;
  readonly tokens: readonly Token[];
  readonly words: readonly string[];
  readonly sentences: readonly Sentence[];
  readonly owners: readonly Owner[];
  readonly places: ReadonlyMap<string, readonly number[]>;
  readonly all: Order;
  readonly spoken: Order;
};

/** The words of `statement`. Linear in its length. */
export function wordsOfStatement(statement: Statement): StatementWords {
  const tokens: Token[] = [];
  const sentences: Sentence[] = [];
  const owners: Owner[] = [];
  const ownerAt = ownersOf(statement);
  for (const sentence of statement.sentences) {
    for (const token of tokensOf(statement.text.slice(sentence.start, sentence.end))) {
      const start = sentence.start + token.start;
      tokens.push({ word: token.word, start, end: sentence.start + token.end });
      sentences.push(sentence);
      owners.push(ownerAt(start));
    }
  }
  const places = new Map<string, number[]>();
  tokens.forEach(({ word }, at) => {
    const known = places.get(word);
    if (known) known.push(at);
    else places.set(word, [at]);
  });
  const words = tokens.map((token) => token.word);
  const all = orderOf(tokens.length, () => true);
  const spoken = orderOf(tokens.length, (at) => owners[at]!.kind === 'direct' || owners[at]!.kind === 'quoted');
  return { statement, tokens, words, sentences, owners, places, all, spoken };
}

function orderOf(length: number, includes: (at: number) => boolean): Order {
  const at = new Int32Array(length);
  const place = new Int32Array(length).fill(-1);
  let count = 0;
  for (let token = 0; token < length; token++) {
    if (!includes(token)) continue;
    at[count] = token;
    place[token] = count++;
  }
  return { at: at.subarray(0, count), place };
}

const NARRATION: Owner = { kind: 'narration', name: null, isUnsure: false };

/** Whose the character at an offset is; offsets must be asked for in order. A span of words that are quoted lies within another. */
function ownersOf({ spans, speaker, publisher }: Statement): (offset: number) => Owner {
  const canonical = canonicalNames(speaker, publisher);
  const owners = spans.map(
    (span): Owner => ({
      kind: span.kind,
      name: span.speaker === null ? null : canonical(span.speaker.name),
      isUnsure: isInDoubt(span),
    }),
  );
  let from = 0;
  return (offset) => {
    while (from < spans.length && spans[from]!.end <= offset && (spans[from + 1]?.start ?? Infinity) <= offset) from++;
    let owner = NARRATION;
    // A few back: those that lie within others end before them.
    for (let at = Math.max(0, from - 4); at < spans.length && spans[at]!.start <= offset; at++) {
      if (spans[at]!.end <= offset) continue;
      if (spans[at]!.kind === 'quoted') return owners[at]!;
      owner = owners[at]!;
    }
    return owner;
  };
}

function isInDoubt(span: SpeechSpan): boolean {
  return span.doubt !== null;
}

/** Which block a sentence stands in: its key without the sentence's number. */
export function blockOf(sentence: Sentence): string {
  return sentence.key.slice(0, sentence.key.lastIndexOf('.'));
}
