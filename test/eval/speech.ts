// Scores the speech layer on short news texts labelled by hand: `npm run eval -- speech`.
// A text marks what is said with ⟦Speaker|“…”⟧ and words of others inside it with ⟪…⟫; an empty speaker is not scored.
// `tuning` texts may be looked at while writing rules; `kept` ones only tell whether the rules hold beyond them.

import { readdirSync, readFileSync } from 'node:fs';
import { labelSpeech } from '../../src/speech/speech.ts';

const FOLDER = new URL('speech/', import.meta.url);
const SETS = ['tuning', 'kept', 'audit'] as const;

type Said = { readonly start: number; readonly end: number; readonly speaker: string };

/** A news text without its markup, and what is marked in it. */
export type SpeechCase = {
  readonly name: string;
  readonly set: (typeof SETS)[number];
  readonly text: string;
  readonly said: readonly Said[];
  readonly quoted: readonly { readonly start: number; readonly end: number }[];
};

/** Counts behind the scores of one set of texts. */
export type SpeechScore = {
  texts: number;
  marked: number;
  labelled: number;
  exact: number;
  speakers: number;
  speakersRight: number;
  readonly mistakes: string[];
};

export function readSpeechCases(): SpeechCase[] {
  return SETS.flatMap((set) =>
    readdirSync(new URL(`${set}/`, FOLDER))
      .filter((file) => file.endsWith('.txt'))
      .sort()
      .map((file) => parseCase(readFileSync(new URL(`${set}/${file}`, FOLDER), 'utf8').trim(), `${set}/${file}`, set)),
  );
}

function parseCase(marked: string, name: string, set: SpeechCase['set']): SpeechCase {
  const said: Said[] = [];
  const quoted: { start: number; end: number }[] = [];
  let text = '';
  let open: { start: number; speaker: string } | null = null;
  let inner = -1;
  for (const piece of marked.split(/(⟦[^|⟦⟧]*\||⟧|⟪|⟫)/u)) {
    if (piece.startsWith('⟦')) open = { start: text.length, speaker: piece.slice(1, -1) };
    else if (piece === '⟧') {
      if (open === null) throw new Error(`${name}: ⟧ closes nothing at “${text.slice(-30)}”`);
      said.push({ ...open, end: text.length });
      open = null;
    } else if (piece === '⟪') inner = text.length;
    else if (piece === '⟫') quoted.push({ start: inner, end: text.length });
    else text += piece;
  }
  if (open !== null) throw new Error(`${name}: ⟦ is never closed`);
  return { name, set, text, said, quoted };
}

/** The same text with every third curly mark made straight; offsets stay. */
export function straightenThird(text: string): string {
  let seen = 0;
  return text.replaceAll(/[“”‘’]/gu, (mark) => {
    seen++;
    if (seen % 3 !== 0) return mark;
    return mark === '“' || mark === '”' ? '"' : "'";
  });
}

/** Scores texts, read as they are or through `change` (which must keep every offset). */
export function scoreSpeech(
  cases: readonly SpeechCase[],
  change: (text: string) => string = (text) => text,
): SpeechScore {
  const score: SpeechScore = {
    texts: 0,
    marked: 0,
    labelled: 0,
    exact: 0,
    speakers: 0,
    speakersRight: 0,
    mistakes: [],
  };
  for (const { name, text, said } of cases) {
    const changed = change(text);
    const direct = labelSpeech(changed).filter((span) => span.kind === 'direct');
    const show = (range: { start: number; end: number }): string => changed.slice(range.start, range.end);
    score.texts++;
    score.marked += said.length;
    score.labelled += direct.length;
    for (const one of said) {
      const found = direct.find((span) => span.start === one.start && span.end === one.end);
      if (found === undefined) {
        score.mistakes.push(`${name}: missed ${show(one)}`);
        continue;
      }
      score.exact++;
      if (one.speaker === '') continue;
      score.speakers++;
      const speaker = found.speaker?.name ?? 'nobody';
      if (plain(speaker) === plain(one.speaker)) score.speakersRight++;
      else score.mistakes.push(`${name}: ${show(one)} is given to ${speaker}, not ${one.speaker}`);
    }
    for (const span of direct) {
      if (!said.some((one) => one.start === span.start && one.end === span.end)) {
        score.mistakes.push(`${name}: no speech: ${show(span)}`);
      }
    }
  }
  return score;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/^(?:the|an?) /u, '');
}

/** Precision and recall of exact spans as one number, 0–100. */
export function f1({ exact, marked, labelled }: SpeechScore): number {
  return marked + labelled === 0 ? 100 : (200 * exact) / (marked + labelled);
}

/** Share of found spans whose speaker is right, 0–100. */
export function speakersRight({ speakers, speakersRight: right }: SpeechScore): number {
  return speakers === 0 ? 100 : (100 * right) / speakers;
}

/** Prints the table, or with `json` one JSON object. `mistakes` lists each, for the texts one may look at. */
export function runSpeechEval(
  options = { json: process.argv.includes('--json'), mistakes: process.argv.includes('--mistakes') },
): void {
  const cases = readSpeechCases();
  const rows = [
    { name: 'all', cases, change: undefined },
    ...SETS.map((set) => ({ name: set, cases: cases.filter((one) => one.set === set), change: undefined })),
    { name: 'all, every third mark straight', cases, change: straightenThird },
  ].map(({ name, cases: some, change }) => ({ name, score: scoreSpeech(some, change) }));
  if (options.json) {
    const out = rows.map(({ name, score }) => ({
      name,
      texts: score.texts,
      spans: score.marked,
      f1: round(f1(score)),
      speakers: round(speakersRight(score)),
    }));
    process.stdout.write(`${JSON.stringify({ speech: out })}\n`);
    return;
  }
  const lines = rows.map(
    ({ name, score }) =>
      `| ${name} | ${score.texts} | ${score.marked} | ${round(f1(score))} | ${round(speakersRight(score))} |`,
  );
  process.stdout.write(`| texts | n | spans | exact F1 | speakers |\n|---|--:|--:|--:|--:|\n${lines.join('\n')}\n`);
  if (options.mistakes)
    process.stdout.write(`${[...rows[1]!.score.mistakes, ...rows[3]!.score.mistakes].join('\n')}\n`);
}

function round(share: number): number {
  return Math.round(share * 10) / 10;
}

if (import.meta.main) runSpeechEval();
