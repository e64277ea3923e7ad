// Stop, pressed while one of two replicas answers: the press may reach the other.

import { expect, test } from 'vitest';
import { RUSSIA } from '../helpers/drafts.ts';
import { drafts, startModel } from '../helpers/model.ts';
import { startReplicas } from '../helpers/replicas.ts';

test('Stop ends the answer of whichever replica it is that answers', async () => {
  // No reply comes to its end: what ends it is Stop.
  const never = new Promise<void>(() => {});
  const asked: number[] = [];
  const model = await startModel(({ headers }) => {
    asked.push(Number(headers.authorization?.split('-').at(-1)));
    return drafts(RUSSIA, { hold: (_index, sent) => (sent.includes('"text":"He rejected') ? never : undefined) });
  });
  const replicas = await startReplicas((replica) => ({
    OPENAI_BASE_URL: model.baseUrl,
    OPENAI_API_KEY: `replica-${replica}`,
  }));
  const { telegram, proxy, ports } = replicas;

  const chat = telegram.user({ language_code: 'en' }).privateChat();
  proxy.aim([ports[0]]);
  chat.send('what did he say about Russia?');
  await chat.nextDraft(({ text }) => text.includes(RUSSIA.claims[0].text));
  // Work goes to any replica that is free: whichever answers, the press is brought to the other.
  proxy.aim([ports[1 - asked[0]!]!]);
  chat.stopDraft();
  expect((await chat.nextBotMessage()).text).toMatch(/^He called Russia .*\nStopped\.\n/);
  expect(asked).toHaveLength(1);

  await replicas.close();
  await model.stop();
});
