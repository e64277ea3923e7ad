// Scores the check on messages that put words in somebody's mouth: `node test/eval/alleged.ts [--labels]`.
// With --model a capable model's replies are at hand; with --labels the speech labels are those in labels.json, made by hand: what is then wrong is the check's own.

import { readdirSync, readFileSync } from 'node:fs';
import { type Check, check as checkMessage } from '../../src/check/check.ts';
import { loadComparePrompt } from '../../src/check/compare.ts';
import { type Model, NO_USAGE } from '../../src/model/model.ts';
import { openStatement } from '../../src/retrieval/open-statement.ts';
import { parseStatement } from '../../src/speech/load.ts';
import type { SpeechSpan, Statement } from '../../src/statement/statement.ts';

const FOLDER = new URL('alleged/', import.meta.url);

export type AllegedCase = {
  readonly message: string;
  readonly by: string | null;
  readonly verdict: string;
  readonly withoutModel: string;
  readonly whose: string | null;
  readonly passages?: readonly { readonly text: string; readonly verdict: string }[];
  readonly sentences: readonly string[];
};

type Labels = {
  readonly unmarked?: string;
  readonly turns?: Readonly<Record<string, string>>;
  readonly marked?: readonly (readonly [string, string])[];
  readonly reported?: readonly (readonly [string, string])[];
  readonly quoted?: readonly (readonly [string, string | null])[];
  readonly narration?: readonly string[];
  readonly unsure?: readonly string[];
};
const LABELS = JSON.parse(readFileSync(new URL('labels.json', FOLDER), 'utf8')) as Readonly<Record<string, Labels>>;

export function statementNamed(name: string): Statement {
  return parseStatement(`${name}.md`, readFileSync(new URL(`${name}.md`, FOLDER)));
}

