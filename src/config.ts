// The environment as a Config: read once, checked whole. The only reader of process.env.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
// The same library in fifteen files: the hundred of version 4 take as long to load as all else that one answer needs.
import { z } from 'zod/v3';

/** The project's folder: where data/, prompts/ and var/ lie, whatever folder the process was started in. */
const ROOT = path.resolve(import.meta.dirname, '..');

const url = z
  .string()
  .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'expected an http:// or https:// address');
const oneOf = <First extends string, Others extends string[]>(first: First, ...others: Others) =>
  z.enum([first, ...others], { message: `expected ${[first, ...others].join(', ').replace(/, (?=\w+$)/, ' or ')}` });
const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, `expected a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((number) => number >= least && number <= most, `expected a whole number from ${least} to ${most}`);
const price = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'expected a price, such as 0.40')
  .transform(Number);
const ids = z
  .string()
  .regex(/^\s*-?\d+\s*(,\s*-?\d+\s*)*$/, 'expected Telegram ids separated by commas, such as 123,-100456')
  .transform((list) => list.split(',').map(Number));
const addresses = z
  .string()
  .transform((list) => list.split(/[\s,]+/).filter(Boolean))
  .refine(
    (list) => list.every((address) => /^https?:$/.test(URL.parse(address)?.protocol ?? '')),
    'expected http:// or https:// addresses separated by commas',
  );

const Environment = z.object({
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[A-Za-z0-9_-]+$/, 'expected a token as BotFather gives it, such as 123456:ABC-DEF')
    .optional(),
  TELEGRAM_API_ROOT: url.default('https://api.telegram.org'),
  TELEGRAM_MODE: oneOf('polling', 'webhook').default('polling'),
  PUBLIC_URL: url.transform((address) => address.replace(/\/+$/, '')).optional(),
  WEBHOOK_SECRET: z
    .string()
    .regex(/^[A-Za-z0-9_-]{16,256}$/, 'expected 16 to 256 characters of A-Z, a-z, 0-9, _ and -')
    .optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default('8080'),
  ADMIN_HOST: z.string().default('127.0.0.1'),
  ADMIN_PORT: wholeNumber(0, 65_535).default('8081'),
  WEB_ASK: oneOf('on', 'off').optional(),
  WEB_API: oneOf('on', 'off').default('off'),
  WEB_API_TOKEN: z
    .string()
    .regex(/^[\w.~+/-]{16,256}$/, 'expected 16 to 256 letters, digits and ._~+/-')
    .optional(),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: url.optional(),
  OPENAI_MODEL: z.string().default('gpt-4.1-mini'),
  OPENAI_EMBEDDING_MODEL: z.string().optional(),
  EMBEDDING_BASE_URL: url.optional(),
  EMBEDDING_API_KEY: z.string().optional(),
  ANSWER_DEADLINE_SECONDS: wholeNumber(1, 600).optional(),
  MAX_COMPLETION_TOKENS: wholeNumber(64, 1_000_000).default('4000'),
  MODEL_WARM_UP: oneOf('on', 'off').default('on'),
  PRICE_PROMPT_PER_MILLION: price.optional(),
  PRICE_COMPLETION_PER_MILLION: price.optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(postgres(ql)?:\/\/|file:|sqlite:)\S+$/, 'expected postgres://… or file:… (unset: a file under var/)')
    .optional(),
  REPLICA: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'expected at most 64 letters, digits, points, _ and -')
    .optional(),
  ADMIN_IDS: ids.optional(),
  ALLOWED_CHATS: ids.optional(),
  DAILY_TOKEN_BUDGET: wholeNumber(0, 1_000_000_000_000).optional(),
  PERSON_TOKEN_BUDGET: wholeNumber(0, 1_000_000_000_000).optional(),
  GROUP_TOKEN_BUDGET: wholeNumber(0, 1_000_000_000_000).optional(),
  QUESTIONS_PER_MINUTE: wholeNumber(1, 1_000).default('6'),
  STATEMENT: z.string().optional(),
  HTTPS_PROXY: url.optional(),
  HTTP_PROXY: url.optional(),
  NO_PROXY: z.string().optional(),
  LIBRARY_OPEN: oneOf('on', 'off').default('off'),
  FEEDS: addresses.optional(),
  AUTO_ADD: oneOf('on', 'off').default('off'),
  LOG_LEVEL: oneOf('debug', 'info', 'warn', 'error', 'silent').optional(),
});

/** The names of all variables that are read: .env.example has each. */
export const VARIABLES: readonly string[] = Object.keys(Environment.shape);

// Shown by their first characters only: an error line ends up in logs.
const SECRETS = new Set([
  'TELEGRAM_BOT_TOKEN',
  'WEBHOOK_SECRET',
  'OPENAI_API_KEY',
  'EMBEDDING_API_KEY',
  'WEB_API_TOKEN',
  'DATABASE_URL',
]);

export type ModelConfig = {
  readonly apiKey: string;
  /** Null: OpenAI itself. */
  readonly baseUrl: string | null;
  readonly model: string;
  /** From the question to the answer, second tries included. */
  readonly deadlineMs: number;
  /** Of one reply, thoughts included. */
  readonly maxCompletionTokens: number;
  /** Whether it is asked once at the start, so that a server which loads its model when asked has loaded it. */
  readonly warmUp: boolean;
};

export type Config = {
  readonly folders: { readonly data: string; readonly prompts: string };
  /** Id of a statement in data/ or the path of a file; null: the newest in data/ by name. */
  readonly statement: string | null;
  readonly telegram: {
    /** Null: no bot, the terminal chat. */
    readonly token: string | null;
    readonly apiRoot: string;
    readonly mode: 'polling' | 'webhook';
    readonly webhookSecret: string | null;
    readonly adminIds: readonly number[];
    /** Null: every chat. */
    readonly allowedChats: readonly number[] | null;
  };
  readonly web: {
    readonly publicUrl: string | null;
    readonly host: string;
    readonly port: number;
    readonly adminHost: string;
    readonly adminPort: number;
    /** Whether the page answers questions; null where the environment leaves it to the mode. */
    readonly ask: boolean | null;
    /** What opens the HTTP API and the tools for assistants; null: they are off. */
    readonly apiToken: string | null;
  };
  /** Null: answers are extracted. */
  readonly model: ModelConfig | null;
  /** What makes vectors of sentences; null: questions are compared by words alone. `baseUrl` null: OpenAI itself. */
  readonly embedding: { readonly apiKey: string; readonly baseUrl: string | null; readonly model: string } | null;
  readonly prices: { readonly promptPerMillion: number; readonly completionPerMillion: number } | null;
  /** `postgres://…`, or `file:PATH` for SQLite. */
  readonly databaseUrl: string;
  /** A name that stays the same over restarts of this replica; null: the process is new at every start. */
  readonly replica: string | null;
  readonly library: {
    /** Whether everybody may add statements in private, or admins only. */
    readonly isOpen: boolean;
    /** RSS and Atom feeds that are watched. */
    readonly feeds: readonly string[];
    /** Whether their new entries are statements at once, or wait for a person. */
    readonly addsAtOnce: boolean;
  };
  readonly limits: {
    readonly dailyTokenBudget: number | null;
    readonly personTokenBudget: number | null;
    readonly groupTokenBudget: number | null;
    readonly questionsPerMinute: number;
  };
  /** HTTPS_PROXY, HTTP_PROXY and NO_PROXY, as the platform reads them; null: no proxy is asked. */
  readonly proxyEnv: Readonly<Record<string, string>> | null;
  /** Null: `info` for the bot, silent in the terminal chat. */
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent' | null;
};

