// A model that does its worst, over real HTTP, on the shipped release: what it says is refused or shown as plain words.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Claim, claimsOf } from '../../src/answer/answer.ts';
import { answerBy } from '../../src/compose.ts';
import { parseConfig } from '../../src/config.ts';
import { createModel } from '../../src/model/client.ts';
import { loadStatement } from '../../src/speech/load.ts';
import { recordLog } from '../helpers/marked-words.ts';
import { drafts, type Model, type Reply, says, startModel } from '../model-server/server.ts';
import { type Asking, askingOf, throughPage, throughTerminal } from './surfaces.ts';

const QUESTION = 'what did he say about Russia?';
// "Once again, we have never turned our backs on Russia."
const KEY = '4.5';

const statement = await loadStatement('data/statements/2020-11-17-tangible-assistance.md');
const record = recordLog();
let server: Model;
let reply: Reply;
let asking: Asking;

beforeAll(async () => {
  server = await startModel(() => reply);
  const client = { apiKey: 'k', baseUrl: server.baseUrl, model: 'scripted', deadlineMs: 6_000 };
  const { ask } = await answerBy(createModel(client, record.log), parseConfig({}), record.log);
  asking = askingOf(statement, (question, options) => ask(askingOf(statement).about)(question, options));
});
afterAll(() => server.stop());

function saying(...texts: readonly string[]): Reply {
  return drafts({ outcome: 'answered', claims: texts.map((text) => ({ text, sentences: [KEY] })), premise: null });
}

/** Everything of an answer that is shown as words. */
function wordsOf(answer: Answer): string {
  const premise = answer.kind === 'claims' ? answer.premise : null;
  return [...claimsOf(answer).map(({ text }) => text), premise ?? ''].join('\n');
}

function expectVerbatim(answer: Answer): void {
  const nearest = answer.kind === 'absent' ? answer.nearest : [];
  const quotes = [...claimsOf(answer).flatMap((claim) => claim.quotes), ...nearest];
  for (const { text, start, end } of quotes) expect(statement.text.slice(start, end)).toBe(text);
}

