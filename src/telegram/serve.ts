// Runs the bot: takes updates by polling or by webhook, puts them into the inbox before they are acknowledged, and ends cleanly.

import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { GrammyError, HttpError } from 'grammy';
import type { Update } from 'grammy/types';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { createInbox, type Inbox } from '../inbox/inbox.ts';
import type { Queue } from '../inbox/queue.ts';
import type { InboxState } from '../inbox/worker.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { topicsOf } from '../retrieval/topics.ts';
import type { Service } from '../service/service.ts';
import type { Sessions } from '../service/stored.ts';
import { codecOf } from '../store/codec.ts';
import { StoreUnavailable } from '../store/outage.ts';
import type { Store } from '../store/store.ts';
import type { Log, Metrics } from '../telemetry.ts';
import { ALLOWED_UPDATES, createTelegramBot, type TelegramBot } from './bot.ts';
import { rowOf } from './inbox-row.ts';
import { setProfile } from './profile.ts';

export type TelegramParts = {
  readonly service: Service;
  readonly home: OpenStatement;
  readonly store: Store;
  readonly sessions: Sessions;
  readonly queue: Queue;
  readonly config: Config;
  readonly token: string;
  readonly log: Log;
  readonly metrics: Metrics;
};

export type Serving = {
  readonly username: string;
  /** For a webhook: resolves once the update is stored or answered, rejects when it cannot be stored now. */
  readonly accept: (update: Update) => Promise<void>;
  readonly inbox: () => InboxState;
  /** Whether Telegram answered lately; asks it. */
  readonly reach: () => Promise<void>;
  /** Takes no more updates, finishes what runs within `ms`, and resolves. */
  readonly stop: (ms: number) => Promise<void>;
  /** Rejects when the bot cannot go on: its token was revoked. */
  readonly failed: Promise<never>;
};

/** Where Telegram delivers to, behind PUBLIC_URL. */
export const WEBHOOK_PATH = '/telegram';

const POLL_SECONDS = 25;
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;
/** While it is the store that is away, which answers at once or waits by itself. */
const STORE_PAUSE_MS = 250;
/** Polling that goes well for so long has recovered. */
const QUIET_MS = 60_000;
/** A webhook that was set longer ago is set anew: another program may have put a secret of its own in the place of ours. */
const FRESH_MS = 600_000;
const SET_WEBHOOK = codecOf(z.object({ version: z.string(), at: z.number() }));
const REACH_MS = 5_000;
const CONFIRM_MS = 2_000;
// What Telegram or the database is at fault for is waited out; what is left are bugs, over which nobody should wait long for
// the apology: 9.5 s in all.
const BACKOFF_MS = [500, 1_500, 3_000, 4_500];

/** Starts the bot. Throws a line for people when the token is wrong or Telegram cannot be reached. */
export async function serveTelegram(parts: TelegramParts): Promise<Serving> {
  const { home, store, queue, config, log, metrics } = parts;
  const topics = topicsOf(home.statement);
  const bot = await createTelegramBot({ ...parts, topics, now: Date.now }).catch((error) => {
    throw startError(error, config);
  });
  const inbox = createInbox({
    queue,
    handle: (payload, run) => bot.handle(JSON.parse(payload), run),
    onDead: (payload, run) => bot.apologise(JSON.parse(payload), run),
    onBroadcast: bot.onBroadcast,
    purge: store.purge,
    log,
    backoffMs: BACKOFF_MS,
  });
  inbox.start();
  const accept = async (update: Update) => {
    if (!bot.atOnce(update)) await inbox.accept([rowOf(update)]);
  };
  const stopped = new AbortController();
  let failure: Promise<never> = new Promise(() => {});
  let polling: Promise<void> = Promise.resolve();
  try {
    if (config.telegram.mode === 'polling') await bot.api.deleteWebhook();
    else await setWebhook(bot, parts);
  } catch (error) {
    // Left at work, it would keep a process that takes no updates from ending.
    await inbox.drain(0);
    throw startError(error, config);
  }
  if (config.telegram.mode === 'polling') {
    polling = poll(bot, inbox, log, metrics, stopped.signal);
    failure = polling.then(() => new Promise<never>(() => {}));
    // Seen by whoever waits for `failed`.
    failure.catch(() => undefined);
  }
  // Nobody waits for the bot's texts about itself.
  const profiled = setProfile({
    api: bot.api,
    store,
    statement: home.statement,
    adminIds: config.telegram.adminIds,
    log,
  }).catch((error: Error) => {
    // An outage of the store has its line; the profile is set at the next start.
    if (error instanceof StoreUnavailable) return;
    log.warn({ event: 'profile', error: error.name }, 'the bot’s profile could not be set');
  });
  log.info(
    { event: 'started', mode: config.telegram.mode, statement: home.statement.sha256.slice(0, 12), store: store.name },
    `@${bot.me.username} is answering`,
  );
  return {
    username: bot.me.username,
    accept,
    inbox: () => inbox.state(),
    reach: async () => {
      await bot.api.getMe(AbortSignal.timeout(REACH_MS) as never);
    },
    failed: failure,
    stop: async (ms) => {
      stopped.abort();
      await Promise.race([polling.catch(() => undefined), wait(CONFIRM_MS, undefined, { ref: false })]);
      const [cutOff] = await Promise.all([
        inbox.drain(ms),
        bot.settled(),
        Promise.race([profiled, wait(ms, undefined, { ref: false })]),
      ]);
      log.info({ event: 'stopped', cutOff }, 'the bot has stopped');
    },
  };
}

