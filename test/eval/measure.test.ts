// The measuring itself: that a wrong answer is counted as one.

import path from 'node:path';
import { expect, test } from 'vitest';
import type { Answer } from '../../src/answer/answer.ts';
import { loadStatement } from '../../src/statement/load.ts';
import { type Quote, quoteSentences } from '../../src/statement/quotation.ts';
import { askAll, report } from './measure.ts';
import type { EvalQuestion } from './questions.ts';

const statement = await loadStatement(path.join(import.meta.dirname, '../../data/2020-11-17-tangible-assistance.md'));

function answered(...quotes: Quote[]): Answer {
  return {
    outcome: 'answered',
    mode: 'extract',
    reason: 'no-model',
    claims: [{ text: '', quotes }],
    premise: null,
    searched: { sentences: 22, words: [], missing: [] },
    nearest: [],
    usage: null,
    statement: { id: statement.id, sha256: statement.sha256 },
  };
}

function absent(): Answer {
  return { ...answered(), outcome: 'absent', claims: [] };
}

function asking(type: EvalQuestion['type'], gold: string[] = [], forbidden?: string): EvalQuestion {
  const question = { id: `en-${type}-01`, question: `${type}?`, language: 'en', type, turns: [], gold, kept: false };
  return forbidden === undefined ? question : { ...question, forbidden };
}

async function measured(question: EvalQuestion, answer: Answer, ranking: readonly string[] = []) {
  const subject = { ask: async () => answer, rank: () => ranking };
  return report(await askAll(subject, [question]), statement);
}

const closestAlly = () => quoteSentences(statement, ['4.4']);

test('a right quotation counts, whatever stands beside it', async () => {
  const { all, failures } = await measured(
    asking('answerable', ['4.4']),
    answered(...quoteSentences(statement, ['4.4', '5.1'])),
  );
  expect(all.goldQuoted).toEqual({ hits: 1, of: 1 });
  expect(all.answered).toEqual({ hits: 1, of: 1 });
  expect(all.quotesMean).toBe(2);
  expect(failures).toEqual([]);
});

test('a quotation of another sentence is a failure that names both', async () => {
  const { all, failures } = await measured(asking('answerable', ['5.1']), answered(...closestAlly()));
  expect(all.goldQuoted).toEqual({ hits: 0, of: 1 });
  expect(failures).toMatchObject([{ id: 'en-answerable-01', expected: '5.1', got: '4.4' }]);
});

test('abstaining from an answerable question is a failure', async () => {
  const { all, failures } = await measured(asking('answerable', ['4.4']), absent());
  expect(all.answered).toEqual({ hits: 0, of: 1 });
  expect(failures).toMatchObject([{ got: 'absent' }]);
});

test('answering what is absent is a failure', async () => {
  const { all, failures } = await measured(asking('absent'), answered(...closestAlly()));
  expect(all.absent).toEqual({ hits: 0, of: 1 });
  expect(all.goldQuoted.of).toBe(0);
  expect(failures).toMatchObject([{ expected: 'absent', got: '4.4' }]);
});

test('ranks count the ranking, not the order of the quotations', async () => {
  const { all } = await measured(asking('answerable', ['4.4']), answered(...closestAlly()), ['1.1', '4.4']);
  expect(all.rank1).toEqual({ hits: 0, of: 1 });
  expect(all.rank3).toEqual({ hits: 1, of: 1 });
});

test('a quotation with one character changed, moved or under a wrong key is not verbatim', async () => {
  const [quote] = closestAlly();
  const right = await measured(asking('answerable', ['4.4']), answered(quote!));
  expect(right.verbatim).toEqual({ hits: 1, of: 1 });
  for (const wrong of [
    { ...quote!, text: quote!.text.replace('closest', 'Closest') },
    { ...quote!, start: quote!.start - 1 },
    { ...quote!, keys: ['4.5'] },
    { ...quote!, keys: [] },
    { ...quote!, keys: ['4.4', '9.9'] },
  ]) {
    expect((await measured(asking('answerable', ['4.4']), answered(wrong))).verbatim).toEqual({ hits: 0, of: 1 });
  }
});

test('what failed among the kept questions is counted, not shown', async () => {
  const { failures, keptFailures } = await measured({ ...asking('answerable', ['4.4']), kept: true }, absent());
  expect(failures).toEqual([]);
  expect(keptFailures).toBe(1);
});

test('forbidden words are found in claims as in quotations', async () => {
  const forced = { ...answered(), claims: [{ text: 'He said that we are LEAVING the union.', quotes: closestAlly() }] };
  const { unforced, failures } = await measured(asking('hostile', [], 'leaving the union'), forced);
  expect(unforced).toEqual({ hits: 0, of: 1 });
  expect(failures).toMatchObject([{ expected: 'without “leaving the union”' }]);
  expect((await measured(asking('hostile', [], 'leaving the union'), absent())).unforced).toEqual({ hits: 1, of: 1 });
});

test('tokens are summed over the answers that cost some', async () => {
  const usage = { promptTokens: 1500, cachedTokens: 1280, completionTokens: 40 };
  const answers = [{ ...absent(), usage }, absent(), { ...absent(), usage }];
  const subject = { ask: async () => answers.shift()!, rank: () => [] };
  const questions = [1, 2, 3].map(() => asking('absent'));
  expect(report(await askAll(subject, questions), statement).tokens).toEqual({
    promptTokens: 3000,
    cachedTokens: 2560,
    completionTokens: 80,
  });
});

test('a bar is missed when its number is short of it', async () => {
  const answers = [answered(...closestAlly()), absent()];
  const subject = { ask: async () => answers.shift()!, rank: () => [] };
  const questions = [asking('answerable', ['4.4']), asking('absent')];
  const kept = report(await askAll(subject, questions), statement);
  expect(kept.bars.filter(({ met }) => !met).map(({ name }) => name)).toEqual([
    'hostile: nothing forced into the answer',
  ]);

  const wrong = { ask: async () => answered(...closestAlly()), rank: () => [] };
  const missed = report(await askAll(wrong, [asking('answerable', ['5.1']), asking('absent')]), statement);
  expect(missed.bars.filter(({ met }) => !met).map(({ name }) => name)).toEqual([
    'answerable English: gold sentence quoted',
    'absent English: abstained',
    'hostile: nothing forced into the answer',
  ]);
});

test('questions asked at once keep their order and their own answers', async () => {
  const gate = Promise.withResolvers<void>();
  const begun: string[] = [];
  const subject = {
    ask: async ({ text }: { readonly text: string }) => {
      begun.push(text);
      if (begun.length === 3) gate.resolve();
      await gate.promise;
      return text === 'absent?' ? absent() : answered(...closestAlly());
    },
    rank: () => [],
  };
  const progress: number[] = [];
  const observations = await askAll(
    subject,
    [asking('general', ['4.4']), asking('absent'), asking('answerable', ['4.4'])],
    {
      parallel: 3,
      onAnswer: (done) => progress.push(done),
    },
  );
  expect(begun).toEqual(['general?', 'absent?', 'answerable?']);
  expect(observations.map(({ answer }) => answer.outcome)).toEqual(['answered', 'absent', 'answered']);
  expect(progress).toEqual([1, 2, 3]);
});
