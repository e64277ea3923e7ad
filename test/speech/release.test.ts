// The shipped release, labelled by hand: the speech layer must agree with it to the letter.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadStatement } from '../../src/speech/load.ts';
import { labelSpeech } from '../../src/speech/speech.ts';
import type { SpeechSpan } from '../../src/statement/statement.ts';

type Label = { readonly fileStart: number; readonly text: string };
type Attributed = Label & { readonly speaker: string; readonly mention: Label; readonly frame?: Label };

const labels = JSON.parse(readFileSync(new URL('../statement/statement-speech.json', import.meta.url), 'utf8')) as {
  readonly direct: readonly Attributed[];
  readonly nested: readonly Label[];
  readonly reported: readonly Attributed[];
  readonly narration: readonly Label[];
};
const shipped = readFileSync(
  new URL('../../data/statements/2020-11-17-tangible-assistance.md', import.meta.url),
  'utf8',
);
const release = shipped.slice(shipped.indexOf('\n---\n') + 5).replace(/^\n+/u, '');

// Hand labels count from the release's first character, which is the headline's.
const text = release;
const spans = labelSpeech(text);

function placed(kind: SpeechSpan['kind']): unknown[] {
  return spans
    .filter((span) => span.kind === kind)
    .map(({ start, end, speaker }) => ({
      start,
      text: text.slice(start, end),
      speaker: speaker === null ? null : speaker.name,
      mention: speaker === null ? null : { start: speaker.start, text: text.slice(speaker.start, speaker.end) },
    }));
}

function expected({ fileStart, text: words, speaker, mention }: Attributed): unknown {
  return { start: fileStart, text: words, speaker, mention: { start: mention.fileStart, text: mention.text } };
}

test('the direct quotations of the release are found with their marks, speakers and mentions', () => {
  expect(placed('direct')).toEqual(labels.direct.map(expected));
});

test('the words he quotes from others are found inside his own', () => {
  expect(spans.filter((span) => span.kind === 'quoted').map((span) => text.slice(span.start, span.end))).toEqual(
    labels.nested.map((label) => label.text),
  );
});

test('the reported sentences of the release are found whole, with their speakers and mentions', () => {
  expect(placed('reported')).toEqual(labels.reported.map(expected));
});

test('headline, date, signature, telling and every frame are narration', () => {
  const narrated = spans
    .filter((span) => span.kind === 'narration')
    .map((span) => text.slice(span.start, span.end).trim());
  for (const { text: words } of labels.narration) expect(narrated).toContain(words);
  for (const { frame } of labels.direct) expect(narrated).toContain(frame?.text);
});

test('spans cover the release in order, and only quoted ones lie inside others', () => {
  let at = 0;
  for (const span of spans) {
    if (span.kind === 'quoted') continue;
    expect(span.start).toBe(at);
    at = span.end;
  }
  expect(at).toBe(text.length);
});

test('the labels that ship beside the release are those of the hand', async () => {
  const { spans: kept, text: whole } = await loadStatement('data/statements/2020-11-17-tangible-assistance.md');
  const shift = whole.indexOf(text[0]!);
  expect(
    kept
      .filter(({ kind }) => kind !== 'narration')
      .map(({ start, end, kind, speaker }) => [start - shift, end - shift, kind, speaker?.name]),
  ).toEqual(
    spans
      .filter(({ kind }) => kind !== 'narration')
      .map(({ start, end, kind, speaker }) => [start, end, kind, speaker?.name]),
  );
});
