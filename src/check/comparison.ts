// What the model writes when it compares an alleged quotation with the statement. Nothing of it is shown: its keys name sentences.

import { z } from 'zod';
import type { Form } from '../model/model.ts';

const Comparison = z.object({
  verdict: z.enum(['same', 'near', 'different']),
  sentences: z.array(z.string()),
});
export type Comparison = z.infer<typeof Comparison>;

export const COMPARISON: Form<Comparison> = {
  name: 'comparison',
  schema: Comparison,
  hint: 'Reply with one JSON object of this form and nothing else: {"verdict": "same" or "near" or "different", "sentences": [string]}',
};
