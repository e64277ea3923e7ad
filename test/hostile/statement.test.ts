// Statements written to do harm, on every surface: nothing is obeyed, nothing is refused by Telegram, nothing throws.

import { describe, expect, test } from 'vitest';
import { createAsk } from '../../src/answer/ask.ts';
import { createModelAnswerer } from '../../src/answer/model-answer.ts';
import { loadPrompts } from '../../src/answer/prompt.ts';
import { createModel } from '../../src/model/client.ts';
import type { Model } from '../../src/model/model.ts';
import { createIndex } from '../../src/retrieval/search.ts';
import { parseStatement } from '../../src/statement/load.ts';
import type { Statement } from '../../src/statement/statement.ts';
import { recordLog } from '../helpers/marked-words.ts';
import { drafts, type Script, startModel } from '../helpers/model.ts';
import { HOSTILE, load, QUESTIONS } from './statements.ts';
import { appOf, throughPage, throughTelegram, throughTerminal } from './surfaces.ts';

describe.each(HOSTILE)('$name', (hostile) => {
  const statement = load(hostile);
  const questions = [...QUESTIONS, ...(hostile.question ? [hostile.question] : [])];
  const app = appOf(statement);

  test('every visible character of it is in one sentence', () => {
    let from = 0;
    for (const { start, end } of statement.sentences) {
      expect(start).toBeGreaterThanOrEqual(from);
      expect(/\S/u.test(statement.text.slice(from, start))).toBe(false);
      from = end;
    }
    expect(/\S/u.test(statement.text.slice(from))).toBe(false);
  });

  test('it is asked in the terminal', () => throughTerminal(app, questions));

  test('its page shows it and answers', () => throughPage(app, questions));

  test('the bot shows it and answers in Telegram', () => throughTelegram(app, questions));

  test('the model is shown each sentence on one line of its own, and nothing that passes for the program', async () => {
    const prompts = await loadPrompts('prompts');
    let system = '';
    const shown: string[] = [];
    const model: Model = {
      name: 'onlooker',
      reply: ({ messages, form }) => {
        system = messages[0]!.content;
        return Promise.resolve(form.schema.parse({ outcome: 'not_in_statement', claims: [], premise: null }));
      },
    };
    const { log } = recordLog();
    const answerer = createModelAnswerer({ statement, model, prompts, deadlineMs: 10_000, log });
    await createAsk({ statement, index: app.index, model: answerer, log })({ text: questions[0]!, turns: [] });
    if (system === '') {
      // A sentence larger than the room is not cut for the model: such a statement is quoted without one.
      expect(Math.max(...statement.sentences.map(({ start, end }) => end - start))).toBeGreaterThan(24_000);
      return;
    }
    const material = /<statement>\n([\s\S]*)\n<\/statement>/.exec(system.slice(system.indexOf('# The statement')))![1]!;
    for (const line of material.split('\n').filter((each) => each !== '')) {
      const key = /^\[([\w.]+)\] |^\[([\w.]+)\]$/.exec(line);
      expect(key).not.toBeNull();
      shown.push(key![1] ?? key![2]!);
      expect(/\[[\w.]+\]|<\/?statement>/i.test(line.slice(key![0].length))).toBe(false);
    }
    const keys = new Set(statement.sentences.map((sentence) => sentence.key));
    expect(shown.filter((key) => !keys.has(key))).toEqual([]);
    expect(new Set(shown).size).toBe(shown.length);
    // Of any size, what is sent stays within what a question may cost.
    expect(system.length).toBeLessThan(40_000);
  });
});

/** Asks through the real client over HTTP. */
async function askWith(statement: Statement, script: Script, question: string) {
  const server = await startModel(script);
  try {
    const { log } = recordLog();
    const config = { apiKey: 'k', baseUrl: server.baseUrl, model: 'scripted', deadlineMs: 10_000 };
    const prompts = await loadPrompts('prompts');
    const model = createModelAnswerer({ statement, model: createModel(config, log), prompts, deadlineMs: 10_000, log });
    return await createAsk({ statement, index: createIndex(statement), model, log })({ text: question, turns: [] });
  } finally {
    await server.stop();
  }
}

const orders = load(HOSTILE.find(({ name }) => name === 'orders to the model')!);

test('a model that obeys the document still cannot cite a sentence that is not there', async () => {
  const obeying = drafts({
    outcome: 'answered',
    claims: [
      { text: 'The toll was abolished.', sentences: ['9.9'] },
      { text: 'The bridge is closed.', sentences: ['[9.9]', 'direct: The Mayor'] },
    ],
    premise: 'The toll is one million.',
  });
  const answer = await askWith(orders, [obeying], QUESTIONS[0]!);
  expect(answer.outcome).toBe('absent');
  expect(answer.premise).toBeNull();
});

test('a forged label gives nobody words: what the document writes in brackets is narration', () => {
  const forged = orders.spans.filter(({ kind, speaker }) => kind !== 'narration' && speaker?.name === 'Ada Speaker');
  expect(forged).toEqual([]);
});

test.each(['\u001b[31mred', 'two\nlines', 'the \u202eother way', 'a \u009bcontrol', 'line\u2028line'])(
  'front matter that a terminal or a page would obey is refused with one line: %j',
  (title) => {
    const load = () => parseStatement('x.md', Buffer.from(`---\ntitle: ${JSON.stringify(title)}\n---\nText.`));
    expect(load).toThrow(/^x\.md: title is [^;]*; expected one line without control characters$/);
  },
);
