// What the model writes. Nothing in a Draft is shown before grounding has turned it into an Answer.

import { z } from 'zod';

export const Draft = z.object({
  outcome: z.enum(['answered', 'not_in_statement']),
  claims: z.array(z.object({ text: z.string(), sentences: z.array(z.string()) })),
  premise: z.string().nullable(),
});
export type Draft = z.infer<typeof Draft>;
export type DraftClaim = Draft['claims'][number];
