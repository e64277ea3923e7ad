// From a question to a verified answer. This is the page that matters: search, then the model with grounding, or what a search may say.

import { addUsage, type AskOptions as CallOptions, type Model, NO_USAGE } from '../model/model.ts';
import { findByMeaning } from '../retrieval/find.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { type Log, type Metrics, NO_METRICS } from '../telemetry.ts';
import {
  type Answer,
  type AnswerKind,
  type Ask,
  type AskOptions,
  type Claim,
  claimsOf,
  problemWith,
  type Question,
  type WithoutModel,
  whyWithoutModel,
} from './answer.ts';
import { completeClaims, DRAFT } from './draft.ts';
import { absentByModel, withoutModel } from './extract.ts';
import { type Grounded, type Grounding, groundClaims, groundDraft, MAX_CLAIMS } from './ground.ts';
import { type AnswerPrompt, answerMessages } from './prompt.ts';
import { ROOMS, sentencesToShow } from './shown.ts';
import { talkOf } from './talk.ts';

/** What an answer by a model needs; null where none is connected. */
export type Answerer = { readonly model: Model; readonly prompt: AnswerPrompt };

const NOTHING_ASKED: AnswerKind = {
  kind: 'absent',
  by: 'words',
  why: 'no-model',
  searched: { sentences: 0, words: [], missing: [], otherLanguage: false },
  nearest: [],
};

type Hooks = AskOptions & { readonly onWithheld?: (grounded: Grounded) => void };

/** Rejects only with the signal's reason once it is aborted. */
export async function ask(
  question: Question,
  about: OpenStatement,
  answerer: Answerer | null,
  options: Hooks = {},
): Promise<Answer> {
  options.signal?.throwIfAborted();
  const { id, sha256 } = about.statement;
  let usage: Answer['usage'] = null;
  const answer = (kind: AnswerKind): Answer => ({ ...kind, usage, statements: [{ id, sha256 }] });

  const talk = talkOf(question.text);
  if (talk !== null) return answer({ kind: 'talk', talk });
  // What has no words to look for costs neither search nor call; surfaces say so before they ask.
  if (problemWith(question.text) !== null) return answer(NOTHING_ASKED);
  const found = await findByMeaning(question, about);
  const alone = (why: WithoutModel) => answer(withoutModel(question, found, about, why));
  if (answerer === null) return alone('no-model');
  if (options.mayUseModel === false) return alone('over-budget');

  for (const room of ROOMS) {
    const shown = sentencesToShow(found, about.statement, room);
    const grounding = groundingOf(
      question,
      about,
      shown.map(({ key }) => key),
    );
    const reply = await answerer.model.ask(
      answerMessages(answerer.prompt, about.statement, shown, question),
      DRAFT,
      callOptions(grounding, options),
    );
    usage = addUsage(usage ?? NO_USAGE, reply.usage);
    // The server's context is smaller than this: fewer passages, and again.
    if (reply.kind === 'failed' && reply.why === 'context' && shown.length > 1) continue;
    if (reply.kind === 'failed') break;
    const grounded = groundDraft(reply.value, grounding);
    options.onWithheld?.(grounded);
    const { claims, premise } = grounded;
    if (claims.length > 0) return answer({ kind: 'claims', claims, premise });
    // Claims that name no line are no answer, and no word of the statement's silence either.
    if (reply.value.outcome === 'answered') break;
    return answer(absentByModel(found, about));
  }
  return alone('model-failed');
}

function groundingOf({ text, turns }: Question, about: OpenStatement, shown: readonly string[]): Grounding {
  return { about, shown: new Set(shown), asked: [...turns.map((turn) => turn.question), text].join('\n') };
}

function callOptions(grounding: Grounding, { signal, onClaim, onLife }: AskOptions): CallOptions {
  return { signal, onLife, onText: onClaim && announcer(grounding, onClaim) };
}

/**
 * Announces each claim once, as soon as it is complete and verified. A second reply goes on where it repeats the first; where it
 * differs nothing more is announced, and the answer stands in the place of what was.
 */
function announcer(grounding: Grounding, onClaim: (claim: Claim) => void): (content: string) => void {
  const announced: string[] = [];
  let read = 0;
  return (content) => {
    const drafts = completeClaims(content).slice(0, MAX_CLAIMS);
    if (drafts.length === read) return;
    read = drafts.length;
    const { claims } = groundClaims(drafts, grounding);
    if (!claims.slice(0, announced.length).every((claim, at) => claim.text === announced[at])) return;
    for (const claim of claims.slice(announced.length)) {
      announced.push(claim.text);
      onClaim(claim);
    }
  };
}

export type Asker = {
  readonly about: OpenStatement;
  readonly answerer: Answerer | null;
  readonly log: Log;
  readonly metrics?: Metrics;
};

/** The `Ask` of one statement, which logs and counts. */
export function createAsk({ about, answerer, log, metrics = NO_METRICS }: Asker): Ask {
  return async (question, options = {}) => {
    const startedAt = performance.now();
    const onWithheld = ({ withheld }: Grounded) => {
      for (const rule of withheld) metrics.refusal(rule);
      if (withheld.length > 0) log.info({ event: 'grounding', withheld }, 'grounding withheld wordings');
    };
    const answer = await ask(question, about, answerer, { ...options, onWithheld });
    log.info(
      {
        event: 'answer',
        kind: answer.kind,
        why: whyWithoutModel(answer),
        claims: claimsOf(answer).length,
        quotes: claimsOf(answer).reduce((sum, claim) => sum + claim.quotes.length, 0),
        durationMs: Math.round(performance.now() - startedAt),
        statement: about.statement.sha256.slice(0, 12),
        ...(answerer ? { prompt: answerer.prompt.version, model: answerer.model.name } : {}),
        ...answer.usage,
      },
      'answered a question',
    );
    return answer;
  };
}
