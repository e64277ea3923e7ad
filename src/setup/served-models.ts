// What a server says of its models, for advice: their names, and the context of each where it tells.

import { z } from 'zod';
import type { ModelConfig } from '../config.ts';

export type ServedModel = { readonly id: string; readonly context: number | null };

const Size = z.number().nullish();
const Sizes = z.object({ max_model_len: Size, context_length: Size, context_window: Size, n_ctx: Size }).partial();
const Listed = z.object({ data: z.array(Sizes.extend({ id: z.string(), meta: Sizes.nullish() })) });

const TIMEOUT_MS = 5_000;

/** Null where no list came. Throws the signal's reason and nothing else. */
export async function listModels({ baseUrl, apiKey }: ModelConfig, stop?: AbortSignal): Promise<ServedModel[] | null> {
  try {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(`${baseUrl ?? 'https://api.openai.com/v1'}/models`, {
      headers: { authorization: `Bearer ${apiKey}` },
      signal: stop ? AbortSignal.any([stop, timeout]) : timeout,
    });
    return Listed.parse(await response.json()).data.map(({ id, meta, ...told }) => {
      const context = told.max_model_len ?? told.context_length ?? told.context_window ?? meta?.n_ctx ?? null;
      return { id, context };
    });
  } catch {
    stop?.throwIfAborted();
    return null;
  }
}
