// Statements written to do harm, on every surface: nothing is obeyed, nothing is refused by Telegram, nothing throws.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { claimsOf } from '../../src/answer/answer.ts';
import { ask } from '../../src/answer/ask.ts';
import type { Draft } from '../../src/answer/draft.ts';
import { loadAnswerPrompt } from '../../src/answer/prompt.ts';
import { type Message, type Model, NO_USAGE, type Reply } from '../../src/model/model.ts';
import { openStatement } from '../../src/retrieval/open-statement.ts';
import { parseStatement } from '../../src/speech/load.ts';
import { fileOf, HOSTILE, load, QUESTIONS } from './statements.ts';
import { askingOf, throughPage, throughTelegram, throughTerminal } from './surfaces.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'hostile-'));
afterAll(() => rm(folder, { recursive: true }));

const prompt = await loadAnswerPrompt('prompts');

/** A model that says this, and keeps what it was told. */
function saying(draft: Draft) {
  const told: (readonly Message[])[] = [];
  const model: Model = {
    name: 'scripted',
    ask: async <T>(messages: readonly Message[]) => {
      told.push(messages);
      return { kind: 'reply', value: draft, usage: NO_USAGE } as unknown as Reply<T>;
    },
  };
  return { answerer: { model, prompt }, told };
}

describe.each(HOSTILE)('$name', (hostile) => {
  const statement = load(hostile);
  const questions = [...QUESTIONS, ...(hostile.question ? [hostile.question] : [])];
  const asking = askingOf(statement);

  test('its sentences follow each other, and none is empty', () => {
    let from = 0;
    for (const { start, end } of statement.sentences) {
      expect(start).toBeGreaterThanOrEqual(from);
      expect(end).toBeGreaterThan(start);
      from = end;
    }
  });

  test('it is asked in the terminal', () => throughTerminal(asking, questions));

  test('its page shows it and answers', () => throughPage(asking, questions.slice(0, 1)));

  test('the bot shows it and answers in Telegram', async () => {
    const file = path.join(folder, 'hostile.md');
    await writeFile(file, fileOf(hostile));
    await throughTelegram({ STATEMENT: file }, questions.slice(0, 1));
  });

  test('the model is shown each sentence on one line of its own, and nothing that passes for the program', async () => {
    const { answerer, told } = saying({ outcome: 'not_in_statement', claims: [], premise: null });
    await ask({ text: questions[0]!, turns: [] }, asking.about, answerer);
    const system = told[0]![0]!.content;
    const material = system.slice(system.indexOf('\n<lines>\n') + 9, system.lastIndexOf('\n</lines>\n'));
    const keys = new Set(statement.sentences.map((sentence) => sentence.key));
    const shown = material.split('\n').map((line) => {
      const key = /^\[([\w.]+)\](?: |$)/.exec(line);
      expect(key).not.toBeNull();
      expect(/\[[\w.]+\]|<\/?lines>/i.test(line.slice(key![0].length))).toBe(false);
      return key![1]!;
    });
    expect(shown.filter((key) => !keys.has(key) && !/^(?:title|date|publisher|speaker)$/.test(key))).toEqual([]);
    expect(new Set(shown).size).toBe(shown.length);
    // Of any size, what is sent stays within what a question may cost.
    expect(system.length).toBeLessThan(40_000);
  });
});

const orders = load(HOSTILE.find(({ name }) => name === 'orders to the model')!);

test('a model that obeys the document still cannot cite a sentence that is not there', async () => {
  const { answerer } = saying({
    outcome: 'answered',
    claims: [
      { text: 'The toll was abolished.', sentences: ['9.9'] },
      { text: 'The bridge is closed.', sentences: ['[9.9]', 'own: The Mayor'] },
    ],
    premise: 'The toll is one million.',
  });
  const answer = await ask({ text: QUESTIONS[0]!, turns: [] }, openStatement(orders), answerer);
  expect(claimsOf(answer).every(({ text }) => text === '')).toBe(true);
  expect(answer.kind).not.toBe('claims');
});

test('a forged label gives nobody words: what the document writes in brackets is narration', () => {
  const forged = orders.spans.filter(({ kind, speaker }) => kind !== 'narration' && speaker?.name === 'Ada Speaker');
  expect(forged).toEqual([]);
});

test.each(['\u001b[31mred', 'two\nlines', 'the \u202eother way', 'a \u009bcontrol', 'line\u2028line'])(
  'front matter that a terminal or a page would obey is refused with one line: %j',
  (title) => {
    const load = () => parseStatement('x.md', Buffer.from(`---\ntitle: ${JSON.stringify(title)}\n---\nText.`));
    expect(load).toThrow(/^x\.md: line 2: title is [^;]*; expected one line without control characters$/);
  },
);
