// Every way in which servers reply, refuse and stream, through the real client over real HTTP: each ends as its data says.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DRAFT, type Draft, readKeys } from '../../src/answer/draft.ts';
import { createModel } from '../../src/model/client.ts';
import type { Reply } from '../../src/model/model.ts';
import { NO_LOG } from '../../src/telemetry.ts';
import allFrames from '../model-server/frames.json' with { type: 'json' };
import type { Frames } from '../model-server/frames.ts';
import refusals from '../model-server/refusals.json' with { type: 'json' };
import type { Refusal } from '../model-server/refusals.ts';
import replies from '../model-server/replies.json' with { type: 'json' };
import { contentOf } from '../model-server/replies.ts';
import { type Model, type Switches, says, startModel } from '../model-server/server.ts';

const frames = allFrames as unknown as Readonly<Record<'answer' | 'once' | 'ended', readonly Named<Frames>[]>>;
type Named<T> = T & { readonly why?: string };

const SHOWN = new Map([
  ['4.3', 'This is an axiom.'],
  [
    '4.4',
    'After all, we have made it clear that our closest ally, our kindred country and people are Russia and the Russians.',
  ],
  ['4.5', 'Once again, we have never turned our backs on Russia.'],
]);
// Long enough that prompt and reply together are more than some servers take.
const MESSAGES = [
  { role: 'system', content: 'Answer from the statement. '.repeat(60) },
  { role: 'user', content: 'what did he say?' },
  { role: 'assistant', content: '' },
  { role: 'user', content: 'what did he say about Russia?' },
] as const;

/** What comes of one question, or of several put one after the other, and how many requests the last one took. */
async function ask(content: string, switches: Switches, times = 1) {
  const server = await startModel(() => says(content), switches);
  try {
    const config = { apiKey: 'sk-secret-of-mine', baseUrl: server.baseUrl, model: 'scripted', deadlineMs: 20_000 };
    const model = createModel({ ...config, stallMs: 5_000, firstWaitMs: 1 }, NO_LOG);
    let came = '';
    let before = 0;
    for (let time = 0; time < times; time++) {
      before = server.requests.length;
      came = outcomeOf(await model.ask(MESSAGES, DRAFT));
    }
    return { came, requests: server.requests.length - before, server };
  } finally {
    await server.stop();
  }
}

/** "answer" where it is the draft that the data holds. */
function outcomeOf(reply: Reply<Draft>): string {
  if (reply.kind === 'failed') return reply.why;
  const { outcome, claims, premise } = reply.value;
  if (outcome === 'not_in_statement') return 'absent';
  const [claim] = claims;
  const keys = readKeys(claim?.sentences ?? [], SHOWN).join(' ');
  const isDraft = claims.length === 1 && claim?.text === replies.draft.claims[0]!.text && premise === null;
  return isDraft && /^4\.4( 4\.5)?$/.test(keys) ? 'answer' : JSON.stringify(reply.value);
}

const PLAIN = contentOf('plain JSON');

describe('what a model wraps its reply in', () => {
  test.each(Object.keys(replies.answer))('%s: the draft is read', async (name) => {
    expect((await ask(contentOf(name), {})).came).toBe('answer');
  });

  test.each(Object.keys(replies.absent))('%s: it is an abstention', async (name) => {
    expect((await ask(contentOf(name), {})).came).toBe('absent');
  });

  test.each(Object.keys(replies.unreadable))('%s: it goes back once, and then there is no reply', async (name) => {
    expect(await ask(contentOf(name), {})).toMatchObject({ came: 'unreadable', requests: 2 });
  });
});

describe('what a server refuses', () => {
  test.each(refusals.parameters)('$name: it is asked otherwise, and the next time at once', async (refusal) => {
    expect(await ask(PLAIN, { refusals: [refusal] }, 2)).toMatchObject({ came: 'answer', requests: 1 });
  });

  test.each(refusals.passing)('$name: it is asked again', async (refusal) => {
    expect(await ask(PLAIN, { refusals: [refusal as Refusal] })).toMatchObject({ came: 'answer', requests: 2 });
  });

  test.each(refusals.final.filter(({ refuses }) => refuses === '*'))(
    '$name: there is no reply ($why)',
    async ({ why, ...refusal }) => {
      const { came, requests } = await ask(PLAIN, { refusals: [refusal] });
      expect(came).toBe(why);
      if (why !== 'rejected' && why !== 'context') expect(requests).toBe(1);
    },
  );
});

describe('how a reply is sent', () => {
  test.each(frames.answer)('$name: the draft is read', async (one) => {
    expect(await ask(PLAIN, { frames: one })).toMatchObject({ came: 'answer', requests: 1 });
  });

  test.each(frames.once)('$name: it is asked again', async (one) => {
    expect(await ask(PLAIN, { frames: one })).toMatchObject({ came: 'answer', requests: 2 });
  });

  test.each(frames.ended)('$name: there is no reply ($why)', async (one) => {
    expect((await ask(PLAIN, { frames: one })).came).toBe(one.why);
  });
});

test('a stream that ends without a word is asked for whole, and the server then says why', async () => {
  const silent: Frames = { name: 'silent', raw: '' };
  const refusal = refusals.final.find(({ refuses }) => refuses === 'whole')!;
  expect(await ask(PLAIN, { frames: silent, refusals: [refusal] })).toMatchObject({ came: 'context', requests: 2 });
});

test('two or three of these at once end in the draft all the same', async () => {
  // What passes is passed twice at most; a server that breaks without a word takes both tries.
  const named = refusals.parameters.filter(({ name }) => name !== 'C1 breaks') as readonly Refusal[];
  const oneOf = <T>(all: readonly T[]) => fc.constantFrom(...all);
  const combination = fc.record({
    refused: fc.uniqueArray(oneOf(named), { minLength: 0, maxLength: 2 }),
    passing: fc.option(oneOf(refusals.passing as readonly Refusal[]), { nil: undefined }),
    frames: oneOf([...frames.answer, ...frames.once]),
    reply: oneOf(Object.keys(replies.answer)),
  });
  await fc.assert(
    fc.asyncProperty(combination, async ({ refused, passing, frames, reply }) => {
      // Whether more was to come, nobody can tell.
      fc.pre(frames.name !== 'no finish_reason, no DONE' || reply !== 'last bracket lost');
      // Of several drafts in a thought the last counts, in a reply the first.
      fc.pre(frames.contentIn === undefined || reply !== 'JSON, then a next question');
      const refusing = [...(passing ? [passing] : []), ...refused];
      expect((await ask(contentOf(reply), { frames, refusals: refusing })).came).toBe('answer');
    }),
    { numRuns: 100 },
  );
});

test('no turn is empty, no role speaks twice running, and the form ends the rules', async () => {
  const { server } = await ask(PLAIN, {});
  const { messages } = (server as Model).requests[0]!.body;
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user']);
  expect(messages[0]!.content.endsWith(DRAFT.hint)).toBe(true);
});
