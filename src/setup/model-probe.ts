// Asks a model what a person would ask, by the way that answers take, and says what was found and what to do where it is wrong.

import { claimsOf } from '../answer/answer.ts';
import { answerBy, openApp } from '../compose.ts';
import type { Config, ModelConfig } from '../config.ts';
import { describeDialect } from '../model/dialect.ts';
import { estimateTokens, type Message, type Model, type ModelFailure, type Reply } from '../model/model.ts';
import { topicsOf } from '../retrieval/topics.ts';
import type { Log } from '../telemetry.ts';
import { listModels, type ServedModel } from './served-models.ts';

/** `why`: it answers no question; null where it does. `advice`: what to do; null where there is nothing to do. */
export type ModelProbe = { readonly why: ModelFailure | null; readonly found: string; readonly advice: string | null };

const QUIET: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** @throws the signal's reason once it is aborted, and what is wrong with the statement or the prompts. */
export async function probeModel(
  config: Config & { readonly model: ModelConfig },
  stop?: AbortSignal,
): Promise<ModelProbe> {
  const { createModel } = await import('../model/client.ts');
  const client = createModel(config.model, QUIET);
  const { home } = await openApp({ ...config, model: null }, QUIET);
  const topic = topicsOf(home.statement)[0] ?? home.statement.title;
  const startedAt = performance.now();
  const seconds = () => `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
  let firstWord: string | null = null;
  let asked: readonly Message[] = [];
  const replies: Reply<unknown>[] = [];
  const watched: Model = {
    name: client.name,
    ask: async (messages, form, options) => {
      asked = messages;
      const onLife = (what: string) => {
        if (what === 'writing') firstWord ??= seconds();
      };
      const reply = await client.ask(messages, form, { ...options, onLife });
      replies.push(reply);
      return reply;
    },
  };
  const { ask } = await answerBy(watched, config, QUIET);
  const answer = await ask(home)({ text: `What is said about ${topic}?`, turns: [] }, stop ? { signal: stop } : {});
  const took = seconds();
  const needed = estimateTokens(asked.map(({ content }) => content).join('\n'));
  const reply = replies.at(-1);
  if (reply === undefined)
    return { why: null, found: 'not asked: the sentences are too long to be shown', advice: null };
  const served = await listModels(config.model, stop);
  if (reply.kind === 'failed') {
    const advice = await adviceOn(reply, { config: config.model, needed, served }, stop);
    return { why: reply.why, found: reply.says || reply.why, advice };
  }
  const { promptTokens, completionTokens, estimated } = reply.usage;
  const isRight = claimsOf(answer).some(({ quotes }) => quotes.some(({ text }) => text.includes(topic)));
  const context = served.models.find(({ id }) => id === config.model.model)?.context;
  const found = [
    `${answer.kind === 'claims' && isRight ? 'a right answer' : 'an answer'} in ${took}, its first word after ${firstWord ?? took}`,
    `${estimated ? 'about ' : ''}${promptTokens} + ${completionTokens} tokens${context ? ` of ${context}` : ''}`,
    describeDialect(client.dialect()),
  ];
  const isCut = !estimated && promptTokens > 0 && promptTokens < needed * CUT;
  const doubt = isRight ? null : doubtAbout(topic);
  return { why: null, found: found.join('; '), advice: isCut ? cutAdvice(promptTokens, needed) : doubt };
}

// Ollama cuts a prompt that is longer than its context without a word.
const CUT = 0.6;

function cutAdvice(read: number, needed: number): string {
  return `It read ${read} of about ${needed} tokens: give it a context of ${roomFor(needed)} (OLLAMA_CONTEXT_LENGTH, --ctx-size, --max-model-len).`;
}

function doubtAbout(topic: string): string {
  return `Asked what is said about ${topic}, it named no sentence that speaks of it. Nothing unproven is shown, but expect abstentions; a larger model does better.`;
}

type Failed = Extract<Reply<unknown>, { kind: 'failed' }>;
type Probed = {
  readonly config: ModelConfig;
  /** Tokens of the prompt, about. */
  readonly needed: number;
  readonly served: { readonly models: readonly ServedModel[]; readonly status: number | null };
};

/** A context for the prompt, a conversation and a reply, as such sizes are set. */
function roomFor(needed: number): number {
  return 2 ** Math.ceil(Math.log2(needed + 2_000));
}

async function adviceOn({ why, says }: Failed, probed: Probed, stop?: AbortSignal): Promise<string> {
  const { config, needed } = probed;
  const address = config.baseUrl ?? 'https://api.openai.com/v1';
  switch (why) {
    case 'not-found':
    case 'not-an-api':
      return adviceOnAddress(says, probed, stop);
    case 'unauthorized':
      return config.apiKey === 'none'
        ? 'It wants a key: set OPENAI_API_KEY.'
        : 'Is OPENAI_API_KEY a key of this server, and not expired?';
    case 'no-quota':
      return 'The account has nothing left to spend: add credit there, or use another key.';
    case 'no-connection':
      return /ENOTFOUND|EAI_AGAIN/.test(says)
        ? `There is no such host as in ${address}: is OPENAI_BASE_URL spelled right, is there a network?`
        : `Nothing answers at ${address}: is the server up, on that port? In a container, 127.0.0.1 is the container itself. Is there a proxy in the way (HTTPS_PROXY)?`;
    case 'context':
      return `The prompt takes about ${needed} tokens and the reply some 400 more: start the server with a context of ${roomFor(needed)} (--ctx-size, --n_ctx, --max-model-len, num_ctx).`;
    case 'deadline':
    case 'stalled':
      return `It was too slow for ${config.deadlineMs / 1_000} s: set ANSWER_DEADLINE_SECONDS higher, or take a smaller model.`;
    case 'cut-off':
      return `Its ${config.maxCompletionTokens} tokens ended before the reply did, which happens to models that think: set MAX_COMPLETION_TOKENS higher.`;
    case 'unreadable':
      return 'It answers, but not in the form that is asked for, told twice: choose another model.';
    case 'refused':
      return 'It, or a filter before it, declines: choose another model, or loosen the filter.';
    case 'rejected':
      return 'It takes the request in no form. Is it a model for chat?';
    case 'rate-limited':
      return 'Too many requests just now: wait a minute and try again.';
    default:
      return 'A fault of the server, which may pass: try again, and look at its own log.';
  }
}

async function adviceOnAddress(says: string, { config, served }: Probed, stop?: AbortSignal): Promise<string> {
  if (served.models.length > 0) {
    const names = served.models.map(({ id }) => id);
    if (names.includes(config.model)) return 'The model is listed there, and not found: is this key allowed to use it?';
    const shown = names.slice(0, 8).join(', ');
    const pull = /pull/i.test(says) ? ` Or: ollama pull ${config.model}.` : '';
    return `OPENAI_MODEL is ${config.model}; the server has ${shown}${names.length > 8 ? ' and others' : ''}.${pull}`;
  }
  if (/pull/i.test(says)) return `Not there yet: ollama pull ${config.model}.`;
  if (config.baseUrl !== null && !/\/v\d+\w*$/.test(config.baseUrl)) {
    const longer = { ...config, baseUrl: `${config.baseUrl}/v1` };
    if ((await listModels(longer, stop)).status === 200)
      return `The address lacks /v1: OPENAI_BASE_URL=${longer.baseUrl}`;
    return `Is OPENAI_BASE_URL whole? It mostly ends in /v1.`;
  }
  return `Is ${config.baseUrl ?? 'the network'} an API, or does a sign-in page or a proxy answer in its place?`;
}
