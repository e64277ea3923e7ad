// The speech layer on short news texts labelled by hand, and on text that nobody would print.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { labelSpeech } from '../../src/speech/speech.ts';
import type { SpeechSpan } from '../../src/statement/statement.ts';
import { f1, readSpeechCases, scoreSpeech, speakersRight, straightenThird } from '../eval/speech.ts';

const cases = readSpeechCases();

test('at least 40 texts are scored, half of them kept apart from the writing of rules', () => {
  expect(cases.length).toBeGreaterThanOrEqual(40);
  expect(cases.filter((one) => one.set === 'kept').length).toBeGreaterThanOrEqual(20);
});

test('direct quotations are found to the letter with their speakers', () => {
  const score = scoreSpeech(cases);
  expect(f1(score), score.mistakes.join('\n')).toBeGreaterThanOrEqual(97.5);
  expect(speakersRight(score), score.mistakes.join('\n')).toBeGreaterThanOrEqual(92);
});

test('the score holds within a point when every third curly mark is made straight', () => {
  const plain = scoreSpeech(cases);
  const mixed = scoreSpeech(cases, straightenThird);
  expect(Math.abs(f1(plain) - f1(mixed))).toBeLessThanOrEqual(1);
  expect(Math.abs(speakersRight(plain) - speakersRight(mixed))).toBeLessThanOrEqual(1);
});

test('words of others inside a quotation are labelled as quoted', () => {
  for (const { name, text, quoted } of cases) {
    const found = labelSpeech(text).filter((span) => span.kind === 'quoted');
    expect(
      found.map(({ start, end }) => text.slice(start, end)),
      name,
    ).toEqual(quoted.map(({ start, end }) => text.slice(start, end)));
  }
});

test('a known speaker is found under each of his names', () => {
  const text = 'The old man of the hill said, “We shall see.”\n\n“Or not,” the Ridge Fox added.';
  const speakers = [{ name: 'Tobias Wren', names: ['the old man of the hill', 'the Ridge Fox'] }];
  const named = labelSpeech(text, { speakers }).filter((span) => span.kind === 'direct');
  expect(named.map((span) => span.speaker?.name)).toEqual(['Tobias Wren', 'Tobias Wren']);
});

test('a paraphrase is reported around the fragment that it quotes', () => {
  const text = 'Mayor Ana Ortiz called the plan “a disaster” for the port.';
  expect(labelSpeech(text).map(({ start, end, kind }) => [kind, text.slice(start, end)])).toEqual([
    ['reported', 'Mayor Ana Ortiz called the plan'],
    ['narration', ' '],
    ['direct', '“a disaster”'],
    ['narration', ' '],
    ['reported', 'for the port.'],
  ]);
});

const piece = fc.constantFrom(
  '“',
  '”',
  '"',
  "'",
  '‘',
  '’',
  '\n',
  '\n\n',
  ' ',
  '. ',
  ', ',
  'said',
  ' Smith ',
  'Al Ray ',
  'he ',
  'the mayor ',
  'who ',
  'PENCE: ',
  'according to ',
  '(',
  '—',
  'x',
  '😀',
  '\u00a0',
);
const hostile = fc.oneof(
  fc.array(piece, { maxLength: 120 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 300 }),
);

test('spans cover any text in order, and quoted ones lie inside the direct one before them', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      let at = 0;
      let direct: SpeechSpan | null = null;
      for (const span of labelSpeech(text)) {
        if (span.kind === 'quoted') {
          expect(direct !== null && span.start >= direct.start && span.end <= direct.end).toBe(true);
          continue;
        }
        expect(span.start).toBe(at);
        expect(span.end).toBeGreaterThan(span.start);
        at = span.end;
        if (span.kind === 'direct') direct = span;
        if (span.speaker !== null) expect(span.speaker.end).toBeLessThanOrEqual(text.length);
        if (span.kind === 'narration') expect(span.speaker).toBeNull();
      }
      expect(at).toBe(text.length);
    }),
    { numRuns: 2000 },
  );
});

test('the same text is always labelled the same', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(labelSpeech(text)).toEqual(labelSpeech(text));
    }),
    { numRuns: 200 },
  );
});
