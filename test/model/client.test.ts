// One question put to a model through the real client over real HTTP: tries, deadlines, stops, what is told on the way and what is logged.

import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createModel } from '../../src/model/client.ts';
import type { AskOptions, Form } from '../../src/model/model.ts';
import { type Log, type Metrics, NO_METRICS } from '../../src/telemetry.ts';
import {
  breaksDown,
  drafts,
  drops,
  fails,
  limits,
  type Model,
  type Script,
  type Switches,
  says,
  silence,
  stalls,
  startModel,
} from '../model-server/server.ts';

const GREETING = { hello: 'world', many: ['a', 'b', 'c'] };
const FORM: Form<typeof GREETING> = {
  name: 'greeting',
  schema: z.object({ hello: z.string(), many: z.array(z.string()) }),
  hint: 'Reply with this JSON: {"hello": string, "many": [string]}',
};
const QUESTION = [
  { role: 'system', content: 'Greet.' },
  { role: 'user', content: 'what of the herrings in the northern harbour?' },
] as const;
const USAGE = { promptTokens: 1_000, cachedTokens: 900, completionTokens: 50 };
const NEVER = () => new Promise<void>(() => {});

type Line = { readonly level: string } & Readonly<Record<string, unknown>>;

let server: Model | null = null;
afterEach(() => server?.stop());

/** A client of a server that follows `script`, and what it logs and counts. Between tries it waits a millisecond. */
async function open(script: Script, options: { deadlineMs?: number; stallMs?: number; switches?: Switches } = {}) {
  const { deadlineMs = 20_000, stallMs = 10_000, switches } = options;
  server = await startModel(script, switches);
  const log: Line[] = [];
  const line = (level: string) => (fields: Readonly<Record<string, unknown>>) => log.push({ level, ...fields });
  const lines: Log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
  const counted: string[] = [];
  const metrics: Metrics = {
    ...NO_METRICS,
    modelCall: (outcome) => counted.push(outcome),
    retry: (kind) => counted.push(`retry ${kind}`),
  };
  const config = { apiKey: 'sk-secret-of-mine', baseUrl: server.baseUrl, model: 'scripted', deadlineMs };
  const model = createModel({ ...config, stallMs, firstWaitMs: 1 }, lines, metrics);
  const ask = (asked: AskOptions = {}) => model.ask(QUESTION, FORM, asked);
  return { server, model, ask, log, counted };
}

const failuresIn = (log: readonly Line[]) => log.filter(({ event }) => event === 'model').map(({ failure }) => failure);

test('a reply is a value of the form, with what it cost', async () => {
  const { ask, server, log, counted } = await open([drafts(GREETING, { usage: USAGE })]);
  expect(await ask()).toEqual({ kind: 'reply', value: GREETING, usage: USAGE });
  const { body } = server.requests[0]!;
  expect(body).toMatchObject({ model: 'scripted', temperature: 0, stream: true, max_completion_tokens: 4_000 });
  expect(body.response_format).toMatchObject({ type: 'json_schema', json_schema: { name: 'greeting', strict: true } });
  expect(log).toEqual([]);
  expect(counted).toEqual(['ok']);
});

test('usage that a server does not tell is estimated, and marked so', async () => {
  const { ask } = await open([drafts(GREETING, { usage: null })]);
  const { usage } = await ask();
  expect(usage).toMatchObject({ estimated: true, cachedTokens: 0 });
  expect(usage.promptTokens).toBeGreaterThan(10);
  expect(usage.completionTokens).toBeGreaterThan(5);
});

test('people see that it reads, thinks and writes, and the text without the thoughts', async () => {
  const { ask } = await open([says(`<think>{hm}</think>${JSON.stringify(GREETING)}`)]);
  const lives: string[] = [];
  const texts: string[] = [];
  await ask({ onLife: (what) => lives.push(what), onText: (content) => texts.push(content) });
  expect([...new Set(lives)]).toEqual(['reading', 'thinking', 'writing']);
  expect(texts.at(-1)).toBe(JSON.stringify(GREETING));
  expect(texts.join('')).not.toContain('hm');
});

test.each([
  ['prose', says('He spoke of herrings')],
  ['another form', says('{"goodbye":1}')],
  ['an empty reply', says('')],
])('%s goes back with what was wrong and the form, and then there is a reply', async (_, unreadable) => {
  const { ask, server, log, counted } = await open([unreadable, drafts(GREETING)]);
  expect(await ask()).toMatchObject({ kind: 'reply', value: GREETING });
  expect(server.requests[1]!.body.messages.at(-1)!.content).toContain(FORM.hint);
  expect(failuresIn(log)).toEqual(['unreadable']);
  expect(counted).toEqual(['unusable', 'ok']);
});

test('two replies that cannot be read are no reply, and are paid for', async () => {
  const { ask, server } = await open([says('no', { usage: USAGE }), says('{}', { usage: USAGE })]);
  const usage = { promptTokens: 2_000, cachedTokens: 1_800, completionTokens: 100 };
  expect(await ask()).toMatchObject({ kind: 'failed', why: 'unreadable', usage });
  expect(server.requests).toHaveLength(2);
});

