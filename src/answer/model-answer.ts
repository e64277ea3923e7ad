// An answer by the model: what it is shown, one call (a second where the reply cannot be read), and the Draft made an Answer.

import type { Found } from '../retrieval/search.ts';
import type { Sentence, Statement } from '../statement/statement.ts';
import { type Log, type Metrics, NO_METRICS } from '../telemetry.ts';
import type { Answer, Claim, Usage } from './answer.ts';
import type { ModelAnswerer } from './ask.ts';
import type { Draft, DraftClaim } from './draft.ts';
import { evidenceOf } from './extract.ts';
import { type Grounding, groundClaims, groundDraft } from './ground.ts';
import { addUsage, type DraftRequest, type Model, ModelError, NO_USAGE } from './model.ts';
import type { Message, Prompts } from './prompt.ts';

export type ModelAnswererParts = {
  readonly statement: Statement;
  readonly model: Model;
  readonly prompts: Prompts;
  /** From the question to the answer, second tries included. */
  readonly deadlineMs: number;
  readonly log: Log;
  readonly metrics?: Metrics;
};

// Some 6,000 tokens at four characters each: the shipped release is a tenth of it, and 24 KB of prompt cost little.
const PASSAGES_UTF16 = 24_000;
// The key and the label that go before each sentence: they count where sentences are short and many.
const LINE_UTF16 = 40;
const NEAREST_NAMED = 5;

export function createModelAnswerer(parts: ModelAnswererParts): ModelAnswerer {
  const { statement, model, prompts, deadlineMs, log, metrics = NO_METRICS } = parts;
  return {
    name: model.name,
    promptVersion: prompts.version,
    async answer(found, question, { signal: stop, onClaim }) {
      const deadline = AbortSignal.timeout(deadlineMs);
      const signal = stop ? AbortSignal.any([stop, deadline]) : deadline;
      const shown = sentencesToShow(found, statement);
      // A single sentence larger than the room: the model would have nothing to read.
      if (shown.length === 0) return { kind: 'failed', usage: NO_USAGE };
      const grounding: Grounding = {
        statement,
        shown: new Set(shown.map((sentence) => sentence.key)),
        asked: [...question.turns.map((turn) => turn.question), question.text].join('\n'),
      };
      const nearest = found.sentences.slice(0, NEAREST_NAMED).map((hit) => hit.sentence.key);
      const messages = prompts.messages({ statement, shown, nearest, turns: question.turns, question: question.text });
      let usage = NO_USAGE;
      const request: Omit<DraftRequest, 'messages'> = {
        signal,
        onUsage: (spent) => {
          usage = addUsage(usage, spent);
        },
        ...(onClaim ? { onClaims: announcer(grounding, onClaim) } : {}),
      };
      try {
        const draft = await draftTwice(model, prompts, messages, request);
        return { kind: 'answer', answer: toAnswer(draft, grounding, found, usage) };
      } catch (error) {
        stop?.throwIfAborted();
        if (deadline.aborted) {
          metrics.error('model-deadline');
          log.warn({ event: 'model', failure: 'deadline', deadlineMs }, 'model: deadline');
          return { kind: 'failed', usage };
        }
        if (error instanceof ModelError) return { kind: 'failed', usage };
        throw error;
      }
    },
  };

  function toAnswer(draft: Draft, grounding: Grounding, found: Found, usage: Usage): Answer {
    const { claims, premise, refusals } = groundDraft(draft, grounding);
    for (const rule of refusals) metrics.refusal(rule);
    if (refusals.length > 0) log.info({ event: 'grounding', refusals }, 'grounding refused claims');
    const evidence = evidenceOf(found, statement);
    const answered = claims.length > 0;
    return {
      outcome: answered ? 'answered' : 'absent',
      mode: 'model',
      reason: null,
      claims,
      premise,
      ...evidence,
      nearest: answered ? [] : evidence.nearest,
      usage,
    };
  }
}

/** A Draft that cannot be read goes back once with what was wrong with it. */
async function draftTwice(
  model: Model,
  prompts: Prompts,
  messages: readonly Message[],
  request: Omit<DraftRequest, 'messages'>,
): Promise<Draft> {
  try {
    return await model.draft({ messages, ...request });
  } catch (error) {
    if (!(error instanceof ModelError) || error.failure !== 'unreadable') throw error;
    const again: Message[] = [
      ...messages,
      // Enough to see what went wrong; a reply that ran on for pages would be paid for twice.
      { role: 'assistant', content: error.content.slice(0, 4_000) },
      prompts.repair(error.message),
    ];
    return await model.draft({ messages: again, ...request });
  }
}

/**
 * Announces each claim once, as soon as it is complete and verified. A second reply goes on where it repeats the first; where it
 * differs nothing more is announced, and the answer stands in the place of what was.
 */
function announcer(grounding: Grounding, onClaim: (claim: Claim) => void): (claims: readonly DraftClaim[]) => void {
  const told: string[] = [];
  return (drafts) => {
    const { claims } = groundClaims(drafts, grounding);
    if (!claims.slice(0, told.length).every((claim, at) => claim.text === told[at])) return;
    for (const claim of claims.slice(told.length)) {
      told.push(claim.text);
      onClaim(claim);
    }
  };
}

/**
 * What the model sees, in the statement's order: all of it where it fits, else the best paragraphs with their neighbours,
 * best first until the room is used up.
 */
function sentencesToShow(found: Found, statement: Statement): readonly Sentence[] {
  const { blocks, sentences, text } = statement;
  if (text.length <= PASSAGES_UTF16) return sentences;
  const ranked = found.paragraphs.map((hit) => blocks.indexOf(hit.block));
  // A question in a language that retrieval cannot read finds nothing; the model then gets the beginning.
  const order = ranked.length > 0 ? [...ranked, ...ranked.flatMap((at) => [at - 1, at + 1])] : [...blocks.keys()];
  const shown = new Set<number>();
  let room = PASSAGES_UTF16;
  for (const at of order) {
    const block = blocks[at];
    if (!block || shown.has(at)) continue;
    const size = block.end - block.start;
    if (size > room) continue;
    room -= size;
    shown.add(at);
  }
  const ranges = blocks.filter((_, at) => shown.has(at));
  let range = 0;
  const inShown = sentences.filter((sentence) => {
    while (range < ranges.length && ranges[range]!.end <= sentence.start) range++;
    return range < ranges.length && ranges[range]!.start <= sentence.start;
  });
  if (inShown.length > 0) return inShown;
  // One paragraph larger than the room: its best sentences, then those it begins with.
  const best = new Set<Sentence>();
  for (const sentence of [...found.sentences.map((hit) => hit.sentence), ...sentences]) {
    if (best.has(sentence)) continue;
    const size = sentence.end - sentence.start + LINE_UTF16;
    if (size > room) continue;
    room -= size;
    best.add(sentence);
  }
  return [...best].sort((one, other) => one.start - other.start);
}
