import { expect, test } from 'vitest';
import { createAdmission } from '../../src/telegram/admission.ts';

function admitting(perMinute: number) {
  let admitted = 0;
  const delivered: string[] = [];
  const desk = {
    now: () => 1_000,
    config: { limits: { questionsPerMinute: perMinute } },
    metrics: { question: () => {} },
    store: {
      usage: {
        admit: async () => {
          admitted++;
          return admitted <= perMinute ? { kind: 'allowed' } : { kind: 'wait', waitSeconds: 40 };
        },
      },
    },
  };
  const delivery = {
    deliver: async (_asked: object, _text: string, { rendered }: { rendered: { text: string } }) => {
      delivered.push(rendered.text);
    },
  };
  const admission = createAdmission(desk as never, delivery as never);
  const ask = (attempt: number) =>
    admission.admit({ person: 5, run: { attempt } } as never, { language: 'en' } as never, { kind: 'new' });
  return { ask, delivered, counted: () => admitted };
}

test('a question that is started again is neither counted nor refused', async () => {
  const { ask, delivered, counted } = admitting(1);
  expect(await ask(1)).toBe(true);
  expect(await ask(2)).toBe(true);
  expect([counted(), delivered]).toEqual([1, []]);
});

test('who asks too fast is told so once, until questions are taken again', async () => {
  const { ask, delivered } = admitting(1);
  expect([await ask(1), await ask(1), await ask(1)]).toEqual([true, false, false]);
  expect(delivered).toEqual([expect.stringMatching(/40/)]);
});
