// Both engines for one suite: a new, empty database for each test, and a log that can be read.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Log } from '../../src/telemetry.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';

export type TestEngine = { readonly name: string; readonly createDatabase: () => Promise<string> };

/** Call at the top of a test file. PostgreSQL starts once for the file. */
export function testEngines(): readonly TestEngine[] {
  let postgres: TestPostgres;
  let directory: string;
  let files = 0;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'on-record-test-'));
    postgres = await startPostgres();
  });
  afterAll(async () => {
    await postgres?.close();
    await rm(directory, { recursive: true, force: true });
  });
  return [
    {
      name: 'SQLite',
      createDatabase: async () => {
        files++;
        return join(directory, `${files}.sqlite`);
      },
    },
    { name: 'PostgreSQL', createDatabase: () => postgres.createDatabase() },
  ];
}

export type LogLine = { readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly text: string };

/** Keeps what is logged. */
export function testLog(): Log & { readonly lines: LogLine[]; readonly at: (level: LogLine['level']) => string[] } {
  const lines: LogLine[] = [];
  const at =
    (level: LogLine['level']) =>
    (first: unknown, second?: unknown): void => {
      lines.push({ level, text: String(second ?? first) });
    };
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } as unknown as Log;
  return Object.assign(log, {
    lines,
    at: (level: LogLine['level']) => lines.filter((line) => line.level === level).map((line) => line.text),
  });
}
