// `npm run doctor`: looks at a set-up part by part and says of each what was found, and what to do where it is wrong.

import { existsSync } from 'node:fs';
import { loadAnswerPrompt } from '../answer/prompt.ts';
import { type App, openApp } from '../compose.ts';
import { type Config, parseConfig } from '../config.ts';
import { createQueue } from '../inbox/queue.ts';
import { checkVersion } from '../store/sqlite.ts';
import { locate, openStore } from '../store/store.ts';
import { TABLES } from '../tables.ts';
import { WEBHOOK_PATH } from '../telegram/webhook.ts';
import type { Log } from '../telemetry.ts';
import { probeModel } from './model-probe.ts';
import { askMe, askWebhook, missingSettings, networkReason } from './telegram-probe.ts';

/** `note`: nothing is wrong, and something is worth knowing. `advice` says what to do; null where there is nothing to do. */
export type Finding = {
  readonly part: string;
  readonly state: 'ok' | 'wrong' | 'note';
  readonly found: string;
  readonly advice: string | null;
};

const QUIET: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
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
  const { app, finding } = await statement(config);
  const rest = await Promise.all([
    prompts(config),
    store(config),
    ...telegram(config),
    model(config, app),
    page(config, app),
  ]);
  return [...first, finding, ...rest.flat()];
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

function ok(part: string, found: string): Finding {
  return { part, state: 'ok', found, advice: null };
}

function note(part: string, found: string, advice: string | null): Finding {
  return { part, state: 'note', found, advice };
}

function wrong(part: string, found: string, advice: string): Finding {
  return { part, state: 'wrong', found, advice };
}

export function node(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNew = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  return isNew
    ? ok('Node', version)
    : wrong(
        'Node',
        `${version}; ${LEAST_NODE.join('.')} or later is needed`,
        'Run it as `npm run …`: `npm ci` installs a Node of its own.',
      );
}

export function sqlite(version: string | undefined): Finding {
  try {
    checkVersion(version ?? 'none');
    return ok('SQLite', String(version));
  } catch (error) {
    return wrong(
      'SQLite',
      (error as Error).message,
      'Run it as `npm run …`: `npm ci` installs a Node with a sound SQLite.',
    );
  }
}

async function statement(config: Config): Promise<{ readonly app: App | null; readonly finding: Finding }> {
  try {
    const app = await openApp({ ...config, model: null }, QUIET);
    const { id, sentences, sha256 } = app.home.statement;
    return {
      app,
      finding: ok('statement', `${id}, ${sentences.length} sentences, fingerprint ${sha256.slice(0, 12)}`),
    };
  } catch (error) {
    const advice = 'The file has front matter between two lines of ---, then the text; see data/ for one.';
    return { app: null, finding: wrong('statement', (error as Error).message, advice) };
  }
}

async function prompts(config: Config): Promise<Finding> {
  try {
    return ok('prompts', `version ${(await loadAnswerPrompt(config.folders.prompts)).version}`);
  } catch (error) {
    return wrong('prompts', (error as Error).message, 'Bring back the file, or the {{blanks}} that the line names.');
  }
}

async function store(config: Config): Promise<Finding> {
  const file = locate(config.databaseUrl);
  // Looking must not make what is not there.
  if (!file.startsWith('postgres') && !existsSync(file)) {
    return note('store', `${file}: not there yet`, 'The first start of the bot makes it.');
  }
  try {
    const opened = await openStore({ url: config.databaseUrl, tables: TABLES, log: QUIET });
    try {
      await opened.ping();
      const findings = await opened.check();
      if (findings.length > 0) {
        return wrong('store', `${opened.name}: ${findings[0]}`, 'Stop the bot and bring back a backup.');
      }
      const { queued, running, dead } = await createQueue(opened.parts, QUIET).stats();
      const waiting = `${queued + running} updates waiting`;
      return dead > 0
        ? note('store', `${opened.name}: sound, ${waiting}, ${dead} given up`, 'Look at the log for why.')
        : ok('store', `${opened.name}: sound, ${waiting}`);
    } finally {
      await opened.close();
    }
  } catch (error) {
    return wrong('store', (error as Error).message, 'Is DATABASE_URL right, the server up, the file this user’s own?');
  }
}

