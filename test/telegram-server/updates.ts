// Updates on their way to the bot: kept until confirmed, fetched by long polling or posted to a webhook.

import { Agent, request } from 'node:http';
import { request as requestTls } from 'node:https';
import type { Update, WebhookInfo } from '@grammyjs/types';
import { Refusal } from './refusal.ts';

export type UpdateKind = Exclude<keyof Update, 'update_id'>;

// Left out unless a bot names them.
const NOT_BY_DEFAULT: readonly UpdateKind[] = ['chat_member', 'message_reaction', 'message_reaction_count'];

type Entry = { readonly update: Update; readonly lane: number; attempts: number };
type Poll = {
  readonly limit: number;
  readonly resolve: (updates: Update[]) => void;
  readonly reject: (refusal: Refusal) => void;
};
export type Webhook = {
  readonly url: string;
  readonly secret: string | undefined;
  readonly maxConnections: number;
};

export type UpdateQueueOptions = {
  /** Waits before a webhook is tried again, in ms; the last one repeats. */
  readonly webhookRetryMs: readonly number[];
  /** How long a webhook may take to answer, in ms. */
  readonly webhookTimeoutMs: number;
  readonly firstUpdateId: number;
  readonly now: () => number;
  /** Runs the method call that a webhook may answer with. */
  readonly onReply: (body: Record<string, unknown>) => void;
  readonly onChange: () => void;
};

/** One bot's queue. A lane is what must stay in order: a chat, or a person for what has no chat. */
export class UpdateQueue {
  readonly #options: UpdateQueueOptions;
  readonly #pending = new Map<number, Entry>();
  readonly #busyLanes = new Set<number>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #agent = new Agent({ keepAlive: true });
  #nextId: number;
  #allowed: readonly UpdateKind[] = [];
  #poll: Poll | null = null;
  #flushing = false;
  #webhook: Webhook | null = null;
  #inFlight = 0;
  #lastError: { date: number; message: string } | null = null;

  constructor(options: UpdateQueueOptions) {
    this.#options = options;
    this.#nextId = options.firstUpdateId;
  }

  /** Number of updates that the bot has not confirmed. */
  get size(): number {
    return this.#pending.size;
  }

  get webhook(): Webhook | null {
    return this.#webhook;
  }

