// An answer with a model behind it: the real client over real HTTP, from the question to what is shown, and what comes of a failure.

import { afterEach, expect, test } from 'vitest';
import { type Answer, type AskOptions, type Claim, claimsOf, type Question } from '../../src/answer/answer.ts';
import { answerBy, openApp } from '../../src/compose.ts';
import { parseConfig } from '../../src/config.ts';
import { createModel } from '../../src/model/client.ts';
import { type Log, type Metrics, NO_LOG, NO_METRICS } from '../../src/telemetry.ts';
import {
  breaksDown,
  drafts,
  drops,
  fails,
  limits,
  type Model,
  rejectsKey,
  type Script,
  says,
  silence,
  startModel,
} from '../model-server/server.ts';

const RUSSIA: Question = { text: 'what did he say about Russia?', turns: [] };
const DRAFT = {
  outcome: 'answered',
  claims: [
    { text: 'He called Russia and the Russians the closest ally of Belarus.', sentences: ['4.4'] },
    { text: 'He said that Belarus never turned its back on Russia.', sentences: ['4.5', '4.6'] },
  ],
  premise: null,
};
const CLAIMS = DRAFT.claims.map((claim) => claim.text);
const USAGE = { promptTokens: 1_000, cachedTokens: 900, completionTokens: 50 };
// Breaks off in the second claim.
const MOST = Math.ceil(JSON.stringify(DRAFT).length / 5) - 2;

type Line = { readonly level: string } & Readonly<Record<string, unknown>>;

let server: Model | null = null;
afterEach(() => server?.stop());

const config = parseConfig({});
const { home } = await openApp(config, NO_LOG);

/** An Ask whose model follows `script`, and what it logs and counts. */
async function askWith(script: Script, deadlineMs = 20_000) {
  server = await startModel(script);
  const log: Line[] = [];
  const line = (level: string) => (fields: Readonly<Record<string, unknown>>) => log.push({ level, ...fields });
  const lines: Log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
  const refusals: string[] = [];
  const metrics: Metrics = { ...NO_METRICS, refusal: (rule) => refusals.push(rule) };
  const client = { apiKey: 'sk-secret', baseUrl: server.baseUrl, model: 'scripted', deadlineMs };
  const model = createModel({ ...client, firstWaitMs: 1 }, lines, metrics);
  const answering = await answerBy(model, config, lines, metrics);
  const ask = (question: Question, options?: AskOptions) => answering.ask(home)(question, options);
  return { ask, server, log, refusals };
}

const textsOf = (answer: Answer) => claimsOf(answer).map((claim) => claim.text);

test('a good reply becomes an answer with its quotations and what it cost', async () => {
  const { ask, server, log } = await askWith([drafts(DRAFT, { usage: USAGE })]);
  const answer = await ask(RUSSIA);
  expect(answer).toMatchObject({ kind: 'claims', premise: null, usage: USAGE });
  expect(textsOf(answer)).toEqual(CLAIMS);
  expect(claimsOf(answer)[1]!.quotes[0]!.text).toBe('Once again, we have never turned our backs on Russia. Never');
  expect(log.at(-1)).toMatchObject({ event: 'answer', kind: 'claims', ...USAGE });
  expect(server.requests).toHaveLength(1);
});

test('the question comes last, after earlier turns, and each sentence stands behind its key', async () => {
  const { ask, server } = await askWith([drafts(DRAFT)]);
  await ask({ text: 'and China?', turns: [{ question: 'and Russia?', answer: 'The closest ally.' }] });
  const { messages } = server.requests[0]!.body;
  expect(messages.map((message) => message.role)).toEqual(['system', 'user', 'assistant', 'user']);
  expect(messages[0]!.content).toMatch(
    /\n\[4\.4\] \(.*\) After all, we have made it clear that our closest ally, .*\n/,
  );
  expect(messages.at(-1)!.content).toContain('and China?');
});

