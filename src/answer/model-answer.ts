// An answer by the model: the question put to it, and its Draft made an Answer.

import { type Model, NO_USAGE, type Usage } from '../model/model.ts';
import type { Found } from '../retrieval/find.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { type Log, type Metrics, NO_METRICS } from '../telemetry.ts';
import type { Answer, Claim } from './answer.ts';
import type { ModelAnswerer } from './ask.ts';
import { completeClaims, DRAFT, type Draft } from './draft.ts';
import { evidenceOf } from './extract.ts';
import { type Grounding, groundClaims, groundDraft } from './ground.ts';
import type { Prompts } from './prompt.ts';
import { nearestKeys, sentencesToShow } from './shown.ts';

/** What the model's side of an answer, or of a check, is made of. */
export type ModelParts = {
  readonly about: OpenStatement;
  readonly model: Model;
  readonly prompts: Prompts;
  readonly log: Log;
  readonly metrics?: Metrics;
};

export function createModelAnswerer(parts: ModelParts): ModelAnswerer {
  const { about, model, prompts, log, metrics = NO_METRICS } = parts;
  return {
    name: model.name,
    promptVersion: prompts.version,
    async answer(found, question, { signal, onClaim, onLife }) {
      const { statement } = about;
      const shown = sentencesToShow(found, statement);
      // A single sentence larger than the room: the model would have nothing to read.
      if (shown.length === 0) return { kind: 'failed', usage: NO_USAGE };
      const grounding: Grounding = {
        about,
        shown: new Set(shown.map((sentence) => sentence.key)),
        asked: [...question.turns.map((turn) => turn.question), question.text].join('\n'),
      };
      const nearest = nearestKeys(found);
      const messages = prompts.messages({ statement, shown, nearest, turns: question.turns, question: question.text });
      const onText = onClaim && announcer(grounding, onClaim);
      const called = await model.ask(messages, DRAFT, { signal, onText, onLife });
      if (called.kind === 'failed') return { kind: 'failed', usage: called.usage };
      return { kind: 'answer', answer: toAnswer(called.value, grounding, found, called.usage) };
    },
  };

  function toAnswer(draft: Draft, grounding: Grounding, found: Found, usage: Usage): Answer {
    const { claims, premise, withheld } = groundDraft(draft, grounding);
    for (const rule of withheld) metrics.refusal(rule);
    if (withheld.length > 0) log.info({ event: 'grounding', withheld }, 'grounding withheld wordings');
    const { id, sha256 } = about.statement;
    const common = { usage, statements: [{ id, sha256 }] };
    if (claims.length > 0) return { kind: 'claims', claims, premise, ...common };
    return { kind: 'absent', by: 'model', why: null, ...evidenceOf(found, about), ...common };
  }
}

/**
 * Announces each claim once, as soon as it is complete and verified. A second reply goes on where it repeats the first; where it
 * differs nothing more is announced, and the answer stands in the place of what was.
 */
function announcer(grounding: Grounding, onClaim: (claim: Claim) => void): (content: string) => void {
  const told: string[] = [];
  return (content) => {
    const { claims } = groundClaims(completeClaims(content), grounding);
    if (!claims.slice(0, told.length).every((claim, at) => claim.text === told[at])) return;
    for (const claim of claims.slice(told.length)) {
      told.push(claim.text);
      onClaim(claim);
    }
  };
}
