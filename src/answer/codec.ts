// An answer as it is stored.

import { z } from 'zod';
import { FORMS } from '../statement/statement.ts';
import type { Answer } from './answer.ts';

const RANGE = { start: z.number(), end: z.number() };
const HEADER = z.object({
  id: z.string(),
  sha256: z.string(),
  title: z.string(),
  date: z.string().nullable(),
  publisher: z.string().nullable(),
  carriedBy: z.string().nullable(),
  source: z.string().nullable(),
  language: z.string(),
  form: z.enum(FORMS),
  speaker: z
    .object({ name: z.string(), names: z.array(z.string()), pronoun: z.enum(['he', 'she', 'they']) })
    .nullable(),
});
const QUOTE = z.object({
  ...RANGE,
  text: z.string(),
  keys: z.array(z.string()),
  block: z.enum(['headline', 'date', 'paragraph', 'signature']),
  paragraph: z.number().nullable(),
  kind: z.enum(['direct', 'reported', 'quoted', 'narration', 'unsure']),
  speaker: z.string().nullable(),
  quoted: z.array(z.object(RANGE)),
  part: z.number().nullable(),
  before: z.string(),
  header: HEADER,
});
const CLAIMS = z.array(z.object({ text: z.string(), quotes: z.array(QUOTE) }));
const WHY = z.enum(['no-model', 'model-failed', 'over-budget']);
const FACTS = ['date', 'place', 'speaker', 'publisher', 'title', 'language', 'length', 'source', 'signature'] as const;
const COMMON = {
  usage: z
    .object({
      promptTokens: z.number(),
      cachedTokens: z.number(),
      completionTokens: z.number(),
      estimated: z.boolean().optional(),
    })
    .nullable(),
  statements: z.array(z.object({ id: z.string(), sha256: z.string() })),
};

/** An Answer as JSON gives it back; one in the shape of an older version does not parse. */
export const ANSWER = z.discriminatedUnion('kind', [
  z.object({ ...COMMON, kind: z.literal('claims'), claims: CLAIMS, premise: z.string().nullable() }),
  z.object({
    ...COMMON,
    kind: z.literal('fact'),
    fact: z.object({ name: z.enum(FACTS), value: z.string() }),
    quotes: z.array(QUOTE),
  }),
  z.object({ ...COMMON, kind: z.literal('talk'), talk: z.enum(['greeting', 'thanks', 'help', 'acknowledged']) }),
  z.object({
    ...COMMON,
    kind: z.literal('quotations'),
    why: WHY,
    quotes: z.array(QUOTE),
    leansOn: z.string().nullable(),
  }),
  z.object({
    ...COMMON,
    kind: z.literal('absent'),
    by: z.enum(['model', 'words']),
    why: WHY.nullable(),
    searched: z.object({
      sentences: z.number(),
      words: z.array(z.string()),
      missing: z.array(z.string()),
      otherLanguage: z.boolean(),
    }),
    nearest: z.array(QUOTE),
  }),
  z.object({ ...COMMON, kind: z.literal('stopped'), claims: CLAIMS }),
]) satisfies z.ZodType<Answer>;
