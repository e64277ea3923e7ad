// The model behind an answer: the real client over real HTTP against a scripted server, and what comes of each way it fails.

import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Answer, Ask, Claim, Question } from '../../src/answer/answer.ts';
import { createAsk } from '../../src/answer/ask.ts';
import { completeClaims } from '../../src/answer/draft.ts';
import { createModelAnswerer } from '../../src/answer/model-answer.ts';
import { loadPrompts } from '../../src/answer/prompt.ts';
import { createModel } from '../../src/model/client.ts';
import { createIndex } from '../../src/retrieval/search.ts';
import { loadStatement } from '../../src/statement/load.ts';
import { type Log, type Metrics, NO_METRICS } from '../../src/telemetry.ts';
import { recordLog } from '../helpers/marked-words.ts';
import {
  breaksDown,
  cutsOff,
  drafts,
  drops,
  fails,
  fences,
  limits,
  type Model,
  refuses,
  rejectsKey,
  type Script,
  says,
  silence,
  stalls,
  startModel,
} from '../helpers/model.ts';
import { statementOf } from '../helpers/web.ts';

const statement = await loadStatement(path.resolve('data/2020-11-17-tangible-assistance.md'));
const index = createIndex(statement);
const prompts = await loadPrompts(path.resolve('prompts'));

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

type Line = { readonly level: string } & Readonly<Record<string, unknown>>;

let model: Model | null = null;
afterEach(() => model?.stop());

/** An Ask whose model follows `script`, and the lines that it logs. Between tries it waits a millisecond. */
async function askWith(
  script: Script,
  { deadlineMs = 20_000, stallMs = 10_000 }: { deadlineMs?: number; stallMs?: number } = {},
): Promise<{ ask: Ask; server: Model; log: Line[]; counted: string[] }> {
  const server = await startModel(script);
  model = server;
  const lines: Line[] = [];
  const line = (level: string) => (fields: Readonly<Record<string, unknown>>) => lines.push({ level, ...fields });
  const log: Log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
  const config = { apiKey: 'sk-secret', baseUrl: server.baseUrl, model: 'scripted', deadlineMs };
  const counted: string[] = [];
  const metrics: Metrics = {
    ...NO_METRICS,
    modelCall: (outcome) => counted.push(`call ${outcome}`),
    retry: (kind) => counted.push(`retry ${kind}`),
    refusal: (rule) => counted.push(`refusal ${rule}`),
  };
  const client = createModel(config, log, { stallMs, firstWaitMs: 1 }, metrics);
  const answerer = createModelAnswerer({ statement, model: client, prompts, deadlineMs, log, metrics });
  return { ask: createAsk({ statement, index, model: answerer, log }), server, log: lines, counted };
}

const failuresIn = (log: readonly Line[]) => log.filter(({ event }) => event === 'model').map(({ failure }) => failure);
const claimsOf = (answer: Answer) => answer.claims.map((claim) => claim.text);

/** What every failure ends in: the statement's own sentences, said to be so. */
function expectExtracted(answer: Answer, log: readonly Line[]): void {
  expect(answer).toMatchObject({ outcome: 'answered', mode: 'extract', reason: 'model-failed' });
  expect(answer.claims[0]!.quotes.some((quote) => quote.keys.includes('4.4'))).toBe(true);
  expect(log.at(-1)).toMatchObject({ level: 'info', event: 'answer', mode: 'extract', reason: 'model-failed' });
}

test('a good reply becomes an answer with its quotations and what it cost', async () => {
  const { ask, server, log } = await askWith([drafts(DRAFT, { usage: USAGE })]);
  const answer = await ask(RUSSIA);
  expect(answer).toMatchObject({ outcome: 'answered', mode: 'model', reason: null, premise: null, usage: USAGE });
  expect(claimsOf(answer)).toEqual(CLAIMS);
  expect(answer.claims[1]!.quotes[0]!.text).toBe('Once again, we have never turned our backs on Russia. Never');
  expect(failuresIn(log)).toEqual([]);
  expect(log.at(-1)).toMatchObject({ event: 'answer', mode: 'model', prompt: prompts.version, ...USAGE });
  expect(server.requests).toHaveLength(1);
});

