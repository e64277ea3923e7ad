// A Telegram to test against: the Bot API over HTTP on loopback, with people, chats and clocks in the test's hands.
// It refuses what Telegram refuses, and unknown parameters besides.

import type { Update, UserFromGetMe } from '@grammyjs/types';
import { checkParameters, methodNamed, type Parameters } from './check.ts';
import { type GroupOptions, type Seat, type Stage, TestUser, type UserOptions } from './driver.ts';
import { type Call, type Fault, serve } from './http.ts';
import { type CallContext, Profile, runMethod } from './methods.ts';
import { Refusal } from './refusal.ts';
import { UpdateQueue } from './updates.ts';
import { type FloodLimits, World } from './world.ts';

export type { Seat, TestUser } from './driver.ts';
export type { Call } from './http.ts';
export { findAutoEntities } from './text.ts';

export type TelegramOptions = {
  /** What getMe tells, over the defaults. */
  readonly bot?: Partial<UserFromGetMe>;
  /** The one token that is let in. */
  readonly token?: string;
  /** Group privacy of the bot, as set in BotFather; a group may differ. Default: on. */
  readonly privacy?: boolean;
  /** Whether mentions arrive under privacy mode, as BotFather says and its documentation does not. Default: they do not. */
  readonly mentions?: boolean;
  /** Whether the bot hears which inline result was sent. Default: off, as in BotFather. */
  readonly inlineFeedback?: boolean;
  /** Whether Telegram answers a repeated inline query itself for the bot's cache_time. Default: off. */
  readonly inlineCache?: boolean;
  /** 429s as Telegram gives them: about a message or edit a second in a chat, 20 a minute in a group. Default: off. */
  readonly floodControl?: boolean | Partial<FloodLimits>;
  /** Lets setWebhook have plain http and any port. Default: off. */
  readonly allowHttpWebhook?: boolean;
  /** Waits before a failed webhook delivery is tried again, in ms; the last repeats. */
  readonly webhookRetryMs?: readonly number[];
  /** Default: 60 s, as Telegram has. */
  readonly webhookTimeoutMs?: number;
  /** Methods that this Bot API server is too old for. */
  readonly without?: readonly string[];
  /** For how long an inline query may be answered, in ms. Default: 10 s. */
  readonly inlineQueryTtlMs?: number;
  /** For how long a callback query may be answered, in ms. Default: 15 s. */
  readonly callbackQueryTtlMs?: number;
  /** The clock, in ms since 1970: dates of messages, limits and expiry go by it. Waiting for updates does not. */
  readonly now?: () => number;
  /** How long a test waits for something before it fails with the transcript, in ms. */
  readonly deadlineMs?: number;
  /** Whether calls are kept. Turn off for benches. Default: on. */
  readonly record?: boolean;
  readonly firstUpdateId?: number;
};

export type FailOptions = {
  /** One method, several, or all when left out. */
  readonly method?: string | readonly string[];
  /** How many calls fail. Default: 1. Infinity until stopped. */
  readonly times?: number;
  /** How many matching calls pass first. Default: 0. */
  readonly after?: number;
  /** Only calls for this chat. */
  readonly chatId?: number;
  readonly as: Fault;
};

/** A fault in force; `hits` counts the calls that met it. */
export type FaultInForce = { readonly hits: number; readonly stop: () => void };

type Waiter = { readonly check: () => void; readonly fail: (error: Error) => void };

const DEFAULT_TOKEN = '7000000001:AAFakeTokenForTestsOnly_0123456789-';
const DEFAULT_FLOOD: FloodLimits = { chatBurst: 3, groupPerMinute: 20, allPerSecond: 30, renamesPerDay: 3 };

/**
 * Starts a Telegram with one bot on a free port of 127.0.0.1. Close it when done, or declare it with `await using`.
 *
 *     await using telegram = await startTelegram({ inlineFeedback: true });
 *     // Start the bot with telegram.token at telegram.apiRoot.
 *     const ann = telegram.user({ first_name: 'Ann', language_code: 'en' });
 *     const chat = ann.privateChat();
 *     chat.send('what did he say about Russia?');
 *     const answer = await chat.nextBotMessage();
 *     expect(answer.autoLinked).toEqual([]);
 *     expect((await chat.press(answer, '👍').answer()).text).toBe('Thank you');
 *     const card = await ann.inline('russia').choose(0);
 *     expect((await ann.nextEdit(card)).text).toContain('Russia');
 *
 * That a bot keeps silent shows when it answers something later in the same chat: `send` what it should ignore, then what
 * it should answer, wait for the answer, and look at `botMessages`.
 */
export async function startTelegram(options: TelegramOptions = {}): Promise<Telegram> {
  const telegram = new Telegram(options);
  await telegram.listen();
  return telegram;
}

