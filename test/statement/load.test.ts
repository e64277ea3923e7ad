import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listStatements, loadStatement, parseStatement } from '../../src/statement/load.ts';

const DATA = path.resolve('data');
const release = await loadStatement(path.join(DATA, '2020-11-17-tangible-assistance.md'));

const FRONT_MATTER = `---
title: A bridge
date: 2021-05-03
publisher: The Paper
source: https://example.org/bridge
language: en
speaker:
  name: Ann Lee
---
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'statements-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function errorFor(name: string, content: string | Uint8Array): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return loadStatement(file).then(
    () => expect.fail('the file was accepted'),
    (error: Error) => error.message,
  );
}

test('the release is kept to the letter, its oddities included', () => {
  // The digest of the release as it was published.
  expect(release.sha256).toBe('1dc847ea3933eeefdfdb85109140e640c98c80ab3c7826af849dbbc94f2b257b');
  expect(release.sha256).toBe(createHash('sha256').update(release.text).digest('hex'));
  expect(release.text).toContain('the high highest-level meeting');
  expect(release.text).toContain('Ministry\u00a0of\u00a0Foreign\u00a0Affairs');
  expect(release.text).toContain(`as, I quote, ‘Belarus turning away from Russia', then they are wrong,”`);
});

test('the release has a headline, a date line, six paragraphs and a signature', () => {
  expect(release.blocks.map((block) => block.paragraph ?? block.kind)).toEqual([
    'headline',
    'date',
    1,
    2,
    3,
    4,
    5,
    6,
    'signature',
  ]);
  const fourth = release.blocks.find((block) => block.paragraph === 4)!;
  expect(release.text.slice(fourth.start, fourth.start + 26)).toBe('Recently some media outlet');
});

test('sentences carry keys by paragraph, and every visible character is in exactly one', () => {
  expect(release.sentences.map((sentence) => sentence.key)).toEqual(
    'headline.1 date.1 1.1 2.1 2.2 2.3 3.1 3.2 4.1 4.2 4.3 4.4 4.5 4.6 4.7 4.8 4.9 4.10 4.11 4.12 4.13 4.14 5.1 6.1 signature.1'.split(
      ' ',
    ),
  );
  const covered = new Array<number>(release.text.length).fill(0);
  for (const { start, end } of release.sentences) for (let at = start; at < end; at++) covered[at]!++;
  for (let at = 0; at < release.text.length; at++) {
    if (/\S/.test(release.text[at]!)) expect(covered[at]).toBe(1);
  }
});

test('a statement without headline, date line or signature is body alone', () => {
  const statement = parseStatement('plain.md', Buffer.from(`${FRONT_MATTER}One sentence.\r\nTwo.\r\n\r\nThree.\r\n`));
  expect(statement.blocks.map((block) => block.paragraph)).toEqual([1, 2]);
  expect(statement.sentences.map((sentence) => sentence.key)).toEqual(['1.1', '1.2', '2.1']);
});

test('the statements in data/ are listed by id', async () => {
  expect(await listStatements(DATA)).toContain('2020-11-17-tangible-assistance');
});

test.each([
  ['empty.md', '', /empty\.md: the file is empty; expected/],
  ['blank.md', '\n\n', /blank\.md: begins with blank lines; expected front matter/],
  ['no-front-matter.md', 'Just text.', /no-front-matter\.md: begins with "Just text\."; expected front matter/],
  ['no-text.md', `${FRONT_MATTER}\n \n`, /no-text\.md: no text after the front matter/],
  ['binary.md', new Uint8Array([0x89, 0x50, 0xff, 0x00]), /binary\.md: not UTF-8 text/],
  ['zero.md', `${FRONT_MATTER}a\0b`, /zero\.md: a zero byte at offset/],
  ['yaml.md', '---\na: [\n---\ntext', /yaml\.md: front matter is not YAML/],
  ['list.md', '---\n- a\n---\ntext', /list\.md: front matter is \["a"\]/],
  ['no-title.md', FRONT_MATTER.replace(/title.*\n/, ''), /no-title\.md: title is missing/],
  ['date.md', FRONT_MATTER.replace('2021-05-03', '3 May'), /date\.md: date is "3 May"/],
  ['source.md', FRONT_MATTER.replace('https:', 'javascript:'), /source\.md: source is "javascript:/],
])('%s is refused with one line that names it', async (name, content, expected) => {
  const message = await errorFor(name, content);
  expect(message).toMatch(expected);
  expect(message).not.toContain('\n');
});

test('a missing file and a folder are named', async () => {
  await expect(loadStatement(path.join(folder, 'none.md'))).rejects.toThrow(/none\.md: no such file; expected/);
  await expect(loadStatement(folder)).rejects.toThrow(/: a folder; expected/);
});
