// Runs the bot: takes updates by polling or by webhook, puts them into the inbox before they are acknowledged, and ends cleanly.

import { setTimeout as wait } from 'node:timers/promises';
import type { Update } from 'grammy/types';
import { createInbox } from '../inbox/inbox.ts';
import { StoreUnavailable } from '../store/outage.ts';
import { connect } from './api.ts';
import { createTelegramBot } from './bot.ts';
import type { BotParts } from './context.ts';
import { rowOf } from './inbox-row.ts';
import { poll } from './polling.ts';
import { setProfile } from './profile.ts';
import { patiently, startError } from './start.ts';
import { setWebhook, type WebhookWatch, watchWebhook } from './webhook.ts';

export type TelegramParts = Omit<BotParts, 'api' | 'me' | 'now'> & {
  readonly token: string;
  /** Aborted when the process is told to end: a start that still waits is given up. */
  readonly signal: AbortSignal;
};

export type Serving = {
  readonly username: string;
  /** For a webhook: resolves once the update is stored or answered, rejects when it cannot be stored now. */
  readonly accept: (update: Update) => Promise<void>;
  /** Whether Telegram answered lately; asks it. */
  readonly reach: () => Promise<void>;
  /** What is wrong with the webhook; null when nothing is, and where there is none. */
  readonly webhookTrouble: () => string | null;
  /** Takes no more updates, finishes what runs within `ms`, and resolves. */
  readonly stop: (ms: number) => Promise<void>;
  /** Rejects when the bot cannot go on: its token was revoked. */
  readonly failed: Promise<never>;
};

const REACH_MS = 5_000;
const INIT_TIMEOUT_MS = 15_000;
const CONFIRM_MS = 2_000;
// What Telegram or the database is at fault for is waited out; what is left are bugs, over which nobody should wait long for
// the apology: 9.5 s in all.
const BACKOFF_MS = [500, 1_500, 3_000, 4_500];

/** Starts the bot, however long Telegram takes. Throws a line for people when the token or the address is wrong. */
export async function serveTelegram(parts: TelegramParts): Promise<Serving> {
  const { home, store, queue, config, token, log, metrics, signal } = parts;
  const { apiRoot, mode, adminIds } = config.telegram;
  const api = connect({ token, apiRoot, proxyEnv: config.proxyEnv, log });
  const start = async <T>(what: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await patiently(what, call, { log, signal });
    } catch (error) {
      throw startError(error);
    }
  };
  const me = await start('getMe', () => api.getMe(AbortSignal.timeout(INIT_TIMEOUT_MS) as never));
  const bot = createTelegramBot({ ...parts, api, me, now: Date.now });
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
  const acceptAll = async (updates: readonly Update[]) => {
    const stored = updates.filter((update) => !bot.handleNow(update));
    if (stored.length > 0) await inbox.accept(stored.map(rowOf));
  };
  const stopped = new AbortController();
  const webhook = { api, store, config, log, now: Date.now };
  let failure: Promise<never> = new Promise(() => {});
  let polling: Promise<void> = Promise.resolve();
  let watch: WebhookWatch | null = null;
  try {
    if (mode === 'webhook') await start('setWebhook', () => setWebhook(webhook));
    else await start('deleteWebhook', () => api.deleteWebhook());
  } catch (error) {
    // Left at work, it would keep a process that takes no updates from ending.
    await inbox.drain(0);
    throw error;
  }
  if (mode === 'polling') {
    polling = poll({ api, accept: acceptAll, log, metrics, signal: stopped.signal });
    failure = polling.then(() => new Promise<never>(() => {}));
    // Seen by whoever waits for `failed`.
    failure.catch(() => undefined);
  } else watch = watchWebhook(webhook, stopped.signal);
  // Nobody waits for the bot's texts about itself.
  const profiled = setProfile({ api, store, statement: home.statement, adminIds, log }).catch((error: Error) => {
    // An outage of the store has its line; the profile is set at the next start.
    if (error instanceof StoreUnavailable) return;
    log.warn({ event: 'profile', error: error.name }, 'the bot’s profile could not be set');
  });
  log.info(
    { event: 'started', mode, statement: home.statement.sha256.slice(0, 12), store: store.name },
    `@${me.username} is answering`,
  );
  return {
    username: me.username,
    accept: (update) => acceptAll([update]),
    reach: async () => {
      await api.getMe(AbortSignal.timeout(REACH_MS) as never);
    },
    webhookTrouble: () => watch?.trouble() ?? null,
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
