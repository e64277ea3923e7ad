// Asks a model what a person would ask, by the way that answers take, and says what was found and what to do where it is wrong.

import { claimsOf } from '../answer/answer.ts';
import { answerBy, openApp } from '../compose.ts';
import type { Config, ModelConfig } from '../config.ts';
import { describeDialect } from '../model/dialect.ts';
import { estimateTokens, type Message, type Model, type ModelFailure, type Reply } from '../model/model.ts';
import { NO_LOG } from '../telemetry.ts';
import { listModels } from './served-models.ts';

/** `why`: it answers no question; null where it does. `advice`: what to do; null where there is nothing to do. */
export type ModelProbe = { readonly why: ModelFailure | null; readonly found: string; readonly advice: string | null };

/** @throws the signal's reason once it is aborted, and what is wrong with the statement or the prompts. */
export async function probeModel(
  config: Config & { readonly model: ModelConfig },
  stop?: AbortSignal,
): Promise<ModelProbe> {
  const { createModel } = await import('../model/client.ts');
  const client = createModel(config.model, NO_LOG);
  const { home } = await openApp({ ...config, model: null }, NO_LOG);
  const topic = home.topics()[0] ?? home.statement.title;
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
  const { ask } = await answerBy(watched, config, NO_LOG);
  const answer = await ask(home)({ text: `What is said about ${topic}?`, turns: [] }, stop ? { signal: stop } : {});
  const took = seconds();
  const needed = estimateTokens(asked.map(({ content }) => content).join('\n'));
  const reply = replies.at(-1);
  if (reply === undefined)
    return { why: null, found: 'not asked: the sentences are too long to be shown', advice: null };
  const served = await listModels(config.model, stop);
  if (reply.kind === 'failed') {
    const advice = await adviceOn(reply, config.model, needed, stop);
    return { why: reply.why, found: reply.says || reply.why, advice };
  }
  const { promptTokens, completionTokens, estimated } = reply.usage;
  const quotes = answer.kind === 'claims' ? claimsOf(answer).flatMap((claim) => claim.quotes) : [];
  const isRight = quotes.some(({ text }) => text.includes(topic));
  const context = served?.find(({ id }) => id === config.model.model)?.context;
  const found = [
    `${isRight ? 'a right answer' : 'an answer'} in ${took}, its first word after ${firstWord ?? took}`,
    `${estimated ? 'about ' : ''}${promptTokens} + ${completionTokens} tokens${context ? ` of ${context}` : ''}`,
    describeDialect(client.dialect()),
  ];
  const isCut = !estimated && promptTokens > 0 && promptTokens < needed * CUT;
  const cut = `It read ${promptTokens} of about ${needed} tokens: give it a context of ${roomFor(needed)} (OLLAMA_CONTEXT_LENGTH).`;
  const doubt = `Asked what is said about ${topic}, it named no sentence that speaks of it. Nothing unproven is shown, but expect abstentions; a larger model does better.`;
  return { why: null, found: found.join('; '), advice: isCut ? cut : isRight ? null : doubt };
}

// Ollama cuts a prompt that is longer than its context without a word.
const CUT = 0.6;

/** A context for the prompt, a conversation and a reply, as such sizes are set. */
function roomFor(needed: number): number {
  return 2 ** Math.ceil(Math.log2(needed + 2_000));
}

/** What to do about each failure; what stands in braces is filled in. */
const ADVICE: Readonly<Record<Exclude<ModelFailure, 'not-found' | 'not-an-api'>, string>> = {
  unauthorized: 'Is OPENAI_API_KEY a key of this server, and not expired?',
  'no-quota': 'The account has nothing left to spend: add credit there, or use another key.',
  'no-connection':
    'Nothing answers at {ADDRESS}: is the server up, on that port, and the name right? In a container, 127.0.0.1 is the container itself. Is there a proxy in the way (HTTPS_PROXY)?',
  context:
    'The prompt takes about {TOKENS} tokens and the reply some 400 more: start the server with a context of {CONTEXT} (--ctx-size, --n_ctx, --max-model-len, num_ctx).',
  deadline: 'It was too slow for {SECONDS} s: set ANSWER_DEADLINE_SECONDS higher, or take a smaller model.',
  stalled: 'It stopped in the middle: is the machine short of memory? Look at the server’s own log.',
  'cut-off':
    'Its {LIMIT} tokens ended before the reply did, which happens to models that think: set MAX_COMPLETION_TOKENS higher.',
  unreadable: 'It answers, but not in the form that is asked for, told twice: choose another model.',
  refused: 'It, or a filter before it, declines: choose another model, or loosen the filter.',
  rejected: 'It takes the request in no form. Is it a model for chat?',
  'rate-limited': 'Too many requests just now: wait a minute and try again.',
  dropped: 'A fault which may pass: try again, and look at the server’s own log.',
  'server-error': 'A fault which may pass: try again, and look at the server’s own log.',
};

type Failed = Extract<Reply<unknown>, { kind: 'failed' }>;

async function adviceOn(
  { why, says }: Failed,
  config: ModelConfig,
  needed: number,
  stop?: AbortSignal,
): Promise<string> {
  if (why === 'not-found' || why === 'not-an-api') return adviceOnAddress(says, config, stop);
  const values = {
    ADDRESS: config.baseUrl ?? 'https://api.openai.com/v1',
    TOKENS: needed,
    CONTEXT: roomFor(needed),
    SECONDS: config.deadlineMs / 1_000,
    LIMIT: config.maxCompletionTokens,
  };
  return ADVICE[why].replace(/\{(\w+)\}/g, (_, name) => String(values[name as keyof typeof values]));
}

async function adviceOnAddress(says: string, config: ModelConfig, stop?: AbortSignal): Promise<string> {
  const { baseUrl, model } = config;
  const pull = /pull/i.test(says) ? ` Or: ollama pull ${model}.` : '';
  const names = (await listModels(config, stop))?.map(({ id }) => id) ?? [];
  if (names.includes(model)) return 'The model is listed there, and not found: is this key allowed to use it?';
  if (names.length > 0) return `OPENAI_MODEL is ${model}; the server has ${names.slice(0, 8).join(', ')}.${pull}`;
  if (pull !== '') return `Not there yet: ollama pull ${model}.`;
  const longer = `${baseUrl}/v1`;
  if (await listModels({ ...config, baseUrl: longer }, stop)) return `The address lacks /v1: OPENAI_BASE_URL=${longer}`;
  return `Is ${baseUrl ?? 'what answers'} an API, its address whole (mostly it ends in /v1), or a sign-in page or a proxy in its place?`;
}
