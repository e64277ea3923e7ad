// What the model writes. Nothing in a Draft is shown before grounding has turned it into an Answer.

import { z } from 'zod';
import type { Form } from '../model/model.ts';

export const Draft = z.object({
  outcome: z.enum(['answered', 'not_in_statement']),
  claims: z.array(z.object({ text: z.string(), sentences: z.array(z.string()) })),
  premise: z.string().nullable(),
});
export type Draft = z.infer<typeof Draft>;
export type DraftClaim = Draft['claims'][number];

export const DRAFT: Form<Draft> = {
  name: 'draft',
  schema: Draft,
  hint: 'Reply with one JSON object of this form and nothing else: {"outcome": "answered" or "not_in_statement", "claims": [{"text": string, "sentences": [string]}], "premise": string or null}',
};

/** The claims that stand whole in a Draft which is still being written; none until its outcome is "answered". */
export function completeClaims(content: string): DraftClaim[] {
  if (!/^\s*\{\s*"outcome"\s*:\s*"answered"\s*,\s*"claims"\s*:\s*\[/.test(content)) return [];
  const claims: DraftClaim[] = [];
  let depth = 0;
  let start = 0;
  let inString = false;
  for (let at = content.indexOf('['); at < content.length; at++) {
    const character = content[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      depth++;
      if (depth === 2) start = at;
    } else if (character === '}' || character === ']') {
      depth--;
      if (depth === 0) break;
      if (depth === 1) {
        const claim = parseClaim(content.slice(start, at + 1));
        if (!claim) break;
        claims.push(claim);
      }
    }
  }
  return claims;
}

function parseClaim(json: string): DraftClaim | null {
  try {
    return Draft.shape.claims.element.parse(JSON.parse(json));
  } catch {
    // The whole Draft will fail to parse as well, and that failure is reported.
    return null;
  }
}
