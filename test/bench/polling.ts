// How many updates a second the whole bot handles, next to a bare grammY polling bot with no store: the same Telegram, the same run,
// in turns. Each update is a sticker, which is answered with one message, or a question, answered from the statement without a model:
// by the bare bot too, as plain text.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { startBot } from '../helpers/bot.ts';
import { type Seat, startTelegram, type Telegram } from '../telegram-server/server.ts';
import { nextQuestion } from './asked.ts';

const ROUNDS = 3;
const UPDATES = 6_000;
/** Telegram takes about a message a second in each chat, and the bot keeps to that: few updates to a chat. */
const CHATS = 3_000;
const WARM_UP = 1_500;

type Running = { readonly stop: () => Promise<unknown> };

async function startBare(telegram: Telegram, ...extracts: string[]): Promise<Running> {
  const file = path.join(import.meta.dirname, 'bare-bot.ts');
  const child = spawn(process.execPath, [file, telegram.token, telegram.apiRoot, ...extracts], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(createInterface({ input: child.stdout }), 'line');
  return {
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** Updates answered a second. */
async function measure(start: (telegram: Telegram) => Promise<Running>, send: (chat: Seat) => void): Promise<number> {
  await using telegram = await startTelegram({ deadlineMs: 300_000 });
  const bot = await start(telegram);
  let looked = 0;
  let answered = 0;
  const answers = (wanted: number) =>
    telegram.waitFor(() => {
      for (; looked < telegram.calls.length; looked++) if (telegram.calls[looked]!.method === 'sendMessage') answered++;
      return answered >= wanted;
    });
  const round = async (updates: number, chats: number) => {
    const before = answered;
    const seats = Array.from({ length: chats }, () => telegram.user({ language_code: 'en' }).privateChat());
    const startedAt = performance.now();
    for (let index = 0; index < updates; index++) send(seats[index % chats]!);
    await answers(before + updates);
    return (updates * 1_000) / (performance.now() - startedAt);
  };
  await round(WARM_UP, WARM_UP);
  const rate = await round(UPDATES, CHATS);
  await bot.stop();
  return rate;
}

const sticker = (chat: Seat) => chat.sendMedia('sticker');
const ask = (chat: Seat) => chat.send(nextQuestion());
const real = (telegram: Telegram) => startBot(telegram, { env: { QUESTIONS_PER_MINUTE: '1000' } });

const bareAnswers = (telegram: Telegram) => startBare(telegram, 'extracts');

const rates = { bare: [] as number[], real: [] as number[], bareAsked: [] as number[], asked: [] as number[] };
for (let index = 0; index < ROUNDS; index++) {
  rates.bare.push(await measure(startBare, sticker));
  rates.real.push(await measure(real, sticker));
  rates.bareAsked.push(await measure(bareAnswers, ask));
  rates.asked.push(await measure(real, ask));
}

const best = (list: readonly number[]) => Math.max(...list);
const shown = (list: readonly number[], reference: readonly number[]) => ({
  'updates/s': Math.round(best(list)),
  'of bare': Number((best(list) / best(reference)).toFixed(2)),
  runs: list.map(Math.round).join(' '),
});
console.table({
  'a bare grammY bot, no store': shown(rates.bare, rates.bare),
  'the bot, every update stored': shown(rates.real, rates.bare),
  'a bare grammY bot that extracts answers': shown(rates.bareAsked, rates.bareAsked),
  'the bot, extracting answers': shown(rates.asked, rates.bareAsked),
});
console.log(
  `the bot handles ${(best(rates.real) / best(rates.bare)).toFixed(2)} of what a bare bot does (wanted: 0.5)`,
);
