// Two replicas of the real bot on one PostgreSQL, behind a proxy that brings updates to either.

import { expect } from 'vitest';
import { startTelegram, type Telegram } from '../telegram-server/server.ts';
import { type BotOptions, type BotProcess, startBot } from './bot.ts';
import { startPooledPostgres } from './pgbouncer.ts';
import { type FrontProxy, freePort, startProxy } from './proxy.ts';

export type Replicas = {
  readonly telegram: Telegram;
  readonly proxy: FrontProxy;
  readonly ports: readonly [string, string];
  readonly bots: readonly [BotProcess, BotProcess];
  /** Stops everything; the bots must end in peace and without a complaint. */
  readonly close: () => Promise<void>;
};

/** Behind a PgBouncer where this machine has one. `envOf` gives what is set for each. */
export async function startReplicas(envOf: (replica: 0 | 1) => NonNullable<BotOptions['env']>): Promise<Replicas> {
  const postgres = await startPooledPostgres();
  const telegram = await startTelegram({ allowHttpWebhook: true, webhookRetryMs: [50, 100, 200] });
  const ports = [await freePort(), await freePort()] as const;
  const proxy = await startProxy(ports);
  const databaseUrl = await postgres.createDatabase();
  const start = (replica: 0 | 1) =>
    startBot(telegram, {
      databaseUrl,
      env: {
        TELEGRAM_MODE: 'webhook',
        WEBHOOK_SECRET: 'a-secret_of-16-characters',
        PUBLIC_URL: proxy.url,
        PORT: ports[replica],
        ...envOf(replica),
      },
    });
  const bots = await Promise.all([start(0), start(1)]);
  return {
    telegram,
    proxy,
    ports,
    bots,
    close: async () => {
      for (const bot of bots) {
        expect(await bot.stop()).toEqual({ code: 0, signal: null });
        expect(bot.complaints).toEqual([]);
      }
      await telegram.close();
      await proxy.stop();
      await postgres.close();
    },
  };
}
