// What a server says of its models, for advice: their names, and the context of each where it tells.

import { z } from 'zod';
import type { ModelConfig } from '../config.ts';

export type ServedModel = { readonly id: string; readonly context: number | null };

const Size = z.number().nullish();
const Listed = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      max_model_len: Size,
      context_length: Size,
      context_window: Size,
      meta: z.object({ n_ctx: Size }).nullish(),
    }),
  ),
});

const TIMEOUT_MS = 5_000;

/** `status` null: nothing came, or no list. Never throws but for the signal. */
export async function listModels(
  { baseUrl, apiKey }: ModelConfig,
  stop?: AbortSignal,
): Promise<{ readonly models: readonly ServedModel[]; readonly status: number | null }> {
  try {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(`${baseUrl ?? 'https://api.openai.com/v1'}/models`, {
      headers: { authorization: `Bearer ${apiKey}` },
      signal: stop ? AbortSignal.any([stop, timeout]) : timeout,
    });
    const { data } = Listed.parse(await response.json());
    const models = data.map(({ id, max_model_len, context_length, context_window, meta }) => ({
      id,
      context: max_model_len ?? context_length ?? context_window ?? meta?.n_ctx ?? null,
    }));
    return { models, status: response.status };
  } catch {
    stop?.throwIfAborted();
    return { models: [], status: null };
  }
}
