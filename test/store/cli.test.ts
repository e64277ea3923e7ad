// The store by hand.

import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runStoreCommand } from '../../src/store/cli.ts';
import { describeEngines, openTestStore } from '../helpers/stores.ts';

describeEngines('npm run store', ({ createDatabase }) => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'on-record-cli-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  /** A database with one update given up and one waiting, in use by a bot. */
  const createBusy = async () => {
    const url = await createDatabase();
    const store = await openTestStore(url);
    await store.queue.put(
      [1, 2].map((updateId) => ({ updateId, queue: String(updateId), chat: null, person: null, payload: '{}' })),
    );
    const worker = await store.queue.join({
      signal: new AbortController().signal,
      onWake: () => {},
      onBroadcast: () => {},
    });
    const { claimed } = await worker.cycle([], 1);
    const dead = { updateId: claimed[0]!.updateId, attempt: 1, outcome: 'dead', error: 'Error: no' } as const;
    await worker.cycle([dead], 0);
    return { url, store, deadId: dead.updateId };
  };
  const command = async (url: string, ...words: string[]) => {
    const lines: string[] = [];
    const code = await runStoreCommand(words, { url, print: (line) => lines.push(line) });
    return { code, text: lines.join('\n') };
  };

  test('an update that was given up is listed, retried once, and counted', async () => {
    const { url, store, deadId } = await createBusy();
    expect((await command(url, 'stats')).text).toContain('1 queued, 0 running, 0 done, 1 dead');
    expect((await command(url, 'dead')).text).toMatch(new RegExp(`^${deadId} .*Error: no$`));
    expect(await command(url, 'retry', String(deadId))).toEqual({ code: 0, text: `${deadId} is queued again` });
    expect((await command(url, 'retry', String(deadId))).code).toBe(1);
    expect((await command(url, 'retry', 'x')).code).toBe(1);
    expect((await command(url, 'dead')).text).toBe('none');
    expect(await store.queue.stats()).toMatchObject({ queued: 2, dead: 0 });
    await store.close();
  });

  test('a sound database is said to be sound', async () => {
    const { url, store } = await createBusy();
    expect(await command(url, 'check')).toEqual({ code: 0, text: `${store.name}: sound` });
    await store.close();
  });

  test('a backup made while the bot writes is whole, for its owner only, and replaces nothing', async ({ skip }) => {
    const { url, store } = await createBusy();
    const file = join(directory, 'backup.sqlite');
    if (url.startsWith('postgres')) {
      await expect(command(url, 'backup', file)).rejects.toThrow('pg_dump');
      await store.close();
      skip('pg_dump is the server’s own');
    }
    expect((await command(url, 'backup', file)).code).toBe(0);
    await store.queue.put([{ updateId: 9, queue: 'a', chat: null, person: null, payload: '{}' }]);
    await store.close();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const copy = await openTestStore(file);
    expect(await copy.queue.stats()).toMatchObject({ queued: 1, dead: 1 });
    expect(await copy.check()).toEqual([]);
    await copy.close();
    await writeFile(file, 'mine');
    await expect(command(url, 'backup', file)).rejects.toThrow(`${file}: exists already`);
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  test('an unknown command or a missing argument shows how it is used, and touches nothing', async () => {
    const file = join(directory, 'none.sqlite');
    for (const words of [[], ['frobnicate'], ['retry'], ['backup'], ['check', 'twice'], ['constructor']]) {
      expect(await command(file, ...words)).toMatchObject({ code: 2, text: expect.stringContaining('backup FILE') });
    }
    expect(await command(file, 'stats')).toMatchObject({ code: 1, text: expect.stringContaining('there is none yet') });
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });
});
