// What the real openai client makes of each scripted reply: the ground that answer/llm.ts stands on.

import OpenAI, {
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  AuthenticationError,
  InternalServerError,
  OpenAIError,
  RateLimitError,
} from 'openai';
import { LengthFinishReasonError } from 'openai/core/error';
import { zodResponseFormat } from 'openai/helpers/zod';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import {
  breaksDown,
  cutsOff,
  drafts,
  drops,
  fails,
  fences,
  limits,
  type MessageOptions,
  type Model,
  refuses,
  rejectsKey,
  type Script,
  says,
  silence,
  stalls,
  startModel,
} from './model.ts';

const Draft = z.object({
  outcome: z.enum(['answered', 'not_in_statement']),
  claims: z.array(z.object({ text: z.string(), sentences: z.array(z.string()) })),
  premise: z.string().nullable(),
});

const draft = {
  outcome: 'answered' as const,
  claims: [{ text: 'Russia is the closest ally 🤝 («союзник»).', sentences: ['4.4', '4.5'] }],
  premise: null,
};

let model: Model | undefined;
afterEach(async () => {
  await model?.stop();
  model = undefined;
});

async function open(script: Script, options: { maxRetries?: number; timeout?: number } = {}) {
  model = await startModel(script);
  return { model, client: new OpenAI({ apiKey: 'sk-test', baseURL: model.baseUrl, maxRetries: 0, ...options }) };
}

function parameters() {
  return {
    model: 'scripted-1',
    messages: [
      { role: 'system' as const, content: 'The rules.' },
      { role: 'user' as const, content: 'And Russia?' },
    ],
    response_format: zodResponseFormat(Draft, 'draft'),
  };
}

function streamed(client: OpenAI, signal?: AbortSignal) {
  return client.chat.completions.stream(
    { ...parameters(), stream_options: { include_usage: true } },
    signal === undefined ? {} : { signal },
  );
}

/** The error that the client ends a streamed call with. */
async function failureOf(script: Script, options?: { maxRetries?: number; timeout?: number }): Promise<unknown> {
  const { client } = await open(script, options);
  return streamed(client)
    .finalChatCompletion()
    .then(
      () => expect.fail('the call succeeded'),
      (error: unknown) => error,
    );
}

test('a draft arrives in pieces, parsed, with usage and the request recorded', async () => {
  const usage = { promptTokens: 1500, cachedTokens: 1280, completionTokens: 40 };
  const { model, client } = await open([drafts(draft, { usage })]);
  const stream = streamed(client);
  const deltas: string[] = [];
  stream.on('content.delta', ({ delta }) => deltas.push(delta));

  const completion = await stream.finalChatCompletion();

  expect(completion.choices[0]!.message.parsed).toEqual(draft);
  expect(completion.choices[0]!.finish_reason).toBe('stop');
  expect(deltas.length).toBeGreaterThan(10);
  expect(deltas.join('')).toBe(JSON.stringify(draft));
  expect(completion.usage).toMatchObject({
    prompt_tokens: 1500,
    completion_tokens: 40,
    total_tokens: 1540,
    prompt_tokens_details: { cached_tokens: 1280 },
  });
  expect(model.requests).toHaveLength(1);
  expect(model.requests[0]!.headers.authorization).toBe('Bearer sk-test');
  expect(model.requests[0]!.body.messages[1]).toEqual({ role: 'user', content: 'And Russia?' });
  expect(await model.requests[0]!.over).toBe('complete');
});

