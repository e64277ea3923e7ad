import { Bot } from 'grammy';
import { expect, test } from 'vitest';
import { startTelegram } from './telegram.ts';

test('a grammY bot answers a private message', async () => {
  await using telegram = await startTelegram();
  const bot = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } });
  bot.on('message:text', (ctx) => ctx.reply(`You said ${ctx.message.text}`));
  bot.on('inline_query', (ctx) => ctx.answerInlineQuery([]));
  const running = bot.start();
  const ann = telegram.user({ first_name: 'Ann' }).privateChat();
  ann.send('hello');
  expect((await ann.nextBotMessage()).text).toBe('You said hello');
  expect((await ann.inline('x').answer()).results).toEqual([]);
  await telegram.confirmed();
  await bot.stop();
  await running;
});
