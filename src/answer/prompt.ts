// What the model is told: prompts/answer.md, whose blanks are the statement's lines and what is to be known of them.

import { createHash } from 'node:crypto';
import type { Message } from '../model/model.ts';
import { expectBlanks, fill, readTemplate } from '../model/template.ts';
import { headerLines } from '../statement/header.ts';
import { promptLine, unforgeable } from '../statement/prompt-line.ts';
import type { Form, Sentence, Statement } from '../statement/statement.ts';
import type { Question } from './answer.ts';

export type AnswerPrompt = {
  readonly text: string;
  /** First 12 hexadecimal digits of the text's SHA-256. */
  readonly version: string;
};

const BLANKS = ['extent', 'lines', 'unlabelled'];

/**
 * Reads prompts/answer.md.
 * @throws Error naming the file when it is missing or its blanks are not those that the code fills.
 */
export async function loadAnswerPrompt(folder: string): Promise<AnswerPrompt> {
  const template = await readTemplate(folder, 'answer.md', BLANKS);
  expectBlanks({ ...template, blanks: [...new Set(template.blanks)].sort() }, BLANKS);
  const { text } = template;
  return { text, version: createHash('sha256').update(text).digest('hex').slice(0, 12) };
}

// Whose a line without a label is, by the form of the text; where the rules doubt, a line has none either.
const UNLABELLED: Readonly<Record<Form, string>> = {
  report: "the publisher's words, or not sure",
  release: "the publisher's words, or not sure",
  speech: "the speaker's, or not sure",
  letter: "the writer's, or not sure",
  post: "the writer's, or not sure",
  interview: 'whose turn it is, or not sure',
  transcript: 'whose turn it is, or not sure',
};

/** Rules and lines first, earlier turns next, the question last: what stays the same stays in providers' prompt caches. */
export function answerMessages(
  { text }: AnswerPrompt,
  statement: Statement,
  shown: readonly Sentence[],
  { text: question, turns }: Question,
): Message[] {
  const values: Readonly<Record<string, string>> = {
    extent: shown.length === statement.sentences.length ? 'They are all of it.' : 'They are excerpts of it.',
    lines: linesOf(statement, shown).join('\n'),
    unlabelled: UNLABELLED[statement.form],
  };
  return [
    { role: 'system', content: fill(text, values).trim() },
    ...turns.flatMap((turn): Message[] => [
      { role: 'user', content: turn.question },
      { role: 'assistant', content: turn.answer },
    ]),
    { role: 'user', content: question },
  ];
}

/** The header's lines, then the sentences'; the headline and the date line say what the header's say, and layout says nothing. */
function linesOf(statement: Statement, shown: readonly Sentence[]): string[] {
  const isHeader = ({ kind }: Sentence) => kind === 'headline' || (kind === 'date' && statement.date !== null);
  const isLayout = ({ start, end }: Sentence) => !/[\p{L}\p{N}]/u.test(statement.text.slice(start, end));
  const telling = shown.filter((one) => !isHeader(one) && !isLayout(one));
  return [
    ...headerLines(statement).map(({ key, text }) => `[${key}] ${unforgeable(text)}`),
    ...telling.map((one) => promptLine(statement, one)),
  ];
}