/**
 * Checks an environment. An empty value counts as unset.
 * @throws Error with one line that names the variable, its value and what was expected.
 */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(
    Object.entries(environment)
      .filter(([, value]) => value?.trim())
      // Proxies are set in small letters as well, on many machines.
      .map(([name, value]) => [/^https?_proxy$|^no_proxy$/.test(name) ? name.toUpperCase() : name, value]),
  );
  const parsed = Environment.safeParse(set);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw misset(String(issue.path[0]), set, issue.message);
  }
  const env = parsed.data;
  if (env.TELEGRAM_BOT_TOKEN && env.TELEGRAM_MODE === 'webhook') {
    const needs = 'TELEGRAM_MODE=webhook needs';
    if (!env.PUBLIC_URL) throw misset('PUBLIC_URL', set, `${needs} the address that Telegram can reach`);
    if (!env.WEBHOOK_SECRET) throw misset('WEBHOOK_SECRET', set, `${needs} a secret of 16 to 256 characters`);
  }
  if (env.WEB_API === 'on' && !env.WEB_API_TOKEN) {
    throw misset('WEB_API_TOKEN', set, 'WEB_API=on needs a token of 16 to 256 characters');
  }
  if ((env.PRICE_PROMPT_PER_MILLION === undefined) !== (env.PRICE_COMPLETION_PER_MILLION === undefined)) {
    const unset =
      env.PRICE_PROMPT_PER_MILLION === undefined ? 'PRICE_PROMPT_PER_MILLION' : 'PRICE_COMPLETION_PER_MILLION';
    throw misset(unset, set, 'prices come in pairs: expected a price, such as 0.40');
  }
  return {
    folders: { data: path.join(ROOT, 'data', 'statements'), prompts: path.join(ROOT, 'prompts') },
    statement: env.STATEMENT ?? null,
    telegram: {
      token: env.TELEGRAM_BOT_TOKEN ?? null,
      apiRoot: env.TELEGRAM_API_ROOT,
      mode: env.TELEGRAM_MODE,
      webhookSecret: env.WEBHOOK_SECRET ?? null,
      adminIds: env.ADMIN_IDS ?? [],
      allowedChats: env.ALLOWED_CHATS ?? null,
    },
    web: {
      publicUrl: env.PUBLIC_URL ?? null,
      host: env.HOST,
      port: env.PORT,
      adminHost: env.ADMIN_HOST,
      adminPort: env.ADMIN_PORT,
      ask: env.WEB_ASK === undefined ? null : env.WEB_ASK === 'on',
      apiToken: env.WEB_API === 'on' ? env.WEB_API_TOKEN! : null,
    },
    model: modelConfig(env),
    embedding: embeddingConfig(env),
    prices:
      env.PRICE_PROMPT_PER_MILLION !== undefined && env.PRICE_COMPLETION_PER_MILLION !== undefined
        ? { promptPerMillion: env.PRICE_PROMPT_PER_MILLION, completionPerMillion: env.PRICE_COMPLETION_PER_MILLION }
        : null,
    databaseUrl: env.DATABASE_URL ?? `file:${path.join(ROOT, 'var', 'on-record.sqlite')}`,
    replica: env.REPLICA ?? null,
    library: { isOpen: env.LIBRARY_OPEN === 'on', feeds: env.FEEDS ?? [], addsAtOnce: env.AUTO_ADD === 'on' },
    limits: {
      dailyTokenBudget: env.DAILY_TOKEN_BUDGET ?? null,
      personTokenBudget: env.PERSON_TOKEN_BUDGET ?? null,
      groupTokenBudget: env.GROUP_TOKEN_BUDGET ?? null,
      questionsPerMinute: env.QUESTIONS_PER_MINUTE,
    },
    proxyEnv: proxyOf(env),
    logLevel: env.LOG_LEVEL ?? null,
  };
}

