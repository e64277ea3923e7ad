// The least that a bot can do, for the benches: grammY's own polling, no store, one constant for every message and inline query.

import { Bot } from 'grammy';

const [token, apiRoot] = process.argv.slice(2) as [string, string];
const bot = new Bot(token, { client: { apiRoot } });
bot.on('inline_query', (ctx) =>
  ctx.answerInlineQuery([
    { type: 'article', id: '1', title: 'Hello', input_message_content: { message_text: 'Hello' } },
  ]),
);
bot.on('message', (ctx) => ctx.reply('Text only, please.'));
process.once('SIGTERM', () => bot.stop());
await bot.start({ onStart: () => console.log('{"level":30,"event":"listening","msg":"ready"}') });
