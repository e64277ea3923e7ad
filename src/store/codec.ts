// How a value of the caller's stands in the database: as JSON. The store passes it on and knows nothing of it.

import type { z } from 'zod';

export type Codec<T> = {
  readonly encode: (value: T) => string;
  /** Null for what cannot be read, such as the shape of another version: it counts as not there. */
  readonly decode: (json: string) => T | null;
};

export function codecOf<T>(schema: z.ZodType<T>): Codec<T> {
  return {
    encode: (value) => JSON.stringify(value),
    decode: (json) => schema.safeParse(JSON.parse(json)).data ?? null,
  };
}
