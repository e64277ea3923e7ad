// What a model thinks of whose words each sentence is, beside what the rules found: where the two differ, the text is unsure.

import { z } from 'zod';
import type { Form, Model, Usage } from '../model/model.ts';
import { expectBlanks, fill, readTemplate } from '../model/template.ts';
import { headerLines } from '../statement/header.ts';
import { isSameName } from '../statement/names.ts';
import { unforgeable } from '../statement/prompt-line.ts';
import { spansWithin } from '../statement/quotation.ts';
import { cutAt, inOrder, isWithin } from '../statement/spans.ts';
import type { Sentence, SpeechSpan, Statement } from '../statement/statement.ts';

/** `who`: "speaker", "publisher", "unsure", or "other: NAME". */
export type Opinion = { readonly key: string; readonly who: string };

const Opinions = z.object({ lines: z.array(z.object({ key: z.string(), who: z.string() })) });
const OPINIONS: Form<z.infer<typeof Opinions>> = {
  name: 'labels',
  schema: Opinions,
  hint: 'Reply with one JSON object: {"lines": [{"key": "1.1", "who": "speaker" or "publisher" or "other: NAME" or "unsure"}]}',
};
// So many letters are asked about at once: a reply of a word for each line stays short.
const MAX_ASKED_UTF16 = 8_000;
const BLANKS = ['header', 'lines'];

/**
 * Reads prompts/labels.md.
 * @throws Error naming the file when it is missing or has other blanks than those for header and lines.
 */
export async function loadLabelsPrompt(folder: string): Promise<string> {
  const template = await readTemplate(folder, 'labels.md', BLANKS);
  expectBlanks(template, BLANKS);
  return template.text;
}

/** Labels as rules and model agree on them; those the model was not asked about, or failed on, stand as the rules have them. Rejects only when aborted. */
export async function compareLabels(
  statement: Statement,
  model: Model,
  { prompt, signal }: { readonly prompt: string; readonly signal?: AbortSignal | undefined },
): Promise<{ readonly spans: SpeechSpan[]; readonly usages: readonly Usage[] }> {
  const opinions: Opinion[] = [];
  const usages: Usage[] = [];
  const header = headerLines(statement)
    .map(({ key, text }) => `${key}: ${unforgeable(text)}`)
    .join('\n');
  for (const part of partsOf(statement)) {
    const lines = part.map(({ key, start, end }) => `[${key}] ${unforgeable(statement.text.slice(start, end))}`);
    const content = fill(prompt, { header, lines: lines.join('\n') });
    const reply = await model.ask([{ role: 'user', content }], OPINIONS, { signal });
    usages.push(reply.usage);
    if (reply.kind === 'reply') opinions.push(...reply.value.lines);
  }
  return { spans: withOpinions(statement, opinions), usages };
}

function partsOf({ sentences }: Statement): Sentence[][] {
  const parts: Sentence[][] = [];
  let size = Infinity;
  for (const sentence of sentences) {
    const length = sentence.end - sentence.start;
    if (size + length > MAX_ASKED_UTF16) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)!.push(sentence);
    size += length;
  }
  return parts;
}

/** The statement's labels, in doubt where an opinion differs; where it agrees with what the rules doubted, the doubt is gone. */
export function withOpinions(statement: Statement, opinions: readonly Opinion[]): SpeechSpan[] {
  const byKey = new Map(opinions.map(({ key, who }) => [key.replace(/[[\]\s]/g, ''), who.trim()]));
  let spans = [...statement.spans];
  for (const sentence of statement.sentences) {
    const who = byKey.get(sentence.key);
    if (who === undefined) continue;
    const inside = spansWithin(spans, sentence);
    const agrees = isAgreed(inside, who, statement);
    if (agrees && inside.every(({ doubt }) => doubt === null)) continue;
    const doubt = agrees ? null : 'a model says otherwise';
    const hasDirect = inside.some(({ kind }) => kind === 'direct');
    // Of a turn the words are in doubt, not the label before them.
    const held = new Set(inside.filter(({ kind }) => (hasDirect ? kind === 'direct' : kind !== 'quoted')));
    spans = spans.flatMap((span) =>
      held.has(span)
        ? cutAt(span, sentence).map((part) => (isWithin(part, sentence) ? { ...part, doubt } : part))
        : [span],
    );
  }
  return inOrder(spans);
}

function isAgreed(inside: readonly SpeechSpan[], who: string, { speaker }: Statement): boolean {
  const direct = inside.some(({ kind }) => kind === 'reported')
    ? undefined
    : inside.find(({ kind }) => kind === 'direct');
  const kind = who.toLowerCase();
  if (kind === 'publisher') return direct === undefined;
  if (direct === undefined || kind === 'unsure') return false;
  const name = direct.speaker?.name ?? null;
  const own =
    speaker !== null && name !== null && [speaker.name, ...speaker.names].some((one) => isSameName(one, name));
  if (kind === 'speaker') return own || (speaker === null && name === null);
  const other = /^other:\s*(.+)$/i.exec(who)?.[1] ?? who;
  return !own && (name === null ? /^(?:somebody|unknown|nobody)$/i.test(other) : isSameName(other, name));
}
