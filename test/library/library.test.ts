// Many statements as one, on every database: found by words, opened by name, stored once, replaced by their newer versions.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { differenceOf } from '../../src/library/difference.ts';
import { entryOf } from '../../src/library/entry.ts';
import { readDraft } from '../../src/library/import/import.ts';
import { labelLines, readWho, withLabel } from '../../src/library/labels.ts';
import { type Library, openLibrary } from '../../src/library/library.ts';
import { prepare } from '../../src/library/prepare.ts';
import { correctWaiting, keepWaiting, takeWaiting, waitingFromFeeds } from '../../src/library/waiting.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createDraftTable } from '../../src/store/tables/drafts.ts';
import { createStatementTable } from '../../src/store/tables/statements.ts';
import { TABLES } from '../../src/tables.ts';
import { describeEngines, testLog } from '../helpers/stores.ts';

const draft = (text: string, given: Parameters<typeof readDraft>[1] = {}) =>
  readDraft({ bytes: Buffer.from(text), fileName: null }, given);

async function prepared(text: string, given: Parameters<typeof readDraft>[1] = {}, fetchedFrom: string | null = null) {
  return prepare(await draft(text, given), fetchedFrom);
}

const QUOTA = `No quota cut this year

“We have listened to the fishermen,” Fisheries Minister Liv Aasgaard said on Wednesday. “The cod stock is healthy.”`;
const FERRY = `Dear passengers,

Last Friday our ferry left forty people standing on the quay. I am sorry for that night.

We will repay every ticket by June.

Anna Berg`;
const PIER = `Пристань открыта

«Мы построили пристань за год», — сказала министр Анна Берг. Пассажиры из Норвегии довольны.`;

