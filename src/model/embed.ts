// Texts as vectors, from any server with OpenAI's /v1/embeddings. A server that fails costs the meaning and nothing else.

import OpenAI from 'openai';
import type { Log } from '../telemetry.ts';
import { safeWords } from './refusal.ts';

/** A vector of length 1 for each text, in order; null where the server failed, now or a short while ago. Never rejects. */
export type Embed = (kind: 'query' | 'passage', texts: readonly string[]) => Promise<Float32Array[] | null>;

// Somebody waits for an answer meanwhile.
const DEADLINE_MS = 8_000;
// A server that is away is not waited for at every question.
const PAUSE_MS = 30_000;
// Small models read 512 tokens and some servers refuse more; a sentence that is longer is known by its beginning.
const MAX_UTF16 = 1_500;

/** `baseUrl` null: OpenAI itself. */
export function createEmbed(
  { apiKey, baseUrl, model }: { readonly apiKey: string; readonly baseUrl: string | null; readonly model: string },
  log: Log,
): Embed {
  const client = new OpenAI({ apiKey, baseURL: baseUrl, maxRetries: 0, logLevel: 'off' });
  // The E5 family was trained on texts that begin so.
  const isE5 = /(?<![a-z])e5(?![a-z\d])/i.test(model);
  let failedAt: number | null = null;
  return async (kind, texts) => {
    if (failedAt !== null && performance.now() - failedAt < PAUSE_MS) return null;
    const input = texts.map((text) => `${isE5 ? `${kind}: ` : ''}${text.slice(0, MAX_UTF16)}`);
    try {
      const signal = AbortSignal.timeout(DEADLINE_MS);
      // Not every server knows the client's own choice, base64.
      const { data } = await client.embeddings.create({ model, input, encoding_format: 'float' }, { signal });
      const vectors = data
        .toSorted((one, other) => (one.index ?? 0) - (other.index ?? 0))
        .map(({ embedding }) => unit(Float32Array.from(embedding)));
      if (vectors.length !== texts.length || !vectors.every((vector) => isFit(vector, vectors[0]!)))
        throw new Error(`expected ${texts.length} vectors of one length, found ${vectors.length}`);
      failedAt = null;
      return vectors;
    } catch (error) {
      const { status = null, message } = error as { readonly status?: number; readonly message: string };
      const sent = input.map((content) => ({ role: 'user' as const, content }));
      const fields = { event: 'embeddings', status, says: safeWords(message, apiKey, sent) };
      if (failedAt === null) log.warn(fields, 'embeddings: words alone for now');
      failedAt = performance.now();
      return null;
    }
  };
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function isFit(vector: Float32Array, first: Float32Array): boolean {
  return vector.length > 0 && vector.length === first.length && vector.every(Number.isFinite);
}
