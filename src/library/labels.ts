// A person's word on whose words a sentence is: it replaces what the rules said, and holds for this very text.

import { quoteSentences } from '../statement/quotation.ts';
import { cutAt, inOrder, isWithin } from '../statement/spans.ts';
import type { SpeechSpan, Statement } from '../statement/statement.ts';

/** `reported`: in the publisher's words, what NAME said. `publisher`: nobody's but who put the text out. */
export type Who =
  | { readonly kind: 'direct' | 'reported'; readonly name: string }
  | { readonly kind: 'publisher' }
  | { readonly kind: 'unsure' };

/** "speaker", "publisher", "unsure", "reported: Anna Berg" or a name. Null for "speaker" where the header names none. */
export function readWho(words: string, { speaker }: Statement): Who | null {
  const word = words.trim();
  if (/^(?:publisher|narration)$/i.test(word)) return { kind: 'publisher' };
  if (/^unsure$/i.test(word)) return { kind: 'unsure' };
  const [, reported, named] = /^(reported:?\s+)?(.+)$/i.exec(word) ?? [];
  const name = /^(?:speaker|own)$/i.test(named ?? '') ? (speaker?.name ?? '') : (named ?? '');
  return name === '' ? null : { kind: reported ? 'reported' : 'direct', name };
}

/** The statement's labels with the sentence of `key` as `who` says; null where there is no such sentence. */
export function withLabel(statement: Statement, key: string, who: Who): SpeechSpan[] | null {
  const sentence = statement.sentences.find((one) => one.key === key);
  if (sentence === undefined) return null;
  const spoken =
    who.kind === 'direct' || who.kind === 'reported'
      ? { name: who.name, start: sentence.start, end: sentence.start }
      : null;
  const inside = statement.spans.filter((span) => span.start < sentence.end && span.end > sentence.start);
  // Where marks or a frame cut the sentence, only the one who speaks was in doubt, not which part is theirs.
  const isCut =
    who.kind === 'direct' &&
    inside.some(({ kind }) => kind === 'direct') &&
    inside.some(({ kind }) => kind === 'narration');
  if (isCut)
    return statement.spans.map((span) =>
      inside.includes(span) && span.kind === 'direct' ? { ...span, speaker: spoken, doubt: null } : span,
    );
  const kind = who.kind === 'direct' || who.kind === 'reported' ? who.kind : 'narration';
  const label: SpeechSpan = {
    start: sentence.start,
    end: sentence.end,
    kind,
    speaker: spoken,
    doubt: who.kind === 'unsure' ? 'a person' : null,
  };
  const quoted = kind === 'direct' ? inside.filter((span) => span.kind === 'quoted') : [];
  const outside = statement.spans.flatMap((span) => cutAt(span, sentence)).filter((part) => !isWithin(part, sentence));
  return inOrder([...outside, label, ...quoted]);
}

export type LabelLine = {
  readonly key: string;
  readonly kind: string;
  readonly speaker: string | null;
  readonly doubt: string | null;
  readonly text: string;
};

/** What each sentence is labelled, those in doubt first, else in the text's order. */
export function labelLines(statement: Statement): LabelLine[] {
  const about = { statement, places: new Map(statement.sentences.map(({ key }, at) => [key, at])) };
  const lines = statement.sentences.flatMap(({ key }) =>
    quoteSentences(about, [key]).map(({ start, end, kind, speaker, text }) => {
      const doubt =
        statement.spans.find((span) => span.start < end && span.end > start && span.doubt !== null)?.doubt ?? null;
      return { key, kind, speaker, doubt, text };
    }),
  );
  return [...lines.filter(({ doubt }) => doubt !== null), ...lines.filter(({ doubt }) => doubt === null)];
}
