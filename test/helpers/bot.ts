// The real bot as a process, in a folder of its own: its environment, its log lines, its end.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Telegram } from '../telegram-server/server.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const NODE = path.join(ROOT, 'node_modules/.bin/node');

/** A line that the bot logged: pino's fields. */
export type BotLine = {
  readonly level: number;
  readonly msg: string;
  readonly event?: string;
  readonly [field: string]: unknown;
};

export type BotExit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type BotOptions = {
  /** Set over the environment that finds `telegram`; undefined unsets. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A database that outlives the process; default: one of its own. */
  readonly databaseUrl?: string;
};

// The least that a process needs: what else is set on this machine must not reach the bot.
const BASE = { PATH: process.env.PATH, HOME: process.env.HOME };

/** Starts the bot against `telegram`; resolves once it answers updates. Rejects, with what it printed, when it ends before. */
export async function startBot(
  telegram: Pick<Telegram, 'token' | 'apiRoot'>,
  options: BotOptions = {},
): Promise<BotProcess> {
  const bot = await launchBot(telegram, options);
  await bot.line(({ event }) => event === 'listening');
  return bot;
}

/** Starts the process without waiting for it to be ready. */
export async function launchBot(
  telegram: Pick<Telegram, 'token' | 'apiRoot'>,
  { env = {}, databaseUrl }: BotOptions = {},
): Promise<BotProcess> {
  const folder = await mkdtemp(path.join(tmpdir(), 'on-record-bot-'));
  const child = spawn(NODE, ['src/main.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...BASE,
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      DATABASE_URL: databaseUrl ?? `file:${path.join(folder, 'bot.sqlite')}`,
      PORT: '0',
      ADMIN_PORT: '0',
      // What a script has for the first question is not for the start.
      MODEL_WARM_UP: 'off',
      ...env,
    } as NodeJS.ProcessEnv,
  });
  return new BotProcess(child, folder);
}

// A test that ran out of time stops nothing; its bots end with the tests' own process.
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export class BotProcess {
  /** What it logged, in order. */
  readonly lines: BotLine[] = [];
  /** What it printed that is no log line, standard error included. */
  readonly printed: string[] = [];
  readonly exited: Promise<BotExit>;
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #watchers = new Set<() => void>();
  #hasExited = false;

  constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
    for (const stream of [child.stdout!, child.stderr!]) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop()!;
        for (const line of lines) this.#read(line);
        for (const watcher of [...this.#watchers]) watcher();
      });
    }
    running.add(child);
    this.exited = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        running.delete(child);
        this.#hasExited = true;
        resolve({ code, signal });
        for (const watcher of [...this.#watchers]) watcher();
      });
    });
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** Lines of warning or worse. */
  get complaints(): BotLine[] {
    return this.lines.filter(({ level }) => level >= 40);
  }

  /** The first line, logged already or yet to come, that `accept` likes. Rejects when the process ends without one. */
  line(accept: (line: BotLine) => boolean): Promise<BotLine> {
    return new Promise((resolve, reject) => {
      const watcher = () => {
        const found = this.lines.find(accept);
        if (!found && !this.#hasExited) return;
        this.#watchers.delete(watcher);
        if (found) resolve(found);
        else
          reject(new Error(`the bot ended:\n${[...this.printed, ...this.lines.map((line) => line.msg)].join('\n')}`));
      };
      this.#watchers.add(watcher);
      watcher();
    });
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends the process as an operator does and removes its folder; how it ended. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<BotExit> {
    if (!this.#hasExited) this.signal(signal);
    const exit = await this.exited;
    await rm(this.#folder, { recursive: true, force: true });
    return exit;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop().then(() => undefined);
  }

  #read(line: string): void {
    if (line === '') return;
    if (line.startsWith('{')) this.lines.push(JSON.parse(line) as BotLine);
    else this.printed.push(line);
  }
}
