import { expect, test } from 'vitest';
import { createMetrics } from '../src/telemetry.ts';

const sampleOf = (text: string, series: string): number | undefined => {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};

test('an answer counts its outcome, how long it took, and what it cost', async () => {
  const metrics = await createMetrics({ prices: { promptPerMillion: 2, completionPerMillion: 8 } });
  const usage = { promptTokens: 1_000_000, cachedTokens: 400, completionTokens: 500_000 };
  metrics.answer('web', { kind: 'claims', why: null, usage }, { firstClaimMs: 700, totalMs: 3_000 });
  metrics.answer('group', { kind: 'absent', why: 'model-failed', usage: null }, { firstClaimMs: null, totalMs: 4 });
  metrics.question('web', 'limited');
  const text = await metrics.registry.metrics();
  expect(sampleOf(text, 'onrecord_questions_total{surface="web",outcome="answered"}')).toBe(1);
  expect(sampleOf(text, 'onrecord_questions_total{surface="group",outcome="absent"}')).toBe(1);
  expect(sampleOf(text, 'onrecord_questions_total{surface="web",outcome="limited"}')).toBe(1);
  expect(sampleOf(text, 'onrecord_extractions_total{reason="model-failed"}')).toBe(1);
  expect(sampleOf(text, 'onrecord_first_claim_seconds_sum{surface="web",mode="model"}')).toBe(0.7);
  expect(sampleOf(text, 'onrecord_first_claim_seconds_count{surface="group",mode="extract"}')).toBeUndefined();
  expect(sampleOf(text, 'onrecord_answer_seconds_sum{surface="web",mode="model"}')).toBe(3);
  expect(sampleOf(text, 'onrecord_tokens_total{kind="prompt"}')).toBe(1_000_000);
  expect(sampleOf(text, 'onrecord_tokens_total{kind="cached"}')).toBe(400);
  expect(sampleOf(text, 'onrecord_cost_total')).toBe(6);
});

test('what a comparison of a quotation cost is counted with the rest', async () => {
  const metrics = await createMetrics({ prices: { promptPerMillion: 2, completionPerMillion: 8 } });
  metrics.tokens({ promptTokens: 1_000_000, cachedTokens: 0, completionTokens: 1_000_000 });
  const text = await metrics.registry.metrics();
  expect(sampleOf(text, 'onrecord_tokens_total{kind="completion"}')).toBe(1_000_000);
  expect(sampleOf(text, 'onrecord_cost_total')).toBe(10);
});

test('without prices there is no cost to misread', async () => {
  const metrics = await createMetrics();
  expect(await metrics.registry.metrics()).not.toContain('onrecord_cost_total');
});

test('every part has its counter', async () => {
  const metrics = await createMetrics();
  metrics.update('message');
  metrics.modelCall('unusable');
  metrics.error('telegram 429');
  metrics.retry('update');
  metrics.refusal('number');
  const text = await metrics.registry.metrics();
  for (const series of [
    'onrecord_updates_total{kind="message"}',
    'onrecord_model_calls_total{outcome="unusable"}',
    'onrecord_errors_total{kind="telegram 429"}',
    'onrecord_retries_total{kind="update"}',
    'onrecord_refusals_total{rule="number"}',
  ]) {
    expect(sampleOf(text, series)).toBe(1);
  }
});

test('the inbox is read at each scrape, and a store that is down does not take the other figures with it', async () => {
  const metrics = await createMetrics();
  let read = async () => ({ depth: 3, oldestAgeSeconds: 12 });
  metrics.watchInbox(() => read());
  let text = await metrics.registry.metrics();
  expect(sampleOf(text, 'onrecord_inbox_depth')).toBe(3);
  expect(sampleOf(text, 'onrecord_inbox_age_seconds')).toBe(12);
  read = async () => {
    throw new Error('down');
  };
  text = await metrics.registry.metrics();
  expect(text).toContain('onrecord_inbox_depth Nan');
  expect(text).toContain('process_cpu_seconds_total');
});
