// `npm run doctor`: looks at a set-up part by part and says of each what was found, and what to do where it is wrong.

import { existsSync } from 'node:fs';
import { type App, openApp } from '../compose.ts';
import { type Config, parseConfig } from '../config.ts';
import { createQueue } from '../inbox/queue.ts';
import { checkVersion } from '../store/sqlite.ts';
import { locate, openStore } from '../store/store.ts';
import { TABLES } from '../tables.ts';
import { WEBHOOK_PATH } from '../telegram/webhook.ts';
import { NO_LOG } from '../telemetry.ts';
import { probeModel } from './model-probe.ts';
import { askMe, askWebhook, type Bot, missingSettings, networkReason } from './telegram-probe.ts';

/** `note`: nothing is wrong, and something is worth knowing. `advice` says what to do; null where there is nothing to do. */
export type Finding = {
  readonly part: string;
  readonly state: 'ok' | 'wrong' | 'note';
  readonly found: string;
  readonly advice: string | null;
};

const LEAST_NODE = [24, 15] as const;
const PAGE_TIMEOUT_MS = 10_000;
// Telegram keeps updates for a day; a queue of this length does not come from a busy minute.
const MANY_PENDING = 100;
// An error of last week says nothing about today.
const RECENT_S = 3_600;

/** Looks at everything that `environment` sets up; parts that are not set up are notes. Changes nothing. Never rejects. */
export async function examine(environment: Readonly<Record<string, string | undefined>>): Promise<readonly Finding[]> {
  const first = [node(process.versions.node), sqlite(process.versions.sqlite)];
  let config: Config;
  try {
    config = parseConfig(environment);
  } catch (error) {
    const advice = 'Mend the variable in .env or in the environment; .env.example explains each.';
    return [...first, wrong('configuration', (error as Error).message, advice)];
  }
  const app = await openApp({ ...config, model: null }, NO_LOG).catch((error: Error) => error);
  const rest = await Promise.all([
    statement(app),
    store(config),
    telegram(config),
    model(config, app),
    page(config, app),
  ]);
  return [...first, ...rest.flat()];
}

export function isWell(findings: readonly Finding[]): boolean {
  return findings.every(({ state }) => state !== 'wrong');
}

/** One line a finding, and one below it for what is to be done. */
export function toLines(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ part }) => part.length));
  const marks = { ok: '✓', wrong: '✗', note: '–' };
  const lines = findings.flatMap(({ part, state, found, advice }) => [
    `${marks[state]} ${part.padEnd(width)}  ${found}`,
    ...(advice === null ? [] : [`  ${' '.repeat(width)}  → ${advice}`]),
  ]);
  const count = findings.filter(({ state }) => state === 'wrong').length;
  const end = count === 0 ? 'Nothing is wrong.' : `${count} ${count === 1 ? 'part is' : 'parts are'} wrong.`;
  return `${lines.join('\n')}\n\n${end}\n`;
}

const ok = (part: string, found: string): Finding => ({ part, state: 'ok', found, advice: null });
const note = (part: string, found: string, advice: string): Finding => ({ part, state: 'note', found, advice });
const wrong = (part: string, found: string, advice: string): Finding => ({ part, state: 'wrong', found, advice });

export function node(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNew = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  if (isNew) return ok('Node', version);
  const needed = `${version}; ${LEAST_NODE.join('.')} or later is needed`;
  return wrong('Node', needed, 'Run it as `npm run …`: `npm ci` installs a Node of its own.');
}

export function sqlite(version = 'none'): Finding {
  try {
    checkVersion(version);
    return ok('SQLite', version);
  } catch (error) {
    const advice = 'Run it as `npm run …`: `npm ci` installs a Node with a sound SQLite.';
    return wrong('SQLite', (error as Error).message, advice);
  }
}

function statement(app: App | Error): Finding {
  const advice =
    'A statement has its title between two lines of ---, or in its first line; prompts have their {{blanks}}.';
  if (app instanceof Error) return wrong('statement', app.message, advice);
  const { id, sentences, sha256 } = app.home.statement;
  return ok('statement', `${id}, ${sentences.length} sentences, fingerprint ${sha256.slice(0, 12)}`);
}

async function store({ databaseUrl }: Config): Promise<Finding> {
  const file = locate(databaseUrl);
  // Looking must not make what is not there.
  if (!file.startsWith('postgres') && !existsSync(file)) {
    return note('store', `${file}: not there yet`, 'The first start of the bot makes it.');
  }
  try {
    const opened = await openStore({ url: databaseUrl, tables: TABLES, log: NO_LOG });
    try {
      await opened.ping();
      const [damage] = await opened.check();
      if (damage !== undefined) throw new Error(`${opened.name}: ${damage}`);
      const { queued, running, dead } = await createQueue(opened.parts, NO_LOG).stats();
      const givenUp = dead === 0 ? '' : `, ${dead} given up (\`npm run store -- dead\`)`;
      return ok('store', `${opened.name}: sound, ${queued + running} updates waiting${givenUp}`);
    } finally {
      await opened.close();
    }
  } catch (error) {
    const advice = 'Is DATABASE_URL right, the server up, the file this user’s own? A damaged file wants its backup.';
    return wrong('store', (error as Error).message, advice);
  }
}

