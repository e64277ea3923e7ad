// The least that a bot can do, for the benches: grammY's own polling, no store, one constant for every message and inline query. Told
// to, it answers messages from the statement as the real one does, in plain text.

import { Bot } from 'grammy';
import { claimsOf } from '../../src/answer/answer.ts';
import { NO_LOG } from '../../src/telemetry.ts';
import { askOf, loadRelease } from '../helpers/web.ts';

const [token, apiRoot, extracts] = process.argv.slice(2) as [string, string, string?];
const bot = new Bot(token, { client: { apiRoot } });
bot.on('inline_query', (ctx) =>
  ctx.answerInlineQuery([
    { type: 'article', id: '1', title: 'Hello', input_message_content: { message_text: 'Hello' } },
  ]),
);
if (extracts === undefined) bot.on('message', (ctx) => ctx.reply('Text only, please.'));
else {
  const ask = askOf(await loadRelease(), NO_LOG);
  bot.on('message:text', async (ctx) => {
    const answer = await ask({ text: ctx.message.text, turns: [] });
    await ctx.reply(
      claimsOf(answer)
        .flatMap(({ quotes }) => quotes.map(({ text }) => text))
        .join('\n') || 'Nothing.',
    );
  });
}
process.once('SIGTERM', () => bot.stop());
await bot.start({ onStart: () => console.log('{"level":30,"event":"listening","msg":"ready"}') });
