import path from 'node:path';
import { expect, test } from 'vitest';
import { loadStatement, parseStatement } from '../../src/speech/load.ts';
import { promptLine } from '../../src/statement/prompt-line.ts';
import { placesOf, quoteSentences as quotesIn } from '../../src/statement/quotation.ts';
import type { Statement } from '../../src/statement/statement.ts';

const release = await loadStatement(path.resolve('data/statements/2020-11-17-tangible-assistance.md'));
const quoteSentences = (statement: Statement, keys: readonly string[]) =>
  quotesIn({ statement, places: placesOf(statement) }, keys);
const shown = (...keys: string[]) =>
  quoteSentences(release, keys).map(({ text, kind, paragraph }) => [text, kind, paragraph]);

test('neighbouring sentences of one speech join, without marks and without the comma that leads into the frame', () => {
  expect(shown('4.6', '4.4', '4.5')).toEqual([
    [
      'After all, we have made it clear that our closest ally, our kindred country and people are Russia and the Russians. Once again, we have never turned our backs on Russia. Never',
      'direct',
      4,
    ],
  ]);
});

test('sentences on both sides of a frame never join', () => {
  expect(shown('4.9', '4.10').map(([text]) => text)).toEqual([
    "If they see our multi-vector policy as, I quote, ‘Belarus turning away from Russia', then they are wrong",
    'Today, half of our exports are sold in foreign markets away from us and from Russia.',
  ]);
  expect(shown('4.6', '4.7', '4.8')).toHaveLength(3);
});

test('words of others inside his own are marked as such', () => {
  const [quote] = quoteSentences(release, ['4.9']);
  expect(quote!.quoted.map(({ start, end }) => release.text.slice(start, end))).toEqual([
    "‘Belarus turning away from Russia'",
  ]);
  expect(quote!.speaker).toBe('Aleksandr Lukashenko');
});

test('the agency’s sentences stay whole, reported or narrated', () => {
  expect(shown('4.7')).toEqual([
    [
      'He recalled that the relations with Russia never disrupted, even during the times of economic disputes.',
      'reported',
      4,
    ],
  ]);
  expect(shown('3.1')).toEqual([
    ['The president also outlined topical issues on the agenda of the meeting.', 'narration', 3],
  ]);
  expect(shown('headline.1')[0]![2]).toBeNull();
});

test('a quotation is the statement’s slice, letter for letter', () => {
  for (const sentence of release.sentences) {
    for (const quote of quoteSentences(release, [sentence.key])) {
      expect(release.text.slice(quote.start, quote.end)).toBe(quote.text);
      expect(quote.start).toBeGreaterThanOrEqual(sentence.start);
      expect(quote.end).toBeLessThanOrEqual(sentence.end);
    }
  }
});

test('keys that name no sentence give nothing', () => {
  expect(quoteSentences(release, ['9.9', '', '4', '4.99'])).toEqual([]);
});

test('one sentence that is broken by a frame gives two quotations, and a fragment stays in its paraphrase', () => {
  const text = '“We won,” said Ann Lee, “but it cost us.” Bob Ray, the mayor, called it “a disaster” for the town.';
  const statement = parseStatement(
    'x.md',
    Buffer.from(
      `---\ntitle: T\ndate: 2021-05-03\npublisher: P\nsource: https://example.org\nlanguage: en\nspeaker:\n  name: Ann Lee\n---\n${text}\n`,
    ),
  );
  expect(quoteSentences(statement, ['1.1']).map((quote) => [quote.text, quote.kind])).toEqual([
    ['We won', 'direct'],
    ['but it cost us.', 'direct'],
  ]);
  expect(quoteSentences(statement, ['1.2']).map((quote) => [quote.text, quote.kind])).toEqual([
    ['Bob Ray, the mayor, called it “a disaster” for the town.', 'reported'],
  ]);
});

function spoken(text: string) {
  const front =
    '---\ntitle: T\ndate: 2021-05-03\npublisher: P\nsource: https://example.org\nlanguage: en\nspeaker:\n  name: Ann Lee\n---\n';
  const statement = parseStatement('x.md', Buffer.from(`${front}${text}\n`));
  return (...keys: string[]) =>
    quoteSentences(statement, keys).map((quote) => [quote.text, quote.kind, quote.speaker] as const);
}

test('sentences of one speech that do not follow each other never join', () => {
  expect(shown('4.4', '4.6').map(([text]) => text)).toEqual([
    'After all, we have made it clear that our closest ally, our kindred country and people are Russia and the Russians.',
    'Never',
  ]);
});

test('reports of two people never join', () => {
  const quotes = spoken('Ann Lee said that taxes would rise. Bob Ray said that taxes would fall.');
  expect(quotes('1.1', '1.2')).toEqual([
    ['Ann Lee said that taxes would rise.', 'reported', 'Ann Lee'],
    ['Bob Ray said that taxes would fall.', 'reported', 'Bob Ray'],
  ]);
});

test('after words of others the speaker goes on in her own', () => {
  const quotes = spoken('“They call it ‘a bridge to nowhere’ all day. We built it all the same,” Ann Lee said.');
  expect(quotes('1.2')).toEqual([['We built it all the same', 'direct', 'Ann Lee']]);
});

test('a sentence of nothing but words of others is quoted, not direct', () => {
  const quotes = spoken('“They told us ‘We shall win. We shall rule. We shall see.’ We went on,” Ann Lee said.');
  expect(quotes('1.1', '1.2', '1.4').map(([text, kind]) => [text, kind])).toEqual([
    ['They told us ‘We shall win.', 'direct'],
    ['We shall rule.', 'quoted'],
    ['We went on', 'direct'],
  ]);
});

test('prompt labels say whose words a sentence holds', () => {
  const line = (key: string) => promptLine(release, release.sentences.find((sentence) => sentence.key === key)!);
  expect(line('4.4')).toMatch(/^\[4\.4\] \(own\) After all/);
  expect(line('4.7')).toMatch(/^\[4\.7\] \(reported\) /);
  expect(line('4.9')).toMatch(/^\[4\.9\] \(own\) \(quoting\) /);
  expect(line('3.1')).toMatch(/^\[3\.1\] [^(]/);
});

test('what is in doubt is unsure, and nobody is named', () => {
  const statement = parseStatement(
    'x.md',
    Buffer.from('---\ntitle: T\n---\nAnn Lee said that taxes would rise. “We pay,” she said.'),
  );
  const doubted = { ...statement, spans: statement.spans.map((span) => ({ ...span, doubt: 'several who speak' })) };
  expect(quoteSentences(doubted, ['1.1', '1.2']).map(({ kind, speaker }) => [kind, speaker])).toEqual([
    ['unsure', null],
    ['unsure', null],
  ]);
  expect(promptLine(doubted, doubted.sentences[1]!)).toMatch(/^\[1\.2\] “We pay/);
});

test('marks at the edge of own words without marks are those of what is quoted there', () => {
  const statement = parseStatement(
    'x.md',
    Buffer.from(
      '---\ntitle: T\nform: letter\nspeaker: Ann Lee\n---\nDear all,\n\n“Never again” was our promise. I keep it.',
    ),
  );
  expect(quoteSentences(statement, ['2.1']).map(({ text, kind }) => [text, kind])).toEqual([
    ['“Never again” was our promise.', 'direct'],
  ]);
});
