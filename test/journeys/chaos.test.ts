// The bot killed five times while questions keep arriving, as one process and as two replicas; a hundred times: npm run bench:chaos.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type ChaosResult, killRepeatedly } from '../helpers/chaos.ts';
import { startPooledPostgres } from '../helpers/pgbouncer.ts';

test('a bot that polls and is killed five times answers every question once and in order', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'on-record-chaos-'));
  const databaseUrl = `file:${path.join(directory, 'bot.sqlite')}`;
  const result = await killRepeatedly({ databaseUrl, replicas: 1, kills: 5, random: Math.random });
  expectNothingLost(result);
  // Within 3 s of the restart on a machine that has time for it: the bench holds it to that.
  expect(Math.max(...result.takenUpMs)).toBeLessThan(10_000);
  await rm(directory, { recursive: true });
});

test('two replicas behind webhooks and a pooler, either of them killed, five times in all, do so too', async () => {
  const postgres = await startPooledPostgres();
  const databaseUrl = await postgres.createDatabase();
  const result = await killRepeatedly({ databaseUrl, replicas: 2, kills: 5, random: Math.random });
  expectNothingLost(result);
  expect(Math.max(...result.takenUpMs)).toBeLessThan(30_000);
  await postgres.close();
});

function expectNothingLost(result: ChaosResult): void {
  expect(result).toMatchObject({ kills: 5, lost: 0, outOfOrder: 0 });
  expect(result.unexplained).toEqual([]);
  expect(result.questions).toBeGreaterThan(50);
  expect(result.cutOff).toBeGreaterThan(0);
  // Behind a pooler only its silence tells that a replica is gone.
  expect([...result.complaints.keys()].filter((line) => !line.includes('is silent; taking over'))).toEqual([]);
  expect(new Set(result.exits)).toEqual(new Set([0]));
}