  /** Queues an update of `kind`, unless the bot did not ask for it: then null. */
  push<Kind extends UpdateKind>(kind: Kind, payload: NonNullable<Update[Kind]>, lane: number): Update | null {
    const wanted = this.#allowed.length > 0 ? this.#allowed.includes(kind) : !NOT_BY_DEFAULT.includes(kind);
    if (!wanted) return null;
    const update = { update_id: this.#nextId++, [kind]: payload } as Update;
    this.#pending.set(update.update_id, { update, lane, attempts: 0 });
    if (this.#webhook) this.#pump();
    else if (this.#poll && !this.#flushing) {
      // What a test sends in one go arrives in one batch.
      this.#flushing = true;
      setImmediate(() => this.#flush());
    }
    return update;
  }

  allow(kinds: readonly UpdateKind[] | undefined): void {
    if (kinds) this.#allowed = kinds;
  }

  /**
   * Long polling. Confirms what is below `offset`, resolves with what is left, at once or within `timeoutMs`. An earlier
   * poll that still waits is ended with a 409. `closed` ends it when the client goes away.
   */
  poll(offset: number, limit: number, timeoutMs: number, closed: (end: () => void) => void): Promise<Update[]> {
    if (this.#webhook) {
      throw new Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    this.#poll?.reject(
      new Refusal(
        409,
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      ),
    );
    this.#poll = null;
    this.#confirm(offset);
    if (this.#pending.size > 0 || timeoutMs <= 0) return Promise.resolve(this.#first(limit));
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.#stopTimer(timer);
        if (this.#poll === poll) this.#poll = null;
      };
      const poll: Poll = {
        limit,
        resolve: (updates) => {
          settle();
          resolve(updates);
        },
        reject: (refusal) => {
          settle();
          reject(refusal);
        },
      };
      const timer = this.#startTimer(() => poll.resolve([]), timeoutMs);
      closed(() => poll.resolve([]));
      this.#poll = poll;
    });
  }

  setWebhook(webhook: Webhook | null, dropPending: boolean): void {
    this.#poll?.reject(new Refusal(409, 'Conflict: terminated by setWebhook request'));
    if (dropPending) this.#pending.clear();
    this.#webhook = webhook;
    this.#lastError = null;
    this.#options.onChange();
    this.#pump();
  }

  webhookInfo(): WebhookInfo {
    return {
      url: this.#webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: this.#pending.size,
      ...(this.#webhook ? { max_connections: this.#webhook.maxConnections } : {}),
      ...(this.#lastError
        ? { last_error_date: this.#lastError.date, last_error_message: this.#lastError.message }
        : {}),
      ...(this.#allowed.length > 0 ? { allowed_updates: [...this.#allowed] } : {}),
    } as WebhookInfo;
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#poll?.resolve([]);
    this.#webhook = null;
    this.#agent.destroy();
  }

  #flush(): void {
    this.#flushing = false;
    if (this.#poll && this.#pending.size > 0) this.#poll.resolve(this.#first(this.#poll.limit));
  }

  #confirm(offset: number): void {
    const before = this.#pending.size;
    if (offset < 0) {
      const keep = [...this.#pending.keys()].slice(offset);
      for (const id of [...this.#pending.keys()]) if (id < keep[0]!) this.#pending.delete(id);
    } else {
      for (const id of this.#pending.keys()) {
        if (id >= offset) break;
        this.#pending.delete(id);
      }
    }
    if (this.#pending.size !== before) this.#options.onChange();
  }

  #first(limit: number): Update[] {
    const updates: Update[] = [];
    for (const { update } of this.#pending.values()) {
      if (updates.length === limit) break;
      updates.push(update);
    }
    return updates;
  }

  #pump(): void {
    const webhook = this.#webhook;
    if (!webhook) return;
    for (const entry of this.#pending.values()) {
      if (this.#inFlight >= webhook.maxConnections) return;
      if (this.#busyLanes.has(entry.lane)) continue;
      this.#busyLanes.add(entry.lane);
      this.#inFlight++;
      void this.#deliver(webhook, entry);
    }
  }

  async #deliver(webhook: Webhook, entry: Entry): Promise<void> {
    let error: string | null = null;
    try {
      const { status, body } = await this.#post(webhook, JSON.stringify(entry.update));
      if (status < 200 || status > 299) error = `Wrong response from the webhook: ${status}`;
      else this.#reply(body);
    } catch (cause) {
      error = cause instanceof Error ? cause.message || cause.name : String(cause);
    }
    this.#inFlight--;
    if (error === null) {
      this.#pending.delete(entry.update.update_id);
      this.#busyLanes.delete(entry.lane);
    } else {
      this.#lastError = { date: Math.floor(this.#options.now() / 1000), message: error };
      const delays = this.#options.webhookRetryMs;
      const delayMs = delays[Math.min(entry.attempts++, delays.length - 1)] ?? 0;
      // The lane waits too: a chat's later updates never overtake the one that failed.
      this.#startTimer(() => {
        this.#busyLanes.delete(entry.lane);
        this.#pump();
      }, delayMs);
    }
    this.#options.onChange();
    this.#pump();
  }

  #reply(body: string): void {
    if (!body.startsWith('{')) return;
    const call: unknown = JSON.parse(body);
    if (typeof call === 'object' && call !== null && 'method' in call) this.#options.onReply({ ...call });
  }

  #post(webhook: Webhook, body: string): Promise<{ status: number; body: string }> {
    const secure = webhook.url.startsWith('https:');
    return new Promise((resolve, reject) => {
      const outgoing = (secure ? requestTls : request)(
        webhook.url,
        {
          method: 'POST',
          ...(secure ? {} : { agent: this.#agent }),
          timeout: this.#options.webhookTimeoutMs,
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            ...(webhook.secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': webhook.secret }),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
          );
          response.on('error', reject);
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error('Read timeout expired')));
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  #startTimer(run: () => void, delayMs: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, delayMs);
    this.#timers.add(timer);
    return timer;
  }

  #stopTimer(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }
}
