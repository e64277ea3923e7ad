// A statement as words: where each stands, in which sentence, and whose it is.

import type { Sentence, SpeechKind, Statement } from '../statement/statement.ts';
import { canonicalNames } from './people.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Whose words: of which kind and, where the text tells, by whom. `isUnsure`: the label may well be wrong. */
export type Owner = { readonly kind: SpeechKind; readonly name: string | null; readonly isUnsure: boolean };

export type StatementWords = {
  readonly statement: Statement;
  readonly tokens: readonly Token[];
  readonly words: readonly string[];
  readonly sentences: readonly Sentence[];
  readonly owners: readonly Owner[];
  /** Where each word stands. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** From the last word before a frame to the first behind it, where somebody goes on: "…," he said, "…". */
  readonly overFrame: ReadonlyMap<number, number>;
};

/** The words of `statement`. Linear in its length. */
export function wordsOfStatement(statement: Statement): StatementWords {
  const tokens: Token[] = [];
  const sentences: Sentence[] = [];
  const owners: Owner[] = [];
  const places = new Map<string, number[]>();
  const overFrame = new Map<number, number>();
  const ownerAt = ownersOf(statement);
  let spoken = -1;
  for (const sentence of statement.sentences) {
    for (const { word, ...range } of tokensOf(statement.text.slice(sentence.start, sentence.end))) {
      const at = tokens.length;
      const owner = ownerAt(sentence.start + range.start);
      tokens.push({ word, start: sentence.start + range.start, end: sentence.start + range.end });
      sentences.push(sentence);
      owners.push(owner);
      const known = places.get(word);
      if (known) known.push(at);
      else places.set(word, [at]);
      if (owner.kind !== 'direct' && owner.kind !== 'quoted') continue;
      if (spoken >= 0 && spoken < at - 1 && goesOn(spoken, at)) overFrame.set(spoken, at);
      spoken = at;
    }
  }
  return { statement, tokens, words: tokens.map(({ word }) => word), sentences, owners, places, overFrame };

  /** The same person in the same block, and no sentence of others between. */
  function goesOn(one: number, other: number): boolean {
    const [before, behind] = [sentences[one]!, sentences[other]!];
    if (owners[one]!.name !== owners[other]!.name || blockOf(before) !== blockOf(behind)) return false;
    return sentences.slice(one, other).every((sentence) => sentence === before || sentence === behind);
  }
}

const NARRATION: Owner = { kind: 'narration', name: null, isUnsure: false };

/** Whose the character at an offset is; offsets must be asked for in order. A span of words that are quoted lies within another. */
function ownersOf({ spans, speaker, publisher }: Statement): (offset: number) => Owner {
  const canonical = canonicalNames(speaker, publisher);
  const owners = spans.map(
    ({ kind, speaker: named, doubt }): Owner => ({
      kind,
      name: named && canonical(named.name),
      isUnsure: doubt !== null,
    }),
  );
  let from = 0;
  return (offset) => {
    while (from < spans.length && spans[from]!.end <= offset && (spans[from + 1]?.start ?? Infinity) <= offset) from++;
    let owner = NARRATION;
    // A few back: those that lie within others end before them.
    for (let at = Math.max(0, from - 4); at < spans.length && spans[at]!.start <= offset; at++) {
      if (spans[at]!.end > offset && owner.kind !== 'quoted') owner = owners[at]!;
    }
    return owner;
  };
}

/** Which block a sentence stands in: its key without the sentence's number. */
export function blockOf({ key }: Sentence): string {
  return key.slice(0, key.lastIndexOf('.'));
}