test.each([
  ['dropped mid-stream', drops(GREETING, 5), 'dropped'],
  ['dropped after the headers', drops(GREETING, 0), 'dropped'],
  ['broken down mid-stream', breaksDown(GREETING, 5), 'server-error'],
  ['turned away for a moment', limits(0.001), 'rate-limited'],
  ['answered with a server’s error', fails(500), 'server-error'],
  ['answered by an overloaded server', fails(503), 'server-error'],
])('a call that was %s is tried again', async (_, reply, failure) => {
  const { ask, server, log } = await open([reply, drafts(GREETING)]);
  expect(await ask()).toMatchObject({ kind: 'reply', value: GREETING });
  expect(failuresIn(log)).toEqual([failure]);
  expect(log[0]).toMatchObject({ level: 'warn', attempt: 1, retryInMs: 1 });
  expect(server.requests).toHaveLength(2);
});

test.each([
  ['fails', fails(503), 'server-error'],
  ['drops', drops(GREETING, 3), 'dropped'],
])('a server that %s every time is given up after three tries', async (_, reply, why) => {
  const { ask, server } = await open(() => reply);
  expect(await ask()).toMatchObject({ kind: 'failed', why });
  expect(server.requests).toHaveLength(3);
});

test('a wait longer than the deadline allows is not waited for', async () => {
  const { ask, server } = await open([limits(60)]);
  expect(await ask()).toMatchObject({ kind: 'failed', why: 'rate-limited' });
  expect(server.requests).toHaveLength(1);
});

test('the first byte may take the whole deadline, silence before the first word is no stall', async () => {
  const hold = (index: number) => (index === 0 ? new Promise<void>((resolve) => setTimeout(resolve, 120)) : undefined);
  const { ask, log } = await open([drafts(GREETING, { hold })], { stallMs: 20 });
  expect(await ask()).toMatchObject({ kind: 'reply', value: GREETING });
  expect(failuresIn(log)).toEqual([]);
});

test('a header that never comes is ended by the deadline', async () => {
  const { ask, server, log } = await open([silence()], { deadlineMs: 200 });
  expect(await ask()).toMatchObject({ kind: 'failed', why: 'deadline' });
  expect(failuresIn(log)).toEqual(['deadline']);
  expect(await server.requests[0]!.over).toBe('hung-up');
});

test('a deadline during the repair leaves what was spent before it', async () => {
  const { ask } = await open([says('no', { usage: USAGE }), drafts(GREETING, { hold: NEVER })], { deadlineMs: 200 });
  expect(await ask()).toMatchObject({ kind: 'failed', why: 'deadline', usage: USAGE });
});

test('a stream that stalls after its first words is given up; one that only does not end is read', async () => {
  const half = await open([stalls(GREETING, 5)], { stallMs: 30 });
  expect(await half.ask()).toMatchObject({ kind: 'failed', why: 'stalled' });
  expect(await half.server.requests[0]!.over).toBe('hung-up');
  await half.server.stop();
  const whole = await open([stalls(GREETING, 1_000)], { stallMs: 30 });
  expect(await whole.ask()).toMatchObject({ kind: 'reply', value: GREETING });
});

test('no server at all is no reply, and the reason is the network’s', async () => {
  const { ask, server } = await open([]);
  await server.stop();
  expect(await ask()).toMatchObject({ kind: 'failed', why: 'no-connection', says: 'ECONNREFUSED' });
});

test('an asker who stops ends the request, during a reply and between two tries, and gets the reason back', async () => {
  for (const script of [[drafts(GREETING, { hold: NEVER })], [limits(1.5), drafts(GREETING)]]) {
    const { ask, server, log } = await open(script);
    const stop = new AbortController();
    const asked = ask({ signal: stop.signal });
    const request = await server.request(0);
    if (script.length === 2) await request.over;
    const reason = new Error('stopped by the asker');
    stop.abort(reason);
    await expect(asked).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
    expect(failuresIn(log)).not.toContain('deadline');
    await server.stop();
  }
});

test('what a callback throws is not taken for the server’s fault', async () => {
  const { ask, server } = await open([drafts(GREETING)]);
  const bug = new Error('the surface broke');
  const throwing = () => {
    throw bug;
  };
  await expect(ask({ onText: throwing })).rejects.toBe(bug);
  expect(server.requests).toHaveLength(1);
});

test('a refusal is logged with its status, the server’s words and what was tried, and without keys and people’s words', async () => {
  const message = `Bad key sk-secret-of-mine (or sk-proj-abcdef0123). You asked: ${QUESTION[1].content}`;
  const refusal = { name: 'x', refuses: '*', status: 401, body: { error: { message } } };
  const { ask, log } = await open([says('He spoke of herrings')], { switches: { refusals: [refusal] } });
  const reply = await ask();
  expect(log[0]).toMatchObject({ failure: 'unauthorized', status: 401, asked: expect.stringContaining('json_schema') });
  expect(log[0]!.says).toMatch(/^Bad key …/);
  for (const told of [JSON.stringify(log), JSON.stringify(reply)]) {
    expect(told).not.toMatch(/herring|harbour|secret|abcdef/);
  }
});

test('warming up waits until the server is there, and learns what it takes', async () => {
  const refused = { name: 'x', refuses: 'json_schema', status: 400, body: 'no json_schema here' };
  const { model, ask, server } = await open([says('{"ready": true}'), drafts(GREETING)], {
    switches: { refusals: [refused] },
  });
  expect(await model.warmUp()).toBe(true);
  expect(model.dialect().format).toBe('json_object');
  await ask();
  expect(server.requests).toHaveLength(3);
});
