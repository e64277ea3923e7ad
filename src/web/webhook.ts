// Telegram's side of the door: an update is acknowledged only once it is stored, and only from who knows the secret.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { z } from 'zod';
import { StoreUnavailable } from '../store/outage.ts';
import type { Log, Metrics } from '../telemetry.ts';
import { readBody } from './body.ts';
import { HEADERS } from './headers.ts';

/** What comes in, before anybody has looked into it. */
export type RawUpdate = { readonly update_id: number; readonly [field: string]: unknown };

export type Webhook = {
  /** Begins with a slash. */
  readonly path: string;
  /** What Telegram was told to send along with every update. */
  readonly secret: string;
  /** Stores an update; resolves once it cannot be lost any more. */
  readonly accept: (update: RawUpdate) => Promise<void>;
};

const Update: z.ZodType<RawUpdate> = z.looseObject({ update_id: z.int() });

// The largest updates seen are some 20 KB.
const MAX_UPDATE_BYTES = 1_000_000;

/** Handles one update: 200 stored, 400 no update, 401 wrong secret, 413 too large, 503 could not be stored: send it again. */
export function createWebhook(webhook: Webhook, { log, metrics }: { readonly log: Log; readonly metrics: Metrics }) {
  const secret = digest(webhook.secret);
  return async (c: Context): Promise<Response> => {
    const given = c.req.header('x-telegram-bot-api-secret-token') ?? '';
    // Of equal length and compared in constant time, so that nothing of the secret is learnt by trying.
    if (!timingSafeEqual(digest(given), secret)) return reply(401);
    const body = await readBody(c.req.raw, MAX_UPDATE_BYTES);
    if (body === null) return reply(413);
    const update = parse(body);
    if (update === null) return reply(400);
    try {
      await webhook.accept(update);
    } catch (error) {
      metrics.error('inbox');
      // The store tells of its outages itself, once for all the updates that they meet.
      if (!(error instanceof StoreUnavailable)) {
        log.error(
          { event: 'webhook-not-stored', update: update.update_id, error: (error as Error).name },
          'an update could not be stored',
        );
      }
      return reply(503);
    }
    return reply(200);
  };
}

function reply(status: number): Response {
  return new Response(null, { status, headers: HEADERS });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function parse(body: string): RawUpdate | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  return Update.safeParse(value).data ?? null;
}
