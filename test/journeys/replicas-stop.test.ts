// Stop, pressed while one of two replicas answers: the press may reach the other.

import { expect, test } from 'vitest';
import { startBot } from '../helpers/bot.ts';
import { RUSSIA } from '../helpers/drafts.ts';
import { drafts, startModel } from '../helpers/model.ts';
import { startPostgres } from '../helpers/postgres.ts';
import { freePort, startProxy } from '../helpers/proxy.ts';
import { startTelegram } from '../helpers/telegram.ts';

test('Stop ends the answer of whichever replica it is that answers', async () => {
  const postgres = await startPostgres();
  const telegram = await startTelegram({ allowHttpWebhook: true, webhookRetryMs: [50, 100, 200] });
  // No reply comes to its end: what ends it is Stop.
  const never = new Promise<void>(() => {});
  const asked: number[] = [];
  const model = await startModel(({ headers }) => {
    asked.push(Number(headers.authorization?.split('-').at(-1)));
    return drafts(RUSSIA, { hold: (_index, sent) => (sent.includes('"text":"He rejected') ? never : undefined) });
  });
  const ports = [await freePort(), await freePort()] as const;
  const proxy = await startProxy(ports);
  const databaseUrl = await postgres.createDatabase();
  const replicas = await Promise.all(
    ports.map((PORT, replica) =>
      startBot(telegram, {
        databaseUrl,
        env: {
          TELEGRAM_MODE: 'webhook',
          WEBHOOK_SECRET: 'a-secret_of-16-characters',
          PUBLIC_URL: proxy.url,
          PORT,
          OPENAI_BASE_URL: model.baseUrl,
          OPENAI_API_KEY: `replica-${replica}`,
        },
      }),
    ),
  );

  const chat = telegram.user({ language_code: 'en' }).privateChat();
  proxy.aim([ports[0]]);
  chat.send('what did he say about Russia?');
  await chat.nextDraft(({ text }) => text.includes(RUSSIA.claims[0].text));
  // Work goes to any replica that is free: whichever answers, the press is brought to the other.
  proxy.aim([ports[1 - asked[0]!]!]);
  chat.stopDraft();
  expect((await chat.nextBotMessage()).text).toMatch(/^He called Russia .*\nStopped\.\n/);
  expect(asked).toHaveLength(1);

  for (const replica of replicas) {
    expect(await replica.stop()).toEqual({ code: 0, signal: null });
    expect(replica.complaints).toEqual([]);
  }
  await model.stop();
  await telegram.close();
  await proxy.stop();
  await postgres.close();
});
