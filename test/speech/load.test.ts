import { createHash } from 'node:crypto';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listStatements, loadStatement, parseStatement } from '../../src/speech/load.ts';
import { decodeLabels, encodeLabelFile, encodeLabels } from '../../src/statement/labels.ts';
import type { SpeechSpan } from '../../src/statement/statement.ts';

const DATA = path.resolve('data/statements');
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
  ['empty.md', '', /^empty\.md: no text; expected/],
  ['blank.md', '\n\n', /^blank\.md: no text; expected/],
  ['no-text.md', `${FRONT_MATTER}\n \n`, /^no-text\.md: no text after the front matter/],
  ['binary.md', new Uint8Array([0x89, 0x50, 0xff, 0x00]), /^binary\.md: not UTF-8 text/],
  ['zero.md', `${FRONT_MATTER}a\0b`, /^zero\.md: a zero byte at offset/],
  ['yaml.md', '---\na: [\n---\ntext', /^yaml\.md: line \d: front matter is not YAML/],
  ['list.md', '---\n- a\n---\ntext', /^list\.md: line 2: front matter is \["a"\]/],
  ['no-title.md', FRONT_MATTER.replace(/title.*\n/, ''), /^no-title\.md: title is missing$/],
  ['date.md', FRONT_MATTER.replace('2021-05-03', '3 May'), /^date\.md: line 3: date is "3 May"; expected a day/],
  ['source.md', FRONT_MATTER.replace('https:', 'javascript:'), /^source\.md: line 5: source is "javascript:/],
  [
    'all.md',
    FRONT_MATTER.replace('2021-05-03', '3 May').replace('language', 'tongue').replace('Ann Lee', "''"),
    /^all\.md: line 3: date is .*; line 8: speaker\.name is "".*; front matter has tongue \(line 6\); expected title, date/,
  ],
])('%s is refused with one line that names it and all that is wrong', (name, content, expected) => {
  const parse = () =>
    parseStatement(
      name,
      Buffer.from(typeof content === 'string' && content.endsWith('---\n') ? `${content}Text.` : content),
    );
  expect(parse).toThrow(expected);
  expect(parse).toThrow(/^[^\n]*$/);
});

test('a missing file and a folder are named', async () => {
  await expect(loadStatement('none.md')).rejects.toThrow(/none\.md: no such file; expected/);
  await expect(loadStatement(DATA)).rejects.toThrow(/: a folder; expected/);
});

test('only a title is needed, and the first line of a text without front matter is one', () => {
  const plain = parseStatement(
    'plain.md',
    Buffer.from('# **A new pier**\n\nThe pier opened today, and we are glad of it.\n'),
  );
  expect(plain).toMatchObject({ title: 'A new pier', date: null, publisher: null, speaker: null, language: 'en' });
  expect(plain.sentences.map(({ key }) => key)).toEqual(['headline.1', '1.1']);
  const titled = parseStatement('x.md', Buffer.from('---\ntitle: T\nspeaker: Maria Delgado\n---\nText.'));
  expect(titled.speaker).toEqual({ name: 'Maria Delgado', names: [], pronoun: 'they' });
});

test('what is layout is no sentence, and what stands before a line is none of its words', () => {
  const body = [
    '## What will change',
    '1. The pier opens in May\n2. Tickets cost four crowns',
    '* **Bikes** - bikes travel free. They need a strap.',
    '| Year | Passengers |\n|---|---|\n| 2022 | 40,000 |',
    '---',
    '<!-- draft. not shown. -->',
    '3/ A city that\nnever sleeps waits.',
    '— Да? — спросил он.',
  ].join('\n\n');
  const { text, sentences } = parseStatement('x.md', Buffer.from(`---\ntitle: T\nlanguage: en\n---\n${body}\n\nEnd.`));
  expect(sentences.map(({ start, end }) => text.slice(start, end))).toEqual([
    'What will change',
    'The pier opens in May',
    'Tickets cost four crowns',
    '**Bikes** - bikes travel free.',
    'They need a strap.',
    'Year | Passengers',
    '2022 | 40,000',
    'A city that\nnever sleeps waits.',
    'Да? — спросил он.',
    'End.',
  ]);
});

test('labels beside a file hold for this very text alone', () => {
  const source = Buffer.from('---\ntitle: T\n---\n“We pay,” Ann Lee said.');
  const { sha256 } = parseStatement('x.md', source);
  const spans: SpeechSpan[] = [
    { start: 0, end: 23, kind: 'direct', speaker: { start: 10, end: 17, name: 'Bo' }, doubt: 'a' },
  ];
  expect(decodeLabels(encodeLabels(spans))).toEqual(spans);
  expect(parseStatement('x.md', source, encodeLabelFile(sha256, 'person', spans)).spans).toEqual(spans);
  expect(parseStatement('x.md', source, encodeLabelFile('0', 'person', spans)).spans).not.toEqual(spans);
});
