// The inbox killed at random moments: every update that was acknowledged is handled, none is sent twice once its sending was
// recorded, and each chat stays in order.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import type { Arrival } from '../helpers/inbox-child.ts';
import { describeEngines } from '../helpers/stores.ts';

const UPDATES = 300;
const CHATS = 25;
/** Not yet handled at a time. */
const OUTSTANDING = 60;

describeEngines('an inbox', ({ hasReplicas, createDatabase }) => {
  test('killed processes lose nothing and keep the order', async () => {
    const replicas = hasReplicas ? 2 : 1;
    const kills = 6;
    const record = await killRepeatedly({ url: await createDatabase(), replicas, kills });
    expect(record.dead).toEqual([]);
    expect(record.killed).toBe(kills);
    expect([...record.delivered.keys()].sort((a, b) => a - b)).toEqual(
      Array.from({ length: UPDATES }, (_, index) => index + 1),
    );
    expect(record.deliveredAfterRecorded).toEqual([]);
    expect(record.outOfOrder).toEqual([]);
    // Twice only where the kill came between the sending and its record.
    const twice = [...record.delivered.values()].filter((times) => times > 1).length;
    expect(twice).toBeLessThanOrEqual(kills * 20);
  });
});

type KillRecord = {
  killed: number;
  readonly delivered: Map<number, number>;
  readonly deliveredAfterRecorded: number[];
  readonly outOfOrder: number[];
  readonly dead: number[];
};

/** Plays Telegram: has one update of a chat under way at a time, sends again what was not acknowledged, notes what is delivered. */
async function killRepeatedly({
  url,
  replicas,
  kills,
}: {
  url: string;
  replicas: number;
  kills: number;
}): Promise<KillRecord> {
  const record: KillRecord = { killed: 0, delivered: new Map(), deliveredAfterRecorded: [], outOfOrder: [], dead: [] };
  const chats = Array.from({ length: CHATS }, (_, chat) =>
    Array.from({ length: UPDATES / CHATS }, (_, index) => chat + 1 + index * CHATS),
  );
  /** By chat, the update that is not acknowledged yet and the process it was sent to. */
  const underWay = new Map<number, { id: number; child: ChildProcess }>();
  const recorded = new Set<number>();
  const handled = new Set<number>();
  const latest = new Map<number, number>();
  const children: ChildProcess[] = [];
  const ready = new Set<ChildProcess>();
  const finished = Promise.withResolvers<void>();
  let ended = false;
  let sent = 0;

  const send = (chat: number, id: number): void => {
    const [...able] = ready;
    const child = able[id % able.length];
    if (child === undefined) return;
    underWay.set(chat, { id, child });
    const arrivals: readonly Arrival[] = [{ id, chat }];
    child.stdin!.write(`${JSON.stringify(arrivals)}\n`);
  };
  const feed = (): void => {
    for (const [chat, { id, child }] of underWay) if (!ready.has(child)) send(chat, id);
    for (const [chat, waiting] of chats.entries()) {
      if (underWay.has(chat) || waiting.length === 0 || sent - handled.size >= OUTSTANDING || ready.size === 0)
        continue;
      sent++;
      send(chat, waiting.shift()!);
    }
  };

  const hear = (line: string): void => {
    const [what, number] = line.split(' ');
    const id = Number(number);
    const chat = (id - 1) % CHATS;
    if (what === 'stored' && underWay.get(chat)?.id === id) underWay.delete(chat);
    if (what === 'recorded') recorded.add(id);
    if (what === 'dead') record.dead.push(id);
    if (what === 'delivered') {
      if (recorded.has(id)) record.deliveredAfterRecorded.push(id);
      const before = record.delivered.get(id) ?? 0;
      record.delivered.set(id, before + 1);
      if (before === 0 && id < (latest.get(chat) ?? 0)) record.outOfOrder.push(id);
      if (before === 0) latest.set(chat, id);
    }
    if (what === 'handled') handled.add(id);
    // The moments are spread over the run, and random in what the process is doing.
    if (record.killed < kills && handled.size > ((record.killed + Math.random()) * UPDATES) / (kills + 1)) {
      const [...able] = ready;
      const victim = able[Math.floor(Math.random() * able.length)];
      if (victim !== undefined) {
        record.killed++;
        ready.delete(victim);
        victim.kill('SIGKILL');
      }
    }
    if (handled.size === UPDATES) finished.resolve();
    feed();
  };

  const start = (index: number): void => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../helpers/inbox-child.ts'), url], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children[index] = child;
    // What is written to a killed process is lost, as a webhook's request to it is.
    child.stdin.on('error', () => {});
    child.once('close', () => {
      ready.delete(child);
      if (!ended) start(index);
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('ready')) ready.add(child);
      hear(line);
    });
  };

  for (let index = 0; index < replicas; index++) start(index);
  await finished.promise;
  ended = true;
  for (const child of children) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  }
  return record;
}
