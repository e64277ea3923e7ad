// The JSON contract of --json and of the HTTP API: docs/json.md. Offsets are UTF-16, end excluded, into the statement's text.

import type { Quote } from '../statement/quotation.ts';
import { type Answer, claimsOf, whyWithoutModel } from './answer.ts';

/** The answer's machine-readable form. Fields are added, never taken away. */
export function answerToJson(answer: Answer) {
  const isAbsent = answer.kind === 'absent';
  const byModel = answer.kind === 'claims' || answer.kind === 'stopped' || (isAbsent && answer.by === 'model');
  return {
    outcome: isAbsent ? 'absent' : 'answered',
    kind: answer.kind,
    mode: byModel ? 'model' : 'extract',
    reason: whyWithoutModel(answer),
    claims: claimsOf(answer).map(({ text, quotes }) => ({ text, quotes: quotes.map(quoteToJson) })),
    premise: answer.kind === 'claims' ? answer.premise : null,
    ...(answer.kind === 'fact' ? { fact: answer.fact } : {}),
    searched: isAbsent ? { sentences: answer.searched.sentences, words: answer.searched.words } : NOT_SEARCHED,
    nearest: isAbsent ? answer.nearest.map(quoteToJson) : [],
    usage: answer.usage,
    statement: answer.statements[0] ?? null,
    statements: answer.statements,
  };
}

const NOT_SEARCHED = { sentences: 0, words: [] };

export function quoteToJson({ text, start, end, paragraph, kind, speaker, header }: Quote) {
  return { text, start, end, paragraph, kind, speaker, statement: header.id };
}