async function telegram(config: Config): Promise<readonly Finding[]> {
  const { token, apiRoot } = config.telegram;
  if (token === null) {
    return [note('token', 'TELEGRAM_BOT_TOKEN is not set', 'No bot, only the terminal; `npm run setup` sets it.')];
  }
  const bot: Bot = { apiRoot, token };
  const [me, webhook] = await Promise.all([askMe(bot), askWebhook(bot)]);
  if (me.kind === 'refused') {
    return [wrong('token', `Telegram does not know it (${me.reason})`, '`npm run setup` asks for a new one.')];
  }
  if (me.kind === 'away') {
    const advice = 'Is TELEGRAM_API_ROOT right, and is there a way to it from here?';
    return [wrong('token', `${apiRoot}: ${me.reason}`, advice)];
  }
  const asking = `in groups it is asked by /ask@${me.value.username} or a reply`;
  const missing = missingSettings(me.value).map(({ found, advice }) => note('BotFather', found, advice));
  return [
    ok('token', `@${me.value.username}`),
    ...(missing.length === 0 ? [ok('BotFather', `inline mode, groups and privacy mode are on; ${asking}`)] : missing),
    ...(webhook.kind === 'ok' ? [webhookFinding(webhook.value, config)] : []),
  ];
}

type Webhook = Extract<Awaited<ReturnType<typeof askWebhook>>, { kind: 'ok' }>['value'];

function webhookFinding(webhook: Webhook, { telegram: { mode }, web: { publicUrl } }: Config): Finding {
  const { url, pending_update_count: pending, last_error_date: failedAt = 0, last_error_message: failure } = webhook;
  const restart = 'Starting the bot sets it right. Or does another bot run with this token?';
  if (mode === 'polling') {
    if (url === '') return ok('webhook', 'none, as TELEGRAM_MODE=polling wants');
    return wrong('webhook', `${url} is set, and TELEGRAM_MODE is polling`, restart);
  }
  const wanted = `${publicUrl}${WEBHOOK_PATH}`;
  if (url !== wanted) return wrong('webhook', `${url || 'none'}; the configuration wants ${wanted}`, restart);
  if (failedAt > Date.now() / 1000 - RECENT_S) {
    const advice = 'Does PUBLIC_URL lead here, with a valid certificate?';
    return wrong('webhook', `${url}: Telegram’s last delivery failed: ${failure}`, advice);
  }
  const waiting = `${url}, ${pending} updates waiting at Telegram`;
  return pending > MANY_PENDING ? note('webhook', waiting, 'Is the bot running?') : ok('webhook', waiting);
}

async function model(config: Config, app: App | Error): Promise<Finding> {
  if (config.model === null) {
    const advice = 'Answers are the statement’s own sentences; `npm run setup` sets it.';
    return note('model', 'OPENAI_API_KEY is not set', advice);
  }
  const name = `${config.model.model} at ${config.model.baseUrl ?? 'OpenAI'}`;
  if (app instanceof Error) return note('model', `${name}: not asked`, 'It is asked once there is a statement.');
  const { why, found, advice } = await probeModel({ ...config, model: config.model });
  const state = why === null ? (advice === null ? 'ok' : 'note') : 'wrong';
  return { part: 'model', state, found: `${name}: ${found}`, advice };
}

async function page({ web: { publicUrl, host, port } }: Config, app: App | Error): Promise<Finding> {
  const address = publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  try {
    const response = await fetch(`${address}/`, { signal: AbortSignal.timeout(PAGE_TIMEOUT_MS) });
    const text = `${response.url}\n${await response.text()}`;
    if (!response.ok) throw new Error(`status ${response.status}`);
    const isOurs =
      app instanceof Error || [app.home.statement.sha256, app.home.statement.id].some((one) => text.includes(one));
    if (!isOurs) throw new Error('it shows another statement, or is no page of this bot');
    return ok('page', response.url);
  } catch (error) {
    const reason = `${address}: ${networkReason(error)}`;
    if (publicUrl === null) return note('page', reason, 'Nothing runs here now, or it runs on another HOST and PORT.');
    return wrong('page', reason, 'Is the bot running, and does PUBLIC_URL lead to its PORT?');
  }
}