export class Telegram {
  readonly token: string;
  readonly bot: UserFromGetMe;
  readonly world: World;
  readonly updates: UpdateQueue;
  /** Every call that reached the server, in order. Empty with `record: false`. */
  readonly calls: Call[] = [];
  /** What Telegram accepts and then silently drops. */
  readonly warnings: string[] = [];
  readonly profile = new Profile();
  readonly #options: TelegramOptions;
  readonly #now: () => number;
  readonly #stage: Stage;
  readonly #waiters = new Set<Waiter>();
  readonly #faults = new Set<{ left: number; skip: number; hits: number; readonly options: FailOptions }>();
  readonly #sent: { readonly at: number; readonly update: Update }[] = [];
  #listening: Awaited<ReturnType<typeof serve>> | null = null;
  #lastId = 100_000;

  constructor(options: TelegramOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.token = options.token ?? DEFAULT_TOKEN;
    this.bot = {
      id: Number(this.token.split(':')[0]),
      is_bot: true,
      first_name: 'On Record',
      username: 'on_record_bot',
      can_join_groups: true,
      can_read_all_group_messages: !(options.privacy ?? true),
      supports_inline_queries: true,
      can_connect_to_business: false,
      has_main_web_app: false,
      has_topics_enabled: false,
      allows_users_to_create_topics: false,
      can_manage_bots: false,
      supports_join_request_queries: false,
      ...options.bot,
    };
    this.updates = new UpdateQueue({
      webhookRetryMs: options.webhookRetryMs ?? [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000],
      webhookTimeoutMs: options.webhookTimeoutMs ?? 60_000,
      firstUpdateId: options.firstUpdateId ?? 500_000_000,
      now: this.#now,
      onReply: (body) => this.#webhookReply(body),
      onChange: () => this.#changed(),
    });
    const flood = options.floodControl ?? false;
    this.world = new World({
      bot: this.bot,
      now: this.#now,
      inlineQueryTtlMs: options.inlineQueryTtlMs ?? 10_000,
      callbackQueryTtlMs: options.callbackQueryTtlMs ?? 15_000,
      inlineFeedback: options.inlineFeedback ?? false,
      mentions: options.mentions ?? false,
      inlineCache: options.inlineCache ?? false,
      floodControl: flood === false ? null : { ...DEFAULT_FLOOD, ...(flood === true ? {} : flood) },
      push: (kind, payload, lane) => {
        const update = this.updates.push(kind, payload, lane);
        if (update && options.record !== false) this.#sent.push({ at: this.#now(), update });
        return update;
      },
      onChange: () => this.#changed(),
      warn: (warning) => this.warnings.push(warning),
    });
    this.#stage = {
      world: this.world,
      waitFor: (look, what) => this.waitFor(look, what),
      newId: () => ++this.#lastId,
      privacy: options.privacy ?? true,
    };
  }

  /** Where a bot finds this Telegram: TELEGRAM_API_ROOT, or grammY's `client.apiRoot`. */
  get apiRoot(): string {
    if (!this.#listening) throw new Error('this Telegram does not listen');
    return `http://127.0.0.1:${this.#listening.port}`;
  }

  async listen(): Promise<void> {
    this.#listening = await serve({
      token: this.token,
      now: this.#now,
      without: new Set(this.#options.without),
      run: (method, parameters, closed) => runMethod(method, parameters, this.#context(closed), this.profile),
      faultFor: (method, parameters) => this.#faultFor(method, parameters),
      record: (call) => {
        if (this.#options.record === false) return;
        this.calls.push(call);
        this.#changed();
      },
      answered: () => this.#changed(),
      fileAt: (path) => this.world.files.get(path),
    });
  }

  /** A person. */
  user(options: UserOptions = {}): TestUser {
    return new TestUser(this.#stage, options);
  }

  /** A group with an owner of its own; see TestUser.group. */
  group(options: GroupOptions = {}): Seat {
    return this.user({ first_name: 'Owner' }).group(options);
  }

  /** Makes the next calls fail. Faults are tried in the order they were set. */
  fail(options: FailOptions): FaultInForce {
    const fault = { left: options.times ?? 1, skip: options.after ?? 0, hits: 0, options };
    this.#faults.add(fault);
    return {
      get hits() {
        return fault.hits;
      },
      stop: () => {
        this.#faults.delete(fault);
      },
    };
  }

  /** The calls of `method` so far. */
  callsOf(method: string): Call[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** The next call of `method` that `accept` likes, of those made so far and to come. */
  call(method: string, accept: (call: Call) => boolean = () => true): Promise<Call> {
    return this.waitFor(
      () => this.calls.find((call) => call.method === method && call.response && accept(call)),
      `a call of ${method}`,
    );
  }

  /**
   * Resolves with the first value of `look` that is not undefined, null or false. Looks whenever something happens; rejects at
   * the deadline with what was waited for and the transcript.
   */
  waitFor<T>(look: () => T | undefined | null | false, what = 'a condition'): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
      };
      const waiter: Waiter = {
        check: () => {
          let value: T | undefined | null | false;
          try {
            value = look();
          } catch (error) {
            waiter.fail(error instanceof Error ? error : new Error(String(error)));
            return;
          }
          if (value === undefined || value === null || value === false) return;
          done();
          resolve(value);
        },
        fail: (error) => {
          done();
          reject(error);
        },
      };
      const deadlineMs = this.#options.deadlineMs ?? 30_000;
      const timer = setTimeout(() => {
        waiter.fail(new Error(`waited ${deadlineMs} ms in vain for ${what}\n${this.transcript()}`));
      }, deadlineMs);
      this.#waiters.add(waiter);
      waiter.check();
    });
  }

  /** Resolves once the bot has confirmed every update: fetched the next ones, or answered its webhook with 2xx. */
  confirmed(): Promise<true> {
    return this.waitFor(() => this.updates.size === 0, 'the bot to confirm all updates');
  }

  /** The last updates and calls, one a line. */
  transcript(lines = 60): string {
    const events = [
      ...this.#sent.map(({ at, update }) => {
        return { at, line: `-> ${update.update_id} ${summary(update)}` };
      }),
      ...this.calls.map((call) => {
        const { response } = call;
        const outcome = response ? (response.ok ? 'ok' : `${response.code} ${response.description}`) : 'unanswered';
        return { at: call.at, line: `<- ${call.method} ${shorten(call.params)} = ${outcome}` };
      }),
    ].sort((left, right) => left.at - right.at);
    const shown = events.slice(-lines);
    const start = shown[0]?.at ?? 0;
    const pending = `${this.updates.size} updates unconfirmed`;
    return [...shown.map(({ at, line }) => `${String(at - start).padStart(6)} ms ${line}`), pending].join('\n');
  }

  /** Ends every connection and wait. */
  async close(): Promise<void> {
    for (const waiter of [...this.#waiters]) waiter.fail(new Error('the fake Telegram was closed'));
    this.updates.close();
    const listening = this.#listening;
    if (!listening) return;
    this.#listening = null;
    await new Promise<void>((resolve) => {
      listening.server.close(() => resolve());
      listening.server.closeAllConnections();
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #changed(): void {
    for (const waiter of [...this.#waiters]) waiter.check();
  }

  #context(closed: CallContext['closed']): CallContext {
    return {
      world: this.world,
      updates: this.updates,
      allowHttpWebhook: this.#options.allowHttpWebhook ?? false,
      closed,
    };
  }

  #faultFor(method: string, parameters: Parameters): Fault | null {
    for (const fault of this.#faults) {
      const { options } = fault;
      const methods = options.method === undefined ? null : [options.method].flat();
      if (methods && !methods.includes(method)) continue;
      if (options.chatId !== undefined && Number(parameters.chat_id) !== options.chatId) continue;
      if (fault.skip > 0) {
        fault.skip--;
        continue;
      }
      fault.hits++;
      if (--fault.left <= 0) this.#faults.delete(fault);
      return options.as;
    }
    return null;
  }

  /** A webhook may answer with a method call; nobody hears how that went. */
  #webhookReply(body: Parameters): void {
    const { method: name, ...params } = body;
    const method = methodNamed(String(name));
    const call: Call = {
      method: String(name),
      params,
      at: this.#now(),
      port: 0,
      response: undefined,
      fault: undefined,
    };
    if (this.#options.record !== false) this.calls.push(call);
    try {
      if (!method) throw new Refusal(404, 'Not Found: method not found');
      runMethod(
        method,
        checkParameters(method, params, false),
        this.#context(() => {}),
        this.profile,
      );
      call.response = { at: this.#now(), ok: true, code: 200 };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      call.response = { at: this.#now(), ok: false, code: error.code, description: error.message };
    }
    this.#changed();
  }
}

/** The kind of an update, where it happened, who did it and with what words. */
function summary(update: Update): string {
  const kind = Object.keys(update).find((name) => name !== 'update_id') as Exclude<keyof Update, 'update_id'>;
  type Content = { chat?: { id: number }; from?: { id: number }; text?: string; query?: string; data?: string };
  const content = update[kind] as Content;
  const words = content.text ?? content.query ?? content.data ?? Object.keys(content).at(-1);
  return `${kind} chat ${content.chat?.id ?? '-'} from ${content.from?.id ?? '-'} ${shorten(words)}`;
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
