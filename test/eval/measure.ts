// Questions put by the way that people's take, and what came of each: right, wrong, left unanswered or without a reply.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Answer, type AskOptions, claimsOf, type Question } from '../../src/answer/answer.ts';
import { openApp } from '../../src/compose.ts';
import { type Config, parseConfig } from '../../src/config.ts';
import type { OpenStatement } from '../../src/retrieval/open-statement.ts';
import type { Answering } from '../../src/service/service.ts';
import type { Quote } from '../../src/statement/quotation.ts';
import { NO_LOG } from '../../src/telemetry.ts';
import { loadQuestions } from './questions.ts';

export type Case = {
  readonly set: string;
  readonly about: OpenStatement;
  readonly question: Question;
  /** Whether a quotation answers it; null where the statement does not. */
  readonly isGold: ((quote: Quote) => boolean) | null;
  /** Not to be looked at while something is fitted. */
  readonly kept: boolean;
};

export type Verdict = 'right' | 'wrong' | 'abstained' | 'failed';

export type Outcome = {
  readonly set: string;
  readonly answer: Answer;
  readonly verdict: Verdict;
  readonly firstWordMs: number;
  readonly totalMs: number;
};

const RELEASE = '2020-11-17-tangible-assistance';
const REPLIES = path.join(import.meta.dirname, 'replies');
const ASKED = path.join(import.meta.dirname, 'asked');

export async function ask(answering: Answering, { set, about, question, isGold }: Case): Promise<Outcome> {
  const startedAt = performance.now();
  let firstWordMs: number | null = null;
  const onLife: AskOptions['onLife'] = (what) => {
    if (what === 'writing') firstWordMs ??= performance.now() - startedAt;
  };
  const answer = await answering.ask(about)(question, { onLife });
  const totalMs = performance.now() - startedAt;
  return { set, answer, verdict: verdictOn(answer, isGold), firstWordMs: firstWordMs ?? totalMs, totalMs };
}

/** `failed`: a model was asked and gave no reply, whatever the search then found. */
export function verdictOn(answer: Answer, isGold: Case['isGold']): Verdict {
  if (answer.kind === 'quotations' && answer.why === 'model-failed') return 'failed';
  const isAbsent = answer.kind === 'absent';
  if (isGold === null) return isAbsent ? 'right' : 'wrong';
  if (isAbsent) return 'abstained';
  return claimsOf(answer).some(({ quotes }) => quotes.some(isGold)) ? 'right' : 'wrong';
}

/** Our questions about the release, by type, and the invented statements that replies were written for. */
export async function loadCases(): Promise<Case[]> {
  const config = parseConfig({});
  const home = await openStatement(config, RELEASE);
  const ours = (await loadQuestions()).map(({ question, turns, gold, type, language, kept }): Case => {
    const isGold = gold.length === 0 ? null : ({ keys }: Quote) => keys.some((key) => gold.includes(key));
    const set = `the release, ${type}${language === 'en' ? '' : ', other languages'}`;
    return { set, about: home, question: { text: question, turns }, isGold, kept };
  });
  const files = (await readdir(REPLIES).catch(() => [])).filter((name) => /^\d.*\.json$/.test(name));
  const others = await Promise.all(files.map((file) => casesIn(config, file)));
  return [...ours, ...others.flat(), ...(await askedCases(config))];
}

type Asked = { readonly statement: string; readonly question: string; readonly gold: readonly string[] };

/** Questions as strangers ask them, with the beginnings of the sentences that answer; half of them ask for what is not there. */
async function askedCases(config: Config): Promise<Case[]> {
  const lines = (await readFile(path.join(ASKED, 'questions.jsonl'), 'utf8')).trim().split('\n');
  const asked = lines.map((line) => JSON.parse(line) as Asked);
  const open = new Map<string, OpenStatement>();
  for (const { statement } of asked) {
    const file = statement === 'release' ? RELEASE : path.join(statement === 'qa' ? ASKED : REPLIES, `${statement}.md`);
    if (!open.has(statement)) open.set(statement, await openStatement(config, file));
  }
  return asked.map(({ statement, question, gold }) => {
    const isGold = ({ text }: Quote) => gold.some((beginning) => text.includes(beginning));
    return {
      set: 'strangers',
      about: open.get(statement)!,
      question: { text: question, turns: [] },
      isGold: gold.length === 0 ? null : isGold,
      kept: false,
    };
  });
}

type Replies = {
  readonly statement: string;
  readonly right: readonly {
    readonly question: string;
    readonly reply: { readonly claims: readonly { readonly sentences: readonly string[] }[] };
  }[];
};

/** The sentences that a capable model named are gold. */
async function casesIn(config: Config, file: string): Promise<Case[]> {
  const { statement, right } = JSON.parse(await readFile(path.join(REPLIES, file), 'utf8')) as Replies;
  const about = await openStatement(config, path.join(REPLIES, statement));
  return right.map(({ question, reply }) => {
    const named = reply.claims.flatMap(({ sentences }) => sentences);
    const isGold = ({ text }: Quote) => named.some((one) => one.includes(text) || text.includes(one));
    return {
      set: 'invented statements',
      about,
      question: { text: question, turns: [] },
      isGold: named.length === 0 ? null : isGold,
      kept: false,
    };
  });
}

async function openStatement(config: Config, statement: string): Promise<OpenStatement> {
  return (await openApp({ ...config, statement }, NO_LOG)).home;
}
