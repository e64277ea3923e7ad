// An answer without a model, and what a model's abstention, silence or small context leaves of it.

import { expect, test } from 'vitest';
import { type Answer, claimsOf } from '../../src/answer/answer.ts';
import { ask } from '../../src/answer/ask.ts';
import type { Draft } from '../../src/answer/draft.ts';
import { loadAnswerPrompt } from '../../src/answer/prompt.ts';
import { type Message, type Model, NO_USAGE, type Reply } from '../../src/model/model.ts';
import { openStatement } from '../../src/retrieval/open-statement.ts';
import { loadStatement, parseStatement } from '../../src/speech/load.ts';

const about = openStatement(await loadStatement('data/statements/2020-11-17-tangible-assistance.md'));
const prompt = await loadAnswerPrompt('prompts');

const asked = (text: string, after?: string) =>
  ask({ text, turns: after === undefined ? [] : [{ question: after, answer: '' }] }, about, null);
const keysOf = (answer: Answer) => claimsOf(answer).flatMap(({ quotes }) => quotes.flatMap(({ keys }) => keys));

/** A model that gives these replies, one after the other, and what it was told. */
function scripted(...replies: (Draft | 'context' | 'unreadable')[]) {
  const calls: (readonly Message[])[] = [];
  const model: Model = {
    name: 'scripted',
    ask: async <T>(messages: readonly Message[]) => {
      const reply = replies[calls.length] ?? 'unreadable';
      calls.push(messages);
      const failed = { kind: 'failed', why: reply, says: '', usage: NO_USAGE };
      return (typeof reply === 'string' ? failed : { kind: 'reply', value: reply, usage: NO_USAGE }) as Reply<T>;
    },
  };
  return { answerer: { model, prompt }, calls };
}
const NOTHING: Draft = { outcome: 'not_in_statement', claims: [], premise: null };

test('without a model the nearest sentences are quoted, and nothing is claimed', async () => {
  const answer = await asked('what did he say about Russia?');
  expect(answer).toMatchObject({ kind: 'quotations', why: 'no-model', usage: null });
  expect(keysOf(answer)).toEqual(expect.arrayContaining(['4.4', '4.5', '4.6']));
  expect(claimsOf(answer).every(({ text }) => text === '')).toBe(true);
});

test('a question that leans on the one before says so', async () => {
  const before = 'what did he say about exports?';
  expect(await asked('more', before)).toMatchObject({ kind: 'quotations', leansOn: before });
});

test('what stands nowhere is absent by its words, and the nearest sentence is shown', async () => {
  const answer = await asked('did he mention sanctions?');
  expect(answer).toMatchObject({ kind: 'absent', by: 'words', why: 'no-model', searched: { otherLanguage: false } });
  expect(answer.kind === 'absent' && answer.searched.missing).toContain('sanctions');
});

test('in another language nothing is said to be missing', async () => {
  const answer = await asked('когда откроют мост через реку?');
  expect(answer).toMatchObject({ kind: 'absent', by: 'words', searched: { missing: [], otherLanguage: true } });
});

test('the header, greetings and thanks need no search', async () => {
  expect(await asked('who said this?')).toMatchObject({ kind: 'fact', fact: { name: 'speaker' } });
  expect(await asked('thanks!')).toMatchObject({ kind: 'talk', talk: 'thanks' });
});

test('what is no question is no reason to search', async () => {
  for (const text of ['', '  ', '?!', '🙂', 'x'.repeat(2_000)]) {
    expect(await asked(text)).toMatchObject({ kind: 'absent', nearest: [], searched: { words: [] } });
  }
});

test('an abstention by a model still shows the sentences that the search is sure of', async () => {
  const answer = await ask({ text: 'what did he say about Russia?', turns: [] }, about, scripted(NOTHING).answerer);
  expect(answer).toMatchObject({ kind: 'absent', by: 'model', why: null });
  expect(answer.kind === 'absent' && answer.nearest.flatMap(({ keys }) => keys)).toContain('4.4');
});

test('claims that cite no line are no answer, and no word of the statement’s silence', async () => {
  const draft: Draft = {
    outcome: 'answered',
    claims: [{ text: 'He called it so.', sentences: ['99.9'] }],
    premise: null,
  };
  const answer = await ask({ text: 'what did he say about Russia?', turns: [] }, about, scripted(draft).answerer);
  expect(answer).toMatchObject({ kind: 'quotations', why: 'model-failed' });
});

test('a claim of the header is shown with the sentence that says it', async () => {
  const draft = (text: string, key: string): Draft => ({
    outcome: 'answered',
    claims: [{ text, sentences: [key] }],
    premise: null,
  });
  const answerOf = (reply: Draft) => ask({ text: 'when was it?', turns: [] }, about, scripted(reply).answerer);
  const right = await answerOf(draft('It was said on 17 November 2020.', 'date'));
  expect(right).toMatchObject({
    kind: 'claims',
    claims: [{ text: 'It was said on 17 November 2020.', quotes: [{ keys: ['date.1'] }] }],
  });
  const wrong = await answerOf(draft('It was said on 18 November 2020.', 'date'));
  expect(claimsOf(wrong)[0]).toMatchObject({ text: '', quotes: [{ keys: ['date.1'] }] });
});

test('a context that is too small is asked again with fewer passages', async () => {
  const sentence = 'The harbour tax stays where it is, and the pier opens in May, the mayor said on Monday.';
  const body = Array.from({ length: 30 }, (_, at) => `${`${sentence} `.repeat(15)}It is number ${at}.`).join('\n\n');
  const long = openStatement(parseStatement('long.md', Buffer.from(`---\ntitle: T\n---\n${body}`)));
  const { answerer, calls } = scripted('context', 'context', NOTHING);
  const answer = await ask({ text: 'when does the pier open?', turns: [] }, long, answerer);
  expect(answer).toMatchObject({ kind: 'absent', by: 'model' });
  const sizes = calls.map((messages) => messages[0]!.content.length);
  expect(sizes).toHaveLength(3);
  expect(sizes[0]! > sizes[1]! && sizes[1]! > sizes[2]!).toBe(true);
});

test('a spent budget and a failed model leave the nearest sentences, and say so', async () => {
  const question = { text: 'what did he say about Russia?', turns: [] };
  const { answerer, calls } = scripted('unreadable');
  expect(await ask(question, about, answerer, { mayUseModel: false })).toMatchObject({
    kind: 'quotations',
    why: 'over-budget',
  });
  expect(calls).toHaveLength(0);
  expect(await ask(question, about, answerer)).toMatchObject({ kind: 'quotations', why: 'model-failed' });
});

test('an asker who has stopped gets no answer', async () => {
  const reason = new Error('stopped');
  await expect(ask({ text: 'why?', turns: [] }, about, null, { signal: AbortSignal.abort(reason) })).rejects.toBe(
    reason,
  );
});
