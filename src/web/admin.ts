// What somebody who runs the bot looks at: whether it is up, whether it is ready, and its counters. Bound to loopback.

import { Hono } from 'hono';
import type { MetricsRegistry } from '../telemetry.ts';

/** Resolves when the part is well and rejects when it is not. */
type Check = () => Promise<unknown>;

export type AdminOptions = {
  /** By the name that /readyz tells: store, statement, telegram. */
  readonly checks: Readonly<Record<string, Check>>;
  readonly registry: MetricsRegistry;
  /** Longer than this a check counts as failed; default 3,000. */
  readonly checkTimeoutMs?: number;
};

/** /healthz: 200 while the process is up. /readyz: 200 or 503, with each part by name. /metrics: for Prometheus. */
export function createAdmin({ checks, registry, checkTimeoutMs = 3_000 }: AdminOptions): Hono {
  const admin = new Hono();
  const running = new Map<string, Promise<CheckResult>>();

  admin.get('/healthz', (c) => c.json({ up: true, uptimeSeconds: Math.round(process.uptime()) }));

  admin.get('/readyz', async (c) => {
    const names = Object.keys(checks);
    const results = await Promise.all(names.map(check));
    const isReady = results.every((result) => result === 'ok');
    const report = Object.fromEntries(names.map((name, at) => [name, results[at]]));
    return c.json({ ready: isReady, checks: report }, isReady ? 200 : 503, { 'cache-control': 'no-store' });
  });

  admin.get('/metrics', async () => {
    return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
  });

  return admin;

  /** One run at a time of each check, however many ask: a probe must not add to the load of what is slow. */
  function check(name: string): Promise<CheckResult> {
    const before = running.get(name);
    if (before) return before;
    const result = withTimeout(checks[name]!, checkTimeoutMs).finally(() => running.delete(name));
    running.set(name, result);
    return result;
  }
}

/** Without the error's message: addresses of Telegram hold the token. */
type CheckResult = 'ok' | 'failed' | 'timed out';

async function withTimeout(check: Check, timeoutMs: number): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, 'timed out');
  });
  const done = Promise.resolve()
    .then(check)
    .then(
      (): CheckResult => 'ok',
      (): CheckResult => 'failed',
    );
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}