/** Where `npm run setup` writes and every start reads what the environment leaves unset. */
export const ENV_FILE = path.join(ROOT, '.env');

/**
 * The environment of this process, completed from .env; a secret may stand in a file that NAME_FILE names, as container platforms
 * hand it over. Throws one line that names the variable where such a file cannot be read.
 */
export async function readEnvironment(): Promise<Readonly<Record<string, string | undefined>>> {
  const { config } = await import('dotenv');
  const environment = { ...process.env };
  config({ path: ENV_FILE, processEnv: environment as Record<string, string>, quiet: true });
  for (const name of SECRETS) {
    const file = environment[`${name}_FILE`];
    if (!file) continue;
    if (environment[name]) throw new Error(`${name} and ${name}_FILE are both set; expected one of them`);
    environment[name] = await readSecret(name, file);
  }
  return environment;
}

async function readSecret(name: string, file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(`${name}_FILE is ${JSON.stringify(file)}; cannot be read (${code})`, { cause });
  }
}

/** The Config of this process: its environment, completed from .env. Throws as `parseConfig` does. */
export async function loadConfig(): Promise<Config> {
  return parseConfig(await readEnvironment());
}

function proxyOf({ HTTPS_PROXY, HTTP_PROXY, NO_PROXY }: z.infer<typeof Environment>): Config['proxyEnv'] {
  if (!HTTPS_PROXY && !HTTP_PROXY) return null;
  const proxies = { HTTPS_PROXY, HTTP_PROXY, NO_PROXY };
  return Object.fromEntries(
    Object.entries(proxies).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function modelConfig(env: z.infer<typeof Environment>): ModelConfig | null {
  // A local server (Ollama, llama.cpp, vLLM) asks for no key, so its address alone is enough.
  if (!env.OPENAI_API_KEY && !env.OPENAI_BASE_URL) return null;
  const baseUrl = withoutCall(env.OPENAI_BASE_URL);
  const isLocal = baseUrl !== null && isLocalHost(new URL(baseUrl).hostname);
  const seconds = env.ANSWER_DEADLINE_SECONDS ?? (isLocal ? LOCAL_DEADLINE_SECONDS : DEADLINE_SECONDS);
  return {
    apiKey: env.OPENAI_API_KEY ?? 'none',
    baseUrl,
    model: env.OPENAI_MODEL,
    deadlineMs: seconds * 1000,
    maxCompletionTokens: env.MAX_COMPLETION_TOKENS,
    warmUp: env.MODEL_WARM_UP === 'on',
  };
}

/** The key goes to the server that it is for, and to no other. */
function embeddingConfig(env: z.infer<typeof Environment>): Config['embedding'] {
  if (!env.OPENAI_EMBEDDING_MODEL) return null;
  const own = withoutCall(env.EMBEDDING_BASE_URL);
  const apiKey = own === null ? env.OPENAI_API_KEY : env.EMBEDDING_API_KEY;
  const baseUrl = own ?? withoutCall(env.OPENAI_BASE_URL);
  if (apiKey === undefined && baseUrl === null)
    throw misset('OPENAI_API_KEY', {}, 'OPENAI_EMBEDDING_MODEL needs it, or EMBEDDING_BASE_URL');
  return { apiKey: apiKey ?? 'none', baseUrl, model: env.OPENAI_EMBEDDING_MODEL };
}

/** People paste the address of the call. */
function withoutCall(address: string | undefined): string | null {
  return address?.replace(/(\/chat\/completions|\/embeddings)?\/*$/, '') ?? null;
}

// A model on a machine of one's own reads a prompt for a minute, and the first one loads it from the disk.
const LOCAL_DEADLINE_SECONDS = 300;
const DEADLINE_SECONDS = 45;

/** Loopback, a private network, or a name without a point, as containers have. */
function isLocalHost(host: string): boolean {
  return (
    /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)/.test(host) ||
    /^\[(::1|f[cd][\da-f]*:.*|fe80:.*)\]$/.test(host) ||
    /\.(local|lan|internal|localhost)$/.test(host) ||
    !/[.:]/.test(host)
  );
}

function misset(name: string, environment: Readonly<Record<string, string | undefined>>, expected: string): Error {
  const value = environment[name];
  const shown = value === undefined ? 'not set' : JSON.stringify(cut(value, SECRETS.has(name) ? 4 : 80));
  return new Error(`${name} is ${shown}; ${expected}`);
}

function cut(value: string, most: number): string {
  return value.length > most ? `${value.slice(0, most)}…` : value;
}
