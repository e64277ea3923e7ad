// `npm run bench:bot`: what the bot's own work costs beside a bare grammY bot that answers a constant. Both are processes of
// their own, talk to the same fake Telegram, and take turns, so that a busy moment of the machine meets both. `--json` for an object.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { launchBot } from '../helpers/bot.ts';
import { startTelegram, type Telegram } from '../telegram-server/server.ts';
import { nextQuestion } from './asked.ts';
import { type Figure, median } from './figures.ts';

/** Typed letter by letter, as every keystroke asks. */
const TYPED = ['russia', 'what about china', 'multi-vector policy', 'half of our exports', 'Россия', '中国'];
const ROUNDS = 12;
const MESSAGES = 300;
/** Each in a chat of its own: Telegram's pace for one chat would be what is measured. */
const FLOOD = 1_000;

type Side = {
  readonly telegram: Telegram;
  readonly inlineMs: number[];
  readonly messageMs: number[];
  readonly commandsPerSecond: number[];
  readonly questionsPerSecond: number[];
};

export type BotFigures = {
  readonly inlineMs: { readonly p50: number; readonly p99: number };
  readonly messageMs: { readonly p50: number; readonly p99: number };
  /** Commands at once: what it takes to store, claim and finish an update and to send the reply. */
  readonly commandsPerSecond: number;
  /** Questions at once: besides, an answer is extracted, and the person's turn and count are stored. */
  readonly questionsPerSecond: number;
};

/** The bot's figures and the bare bot's, from the same rounds. */
export async function measureBoth(): Promise<{ readonly bot: BotFigures; readonly bare: BotFigures }> {
  const ours = await side();
  const theirs = await side();
  const bot = await launchBot(ours.telegram, { env: { QUESTIONS_PER_MINUTE: '1000', LOG_LEVEL: 'warn' } });
  const script = path.join(import.meta.dirname, 'bare-bot.ts');
  const bare = spawn(process.execPath, [script, theirs.telegram.token, theirs.telegram.apiRoot], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise((resolve) => bare.once('exit', resolve));
  try {
    // The first answers compile the code; nobody waits for those twice.
    for (const each of [ours, theirs]) await type(each, []);
    for (let round = 0; round < ROUNDS; round++) {
      // Whoever goes first in a round goes second in the next.
      for (const each of round % 2 === 0 ? [ours, theirs] : [theirs, ours]) {
        await type(each, each.inlineMs);
        for (let at = 0; at < MESSAGES / ROUNDS; at++) each.messageMs.push(await ask(each.telegram));
        if (round % 3 > 0) continue;
        each.commandsPerSecond.push(await flood(each.telegram, () => '/help'));
        each.questionsPerSecond.push(await flood(each.telegram, nextQuestion));
      }
    }
    if (bot.complaints.length > 0) throw new Error(`the bot complained: ${JSON.stringify(bot.complaints[0])}`);
  } finally {
    bare.kill('SIGTERM');
    await bot.stop();
    await ended;
    for (const { telegram } of [ours, theirs]) await telegram.close();
  }
  return { bot: figuresOf(ours), bare: figuresOf(theirs) };
}

async function side(): Promise<Side> {
  return {
    telegram: await startTelegram({ record: false }),
    inlineMs: [],
    messageMs: [],
    commandsPerSecond: [],
    questionsPerSecond: [],
  };
}

async function type({ telegram }: Side, times: number[]): Promise<void> {
  const person = telegram.user({ language_code: 'en' });
  for (const query of TYPED) {
    for (let length = 1; length <= query.length; length++) {
      const startedAt = performance.now();
      await person.inline(query.slice(0, length)).answer();
      times.push(performance.now() - startedAt);
    }
  }
}

/** Milliseconds from a question to its answer, in a new chat. */
async function ask(telegram: Telegram): Promise<number> {
  const chat = telegram.user({ language_code: 'en' }).privateChat();
  const startedAt = performance.now();
  chat.send(nextQuestion());
  await chat.nextBotMessage();
  return performance.now() - startedAt;
}

/** Replies a second when everybody writes at once. */
async function flood(telegram: Telegram, next: () => string): Promise<number> {
  const chats = Array.from({ length: FLOOD }, () => telegram.user({ language_code: 'en' }).privateChat());
  const startedAt = performance.now();
  for (const chat of chats) chat.send(next());
  // The last one's turn comes last; whoever is left is waited for too.
  for (const chat of chats.reverse()) if (chat.botMessages.length === 0) await chat.nextBotMessage();
  return (FLOOD * 1_000) / (performance.now() - startedAt);
}

function figuresOf({ inlineMs, messageMs, commandsPerSecond, questionsPerSecond }: Side): BotFigures {
  const of = (times: readonly number[]) => ({ p50: median(times), p99: quantile(times, 0.99) });
  return {
    inlineMs: of(inlineMs),
    messageMs: of(messageMs),
    commandsPerSecond: median(commandsPerSecond),
    questionsPerSecond: median(questionsPerSecond),
  };
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length * share)]!;
}

/** For `npm run bench`. */
export async function measureBot(): Promise<readonly Figure[]> {
  const { bot, bare } = await measureBoth();
  const row = (what: string, unit: string, value: number, reference: number): Figure => ({
    part: 'In Telegram, with a store, beside a bare grammY bot without one',
    what,
    value,
    unit,
    reference: { what: 'answers a constant', value: reference },
  });
  return [
    row('an inline query, median', 'ms', bot.inlineMs.p50, bare.inlineMs.p50),
    row('an inline query, 99 of 100', 'ms', bot.inlineMs.p99, bare.inlineMs.p99),
    row('a question, median', 'ms', bot.messageMs.p50, bare.messageMs.p50),
    row('commands at once', 'a second', bot.commandsPerSecond, bare.commandsPerSecond),
    row('questions at once', 'a second', bot.questionsPerSecond, bare.questionsPerSecond),
  ];
}

if (import.meta.main) {
  const figures = await measureBoth();
  if (process.argv.includes('--json')) console.log(JSON.stringify(figures));
  else {
    const { bot, bare } = figures;
    const row = (what: keyof BotFigures & ('inlineMs' | 'messageMs'), part: 'p50' | 'p99') => ({
      bot: Number(bot[what][part].toFixed(2)),
      bare: Number(bare[what][part].toFixed(2)),
      ratio: Number((bot[what][part] / bare[what][part]).toFixed(2)),
    });
    const rate = (what: 'commandsPerSecond' | 'questionsPerSecond') => ({
      bot: Math.round(bot[what]),
      bare: Math.round(bare[what]),
      ratio: Number((bot[what] / bare[what]).toFixed(2)),
    });
    console.table({
      'inline query, p50 ms (wanted: 1.5 times)': row('inlineMs', 'p50'),
      'inline query, p99 ms (wanted: under 25)': row('inlineMs', 'p99'),
      'question, p50 ms': row('messageMs', 'p50'),
      'question, p99 ms': row('messageMs', 'p99'),
      'commands a second, at once': rate('commandsPerSecond'),
      'questions a second, at once': rate('questionsPerSecond'),
    });
  }
}