test('a claim is told as soon as it is complete, while the model is still writing', async () => {
  const second = JSON.stringify(DRAFT).indexOf(CLAIMS[1]!);
  const first = Promise.withResolvers<void>();
  const hold = (_: number, sent: string) => (sent.length > second ? first.promise : undefined);
  const { ask } = await askWith([drafts(DRAFT, { hold })]);
  const told: Claim[] = [];
  const onClaim = (claim: Claim) => {
    told.push(claim);
    first.resolve();
  };
  expect(textsOf(await ask(RUSSIA, { onClaim }))).toEqual(CLAIMS);
  expect(told.map(({ text }) => text)).toEqual(CLAIMS);
});

test.each([
  ['repeats the first', drafts(DRAFT), CLAIMS],
  [
    'says something else',
    drafts({ ...DRAFT, claims: [{ text: 'He called it an axiom.', sentences: ['4.13'] }, ...DRAFT.claims] }),
    ['He called it an axiom.', ...CLAIMS],
  ],
])('claims of a reply that broke are told once when the second try %s', async (_, again, answered) => {
  for (const broken of [drops(DRAFT, MOST), breaksDown(DRAFT, MOST)]) {
    const { ask, server } = await askWith([broken, again]);
    const told: string[] = [];
    expect(textsOf(await ask(RUSSIA, { onClaim: (claim) => told.push(claim.text) }))).toEqual(answered);
    expect(new Set(told).size).toBe(told.length);
    expect(CLAIMS).toEqual(expect.arrayContaining(told));
    await server.stop();
  }
});

test.each<[string, Script]>([
  ['cannot be read twice', [says('no'), says('no')]],
  ['is cut off by its length', [says(JSON.stringify(DRAFT).slice(0, 60), { finishReason: 'length' })]],
  ['is filtered', [drafts(DRAFT, { finishReason: 'content_filter' })]],
  ['is refused for the key', [rejectsKey()]],
  ['fails every time', () => fails(503)],
  ['is put off for longer than there is', [limits(60)]],
])('a reply that %s leaves the nearest sentences, and says so', async (_, script) => {
  const { ask, log } = await askWith(script);
  const answer = await ask(RUSSIA);
  expect(answer).toMatchObject({ kind: 'quotations', why: 'model-failed' });
  expect(claimsOf(answer)[0]!.quotes.length).toBeGreaterThan(0);
  expect(log.at(-1)).toMatchObject({ level: 'info', event: 'answer', why: 'model-failed' });
});

test('a reply that comes too late leaves the nearest sentences', async () => {
  const { ask } = await askWith([silence()], 200);
  expect(await ask(RUSSIA)).toMatchObject({ kind: 'quotations', why: 'model-failed' });
});

test('an abstention is the model’s own', async () => {
  const { ask } = await askWith([drafts({ outcome: 'not_in_statement', claims: [], premise: null })]);
  expect(await ask(RUSSIA)).toMatchObject({ kind: 'absent', by: 'model' });
});

test('an asker who stops gets the reason back', async () => {
  const { ask, server } = await askWith([drafts(DRAFT, { hold: () => new Promise(() => {}) })]);
  const stop = new AbortController();
  const asked = ask(RUSSIA, { signal: stop.signal });
  await server.request(0);
  stop.abort(new Error('stopped by the asker'));
  await expect(asked).rejects.toThrow('stopped by the asker');
});

test('a spent budget and a question without words call no model', async () => {
  const { ask, server } = await askWith([]);
  expect(await ask(RUSSIA, { mayUseModel: false })).toMatchObject({
    kind: 'quotations',
    why: 'over-budget',
    usage: null,
  });
  expect(await ask({ text: '🙂🙂', turns: [] })).toMatchObject({ usage: null });
  expect(server.requests).toHaveLength(0);
});

test('people’s words and the key stay out of the log, and a wording that is refused is counted', async () => {
  const invented = { text: 'He thanked Putin for herrings.', sentences: ['4.4'] };
  const { ask, log, refusals } = await askWith([
    says('He spoke of herrings'),
    drafts({ ...DRAFT, claims: [invented] }),
  ]);
  await ask({ text: 'what of the herrings in Russia?', turns: [] });
  expect(JSON.stringify(log)).not.toMatch(/herring|Putin|sk-secret/);
  expect(refusals.length).toBeGreaterThan(0);
});
