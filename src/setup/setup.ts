// `npm run setup`: asks for token and key, checks each with its server, and writes them to .env. Nothing is written before the end.

import path from 'node:path';
import { parse } from 'dotenv';
import { type Config, parseConfig } from '../config.ts';
import { Cancelled, type Dialogue, type DialogueStreams, openDialogue } from './dialogue.ts';
import { changeEnv, readEnvFile, writeEnvFile } from './env-file.ts';
import { probeModel } from './model-probe.ts';
import { askMe, missingSettings } from './telegram-probe.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export type SetUp = DialogueStreams & {
  /** What the process was given, completed from the file: TELEGRAM_API_ROOT and OPENAI_BASE_URL say where to check. */
  readonly environment: Environment;
  /** The .env file that is read and written. */
  readonly file: string;
};

/** The variables that are asked about; null takes one out. No other is touched. */
type Changes = Record<string, string | null>;

const TOKEN = 'TELEGRAM_BOT_TOKEN';
const KEY = 'OPENAI_API_KEY';
const BASE_URL = 'OPENAI_BASE_URL';
const MODEL = 'OPENAI_MODEL';
// Typed in the place of a value.
const REMOVE = '-';

/** The exit status: 0 when .env is as it was asked for, 130 when the person left by ctrl-C, 1 when the input ended. */
export async function setUp({ environment, file, ...streams }: SetUp): Promise<number> {
  const before = await readEnvFile(file);
  const dialogue = openDialogue(streams);
  try {
    dialogue.say('Two questions. Enter keeps what is there, "-" takes it out, ctrl-C leaves everything as it was.\n');
    const changes: Changes = {};
    await askToken(dialogue, environment, changes);
    await askKey(dialogue, environment, changes);
    const kept = parse(before);
    const news = Object.fromEntries(Object.entries(changes).filter(([name, value]) => value !== (kept[name] ?? null)));
    const name = path.basename(file);
    if (Object.keys(news).length === 0) dialogue.say('\nNothing has changed, nothing was written.');
    else {
      await writeEnvFile(file, changeEnv(before, news));
      dialogue.say(`\nWritten to ${name}: ${Object.keys(news).join(', ')}. Only you can read it.`);
    }
    dialogue.say('Next: npm start. To check everything: npm run doctor.');
    return 0;
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    dialogue.say('\nNothing was written.');
    return error.reason === 'interrupted' ? 130 : 1;
  } finally {
    dialogue.close();
  }
}

async function askToken(dialogue: Dialogue, environment: Environment, changes: Changes): Promise<void> {
  const apiRoot = environment.TELEGRAM_API_ROOT?.trim() || 'https://api.telegram.org';
  dialogue.say('1. The bot. @BotFather gives the token: /newbot, or /token for a bot that you have.');
  for (;;) {
    const token = await askSecret(dialogue, 'Token', environment[TOKEN]?.trim() ?? '', 'no bot, only the terminal');
    if (token === '') return;
    if (token !== null && !isToken(token)) {
      dialogue.say('   ✗ That is no token; one looks like 123456:ABC-DEF.');
    } else if (token === null || (await isBots(token, apiRoot, dialogue))) {
      changes[TOKEN] = token;
      return;
    }
  }
}

/** Whether the token is a bot's, or is to be kept all the same. */
async function isBots(token: string, apiRoot: string, dialogue: Dialogue): Promise<boolean> {
  const probe = await askMe({ apiRoot, token }, dialogue.signal);
  if (probe.kind === 'refused') {
    dialogue.say(`   ✗ Telegram does not know this token (${probe.reason}). Please look again.`);
    return false;
  }
  if (probe.kind === 'away') {
    dialogue.say(`   ✗ ${apiRoot} cannot be asked: ${probe.reason}.`);
    return keepsAnyway(dialogue);
  }
  dialogue.say(`   ✓ It is @${probe.value.username}.`);
  for (const { found, advice } of missingSettings(probe.value)) dialogue.say(`   – ${found} ${advice}`);
  // getMe does not tell.
  dialogue.say(
    '   – Inline feedback: /setinlinefeedback, 100%. Without it an inline "Ask" card is filled in by its button.',
  );
  return true;
}

async function askKey(dialogue: Dialogue, environment: Environment, changes: Changes): Promise<void> {
  dialogue.say(
    '\n2. The model. A key of OpenAI; or the address of a server that speaks its language, such as\n   http://localhost:11434/v1 (Ollama). Without one, answers are the statement’s own sentences.',
  );
  const knownKey = environment[KEY]?.trim() ?? '';
  const knownUrl = environment[BASE_URL]?.trim() ?? '';
  for (;;) {
    const typed = await askSecret(dialogue, 'Key or address', knownKey || knownUrl, 'no model');
    if (typed === null) {
      Object.assign(changes, { [KEY]: null, [BASE_URL]: null });
      return;
    }
    const asked: Record<string, string> = {};
    if (/^https?:\/\//i.test(typed) && typed !== knownUrl) {
      asked[BASE_URL] = typed;
      asked[KEY] = (await askSecret(dialogue, 'Key of that server', knownKey, 'it wants none')) ?? '';
      // A server of one's own is chosen for its model.
      const model = environment[MODEL]?.trim() || 'gpt-4.1-mini';
      asked[MODEL] = (await dialogue.ask(`   Model (Enter: ${model}): `)) || model;
    } else if (typed !== knownUrl) asked[KEY] = typed;
    let config: Config;
    try {
      // The bot's variables have nothing to do with it.
      const { OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL, ANSWER_DEADLINE_SECONDS } = environment;
      config = parseConfig({ OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL, ANSWER_DEADLINE_SECONDS, ...asked });
    } catch (error) {
      dialogue.say(`   ✗ ${(error as Error).message}.`);
      continue;
    }
    const { model } = config;
    if (model === null) return;
    dialogue.say('   Asking it a question; a model on a machine of your own may take a minute or two.');
    const { why, found, advice } = await probeModel({ ...config, model }, dialogue.signal);
    dialogue.say(`   ${why === null ? '✓' : '✗'} ${model.model} at ${model.baseUrl ?? 'OpenAI'}: ${found}`);
    if (advice !== null) dialogue.say(`     → ${advice}`);
    if (why === 'unauthorized' || (why !== null && !(await keepsAnyway(dialogue)))) continue;
    for (const [name, value] of Object.entries(asked)) changes[name] = value === '' ? null : value;
    return;
  }
}

/** What was typed; empty where nothing is there and nothing was typed, null to take out what is there. */
async function askSecret(dialogue: Dialogue, what: string, known: string, without: string): Promise<string | null> {
  const fallback = known === '' ? `Enter: ${without}` : `Enter: keep ${known.slice(0, 4)}…`;
  const typed = await dialogue.ask(`   ${what} (${fallback}; not shown): `, { hidden: true });
  if (typed === REMOVE) return null;
  return typed === '' ? known : typed;
}

async function keepsAnyway(dialogue: Dialogue): Promise<boolean> {
  return /^y(es)?$/i.test(await dialogue.ask('   Keep it unchecked? [y/N] '));
}

function isToken(text: string): boolean {
  try {
    parseConfig({ [TOKEN]: text });
    return true;
  } catch {
    return false;
  }
}
