// /forget, with two replicas: whichever hears it, neither's memory still holds what was asked.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startReplicas } from '../helpers/replicas.ts';

const QUESTION = 'what did he say to the lamplighters of Zanzibar?';
// One for each: Telegram answers the same query itself.
const QUERIES = [
  'what did he say to the tinsmiths of Zanzibar?',
  'what did he say to the glaziers of Zanzibar?',
] as const;

test('after /forget, no question is left in the memory of any replica', async () => {
  const folders = [await mkdtemp(path.join(tmpdir(), 'heap-')), await mkdtemp(path.join(tmpdir(), 'heap-'))] as const;
  const replicas = await startReplicas((replica) => ({
    NODE_OPTIONS: `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${folders[replica]}`,
  }));
  const { telegram, proxy, ports, bots } = replicas;
  const user = telegram.user({ language_code: 'en' });
  const chat = user.privateChat();

  /** Which of the questions stand in a replica's memory. */
  const remembered = async (replica: 0 | 1) => {
    const before = await readdir(folders[replica]);
    bots[replica].signal('SIGUSR2');
    const isWritten = async () => (await readdir(folders[replica])).find((file) => !before.includes(file));
    await expect.poll(isWritten, { timeout: 30_000 }).toBeDefined();
    // The process stands still while it writes: what it answers, it answers afterwards.
    await fetch(new URL('/healthz', `http://127.0.0.1:${ports[replica]}`));
    const snapshot = await readFile(path.join(folders[replica], (await isWritten())!), 'utf8');
    const { strings } = JSON.parse(snapshot) as { strings: string[] };
    return [QUESTION, QUERIES[replica]].filter((text) => strings.some((string) => string.includes(text)));
  };

  for (const replica of [0, 1] as const) {
    proxy.aim([ports[replica]]);
    expect((await user.inline(QUERIES[replica]).answer()).results.length).toBeGreaterThan(0);
  }
  // Whichever is free answers it; its word for what was asked is what it keeps.
  chat.send(QUESTION);
  await chat.nextBotMessage();
  const kept = [await remembered(0), await remembered(1)];
  expect(kept.flat()).toContain(QUESTION);
  expect(kept).toEqual(QUERIES.map((query) => expect.arrayContaining([query])));

  chat.send('/forget');
  expect((await chat.nextBotMessage()).text).toMatch(/^Deleted/);
  // What a server or a parser still holds of the last request goes with the next.
  for (const port of ports) {
    proxy.aim([port]);
    await user.inline(`${port}`).answer();
    chat.send('/new');
    await chat.nextBotMessage();
  }
  expect([await remembered(0), await remembered(1)]).toEqual([[], []]);

  await replicas.close();
  for (const folder of folders) await rm(folder, { recursive: true });
});
