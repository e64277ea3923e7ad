// Scores the check on alleged quotations of the shipped release and of a council's meeting, labelled by hand: `npm run eval -- checks`.
// `expect` lists the verdicts that are right by the words alone; `whose` narrows "others".

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { checkWords } from '../../src/check/check.ts';
import { type OpenStatement, openStatement } from '../../src/retrieval/open-statement.ts';
import { parseStatement } from '../../src/speech/load.ts';

const Verdict = z.enum(['verbatim', 'altered', 'clipped', 'others', 'unsure-whose', 'absent']);
const Case = z.strictObject({
  alleged: z.string(),
  expect: z.array(Verdict).min(1),
  whose: z.enum(['publisher', 'quoted', 'other']).optional(),
  /** The statement it is alleged of; the one that ships with the bot when left out. */
  of: z.enum(['harbor-bridge']).optional(),
});

export type CheckCase = z.infer<typeof Case>;

const read = (file: string) =>
  openStatement(parseStatement(file.split('/').at(-1)!, readFileSync(new URL(file, import.meta.url))));
export const release = read('../../data/statements/2020-11-17-tangible-assistance.md');
/** A council's meeting with several speakers. */
const council = read('checks/2024-03-12-harbor-bridge.md');

/** The statement that a case is alleged of. */
export function statementOf({ of }: CheckCase): OpenStatement {
  return of === undefined ? release : council;
}

export function readCheckCases(): CheckCase[] {
  const lines = readFileSync(new URL('checks.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => Case.parse(JSON.parse(line)));
}

export type CheckScore = {
  readonly cases: number;
  readonly right: number;
  /** Called verbatim though not; must stay 0. */
  readonly falseVerbatim: number;
  readonly byKind: Readonly<Record<string, { readonly cases: number; readonly right: number }>>;
  readonly mistakes: readonly string[];
};

export function scoreChecks(cases: readonly CheckCase[]): CheckScore {
  const byKind: Record<string, { cases: number; right: number }> = {};
  const mistakes: string[] = [];
  let falseVerbatim = 0;
  for (const one of cases) {
    const { alleged, expect, whose } = one;
    const { statement } = statementOf(one);
    const check = checkWords(alleged, statementOf(one));
    const found = check.passages.find(({ verdict }) => verdict === check.verdict)?.whose ?? null;
    const isWhose =
      whose === undefined || check.verdict !== 'others' || (whose === 'publisher') === (found === statement.publisher);
    const row = byKind[expect.join(' or ')] ?? { cases: 0, right: 0 };
    byKind[expect.join(' or ')] = row;
    row.cases++;
    if ((expect as readonly string[]).includes(check.verdict) && isWhose) row.right++;
    else mistakes.push(`${check.verdict} ${found}, not ${expect.join(' or ')} ${whose ?? ''}: ${alleged}`);
    if (check.verdict === 'verbatim' && !expect.includes('verbatim')) falseVerbatim++;
  }
  return { cases: cases.length, right: cases.length - mistakes.length, falseVerbatim, byKind, mistakes };
}

/** Prints the table, or with --json one JSON object. */
export function runChecksEval(options = { json: process.argv.includes('--json') }): void {
  const score = scoreChecks(readCheckCases());
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ checks: score })}\n`);
    return;
  }
  const percent = (right: number, cases: number): string => ((100 * right) / cases).toFixed(1);
  const rows = [...Object.entries(score.byKind), ['all', score] as const].map(
    ([name, { cases, right }]) => `| ${name} | ${cases} | ${right} | ${percent(right, cases)} |`,
  );
  process.stdout.write(`| expected | cases | right | % |\n|---|--:|--:|--:|\n${rows.join('\n')}\n`);
  process.stdout.write(`false verbatim: ${score.falseVerbatim}\n${score.mistakes.join('\n')}\n`);
}

if (import.meta.main) runChecksEval();
