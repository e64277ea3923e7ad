// A real PgBouncer in transaction mode between the store and a PostgreSQL: Debian's package, found at PGBOUNCER.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from './postgres.ts';
import { freePort } from './proxy.ts';

const PGBOUNCER = '/usr/sbin/pgbouncer';

/** Why there is none on this machine; null where there is one. */
export const NO_PGBOUNCER = existsSync(PGBOUNCER) ? null : `${PGBOUNCER} is missing: apt-get install pgbouncer`;

export type PgBouncer = {
  /** The address of the same database through it. */
  readonly through: (databaseUrl: string) => string;
  /** Kills it; what comes back starts it again at the same address. */
  readonly restartable: () => Promise<() => Promise<void>>;
  readonly stop: () => Promise<void>;
};

export async function startPgBouncer(databaseUrl: string): Promise<PgBouncer> {
  const directory = await mkdtemp(join(tmpdir(), 'on-record-pgbouncer-'));
  const server = new URL(databaseUrl);
  const port = await freePort();
  const file = join(directory, 'pgbouncer.ini');
  await writeFile(
    file,
    `[databases]
* = host=${server.hostname} port=${server.port} user=${server.username} password=${server.password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 10
server_login_retry = 1
`,
  );
  await chmod(directory, 0o755);
  let child = await start(file);
  const stop = async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  return {
    through: (url) => {
      const address = new URL(url);
      address.port = port;
      return address.href;
    },
    restartable: async () => {
      await stop();
      return async () => {
        child = await start(file);
      };
    },
    stop: async () => {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A PostgreSQL whose addresses lead through a PgBouncer where this machine has one, and straight to it where not. */
export async function startPooledPostgres(): Promise<{
  readonly createDatabase: () => Promise<string>;
  readonly close: () => Promise<void>;
}> {
  const postgres = await startPostgres();
  const pooler = NO_PGBOUNCER === null ? await startPgBouncer(postgres.url) : null;
  return {
    createDatabase: async () => {
      const url = await postgres.createDatabase();
      return pooler?.through(url) ?? url;
    },
    close: async () => {
      await pooler?.stop();
      await postgres.close();
    },
  };
}

async function start(file: string): Promise<ChildProcess> {
  // It refuses to run as root.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const child = spawn(PGBOUNCER, [file], { stdio: ['ignore', 'ignore', 'pipe'], ...nobody });
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
      if (said.includes('process up')) resolve();
    });
    child.once('exit', () => reject(new Error(said)));
  });
  return child;
}
