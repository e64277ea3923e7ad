import { expect, test } from 'vitest';
import { createMetrics } from '../../src/telemetry.ts';
import { createAdmin } from '../../src/web/admin.ts';

const { registry } = await createMetrics();

test('the process is up as soon as it answers', async () => {
  const admin = createAdmin({ checks: {}, registry });
  expect((await admin.request('/healthz')).status).toBe(200);
});

test('ready means every part is, and each is told by name', async () => {
  const admin = createAdmin({ checks: { store: async () => {}, telegram: async () => true }, registry });
  const response = await admin.request('/readyz');
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ ready: true, checks: { store: 'ok', telegram: 'ok' } });
});

test('a part that fails or does not answer in time is named, without its error’s words', async () => {
  const checks = {
    store: async () => {
      throw new Error('postgres://user:password@host');
    },
    statement: () => {
      throw new Error('thrown at once');
    },
    telegram: () => new Promise(() => {}),
  };
  const response = await createAdmin({ checks, registry, checkTimeoutMs: 5 }).request('/readyz');
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({
    ready: false,
    checks: { store: 'failed', statement: 'failed', telegram: 'timed out' },
  });
});

test('many probes at once make one check', async () => {
  let runs = 0;
  const gate = Promise.withResolvers<void>();
  const check = () => {
    runs++;
    return gate.promise;
  };
  const admin = createAdmin({ checks: { telegram: check }, registry });
  const probes = Array.from({ length: 20 }, () => admin.request('/readyz'));
  gate.resolve();
  for (const probe of probes) expect((await probe).status).toBe(200);
  expect(runs).toBe(1);
  expect((await admin.request('/readyz')).status).toBe(200);
  expect(runs).toBe(2);
});

test('the counters come as Prometheus reads them', async () => {
  const response = await createAdmin({ checks: {}, registry }).request('/metrics');
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=/);
  expect(await response.text()).toContain('# TYPE onrecord_questions_total counter');
});
