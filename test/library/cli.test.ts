// npm run statements: what it prints, what it refuses, what a killed run leaves behind.

import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { runStatementsCommand } from '../../src/library/cli.ts';
import { openLibrary } from '../../src/library/library.ts';
import type { Prepared } from '../../src/library/prepare.ts';
import { openStore } from '../../src/store/store.ts';
import { createStatementTable } from '../../src/store/tables/statements.ts';
import { TABLES } from '../../src/tables.ts';
import { testLog } from '../helpers/stores.ts';
import { drafts, startModel } from '../model-server/server.ts';

const CLI = path.resolve(import.meta.dirname, '../../src/library/cli.ts');
const NODE = path.resolve(import.meta.dirname, '../../node_modules/.bin/node');

const APOLOGY = `An apology to our passengers

Last Friday our ferry left forty people standing on the quay. I am sorry for that night.

Anna Berg
Sundby, 6 May 2024`;

async function openTerminal() {
  const folder = await mkdtemp(path.join(tmpdir(), 'statements-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const url = `file:${path.join(folder, 'store.sqlite')}`;
  const open = async () => {
    const store = await openStore({ url, tables: TABLES, log: testLog() });
    return {
      library: await openLibrary(createStatementTable(store.parts.database, store.parts.engine), null),
      store,
      label: async (prepared: Prepared) => prepared,
      proxyEnv: {},
    };
  };
  /** `answers` are typed at the questions; without them nobody is there. */
  const run = async (words: readonly string[], answers: readonly string[] | null = null, piped = '') => {
    const [printed, complained, asked]: [string[], string[], string[]] = [[], [], []];
    const left = [...(answers ?? [])];
    const ask = async (question: string) => {
      asked.push(question);
      return left.shift() ?? '';
    };
    const terminal = {
      print: (line: string) => void printed.push(line),
      complain: (line: string) => void complained.push(line),
      ask: answers && ask,
      piped: async () => Buffer.from(piped),
    };
    const code = await runStatementsCommand(words, terminal, open);
    return { code, printed: printed.join('\n'), complained: complained.join('\n'), asked };
  };
  const write = async (name: string, content: string) => {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
    return path.join(folder, name);
  };
  return { run, write, folder, url };
}

const ENTRY = {
  id: '2024-05-06-an-apology-to-our-passengers',
  sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  title: 'An apology to our passengers',
  date: '2024-05-06',
  publisher: 'Nordic Ferries',
  language: 'en',
  form: expect.any(String),
  speaker: 'Anna Berg',
  paragraphs: expect.any(Number),
  sentences: expect.any(Number),
  unsure: expect.any(Number),
};

test('a file is added, listed, shown, found and removed', async () => {
  const { run, write } = await openTerminal();
  const file = await write('apology.txt', APOLOGY);
  const added = await run(['add', file, '--yes', '--json', '--publisher', 'Nordic Ferries']);
  expect(added.code).toBe(0);
  expect(JSON.parse(added.printed)).toEqual(ENTRY);
  expect(JSON.parse((await run(['list', '--json'])).printed)).toEqual([ENTRY]);
  expect((await run(['show', ENTRY.id])).printed).toBe(APOLOGY);
  const [hit] = JSON.parse((await run(['search', 'forty', 'people', '--json'])).printed);
  expect(hit).toMatchObject({
    id: ENTRY.id,
    title: ENTRY.title,
    quotes: [{ text: 'Last Friday our ferry left forty people standing on the quay.' }],
  });
  expect((await run(['add', file, '--yes'])).printed).toContain(`It is there already: ${ENTRY.id}`);
  expect((await run(['remove', ENTRY.id])).code).toBe(0);
  expect((await run(['list', '--json'])).printed).toBe('[]');
});

test('a preview is shown before anything is stored, and only a yes stores it', async () => {
  const { run } = await openTerminal();
  const no = await run(['add', '-'], ['t', 'n'], APOLOGY);
  expect(no.printed).toContain('An apology to our passengers\n2024-05-06 · no publisher');
  expect(no.printed).toContain('Look at: publisher');
  expect(no.printed).toContain(APOLOGY);
  expect(no.code).toBe(1);
  const nobody = await run(['add', '-'], null, APOLOGY);
  expect([nobody.code, nobody.complained]).toEqual([
    1,
    'Not stored: nobody was there to confirm it; --yes stores without asking.',
  ]);
  expect((await run(['list', '--json'])).printed).toBe('[]');
  expect((await run(['add', '-'], ['y'], APOLOGY)).code).toBe(0);
  expect(JSON.parse((await run(['list', '--json'])).printed)).toHaveLength(1);
});

test('a person settles whose words a sentence is', async () => {
  const { run } = await openTerminal();
  await run(
    ['add', '-', '--yes', '--form', 'report', '--title', 'The quota'],
    null,
    'The stock is healthy. Nobody knows why.',
  );
  const settled = await run(['labels', 'the-quota', '1.1', 'Liv', 'Aasgaard', '--json']);
  expect(JSON.parse(settled.printed)).toEqual([
    { key: '1.1', kind: 'direct', speaker: 'Liv Aasgaard', doubt: null, text: 'The stock is healthy.' },
  ]);
  const lines = JSON.parse((await run(['labels', 'the-quota', '--json'])).printed) as {
    key: string;
    speaker: string | null;
  }[];
  expect(lines.map(({ key, speaker }) => [key, speaker])).toContainEqual(['1.1', 'Liv Aasgaard']);
});

test.each([
  [['add', 'nothing.txt'], 1, 'nothing.txt: no such file or folder'],
  [['add', 'http://127.0.0.1/a'], 1, 'http://127.0.0.1/a: 127.0.0.1 is not on the public web'],
  [['add', '-', '--date', 'May'], 1, '-: date: expected a day, such as 2024-05-06'],
  [['show', 'nothing'], 1, 'there is no statement nothing'],
  [['remove', 'nothing'], 1, 'there is no statement nothing'],
  [['labels', 'nothing'], 1, 'there is no statement nothing'],
  [['watch', 'feed.xml'], 1, 'feed.xml is no address; expected https://…'],
  [['dance'], 2, 'npm run statements -- COMMAND'],
  [['list', '--loud'], 2, "Unknown option '--loud'"],
])('%j is answered with one line', async (words, code, line) => {
  const { run } = await openTerminal();
  const outcome = await run(words, null, 'Words.');
  expect([outcome.code, outcome.complained.split('\n')[0]]).toEqual([code, expect.stringContaining(line)]);
});

test('a folder is added in one go; what cannot be read is named and keeps nothing else back', async () => {
  const { run, write, folder } = await openTerminal();
  for (let at = 0; at < 120; at++)
    await write(`texts/${Math.floor(at / 50)}/${at}.txt`, `Notice ${at}\n\nThe quay number ${at} is closed today.`);
  await write('texts/broken.pdf', '%PDF-1.7');
  const added = await run(['add', path.join(folder, 'texts'), '--yes']);
  expect(added.printed).toBe('120 statements stored, 1 refused.');
  expect(added.complained).toContain('broken.pdf: the PDF is damaged');
  expect(added.complained).toContain('100 of 121');
  expect((await run(['add', path.join(folder, 'texts'), '--yes'])).printed).toBe(
    '0 statements stored, 120 were there already, 1 refused.',
  );
});

test('killed while a folder is added it leaves no half statement, and the next run adds the rest, none twice', async () => {
  const { run, write, folder, url } = await openTerminal();
  for (let at = 0; at < 400; at++)
    await write(`texts/${at}.txt`, `Notice ${at}\n\nThe quay number ${at} is closed today.`);
  const child = spawn(NODE, [CLI, 'add', path.join(folder, 'texts'), '--yes'], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  // Its first line of progress: something is stored, and most is not.
  await new Promise((resolve) => child.stderr.once('data', resolve));
  child.kill('SIGKILL');
  await ended;
  // The program's own statement is there too.
  const notices = async () =>
    (JSON.parse((await run(['list', '--json'])).printed) as { title: string }[])
      .filter(({ title }) => title.startsWith('Notice'))
      .map(({ title }) => title);
  expect((await notices()).length % 50).toBe(0);
  expect((await run(['add', path.join(folder, 'texts'), '--yes'])).code).toBe(0);
  const titles = await notices();
  expect([titles.length, new Set(titles).size]).toEqual([400, 400]);
  expect(JSON.parse((await run(['search', 'quay', 'number', '399', '--json'])).printed)[0].title).toBe('Notice 399');
});

/** A feed of two pages, one of which is changed later. */
async function serveFeed() {
  const served = { stock: 'healthy', asked: [] as string[] };
  const server = createServer((request, response) => {
    served.asked.push(`${request.url}${request.headers['if-none-match'] ? ' again' : ''}`);
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const entry = (id: string) =>
      `<entry><title>${id}</title><id>${id}</id><link href="${base}/${id}"/><updated>${id === 'cod' ? served.stock : 'once'}</updated></entry>`;
    if (request.url === '/feed') {
      if (request.headers['if-none-match'] === `"${served.stock}"`) return void response.writeHead(304).end();
      response.writeHead(200, { etag: `"${served.stock}"`, 'content-type': 'application/atom+xml' });
      return void response.end(
        `<feed xmlns="http://www.w3.org/2005/Atom"><title>Ministry</title>${entry('cod')}${entry('pier')}${entry('gone')}</feed>`,
      );
    }
    const words =
      request.url === '/cod'
        ? `The cod stock is ${served.stock}, the ministry said on Friday.`
        : 'The northern pier is open again after the storm.';
    response
      .writeHead(request.url === '/gone' ? 404 : 200, { 'content-type': 'text/html' })
      .end(`<html><body><main><h1>About ${request.url!.slice(1)}</h1><p>${words}</p></main></body></html>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { served, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed` };
}

test('a watched feed brings drafts that wait until somebody adds them; a changed page is a new version', async () => {
  const { run } = await openTerminal();
  const { served, url } = await serveFeed();
  const watched = await run(['watch', url, '--allow-loopback', '--json']);
  expect(JSON.parse(watched.printed)).toEqual({ url, waiting: 2 });
  expect(watched.complained).toMatch(/answers 404 Not Found$/);
  const waiting = JSON.parse((await run(['waiting', '--json'])).printed) as { key: string; title: string }[];
  expect(waiting.map(({ title }) => title).sort()).toEqual(['About cod', 'About pier']);
  expect((await run(['list', '--json'])).printed).toBe('[]');
  const cod = waiting.find(({ title }) => title === 'About cod')!;
  const added = JSON.parse((await run(['add', cod.key, '--yes', '--json', '--date', '2024-09-18'])).printed);
  expect(added).toMatchObject({ id: '2024-09-18-about-cod', date: '2024-09-18' });
  expect(JSON.parse((await run(['waiting', '--json'])).printed)).toHaveLength(1);
  expect((await run(['add', cod.key, '--yes'])).complained).toContain('no such draft is waiting');

  served.stock = 'weak';
  const page = url.replace('feed', 'cod');
  expect((await run(['add', page, '--allow-loopback', '--yes', '--date', '2024-09-18'])).printed).toContain(
    'Stored as the new version of its page',
  );
  expect(JSON.parse((await run(['list', '--json'])).printed)).toHaveLength(1);
});

test('the command itself reads the environment and ends with a code', async () => {
  const { folder, url } = await openTerminal();
  const env = { ...process.env, DATABASE_URL: url, STATEMENT: '' };
  const outcome = await promisify(execFile)(NODE, [CLI, 'show', 'nothing'], { env, cwd: folder }).catch(
    (error) => error,
  );
  expect([outcome.code, outcome.stderr]).toEqual([1, 'there is no statement nothing\n']);
});

test('a model is asked whose words each sentence is: where it says otherwise they are in doubt, until a person settles it', async () => {
  const { run, write, url } = await openTerminal();
  const file = await write('apology.txt', APOLOGY);
  const model = await startModel(() => drafts({ lines: [{ key: '1.1', who: 'other: Kari Dahl' }] }));
  onTestFinished(() => model.stop());
  const env = { ...process.env, DATABASE_URL: url, OPENAI_API_KEY: 'key', OPENAI_BASE_URL: model.baseUrl };
  const { stdout } = await promisify(execFile)(NODE, [CLI, 'add', file, '--yes', '--json'], { env });
  const { id } = JSON.parse(stdout);
  expect(model.requests).toHaveLength(1);
  expect((await run(['labels', id])).printed).toMatch(/^1\.1 .*\(a model says otherwise\?\) +Last Friday/m);
  await run(['labels', id, '1.1', 'speaker']);
  expect((await run(['labels', id])).printed).not.toContain('otherwise');
});
