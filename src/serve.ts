// What stays up: the bot with its page and figures, or the page alone beside the terminal chat. Telegram and the web meet here only.

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Update } from 'grammy/types';
import { type App, openApp, storedService, watchFeeds } from './compose.ts';
import type { Config } from './config.ts';
import { createQueue, type Queue } from './inbox/queue.ts';
import type { Service } from './service/service.ts';
import { type Sessions, storedSessions } from './service/stored.ts';
import { openStore, type Store } from './store/store.ts';
import { TABLES } from './tables.ts';
import { serveTelegram, type Serving as TelegramServing } from './telegram/serve.ts';
import { WEBHOOK_PATH } from './telegram/webhook.ts';
import { createMetrics, type Log, NO_METRICS } from './telemetry.ts';
import { createAdmin } from './web/admin.ts';
import { serveWeb, type Serving as WebServing } from './web/serve.ts';
import { createSite } from './web/site.ts';

/** How long what runs may take to end before it is cut off and left to the next start. */
const DRAIN_MS = 10_000;

/**
 * Runs the bot where there is a token, and the page, until SIGTERM or SIGINT; then ends what runs. Throws a line for people where it
 * cannot start or go on.
 */
export async function serve(config: Config, log: Log): Promise<void> {
  const stopping = stopSignal(log);
  const metrics = await createMetrics({ prices: config.prices });
  const app = await openApp(config, log, metrics);
  const store = await openStore({
    url: config.databaseUrl,
    tables: TABLES,
    log,
    waiting: stopping,
    ...(config.replica === null ? {} : { identity: config.replica }),
  }).catch((error) => {
    if (stopping.aborted) return null;
    throw error;
  });
  if (store === null) return;
  const warming = new AbortController();
  let watching: Promise<void> | null = null;
  try {
    const sessions = storedSessions(store);
    const queue = createQueue(store.parts, log);
    const service = await storedService(app, store, sessions, config, metrics, log);
    void app.answering.model?.warmUp?.(warming.signal);
    watching = watchFeeds(store, service, config, log, warming.signal);
    await serveParts({ config, app, service, store, sessions, queue, log, metrics, stopping });
  } finally {
    warming.abort();
    await watching?.catch(() => undefined);
    await store.close();
  }
}

type Parts = {
  readonly config: Config;
  readonly app: App;
  readonly service: Service;
  readonly store: Store;
  readonly sessions: Sessions;
  readonly queue: Queue;
  readonly log: Log;
  readonly metrics: Awaited<ReturnType<typeof createMetrics>>;
  readonly stopping: AbortSignal;
};

async function serveParts({
  config,
  app,
  service,
  store,
  sessions,
  queue,
  log,
  metrics,
  stopping,
}: Parts): Promise<void> {
  const { token, mode, webhookSecret } = config.telegram;
  metrics.watchInbox(async () => {
    const { queued, running, oldestMs } = await queue.stats();
    return { depth: queued + running, oldestAgeSeconds: (oldestMs ?? 0) / 1_000 };
  });
  // Listens before the webhook is set, for Telegram delivers at once; what comes earlier than the bot is ready waits for it.
  const door = Promise.withResolvers<(update: Update) => Promise<void>>();
  door.promise.catch(() => undefined);
  const isWebhook = token !== null && mode === 'webhook';
  const site = await createSite({
    service,
    home: app.home,
    publicUrl: config.web.publicUrl,
    canAsk: token === null ? config.web.ask !== false : config.web.ask === true,
    apiToken: config.web.apiToken,
    salt: randomUUID(),
    webhook: isWebhook
      ? {
          path: WEBHOOK_PATH,
          secret: webhookSecret!,
          accept: async (update) => (await door.promise)(update as Update),
        }
      : null,
    log,
    metrics,
  });
  // Beside a bot without a public address nobody but this machine can read the page, and the bot is not worth failing for it.
  const isNeeded = token === null || isWebhook || config.web.publicUrl !== null;
  const page = await listen(() => serveWeb(site, config.web), isNeeded, log);
  let telegram: TelegramServing | null = null;
  let admin: WebServing | null = null;
  try {
    if (token !== null) {
      const parts = { service, home: app.home, store, sessions, queue, config, log, metrics };
      telegram = await serveTelegram({ ...parts, token, signal: stopping });
      door.resolve(telegram.accept);
    }
    const checks = {
      store: () => store.ping(),
      statement: () => statementUnchanged(app),
      ...(telegram === null ? {} : checksOf(telegram)),
    };
    const { adminHost: host, adminPort: port } = config.web;
    admin = await listen(
      () => serveWeb(createAdmin({ checks, registry: metrics.registry }), { host, port }),
      false,
      log,
    );
    log.info(
      { event: 'listening', page: page?.url ?? null, admin: admin?.url ?? null },
      'the page and the figures are up',
    );
    const ended = stopping.aborted ? undefined : once(stopping, 'abort');
    await Promise.race([ended, ...(telegram === null ? [] : [telegram.failed])]);
  } catch (error) {
    door.reject(error);
    // Told to end while it still waited for Telegram.
    if (!stopping.aborted) throw error;
  } finally {
    // Before the rest: what a webhook brings now is left to the next start.
    await page?.close();
    await telegram?.stop(DRAIN_MS);
    await admin?.close();
  }
}

/** What /readyz asks of the bot. */
function checksOf({ reach, webhookTrouble }: TelegramServing) {
  const webhook = async () => {
    const trouble = webhookTrouble();
    if (trouble !== null) throw new Error(trouble);
  };
  return { telegram: reach, webhook };
}

/** The page and its question field for the terminal chat; null when no port can be had, for the chat does without. */
export async function servePage(
  config: Config,
  app: App,
  service: Service,
  log: Log,
): Promise<{ url: string; close: () => Promise<void> } | null> {
  const site = await createSite({
    service,
    home: app.home,
    publicUrl: config.web.publicUrl,
    canAsk: config.web.ask !== false,
    apiToken: config.web.apiToken,
    salt: randomUUID(),
    webhook: null,
    log,
    metrics: NO_METRICS,
  });
  return listen(() => serveWeb(site, config.web), false, log);
}

async function listen<T>(start: () => Promise<T>, isNeeded: boolean, log: Log): Promise<T | null> {
  try {
    return await start();
  } catch (error) {
    if (isNeeded) throw error;
    log.warn({ event: 'not-listening' }, (error as Error).message);
    return null;
  }
}

async function statementUnchanged(app: App): Promise<void> {
  const source = await readFile(app.file, 'utf8');
  if (!source.endsWith(app.home.statement.text)) throw new Error(`${app.file}: changed since the start`);
}

/** Aborted at the first SIGTERM or SIGINT; a second one ends the process at once. */
function stopSignal(log: Log): AbortSignal {
  const stopping = new AbortController();
  const onSignal = (signal: NodeJS.Signals) => {
    process.removeListener('SIGTERM', onSignal);
    process.removeListener('SIGINT', onSignal);
    log.info({ event: 'stopping', signal }, 'stopping');
    stopping.abort();
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return stopping.signal;
}
