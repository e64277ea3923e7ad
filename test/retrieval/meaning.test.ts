// Questions that are found by what they mean, with vectors from a server; without one, and with one that is away, by their words.

import { afterEach, expect, test } from 'vitest';
import { claimsOf } from '../../src/answer/answer.ts';
import { ask } from '../../src/answer/ask.ts';
import { gather } from '../../src/library/gather.ts';
import { createEmbed } from '../../src/model/embed.ts';
import { findByMeaning } from '../../src/retrieval/find.ts';
import { createMeaning, type KeptVectors } from '../../src/retrieval/meaning.ts';
import { type OpenStatement, openStatement } from '../../src/retrieval/open-statement.ts';
import { openStore } from '../../src/store/store.ts';
import { createEmbeddingTable } from '../../src/store/tables/embeddings.ts';
import { TABLES } from '../../src/tables.ts';
import { type Log, NO_LOG } from '../../src/telemetry.ts';
import { loadRelease, statementOf } from '../helpers/web.ts';
import { type Embeddings, startEmbeddings } from '../model-server/embeddings.ts';

const release = openStatement(await loadRelease());
// "Зачем нужна многовекторность": no list of ours has the word.
const QUESTION = 'зачем нужна многовекторность';
const SAME = { многовек: 'multi', нужна: 'multi' };
const FOUND = /multi-vector/i;

let server: Embeddings | null = null;
afterEach(() => server?.stop());

type Line = Parameters<Log['warn']>[0];

async function connect(options: { status?: number; kept?: KeptVectors; model?: string } = {}) {
  const { status = 200, kept = null, model = 'some-e5-small' } = options;
  server = await startEmbeddings(SAME, { status });
  const { baseUrl, inputs } = server;
  const warnings: Line[] = [];
  const log: Log = { ...NO_LOG, warn: (fields) => warnings.push(fields) };
  const meaning = createMeaning(createEmbed({ apiKey: 'none', baseUrl, model }, log), kept);
  const open = (about: OpenStatement): OpenStatement => ({
    ...about,
    nearest: (text) => meaning(text, about.statement),
  });
  return { open, inputs, warnings };
}

const textOf = ({ statement }: OpenStatement, { start, end }: { start: number; end: number }) =>
  statement.text.slice(start, end);
const first = async (text: string, about: OpenStatement) => {
  const [hit] = (await findByMeaning({ text, turns: [] }, about)).sentences;
  return hit ? textOf(about, hit.sentence) : '';
};
const nearestIn = async (text: string, about: OpenStatement) => {
  const answer = await ask({ text, turns: [] }, about, null);
  return (answer.kind === 'absent' ? answer.nearest : claimsOf(answer).flatMap(({ quotes }) => quotes))[0]?.text ?? '';
};

test('a question in another language finds and shows the sentence that words alone do not', async () => {
  const { open } = await connect();
  expect(await first(QUESTION, release)).not.toMatch(FOUND);
  expect(await first(QUESTION, open(release))).toMatch(FOUND);
  expect(await nearestIn(QUESTION, open(release))).toMatch(FOUND);
});

test('sentences are embedded once and questions each time, with the prefixes of E5 for a model of that name alone', async () => {
  const { open, inputs } = await connect();
  for (const text of [QUESTION, 'russia', QUESTION]) await first(text, open(release));
  const texts = inputs.flat();
  expect(texts.filter((text) => text.startsWith('passage: '))).toHaveLength(release.statement.sentences.length);
  expect(texts.filter((text) => text.startsWith('query: '))).toEqual(
    [QUESTION, 'russia', QUESTION].map((text) => `query: ${text}`),
  );
  await server?.stop();
  const other = await connect({ model: 'text-embedding-3-small' });
  await first(QUESTION, other.open(release));
  expect(other.inputs.at(-1)).toEqual([QUESTION]);
});

test('what was embedded outlives the process, for one model, and forgetting a person leaves it', async () => {
  const log = NO_LOG;
  const store = await openStore({ url: ':memory:', tables: TABLES, log });
  const run = async (model: string) => {
    const kept = createEmbeddingTable(store.parts.database, store.parts.engine, model);
    const { open, inputs } = await connect({ kept, model });
    expect(await first(QUESTION, open(release))).toMatch(FOUND);
    await server?.stop();
    return inputs.flat().length;
  };
  const sentences = release.statement.sentences.length;
  expect(await run('one')).toBe(sentences + 1);
  await store.forget({ person: 7, chat: 7 });
  expect(await run('one')).toBe(1);
  expect(await run('two')).toBe(sentences + 1);
  await store.close();
});

test('a server that is away, or refuses, is logged once and answers are as before', async () => {
  const { open, inputs, warnings } = await connect({ status: 500 });
  for (const text of [QUESTION, 'what did he say about Russia?', 'exports', 'who won the cup?'])
    expect(await ask({ text, turns: [] }, open(release), null)).toEqual(await ask({ text, turns: [] }, release, null));
  expect(inputs).toHaveLength(1);
  expect(warnings).toMatchObject([{ event: 'embeddings', status: 500 }]);
  await server?.stop();
  expect(await first('exports', open(release))).toBe(await first('exports', release));
});

test('in the language of the statement words alone say that nothing is near', async () => {
  const { open } = await connect();
  for (const text of ['who won the cup?', 'is there a swimming pool']) {
    const found = await findByMeaning({ text, turns: [] }, open(release));
    expect([text, found.shown, found.sentences.length > 0]).toEqual([text, [], true]);
  }
});

test('over several statements each goes by its own vectors', async () => {
  const { open, inputs } = await connect();
  const bridge = openStatement(statementOf('The bridge opens in May.\n\nNorway lent us the cranes.'));
  const ranked = async () => {
    const { about } = await gather(QUESTION, [open(bridge), open(release)], true);
    return first(QUESTION, about);
  };
  expect(await ranked()).toMatch(FOUND);
  const asked = inputs.length;
  expect(await ranked()).toMatch(FOUND);
  expect(
    inputs
      .slice(asked)
      .flat()
      .every((text) => text === `query: ${QUESTION}`),
  ).toBe(true);
});
