// Asks a Bot API server about a token: whose it is, what BotFather has set for it, where its updates go.
// Plain requests: a check must not depend on the client that it is to explain.

import { z } from 'zod';

const Me = z.object({
  username: z.string(),
  can_join_groups: z.boolean().default(false),
  can_read_all_group_messages: z.boolean().default(false),
  supports_inline_queries: z.boolean().default(false),
});
const WebhookInfo = z.object({
  url: z.string(),
  pending_update_count: z.number().default(0),
  last_error_date: z.number().optional(),
  last_error_message: z.string().optional(),
});
export type Me = z.infer<typeof Me>;
export type WebhookInfo = z.infer<typeof WebhookInfo>;

const Envelope = z.object({ ok: z.boolean(), result: z.unknown().optional(), description: z.string().optional() });

/** `refused`: the server knows no such token. `away`: no usable answer came; `reason` says why, without the token. */
export type Probe<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'away'; readonly reason: string };

export type Bot = { readonly apiRoot: string; readonly token: string };

const TIMEOUT_MS = 10_000;

export function askMe(bot: Bot, signal?: AbortSignal): Promise<Probe<Me>> {
  return call(bot, 'getMe', Me, signal);
}

export function askWebhook(bot: Bot, signal?: AbortSignal): Promise<Probe<WebhookInfo>> {
  return call(bot, 'getWebhookInfo', WebhookInfo, signal);
}

/** What BotFather should be told, one line each; empty when all is set. */
export function missingSettings(me: Me): string[] {
  return [
    ...(me.supports_inline_queries ? [] : [`Inline mode is off. In @BotFather: /setinline, choose @${me.username}.`]),
    ...(me.can_join_groups
      ? []
      : [`The bot cannot be added to groups. In @BotFather: /setjoingroups, choose @${me.username}, Enable.`]),
    ...(me.can_read_all_group_messages
      ? [
          `Privacy mode is off: Telegram sends every message of a group here. In @BotFather: /setprivacy, choose @${me.username}, Enable.`,
        ]
      : []),
  ];
}

async function call<T>(
  { apiRoot, token }: Bot,
  method: string,
  shape: z.ZodType<T>,
  signal?: AbortSignal,
): Promise<Probe<T>> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const root = apiRoot.replace(/\/+$/, '');
  let status: number;
  let body: string;
  try {
    const response = await fetch(`${root}/bot${token}/${method}`, {
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    status = response.status;
    body = await response.text();
  } catch (error) {
    signal?.throwIfAborted();
    return { kind: 'away', reason: timeout.aborted ? `no answer within ${TIMEOUT_MS / 1000} s` : networkReason(error) };
  }
  const envelope = Envelope.safeParse(asJson(body));
  if (!envelope.success) return { kind: 'away', reason: `status ${status}, and not what a Bot API server says` };
  // A token of the wrong form is "not found", a revoked one "unauthorized".
  if (status === 401 || status === 404) return { kind: 'refused', reason: envelope.data.description ?? String(status) };
  const value = shape.safeParse(envelope.data.result);
  if (!envelope.data.ok || !value.success)
    return { kind: 'away', reason: envelope.data.description ?? `status ${status}` };
  return { kind: 'ok', value: value.data };
}

function asJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** "ECONNREFUSED", not "fetch failed". */
export function networkReason(error: unknown): string {
  const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
  return cause?.code ?? cause?.message ?? (error as Error).message;
}