test('the events are those that OpenAI sends, in its order', async () => {
  const { model } = await open([drafts({ a: 1 })]);
  const response = await fetch(`${model.baseUrl}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({
      model: 'm',
      messages: [{ role: 'user', content: 'q' }],
      stream: true,
      stream_options: { include_usage: true },
    }),
  });

  const events = (await response.text()).trimEnd().split('\n\n');

  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(events.pop()).toBe('data: [DONE]');
  const chunks = events.map((event) => JSON.parse(event.slice('data: '.length)));
  expect(chunks.map(({ choices }) => choices[0]?.delta ?? null)).toEqual([
    { role: 'assistant', content: '', refusal: null },
    { content: '{"a":' },
    { content: '1}' },
    {},
    null,
  ]);
  expect(chunks.map(({ choices }) => choices[0]?.finish_reason ?? null)).toEqual([null, null, null, 'stop', null]);
  expect(chunks.map(({ usage }) => usage?.total_tokens ?? null)).toEqual([null, null, null, null, 4]);
  expect(new Set(chunks.map(({ object }) => object))).toEqual(new Set(['chat.completion.chunk']));
});

test('without include_usage no usage is sent', async () => {
  const { client } = await open([drafts(draft)]);
  const completion = await client.chat.completions.stream(parameters()).finalChatCompletion();
  expect(completion.usage).toBeUndefined();
});

test('a server that never sends usage still gives a draft', async () => {
  const { client } = await open([drafts(draft, { usage: null })]);
  const completion = await streamed(client).finalChatCompletion();
  expect(completion.choices[0]!.message.parsed).toEqual(draft);
  expect(completion.usage).toBeUndefined();
});

test('a call that is not streamed gets the whole message with usage', async () => {
  const usage = { promptTokens: 1500, cachedTokens: 1280, completionTokens: 40 };
  const { client } = await open([drafts(draft, { usage })]);
  const completion = await client.chat.completions.parse(parameters());
  expect(completion.choices[0]!.message.parsed).toEqual(draft);
  expect(completion.usage!.total_tokens).toBe(1540);
});

test('a hold keeps the stream where the test wants it', async () => {
  const gate = Promise.withResolvers<void>();
  const held = Promise.withResolvers<string>();
  const hold: MessageOptions['hold'] = (_, sent) => {
    if (!sent.includes('"claims":[')) return undefined;
    held.resolve(sent);
    return gate.promise;
  };
  const { client } = await open([drafts(draft, { hold })]);
  const stream = streamed(client);
  let seen = '';
  const caughtUp = Promise.withResolvers<void>();
  const sent = held.promise;
  stream.on('content.delta', async ({ snapshot }) => {
    seen = snapshot;
    if (snapshot === (await sent)) caughtUp.resolve();
  });

  await caughtUp.promise;
  expect(seen).toBe(await sent);
  expect(seen.length).toBeLessThan(JSON.stringify(draft).length);
  gate.resolve();

  expect((await stream.finalChatCompletion()).choices[0]!.message.parsed).toEqual(draft);
});

test('a duration holds pieces back, one by one, until the draft is whole', async () => {
  const begun: number[] = [];
  const hold = (index: number): undefined => void begun.push(index);
  const hour = 3_600_000;
  const { model, client } = await open([drafts(draft, { durationMs: hour, hold }), drafts(draft, { durationMs: 2 })]);
  const slow = expect(streamed(client).finalChatCompletion()).rejects.toThrow();
  await model.request(0);

  // The second call, of as many pieces, overtakes the first: time for the first to go wrong without waiting for a clock.
  expect((await streamed(client).finalChatCompletion()).choices[0]!.message.parsed).toEqual(draft);
  expect(begun).toEqual([0]);

  await model.stop();
  await slow;
});

test('a schema ignored (prose) is an OpenAIError from the stream', async () => {
  const error = await failureOf([says('Lukashenko called Russia the closest ally.')]);
  expect(error).toBeInstanceOf(OpenAIError);
  expect(error).not.toBeInstanceOf(APIError);
});

test('JSON in a Markdown fence is an OpenAIError from the stream', async () => {
  const error = await failureOf([fences(draft)]);
  expect(error).toBeInstanceOf(OpenAIError);
  expect(error).not.toBeInstanceOf(APIError);
});

test('bad JSON fails, and the next reply of the script is good', async () => {
  const { model, client } = await open([says('{"outcome": "answered", "claims": [}'), drafts(draft)]);
  await expect(streamed(client).finalChatCompletion()).rejects.toBeInstanceOf(OpenAIError);
  const completion = await streamed(client).finalChatCompletion();
  expect(completion.choices[0]!.message.parsed).toEqual(draft);
  expect(model.requests).toHaveLength(2);
});

test('JSON that is not a draft is an OpenAIError from the stream', async () => {
  const error = await failureOf([drafts({ outcome: 'maybe', claims: 'none' })]);
  expect(error).toBeInstanceOf(OpenAIError);
  expect(error).not.toBeInstanceOf(APIError);
});

test('cut off by length is a LengthFinishReasonError', async () => {
  expect(await failureOf([cutsOff(draft, 40)])).toBeInstanceOf(LengthFinishReasonError);
});

test.each([0, 4])('dropped after %i pieces fails and is not retried', async (pieces) => {
  const error = await failureOf([drops(draft, pieces), drafts(draft)], { maxRetries: 2 });
  expect(error).toBeInstanceOf(OpenAIError);
  expect(model!.requests).toHaveLength(1);
  expect(await model!.requests[0]!.over).toBe('hung-up');
});

test('429 is a RateLimitError that carries the wait', async () => {
  const error = await failureOf([limits(7)]);
  expect(error).toBeInstanceOf(RateLimitError);
  expect((error as RateLimitError).headers.get('retry-after')).toBe('7');
});

test('429 with a wait is retried by the client after it', async () => {
  const { model, client } = await open([limits(0.001), drafts(draft)], { maxRetries: 1 });
  const completion = await streamed(client).finalChatCompletion();
  expect(completion.choices[0]!.message.parsed).toEqual(draft);
  expect(model.requests[1]!.headers['x-stainless-retry-count']).toBe('1');
});

test('500 is an InternalServerError', async () => {
  expect(await failureOf([fails()])).toBeInstanceOf(InternalServerError);
});

test('401 is an AuthenticationError and is not retried', async () => {
  expect(await failureOf([rejectsKey()], { maxRetries: 2 })).toBeInstanceOf(AuthenticationError);
  expect(model!.requests).toHaveLength(1);
});

test('a header that never comes runs into the timeout of the client', async () => {
  expect(await failureOf([silence()], { timeout: 50 })).toBeInstanceOf(APIConnectionTimeoutError);
});

test('a stream that stalls outlasts the timeout of the client, and ends with the signal', async () => {
  const { model, client } = await open([stalls(draft, 3)], { timeout: 50 });
  const stop = new AbortController();
  const stream = streamed(client, stop.signal);
  const third = Promise.withResolvers<void>();
  stream.on('content.delta', ({ snapshot }) => {
    if (snapshot.length >= 15) third.resolve();
  });

  await third.promise;
  stop.abort();

  await expect(stream.finalChatCompletion()).rejects.toBeInstanceOf(APIUserAbortError);
  expect(await model.requests[0]!.over).toBe('hung-up');
});

test('a refusal comes in its own field, with nothing parsed', async () => {
  const { client } = await open([refuses("I'm sorry, I can't help with that.")]);
  const { message } = (await streamed(client).finalChatCompletion()).choices[0]!;
  expect(message.refusal).toBe("I'm sorry, I can't help with that.");
  expect(message.content).toBeNull();
  expect(message.parsed).toBeNull();
});

test('an error in the middle of the stream is an APIError without a status', async () => {
  const error = await failureOf([breaksDown(draft, 3)]);
  expect(error).toBeInstanceOf(APIError);
  expect((error as APIError).status).toBeUndefined();
});

test('[DONE] without a finish_reason is an OpenAIError', async () => {
  const error = await failureOf([drafts(draft, { finishReason: null })]);
  expect(error).toBeInstanceOf(OpenAIError);
  expect(error).not.toBeInstanceOf(APIError);
});

test('a whole message that is dropped half-way fails', async () => {
  const { client } = await open([drops(draft, 1)]);
  await expect(client.chat.completions.parse(parameters())).rejects.toThrow();
});

test('a script can be a function of the request', async () => {
  const { client } = await open(({ body }, call) =>
    drafts({ ...draft, premise: `${call}: ${body.messages[1]!.content}` }),
  );
  for (const call of [0, 1]) {
    const completion = await streamed(client).finalChatCompletion();
    expect(completion.choices[0]!.message.parsed!.premise).toBe(`${call}: And Russia?`);
  }
});

test('a prompt that begins as an earlier one did is cached in steps of 128 tokens from 1,024 on', async () => {
  const { client } = await open(() => drafts(draft));
  const ask = async (rules: string, question: string) => {
    const messages = [
      { role: 'system' as const, content: rules },
      { role: 'user' as const, content: question },
    ];
    const { usage } = await client.chat.completions.create({ model: 'm', messages });
    return usage!.prompt_tokens_details!.cached_tokens;
  };
  const rules = 'r'.repeat(4 * 1200);
  expect(await ask(rules, 'one?')).toBe(0);
  expect(await ask(rules, 'two?')).toBe(1152);
  expect(await ask(`${rules.slice(0, 4000)}!`, 'two?')).toBe(0);
});

test('request(index) resolves when that request arrives', async () => {
  const { model, client } = await open(() => drafts(draft));
  const second = model.request(1);
  await streamed(client).finalChatCompletion();
  await client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'second' }] });
  expect((await second).body.messages[0]!.content).toBe('second');
  expect(await model.request(1)).toBe(await second);
});

test('a call beyond the script is refused and not retried', async () => {
  const { client } = await open([], { maxRetries: 2 });
  await expect(streamed(client).finalChatCompletion()).rejects.toThrow('the script has no reply for call 0');
});

test.each([
  ['no messages', { model: 'm', messages: [] }, "'messages'"],
  ['no model', { messages: [{ role: 'user', content: 'q' }] }, 'model parameter'],
  [
    'stream_options without stream',
    { model: 'm', messages: [{ role: 'user', content: 'q' }], stream_options: { include_usage: true } },
    'stream_options',
  ],
  [
    'a strict schema with an optional property',
    {
      model: 'm',
      messages: [{ role: 'user', content: 'q' }],
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'draft',
          strict: true,
          schema: { type: 'object', properties: { a: { type: 'string' } }, required: [], additionalProperties: false },
        },
      },
    },
    "missing 'a'",
  ],
])('a request that OpenAI would refuse is refused: %s', async (_, body, reason) => {
  const { model } = await open([drafts(draft)]);
  const response = await fetch(`${model.baseUrl}/chat/completions`, { method: 'POST', body: JSON.stringify(body) });
  expect(response.status).toBe(400);
  expect(((await response.json()) as { error: { message: string } }).error.message).toContain(reason);
  expect(model.requests).toHaveLength(0);
});

test('stopping ends what is still open', async () => {
  const { model, client } = await open([silence()]);
  const call = streamed(client).finalChatCompletion();
  const ended = expect(call).rejects.toThrow();
  const request = await model.request(0);
  await model.stop();
  await ended;
  expect(await request.over).toBe('hung-up');
});
