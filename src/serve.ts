// What stays up: the bot with its page and figures, or the page alone beside the terminal chat. Telegram and the web meet here only.

import { readFile } from 'node:fs/promises';
import type { Update } from 'grammy/types';
import type { Ask } from './answer/answer.ts';
import { type App, openApp, openById } from './compose.ts';
import type { Config } from './config.ts';
import { hasTokensLeft } from './store/conversation.ts';
import { openStore, type Store } from './store/store.ts';
import { serveTelegram, WEBHOOK_PATH } from './telegram/serve.ts';
import { createMetrics, type Log, type Metrics, NO_METRICS } from './telemetry.ts';
import { createAdmin } from './web/admin.ts';
import type { Limit } from './web/asking.ts';
import { serveWeb } from './web/serve.ts';
import { createSite, type Published, type PublishedStatements } from './web/site.ts';

/** How long what runs may take to end before it is cut off and left to the next start. */
const DRAIN_MS = 10_000;
// The page's visitors have no names: each address counts as a person.
const MINUTE_MS = 60_000;
const MAX_VISITORS = 10_000;

/** Runs the bot until SIGTERM or SIGINT, then ends what runs. Throws a line for people where it cannot start or go on. */
export async function serveBot(config: Config, token: string, log: Log): Promise<void> {
  const metrics = await createMetrics({ prices: config.prices });
  const app = await openApp(config, log, metrics);
  const store = await openStore({
    url: config.databaseUrl,
    log,
    ...(config.replica === null ? {} : { identity: config.replica }),
  });
  try {
    await serveWithStore(config, app, token, store, log, metrics);
  } finally {
    await store.close();
  }
}

async function serveWithStore(
  config: Config,
  app: App,
  token: string,
  store: Store,
  log: Log,
  metrics: Awaited<ReturnType<typeof createMetrics>>,
): Promise<void> {
  metrics.watchInbox(async () => {
    const { queued, running, oldestMs } = await store.inbox.stats();
    return { depth: queued + running, oldestAgeSeconds: (oldestMs ?? 0) / 1_000 };
  });
  const ended = untilSignalled(log);
  // Listens before the webhook is set, for Telegram delivers at once; what comes earlier than the bot is ready waits for it.
  const door = Promise.withResolvers<(update: Update) => Promise<void>>();
  door.promise.catch(() => undefined);
  const isWebhook = config.telegram.mode === 'webhook';
  const site = await createSite({
    statements: publishedStatements({ config, app, log, metrics }, (ask) => budgeted(ask, config, store)),
    publicUrl: config.web.publicUrl,
    limit: config.web.ask === true ? createLimit(config) : null,
    webhook: isWebhook
      ? {
          path: WEBHOOK_PATH,
          secret: config.telegram.webhookSecret!,
          accept: async (update) => (await door.promise)(update as Update),
        }
      : null,
    log,
    metrics,
  });
  // Without a public address nobody but this machine can read the page, and the bot is not worth failing for it.
  const isNeeded = isWebhook || config.web.publicUrl !== null;
  const page = await listen(() => serveWeb(site, config.web), isNeeded, log);
  try {
    await serveUpdates();
  } catch (error) {
    door.reject(error);
    throw error;
  } finally {
    await page?.close();
  }

  async function serveUpdates(): Promise<void> {
    const telegram = await serveTelegram({ app, store, config, token, log, metrics });
    door.resolve(telegram.accept);
    const admin = await listen(
      () =>
        serveWeb(
          createAdmin({
            checks: {
              store: () => store.ping(),
              statement: () => statementUnchanged(config, app),
              telegram: telegram.reach,
            },
            registry: metrics.registry,
          }),
          { host: '127.0.0.1', port: config.web.adminPort },
        ),
      false,
      log,
    );
    log.info(
      { event: 'listening', page: page?.url ?? null, admin: admin?.url ?? null },
      'the page and the figures are up',
    );
    try {
      await Promise.race([ended, telegram.failed]);
    } finally {
      // Before the rest: what a webhook brings now is left to the next start.
      await page?.close();
      await telegram.stop(DRAIN_MS);
      await admin?.close();
    }
  }
}

/** The page and its question field for the terminal chat; null when no port can be had, for the chat does without. */
export async function servePage(
  config: Config,
  app: App,
  log: Log,
): Promise<{ url: string; close: () => Promise<void> } | null> {
  const site = await createSite({
    statements: publishedStatements({ config, app, log, metrics: NO_METRICS }, (ask) => ask),
    publicUrl: config.web.publicUrl,
    limit: config.web.ask === false ? null : createLimit(config),
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

/** The statement that is asked about, and every other in data/ once somebody looks at it; `through` wraps how they are asked. */
function publishedStatements(
  { config, app, log, metrics }: { config: Config; app: App; log: Log; metrics: Metrics },
  through: (ask: Ask) => Ask,
): PublishedStatements {
  const publish = (published: App): Published => ({ about: published.about, ask: through(published.ask) });
  const home = publish(app);
  const others = new Map<string, Promise<Published | null>>();
  return {
    home: app.statement.id,
    find: (id) => {
      if (id === app.statement.id) return home;
      const known = others.get(id);
      if (known) return known;
      const opened = openById(config, id, log, metrics).then((other) => other && publish(other));
      others.set(id, opened);
      // Only what is there is remembered: addresses that lead nowhere are without number.
      opened.then(
        (found) => found === null && others.delete(id),
        () => others.delete(id),
      );
      return opened;
    },
  };
}

/** The page's questions count against the day's tokens like everybody's, under nobody's name. */
function budgeted(ask: Ask, { limits }: Config, store: Store): Ask {
  return async (question, options = {}) => {
    const hasTokens = await hasTokensLeft(store.usage, limits.dailyTokenBudget);
    const answer = await ask(question, { ...options, mayUseModel: hasTokens && options.mayUseModel !== false });
    if (answer.usage !== null) await store.usage.addTokens(NOBODY, answer.usage);
    return answer;
  };
}

const NOBODY = 0;

async function statementUnchanged(config: Config, app: App): Promise<void> {
  const source = await readFile(app.file, 'utf8');
  if (!source.endsWith(app.statement.text))
    throw new Error(`${config.statement ?? app.statement.id}: changed since the start`);
}

/** QUESTIONS_PER_MINUTE for each visitor of the page. */
function createLimit(config: Config): Limit {
  const visitors = new Map<string, number[]>();
  return (key) => {
    const now = Date.now();
    const recent = (visitors.get(key) ?? []).filter((at) => at > now - MINUTE_MS);
    const allowed = recent.length < config.limits.questionsPerMinute;
    if (allowed) recent.push(now);
    visitors.delete(key);
    visitors.set(key, recent);
    if (visitors.size > MAX_VISITORS) visitors.delete(visitors.keys().next().value!);
    return { allowed, retryAfterS: allowed ? 0 : Math.ceil((recent[0]! + MINUTE_MS - now) / 1_000) };
  };
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once. */
function untilSignalled(log: Log): Promise<void> {
  return new Promise((resolve) => {
    const onSignal = (signal: NodeJS.Signals) => {
      process.removeListener('SIGTERM', onSignal);
      process.removeListener('SIGINT', onSignal);
      log.info({ event: 'stopping', signal }, 'stopping');
      resolve();
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}
