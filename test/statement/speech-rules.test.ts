// Whose words, rule by rule: short texts in which one rule alone decides.

import { expect, test } from 'vitest';
import { labelSpeech } from '../../src/speech/speech.ts';

function saidIn(text: string): (readonly [words: string, speaker: string | null])[] {
  return labelSpeech(text)
    .filter((span) => span.kind === 'direct')
    .map((span) => [text.slice(span.start, span.end), span.speaker?.name ?? null]);
}

test('a verb of speech far before a short quotation gives way to the one right behind it', () => {
  expect(saidIn('When Ann Lee said the big bill would pass by May “no” Bob Ray replied.')).toEqual([
    ['“no”', 'Bob Ray'],
  ]);
});

test('two who speak by turns go on by turns, however long', () => {
  const text =
    '“One is here,” Ann Lee said.\n\n“Two is here,” Bob Ray said.\n\n“Three is here,” Lee said.\n\n“Four is four here.”\n\n“Five is five here.”\n\n“Six is six here.”';
  const speakers = saidIn(text).map(([, speaker]) => speaker);
  expect(speakers).toEqual(['Ann Lee', 'Bob Ray', 'Ann Lee', 'Bob Ray', 'Ann Lee', 'Bob Ray']);
});

test('what somebody would say is said by the one who tells so', () => {
  expect(saidIn('Ann Lee said Bob Ray would tell allies “we lost the whole race.”')).toEqual([
    ['“we lost the whole race.”', 'Ann Lee'],
  ]);
});

test('what somebody is believed to think stays his', () => {
  expect(saidIn('Ann Lee believes Bob Ray thinks “we lost the whole race.”')).toEqual([
    ['“we lost the whole race.”', 'Bob Ray'],
  ]);
});

test('two words in marks that nobody is said to say are nobody’s', () => {
  for (const rest of ['It was “so easy” for all.', 'On the wall hung “no way” in red.']) {
    expect(saidIn(`“We won the whole race,” Ann Lee said. ${rest}`)).toEqual([['“We won the whole race,”', 'Ann Lee']]);
  }
});

test('a turn does not reach over a dozen paragraphs to the next label', () => {
  const between = Array.from({ length: 12 }, (_, at) => `The road went on, part ${at}.`).join('\n\n');
  const text = `LEE: We begin.\n\nRAY: We go on.\n\nLEE: So be it.\n\nRAY: Yes.\n\n${between}\n\nLEE: We end.`;
  expect(saidIn(text).map(([words]) => words)).toEqual(['We begin.', 'We go on.', 'So be it.', 'Yes.', 'We end.']);
});

test('one word before a colon at the head of every paragraph is a rubric, not a speaker', () => {
  expect(saidIn('Tip: We begin.\n\nTip: We go on.\n\nTip: So be it.\n\nTip: Yes.')).toEqual([]);
});
