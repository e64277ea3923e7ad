// The page of all statements and of one's versions, over a real library in a database in memory.

import { expect, onTestFinished, test } from 'vitest';
import { readDraft } from '../../src/library/import/import.ts';
import { openLibrary } from '../../src/library/library.ts';
import { prepare } from '../../src/library/prepare.ts';
import { openStore } from '../../src/store/store.ts';
import { createStatementTable } from '../../src/store/tables/statements.ts';
import { TABLES } from '../../src/tables.ts';
import { recordLog } from '../helpers/marked-words.ts';
import { openSite, textOf } from '../helpers/web.ts';

const SOURCE = 'https://ministry.example/quota';

async function openMany() {
  const store = await openStore({ url: ':memory:', tables: TABLES, log: recordLog().log });
  onTestFinished(() => store.close());
  const library = await openLibrary(createStatementTable(store.parts.database, store.parts.engine), null);
  const add = async (text: string, source: string | null = null) => {
    const draft = await readDraft({ bytes: Buffer.from(text), fileName: null }, {});
    return (await library.add([prepare(draft, source)]))[0]!.entry;
  };
  await add('No quota cut this year\n\n“The cod stock is healthy,” Liv Aasgaard said on Wednesday.', SOURCE);
  await add('The bridge\n\n“The bridge opens in May,” Mayor Anna Berg said.');
  const { site } = await openSite({ library });
  const get = async (path: string) => {
    const response = await site.request(path);
    return { status: response.status, body: await response.text() };
  };
  return { get, add };
}

test('with several statements the root lists them, and a question there goes to all, each quotation with its statement', async () => {
  const { get } = await openMany();
  const list = await get('/');
  expect(list.status).toBe(200);
  expect(textOf(list.body)).toMatch(/No quota cut this year[\s\S]*The bridge|The bridge[\s\S]*No quota cut this year/);
  const { body } = await get(`/?${new URLSearchParams({ ask: 'when does the bridge open?' })}`);
  expect(textOf(body)).toContain('The bridge opens in May');
  expect(body).toMatch(/<a href="\.\/s\/[^"]*bridge[^"]*\?q=/);
  expect(body.match(/<ul class="library">[\s\S]*<\/ul>/)![0]).not.toContain('quota');
});

test('a text that was replaced at its source says so, and shows what changed word by word', async () => {
  const { get, add } = await openMany();
  const newer = await add(
    'No quota cut this year\n\n“The cod stock is not healthy,” Liv Aasgaard said on Wednesday.',
    SOURCE,
  );
  const versions = await get(`/s/${newer.id}/versions`);
  expect(versions.status).toBe(200);
  expect(versions.body).toContain('<ins>not </ins>');
  const older = /href="\.\.\/\.\.\/s\/([0-9a-f]{12})">Version 1</.exec(versions.body)![1]!;
  expect(textOf((await get(`/s/${older}`)).body)).toContain('This is an older version of the text.');
  expect(textOf((await get(`/s/${newer.id}`)).body)).not.toContain('This is an older version of the text.');
  expect((await get('/s/nothing/versions')).status).toBe(404);
});