/** The statement with the labels made by hand. */
export function labelled(statement: Statement): Statement {
  const labels = LABELS[statement.id]!;
  const spans: SpeechSpan[] = [];
  const { text } = statement;
  const span = (
    start: number,
    end: number,
    kind: SpeechSpan['kind'],
    name: string | null,
    doubt: string | null = null,
  ) => spans.push({ start, end, kind, speaker: name === null ? null : { name, start, end: start }, doubt });
  let turn: string | null = labels.unmarked === 'narration' ? null : (labels.unmarked ?? null);
  for (const sentence of statement.sentences) {
    const words = text.slice(sentence.start, sentence.end);
    let { start } = sentence;
    const label = Object.keys(labels.turns ?? {}).find(
      (one) => text.startsWith(one, start) && /[:：]/u.test(text[start + one.length]!),
    );
    if (label !== undefined) {
      turn = labels.turns![label]!;
      const end = start + label.length + 1;
      span(start, end, 'narration', null);
      start = end;
    }
    const before = spans.at(-1);
    if (before && before.end > start && before.kind === 'narration' && labels.turns)
      start = Math.min(before.end, sentence.end);
    if (start >= sentence.end) continue;
    const opens = (prefix: string) => words.replace(/^["«„“‹\s]+/u, '').startsWith(prefix);
    if (labels.narration?.some(opens)) span(start, sentence.end, 'narration', null);
    else if (labels.unsure?.some(opens)) span(start, sentence.end, 'narration', null, 'by hand');
    else if (turn !== null) {
      span(start, sentence.end, 'direct', turn);
      for (const [quoted, name] of labels.quoted ?? []) {
        const at = words.indexOf(quoted);
        if (at >= 0) span(sentence.start + at, sentence.start + at + quoted.length, 'quoted', name);
      }
    } else {
      const reported = labels.reported?.find(([prefix]) => opens(prefix));
      span(start, sentence.end, reported ? 'reported' : 'narration', reported?.[1] ?? null);
    }
  }
  // Passages in marks, over the sentences they stand in.
  for (const [prefix, name] of labels.marked ?? []) {
    const at = text.search(new RegExp(`["«„“]\\s?${prefix}`, 'u'));
    const end = at + 1 + text.slice(at + 1).search(/["»”“]/u) + 1;
    spans.push({ start: at, end, kind: 'direct', speaker: { name, start: at, end: at }, doubt: null });
  }
  return { ...statement, spans: cut(spans) };
}

/** Narration and reports give way to what is said inside them. */
function cut(spans: readonly SpeechSpan[]): SpeechSpan[] {
  const said = spans.filter(({ kind }) => kind === 'direct' || kind === 'quoted');
  const rest = spans.flatMap((span) => {
    if (span.kind === 'direct' || span.kind === 'quoted') return [];
    let pieces: SpeechSpan[] = [span];
    for (const { start, end } of said) {
      pieces = pieces.flatMap((piece) => {
        if (end <= piece.start || start >= piece.end) return [piece];
        return [
          { ...piece, end: start },
          { ...piece, start: end },
        ].filter((part) => part.end > part.start);
      });
    }
    return pieces;
  });
  return [...said, ...rest].sort((one, other) => one.start - other.start || other.end - one.end);
}

export function allegedCases(): { readonly statement: string; readonly cases: readonly AllegedCase[] }[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json') && file !== 'labels.json')
    .map((file) => ({
      statement: file.replace(/\.json$/, ''),
      cases: (JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as { cases: AllegedCase[] }).cases,
    }));
}

/** Whether the check says what is right: verdict, those of its passages, and whose words they are. */
export function isRight(
  one: AllegedCase,
  { verdict, passages }: Check,
  expected = withoutModel(one.withoutModel),
): boolean {
  if (verdict !== expected) return false;
  const whose = passages.find((passage) => passage.verdict === verdict)?.whose?.toLowerCase() ?? '';
  const right = one.whose?.toLowerCase() ?? null;
  if (verdict === 'others' && right !== null && (whose === '' || !(right.includes(whose) || whose.includes(right))))
    return false;
  return (
    !one.passages ||
    one.passages.map((passage) => withoutModel(passage.verdict)).join() ===
      passages.map((passage) => passage.verdict).join()
  );
}

function withoutModel(verdict: string): string {
  return ['not-in-these-words', 'paraphrase', 'contradicted'].includes(verdict) ? 'absent' : verdict;
}

/**
 * A model that replies as a capable one did to the prompt: its verdict, and the sentences that show it. For an absent passage it names
 * none.
 */
export function capableModel({ verdict, sentences }: AllegedCase, { text, sentences: all }: Statement): Model {
  const bare = (words: string) => words.replace(/[^\p{L}\p{N}]+/gu, '');
  const gold = sentences.map(bare);
  const keys = all
    .filter(({ start, end }) => {
      const words = bare(text.slice(start, end));
      return words.length > 8 && gold.some((one) => one.includes(words) || words.includes(one));
    })
    .map(({ key }) => `[${key}]`);
  const said = { paraphrase: 'same', contradicted: 'opposite' }[verdict] ?? 'other';
  return {
    name: 'capable',
    ask: async (_, form) => ({
      kind: 'reply',
      value: form.schema.parse({ verdict: said, sentences: said === 'other' ? [] : keys }),
      usage: NO_USAGE,
    }),
  };
}

const SIGNS = { same: '', added: '+', missing: '-' } as const;

/** Prints what is wrong, and the figures. */
export async function runAllegedEval({ isLabelled = false, hasModel = false }): Promise<void> {
  const prompt = await loadComparePrompt('prompts');
  let [right, all, falseVerbatim] = [0, 0, 0];
  for (const { statement, cases } of allegedCases()) {
    const read = statementNamed(statement);
    const about = openStatement(isLabelled ? labelled(read) : read);
    for (const one of cases) {
      const refusals: string[] = [];
      const model = hasModel ? capableModel(one, about.statement) : null;
      const check = await checkMessage(one.message, about, model, { prompt, onRefusal: (rule) => refusals.push(rule) });
      all++;
      if (check.verdict === 'verbatim' && one.verdict !== 'verbatim') falseVerbatim++;
      if (isRight(one, check, hasModel ? one.verdict : undefined)) {
        right++;
        continue;
      }
      const told = check.passages.map(({ verdict, by, whose, text, differences }) => {
        const marked = differences.map(({ kind, text: words }) => `${SIGNS[kind]}${words}`).join(' | ');
        return `    ${verdict} by=${by} whose=${whose} ${JSON.stringify(text)} ${marked}`;
      });
      process.stdout.write(
        `${statement} [${one.withoutModel} ${one.whose ?? ''}] ${one.message}\n${told.join('\n')}\n`,
      );
    }
  }
  process.stdout.write(`right ${right} of ${all}; called verbatim and isn't: ${falseVerbatim}\n`);
}

if (import.meta.main) {
  const [isLabelled, hasModel] = ['--labels', '--model'].map((flag) => process.argv.includes(flag));
  await runAllegedEval({ isLabelled, hasModel });
}
