// Scores whose words sentences are in forms of every kind: `node test/eval/whose-words.ts [--mistakes]`.
// A text marks what somebody says with ⟦Speaker|…⟧ and words of others inside it with ⟪…⟫; what is unmarked is the publisher's.

import { readdirSync, readFileSync } from 'node:fs';
import { parseStatement, statementOf } from '../../src/speech/load.ts';
import { isSameName } from '../../src/statement/names.ts';
import type { SpeechSpan, Statement } from '../../src/statement/statement.ts';

const FOLDER = new URL('whose-words/', import.meta.url);

type Said = { readonly start: number; readonly end: number; readonly speaker: string };

export type WhoseCase = { readonly name: string; readonly statement: Statement; readonly said: readonly Said[] };

/** How many sentences: right, unsure, and wrong though sure; and whose speakers were right of those that somebody says. */
export type WhoseScore = {
  readonly name: string;
  readonly form: string;
  readonly sentences: number;
  readonly right: number;
  readonly unsure: number;
  readonly wrong: number;
  readonly said: number;
  readonly named: number;
  readonly mistakes: readonly string[];
};

export function readWhoseCases(): WhoseCase[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => {
      const { text: marked, ...fields } = parseStatement(file, readFileSync(new URL(file, FOLDER)));
      const { text, said } = unmarked(marked);
      return { name: file.slice(0, -3), statement: statementOf({ ...fields, form: null }, text, null), said };
    });
}

function unmarked(marked: string): { text: string; said: Said[] } {
  const said: Said[] = [];
  let text = '';
  let open: { start: number; speaker: string } | null = null;
  for (const piece of marked.split(/(⟦[^|⟦⟧]*\||⟧|⟪|⟫)/u)) {
    if (piece.startsWith('⟦')) open = { start: text.length, speaker: piece.slice(1, -1) };
    else if (piece === '⟧') {
      said.push({ ...open!, end: text.length });
      open = null;
    } else if (piece !== '⟪' && piece !== '⟫') text += piece;
  }
  return { text, said };
}

/** Own or not, sentence by sentence: whether most of its letters are the words of the statement's speaker. */
export function scoreWhose({ name, statement, said }: WhoseCase): WhoseScore {
  const { text, sentences, spans, speaker, form } = statement;
  const own = speaker === null ? [] : [speaker.name, ...speaker.names];
  const isOwn = (who: string) => own.some((one) => isSameName(one, who));
  const score = { right: 0, unsure: 0, wrong: 0, said: 0, named: 0 };
  const mistakes: string[] = [];
  for (const sentence of sentences) {
    const truth = most(said, sentence, text);
    const found = most(
      spans.filter(({ kind }) => kind === 'direct'),
      sentence,
      text,
    );
    const isUnsure =
      found !== null ? found.doubt !== null : spans.some((span) => span.doubt !== null && touches(span, sentence));
    const isRight =
      (truth !== null && isOwn(truth.speaker)) ===
      (found !== null && found.speaker !== null && isOwn(found.speaker.name));
    if (isUnsure) score.unsure++;
    else if (isRight) score.right++;
    else score.wrong++;
    const show = `${name} ${sentence.key}: ${text.slice(sentence.start, sentence.end).slice(0, 70)}`;
    if (truth !== null && truth.speaker !== '') {
      score.said++;
      const isNamed = found?.speaker != null && isSameName(found.speaker.name, truth.speaker);
      if (isNamed) score.named++;
      else if (!isUnsure)
        mistakes.push(
          `${show} | ${truth.speaker}, not ${found?.speaker?.name ?? (found ? 'nobody' : 'the publisher')}`,
        );
    } else if (!isRight && !isUnsure) mistakes.push(`${show} | not ${found?.speaker?.name}`);
    if (isUnsure)
      mistakes.push(`${show} | unsure: ${spans.find((span) => span.doubt !== null && touches(span, sentence))?.doubt}`);
  }
  return { name, form, sentences: sentences.length, ...score, mistakes };
}

function touches(one: { start: number; end: number }, other: { start: number; end: number }): boolean {
  return one.start < other.end && one.end > other.start;
}

/** The range that holds most of a sentence's letters, null where most are in none. */
function most<T extends { start: number; end: number }>(
  ranges: readonly T[],
  sentence: SpeechSpan | Said | Statement['sentences'][number],
  text: string,
): T | null {
  const letters = (from: number, to: number) =>
    text.slice(from, Math.max(from, to)).match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const all = letters(sentence.start, sentence.end);
  const parts = ranges.filter((range) => touches(range, sentence));
  const held = (range: T) => letters(Math.max(range.start, sentence.start), Math.min(range.end, sentence.end));
  const total = parts.reduce((sum, range) => sum + held(range), 0);
  return total * 2 < all ? null : (parts.toSorted((one, other) => held(other) - held(one))[0] ?? null);
}

if (import.meta.main) {
  const scores = readWhoseCases().map(scoreWhose);
  const isReport = ({ form }: WhoseScore) => form === 'report' || form === 'release';
  process.stdout.write(
    '| text | form | sentences | right | unsure | wrong, sure | speakers |\n|---|---|--:|--:|--:|--:|--:|\n',
  );
  const row = (name: string, some: readonly WhoseScore[]) => {
    const sum = (key: 'sentences' | 'right' | 'unsure' | 'wrong' | 'said' | 'named') =>
      some.reduce((total, one) => total + one[key], 0);
    const share = (part: number) => `${((100 * part) / Math.max(1, sum('sentences'))).toFixed(0)} %`;
    process.stdout.write(
      `| ${name} | ${some.length === 1 ? some[0]!.form : ''} | ${sum('sentences')} | ${share(sum('right'))} | ${share(sum('unsure'))} | ${share(sum('wrong'))} | ${sum('named')} of ${sum('said')} |\n`,
    );
  };
  for (const score of scores) row(score.name, [score]);
  row('reports and releases', scores.filter(isReport));
  row(
    'other forms',
    scores.filter((score) => !isReport(score)),
  );
  if (process.argv.includes('--mistakes'))
    process.stdout.write(`${scores.flatMap(({ mistakes }) => mistakes).join('\n')}\n`);
}