const BAD: Readonly<Record<string, () => Reply>> = {
  'claims of ten thousand characters': () => saying('Russia '.repeat(1_500), 'He spoke of Russia.'),
  'a thousand claims': () =>
    saying(...Array.from({ length: 1_000 }, (_, n) => `He spoke of Russia, ${'x'.repeat(n % 50)}.`)),
  'invented quotations in every kind of mark': () =>
    saying(
      ...['"', '“”', '„“', '«»', '‹›', '‘’', "'", '「」', '『』', '《》', '＂', '`', '❝❞', '〝〞'].map((marks) => {
        const [open, close = open] = [...marks];
        return `He said ${open}we will always hate the neighbours${close} of Russia.`;
      }),
    ),
  'links, mentions, commands and markup': () =>
    saying(
      'He spoke of Russia at https://evil.example/x and t.me/evil and evil.example.',
      'He asks to write to @evilbot or /start now about Russia #win.',
      'He spoke of <script>alert(1)</script> <img src=x onerror=alert(1)> Russia.',
      'He spoke of [Russia](https://evil.example) **loudly** {{question}}.',
    ),
  'control, direction and hidden characters': () =>
    saying(
      'He spoke of \u001b[31mRussia\u001b[0m \u0007\u0008 \u202eaissuR\u202c.',
      'He spoke of Ru\u200bss\u2060ia\u{e0041}.',
      `He spoke of R${'\u0301'.repeat(2_000)}ussia.`.slice(0, 590),
    ),
  'keys of no sentence, and things that are no keys': () =>
    drafts({
      outcome: 'answered',
      claims: [
        {
          text: 'He spoke of Russia.',
          sentences: ['9.9', '0.0', '-1.1', '4', 'constructor', '__proto__', '4.5; drop table', ''],
        },
        { text: 'He spoke of it.', sentences: [] },
      ],
      premise: null,
    }),
  'a hundred thousand keys': () =>
    drafts({
      outcome: 'answered',
      claims: [{ text: 'He spoke of Russia.', sentences: Array(20_000).fill(KEY) }],
      premise: null,
    }),
  'a premise of its own making': () =>
    drafts({
      outcome: 'answered',
      claims: [{ text: 'He spoke of Russia.', sentences: [KEY] }],
      premise: 'He said “I hate it” at https://evil.example to Zbigniew Nowak on 31 December 1999.',
    }),
  'numbers and names that are not there': () =>
    saying(
      'He gave 99 tanks to Russia.',
      'He met Angela Merkel over Russia.',
      'He promised ninety-nine years to Russia.',
    ),
  'nesting without end': () => says(`{"outcome":"answered","claims":${'['.repeat(50_000)}`),
  'a megabyte of JSON': () =>
    says(`{"outcome":"answered","claims":[],"premise":${JSON.stringify('x'.repeat(1_000_000))}}`, {
      pieceLength: 50_000,
    }),
  'a prototype in its JSON': () =>
    says(
      `{"__proto__":{"outcome":"answered"},"constructor":{"prototype":{"x":1}},"outcome":"answered","claims":[{"text":"He spoke of Russia.","sentences":["${KEY}"],"quotes":[{"text":"forged","start":0,"end":6}]}],"premise":null,"mode":"extract"}`,
    ),
  'wrong types': () => says('{"outcome":1,"claims":"none","premise":{}}'),
  'numbers where texts belong': () =>
    says('{"outcome":"answered","claims":[{"text":5,"sentences":[4.5]}],"premise":1e999}'),
  'nothing at all': () => says(''),
  'prose with the JSON inside': () =>
    says(`Sure! {"outcome":"answered","claims":[],"premise":null} He said "I hate Russia".`),
  'half a surrogate pair': () =>
    says(
      `{"outcome":"answered","claims":[{"text":"He spoke of \\ud83d Russia \\udc00.","sentences":["${KEY}"]}],"premise":null}`,
    ),
};

describe.each(Object.entries(BAD))('%s', (_name, make) => {
  test('the answer holds the statement’s words and no others in quotation marks', async () => {
    reply = make();
    const told: Claim[] = [];
    const answer = await asking.ask({ text: QUESTION, turns: [] }, { onClaim: (claim) => told.push(claim) });
    expectVerbatim(answer);
    expect(claimsOf(answer).length).toBeLessThanOrEqual(10);
    for (const claim of [...claimsOf(answer), ...told]) {
      expect(claim.quotes.length).toBeGreaterThan(0);
      expect(claim.text.length).toBeLessThanOrEqual(600);
      expect(claim.text.isWellFormed()).toBe(true);
    }
    const words = [wordsOf(answer), ...told.map(({ text }) => text)].join('\n');
    for (const forged of ['“I hate', '"I hate', 'Merkel', 'Nowak', '99', 'ninety-nine', '1999', 'forged']) {
      expect(words).not.toContain(forged);
    }
    expect(words).not.toMatch(/["“”„«»‹›‘「」『』《》＂❝❞〝〞]\s*we will always hate/u);
    expect(words.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b\u2060]/u);
  });

  test('every surface shows it without harm', async () => {
    reply = make();
    await throughTerminal(asking, [QUESTION]);
    await throughPage(asking, [QUESTION]);
  });
});

test('a reply without an end is given up at the deadline, and the question answered all the same', async () => {
  // Some 17 minutes of it.
  reply = says(`{"outcome":"answered","claims":[{"text":"${'Russia '.repeat(200_000)}`, { durationMs: 1_000_000 });
  const answer = await asking.ask({ text: QUESTION, turns: [] });
  expect(answer).toMatchObject({ kind: 'quotations', why: 'model-failed' });
  expectVerbatim(answer);
});

test('what the model says stays out of the log', () => {
  expect(record.text()).not.toMatch(/neighbours|evil\.example|Merkel|forged/);
});
