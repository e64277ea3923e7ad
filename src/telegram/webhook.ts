// The webhook: set by one replica, looked after while the bot runs, for anybody with the token can take it away.

import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Api } from 'grammy';
import type { WebhookInfo } from 'grammy/types';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { codecOf } from '../store/codec.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry.ts';
import { ALLOWED_UPDATES } from './bot.ts';

/** Where Telegram delivers to, behind PUBLIC_URL. */
export const WEBHOOK_PATH = '/telegram';

/** A webhook that was set longer ago is set anew: another program may have put a secret of its own in the place of ours. */
const FRESH_MS = 600_000;
/** Noticed within a minute, whatever the network does to one look. */
const LOOK_MS = 20_000;
const LOOK_TIMEOUT_MS = 10_000;
/** A delivery that failed longer ago than this is over. */
const RECENT_SECONDS = 60;

export type WebhookParts = {
  readonly api: Api;
  readonly store: Pick<Store, 'exclusively' | 'settings'>;
  readonly config: Pick<Config, 'telegram' | 'web'>;
  readonly log: Log;
  readonly now: () => number;
};

const LAST_SET = codecOf(z.object({ version: z.string(), at: z.number() }));

/** By one replica at a time, and not by those that start soon after it. `isLost`: it is gone, whoever set it when. */
export async function setWebhook({ api, store, config, log, now }: WebhookParts, isLost = false): Promise<void> {
  const url = urlOf(config);
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
    const known = await api.getWebhookInfo();
    const last = await store.settings.get('bot', 'webhook', LAST_SET);
    const isFresh = last?.version === version && Math.abs(now() - last.at) < FRESH_MS;
    if (known.url === url && (isFresh || isLost)) return;
    await api.setWebhook(url, options);
    await store.settings.update('bot', 'webhook', LAST_SET, () => ({ version, at: now() }));
    log.info({ event: 'webhook-set' }, 'the webhook is set');
  });
}

/** What is wrong with the delivery of updates, in a line; null when nothing is. */
export function webhookTrouble(info: WebhookInfo, url: string, now: number): string | null {
  if (!info.url) return 'the webhook was taken away: somebody else uses this token';
  if (info.url !== url)
    return `the webhook leads elsewhere (${new URL(info.url).host}): another bot runs with this token`;
  const failedSeconds = now / 1_000 - (info.last_error_date ?? 0);
  if (info.pending_update_count === 0 || failedSeconds > RECENT_SECONDS) return null;
  return `Telegram cannot deliver ${info.pending_update_count} updates: ${info.last_error_message ?? 'no reason given'}`;
}

export type WebhookWatch = {
  /** What is wrong now; null when nothing is. */
  readonly trouble: () => string | null;
  /** Looks once. */
  readonly look: () => Promise<void>;
};

/** Looks until `signal` is aborted. Taken away, it is set again; leading elsewhere, it is left to whoever runs the bot: two would fight. */
export function watchWebhook(parts: WebhookParts, signal: AbortSignal): WebhookWatch {
  const { api, config, log, now } = parts;
  let trouble: string | null = null;
  const look = async () => {
    const info = await api.getWebhookInfo(AbortSignal.timeout(LOOK_TIMEOUT_MS) as never);
    const found = webhookTrouble(info, urlOf(config), now());
    if (found !== null && found !== trouble) {
      log.warn({ event: 'webhook-away', pending: info.pending_update_count }, found);
    }
    if (found === null && trouble !== null) log.info({ event: 'webhook-back' }, 'updates are delivered again');
    trouble = found;
    if (info.url) return;
    await setWebhook(parts, true);
    trouble = null;
  };
  void (async () => {
    while (!signal.aborted) {
      await wait(LOOK_MS, undefined, { signal, ref: false }).catch(() => undefined);
      // Telegram's outages have their own line; the next look is soon.
      if (!signal.aborted) await look().catch(() => undefined);
    }
  })();
  return { trouble: () => trouble, look };
}

function urlOf({ web }: Pick<Config, 'web'>): string {
  return `${web.publicUrl}${WEBHOOK_PATH}`;
}
