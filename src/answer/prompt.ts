// What the model is told: prompts/*.md with their blanks filled, and the statement's sentences as numbered, labelled lines.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Message } from '../model/model.ts';
import { labelsOf } from '../statement/quotation.ts';
import type { Sentence, Statement } from '../statement/statement.ts';
import type { Turn } from './answer.ts';

export type Prompts = {
  /** Rules and statement first, earlier turns next, the question last: what stays the same stays in providers' prompt caches. */
  readonly messages: (ask: Asked) => Message[];
  /** First 12 hexadecimal digits of the SHA-256 of all prompt files. */
  readonly version: string;
};

type Material = {
  readonly statement: Statement;
  /** The sentences to show, in the statement's order. */
  readonly shown: readonly Sentence[];
  /** Keys of the passages that retrieval ranks first, best first. */
  readonly nearest: readonly string[];
};
export type Asked = Material & { readonly turns: readonly Turn[]; readonly question: string };

const BLANKS = {
  answer: ['statement'],
  question: ['nearest', 'question'],
  statement: ['date', 'passages', 'publisher', 'speaker', 'title'],
} as const;
type PromptName = keyof typeof BLANKS;

/**
 * Reads the prompt files in `folder`.
 * @throws Error naming the file when one is missing or its blanks are not those that the code fills.
 */
export async function loadPrompts(folder: string): Promise<Prompts> {
  const names = Object.keys(BLANKS) as PromptName[];
  const texts = await Promise.all(names.map((name) => readPrompt(folder, name)));
  const text = Object.fromEntries(names.map((name, at) => [name, texts[at]!])) as Record<PromptName, string>;
  return {
    version: createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 12),
    messages: ({ turns, question, ...material }) => [
      { role: 'system', content: fill(text.answer, { statement: toldOf(material) }) },
      ...turns.flatMap((turn): Message[] => [
        { role: 'user', content: turn.question },
        { role: 'assistant', content: turn.answer },
      ]),
      { role: 'user', content: fill(text.question, { nearest: nearestLine(material), question }).trim() },
    ],
  };

  function toldOf({ statement, shown }: Material): string {
    return fill(text.statement, {
      title: statement.title,
      date: statement.date ?? 'not known',
      publisher: statement.publisher ?? 'not known',
      speaker: statement.speaker?.name ?? 'not known',
      passages: passageLines(statement, shown),
    }).trim();
  }
}

function nearestLine({ nearest }: Material): string {
  return nearest.length > 0 ? `Nearest by its words: ${nearest.map((key) => `[${key}]`).join(' ')}` : '';
}

async function readPrompt(folder: string, name: PromptName): Promise<string> {
  const file = path.join(folder, `${name}.md`);
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${file}: cannot be read (${cause.code}); expected a prompt with {{blanks}}`, { cause });
  });
  const found = [...new Set(Array.from(text.matchAll(/\{\{(.*?)\}\}/g), (match) => match[1]!))].sort();
  const expected = BLANKS[name];
  if (found.join() !== expected.join()) {
    throw new Error(`${file}: blanks are [${found.join(', ')}], the code fills [${expected.join(', ')}]`);
  }
  return text;
}

/** Fills all blanks in one pass, so that a value which holds `{{question}}` stays what it is. */
function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(.*?)\}\}/g, (_, name: string) => values[name]!);
}

function passageLines(statement: Statement, shown: readonly Sentence[]): string {
  return shown
    .map((sentence) => {
      const labels = labelsOf(statement, sentence).map((label) => ` (${label})`);
      return `[${sentence.key}]${labels.join('')} ${oneLine(statement.text.slice(sentence.start, sentence.end))}`;
    })
    .join('\n');
}

/**
 * A text as one line that cannot pass for another: line breaks become blanks, and a bracketed key or a closing tag inside it is
 * broken up, so that neither a statement nor a quotation can forge lines, labels or the end of the material.
 */
function oneLine(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/\p{Cc}/gu, '')
    .replace(/\[(?=[\w.]+\])/g, '[ ')
    .replace(/<(?=\/?statement)/gi, '< ');
}