describeEngines('a library', ({ createDatabase }) => {
  async function open(
    folder: string | null = null,
    url?: string,
  ): Promise<{ library: Library; store: Store; url: string }> {
    const place = url ?? (await createDatabase());
    const store = await openStore({ url: place, tables: TABLES, log: testLog() });
    onTestFinished(() => store.close());
    return {
      library: await openLibrary(createStatementTable(store.parts.database, store.parts.engine), folder),
      store,
      url: place,
    };
  }

  async function withThree() {
    const opened = await open();
    await opened.library.add([
      await prepared(QUOTA, { date: '2024-09-18' }),
      await prepared(FERRY, { date: '2024-05-06', title: 'An apology' }),
      await prepared(PIER, { date: '2023-01-02' }),
    ]);
    return opened;
  }

  test('statements are listed newest first and opened by name or by the beginning of their fingerprint', async () => {
    const { library } = await withThree();
    const ids = (await library.list()).map(({ id }) => id);
    expect(ids).toEqual(['2024-09-18-no-quota-cut-this-year', '2024-05-06-an-apology', '2023-01-02-пристань-открыта']);
    expect(await library.count()).toBe(3);
    const about = await library.open('2024-05-06-an-apology');
    expect(about!.statement.text).toBe(FERRY);
    expect((await library.open(about!.statement.sha256.slice(0, 6)))!.statement.id).toBe('2024-05-06-an-apology');
    expect(await library.open('nothing-of-that-name')).toBeNull();
    expect(await library.open('abcdef')).toBeNull();
  });

  test('a question finds its statement by its words, by who speaks, and by names written in another alphabet', async () => {
    const { library } = await withThree();
    const first = async (words: string) => (await library.candidates(words))[0]?.statement.title ?? null;
    expect(await first('will the cod quotas be cut?')).toBe('No quota cut this year');
    expect(await first('when are the tickets repaid?')).toBe('An apology');
    expect(await first('что сказала Берг о пристани?')).toBe('Пристань открыта');
    expect(await first('what do they say in Norway?')).toBe('Пристань открыта');
    expect(await first('“the stock of cod is healthy”')).toBe('No quota cut this year');
    expect(await first('xylophone')).toBeNull();
    const [hit] = await library.search('cod stock');
    expect(hit).toMatchObject({
      id: '2024-09-18-no-quota-cut-this-year',
      quotes: [{ text: 'The cod stock is healthy.', speaker: expect.stringContaining('Liv Aasgaard') }],
    });
  });

  test('the same text twice is one statement; another of that day and title has a name of its own', async () => {
    const { library } = await open();
    const [once] = await library.add([await prepared(QUOTA, { date: '2024-09-18' })]);
    const [again] = await library.add([
      await prepared(`${QUOTA}\n\n`, { date: '2024-09-19', title: 'Called otherwise' }),
    ]);
    expect(again).toEqual({ kind: 'known', entry: once!.entry });
    const [other, twin] = await library.add([
      await prepared(`${QUOTA} She left.`, { date: '2024-09-18' }),
      await prepared(`${QUOTA} She left.`, { date: '2024-09-18' }),
    ]);
    expect(other).toMatchObject({
      kind: 'added',
      entry: { id: expect.stringMatching(/^2024-09-18-no-quota-cut-this-year-[0-9a-f]{6}$/) },
    });
    expect(twin!.kind).toBe('known');
    expect(await library.count()).toBe(2);
  });

  test('what is removed is neither listed nor found', async () => {
    const { library } = await withThree();
    expect(await library.remove('2024-05-06-an-apology')).toBe(true);
    expect(await library.remove('2024-05-06-an-apology')).toBe(false);
    expect(await library.count()).toBe(2);
    expect(await library.candidates('ferry quay tickets')).toEqual([]);
  });

  test('another text from the same address is the new version; the old one opens, and knows the newer', async () => {
    const { library } = await open();
    const page = 'https://fish.example/1';
    const [old] = await library.add([await prepared(QUOTA, { date: '2024-09-18' }, page)]);
    const oldPrint = (await library.open(old!.entry.id))!.statement.sha256;
    const [added] = await library.add([await prepared(QUOTA.replace('healthy', 'weak'), { date: '2024-09-18' }, page)]);
    expect(added!.kind).toBe('new-version');
    expect((await library.list()).map(({ id }) => id)).toEqual([added!.entry.id]);
    expect((await library.candidates('is the cod stock healthy')).map(({ statement }) => statement.id)).toEqual([
      added!.entry.id,
    ]);
    expect((await library.open(oldPrint.slice(0, 6)))!.statement.text).toBe(QUOTA);
    expect((await library.newerThan(oldPrint))!.id).toBe(added!.entry.id);
    const [first, second] = await library.versions(added!.entry.id);
    expect(differenceOf(first!.text, second!.text).filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'removed', text: 'healthy.”' },
      { kind: 'added', text: 'weak.”' },
    ]);
  });

  test('statements that say where they come from are not versions of one another', async () => {
    const { library } = await open();
    const source = 'https://example.org/x';
    await library.add([await prepared(QUOTA, { source }), await prepared(FERRY, { source })]);
    expect(await library.count()).toBe(2);
  });

  test("one person's words about a matter come by date, oldest first, and nobody else's", async () => {
    const { library } = await open();
    const said = (words: string) =>
      `The tax\n\n“${words},” Mayor Anna Berg said. “The tax is a mistake,” port director Bo Ek said.`;
    await library.add([
      await prepared(said('The harbour tax will rise next year'), { date: '2024-03-01' }),
      await prepared(said('The harbour tax will never rise'), { date: '2022-03-01' }),
    ]);
    const quotes = await library.timeline('has she said otherwise about the harbour tax rise', 'Anna Berg');
    expect(quotes.map(({ text, header }) => [header.date, text])).toEqual([
      ['2022-03-01', 'The harbour tax will never rise'],
      ['2024-03-01', 'The harbour tax will rise next year'],
    ]);
  });

  test("files of the program's folder are statements like others, and follow the folder", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'library-test-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = (title: string, text: string) =>
      `---\ntitle: ${title}\ndate: 2024-05-06\npublisher: Harbour Office\nsource: https://example.org/x\nlanguage: en\nspeaker: {name: Anna Berg}\n---\n${text}\n`;
    await writeFile(path.join(folder, 'pier.md'), file('The pier', 'The pier is open.'));
    const { library, url } = await open(folder);
    expect((await library.open('pier'))!.statement.text).toBe('The pier is open.\n');
    const statement = (await library.open('pier'))!.statement;
    await library.setSpans('pier', withLabel(statement, '1.1', { kind: 'direct', name: 'Anna Berg' })!);
    await writeFile(path.join(folder, 'pier.md'), file('The northern pier', 'The pier is open.'));
    await writeFile(path.join(folder, 'quay.md'), file('The quay', 'The quay is closed.'));
    const { library: later } = await open(folder, url);
    expect((await later.list()).map(({ id, title }) => [id, title])).toEqual([
      ['quay', 'The quay'],
      ['pier', 'The northern pier'],
    ]);
    // What a person settled stays with the text.
    expect((await later.open('pier'))!.statement.spans).toMatchObject([
      { kind: 'direct', speaker: { name: 'Anna Berg' } },
      {},
    ]);
    await rm(path.join(folder, 'pier.md'));
    expect((await (await open(folder, url)).library.list()).map(({ id }) => id)).toEqual(['quay']);
  });

  test("another replica's new statement is there at the next question", async () => {
    const { library, url } = await withThree();
    const { library: replica } = await open(null, url);
    await replica.add([await prepared('The lighthouse\n\nThe lighthouse was painted red.')]);
    expect((await library.candidates('what colour is the lighthouse?'))[0]!.statement.title).toBe('The lighthouse');
  });

  test('a draft waits, is corrected and taken once; what somebody sent is forgotten with them', async () => {
    const { store } = await open();
    const drafts = createDraftTable(store.parts.database, store.parts.engine);
    const key = await keepWaiting(drafts, await prepared(QUOTA), { person: 7, chat: 7 });
    const corrected = await correctWaiting(drafts, key, { date: '2024-09-18' });
    expect(entryOf(corrected!.statement)).toMatchObject({ date: '2024-09-18', title: 'No quota cut this year' });
    expect(corrected!.draft.doubts).not.toContain('date');
    expect((await takeWaiting(drafts, key))!.statement.date).toBe('2024-09-18');
    expect(await takeWaiting(drafts, key)).toBeNull();
    await keepWaiting(drafts, await prepared(FERRY), { person: 7, chat: 7 });
    const fed = await keepWaiting(drafts, await prepared(PIER), null);
    await store.forget({ person: 7 });
    expect(await takeWaiting(drafts, (await prepared(FERRY)).statement.sha256.slice(0, 12))).toBeNull();
    expect((await waitingFromFeeds(drafts)).map(({ key: one }) => one)).toEqual([fed]);
  });
});

