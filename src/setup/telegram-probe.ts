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
type Me = z.infer<typeof Me>;

/** `refused`: the server knows no such token. `away`: no usable answer came; `reason` says why, without the token. */
type Probe<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'away'; readonly reason: string };

export type Bot = { readonly apiRoot: string; readonly token: string };

const TIMEOUT_MS = 10_000;

export function askMe(bot: Bot, signal?: AbortSignal): Promise<Probe<Me>> {
  return call(bot, 'getMe', Me, signal);
}

export function askWebhook(bot: Bot, signal?: AbortSignal): Promise<Probe<z.infer<typeof WebhookInfo>>> {
  return call(bot, 'getWebhookInfo', WebhookInfo, signal);
}

/** What BotFather should be told; empty when all is set. */
export function missingSettings(me: Me): { readonly found: string; readonly advice: string }[] {
  const tell = (command: string, rest = '') => `In @BotFather: ${command}, choose @${me.username}${rest}.`;
  const settings = [
    [me.supports_inline_queries, 'Inline mode is off.', tell('/setinline')],
    [me.can_join_groups, 'The bot cannot be added to groups.', tell('/setjoingroups', ', Enable')],
    [
      !me.can_read_all_group_messages,
      'Privacy mode is off: Telegram sends every message of a group here.',
      tell('/setprivacy', ', Enable'),
    ],
  ] as const;
  return settings.flatMap(([isSet, found, advice]) => (isSet ? [] : [{ found, advice }]));
}

const Envelope = z.object({ ok: z.boolean(), result: z.unknown().optional(), description: z.string().optional() });

async function call<T>(
  { apiRoot, token }: Bot,
  method: string,
  shape: z.ZodType<T>,
  stop?: AbortSignal,
): Promise<Probe<T>> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(`${apiRoot.replace(/\/+$/, '')}/bot${token}/${method}`, {
      signal: stop ? AbortSignal.any([stop, timeout]) : timeout,
    });
    const { status } = response;
    const envelope = Envelope.safeParse(await response.json().catch(() => null));
    if (!envelope.success) return { kind: 'away', reason: `status ${status}, and not what a Bot API server says` };
    const { ok, result, description = `status ${status}` } = envelope.data;
    // A token of the wrong form is "not found", a revoked one "unauthorized".
    if (status === 401 || status === 404) return { kind: 'refused', reason: description };
    const value = shape.safeParse(result);
    return ok && value.success ? { kind: 'ok', value: value.data } : { kind: 'away', reason: description };
  } catch (error) {
    stop?.throwIfAborted();
    return { kind: 'away', reason: timeout.aborted ? `no answer within ${TIMEOUT_MS / 1000} s` : networkReason(error) };
  }
}

/** "ECONNREFUSED", not "fetch failed". */
export function networkReason(error: unknown): string {
  const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
  return cause?.code ?? cause?.message ?? (error as Error).message;
}
