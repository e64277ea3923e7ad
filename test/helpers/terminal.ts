// The product as people start it in a terminal: a process of its own, once with pipes and once on a pseudo-terminal.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const NODE = path.join(ROOT, 'node_modules/.bin/node');
/** What `npm start` runs. */
const START = ['--import', './src/compile-cache.js', 'src/main.ts'];

export type Ended = {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

type Environment = Readonly<Record<string, string>>;

/** The least that a process needs: nothing of the machine's own configuration, and no .env file's. */
function environment(own: Environment): NodeJS.ProcessEnv {
  const unset = {
    OPENAI_API_KEY: '',
    OPENAI_BASE_URL: '',
    MODEL_WARM_UP: 'off',
    TELEGRAM_BOT_TOKEN: '',
    STATEMENT: '',
    LOG_LEVEL: '',
    PORT: '0',
    ADMIN_PORT: '0',
  };
  return { PATH: process.env.PATH, HOME: process.env.HOME, ...unset, ...own };
}

/** Starts it with `args`, gives it `input` and waits for its end. */
export async function run(
  args: readonly string[],
  { env = {}, input = '' }: { readonly env?: Environment; readonly input?: string } = {},
): Promise<Ended> {
  const child = spawn(NODE, [...START, ...args], { cwd: ROOT, env: environment(env) });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // A process that stops at once may close its input before all of it is written.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [status, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { status, signal, stdout, stderr };
}

/** A shell pipeline in which "$START" starts the product. */
export async function shell(pipeline: string, env: Environment = {}): Promise<Ended> {
  const child = spawn('bash', ['-o', 'pipefail', '-c', pipeline], {
    cwd: ROOT,
    env: { ...environment(env), START: [NODE, ...START].join(' ') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [status, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { status, signal, stdout, stderr };
}

export type Session = {
  /** Everything shown so far. */
  readonly shown: () => string;
  readonly type: (keys: string) => void;
  /** Resolves once `text` has been shown after what was shown when the last `until` ended; rejects if the process ends before. */
  readonly until: (text: string | RegExp) => Promise<string>;
  readonly ended: Promise<number | null>;
  readonly kill: () => void;
};

/** The chat on a pseudo-terminal of `columns`, made by script(1), which every Debian has. */
export function openTerminal(env: Environment = {}, columns = 100): Session {
  const command = `stty cols ${columns} rows 40; exec ${[NODE, ...START].join(' ')}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: ROOT,
    env: environment({ TERM: 'xterm-256color', SHELL: '/bin/bash', ...env }),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  let seen = 0;
  let isOver = false;
  let wake = () => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    wake();
  });
  child.stdin.on('error', () => {});
  const ended = once(child, 'close').then(([status]) => {
    isOver = true;
    wake();
    return status as number | null;
  });
  return {
    shown: () => shown,
    type: (keys) => child.stdin.write(keys),
    until: async (text) => {
      for (;;) {
        const rest = shown.slice(seen);
        const at = typeof text === 'string' ? rest.indexOf(text) : rest.search(text);
        if (at >= 0) {
          const length = typeof text === 'string' ? text.length : text.exec(rest)![0].length;
          seen += at + length;
          return rest.slice(0, at + length);
        }
        if (isOver) throw new Error(`ended without showing ${text}; showed:\n${rest}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    ended,
    kill: () => child.kill('SIGKILL'),
  };
}
