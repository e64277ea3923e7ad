// What several statements have on a question, as one statement that can be asked like any other; and from its sentences the way back.
// Paragraphs are numbered anew, so that a key names one sentence of one statement.

import { createHash } from 'node:crypto';
import { findByMeaning } from '../retrieval/find.ts';
import { NO_MEANING } from '../retrieval/meaning.ts';
import { type Meaning, type OpenStatement, openStatement } from '../retrieval/open-statement.ts';
import { type Quote, quoteSentences } from '../statement/quotation.ts';
import type { Block, Header, Sentence, SpeechSpan, Statement } from '../statement/statement.ts';

export type Gathered = {
  readonly about: OpenStatement;
  /** The quotations of the statements themselves in place of those of the gathered one, in the same order. */
  readonly quotesOf: (quotes: readonly Quote[]) => Quote[];
};

// A statement of so many sentences is taken whole; of a longer one the paragraphs around what was found.
const MAX_WHOLE = 40;
const MAX_FOUND = 8;

/** `withHeaders`: each statement begins with a line that says who speaks and when, for a model to read. */
export async function gather(
  question: string,
  statements: readonly OpenStatement[],
  withHeaders: boolean,
): Promise<Gathered> {
  const gathering = createGathering();
  for (const about of statements) {
    if (withHeaders) gathering.addHeader(about);
    for (const block of await blocksOn(question, about)) gathering.addBlock(about, block);
  }
  const about: OpenStatement = {
    ...openStatement(gathering.toStatement(statements)),
    nearest: (text) => nearestOf(text, gathering.origins),
  };
  return { about, quotesOf: (quotes) => quotes.flatMap((quote) => originals(quote, gathering.origins)) };
}

async function blocksOn(question: string, about: OpenStatement): Promise<readonly Block[]> {
  const { blocks, sentences } = about.statement;
  if (sentences.length <= MAX_WHOLE) return blocks;
  const found = (await findByMeaning({ text: question, turns: [] }, about)).sentences.slice(0, MAX_FOUND);
  const at = (sentence: Sentence) =>
    blocks.findIndex(({ start, end }) => start <= sentence.start && sentence.start < end);
  const chosen = new Set(found.flatMap(({ sentence }) => [at(sentence) - 1, at(sentence), at(sentence) + 1]));
  return blocks.filter((_, index) => chosen.has(index));
}

/** By the gathered keys what each statement knows of its own sentences: they are embedded there, and once. */
async function nearestOf(text: string, origins: ReadonlyMap<string, Origin>): Promise<Meaning> {
  const statements = [...new Set([...origins.values()].map(({ about }) => about))];
  const meanings = await Promise.all(statements.map((about) => about.nearest?.(text) ?? NO_MEANING));
  // Sentences without a vector would lose to all others.
  if (meanings.some((meaning) => meaning.size === 0)) return NO_MEANING;
  const known = new Map(statements.map((about, at) => [about, meanings[at]!]));
  return new Map([...origins].map(([key, origin]) => [key, known.get(origin.about)!.get(origin.key)!]));
}

type Origin = { readonly about: OpenStatement; readonly key: string };

function createGathering() {
  let text = '';
  const blocks: Block[] = [];
  const sentences: Sentence[] = [];
  const spans: SpeechSpan[] = [];
  const origins = new Map<string, Origin>();

  const begin = (words: string): { start: number; paragraph: number } => {
    const start = text.length;
    text += `${words}\n\n`;
    const paragraph = blocks.length + 1;
    blocks.push({ start, end: start + words.length, kind: 'paragraph', paragraph });
    return { start, paragraph };
  };
  return {
    origins: origins as ReadonlyMap<string, Origin>,
    addHeader: ({ statement }: OpenStatement): void => {
      const { title, speaker, publisher, date } = statement;
      const words = [title, speaker?.name, publisher, date].filter(Boolean).join(' · ');
      const { start, paragraph } = begin(words);
      sentences.push({ start, end: start + words.length, key: `${paragraph}.1`, kind: 'paragraph', paragraph });
      spans.push({ start, end: start + words.length, kind: 'narration', speaker: null, doubt: null });
    },
    addBlock: (about: OpenStatement, block: Block): void => {
      const { statement } = about;
      const { start, paragraph } = begin(statement.text.slice(block.start, block.end));
      const shift = start - block.start;
      const inside = statement.sentences.filter(
        (sentence) => sentence.start >= block.start && sentence.end <= block.end,
      );
      inside.forEach((sentence, at) => {
        const key = `${paragraph}.${at + 1}`;
        origins.set(key, { about, key: sentence.key });
        sentences.push({ start: sentence.start + shift, end: sentence.end + shift, key, kind: 'paragraph', paragraph });
      });
      for (const span of statement.spans) {
        if (span.end <= block.start || span.start >= block.end) continue;
        const [from, to] = [Math.max(span.start, block.start), Math.min(span.end, block.end)];
        const speaker = span.speaker && { ...span.speaker, start: from + shift, end: from + shift };
        spans.push({ ...span, start: from + shift, end: to + shift, speaker });
      }
    },
    toStatement: (statements: readonly OpenStatement[]): Statement => {
      const all = statements.map(({ statement }) => statement);
      const shared = <T>(of: (header: Header) => T): T | null =>
        all.every((one) => of(one) === of(all[0]!)) ? of(all[0]!) : null;
      const name = shared(({ speaker }) => speaker?.name ?? null);
      return {
        id: 'all',
        sha256: createHash('sha256').update(text).digest('hex'),
        title: `Excerpts of ${all.length} statements`,
        date: shared(({ date }) => date),
        publisher: shared(({ publisher }) => publisher),
        carriedBy: null,
        source: null,
        language: shared(({ language }) => language) ?? all[0]!.language,
        form: shared(({ form }) => form) ?? 'report',
        speaker: name === null ? null : all[0]!.speaker,
        text,
        blocks,
        sentences,
        spans,
      };
    },
  };
}

/** What the statement itself gives for the sentences of a gathered quotation: of their pieces those with its words. */
function originals(quote: Quote, origins: ReadonlyMap<string, Origin>): Quote[] {
  const keys = new Map<OpenStatement, string[]>();
  for (const key of quote.keys) {
    const origin = origins.get(key);
    if (origin) keys.set(origin.about, [...(keys.get(origin.about) ?? []), origin.key]);
  }
  return [...keys].flatMap(([about, own]) => {
    const pieces = quoteSentences(about, own);
    const same = pieces.filter(({ text }) => quote.text.includes(text));
    return same.length > 0 ? same : pieces;
  });
}
