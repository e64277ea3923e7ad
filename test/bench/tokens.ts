// What a question costs in tokens, beside the usual way: the whole text in, quotations typed out by the model.

import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { type Claim, claimsOf } from '../../src/answer/answer.ts';
import { ask } from '../../src/answer/ask.ts';
import type { Draft } from '../../src/answer/draft.ts';
import { loadAnswerPrompt } from '../../src/answer/prompt.ts';
import { type Message, type Model, NO_USAGE, type Reply } from '../../src/model/model.ts';
import { openStatement } from '../../src/retrieval/open-statement.ts';
import type { Statement } from '../../src/statement/statement.ts';
import { loadQuestions } from '../eval/questions.ts';
import { loadRelease } from '../helpers/web.ts';
import type { Figure } from './figures.ts';
import { statementOfParagraphs } from './growth.ts';

// The encoding of the default model and its family.
const encoding = new Tiktoken(o200k);
const NOTHING: Draft = { outcome: 'not_in_statement', claims: [], premise: null };
// Every tenth answerable question: tokens hardly differ between them.
const EVERY = 10;

/** The rules of the usual way, as short as they can be put. */
const USUAL_RULES = `Answer the question from the statement below and from nothing else, in the language of the question. Give short claims, and for each the sentences of the statement that carry it, quoted word for word. If the statement does not answer the question, say so. Reply with one JSON object: {"outcome": "answered" or "not_in_statement", "claims": [{"text": string, "quotes": [string]}]}`;

export async function measureTokens(): Promise<readonly Figure[]> {
  const release = await loadRelease();
  return [
    ...(await figuresFor('the release', release)),
    ...(await figuresFor('1,000 paragraphs', statementOfParagraphs(1_000))),
  ];
}

async function figuresFor(name: string, statement: Statement): Promise<Figure[]> {
  const about = openStatement(statement);
  const questions = (await loadQuestions()).filter(({ language, type }) => language === 'en' && type === 'answerable');
  const prompt = await loadAnswerPrompt('prompts');
  let asked: readonly Message[] = [];
  const model: Model = {
    name: 'listening',
    ask: async <T>(messages: readonly Message[]) => {
      asked = messages;
      return { kind: 'reply', value: NOTHING, usage: NO_USAGE } as unknown as Reply<T>;
    },
  };
  const sums = { prompt: 0, usualPrompt: 0, completion: 0, usualCompletion: 0, count: 0 };
  for (const { question } of questions.filter((_, at) => at % EVERY === 0)) {
    // Both say the same: the sentences that extraction finds, each under a claim of its first dozen words.
    const claims = claimsOf(await ask({ text: question, turns: [] }, about, null));
    await ask({ text: question, turns: [] }, about, { model, prompt });
    sums.prompt += tokensOf(asked);
    sums.usualPrompt += tokensOf([
      { role: 'system', content: `${USUAL_RULES}\n\n${statement.text}` },
      { role: 'user', content: question },
    ]);
    sums.completion += count(JSON.stringify({ outcome: 'answered', claims: claims.map(named), premise: null }));
    sums.usualCompletion += count(JSON.stringify({ outcome: 'answered', claims: claims.map(typed) }));
    sums.count++;
  }
  const part = `Tokens a question, ${name}`;
  const figure = (what: string, value: number, reference: number): Figure => ({
    part,
    what,
    value: value / sums.count,
    unit: 'tokens',
    reference: { what: 'whole text in, quotations typed', value: reference / sums.count },
  });
  return [figure('prompt', sums.prompt, sums.usualPrompt), figure('reply', sums.completion, sums.usualCompletion)];
}

function textOf({ quotes }: Claim): string {
  return (quotes[0]?.text ?? '').split(/\s+/).slice(0, 12).join(' ');
}

function named(claim: Claim) {
  return { text: textOf(claim), sentences: claim.quotes.flatMap(({ keys }) => keys) };
}

function typed(claim: Claim) {
  return { text: textOf(claim), quotes: claim.quotes.map(({ text }) => text) };
}

function tokensOf(messages: readonly Message[]): number {
  // Four tokens a message for its role and its ends.
  return messages.reduce((sum, { content }) => sum + 4 + count(content), 0);
}

function count(text: string): number {
  return encoding.encode(text, 'all', []).length;
}
