// Puts one tiny question to a model by the way that answers take, so that what is checked is what will be used.

import { DRAFT } from '../answer/draft.ts';
import type { ModelConfig } from '../config.ts';
import type { ModelFailure } from '../model/model.ts';
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
  const startedAt = performance.now();
  const model = createModel({ ...config, deadlineMs: TIMEOUT_MS }, QUIET);
  const reply = await model.ask([{ role: 'user', content: QUESTION }], DRAFT, { signal: stop });
  const tookMs = Math.round(performance.now() - startedAt);
  if (reply.kind === 'failed') return { kind: KINDS[reply.why] ?? 'away', reason: reply.says };
  return { kind: 'ok', tookMs, tokens: reply.usage.promptTokens + reply.usage.completionTokens };
}

const KINDS: Readonly<Partial<Record<ModelFailure, 'refused' | 'shape'>>> = {
  unauthorized: 'refused',
  'no-quota': 'refused',
  'not-found': 'refused',
  rejected: 'refused',
  unreadable: 'shape',
  'cut-off': 'shape',
  refused: 'shape',
};
