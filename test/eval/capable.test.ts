// A capable model's replies to the product's own prompts (test/eval/capable/README.md), through the real client: what is right must
// reach people as it was written, and what is twisted must not.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, claimsOf } from '../../src/answer/answer.ts';
import { ask } from '../../src/answer/ask.ts';
import type { Draft } from '../../src/answer/draft.ts';
import { loadAnswerPrompt } from '../../src/answer/prompt.ts';
import { type Check, check } from '../../src/check/check.ts';
import { loadComparePrompt } from '../../src/check/compare.ts';
import { createModel } from '../../src/model/client.ts';
import { openStatement } from '../../src/retrieval/open-statement.ts';
import { loadStatement } from '../../src/speech/load.ts';
import { NO_LOG } from '../../src/telemetry.ts';
import { drafts, type Model, startModel } from '../model-server/server.ts';

type Asked = { readonly statement: string; readonly question: string; readonly isWrong?: true; readonly reply: Draft };
type Compared = {
  readonly statement: string;
  readonly claim: string;
  /** Where it is not what the reply leads to: somebody else's words are named as theirs. */
  readonly expected?: string;
  readonly reply: { readonly verdict: 'same' | 'opposite' | 'other'; readonly sentences: readonly string[] };
};

const rows = readFileSync('test/eval/capable/replies.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line): Asked | Compared => JSON.parse(line));
const claims = rows.filter((one) => 'claim' in one);
const asked = rows.filter((one) => 'question' in one);
const questions = asked.filter(({ isWrong }) => isWrong !== true);
const wrong = asked.filter(({ isWrong }) => isWrong === true);
const absent = questions.filter(({ reply }) => reply.outcome === 'not_in_statement');

let reply: object = {};
let server: Model;
beforeAll(async () => {
  server = await startModel(() => drafts(reply));
});
afterAll(() => server.stop());

const prompt = await loadAnswerPrompt('prompts');
const comparing = { prompt: await loadComparePrompt('prompts') };

async function opened(statement: string) {
  const config = { apiKey: 'none', baseUrl: server.baseUrl, model: 'recorded', deadlineMs: 20_000 };
  return { about: openStatement(await loadStatement(statement)), model: createModel(config, NO_LOG) };
}

async function answerTo(one: Asked): Promise<Answer> {
  const { about, model } = await opened(one.statement);
  reply = one.reply;
  return ask({ text: one.question, turns: [] }, about, { model, prompt });
}

async function checkOf(one: Compared): Promise<Check> {
  const { about, model } = await opened(one.statement);
  reply = one.reply;
  return check(one.claim, about, model, comparing);
}

/** Marks and apostrophes may change on the way. */
const plain = (text: string) => text.replace(/[’']/gu, '');

test('of 130 right wordings one is withheld, and every premise that is false is named', async () => {
  const answered = questions.filter((one) => !absent.includes(one));
  expect(answered).toHaveLength(78);
  const lost: string[] = [];
  for (const one of answered) {
    const answer = await answerTo(one);
    const shown = claimsOf(answer).map(({ text }) => plain(text));
    lost.push(...one.reply.claims.map(({ text }) => text).filter((text) => !shown.includes(plain(text))));
    const premise = answer.kind === 'claims' ? answer.premise : null;
    if (plain(premise ?? '') !== plain(one.reply.premise ?? '')) lost.push(one.reply.premise ?? premise!);
  }
  // Told by the publisher in its own name, where the publisher is no speaker.
  expect(lost).toEqual(['Police say she is a witness and not a suspect.']);
});

test('what the statement leaves open is absent, with the nearest sentences', async () => {
  expect(absent).toHaveLength(13);
  for (const one of absent) {
    const answer = await answerTo(one);
    expect(answer, one.question).toMatchObject({ kind: 'absent', by: 'model' });
    expect(answer.kind === 'absent' && answer.nearest.length, one.question).toBeGreaterThan(0);
  }
});

test('an alleged quotation in other words gets the verdict of its meaning', async () => {
  expect(claims).toHaveLength(14);
  const verdicts = { same: 'paraphrase', opposite: 'contradicted', other: 'absent' };
  for (const one of claims) {
    const { verdict } = await checkOf(one);
    expect(verdict, one.claim).toBe(one.expected ?? verdicts[one.reply.verdict]);
  }
});

test.each(wrong)('“$reply.claims.0.text” is not shown over $reply.claims.0.sentences', async (one) => {
  expect(claimsOf(await answerTo(one)).map(({ text }) => text)).toEqual(['']);
});