test('the statement comes first in the prompt, the question last, and each sentence stands on its own line', async () => {
  const { ask, server } = await askWith([drafts(DRAFT)]);
  await ask({ text: 'and China?', turns: [{ question: 'and Russia?', answer: 'The closest ally.' }] });
  const { messages, response_format, stream } = server.requests[0]!.body;
  expect(messages.map((message) => message.role)).toEqual(['system', 'user', 'assistant', 'user']);
  expect(messages[0]!.content).toContain(
    '\n[4.4] (direct: Aleksandr Lukashenko) After all, we have made it clear that our closest ally, our kindred country and people are Russia and the Russians.\n',
  );
  expect(messages[0]!.content).toContain('\n[3.1] The president also outlined');
  expect(messages[0]!.content).toContain('\n[4.9] (direct: Aleksandr Lukashenko) (holds words of others) If they see');
  expect(messages.at(-1)!.content.trimEnd()).toMatch(/and China\?$/);
  expect(messages.at(-1)!.content).toContain('[2.2]');
  expect(messages.map((message) => message.content).join('')).not.toMatch(/\{\{/);
  expect(response_format).toMatchObject({ type: 'json_schema' });
  expect(stream).toBe(true);
});

test('a claim is told as soon as it is complete, while the model is still writing', async () => {
  const told: Claim[] = [];
  const first = Promise.withResolvers<void>();
  const text = JSON.stringify(DRAFT);
  const untilSecond = text.indexOf(CLAIMS[1]!);
  const hold = (_: number, sent: string) => (sent.length > untilSecond ? first.promise : undefined);
  const { ask } = await askWith([drafts(DRAFT, { hold })]);
  const answer = await ask(RUSSIA, {
    onClaim: (claim) => {
      told.push(claim);
      // Only once the first claim has been told does the server go on.
      first.resolve();
    },
  });
  expect(told).toEqual(answer.claims);
});

test('what grounding refuses is never told', async () => {
  const claims = [{ text: 'He called China the closest ally.', sentences: ['4.4'] }, ...DRAFT.claims];
  const { ask, log } = await askWith([drafts({ ...DRAFT, claims })]);
  const told: string[] = [];
  const answer = await ask(RUSSIA, { onClaim: (claim) => told.push(claim.text) });
  expect(told).toEqual(CLAIMS);
  expect(claimsOf(answer)).toEqual(CLAIMS);
  expect(log).toContainEqual(expect.objectContaining({ event: 'grounding', refusals: ['name'] }));
});

test('a reply without a claim that holds is an abstention with its evidence', async () => {
  const claims = [{ text: 'He called China the closest ally.', sentences: ['9.9'] }];
  const { ask } = await askWith([drafts({ ...DRAFT, claims })]);
  const answer = await ask(RUSSIA);
  expect(answer).toMatchObject({
    outcome: 'absent',
    mode: 'model',
    claims: [],
    searched: { words: ['Russia', 'Russian'], missing: [] },
  });
  expect(answer.nearest).toHaveLength(1);
});

test('a premise is shown with the claims that correct it', async () => {
  const draft = {
    outcome: 'answered',
    claims: [{ text: 'He called that view wrong.', sentences: ['4.9'] }],
    premise: 'He did not say that.',
  };
  const { ask } = await askWith([drafts(draft)]);
  const answer = await ask({ text: 'why did he say Belarus is turning away from Russia?', turns: [] });
  expect(answer).toMatchObject({ outcome: 'answered', premise: 'He did not say that.' });
});

test('a reply that ignores the schema goes back once with what was wrong, and both calls are counted', async () => {
  const { ask, server } = await askWith([
    says('He said that Russia is the closest ally.', { usage: USAGE }),
    drafts(DRAFT, { usage: USAGE }),
  ]);
  const answer = await ask(RUSSIA);
  expect(answer.mode).toBe('model');
  expect(answer.usage).toEqual({ promptTokens: 2_000, cachedTokens: 1_800, completionTokens: 100 });
  const again = server.requests[1]!.body.messages;
  expect(again.at(-2)).toEqual({ role: 'assistant', content: 'He said that Russia is the closest ally.' });
  expect(again.at(-1)!.content).toContain('it is not JSON');
});

test.each([
  ['broken JSON', says('{"outcome":"answered","claims":[')],
  ['JSON in a Markdown fence', fences(DRAFT)],
  ['JSON of another form', says('{"outcome":"perhaps","claims":[],"premise":null}')],
  ['an empty reply', says('')],
])('%s, then a good reply, gives the model’s answer', async (_, unreadable) => {
  const { ask, server, log } = await askWith([unreadable, drafts(DRAFT)]);
  expect(claimsOf(await ask(RUSSIA))).toEqual(CLAIMS);
  expect(server.requests).toHaveLength(2);
  expect(failuresIn(log)).toEqual(['unreadable']);
});

test('two unreadable replies running end in extraction, and are paid for', async () => {
  const { ask, server, log } = await askWith([says('no', { usage: USAGE }), says('{}', { usage: USAGE })]);
  const answer = await ask(RUSSIA);
  expectExtracted(answer, log);
  expect(answer.usage).toEqual({ promptTokens: 2_000, cachedTokens: 1_800, completionTokens: 100 });
  expect(failuresIn(log)).toEqual(['unreadable', 'unreadable']);
  expect(server.requests).toHaveLength(2);
});

test('claims told from a reply that then breaks are told once when the second try repeats them', async () => {
  const { ask } = await askWith([drops(DRAFT, Math.ceil(JSON.stringify(DRAFT).length / 5) - 2), drafts(DRAFT)]);
  const told: string[] = [];
  const answer = await ask(RUSSIA, { onClaim: (claim) => told.push(claim.text) });
  expect(told).toEqual(CLAIMS);
  expect(claimsOf(answer)).toEqual(CLAIMS);
});

test('claims of a second reply that differs are not told among those of the first', async () => {
  const other = { ...DRAFT, claims: [{ text: 'He called it an axiom.', sentences: ['4.13'] }, ...DRAFT.claims] };
  const { ask } = await askWith([breaksDown(DRAFT, Math.ceil(JSON.stringify(DRAFT).length / 5) - 2), drafts(other)]);
  const told: string[] = [];
  const answer = await ask(RUSSIA, { onClaim: (claim) => told.push(claim.text) });
  expect(told).toEqual(CLAIMS);
  expect(claimsOf(answer)).toEqual(other.claims.map((claim) => claim.text));
});

test.each([
  ['cut off by its length', cutsOff(DRAFT, 60), 'cut-off'],
  ['a refusal', refuses('I cannot help with that.'), 'refused'],
  ['filtered', drafts(DRAFT, { finishReason: 'content_filter' }), 'refused'],
  ['a wrong key', rejectsKey(), 'unauthorized'],
  ['a request that the server does not take', fails(404), 'rejected'],
  ['a wait longer than the deadline allows', limits(60), 'rate-limited'],
])('%s ends in extraction at once, and the log says so', async (_, reply, failure) => {
  const { ask, server, log } = await askWith([reply]);
  expectExtracted(await ask(RUSSIA), log);
  expect(failuresIn(log)).toEqual([failure]);
  expect(server.requests).toHaveLength(1);
});

test('a stream that is slow but steady does not stall', async () => {
  const { ask, log } = await askWith([drafts(DRAFT, { durationMs: 600 })], { stallMs: 300 });
  expect(claimsOf(await ask(RUSSIA))).toEqual(CLAIMS);
  expect(failuresIn(log)).toEqual([]);
});

test.each([0, 10])('a stream that stalls after %i pieces ends in extraction, and the log says so', async (pieces) => {
  const { ask, server, log } = await askWith([stalls(DRAFT, pieces)], { stallMs: 50 });
  expectExtracted(await ask(RUSSIA), log);
  expect(failuresIn(log)).toEqual(['stalled']);
  expect(await server.requests[0]!.over).toBe('hung-up');
});

test.each([
  ['dropped mid-stream', drops(DRAFT, 10), 'dropped'],
  ['dropped after the headers', drops(DRAFT, 0), 'dropped'],
  ['broken down mid-stream', breaksDown(DRAFT, 10), 'server-error'],
  ['ended without a reason', drafts(DRAFT, { finishReason: null }), 'dropped'],
  ['turned away for a moment', limits(0.001), 'rate-limited'],
  ['answered with a server’s error', fails(500), 'server-error'],
  ['answered by an overloaded server', fails(503), 'server-error'],
])('a call that was %s is tried again', async (_, reply, failure) => {
  const { ask, server, log } = await askWith([reply, drafts(DRAFT)]);
  expect(claimsOf(await ask(RUSSIA))).toEqual(CLAIMS);
  expect(failuresIn(log)).toEqual([failure]);
  expect(log[0]).toMatchObject({ level: 'warn', attempt: 1, retryInMs: 1 });
  expect(server.requests).toHaveLength(2);
});

test.each([
  ['fails', fails(500), 'server-error'],
  ['drops', drops(DRAFT, 3), 'dropped'],
])('a server that %s every time is given up after three tries', async (_, reply, failure) => {
  const { ask, server, log } = await askWith(() => reply);
  expectExtracted(await ask(RUSSIA), log);
  expect(failuresIn(log)).toEqual([failure, failure, failure]);
  expect(server.requests).toHaveLength(3);
});

test('a header that never comes is waited for half the deadline, then the deadline ends it', async () => {
  const { ask, server, log } = await askWith(() => silence(), { deadlineMs: 400 });
  expectExtracted(await ask(RUSSIA), log);
  expect(failuresIn(log)).toEqual(['no-headers', 'deadline']);
  expect(server.requests).toHaveLength(2);
});

test('a reply that comes too slowly is ended by the deadline, and what was spent before is counted', async () => {
  const late = says('never mind', { hold: () => new Promise(() => {}) });
  const { ask, log } = await askWith((_, call) => (call === 0 ? says('no', { usage: USAGE }) : late), {
    deadlineMs: 400,
  });
  const answer = await ask(RUSSIA);
  expectExtracted(answer, log);
  expect(answer.usage).toEqual(USAGE);
  expect(failuresIn(log)).toEqual(['unreadable', 'deadline']);
});

test('no server at all ends in extraction', async () => {
  const { ask, server, log } = await askWith([]);
  await server.stop();
  model = null;
  expectExtracted(await ask(RUSSIA), log);
  expect(failuresIn(log)).toEqual(['no-connection', 'no-connection', 'no-connection']);
});

test('an asker who stops ends the request, and is told his own reason', async () => {
  const { ask, server, log } = await askWith([drafts(DRAFT, { hold: () => new Promise(() => {}) })]);
  const stop = new AbortController();
  const asked = ask(RUSSIA, { signal: stop.signal });
  const request = await server.request(0);
  const reason = new Error('stopped by the asker');
  stop.abort(reason);
  await expect(asked).rejects.toBe(reason);
  expect(await request.over).toBe('hung-up');
  expect(log).toEqual([]);
});

test('an asker who stops between two tries is heard too', async () => {
  const { ask, server } = await askWith([limits(1.5), drafts(DRAFT)]);
  const stop = new AbortController();
  const asked = ask(RUSSIA, { signal: stop.signal });
  await (await server.request(0)).over;
  stop.abort(new Error('stopped by the asker'));
  await expect(asked).rejects.toThrow('stopped by the asker');
  expect(server.requests).toHaveLength(1);
});

test('what a surface throws while it is told a claim is not taken for the server’s fault', async () => {
  const { ask, server } = await askWith([drafts(DRAFT)]);
  const bug = new Error('the surface broke');
  const asked = ask(RUSSIA, {
    onClaim: () => {
      throw bug;
    },
  });
  await expect(asked).rejects.toBe(bug);
  expect(server.requests).toHaveLength(1);
});

test('a spent budget and a question without words call no model', async () => {
  const { ask, server } = await askWith([]);
  expect(await ask(RUSSIA, { mayUseModel: false })).toMatchObject({
    mode: 'extract',
    reason: 'over-budget',
    usage: null,
  });
  expect(await ask({ text: '🙂🙂', turns: [] })).toMatchObject({ outcome: 'absent', mode: 'extract', usage: null });
  expect(server.requests).toHaveLength(0);
});

test('people’s words and the key stay out of the log', async () => {
  const { ask, log } = await askWith([says('He spoke of herrings'), rejectsKey()]);
  await ask({ text: 'what of the herrings in Russia?', turns: [] });
  expect(JSON.stringify(log)).not.toMatch(/herring|Russia|sk-secret/);
});

test('complete claims are read from a Draft in the making, whatever its strings hold', () => {
  const claims = [
    { text: 'brackets ] } and "quotes" \\', sentences: ['1.1'] },
    { text: '{"outcome"', sentences: [] },
  ];
  const whole = JSON.stringify({ outcome: 'answered', claims, premise: null });
  let most = 0;
  for (let end = 0; end <= whole.length; end++) {
    const found = completeClaims(whole.slice(0, end));
    expect(found).toEqual(claims.slice(0, found.length));
    expect(found.length).toBeGreaterThanOrEqual(most);
    most = found.length;
  }
  expect(most).toBe(2);
  expect(completeClaims(JSON.stringify({ outcome: 'not_in_statement', claims, premise: null }))).toEqual([]);
  expect(completeClaims(JSON.stringify({ claims, outcome: 'answered' }))).toEqual([]);
});

test('calls, tries and refused claims are counted', async () => {
  const invented = { text: 'He thanked Putin.', sentences: ['4.4'] };
  const script = [fails(500), says('no JSON'), drafts({ ...DRAFT, claims: [...DRAFT.claims, invented] })];
  const { ask, counted } = await askWith(script);

  await ask(RUSSIA);

  expect(counted).toEqual(['call failed', 'retry model', 'call unusable', 'call ok', 'refusal name']);
});

test('a statement of one sentence too large to be shown is quoted without a call', async () => {
  const huge = statementOf(`The harbour ${'and the bridge '.repeat(3_000)}open in May.\n`);
  const { log } = recordLog();
  const server = await startModel([drafts(DRAFT)]);
  model = server;
  const config = { apiKey: 'sk-secret', baseUrl: server.baseUrl, model: 'scripted', deadlineMs: 20_000 };
  const answerer = createModelAnswerer({
    statement: huge,
    model: createModel(config, log),
    prompts,
    deadlineMs: 20_000,
    log,
  });
  const ask = createAsk({ statement: huge, index: createIndex(huge), model: answerer, log });

  const answer = await ask({ text: 'when does the harbour open?', turns: [] });

  expect(answer).toMatchObject({ mode: 'extract', reason: 'model-failed' });
  expect(server.requests).toHaveLength(0);
});
