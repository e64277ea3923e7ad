// What a person says of a statement's header, as flags or as lines of a message.

import { z } from 'zod';
import { FORMS } from '../statement/statement.ts';
import type { DraftHeader } from './import/draft.ts';
import { Refused } from './import/refused.ts';

const Line = z.string().trim().min(1).optional();
const Given = z.object({
  title: Line,
  date: z.iso.date('date: expected a day, such as 2024-05-06').optional(),
  publisher: Line,
  form: z.enum(FORMS, { error: `form: expected ${FORMS.join(', ')}` }).optional(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(?:-\w+)*$/i, 'language: expected a language, such as en')
    .optional(),
  source: z.url({ protocol: /^https?$/, error: 'source: expected an http:// or https:// address' }).optional(),
  speaker: Line.transform((name) => name && { name, names: [], pronoun: 'they' as const }),
});

/** @throws Refused with one line. */
export function readHeaderFields(values: Readonly<Record<string, unknown>>): Partial<DraftHeader> {
  const { data, error } = Given.safeParse(values);
  if (error) throw new Refused(error.issues[0]!.message);
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}
