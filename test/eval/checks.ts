// Scores the quote check on alleged quotations labelled by hand: `npm run eval -- checks`.
// `expect` lists the verdicts that are right; `whose` narrows "others".

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { checkQuote, type QuoteCheck } from '../../src/check/check.ts';
import { parseStatement } from '../../src/statement/load.ts';
import type { Statement } from '../../src/statement/statement.ts';

const kind = z.enum(['verbatim', 'altered', 'clipped', 'others', 'paraphrase', 'absent']);
const Case = z.strictObject({
  alleged: z.string(),
  expect: z.array(kind).min(1),
  whose: z.enum(['agency', 'quoted', 'other']).optional(),
  /** The statement it is alleged of; the one that ships with the bot when left out. */
  of: z.enum(['harbor-bridge']).optional(),
});

export type CheckCase = z.infer<typeof Case>;

const STATEMENT = new URL('../../data/2020-11-17-tangible-assistance.md', import.meta.url);
export const statement = parseStatement('2020-11-17-tangible-assistance.md', readFileSync(STATEMENT));
const COUNCIL = new URL('checks/2024-03-12-harbor-bridge.md', import.meta.url);
/** A council's meeting with several speakers. */
const council = parseStatement('2024-03-12-harbor-bridge.md', readFileSync(COUNCIL));

/** The statement that a case is alleged of. */
export function statementOf({ of }: CheckCase): Statement {
  return of === undefined ? statement : council;
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
    const check = checkQuote(alleged, statementOf(one));
    const row = byKind[expect.join(' or ')] ?? { cases: 0, right: 0 };
    byKind[expect.join(' or ')] = row;
    row.cases++;
    if (isRight(check, expect, whose)) row.right++;
    else mistakes.push(`${check.kind}, not ${expect.join(' or ')} ${whose ?? ''}: ${alleged}`);
    if (check.kind === 'verbatim' && !expect.includes('verbatim')) falseVerbatim++;
  }
  return { cases: cases.length, right: cases.length - mistakes.length, falseVerbatim, byKind, mistakes };
}

function isRight(check: QuoteCheck, expect: CheckCase['expect'], whose: CheckCase['whose']): boolean {
  if (!expect.includes(check.kind)) return false;
  return whose === undefined || (check.kind === 'others' && check.whose === whose);
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