function telegram(config: Config): Promise<readonly Finding[]>[] {
  const { token, apiRoot } = config.telegram;
  if (token === null)
    return [
      Promise.resolve([
        note('token', 'TELEGRAM_BOT_TOKEN is not set', 'No bot, only the terminal; `npm run setup` sets it.'),
      ]),
    ];
  const bot = { apiRoot, token };
  return [
    askMe(bot).then((me) => tokenFindings(me, apiRoot)),
    askWebhook(bot).then((info) => webhookFindings(info, config)),
  ];
}

function tokenFindings(probe: Awaited<ReturnType<typeof askMe>>, apiRoot: string): readonly Finding[] {
  if (probe.kind === 'refused') {
    return [wrong('token', `Telegram does not know it (${probe.reason})`, '`npm run setup` asks for a new one.')];
  }
  if (probe.kind === 'away') {
    return [
      wrong('token', `${apiRoot}: ${probe.reason}`, 'Is TELEGRAM_API_ROOT right, and is there a way to it from here?'),
    ];
  }
  const missing = missingSettings(probe.value);
  return [
    ok('token', `@${probe.value.username}`),
    ...(missing.length === 0
      ? [ok('BotFather', 'inline mode, groups and privacy mode are on')]
      : missing.map((line) => note('BotFather', line.split('. ')[0]!, line.split('. ').slice(1).join('. ')))),
  ];
}

function webhookFindings(probe: Awaited<ReturnType<typeof askWebhook>>, config: Config): readonly Finding[] {
  // The token's own finding says what is wrong.
  if (probe.kind !== 'ok') return [];
  const { url, pending_update_count: pending, last_error_date: failedAt, last_error_message: failure } = probe.value;
  const restart = 'Starting the bot sets it right.';
  if (config.telegram.mode === 'polling') {
    return url === ''
      ? [ok('webhook', 'none, as TELEGRAM_MODE=polling wants')]
      : [
          wrong(
            'webhook',
            `${url} is set, and TELEGRAM_MODE is polling`,
            `${restart} Or does another bot run with this token?`,
          ),
        ];
  }
  const wanted = `${config.web.publicUrl}${WEBHOOK_PATH}`;
  if (url !== wanted) return [wrong('webhook', `${url || 'none'}; the configuration wants ${wanted}`, restart)];
  if (failedAt !== undefined && failedAt > Date.now() / 1000 - RECENT_S) {
    return [
      wrong(
        'webhook',
        `${url}: Telegram’s last delivery failed: ${failure}`,
        'Does PUBLIC_URL lead here, with a valid certificate?',
      ),
    ];
  }
  if (pending > MANY_PENDING)
    return [note('webhook', `${url}, ${pending} updates waiting at Telegram`, 'Is the bot running?')];
  return [ok('webhook', `${url}, ${pending} updates waiting at Telegram`)];
}

async function model(config: Config, app: App | null): Promise<Finding> {
  if (config.model === null) {
    return note(
      'model',
      'OPENAI_API_KEY is not set',
      'Answers are the statement’s own sentences; `npm run setup` sets it.',
    );
  }
  const name = `${config.model.model} at ${config.model.baseUrl ?? 'OpenAI'}`;
  if (app === null) return note('model', `${name}: not asked, for there is no statement to ask about`, null);
  const { why, found, advice } = await probeModel({ ...config, model: config.model });
  const state = why === null ? (advice === null ? 'ok' : 'note') : 'wrong';
  return { part: 'model', state, found: `${name}: ${found}`, advice };
}

async function page(config: Config, app: App | null): Promise<Finding> {
  const { publicUrl, host, port } = config.web;
  const address = publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const isPublic = publicUrl !== null;
  const away = (reason: string) =>
    isPublic
      ? wrong('page', `${address}: ${reason}`, 'Is the bot running, and does PUBLIC_URL lead to its PORT?')
      : note('page', `${address}: ${reason}`, 'Nothing runs here now, or it runs on another HOST and PORT.');
  try {
    const response = await fetch(`${address}/`, { signal: AbortSignal.timeout(PAGE_TIMEOUT_MS) });
    const text = await response.text();
    if (!response.ok) return away(`status ${response.status}`);
    if (
      app !== null &&
      !text.includes(app.home.statement.sha256) &&
      !response.url.includes(encodeURIComponent(app.home.statement.id))
    ) {
      return away('it shows another statement, or is no page of this bot');
    }
    return ok('page', response.url);
  } catch (error) {
    return away(networkReason(error));
  }
}
