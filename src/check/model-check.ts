// A comparison by the model: the alleged quotation put to it, and what it says made a verdict.

import type { ModelParts } from '../answer/model-answer.ts';
import { nearestKeys, sentencesToShow } from '../answer/shown.ts';
import { NO_USAGE } from '../model/model.ts';
import { NO_METRICS } from '../telemetry.ts';
import type { ModelComparer } from './checker.ts';
import { COMPARISON } from './comparison.ts';
import { groundComparison } from './ground-comparison.ts';

export function createModelComparer(parts: ModelParts): ModelComparer {
  const { about, model, prompts, log, metrics = NO_METRICS } = parts;
  return {
    name: model.name,
    promptVersion: prompts.version,
    async compare(alleged, { found, nearest, signal }) {
      const { statement } = about;
      const shown = sentencesToShow(found, statement);
      if (shown.length === 0) return { check: null, usage: NO_USAGE };
      const messages = prompts.comparison({ statement, shown, nearest: nearestKeys(found), alleged });
      const called = await model.ask(messages, COMPARISON, { signal });
      if (called.kind === 'failed') return { check: null, usage: called.usage };
      const { check, refusal } = groundComparison(called.value, {
        ...about,
        shown: new Set(shown.map((sentence) => sentence.key)),
        alleged,
        nearest,
      });
      if (refusal !== null) {
        metrics.refusal(refusal);
        log.info({ event: 'grounding', refusals: [refusal] }, 'grounding refused a comparison');
      }
      return { check, usage: called.usage };
    },
  };
}
