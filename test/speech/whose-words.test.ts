// Whose words in speeches, letters, posts, interviews, transcripts and reports of nine languages, labelled by hand.

import { expect, test } from 'vitest';
import { labelSpeech } from '../../src/speech/speech.ts';
import { readWhoseCases, scoreWhose } from '../eval/whose-words.ts';

const cases = readWhoseCases();

test('own or not, 97 of 100 sentences are right or unsure in any form, and the speakers of 95 of 100 are right', () => {
  const scores = cases.map(scoreWhose);
  const sum = (key: 'sentences' | 'wrong' | 'unsure' | 'said' | 'named') =>
    scores.reduce((total, score) => total + score[key], 0);
  const mistakes = scores.flatMap((score) => score.mistakes).join('\n');
  expect(sum('wrong') / sum('sentences'), mistakes).toBeLessThanOrEqual(0.03);
  expect(sum('unsure') / sum('sentences'), mistakes).toBeLessThanOrEqual(0.05);
  expect(sum('named') / sum('said'), mistakes).toBeGreaterThanOrEqual(0.95);
});

test('no word of a sentence becomes a speaker, whether the speaker is known beforehand or not', () => {
  const names = cases.flatMap(({ statement: { text } }) =>
    labelSpeech(text).flatMap(({ speaker }) => speaker?.name ?? []),
  );
  expect(
    names.filter((name) => /^(?:Q|A|Q\.|We|I|The|Not|Thank|Under|Не|Под|И|Но|我们|Wir|Nous|No)$/u.test(name)),
  ).toEqual([]);
  expect(names.filter((name) => !/\p{L}$|\p{L}\.$/u.test(name) || /[:!?\n“”«»]/u.test(name))).toEqual([]);
});

type Said = readonly [words: string, speaker: string | null];

test.each<[rule: string, text: string, said: Said[]]>([
  [
    'a label that occurs once is a label, and a turn lasts until the next one',
    'Anna Berg: It is finished.\n\nBo Ek: We thank you.\n\nAnd we go home.\n\nWorker: I lost two friends.\n\nAnna Berg: I know.',
    [
      ['It is finished.', 'Anna Berg'],
      ['We thank you.', 'Bo Ek'],
      ['And we go home.', 'Bo Ek'],
      ['I lost two friends.', 'Worker'],
      ['I know.', 'Anna Berg'],
    ],
  ],
  [
    'what stands in brackets on a line of its own nobody says',
    'MS. BERG: We begin.\n\n(Applause.)\n\nMS. BERG: We end.\n\nMR. EK: Good.',
    [
      ['We begin.', 'Berg'],
      ['We end.', 'Berg'],
      ['Good.', 'Ek'],
    ],
  ],
  [
    'words after “X said:” without marks are X’s until somebody else speaks or the notes begin',
    'A pier was opened today.\n\nHarbour Minister Anna Berg said:\n\nI am glad. We did it.\n\nPort director Bo Ek said:\n\nWe need cranes.\n\nNotes to editors\n\nThe pier cost nine million.',
    [
      ['I am glad. We did it.', 'Anna Berg'],
      ['We need cranes.', 'Bo Ek'],
    ],
  ],
  [
    'one word before a colon at the head of every paragraph is a rubric, not a speaker',
    'Tip: We begin.\n\nTip: We go on.\n\nTip: So be it.\n\nTip: Yes.',
    [],
  ],
])('%s', (_, text, said) => {
  const direct = labelSpeech(text).filter(({ kind }) => kind === 'direct');
  expect(direct.map(({ start, end, speaker }) => [text.slice(start, end), speaker?.name ?? null])).toEqual(said);
});
