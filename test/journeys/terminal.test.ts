// The chat in the terminal: with pipes, as scripts and CI have it, and on a pseudo-terminal, as people do.

import { afterEach, expect, test } from 'vitest';
import { openTerminal, run, type Session } from '../helpers/terminal.ts';
import { drafts, type Model, startModel } from '../model-server/server.ts';

let model: Model | null = null;
let session: Session | null = null;
afterEach(async () => {
  session?.kill();
  await session?.ended;
  await model?.stop();
  session = null;
  model = null;
});

/** A piped chat of `lines`. */
async function piped(...lines: string[]): Promise<string> {
  const { status, stdout, stderr } = await run([], { input: lines.map((line) => `${line}\n`).join('') });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

test('a chat begins with what it is and what to try, and ends with its input', async () => {
  const shown = await piped();
  expect(shown).toMatch(/^On Record · Tangible assistance from Russia.*\(BelTA, 17 November 2020\)\n/);
  expect(shown).toContain('No model is connected (OPENAI_API_KEY)');
  expect(shown).toMatch(/Try: What did he say about Russia\? · .* · What is it about\?/);
});

test('each line is answered in turn, the last without a line break too', async () => {
  const { stdout } = await run([], { input: 'exports?\naxiom?' });
  expect(stdout.indexOf('half of our exports')).toBeGreaterThan(0);
  expect(stdout.indexOf("It's an axiom")).toBeGreaterThan(stdout.indexOf('half of our exports'));
});

test('a follow-up is read with the question before it, until /new', async () => {
  const question = 'Does Belarus have a multi-vector policy?';
  const followed = await piped(question, 'why?');
  expect(followed).toContain('Read together with “Does Belarus have a multi-vector policy?”.');
  expect(followed.split('Read together')[1]).toContain('because we are in the center of Europe');
  const forgotten = (await piped(question, '/new', 'and China?')).split('Forgotten')[1]!;
  expect(forgotten).toContain('China');
  expect(forgotten).not.toContain('Read together');
});

test('questions are answered in the language that they are asked in, quotations left as they are', async () => {
  const shown = await piped('что он сказал о России?', '他对中国说了什么？');
  expect(shown).toContain('модель не подключена');
  expect(shown).toContain('Aleksandr Lukashenko, его собственные слова · абзац 4');
  expect(shown).toContain('本人原话');
  expect(shown).toContain('our closest ally');
});

test('/source shows the statement, /help the commands, and an unknown command says so', async () => {
  const shown = await piped('/source', '/help', '/dance');
  expect(shown).toContain('http://belaruschina.by/en/news/2020/November/17November-2219.html');
  for (const paragraph of [1, 2, 3, 4, 5, 6]) expect(shown).toMatch(new RegExp(`^ ${paragraph} │ `, 'm'));
  expect(shown).toMatch(/^\/quit +leave/m);
  expect(shown).toContain('/dance is no command here. /help lists them.');
});

test('/quit ends the chat, whatever follows', async () => {
  expect(await piped('/quit', 'exports?')).not.toContain('half of our exports');
});

test('a line of 100,000 characters, one of marks and empty ones are taken in their stride', async () => {
  const shown = await piped('', '   ', 'ы'.repeat(100_000), '?!', 'exports?');
  expect(shown).toMatch(/too long for one question|не больше 1000 знаков/);
  expect(shown).toContain('I see no words to look for');
  expect(shown).toContain('half of our exports');
  expect(shown.length).toBeLessThan(3_000);
});

test('hostile characters of a line are not written to the terminal', async () => {
  const shown = await piped('zebras \u001b[2J\u009b2J \u202eunicorns', '/source');
  expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});

// On a terminal

test('on a terminal the chat prompts, answers in colour and ends at ctrl-D', async () => {
  session = openTerminal();
  await session.until('› ');
  session.type('what did he say about Russia?\r');
  await session.until('our closest ally');
  await session.until('› ');
  expect(session.shown()).toContain('\u001b[36m');
  session.type('\u0004');
  expect(await session.ended).toBe(0);
});

test('NO_COLOR is respected', async () => {
  session = openTerminal({ NO_COLOR: '1' });
  await session.until('› ');
  session.type('axiom?\r');
  await session.until('paragraph 4');
  session.type('/quit\r');
  expect(await session.ended).toBe(0);
  // Moving the cursor is readline's; colours are ours.
  expect(session.shown()).not.toMatch(/\u001b\[\d*(?:;\d+)*m/);
});

test('on a narrow terminal no line is wider than it', async () => {
  session = openTerminal({ NO_COLOR: '1' }, 40);
  await session.until('› ');
  session.type('что он сказал о России?\r');
  const shown = await session.until(/абзац 4\s/);
  for (const line of shown.split('\r\n').slice(1)) expect(line.length).toBeLessThanOrEqual(40);
  session.type('\u0004');
  expect(await session.ended).toBe(0);
});

test('ctrl-C at the prompt ends the chat cleanly', async () => {
  session = openTerminal();
  await session.until('› ');
  session.type('\u0003');
  expect(await session.ended).toBe(0);
  expect(session.shown()).not.toMatch(/Error|at .*\.ts/);
});

test('ctrl-C during an answer stops the answer, not the chat', async () => {
  const first = { text: 'He called Russia the closest ally.', sentences: ['4.4'] };
  const draft = {
    outcome: 'answered',
    claims: [first, { text: 'It is an axiom.', sentences: ['4.13'] }],
    premise: null,
  };
  model = await startModel((_, call) =>
    call === 0
      ? drafts(draft, { hold: (__, sent) => (sent.includes('It is') ? new Promise(() => {}) : undefined) })
      : drafts(draft),
  );
  session = openTerminal({ OPENAI_BASE_URL: model.baseUrl });
  await session.until('› ');
  session.type('what did he say about Russia?\r');
  // The claim is there while the model is still writing.
  await session.until('He called Russia the closest ally.');
  session.type('\u0003');
  await session.until('Stopped.');
  expect(await (await model.request(0)).over).toBe('hung-up');
  await session.until('› ');
  session.type('and what is an axiom?\r');
  await session.until('paragraph 4');
  // What was shown before it was stopped is part of the conversation.
  expect((await model.request(1)).body.messages[2]!.content).toBe('He called Russia the closest ally.');
  session.type('/quit\r');
  expect(await session.ended).toBe(0);
});

test('a model is told the earlier turns', async () => {
  const draft = { outcome: 'answered', claims: [{ text: 'It is an axiom.', sentences: ['4.13'] }], premise: null };
  model = await startModel((_, call) =>
    drafts(call === 1 ? { ...draft, outcome: 'not_in_statement', claims: [] } : draft),
  );
  const env = { OPENAI_BASE_URL: model.baseUrl };
  await run([], { env, input: 'what is it?\nand Ukraine?\nwhy?\n' });
  const { messages } = (await model.request(2)).body;
  expect(messages.slice(1, -1)).toEqual([
    { role: 'user', content: 'what is it?' },
    { role: 'assistant', content: 'It is an axiom.' },
    { role: 'user', content: 'and Ukraine?' },
    { role: 'assistant', content: 'The statement does not say.' },
  ]);
});

// Did he say that?

const TRANSLATED = 'Мы никогда не отворачивались от России';

test('a quotation in another language is compared by the model, which is said', async () => {
  model = await startModel(() => drafts({ verdict: 'same', sentences: ['4.5'] }));
  const env = { OPENAI_BASE_URL: model.baseUrl };
  const { stdout, stderr } = await run(['--check', TRANSLATED], { env });
  expect(stdout).toMatch(/^≈ Он сказал нечто похожее:\n {2}│ “Once again, we/);
  expect(stdout).toMatch(/сравнивала модель, не слово в слово/);
  expect(stderr).toBe('');
});

test('without a model, that a quotation in another language is not found is said to prove little', async () => {
  const { stdout } = await run(['--check', 'Мы никогда не поворачивались спиной к соседу']);
  expect(stdout).toMatch(
    /^∅ Такими словами в этом заявлении не сказано\.\nЯзыки разные, а сравнивались только слова: /,
  );
  const own = await run(['--check', 'We will build a new bridge in Minsk']);
  expect(own.stdout).toMatch(/^∅ Not in this statement in these words\.\nNearest:/);
  expect(own.stdout).not.toContain('languages');
});

test('for programs, a check says whether the model made it, and at what cost', async () => {
  model = await startModel(() => drafts({ verdict: 'same', sentences: ['4.5'] }));
  const env = { OPENAI_BASE_URL: model.baseUrl };
  const byModel = JSON.parse((await run(['--json', '--check', TRANSLATED], { env })).stdout);
  expect(byModel).toMatchObject({
    verdict: 'paraphrase',

    byModel: true,
    quotes: [{ text: 'Once again, we have never turned our backs on Russia.', paragraph: 4, kind: 'direct' }],
    usage: { promptTokens: expect.any(Number) },
  });
  const byWords = JSON.parse((await run(['--json', '--check', "It's an axiom"], { env })).stdout);
  expect(byWords).toMatchObject({ verdict: 'verbatim', otherLanguage: false, byModel: false, usage: null });
  expect(model.requests).toHaveLength(1);
});

test('ctrl-C during a comparison stops it, not the chat', async () => {
  model = await startModel(() =>
    drafts({ verdict: 'same', sentences: ['4.5'] }, { hold: () => new Promise(() => {}) }),
  );
  session = openTerminal({ OPENAI_BASE_URL: model.baseUrl });
  await session.until('› ');
  session.type(`/check ${TRANSLATED}\r`);
  const request = await model.request(0);
  session.type('\u0003');
  await session.until('Остановлено.');
  expect(await request.over).toBe('hung-up');
  await session.until('› ');
  session.type("/check It's an axiom\r");
  await session.until('✓ Verbatim, paragraph 4.');
  session.type('/quit\r');
  expect(await session.ended).toBe(0);
});