/**
 * Asks Telegram for updates until `signal` is aborted. An offset is confirmed by the next call, so only after everything
 * before it is stored. Rejects when the token is refused; waits out everything else, with one line an outage.
 */
async function poll(bot: TelegramBot, inbox: Inbox, log: Log, metrics: Metrics, signal: AbortSignal): Promise<void> {
  let offset = 0;
  let pauseMs = 0;
  let told: string | null = null;
  let failedAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    try {
      const updates = await bot.api.getUpdates(
        { offset, timeout: POLL_SECONDS, limit: 100, allowed_updates: [...ALLOWED_UPDATES] },
        signal as never,
      );
      const stored = updates.filter((update) => !bot.atOnce(update));
      if (stored.length > 0) await inbox.accept(stored.map(rowOf));
      const last = updates.at(-1);
      if (last) offset = last.update_id + 1;
      // Where two processes poll, each gets an update now and then: that is no end of it.
      if (told !== null && performance.now() - failedAt > QUIET_MS) {
        log.info({ event: 'updates-back' }, 'updates arrive again');
        told = null;
      }
      pauseMs = 0;
    } catch (error) {
      if (signal.aborted) break;
      if (isRefusedToken(error)) throw startError(error, null);
      const reason = pollFailure(error);
      metrics.error('polling');
      if (reason !== null) {
        if (reason !== told) log.warn({ event: 'updates-away' }, reason);
        told = reason;
        failedAt = performance.now();
      }
      const isOurs = error instanceof StoreUnavailable;
      pauseMs = isOurs ? STORE_PAUSE_MS : Math.min(MAX_PAUSE_MS, Math.max(FIRST_PAUSE_MS, pauseMs * 2));
      const asked = error instanceof GrammyError ? (error.parameters.retry_after ?? 0) * 1_000 : 0;
      await wait(Math.max(pauseMs, asked), undefined, { signal }).catch(() => undefined);
    }
  }
  // Confirms what is stored, so that the next start need not be told again.
  if (offset === 0) return;
  const soon = AbortSignal.timeout(CONFIRM_MS) as never;
  await bot.api.getUpdates({ offset, timeout: 0, limit: 1 }, soon).catch(() => undefined);
}

/** One line for people; null for an outage of the store or of Telegram, each of which is told of where it shows. */
function pollFailure(error: unknown): string | null {
  if (error instanceof StoreUnavailable || error instanceof HttpError) return null;
  if (error instanceof GrammyError && error.error_code === 409) {
    return /webhook/i.test(error.description)
      ? 'a webhook was set for this token: another process runs this bot with TELEGRAM_MODE=webhook'
      : 'another process polls with this token: stop one of the two (409)';
  }
  if (error instanceof GrammyError)
    return error.error_code >= 500 ? null : `Telegram refuses to give updates (${error.error_code})`;
  throw error;
}

/** By one replica at a time, and not by those that start soon after it. */
async function setWebhook(bot: TelegramBot, { store, config, log }: TelegramParts): Promise<void> {
  const url = `${config.web.publicUrl}${WEBHOOK_PATH}`;
  const options = {
    secret_token: config.telegram.webhookSecret!,
    allowed_updates: [...ALLOWED_UPDATES],
    max_connections: 40,
  };
  // Telegram does not tell which secret it sends; whoever set the webhook left a digest of it.
  const version = createHash('sha256')
    .update(JSON.stringify([url, options]))
    .digest('hex');
  await store.exclusively('webhook', async () => {
    const known = await bot.api.getWebhookInfo();
    const last = await store.settings.get('bot', 'webhook', SET_WEBHOOK);
    const isFresh = last?.version === version && Math.abs(Date.now() - last.at) < FRESH_MS;
    if (known.url === url && isFresh) return;
    await bot.api.setWebhook(url, options);
    await store.settings.update('bot', 'webhook', SET_WEBHOOK, () => ({ version, at: Date.now() }));
    log.info({ event: 'webhook-set' }, 'the webhook is set');
  });
}

function isRefusedToken(error: unknown): error is GrammyError {
  return error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404);
}

/** `config` null: the bot ran already. */
function startError(error: unknown, config: Config | null): Error {
  if (isRefusedToken(error)) {
    return new Error(
      `TELEGRAM_BOT_TOKEN is refused by Telegram (${error.error_code}); expected the token that BotFather gave, unrevoked`,
      { cause: error },
    );
  }
  if (config !== null && (error instanceof GrammyError || error instanceof HttpError)) {
    const found = error instanceof GrammyError ? `an error ${error.error_code}` : 'no answer';
    return new Error(
      `TELEGRAM_API_ROOT is ${JSON.stringify(config.telegram.apiRoot)}; expected a Bot API server that can be reached, found ${found}`,
      { cause: error },
    );
  }
  return error as Error;
}
