// Puts one tiny question to a model by the way that answers take, so that what is checked is what will be used.

import { DRAFT } from '../answer/draft.ts';
import type { ModelConfig } from '../config.ts';
import { addUsage, ModelError, NO_USAGE } from '../model/model.ts';
import type { Log } from '../telemetry.ts';

/** `shape`: it answers, and does not keep to the form asked for. */
export type ModelProbe =
  | { readonly kind: 'ok'; readonly tookMs: number; readonly tokens: number }
  | { readonly kind: 'refused' | 'shape' | 'away'; readonly reason: string };

const TIMEOUT_MS = 30_000;
const QUIET: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const QUESTION = `The statement has one sentence: [1.1] The bridge opens in May.
Question: when does the bridge open?
Reply with one JSON object and nothing else, in this form:
{"outcome": "answered" or "not_in_statement", "claims": [{"text": string, "sentences": [string]}], "premise": string or null}`;

export async function probeModel(config: ModelConfig, stop?: AbortSignal): Promise<ModelProbe> {
  const { createModel } = await import('../model/client.ts');
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const signal = stop ? AbortSignal.any([stop, timeout]) : timeout;
  const startedAt = performance.now();
  try {
    let spent = NO_USAGE;
    await createModel({ ...config, deadlineMs: TIMEOUT_MS }, QUIET).reply({
      messages: [{ role: 'user', content: QUESTION }],
      form: DRAFT,
      signal,
      onUsage: (usage) => {
        spent = addUsage(spent, usage);
      },
    });
    const tookMs = Math.round(performance.now() - startedAt);
    return { kind: 'ok', tookMs, tokens: spent.promptTokens + spent.completionTokens };
  } catch (error) {
    stop?.throwIfAborted();
    if (timeout.aborted) return { kind: 'away', reason: `no answer within ${TIMEOUT_MS / 1000} s` };
    if (!(error instanceof ModelError)) throw error;
    return { kind: KINDS[error.failure] ?? 'away', reason: oneLine(error.message) };
  }
}

const KINDS: Readonly<Partial<Record<ModelError['failure'], 'refused' | 'shape'>>> = {
  unauthorized: 'refused',
  // A model that the server does not have, a parameter that it does not know.
  rejected: 'refused',
  unreadable: 'shape',
  'cut-off': 'shape',
  refused: 'shape',
};

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 200);
}