test.each([
  ['speaker', 'direct', 'Liv Aasgaard'],
  ['Bo Ek', 'direct', 'Bo Ek'],
  ['reported: Bo Ek', 'reported', 'Bo Ek'],
  ['publisher', 'narration', null],
])('a person settles whose words a sentence is: %s', async (word, kind, name) => {
  const { statement } = await prepared('The quota\n\nThe stock is healthy. Nobody knows why.', {
    speaker: { name: 'Liv Aasgaard', names: [], pronoun: 'she' },
  });
  const spans = withLabel(statement, '1.1', readWho(word, statement)!)!;
  const line = labelLines({ ...statement, spans }).find(({ key }) => key === '1.1');
  expect(line).toMatchObject({ kind, speaker: name, doubt: null, text: 'The stock is healthy.' });
  expect(spans.map(({ start }) => start)).toEqual(spans.map(({ start }) => start).sort((one, other) => one - other));
});

test('the difference of two texts gives both back', () => {
  const [older, newer] = [
    'The tax will never rise. Nobody wants it.',
    'The harbour tax will rise. Nobody really wants it.',
  ];
  const parts = differenceOf(older, newer);
  const side = (kind: 'added' | 'removed') =>
    parts
      .filter((part) => part.kind === 'same' || part.kind === kind)
      .map(({ text }) => text)
      .join('');
  expect([side('removed'), side('added')]).toEqual([older, newer]);
  expect(parts.filter(({ kind }) => kind !== 'same').map(({ kind, text }) => `${kind}: ${text.trim()}`)).toEqual([
    'added: harbour',
    'removed: never',
    'added: really',
  ]);
});
