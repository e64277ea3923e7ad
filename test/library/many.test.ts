// Asked without naming a statement, the library finds the right one; quotations say which statement each is from.

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkWords } from '../../src/check/check.ts';
import { gather } from '../../src/library/gather.ts';
import { type Library, openLibrary } from '../../src/library/library.ts';
import { prepareFile, prepareWords } from '../../src/library/offer.ts';
import { answerOfMany, answerOverTime, bestOfChecks } from '../../src/service/many.ts';
import { quoteSentences } from '../../src/statement/quotation.ts';
import { openStore } from '../../src/store/store.ts';
import { createStatementTable } from '../../src/store/tables/statements.ts';
import { TABLES } from '../../src/tables.ts';
import { testLog } from '../helpers/stores.ts';
import asked from './asked-of-all.json' with { type: 'json' };

const STATEMENTS = path.resolve(import.meta.dirname, '../eval/alleged');

/** Twenty-two statements in eight languages. */
async function openAll(): Promise<Library> {
  const store = await openStore({ url: ':memory:', tables: TABLES, log: testLog() });
  onTestFinished(() => store.close());
  const library = await openLibrary(createStatementTable(store.parts.database, store.parts.engine), null);
  const files = (await readdir(STATEMENTS)).filter((file) => file.endsWith('.md'));
  await library.add(await Promise.all(files.map((file) => prepareFile(path.join(STATEMENTS, file), {}))));
  return library;
}

test('forty questions and twenty alleged quotations find their statement, at least nine of ten first', async () => {
  const library = await openAll();
  const missed = async (rows: string[][]) => {
    const found = await Promise.all(
      rows.map(async ([id, words]) => ({ id, words, first: (await library.candidates(words!))[0]?.statement.id })),
    );
    return found.filter(({ id, first }) => id !== first).map(({ id, words, first }) => `${words} (${id}): ${first}`);
  };
  const [questions, quotations] = [await missed(asked.questions), await missed(asked.quotations)];
  expect(questions.length, questions.join('\n')).toBeLessThanOrEqual(4);
  expect(quotations.length, quotations.join('\n')).toBeLessThanOrEqual(2);
});

test('what several statements have is asked as one, and each quotation is given back to its own', async () => {
  const library = await openAll();
  const words = 'what will happen to fares and tickets next year';
  const nearest = await library.candidates(words);
  const gathered = await gather(words, nearest, true);
  const keys = gathered.about.statement.sentences.filter(({ start, end }) =>
    /season-ticket|blast furnace/.test(gathered.about.statement.text.slice(start, end)),
  );
  const quotes = quoteSentences(
    gathered.about,
    keys.map(({ key }) => key),
  );
  const answer = answerOfMany(
    {
      kind: 'claims',
      claims: [
        { text: 'c', quotes },
        { text: 'of a header', quotes: quoteSentences(gathered.about, ['1.1']) },
      ],
      premise: null,
      usage: null,
      statements: [],
    },
    gathered,
  );
  expect(answer.statements.map(({ id }) => id)).toContain('21-hearing');
  const claims = answer.kind === 'claims' ? answer.claims : [];
  // A claim that only a header carries has no sentence to be shown with.
  expect(claims.map(({ text }) => text)).toEqual(['c']);
  for (const quote of claims.flatMap((claim) => claim.quotes)) {
    const { statement } = (await library.open(quote.header.id))!;
    expect(statement.text.slice(quote.start, quote.end)).toBe(quote.text);
  }
});

test('each passage of a message is checked where it stands best', async () => {
  const library = await openAll();
  const message =
    '“We are lenders here, not owners,” and then “warm words will not rehouse a single child”, and “I will resign tomorrow”';
  const checks = (await library.candidates(message, 8)).map((about) => checkWords(message, about));
  const { passages, verdict } = bestOfChecks(checks);
  expect(passages.map(({ quotes }) => quotes[0]?.header.id)).toMatchObject(['01-port', '11-letter', expect.anything()]);
  expect([verdict, passages[2]!.verdict]).toEqual(['absent', 'absent']);
});

test.each([
  ['When did she first say that the governor wants more tourists?', [], null],
  [
    'Has he said otherwise?',
    [{ question: 'What did Verhoeven say about the bridge?', answer: '' }],
    ['2022-03-01', '2024-03-01'],
  ],
  ['What did he say about the bridge?', [], null],
])('asked what was said over time, the words come by their date: %s', async (text, turns, days) => {
  const library = await openAll();
  const said = (words: string) => `The bridge\n\n“${words},” Mayor Jan Verhoeven said.`;
  const speaker = { name: 'Jan Verhoeven', names: ['Mayor Jan Verhoeven'], pronoun: 'he' as const };
  await library.add([
    await prepareWords(said('The bridge of Verhoeven will close'), { date: '2024-03-01', speaker }),
    await prepareWords(said('The bridge will never close'), { date: '2022-03-01', speaker }),
  ]);
  const answer = await answerOverTime({ text, turns }, library);
  expect(answer?.kind === 'quotations' ? answer.quotes.map(({ header }) => header.date) : null).toEqual(days);
});
